//! Deadlines counted back from election day, against a table made by hand.

use crate::shelf::{NRW, Shelf, expect};
use crate::support::{day, fixture, pack};
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::path::{DayCertainty, Election};
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

/// Returns the election of a pack on a day; other days count for the next one, which is not fixed.
fn election_on(pack: &Pack, date: Date) -> Election {
    let fixed = pack.elections.iter().find(|election| election.date == date);
    let open = || pack.elections.iter().find(|e| e.certainty == DayCertainty::Expected);
    let found = fixed.or_else(open).expect("an election").clone();
    Election { date, ..found }
}

#[test]
fn the_pack_has_the_days_of_the_table() {
    let (pack, table) = (pack("nrw"), table());
    assert!(!pack.deadlines.is_empty());
    for (date, days) in &table {
        let election = election_on(&pack, *date);
        let dated = pack.dated_deadlines(&election);
        assert_eq!(dated.len(), pack.deadlines.len());
        for (date, deadline) in &dated {
            let cell = days.get(&deadline.terms(&election).days_before);
            let cell = cell.unwrap_or_else(|| panic!("{} is not in the table", deadline.id));
            assert_eq!(format!("{} {date}", weekday(*date)), *cell, "{}", deadline.id);
            assert_eq!(deadline.date(&election), *date);
        }
        let place = |id: &str| pack.deadlines.iter().position(|deadline| deadline.id == id);
        let key = |at: usize| (dated[at].0, place(&dated[at].1.id));
        // Deadlines of the same day stay in the order of the pack.
        assert!((1..dated.len()).all(|at| key(at - 1) < key(at)), "{dated:?}");
    }
}

/// Deadlines of the shipped pack with their days in 2014, 2020 and 2025.
const CALENDARS: [(&str, [&str; 3]); 9] = [
    ("nominations", ["2014-04-07", "2020-07-27", "2025-07-07"]),
    ("admission", ["2014-03-28", "2020-07-17", "2025-07-18"]),
    ("register_day", ["2014-04-13", "2020-08-02", "2025-08-03"]),
    ("publication", ["2014-04-18", "2020-08-07", "2025-08-08"]),
    ("register_notice", ["2014-05-04", "2020-08-23", "2025-08-24"]),
    ("register_inspection_start", ["2014-05-05", "2020-08-24", "2025-08-25"]),
    ("register_inspection_end", ["2014-05-09", "2020-08-28", "2025-08-29"]),
    ("main_home_day", ["2014-05-09", "2020-08-28", "2025-08-29"]),
    ("register_application", ["2014-05-13", "2020-09-01", "2025-09-02"]),
];

/// Returns the day of a deadline in an election.
#[track_caller]
fn date(pack: &Pack, deadline: &str, election: &str) -> String {
    let deadline = pack.deadline(deadline).unwrap_or_else(|| panic!("no deadline {deadline}"));
    deadline.date(pack.election(election).expect("an election")).to_string()
}

#[test]
fn the_calendars_of_three_elections_come_out_exactly() {
    let pack = pack("nrw");
    assert_eq!(pack.deadlines.len(), CALENDARS.len());
    for (id, days) in CALENDARS {
        for (election, expected) in ["2014", "2020", "2025"].into_iter().zip(days) {
            assert_eq!(date(&pack, id, election), expected, "{id} in {election}");
        }
    }
    assert_eq!(date(&pack, "register_application", "2030"), "2030-08-27");
}

#[test]
fn nominations_close_at_18_on_the_day_of_their_year() {
    let pack = pack("nrw");
    let nominations = pack.deadline("nominations").expect("a deadline");
    for (election, days, sources) in [
        ("2014", 48, &["arnsberg14"] as &[&str]),
        ("2020", 48, &["hilden", "koelnnippes"]),
        ("2025", 69, &["kw15", "koelnpm", "paderborn", "lippstadt", "reck59"]),
        ("2030", 69, &["kw15", "koelnpm", "paderborn", "lippstadt", "reck59"]),
    ] {
        let terms = nominations.terms(pack.election(election).expect("an election"));
        assert_eq!((terms.days_before, terms.time), (days, Some("18:00")), "{election}");
        assert_eq!(terms.sources, sources, "{election}");
    }
}

