//! One step of the path: when, what, why, how long, what goes wrong, who helps.

use super::Page;
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::domain::text::plain;
use crate::domain::way::{Entry, Lead, Plan, Relative, State, Step, When};
use crate::ui::app::App;
use crate::ui::el::{El, Event, a, el, nothing, p};
use crate::ui::input;
use crate::ui::parts::{both, fold, prose, sources, tick};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// So long before an election, in days, it is told what can be done years before.
const EARLY: i32 = 541;

/// Returns a step, folded.
pub fn step(page: &Page, plan: &Plan, entry: &Entry) -> El {
    let shown = &page.way.steps[entry.step];
    let title = format!("way.{}.title", shown.id);
    let (live, id) = (page.clone(), shown.id.clone());
    let state = move || state_and_place(&live, &id);
    let (live, id) = (page.clone(), shown.id.clone());
    let next = move || state_and_place(&live, &id).1.then(String::new);
    let (live, id) = (page.clone(), shown.id.clone());
    let mark = move || {
        let (state, next) = state_and_place(&live, &id);
        let message = match state {
            State::Done => Message::StepDone,
            State::Late => Message::StepLate,
            State::Passed => Message::StepPassed,
            _ if next => Message::StepNext,
            _ => return nothing(),
        };
        el("span").class("tag").text(live.tongue.say(message)).view()
    };
    let when = ends(&page.tongue, plan, entry);
    let what = plain(page.tongue.text(&format!("way.{}.what", shown.id)));
    let summary = el("summary")
        .class("way__summary")
        .add(el("span").class("way__when").text(&when))
        .text(" ")
        .add(el("span").class("way__mark").follow(mark))
        .text(" ")
        .add(both::said(el("h3").class("way__title"), &page.tongue, &title));
    let (inner, entry) = (page.clone(), entry.clone());
    let dated = plan.dated;
    let inside = move || inside(&inner, &entry, dated, true);
    let (tick, ticked) = (shown.id.clone(), shown.id.clone());
    let app = page.app;
    let done = el("label")
        .class("way__tick print-hide")
        .add(
            el("input")
                .attr("type", "checkbox")
                .checked(move || app.kept.with(|kept| kept.is_done(&ticked)))
                .on("change", move |event| {
                    let on = input::is_checked(&event);
                    app.tick(&tick, on);
                }),
        )
        .add(
            el("span")
                .class("hidden")
                .text(&page.tongue.fill(Message::StepTick, &[("step", page.tongue.text(&title))])),
        );
    el("li")
        .class("way__step")
        .attr("id", &format!("step-{}", shown.id))
        .attr("data-step", &shown.id)
        .live("data-state", move || Some(state().0.word().to_owned()))
        .live("data-upnext", next)
        .add(done)
        .add(fold::fold("way__fold", summary, inside))
        // On paper nothing can be unfolded.
        .add(p(&what).class("way__paper"))
}

/// Returns how a step stands, and whether it is the next one.
fn state_and_place(page: &Page, id: &str) -> (State, bool) {
    let plan = page.app.plan(&page.way);
    let at = plan.entries.iter().position(|entry| page.way.steps[entry.step].id == id);
    match at {
        Some(at) => (plan.entries[at].state, plan.next == Some(at)),
        None => (State::Later, false),
    }
}

/// Returns everything about a step; `what` says what it is, too.
pub fn inside(page: &Page, entry: &Entry, dated: bool, what: bool) -> AnyView {
    let shown = &page.way.steps[entry.step];
    let tongue = &page.tongue;
    let key = |part: &str| format!("way.{}.{part}", shown.id);
    let mut body = el("div").class("way__body");
    let over = matches!(entry.state, State::Passed | State::Late);
    if over && let Some(past) = prose::maybe(tongue, &key("past")) {
        let note =
            el("div").class("way__past").add(p(tongue.say(Message::StepPast)).class("way__label"));
        body = body.add(note.add(past));
    }
    if what {
        body = body.add(prose::paragraph(tongue, &key("what"), &[]));
    }
    let mut about = el("dl").class("way__about");
    for (part, name) in [
        ("why", Message::StepWhy),
        ("long", Message::StepLong),
        ("wrong", Message::StepWrong),
        ("help", Message::StepHelp),
    ] {
        if let Some(text) = prose::maybe(tongue, &key(part)) {
            let row = el("div").add(el("dt").text(tongue.say(name))).add(el("dd").add(text));
            about = about.add(row);
        }
    }
    let far = entry.by.days_before - entry.from.days_before < 0
        && page
            .app
            .way_election()
            .is_some_and(|election| election.date.days() - page.app.today.get().days() > EARLY);
    if far && let Some(early) = prose::maybe(tongue, &key("early")) {
        let row =
            el("div").add(el("dt").text(tongue.say(Message::StepEarly))).add(el("dd").add(early));
        about = about.add(row);
    }
    let find = |id: &str| page.way.source(page.pack, id);
    body.add(about)
        .add(hard(page, entry, dated))
        .add(needs(page, shown))
        .add(leads(page, shown))
        .add(own(page.app, tongue, shown))
        .add(sources::of(tongue, &find, &shown.grounds))
        .view()
}

/// Tells the last moment, and whose rule that is.
fn hard(page: &Page, entry: &Entry, dated: bool) -> Option<El> {
    let hard = entry.hard.as_ref()?;
    let deadline = &page.pack.deadlines[hard.deadline];
    let tongue = &page.tongue;
    let when = moment(tongue, hard.when, hard.time.as_deref(), dated);
    let text = tongue.fill(Message::StepHard, &[("when", &when)]);
    // A town that has no rule of its own in its pack may still have another one.
    let whose = match deadline.own && page.pack.chain.len() > 1 {
        true => Message::DeadlineOwn,
        false => Message::DeadlineState,
    };
    let box_ = el("div").class("deadline").add(p(&text).class("way__label"));
    let box_ = box_.add(p(tongue.say(whose)).class("small"));
    Some(match page.app.way_election() {
        Some(election) => {
            let terms = deadline.terms(election);
            box_.add(sources::sources(tongue, page.pack, terms.sources, terms.as_of, None))
        }
        None => box_,
    })
}

