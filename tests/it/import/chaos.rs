//! Calendars and meetings that were damaged at random: nothing panics, what is written can be read
//! back, caps hold, and no link leads anywhere but into the web.

use super::{bytes, events, input, settings};
use crate::support::Die;
use sitz_und_stimme::import::{MOST_EVENTS, Settings, import};

const CALENDARS: [&str; 9] = [
    "outlook-weekly.ics", "outlook-custom-zone.ics", "google-monthly.ics",
    "nextcloud-positions.ics", "icloud-days.ics", "gancio.ics", "summer-time.ics",
    "until-count.ics", "folded.ics",
];
const MEETINGS: [&str; 3] = ["meetings-1.1.json", "meeting-1.0.json", "meetings-faulty.json"];

/// Imports and checks what must hold whatever comes in; returns how many events there are.
#[track_caller]
fn holds(what: &str, name: &str, content: &[u8], settings: &Settings) -> usize {
    let outcome = import("town", None, &[input(name, content)], settings);
    assert!(outcome.report.to_string().lines().count() < 2_100, "{what}");
    let Some(text) = outcome.text else { return 0 };
    let events = events(&text);
    assert!(!events.is_empty() && events.len() <= MOST_EVENTS, "{what}: {}", events.len());
    assert_eq!(events.len(), outcome.report.written, "{what}");
    let mut series: Vec<&str> = events.iter().filter_map(|event| event.id.get(..14)).collect();
    series.sort_unstable();
    let most = series.chunk_by(|a, b| a == b).map(<[&str]>::len).max().unwrap_or_default();
    assert!(most <= 366, "{what}: {most} instances of a series");
    for event in &events {
        for url in [&event.source, &event.register_url].into_iter().flatten() {
            let web = url.starts_with("https://") || url.starts_with("http://");
            assert!(web && !url.contains(char::is_whitespace), "{what}: {url}");
        }
        for text in event.title.texts().chain(event.more.iter().flat_map(|more| more.texts())) {
            let bad =
                |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!text.contains(bad), "{what}: {text:?}");
        }
    }
    events.len()
}

/// Damages bytes in one of many ways.
fn damaged(original: &[u8], die: &mut Die) -> Vec<u8> {
    const WORDS: [&str; 26] = [
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "RRULE:FREQ=DAILY\r\n",
        "RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=-366\r\n",
        "RRULE:FREQ=SECONDLY\r\n",
        "DTSTART:00010101T000000Z\r\n",
        "DTSTART;VALUE=DATE:99991231\r\n",
        "DTEND:99991231T235959Z\r\n",
        "DURATION:P999999W\r\n",
        "EXDATE:20270101\r\n",
        "RDATE:99991231T000000Z\r\n",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270101T000000Z\r\n",
        "TZOFFSETTO:-2359\r\n",
        "BEGIN:VTIMEZONE\r\n",
        "URL:javascript:alert(1)\r\n",
        "LOCATION:\u{202e}12345 \u{0}\r\n",
        "SUMMARY:\u{1F468}\u{200d}\u{301}\r\n",
        "COUNT=1;",
        "INTERVAL=99999;",
        "\\",
        "\"",
        ",",
        ";",
        ":",
        "\r\n ",
    ];
    let mut out = original.to_vec();
    for _ in 0..=die.below(4) {
        let at = die.below(out.len().max(1)).min(out.len());
        let lines: Vec<&[u8]> = out.split_inclusive(|b| *b == b'\n').collect();
        match die.below(7) {
            0 if at < out.len() => out[at] ^= 1 << die.below(8),
            1 => out.truncate(at),
            2 => {
                let line = die.below(lines.len().max(1));
                out = [
                    &lines[..line.min(lines.len())],
                    &lines[line.saturating_sub(1).min(lines.len())..],
                ]
                .concat()
                .concat();
            }
            3 => {
                let line = die.below(lines.len().max(1)).min(lines.len());
                let behind = (line + 1 + die.below(3)).min(lines.len());
                out = [&lines[..line], &lines[behind..]].concat().concat();
            }
            4 => drop(out.splice(at..at, die.pick(&WORDS).bytes())),
            5 => {
                let other = die.below(lines.len().max(1));
                let mut lines = lines;
                if !lines.is_empty() {
                    let first = die.below(lines.len());
                    let last = lines.len() - 1;
                    lines.swap(first, other.min(last));
                }
                out = lines.concat();
            }
            _ => {
                let digits: Vec<usize> =
                    (0..out.len()).filter(|at| out[*at].is_ascii_digit()).collect();
                if !digits.is_empty() {
                    out[*die.pick(&digits)] = b'0' + die.below(10) as u8;
                }
            }
        }
    }
    out
}

#[test]
fn damaged_files_do_no_harm() {
    let mut die = Die::new(31);
    let mut written = 0;
    let bare = Settings::new(settings().today);
    for round in 0..2_000 {
        let name = if round % 4 == 3 { die.pick(&MEETINGS) } else { die.pick(&CALENDARS) };
        let content = damaged(&bytes(name), &mut die);
        let settings = if round % 7 == 0 { bare.clone() } else { settings() };
        written += usize::from(holds(&format!("round {round}"), name, &content, &settings) > 0);
    }
    assert!(written > 800, "only {written} of them had an event");
}

#[test]
fn files_cut_off_anywhere_do_no_harm() {
    for name in ["gancio.ics", "folded.ics", "windows-1252.ics", "utf-16.ics", "meeting-1.0.json"] {
        let whole = bytes(name);
        let counts: Vec<usize> = (0..=whole.len())
            .map(|end| holds(&format!("{name} up to {end}"), name, &whole[..end], &settings()))
            .collect();
        assert_eq!(counts[0], 0, "{name}");
        let last = counts.last().copied().unwrap_or_default();
        assert!(last > 0 && counts.iter().all(|count| *count <= last), "{name}: {counts:?}");
    }
}

#[test]
fn an_event_file_survives_damaged_imports() {
    let mut die = Die::new(37);
    let mut text = None;
    for round in 0..160 {
        let name = die.pick(&CALENDARS);
        let content = damaged(&bytes(name), &mut die);
        let ask = Settings { cancel_vanished: round % 3 == 0, ..settings() };
        let outcome = import("town", text.as_deref(), &[input(name, content)], &ask);
        if let Some(new) = outcome.text {
            events(&new);
            text = Some(new);
        }
        // It would grow for ever: every damaged UID is another event.
        if round % 8 == 7 {
            text = None;
        }
    }
}
