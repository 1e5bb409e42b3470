//! Events: what there is to know of one, which are coming, and which are over.
//!
//! Knows nothing about the clock or the page: `today` and the time of day are passed in. Published
//! dates are often fuzzy ("a Tuesday in spring"), so a date is one of several forms, each with a day
//! to sort by.

mod calendar;
pub mod feed;
mod read;
mod stars;

pub use calendar::{entries, entry};
pub use read::read;
pub use stars::{MOST_STARS, News, Star, Stars};

use crate::domain::date::Date;

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub id: String,
    /// Id of the file it stands in, and the day of which that file is.
    pub file: String,
    pub as_of: Option<Date>,
    pub when: EventWhen,
    /// Whether its day is counted from today, as in examples: it is another one tomorrow.
    pub counted: bool,
    /// The old day, if it was moved.
    pub was: Option<Date>,
    /// Name of a town, and its postcode where the name is not enough.
    pub place: String,
    pub postcode: Option<String>,
    pub venue: Option<String>,
    /// How to get there, in words.
    pub directions: Option<ByLanguage>,
    pub online: bool,
    /// Whether people meet in a room; with `online` it is both.
    pub on_site: bool,
    pub title: ByLanguage,
    pub kind: String,
    pub organiser: String,
    /// One of [`ORGANISERS`].
    pub organiser_kind: Option<String>,
    pub audience: Vec<String>,
    pub registration: String,
    pub register_by: Option<Date>,
    /// Web address to register at.
    pub register_url: Option<String>,
    pub cost: Option<Cost>,
    /// Tags of languages spoken besides German.
    pub languages: Vec<String>,
    /// Tags of languages into which somebody interprets.
    pub interpreting: Vec<String>,
    pub childcare: bool,
    pub step_free: bool,
    pub series: Option<String>,
    pub status: String,
    pub note: Option<ByLanguage>,
    /// What will happen, and who will be there.
    pub more: Option<ByLanguage>,
    /// Address of the page it was published on; examples have none.
    pub source: Option<String>,
    /// Day on which what is said here changed last.
    pub updated: Option<Date>,
}

/// What it costs to take part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cost {
    Free,
    Text(ByLanguage),
}

/// A day, and the time of day in minutes since midnight, in Germany.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    pub today: Date,
    pub minute: i32,
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
pub const KINDS: [&str; 26] = [
    "network_meeting", "seminar", "committee_talk", "community_conference", "info_evening",
    "candidate_info", "workshop", "podium", "webinar", "training", "reception", "info_series",
    "multiplier_talk", "simulation_game", "form_clinic", "online_info", "press",
    "constitutive_session", "regular_session", "regional", "presentation", "talk", "advice_hour",
    "candidates_meeting", "staff_seminar", "stand",
];
pub const AUDIENCES: [&str; 10] = [
    "would_be", "candidates", "voters", "multipliers", "members", "press", "delegates", "public",
    "community", "staff",
];
pub const REGISTRATIONS: [&str; 8] =
    ["none", "mail", "date", "door", "course", "invited", "online", "unknown"];
pub const STATUSES: [&str; 5] = ["held", "planned", "cancelled", "moved", "unsure"];

/// Who may invite; messages have a text for each (`event.organiser.…`).
pub const ORGANISERS: [&str; 5] = ["municipality", "state", "association", "party", "other"];
/// What kinds of events have in common, for choosing; messages have a text for each
/// (`event.group.…`).
pub const GROUPS: [&str; 8] =
    ["info", "session", "training", "game", "help", "podium", "community", "other"];

/// Minutes that an event is taken to last whose end nobody has said.
const LASTS: i64 = 180;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Returns the group of a kind, one of [`GROUPS`].
///
/// Being online is no group: a training may be online as well as a session.
pub fn group(kind: &str) -> &'static str {
    match kind {
        "info_evening" | "candidate_info" | "info_series" | "multiplier_talk" | "online_info"
        | "regional" => "info",
        "committee_talk" | "constitutive_session" | "regular_session" => "session",
        "seminar" | "workshop" | "webinar" | "training" | "staff_seminar" => "training",
        "simulation_game" => "game",
        "form_clinic" | "advice_hour" => "help",
        "podium" | "presentation" | "talk" => "podium",
        "community_conference" | "reception" | "candidates_meeting" | "stand" => "community",
        _ => "other",
    }
}

