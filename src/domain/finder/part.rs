//! Taking in the parts of feeds, and asking for single events.

use super::Index;
use super::index::{NOT_READ, id_of};
use crate::domain::date::Date;
use crate::domain::events::feed::{Feed, Lines};
use crate::domain::events::{Event, KINDS, Now};
use crate::domain::json::Problems;
use crate::domain::places::Places;
use crate::domain::problem::Problem;

/// Most events for which room is made beforehand: what grows bit by bit takes more than it needs.
const MOST_ROOM: usize = 1 << 17;
/// Most lines of a part that are reported one by one.
const MOST_REPORTS: usize = 20;

impl Index {
    /// Adds the events of the part of a feed that is at a position. Lines that are no events, and events
    /// that are there already, are left out and reported.
    pub fn add_part(
        &mut self,
        feed: &Feed,
        at: usize,
        text: &str,
        today: Date,
        places: &Places,
        problems: &Problems,
    ) {
        let Some((lines, starts)) = Lines::read(feed, at, text, today, problems) else { return };
        let (old, first) = (self.rows.len(), lines.first_line());
        if old == 0 {
            self.rows.reserve_exact(feed.count.min(MOST_ROOM));
        }
        let mut reports = 0;
        for (number, line) in starts.into_iter().enumerate() {
            let fault = match lines.event(line) {
                None => "is no event that can be read",
                Some(event) => match self.new_id(&feed.name, &event.id) {
                    None => "has an id that stands there already",
                    Some(id) => {
                        self.push(&event, (id, line), places);
                        continue;
                    }
                },
            };
            reports += 1;
            if reports <= MOST_REPORTS {
                let sentence = format!("Line {} {fault}.", first + number);
                problems.borrow_mut().push(Problem::error(&feed.part_path(at), sentence));
            }
        }
        if self.rows.len() > old {
            self.parts.push((old as u32, lines));
            self.sort_in(old);
        }
    }

    /// Returns the number of an id that is not there yet.
    fn new_id(&mut self, feed: &str, id: &str) -> Option<u32> {
        let number = self.ids.number(&id_of(feed, id));
        (number as usize == self.rows_of_ids.len()).then_some(number)
    }

    /// Returns an event that came in a part, as far as its line tells; what only its own page shows is
    /// left blank.
    pub fn event(&self, at: u32) -> Option<Event> {
        let line = self.rows.get(at as usize)?.line;
        let behind = self.parts.partition_point(|(first, _)| *first <= at);
        let (_, lines) = self.parts.get(behind.checked_sub(1)?)?;
        if line == NOT_READ { None } else { lines.event(line) }
    }

    /// Returns the position of the event with an id in a feed.
    pub fn position(&self, feed: &str, id: &str) -> Option<u32> {
        let number = self.ids.find(&id_of(feed, id))?;
        self.rows_of_ids.get(number as usize).copied()
    }

    /// Returns the first event to which one can still go and which is wanted, by kind and position.
    pub fn soonest(&self, now: Now, wanted: &dyn Fn(&str, u32) -> bool) -> Option<u32> {
        let moment = now.moment();
        let fits = |at: &&u32| {
            let row = &self.rows[**at as usize];
            let kind = KINDS.get(usize::from(row.kind));
            row.over() > moment
                && !row.is_cancelled()
                && kind.is_some_and(|kind| wanted(kind, **at))
        };
        self.order.iter().find(fits).copied()
    }

    /// Sorts positions, soonest first.
    pub(in crate::domain) fn sort(&self, positions: &mut [u32]) {
        crate::domain::events::sort(positions, &|a, b| self.ordered(a, b));
    }
}
