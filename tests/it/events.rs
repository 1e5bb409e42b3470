//! Events: reading, ordering, fuzzy days, and files with mistakes in them.

use crate::feed;
use crate::lists::{ahead, coming, past};
use crate::shelf::{Shelf, expect};
use crate::support::{Die, day, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::{self, Cost, Event, EventWhen, GROUPS, KINDS, MOST_STARS};
use sitz_und_stimme::domain::events::{News, Now, Stars, group};
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::saved;

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

// ---------------------------------------------------------------- what else there is to know

/// Reads one event with further fields.
#[track_caller]
fn rich(change: impl FnOnce(&mut Value)) -> Event {
    let mut value = event("a", json!({"date": "2027-03-01", "time": "18:00"}));
    change(&mut value);
    good(vec![value], "2026-11-22").pop().expect("an event")
}

#[test]
fn further_fields_are_read() {
    let event = rich(|e| {
        e["organiser_kind"] = json!("association");
        e["interpreting"] = json!(["ar", "uk"]);
        e["register_url"] = json!("https://example.org/r");
        e["cost"] = json!({"de": "2 Euro"});
        e["status"] = json!("moved");
        e["was"] = json!("2027-02-22");
        e["more"] = json!({"de": "Es gibt Tee."});
        e["directions"] = json!({"de": "Bus 1"});
        e["postcode"] = json!("44623");
        e["online"] = json!(true);
        e["on_site"] = json!(true);
        e["updated"] = json!("2026-12-01");
    });
    assert_eq!(event.organiser_kind.as_deref(), Some("association"));
    assert_eq!(event.interpreting, ["ar", "uk"]);
    assert_eq!(event.register_url.as_deref(), Some("https://example.org/r"));
    assert!(matches!(&event.cost, Some(Cost::Text(text)) if text.get("de").0 == "2 Euro"));
    assert_eq!((event.was, event.updated), (Some(day("2027-02-22")), Some(day("2026-12-01"))));
    assert_eq!(event.more.as_ref().map(|more| more.get("en")), Some(("Es gibt Tee.", "de")));
    assert_eq!(event.postcode.as_deref(), Some("44623"));
    assert!(event.directions.is_some() && event.online && event.on_site);
    assert_eq!((event.key(), event.as_of), ("a.test".to_owned(), Some(day("2026-11-22"))));
    assert_eq!(rich(|e| e["cost"] = json!("free")).cost, Some(Cost::Free));
}

#[test]
fn old_files_say_none_of_it() {
    let event = rich(|_| {});
    assert!(event.organiser_kind.is_none() && event.cost.is_none() && event.more.is_none());
    assert!(event.was.is_none() && event.updated.is_none() && event.interpreting.is_empty());
    assert!(event.on_site && !event.online && !event.counted);
    assert!(!rich(|e| e["online"] = json!(true)).on_site);
    let counted = rich(|e| {
        e["when"] = json!({"in_days": 4});
        e["status"] = json!("moved");
        e["was"] = json!({"in_days": 2});
    });
    assert!(counted.counted);
    assert_eq!(counted.was, Some(day("2026-11-24")));
}

#[test]
fn faults_of_further_fields_are_reported_in_their_places() {
    check_fault("/organiser_kind", "municipality", |e| e["organiser_kind"] = json!("lobby"));
    check_fault("/interpreting/1", "not a valid id", |e| e["interpreting"] = json!(["tr", "T R"]));
    check_fault("/register_url", "https://", |e| e["register_url"] = json!("javascript:alert(1)"));
    check_fault("/register_url", "https://", |e| e["register_url"] = json!("\thttps://a.b"));
    check_fault("/cost", "free", |e| e["cost"] = json!("cheap"));
    check_fault("/cost", "At least one language", |e| e["cost"] = json!({}));
    check_fault("/cost", "text", |e| e["cost"] = json!(5));
    check_fault("/was", "\"moved\"", |e| e["was"] = json!("2027-01-01"));
    check_fault("/was", "not a date", |e| {
        e["status"] = json!("moved");
        e["was"] = json!("2027-02-30");
    });
    check_fault("/was/in_days", "demo", |e| {
        e["status"] = json!("moved");
        e["was"] = json!({"in_days": 1});
    });
    check_fault("/more/de", "empty", |e| e["more"] = json!({"de": "", "en": "x"}));
    check_fault("/directions", "object", |e| e["directions"] = json!("Bus 1"));
    check_fault("/postcode", "five digits", |e| e["postcode"] = json!("4462"));
    check_fault("/postcode", "text", |e| e["postcode"] = json!(44623));
    check_fault("/on_site", "on site, online, or both", |e| e["on_site"] = json!(false));
    check_fault("/updated", "not a date", |e| e["updated"] = json!("heute"));
}

/// Checks that a fault is reported, and that the event is kept without the field.
#[track_caller]
fn check_fault(pointer: &str, words: &str, change: impl FnOnce(&mut Value)) {
    let mut bad = event("bad", json!({"date": "2027-03-01"}));
    change(&mut bad);
    let (events, problems) = read(vec![bad], "2026-11-22", false);
    expect(&problems, &format!("events/test.json#/events/0{pointer}"), words);
    assert_eq!((events.len(), problems.len()), (1, 1), "{problems:?}");
    assert!(events[0].register_url.is_none() && events[0].was.is_none());
}

#[test]
fn an_event_that_lacks_a_field_reports_the_others_too() {
    let mut bad = event("bad", json!({"date": "2027-03-01"}));
    bad["title"] = Value::Null;
    bad["cost"] = json!(5);
    bad["childcare"] = json!("ja");
    let (events, problems) = read(vec![bad], "2026-11-22", false);
    assert!(events.is_empty());
    expect(&problems, "events/test.json#/events/0", "\"title\" is missing");
    expect(&problems, "events/test.json#/events/0/cost", "text");
    expect(&problems, "events/test.json#/events/0/childcare", "true or false");
}

#[test]
fn every_kind_has_a_group_and_every_group_a_kind() {
    for kind in KINDS {
        assert!(GROUPS.contains(&group(kind)), "{kind}");
    }
    for name in GROUPS {
        assert!(KINDS.iter().any(|kind| group(kind) == name), "{name}");
    }
    assert_eq!((group("webinar"), group("anything")), ("training", "other"));
}

#[test]
fn shipped_events_say_who_invites_where_it_is_plain() {
    let of = |name: &str, demo: bool| {
        let text = shipped(&events::file_of(name));
        events::read(name, &text, day("2026-11-22"), demo, &Default::default())
    };
    let state = of("nrw", false);
    let unsaid: Vec<&str> =
        state.iter().filter(|e| e.organiser_kind.is_none()).map(|e| e.id.as_str()).collect();
    assert_eq!(unsaid, ["e31", "e32", "e57", "e58"]);
    for event in &state {
        let town = event.organiser.starts_with("Stadt ");
        assert!(!town || event.organiser_kind.as_deref() == Some("municipality"), "{}", event.id);
    }
    let town = of("musterstadt", true);
    assert!(town.iter().all(|event| event.cost.is_some() && event.organiser_kind.is_some()));
    assert!(town.iter().any(|e| e.more.is_some() && !e.interpreting.is_empty()));
}

#[test]
fn the_check_names_texts_of_events_that_lack_a_language() {
    const FILE: &str = "events/musterstadt.json";
    let german = || json!({"de": "Nur auf Deutsch."});
    for field in ["note", "more", "directions", "cost"] {
        let shelf = Shelf::default().edit(FILE, |file| file["events"][1][field] = german());
        let problems = shelf.check("musterstadt");
        let id = serde_json::from_str::<Value>(&shipped(FILE)).expect("JSON")["events"][1]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        expect(&problems, &format!("{FILE}#/{id}/{field}"), "missing in \"en\"");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
    let shelf = Shelf::default().edit(FILE, |file| {
        file["events"][0]["when"] = json!({"about": {"en": "in spring"}, "sort": "2027-04-15"});
    });
    assert!(shelf.check("musterstadt").iter().any(|p| p.pointer.ends_with("/when/about")));
}

#[test]
fn what_is_ahead_is_neither_over_nor_cancelled() {
    let mut list = vec![
        event("gone", json!({"date": "2027-03-01", "time": "10:00", "end_time": "11:00"})),
        event("running", json!({"date": "2027-03-01", "time": "10:00"})),
        event("off", json!({"date": "2027-03-02"})),
        event("next", json!({"date": "2027-03-03"})),
    ];
    list[2]["status"] = json!("cancelled");
    let events = good(list, "2026-11-22");
    let at = |minute: i32| ids(&ahead(&events, Now { today: day("2027-03-01"), minute }));
    assert_eq!(at(0), "gone running next");
    assert_eq!(at(11 * 60), "running next");
    assert_eq!(at(13 * 60), "next");
    assert_eq!(ids(&ahead(&events, Now::morning(day("2027-03-04")))), "");
}

#[test]
fn the_own_sort_sorts() {
    let mut die = Die::new(9);
    for _ in 0..500 {
        let keys: Vec<usize> = (0..die.below(40)).map(|_| die.below(12)).collect();
        let mut ours: Vec<u32> = (0..keys.len() as u32).collect();
        let mut theirs = ours.clone();
        events::sort(&mut ours, &|a, b| keys[a as usize] <= keys[b as usize]);
        theirs.sort_by_key(|at| keys[*at as usize]);
        assert_eq!(ours, theirs, "equal ones stay in order");
    }
}

// ---------------------------------------------------------------- stars

fn some_to_star() -> Vec<Value> {
    let mut list = vec![
        event("today_over", json!({"date": "2027-03-01", "time": "08:00", "end_time": "09:00"})),
        event("today", json!({"date": "2027-03-01", "time": "18:00"})),
        event("third_day", json!({"date": "2027-03-04"})),
        event("fourth_day", json!({"date": "2027-03-05"})),
        event("yesterday", json!({"date": "2027-02-28"})),
        event("off", json!({"date": "2027-03-02"})),
        event("spring", json!({"about": {"de": "März"}, "sort": "2027-03-02"})),
        event("going_on", json!({"date": "2027-02-20", "to": "2027-03-02"})),
        event("series", json!({"from": "2027-02-20"})),
        event("unstarred", json!({"date": "2027-03-01"})),
    ];
    list[5]["status"] = json!("cancelled");
    list
}

fn starred() -> (Vec<Event>, Stars) {
    let events = good(some_to_star(), "2026-11-22");
    let mut stars = Stars::default();
    for event in events.iter().take(9) {
        assert!(stars.star(event, true));
    }
    (events, stars)
}

#[test]
fn starred_events_are_recalled_within_three_days() {
    let (_, stars) = starred();
    let index = feed::index(some_to_star(), day("2026-11-22"));
    let id = |at: u32| index.event(at).expect("an event").id;
    let due = |today: &str, minute: i32| {
        let due = stars.due_of_index(&index, Now { today: day(today), minute });
        due.into_iter().map(id).collect::<Vec<String>>().join(" ")
    };
    assert_eq!(due("2027-03-01", 600), "going_on today third_day");
    assert_eq!(due("2027-03-01", 0), "going_on today_over today third_day");
    assert_eq!(due("2027-02-28", 0), "going_on yesterday today_over today");
    assert_eq!(due("2027-02-15", 0), "");
    assert_eq!(due("2027-02-18", 0), "going_on series");
    assert_eq!(due("2027-03-06", 0), "");
    assert_eq!(stars.of_index(&index).len(), 9);
}

#[test]
fn stars_are_kept_and_taken_away() {
    let (events, mut stars) = starred();
    assert!(!Stars::default().has(&events[0]) && Stars::default().is_empty());
    assert_eq!(Stars::default().to_value(), json!({}));
    assert_eq!(Stars::from_value(&stars.to_value()), Some(stars.clone()));
    for event in events.iter().skip(1) {
        assert!(stars.star(event, false));
    }
    assert_eq!(stars.to_value(), json!({"stars": {"today_over.test": {"seen": "2027-03-01"}}}));
    assert_eq!(stars.len(), 1);
    stars.star(&events[0], true);
    stars.star(&events[0], false);
    assert!(stars.is_empty());
}

#[test]
fn news_of_starred_events_are_told_once() {
    let (events, mut stars) = starred();
    let mut event = events[1].clone();
    assert_eq!(stars.news(&event), None);
    event.when = EventWhen::Day { date: day("2027-04-01"), time: None, end: None };
    assert_eq!(stars.news(&event), Some(News::Moved(day("2027-03-01"))));
    stars.star(&event, true);
    assert!(stars.news(&event).is_some(), "starring again changes nothing");
    stars.see(&event);
    assert_eq!(stars.news(&event), None);
    event.status = "cancelled".to_owned();
    assert_eq!(stars.news(&event), Some(News::Cancelled));
    assert_eq!(stars.news(&events[9]), None, "not starred");
    let mut example = events[1].clone();
    (example.when, example.counted) = (events[3].when.clone(), true);
    assert_eq!(stars.news(&example), None, "examples move every day");
}

#[test]
fn there_is_an_end_to_stars() {
    let mut stars = Stars::default();
    let mut event = rich(|_| {});
    for number in 0..MOST_STARS {
        event.id = format!("e{number}");
        assert!(stars.star(&event, true));
    }
    event.id = "one_more".to_owned();
    assert!(!stars.star(&event, true) && !stars.has(&event));
    event.id = "e7".to_owned();
    assert!(stars.star(&event, true), "is there already");
    assert!(stars.star(&event, false) && stars.len() == MOST_STARS - 1);
    let many: serde_json::Map<String, Value> =
        (0..MOST_STARS + 3).map(|n| (format!("e{n}.x"), json!({}))).collect();
    let (stars, problems) = Stars::read(&json!({"stars": many})).expect("an object");
    assert_eq!((stars.len(), problems.len()), (MOST_STARS, 3));
}

#[test]
fn what_a_newer_build_wrote_about_stars_survives() {
    let stored = json!({
        "@": "odd", "order": [1, {"x": null}],
        "stars": {
            "a.test": {"seen": "2027-03-01", "note": "hin!", "@seen": 4},
            "gone.elsewhere": {},
        }
    });
    let (mut stars, problems) = Stars::read(&stored).expect("an object");
    assert_eq!((problems, stars.to_value()), (Vec::new(), stored.clone()));
    let mut event = rich(|_| {});
    event.when = EventWhen::Day { date: day("2027-05-05"), time: None, end: None };
    stars.see(&event);
    let mut changed = stored.clone();
    changed["stars"]["a.test"]["seen"] = json!("2027-05-05");
    assert_eq!(stars.to_value(), changed);
}

#[test]
fn damaged_stars_are_dropped_and_reported() {
    for (stored, pointer, left) in [
        (json!({"stars": []}), "/stars", json!({})),
        (json!({"stars": {"a.x": 1, "b.x": {}}}), "/stars/a.x", json!({"stars": {"b.x": {}}})),
        (
            json!({"stars": {"a.x": {"seen": "heute"}}}),
            "/stars/a.x/seen",
            json!({"stars": {"a.x": {}}}),
        ),
    ] {
        let (stars, problems) = Stars::read(&stored).expect("an object");
        let pointers: Vec<&str> = problems.iter().map(|p| p.pointer.as_str()).collect();
        assert_eq!((pointers, stars.to_value()), (vec![pointer], left), "{stored}");
    }
    for odd in [json!(null), json!([]), json!("x"), json!(7)] {
        assert!(Stars::read(&odd).is_none());
    }
    assert_eq!(saved::events_key("nrw"), "sitz-und-stimme.stars.nrw");
}
