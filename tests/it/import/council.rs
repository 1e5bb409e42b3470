//! Meetings of a council, as its information system tells them (OParl).

use super::{TODAY, bytes, calendar, events, fresh, input, list, settings};
use crate::support::day;
use serde_json::{Value, json};
use sitz_und_stimme::import::{Outcome, Settings, import};

const MEETING: &str = r#""type": "https://schema.oparl.org/1.1/Meeting",
    "agendaItem": [{"name": "Eins", "public": true}]"#;

/// Returns a meeting with these fields.
fn meeting(fields: &str) -> String {
    format!("{{{MEETING}, \"id\": \"https://a.example/1\", {fields}}}")
}

/// Returns a meeting that begins then.
fn at(start: &str) -> String {
    meeting(&format!("\"name\": \"Sitzung\", \"start\": \"{start}\""))
}

#[track_caller]
fn check(what: &str, content: impl Into<Vec<u8>>, count: usize, words: &str) -> Outcome {
    let outcome = fresh("a.json", content);
    let said = outcome.report.to_string();
    assert_eq!(list(&outcome).len(), count, "{what}: {said}");
    assert!(said.contains(words), "{what}: \"{words}\" is not in\n{said}");
    if let Some(text) = &outcome.text {
        assert_eq!(events(text).len(), count, "{what}");
    }
    outcome
}

