//! The days that count before the election, with where each comes from.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::path::{DayCertainty, Deadline, Election};
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, p};
use crate::ui::parts::{contact, heading, prose, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let today = app.today.get();
    let page = el("div").class("path").add(heading::heading(tongue.say(Message::PathName)));
    let Some(election) = pack.next_election(today) else {
        return page.add(contact::contact(&tongue, pack)).view();
    };
    let mut days = el("ol").class("path__days");
    for (date, deadline) in pack.dated_deadlines(election.date) {
        days = days.add(day(&tongue, pack, deadline, date, today));
    }
    let expected = election.certainty == DayCertainty::Expected;
    page.add(p(tongue.say(Message::PathLead)).class("lead"))
        .add(now(app, &tongue, pack))
        .add(el("h2").text(tongue.say(Message::PathDates)))
        .add(expected.then(|| p(tongue.say(Message::ElectionNotFixed))))
        .add(p(tongue.say(Message::PathDefault)))
        .add(days.add(election_day(&tongue, pack, election, today)))
        .add(contact::contact(&tongue, pack))
        .view()
}

fn now(app: App, tongue: &Tongue, pack: &Pack) -> Option<El> {
    let (phase, _) = pack.phase(app.today.get())?;
    let link = |route: Route, name: Message| {
        p("").add(a(&route.href()).class("more").text(tongue.say(name)))
    };
    let section = el("section")
        .class("card")
        .add(el("h2").text(tongue.say(Message::PathNow)))
        .add(prose::paragraph(tongue, &format!("phase.{}.do", phase.id), &[]))
        .add(link(Route::Quiz, Message::LeadsQuiz))
        .add(link(Route::Events, Message::LeadsEvents));
    Some(section)
}

fn day(tongue: &Tongue, pack: &Pack, deadline: &Deadline, date: Date, today: Date) -> El {
    let mut when = words::date(tongue, date, DateStyle::Weekday);
    if let Some(time) = &deadline.time {
        when = when + ", " + &tongue.fill(Message::EventsClock, &[("time", time)]);
    }
    let before = words::count(tongue, Message::PathDaysBefore, deadline.days_before);
    let title = tongue.text(&format!("deadline.{}.title", deadline.id));
    entry(tongue, date, today, &when, title)
        .add(p(&before).class("small"))
        .add(prose::paragraph(tongue, &format!("deadline.{}.text", deadline.id), &[]))
        .add(sources::sources(tongue, pack, &deadline.sources, deadline.as_of, None))
}

fn election_day(tongue: &Tongue, pack: &Pack, election: &Election, today: Date) -> El {
    let when = words::date(tongue, election.date, DateStyle::Weekday);
    let name = tongue.text(&format!("election.{}.name", election.id));
    entry(tongue, election.date, today, &when, tongue.say(Message::PathDay))
        .add(p(name))
        .add(sources::sources(tongue, pack, &election.sources, election.as_of, None))
}

fn entry(tongue: &Tongue, date: Date, today: Date, when: &str, title: &str) -> El {
    let passed = date < today;
    let time = el("time").attr("datetime", &date.to_string()).text(when);
    let mark = passed.then(|| el("span").class("tag").text(tongue.say(Message::PathPassed)));
    el("li")
        .class("path__day")
        .flag("data-passed", passed)
        .add(p("").class("path__date").add(time).text(" ").add(mark))
        .add(el("h3").text(title))
}