#[test]
fn a_town_has_its_own_day_and_inherits_the_others() {
    let town = pack("recklinghausen");
    assert_eq!(date(&town, "nominations", "2025"), "2025-07-17");
    assert_eq!(date(&town, "nominations", "2020"), "2020-07-27");
    assert_eq!(date(&town, "nominations", "2014"), "2014-04-07");
    let nominations = town.deadline("nominations").expect("a deadline");
    let terms = nominations.terms(town.election("2025").expect("an election"));
    assert_eq!((terms.time, terms.sources), (None, &["reck59".to_owned()][..]));
    let own = |id: &str| -> Vec<String> {
        let pack = pack(id);
        pack.deadlines.iter().filter(|d| d.own).map(|d| d.id.clone()).collect()
    };
    assert_eq!(own("recklinghausen"), ["nominations"]);
    assert_eq!(own("koeln"), ["register_day"]);
    assert_eq!(own("musterstadt"), Vec::<String>::new());
    assert_eq!(own("nrw").len(), 9);
    let koeln = pack("koeln");
    assert_eq!(date(&koeln, "register_day", "2025"), "2025-08-10");
    assert_eq!(date(&koeln, "nominations", "2025"), "2025-07-07");
    assert_eq!(koeln.deadlines.len(), 9);
    // Everything else comes from the state.
    for (id, days) in CALENDARS {
        let expected = if id == "register_day" { "2025-08-10" } else { days[2] };
        assert_eq!(date(&koeln, id, "2025"), expected, "{id}");
    }
}

/// Puts an exception to the first deadline of the state and looks for the problem.
#[track_caller]
fn check_fault(pointer: &str, words: &str, exception: Value) {
    let shelf = Shelf::default().edit(NRW, |p| p["deadlines"][0]["except"][1] = exception);
    expect(&shelf.read("nrw").problems, &format!("{NRW}#/deadlines/0/except{pointer}"), words);
}

#[test]
fn faults_of_exceptions_are_reported_where_they_are() {
    let good = json!({"election": "2020", "days_before": 48, "time": "18:00",
        "sources": ["hilden"], "as_of": "2026-11-22"});
    let with = |key: &str, value: Value| {
        let mut changed = good.clone();
        changed[key] = value;
        changed
    };
    check_fault("/1", "There is no election \"2019\".", with("election", json!("2019")));
    check_fault("/1/election", "not a valid id", with("election", json!("im Mai")));
    check_fault(
        "/1/days_before",
        "whole number from -400 to 1000",
        with("days_before", json!(1e9)),
    );
    check_fault("/1/days_before", "whole number", with("days_before", json!("48")));
    check_fault("/1/time", "HH:MM", with("time", json!("18 Uhr")));
    check_fault("/1", "at least one source", with("sources", json!([])));
    check_fault("/1/sources/0", "source \"gone\"", with("sources", json!(["gone"])));
    check_fault("/1/as_of", "not a date", with("as_of", json!("2026")));
    check_fault("/1", "\"note\" is not known", with("note", json!("Corona")));
    check_fault("/1", "\"election\" is missing", with("election", Value::Null));
    check_fault("/1", "object { … } is expected", json!(48));
    let place = format!("{NRW}#/deadlines/0");
    let twice = Shelf::default().edit(NRW, |p| {
        p["deadlines"][0]["except"][1]["election"] = json!("2014");
    });
    expect(
        &twice.read("nrw").problems,
        &place,
        "Two exceptions are made for the election \"2014\"",
    );
    let list = Shelf::default().edit(NRW, |p| p["deadlines"][0]["except"] = json!({"2014": 48}));
    expect(&list.read("nrw").problems, &format!("{place}/except"), "list [ … ] is expected");
}

#[test]
fn an_exception_may_be_made_for_an_election_of_the_town() {
    let wetter = Shelf::default().edit("packs/wetter/pack.json", |p| {
        p["deadlines"] = json!([{"id": "nominations", "days_before": 69, "sources": ["kw15"],
            "as_of": "2025-09-14", "except": [{"election": "wetter-2022", "days_before": 34,
            "sources": ["wetter"], "as_of": "2026-11-22"}]}]);
    });
    let reading = wetter.read("wetter");
    assert_eq!(reading.problems, Vec::new());
    let pack = reading.pack.expect("a pack");
    assert_eq!(date(&pack, "nominations", "wetter-2022"), "2022-04-11");
    assert_eq!(date(&pack, "nominations", "2025"), "2025-07-07");
}

#[test]
fn deadlines_that_carry_a_right_are_there() {
    let pack = pack("nrw");
    for id in ["nominations", "register_application", "main_home_day"] {
        assert!(pack.deadline(id).is_some(), "{id}");
    }
    assert!(pack.deadline("zodiac").is_none());
}
