//! Events as entries of a calendar.

use super::{ByLanguage, Cost, Event, EventWhen, key, sort};
use crate::domain::date::Date;
use crate::domain::ics::{self, Status};
use crate::domain::text::join;

/// Returns the entries of events in a language, soonest first.
///
/// `say` returns the text of a message: of `event.kind.…`, `event.registration.…` and
/// `event.cost.free`.
pub fn entries(events: &[&Event], tag: &str, say: &dyn Fn(&str) -> String) -> Vec<ics::Entry> {
    let mut order: Vec<u32> = (0..events.len() as u32).collect();
    sort(&mut order, &|a, b| key(events[a as usize]) <= key(events[b as usize]));
    order.iter().map(|at| entry(events[*at as usize], tag, say)).collect()
}

/// Returns the entry of an event. One whose day is not known stands tentatively on the day by which
/// it is ordered, and says so in its name.
pub fn entry(event: &Event, tag: &str, say: &dyn Fn(&str) -> String) -> ics::Entry {
    let mut entry = ics::Entry::on(event.when.sort());
    entry.uid = format!("{}@sitz-und-stimme", event.key());
    entry.sequence = sequence(event);
    entry.status = status(event);
    entry.summary = event.title.get(tag).0.to_owned();
    match &event.when {
        EventWhen::Day { time, end, .. } => {
            entry.time = time.clone();
            entry.end_time = end.clone();
        }
        EventWhen::Days { to, .. } => entry.end = Some(*to),
        EventWhen::Starting { time, .. } => entry.time = time.clone(),
        EventWhen::About { words, .. } => {
            entry.summary = format!("{} ({})", entry.summary, words.get(tag).0);
        }
    }
    entry.place = place(event);
    let url = event.source.as_ref().or(event.register_url.as_ref());
    entry.url = url.cloned().unwrap_or_default();
    entry.description = description(event, tag, say);
    entry
}

/// Returns a number that grows when what is said of the event changes.
fn sequence(event: &Event) -> i32 {
    let changed =
        if event.counted { Some(event.when.sort()) } else { event.updated.or(event.as_of) };
    changed.map_or(0, Date::days)
}

fn status(event: &Event) -> Status {
    match event.status.as_str() {
        "cancelled" => Status::Cancelled,
        "unsure" => Status::Tentative,
        // The new day is not known yet.
        "moved" if event.was.is_none() => Status::Tentative,
        _ if event.is_unsure() => Status::Tentative,
        _ => Status::Confirmed,
    }
}

/// Returns the venue before the town, as programs for maps like it.
fn place(event: &Event) -> String {
    let town = match &event.postcode {
        Some(postcode) => format!("{postcode} {}", event.place),
        None => event.place.clone(),
    };
    match &event.venue {
        Some(venue) => format!("{venue}, {town}"),
        None => town,
    }
}

fn description(event: &Event, tag: &str, say: &dyn Fn(&str) -> String) -> String {
    let said = |text: &Option<ByLanguage>| {
        text.as_ref().map_or(String::new(), |text| text.get(tag).0.to_owned())
    };
    let cost = match &event.cost {
        Some(Cost::Free) => say("event.cost.free"),
        Some(Cost::Text(text)) => text.get(tag).0.to_owned(),
        None => String::new(),
    };
    let lines = [
        format!("{}, {}", say(&format!("event.kind.{}", event.kind)), event.organiser),
        said(&event.note),
        said(&event.more),
        registration(event, say),
        cost,
        said(&event.directions),
    ];
    let lines: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    join(&lines, "\n")
}

/// Returns how to register; nothing if nobody has said.
fn registration(event: &Event, say: &dyn Fn(&str) -> String) -> String {
    let mut out = match event.registration.as_str() {
        "unknown" => String::new(),
        word => say(&format!("event.registration.{word}")),
    };
    if let Some(url) = &event.register_url {
        out.push_str(if out.is_empty() { "" } else { ": " });
        out.push_str(url);
    }
    out
}
