//! Bad input of every kind: what comes of it, and what is said.

use super::{TODAY, calendar, event, events, fresh, input, list, remarks, settings};
use crate::support::day;
use serde_json::{Value, json};
use sitz_und_stimme::import::report::Weight;
use sitz_und_stimme::import::{Input, Outcome, import};
use std::fmt::Write;

/// Checks how many events come of a calendar, and that the report says some words.
#[track_caller]
fn check(what: &str, content: impl Into<Vec<u8>>, count: usize, words: &str) -> Outcome {
    check_named(what, "a.ics", content, count, words)
}

#[track_caller]
fn check_named(
    what: &str,
    name: &str,
    content: impl Into<Vec<u8>>,
    count: usize,
    words: &str,
) -> Outcome {
    let outcome = fresh(name, content);
    let said = outcome.report.to_string();
    let list = list(&outcome);
    assert_eq!(list.len(), count, "{what}: {said}");
    assert_eq!(outcome.text.is_some(), count > 0, "{what}");
    assert!(said.contains(words), "{what}: \"{words}\" is not in\n{said}");
    if let Some(text) = &outcome.text {
        assert_eq!(events(text).len(), count, "{what}");
        for event in &list {
            for field in ["source", "register_url"] {
                let url = event[field].as_str().unwrap_or("https://");
                assert!(url.starts_with("https://") || url.starts_with("http://"), "{what}: {url}");
            }
        }
    }
    outcome
}

#[test]
fn files_without_events_say_so() {
    for (what, content) in [
        ("empty", Vec::new()),
        ("only a mark", vec![0xef, 0xbb, 0xbf]),
        ("only line ends", b"\r\n\r\n\r\n".to_vec()),
    ] {
        check(what, content, 0, "there are no events: the file is empty");
    }
    check("no event", calendar("X-A:1"), 0, "there are no events in it");
    check("no calendar", "Dienstag, 18 Uhr, Rathaus", 0, "neither a calendar");
}

#[test]
fn parts_that_are_not_closed_are_left_out_with_their_line() {
    check("BEGIN alone", "BEGIN:", 0, "no events in it");
    check("never ended", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:x", 0, "a.ics line 2 [a]");
    let good = event("");
    let open = good.replace("END:VEVENT\r\n", "");
    check("no END:VEVENT", open, 0, "the event is never ended");
    let cut = format!("{good}BEGIN:VEVENT\r\nUID:b\r\nDTSTART:2027");
    check("the second is cut off", cut, 1, "line 10 [b]: the event is never ended");
    let before = good.replace("BEGIN:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\n");
    check("END before BEGIN", before, 1, "line 3: END stands here without its BEGIN");
    let nested = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(1000));
    let outcome = check("1,000 deep", nested, 0, "line 9: parts are nested more than 8 deep");
    assert!(outcome.report.incomplete);
    let inside = "BEGIN:VEVENT\nUID:a\nBEGIN:VEVENT\nUID:b\nEND:VEVENT\nEND:VEVENT";
    check("an event in an event", calendar(inside), 0, "an event stands inside");
}

#[test]
fn lines_are_bounded_and_joined_before_they_are_decoded() {
    let long = event(&format!("SUMMARY:{}", "x".repeat(10 << 20)));
    let outcome = check("10 MB in a line", long, 1, "longer than 64 kB");
    let title = list(&outcome)[0]["title"]["de"].as_str().expect("a title").chars().count();
    assert_eq!(title, 300);
    let title = |content: Vec<u8>| list(&check("fold", content, 1, ""))[0]["title"]["de"].clone();
    for fold in ["\r\n ", "\r\n\t", "\n ", "\n\t", "\r "] {
        // The fold lies between the two bytes of "ä".
        let (head, tail) =
            event("SUMMARY:Gespr\u{e4}ch").into_bytes().split_at(0).1.to_vec().iter().fold(
                (Vec::new(), Vec::new()),
                |(mut head, mut tail), byte| {
                    if tail.is_empty() && *byte != 0xa4 {
                        head.push(*byte)
                    } else {
                        tail.push(*byte)
                    }
                    (head, tail)
                },
            );
        let folded = [&head, fold.as_bytes(), &tail].concat();
        assert_eq!(title(folded), json!("Gespräch"), "{fold:?}");
    }
    assert_eq!(title(event("").replace("\r\n", "\n").into()), json!("Treffen"));
    assert_eq!(title(event("").replace("\r\n", "\r").into()), json!("Treffen"));
}

