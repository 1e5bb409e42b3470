//! One part of a chapter, in the look of its kind.

use super::{Page, estimate};
use crate::domain::explainer::{Part, PartKind};
use crate::domain::messages::Message;
use crate::domain::text::plain;
use crate::ui::el::{El, drawing, el, follow, group, nothing, p};
use crate::ui::parts::{both, chart, fold, prose, sources};
use crate::ui::watched::Watched;
use leptos::prelude::*;
use std::sync::Arc;

/// What somebody guessed about each claim of a chapter.
type Guesses = Arc<Watched<Vec<Option<bool>>>>;

/// Returns the parts of a chapter one below the other.
///
/// With `bare` they come without their sources: [`grounds`] shows these together.
pub fn parts(page: &Page, chapter: &str, parts: &[&Part], bare: bool) -> Vec<AnyView> {
    let claims: Vec<bool> = parts
        .iter()
        .filter_map(|part| match part.kind {
            PartKind::Myth { truth } => Some(truth),
            _ => None,
        })
        .collect();
    let guesses: Guesses = Arc::new(Watched::new(vec![None; claims.len()]));
    let mut views = Vec::new();
    let mut claim = 0;
    for part in parts {
        let shown = Shown { page, key: key_of(chapter, part), part, bare };
        let view = match &part.kind {
            PartKind::Text => shown.plain().view(),
            PartKind::Named => shown.named().view(),
            PartKind::Change => shown.change().view(),
            PartKind::Month { from, to } => shown.month(*from, *to).view(),
            PartKind::Hour { at } => shown.hour(at).view(),
            PartKind::Voice => shown.voice().view(),
            PartKind::Question => shown.question().view(),
            PartKind::Figure(at) => shown.figure(*at).view(),
            PartKind::Estimate => estimate::estimate(page.app, &page.tongue, page.titles).view(),
            PartKind::Myth { truth } => {
                claim += 1;
                shown.myth(*truth, claim - 1, &guesses).view()
            }
        };
        views.push(view);
    }
    if !claims.is_empty() {
        views.push(score(page, claims, guesses));
    }
    views
}

fn key_of(chapter: &str, part: &Part) -> String {
    format!("role.{chapter}.{}", part.id)
}

/// So much of a statement stands beside its sources, in characters.
const QUOTED: usize = 44;

/// Folds away what the parts of a chapter rest on, statement by statement.
pub fn grounds(page: &Page, chapter: &str, parts: &[&Part]) -> El {
    let (page, chapter) = (page.clone(), chapter.to_owned());
    let parts: Vec<Part> = parts.iter().map(|part| (*part).clone()).collect();
    let summary = el("summary").text(page.tongue.say(Message::Sources));
    let inside = move || {
        let find = |id: &str| page.explainer.source(page.pack, id);
        let mut list = el("ul").class("grounds");
        for part in &parts {
            let Some(grounds) = &part.grounds else { continue };
            let key = key_of(&chapter, part);
            let text = match (&part.kind, part.kind.texts().first()) {
                (PartKind::Figure(at), _) => {
                    let figure = page.explainer.figures.get(*at).map_or("", |figure| &figure.id);
                    format!("figure.{figure}.title")
                }
                (_, Some(end)) => format!("{key}{end}"),
                (_, None) => continue,
            };
            let text = plain(page.tongue.text(&text));
            let quote = match text.char_indices().nth(QUOTED) {
                Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + " …",
                None => text,
            };
            let item = el("li").add(p(&quote).class("grounds__what"));
            list = list.add(item.add(sources::inside(&page.tongue, &find, grounds)));
        }
        list.view()
    };
    fold::fold("sources", summary, inside)
}

/// Says how many claims were guessed right, when all were.
fn score(page: &Page, claims: Vec<bool>, guesses: Guesses) -> AnyView {
    let page = page.clone();
    let text = move || {
        let right = guesses.with(|guesses| {
            let done = guesses.iter().all(Option::is_some);
            let right =
                guesses.iter().zip(&claims).filter(|(guess, truth)| **guess == Some(**truth));
            done.then(|| right.count())
        });
        let Some(right) = right else { return nothing() };
        let values = [("n", &*right.to_string()), ("all", &*claims.len().to_string())];
        p(&page.tongue.fill(Message::RoleMythScore, &values)).class("myths__score").view()
    };
    el("div").attr("role", "status").follow(text).view()
}

/// A part that is being shown.
struct Shown<'a> {
    page: &'a Page,
    /// Key of its text, and beginning of its other keys.
    key: String,
    part: &'a Part,
    /// Whether its sources are shown elsewhere.
    bare: bool,
}

