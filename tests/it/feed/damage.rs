//! Feeds that are cut off, altered, of another build or made up: nothing panics, what is wrong is named
//! with file and line, and what is not wrong is kept.

use super::{BUILT, Feed, Written, feed_of, file, some_file, text, written};
use crate::shelf::expect;
use crate::support::{Die, day};
use serde_json::{Value, json};
use sitz_und_stimme::domain::events::Event;
use sitz_und_stimme::domain::events::Now;
use sitz_und_stimme::domain::events::feed;
use sitz_und_stimme::domain::finder::{Index, Query};
use sitz_und_stimme::domain::places::Places;
use sitz_und_stimme::domain::problem::Problem;

fn event(id: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut event = json!({"id": id, "when": {"date": "2027-01-15", "time": "18:00"},
        "place": "Herne", "title": {"de": "Treffen in Herne"}, "kind": "talk",
        "organiser": "Stadt Herne", "status": "planned", "venue": "Haus 1\\2"});
    change(&mut event);
    event
}

/// Some events with all sorts of marks, in one part.
fn small() -> Written {
    written(
        &file(vec![
            event("a", |_| {}),
            event("b", |e| e["when"] = json!({"date": "2027-01-16", "to": "2027-01-18"})),
            event("c", |e| e["when"] = json!({"from": "2027-01-17", "time": "09:00"})),
            event("d", |e| e["when"] = json!({"about": {"de": "Mai"}, "sort": "2027-01-18"})),
            event("e", |e| {
                e["when"] = json!({"in_days": 40, "time": "20:00", "end_time": "22:00"});
                e["status"] = json!("moved");
                e["was"] = json!({"in_days": 3});
                e["postcode"] = json!("44623");
                e["languages"] = json!(["tr", "ar"]);
                e["interpreting"] = json!(["uk"]);
                e["updated"] = json!("2026-12-01");
                e["note"] = json!({"de": "Zeile\nzwei", "tr": "Çay"});
                e["audience"] = json!(["public", "voters"]);
                e["organiser_kind"] = json!("other");
            }),
        ]),
        day(BUILT),
    )
}

/// Adds a part as it came; whatever it is, the index answers afterwards.
fn added(feed: &Feed, text: &str) -> (Vec<Event>, Vec<Problem>) {
    let (mut index, problems) = (Index::default(), Default::default());
    index.add_part(feed, 0, text, day(BUILT), &Places::default(), &problems);
    let now = Now::morning(day(BUILT));
    let found = index.find(&Query::parse("q=herne"), now, &Places::default());
    assert!(found.total <= index.len());
    let events: Vec<Event> = (0..index.len() as u32).filter_map(|at| index.event(at)).collect();
    assert_eq!(events.len(), index.len(), "what was read once can be read again");
    assert!(events.iter().all(|event| index.position("test", &event.id).is_some()));
    let problems: Vec<Problem> = problems.into_inner();
    assert!(problems.len() <= 22, "{}", problems.len());
    assert!(problems.iter().all(|problem| problem.file == "events/test/0.txt"));
    (events, problems)
}

fn ids(events: &[Event]) -> String {
    events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_part_that_is_cut_off_anywhere_loses_only_its_end() {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (whole, problems) = added(&feed, text);
    assert_eq!((ids(&whole).as_str(), problems.len()), ("a b c d e", 0));
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let (events, problems) = added(&feed, &text[..end]);
        assert!(!problems.is_empty(), "cut at {end}");
        let lines =
            text[..end].split_once("\n\n").map_or(0, |(_, lines)| lines.matches('\n').count());
        assert_eq!(events, whole[..lines], "cut at {end}");
    }
}

#[test]
fn any_byte_of_a_part_may_be_another_one() {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (whole, _) = added(&feed, text);
    let first = text.find("\n\n").expect("an empty line") + 2;
    for at in 0..text.len() {
        for other in [0, b'\n', b' ', b'\\', b'9', b'z', b'=', b'~', text.as_bytes()[at] ^ 1, 0xff]
        {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = other;
            let (events, problems) = added(&feed, &String::from_utf8_lossy(&bytes));
            assert!(events.len() <= whole.len() + 1);
            // In a line, no other line suffers.
            if at >= first && text.as_bytes()[at] != b'\n' {
                let line = text[first..at].matches('\n').count();
                for (number, event) in whole.iter().enumerate().filter(|(n, _)| *n != line) {
                    let twin = events.iter().any(|other| other == event);
                    let taken = other == b'\n' || events.iter().any(|e| e.id == event.id);
                    assert!(twin || taken, "{number} lost by {other} at {at}: {problems:?}");
                }
            }
        }
    }
}

