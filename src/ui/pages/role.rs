//! The role in three lengths: a story of a minute, five minutes, everything with its sources.

#[path = "role/estimate.rs"]
mod estimate;
#[path = "role/part.rs"]
mod part;

use crate::domain::explainer::{Chapter, Explainer, Part};
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, nothing, p};
use crate::ui::parts::{both, fetch, heading, prose, story};
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the page of a route that belongs to the explainer.
pub fn view(app: App, route: &Route) -> AnyView {
    let tongue = app.tongue.get();
    let explainer = match app.explainer.get() {
        Load::Ready(explainer) => explainer,
        other => {
            return fetch::waiting(&tongue, || other.has_failed(), move || app.load_explainer());
        }
    };
    let titles = if matches!(route, Route::Chapter(_)) { "h2" } else { "h3" };
    let page = Page { app, tongue, pack: app.pack(), explainer, titles };
    match route {
        Route::Chapter(id) => page.chapter(id),
        Route::RoleFive => page.told(Message::RoleFiveLead, true),
        Route::RoleAll => page.told(Message::RoleAllLead, false),
        _ => page.minute(),
    }
}

/// What the parts of the page look at.
#[derive(Clone)]
struct Page {
    app: App,
    tongue: Arc<Tongue>,
    pack: &'static Pack,
    explainer: Arc<Explainer>,
    /// Element of the titles of parts: one level below the title of their chapter.
    titles: &'static str,
}

impl Page {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    /// Returns the head of a page: what it is about, and the three lengths.
    fn head(&self, here: &Route, lead: Message) -> El {
        let mut lengths = el("ul").class("lengths__list");
        for (route, name) in [
            (Route::Role, Message::RoleMinute),
            (Route::RoleFive, Message::RoleFive),
            (Route::RoleAll, Message::RoleAll),
        ] {
            let link = a(&route.href())
                .class("lengths__link")
                .maybe("aria-current", (route == *here).then_some("page"))
                .text(self.say(name));
            lengths = lengths.add(el("li").add(link));
        }
        let lengths = el("nav")
            .class("lengths print-hide")
            .attr("aria-label", self.say(Message::RoleLengths))
            .add(lengths);
        el("div")
            .class("role")
            .add(heading::of(&self.tongue, Message::RoleName.key()))
            .add(lengths)
            .add(p(self.say(lead)).class("lead"))
    }

    /// The story, and the way to everything else.
    fn minute(&self) -> AnyView {
        let mut chapters = el("ul").class("chapters");
        for chapter in &self.explainer.chapters {
            let to = Route::Chapter(chapter.id.clone()).href();
            let link = a(&to).class("chapters__link card").text(self.title(chapter));
            chapters = chapters.add(el("li").add(link));
        }
        let app = self.app;
        let scenes = &self.explainer.story;
        let told = (!scenes.is_empty()).then(|| {
            let after = move |millis, act| app.after_on_page(millis, act);
            story::story(&self.tongue, scenes, app.may_move(), after)
        });
        self.head(&Route::Role, Message::RoleLead)
            .add(told)
            .add(both::said(el("h2"), &self.tongue, Message::RoleChapters.key()))
            .add(chapters)
            .add(self.forward())
            .view()
    }

    /// All chapters one below the other: the parts of five minutes, or everything.
    fn told(&self, lead: Message, short: bool) -> AnyView {
        let here = if short { Route::RoleFive } else { Route::RoleAll };
        let mut page = self.head(&here, lead);
        for chapter in &self.explainer.chapters {
            let parts: Vec<&Part> = match short {
                true => chapter.five(),
                false => chapter.parts.iter().collect(),
            };
            if parts.is_empty() {
                continue;
            }
            let to = Route::Chapter(chapter.id.clone()).href();
            let title = el("h2")
                .add(a(&to).text(self.title(chapter)))
                .add(both::under(&self.tongue, &title_key(chapter)));
            let section =
                el("section").class("chapter").attr("data-chapter", &chapter.id).add(title);
            page = page.add(self.parts(section, chapter, &parts, short));
        }
        page.add(self.forward()).view()
    }

    fn chapter(&self, id: &str) -> AnyView {
        let chapters = &self.explainer.chapters;
        let Some(at) = chapters.iter().position(|chapter| chapter.id == id) else {
            return nothing();
        };
        let chapter = &chapters[at];
        let parts: Vec<&Part> = chapter.parts.iter().collect();
        let section = el("section").class("chapter").attr("data-chapter", id);
        let link = |to: Option<&Chapter>, class: &'static str| {
            to.map(|to| a(&Route::Chapter(to.id.clone()).href()).class(class).text(self.title(to)))
        };
        let before = link(at.checked_sub(1).map(|at| &chapters[at]), "turn__back");
        let after = link(chapters.get(at + 1), "turn__on");
        let turn = el("nav")
            .class("turn print-hide")
            .attr("aria-label", self.say(Message::RoleChapters))
            .add(before)
            .add(after);
        el("div")
            .class("role")
            .add(
                p("")
                    .class("print-hide")
                    .add(a(&Route::Role.href()).class("more").text(self.say(Message::RoleName))),
            )
            .add(heading::of(&self.tongue, &title_key(chapter)))
            .add(self.parts(section, chapter, &parts, false))
            .add(turn)
            .add(self.forward())
            .view()
    }

    fn title(&self, chapter: &Chapter) -> &str {
        self.tongue.text(&title_key(chapter))
    }

    /// Adds lead and parts of a chapter; with `short` their sources stand together at its end.
    fn parts(&self, section: El, chapter: &Chapter, parts: &[&Part], short: bool) -> El {
        let lead = prose::maybe(&self.tongue, &format!("role.{}.lead", chapter.id));
        section
            .add(lead.map(|lead| el("div").class("chapter__lead").add(lead)))
            .add(part::parts(self, &chapter.id, parts, short))
            .add(short.then(|| part::grounds(self, &chapter.id, parts)))
    }

    fn forward(&self) -> El {
        let (to, name) = match self.app.has_fit() {
            true => (Route::FitNext, Message::HomeFit),
            false => (Route::Quiz, Message::HomeStart),
        };
        el("div")
            .class("forward print-hide")
            .add(a(&to.href()).class("button button--primary").text(self.say(name)))
            .add(a(&Route::Path.href()).class("button").text(self.say(Message::HomePath)))
    }
}

fn title_key(chapter: &Chapter) -> String {
    format!("role.{}.title", chapter.id)
}
