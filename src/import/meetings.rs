//! From a saved answer of a council information system (OParl 1.0 and 1.1) to what is found in it.
//!
//! The answer is one meeting, a list of them, or the list in its envelope with page numbers.

use super::clean;
use super::entry;
use super::found::{Details, Found, Said, Spot, Told, Window};
use super::report::{Place, Report};
use super::spot;
use super::wall::{Point, Wall, offset, point};
use super::zone::BERLIN;
use crate::domain::date::Date;
use crate::domain::json::{self, Object, Problems, Reader};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Deepest nesting of a file, and most fields of one object.
const MOST_DEPTH: usize = 64;
const MOST_FIELDS: usize = 500;
/// Most meetings of a file.
const MOST_MEETINGS: usize = 120_000;
/// Public items of the agenda that are named.
const MOST_ITEMS: usize = 6;
/// Longest meeting in days; what lasts longer is a mistake.
const MOST_DAYS: i64 = 31;

/// Reads the meetings of a file that lie in the window; what is deleted goes into `deleted`.
pub fn read(
    file: &str,
    text: &str,
    window: Window,
    deleted: &mut BTreeSet<String>,
    report: &mut Report,
) -> Vec<Found> {
    if let Err(sentence) = bounded(text) {
        report.refused(Place::pointer(file, ""), &sentence);
        return Vec::new();
    }
    let problems = Problems::default();
    let value = json::parse_foreign(file, text, &problems);
    let broken = drain(file, &problems, report);
    let Some(value) = value.filter(|_| !broken) else {
        report.incomplete = true;
        return Vec::new();
    };
    let root = format!("{file}#");
    let reader = Reader::new(&value, &root, &problems);
    let items = items(file, &reader, report);
    drain(file, &problems, report);
    let mut found = Vec::new();
    for item in items.iter().take(MOST_MEETINGS) {
        report.read += 1;
        let meeting = Meeting { file, window };
        found.extend(meeting.read(item, deleted, report));
        drain(file, &problems, report);
    }
    if items.len() > MOST_MEETINGS {
        report.refused(Place::pointer(file, ""), "there are too many meetings");
    } else if items.is_empty() && !report.incomplete {
        report.note(Place::pointer(file, ""), "", "there are no events in it");
    }
    found
}

/// Moves problems into the report and tells whether there were any.
fn drain(file: &str, problems: &Problems, report: &mut Report) -> bool {
    let list = std::mem::take(&mut *problems.borrow_mut());
    for problem in &list {
        report.flag(Place::pointer(file, &problem.pointer), "", &problem.sentence);
    }
    !list.is_empty()
}

