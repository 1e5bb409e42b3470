//! Home: the free seat, one thing to do, and where the place stands before the election.

use crate::domain::messages::{Message, Tongue};
use crate::domain::path::DayCertainty;
use crate::domain::quiz::Step;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, group, p};
use crate::ui::parts::{both, chamber, contact, heading, prose};
use crate::ui::words;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let words = el("div")
        .class("hero__words")
        .add(heading::of(&tongue, Message::HomeTitle.key()))
        .add(p(tongue.say(Message::HomeLead)).class("hero__lead"))
        .add(start(app, &tongue))
        .add(
            el("div")
                .class("doors")
                .add(app.has_fit().then(|| check(app, &tongue)))
                .add(door(&tongue, Route::Role, Message::HomeRole, Message::HomeRoleNote))
                .add(door(&tongue, Route::Events, Message::HomeEvents, Message::HomeEventsNote)),
        );
    let picture = chamber::picture(chamber::Picture::OneFree);
    let hero =
        el("div").class("hero").add(el("div").class("hero__chamber").add(picture)).add(words);
    let mut parts = vec![hero.view()];
    parts.extend(phase(app, &tongue).map(El::view));
    parts.push(contact::contact(&tongue, app.pack()).view());
    group(parts)
}

/// The one thing to do: begin, or go on.
fn start(app: App, tongue: &Tongue) -> El {
    let begun = untrack(|| !app.fit_answers.with(|answers| answers.is_empty()));
    let (to, name, note) = match (app.has_fit(), begun) {
        (false, _) => (Route::Quiz, Message::HomeStart, Some(Message::HomeStartNote)),
        (true, false) => (Route::FitNext, Message::HomeFit, Some(Message::HomeFitNote)),
        (true, true) => (Route::Fit, Message::HomeGoOn, None),
    };
    let note = note.map(|note| el("span").class("button__note").text(tongue.say(note)));
    a(&to.href())
        .class("button button--primary button--wide")
        .add(el("span").text(tongue.say(name)))
        .text(" ")
        .add(note)
}

/// The way to the check, or to its result.
fn check(app: App, tongue: &Tongue) -> El {
    let done = untrack(|| app.replay().step == Step::Done && !app.answers.with(|a| a.is_empty()));
    match done {
        true => door(tongue, Route::Result, Message::HomeResult, Message::HomeResultNote),
        false => door(tongue, Route::Quiz, Message::HomeStart, Message::HomeStartNote),
    }
}

fn door(tongue: &Tongue, to: Route, title: Message, note: Message) -> El {
    a(&to.href())
        .class("door card")
        .add(el("strong").text(tongue.say(title)))
        .add(el("span").text(tongue.say(note)))
}

fn phase(app: App, tongue: &Tongue) -> Option<El> {
    let pack = app.pack();
    let today = app.today.get();
    let (phase, election) = pack.phase(today)?;
    let key = |part: &str| format!("phase.{}.{part}", phase.id);
    let left = election.date.days() - today.days();
    let mut day = p("").class("phase__day").add(el("strong").text(&words::election_day(
        tongue,
        election,
        left > 0,
    )));
    // Nobody counts the days to a day that is not fixed.
    if left > 0 && election.certainty != DayCertainty::Expected {
        day = day.text(" · ").text(&words::count(tongue, Message::DaysLeft, left));
    }
    let section = el("section")
        .class("card phase")
        .add(both::said(el("h2"), tongue, Message::HomeNow.key()))
        .add(day)
        .add(p(tongue.text(&key("title"))).class("phase__name"))
        .add(prose::paragraph(tongue, &key("text"), &[]))
        .add(prose::paragraph(tongue, &key("do"), &[]))
        .add(a(&Route::Path.href()).class("more").text(tongue.say(Message::HomePath)));
    Some(section)
}
