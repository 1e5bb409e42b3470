//! What suits the person and why: roles, time, strengths, topics, expectations.

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::fit::{Fit, ItemKind};
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::roles::{Degree, Match, Profile, Reason, Score, Strength, Sureness};
use crate::domain::route::Route;
use crate::domain::text::join;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, group, p};
use crate::ui::parts::{bar, both, event_card, fold, prose, sources, topic};
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// Roles that are shown, and reasons that stand beside each of them.
const SHOWN: usize = 3;

/// The words for answers, cheap to copy for what is built later.
#[derive(Clone)]
pub struct Words {
    pub tongue: Arc<Tongue>,
    pub fit: Arc<Fit>,
}

/// A profile, and what its parts look at.
pub struct Assessed {
    pub app: App,
    pub tongue: Arc<Tongue>,
    pub pack: &'static Pack,
    pub fit: Arc<Fit>,
    pub profile: Profile,
    pub answers: Answers,
    /// Whether roles are open that need the right to stand.
    pub stand: bool,
    /// The profile before an answer was changed.
    pub before: Option<Profile>,
    /// Whether pictures may move.
    pub moves: bool,
    /// Whether it is known which events come next.
    pub events: bool,
    pub today: Date,
}

impl Assessed {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    /// Returns the best roles that are open, each with its reasons.
    pub fn roles(&self, titled: bool) -> El {
        let open = self.profile.open_roles(&self.fit, self.stand);
        let mut list = el("ol").class("matches");
        for (place, found) in open.iter().take(SHOWN).enumerate() {
            // A third that is far behind would only be padding.
            if place < 2 || found.score > 0 {
                list = list.add(self.role(found, place));
            }
        }
        let best = self.profile.roles.first().filter(|best| {
            !self.stand
                && self.fit.roles[best.role].needs_stand
                && best.degree() != Degree::Possible
        });
        let later = best.map(|best| self.outlook(Message::MatchLater, best.role));
        let longer = open.iter().find(|found| found.short && found.degree() != Degree::Possible);
        let longer = longer.map(|found| self.outlook(Message::MatchMoreTime, found.role));
        let section = el("section").class("matched");
        let section = if titled {
            section.add(both::said(el("h2"), &self.tongue, Message::MatchName.key()))
        } else {
            section
        };
        section
            .add(p(self.say(Message::MatchLead)).class("matched__lead"))
            .add(self.sureness())
            .add(list)
            .add(later)
            .add(longer)
    }

    /// Says what would suit the person under another condition.
    fn outlook(&self, message: Message, role: usize) -> El {
        let name = self.role_text(role, "name");
        p(&self.tongue.fill(message, &[("role", name)])).class("small")
    }

    /// Says how sure this is, and how it becomes surer.
    fn sureness(&self) -> El {
        let sureness = self.profile.sureness(&self.fit);
        let message = match sureness {
            Sureness::TooLittle | Sureness::First => Message::MatchFirst,
            Sureness::Clear => Message::MatchClear,
            Sureness::Sure => Message::MatchSure,
        };
        let (n, all) = (self.profile.answered.to_string(), self.profile.all.to_string());
        let text = self.tongue.fill(message, &[("n", &n), ("all", &all)]);
        let next = untrack(|| self.fit.next_screen(0, &self.answers));
        let more = next.map(|at| {
            let to = Route::Screen(self.fit.questions[at].id.clone());
            a(&to.href()).class("print-hide").text(self.say(Message::MatchMore))
        });
        let percent = self.profile.percent() as i32;
        el("div")
            .class("sureness")
            .attr("data-sureness", &percent.to_string())
            .add(bar::bar("bar bar--sure", percent))
            .add(p(&text).class("small"))
            .add(more)
    }

    fn role_text(&self, role: usize, part: &str) -> &str {
        self.tongue.text(&format!("fit.role.{}.{part}", self.fit.roles[role].id))
    }

    /// Tells the place that a role had before an answer was changed, if it was another.
    fn place_before(&self, role: usize, place: usize) -> Option<El> {
        let open = self.before.as_ref()?.open_roles(&self.fit, self.stand);
        let before = open.iter().position(|found| found.role == role)?;
        let was = self.tongue.fill(Message::MatchPlaceBefore, &[("n", &(before + 1).to_string())]);
        (before != place).then(|| el("span").class("tag moved").text(&was))
    }