impl Event {
    /// Returns what it is called in stars and calendars: ids are unique only within their file.
    pub fn key(&self) -> String {
        format!("{}.{}", self.id, self.file)
    }

    /// Returns the time of day at which it begins, in minutes.
    pub fn minute(&self) -> Option<i32> {
        match &self.when {
            EventWhen::Day { time, .. } | EventWhen::Starting { time, .. } => {
                time.as_deref().and_then(minutes)
            }
            _ => None,
        }
    }

    /// Returns the moment at which it is over, in minutes since 1970 by the clocks of Germany.
    pub fn over(&self) -> i64 {
        let midnight = |day: Date| i64::from(day.days()) * DAY;
        let EventWhen::Day { date, end, .. } = &self.when else {
            return midnight(self.when.last()) + DAY;
        };
        let end = end.as_deref().and_then(minutes).map(i64::from);
        let over = match (self.minute().map(i64::from), end) {
            // "22:00 to 01:00" ends on the next day.
            (Some(start), Some(end)) if end < start => end + DAY,
            (Some(start), Some(end)) if end == start => start + LASTS,
            (_, Some(end)) => end,
            (Some(start), None) => start + LASTS,
            (None, None) => DAY,
        };
        midnight(*date) + over
    }

    /// Tells whether it is over.
    pub fn is_over(&self, now: Now) -> bool {
        self.over() <= now.moment()
    }

    /// Tells whether nobody need go there any more, because it will not take place.
    pub fn is_cancelled(&self) -> bool {
        self.status == "cancelled"
    }

    /// Tells whether its day is not sure.
    pub fn is_unsure(&self) -> bool {
        matches!(self.when, EventWhen::About { .. })
    }
}

impl Now {
    /// Takes the beginning of a day.
    pub fn morning(today: Date) -> Now {
        Now { today, minute: 0 }
    }

    /// Returns the moment in minutes since 1970 by the clocks of Germany.
    pub fn moment(self) -> i64 {
        i64::from(self.today.days()) * DAY + i64::from(self.minute)
    }
}

/// Returns the minutes since midnight of a time `HH:MM`.
fn minutes(time: &str) -> Option<i32> {
    let (hours, minutes) = time.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
}

impl ByLanguage {
    /// Takes texts with their language tags.
    pub fn new(texts: Vec<(String, String)>) -> ByLanguage {
        ByLanguage(texts)
    }

    /// Returns the texts of all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, text)| text.as_str())
    }

    /// Returns the text in `language`, else the first one, with its language.
    pub fn get(&self, language: &str) -> (&str, &str) {
        let found = self.0.iter().find(|(tag, _)| tag == language).or(self.0.first());
        found.map_or(("", ""), |(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// Returns the language tags.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(tag, _)| tag.as_str())
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
}

/// Returns the path of an event file below `public/`.
pub fn file_of(name: &str) -> String {
    format!("events/{name}.json")
}

/// Returns by what events are ordered: whole days stand before the times of the same day.
pub fn key(event: &Event) -> (Date, i32, &str) {
    (event.when.sort(), event.minute().unwrap_or(-1), event.id.as_str())
}

/// Sorts numbers by merging, equal ones as they stood; `ordered` tells whether the first of two may
/// stand before the second. Once for everything: the standard library's comes anew with each order.
pub fn sort(order: &mut [u32], ordered: &dyn Fn(u32, u32) -> bool) {
    let (mut from, mut length) = (order.to_vec(), 1);
    while length < order.len() {
        let mut at = 0;
        while at < order.len() {
            let middle = (at + length).min(order.len());
            let end = (middle + length).min(order.len());
            merge(&from, (at, middle, end), ordered, order);
            at = end;
        }
        from.copy_from_slice(order);
        length *= 2;
    }
}

/// Merges the sorted stretches `at..middle` and `middle..end` into the same places of `out`.
fn merge(
    from: &[u32],
    (at, middle, end): (usize, usize, usize),
    ordered: &dyn Fn(u32, u32) -> bool,
    out: &mut [u32],
) {
    let (mut left, mut right) = (at, middle);
    for place in &mut out[at..end] {
        let first = right == end || (left < middle && ordered(from[left], from[right]));
        let next = if first { &mut left } else { &mut right };
        *place = from[*next];
        *next += 1;
    }
}
