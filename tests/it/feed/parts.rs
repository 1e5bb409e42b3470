//! How events are cut into parts, and in which order parts are fetched.

use super::{BUILT, feed_of, file, index_of, read, text, written};
use crate::support::{Die, day};
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events;
use sitz_und_stimme::domain::events::feed::{Feed, MOST};
use sitz_und_stimme::domain::places::Places;

fn event(id: usize, date: Date) -> Value {
    json!({"id": format!("e{id}"), "when": {"date": date.to_string()}, "place": "Herne",
        "title": {"de": "Treffen"}, "kind": "talk", "organiser": "Y", "status": "planned"})
}

/// Writes a feed with a number of events on each of some days.
fn feed(days: &[(&str, usize)]) -> Feed {
    let mut list = Vec::new();
    for (date, count) in days {
        for _ in 0..*count {
            list.push(event(list.len(), day(date)));
        }
    }
    let text = file(list);
    let written = written(&text, day(BUILT));
    let feed = feed_of(&written);
    // The parts hold all events, each once, in the order of lists.
    let mut events = read(&text, day(BUILT));
    events.sort_by(|a, b| events::key(a).cmp(&events::key(b)));
    let order: Vec<usize> = (0..feed.parts.len()).collect();
    let index = index_of(&written, &order, day(BUILT), &Places::default());
    let ids = (0..index.len() as u32).map(|at| index.event(at).expect("an event").id);
    assert!(ids.eq(events.into_iter().map(|event| event.id)));
    for (at, part) in feed.parts.iter().enumerate() {
        assert!(part.count <= MOST && part.count > 0 && part.from <= part.to);
        assert!(text_lines(&written, &feed, at) > part.count);
    }
    feed
}

fn text_lines(written: &super::Written, feed: &Feed, at: usize) -> usize {
    text(written, &feed.part_path(at)).lines().count()
}

fn shown(feed: &Feed) -> String {
    let parts = feed.parts.iter().map(|part| format!("{} {} {}", part.from, part.to, part.count));
    parts.collect::<Vec<_>>().join(", ")
}

#[test]
fn months_are_joined_while_they_fit_and_cut_when_they_are_long() {
    for (days, expected) in [
        (&[][..], ""),
        (&[("2027-01-05", 1)], "2027-01-05 2027-01-05 1"),
        (&[("2027-01-05", 200)], "2027-01-05 2027-01-05 200"),
        (&[("2027-01-05", 1), ("2027-01-31", 1), ("2027-09-01", 198)], "2027-01-05 2027-09-01 200"),
        (
            &[("2027-01-05", 1), ("2027-01-31", 1), ("2027-09-01", 199)],
            "2027-01-05 2027-01-31 2, 2027-09-01 2027-09-01 199",
        ),
        (
            &[("2027-01-05", 100), ("2027-01-06", 101)],
            "2027-01-05 2027-01-06 101, 2027-01-06 2027-01-06 100",
        ),
        (
            &[("2099-12-31", 500)],
            "2099-12-31 2099-12-31 167, 2099-12-31 2099-12-31 167, 2099-12-31 2099-12-31 166",
        ),
        (
            &[("2026-12-31", 199), ("2027-01-01", 1), ("2027-02-01", 201), ("2027-03-01", 1)],
            "2026-12-31 2027-01-01 200, 2027-02-01 2027-02-01 101, 2027-02-01 2027-02-01 100, \
             2027-03-01 2027-03-01 1",
        ),
        (
            // The same month of two years is two months.
            &[("2027-01-05", 150), ("2028-01-05", 150)],
            "2027-01-05 2027-01-05 150, 2028-01-05 2028-01-05 150",
        ),
        (&[("0001-01-01", 1), ("9999-12-31", 1)], "0001-01-01 9999-12-31 2"),
    ] {
        let feed = feed(days);
        assert_eq!(shown(&feed), expected);
        assert_eq!(feed.count, days.iter().map(|(_, count)| count).sum::<usize>());
    }
}

