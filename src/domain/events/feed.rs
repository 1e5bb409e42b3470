//! Feeds: event files in the form in which the page fetches them, so that many cost as little as few.
//!
//! The build makes a folder of each `events/<name>.json`:
//!
//! | file | what it is |
//! |---|---|
//! | `feed.json` | what there is: [`Feed`] |
//! | `0.txt`, `1.txt` … | parts: what lists and the search need, soonest first |
//! | `d0.json`, `d1.json` … | all of the events in the format of the event file, by their ids |
//! | `<id>.<language>.ics` | single events for calendars |
//!
//! `feed.json` is an object of `format` (1), `id`, `as_of`, `count` (events), `buckets` (files of
//! details), `first` (sort day of the first event), `parts` (a list of lists of three numbers: days from
//! the last event before it, or from `first`, to its first event; days to its last one; how many),
//! `texts` (those that most parts need, as in the table below) and `calendars`: its `languages`, `from`,
//! the day of the build, and, if not all coming events have files, `until`, the last one that has: its
//! sort day, minute (-1 without a time) and id.
//!
//! The events of a file stand in the order of [`super::key`]. A part has at most [`MOST`] of them:
//! neighbouring months together while they fit, a longer month cut. Its text has, each with a line end:
//!
//! 1. a line of six words: format (1), id of the feed, a number made of its `texts`, so that a part of
//!    another build is noticed, the day from which days are counted, number of texts, number of events;
//! 2. the table of texts, one a line. Texts in several languages are pairs of tag and text, with tabs
//!    between all of them. `\n`, `\r`, `\t` and `\\` stand for what would end a text, `\p` for the place
//!    of the event;
//! 3. an empty line;
//! 4. a line for each event: its id, then values, each behind a mark. Texts are numbered from 0, first
//!    those of `feed.json`, then those of the table. Their numbers are written to the base of 62, with
//!    the digits `0-9a-zA-Z`, all others in tens.
//!
//! | mark | value |
//! |---|---|
//! | space, or `*` | days from the day of line 1, or from today in examples, to its first day |
//! | `@`, `>` | beginning and end, `HHMM` |
//! | `~` | it has several days: from the first to the last |
//! | `^` | a series begins on that day |
//! | `?` | the day is not known: text of the words for it, in languages |
//! | `#`, `$`, `%` | texts of place, venue, organiser |
//! | `!`, `&` | texts of title and note, in languages |
//! | `=` | words of closed lists, see below |
//! | `/`, <code>&#124;</code> | languages, languages of interpreters, with commas between them |
//! | `'` | postcode |
//! | `"` | day of the last change, from the day of line 1 |
//! | `(`, or `)` | the old day, from the day of line 1, or from today |
//!
//! Behind `=` stand digits to the base of 62: the position of the kind in [`super::KINDS`]; of the status
//! in [`super::STATUSES`]; the sum of 1 for online, 2 for on site, 4 for childcare, 8 for step-free; the
//! position in [`super::ORGANISERS`], or `-`; then the positions of its [`super::AUDIENCES`]. Positions
//! are part of the format: these lists only ever grow at their ends.
//!
//! Place, title, organiser and `=` are needed, and one of space and `*`. The place comes before other
//! texts, in which it may stand as `\p`.

mod lines;
mod write;

pub use lines::{Lines, MOST_EVENTS};
pub use write::{Speaker, Written, write};

use super::{Event, Now, key, read};
use crate::domain::date::Date;
use crate::domain::finder::hash;
use crate::domain::json::{self, Problems, Reader};
use crate::domain::text::join;
use std::sync::Arc;

/// The format that is read and written.
const FORMAT: i32 = 1;
/// Most events of a part, as they are written.
pub const MOST: usize = 200;
/// Most parts of a feed.
const MOST_PARTS: usize = 10_000;
/// Most days between two parts.
const MOST_DAYS: i32 = 4_000_000;
/// Most events of which there is a count.
const MOST_COUNT: i32 = 10_000_000;

/// What there is of an event file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Feed {
    pub name: String,
    pub as_of: Option<Date>,
    /// Number of events in all parts.
    pub count: usize,
    /// Soonest first.
    pub parts: Vec<Part>,
    buckets: u32,
    calendars: Calendars,
    texts: Arc<Vec<String>>,
    /// A number made of the texts.
    stamp: u32,
}

/// A part of a feed: sort days of its first and last event, and how many there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub from: Date,
    pub to: Date,
    pub count: usize,
}

/// Which events have calendar files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Calendars {
    languages: Vec<String>,
    /// Those that were not over when this day began.
    from: Option<Date>,
    /// The last one: sort day, minute, id; all of them without one.
    until: Option<(Date, i32, String)>,
}

impl Feed {
    /// Returns the path of a feed below the page.
    pub fn path(name: &str) -> String {
        format!("events/{name}/feed.json")
    }

