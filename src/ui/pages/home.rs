//! Home: the free seat, one thing to do, and where the place stands before the election.

use crate::domain::messages::{Message, Tongue};
use crate::domain::path::{DayCertainty, Election};
use crate::domain::quiz::Step;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::parts::{chamber, contact, heading, prose};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let (step, begun) = untrack(|| (app.replay().step, !app.answers.with(|a| a.is_empty())));
    let start = match (step, begun) {
        (Step::Done, true) => Message::HomeResult,
        (_, true) => Message::HomeGoOn,
        _ => Message::HomeStart,
    };
    let note = (!begun).then(|| {
        view! { <span class="button__note">{tongue.say(Message::HomeStartNote).to_owned()}</span> }
    });
    view! {
        <div class="hero">
            <div class="hero__chamber">{chamber::picture(chamber::Picture::OneFree)}</div>
            <div class="hero__words">
                {heading::heading(tongue.say(Message::HomeTitle))}
                <p class="hero__lead">{tongue.say(Message::HomeLead).to_owned()}</p>
                <a class="button button--primary button--wide" href=Route::Quiz.href()>
                    <span>{tongue.say(start).to_owned()}</span> {note}
                </a>
                <div class="doors">
                    {door(&tongue, Route::Role, Message::HomeRole, Message::HomeRoleNote)}
                    {door(&tongue, Route::Events, Message::HomeEvents, Message::HomeEventsNote)}
                </div>
            </div>
        </div>
        {phase(app, &tongue)}
        {contact::contact(&tongue, &pack)}
    }
    .into_any()
}

fn door(tongue: &Tongue, to: Route, title: Message, note: Message) -> AnyView {
    view! {
        <a class="door card" href=to.href()>
            <strong>{tongue.say(title).to_owned()}</strong>
            <span>{tongue.say(note).to_owned()}</span>
        </a>
    }
    .into_any()
}

fn phase(app: App, tongue: &Tongue) -> AnyView {
    let pack = app.pack();
    let today = app.today.get();
    let Some((phase, election)) = pack.phase(today) else {
        return ().into_any();
    };
    let key = |part: &str| format!("phase.{}.{part}", phase.id);
    let left = election.date.days() - today.days();
    let left = (left > 0).then(|| words::count(tongue, Message::DaysLeft, left));
    view! {
        <section class="card phase">
            <h2>{tongue.say(Message::HomeNow).to_owned()}</h2>
            <p class="phase__day">
                <strong>{election_day(tongue, election, left.is_some())}</strong> " " {left}
            </p>
            <p class="phase__name">{tongue.text(&key("title")).to_owned()}</p>
            {prose::paragraph(tongue, &key("text"), &[])}
            {prose::paragraph(tongue, &key("do"), &[])}
            <a href=Route::Path.href()>{tongue.say(Message::HomePath).to_owned()}</a>
        </section>
    }
    .into_any()
}

fn election_day(tongue: &Tongue, election: &Election, coming: bool) -> String {
    let expected = election.certainty == DayCertainty::Expected;
    let style = if expected { DateStyle::Month } else { DateStyle::Long };
    let date = words::date(tongue, election.date, style);
    match (coming, expected) {
        (false, _) => tongue.fill(Message::ElectionWas, &[("date", &date)]),
        (true, true) => tongue.fill(Message::ElectionExpected, &[("month", &date)]),
        (true, false) => tongue.fill(Message::ElectionOn, &[("date", &date)]),
    }
}