    fn role(&self, found: &Match, place: usize) -> El {
        let id = &self.fit.roles[found.role].id;
        let (degree, class) = match found.degree() {
            Degree::Very => (Message::MatchVery, "tag tag--very"),
            Degree::Well => (Message::MatchWell, "tag tag--well"),
            Degree::Possible => (Message::MatchPossible, "tag"),
        };
        let mut because = el("ul").class("because");
        let words = self.words();
        let strong = found.reasons.iter().filter(|reason| reason.points > 0);
        for reason in strong.take(SHOWN) {
            because = because.add(el("li").text(&words.answer(reason)));
        }
        let hours = words::hours(&self.tongue, found.minutes);
        let time = self.tongue.fill(Message::TimeAsks, &[("hours", &hours)]);
        el("li")
            .class("match card")
            .attr("data-role", id)
            .attr("data-score", &found.score.to_string())
            .add(both::said(el("h3"), &self.tongue, &format!("fit.role.{id}.name")))
            .add(
                p("")
                    .class("match__tags")
                    .add(el("span").class(class).text(self.say(degree)))
                    .add(el("span").class("tag").text(&time))
                    .add(self.place_before(found.role, place)),
            )
            .add(prose::paragraph(&self.tongue, &format!("fit.role.{id}.what"), &[]))
            .add(p(self.say(Message::MatchWhy)).class("match__why"))
            .add(because)
            .add(self.counted(found))
    }

    fn words(&self) -> Words {
        Words { tongue: self.tongue.clone(), fit: self.fit.clone() }
    }

    /// Folds away every answer with what it counted.
    fn counted(&self, found: &Match) -> El {
        let summary = el("summary").text(self.say(Message::MatchWhyAll));
        let (words, found) = (self.words(), found.clone());
        fold::fold("why print-hide", summary, move || words.counted(&found))
    }

