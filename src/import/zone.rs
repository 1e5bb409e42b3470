//! Zones: which one a name means, and what its clocks show.

use super::expand::expand;
use super::parts::Part;
use super::rule::{Frequency, Rule};
use super::wall::{DAY, Point, Wall, offset, point};
use super::windows;
use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// Most changes of the clocks that a zone of a file may have.
const MOST_CHANGES: usize = 1_000;
/// Most parts of such a zone.
const MOST_PARTS: usize = 64;
/// Days around the wanted ones for which the changes are worked out.
const AROUND: i64 = 800 * DAY;

/// A zone.
#[derive(Clone, PartialEq, Debug)]
pub enum Zone {
    Known(Tz),
    /// By the rules of a file.
    Own(Vec<Change>),
}

/// A change of the clocks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    /// When, by UTC.
    pub utc: i64,
    /// How far the clocks were ahead of UTC before, and how far they are from then on.
    pub before: i64,
    pub after: i64,
}

/// Zone of Germany.
pub const BERLIN: Zone = Zone::Known(Tz::Europe__Berlin);

impl Zone {
    /// Returns how far the clocks are ahead of UTC at a moment.
    fn ahead(&self, utc: i64) -> i64 {
        match self {
            Zone::Known(zone) => DateTime::from_timestamp(utc, 0).map_or(0, |moment| {
                let there = zone.offset_from_utc_datetime(&moment.naive_utc());
                i64::from(there.fix().local_minus_utc())
            }),
            Zone::Own(changes) => {
                let last = changes.iter().rev().find(|change| change.utc <= utc);
                let first = changes.first().map_or(0, |change| change.before);
                last.map_or(first, |change| change.after)
            }
        }
    }

    /// Returns the moment by UTC that a wall time means.
    ///
    /// A time that comes twice means the first one; a time that is left out counts on from before
    /// the gap, so 2:30 becomes 3:30 (RFC 5545, 3.3.5).
    pub fn utc(&self, wall: Wall) -> i64 {
        let wall = wall.seconds();
        let (before, after) = (self.ahead(wall - DAY), self.ahead(wall + DAY));
        let fits = |ahead: &i64| self.ahead(wall - ahead) == *ahead;
        wall - [before, after].into_iter().find(fits).unwrap_or(before)
    }

    /// Returns what the clocks show at a moment.
    pub fn wall(&self, utc: i64) -> Wall {
        Wall::at(utc.saturating_add(self.ahead(utc)))
    }
}

/// Zones by the names that a file gives them.
#[derive(Default)]
pub struct Zones {
    found: Vec<(String, Option<Zone>)>,
}

impl Zones {
    /// Finds the zones for the names of a file; `parts` are its own zones.
    pub fn new(parts: &[Part], (from, to): (Wall, Wall)) -> Zones {
        let mut zones = Zones::default();
        for part in parts {
            let name = part.value("TZID").unwrap_or_default().to_owned();
            if zones.found.iter().any(|(other, _)| *other == name) {
                continue;
            }
            // Rules of a file are often old: a name that is known goes before them.
            let known = known(&name).or_else(|| part.value("X-LIC-LOCATION").and_then(known));
            let around = (from.plus(-AROUND), to.plus(AROUND));
            zones.found.push((name, known.or_else(|| own(part, around))));
        }
        zones
    }

    /// Returns the zone of a name, if anybody knows it.
    pub fn find(&self, name: &str) -> Option<Zone> {
        let name = name.trim();
        match self.found.iter().find(|(other, _)| other == name) {
            Some((_, zone)) => zone.clone(),
            None => known(name),
        }
    }
}

/// Returns the zone of a name that does not need the rules of a file.
pub fn known(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"');
    if name.eq_ignore_ascii_case("z") {
        return Some(Zone::Known(Tz::UTC));
    }
    if let Some(zone) = windows::zone(name) {
        return zone.parse().ok().map(Zone::Known);
    }
    // Some programs put their own name before that of the zone: "/mozilla.org/x/Europe/Berlin".
    let mut rest = name;
    loop {
        if let Ok(zone) = rest.parse::<Tz>() {
            return Some(Zone::Known(zone));
        }
        rest = rest.split_once('/')?.1;
    }
}

/// Returns the zone that the rules of a file describe, if they are of use.
fn own(part: &Part, around: (Wall, Wall)) -> Option<Zone> {
    if part.parts.is_empty() || part.parts.len() > MOST_PARTS {
        return None;
    }
    let mut changes: Vec<Change> = Vec::new();
    for half in &part.parts {
        let before = offset(half.value("TZOFFSETFROM")?)?;
        let after = offset(half.value("TZOFFSETTO")?)?;
        for wall in onsets(half, before, around)? {
            changes.push(Change { utc: wall.seconds() - before, before, after });
        }
        if changes.len() > MOST_CHANGES {
            return None;
        }
    }
    changes.sort_unstable();
    changes.dedup();
    Some(Zone::Own(changes))
}

/// Returns when one half of a zone begins, by the clocks before the change.
fn onsets(half: &Part, before: i64, around: (Wall, Wall)) -> Option<Vec<Wall>> {
    let Point::Clock(start) = point(half.value("DTSTART")?)? else { return None };
    let mut all = vec![start];
    for value in half.all("RDATE").flat_map(|property| property.value.split(',')) {
        match point(value.trim())? {
            Point::Clock(wall) => all.push(wall),
            Point::Day(date) => all.push(Wall::new(date, start.second())),
            Point::Utc(wall) => all.push(wall.plus(before)),
        }
        if all.len() > MOST_CHANGES {
            return None;
        }
    }
    if let Some(text) = half.value("RRULE") {
        let rule = Rule::read(text).ok().filter(|rule| rule.frequency == Frequency::Yearly)?;
        let until = rule.until.map(|until| match until {
            Point::Day(date) => Wall::new(date, DAY - 1),
            Point::Clock(wall) => wall,
            Point::Utc(wall) => wall.plus(before),
        });
        let mut fuel = 400_000;
        let starts = expand(&rule, start, until, around, &mut fuel);
        if starts.broken_off || starts.list.len() > 100 {
            return None;
        }
        all.extend(starts.list);
    }
    Some(all)
}
