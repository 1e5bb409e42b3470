//! Feeds: what is found in their parts is what is found in the event file, whatever arrives when.

mod calendars;
mod damage;
mod parts;

use crate::finder::{kind_name, some_query};
use crate::lists::{ahead, due, starred};
use crate::places::shipped_places;
use crate::support::{Die, day, public, shipped};
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed::{self, Feed, Speaker, Written};
use sitz_und_stimme::domain::events::{self, AUDIENCES, Event, EventWhen, KINDS, Now, Stars};
use sitz_und_stimme::domain::events::{ORGANISERS, REGISTRATIONS, STATUSES};
use sitz_und_stimme::domain::finder::{Found, Index, Query};
use sitz_und_stimme::domain::places::Places;
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::text::turns;
use std::collections::{BTreeMap, BTreeSet};

const BUILT: &str = "2026-12-10";

fn say(key: &str) -> String {
    format!("<{key}>")
}

/// Returns an event file called `test`.
fn file(list: Vec<Value>) -> String {
    json!({"format": 1, "id": "test", "as_of": "2026-11-22", "events": list}).to_string()
}

/// Writes the feed of events that have no problems, as the build does on a day.
#[track_caller]
fn written(text: &str, today: Date) -> Written {
    let problems = Default::default();
    let speakers = [Speaker { tag: "de", say: &say }, Speaker { tag: "en", say: &say }];
    let written = feed::write("test", text, today, true, &speakers, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    written.expect("an event file")
}

#[track_caller]
fn text<'a>(written: &'a Written, path: &str) -> &'a str {
    let found = written.files.iter().find(|(other, _)| other == path);
    found.map(|(_, text)| text.as_str()).unwrap_or_else(|| panic!("{path} was not written"))
}

