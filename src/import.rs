//! From calendar exports and saved meetings of a council to an event file of the app.
//!
//! Only the host tool uses this. Nothing here reads a clock or a file: `today` and the contents are
//! passed in, and what comes out is a text and a report. Files are foreign: whatever stands in them,
//! time and memory are bounded, and what cannot be used is left out with its place and a reason.
//!
//! ```text
//! bytes ► lines ► parts ► series ┐
//!                                ├► Found ► Entry ► ledger ► text of the event file
//! JSON ► meetings ───────────────┘
//! ```

pub mod bytes;
pub mod calendar;
pub mod clean;
mod details;
pub mod entry;
pub mod expand;
pub mod found;
mod ledger;
mod meetings;
pub mod parts;
mod print;
pub mod report;
pub mod rule;
mod series;
pub mod spot;
mod timing;
pub mod wall;
pub mod windows;
pub mod words;
pub mod zone;

use crate::domain::date::{Date, Span};
use crate::domain::events::{self, KINDS};
use crate::domain::json::{Problems, is_slug};
use crate::domain::pack::is_web_address;
use crate::domain::problem::Problem;
use crate::domain::text::is_blank;
use entry::Maker;
use found::{Found, Gathering, Window, choose};
use report::{Place, Report};
use serde_json::Value;
use std::collections::BTreeSet;

/// Most events that one import puts into a file.
pub const MOST_EVENTS: usize = 5_000;
/// What all repetitions of all files together may cost.
const MOST_FUEL: u64 = 10_000_000;

/// What the person who starts an import says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Town of events that do not say theirs.
    pub place: Option<String>,
    /// Who invites to events that do not say it.
    pub organiser: Option<String>,
    /// Page that announces events that do not say theirs.
    pub source: Option<String>,
    /// Kind of all events, instead of guessing.
    pub kind: Option<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub today: Date,
    /// Whether coming events that are gone from their source are cancelled.
    pub cancel_vanished: bool,
}

/// A file to import: its name, and its content or why it cannot be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    pub name: String,
    pub content: Result<Vec<u8>, String>,
}

/// What came of it: the text to write, unless nothing was taken, and what there is to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub text: Option<String>,
    pub report: Report,
}

impl Settings {
    /// Returns settings that say nothing.
    pub fn new(today: Date) -> Settings {
        Settings {
            place: None,
            organiser: None,
            source: None,
            kind: None,
            from: None,
            to: None,
            today,
            cancel_vanished: false,
        }
    }

    /// Tells what is wrong with the settings.
    pub fn check(&self) -> Result<(), String> {
        if let Some(source) = self.source.as_ref().filter(|source| !is_web_address(source)) {
            return Err(format!("\"{source}\" is no address of a page: it begins with https://"));
        }
        if let Some(kind) = self.kind.as_ref().filter(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(format!("\"{kind}\" is no kind of event; there are {}", KINDS.join(", ")));
        }
        let texts = [&self.place, &self.organiser];
        if texts.into_iter().flatten().any(|text| is_blank(&clean::line(text, 200))) {
            return Err("the place and the organiser must not be empty".to_owned());
        }
        let window = self.window();
        if window.to < window.from {
            return Err(format!("there is no day from {} to {}", window.from, window.to));
        }
        Ok(())
    }

    /// Returns the days of which events are taken: by default twelve months back and 24 ahead.
    pub fn window(&self) -> Window {
        let from = self.from.unwrap_or_else(|| self.today.minus(Span::Months(12)));
        let most = from.max(self.today).plus(Span::Months(24));
        let to = self.to.unwrap_or(most).min(most);
        Window { from, to, today: self.today }
    }
}

