//! Times as clocks on a wall show them, and how calendar files write them.
//!
//! Knows nothing about zones: what a wall time means there is a matter of [`super::zone`].

use crate::domain::date::Date;
use std::fmt;

/// Seconds of a day.
pub const DAY: i64 = 24 * 60 * 60;

/// A moment by some clock: seconds since the midnight at which 1970 began there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wall(i64);

impl Wall {
    /// Takes seconds since 1970 by the same clock.
    pub fn at(seconds: i64) -> Wall {
        Wall(seconds)
    }

    /// Takes a day and the seconds since its midnight.
    pub fn new(date: Date, second: i64) -> Wall {
        Wall(i64::from(date.days()) * DAY + second)
    }

    /// Returns the seconds since 1970 by this clock.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the day.
    pub fn date(self) -> Date {
        Date::from_days(i32::try_from(self.0.div_euclid(DAY)).unwrap_or(i32::MAX))
    }

    /// Returns the seconds since midnight.
    pub fn second(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Returns the time of day as `HH:MM`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.second() / 3600, self.second() / 60 % 60)
    }

    /// Returns the moment that many seconds later by the same clock.
    pub fn plus(self, seconds: i64) -> Wall {
        Wall(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}:{:02}", self.date(), self.time(), self.second() % 60)
    }
}

/// What a property such as DTSTART says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    /// A whole day.
    Day(Date),
    /// A time by the clock of a zone that is said elsewhere.
    Clock(Wall),
    /// A time by the clock of UTC.
    Utc(Wall),
}

/// Reads `20270328`, `20270328T023000` or `20270328T023000Z`.
pub fn point(text: &str) -> Option<Point> {
    let bytes = text.as_bytes();
    let date = |bytes: &[u8]| {
        let month = u8::try_from(number(bytes.get(4..6)?)?).ok()?;
        let day = u8::try_from(number(bytes.get(6..8)?)?).ok()?;
        Date::new(i32::try_from(number(bytes.get(..4)?)?).ok()?, month, day)
    };
    let day = date(bytes)?;
    match bytes.len() {
        8 => return Some(Point::Day(day)),
        15 => {}
        16 if bytes[15] == b'Z' => {}
        _ => return None,
    }
    if bytes[8] != b'T' {
        return None;
    }
    let part = |from: usize, most: i64| number(&bytes[from..from + 2]).filter(|n| *n <= most);
    // A leap second is no time that an event begins at.
    let second = part(9, 23)? * 3600 + part(11, 59)? * 60 + part(13, 59)?;
    let wall = Wall::new(day, second);
    Some(if bytes.len() == 16 { Point::Utc(wall) } else { Point::Clock(wall) })
}

fn number(digits: &[u8]) -> Option<i64> {
    let add = |sum: i64, b: &u8| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0'));
    (!digits.is_empty() && digits.len() <= 6).then(|| digits.iter().try_fold(0, add)).flatten()
}

/// A length such as `P1DT2H`: days are counted by the calendar, the rest by the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    pub days: i64,
    pub seconds: i64,
}

/// Reads a length that is not negative.
pub fn length(text: &str) -> Option<Length> {
    let rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut length = Length { days: 0, seconds: 0 };
    let (mut digits, mut clock, mut any) = (String::new(), false, false);
    for c in rest.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if c == 'T' && !clock && digits.is_empty() {
            clock = true;
            continue;
        }
        let count = number(digits.as_bytes())?;
        digits.clear();
        any = true;
        match (c, clock) {
            ('W', false) => length.days += count * 7,
            ('D', false) => length.days += count,
            ('H', true) => length.seconds += count * 3600,
            ('M', true) => length.seconds += count * 60,
            ('S', true) => length.seconds += count,
            _ => return None,
        }
    }
    (any && digits.is_empty()).then_some(length)
}

/// Reads how far a clock is ahead of UTC, `+0100` or `-013000`, in seconds.
pub fn offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let bytes = digits.as_bytes();
    if bytes.len() != 4 && bytes.len() != 6 {
        return None;
    }
    let part = |from: usize| number(bytes.get(from..from + 2).unwrap_or(b"0"));
    let (hours, minutes, seconds) = (part(0)?, part(2)?, part(4)?);
    (hours < 24 && minutes < 60 && seconds < 60)
        .then_some(sign * (hours * 3600 + minutes * 60 + seconds))
}
