//! Finding events: words, places, filters with their counts, and what to offer when nothing is found.
//!
//! Knows nothing about the clock, the page or the language: `now`, places and names are passed in. An
//! [`Index`] grows with each part of a feed that arrives; [`Index::find`] goes through it once for each
//! query. It holds no events, only columns and the texts of the parts, of which [`Index::event`] makes
//! one that is to be shown.

mod fold;
mod index;
mod part;
mod query;
mod search;
mod words;

pub use fold::fold;
pub use index::Index;
pub use query::{Filter, LONGEST, Near, Query, Set, USUAL_KM, WIDEST_KM};

use crate::domain::date::Date;
use crate::domain::events::{Event, Now};
use crate::domain::places::{Place, Places};
use search::Search;
pub(crate) use words::{Words, hash};

/// Radii that are offered, in kilometres.
pub const RADII: [i32; 7] = [5, 10, 20, 30, 50, 100, 200];

/// What a query found. Events are named by their position in the index.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Soonest first; the latest first in the archive.
    pub weeks: Vec<Week>,
    /// Those whose day is not known.
    pub unsure: Vec<u32>,
    /// How many there are in all.
    pub total: usize,
    /// What else fits, chosen days aside: past ones, the latest first; for the archive coming ones.
    pub other: Vec<u32>,
    /// How many would be found if a filter were switched.
    pub counts: Vec<Count>,
    /// The place that is meant; `None` with a place in the query means that nobody knows it, and then
    /// events of all places are found.
    pub around: Option<Place>,
    /// The nearest one outside the radius, and its distance in metres.
    pub nearest: Option<(u32, i64)>,
    /// The next radius that finds more.
    pub wider: Option<Wider>,
    /// How many of those too far away are online.
    pub online: usize,
    /// The first one after the chosen days to which one can go, and how many there are.
    pub next: Option<u32>,
    pub later: usize,
}

/// A week that has events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Week {
    pub monday: Date,
    pub events: Vec<u32>,
}

/// How many would be found if a filter were switched on, or off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    pub filter: Filter,
    pub on: bool,
    pub found: usize,
}

/// A wider radius, and how many it finds in all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wider {
    pub km: i32,
    pub total: usize,
}

impl Found {
    /// Returns the positions of all that were found, in the order in which they are shown.
    pub fn all(&self) -> impl Iterator<Item = u32> {
        self.weeks.iter().flat_map(|week| &week.events).chain(&self.unsure).copied()
    }

    /// Returns how many would be found if a filter were switched; `None` for a value that no event has.
    pub fn count(&self, filter: &Filter) -> Option<usize> {
        self.counts.iter().find(|count| count.filter == *filter).map(|count| count.found)
    }
}

/// Finds events without keeping an index.
pub fn find(
    events: &[Event],
    query: &Query,
    now: Now,
    places: &Places,
    kind_name: &dyn Fn(&str) -> String,
) -> Found {
    let mut index = Index::default();
    index.add(events, places, kind_name);
    index.find(query, now, places)
}

/// Returns the day of the week, 0 for Monday, of a day since 1970.
fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7)
}

/// A query on its way through an index. With very many events that takes a phone a while, so it can go in
/// portions; whoever changes the index meanwhile must begin anew.
pub struct Finding {
    query: Query,
    now: Now,
    search: Search,
    found: Found,
    listed: Vec<u32>,
    /// How many places of the order were looked at.
    at: usize,
}

impl Finding {
    /// Begins to look for something on a day and at a time of day.
    pub fn new(index: &Index, query: &Query, now: Now, places: &Places) -> Finding {
        let around = query.near.as_ref().and_then(|near| places.find(&near.place));
        let circle = around.as_ref().zip(query.near.as_ref());
        let circle = circle.map(|(place, near)| (place.point, i64::from(near.km) * 1000));
        let search = Search::new(index, query, circle);
        let found = Found { around, ..Found::default() };
        Finding { query: query.clone(), now, search, found, listed: Vec::new(), at: 0 }
    }

    /// Looks at the next `most` events; tells whether more are left.
    pub fn go_on(&mut self, index: &Index, most: usize) -> bool {
        let from = self.at.min(index.order.len());
        let to = from.saturating_add(most).min(index.order.len());
        let into = (&mut self.found, &mut self.listed);
        self.search.go(index, &index.order[from..to], into, (self.query.past, self.now));
        self.at = to;
        to < index.order.len()
    }

    /// Returns what was found.
    pub fn end(self, index: &Index) -> Found {
        let Finding { query, now, search, mut found, mut listed, .. } = self;
        found.total = listed.len() + found.unsure.len();
        let mut first = i32::MIN;
        if query.past {
            listed.reverse();
            found.unsure.reverse();
            (found.next, found.later) = (None, 0);
        } else {
            found.other.reverse();
            first = search.first_day(now);
        }
        found.weeks = index.weeks(&listed, first);
        found.wider = search.wider(&query, found.total);
        found.counts = search.counts(index, &query);
        let elsewhere = found.other.len();
        found.counts.push(Count { filter: Filter::Past, on: query.past, found: elsewhere });
        found
    }
}

impl Index {
    /// Returns what is found on a day and at a time of day.
    pub fn find(&self, query: &Query, now: Now, places: &Places) -> Found {
        let mut finding = Finding::new(self, query, now, places);
        finding.go_on(self, usize::MAX);
        finding.end(self)
    }

    /// Groups events by weeks; one that goes on already stands under the first day that is shown.
    fn weeks(&self, listed: &[u32], first: i32) -> Vec<Week> {
        let mut weeks: Vec<Week> = Vec::new();
        // Dates are made for weeks, not for events: there may be very many of these.
        let mut begins = i32::MIN;
        for at in listed {
            let Some(row) = self.rows.get(*at as usize) else { continue };
            let day = row.first.max(first);
            if weeks.is_empty() || !(0..7).contains(&day.saturating_sub(begins)) {
                begins = day - weekday(day);
                weeks.push(Week { monday: Date::from_days(begins), events: Vec::new() });
            }
            weeks.last_mut().into_iter().for_each(|week| week.events.push(*at));
        }
        weeks
    }
}