#[test]
fn foreign_encodings_are_read_with_a_notice() {
    let text = event("SUMMARY:Gespräch über Größe");
    let title = |what: &str, bytes: Vec<u8>, words: &str| {
        list(&check(what, bytes, 1, words))[0]["title"]["de"].clone()
    };
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let wide = |big: bool| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    assert_eq!(title("Latin-1", narrow, "read as Windows-1252"), "Gespräch über Größe");
    assert_eq!(title("UTF-16 LE", wide(false), ""), "Gespräch über Größe");
    assert_eq!(title("UTF-16 BE", wide(true), ""), "Gespräch über Größe");
    assert_eq!(title("UTF-8 with a mark", marked, ""), "Gespräch über Größe");
}

#[test]
fn titles_are_cleaned_and_cut() {
    let zalgo = format!("Z{}algo", "\u{301}".repeat(10_000));
    for (raw, expected) in [
        ("A\0B\u{1}C\u{85}D\u{7f}", "ABC D".to_owned()),
        ("\u{202e}gnuztiS\u{2066} x\u{200b}y\u{feff}", "gnuztiS xy".to_owned()),
        ("a\u{200d}\u{200d}b \u{200d} c\u{200c}", "a\u{200d}b c".to_owned()),
        (r"Eins\nzwei\, drei\; vier\\ f\x", r"Eins zwei, drei; vier\ f\x".to_owned()),
        ("Ende\\", "Ende\\".to_owned()),
        ("👩‍👩‍👧‍👦 Familie", "👩‍👩‍👧‍👦 Familie".to_owned()),
        ("<b>Fett</b> &amp; mehr", "Fett & mehr".to_owned()),
        ("2 < 3 & 4 > 1", "2 < 3 & 4 > 1".to_owned()),
        (&zalgo, format!("Z{}algo", "\u{301}".repeat(15))),
        (&"👍🏽".repeat(400), format!("{}…", "👍🏽".repeat(299))),
    ] {
        let outcome = check(raw, event(&format!("SUMMARY:{raw}")), 1, "");
        assert_eq!(list(&outcome)[0]["title"]["de"], json!(expected), "{raw}");
    }
    for blank in ["", "   ", "\u{202e}\u{2066}", "\0\u{1}", "<br><p></p>"] {
        check("blank", event(&format!("SUMMARY:{blank}")), 0, "it has no title");
    }
}

