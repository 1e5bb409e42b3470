//! Events in calendars: two foreign readers find what the events say.

use crate::support::{day, shipped};
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType};
use calcard::icalendar::{ICalendarProperty, ICalendarValue};
use icalendar::parser;
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::{self, Event, EventWhen};
use sitz_und_stimme::domain::ics;
use sitz_und_stimme::domain::problem::Problem;

const NOW: i64 = 1_795_356_309;
/// What is compared; start and end are `YYYYMMDD` or `YYYYMMDDTHHMMSS`.
const NAMES: [&str; 9] =
    ["UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"];

type Seen = [String; 9];

fn by_icalendar(text: &str) -> Vec<Seen> {
    let unfolded = parser::unfold(text);
    let calendar = parser::read_calendar(&unfolded).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let get = |part: &parser::Component<'_>, name: &str| {
        part.find_prop(name).map(|p| p.val.to_string()).unwrap_or_default()
    };
    let events = calendar.components.iter().filter(|part| part.name == "VEVENT");
    events.map(|event| NAMES.map(|name| get(event, name))).collect()
}

fn by_calcard(text: &str) -> Vec<Seen> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let is_event =
        |part: &&ICalendarComponent| part.component_type == ICalendarComponentType::VEvent;
    let names = [
        ICalendarProperty::Uid,
        ICalendarProperty::Sequence,
        ICalendarProperty::Status,
        ICalendarProperty::Dtstart,
        ICalendarProperty::Dtend,
        ICalendarProperty::Summary,
        ICalendarProperty::Description,
        ICalendarProperty::Location,
        ICalendarProperty::Url,
    ];
    let events = calendar.components.iter().filter(is_event);
    events.map(|event| names.clone().map(|name| value(event, &name))).collect()
}

fn value(part: &ICalendarComponent, name: &ICalendarProperty) -> String {
    let Some(entry) = part.property(name) else { return String::new() };
    match &entry.values[0] {
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::PartialDateTime(when) => moment(when),
        other => other.as_text().expect("a text").to_owned(),
    }
}

fn moment(when: &PartialDateTime) -> String {
    let two = |part: Option<u8>| format!("{:02}", part.expect("a number"));
    let date = format!("{:04}{}{}", when.year.expect("a year"), two(when.month), two(when.day));
    match when.hour {
        None => date,
        Some(_) => format!("{date}T{}{}{}", two(when.hour), two(when.minute), two(when.second)),
    }
}

fn say(key: &str) -> String {
    format!("<{key}, „{key}“; \\>")
}

/// Returns what must be read of an event, put together from the event itself.
fn expected(event: &Event, tag: &str) -> Seen {
    let compact = |date: Date| date.to_string().replace('-', "");
    let local = |date: Date, time: &str| format!("{}T{}00", compact(date), time.replace(':', ""));
    let whole = |from: Date, to: Date| (compact(from), compact(to.plus_days(1)));
    let (start, end) = match &event.when {
        EventWhen::Day { date, time: Some(time), end } => {
            let next = end.as_ref().is_some_and(|end| end < time);
            let last = date.plus_days(i32::from(next));
            (local(*date, time), end.as_ref().map_or(String::new(), |end| local(last, end)))
        }
        EventWhen::Starting { from, time: Some(time) } => (local(*from, time), String::new()),
        EventWhen::Days { from, to } => whole(*from, *to),
        when => whole(when.sort(), when.sort()),
    };
    let title = event.title.get(tag).0;
    let (summary, sure) = match &event.when {
        EventWhen::About { words, .. } => (format!("{title} ({})", words.get(tag).0), false),
        _ => (title.to_owned(), event.status != "unsure"),
    };
    let status = match event.status.as_str() {
        "cancelled" => "CANCELLED",
        "moved" if event.was.is_none() => "TENTATIVE",
        _ if !sure => "TENTATIVE",
        _ => "CONFIRMED",
    };
    let entry = events::entry(event, tag, &say);
    let sequence = match event.counted {
        true => event.when.sort().days(),
        false => event.updated.unwrap_or(day("2026-11-22")).days(),
    };
    [
        format!("{}.{}@sitz-und-stimme", event.id, event.file),
        sequence.to_string(),
        status.to_owned(),
        start,
        end,
        summary,
        entry.description,
        entry.place,
        event.source.clone().or(event.register_url.clone()).unwrap_or_default(),
    ]
}

