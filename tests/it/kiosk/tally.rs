//! Counts of a stand: numbers only, kept through damage, and a table that no spreadsheet runs.

use crate::support::{Die, cells, day};
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::json::to_text;
use sitz_und_stimme::domain::kiosk::{MOST_DAYS, TALLY_KEY, Tally, What};
use sitz_und_stimme::domain::saved::{self, Loaded};

const ALL: [What<'_>; 8] = [
    What::Session,
    What::Check,
    What::Result,
    What::Handover,
    What::Panic,
    What::WipeIdle,
    What::Language("de"),
    What::Language("tr"),
];

fn some_tally(die: &mut Die, days: usize) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..die.below(60) {
        let day = day("2026-11-22").plus_days(die.below(days) as i32);
        tally.add(day, *die.pick(&ALL));
    }
    tally
}

fn count(tally: &Tally, day: Date, what: What<'_>) -> u32 {
    tally.day(day).map_or(0, |counts| counts.count(what))
}

#[test]
fn each_thing_has_a_number_of_its_own() {
    let first = day("2026-11-22");
    let mut tally = Tally::default();
    for (at, what) in ALL.into_iter().enumerate() {
        for _ in 0..=at {
            tally.add(first, what);
        }
    }
    tally.add(first.plus_days(1), What::Session);
    for (at, what) in ALL.into_iter().enumerate() {
        assert_eq!(count(&tally, first, what), at as u32 + 1, "{what:?}");
    }
    assert_eq!(count(&tally, first.plus_days(1), What::Session), 1);
    assert_eq!(count(&tally, first.plus_days(1), What::Language("de")), 0);
    assert_eq!(tally.day(first.plus_days(2)), None);
    let languages = tally.day(first).expect("counted").languages();
    assert_eq!(languages, [("de".to_owned(), 7), ("tr".to_owned(), 8)]);
    assert_eq!(
        tally.to_value(),
        json!({
            "2026-11-22": {
                "sessions": 1, "checks": 2, "results": 3, "handovers": 4, "panics": 5,
                "wipes_idle": 6, "languages": {"de": 7, "tr": 8}
            },
            "2026-11-23": {"sessions": 1}
        })
    );
}

#[test]
fn what_is_stored_is_what_is_read() {
    let mut die = Die::new(77);
    for _ in 0..500 {
        let tally = some_tally(&mut die, 30);
        let text = saved::to_text("stand", tally.to_value());
        let read = saved::load(Some(&text), "stand", Tally::from_value);
        assert_eq!(read, Loaded::Ok(tally), "{TALLY_KEY}: {text}");
    }
}

#[test]
fn four_hundred_days_are_kept_and_the_oldest_go() {
    let first = day("2026-01-01");
    let (mut tally, mut back) = (Tally::default(), Tally::default());
    for number in 0..1_000 {
        tally.add(first.plus_days(number), What::Session);
        back.add(first.plus_days(999 - number), What::Session);
    }
    assert_eq!(back, tally, "the order of the days does not matter");
    let kept = (0..1_000).filter(|number| tally.day(first.plus_days(*number)).is_some());
    assert!(kept.eq(600..1_000));
    let stored = tally.to_value();
    assert_eq!(stored.as_object().map(Map::len), Some(MOST_DAYS));
    let mut other = Tally::default();
    other.add(first, What::Session);
    other.add(first.plus_days(2_000), What::Session);
    tally.merge(&other);
    assert_eq!(tally.to_value().as_object().map(Map::len), Some(MOST_DAYS));
    assert_eq!(tally.day(first.plus_days(600)), None);
    assert!(tally.day(first.plus_days(2_000)).is_some());
    // A stored text with more days than can be: the same.
    let mut many = Map::new();
    for number in 0..3_000 {
        many.insert(first.plus_days(number).to_string(), json!({"sessions": 1}));
    }
    let read = Tally::from_value(&Value::Object(many)).expect("an object");
    assert!(
        read.day(first.plus_days(2_599)).is_none() && read.day(first.plus_days(2_600)).is_some()
    );
}

#[test]
fn damaged_parts_are_left_out() {
    let whole = json!({"sessions": 5, "languages": {"de": 3}});
    for (stored, left) in [
        (json!({}), json!({})),
        (json!({"2026-02-30": whole, "yesterday": whole, "": whole}), json!({})),
        (json!({"2026-02-03": 7, "2026-02-04": null, "2026-02-05": [whole]}), json!({})),
        (json!({"2026-02-03": whole}), json!({"2026-02-03": whole})),
        (
            json!({"2026-02-03": {"sessions": -1, "checks": 1.5, "results": "7", "panics": [1],
                "handovers": 4_294_967_296_u64, "wipes_idle": 2, "name": "Ayse", "languages": 5}}),
            json!({"2026-02-03": {"wipes_idle": 2}}),
        ),
        (
            json!({"2026-02-03": {"sessions": 1, "languages":
                {"de": 2, "=cmd": 3, "EN": 4, "": 5, "tr": -1, "ar": "6", "uk": 4_294_967_295_u32}}}),
            json!({"2026-02-03": {"sessions": 1, "languages": {"de": 2, "uk": 4_294_967_295_u32}}}),
        ),
    ] {
        let tally = Tally::from_value(&stored).expect("an object");
        assert_eq!(tally.to_value(), left, "{stored}");
    }
    for odd in [json!(null), json!([]), json!("x"), json!(7)] {
        assert_eq!(Tally::from_value(&odd), None, "{odd}");
    }
}

