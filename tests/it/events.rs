//! Events: reading, ordering, fuzzy days, and files with mistakes in them.

use crate::shelf::expect;
use crate::support::{Die, day, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::{self, Event, EventWhen, coming, past};
use sitz_und_stimme::domain::problem::Problem;

/// Reads events given as JSON in the file `test`.
fn read(list: Vec<Value>, today: &str, demo: bool) -> (Vec<Event>, Vec<Problem>) {
    let file = json!({"format": 1, "id": "test", "as_of": "2026-11-22", "events": list});
    let problems = Default::default();
    let events = events::read("test", &file.to_string(), day(today), demo, &problems);
    (events, problems.into_inner())
}

fn event(id: &str, when: Value) -> Value {
    json!({"id": id, "when": when, "place": "Herne", "online": false, "title": {"de": "Treffen"},
        "kind": "info_evening", "organiser": "Stadt Herne", "audience": ["public"],
        "registration": "none", "status": "planned", "source": "https://example.org/a"})
}

/// Reads good events.
#[track_caller]
fn good(list: Vec<Value>, today: &str) -> Vec<Event> {
    let (events, problems) = read(list, today, true);
    assert_eq!(problems, Vec::new());
    events
}

fn ids(events: &[&Event]) -> String {
    events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_form_of_when_is_read() {
    let events = good(
        vec![
            event("a", json!({"date": "2027-03-01", "time": "18:00", "end_time": "20:00"})),
            event("b", json!({"date": "2027-03-01", "to": "2027-03-03"})),
            event("c", json!({"from": "2027-03-01", "time": "17:30"})),
            event("d", json!({"about": {"de": "Frühjahr 2027"}, "sort": "2027-04-15"})),
            event("e", json!({"in_days": 12, "time": "18:00"})),
        ],
        "2026-11-22",
    );
    let first_last =
        |at: usize| (events[at].when.sort().to_string(), events[at].when.last().to_string());
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(first_last(0), pair("2027-03-01", "2027-03-01"));
    assert_eq!(first_last(1), pair("2027-03-01", "2027-03-03"));
    assert_eq!(first_last(2).0, "2027-03-01");
    assert!(events[2].when.last() > day("2027-03-14"), "a series goes on");
    assert_eq!(first_last(3), pair("2027-04-15", "2027-04-15"));
    assert_eq!(first_last(4), pair("2026-12-04", "2026-12-04"));
    let EventWhen::About { words, .. } = &events[3].when else { panic!("{:?}", events[3].when) };
    assert_eq!(words.get("en"), ("Frühjahr 2027", "de"), "the only language there is");
}

#[test]
fn an_event_is_coming_through_its_last_day() {
    let list = vec![
        event("one_day", json!({"date": "2027-03-01", "time": "00:00"})),
        event("three_days", json!({"date": "2027-03-01", "to": "2027-03-03"})),
        event("fuzzy", json!({"about": {"de": "März"}, "sort": "2027-03-02"})),
    ];
    let events = good(list, "2026-11-22");
    for (today, expected) in [
        ("2027-02-28", "three_days one_day fuzzy"),
        ("2027-03-01", "three_days one_day fuzzy"),
        ("2027-03-02", "three_days fuzzy"),
        ("2027-03-03", "three_days"),
        ("2027-03-04", ""),
    ] {
        assert_eq!(ids(&coming(&events, day(today))), expected, "{today}");
    }
}

#[test]
fn coming_events_begin_with_the_soonest_and_past_ones_with_the_latest() {
    let list = vec![
        event("late", json!({"date": "2027-05-01"})),
        event("evening", json!({"date": "2027-03-01", "time": "19:00"})),
        event("morning", json!({"date": "2027-03-01", "time": "09:30"})),
        event("all_day", json!({"date": "2027-03-01"})),
        event("fuzzy", json!({"about": {"de": "April"}, "sort": "2027-04-15"})),
        event("twin_b", json!({"date": "2027-04-15"})),
    ];
    let events = good(list, "2026-11-22");
    let soonest = "all_day morning evening fuzzy twin_b late";
    assert_eq!(ids(&coming(&events, day("2027-01-01"))), soonest);
    assert_eq!(ids(&past(&events, day("2027-01-01"))), "");
    let latest: Vec<&str> = soonest.split(' ').rev().collect();
    assert_eq!(ids(&past(&events, day("2027-06-01"))), latest.join(" "));
}

#[test]
fn every_event_is_either_coming_or_past() {
    let text = shipped("events/nrw.json");
    let problems = Default::default();
    let events = events::read("nrw", &text, day("2026-11-22"), false, &problems);
    let mut die = Die::new(3);
    for _ in 0..300 {
        let today = die.day(day("2019-01-01"), day("2027-01-01"));
        let (coming, past) = (coming(&events, today), past(&events, today));
        assert_eq!(coming.len() + past.len(), events.len(), "{today}");
        let falling = |pair: &[&Event]| pair[0].when.sort() >= pair[1].when.sort();
        assert!(past.windows(2).all(falling), "{today}");
        assert!(
            coming.windows(2).all(|pair| pair[0].when.sort() <= pair[1].when.sort()),
            "{today}"
        );
    }
}

#[test]
fn the_example_town_always_has_something_coming() {
    let text = shipped("events/musterstadt.json");
    for today in ["2026-11-22", "2028-02-29", "2030-09-08", "2099-12-31"] {
        let problems = Default::default();
        let events = events::read("musterstadt", &text, day(today), true, &problems);
        assert_eq!(problems.into_inner(), Vec::<Problem>::new());
        let soon = coming(&events, day(today));
        assert!(soon.len() >= 4, "{today}: {}", ids(&soon));
        let within = |event: &&Event| event.when.sort().days() - day(today).days() <= 60;
        assert!(soon.iter().all(within), "{today}");
    }
}

#[test]
fn in_days_follows_the_given_today() {
    let list = || vec![event("soon", json!({"in_days": 1})), event("gone", json!({"in_days": -1}))];
    let on = |today: &str| -> Vec<Date> {
        good(list(), today).iter().map(|event| event.when.sort()).collect()
    };
    assert_eq!(on("2026-11-22"), [day("2026-11-23"), day("2026-11-21")]);
    assert_eq!(on("2028-02-28"), [day("2028-02-29"), day("2028-02-27")]);
    assert_eq!(on("2026-12-31"), [day("2027-01-01"), day("2026-12-30")]);
}

/// Puts one bad event between two good ones.
#[track_caller]
fn check_bad(pointer: &str, words: &str, change: impl FnOnce(&mut Value)) {
    let day = || json!({"date": "2027-03-01"});
    let mut bad = event("bad", day());
    change(&mut bad);
    let (events, problems) =
        read(vec![event("x", day()), bad, event("y", day())], "2026-11-22", false);
    expect(&problems, &format!("events/test.json#/events/1{pointer}"), words);
    let left: Vec<&str> = events.iter().map(|e| e.id.as_str()).filter(|id| *id != "bad").collect();
    assert!(left.starts_with(&["x"]), "the others survive: {left:?}");
    assert!(left.len() == 2 || words.contains("twice"), "{left:?}");
}

#[test]
fn a_bad_event_is_reported_and_the_others_survive() {
    check_bad("/when/date", "2027-02-30", |e| e["when"]["date"] = json!("2027-02-30"));
    check_bad("/when/date", "not a date", |e| e["when"]["date"] = json!("1. März"));
    check_bad("/when/time", "HH:MM", |e| e["when"]["time"] = json!("24:00"));
    check_bad("/when/time", "HH:MM", |e| e["when"]["time"] = json!("7:00"));
    check_bad("/when/end_time", "HH:MM", |e| e["when"]["end_time"] = json!("18.30"));
    check_bad("/when/to", "before the first", |e| e["when"]["to"] = json!("2027-02-28"));
    check_bad("/when/in_days", "demo", |e| e["when"] = json!({"in_days": 3}));
    check_bad("/when", "\"sort\" is missing", |e| e["when"] = json!({"about": {"de": "Mai"}}));
    check_bad("/when", "\"date\" is missing", |e| e["when"] = json!({}));
    check_bad("/when", "not known", |e| e["when"]["week"] = json!(9));
    check_bad("/when", "object", |e| e["when"] = json!("2027-03-01"));
    check_bad("/kind", "party", |e| e["kind"] = json!("party"));
    check_bad("/status", "planned", |e| e["status"] = json!("sure"));
    check_bad("/registration", "invited", |e| e["registration"] = json!("fax"));
    check_bad("/audience/0", "everybody", |e| e["audience"] = json!(["everybody"]));
    check_bad("/title", "At least one language", |e| e["title"] = json!({}));
    check_bad("/title/de", "empty", |e| e["title"]["de"] = json!("  "));
    check_bad("/id", "not a valid id", |e| e["id"] = json!("e 1"));
    check_bad("", "\"x\" stands twice", |e| e["id"] = json!("x"));
    check_bad("", "\"source\"", |e| e["source"] = json!("javascript:alert(1)"));
    check_bad("", "\"source\"", |e| e["source"] = Value::Null);
    check_bad("", "\"place\" is missing", |e| e["place"] = Value::Null);
    check_bad("", "not known", |e| e["__proto__"] = json!({}));
    check_bad("/childcare", "true or false", |e| e["childcare"] = json!("ja"));
    check_bad("/register_by", "not a date", |e| e["register_by"] = json!("2027-13-01"));
    check_bad("", "object", |e| *e = json!([1]));
    check_bad("", "object", |e| *e = Value::Null);
}

#[test]
fn a_source_that_runs_never_becomes_a_link() {
    let mut list = vec![event("a", json!({"date": "2027-03-01"}))];
    list[0]["source"] = json!("javascript:alert(1)");
    let (events, _) = read(list, "2026-11-22", false);
    assert!(events.iter().all(|event| event.source.is_none()));
}

#[track_caller]
fn check_file(text: &str, place: &str, words: &str) {
    let problems = Default::default();
    let events = events::read("test", text, day("2026-11-22"), true, &problems);
    assert!(events.is_empty());
    expect(&problems.into_inner(), &format!("events/test.json{place}"), words);
}

#[test]
fn files_that_are_no_event_files_are_reported() {
    let head = "\"id\": \"test\", \"as_of\": \"2026-11-22\"";
    check_file("", "", "not valid JSON");
    check_file(&"[".repeat(10_000), "", "not valid JSON");
    check_file("[]", "#", "object");
    check_file(&format!("{{\"format\": 2, {head}}}"), "#/format", "1 to 1");
    check_file("{\"format\": 1, \"id\": \"other\", \"as_of\": \"2026-11-22\"}", "#", "\"test\"");
    check_file("{\"format\": 1, \"id\": \"test\"}", "#", "\"as_of\" is missing");
    check_file(&format!("{{\"format\": 1, {head}, \"events\": {{}}}}"), "#/events", "list");
    check_file(&format!("{{{head}}}"), "#", "\"format\" is missing");
}

#[test]
fn any_flipped_byte_is_survived() {
    let (text, mut die) = (shipped("events/musterstadt.json"), Die::new(17));
    for _ in 0..200 {
        let mut bytes = text.clone().into_bytes();
        let at = die.below(bytes.len());
        bytes[at] ^= 1 << die.below(8);
        let problems = Default::default();
        let text = String::from_utf8_lossy(&bytes);
        let events = events::read("musterstadt", &text, day("2026-11-22"), true, &problems);
        assert!(events.len() == 6 || !problems.into_inner().is_empty());
    }
}
