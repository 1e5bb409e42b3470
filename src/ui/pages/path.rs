//! My path: from today to the first session, step by step, with the days that count.

#[path = "path/days.rs"]
mod days;
#[path = "path/signatures.rs"]
mod signatures;
#[path = "path/step.rs"]
mod step;

use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::path::DayCertainty;
use crate::domain::route::Route;
use crate::domain::way::{State, Way, Which};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, nothing, p};
use crate::ui::parts::{both, contact, fetch, fold, heading, prose};
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let way = match app.way.get() {
        Load::Ready(way) => way,
        other => return fetch::waiting(&tongue, || other.has_failed(), move || app.load_way()),
    };
    let page = Page { app, tongue, pack: app.pack(), way };
    page.view()
}

/// What the parts of the page look at.
#[derive(Clone)]
pub struct Page {
    pub app: App,
    pub tongue: Arc<Tongue>,
    pub pack: &'static Pack,
    pub way: Arc<Way>,
}

impl Page {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    fn view(&self) -> AnyView {
        let (now, steps, due) = (self.clone(), self.clone(), self.clone());
        el("div")
            .class("path")
            .add(heading::of(&self.tongue, Message::PathName.key()))
            .add(p(self.say(Message::PathLead)).class("lead"))
            .add(self.election())
            .follow(move || due.due())
            .add(self.ways())
            .follow(move || now.now())
            .add(both::said(el("h2"), &self.tongue, Message::PathSteps.key()))
            .follow(move || steps.steps())
            .add(self.take())
            .add(self.papers())
            .add(signatures::signatures(self))
            .add(self.app.way_election().map(|election| days::days(self, election)))
            .add(contact::contact(&self.tongue, self.pack))
            .view()
    }

    /// Names election day, and where the place stands before it.
    fn election(&self) -> El {
        let today = self.app.today.get();
        let Some(election) = self.app.way_election() else {
            return p(self.say(Message::PathNoElection)).class("path__election");
        };
        let phase = self.pack.phase(today).map(|(phase, _)| {
            let name = self.tongue.text(&format!("phase.{}.title", phase.id));
            el("span").class("tag").attr("data-phase", &phase.id).text(name)
        });
        let day = words::election_day(&self.tongue, election, election.date >= today);
        let open = election.certainty == DayCertainty::Expected;
        let note = open.then(|| p(self.say(Message::ElectionNotFixed)).class("small"));
        el("div")
            .class("path__election")
            .add(p("").add(el("strong").text(&day)).text(" ").add(phase))
            .add(note)
    }

    /// Names the steps that the person wanted to be reminded of.
    fn due(&self) -> AnyView {
        let today = self.app.today.get();
        let due: Vec<String> = self
            .app
            .kept
            .with(|kept| kept.due(today).iter().map(|reminder| reminder.step.to_owned()).collect());
        let known = due.iter().filter(|id| self.way.step(id).is_some());
        let mut list = el("ul").class("due");
        for id in known.clone() {
            let title = self.tongue.text(&format!("way.{id}.title"));
            let text = self.tongue.fill(Message::PathDue, &[("step", title)]);
            list = list.add(el("li").class("notice").attr("data-due", id).text(&text));
        }
        match known.count() {
            0 => nothing(),
            _ => list.view(),
        }
    }

    /// Asks which way it is to be; what the answers suggest is chosen until the person chooses.
    fn ways(&self) -> El {
        let app = self.app;
        let button = |which: Which, name: Message| {
            let pressed = move || Some((app.which() == which).to_string());
            el("button")
                .attr("type", "button")
                .class("ways__button")
                .live("aria-pressed", pressed)
                .on("click", move |_| app.choose_way(which))
                .text(self.say(name))
        };
        let page = self.clone();
        let note = move || {
            let chosen = page.app.kept.with(|kept| kept.which().is_some());
            let which = page.app.which();
            if which == Which::Support && !chosen {
                return p(page.say(Message::PathSupportNote)).class("small").view();
            }
            let Some((role, helps)) = page.app.best_role() else { return nothing() };
            let name = page.tongue.text(&format!("fit.role.{role}.name"));
            let text = page.tongue.fill(Message::PathRole, &[("role", name)]);
            // Nobody is sent away from standing; whom helping suits is told that there is a way for it.
            let other = (helps && which == Which::Stand).then(|| page.say(Message::PathRoleHelp));
            p(&text)
                .class("small path__role")
                .attr("data-role", &role)
                .text(" ")
                .text(other.unwrap_or_default())
                .view()
        };
        el("div")
            .class("ways print-hide")
            .add(
                el("div")
                    .class("ways__buttons")
                    .attr("role", "group")
                    .attr("aria-label", self.say(Message::PathWays))
                    .add(button(Which::Stand, Message::PathStand))
                    .add(button(Which::Support, Message::PathSupport)),
            )
            .follow(note)
    }

