//! Importing a second time over what is already there.

use super::{TODAY, bytes, calendar, events, input, list, settings};
use crate::support::{day, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::import::entry::{id, is_imported};
use sitz_und_stimme::import::report::Report;
use sitz_und_stimme::import::{Settings, import};

const LATER: &str = "2026-12-24";

fn later() -> Settings {
    Settings { today: day(LATER), ..settings() }
}

/// Returns a calendar with one event and lines that change it.
fn one(lines: &str) -> String {
    let or = |name: &str, line: &str| match lines.contains(name) {
        true => String::new(),
        false => format!("{line}\n"),
    };
    let start = or("DTSTART", "DTSTART:20270302T180000\nDTEND:20270302T200000");
    let title = or("SUMMARY", "SUMMARY:Infoabend");
    let place = or("LOCATION", "LOCATION:Rathaus");
    calendar(&format!("BEGIN:VEVENT\nUID:one@example\n{start}{title}{place}{lines}\nEND:VEVENT"))
}

/// Imports `first`, changes what came of it, imports `second` later; returns text and report.
fn twice(first: &str, change: impl FnOnce(&mut Value), second: &str) -> (Option<String>, Report) {
    let outcome = import("town", None, &[input("a.ics", first)], &settings());
    let mut file: Value = serde_json::from_str(&outcome.text.expect("a file")).expect("JSON");
    change(&mut file);
    let outcome = import("town", Some(&file.to_string()), &[input("a.ics", second)], &later());
    (outcome.text, outcome.report)
}

fn only(text: &Option<String>) -> Value {
    let file: Value = serde_json::from_str(text.as_deref().expect("a file")).expect("JSON");
    assert_eq!(file["events"].as_array().map(Vec::len), Some(1), "{file}");
    file["events"][0].clone()
}

#[test]
fn ids_stay_the_same_and_are_known_again() {
    assert_eq!(id("one@example", ""), "i-7d8305876879");
    assert_eq!(id("one@example", "20270302"), "i-7d8305876879-20270302");
    for (id, ours) in [
        ("i-7d8305876879", true),
        ("i-7d8305876879-20270302", true),
        ("i-7d8305876879-20270302-1830", true),
        ("i-7d830587687", false),
        ("i-7D830587687A", false),
        ("i-7d8305876879x", false),
        ("i-7d8305876879-2027", false),
        ("i-1", false),
        ("e01", false),
        ("i-äöüäöü", false),
        ("", false),
    ] {
        assert_eq!(is_imported(id), ours, "{id}");
    }
}

#[test]
fn the_same_input_twice_gives_the_same_bytes() {
    for name in [
        "outlook-weekly", "google-monthly", "icloud-days", "nextcloud-positions", "onward", "rules",
    ] {
        let file = [input("a.ics", bytes(&format!("{name}.ics")))];
        let first = import("town", None, &file, &settings());
        let text = first.text.expect("a file");
        let second = import("town", Some(&text), &file, &settings());
        assert_eq!(second.text.as_deref(), Some(text.as_str()), "{name}");
        let (a, b) = (&first.report, &second.report);
        assert!(a.written > 0, "{name}");
        assert_eq!((b.written, b.updated, b.unchanged), (0, 0, a.written), "{name}");
        // On a later day nothing that is in the file changes but the day of the file. The window has
        // moved on, so there may be new instances at its end.
        let third = import("town", Some(&text), &file, &later());
        assert_eq!(third.report.updated, 0, "{name}");
        let third = third.text.expect("a file");
        let body = |text: &str| text.split_once("\"events\"").expect("events").1.to_owned();
        let (old, new) = (body(&text), body(&third));
        assert!(new.starts_with(old.trim_end_matches(['\n', ' ', ']', '}'])), "{name}");
        assert!(third.contains(&format!("\"as_of\": \"{LATER}\"")), "{name}");
    }
}

#[test]
fn what_the_source_changed_is_brought_up_to_date() {
    let (text, report) = twice(&one(""), |_| {}, &one("LOCATION:Bürgerhaus\nSUMMARY:Infoabend 2"));
    let event = only(&text);
    assert_eq!(event["title"], json!({"de": "Infoabend 2"}));
    assert_eq!((&event["venue"], &event["updated"]), (&json!("Bürgerhaus"), &json!(LATER)));
    assert_eq!((report.written, report.updated, report.unchanged), (0, 1, 0));
    let (text, report) = twice(&one(""), |_| {}, &one(""));
    assert_eq!(only(&text)["updated"], TODAY);
    assert_eq!((report.written, report.updated, report.unchanged), (0, 0, 1));
}

#[test]
fn what_was_added_by_hand_stays() {
    let by_hand = |file: &mut Value| {
        let event = &mut file["events"][0];
        event["childcare"] = json!(true);
        event["cost"] = json!("free");
        event["title"]["en"] = json!("Info evening");
        event["kind"] = json!("candidate_info");
        event["audience"] = json!(["would_be"]);
        event["directions"] = json!({"de": "Bus 1"});
        event["organiser"] = json!("Integrationsbüro");
        event["place"] = json!("Musterstadt-Nord");
        event["source"] = json!("https://example.org/besser");
    };
    let (text, report) = twice(&one(""), by_hand, &one("DTSTART:20270302T190000"));
    let event = only(&text);
    assert_eq!(event["when"], json!({"date": "2027-03-02", "time": "19:00"}));
    assert_eq!(event["title"], json!({"de": "Infoabend", "en": "Info evening"}));
    for (field, value) in [
        ("childcare", json!(true)),
        ("cost", json!("free")),
        ("kind", json!("candidate_info")),
        ("audience", json!(["would_be"])),
        ("directions", json!({"de": "Bus 1"})),
        ("organiser", json!("Integrationsbüro")),
        ("place", json!("Musterstadt-Nord")),
        ("source", json!("https://example.org/besser")),
        ("status", json!("planned")),
    ] {
        assert_eq!(event[field], value, "{field}");
    }
    assert_eq!(report.updated, 1);
    // A translation of a title that is another now would be wrong.
    let (text, report) = twice(&one(""), by_hand, &one("SUMMARY:Planspiel"));
    assert_eq!(only(&text)["title"], json!({"de": "Planspiel"}));
    assert!(report.to_string().contains("\"en\" is taken out: Info evening"), "{report}");
    // An end that somebody found out stays as long as the start does.
    let end = |file: &mut Value| file["events"][0]["when"]["end_time"] = json!("21:00");
    let open = one("DTSTART:20270302T180000");
    assert_eq!(only(&twice(&open, end, &open).0)["when"]["end_time"], "21:00");
    let moved = one("DTSTART:20270302T170000");
    assert_eq!(only(&twice(&open, end, &moved).0)["when"]["end_time"], Value::Null);
}

#[test]
fn another_day_is_marked_as_moved_and_stays_so() {
    let moved = one("DTSTART:20270309T180000\nDTEND:20270309T200000");
    let (text, report) = twice(&one(""), |_| {}, &moved);
    let event = only(&text);
    assert_eq!((&event["status"], &event["was"]), (&json!("moved"), &json!("2027-03-02")));
    assert_eq!((report.moved, report.updated), (1, 1));
    let again = import("town", text.as_deref(), &[input("a.ics", moved)], &later());
    assert_eq!(again.text, text);
    let back = import("town", text.as_deref(), &[input("a.ics", one(""))], &later());
    let event = only(&back.text);
    assert_eq!((&event["status"], &event["was"]), (&json!("planned"), &Value::Null));
    let off = one("DTSTART:20270309T180000\nSTATUS:CANCELLED");
    let off = import("town", text.as_deref(), &[input("a.ics", off)], &later());
    let event = only(&off.text);
    assert_eq!((&event["status"], &event["was"]), (&json!("cancelled"), &Value::Null));
}

#[test]
fn what_is_cancelled_is_marked_and_may_come_back() {
    for off in ["STATUS:CANCELLED", "SUMMARY:Abgesagt: Infoabend", "SUMMARY:[ENTFÄLLT] Infoabend"]
    {
        let (text, report) = twice(&one(""), |_| {}, &one(off));
        assert_eq!(only(&text)["status"], "cancelled", "{off}");
        assert_eq!((report.cancelled, report.updated), (1, 1), "{off}");
        let again = import("town", text.as_deref(), &[input("a.ics", one(""))], &later());
        assert_eq!(only(&again.text)["status"], "planned");
        assert!(again.report.to_string().contains("it was cancelled"), "{}", again.report);
    }
    let whole = one("").replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL");
    assert_eq!(only(&twice(&one(""), |_| {}, &whole).0)["status"], "cancelled");
    let unsure = one("STATUS:TENTATIVE");
    assert_eq!(only(&twice(&one(""), |_| {}, &unsure).0)["status"], "unsure");
    let held = |file: &mut Value| {
        file["events"][0]["status"] = json!("held");
        file["events"][0]["when"]["date"] = json!("2026-11-01");
    };
    let past = one("DTSTART:20261101T180000");
    assert_eq!(only(&twice(&past, held, &past).0)["status"], "held");
}

#[test]
fn what_is_gone_is_cancelled_only_if_asked() {
    let two = |lines: &str| {
        let other =
            "BEGIN:VEVENT\nUID:two@example\nDTSTART:20270401T180000\nSUMMARY:Sitzung\nEND:VEVENT\n";
        let past =
            "BEGIN:VEVENT\nUID:old@example\nDTSTART:20261101T180000\nSUMMARY:Sitzung\nEND:VEVENT\n";
        calendar(&format!(
            "BEGIN:VEVENT\nUID:one@example\nDTSTART:20270302T180000\n{lines}\nEND:VEVENT\n{other}{past}"
        ))
    };
    let first = import("town", None, &[input("a.ics", two("SUMMARY:x"))], &settings());
    let text = first.text.expect("a file");
    let keep = import("town", Some(&text), &[input("a.ics", one(""))], &later());
    let status = |outcome: &sitz_und_stimme::import::Outcome| {
        let events = list(outcome);
        let of = |uid: &str| {
            events.iter().find(|e| e["id"] == id(uid, "")).expect("an event")["status"].clone()
        };
        [of("one@example"), of("two@example"), of("old@example")]
            .map(|s| s.as_str().expect("a word").to_owned())
    };
    assert_eq!(status(&keep), ["planned", "planned", "planned"]);
    assert!(
        keep.report.to_string().contains("no longer in its source and kept"),
        "{}",
        keep.report
    );
    assert!(keep.report.to_string().contains("it is over and no longer"), "{}", keep.report);
    let ask = Settings { cancel_vanished: true, ..later() };
    let cancel = import("town", Some(&text), &[input("a.ics", one(""))], &ask);
    assert_eq!(status(&cancel), ["planned", "cancelled", "planned"]);
    let again = import("town", cancel.text.as_deref(), &[input("a.ics", one(""))], &ask);
    assert_eq!(again.text, cancel.text);
    // What stands in the source but cannot be read is not gone, and neither is what stands behind a fault.
    let unreadable = two("SUMMARY:x").replace("20270401T180000", "sometime");
    let kept = import("town", Some(&text), &[input("a.ics", unreadable)], &ask);
    assert_eq!(status(&kept), ["planned", "planned", "planned"]);
    let broken = [input("a.ics", one("")), input("b.ics", "PK\x03\x04")];
    assert_eq!(
        status(&import("town", Some(&text), &broken, &ask)),
        ["planned", "planned", "planned"]
    );
    let narrow = Settings { to: Some(day("2027-03-15")), ..ask.clone() };
    let kept = import("town", Some(&text), &[input("a.ics", one(""))], &narrow);
    assert_eq!(status(&kept), ["planned", "planned", "planned"]);
    // An empty calendar is more likely a mistake than the end of everything.
    let empty = import("town", Some(&text), &[input("a.ics", calendar(""))], &ask);
    assert_eq!(empty.text, None);
}

#[test]
fn events_made_by_hand_are_left_alone() {
    let old = shipped("events/nrw.json");
    let outcome = import("nrw", Some(&old), &[input("a.ics", one(""))], &settings());
    let text = outcome.text.expect("a file");
    let (head, tail) = text.split_at(old.len() - "\n  ]\n}\n".len());
    let differs = head.lines().zip(old.lines()).find(|(new, old)| new != old);
    assert_eq!(differs, None);
    assert!(tail.starts_with(",\n    {\n      \"id\": \"i-"), "{tail}");
    assert_eq!(tail.matches("\"id\"").count(), 1);
}

#[test]
fn a_file_with_problems_is_not_touched() {
    for old in [
        "",
        "[]",
        "{",
        r#"{"format": 2, "id": "town", "as_of": "2026-11-22", "events": []}"#,
        r#"{"format": -1, "id": "town", "as_of": "2026-11-22", "events": []}"#,
        r#"{"format": "1", "id": "town", "as_of": "2026-11-22", "events": []}"#,
        r#"{"format": 1, "id": "other", "as_of": "2026-11-22", "events": []}"#,
        r#"{"format": 1, "id": "town", "as_of": "2026-11-22", "events": [{"id": "a"}]}"#,
        r#"{"format": 1, "id": "town", "as_of": "2026-11-22", "events": [], "x": 1}"#,
    ] {
        let outcome = import("town", Some(old), &[input("a.ics", one(""))], &settings());
        assert_eq!(outcome.text, None, "{old}");
        assert!(outcome.report.to_string().contains("mend them first"), "{}", outcome.report);
    }
    let empty = r#"{"format": 1, "id": "town", "as_of": "2020-01-01", "events": []}"#;
    let outcome = import("town", Some(empty), &[input("a.ics", one(""))], &settings());
    assert_eq!(events(&outcome.text.expect("a file")).len(), 1);
}

#[test]
fn nothing_stands_twice_when_a_series_changes() {
    let series = |rule: &str, start: &str| one(&format!("DTSTART:{start}\nRRULE:{rule}"));
    let days = |text: &Option<String>| {
        let file: Value = serde_json::from_str(text.as_deref().expect("a file")).expect("JSON");
        let events = file["events"].as_array().expect("a list").clone();
        let mut days: Vec<String> = events
            .iter()
            .map(|e| {
                let was = e["was"].as_str().map(|was| format!(" was {was}")).unwrap_or_default();
                format!("{}{was}", e["when"]["date"].as_str().expect("a day"))
            })
            .collect();
        days.sort();
        days
    };
    let tuesdays = series("FREQ=WEEKLY;COUNT=3", "20270302T180000");
    // Wednesdays instead of Tuesdays.
    let wednesdays = series("FREQ=WEEKLY;COUNT=3", "20270303T180000");
    let (text, report) = twice(&tuesdays, |_| {}, &wednesdays);
    let moved =
        ["2027-03-03 was 2027-03-02", "2027-03-10 was 2027-03-09", "2027-03-17 was 2027-03-16"];
    assert_eq!(days(&text), moved);
    assert_eq!((report.moved, report.written), (3, 0));
    let again = import("town", text.as_deref(), &[input("a.ics", wednesdays)], &later());
    assert_eq!(again.text, text);
    // One that stood alone repeats now, and the other way round.
    let alone = one("DTSTART:20270302T180000");
    let (text, report) = twice(&alone, |_| {}, &tuesdays);
    assert_eq!(days(&text), ["2027-03-02", "2027-03-09", "2027-03-16"]);
    assert_eq!((report.unchanged, report.written), (1, 2));
    // Another time of day.
    let (text, report) =
        twice(&tuesdays, |_| {}, &series("FREQ=WEEKLY;COUNT=3", "20270302T190000"));
    assert_eq!((days(&text).len(), report.updated), (3, 3));
    // The same events from two files, and from one file under two names.
    let both = [input("a.ics", tuesdays.as_str()), input("b.ics", tuesdays.as_str())];
    let outcome = import("town", None, &both, &settings());
    assert_eq!(list(&outcome).len(), 3);
    assert!(outcome.report.to_string().contains("stands here again"), "{}", outcome.report);
}

#[test]
fn moved_and_cancelled_instances_of_a_series_are_marked() {
    let outcome = import("town", None, &[input("a.ics", bytes("outlook-weekly.ics"))], &settings());
    let events = list(&outcome);
    let of = |date: &str| {
        events.iter().find(|event| event["when"]["date"] == date).unwrap_or(&Value::Null).clone()
    };
    let moved = of("2026-11-05");
    assert_eq!((&moved["status"], &moved["was"]), (&json!("moved"), &json!("2026-11-03")));
    assert_eq!(moved["venue"], "Rathaus, Zimmer 12, Marktplatz 1");
    assert!(moved["id"].as_str().is_some_and(|id| id.ends_with("-20261103")));
    assert_eq!(of("2027-02-16")["status"], "cancelled");
    for gone in ["2026-11-03", "2026-12-22", "2026-12-29", "2027-01-05"] {
        assert_eq!(of(gone), Value::Null, "{gone}");
    }
    assert_eq!((outcome.report.moved, outcome.report.cancelled), (1, 1));
    // What is cancelled says little of itself; its series says the rest.
    let bare = Settings { place: None, ..settings() };
    let outcome = import("town", None, &[input("a.ics", bytes("outlook-weekly.ics"))], &bare);
    let cancelled = list(&outcome).into_iter().find(|event| event["status"] == "cancelled");
    let cancelled = cancelled.expect("the cancelled instance");
    assert_eq!(
        (&cancelled["place"], &cancelled["venue"]),
        (&moved["place"], &json!("Rathaus, Ratssaal, Marktplatz 1"))
    );
}