    /// Reads `feed.json`; `None` if it cannot be used. Without its parts, it is of no use.
    pub fn read(name: &str, text: &str, problems: &Problems) -> Option<Feed> {
        let path = Feed::path(name);
        let value = json::parse(&path, text, problems)?;
        let reader = Reader::new(&value, &format!("{path}#"), problems);
        let fields =
            ["format", "id", "as_of", "count", "buckets", "first", "parts", "texts", "calendars"];
        let object = reader.object(&fields)?;
        object.number("format", FORMAT..=FORMAT)?;
        if object.slug("id")? != name {
            reader.error(format!("The id must be the name of the feed, \"{name}\"."));
            return None;
        }
        let list = object.list("parts");
        let (mut parts, mut last) = (Vec::new(), object.date("first")?);
        for item in list.iter().take(MOST_PARTS) {
            let part = Part::read(item, last)?;
            last = part.to;
            parts.push(part);
        }
        let calendars = object.get("calendars").and_then(|field| Calendars::read(&field));
        let texts = object.all("texts", &|text| text.text().map(str::to_owned));
        let feed = Feed {
            name: name.to_owned(),
            as_of: object.get("as_of").and_then(|field| field.date()),
            count: object.number("count", 0..=MOST_COUNT)? as usize,
            parts,
            buckets: object.number("buckets", 1..=MOST_COUNT)? as u32,
            calendars: calendars.unwrap_or_default(),
            stamp: stamp(&texts),
            texts: Arc::new(texts),
        };
        if feed.count != feed.parts.iter().map(|part| part.count).sum::<usize>() {
            reader.error("\"count\" is not the number of events in all parts.");
        }
        Some(feed)
    }

    /// Returns the path of a part.
    pub fn part_path(&self, at: usize) -> String {
        format!("events/{}/{at}.txt", self.name)
    }

    /// Returns the path of the file that holds all there is to know of an event.
    pub fn details_path(&self, id: &str) -> String {
        format!("events/{}/d{}.json", self.name, hash(id) % self.buckets.max(1))
    }

    /// Returns the path of the calendar file of an event in a language, if it has one.
    pub fn ics_path(&self, event: &Event, tag: &str) -> Option<String> {
        let Calendars { languages, from, until } = &self.calendars;
        let early = until
            .as_ref()
            .is_none_or(|(day, minute, id)| key(event) <= (*day, *minute, id.as_str()));
        let ahead = from.is_some_and(|day| !event.is_over(Now::morning(day)));
        let has = early && ahead && !event.counted && languages.iter().any(|other| other == tag);
        has.then(|| format!("events/{}/{}.{tag}.ics", self.name, event.id))
    }

    /// Reads a file of details; `path` is where it lies.
    pub fn details(
        &self,
        path: &str,
        text: &str,
        today: Date,
        demo: bool,
        problems: &Problems,
    ) -> Vec<Event> {
        read::read_at(path, &self.name, text, (today, demo), problems)
    }

    /// Returns the order in which to fetch the parts: the one with today and those after it, then the
    /// past ones backwards.
    pub fn order(&self, today: Date) -> Vec<usize> {
        let first = self.first(today);
        (first..self.parts.len()).chain((0..first).rev()).collect()
    }

    /// Returns how many parts, from the front of that order, the first screen needs to show `rows`
    /// coming events. Of the part that holds today nobody knows how many of its events are coming.
    pub fn near(&self, today: Date, rows: usize) -> usize {
        let (mut sure, mut needed) = (0, 0);
        for part in self.parts.iter().skip(self.first(today)) {
            if sure >= rows {
                break;
            }
            needed += 1;
            sure += if part.from > today { part.count } else { 0 };
        }
        needed.max(1).min(self.parts.len())
    }

    /// Returns the position of the first part that does not lie before today.
    fn first(&self, today: Date) -> usize {
        let first = self.parts.iter().position(|part| part.to >= today);
        first.unwrap_or(self.parts.len())
    }
}

/// Returns a number made of the texts that parts share.
fn stamp(texts: &[String]) -> u32 {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    hash(&join(&texts, "\n"))
}

impl Part {
    /// Reads a part; `last` is the last day of the one before it.
    fn read(reader: &Reader<'_>, last: Date) -> Option<Part> {
        let list = reader.list();
        let [from, to, count] = list.as_slice() else {
            reader
                .error("A part is three numbers: days to its first and last event, and how many.");
            return None;
        };
        let from = last.plus_days(from.number(0..=MOST_DAYS)?);
        let to = from.plus_days(to.number(0..=MOST_DAYS)?);
        Some(Part { from, to, count: count.number(0..=MOST_EVENTS as i32)? as usize })
    }
}

impl Calendars {
    fn read(reader: &Reader<'_>) -> Option<Calendars> {
        let object = reader.object(&["languages", "from", "until"])?;
        let until = match object.get("until") {
            Some(field) => Some(Calendars::read_last(&field)?),
            None => None,
        };
        let languages = object.slugs("languages");
        Some(Calendars { languages, from: object.date("from"), until })
    }

    fn read_last(reader: &Reader<'_>) -> Option<(Date, i32, String)> {
        let list = reader.list();
        let [day, minute, id] = list.as_slice() else {
            reader.error("The last one is its day, its minute and its id.");
            return None;
        };
        Some((day.date()?, minute.number(-1..=1439)?, id.slug()?))
    }
}
