//! Events: reading, ordering, and what "when" means.
//!
//! Knows nothing about the clock or the page: `today` is passed in. Published dates are often
//! fuzzy ("a Tuesday in spring"), so a date is one of several forms, each with a day to sort by.

use crate::domain::date::Date;
use crate::domain::json::{self, Object, Problems, Reader};
use crate::domain::pack::is_web_address;
use crate::domain::path::is_time;
use crate::domain::text::is_blank;

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub id: String,
    pub when: EventWhen,
    pub place: String,
    pub venue: Option<String>,
    pub online: bool,
    pub title: ByLanguage,
    pub kind: String,
    pub organiser: String,
    pub audience: Vec<String>,
    pub registration: String,
    pub register_by: Option<Date>,
    /// Tags of languages spoken besides German.
    pub languages: Vec<String>,
    pub childcare: bool,
    pub step_free: bool,
    pub series: Option<String>,
    pub status: String,
    pub note: Option<ByLanguage>,
    /// Address of the page it was published on; examples have none.
    pub source: Option<String>,
}

/// A short text by language tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByLanguage(Vec<(String, String)>);

/// When an event is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EventWhen {
    Day {
        date: Date,
        time: Option<String>,
        end: Option<String>,
    },
    /// Several days, both included.
    Days {
        from: Date,
        to: Date,
    },
    /// A series that begins on a day.
    Starting {
        from: Date,
        time: Option<String>,
    },
    /// Only roughly known; `sort` is used for ordering alone.
    About {
        words: ByLanguage,
        sort: Date,
    },
}

/// Closed lists of words; messages have a text for each (`event.kind.…` and so on).
pub const KINDS: [&str; 25] = [
    "network_meeting", "seminar", "committee_talk", "community_conference", "info_evening",
    "candidate_info", "workshop", "podium", "webinar", "training", "reception", "info_series",
    "multiplier_talk", "simulation_game", "form_clinic", "online_info", "press",
    "constitutive_session", "regular_session", "regional", "presentation", "talk", "advice_hour",
    "candidates_meeting", "staff_seminar",
];
pub const AUDIENCES: [&str; 10] = [
    "would_be", "candidates", "voters", "multipliers", "members", "press", "delegates", "public",
    "community", "staff",
];
pub const REGISTRATIONS: [&str; 8] =
    ["none", "mail", "date", "door", "course", "invited", "online", "unknown"];
pub const STATUSES: [&str; 5] = ["held", "planned", "cancelled", "moved", "unsure"];