/// Puts a line in the place of the second event.
#[track_caller]
fn check_line(line: &str, left: &str, words: &str) {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, rest) = text.split_once("\n\n").expect("an empty line");
    let mut lines: Vec<&str> = rest.lines().collect();
    lines[1] = line;
    let (events, problems) = added(&feed, &format!("{head}\n\n{}\n", lines.join("\n")));
    assert_eq!(ids(&events), left, "{line}");
    if !words.is_empty() {
        let number = head.lines().count() + 3;
        expect(&problems, "events/test/0.txt", &format!("Line {number} {words}"));
    }
}

#[test]
fn a_bad_line_is_named_and_the_others_stay() {
    let good = "x 1#0!0%0=l120";
    let text = small();
    let text = text_of(&text);
    let second =
        text.split_once("\n\n").expect("lines").1.lines().nth(1).expect("a line").to_owned();
    check_line(&second, "a b c d e", "");
    check_line(&format!("{second}\r"), "a b c d e", "");
    check_line("", "a c d e", "is no event");
    check_line(" ", "a c d e", "is no event");
    for (from, to) in [
        ("b ", "B "),
        ("b ", "b b "),
        (" 1", " 9999999"),
        (" 1", " 99999999999999999999"),
        (" 1", " 2147483647"),
        (" 1", ""),
        (" 1", "*2147483647"),
        ("~2", "~-2"),
        ("~2", "~4000000"),
        ("~2", "~2147483647"),
        ("~2", "@1860"),
        ("~2", "@24:00"),
        ("~2", "@"),
        ("~2", "?ZZZZ"),
        ("#", "?"),
        ("#", "#Z"),
        ("#", "#ZZZZZZZZZZZZZZZZZZZZ"),
        ("#", "\u{1f600}"),
        ("!", ""),
        ("!", "%"),
        ("%", "$"),
        ("=", "=Z"),
        ("=", "=l"),
        ("=", "=lz"),
        ("=", "=l1z"),
        ("=", "=l129"),
        ("=", "=l12-Z"),
        ("=", "'123="),
        ("=", "'1234a="),
        ("=", "/="),
        ("=", "/tr,,ar="),
        ("=", "/TR="),
        ("=", "|-,="),
        ("=", "\"9999999999="),
        ("=", "(99999999="),
        ("=", ")-99999999="),
    ] {
        let (before, behind) = second.split_once(from).expect("a mark");
        let line = format!("{before}{to}{behind}");
        if line != second {
            check_line(&line, "a c d e", "is no event");
        }
    }
    for end in 0..second.len() {
        check_line(&second[..end], "a c d e", "is no event");
    }
    check_line(&second.replacen('b', "a", 1), "a c d e", "has an id that stands there already");
    check_line(&good.repeat(3), "a c d e", "is no event");
}

fn text_of(written: &Written) -> String {
    text(written, "events/test/0.txt").to_owned()
}

#[test]
fn a_part_whose_head_or_table_does_not_fit_is_refused() {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, rest) = text.split_once('\n').expect("a head");
    let words: Vec<&str> = head.split(' ').collect();
    let with = |at: usize, word: &str| {
        let mut words = words.clone();
        words[at] = word;
        format!("{}\n{rest}", words.join(" "))
    };
    let texts: usize = words[4].parse().expect("a number");
    for (text, sentence) in [
        (String::new(), "Line 1"),
        ("\n\n\n".to_owned(), "Line 1"),
        (with(0, "2"), "Line 1"),
        (with(0, "-1"), "Line 1"),
        (with(0, "eins"), "Line 1"),
        (with(1, "nrw"), "Line 1"),
        (with(2, "7"), "Line 1"),
        (with(2, "99999999999999999999"), "Line 1"),
        (with(3, "2027-02-30"), "Line 1"),
        (with(4, "-1"), "Line 1"),
        (with(4, "18446744073709551615"), "table"),
        (with(4, "18446744073709551616"), "Line 1"),
        (with(4, &(texts - 1).to_string()), "table"),
        (with(4, &(texts + 1).to_string()), "table"),
        ("[".repeat(10_000), "Line 1"),
        ("\u{feff}".to_owned() + text, "Line 1"),
    ] {
        let (events, problems) = added(&feed, &text);
        assert!(events.is_empty(), "{text}");
        assert_eq!(problems.len(), 1);
        expect(&problems, "events/test/0.txt", sentence);
    }
    for events in ["0", "4", "6", "18446744073709551615"] {
        let (read, problems) = added(&feed, &with(5, events));
        assert_eq!(read.len(), 5);
        expect(&problems, "events/test/0.txt", "as line 1 says");
    }
}

