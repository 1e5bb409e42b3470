//! Lists of events, worked out the plain way: what an index has to agree with.

use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::{Event, EventWhen, Now, Stars, key};

fn listed(events: &[Event], wanted: impl Fn(&Event) -> bool) -> Vec<&Event> {
    let mut list: Vec<&Event> = events.iter().filter(|event| wanted(event)).collect();
    list.sort_by(|a, b| key(a).cmp(&key(b)));
    list
}

/// Returns the events that are not over on a day, soonest first.
pub fn coming(events: &[Event], today: Date) -> Vec<&Event> {
    listed(events, |event| event.when.last() >= today)
}

/// Returns the events that are over on a day, latest first.
pub fn past(events: &[Event], today: Date) -> Vec<&Event> {
    listed(events, |event| event.when.last() < today).into_iter().rev().collect()
}

/// Returns the events to which one can still go, soonest first: neither over nor cancelled.
pub fn ahead(events: &[Event], now: Now) -> Vec<&Event> {
    listed(events, |event| !event.is_over(now) && !event.is_cancelled())
}

/// Returns the starred ones among events, soonest first.
pub fn starred<'a>(stars: &Stars, events: &'a [Event]) -> Vec<&'a Event> {
    listed(events, |event| stars.has(event))
}

/// Returns the starred events to remind of, soonest first: within three days or going on. Nobody is reminded
/// of a day that is not known.
pub fn due<'a>(stars: &Stars, events: &'a [Event], now: Now) -> Vec<&'a Event> {
    let days = |date: Date| date.days() - now.today.days();
    let mut due = starred(stars, events);
    due.retain(|event| match event.when {
        EventWhen::About { .. } => false,
        EventWhen::Days { from, .. } => days(from) <= 3,
        _ => (0..=3).contains(&days(event.when.sort())),
    });
    due.retain(|event| !event.is_over(now) && !event.is_cancelled());
    due
}
