//! From the lines of a calendar file to its events and zones.
//!
//! Only what is of use is kept. A part that is not closed, or that holds what it must not, is left
//! out with its line number, and the rest of the file goes on.

use super::bytes::{Line, Lines};
use super::report::{Place, Report};

/// Deepest nesting of parts.
const MOST_DEPTH: usize = 8;
/// Most parameters of a line.
const MOST_PARAMS: usize = 64;
/// Most properties of a part that are kept.
const MOST_PROPERTIES: usize = 2_000;
/// Most events in a file, exceptions of series included.
const MOST_EVENTS: usize = 120_000;

/// Properties that are read.
const KEPT: [&str; 32] = [
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
    "STATUS", "CLASS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "ORGANIZER",
    "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "CONFERENCE", "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-REGISTRATION-URL", "X-TICKETS-URL", "TZID",
    "X-LIC-LOCATION", "TZOFFSETFROM", "TZOFFSETTO", "METHOD", "VERSION", "TZNAME",
];

/// One line: a name, parameters and a value that is still escaped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Property {
    pub name: String,
    pub params: Vec<(String, String)>,
    pub value: String,
    pub line: usize,
}

/// A part of a calendar, such as an event.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    pub name: String,
    pub line: usize,
    pub properties: Vec<Property>,
    pub parts: Vec<Part>,
    /// Why it cannot be used.
    fault: Option<String>,
    /// Whether it has as many properties as it may.
    full: bool,
}

/// What is used of a calendar file.
#[derive(Default, Debug)]
pub struct Calendar {
    pub events: Vec<Part>,
    pub zones: Vec<Part>,
    /// Whether the file says that all its events are cancelled.
    pub cancels: bool,
    /// How many events there are, readable or not.
    pub seen: usize,
}

impl Property {
    /// Returns a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Reads a line; an error is a sentence.
    pub fn read(line: &Line) -> Result<Property, String> {
        let (head, value) = split_head(&line.text).ok_or("the line has no colon")?;
        let mut words = split_quoted(head, ';');
        let name = words.next().unwrap_or_default().trim().to_ascii_uppercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
            return Err("the line does not begin with the name of a property".to_owned());
        }
        // "item1.URL" groups lines; the group says nothing.
        let name = name.rsplit('.').next().unwrap_or_default().to_owned();
        let mut params = Vec::new();
        for word in words {
            if params.len() == MOST_PARAMS {
                return Err(format!("the line has more than {MOST_PARAMS} parameters"));
            }
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            params.push((key.trim().to_ascii_uppercase(), value.trim_matches('"').to_owned()));
        }
        Ok(Property { name, params, value: value.to_owned(), line: line.number })
    }
}

/// Splits at the first colon outside quotes; a quote that never ends is taken for a letter.
fn split_head(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ':' if !quoted => return Some((line.get(..at)?, line.get(at + 1..)?)),
            _ => {}
        }
    }
    line.split_once(':')
}

fn split_quoted(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        c == at && !quoted
    })
}

impl Part {
    /// Returns the first property of a name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Returns the properties of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// Returns the value of the first property of a name, without space around it.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.trim())
    }

    /// Returns the UID as the report shows it.
    pub fn uid(&self) -> &str {
        self.value("UID").unwrap_or_default()
    }
}

/// Reads the events and zones of a calendar file.
pub fn read(file: &str, lines: &Lines, report: &mut Report) -> Calendar {
    let mut calendar = Calendar::default();
    let mut open: Vec<Part> = Vec::new();
    for line in &lines.list {
        let property = match Property::read(line) {
            Ok(property) => property,
            Err(sentence) => {
                report.odd_line(Place::line(file, line.number), &sentence);
                continue;
            }
        };
        match property.name.as_str() {
            "BEGIN" => {
                if open.len() == MOST_DEPTH {
                    let sentence = format!("parts are nested more than {MOST_DEPTH} deep");
                    report.refused(Place::line(file, line.number), &sentence);
                    break;
                }
                let name = property.value.trim().to_ascii_uppercase();
                open.push(Part { name, line: line.number, ..Part::default() });
            }
            "END" => {
                let name = property.value.trim().to_ascii_uppercase();
                let Some(depth) = open.iter().rposition(|part| part.name == name) else {
                    let sentence = "END stands here without its BEGIN";
                    report.odd_line(Place::line(file, line.number), sentence);
                    continue;
                };
                while open.len() > depth {
                    let Some(part) = open.pop() else { break };
                    let closed = open.len() == depth;
                    close(file, part, closed, open.last_mut(), &mut calendar, report);
                }
            }
            name if !KEPT.contains(&name) => {}
            _ => take(property, line, open.last_mut(), &mut calendar, file, report),
        }
    }
    while let Some(part) = open.pop() {
        close(file, part, false, open.last_mut(), &mut calendar, report);
    }
    calendar
}

/// Puts a property into the part that is open.
fn take(
    property: Property,
    line: &Line,
    part: Option<&mut Part>,
    calendar: &mut Calendar,
    file: &str,
    report: &mut Report,
) {
    let Some(part) = part else { return };
    if line.cut {
        let sentence = format!("{} is longer than 64 kB; the rest is left out", property.name);
        report.odd_line(Place::line(file, line.number), &sentence);
    }
    if property.name == "METHOD" && part.name == "VCALENDAR" {
        calendar.cancels = property.value.trim().eq_ignore_ascii_case("CANCEL");
    }
    if part.properties.len() < MOST_PROPERTIES {
        part.properties.push(property);
    } else if !part.full && part.name == "VEVENT" {
        let sentence = format!("only the first {MOST_PROPERTIES} lines of the event are read");
        report.flag(Place::line(file, part.line), part.uid(), &sentence);
        part.full = true;
    }
}

fn close(
    file: &str,
    part: Part,
    closed: bool,
    outer: Option<&mut Part>,
    calendar: &mut Calendar,
    report: &mut Report,
) {
    let fault = part.fault.as_deref();
    let outer_name = outer.as_ref().map_or("", |outer| outer.name.as_str()).to_owned();
    match part.name.as_str() {
        "VEVENT" => {
            calendar.seen += 1;
            let sentence = match (fault, closed) {
                (Some(fault), _) => fault,
                (None, false) => "the event is never ended",
                (None, true) if outer_name == "VEVENT" => "an event stands inside an event",
                (None, true) if calendar.events.len() >= MOST_EVENTS => "there are too many events",
                (None, true) => {
                    calendar.events.push(part);
                    return;
                }
            };
            report.skip(Place::line(file, part.line), part.uid(), sentence);
            if let Some(outer) = outer.filter(|outer| outer.name == "VEVENT") {
                outer.fault = Some("an event stands inside this event".to_owned());
            }
        }
        "VTIMEZONE" if closed && calendar.zones.len() < 200 => calendar.zones.push(part),
        "STANDARD" | "DAYLIGHT" => {
            if let Some(outer) = outer.filter(|outer| closed && outer.parts.len() < 200) {
                outer.parts.push(part);
            }
        }
        _ => {}
    }
}
