//! What the finder needs of each event, worked out once.

use super::fold;
use super::words::Words;
use crate::domain::events::feed::Lines;
use crate::domain::events::{self, AUDIENCES, Event, EventWhen, GROUPS, KINDS, ORGANISERS};
use crate::domain::places::{Places, Point};

/// Most words of one text that can be found.
const MOST_WORDS: usize = 400;
/// Most texts of one event that can be found.
const MOST_TEXTS: usize = 1000;
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
/// Stands for the line of an event that did not come in a part.
pub(super) const NOT_READ: u32 = u32::MAX;

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
    texts_of_events: Vec<u32>,
    pub(super) languages: Vec<String>,
    pub(super) districts: Vec<String>,
    pub(super) spots: Vec<Spot>,
    /// Numbers of the texts that name the kinds, in their order.
    pub(super) kinds: Vec<u32>,
    texts: Words,
    towns: Words,
    /// Ids with their files, and the first event of each.
    pub(super) ids: Words,
    pub(super) rows_of_ids: Vec<u32>,
    /// Parts of feeds, and the first event of each.
    pub(super) parts: Vec<(u32, Lines)>,
}

/// Where a town lies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Spot {
    pub point: Option<Point>,
    pub district: u16,
}

/// One event.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// What can be chosen from lists, one bit for each position; languages apart.
    pub values: [u64; 2],
    /// First and last day, since 1970.
    pub first: i32,
    pub last: i32,
    /// Its town, and its id.
    pub spot: u32,
    pub id: u32,
    /// Where its line begins in the part, [`NOT_READ`] if it did not come in one.
    pub line: u32,
    /// Where its texts begin, and how many there are.
    texts: u32,
    texts_len: u16,
    minute: i16,
    /// Minutes from the beginning of the last day until it is over.
    until: i16,
    /// Position of its kind.
    pub kind: u8,
    pub state: State,
}

/// Whether an event can be relied on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Sure,
    /// Its day is not known.
    Unsure,
    Cancelled,
    /// Neither is its day known, nor will it take place.
    UnsureCancelled,
}

impl Row {
    /// Returns the moment at which it is over.
    pub fn over(&self) -> i64 {
        i64::from(self.last) * 1440 + i64::from(self.until)
    }

    pub fn is_unsure(&self) -> bool {
        matches!(self.state, State::Unsure | State::UnsureCancelled)
    }

    pub fn is_cancelled(&self) -> bool {
        matches!(self.state, State::Cancelled | State::UnsureCancelled)
    }
}

impl Index {
    /// Adds events behind those that are already there. Large numbers can be added bit by bit.
    ///
    /// `kind_name` returns the name of a kind, so that it is found by that, too.
    pub fn add(&mut self, events: &[Event], places: &Places, kind_name: &dyn Fn(&str) -> String) {
        let old = self.rows.len();
        self.name_kinds(kind_name);
        for event in events {
            let id = self.ids.number(&id_of(&event.file, &event.id));
            self.push(event, (id, NOT_READ), places);
        }
        self.sort_in(old);
    }

    /// Adds an event with the number of its id and the place of its line.
    pub(super) fn push(&mut self, event: &Event, (id, line): (u32, u32), places: &Places) {
        if id as usize == self.rows_of_ids.len() {
            self.rows_of_ids.push(self.rows.len() as u32);
        }
        let texts = self.texts_of_events.len();
        self.take_texts(event);
        let texts_len = (self.texts_of_events.len() - texts) as u16;
        let texts = texts as u32;
        let spot = self.spot(event, places);
        let values = [values(event), self.languages_of(event)];
        self.rows.push(Row { texts, texts_len, values, spot, id, line, ..row(event) });
    }

    /// Takes the names of kinds in the present language, by which events are found, too.
    pub fn name_kinds(&mut self, name: &dyn Fn(&str) -> String) {
        self.kinds = KINDS.iter().map(|kind| self.text(&name(kind))).collect();
    }

    /// Looks again where the towns are, when the tables of places have arrived.
    pub fn place(&mut self, places: &Places) {
        self.districts.clear();
        self.spots.clear();
        for number in 0..self.towns.len() {
            let spot = spot(self.towns.get(number), places, &mut self.districts);
            self.spots.push(spot);
        }
    }