impl ByLanguage {
    /// Returns the text in `language`, else the first one, with its language.
    pub fn get(&self, language: &str) -> (&str, &str) {
        let found = self.0.iter().find(|(tag, _)| tag == language).or(self.0.first());
        found.map_or(("", ""), |(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// Returns the language tags.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(tag, _)| tag.as_str())
    }

    fn read(reader: &Reader<'_>) -> Option<ByLanguage> {
        let mut texts = Vec::new();
        for (tag, field) in reader.entries_object()?.entries() {
            match field.text() {
                Some(text) if !is_blank(text) => {
                    texts.push((tag.to_owned(), text.to_owned()));
                }
                Some(_) => field.error("The text is empty."),
                None => {}
            }
        }
        if texts.is_empty() {
            reader.error("At least one language is needed.");
            return None;
        }
        Some(ByLanguage(texts))
    }
}

impl EventWhen {
    /// Returns the first day, by which events are ordered.
    pub fn sort(&self) -> Date {
        match self {
            EventWhen::Day { date, .. } => *date,
            EventWhen::Days { from, .. } | EventWhen::Starting { from, .. } => *from,
            EventWhen::About { sort, .. } => *sort,
        }
    }

    /// Returns the last day on which it is still worth showing among the coming ones.
    pub fn last(&self) -> Date {
        match self {
            EventWhen::Days { to, .. } => *to,
            // A series goes on for some weeks; nobody says how many.
            EventWhen::Starting { from, .. } => from.plus_days(28),
            other => other.sort(),
        }
    }

    fn read(reader: &Reader<'_>, today: Date, demo: bool) -> Option<EventWhen> {
        let fields = ["date", "to", "time", "end_time", "from", "about", "sort", "in_days"];
        let object = reader.object(&fields)?;
        let time = |key: &str| clock(&object, key);
        if let Some(field) = object.get("in_days") {
            if !demo {
                field.error("Only packs marked \"demo\" may say \"in_days\": write the date.");
                return None;
            }
            let date = today.plus_days(field.number(-400..=400)?);
            return Some(EventWhen::Day { date, time: time("time"), end: time("end_time") });
        }
        if let Some(field) = object.get("about") {
            let sort = object.date("sort")?;
            return Some(EventWhen::About { words: ByLanguage::read(&field)?, sort });
        }
        if let Some(field) = object.get("from") {
            return Some(EventWhen::Starting { from: field.date()?, time: time("time") });
        }
        let date = object.date("date")?;
        if let Some(field) = object.get("to") {
            let to = field.date()?;
            if to < date {
                field.error("The last day lies before the first.");
                return None;
            }
            return Some(EventWhen::Days { from: date, to });
        }
        Some(EventWhen::Day { date, time: time("time"), end: time("end_time") })
    }
}

fn clock(object: &Object<'_>, key: &str) -> Option<String> {
    let field = object.get(key)?;
    let text = field.text()?;
    if !is_time(text) {
        field.error(format!("\"{text}\" is not a time: write HH:MM."));
        return None;
    }
    Some(text.to_owned())
}

/// Returns the path of an event file below `public/`.
pub fn file_of(name: &str) -> String {
    format!("events/{name}.json")
}

/// Reads an event file; events that cannot be read are left out and reported.
pub fn read(name: &str, text: &str, today: Date, demo: bool, problems: &Problems) -> Vec<Event> {
    let file = file_of(name);
    let Some(value) = json::parse(&file, text, problems) else {
        return Vec::new();
    };
    let place = format!("{file}#");
    let reader = Reader::new(&value, &place, problems);
    let Some(object) = reader.object(&["format", "id", "as_of", "events"]) else {
        return Vec::new();
    };
    if object.need("format").is_some_and(|f| f.number(1..=1).is_none()) {
        return Vec::new();
    }
    object.date("as_of");
    if object.slug("id").is_some_and(|id| id != name) {
        reader.error(format!("The id must be the name of the file, \"{name}\"."));
    }
    let mut events: Vec<Event> = Vec::new();
    for item in object.list("events") {
        if let Some(event) = read_one(&item, today, demo) {
            if events.iter().any(|other| other.id == event.id) {
                item.error(format!("The id \"{}\" stands twice.", event.id));
            } else {
                events.push(event);
            }
        }
    }
    events
}

const FIELDS: [&str; 18] = [
    "id", "when", "place", "venue", "online", "title", "kind", "organiser", "audience",
    "registration", "register_by", "languages", "childcare", "step_free", "series", "status",
    "note", "source",
];

fn read_one(reader: &Reader<'_>, today: Date, demo: bool) -> Option<Event> {
    let object = reader.object(&FIELDS)?;
    let text = |key: &str| object.maybe(key);
    let source = text("source");
    if source.as_deref().is_some_and(|url| !is_web_address(url)) {
        reader.error("\"source\" must begin with https:// or http://.");
    } else if source.is_none() && !demo {
        reader.error("A real event needs its \"source\": the page that announced it.");
    }
    // Every field is read before the first missing one ends it, so that all faults are reported.
    let id = object.slug("id");
    let when = object.need("when").and_then(|field| EventWhen::read(&field, today, demo));
    let place = object.owned("place");
    let title = object.need("title").and_then(|field| ByLanguage::read(&field));
    let kind = object.need("kind").and_then(|field| word(&field, &KINDS));
    let organiser = object.owned("organiser");
    let status = object.need("status").and_then(|field| word(&field, &STATUSES));
    let registration = match object.get("registration") {
        Some(field) => word(&field, &REGISTRATIONS),
        None => Some("unknown".to_owned()),
    };
    let event = |id, when, place, title, kind, organiser, status, registration| Event {
        id,
        when,
        place,
        venue: text("venue"),
        online: object.flag("online"),
        title,
        kind,
        organiser,
        audience: object.all("audience", &|r| word(r, &AUDIENCES)),
        registration,
        register_by: object.get("register_by").and_then(|field| field.date()),
        languages: object.slugs("languages"),
        childcare: object.flag("childcare"),
        step_free: object.flag("step_free"),
        series: object.get("series").and_then(|field| field.slug()),
        status,
        note: object.get("note").and_then(|field| ByLanguage::read(&field)),
        source: source.clone().filter(|url| is_web_address(url)),
    };
    Some(event(id?, when?, place?, title?, kind?, organiser?, status?, registration?))
}

fn word(reader: &Reader<'_>, words: &[&str]) -> Option<String> {
    words.get(reader.one_of(words)?).map(|word| (*word).to_owned())
}

/// Returns the events that are not over, soonest first.
pub fn coming(events: &[Event], today: Date) -> Vec<&Event> {
    sorted(events.iter().filter(|event| event.when.last() >= today).collect())
}

/// Returns the events that are over, latest first.
pub fn past(events: &[Event], today: Date) -> Vec<&Event> {
    let mut past = sorted(events.iter().filter(|event| event.when.last() < today).collect());
    past.reverse();
    past
}

/// Sorts by insertion: a few dozen events do not need what the standard sort adds to the page.
fn sorted(events: Vec<&Event>) -> Vec<&Event> {
    let mut sorted: Vec<&Event> = Vec::with_capacity(events.len());
    for event in events {
        let at = sorted.partition_point(|other| key(other) <= key(event));
        sorted.insert(at, event);
    }
    sorted
}

fn key(event: &Event) -> (Date, &str, &str) {
    let time = match &event.when {
        EventWhen::Day { time: Some(time), .. } | EventWhen::Starting { time: Some(time), .. } => {
            time.as_str()
        }
        _ => "",
    };
    (event.when.sort(), time, event.id.as_str())
}
