//! What a person did on the way: kept whole, read again, and never lost to a newer build.

use crate::support::{Die, day, fixture};
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::json::to_text;
use sitz_und_stimme::domain::saved::{self, Loaded};
use sitz_und_stimme::domain::way::{Kept, LONGEST_NOTE, Which};

/// Reads a stored form that must be readable without a problem.
#[track_caller]
fn read(value: &Value) -> Kept {
    let (kept, problems) = Kept::read(value).expect("an object");
    assert_eq!(problems, Vec::new());
    kept
}

#[test]
fn nothing_done_is_an_empty_object() {
    let kept = Kept::default();
    assert!(kept.is_empty());
    assert_eq!(kept.to_value(), json!({}));
    assert_eq!(read(&json!({})), kept);
    assert_eq!((kept.note("find_out"), kept.is_done("find_out")), ("", false));
    assert_eq!(
        (kept.reminder("find_out"), kept.which(), kept.mark("find_out")),
        (None, None, None)
    );
}

#[test]
fn what_was_done_is_stored_and_read_again() {
    let mut kept = Kept::default();
    kept.tick("visit", true);
    kept.tick("find_out", true);
    kept.tick_item("hand_in", "early", true);
    kept.tick_item("hand_in", "day", true);
    kept.tick_item("paper:meeting", "voters", true);
    kept.write("hand_in", "Zimmer 12, \"Frau\"\nمرحبا 👩‍🏫");
    kept.remind("hand_in", Some(day("2030-06-01")));
    kept.choose(Some(Which::Stand));
    let stored = kept.to_value();
    assert_eq!(
        stored,
        json!({
            "which": "stand",
            "steps": {
                "find_out": {"done": true},
                "hand_in": {"items": ["early", "day"], "note": "Zimmer 12, \"Frau\"\nمرحبا 👩‍🏫",
                    "remind": "2030-06-01"},
                "paper:meeting": {"items": ["voters"]},
                "visit": {"done": true}
            }
        })
    );
    assert_eq!(read(&stored), kept);
    assert!(kept.has_item("hand_in", "day") && !kept.has_item("hand_in", "gone"));
    assert_eq!(kept.mark("hand_in").map(|mark| mark.items.len()), Some(2));
}

#[test]
fn what_is_taken_back_leaves_nothing() {
    let mut kept = Kept::default();
    kept.tick("visit", true);
    kept.tick_item("visit", "date", true);
    kept.tick_item("visit", "date", true);
    kept.write("visit", "x");
    kept.remind("visit", Some(day("2027-01-01")));
    kept.choose(Some(Which::Support));
    assert_eq!(kept.mark("visit").map(|mark| mark.items.len()), Some(1), "ticked once");
    kept.tick("visit", false);
    kept.tick_item("visit", "date", false);
    kept.write("visit", "");
    kept.remind("visit", None);
    kept.choose(None);
    assert!(kept.is_empty());
    assert_eq!(kept.to_value(), json!({}));
}

#[test]
fn notes_are_cut_at_their_longest_between_characters() {
    for unit in ["x", "ä", "👩‍🏫", "مر"] {
        let long: String = unit.chars().cycle().take(LONGEST_NOTE + 500).collect();
        let mut kept = Kept::default();
        kept.write("visit", &long);
        assert_eq!(kept.note("visit").chars().count(), LONGEST_NOTE);
        assert!(long.starts_with(kept.note("visit")));
        let stored = json!({"steps": {"visit": {"note": long}}});
        let (read, problems) = Kept::read(&stored).expect("an object");
        assert_eq!(read, kept);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].sentence.contains("longer than 2000 characters"));
    }
}

#[test]
fn what_a_newer_build_wrote_survives() {
    let stored = json!({
        "colour": {"deep": [1, 2, {"x": null}]},
        "@": "odd", "@steps": 7,
        "steps": {
            "moon_landing": {"done": true, "stars": 5, "@": "x", "@done": [true]},
            "visit": {"done": true, "mood": "good"},
            "Über uns": {"note": "auch das bleibt"}
        },
        "which": "support"
    });
    let mut kept = read(&stored);
    assert_eq!(kept.to_value(), stored);
    kept.tick("visit", false);
    kept.write("moon_landing", "hoch");
    let mut changed = stored.clone();
    changed["steps"]["visit"] = json!({"mood": "good"});
    changed["steps"]["moon_landing"]["note"] = json!("hoch");
    assert_eq!(kept.to_value(), changed);
}