#[track_caller]
fn check(events: &[Event], tag: &str) -> String {
    let mut order: Vec<&Event> = events.iter().collect();
    order.sort_by(|a, b| events::key(a).cmp(&events::key(b)));
    let wanted: Vec<Seen> = order.iter().map(|event| expected(event, tag)).collect();
    let refs: Vec<&Event> = events.iter().collect();
    let text = ics::calendar("Termine", &events::entries(&refs, tag, &say), NOW);
    assert_eq!(by_icalendar(&text), wanted, "{text}");
    assert_eq!(by_calcard(&text), wanted, "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    text
}

#[track_caller]
fn read(name: &str, text: &str, demo: bool) -> Vec<Event> {
    let problems = Default::default();
    let events = events::read(name, text, day("2026-11-22"), demo, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    events
}

#[test]
fn every_event_of_the_packs_comes_back_from_its_calendar() {
    for (name, demo, count) in [("nrw", false, 66), ("musterstadt", true, 6)] {
        let events = read(name, &shipped(&events::file_of(name)), demo);
        assert_eq!(events.len(), count);
        for tag in ["de", "en"] {
            check(&events, tag);
            for event in &events {
                check(std::slice::from_ref(event), tag);
            }
        }
    }
}

fn event(change: impl FnOnce(&mut Value)) -> Event {
    let mut event = json!({"id": "a", "when": {"date": "2027-03-28", "time": "18:00"},
        "place": "Herne", "title": {"de": "Treffen"}, "kind": "info_evening",
        "organiser": "Stadt Herne", "status": "planned", "source": "https://example.org/a"});
    change(&mut event);
    let file = json!({"format": 1, "id": "test", "as_of": "2026-11-22", "events": [event]});
    read("test", &file.to_string(), true).pop().expect("an event")
}

#[test]
fn what_is_odd_in_an_event_comes_back_too() {
    for change in [
        (|e| e["status"] = json!("cancelled")) as fn(&mut Value),
        |e| e["status"] = json!("unsure"),
        |e| e["status"] = json!("moved"),
        |e| {
            e["status"] = json!("moved");
            e["was"] = json!("2027-03-01");
        },
        |e| e["updated"] = json!("2026-12-24"),
        |e| e["when"]["end_time"] = json!("01:30"),
        |e| e["when"] = json!({"date": "2027-03-28", "time": "02:30", "end_time": "03:30"}),
        |e| e["when"] = json!({"date": "2027-10-31", "time": "02:30", "end_time": "03:00"}),
        |e| e["when"] = json!({"date": "2027-12-31", "to": "2028-01-02"}),
        |e| e["when"] = json!({"in_days": 3, "time": "18:00"}),
        |e| e["title"]["de"] = json!("Kommas, Strichpunkte; \\ „Haken“ 👩‍🏫 ".repeat(8) + "."),
        |e| e["venue"] = json!("Rathaus; Zimmer 1, links\\rechts"),
        |e| {
            e["note"] = json!({"de": "Eine Zeile\nund noch eine;\\n"});
            e["more"] = json!({"de": "مرحبا بكم، أهلا وسهلا ".repeat(9) + "."});
            e["postcode"] = json!("44623");
            e["cost"] = json!("free");
            e["registration"] = json!("mail");
            e["register_url"] = json!("https://example.org/anmelden?a=1,2;3");
            e["directions"] = json!({"de": "Bus 1"});
        },
    ] {
        check(&[event(change)], "de");
    }
}

#[test]
fn the_description_says_what_there_is_to_know() {
    let plain = |key: &str| key.to_owned();
    let rich = event(|e| {
        e["note"] = json!({"de": "Mit Tee."});
        e["more"] = json!({"de": "Du musst nichts sagen."});
        e["registration"] = json!("mail");
        e["register_url"] = json!("https://example.org/r");
        e["cost"] = json!({"de": "2 Euro"});
        e["venue"] = json!("Rathaus");
        e["postcode"] = json!("44623");
        e["directions"] = json!({"de": "Bus 1"});
    });
    let entry = events::entry(&rich, "tr", &plain);
    assert_eq!(
        entry.description,
        "event.kind.info_evening, Stadt Herne\nMit Tee.\nDu musst nichts sagen.\n\
         event.registration.mail: https://example.org/r\n2 Euro\nBus 1"
    );
    assert_eq!(entry.place, "Rathaus, 44623 Herne");
    let bare = events::entry(&event(|_| {}), "de", &plain);
    assert_eq!(bare.description, "event.kind.info_evening, Stadt Herne");
    assert_eq!((bare.place.as_str(), bare.url.as_str()), ("Herne", "https://example.org/a"));
    let registration = |word: &'static str, url: bool| {
        let event = event(|e| {
            e["registration"] = json!(word);
            e["register_url"] = if url { json!("https://example.org/r") } else { Value::Null };
        });
        let text = events::entry(&event, "de", &plain).description;
        text.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(registration("unknown", true), "https://example.org/r");
    assert_eq!(registration("unknown", false), "");
    assert_eq!(registration("none", false), "event.registration.none");
}

#[test]
fn a_later_state_of_an_event_replaces_the_earlier_one() {
    let at = |change: fn(&mut Value)| events::entry(&event(change), "de", &say);
    let first = at(|_| {});
    let moved = at(|e| {
        e["updated"] = json!("2027-01-10");
        e["status"] = json!("moved");
        e["was"] = json!("2027-03-28");
        e["when"]["date"] = json!("2027-04-02");
    });
    let cancelled = at(|e| {
        e["updated"] = json!("2027-02-10");
        e["status"] = json!("cancelled");
    });
    assert_eq!([&first.uid, &moved.uid], [&cancelled.uid; 2]);
    assert!(first.sequence < moved.sequence && moved.sequence < cancelled.sequence);
    let statuses = [first.status, moved.status, cancelled.status];
    use ics::Status::{Cancelled, Confirmed};
    assert_eq!(statuses, [Confirmed, Confirmed, Cancelled]);
    let demo = |today: &str| {
        let text = shipped("events/musterstadt.json");
        let events = events::read("musterstadt", &text, day(today), true, &Default::default());
        events::entry(&events[0], "de", &say).sequence
    };
    assert!(demo("2026-11-22") < demo("2026-11-23"), "the example moves on every day");
}
