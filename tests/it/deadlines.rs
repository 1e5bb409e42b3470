//! Deadlines counted back from election day, against a table made by hand.

use crate::support::{day, fixture, pack};
use sitz_und_stimme::domain::date::Date;
use std::collections::BTreeMap;

/// Returns the name of a weekday as the table writes it.
fn weekday(date: Date) -> &'static str {
    ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][date.days().rem_euclid(7) as usize]
}

/// Returns the table: by election day, the cell for each number of days before.
fn table() -> BTreeMap<Date, BTreeMap<i32, String>> {
    let csv = fixture("deadlines.csv");
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().expect("a head");
    // A column is headed "2014 (2014-05-25)".
    let inside = |cell: &str| cell.split(['(', ')']).nth(1).map(day).expect("an election day");
    let elections: Vec<Date> = head[1..].iter().map(|cell| inside(cell)).collect();
    let mut table: BTreeMap<Date, BTreeMap<i32, String>> = BTreeMap::new();
    for row in lines {
        let before: i32 = row[0].parse().expect("a number of days");
        for (election, cell) in elections.iter().zip(&row[1..]) {
            table.entry(*election).or_default().insert(before, (*cell).to_owned());
        }
    }
    table
}

#[test]
fn every_day_of_the_table_is_reached_by_counting_back() {
    let table = table();
    assert_eq!(table.len(), 5);
    for (election, days) in &table {
        assert_eq!(days.len(), 13);
        for (before, cell) in days {
            let date = election.plus_days(-before);
            assert_eq!(format!("{} {date}", weekday(date)), *cell, "{before} before {election}");
        }
    }
}

#[test]
fn the_pack_has_the_days_of_the_table() {
    let (pack, table) = (pack("nrw"), table());
    assert!(!pack.deadlines.is_empty());
    for (election, days) in &table {
        let dated = pack.dated_deadlines(*election);
        assert_eq!(dated.len(), pack.deadlines.len());
        for (date, deadline) in &dated {
            let cell = days.get(&deadline.days_before);
            let cell = cell.unwrap_or_else(|| panic!("{} is not in the table", deadline.id));
            assert_eq!(format!("{} {date}", weekday(*date)), *cell, "{}", deadline.id);
        }
        let place = |id: &str| pack.deadlines.iter().position(|deadline| deadline.id == id);
        let key = |at: usize| (dated[at].0, place(&dated[at].1.id));
        // Deadlines of the same day stay in the order of the pack.
        assert!((1..dated.len()).all(|at| key(at - 1) < key(at)), "{dated:?}");
    }
}

#[test]
fn deadlines_that_carry_a_right_are_there() {
    let pack = pack("nrw");
    let find =
        |id: &str| pack.deadlines.iter().find(|d| d.id == id).unwrap_or_else(|| panic!("{id}"));
    let date = |id: &str| find(id).date(day("2025-09-14")).to_string();
    assert_eq!(date("nominations"), "2025-07-07");
    assert_eq!(find("nominations").time.as_deref(), Some("18:00"));
    assert_eq!(date("register_application"), "2025-09-02");
    assert_eq!(date("main_home_day"), "2025-08-29");
}