    /// Returns the number of events.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Sorts the events from `old` on in among the others. Parts come sorted, and mostly all behind or
    /// all before what is there; then nothing is compared but their ends.
    pub(super) fn sort_in(&mut self, old: usize) {
        let mut new: Vec<u32> = (old as u32..self.rows.len() as u32).collect();
        let mut order = std::mem::take(&mut self.order);
        if !new.windows(2).all(|pair| self.ordered(pair[0], pair[1])) {
            events::sort(&mut new, &|a, b| self.ordered(a, b));
        }
        let joined = |a: &[u32], b: &[u32]| {
            a.last().zip(b.first()).is_none_or(|(a, b)| self.ordered(*a, *b))
        };
        self.order = if joined(&order, &new) {
            order.extend_from_slice(&new);
            order
        } else if joined(&new, &order) {
            new.extend_from_slice(&order);
            new
        } else {
            self.merged(&order, &new)
        };
    }

    fn merged(&self, order: &[u32], new: &[u32]) -> Vec<u32> {
        let mut merged = Vec::with_capacity(order.len() + new.len());
        let mut new = new.iter().peekable();
        for at in order {
            while let Some(next) = new.next_if(|next| !self.ordered(*at, **next)) {
                merged.push(*next);
            }
            merged.push(*at);
        }
        merged.extend(new);
        merged
    }

    /// Tells whether an event may stand before another one: by day, time of day, id and file.
    pub(super) fn ordered(&self, a: u32, b: u32) -> bool {
        let key = |at: u32| {
            let row = &self.rows[at as usize];
            (row.first, row.minute, self.ids.get(row.id as usize))
        };
        key(a) <= key(b)
    }

    /// Returns the numbers of the texts of an event.
    pub(super) fn texts_of(&self, row: &Row) -> &[u32] {
        let from = row.texts as usize;
        self.texts_of_events.get(from..from + usize::from(row.texts_len)).unwrap_or_default()
    }

    /// Returns the district of an event, [`NOWHERE`] if it is in none.
    pub(super) fn district_of(&self, row: &Row) -> u16 {
        self.spots.get(row.spot as usize).map_or(NOWHERE, |spot| spot.district)
    }

    fn take_texts(&mut self, event: &Event) {
        let year = event.when.sort().year().to_string();
        let plain = [&event.place, &event.organiser, &year].map(String::as_str);
        let maybe = [&event.venue, &event.postcode];
        let notes = event.note.iter().flat_map(|note| note.texts());
        let all = event.title.texts().chain(plain).chain(notes);
        let all = all.chain(maybe.into_iter().filter_map(|text| text.as_deref()));
        for text in all.take(MOST_TEXTS) {
            let number = self.text(text);
            self.texts_of_events.push(number);
        }
    }

    /// Returns the number of a text, with its words if it is new.
    fn text(&mut self, text: &str) -> u32 {
        let number = self.texts.number(text);
        if number as usize == self.text_ends.len() {
            self.take_words(text);
        }
        number
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

    /// Returns the number of the town where an event is; each town is looked for once.
    fn spot(&mut self, event: &Event, places: &Places) -> u32 {
        let postcode = event.postcode.as_deref().unwrap_or_default();
        let number = self.towns.number(&format!("{};{postcode}", event.place));
        if number as usize == self.spots.len() {
            let name = self.towns.get(number as usize);
            let spot = spot(name, places, &mut self.districts);
            self.spots.push(spot);
        }
        number
    }
}

/// Returns how an event is known: ids are unique only within their file. Blanks come before all letters
/// of ids, so these are in order as ids are.
pub(super) fn id_of(file: &str, id: &str) -> String {
    format!("{id} {file}")
}

/// Returns where a town with its postcode lies.
fn spot(name: &str, places: &Places, districts: &mut Vec<String>) -> Spot {
    let (town, postcode) = name.rsplit_once(';').unwrap_or((name, ""));
    let point = places.point(town, Some(postcode).filter(|digits| !digits.is_empty()));
    let key = point.and_then(|point| places.district(point));
    Spot { point, district: key.map_or(NOWHERE, |key| district(districts, key)) }
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

fn row(event: &Event) -> Row {
    let kind = KINDS.iter().position(|kind| *kind == event.kind);
    let (first, last) = (event.when.sort().days(), event.when.last().days());
    Row {
        first,
        last,
        minute: event.minute().unwrap_or(-1) as i16,
        until: (event.over() - i64::from(last) * 1440) as i16,
        kind: kind.map_or(u8::MAX, |kind| kind as u8),
        state: match (event.is_unsure(), event.is_cancelled()) {
            (false, false) => State::Sure,
            (true, false) => State::Unsure,
            (false, true) => State::Cancelled,
            (true, true) => State::UnsureCancelled,
        },
        values: [0; 2],
        texts: 0,
        texts_len: 0,
        spot: 0,
        id: 0,
        line: NOT_READ,
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