#[test]
fn rules_that_make_no_sense_do_not_run() {
    let all =
        |least: u8, most: u8| (least..=most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let full = format!(
        "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={};BYHOUR={};BYMINUTE={};BYSECOND={};COUNT=1",
        all(1, 12),
        all(1, 31),
        all(0, 23),
        all(0, 59),
        all(0, 59)
    );
    for (rule, count, words) in [
        ("FREQ=SECONDLY", 0, "more often than daily"),
        ("FREQ=MINUTELY;COUNT=3", 0, "more often than daily"),
        ("FREQ=HOURLY", 0, "more often than daily"),
        (full.as_str(), 0, "too many times of day"),
        ("FREQ=DAILY;COUNT=1000000000", 366, "366 instances are taken"),
        ("FREQ=DAILY", 366, "366 instances are taken"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", 1, ""),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=5", 1, ""),
        // This is the fourth Thursday; the fourth "THU" is nothing.
        ("FREQ=MONTHLY;BYDAY=4TH;COUNT=3", 3, ""),
        ("FREQ=MONTHLY;BYDAY=4THU", 1, "\"BYDAY=4THU\"; only the first day is taken"),
        ("FREQ=MONTHLY;BYDAY=99MO", 1, "makes no sense"),
        ("FREQ=MONTHLY;BYDAY=ÄÖ", 1, "makes no sense"),
        ("FREQ=DAILY;UNTIL=20200101T000000Z", 1, "ends before it begins"),
        ("FREQ=WEEKLY;UNTIL=45000101", 91, ""),
        ("FREQ=WEEKLY;INTERVAL=0", 1, "\"INTERVAL=0\""),
        ("FREQ=WEEKLY;INTERVAL=-1", 1, "\"INTERVAL=-1\""),
        ("FREQ=WEEKLY;INTERVAL=99999", 1, ""),
        ("FREQ=WEEKLY;INTERVAL=99999999999999999999", 1, "makes no sense"),
        ("FREQ=WEEKLY;COUNT=0", 1, "\"COUNT=0\""),
        ("FREQ=WEEKLY;BYMONTH=13", 1, "\"BYMONTH=13\""),
        ("FREQ=WEEKLY;BYSETPOS=0", 1, "makes no sense"),
        ("FREQ=NEVER", 1, "makes no sense"),
        ("COUNT=3", 1, "FREQ is missing"),
        ("", 1, "makes no sense"),
        ("FREQ=DAILY;BYHOUR=0,6,12,18;BYMINUTE=0,30", 366, "366 instances are taken"),
    ] {
        check(rule, event(&format!("RRULE:{rule}")), count, words);
    }
    // From the first year on, with a count: the fuel runs out before a century is over.
    let old = event("DTSTART:00010101T120000\nRRULE:FREQ=DAILY;INTERVAL=1;COUNT=1000000000");
    let outcome = check("since the year 1", old, 366, "");
    assert_eq!(list(&outcome)[0]["when"]["date"], "2026-11-22", "the next ones first");
}

#[test]
fn many_dates_are_capped() {
    let dates: Vec<String> = (0..10_000)
        .map(|n| format!("{}T180000", day("2027-03-02").plus_days(n)).replace('-', ""))
        .collect();
    let ex = event(&format!("RRULE:FREQ=WEEKLY;COUNT=5\nEXDATE:{}", dates.join(",")));
    check("EXDATE in a line", ex, 1, "longer than 64 kB");
    let lines: String = dates.iter().fold(String::new(), |mut all, date| {
        let _ = write!(all, "\nEXDATE:{date}");
        all
    });
    let ex = event(&format!("RRULE:FREQ=WEEKLY;COUNT=5{lines}"));
    check("EXDATE in lines", ex, 1, "only the first 1000 dates of EXDATE are read");
    let r = event(&lines.replace("EXDATE", "RDATE").replacen('\n', "", 1));
    check("RDATE", r, 366, "only the first 1000 dates of RDATE are read");
    check("RDATE of nonsense", event("RDATE:tomorrow,20270401T180000"), 2, "a date that is none");
}

#[test]
fn times_that_cannot_be_are_flagged_or_left_out() {
    for (lines, when, words) in [
        (
            "DTEND:20270228T180000",
            json!({"date": "2027-03-01", "time": "18:00"}),
            "before it begins",
        ),
        ("DTEND:20270301T180000", json!({"date": "2027-03-01", "time": "18:00"}), "when it begins"),
        ("DTEND:20540301T180000", json!({"date": "2027-03-01", "time": "18:00"}), "366 days"),
        ("DURATION:P27000D", json!({"date": "2027-03-01", "time": "18:00"}), "366 days"),
        ("DURATION:-PT2H", json!({"date": "2027-03-01", "time": "18:00"}), "duration"),
        ("DURATION:P99999999999999D", json!({"date": "2027-03-01", "time": "18:00"}), "duration"),
        ("DURATION:PT", json!({"date": "2027-03-01", "time": "18:00"}), "duration"),
        ("DURATION:PT0S", json!({"date": "2027-03-01", "time": "18:00"}), "when it begins"),
        ("DTEND:20270302", json!({"date": "2027-03-01", "time": "18:00"}), "not both days"),
        ("DTEND:tomorrow", json!({"date": "2027-03-01", "time": "18:00"}), "its end is no time"),
        (
            "DTSTART;VALUE=DATE:20270301\nDTEND:20270301T190000",
            json!({"date": "2027-03-01"}),
            "not both days",
        ),
        (
            "DTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270301",
            json!({"date": "2027-03-01"}),
            "when it begins",
        ),
        (
            "DTSTART;TZID=Mars/Olympus:20270301T180000",
            json!({"date": "2027-03-01", "time": "18:00"}),
            "nobody knows the time zone \"Mars/Olympus\"",
        ),
        ("DTSTART:20270301T180000", json!({"date": "2027-03-01", "time": "18:00"}), ""),
        ("DTSTART;VALUE=DATE:20270301T180000", json!({"date": "2027-03-01", "time": "18:00"}), ""),
    ] {
        let outcome = check(lines, event(lines), 1, words);
        assert_eq!(list(&outcome)[0]["when"], when, "{lines}");
    }
    for start in [
        "20270231T180000", "20270301T256100", "20270301T250000", "00000101T000000", "999990101",
        "20270301T235960", "20270301T24000", "2027-03-01T18:00", "", "T180000", "２０２７０３０１",
        "20270301T180000ZZ", "20270301t180000", "+2027031",
    ] {
        check(start, event(&format!("DTSTART:{start}")), 0, "is no time");
    }
    check("no start", calendar("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT"), 0, "it has no DTSTART");
}

#[test]
fn zones_that_never_end_are_not_followed() {
    let zone = |rule: &str| {
        calendar(&format!(
            "BEGIN:VTIMEZONE\nTZID:Eigene\nBEGIN:STANDARD\nDTSTART:19700101T000000\n{rule}\n\
             TZOFFSETFROM:+0000\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n\
             BEGIN:VEVENT\nUID:a\nSUMMARY:x\nDTSTART;TZID=Eigene:20270301T180000\nEND:VEVENT"
        ))
    };
    let unknown = "nobody knows the time zone";
    let many: Vec<String> = (0..100_000)
        .map(|n| format!("RDATE:{}T000000", day("1970-01-02").plus_days(n)).replace('-', ""))
        .collect();
    for (rule, time, words) in [
        ("", "14:00", ""),
        ("RRULE:FREQ=YEARLY", "14:00", ""),
        ("RRULE:FREQ=DAILY", "18:00", unknown),
        ("RRULE:FREQ=SECONDLY", "18:00", unknown),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3,4,5;BYHOUR=1,2,3,4,5,6,7,8", "18:00", unknown),
        (&many.join("\n"), "18:00", unknown),
        ("RDATE:nonsense", "18:00", unknown),
        ("TZOFFSETTO:+9900", "18:00", unknown),
    ] {
        let outcome = check("zone", zone(rule), 1, words);
        assert_eq!(list(&outcome)[0]["when"]["time"], time, "{}", rule.get(..40).unwrap_or(rule));
    }
}

#[test]
fn one_event_that_stands_often_is_taken_once() {
    let one = |at: usize| {
        format!(
            "BEGIN:VEVENT\nUID:a\nSUMMARY:Fassung {at}\nSEQUENCE:{at}\nDTSTART:20270301T180000\nEND:VEVENT\n"
        )
    };
    let many: String = (0..10_000).map(|at| one((at * 7919) % 10_000)).collect();
    let outcome = check("10,000 times", calendar(&many), 1, "it stands 10000 times");
    assert_eq!(list(&outcome)[0]["title"]["de"], "Fassung 9999");
    assert_eq!((outcome.report.read, outcome.report.skipped), (10_000, 9_999));
    let nameless = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20270301T180000\nEND:VEVENT\n";
    let other = nameless.replace("0301", "0302");
    let both = calendar(&format!("{nameless}{other}{nameless}"));
    check("no UID", both, 2, "it has no UID");
    let huge = event("").replace("a@example", &"u".repeat(1 << 20));
    let outcome = check("UID of 1 MB", huge, 1, "longer than 64 kB");
    let id = list(&outcome)[0]["id"].as_str().expect("an id").len();
    assert_eq!(id, 14);
    assert!(outcome.report.to_string().lines().all(|line| line.chars().count() < 300));
}

#[test]
fn exceptions_without_a_series_are_events_like_any_other() {
    let alone = event("RECURRENCE-ID:20270302T180000\nRELATED-TO:b@example");
    let outcome = check("an override alone", alone, 1, "");
    let event_ = &list(&outcome)[0];
    assert_eq!(event_["when"]["date"], "2027-03-01");
    assert_eq!((&event_["status"], &event_["was"]), (&json!("moved"), &json!("2027-03-02")));
    let circle = "BEGIN:VEVENT\nUID:a\nRELATED-TO:b\nSUMMARY:x\nDTSTART:20270301T180000\nEND:VEVENT\n\
                  BEGIN:VEVENT\nUID:b\nRELATED-TO:a\nSUMMARY:y\nDTSTART:20270301T180000\nEND:VEVENT";
    check("a circle", calendar(circle), 2, "");
    let odd = event("RECURRENCE-ID:never");
    check("an override of nothing", odd, 0, "which instance it replaces");
}

#[test]
fn only_harmless_addresses_become_links() {
    for url in [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,<script>", "vbscript:x",
        "\tjavascript:alert(1)", "//evil.example", "https:///evil", "file:///etc/passwd",
        "http://", "https://a.example/ b", "https://a.example/\u{202e}", " ",
        "mailto:a@example.org",
    ] {
        for name in ["URL", "X-REGISTRATION-URL"] {
            let outcome = check(url, event(&format!("{name}:{url}")), 1, "none of the web");
            let event = &list(&outcome)[0];
            assert_eq!(event["source"], "https://example.org/termine", "{name} {url}");
            assert_eq!(event["register_url"], Value::Null, "{name} {url}");
        }
    }
    let good = event("URL:https://a.example/x?a=1&b=2#c\nX-REGISTRATION-URL:http://b.example");
    let event = &list(&check("good", good, 1, ""))[0];
    assert_eq!(event["source"], "https://a.example/x?a=1&b=2#c");
    assert_eq!(event["register_url"], "http://b.example");
}

#[test]
fn markup_and_attachments_do_not_come_along() {
    let attached = format!(
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:{}\nX-ALT-DESC:<script>alert(1)</script>\n\
         DESCRIPTION:<p>Eins</p><script>alert(1)</script><!-- x --><style>p{{}}</style>\
         <img src=x onerror=alert(1)>Zwei<br/>&lt;Drei&gt; &#228; &unknown; <",
        "QUJD".repeat(3 << 20)
    );
    let outcome = check("markup", event(&attached), 1, "");
    assert_eq!(list(&outcome)[0]["more"]["de"], "Eins\nZwei\n<Drei> ä &unknown; <");
    let endless = event(&format!("DESCRIPTION:{}", "<script>".repeat(8000)));
    assert_eq!(list(&check("endless", endless, 1, ""))[0]["more"], Value::Null);
    for odd in ["<a", "< ", "<!--", "&", "&lt", "</"] {
        check(odd, event(&format!("DESCRIPTION:{}", odd.repeat(15_000))), 1, "");
    }
    let long = event(&format!("DESCRIPTION:{}", "Wort ".repeat(9000)));
    let more = list(&check("long", long, 1, ""))[0]["more"]["de"].clone();
    let more = more.as_str().expect("a text");
    assert!(more.chars().count() == 2_000 && more.ends_with("Wort…"), "{more}");
}

#[test]
fn parameters_are_quoted_and_counted() {
    let quoted =
        event(r#"SUMMARY;ALTREP="https://a.example/x:y;z";LANGUAGE="de-DE":Titel: mit Punkt"#);
    let title = |outcome: &Outcome| list(outcome)[0]["title"].clone();
    assert_eq!(title(&check("quotes", quoted, 1, "")), json!({"de": "Titel: mit Punkt"}));
    let open = event("SUMMARY;ALTREP=\"offen:Titel");
    assert_eq!(title(&check("an open quote", open, 1, "")), json!({"de": "Titel"}));
    let many = event(&format!("DESCRIPTION{}:x", ";A=1".repeat(5_000)));
    let outcome = check("5,000 parameters", many, 1, "more than 64 parameters");
    assert_eq!(list(&outcome)[0]["more"], Value::Null);
    check("no colon", event("Hier steht etwas anderes"), 1, "the line has no colon");
    check("no name", event("=?!:x"), 1, "does not begin with the name");
}

#[test]
fn files_of_other_kinds_are_refused() {
    for (what, bytes, words) in [
        ("zip", b"PK\x03\x04\x14\0".as_slice(), "zip archive"),
        ("gzip", b"\x1f\x8b\x08\0", "gzip"),
        ("PNG", b"\x89PNG\r\n\x1a\n", "picture"),
        ("PDF", b"%PDF-1.7", "PDF"),
        ("zeros", &[0; 5000], "neither a calendar"),
    ] {
        check(what, bytes, 0, words);
    }
    let large = [event("").into_bytes(), vec![b'\n'; 20 << 20]].concat();
    check("too large", large, 0, "larger than 20 MB");
    let unread = Input { name: "a.ics".to_owned(), content: Err("it cannot be read".to_owned()) };
    let both = import("town", None, &[unread, input("b.ics", event(""))], &settings());
    assert_eq!(list(&both).len(), 1);
    assert!(both.report.incomplete && both.report.to_string().contains("a.ics: it cannot be read"));
}

#[test]
fn names_are_shown_without_tricks() {
    for (name, shown) in [
        ("\u{202e}sci.exe", "sci.exe"),
        ("", ": there are no events"),
        ("zwei\nZeilen", "zwei Zeilen"),
        (&"ü".repeat(4000), &format!("{}…", "ü".repeat(60))),
    ] {
        let outcome = check_named(name, name, calendar(""), 0, shown);
        assert!(!outcome.report.to_string().contains('\u{202e}'));
    }
}

#[test]
fn settings_and_names_are_checked_first() {
    type Change = fn(&mut sitz_und_stimme::import::Settings);
    let changes: [(Change, &str); 5] = [
        (|s| s.source = Some("javascript:x".to_owned()), "no address of a page"),
        (|s| s.kind = Some("party".to_owned()), "no kind of event"),
        (|s| s.place = Some(" ".to_owned()), "must not be empty"),
        (|s| s.to = Some(day("2020-01-01")), "there is no day from"),
        (
            |s| s.from = Some(day("2090-01-01")),
            "1 events have no day between 2090-01-01 and 2092-01-01",
        ),
    ];
    for (change, words) in changes {
        let mut settings = settings();
        change(&mut settings);
        let outcome = import("town", None, &[input("a.ics", event(""))], &settings);
        assert_eq!(outcome.text, None, "{words}");
        assert!(outcome.report.to_string().contains(words), "{words}: {}", outcome.report);
    }
    for name in ["", "Town", "a b", "..", "täglich"] {
        let outcome = import(name, None, &[input("a.ics", event(""))], &settings());
        assert_eq!(outcome.text, None, "{name}");
    }
}

#[test]
fn private_events_and_their_dialling_in_stay_private() {
    for class in ["PRIVATE", "CONFIDENTIAL", "private"] {
        check(class, event(&format!("CLASS:{class}")), 0, "marked as private");
    }
    let series = format!(
        "{}BEGIN:VEVENT\r\nUID:a@example\r\nRECURRENCE-ID:20270302T180000\r\nCLASS:PRIVATE\r\n\
         DTSTART:20270302T180000\r\nSUMMARY:Geheim\r\nEND:VEVENT\r\n",
        event("RRULE:FREQ=DAILY;COUNT=3")
    );
    let outcome = check("a private exception", series, 2, "marked as private");
    assert!(!outcome.text.unwrap_or_default().contains("2027-03-02"));
    let teams = event(&format!(
        "LOCATION:Microsoft Teams-Besprechung\nDESCRIPTION:Komm dazu.\\n{}\\nBesprechungs-ID: 1",
        "_".repeat(40)
    ));
    let outcome = check("Teams", teams, 1, "dialling in is left out");
    assert_eq!(list(&outcome)[0]["more"]["de"], "Komm dazu.");
    assert_eq!(list(&outcome)[0]["online"], true);
}

#[test]
fn remarks_are_bounded() {
    let odd: String = (0..100_000).map(|at| format!("Zeile {at}\n")).collect();
    let outcome = check("odd lines", event(&odd), 1, "and 99980 more remarks");
    assert_eq!(outcome.report.remarks.len(), 21, "20 lines, and the kind");
    let bad: String =
        (0..50_000).map(|at| format!("BEGIN:VEVENT\nUID:{at}\nEND:VEVENT\n")).collect();
    let outcome = check("bad events", calendar(&bad), 0, "0 written");
    assert_eq!((outcome.report.skipped, outcome.report.remarks.len()), (50_000, 2_000));
    assert_eq!(remarks(&outcome.report, Weight::Skipped).lines().count(), 2_000);
}

#[test]
fn many_series_are_bounded_together() {
    let one = |at: usize| {
        format!(
            "BEGIN:VEVENT\nUID:{at}\nSUMMARY:x\nDTSTART:20200101T180000\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
        )
    };
    let many: String = (0..1_000).map(one).collect();
    let outcome =
        check("1,000 daily series", calendar(&many), 5_000, "events are taken, those ahead");
    assert!(outcome.report.to_string().contains("361000 are left out"), "{}", outcome.report);
    assert!(list(&outcome).iter().all(|event| event["when"]["date"].as_str() >= Some(TODAY)));
}

#[test]
fn today_is_what_is_passed_in() {
    let outcome = check("today", event(""), 1, "");
    assert_eq!(list(&outcome)[0]["updated"], TODAY);
    assert!(outcome.text.expect("a text").contains(&format!("\"as_of\": \"{TODAY}\"")));
}