    /// The one step that is next.
    fn now(&self) -> AnyView {
        let _ = (self.app.turned.get(), self.app.ticked.get());
        let plan = untrack(|| self.app.plan(&self.way));
        let card = el("section").class("card now").attr("id", "now");
        let card = card.add(both::said(
            el("h2").attr("tabindex", "-1"),
            &self.tongue,
            Message::PathNow.key(),
        ));
        let Some(entry) = plan.next.map(|at| &plan.entries[at]) else {
            let all_done = plan.entries.iter().all(|entry| entry.state == State::Done);
            let text = if all_done { Message::PathAllDone } else { Message::PathAllOver };
            return card.add(p(self.say(text))).view();
        };
        let shown = &self.way.steps[entry.step];
        let key = |part: &str| format!("way.{}.{part}", shown.id);
        let begins = (entry.state == State::Later)
            .then(|| p(&step::begins(&self.tongue, &plan, entry)).class("small"));
        let app = self.app;
        let (id, inner, next, dated) = (shown.id.clone(), self.clone(), entry.clone(), plan.dated);
        let done = el("button")
            .attr("type", "button")
            .class("button")
            .on("click", move |_| app.tick(&id, true))
            .text(self.say(Message::StepDid));
        let summary = el("summary").text(self.say(Message::StepMore));
        let more = fold::fold("why print-hide", summary, move || {
            step::inside(&inner, &next, dated, false)
        });
        card.attr("data-next", &shown.id)
            .add(both::said(el("h3"), &self.tongue, &key("title")))
            .add(p(&step::ends(&self.tongue, &plan, entry)).class("now__when"))
            .add(begins)
            .add(prose::paragraph(&self.tongue, &key("what"), &[]))
            .add(step::leads(self, shown))
            .add(more)
            .add(p("").class("print-hide").add(done))
            .view()
    }

    /// All steps of the way; built anew only when the way or the election is another.
    fn steps(&self) -> AnyView {
        let _ = self.app.turned.get();
        let which = untrack(|| self.app.which());
        let plan = untrack(|| self.app.plan(&self.way));
        let mut list = el("ol").class("way").attr("data-way", which.word());
        for entry in &plan.entries {
            list = list.add(step::step(self, &plan, entry));
        }
        list.view()
    }

    fn take(&self) -> El {
        let app = self.app;
        let button = |name: Message, act: fn(App)| {
            el("button")
                .attr("type", "button")
                .class("button")
                .on("click", move |_| act(app))
                .text(self.say(name))
        };
        let dates = app.way_election().is_some();
        let calendar = dates.then(|| button(Message::PathCalendar, |app| app.save_calendar()));
        el("div")
            .class("path__take print-hide")
            .add(calendar)
            .add(button(Message::PathPrint, |app| app.print()))
    }

    fn papers(&self) -> El {
        let mut list = el("ul").class("papers");
        for paper in &self.way.papers {
            let text = |part: &str| self.tongue.text(&format!("paper.{}.{part}", paper.id));
            let link = a(&Route::Paper(paper.id.clone()).href())
                .class("papers__link card")
                .add(el("strong").text(text("title")))
                .add(el("span").text(text("lead")));
            list = list.add(el("li").add(link));
        }
        el("section")
            .class("path__papers print-hide")
            .add(both::said(el("h2"), &self.tongue, Message::PathPapers.key()))
            .add(list)
    }
}
