//! What is counted at a stand: numbers per day, nothing about a person.

use crate::domain::date::Date;
use crate::domain::json::is_slug;
use serde_json::{Map, Value};

/// Most days that are kept; the oldest go first.
pub const MOST_DAYS: usize = 400;
/// Most languages that a day counts: more cannot be but by damage.
const MOST_LANGUAGES: usize = 40;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What<'a> {
    /// A visit that began.
    Session,
    /// The check "may I vote and stand" that came to its result.
    Check,
    /// The self-assessment that came to its result.
    Result,
    /// A code or a paper that somebody took along.
    Handover,
    /// The program broke down and was started anew.
    Panic,
    /// A visit that ended because nobody was there any more.
    WipeIdle,
    /// A language that was chosen, by its tag.
    Language(&'a str),
}

impl What<'_> {
    /// Returns the name by which a program on the machine of the stand counts it.
    pub fn word(self) -> String {
        match (self, number_of(self).and_then(|at| WORDS.get(at))) {
            (What::Language(tag), _) => format!("{LANGUAGES}.{tag}"),
            (_, word) => word.copied().unwrap_or_default().to_owned(),
        }
    }
}

/// Names of the numbers in the stored form and in the table, in the order of [`What`].
const WORDS: [&str; 6] = ["sessions", "checks", "results", "handovers", "panics", "wipes_idle"];
const LANGUAGES: &str = "languages";

/// The counts of one day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Day {
    numbers: [u32; WORDS.len()],
    /// In the order of their tags.
    languages: Vec<(String, u32)>,
}

/// The counts of all days that are kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// In the order of the days.
    days: Vec<(Date, Day)>,
}

impl Day {
    /// Returns how often something was counted.
    pub fn count(&self, what: What<'_>) -> u32 {
        match what {
            What::Language(tag) => {
                self.languages.iter().find(|(other, _)| other == tag).map_or(0, |(_, n)| *n)
            }
            what => number_of(what).and_then(|at| self.numbers.get(at)).map_or(0, |n| *n),
        }
    }

    /// Returns the languages that were chosen and how often, in the order of their tags.
    pub fn languages(&self) -> &[(String, u32)] {
        &self.languages
    }

    fn number_mut(&mut self, what: What<'_>) -> Option<&mut u32> {
        let What::Language(tag) = what else {
            return self.numbers.get_mut(number_of(what)?);
        };
        let found = self.languages.binary_search_by(|(other, _)| other.as_str().cmp(tag));
        let at = match found {
            Ok(at) => at,
            Err(_) if !is_slug(tag) || self.languages.len() >= MOST_LANGUAGES => return None,
            Err(at) => {
                self.languages.insert(at, (tag.to_owned(), 0));
                at
            }
        };
        self.languages.get_mut(at).map(|(_, number)| number)
    }

    fn raise(&mut self, what: What<'_>, least: u32) {
        if least > 0
            && let Some(number) = self.number_mut(what)
        {
            *number = least.max(*number);
        }
    }

    fn to_value(&self) -> Value {
        let mut map = Map::new();
        for (word, number) in WORDS.iter().zip(self.numbers).filter(|(_, number)| *number > 0) {
            map.insert((*word).to_owned(), Value::from(number));
        }
        if !self.languages.is_empty() {
            let mut languages = Map::new();
            for (tag, number) in &self.languages {
                languages.insert(tag.clone(), Value::from(*number));
            }
            map.insert(LANGUAGES.to_owned(), Value::Object(languages));
        }
        Value::Object(map)
    }

    fn read(map: &Map<String, Value>) -> Day {
        let mut day = Day::default();
        for (number, word) in day.numbers.iter_mut().zip(WORDS) {
            *number = map.get(word).map_or(0, count);
        }
        for (tag, value) in map.get(LANGUAGES).and_then(Value::as_object).into_iter().flatten() {
            day.raise(What::Language(tag), count(value));
        }
        day
    }
}

