//! What somebody looks for, and its form in the address.

use crate::domain::date::Date;
use crate::domain::events::{AUDIENCES, GROUPS, ORGANISERS};
use crate::domain::json::is_slug;
use crate::domain::text::join;

/// Most characters of the words and of the place; what is longer is cut.
pub const LONGEST: usize = 120;
/// Most pages of a list.
const MOST_PAGES: usize = 100_000;
/// Radius around a place of which nothing is said, and the widest, in kilometres.
pub const USUAL_KM: i32 = 20;
pub const WIDEST_KM: i32 = 500;

/// What somebody looks for. Filters of one kind widen each other (info evenings or trainings), filters
/// of different kinds narrow each other down.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// As typed, at most [`LONGEST`] characters.
    pub words: String,
    pub near: Option<Near>,
    /// First and last day, both included.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Begins at 17:00 or later.
    pub evening: bool,
    /// Has a Saturday or Sunday.
    pub weekend: bool,
    pub childcare: bool,
    pub step_free: bool,
    pub online: bool,
    pub groups: Set,
    pub audience: Set,
    pub organisers: Set,
    languages: Vec<String>,
    district: Option<String>,
    /// The archive instead of what is coming.
    pub past: bool,
    /// Which page of the list is shown, counted from 0; it changes nothing about what is found.
    pub page: usize,
}

/// Around a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// Name or postcode as typed, not empty, at most [`LONGEST`] characters.
    pub place: String,
    /// From 1 to [`WIDEST_KM`].
    pub km: i32,
}

/// Some words of a closed list, by their positions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Set(u32);

