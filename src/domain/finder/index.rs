//! What the finder needs of each event, worked out once.

use super::fold;
use super::words::Words;
use crate::domain::events::{self, AUDIENCES, Event, EventWhen, GROUPS, ORGANISERS};
use crate::domain::places::{Places, Point};

/// Most words of one text that can be found.
const MOST_WORDS: usize = 400;
/// Most languages that can be told apart.
const MOST_LANGUAGES: usize = 64;
/// Minutes since midnight from which on it is evening.
const EVENING: i32 = 17 * 60;

/// Where the values of the lists stand among the bits of an event: five answers of yes or no, groups,
/// audiences, organisers. Languages have bits of their own.
pub(super) const GROUP: usize = 5;
pub(super) const AUDIENCE: usize = GROUP + GROUPS.len();
pub(super) const ORGANISER: usize = AUDIENCE + AUDIENCES.len();
pub(super) const FIXED: usize = ORGANISER + ORGANISERS.len();
/// Bits of one number.
pub(super) const BITS: usize = 64;

/// Stands for no district.
pub(super) const NOWHERE: u16 = u16::MAX;

/// Events made ready for searching. They are named by the order in which they were added.
///
/// Most texts stand in many events: the organiser, the town, the title of a series. So each text is
/// looked at once, and each word of it once.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Index {
    pub(super) rows: Vec<Row>,
    /// Soonest first.
    pub(super) order: Vec<u32>,
    pub(super) words: Words,
    /// Numbers of the words of all texts, one text behind the other; and where each text ends.
    pub(super) words_of_texts: Vec<u32>,
    pub(super) text_ends: Vec<u32>,
    /// Numbers of the texts of all events, one event behind the other.
    pub(super) texts_of_events: Vec<u32>,
    pub(super) languages: Vec<String>,
    pub(super) districts: Vec<String>,
    texts: Words,
    towns: Words,
    spots: Vec<Spot>,
}

/// Where a town lies.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Spot {
    point: Option<Point>,
    district: u16,
}

/// One event.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// First and last day, since 1970.
    pub first: i32,
    pub last: i32,
    minute: i32,
    pub over: i64,
    pub point: Option<Point>,
    pub unsure: bool,
    pub cancelled: bool,
    /// What can be chosen from lists, one bit for each position; languages apart.
    pub values: [u64; 2],
    pub district: u16,
    /// Where its texts begin and end.
    pub texts: (u32, u32),
}

impl Index {
    /// Adds events behind those that are already there. Large numbers can be added bit by bit.
    ///
    /// `kind_name` returns the name of a kind, so that it is found by that, too.
    pub fn add(&mut self, events: &[Event], places: &Places, kind_name: &dyn Fn(&str) -> String) {
        let old = self.rows.len();
        for event in events {
            let texts = self.texts_of(event, kind_name);
            let spot = self.spot(event, places);
            let languages = self.languages_of(event);
            let values = [values(event), languages];
            self.rows.push(Row { texts, values, ..row(event, spot) });
        }
        self.sort_in(old);
    }

    /// Returns the number of events.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Sorts the events from `old` on, and merges them into the others.
    fn sort_in(&mut self, old: usize) {
        let rows = &self.rows;
        let key = |at: u32| (rows[at as usize].first, rows[at as usize].minute);
        let mut new: Vec<u32> = (old as u32..rows.len() as u32).collect();
        events::sort(&mut new, &|a, b| key(a) <= key(b));
        let mut merged = Vec::with_capacity(rows.len());
        let mut new = new.into_iter().peekable();
        for at in &self.order {
            while let Some(next) = new.next_if(|next| key(*next) < key(*at)) {
                merged.push(next);
            }
            merged.push(*at);
        }
        merged.extend(new);
        self.order = merged;
    }