    /// Sets the time that the roles ask for against the time there is.
    pub fn time(&self) -> El {
        let open = self.profile.open_roles(&self.fit, self.stand);
        let has = self.profile.minutes;
        let most = open.iter().take(SHOWN).map(|found| found.minutes).max().unwrap_or(0);
        let widest = most.max(has.unwrap_or(0)).max(1);
        let mut rows = el("dl").class("bars");
        let row = |name: &str, class: &'static str, minutes: i32, note: Option<Message>| {
            let hours = words::hours(&self.tongue, minutes);
            let text = self.tongue.fill(Message::TimeAsks, &[("hours", &hours)]);
            let note = note.map(|note| format!(" · {}", self.say(note))).unwrap_or_default();
            let number = el("span").class("bar__text").text(&text).text(&note);
            let picture = bar::bar(class, minutes * 100 / widest);
            el("div")
                .class("bar-row")
                .add(el("dt").text(name))
                .add(el("dd").add(picture).add(number))
        };
        match has {
            Some(has) => {
                let name = self.say(Message::TimeYours);
                rows = rows.add(row(name, "bar bar--yours", has, None));
            }
            None => {
                rows = rows
                    .add(el("div").class("bar-row").add(el("dt").text(self.say(Message::TimeOpen))))
            }
        }
        for found in open.iter().take(SHOWN) {
            let note = has.map(|has| match has >= found.minutes {
                true => Message::TimeEnough,
                false => Message::TimeShort,
            });
            let name = self.role_text(found.role, "name");
            rows = rows.add(row(name, "bar", found.minutes, note));
        }
        el("section")
            .class("card time")
            .add(both::said(el("h2"), &self.tongue, Message::TimeName.key()))
            .add(rows)
            .add(self.evenings())
            .add(self.ties())
            .add(self.estimate())
    }

    /// Names the evenings of the week that the person has chosen.
    fn evenings(&self) -> Option<El> {
        let item = self.fit.questions.iter().find(|item| item.kind == ItemKind::Week)?;
        let chosen = item.chosen(&self.answers)?;
        let name = |at: &usize| {
            self.tongue.text(&format!("fit.q.{}.option.{}.long", item.id, item.options[*at].id))
        };
        // In the order of the week, not of the taps.
        let days: Vec<&str> =
            (0..item.options.len()).filter(|at| chosen.contains(at)).map(|at| name(&at)).collect();
        let text = self.tongue.fill(Message::TimeEvenings, &[("days", &join(&days, ", "))]);
        (!days.is_empty()).then(|| p(&text))
    }

    /// Returns what helps with what else shapes the week.
    fn ties(&self) -> Vec<AnyView> {
        let mut views = Vec::new();
        for item in self.fit.questions.iter().filter(|item| item.kind == ItemKind::Several) {
            for at in item.chosen(&self.answers).unwrap_or_default() {
                let key = format!("fit.q.{}.option.{}.reply", item.id, item.options[at].id);
                views.extend(prose::maybe(&self.tongue, &key).map(El::view));
            }
        }
        views
    }

    fn estimate(&self) -> Option<El> {
        let load = &self.pack.workload;
        let notes = load.notes.as_ref()?;
        let hours = words::hours(&self.tongue, load.session_minutes + load.reading_minutes);
        let (sessions, groups) = (load.sessions.to_string(), load.groups.to_string());
        let values = [("sessions", &*sessions), ("hours", &*hours), ("groups", &*groups)];
        let source = sources::sources(
            &self.tongue,
            self.pack,
            &notes.sources,
            notes.as_of,
            Some(notes.certainty),
        );
        let text = p(&self.tongue.fill(Message::TimeEstimate, &values)).class("small");
        Some(el("div").add(text).add(source))
    }

    /// Shows the dimensions as bars, the same as words, and what helps.
    pub fn strengths(&self) -> El {
        let mut order: Vec<usize> = Vec::new();
        let value = |at: usize| self.profile.dimensions[at].value.unwrap_or(-101);
        for at in 0..self.profile.dimensions.len() {
            let place = order.partition_point(|other| value(*other) >= value(at));
            order.insert(place, at);
        }
        let mut list = el("ul").class("strengths");
        for at in order {
            list = list.add(self.strength(at, &self.profile.dimensions[at]));
        }
        el("section")
            .class("strong")
            .add(both::said(el("h2"), &self.tongue, Message::StrengthName.key()))
            .add(list)
    }

    fn strength(&self, at: usize, score: &Score) -> El {
        let dimension = &self.fit.dimensions[at];
        let text = |part: &str| self.tongue.text(&format!("fit.dim.{}.{part}", dimension.id));
        let strength = score.strength();
        let (word, class) = match strength {
            Some(Strength::Strong) => (Message::StrengthStrong, "bar bar--strong"),
            Some(Strength::Middle) => (Message::StrengthMiddle, "bar"),
            Some(Strength::Practice) => (Message::StrengthPractice, "bar bar--practice"),
            None => (Message::StrengthOpen, "bar"),
        };
        let tenths = score.value.map(tenths_of);
        let before = self.before.as_ref().and_then(|before| before.dimensions[at].value);
        let before = before.map(tenths_of).filter(|before| Some(*before) != tenths);
        let number = tenths.map(|n| {
            let of = self.tongue.fill(Message::StrengthOf, &[("n", &n.to_string())]);
            let was = before.map(|before| {
                let was = self.tongue.fill(Message::MatchBefore, &[("n", &before.to_string())]);
                el("em").class("moved").text(&was).text(" ")
            });
            el("span").class("strength__number").add(was).text(&of)
        });
        let note = el("span").class("strength__word").text(self.say(word));
        let summary = el("summary")
            .class("strength__row")
            .add(el("span").class("strength__name").text(text("name")))
            .add(bar::moving(
                class,
                before.filter(|_| self.moves).map(|before| before * 10),
                tenths.unwrap_or(0) * 10,
            ))
            .add(note)
            .text(" ")
            .add(number);
        let (words, score, app) = (self.words(), score.clone(), self.app);
        let inside = move || {
            let helps = &words.fit.dimensions[at].helps;
            group(vec![words.grounds(&score, at), words.meeting(app, helps).view()])
        };
        let details = fold::fold("strength__details", summary, inside);
        el("li")
            .class("strength")
            .attr("data-dimension", &dimension.id)
            .maybe("data-strength", strength.map(Strength::word))
            .add(details)
    }

    /// Returns the chosen topics, each with what the committee can do.
    pub fn topics(&self) -> Option<El> {
        let item = self.fit.questions.iter().find(|item| item.kind == ItemKind::Tiles)?;
        let chosen = item.chosen(&self.answers).filter(|chosen| !chosen.is_empty())?;
        let mut section = el("section").class("card topics").add(both::said(
            el("h2"),
            &self.tongue,
            Message::TopicsName.key(),
        ));
        for at in chosen {
            section = section.add(topic::topic(&self.tongue, &item.id, &item.options[at].id));
        }
        Some(section.add(p(self.say(Message::CertaintyOwn)).class("small")))
    }

    /// Answers honestly to what the person hopes for and fears.
    pub fn expectations(&self) -> Option<El> {
        let mut section = el("section").class("card expected").add(both::said(
            el("h2"),
            &self.tongue,
            Message::ExpectName.key(),
        ));
        let mut any = false;
        for item in &self.fit.questions {
            let Some(notes) = &item.notes else { continue };
            let Some(at) = item.chosen(&self.answers).and_then(|chosen| chosen.first().copied())
            else {
                continue;
            };
            let key = format!("fit.q.{}.option.{}", item.id, item.options[at].id);
            any = true;
            section = section
                .add(both::said(el("h3"), &self.tongue, &key))
                .add(prose::paragraph(&self.tongue, &format!("{key}.reply"), &[]))
                .add(sources::sources(
                    &self.tongue,
                    self.pack,
                    &notes.sources,
                    notes.as_of,
                    Some(notes.certainty),
                ));
        }
        any.then_some(section)
    }
}