/// Imports files into the event file `name`, whose text is `old` if there is one.
pub fn import(name: &str, old: Option<&str>, inputs: &[Input], settings: &Settings) -> Outcome {
    let mut report = Report::default();
    let nothing = |report: Report| Outcome { text: None, report };
    let own = events::file_of(name);
    if let Err(sentence) = settings.check() {
        report.refused(Place::default(), &sentence);
        return nothing(report);
    }
    if !is_slug(name) {
        let sentence = "the name of an event file has lower-case letters a-z, digits, - and _";
        report.refused(Place::pointer(&own, ""), sentence);
        return nothing(report);
    }
    let problems = problems(name, old, settings.today);
    if !problems.is_empty() {
        for problem in problems.iter().take(20) {
            report.refused(Place::pointer(&problem.file, &problem.pointer), &problem.sentence);
        }
        let sentence = "the event file has problems, so nothing is written; mend them first";
        report.refused(Place::pointer(&own, ""), sentence);
        return nothing(report);
    }
    let window = settings.window();
    let mut deleted = BTreeSet::new();
    let found = find(inputs, window, &mut deleted, &mut report);
    let mut maker = Maker::new(settings);
    let entries: Vec<_> =
        found.iter().filter_map(|event| maker.entry(event, &mut report)).collect();
    if !maker.organisers.is_empty() {
        let names = maker.organisers.join("; ");
        let sentence = format!(
            "these names stand as organisers; if they are people, ask them or change them: {names}"
        );
        report.note(Place::pointer(&own, ""), "", &sentence);
    }
    if entries.is_empty() && deleted.is_empty() {
        report.note(Place::pointer(&own, ""), "", "there are no events to write");
        return nothing(report);
    }
    let rules = ledger::Rules {
        file: &own,
        window,
        cancel_vanished: settings.cancel_vanished,
        deleted: &deleted,
    };
    let any = !entries.is_empty();
    let events = ledger::update(objects(old), entries, &rules, &mut report);
    let text = print::file(name, settings.today, &events);
    let problems = self::problems(name, Some(&text), settings.today);
    for problem in problems.iter().take(20) {
        report.refused(Place::pointer(&problem.file, &problem.pointer), &problem.sentence);
    }
    let wanted = any || report.updated > 0;
    Outcome { text: (problems.is_empty() && wanted).then_some(text), report }
}

/// Returns what the app would find wrong with an event file.
fn problems(name: &str, text: Option<&str>, today: Date) -> Vec<Problem> {
    let problems = Problems::default();
    if let Some(text) = text {
        events::read(name, text, today, false, &problems);
    }
    problems.into_inner()
}

/// Returns the events of a file that was read without problems.
fn objects(text: Option<&str>) -> Vec<ledger::Event> {
    let text = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let file = text.and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
    let events = file.get("events").and_then(Value::as_array).cloned().unwrap_or_default();
    events
        .into_iter()
        .filter_map(|event| match event {
            Value::Object(map) => Some(map),
            _ => None,
        })
        .collect()
}

/// Returns what all files hold, soonest first.
fn find(
    inputs: &[Input],
    window: Window,
    deleted: &mut BTreeSet<String>,
    report: &mut Report,
) -> Vec<Found> {
    let mut all = Gathering::default();
    let mut fuel = MOST_FUEL;
    for Input { name, content } in inputs {
        let place = || Place::pointer(name, "");
        let bytes = match content {
            Ok(bytes) => bytes,
            Err(sentence) => {
                report.refused(place(), sentence);
                continue;
            }
        };
        if let Some(sentence) = bytes::foreign_format(bytes) {
            report.refused(place(), sentence);
            continue;
        }
        let head = bytes::text(&bytes[..bytes.len().min(4096)]);
        let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if bytes.len() as u64 > bytes::MOST_BYTES {
            report.refused(place(), "the file is larger than 20 MB");
        } else if head.is_empty() {
            report.refused(place(), "there are no events: the file is empty");
        } else if head.starts_with(['{', '[']) {
            let text = bytes::text(bytes);
            let found = meetings::read(name, &text, window, deleted, report);
            all.add(found, MOST_EVENTS, window.today);
        } else if head.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:")) {
            let before = report.read;
            let found = calendar::read(name, bytes, window, report, &mut fuel);
            if report.read == before {
                report.note(place(), "", "there are no events in it");
            }
            all.over += found.over;
            all.add(found.list, MOST_EVENTS, window.today);
        } else {
            report.refused(place(), "this is neither a calendar (.ics) nor JSON of a council");
        }
    }
    let over = all.over + choose(&mut all.list, MOST_EVENTS, window.today);
    if over > 0 {
        let sentence =
            format!("{MOST_EVENTS} events are taken, those ahead first; {over} are left out");
        report.flag(Place::default(), "", &sentence);
    }
    all.list
}