/// A filter that can be switched on or off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    Evening,
    Weekend,
    Childcare,
    StepFree,
    Online,
    /// One of [`GROUPS`].
    Group(&'static str),
    /// One of [`AUDIENCES`].
    Audience(&'static str),
    /// One of [`ORGANISERS`].
    Organiser(&'static str),
    /// A language that is spoken, or into which somebody interprets.
    Language(String),
    /// Key of a district; there is one at a time.
    District(String),
    /// The archive, without the days that were chosen among the coming ones.
    Past,
}

impl Set {
    /// Tells whether the word at a position is in it.
    pub fn has(self, at: usize) -> bool {
        at < 32 && self.0 >> at & 1 == 1
    }

    /// Takes in the word at a position, or leaves it out.
    pub fn switch(&mut self, at: usize) {
        self.0 ^= if at < 32 { 1 << at } else { 0 };
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the positions as bits.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// Returns the words, in the order of the list.
    pub fn words(self, list: &[&'static str]) -> Vec<&'static str> {
        list.iter().enumerate().filter(|(at, _)| self.has(*at)).map(|(_, word)| *word).collect()
    }
}

impl Query {
    /// Reads the form in the address; pieces that say nothing are left out.
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let mut km = USUAL_KM;
        for piece in text.split('&') {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            let Some(value) = decoded(value) else { continue };
            match key {
                "q" => query.words = cut(&value).to_owned(),
                "near" if !value.is_empty() => {
                    query.near = Some(Near { place: cut(&value).to_owned(), km });
                }
                "km" => km = kilometres(&value).unwrap_or(km),
                "from" => query.from = Date::parse(&value),
                "to" => query.to = Date::parse(&value),
                "in" => query.set_district(&value),
                "past" => query.past = true,
                "page" => query.page = page(&value),
                _ => query.parse_list(key, &value),
            }
        }
        if let Some(near) = &mut query.near {
            near.km = km;
        }
        query
    }

    fn parse_list(&mut self, key: &str, value: &str) {
        for word in value.split('.') {
            match key {
                "kind" => take(&mut self.groups, &GROUPS, word),
                "for" => take(&mut self.audience, &AUDIENCES, word),
                "by" => take(&mut self.organisers, &ORGANISERS, word),
                "lang" if is_slug(word) && !self.speaks(word) => self.switch_language(word),
                "with" => {
                    if let Some((_, flag)) =
                        self.flags().into_iter().find(|(name, _)| *name == word)
                    {
                        *flag = true;
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the short form for the address: the same for the same query, empty for the empty one.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        put(&mut out, "q", cut(&self.words));
        if let Some(near) = &self.near {
            put(&mut out, "near", cut(&near.place));
            if !near.place.is_empty() {
                put(&mut out, "km", &near.km.clamp(1, WIDEST_KM).to_string());
            }
        }
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        put(&mut out, "from", &day(self.from));
        put(&mut out, "to", &day(self.to));
        put(&mut out, "kind", &dotted(&self.groups.words(&GROUPS)));
        put(&mut out, "for", &dotted(&self.audience.words(&AUDIENCES)));
        put(&mut out, "by", &dotted(&self.organisers.words(&ORGANISERS)));
        let languages: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        put(&mut out, "lang", &dotted(&languages));
        let mut copy = self.clone();
        let flags = copy.flags().into_iter().filter(|(_, flag)| **flag);
        put(&mut out, "with", &dotted(&flags.map(|(name, _)| name).collect::<Vec<&str>>()));
        put(&mut out, "in", self.district().unwrap_or_default());
        put(&mut out, "past", if self.past { "1" } else { "" });
        let page = self.page.saturating_add(1).min(MOST_PAGES).to_string();
        put(&mut out, "page", if self.page > 0 { &page } else { "" });
        out
    }

    fn flags(&mut self) -> [(&'static str, &mut bool); 5] {
        [
            ("evening", &mut self.evening),
            ("weekend", &mut self.weekend),
            ("childcare", &mut self.childcare),
            ("step_free", &mut self.step_free),
            ("online", &mut self.online),
        ]
    }

    /// Returns the tags of the languages, sorted.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    fn speaks(&self, tag: &str) -> bool {
        self.languages.iter().any(|other| other == tag)
    }

    fn switch_language(&mut self, tag: &str) {
        match self.languages.binary_search_by(|other| other.as_str().cmp(tag)) {
            Ok(at) => drop(self.languages.remove(at)),
            Err(at) if is_slug(tag) => self.languages.insert(at, tag.to_owned()),
            Err(_) => {}
        }
    }

    /// Returns the query around another place, or around none. A place and a district stand for each other.
    pub fn around(&self, near: Option<Near>) -> Query {
        let mut query = self.turned(0);
        if near.is_some() {
            query.district = None;
        }
        Query { near, ..query }
    }

    /// Returns how many filters are on besides words, place, district and archive.
    pub fn filters(&self) -> usize {
        let mut copy = self.clone();
        let flags = copy.flags().into_iter().filter(|(_, flag)| **flag).count();
        let sets =
            [self.groups, self.audience, self.organisers].map(|set| set.0.count_ones() as usize);
        let days = usize::from(self.from.is_some()) + usize::from(self.to.is_some());
        flags + sets.iter().sum::<usize>() + self.languages.len() + days
    }

    /// Returns the key of the district.
    pub fn district(&self) -> Option<&str> {
        self.district.as_deref()
    }

    fn set_district(&mut self, key: &str) {
        self.district = is_slug(key).then(|| key.to_owned());
    }

    /// Tells whether a filter is on.
    pub fn has(&self, filter: &Filter) -> bool {
        match filter {
            Filter::Evening => self.evening,
            Filter::Weekend => self.weekend,
            Filter::Childcare => self.childcare,
            Filter::StepFree => self.step_free,
            Filter::Online => self.online,
            Filter::Group(word) => holds(self.groups, &GROUPS, word),
            Filter::Audience(word) => holds(self.audience, &AUDIENCES, word),
            Filter::Organiser(word) => holds(self.organisers, &ORGANISERS, word),
            Filter::Language(tag) => self.speaks(tag),
            Filter::District(key) => self.district() == Some(key),
            Filter::Past => self.past,
        }
    }

    /// Returns the query with another page of its list, counted from 0. Whoever changes anything else
    /// turns to page 0.
    pub fn turned(&self, page: usize) -> Query {
        Query { page, ..self.clone() }
    }

    /// Returns the query with one filter switched, on its first page.
    pub fn switched(&self, filter: &Filter) -> Query {
        let mut query = self.turned(0);
        match filter {
            Filter::Evening => query.evening = !query.evening,
            Filter::Weekend => query.weekend = !query.weekend,
            Filter::Childcare => query.childcare = !query.childcare,
            Filter::StepFree => query.step_free = !query.step_free,
            Filter::Online => query.online = !query.online,
            Filter::Group(word) => switch(&mut query.groups, &GROUPS, word),
            Filter::Audience(word) => switch(&mut query.audience, &AUDIENCES, word),
            Filter::Organiser(word) => switch(&mut query.organisers, &ORGANISERS, word),
            Filter::Language(tag) => query.switch_language(tag),
            Filter::District(_) if self.has(filter) => query.district = None,
            Filter::District(key) => {
                query.set_district(key);
                query.near = None;
            }
            Filter::Past => {
                query.past = !query.past;
                (query.from, query.to) = (None, None);
            }
        }
        query
    }

    /// Returns the query without any filter, in the archive if it was there.
    pub fn cleared(&self) -> Query {
        Query { past: self.past, ..Query::default() }
    }

    /// Returns the chosen days, the earlier one first.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        if self.from.is_none() && self.to.is_none() {
            return None;
        }
        let from = self.from.map_or(i32::MIN, Date::days);
        let to = self.to.map_or(i32::MAX, Date::days);
        Some((from.min(to), from.max(to)))
    }
}

fn holds(set: Set, list: &[&str], word: &str) -> bool {
    list.iter().position(|other| *other == word).is_some_and(|at| set.has(at))
}

fn switch(set: &mut Set, list: &[&str], word: &str) {
    if let Some(at) = list.iter().position(|other| *other == word) {
        set.switch(at);
    }
}

fn take(set: &mut Set, list: &[&str], word: &str) {
    if !holds(*set, list, word) {
        switch(set, list, word);
    }
}

/// Returns the page of a number that begins with 1.
fn page(text: &str) -> usize {
    text.parse::<usize>().map_or(0, |page| page.clamp(1, MOST_PAGES) - 1)
}

fn kilometres(text: &str) -> Option<i32> {
    text.parse::<i32>().ok().map(|km| km.clamp(1, WIDEST_KM))
}

fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn dotted(words: &[&str]) -> String {
    join(words, ".")
}

/// Writes a piece, if it says anything; what has a meaning in addresses is written as `%` and its code.
fn put(out: &mut String, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    out.push_str(if out.is_empty() { "" } else { "&" });
    out.push_str(key);
    out.push('=');
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}

fn digit(number: u8) -> char {
    char::from(if number < 10 { b'0' + number } else { b'A' + number - 10 })
}

/// Takes codes back to characters; `None` if these are no characters.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = match behind {
            [high, low, ..] if *first == b'%' => number(*high).zip(number(*low)),
            _ => None,
        };
        bytes.push(code.map_or(*first, |(high, low)| high << 4 | low));
        rest = behind.get(if code.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).ok()
}

fn number(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|n| u8::try_from(n).ok())
}
