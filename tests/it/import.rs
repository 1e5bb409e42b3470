//! Calendars and meetings of a council become event files: against a foreign reader of calendars,
//! with bad input of every kind, and a second time over what is already there.

mod again;
mod bad;
mod chaos;
mod council;
mod mapping;
mod reference;

use crate::support::day;
use serde_json::Value;
use sitz_und_stimme::domain::events::{self, Event};
use sitz_und_stimme::import::report::{Report, Weight};
use sitz_und_stimme::import::{Input, Outcome, Settings, import};

/// Day on which everything is imported.
const TODAY: &str = "2026-11-22";

/// Returns the bytes of a fixture.
fn bytes(name: &str) -> Vec<u8> {
    let path = crate::support::root().join("tests/fixtures/import").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Returns settings that leave nothing open.
fn settings() -> Settings {
    Settings {
        place: Some("Musterstadt".to_owned()),
        organiser: Some("Stadt Musterstadt".to_owned()),
        source: Some("https://example.org/termine".to_owned()),
        ..Settings::new(day(TODAY))
    }
}

fn input(name: &str, content: impl Into<Vec<u8>>) -> Input {
    Input { name: name.to_owned(), content: Ok(content.into()) }
}

/// Imports one file into a new event file.
fn fresh(name: &str, content: impl Into<Vec<u8>>) -> Outcome {
    import("town", None, &[input(name, content)], &settings())
}

/// Returns the events that the app reads; the file must have no problem.
#[track_caller]
fn events(text: &str) -> Vec<Event> {
    let problems = Default::default();
    let events = events::read("town", text, day(TODAY), false, &problems);
    assert_eq!(problems.into_inner(), Vec::new(), "{text}");
    events
}

/// Returns the events of an outcome as JSON; none if nothing was written.
fn list(outcome: &Outcome) -> Vec<Value> {
    let text = outcome.text.as_deref().unwrap_or("{}");
    let file: Value = serde_json::from_str(text).expect("the file is JSON");
    file["events"].as_array().cloned().unwrap_or_default()
}

/// Returns a calendar with these lines in it.
fn calendar(lines: &str) -> String {
    let lines = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{lines}\nEND:VCALENDAR\n");
    lines.replace('\n', "\r\n")
}

/// Returns a calendar with one event, whose start is said unless the lines say it.
fn event(lines: &str) -> String {
    let start = if lines.contains("DTSTART") { "" } else { "DTSTART:20270301T180000\n" };
    let title = if lines.contains("SUMMARY") { "" } else { "SUMMARY:Treffen\n" };
    calendar(&format!("BEGIN:VEVENT\nUID:a@example\n{start}{title}{lines}\nEND:VEVENT"))
}

/// Returns the remarks of a weight as text.
fn remarks(report: &Report, weight: Weight) -> String {
    report.of(weight).map(|remark| format!("{remark}\n")).collect()
}