#[track_caller]
fn feed_of(written: &Written) -> Feed {
    let problems = Default::default();
    let feed = Feed::read("test", text(written, "events/test/feed.json"), &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    feed.expect("a feed")
}

/// Returns an index of all parts of a feed that is made of events.
#[track_caller]
pub fn index(list: Vec<Value>, today: Date) -> Index {
    let written = written(&file(list), today);
    let order: Vec<usize> = (0..feed_of(&written).parts.len()).collect();
    index_of(&written, &order, today, &Places::default())
}

/// Adds parts in an order, without a problem.
#[track_caller]
fn index_of(written: &Written, order: &[usize], today: Date, places: &Places) -> Index {
    let (feed, problems) = (feed_of(written), Default::default());
    let mut index = Index::default();
    index.name_kinds(&kind_name);
    for at in order {
        index.add_part(&feed, *at, text(written, &feed.part_path(*at)), today, places, &problems);
    }
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    index
}

// ---------------------------------------------------------------- any event

const PLACES: [&str; 9] = [
    "Köln", "Herten", "Münster", "Online", "Köln-Chorweiler", "Bonn", "", "\\p\\n",
    "A;b|c\t\"d\" \u{200d}!",
];

/// Returns a text that is not blank and may hold anything, the place too; only what turns directions is
/// taken out of a file when it is read.
fn some_text(place: &str, die: &mut Die) -> String {
    let odd = die.text(12).replace(turns, "");
    match die.below(6) {
        0 => format!("Wählen in {place}, {place}"),
        1 => format!("x{odd}"),
        2 => format!("{odd}{place}.\\p\\\\\r\n\t{odd}"),
        3 => "Straße frei".to_owned(),
        4 => format!("İnfo {}", die.below(30)),
        _ => "Infoabend".to_owned(),
    }
}

fn said(place: &str, die: &mut Die) -> Value {
    let mut texts = Map::new();
    texts.insert("de".to_owned(), json!(some_text(place, die)));
    for tag in ["en", "tr", "zh-Hant", "odd\ttag\\"] {
        if die.below(4) == 0 {
            texts.insert(tag.to_owned(), json!(some_text(place, die)));
        }
    }
    Value::Object(texts)
}

/// Returns an event that may have any field, without a problem.
fn some_event(id: usize, die: &mut Die) -> Value {
    let place = *die.pick(&PLACES);
    let clock = |die: &mut Die| format!("{:02}:{:02}", die.below(24), die.below(60));
    let date = die.day(day("2026-10-01"), day("2027-03-01"));
    let in_days = die.below(160) as i32 - 60;
    let mut when = match die.below(8) {
        0 => json!({"about": said(place, die), "sort": date.to_string()}),
        1 => {
            json!({"date": date.to_string(), "to": date.plus_days(die.below(9) as i32).to_string()})
        }
        2 => json!({"from": date.to_string()}),
        3 => json!({"in_days": in_days}),
        _ => json!({"date": date.to_string()}),
    };
    if when.get("about").is_none() && when.get("to").is_none() && die.below(4) > 0 {
        when["time"] = json!(clock(die));
    }
    if when.get("sort").is_none() && when.get("from").is_none() && die.below(3) > 0 {
        when["end_time"] = json!(clock(die));
    }
    let some = |list: &[&str], die: &mut Die| -> Vec<String> {
        (0..die.below(4)).map(|_| (*die.pick(list)).to_owned()).collect()
    };
    let tags = ["tr", "ar", "ru", "zh-hant"];
    let online = die.below(3) == 0;
    let mut event = json!({
        "id": format!("e{}-{id}", die.below(30)), "when": when, "place": place,
        "title": said(place, die), "kind": *die.pick(&KINDS), "organiser": some_text(place, die),
        "status": *die.pick(&STATUSES), "audience": some(&AUDIENCES, die), "online": online,
        "on_site": !online || die.below(2) == 0, "childcare": die.below(2) == 0,
        "step_free": die.below(2) == 0, "languages": some(&tags, die),
        "interpreting": some(&tags, die), "registration": *die.pick(&REGISTRATIONS),
    });
    let texts = [said(place, die), said(place, die), said(place, die), said(place, die)];
    for (key, value) in ["note", "more", "directions", "cost"].into_iter().zip(texts) {
        if die.below(3) == 0 {
            event[key] = value;
        }
    }
    for (key, value) in [
        ("venue", json!(some_text(place, die))),
        ("postcode", json!(*die.pick(&["45699", "50667", "00000"]))),
        ("organiser_kind", json!(*die.pick(&ORGANISERS))),
        ("register_by", json!("2026-12-24")),
        ("register_url", json!("https://example.org/r?a=1")),
        ("series", json!("reihe_1")),
        ("source", json!("https://example.org/a")),
        ("updated", json!(die.day(day("2025-10-01"), day("2027-03-01")).to_string())),
    ] {
        if die.below(3) == 0 {
            event[key] = value;
        }
    }
    if event["status"] == "moved" && die.below(2) == 0 {
        let fixed = json!(date.plus_days(-7).to_string());
        event["was"] = if die.below(2) == 0 { fixed } else { json!({"in_days": in_days - 3}) };
    }
    event
}

fn some_file(count: usize, die: &mut Die) -> String {
    file((0..count).map(|id| some_event(id, die)).collect())
}

#[track_caller]
fn read(text: &str, today: Date) -> Vec<Event> {
    let problems = Default::default();
    let events = events::read("test", text, today, true, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    events
}

/// Returns what lines keep of an event.
fn kept(event: &Event) -> Event {
    Event {
        directions: None,
        registration: "unknown".to_owned(),
        register_by: None,
        register_url: None,
        cost: None,
        series: None,
        more: None,
        source: None,
        ..event.clone()
    }
}

/// Returns what was found in words that do not depend on the order in which events arrived.
fn in_words(found: &Found, id: &dyn Fn(u32) -> String) -> String {
    let ids = |list: &[u32]| list.iter().map(|at| id(*at)).collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for week in &found.weeks {
        out += &format!("{}: {}\n", week.monday, ids(&week.events));
    }
    out += &format!("unsure {}\nother {}\n", ids(&found.unsure), ids(&found.other));
    let mut counts: Vec<String> = found.counts.iter().map(|count| format!("{count:?}")).collect();
    counts.sort();
    let nearest = found.nearest.map(|(at, metres)| (id(at), metres));
    out + &format!(
        "{counts:?} {} {:?} {nearest:?} {:?} {} {:?} {}",
        found.total,
        found.around,
        found.wider,
        found.online,
        found.next.map(id),
        found.later
    )
}

// ---------------------------------------------------------------- the same is found

#[test]
fn parts_say_what_the_event_file_says() {
    let (mut die, places) = (Die::new(61), shipped_places());
    for round in 0..12 {
        let text = some_file(1 + 60 * round, &mut die);
        let written = written(&text, day(BUILT));
        let feed = feed_of(&written);
        // The page is opened on the day of the build, or later, and examples move with it.
        let today = day(BUILT).plus_days(die.below(3) as i32 * 40);
        let mut order: Vec<usize> = (0..feed.parts.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, die.below(at + 1));
        }
        let late = die.below(2) == 0;
        let early = if late { Places::default() } else { places.clone() };
        let mut parts = index_of(&written, &order, today, &early);
        if late {
            parts.place(&places);
        }
        let events = read(&text, today);
        let mut whole = Index::default();
        whole.add(&events, &places, &kind_name);
        assert_eq!((parts.len(), feed.count), (events.len(), events.len()));
        for event in &events {
            let at = parts.position("test", &event.id).expect("every event has a position");
            assert_eq!(parts.event(at).as_ref(), Some(&kept(event)));
        }
        let id_in_parts = |at: u32| parts.event(at).expect("an event").id;
        let id_in_whole = |at: u32| events[at as usize].id.clone();
        for _ in 0..40 {
            let query = some_query(&mut die);
            let now = Now {
                today: die.day(day("2026-10-01"), day("2027-03-01")),
                minute: die.below(1440) as i32,
            };
            assert_eq!(
                in_words(&parts.find(&query, now, &places), &id_in_parts),
                in_words(&whole.find(&query, now, &places), &id_in_whole),
                "{query:?} {now:?}"
            );
        }
        let wanted = |kind: &str, _: u32| kind.starts_with(['i', 'w']);
        let now = Now::morning(today);
        let mut ahead = ahead(&events, now).into_iter();
        let soonest = ahead.find(|event| wanted(&event.kind, 0)).map(|event| event.id.clone());
        assert_eq!(parts.soonest(now, &wanted).map(id_in_parts), soonest);
    }
}

#[test]
fn details_are_the_events_themselves() {
    let mut die = Die::new(62);
    for count in [1, 64, 65, 700] {
        let source = some_file(count, &mut die);
        let written = written(&source, day(BUILT));
        let feed = feed_of(&written);
        let today = day(BUILT).plus_days(5);
        let mut files: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for event in read(&source, today) {
            let path = feed.details_path(&event.id);
            let details = files.entry(path.clone()).or_insert_with(|| {
                let problems = Default::default();
                let details = feed.details(&path, text(&written, &path), today, true, &problems);
                assert_eq!(problems.into_inner(), Vec::<Problem>::new());
                details
            });
            assert!(details.contains(&event), "{} is not in {path}", event.id);
        }
        let all: usize = files.values().map(Vec::len).sum();
        assert!(files.values().all(|details| details.len() <= 128));
        let buckets = written.files.iter().filter(|(path, _)| path.contains("/d")).count();
        assert_eq!((all, buckets), (count, count.div_ceil(64)));
    }
}

#[test]
fn the_same_events_make_the_same_files_in_whatever_order_they_stand() {
    let mut die = Die::new(63);
    let list: Vec<Value> = (0..500).map(|id| some_event(id, &mut die)).collect();
    let first = written(&file(list.clone()), day(BUILT));
    assert_eq!(written(&file(list.clone()), day(BUILT)), first);
    let backwards = file(list.into_iter().rev().collect());
    assert_eq!(written(&backwards, day(BUILT)), first);
}

#[test]
fn kinds_are_found_by_their_names_in_the_present_language() {
    let list = vec![
        json!({"id": "a", "when": {"date": "2027-01-01"}, "place": "Herne", "title": {"de": "X"},
            "kind": "simulation_game", "organiser": "Y", "status": "planned"}),
    ];
    let written = written(&file(list), day(BUILT));
    let mut index = index_of(&written, &[0], day(BUILT), &Places::default());
    let now = Now::morning(day(BUILT));
    let total = |index: &Index, words: &str| {
        index.find(&Query::parse(words), now, &Places::default()).total
    };
    assert_eq!((total(&index, "q=planspiel"), total(&index, "q=game")), (1, 0));
    index.name_kinds(&|kind| kind.replace('_', " "));
    assert_eq!((total(&index, "q=planspiel"), total(&index, "q=game")), (0, 1));
    let mut nameless = Index::default();
    let feed = feed_of(&written);
    let (text, problems) = (text(&written, &feed.part_path(0)), Default::default());
    nameless.add_part(&feed, 0, text, day(BUILT), &Places::default(), &problems);
    assert_eq!((total(&nameless, "q=planspiel"), total(&nameless, "q=herne")), (0, 1));
}

#[test]
fn stars_are_found_in_an_index_as_in_events() {
    let mut die = Die::new(64);
    let text = some_file(900, &mut die);
    let written = written(&text, day(BUILT));
    let mut events = read(&text, day(BUILT));
    let mut stars = Stars::default();
    for _ in 0..450 {
        stars.star(die.pick(&events), true);
    }
    // Some have got another day since.
    for (at, event) in events.iter().enumerate() {
        let mut other = event.clone();
        other.when = EventWhen::Day { date: day("2026-12-11"), time: None, end: None };
        if at % 7 == 0 && stars.has(event) {
            stars.see(&other);
        }
    }
    let order: Vec<usize> = (0..feed_of(&written).parts.len()).rev().collect();
    let index = index_of(&written, &order, day(BUILT), &Places::default());
    let id = |at: u32| index.event(at).expect("an event").id;
    let ids = |list: Vec<u32>| list.into_iter().map(id).collect::<Vec<String>>();
    let names = |list: Vec<&Event>| list.iter().map(|e| e.id.clone()).collect::<Vec<String>>();
    assert_eq!(ids(stars.of_index(&index)), names(starred(&stars, &events)));
    let now = Now { today: day(BUILT), minute: 700 };
    assert_eq!(ids(stars.due_of_index(&index, now)), names(due(&stars, &events, now)));
    assert!(!due(&stars, &events, now).is_empty());
    let mut told = 0;
    for (at, event) in stars.of_index(&index).into_iter().zip(starred(&stars, &events)) {
        let news = index.event(at).and_then(|event| stars.news(&event));
        assert_eq!(news, stars.news(event), "{}", event.id);
        told += usize::from(news.is_some());
    }
    assert!(told > 10, "{told}");
    // A star of another file, or of an event that is gone, has no position.
    events.truncate(1);
    events[0].file = "elsewhere".to_owned();
    let mut stars = Stars::default();
    stars.star(&events[0], true);
    assert_eq!(stars.of_index(&index), Vec::<u32>::new());
}

#[test]
fn the_events_of_the_packs_become_feeds() {
    for (name, demo, count) in [("nrw", false, 66), ("musterstadt", true, 6)] {
        let source = public(&events::file_of(name)).expect("a shipped file");
        let problems = Default::default();
        let written = feed::write(name, &source, day(BUILT), demo, &[], &problems);
        assert_eq!(problems.take(), Vec::<Problem>::new());
        let written = written.expect("a feed");
        assert_eq!((written.count, written.left_out), (count, 0));
        let feed = Feed::read(name, text(&written, &Feed::path(name)), &problems);
        let feed = feed.expect("a feed");
        let mut index = Index::default();
        let part = text(&written, &feed.part_path(0));
        index.add_part(&feed, 0, part, day(BUILT), &shipped_places(), &problems);
        for event in events::read(name, &source, day(BUILT), demo, &problems) {
            let at = index.position(name, &event.id).expect("a position");
            assert_eq!(index.event(at), Some(kept(&event)));
        }
        assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    }
}

#[test]
fn positions_of_words_in_their_lists_never_change() {
    // They stand in feeds that browsers keep. New words come behind these; another order needs another
    // number of the format.
    let begins = |list: &[&str], words: &str| {
        assert!(list.join(" ").starts_with(words), "the order of {list:?} has changed");
    };
    begins(
        &KINDS,
        "network_meeting seminar committee_talk community_conference info_evening candidate_info \
         workshop podium webinar training reception info_series multiplier_talk simulation_game \
         form_clinic online_info press constitutive_session regular_session regional presentation \
         talk advice_hour candidates_meeting staff_seminar stand",
    );
    begins(&STATUSES, "held planned cancelled moved unsure");
    begins(&ORGANISERS, "municipality state association party other");
    begins(
        &AUDIENCES,
        "would_be candidates voters multipliers members press delegates public community staff",
    );
}

#[test]
fn events_that_were_made_up_are_good_ones() {
    let table = shipped("places/nrw.txt");
    let towns = crate::synthetic::towns(&table);
    let made = crate::synthetic::events(1500, day(BUILT), &towns);
    assert_eq!(made, crate::synthetic::events(1500, day(BUILT), &towns), "always the same");
    let problems = Default::default();
    let text = made.to_string();
    let written = feed::write("synthetic", &text, day(BUILT), false, &[], &problems);
    assert_eq!(problems.take(), Vec::<Problem>::new());
    let written = written.expect("a feed");
    assert_eq!((written.count, written.left_out), (1500, 0));
    let whole = events::read("synthetic", &text, day(BUILT), false, &problems);
    let towns: BTreeSet<&str> = whole.iter().map(|event| event.place.as_str()).collect();
    let kinds: BTreeSet<&str> = whole.iter().map(|event| event.kind.as_str()).collect();
    assert!(towns.len() > 100 && kinds.len() > 15, "{} {}", towns.len(), kinds.len());
}
