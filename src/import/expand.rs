//! From a recurrence rule to its instances, in wall time.
//!
//! RFC 5545 counts by the clock on the wall: a meeting at six stays at six when summer time begins.
//! So nothing here knows a zone. A period (a day, week, month or year) is looked through day by day;
//! what that costs is taken from a stock of fuel, which bounds the work whatever a rule says.

use super::rule::{Frequency, Rule};
use super::wall::{DAY, Wall};
use crate::domain::date::{Date, days_in_month};

/// Most instances that one rule gives before a choice is made among them.
pub const MOST_RAW: usize = 20_000;
/// What one series may cost, about one per day looked at.
pub const FUEL: u64 = 1_500_000;

/// The instances of a rule.
#[derive(Clone, Default, Debug)]
pub struct Starts {
    /// In order, the first start among them if it lies in the window.
    pub list: Vec<Wall>,
    /// Whether the work was broken off.
    pub broken_off: bool,
}

/// Returns the weekday, Monday being 0.
fn weekday(date: Date) -> i64 {
    i64::from(date.days() + 3).rem_euclid(7)
}

fn days_in_year(year: i32) -> i64 {
    if days_in_month(year, 2) == 29 { 366 } else { 365 }
}

fn date(year: i64, month: u8, day: u8) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, month, day)
}

/// Returns the instances of a rule from `from` to `to`, both included; `until` is the last moment
/// at which the rule itself still holds. The first start always counts as an instance.
pub fn expand(
    rule: &Rule,
    start: Wall,
    until: Option<Wall>,
    (from, to): (Wall, Wall),
    fuel: &mut u64,
) -> Starts {
    let mut starts = Starts::default();
    if (from..=to).contains(&start) {
        starts.list.push(start);
    }
    let mut left = rule.count.map_or(u64::MAX, |count| count - 1);
    let end = until.map_or(to, |until| until.min(to));
    let mut step = if rule.count.is_none() { skipped(rule, start, from) } else { 0 };
    while let Some((first, days)) = period(rule, start.date(), step) {
        if Wall::new(first, 0) > end || left == 0 {
            return starts;
        }
        let cost = days as u64 + 1;
        if *fuel < cost || starts.list.len() >= MOST_RAW {
            starts.broken_off = true;
            return starts;
        }
        *fuel -= cost;
        for wall in instances(rule, start, first, days) {
            if wall <= start {
                continue;
            }
            if wall > end || left == 0 {
                return starts;
            }
            left -= 1;
            if wall >= from {
                starts.list.push(wall);
            }
        }
        step += 1;
    }
    starts
}

/// Returns how many periods surely lie before the window: they need not be looked at.
fn skipped(rule: &Rule, start: Wall, from: Wall) -> i64 {
    let (a, b) = (start.date(), from.date());
    let whole = match rule.frequency {
        Frequency::Daily => i64::from(b.days()) - i64::from(a.days()),
        Frequency::Weekly => (i64::from(b.days()) - i64::from(a.days())) / 7,
        Frequency::Monthly => months(b) - months(a),
        Frequency::Yearly => i64::from(b.year() - a.year()),
    };
    ((whole - 2) / rule.interval).max(0)
}