impl Words {
    /// Lists every answer with what it counted; the sum is the score.
    fn counted(&self, found: &Match) -> AnyView {
        let mut list = el("ul").class("counted");
        for reason in &found.reasons {
            let question = &self.fit.questions[reason.question].id;
            let change = a(&self.screen_of(reason.question).href())
                .attr("data-change", question)
                .text(&self.answer(reason));
            list = list.add(el("li").add(change).add(points(&self.tongue, reason.points)));
        }
        if found.rest != 0 {
            let rest = el("span").text(self.tongue.say(Message::MatchRest));
            list = list.add(el("li").add(rest).add(points(&self.tongue, found.rest)));
        }
        let sum = el("strong").text(self.tongue.say(Message::MatchSum));
        list = list.add(el("li").add(sum).add(points(&self.tongue, found.score)));
        let role = &self.fit.roles[found.role].id;
        let about = p(self.tongue.text(&format!("fit.role.{role}.fit"))).class("small");
        group(vec![about.view(), list.view()])
    }

    fn screen_of(&self, question: usize) -> Route {
        let first = (0..=question).rev().find(|at| !self.fit.questions[*at].together);
        Route::Screen(self.fit.questions[first.unwrap_or(question)].id.clone())
    }

    /// Returns an answer in words: the statement and the step, or the option.
    fn answer(&self, reason: &Reason) -> String {
        let item = &self.fit.questions[reason.question];
        let option = &item.options[reason.option].id;
        let title = self.tongue.text(&format!("fit.q.{}.title", item.id));
        if item.kind == ItemKind::Statement {
            let step = self.tongue.text(&format!("fit.scale.{option}"));
            return self.tongue.fill(Message::MatchSaid, &[("question", title), ("answer", step)]);
        }
        let option = self.tongue.text(&format!("fit.q.{}.option.{option}", item.id));
        self.tongue.fill(Message::MatchChose, &[("question", title), ("answer", option)])
    }

    /// Returns what a strength rests on and what helps.
    fn grounds(&self, score: &Score, dimension: usize) -> AnyView {
        let dimension = &self.fit.dimensions[dimension];
        let mut because = el("ul").class("because");
        for reason in &score.reasons {
            let to = self.screen_of(reason.question);
            because = because.add(el("li").add(a(&to.href()).text(&self.answer(reason))));
        }
        let text = |part: &str| {
            prose::paragraph(&self.tongue, &format!("fit.dim.{}.{part}", dimension.id), &[])
        };
        let mut views: Vec<AnyView> = Vec::new();
        views.extend(score.strength().and_then(|strength| text(strength.word())).map(El::view));
        views.extend(text("help").map(El::view));
        views.push(because.view());
        group(views)
    }

    /// Leads to the next event of some kinds; to all of them if there is none.
    fn meeting(&self, app: App, kinds: &[String]) -> El {
        let line = p("").class("print-hide");
        app.feeds.with(|_| ());
        match app.soonest(kinds, &[]) {
            Some((_, event)) => {
                let (title, lang) = event.title.get(&self.tongue.language.tag);
                let to = Route::Event(event.id.clone()).href();
                let link = a(&to).attr("lang", lang).text(title);
                line.text(&event_card::when(&self.tongue, &event)).text(": ").add(link)
            }
            None => {
                let to = Route::Events.href();
                line.add(a(&to).class("more").text(self.tongue.say(Message::StrengthEvents)))
            }
        }
    }
}

/// Returns a value from -100 to 100 as a number from 0 to 10; the words carry the meaning.
fn tenths_of(value: i32) -> i32 {
    (value + 105) / 20
}

/// Returns what an answer counted: a number with its sign, and its size as a picture.
fn points(tongue: &Tongue, points: i32) -> El {
    let class = if points < 0 { "bar bar--less" } else { "bar bar--more" };
    let shown = words::signed(tongue, points);
    el("span")
        .class("points")
        .add(el("bdi").class("points__number").text(&shown))
        .add(bar::bar(class, points.abs()))
}