#[test]
fn lines_that_need_texts_which_are_not_there_are_bad() {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, rest) = text.split_once('\n').expect("a head");
    let words: Vec<&str> = head.split(' ').collect();
    let (table, lines) = rest.split_once("\n\n").expect("an empty line");
    let texts: Vec<&str> = table.lines().collect();
    for count in 0..texts.len() {
        let head = [words[0], words[1], words[2], words[3], &count.to_string(), words[5]].join(" ");
        let table: String = texts[..count].iter().map(|text| format!("{text}\n")).collect();
        let (events, problems) = added(&feed, &format!("{head}\n{table}\n{lines}"));
        assert_eq!(events.len() + problems.len(), 5, "{count}");
        assert!(events.len() < 5);
    }
}

#[test]
fn a_part_has_only_so_many_lines_and_only_so_many_reports() {
    let written = small();
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, lines) = text.split_once("\n\n").expect("an empty line");
    let (line, _) = lines.split_once('\n').expect("a line");
    let many: String =
        (0..50_000).map(|n| format!("{}\n", line.replacen('a', &format!("a{n}"), 1))).collect();
    let (events, problems) = added(&feed, &format!("{head}\n\n{many}"));
    assert_eq!((events.len(), problems.len()), (feed::MOST_EVENTS, 1));
    let (events, problems) = added(&feed, &format!("{head}\n\n{}", "!\n".repeat(50_000)));
    assert_eq!((events.len(), problems.len()), (0, 21));
    let twice = "a 1\n".repeat(3);
    assert!(added(&feed, &format!("{head}\n\n{twice}")).0.is_empty());
}

#[test]
fn names_of_places_cannot_blow_a_text_up() {
    let written = written(&file(vec![event("a", |_| {})]), day(BUILT));
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, rest) = text.split_once('\n').expect("a head");
    let table: Vec<&str> = rest.lines().take_while(|line| !line.is_empty()).collect();
    let huge = table.iter().map(|text| match *text {
        "Herne" => "x".repeat(60_000),
        text if text.contains("Stadt") => "\\p".repeat(60_000),
        text => text.to_owned(),
    });
    let huge: Vec<String> = huge.collect();
    let (_, lines) = rest.split_once("\n\n").expect("an empty line");
    let (events, problems) = added(&feed, &format!("{head}\n{}\n\n{lines}", huge.join("\n")));
    assert_eq!((events.len(), problems.len()), (0, 1));
}

#[test]
fn any_lines_are_survived() {
    const PIECES: [&str; 30] = [
        "e1", "a", " 1", " -3", "*2", "#0", "#1", "!0", "!2", "%0", "%1", "$3", "=l120", "=012-7",
        "~2", "^", "?2", "@1800", ">2000", "&2", "/tr", "|ar", "'44623", "\"-3", "(1", ")2", "\n",
        "\\", "ß", "9999999999",
    ];
    let (mut die, written) = (Die::new(74), small());
    let (feed, text) = (feed_of(&written), text(&written, "events/test/0.txt"));
    let (head, _) = text.split_once("\n\n").expect("an empty line");
    let mut read = 0;
    for _ in 0..4_000 {
        let lines: String = (0..die.below(40)).map(|_| *die.pick(&PIECES)).collect();
        read += added(&feed, &format!("{head}\n\n{lines}\n")).0.len();
        let line: String = ["a 1#0!1%0=l120", "a 1#1!0%0=l120"].concat();
        let (before, behind) = line.split_at(die.below(14));
        added(&feed, &format!("{head}\n\n{before}{}{behind}\n", die.text(6)));
    }
    assert!(read < 4_000);
}