/// The checklist of a step.
fn needs(page: &Page, step: &Step) -> Option<El> {
    if step.needs.is_empty() {
        return None;
    }
    let app = page.app;
    let mut list = el("ul").class("ticks");
    for item in &step.needs {
        let text = page.tongue.text(&format!("way.{}.need.{item}", step.id));
        let (read, write) = ((step.id.clone(), item.clone()), (step.id.clone(), item.clone()));
        let checked = move || app.kept.with(|kept| kept.has_item(&read.0, &read.1));
        let change = move |on| app.keep(|kept| kept.tick_item(&write.0, &write.1, on));
        list = list.add(el("li").add(tick::tick(el("span").text(text), checked, change)));
    }
    Some(el("div").add(p(page.tongue.say(Message::StepNeeds)).class("way__label")).add(list))
}

/// Returns where a step leads.
pub fn leads(page: &Page, step: &Step) -> El {
    let mut list = el("ul").class("way__leads print-hide");
    for lead in &step.leads {
        let (route, name) = match lead {
            Lead::Role => (Route::Role, page.tongue.say(Message::LeadsRole).to_owned()),
            Lead::Events => (Route::Events, page.tongue.say(Message::LeadsEvents).to_owned()),
            Lead::Fit => (Route::Fit, page.tongue.say(Message::HomeFit).to_owned()),
            Lead::Quiz => (Route::Quiz, page.tongue.say(Message::LeadsQuiz).to_owned()),
            Lead::Paper(id) => (
                Route::Paper(id.clone()),
                page.tongue.text(&format!("paper.{id}.title")).to_owned(),
            ),
            Lead::Contact => {
                list = list.add(el("li").add(to_contact(page)));
                continue;
            }
        };
        list = list.add(el("li").add(a(&route.href()).class("more").text(&name)));
    }
    list
}

fn to_contact(page: &Page) -> El {
    let app = page.app;
    let go = move |event: Event| {
        event.prevent_default();
        app.show("#contact h2");
    };
    a("#contact").class("more").on("click", go).text(page.tongue.say(Message::LeadsContact))
}

/// The person's own note and reminder.
fn own(app: App, tongue: &Tongue, step: &Step) -> El {
    let (read, write) = (step.id.clone(), step.id.clone());
    let note = el("textarea")
        .class("way__note")
        .attr("rows", "2")
        .attr("maxlength", "2000")
        .value(move || app.kept.with(|kept| kept.note(&read).to_owned()))
        .on("input", move |event| {
            let text = input::value_of(&event);
            app.keep(|kept| kept.write(&write, &text));
        });
    let (read, write) = (step.id.clone(), step.id.clone());
    let day = el("input")
        .attr("type", "date")
        .class("way__remind")
        .value(move || {
            let day = app.kept.with(|kept| kept.reminder(&read));
            day.map(|day| day.to_string()).unwrap_or_default()
        })
        .on("change", move |event| {
            let day = App::day(&input::value_of(&event));
            app.keep(|kept| kept.remind(&write, day));
        });
    let label = |message: Message, field: El| {
        el("label").class("way__field").add(el("span").text(tongue.say(message))).add(field)
    };
    el("div")
        .class("way__own print-hide")
        .add(label(Message::StepNote, note))
        .add(label(Message::StepRemind, day))
        .add(p(tongue.say(Message::StepPrivate)).class("small"))
}

/// Says until when a step should be done.
pub fn ends(tongue: &Tongue, plan: &Plan, entry: &Entry) -> String {
    let hard = entry.hard.as_ref().filter(|hard| hard.when.days_before == entry.by.days_before);
    let time = hard.and_then(|hard| hard.time.as_deref());
    let when = moment(tongue, entry.by, time, plan.dated);
    match (plan.dated, entry.by.days_before) {
        // The step of election day has a day, not an end.
        (_, 0) => when,
        _ => tongue.fill(Message::StepUntil, &[("when", &when)]),
    }
}

/// Says from when a step makes sense.
pub fn begins(tongue: &Tongue, plan: &Plan, entry: &Entry) -> String {
    let when = moment(tongue, entry.from, None, plan.dated);
    tongue.fill(Message::StepFrom, &[("when", &when)])
}

/// Writes a moment as a date, or as a stretch of time before the election if nobody has fixed its day.
fn moment(tongue: &Tongue, when: When, time: Option<&str>, dated: bool) -> String {
    let Some(date) = when.date.filter(|_| dated) else {
        let (message, n) = match when.relative() {
            Relative::Years(n) if n > 0 => (Message::BeforeYears, n),
            Relative::Months(n) if n > 0 => (Message::BeforeMonths, n),
            Relative::Days(n) if n > 0 => (Message::BeforeDays, n),
            Relative::Days(0) => return tongue.say(Message::PathDay).to_owned(),
            Relative::Years(n) => (Message::AfterMonths, -n * 12),
            Relative::Months(n) => (Message::AfterMonths, -n),
            Relative::Days(n) => (Message::AfterDays, -n),
        };
        return words::count(tongue, message, n);
    };
    let mut text = words::date(tongue, date, DateStyle::Weekday);
    if let Some(time) = time {
        text = text + ", " + &tongue.fill(Message::EventsClock, &[("time", time)]);
    }
    text
}