fn months(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// Returns the first day of a period and how many days it has; none after the year 9999.
fn period(rule: &Rule, start: Date, step: i64) -> Option<(Date, i64)> {
    let on = step.checked_mul(rule.interval)?;
    let later =
        |day: i64| i32::try_from(day).ok().filter(|day| *day < 2_932_000).map(Date::from_days);
    let day = i64::from(start.days());
    match rule.frequency {
        Frequency::Daily => Some((later(day + on)?, 1)),
        Frequency::Weekly => {
            let behind = (weekday(start) - rule.week_start).rem_euclid(7);
            Some((later(day - behind + on.checked_mul(7)?)?, 7))
        }
        Frequency::Monthly => {
            let month = months(start) + on;
            let first = date(month.div_euclid(12), month.rem_euclid(12) as u8 + 1, 1)?;
            Some((first, i64::from(days_in_month(first.year(), first.month()))))
        }
        Frequency::Yearly => {
            let first = date(i64::from(start.year()) + on, 1, 1)?;
            Some((first, days_in_year(first.year())))
        }
    }
}

/// Returns the instances of one period in order.
fn instances(rule: &Rule, start: Wall, first: Date, days: i64) -> Vec<Wall> {
    let times = times(rule, start);
    let mut all = Vec::new();
    for on in 0..days {
        let day = first.plus_days(on as i32);
        if fits(rule, start.date(), day) {
            all.extend(times.iter().map(|second| Wall::new(day, *second)));
        }
    }
    if rule.positions.is_empty() {
        return all;
    }
    let at = |position: &i64| {
        let from = if *position > 0 { position - 1 } else { all.len() as i64 + position };
        usize::try_from(from).ok().and_then(|at| all.get(at)).copied()
    };
    let mut chosen: Vec<Wall> = rule.positions.iter().filter_map(at).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Returns the times of day in order.
fn times(rule: &Rule, start: Wall) -> Vec<i64> {
    let own = start.second();
    let or = |list: &[i64], own: i64| if list.is_empty() { vec![own] } else { list.to_vec() };
    let (hours, minutes) = (or(&rule.hours, own / 3600), or(&rule.minutes, own / 60 % 60));
    let seconds = or(&rule.seconds, own % 60);
    let mut all = Vec::new();
    for hour in &hours {
        for minute in &minutes {
            all.extend(seconds.iter().map(|second| (hour * 3600 + minute * 60 + second) % DAY));
        }
    }
    all
}

/// Tells whether a rule names a day; what it leaves open is taken from the first start.
fn fits(rule: &Rule, start: Date, day: Date) -> bool {
    let no_days = rule.weeks.is_empty()
        && rule.year_days.is_empty()
        && rule.month_days.is_empty()
        && rule.weekdays.is_empty();
    let same_day = !no_days
        || match rule.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => weekday(day) == weekday(start),
            Frequency::Monthly => day.day() == start.day(),
            Frequency::Yearly => {
                day.day() == start.day()
                    && (!rule.months.is_empty() || day.month() == start.month())
            }
        };
    // A week of the year without a weekday means the weekday of the first start.
    let only_weeks = !rule.weeks.is_empty()
        && rule.weekdays.is_empty()
        && rule.month_days.is_empty()
        && rule.year_days.is_empty();
    let length = i64::from(days_in_month(day.year(), day.month()));
    let year_day = year_day(day);
    same_day
        && (!only_weeks || weekday(day) == weekday(start))
        && (rule.months.is_empty() || rule.months.contains(&i64::from(day.month())))
        && among(&rule.month_days, i64::from(day.day()), length)
        && among(&rule.year_days, year_day, days_in_year(day.year()))
        && is_in_weeks(rule, day)
        && is_weekday(rule, day)
}

/// Tells whether a list is empty or names a number, counted from 1 or, below zero, from the end.
fn among(list: &[i64], number: i64, count: i64) -> bool {
    list.is_empty() || list.contains(&number) || list.contains(&(number - count - 1))
}

fn year_day(day: Date) -> i64 {
    let first = date(i64::from(day.year()), 1, 1).unwrap_or(day);
    i64::from(day.days() - first.days()) + 1
}

/// Returns the first day of the first week of a year: the first week with four days in it.
fn first_week(year: i32, week_start: i64) -> i64 {
    let first = Date::new(year.clamp(1, 9999), 1, 1).map_or(0, Date::days);
    let behind = (weekday(Date::from_days(first)) - week_start).rem_euclid(7);
    i64::from(first) - behind + if behind > 3 { 7 } else { 0 }
}

fn is_in_weeks(rule: &Rule, day: Date) -> bool {
    if rule.weeks.is_empty() {
        return true;
    }
    let at = i64::from(day.days());
    let mut year = day.year();
    if at >= first_week(year + 1, rule.week_start) {
        year += 1;
    } else if at < first_week(year, rule.week_start) {
        year -= 1;
    }
    let begin = first_week(year, rule.week_start);
    let count = (first_week(year + 1, rule.week_start) - begin) / 7;
    among(&rule.weeks, (at - begin) / 7 + 1, count)
}

/// Tells whether the weekday fits; "second Tuesday" is counted in the month, or in the year if the
/// rule goes by years and names no month.
fn is_weekday(rule: &Rule, day: Date) -> bool {
    if rule.weekdays.is_empty() {
        return true;
    }
    let (at, count) = match rule.frequency {
        Frequency::Yearly if rule.months.is_empty() => (year_day(day), days_in_year(day.year())),
        _ => (i64::from(day.day()), i64::from(days_in_month(day.year(), day.month()))),
    };
    let (forth, back) = ((at - 1) / 7 + 1, -((count - at) / 7 + 1));
    let counts = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
    let fits = |which: i64| which == 0 || !counts || which == forth || which == back;
    rule.weekdays.iter().any(|(which, name)| *name == weekday(day) && fits(*which))
}