/// Returns the place of a number among the [`WORDS`].
fn number_of(what: What<'_>) -> Option<usize> {
    match what {
        What::Session => Some(0),
        What::Check => Some(1),
        What::Result => Some(2),
        What::Handover => Some(3),
        What::Panic => Some(4),
        What::WipeIdle => Some(5),
        What::Language(_) => None,
    }
}

/// Reads a stored count; 0 if it is none.
fn count(value: &Value) -> u32 {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}

impl Tally {
    /// Counts something on a day. What is no language is not counted.
    pub fn add(&mut self, day: Date, what: What<'_>) {
        if let Some(number) = self.day_mut(day).number_mut(what) {
            *number = number.saturating_add(1);
        }
        self.cut();
    }

    /// Returns the counts of a day; `None` if there are none.
    pub fn day(&self, day: Date) -> Option<&Day> {
        let at = self.days.binary_search_by(|(other, _)| other.cmp(&day)).ok()?;
        self.days.get(at).map(|(_, counts)| counts)
    }

    /// Returns the last `last` days up to `today`, one after the other, with their counts.
    pub fn days(&self, today: Date, last: usize) -> Vec<(Date, Option<&Day>)> {
        let last = last.min(MOST_DAYS) as i32;
        let mut days = Vec::new();
        for back in (0..last).rev() {
            let day = today.plus_days(-back);
            days.push((day, self.day(day)));
        }
        days
    }

    /// Takes in what another window wrote meanwhile: of two numbers the larger one counts, so that nothing
    /// is counted twice.
    pub fn merge(&mut self, other: &Tally) {
        for (day, counts) in &other.days {
            let own = self.day_mut(*day);
            for (number, least) in own.numbers.iter_mut().zip(counts.numbers) {
                *number = least.max(*number);
            }
            for (tag, least) in &counts.languages {
                own.raise(What::Language(tag), *least);
            }
        }
        self.cut();
    }

    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        for (day, counts) in &self.days {
            map.insert(day.to_string(), counts.to_value());
        }
        Value::Object(map)
    }

    /// Reads the stored form; `None` if it is not an object. What is damaged in it is left out.
    pub fn from_value(value: &Value) -> Option<Tally> {
        let mut tally = Tally::default();
        for (day, value) in value.as_object()? {
            if let (Some(day), Some(map)) = (Date::parse(day), value.as_object()) {
                *tally.day_mut(day) = Day::read(map);
            }
        }
        tally.cut();
        Some(tally)
    }

    /// Returns a table for spreadsheets: a line per day, a column per number and per language.
    ///
    /// There are only digits, days and names of columns that begin with a letter: nothing runs as a formula.
    pub fn to_csv(&self) -> String {
        let mut tags: Vec<&str> = Vec::new();
        for (tag, _) in self.days.iter().flat_map(|(_, counts)| &counts.languages) {
            if let Err(at) = tags.binary_search(&tag.as_str()) {
                tags.insert(at, tag);
            }
        }
        let mut out = "day".to_owned();
        for word in WORDS {
            out.push(',');
            out.push_str(word);
        }
        for tag in &tags {
            out.push_str(",language_");
            out.push_str(tag);
        }
        out.push_str("\r\n");
        for (day, counts) in &self.days {
            out.push_str(&day.to_string());
            let languages = tags.iter().map(|tag| counts.count(What::Language(tag)));
            for number in counts.numbers.into_iter().chain(languages) {
                out.push(',');
                out.push_str(&number.to_string());
            }
            out.push_str("\r\n");
        }
        out
    }

    fn day_mut(&mut self, day: Date) -> &mut Day {
        let found = self.days.binary_search_by(|(other, _)| other.cmp(&day));
        let at = found.unwrap_or_else(|at| {
            self.days.insert(at, (day, Day::default()));
            at
        });
        &mut self.days[at].1
    }

    fn cut(&mut self) {
        let surplus = self.days.len().saturating_sub(MOST_DAYS);
        self.days.drain(..surplus);
    }
}