// ---------------------------------------------------------------- feed.json

#[test]
fn a_feed_that_cannot_be_used_is_none() {
    let good: Value = serde_json::from_str(text(&small(), "events/test/feed.json")).expect("JSON");
    let read = |text: &str| {
        let problems = Default::default();
        let feed = Feed::read("test", text, &problems);
        (feed, problems.into_inner())
    };
    assert_eq!(read(&good.to_string()).1, Vec::<Problem>::new());
    for (change, place, words) in [
        ((|f| f["format"] = json!(2)) as fn(&mut Value), "#/format", "1 to 1"),
        (|f| f["format"] = json!("1"), "#/format", "whole number"),
        (|f| f["format"] = json!(-1), "#/format", "1 to 1"),
        (|f| f["format"] = Value::Null, "#", "\"format\" is missing"),
        (|f| f["id"] = json!("nrw"), "#", "\"test\""),
        (|f| f["count"] = json!(1e300), "#/count", "whole number"),
        (|f| f["count"] = json!(-1), "#/count", "whole number"),
        (|f| f["buckets"] = json!(0), "#/buckets", "whole number"),
        (|f| f["buckets"] = json!(u64::MAX), "#/buckets", "whole number"),
        (|f| f["first"] = json!("2027-02-30"), "#/first", "not a date"),
        (|f| f["first"] = json!(null), "#", "\"first\" is missing"),
        (|f| f["parts"] = json!([[0, 1]]), "#/parts/0", "three numbers"),
        (|f| f["parts"] = json!([[0, -1, 5]]), "#/parts/0/1", "whole number"),
        (|f| f["parts"] = json!([[0, 0, 999_999]]), "#/parts/0/2", "whole number"),
        (|f| f["parts"] = json!(["x"]), "#/parts/0", "list"),
        (|f| *f = json!([]), "#", "object"),
    ] {
        let mut feed = good.clone();
        change(&mut feed);
        let (feed, problems) = read(&feed.to_string());
        assert!(feed.is_none(), "{place} {words}");
        expect(&problems, &format!("events/test/feed.json{place}"), words);
    }
    // What is less important is reported, and the feed is used.
    for (change, place) in [
        ((|f| f["count"] = json!(4)) as fn(&mut Value), "#"),
        (|f| f["calendars"] = json!(7), "#/calendars"),
        (|f| f["calendars"]["until"] = json!(["2027-01-01", 1440, "a"]), "#/calendars/until/1"),
        (|f| f["calendars"]["languages"] = json!(["../x"]), "#/calendars/languages/0"),
        (|f| f["as_of"] = json!("gestern"), "#/as_of"),
        (|f| f["texts"] = json!([1]), "#/texts/0"),
        (|f| f["__proto__"] = json!({}), "#"),
    ] {
        let mut feed = good.clone();
        change(&mut feed);
        let (feed, problems) = read(&feed.to_string());
        assert!(feed.is_some(), "{place}");
        expect(&problems, &format!("events/test/feed.json{place}"), "");
    }
    for text in ["", "{", &"[".repeat(10_000), "\u{0}", "NaN", "{\"format\":1,\"format\":1}"] {
        let (feed, problems) = read(text);
        assert!(feed.is_none() && !problems.is_empty(), "{text}");
    }
}

#[test]
fn a_feed_may_be_cut_off_or_altered_anywhere() {
    let mut die = Die::new(75);
    let written = written(&some_file(900, &mut die), day(BUILT));
    let good = text(&written, "events/test/feed.json");
    let problems = Default::default();
    for end in (0..good.len()).filter(|end| good.is_char_boundary(*end)).step_by(7) {
        let feed = Feed::read("test", &good[..end], &problems);
        assert!(feed.is_none() || end + 2 > good.len());
    }
    for _ in 0..2_000 {
        let mut bytes = good.as_bytes().to_vec();
        let at = die.below(bytes.len());
        bytes[at] ^= 1 << die.below(8);
        let Some(feed) = Feed::read("test", &String::from_utf8_lossy(&bytes), &problems) else {
            continue;
        };
        let order = feed.order(day(BUILT));
        assert_eq!(order.len(), feed.parts.len());
        assert!(feed.near(day(BUILT), 60) <= order.len());
        // Texts that are others than those of the build would say something wrong: no part is taken.
        let (mut index, reports) = (Index::default(), Default::default());
        let part = text(&written, "events/test/0.txt");
        index.add_part(&feed, 0, part, day(BUILT), &Places::default(), &reports);
        assert!(
            index.len() == feed_of(&written).parts[0].count || !reports.into_inner().is_empty()
        );
    }
}

