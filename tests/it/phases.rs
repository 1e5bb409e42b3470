//! Where a place stands between two elections, to the day.

use crate::shelf::{NRW, Shelf};
use crate::support::{day, pack};
use serde_json::json;

#[track_caller]
fn check(id: &str, today: &str, expected: Option<(&str, &str)>) {
    let pack = pack(id);
    let phase = pack.phase(day(today)).map(|(p, e)| (p.id.clone(), e.id.clone()));
    let expected = expected.map(|(phase, election)| (phase.to_owned(), election.to_owned()));
    assert_eq!(phase, expected, "{id} on {today}");
}

#[test]
fn phases_of_2025_change_on_the_right_day() {
    // Election on 2025-09-14; 541, 181, 69, 8 and 0 days before.
    check("nrw", "2024-03-22", Some(("long_before", "2025")));
    check("nrw", "2024-03-23", Some(("call", "2025")));
    check("nrw", "2025-03-17", Some(("call", "2025")));
    check("nrw", "2025-03-18", Some(("nominations", "2025")));
    check("nrw", "2025-07-07", Some(("nominations", "2025")));
    check("nrw", "2025-07-08", Some(("campaign", "2025")));
    check("nrw", "2025-08-01", Some(("campaign", "2025")));
    check("nrw", "2025-09-06", Some(("campaign", "2025")));
    check("nrw", "2025-09-07", Some(("week", "2025")));
    check("nrw", "2025-09-14", Some(("week", "2025")));
    check("nrw", "2025-09-15", Some(("after", "2025")));
    check("nrw", "2026-01-12", Some(("after", "2025")));
    check("nrw", "2026-01-13", Some(("long_before", "2030")));
}

#[test]
fn phases_of_2030_change_on_the_right_day() {
    check("nrw", "2026-11-22", Some(("long_before", "2030")));
    check("musterstadt", "2026-11-22", Some(("long_before", "2030")));
    check("nrw", "2029-03-16", Some(("long_before", "2030")));
    check("nrw", "2029-03-17", Some(("call", "2030")));
    check("nrw", "2030-03-11", Some(("call", "2030")));
    check("nrw", "2030-03-12", Some(("nominations", "2030")));
    check("nrw", "2030-07-01", Some(("nominations", "2030")));
    check("nrw", "2030-07-02", Some(("campaign", "2030")));
    check("nrw", "2030-08-31", Some(("campaign", "2030")));
    check("nrw", "2030-09-01", Some(("week", "2030")));
    check("nrw", "2030-09-08", Some(("week", "2030")));
    check("nrw", "2030-09-09", Some(("after", "2030")));
    check("nrw", "2031-01-06", Some(("after", "2030")));
    check("nrw", "2031-01-07", None);
    check("nrw", "9999-12-31", None);
}

#[test]
fn a_by_election_has_phases_too() {
    check("wetter", "2022-05-14", Some(("week", "wetter-2022")));
    check("wetter", "2022-05-16", Some(("after", "wetter-2022")));
    check("wetter", "2022-09-13", Some(("long_before", "2025")));
    check("nrw", "2022-05-16", Some(("long_before", "2025")));
    check("nrw", "0001-01-01", Some(("long_before", "2014")));
}

#[test]
fn the_next_election_is_the_nearest_one() {
    let pack = pack("wetter");
    for (today, expected) in [
        ("2014-05-25", "2014"),
        ("2014-05-26", "2020"),
        ("2020-09-14", "wetter-2022"),
        ("2022-05-16", "2025"),
        ("2025-09-14", "2025"),
        ("2025-09-15", "2030"),
        ("2040-01-01", "2030"),
    ] {
        assert_eq!(
            pack.next_election(day(today)).map(|e| e.id.as_str()),
            Some(expected),
            "{today}"
        );
    }
}

#[test]
fn a_pack_without_elections_or_phases_has_no_phase() {
    for field in ["elections", "phases"] {
        let empty = Shelf::default().edit(NRW, |p| p[field] = json!([]));
        let pack = empty.read("nrw").pack.expect("readable");
        assert!(pack.phase(day("2026-11-22")).is_none(), "{field}");
    }
}