#[test]
fn any_events_are_cut_into_parts_that_are_not_too_small() {
    let mut die = Die::new(71);
    for _ in 0..6 {
        let mut list = Vec::new();
        for id in 0..die.below(2500) {
            list.push(event(id, die.day(day("2026-11-01"), day("2027-06-30"))));
        }
        let count = list.len();
        let feed = feed_of(&written(&file(list), day(BUILT)));
        assert_eq!(feed.parts.iter().map(|part| part.count).sum::<usize>(), count);
        assert!(feed.parts.iter().all(|part| part.count <= MOST));
        // Two neighbours that would fit into one are pieces of one month.
        for pair in feed.parts.windows(2) {
            let fit = pair[0].count + pair[1].count <= MOST;
            assert!(pair[0].to <= pair[1].from && !fit, "{pair:?}");
        }
    }
}

#[test]
fn parts_are_fetched_from_today_on_and_then_backwards() {
    let feed = feed(&[
        ("2026-09-30", 150),
        ("2026-11-01", 175),
        ("2026-12-24", 195),
        ("2027-01-01", 30),
        ("2027-02-01", 20),
        ("2027-03-01", 190),
    ]);
    assert_eq!(
        shown(&feed),
        "2026-09-30 2026-09-30 150, 2026-11-01 2026-11-01 175, 2026-12-24 2026-12-24 195, \
         2027-01-01 2027-02-01 50, 2027-03-01 2027-03-01 190"
    );
    for (today, rows, order, near) in [
        ("2026-01-01", 60, [0, 1, 2, 3, 4], 1),
        ("2026-01-01", 150, [0, 1, 2, 3, 4], 1),
        ("2026-01-01", 151, [0, 1, 2, 3, 4], 2),
        ("2026-01-01", 99_999, [0, 1, 2, 3, 4], 5),
        ("2026-09-30", 60, [0, 1, 2, 3, 4], 2),
        ("2026-10-01", 60, [1, 2, 3, 4, 0], 1),
        ("2026-12-24", 60, [2, 3, 4, 1, 0], 3),
        ("2026-12-24", 50, [2, 3, 4, 1, 0], 2),
        ("2026-12-25", 60, [3, 4, 2, 1, 0], 2),
        ("2027-01-15", 1, [3, 4, 2, 1, 0], 2),
        ("2027-02-02", 60, [4, 3, 2, 1, 0], 1),
        ("2027-03-01", 60, [4, 3, 2, 1, 0], 1),
        ("2027-03-02", 60, [4, 3, 2, 1, 0], 1),
        ("2099-01-01", 0, [4, 3, 2, 1, 0], 1),
    ] {
        assert_eq!(feed.order(day(today)), order, "{today}");
        assert_eq!(feed.near(day(today), rows), near, "{today} {rows}");
    }
}

#[test]
fn a_feed_without_events_is_a_feed() {
    let feed = feed(&[]);
    assert_eq!((feed.order(day(BUILT)), feed.near(day(BUILT), 60)), (Vec::new(), 0));
    assert_eq!(feed.details_path("e1"), "events/test/d0.json");
    assert_eq!(feed.as_of, Some(day("2026-11-22")));
}

#[test]
fn many_events_have_a_short_head_and_short_lines() {
    let mut die = Die::new(72);
    let mut list = Vec::new();
    for id in 0..12_000 {
        list.push(event(id, die.day(day("2026-11-01"), day("2028-10-31"))));
    }
    let written = written(&file(list), day(BUILT));
    let feed = feed_of(&written);
    assert!(feed.parts.len() <= 2 * 12_000 / MOST, "{}", feed.parts.len());
    assert!(text(&written, "events/test/feed.json").len() < 1500);
    for at in 0..feed.parts.len() {
        let lines = text(&written, &feed.part_path(at));
        assert!(lines.len() < 40 * feed.parts[at].count + 100, "{}", lines.len());
    }
}