/// Refuses what would be expensive to read: deep nesting, objects with very many fields.
fn bounded(text: &str) -> Result<(), String> {
    let mut open: Vec<usize> = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' if open.len() == MOST_DEPTH => {
                return Err(format!("the JSON is nested more than {MOST_DEPTH} deep"));
            }
            b'{' | b'[' => open.push(0),
            b'}' | b']' => drop(open.pop()),
            b':' => {
                if let Some(fields) = open.last_mut() {
                    *fields += 1;
                    if *fields > MOST_FIELDS {
                        return Err(format!("an object has more than {MOST_FIELDS} fields"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the meetings of an answer.
fn items<'a>(file: &str, reader: &Reader<'a>, report: &mut Report) -> Vec<Reader<'a>> {
    if reader.value().is_array() {
        return reader.list();
    }
    let Some(object) = reader.entries_object() else { return Vec::new() };
    let Some(data) = object.get("data") else {
        return vec![reader.clone()];
    };
    let more = object.get("links").is_some_and(|links| links.value().get("next").is_some());
    if more {
        let sentence = "this is one page of several: save the other pages as well";
        report.flag(Place::pointer(file, "/links/next"), "", sentence);
        // What stands on another page is not gone.
        report.incomplete = true;
    }
    data.list()
}

struct Meeting<'a> {
    file: &'a str,
    window: Window,
}

impl Meeting<'_> {
    fn read(
        &self,
        reader: &Reader<'_>,
        deleted: &mut BTreeSet<String>,
        report: &mut Report,
    ) -> Option<Found> {
        let pointer = reader.place().split_once('#').map_or("", |(_, pointer)| pointer);
        let place = Place::pointer(self.file, pointer);
        let Some(object) = reader.entries_object() else {
            report.skip(place, "", "this is no meeting");
            return None;
        };
        let uid = object.maybe("id").unwrap_or_default();
        let mut skip = |sentence: &str| report.skip(place.clone(), &uid, sentence);
        if let Err(sentence) = is_meeting(&object) {
            skip(&sentence);
            return None;
        }
        if uid.is_empty() {
            skip("the field \"id\" is missing");
            return None;
        }
        if object.flag("deleted") {
            deleted.insert(entry::id(&uid, ""));
            skip("its source says that it is deleted");
            return None;
        }
        let start = object.need("start").and_then(|field| moment(&field));
        let Some(start) = start else {
            skip("its start cannot be read");
            return None;
        };
        let name = object.maybe("name").unwrap_or_default();
        let agenda = agenda(&object);
        let lower = name.to_lowercase();
        let secret = ["nichtöffentlich", "nicht öffentlich", "nicht-öffentlich"];
        if agenda.as_ref().is_some_and(|agenda| agenda.public.is_empty())
            || (agenda.is_none() && secret.iter().any(|word| lower.contains(word)))
        {
            skip("it has no public part");
            return None;
        }
        let end = object.get("end").and_then(|field| moment(&field));
        let said = said(&object, start, self.window.today);
        let details = Details {
            place: place.clone(),
            uid: uid.clone(),
            titles: vec![german(name)],
            text: agenda.as_ref().map(|agenda| german(agenda.text())),
            spot: object.get("location").map_or_else(Spot::default, |field| location(&field)),
            url: object.maybe("web"),
            register_url: None,
            categories: Vec::new(),
            organiser: organiser(&object),
            kind: Some("regular_session"),
        };
        let mut found = Found {
            details: Rc::new(details),
            instance: String::new(),
            start,
            end: None,
            all_day: false,
            was: None,
            said,
        };
        match end.map(|end| end.seconds() - start.seconds()) {
            Some(lasts) if lasts <= 0 || lasts > MOST_DAYS * super::wall::DAY => {
                report.flag(
                    place.clone(),
                    &uid,
                    "its end does not fit its start; only the start is shown",
                );
            }
            _ => found.end = end,
        }
        if !found.is_in(&self.window) {
            let Window { from, to, .. } = self.window;
            report.skip(place, &uid, &format!("it does not lie between {from} and {to}"));
            return None;
        }
        if agenda.is_none() {
            let sentence = "it has no agenda yet: look whether it is public";
            report.flag(place, &uid, sentence);
        }
        Some(found)
    }
}

fn german(text: String) -> Told {
    Told { language: "de".to_owned(), text }
}

/// Refuses what says of itself that it is something else, or of a version that nobody knows.
fn is_meeting(object: &Object<'_>) -> Result<(), String> {
    let kind = object.need("type").and_then(|field| field.text()).unwrap_or_default();
    let mut parts = kind.rsplit('/');
    let (name, version) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if name != "Meeting" {
        let name = super::report::shown(name);
        return Err(format!("this is no meeting but \"{name}\": save the list of meetings"));
    }
    if version != "1.0" && version != "1.1" {
        let version = super::report::shown(version);
        return Err(format!("its OParl version \"{version}\" is not known; 1.0 and 1.1 are"));
    }
    Ok(())
}

/// Reads `2027-01-04T18:00:00+01:00` as the clocks of Germany show it.
fn moment(reader: &Reader<'_>) -> Option<Wall> {
    let text = reader.text()?;
    let found = parse_moment(text);
    if found.is_none() {
        let shown = super::report::shown(text);
        reader.error(format!("\"{shown}\" is no time: write 2027-01-04T18:00:00+01:00."));
    }
    found
}

fn parse_moment(text: &str) -> Option<Wall> {
    let (clock, rest) = text.split_at_checked(19)?;
    let Point::Clock(wall) = point(&clock.replace(['-', ':'], ""))? else { return None };
    // Fractions of a second say nothing here.
    let rest = match rest.strip_prefix('.') {
        Some(digits) => digits.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    match rest {
        "" => Some(wall),
        "Z" | "z" => Some(BERLIN.wall(wall.seconds())),
        rest if rest.starts_with(['+', '-']) => {
            Some(BERLIN.wall(wall.seconds() - offset(&rest.replace(':', ""))?))
        }
        _ => None,
    }
}

/// The agenda of a meeting.
struct Agenda {
    public: Vec<String>,
}

impl Agenda {
    fn text(&self) -> String {
        let mut rows = vec!["Aus der Tagesordnung:".to_owned()];
        rows.extend(self.public.iter().take(MOST_ITEMS).cloned());
        let more = self.public.len().saturating_sub(MOST_ITEMS);
        match more {
            0 => {}
            1 => rows.push("… und ein weiterer Punkt".to_owned()),
            more => rows.push(format!("… und {more} weitere Punkte")),
        }
        rows.join("\n")
    }
}

/// Returns the agenda, if there is one with items.
fn agenda(object: &Object<'_>) -> Option<Agenda> {
    let items = object.list("agendaItem");
    let mut public = Vec::new();
    for item in &items {
        let Some(item) = item.entries_object() else { continue };
        if !item.flag("public") || item.flag("deleted") {
            continue;
        }
        let number = item.maybe("number").unwrap_or_default();
        let name = item.maybe("name").unwrap_or_default();
        let row = clean::line(&clean::without_markup(&format!("{number} {name}")), 200);
        public.push(row);
    }
    (!items.is_empty()).then_some(Agenda { public })
}

fn said(object: &Object<'_>, start: Wall, today: Date) -> Said {
    let state = object.maybe("meetingState").unwrap_or_default().to_lowercase();
    let off = ["abgesagt", "entfällt", "ausgefallen", "fällt aus", "cancelled", "canceled"];
    if object.flag("cancelled") || off.iter().any(|word| state.contains(word)) {
        Said::Cancelled
    } else if state.contains("durchgeführt") && start.date() < today {
        Said::Held
    } else {
        Said::Planned
    }
}

/// Reads where it is: fields of version 1.1, or an address in words.
fn location(reader: &Reader<'_>) -> Spot {
    // Version 1.0 may give only the address of a place.
    if reader.value().is_string() {
        return Spot::default();
    }
    let Some(object) = reader.entries_object() else { return Spot::default() };
    let field = |name: &str| object.maybe(name).map(|text| clean::line(&text, 120));
    let filled = |name: &str| field(name).filter(|text| !text.is_empty());
    let mut spot = spot::read(&filled("description").unwrap_or_default(), false);
    let postcode = filled("postalCode");
    let postcode = postcode.filter(|t| t.len() == 5 && t.bytes().all(|b| b.is_ascii_digit()));
    spot.postcode = postcode.or(spot.postcode);
    if let Some(town) = filled("locality") {
        spot.town = Some(town);
        spot.guessed = false;
    }
    let mut venue: Vec<String> = Vec::new();
    for part in [spot.venue.take(), filled("room"), filled("streetAddress")].into_iter().flatten() {
        if !venue.iter().any(|other| other.contains(&part)) {
            venue.push(part);
        }
    }
    spot.venue = (!venue.is_empty()).then(|| clean::line(&venue.join(", "), 160));
    spot
}

/// Returns the name of the first body, where the answer has it in it.
fn organiser(object: &Object<'_>) -> Option<String> {
    let field = object.get("organization")?;
    let value = field.value();
    let first = value.as_array().and_then(|list| list.first()).unwrap_or(value);
    let name = first.get("name")?.as_str()?;
    (!name.is_empty()).then(|| name.to_owned())
}
