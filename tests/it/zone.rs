//! The clocks of Germany, beside what the tz database says of them.

use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::zone::{ahead, ahead_at, clock, local, moment};

/// The last Sundays of March and October, from the tz database (`Europe/Berlin`).
const CHANGES: [(i32, u8, u8); 27] = [
    (2014, 30, 26),
    (2015, 29, 25),
    (2016, 27, 30),
    (2017, 26, 29),
    (2018, 25, 28),
    (2019, 31, 27),
    (2020, 29, 25),
    (2021, 28, 31),
    (2022, 27, 30),
    (2023, 26, 29),
    (2024, 31, 27),
    (2025, 30, 26),
    (2026, 29, 25),
    (2027, 28, 31),
    (2028, 26, 29),
    (2029, 25, 28),
    (2030, 31, 27),
    (2031, 30, 26),
    (2032, 28, 31),
    (2033, 27, 30),
    (2034, 26, 29),
    (2035, 25, 28),
    (2036, 30, 26),
    (2037, 29, 25),
    (2038, 28, 31),
    (2039, 27, 30),
    (2040, 25, 28),
];

fn day(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

#[test]
fn summer_time_begins_and_ends_on_the_days_of_the_tz_database() {
    for (year, march, october) in CHANGES {
        let begins = Date::new(year, 3, march).expect("a date");
        let ends = Date::new(year, 10, october).expect("a date");
        for (date, before, after) in [(begins, 60, 120), (ends, 120, 60)] {
            assert_eq!(ahead(date.plus_days(-1), 1439), before, "{date}");
            assert_eq!(ahead(date, 179), before, "{date}");
            assert_eq!(ahead(date, 180), after, "{date}");
            assert_eq!(ahead(date.plus_days(1), 0), after, "{date}");
        }
    }
}

#[test]
fn a_time_is_one_moment_in_berlin_and_in_auckland() {
    // Day and time in Germany, the moment in UTC, and how far Auckland is ahead of it by then.
    let rows = [
        ("2027-03-28", 90, ("2027-03-28", "00:30"), 780, ("2027-03-28", "13:30")),
        // The clocks show no 2:30 on this day: the clocks before the change count.
        ("2027-03-28", 150, ("2027-03-28", "01:30"), 780, ("2027-03-28", "14:30")),
        ("2027-03-28", 180, ("2027-03-28", "01:00"), 780, ("2027-03-28", "14:00")),
        // 2:30 comes twice on this day: the first one counts.
        ("2027-10-31", 150, ("2027-10-31", "00:30"), 780, ("2027-10-31", "13:30")),
        ("2027-10-31", 180, ("2027-10-31", "02:00"), 780, ("2027-10-31", "15:00")),
        ("2027-07-01", 1080, ("2027-07-01", "16:00"), 720, ("2027-07-02", "04:00")),
        ("2027-12-31", 1080, ("2027-12-31", "17:00"), 780, ("2028-01-01", "06:00")),
    ];
    for (date, minute, utc, auckland, there) in rows {
        let at = moment(day(date), minute);
        for (zone, (date, time)) in [(0, utc), (auckland, there)] {
            let (found, minute) = local(at, zone);
            assert_eq!((found, &*clock(minute)), (day(date), time), "{date} {minute}");
        }
        let (back, again) = local(at, ahead(day(date), minute));
        assert_eq!((back, again), (day(date), minute));
        // A clock in Germany shows the same, but for the hour that it leaves out.
        let left_out = date == "2027-03-28" && minute == 150;
        let shown = local(at, ahead_at(at));
        assert_eq!(shown, (day(date), if left_out { 210 } else { minute }));
    }
}

#[test]
fn a_clock_changes_at_one_in_utc() {
    for (year, march, october) in CHANGES {
        for (month, sunday, before, after) in [(3, march, 60, 120), (10, october, 120, 60)] {
            let date = Date::new(year, month, sunday).expect("a date");
            let one = i64::from(date.days()) * 1440 + 60;
            assert_eq!((ahead_at(one - 1), ahead_at(one)), (before, after), "{date}");
        }
    }
}

#[test]
fn moments_grow_with_the_days_and_stay_in_bounds() {
    let mut last = i64::MIN;
    for days in 0..40_000 {
        let date = Date::from_days(days);
        let noon = moment(date, 720);
        assert!(noon > last);
        last = noon;
    }
    for at in [i64::MIN / 2, i64::MAX / 2] {
        let (_, minute) = local(at, 60);
        assert!((0..1440).contains(&minute));
    }
}
