//! How much time the work takes: numbers of a state that an office can change for its town.

use crate::shelf::{NRW, Shelf, TOWN, expect};
use crate::support::{instrument, pack};
use serde_json::{Value, json};
use sitz_und_stimme::domain::pack::{Certainty, Workload};
use sitz_und_stimme::domain::roles;

#[test]
fn the_workload_of_the_state_is_read() {
    let load = pack("nrw").workload;
    assert_eq!((load.sessions, load.groups), (7, 6));
    let minutes = (load.session_minutes, load.reading_minutes, load.group_minutes);
    assert_eq!(minutes, (150, 150, 120));
    let notes = load.notes.expect("it says where it comes from");
    assert_eq!((notes.certainty, notes.sources.len()), (Certainty::Own, 1));
}

#[test]
fn an_office_changes_one_number_and_only_that() {
    let state = pack("nrw").workload;
    type Change = fn(&mut Workload);
    let changes: [(&str, i32, Change); 5] = [
        ("sessions", 4, |load| load.sessions = 4),
        ("groups", 0, |load| load.groups = 0),
        ("session_minutes", 180, |load| load.session_minutes = 180),
        ("reading_minutes", 90, |load| load.reading_minutes = 90),
        ("group_minutes", 45, |load| load.group_minutes = 45),
    ];
    for (key, number, change) in changes {
        let shelf = Shelf::default().edit(TOWN, |p| p["workload"] = json!({key: number}));
        let reading = shelf.read("musterstadt");
        assert_eq!(reading.problems, Vec::new(), "{key}");
        let town = reading.pack.expect("a pack");
        let mut expected = state.clone();
        change(&mut expected);
        assert_ne!(expected, state, "{key}");
        assert_eq!(town.workload, expected, "{key}");
        assert_eq!(shelf.read("nrw").pack.expect("a pack").workload, state, "{key}");
        let same = pack("musterstadt");
        assert_eq!((&town.rules, &town.elections), (&same.rules, &same.elections));
        assert_eq!(town.fit_files, same.fit_files);
    }
}

#[test]
fn the_hours_of_a_town_follow_its_own_numbers() {
    let town = Shelf::default().edit(TOWN, |p| p["workload"] = json!({"sessions": 4}));
    let town = town.read("musterstadt").pack.expect("a pack");
    let fit = instrument(&town);
    let minutes = |name: &str, load: &Workload| {
        let role = fit.roles.iter().find(|role| role.id == name).expect(name);
        roles::minutes_of(role, load)
    };
    // Three sessions of 300 minutes fewer in a year are 75 minutes fewer in a month.
    assert_eq!(minutes("member", &pack("nrw").workload), 295);
    assert_eq!(minutes("member", &town.workload), 220);
    assert_eq!(minutes("helper", &town.workload), 120);
}

/// Changes the workload of the state and looks for the problem.
#[track_caller]
fn check(pointer: &str, words: &str, change: fn(&mut Value)) {
    let reading = Shelf::default().edit(NRW, |p| change(&mut p["workload"])).read("nrw");
    assert!(reading.has_errors());
    expect(&reading.problems, &format!("{NRW}#/workload{pointer}"), words);
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

#[test]
fn faults_of_a_workload_are_reported_where_they_are() {
    check("/sessions", "whole number from 0 to 60", |w| w["sessions"] = json!(61));
    check("/sessions", "whole number from 0 to 60", |w| w["sessions"] = json!(-1));
    check("/groups", "whole number from 0 to 120", |w| w["groups"] = json!("6"));
    check("/session_minutes", "whole number from 0 to 600", |w| w["session_minutes"] = json!(2.5));
    check("/reading_minutes", "whole number from 0 to 1200", |w| {
        w["reading_minutes"] = json!(1_201);
    });
    check("/group_minutes", "whole number from 0 to 600", |w| w["group_minutes"] = json!([]));
    check("", "The field \"sessions\" is missing.", |w| remove(w, "sessions"));
    check("", "The field \"group_minutes\" is missing.", |w| remove(w, "group_minutes"));
    check("", "The field \"as_of\" is missing.", |w| remove(w, "as_of"));
    check("", "A statement needs at least one source.", |w| remove(w, "sources"));
    check("/sources/0", "There is no source \"gone\".", |w| w["sources"][0] = json!("gone"));
    check("/certainty", "sure, likely, open, own", |w| w["certainty"] = json!("yes"));
    check("", "The field \"hours\" is not known here.", |w| w["hours"] = json!(5));
    check("", "An object { … } is expected here.", |w| *w = json!([7, 6]));
}

#[test]
fn all_faults_of_a_workload_are_reported_together() {
    let broken = Shelf::default().edit(NRW, |p| {
        p["workload"]["sessions"] = json!(61);
        remove(&mut p["workload"], "groups");
        p["workload"]["group_minutes"] = json!("two hours");
        p["workload"]["sources"] = json!(["gone"]);
    });
    let problems = broken.read("nrw").problems;
    for (pointer, words) in [
        ("/sessions", "whole number"),
        ("", "\"groups\" is missing"),
        ("/group_minutes", "whole number"),
        ("/sources/0", "source \"gone\""),
    ] {
        expect(&problems, &format!("{NRW}#/workload{pointer}"), words);
    }
}

#[test]
fn a_fault_in_a_town_names_the_file_of_the_town() {
    let town = |load: Value| Shelf::default().edit(TOWN, |p| p["workload"] = load);
    let problems = town(json!({"sessions": 99})).read("musterstadt").problems;
    expect(&problems, &format!("{TOWN}#/workload/sessions"), "whole number");
    let problems = town(json!({"hours": 5})).read("musterstadt").problems;
    expect(&problems, &format!("{TOWN}#/workload"), "\"hours\"");
    let problems = town(json!({"sources": ["gone"]})).read("musterstadt").problems;
    expect(&problems, &format!("{TOWN}#/workload/sources/0"), "source \"gone\"");
}

#[test]
fn without_a_workload_only_own_work_counts() {
    let shelf = Shelf::default().edit(NRW, |p| remove(p, "workload"));
    let reading = shelf.read("nrw");
    assert_eq!(reading.problems, Vec::new());
    let pack = reading.pack.expect("a pack");
    assert_eq!(pack.workload, Workload::default());
    let fit = instrument(&pack);
    for role in &fit.roles {
        assert_eq!(roles::minutes_of(role, &pack.workload), role.own, "{}", role.id);
    }
}