#[test]
fn damaged_entries_are_dropped_and_reported() {
    for (stored, pointer, left) in [
        (json!({"which": "fly"}), "/which", json!({})),
        (json!({"which": 3}), "/which", json!({})),
        (json!({"steps": []}), "/steps", json!({})),
        (json!({"steps": {"visit": true}}), "/steps/visit", json!({})),
        (json!({"steps": {"visit": {"done": "yes"}}}), "/steps/visit/done", json!({})),
        (
            json!({"steps": {"visit": {"done": true, "items": "date"}}}),
            "/steps/visit/items",
            json!({"steps": {"visit": {"done": true}}}),
        ),
        (
            json!({"steps": {"visit": {"items": ["a", 7, "a", "b"]}}}),
            "/steps/visit/items/1",
            json!({"steps": {"visit": {"items": ["a", "b"]}}}),
        ),
        (json!({"steps": {"visit": {"note": 7}}}), "/steps/visit/note", json!({})),
        (json!({"steps": {"visit": {"remind": "2027-02-30"}}}), "/steps/visit/remind", json!({})),
        (
            json!({"steps": {"visit": null, "find_out": {"done": true}}}),
            "/steps/visit",
            json!({"steps": {"find_out": {"done": true}}}),
        ),
    ] {
        let (kept, problems) = Kept::read(&stored).expect("an object");
        let pointers: Vec<&str> = problems.iter().map(|p| p.pointer.as_str()).collect();
        assert_eq!(pointers, [pointer], "{stored}");
        assert_eq!(kept.to_value(), left, "{stored}");
        assert_eq!(Kept::from_value(&stored), Some(kept));
    }
    for odd in [json!(null), json!([]), json!("x"), json!(7)] {
        assert!(Kept::read(&odd).is_none(), "{odd}");
    }
}

#[test]
fn reminders_come_on_their_day_and_not_for_what_is_done() {
    let mut kept = Kept::default();
    for (step, date) in
        [("visit", "2027-01-05"), ("papers", "2027-01-03"), ("accept", "2027-02-01")]
    {
        kept.remind(step, Some(day(date)));
    }
    let due = |kept: &Kept, today: &str| -> Vec<String> {
        kept.due(day(today)).iter().map(|r| format!("{} {}", r.day, r.step)).collect()
    };
    assert_eq!(due(&kept, "2027-01-02"), Vec::<String>::new());
    assert_eq!(due(&kept, "2027-01-03"), ["2027-01-03 papers"]);
    assert_eq!(due(&kept, "2027-01-31"), ["2027-01-03 papers", "2027-01-05 visit"]);
    kept.tick("papers", true);
    assert_eq!(due(&kept, "2027-12-31"), ["2027-01-05 visit", "2027-02-01 accept"]);
    kept.remind("visit", None);
    assert_eq!(due(&kept, "2027-12-31"), ["2027-02-01 accept"]);
}

#[test]
fn it_lies_in_the_envelope_of_all_stored_data() {
    assert_eq!(saved::way_key("nrw"), "sitz-und-stimme.path.nrw");
    let mut kept = Kept::default();
    kept.tick("visit", true);
    let text = saved::to_text("nrw", kept.to_value());
    assert_eq!(saved::load(Some(&text), "nrw", Kept::from_value), Loaded::Ok(kept));
    assert_eq!(saved::load(None, "nrw", Kept::from_value), Loaded::Fresh);
    let foreign = saved::load(Some(&text), "hessen", Kept::from_value);
    assert!(matches!(foreign, Loaded::Damaged(_)));
}

#[test]
fn version_1_is_read() {
    let text = fixture("saved/way.v1.json");
    let Loaded::Upgraded(kept, 1) = saved::load(Some(&text), "nrw", Kept::from_value) else {
        panic!("not loaded");
    };
    assert_eq!(kept.which(), Some(Which::Stand));
    assert!(kept.is_done("find_out") && !kept.is_done("visit"));
    assert!(kept.has_item("hand_in", "early") && kept.has_item("paper:meeting", "voters"));
    assert_eq!(kept.note("visit"), "Mittwoch um 17 Uhr, Ratssaal");
    assert_eq!(kept.reminder("visit"), Some(day("2027-01-05")));
}

/// Returns some JSON, often in the shape of stored data.
fn some_value(die: &mut Die, depth: usize) -> Value {
    const KEYS: [&str; 12] =
        ["steps", "which", "done", "items", "note", "remind", "visit", "@", "@done", "x", "", "é"];
    match die.below(if depth == 0 { 5 } else { 8 }) {
        0 => json!(null),
        1 => json!(die.below(2) == 0),
        2 => json!(die.below(1_000)),
        3 => json!(*die.pick(&["stand", "2027-01-05", "visit", "a"])),
        4 => json!(die.text(8)),
        5 => (0..die.below(4)).map(|_| some_value(die, depth - 1)).collect(),
        _ => {
            let mut map = Map::new();
            for _ in 0..die.below(6) {
                map.insert((*die.pick(&KEYS)).to_owned(), some_value(die, depth - 1));
            }
            Value::Object(map)
        }
    }
}

#[test]
fn any_stored_text_is_survived_and_settles_after_one_reading() {
    let mut die = Die::new(2_000);
    for _ in 0..5_000 {
        let value = some_value(&mut die, 4);
        let Some((kept, problems)) = Kept::read(&value) else {
            assert!(!value.is_object());
            continue;
        };
        let stored = kept.to_value();
        let again: Value = serde_json::from_str(&to_text(&stored)).expect("JSON");
        assert_eq!(again, stored);
        let (read, more) = Kept::read(&again).expect("an object");
        assert_eq!(more, Vec::new(), "{value} gave {stored}");
        assert_eq!(read.to_value(), stored);
        let untouched = value.get("steps").is_none() && value.get("which").is_none();
        if untouched && problems.is_empty() {
            assert_eq!(stored, value);
        }
        let _ = (kept.is_empty(), kept.due(day("2028-01-01")).len());
    }
}
