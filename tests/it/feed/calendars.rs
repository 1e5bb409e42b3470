//! The calendar files of single events: the same as the page hands out.

use super::{BUILT, feed_of, file, some_event, text, written};
use crate::support::{Die, day, shipped};
use icalendar::parser;
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::events::feed::{self, Feed, Speaker};
use sitz_und_stimme::domain::events::{self, Event, Now};
use sitz_und_stimme::domain::ics;

fn messages(tag: &str) -> Map<String, Value> {
    let text = shipped(&format!("messages/{tag}.json"));
    serde_json::from_str(&text).expect("messages are an object")
}

/// Returns what the page writes when the button of an event is tapped.
fn of_the_page(event: &Event, tag: &str, say: &dyn Fn(&str) -> String, today: &str) -> String {
    let title = format!("{}: {}", say("app.name"), say("events.name"));
    let entries = events::entries(&[event], tag, say);
    ics::calendar(&title, &entries, i64::from(day(today).days()) * 86_400)
}

#[track_caller]
fn check(text: &str, event: &Event) {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])));
    let unfolded = parser::unfold(text);
    let calendar = parser::read_calendar(&unfolded).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let list: Vec<_> = calendar.components.iter().filter(|part| part.name == "VEVENT").collect();
    assert_eq!(list.len(), 1);
    let uid = list[0].find_prop("UID").map(|prop| prop.val.to_string());
    assert_eq!(uid, Some(format!("{}.{}@sitz-und-stimme", event.id, event.file)));
}

#[test]
fn the_packs_have_a_file_for_every_event_to_come() {
    // Before all of them, among them, after all of them.
    for (today, wanted) in [("2011-01-01", 66), ("2025-09-10", 0), ("2026-11-22", 0)] {
        let source = shipped("events/nrw.json");
        let maps = ["de", "en"].map(|tag| (tag, messages(tag)));
        let say = maps.each_ref().map(|(_, map)| {
            move |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        });
        let speakers: Vec<Speaker<'_>> =
            maps.iter().zip(&say).map(|((tag, _), say)| Speaker { tag, say }).collect();
        let problems = Default::default();
        let written = feed::write("nrw", &source, day(today), false, &speakers, &problems);
        let written = written.expect("a feed");
        let feed = Feed::read("nrw", text(&written, "events/nrw/feed.json"), &problems);
        let feed = feed.expect("a feed");
        let (mut files, now) = (0, Now::morning(day(today)));
        for event in events::read("nrw", &source, day(today), false, &problems) {
            assert_eq!(feed.ics_path(&event, "de").is_some(), !event.is_over(now), "{}", event.id);
            assert_eq!(feed.ics_path(&event, "tr"), None);
            for ((tag, _), say) in maps.iter().zip(&say) {
                let Some(path) = feed.ics_path(&event, tag) else { continue };
                let file = text(&written, &path);
                assert_eq!(file, of_the_page(&event, tag, say, today), "{path}");
                assert!(!file.contains("SUMMARY:\r\n") && !file.contains("event.kind"), "{file}");
                check(file, &event);
                files += 1;
            }
        }
        assert!(problems.into_inner().is_empty());
        let all = written.files.iter().filter(|(path, _)| path.ends_with(".ics")).count();
        assert_eq!(files, all, "no file without an event");
        assert!(wanted == 0 || files == 2 * wanted, "{today}: {files}");
    }
}

#[test]
fn examples_whose_days_are_counted_have_none() {
    let source = shipped("events/musterstadt.json");
    let problems = Default::default();
    let say = |key: &str| key.to_owned();
    let speakers = [Speaker { tag: "de", say: &say }];
    let written = feed::write("musterstadt", &source, day(BUILT), true, &speakers, &problems);
    let written = written.expect("a feed");
    assert!(written.files.iter().all(|(path, _)| !path.ends_with(".ics")));
    let feed = Feed::read("musterstadt", text(&written, &Feed::path("musterstadt")), &problems);
    let feed = feed.expect("a feed");
    let events = events::read("musterstadt", &source, day(BUILT), true, &problems);
    assert!(events.iter().all(|event| event.counted && feed.ics_path(event, "de").is_none()));
}

#[test]
fn the_soonest_thousand_have_files_and_the_feed_knows_which() {
    let mut die = Die::new(73);
    let list: Vec<Value> = (0..1700).map(|id| some_event(id, &mut die)).collect();
    let source = file(list);
    let written = written(&source, day("2026-10-20"));
    let feed = feed_of(&written);
    let events = super::read(&source, day("2026-10-20"));
    let mut paths: Vec<String> = Vec::new();
    for event in &events {
        for tag in ["de", "en"] {
            if let Some(path) = feed.ics_path(event, tag) {
                check(text(&written, &path), event);
                paths.push(path);
            }
        }
    }
    let all = written.files.iter().filter(|(path, _)| path.ends_with(".ics"));
    assert_eq!((paths.len(), all.count()), (2000, 2000));
    let now = Now::morning(day("2026-10-20"));
    let coming = events.iter().filter(|event| !event.is_over(now) && !event.counted);
    let mut coming: Vec<&Event> = coming.collect();
    coming.sort_by(|a, b| events::key(a).cmp(&events::key(b)));
    assert!(coming.len() > 1100);
    for (at, event) in coming.iter().enumerate() {
        assert_eq!(feed.ics_path(event, "en").is_some(), at < 1000, "{at} {}", event.id);
    }
}

#[test]
fn a_thousand_at_one_time_are_cut_by_their_ids() {
    let event = |id: usize| {
        json!({"id": format!("e{id:04}"), "when": {"date": "2027-01-01", "time": "18:00"},
            "place": "Herne", "title": {"de": "Treffen"}, "kind": "talk", "organiser": "Y",
            "status": "planned"})
    };
    for count in [1000, 1001] {
        let source = file((0..count).map(event).collect());
        let written = written(&source, day(BUILT));
        let feed = feed_of(&written);
        let events = super::read(&source, day(BUILT));
        let with = events.iter().filter(|event| feed.ics_path(event, "de").is_some()).count();
        assert_eq!(with, 1000);
        assert!(feed.ics_path(&events[999], "de").is_some());
    }
}
