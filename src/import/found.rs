//! What was found in a file, in one form for calendars and for meetings of a council.

use super::report::Place;
use super::wall::Wall;
use crate::domain::date::Date;
use std::rc::Rc;

/// The days of which events are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    pub from: Date,
    pub to: Date,
    pub today: Date,
}

/// Whether it will take place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    Planned,
    Held,
    Unsure,
    Cancelled,
}

/// A text and the tag of its language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    pub language: String,
    pub text: String,
}

/// Where it takes place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spot {
    pub venue: Option<String>,
    pub postcode: Option<String>,
    pub town: Option<String>,
    pub online: bool,
    /// Whether there is a room as well.
    pub on_site: bool,
    /// Whether the town is only guessed from the form of the address.
    pub guessed: bool,
}

/// What all instances of an event have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Details {
    pub place: Place,
    pub uid: String,
    /// By language; not cleaned yet.
    pub titles: Vec<Told>,
    pub text: Option<Told>,
    pub spot: Spot,
    pub url: Option<String>,
    pub register_url: Option<String>,
    pub categories: Vec<String>,
    pub organiser: Option<String>,
    /// One of `domain::events::KINDS`, where the file leaves no doubt.
    pub kind: Option<&'static str>,
}

/// One event, or one instance of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub details: Rc<Details>,
    /// What tells the instance from the others of its series: its original day; empty without one.
    pub instance: String,
    /// By the clocks of Germany.
    pub start: Wall,
    pub end: Option<Wall>,
    /// Whether days are meant; `end` is then the midnight after the last one.
    pub all_day: bool,
    /// The day on which it would have been by the rule of its series.
    pub was: Option<Date>,
    pub said: Said,
}

impl Found {
    /// Returns the last day.
    pub fn last(&self) -> Date {
        let end = self.end.map_or(self.start, |end| end.plus(-1));
        end.max(self.start).date()
    }

    /// Tells whether any of it lies in the window.
    pub fn is_in(&self, window: &Window) -> bool {
        self.start.date() <= window.to && self.last() >= window.from
    }
}

/// Chooses at most `most`: those from today on first, and of the past ones the latest. Returns how
/// many were left out.
pub fn choose(found: &mut Vec<Found>, most: usize, today: Date) -> usize {
    found.sort_by_key(|event| event.start);
    let over = found.len().saturating_sub(most);
    if over == 0 {
        return 0;
    }
    let past = found.iter().take_while(|event| event.last() < today).count();
    found.drain(..over.min(past));
    found.truncate(most);
    over
}

/// Gathers events, and lets go in between of what will not be taken: no file fills the memory.
#[derive(Default)]
pub struct Gathering {
    pub list: Vec<Found>,
    /// How many were let go.
    pub over: usize,
}

impl Gathering {
    /// Adds events, of which `most` are wanted in the end.
    pub fn add(&mut self, more: impl IntoIterator<Item = Found>, most: usize, today: Date) {
        self.list.extend(more);
        if self.list.len() > 4 * most {
            self.over += choose(&mut self.list, most, today);
        }
    }
}
