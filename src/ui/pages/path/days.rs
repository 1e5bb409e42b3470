//! The days that count before the election, with where each comes from.

use super::Page;
use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::path::{DayCertainty, Deadline, Election};
use crate::ui::el::{El, el, group, p};
use crate::ui::parts::{both, fold, prose, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns all deadlines of an election, folded away.
pub fn days(page: &Page, election: &'static Election) -> El {
    let summary = el("summary").add(both::said(el("h2"), &page.tongue, Message::PathDates.key()));
    let inner = page.clone();
    fold::fold("path__dates print-hide", summary, move || inside(&inner, election))
}

fn inside(page: &Page, election: &Election) -> AnyView {
    let today = page.app.today.get();
    let tongue = &*page.tongue;
    let mut days = el("ol").class("path__days");
    for (date, deadline) in page.pack.dated_deadlines(election) {
        days = days.add(day(page, deadline, election, date, today));
    }
    let when = words::date(tongue, election.date, DateStyle::Weekday);
    let name = tongue.text(&format!("election.{}.name", election.id));
    let own = entry(tongue, election.date, today, &when, Message::PathDay.key())
        .add(p(name))
        .add(sources::sources(tongue, page.pack, &election.sources, election.as_of, None));
    let expected = election.certainty == DayCertainty::Expected;
    let note = expected.then(|| p(tongue.say(Message::ElectionNotFixed)).view());
    let mut views: Vec<AnyView> = note.into_iter().collect();
    views.push(p(tongue.say(Message::PathDefault)).view());
    views.push(days.add(own).view());
    group(views)
}

fn day(page: &Page, deadline: &Deadline, election: &Election, date: Date, today: Date) -> El {
    let tongue = &*page.tongue;
    let terms = deadline.terms(election);
    let mut when = words::date(tongue, date, DateStyle::Weekday);
    if let Some(time) = terms.time {
        when = when + ", " + &tongue.fill(Message::EventsClock, &[("time", time)]);
    }
    let before = words::count(tongue, Message::PathDaysBefore, terms.days_before);
    let title = format!("deadline.{}.title", deadline.id);
    let own = (deadline.own && page.pack.chain.len() > 1)
        .then(|| p(tongue.say(Message::DeadlineOwn)).class("small"));
    entry(tongue, date, today, &when, &title)
        .add(p(&before).class("small"))
        .add(own)
        .add(prose::paragraph(tongue, &format!("deadline.{}.text", deadline.id), &[]))
        .add(sources::sources(tongue, page.pack, terms.sources, terms.as_of, None))
}

fn entry(tongue: &Tongue, date: Date, today: Date, when: &str, title: &str) -> El {
    let passed = date < today;
    let time = el("time").attr("datetime", &date.to_string()).text(when);
    let mark = passed.then(|| el("span").class("tag").text(tongue.say(Message::PathPassed)));
    el("li")
        .class("path__day")
        .flag("data-passed", passed)
        .add(p("").class("path__date").add(time).text(" ").add(mark))
        .add(both::said(el("h3"), tongue, title))
}
