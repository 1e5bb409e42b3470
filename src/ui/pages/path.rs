//! The days that count before the election, with where each comes from.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::path::{DayCertainty, Deadline, Election};
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::parts::{contact, heading, prose, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let today = app.today.get();
    let Some(election) = pack.next_election(today).cloned() else {
        return heading::heading(tongue.say(Message::PathName));
    };
    let days: Vec<AnyView> = pack
        .dated_deadlines(election.date)
        .into_iter()
        .map(|(date, deadline)| day(&tongue, &pack, deadline, date, today))
        .collect();
    let now = pack.phase(today).map(|(phase, _)| {
        view! {
            <section class="card">
                <h2>{tongue.say(Message::PathNow).to_owned()}</h2>
                {prose::paragraph(&tongue, &format!("phase.{}.do", phase.id), &[])}
                <p><a href=Route::Quiz.href()>{tongue.say(Message::LeadsQuiz).to_owned()}</a></p>
                <p><a href=Route::Events.href()>{tongue.say(Message::LeadsEvents).to_owned()}</a></p>
            </section>
        }
    });
    view! {
        <div class="path">
            {heading::heading(tongue.say(Message::PathName))}
            <p class="lead">{tongue.say(Message::PathLead).to_owned()}</p>
            {now}
            <h2>{tongue.say(Message::PathDates).to_owned()}</h2>
            {notes(&tongue, &election)}
            <ol class="path__days">
                {days}
                {election_day(&tongue, &pack, &election, today)}
            </ol>
            {contact::contact(&tongue, &pack)}
        </div>
    }
    .into_any()
}

fn notes(tongue: &Tongue, election: &Election) -> AnyView {
    let fixed = (election.certainty == DayCertainty::Expected)
        .then(|| view! { <p>{tongue.say(Message::ElectionNotFixed).to_owned()}</p> });
    view! { {fixed} <p>{tongue.say(Message::PathDefault).to_owned()}</p> }.into_any()
}

fn day(tongue: &Tongue, pack: &Pack, deadline: &Deadline, date: Date, today: Date) -> AnyView {
    let title = tongue.text(&format!("deadline.{}.title", deadline.id)).to_owned();
    let before = words::count(tongue, Message::PathDaysBefore, deadline.days_before);
    let time = deadline.time.as_ref().map(|time| {
        format!(", {}", tongue.fill(Message::EventsClock, &[("time", time)]))
    });
    entry(tongue, date, today, time.unwrap_or_default(), title, view! {
        <p class="small">{before}</p>
        {prose::paragraph(tongue, &format!("deadline.{}.text", deadline.id), &[])}
        {sources::sources(tongue, pack, &deadline.sources, deadline.as_of, None)}
    }.into_any())
}

fn election_day(tongue: &Tongue, pack: &Pack, election: &Election, today: Date) -> AnyView {
    let name = tongue.text(&format!("election.{}.name", election.id)).to_owned();
    let title = tongue.say(Message::PathDay).to_owned();
    entry(tongue, election.date, today, String::new(), title, view! {
        <p>{name}</p>
        {sources::sources(tongue, pack, &election.sources, election.as_of, None)}
    }.into_any())
}

fn entry(
    tongue: &Tongue,
    date: Date,
    today: Date,
    time: String,
    title: String,
    body: AnyView,
) -> AnyView {
    let shown = words::date(tongue, date, DateStyle::Weekday) + &time;
    let passed = date < today;
    let mark = passed.then(|| {
        view! { <span class="tag">{tongue.say(Message::PathPassed).to_owned()}</span> }
    });
    view! {
        <li class="path__day" data-passed=passed.then_some("")>
            <p class="path__date"><time datetime=date.to_string()>{shown}</time> " " {mark}</p>
            <h3>{title}</h3>
            {body}
        </li>
    }
    .into_any()
}