#[test]
fn meetings_of_version_1_1_become_events() {
    let outcome = fresh("rat.json", bytes("meetings-1.1.json"));
    let all = list(&outcome);
    assert_eq!(all.len(), 3, "{}", outcome.report);
    assert_eq!(
        all[0],
        json!({
            "id": all[0]["id"],
            "when": {"date": "2027-03-28", "time": "17:00", "end_time": "19:30"},
            "place": "Musterstadt",
            "postcode": "58239",
            "venue": "Rathaus, Ratssaal, Marktplatz 1",
            "online": false,
            "title": {"de": "4. Sitzung des Integrationsrates"},
            "kind": "regular_session",
            "organiser": "Stadt Musterstadt",
            "status": "planned",
            "more": {"de": "Aus der Tagesordnung:\n1 Begrüßung\n2 Haushalt & Förderung"},
            "source": "https://rat.musterstadt.example/sitzung/281",
            "updated": TODAY,
        })
    );
    assert_eq!(all[1]["when"], json!({"date": "2027-04-20", "time": "17:00", "end_time": "19:00"}));
    assert_eq!(
        (&all[1]["status"], &all[1]["venue"]),
        (&json!("cancelled"), &json!("Bürgerhaus, Große Straße 2"))
    );
    assert_eq!(all[2]["organiser"], "Integrationsrat Musterstadt");
    assert_eq!(all[2]["source"], "https://example.org/termine");
    let said = outcome.report.to_string();
    for words in [
        "rat.json /data/2 [https://rat.musterstadt.example/oparl/meeting/283]: it has no public part",
        "/data/4 [https://rat.musterstadt.example/oparl/meeting/285]: its source says that it is deleted",
        "/data/3 [https://rat.musterstadt.example/oparl/meeting/284]: it has no agenda yet",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert_eq!((outcome.report.read, outcome.report.skipped), (5, 2));
    assert!(
        !said.contains("Personalsache") && !outcome.text.unwrap_or_default().contains("Personal")
    );
}

#[test]
fn a_single_meeting_of_version_1_0_becomes_an_event() {
    let outcome = fresh("alt.json", bytes("meeting-1.0.json"));
    let event = &list(&outcome)[0];
    assert_eq!(event["when"], json!({"date": "2026-10-25", "time": "18:00", "end_time": "20:15"}));
    assert_eq!(event["status"], "held");
    assert_eq!(event["kind"], "constitutive_session");
    assert_eq!(
        (&event["venue"], &event["place"]),
        (&json!("Rathaus, Rathausplatz 1"), &json!("Musterstadt"))
    );
    let more = event["more"]["de"].as_str().expect("a text");
    assert!(more.ends_with("6 Termine\n… und 2 weitere Punkte"), "{more}");
}

#[test]
fn faults_are_told_with_their_place() {
    let outcome = check("faulty", bytes("meetings-faulty.json"), 3, "");
    let said = outcome.report.to_string();
    for words in [
        "/1 [https://a.example/2]: its OParl version \"2.0\" is not known",
        "/2 [https://a.example/3]: this is no meeting but \"Paper\"",
        "/3/start: \"20.04.2027 17 Uhr\" is no time",
        "/3 [https://a.example/4]: its start cannot be read",
        "/4: The field \"start\" is missing.",
        "/5/id: A text is expected here.",
        "/6: the field \"id\" is missing",
        "/7: this is no meeting",
        "/8: this is no meeting",
        "/9 [https://a.example/8]: its end does not fit its start",
        "/9/location: An object { … } is expected here.",
        "/9/cancelled: true or false is expected here.",
        "/9 [https://a.example/8]: its address is none of the web",
        "/10 [https://a.example/9]: it has no title",
        "/11 [https://a.example/10]: it has no public part",
        "/12/agendaItem: A list [ … ] is expected here.",
    ] {
        assert!(said.contains(words), "\"{words}\" is not in\n{said}");
    }
}

#[test]
fn broken_json_is_refused_with_its_place() {
    for (what, text, words) in [
        ("deep", "[".repeat(10_000), "nested more than 64 deep"),
        ("deep objects", "{\"a\":".repeat(10_000), "nested more than 64 deep"),
        ("a key twice", meeting(r#""name": "a", "name": "b""#), "\"name\" stands twice"),
        ("a last comma", "[{},]".to_owned(), "not valid JSON"),
        ("a comment", "[/* x */]".to_owned(), "not valid JSON"),
        ("NaN", "[NaN]".to_owned(), "not valid JSON: expected value at line 1"),
        ("too great", "[1e400]".to_owned(), "not valid JSON: number out of range"),
        ("half a letter", r#"{"name": "\ud800"}"#.to_owned(), "not valid JSON"),
        ("cut off", at("2027-04-20T17:00:00Z")[..50].to_owned(), "not valid JSON: EOF"),
        (
            "very many fields",
            format!("{{{}\"z\": 1}}", "\"a\": 1,".repeat(1_000)),
            "more than 500 fields",
        ),
        ("marks", meeting(r#""@": "x""#), "\"@\" is not known"),
    ] {
        let outcome = check(what, text, 0, words);
        assert!(outcome.report.incomplete, "{what}");
        assert!(!outcome.report.to_string().contains("no events in it"), "{what}");
    }
    for odd in
        ["{}", "[[]]", "[1, -0, 9007199254740993, \"x\", true]", "{\"data\": {}}", "{\"type\": 1}"]
    {
        let outcome = check(odd, odd, 0, "0 written");
        assert!(!outcome.report.remarks.is_empty(), "{odd}");
    }
    // A fence of quotes and brackets in a text is no nesting.
    let quoted =
        meeting(&format!(r#""name": "{}\"{{[", "start": "2027-04-20T17:00:00Z""#, "[".repeat(200)));
    check("brackets in a text", quoted, 1, "");
    let proto = meeting(
        r#""__proto__": {"deleted": true}, "constructor": 1, "name": "x", "start": "2027-04-20T17:00:00Z""#,
    );
    check("names of JavaScript", proto, 1, "");
}

#[test]
fn other_encodings_are_read() {
    let text = at("2027-04-20T17:00:00Z").replace("Sitzung\"", "Größe \u{202e}\u{2066}\u{200d}x\"");
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for bytes in [text.into_bytes(), wide, marked] {
        let outcome = check("encoding", bytes, 1, "");
        assert_eq!(list(&outcome)[0]["title"]["de"], "Größe x");
    }
}

#[test]
fn numbers_of_meetings_do_not_matter() {
    check("none", "{\"data\": []}", 0, "there are no events in it");
    check("one", at("2027-04-20T17:00:00Z"), 1, "1 written");
    let many = |count: usize, date: &dyn Fn(usize) -> String| {
        let one = |at: usize| {
            format!(
                r#"{{"id": "https://a.example/{at}", "type": "https://schema.oparl.org/1.1/Meeting",
"name": "Sitzung {at}", "start": "{}T17:00:00Z",
"agendaItem": [{{"name": "x", "public": true}}]}}"#,
                date(at)
            )
        };
        format!("[{}]", (0..count).map(one).collect::<Vec<String>>().join(","))
    };
    let outcome = check(
        "many on one day",
        many(20_000, &|_| "2027-04-20".to_owned()),
        5_000,
        "15000 are left out",
    );
    assert_eq!(outcome.report.read, 20_000);
    check(
        "all in 2099",
        many(100_000, &|_| "2099-01-01".to_owned()),
        0,
        "does not lie between 2025-11-22 and 2028-11-22",
    );
    let spread = many(20_000, &|at| day("2025-12-01").plus_days((at % 700) as i32).to_string());
    let outcome = check("on all days", spread, 5_000, "15000 are left out");
    let first = list(&outcome)[0]["when"]["date"].clone();
    assert_eq!(first, TODAY, "those ahead come first");
}

#[test]
fn times_are_told_by_the_clocks_of_germany() {
    for (start, expected) in [
        ("2027-03-28T01:59:59+01:00", Some(("2027-03-28", "01:59"))),
        ("2027-03-28T02:00:00+01:00", Some(("2027-03-28", "03:00"))),
        ("2027-03-28T03:00:00+02:00", Some(("2027-03-28", "03:00"))),
        ("2027-10-31T02:30:00+02:00", Some(("2027-10-31", "02:30"))),
        ("2027-10-31T02:30:00+01:00", Some(("2027-10-31", "02:30"))),
        ("2027-12-31T23:30:00Z", Some(("2028-01-01", "00:30"))),
        ("2027-07-01T17:00:00.123456+02:00", Some(("2027-07-01", "17:00"))),
        ("2027-07-01T17:00:00", Some(("2027-07-01", "17:00"))),
        ("2027-07-01T17:00:00-05:30", Some(("2027-07-02", "00:30"))),
        ("2027-07-01", None),
        ("2027-02-29T17:00:00Z", None),
        ("2027-07-01T24:00:00Z", None),
        ("2027-07-01T17:00:60Z", None),
        ("2027-07-01T17:00:00+99:00", None),
        ("2027-07-01T17:00:00 Uhr", None),
        ("2027-07-01t17:00:00Ü", None),
        ("", None),
    ] {
        let outcome = check(start, at(start), usize::from(expected.is_some()), "");
        let when = expected.map(|(date, time)| json!({"date": date, "time": time}));
        assert_eq!(list(&outcome).first().map(|event| event["when"].clone()), when, "{start}");
    }
    let night = meeting(
        r#""name": "Lange Nacht", "start": "2027-12-31T20:00:00Z", "end": "2028-01-02T09:00:00Z""#,
    );
    let event = list(&check("over the year", night, 1, ""))[0].clone();
    assert_eq!(event["when"], json!({"date": "2027-12-31", "to": "2028-01-02"}));
    let note = "Beginn am ersten Tag um 21:00 Uhr, Ende am letzten Tag um 10:00 Uhr.";
    assert_eq!(event["note"], json!({"de": note}));
}

#[test]
fn a_page_of_several_is_not_taken_for_all() {
    let page =
        |links: &str| format!("{{\"data\": [{}], \"links\": {links}}}", at("2027-04-20T17:00:00Z"));
    let outcome =
        check("page 1", page(r#"{"next": "https://a.example/?page=2"}"#), 1, "one page of several");
    assert!(outcome.report.incomplete);
    assert!(!check("the last page", page("{}"), 1, "").report.incomplete);
}

#[test]
fn deleted_meetings_are_cancelled() {
    let first = import("town", None, &[input("a.json", at("2027-04-20T17:00:00Z"))], &settings());
    let deleted = meeting(r#""deleted": true"#);
    let later = Settings { today: day("2026-12-24"), ..settings() };
    let again = import("town", first.text.as_deref(), &[input("a.json", deleted.clone())], &later);
    let event = list(&again)[0].clone();
    assert_eq!((&event["status"], &event["updated"]), (&json!("cancelled"), &json!("2026-12-24")));
    let third = import("town", again.text.as_deref(), &[input("a.json", deleted)], &later);
    assert_eq!(third.text, None, "nothing is left to change");
    let moved = at("2027-04-27T17:00:00Z");
    let moved = import("town", first.text.as_deref(), &[input("a.json", moved)], &later);
    assert_eq!(
        (&list(&moved)[0]["status"], &list(&moved)[0]["was"]),
        (&json!("moved"), &json!("2027-04-20"))
    );
}

#[test]
fn calendars_and_meetings_come_together() {
    let both = [
        input("a.json", at("2027-04-20T17:00:00Z")),
        input(
            "b.ics",
            calendar("BEGIN:VEVENT\nUID:b\nDTSTART:20270301T180000\nSUMMARY:Infoabend\nEND:VEVENT"),
        ),
    ];
    let outcome = import("town", None, &both, &settings());
    let titles: Vec<Value> =
        list(&outcome).iter().map(|event| event["title"]["de"].clone()).collect();
    assert_eq!(titles, ["Infoabend", "Sitzung"], "the sooner one first");
}