impl Shown<'_> {
    fn text(&self, end: &str) -> &str {
        self.page.tongue.text(&format!("{}{end}", self.key))
    }

    fn prose(&self) -> Option<El> {
        prose::paragraph(&self.page.tongue, &self.key, &[])
    }

    fn sources(&self) -> Option<El> {
        let grounds = self.part.grounds.as_ref().filter(|_| !self.bare)?;
        let find = |id: &str| self.page.explainer.source(self.page.pack, id);
        Some(sources::of(&self.page.tongue, &find, grounds))
    }

    fn part(&self, class: &'static str) -> El {
        el("div").class(class).attr("data-part", &self.part.id)
    }

    fn title(&self) -> El {
        both::said(
            el(self.page.titles).class("part__title"),
            &self.page.tongue,
            &format!("{}.title", self.key),
        )
    }

    fn plain(&self) -> El {
        self.part("part").add(self.prose()).add(self.sources())
    }

    fn named(&self) -> El {
        self.part("part").add(self.title()).add(self.prose()).add(self.sources())
    }

    fn change(&self) -> El {
        let say = |message| self.page.tongue.say(message);
        let side = |class: &'static str, name: Message, end: &str| {
            let text = el("dd").text(self.text(end));
            el("div").class(class).add(el("dt").text(say(name))).add(text)
        };
        let sides = el("dl")
            .class("change__sides")
            .add(side("change__side", Message::RoleBefore, ".before"))
            .add(side("change__side change__side--now", Message::RoleSince, ".after"));
        self.part("part change").add(self.title()).add(sides).add(self.sources())
    }

    fn month(&self, from: u8, to: u8) -> El {
        let body = el("div").add(self.title()).add(self.prose()).add(self.sources());
        self.part("part month").add(months(from, to)).add(body)
    }

    fn hour(&self, at: &str) -> El {
        let time = el("time").class("hour__at").text(at);
        let body = el("div").add(self.title()).add(self.prose()).add(self.sources());
        self.part("part hour").add(time).add(body)
    }

    fn voice(&self) -> El {
        let who = p(self.text(".who")).class("voice__who");
        self.part("part voice card").add(self.prose()).add(who).add(self.sources())
    }

    fn question(&self) -> El {
        let (page, key, part) = (self.page.clone(), self.key.clone(), self.part.clone());
        let summary = both::said(
            el("summary").class("question__title"),
            &self.page.tongue,
            &format!("{}.title", self.key),
        );
        let inside = move || {
            let shown = Shown { page: &page, key: key.clone(), part: &part, bare: false };
            group(vec![shown.prose().map_or_else(nothing, El::view), shown.sources_view()])
        };
        fold::fold("question", summary, inside).attr("data-part", &self.part.id)
    }

    fn sources_view(&self) -> AnyView {
        self.sources().map_or_else(nothing, El::view)
    }

    fn figure(&self, at: usize) -> El {
        chart::chart(&self.page.tongue, self.page.pack, &self.page.explainer, at, self.page.titles)
    }

    /// A claim to guess at; the answer comes after the guess.
    fn myth(&self, truth: bool, at: usize, guesses: &Guesses) -> El {
        let button = |guess: bool, name: Message| {
            let (set, pressed) = (guesses.clone(), guesses.clone());
            let choose = move |_| {
                set.update(|all| {
                    if let Some(slot) = all.get_mut(at) {
                        *slot = Some(guess);
                    }
                });
            };
            let pressed = move || {
                let chosen = pressed.with(|all| all.get(at).copied().flatten());
                Some((chosen == Some(guess)).to_string())
            };
            el("button")
                .attr("type", "button")
                .class("button myth__button")
                .live("aria-pressed", pressed)
                .on("click", choose)
                .text(self.page.tongue.say(name))
        };
        let (guesses, page) = (guesses.clone(), self.page.clone());
        let (key, part) = (self.key.clone(), self.part.clone());
        let answer = move || {
            let Some(guess) = guesses.with(|all| all.get(at).copied().flatten()) else {
                return nothing();
            };
            let shown = Shown { page: &page, key: key.clone(), part: &part, bare: false };
            let right = guess == truth;
            let verdict = if right { Message::RoleMythRight } else { Message::RoleMythWrong };
            el("div")
                .class("myth__answer")
                .attr("data-right", if right { "yes" } else { "no" })
                .add(p(page.tongue.say(verdict)).class("myth__verdict"))
                .add(shown.prose())
                .add(shown.sources())
                .view()
        };
        let title = format!("{}-claim", self.part.id);
        let buttons = el("div")
            .class("myth__buttons")
            .attr("role", "group")
            .attr("aria-labelledby", &title)
            .add(button(true, Message::RoleMythTrue))
            .add(button(false, Message::RoleMythFalse));
        self.part("part myth card")
            .add(self.title().attr("id", &title))
            .add(buttons)
            .add(el("div").attr("role", "status").add(follow(answer)))
    }
}

/// Returns twelve months with some of them filled.
fn months(from: u8, to: u8) -> AnyView {
    let inside = |month: u8| match from <= to {
        true => (from..=to).contains(&month),
        false => month >= from || month <= to,
    };
    let mut cells = String::new();
    // The year of the committee begins with the term, in November.
    for (at, month) in [11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].into_iter().enumerate() {
        let class = if inside(month) { "month__cell month__cell--on" } else { "month__cell" };
        let (x, y) = (at % 6 * 12, at / 6 * 12);
        cells += &format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"10\" height=\"10\" rx=\"3\"/>"
        );
    }
    drawing(format!(
        "<svg class=\"month__year\" viewBox=\"0 0 70 22\" aria-hidden=\"true\" focusable=\"false\">{cells}\
         </svg>"
    ))
}