#[test]
fn a_feed_may_end_at_the_last_day_there_is() {
    let feed = |parts: Value| {
        let feed = json!({"format": 1, "id": "test", "count": 2, "buckets": 1,
            "first": "9999-12-30", "parts": parts});
        let feed = Feed::read("test", &feed.to_string(), &Default::default());
        feed.expect("a feed").parts.iter().map(|part| part.to.to_string()).collect::<Vec<_>>()
    };
    let last = "9999-12-31";
    assert_eq!(feed(json!([[0, 1, 1], [4_000_000, 4_000_000, 1]])), [last, last]);
}

// ---------------------------------------------------------------- event files with problems

#[test]
fn events_with_problems_are_left_out_and_named() {
    let source = file(vec![
        event("good", |_| {}),
        event("no_day", |e| e["when"] = json!({"date": "2027-02-30"})),
        event("good", |_| {}),
        event("odd_postcode", |e| e["postcode"] = json!("4462")),
        event("null_list", |e| e["audience"] = json!({"0": 1})),
        event("proto", |e| e["__proto__"] = json!({})),
        json!(null),
        event("bidi", |e| e["title"] = json!({"de": "\u{202e}negnal\u{2066} \u{200d}x"})),
        event("huge", |e| e["title"] = json!({"de": "W".repeat(100_000)})),
        event("last", |_| {}),
    ]);
    let problems = Default::default();
    let written = feed::write("test", &source, day(BUILT), true, &[], &problems);
    let written = written.expect("a feed");
    let problems: Vec<Problem> = problems.into_inner();
    assert_eq!((written.count, written.left_out), (4, 6), "{problems:?}");
    for (at, words) in [
        ("1/when/date", "2027-02-30"),
        ("2", "stands twice"),
        ("3/postcode", "five digits"),
        ("4/audience", "list"),
        ("5", "not known"),
        ("6", "object"),
        ("7/title/de", "direction"),
    ] {
        expect(&problems, &format!("events/test.json#/events/{at}"), words);
    }
    let feed = feed_of(&written);
    let (events, problems) = added(&feed, text(&written, "events/test/0.txt"));
    assert_eq!((ids(&events).as_str(), problems.len()), ("bidi good huge last", 0));
    assert_eq!(events[2].title.get("de").0.len(), 100_000);
    assert_eq!(events[0].title.get("de").0, "negnal \u{200d}x", "only the marks are gone");
    let all: String = written.files.iter().map(|(_, text)| text.as_str()).collect();
    assert!(!all.contains("no_day") && !all.contains("odd_postcode"));
}

#[test]
fn what_is_no_event_file_makes_no_feed() {
    let deep = "[".repeat(10_000);
    let twin = format!("{{\"id\": \"x\", {}", &file(vec![])[1..]);
    for (text, some) in [
        ("", false),
        ("\u{feff}{}", true),
        (&deep, false),
        ("{\"format\": 1,}", false),
        ("{/* a */}", false),
        ("[]", false),
        ("{\"format\": NaN}", false),
        ("{\"a\": \"\\ud800\"}", false),
        (&file(vec![]).replace("\"format\":1", "\"format\":2"), false),
        (&file(vec![]).replace("\"format\":1", "\"format\":\"1\""), false),
        (&file(vec![]).replace("\"format\":1", "\"format\":1e400"), false),
        (&file(vec![]).replace("\"events\":[]", "\"events\":null"), true),
        (&twin, true),
        (&file(vec![]), true),
    ] {
        let problems = Default::default();
        let written = feed::write("test", text, day(BUILT), false, &[], &problems);
        assert_eq!(written.is_some(), some, "{text:.60}");
        assert!(some || !problems.into_inner().is_empty(), "{text:.60}");
    }
}
