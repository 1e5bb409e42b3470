//! The clocks of Germany: how far they are from UTC at a time of day.
//!
//! Events are written down by these clocks. The rule has been the same since 1996 (directive 2000/84/EC):
//! summer time from the last Sunday of March, 2:00, to the last Sunday of October, 3:00.

use crate::domain::date::Date;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Returns the moment at which the clocks of Germany show a time of day, in minutes since 1970 in UTC.
///
/// An hour that is left out in March counts by the clocks before it, and the hour that comes twice in
/// October is the first one, as in calendar files (RFC 5545, 3.3.5).
pub fn moment(date: Date, minute: i32) -> i64 {
    i64::from(date.days()) * DAY + i64::from(minute) - i64::from(ahead(date, minute))
}

/// Returns by how many minutes the clocks of Germany are ahead of UTC.
pub fn ahead(date: Date, minute: i32) -> i32 {
    let begins = (last_sunday(date.year(), 3), 3 * 60);
    let ends = (last_sunday(date.year(), 10), 3 * 60);
    let local = (date.days(), minute);
    if local >= begins && local < ends { 120 } else { 60 }
}

/// Returns by how many minutes the clocks of Germany are ahead of UTC at a moment.
pub fn ahead_at(moment: i64) -> i32 {
    // Both changes are made when it is 1:00 in UTC, which is 2:00 by the winter's clocks.
    let (date, minute) = local(moment, 60);
    let october = (last_sunday(date.year(), 10), 2 * 60);
    let march = (last_sunday(date.year(), 3), 2 * 60);
    let at = (date.days(), minute);
    if at >= march && at < october { 120 } else { 60 }
}

/// Returns day and minute of a moment for somebody whose clocks are ahead of UTC by some minutes.
pub fn local(moment: i64, ahead: i32) -> (Date, i32) {
    let local = moment + i64::from(ahead);
    let days = local.div_euclid(DAY).clamp(-1_000_000, 3_000_000) as i32;
    (Date::from_days(days), local.rem_euclid(DAY) as i32)
}

/// Returns `HH:MM`.
pub fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// Returns the last Sunday of a month that has 31 days, as days since 1970.
fn last_sunday(year: i32, month: u8) -> i32 {
    let last = Date::new(year, month, 31).map_or(0, Date::days);
    // 1 January 1970 was a Thursday.
    last - (last + 4).rem_euclid(7)
}