#[test]
fn any_flipped_byte_of_a_record_is_survived() {
    let mut die = Die::new(78);
    let tally = some_tally(&mut die, 5);
    let text = to_text(&tally.to_value());
    let mut read = 0;
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { continue };
            let damaged = Tally::from_value(&value).expect("an object");
            check_table(&damaged);
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn of_two_windows_the_larger_number_counts() {
    let mut die = Die::new(79);
    for _ in 0..300 {
        let (one, other) = (some_tally(&mut die, 8), some_tally(&mut die, 8));
        let mut both = one.clone();
        both.merge(&other);
        for number in 0..8 {
            let day = day("2026-11-22").plus_days(number);
            for what in ALL {
                let most = count(&one, day, what).max(count(&other, day, what));
                assert_eq!(count(&both, day, what), most, "{what:?}");
            }
        }
        let mut turned = other.clone();
        turned.merge(&one);
        assert_eq!(turned, both);
        let mut again = both.clone();
        again.merge(&other);
        again.merge(&both.clone());
        assert_eq!(again, both, "merging twice changes nothing");
    }
}

#[test]
fn only_tags_are_counted_as_languages_and_not_any_number_of_them() {
    let first = day("2026-11-22");
    let mut tally = Tally::default();
    let mut die = Die::new(80);
    for odd in ["", "=1+1", "DE", "de,en", "\"", "Ayse Yilmaz", "türkçe"] {
        tally.add(first, What::Language(odd));
        assert_eq!(count(&tally, first, What::Language(odd)), 0, "{odd}");
    }
    for number in 0..10_000 {
        tally.add(first, What::Language(&format!("x{number}")));
        tally.add(first, What::Language(&die.text(8)));
    }
    let languages = tally.day(first).expect("counted").languages().len();
    assert!((10..=40).contains(&languages), "{languages}");
    check_table(&tally);
}

#[test]
fn numbers_stop_at_their_end() {
    let first = day("2026-11-22");
    let stored = json!({"2026-11-22": {"sessions": u32::MAX - 1, "languages": {"de": u32::MAX}}});
    let mut tally = Tally::from_value(&stored).expect("an object");
    for _ in 0..3 {
        tally.add(first, What::Session);
        tally.add(first, What::Language("de"));
    }
    assert_eq!(count(&tally, first, What::Session), u32::MAX);
    assert_eq!(count(&tally, first, What::Language("de")), u32::MAX);
}

/// Holds that a table is whole and has nothing but names of columns, days and digits.
#[track_caller]
fn check_table(tally: &Tally) {
    let table = tally.to_csv();
    let mut lines = table.split_terminator("\r\n");
    let header = cells(lines.next().expect("a header"));
    let fixed = ["day", "sessions", "checks", "results", "handovers", "panics", "wipes_idle"];
    assert_eq!(header[..7], fixed);
    let languages: Vec<&str> = header[7..]
        .iter()
        .map(|name| name.strip_prefix("language_").expect("only languages behind the numbers"))
        .collect();
    assert!(languages.is_sorted() && !languages.windows(2).any(|pair| pair[0] == pair[1]));
    let mut days = 0;
    for line in lines {
        let cells = cells(line);
        assert_eq!(cells.len(), header.len(), "{line}");
        let day = Date::parse(&cells[0]).expect("a day");
        for (cell, name) in cells[1..].iter().zip(&header[1..]) {
            assert!(cell.bytes().all(|b| b.is_ascii_digit()), "{line}");
            let what = match name.strip_prefix("language_") {
                Some(tag) => What::Language(tag),
                None => ALL[fixed.iter().position(|word| word == name).expect("a name") - 1],
            };
            assert_eq!(*cell, count(tally, day, what).to_string(), "{name} in {line}");
        }
        days += 1;
    }
    assert_eq!(Some(days), tally.to_value().as_object().map(Map::len));
}

#[test]
fn the_table_says_what_was_counted() {
    let mut tally = Tally::default();
    assert_eq!(tally.to_csv(), "day,sessions,checks,results,handovers,panics,wipes_idle\r\n");
    tally.add(day("2026-11-23"), What::Session);
    tally.add(day("2026-11-23"), What::Language("tr"));
    tally.add(day("2026-11-22"), What::Session);
    tally.add(day("2026-11-22"), What::Session);
    tally.add(day("2026-11-22"), What::WipeIdle);
    tally.add(day("2026-11-22"), What::Language("de-simple"));
    assert_eq!(
        tally.to_csv(),
        "day,sessions,checks,results,handovers,panics,wipes_idle,language_de-simple,language_tr\r\n\
         2026-11-22,2,0,0,0,0,1,1,0\r\n\
         2026-11-23,1,0,0,0,0,0,0,1\r\n"
    );
    let mut die = Die::new(81);
    for _ in 0..200 {
        check_table(&some_tally(&mut die, 20));
    }
}

#[test]
fn the_last_days_stand_without_gaps() {
    let today = day("2026-03-02");
    let mut tally = Tally::default();
    tally.add(day("2026-02-27"), What::Session);
    tally.add(day("2026-03-02"), What::Session);
    tally.add(day("2026-03-05"), What::Session);
    let days = tally.days(today, 5);
    let found: Vec<String> =
        days.iter().map(|(day, counts)| format!("{day} {}", counts.is_some())).collect();
    let expected = [
        "2026-02-26 false", "2026-02-27 true", "2026-02-28 false", "2026-03-01 false",
        "2026-03-02 true",
    ];
    assert_eq!(found, expected);
    assert_eq!(tally.days(today, 0), []);
    assert_eq!(tally.days(today, usize::MAX).len(), MOST_DAYS);
}