    fn texts_of(&mut self, event: &Event, kind_name: &dyn Fn(&str) -> String) -> (u32, u32) {
        let from = self.texts_of_events.len() as u32;
        let year = event.when.sort().year().to_string();
        let kind = kind_name(&event.kind);
        let plain = [&event.place, &event.organiser, &kind, &year].map(String::as_str);
        let maybe = [&event.venue, &event.postcode];
        let notes = event.note.iter().flat_map(|note| note.texts());
        let all = event.title.texts().chain(plain).chain(notes);
        for text in all.chain(maybe.into_iter().filter_map(|text| text.as_deref())) {
            let number = self.texts.number(text);
            if number as usize == self.text_ends.len() {
                self.take_words(text);
            }
            self.texts_of_events.push(number);
        }
        (from, self.texts_of_events.len() as u32)
    }

    fn take_words(&mut self, text: &str) {
        for word in fold(text).split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS) {
            let number = self.words.number(word);
            self.words_of_texts.push(number);
        }
        self.text_ends.push(self.words_of_texts.len() as u32);
    }

    fn languages_of(&mut self, event: &Event) -> u64 {
        let german = bit(&mut self.languages, "de");
        let tags = event.languages.iter().chain(&event.interpreting);
        tags.fold(german, |bits, tag| bits | bit(&mut self.languages, tag))
    }

    /// Returns where an event is; each town is looked for once.
    fn spot(&mut self, event: &Event, places: &Places) -> Spot {
        let postcode = event.postcode.as_deref();
        let name = format!("{};{}", event.place, postcode.unwrap_or_default());
        let number = self.towns.number(&name) as usize;
        if let Some(spot) = self.spots.get(number) {
            return *spot;
        }
        let point = places.point(&event.place, postcode);
        let key = point.and_then(|point| places.district(point));
        let district = key.map_or(NOWHERE, |key| district(&mut self.districts, key));
        let spot = Spot { point, district };
        self.spots.push(spot);
        spot
    }
}

/// Returns the position of a name, a new one for a new name.
fn position(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|other| other == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

fn district(names: &mut Vec<String>, key: &str) -> u16 {
    u16::try_from(position(names, key)).unwrap_or(NOWHERE)
}

/// Returns the bit of a language; none if there are too many.
fn bit(names: &mut Vec<String>, tag: &str) -> u64 {
    match names.len() < MOST_LANGUAGES || names.iter().any(|other| other == tag) {
        true => 1 << position(names, tag),
        false => 0,
    }
}

fn row(event: &Event, spot: Spot) -> Row {
    Row {
        first: event.when.sort().days(),
        last: event.when.last().days(),
        minute: event.minute().unwrap_or(-1),
        over: event.over(),
        point: spot.point,
        unsure: event.is_unsure(),
        cancelled: event.is_cancelled(),
        values: [0; 2],
        district: spot.district,
        texts: (0, 0),
    }
}

fn values(event: &Event) -> u64 {
    let evening = event.minute().is_some_and(|minute| minute >= EVENING);
    let flags = [evening, is_weekend(event), event.childcare, event.step_free, event.online];
    let mut bits = 0;
    for (at, flag) in flags.into_iter().enumerate() {
        bits |= u64::from(flag) << at;
    }
    let mut take = |from: usize, list: &[&str], word: &str| {
        let at = list.iter().position(|other| *other == word);
        bits |= at.map_or(0, |at| 1 << (from + at));
    };
    take(GROUP, &GROUPS, events::group(&event.kind));
    event.audience.iter().for_each(|word| take(AUDIENCE, &AUDIENCES, word));
    event.organiser_kind.iter().for_each(|word| take(ORGANISER, &ORGANISERS, word));
    bits
}

/// Tells whether a Saturday or Sunday is among its days; of a series only the first day is known.
fn is_weekend(event: &Event) -> bool {
    let (first, last) = match event.when {
        EventWhen::Day { date, .. } => (date.days(), date.days()),
        EventWhen::Starting { from, .. } => (from.days(), from.days()),
        EventWhen::Days { from, to } => (from.days(), to.days()),
        EventWhen::About { .. } => return false,
    };
    super::weekday(first) >= 5 || last - first >= 5 - super::weekday(first)
}
