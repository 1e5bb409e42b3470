//! What is kept on a device outlives cut writings, damage, full storage, newer builds and other tabs.

use crate::support::{Die, day};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::backup;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::records::{LIFE, News, Records, Refused, Store};
use sitz_und_stimme::domain::saved::{self, Slot, VERSION, merge, slot_keys};
use sitz_und_stimme::domain::share::Fault;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

const KEY: &str = "sitz-und-stimme.answers.nrw";

fn fits(value: &Value) -> bool {
    Answers::from_value(value).is_some()
}

/// A storage in memory, which can fail in every way that a browser's has.
#[derive(Clone, Default)]
struct Shelf {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    /// What a tab sees of the texts, if it has not yet heard of what others wrote.
    stale: Option<Rc<RefCell<BTreeMap<String, String>>>>,
    full: Rc<Cell<bool>>,
    deaf: Rc<Cell<bool>>,
    blocked: Rc<Cell<bool>>,
    /// How many bytes may still be written before the power goes.
    power: Rc<Cell<Option<usize>>>,
}

impl Shelf {
    fn holding(texts: &[(&str, &str)]) -> Shelf {
        let shelf = Shelf::default();
        for (key, text) in texts {
            shelf.texts.borrow_mut().insert((*key).to_owned(), (*text).to_owned());
        }
        shelf
    }

    fn get(&self, key: &str) -> Option<String> {
        self.texts.borrow().get(key).cloned()
    }

    fn all(&self) -> BTreeMap<String, String> {
        self.texts.borrow().clone()
    }

    /// A tab of its own, which sees what others write only after [`Shelf::hear`].
    fn tab(&self) -> Shelf {
        Shelf { stale: Some(Rc::new(RefCell::new(self.all()))), ..self.clone() }
    }

    fn hear(&self) {
        if let Some(stale) = &self.stale {
            *stale.borrow_mut() = self.all();
        }
    }
}

impl Store for Shelf {
    fn read(&self, key: &str) -> Result<Option<String>, Refused> {
        if self.blocked.get() {
            return Err(Refused);
        }
        match &self.stale {
            Some(stale) => Ok(stale.borrow().get(key).cloned()),
            None => Ok(self.get(key)),
        }
    }

    fn write(&self, key: &str, text: &str) -> Result<(), Refused> {
        if self.full.get() || self.blocked.get() {
            return Err(Refused);
        }
        if self.deaf.get() {
            return Ok(());
        }
        let mut text = text.to_owned();
        if let Some(left) = self.power.get() {
            self.power.set(Some(left.saturating_sub(text.len())));
            text.truncate(left);
            if left == 0 {
                return Err(Refused);
            }
        }
        if let Some(stale) = &self.stale {
            stale.borrow_mut().insert(key.to_owned(), text.clone());
        }
        self.texts.borrow_mut().insert(key.to_owned(), text);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), Refused> {
        if let Some(stale) = &self.stale {
            stale.borrow_mut().remove(key);
        }
        self.texts.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        match self.blocked.get() {
            true => Err(Refused),
            false => Ok(self.all().into_keys().collect()),
        }
    }
}

fn today() -> Date {
    day("2026-11-22")
}

fn opened(shelf: &Shelf, tab: u64) -> (Records, Value) {
    let mut records = Records::new(tab, today());
    let data = records.open(shelf, KEY, "nrw", fits);
    (records, data)
}

/// Returns what another start of the page finds.
fn found(shelf: &Shelf) -> Value {
    opened(shelf, 99).1
}

fn slot(turn: u64, written: Date, data: Value) -> String {
    Slot { turn, day: Some(written), by: vec![(1, turn)], version: VERSION, data }.to_text("nrw")
}

#[test]
fn two_places_are_written_in_turn() {
    let shelf = Shelf::default();
    let (mut records, data) = opened(&shelf, 1);
    assert_eq!(data, Value::Null);
    assert!(shelf.all().is_empty(), "opening stores nothing");
    assert_eq!(records.put(&shelf, KEY, json!({})), Ok(None));
    assert!(shelf.all().is_empty(), "nothing is nothing to store");
    let [first, second] = slot_keys(KEY);
    for turn in 1..6_u64 {
        let before = shelf.all();
        assert_eq!(records.put(&shelf, KEY, json!({"body": turn.to_string()})), Ok(None));
        let (written, other) = if turn % 2 == 1 { (&first, &second) } else { (&second, &first) };
        assert_eq!(shelf.get(other), before.get(other).cloned(), "turn {turn}");
        assert_ne!(shelf.get(written), before.get(written).cloned(), "turn {turn}");
        assert_eq!(found(&shelf), json!({"body": turn.to_string()}));
    }
    let before = shelf.all();
    assert_eq!(records.put(&shelf, KEY, json!({"body": "5"})), Ok(None));
    assert_eq!(shelf.all(), before, "what is there need not be written");
}

/// Wherever the power goes while something is written: what is found is old or new.
#[test]
fn a_writing_that_is_cut_leaves_the_old_or_the_new() {
    let (old, new) = (json!({"body": "yes"}), json!({"body": "yes", "born": "1990"}));
    for writings in [1, 2, 3] {
        let mut outcomes = [0, 0];
        for left in 0..400 {
            let shelf = Shelf::default();
            let (mut records, _) = opened(&shelf, 1);
            for n in 0..writings {
                let data = if n + 1 == writings { old.clone() } else { json!({"body": "no"}) };
                assert_eq!(records.put(&shelf, KEY, data), Ok(None));
            }
            shelf.power.set(Some(left));
            let done = records.put(&shelf, KEY, new.clone());
            shelf.power.set(None);
            let found = found(&shelf);
            assert!(found == old || found == new, "{left} bytes: {found}");
            assert_eq!(done.is_ok(), found == new, "{left} bytes");
            outcomes[usize::from(found == new)] += 1;
        }
        assert!(outcomes[0] > 100 && outcomes[1] > 100, "both happen: {outcomes:?}");
    }
}

#[test]
fn every_flipped_bit_is_found_and_the_other_place_counts() {
    let shelf = Shelf::default();
    let (mut records, _) = opened(&shelf, 1);
    let old = json!({"body": "yes"});
    assert_eq!(records.put(&shelf, KEY, old.clone()), Ok(None));
    assert_eq!(records.put(&shelf, KEY, json!({"body": "yes", "born": "1990"})), Ok(None));
    let newest = slot_keys(KEY)[1].clone();
    let text = shelf.get(&newest).expect("the second place");
    let mut seen = 0;
    for at in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(spoilt) = String::from_utf8(bytes) else { continue };
            let broken = Shelf { texts: Rc::new(RefCell::new(shelf.all())), ..Shelf::default() };
            broken.texts.borrow_mut().insert(newest.clone(), spoilt.clone());
            let (records, data) = opened(&broken, 2);
            if serde_json::from_str::<Value>(&spoilt).ok() == serde_json::from_str(&text).ok() {
                continue;
            }
            assert_eq!(data, old, "{spoilt}");
            assert!(broken.all().values().any(|kept| *kept == spoilt), "it is set aside: {spoilt}");
            // A version of its own looks like that of a newer build.
            let future = spoilt.contains("\"v\":") && !spoilt.contains("\"v\":2");
            assert!(future || records.news.is_empty(), "{spoilt}: {:?}", records.news);
            seen += 1;
        }
    }
    assert!(seen > 700, "{seen}");
}

#[test]
fn both_places_spoilt_is_told_once_and_set_aside() {
    let [first, second] = slot_keys(KEY);
    let shelf = Shelf::holding(&[(&first, "{\"data\":{\"bo"), (&second, "[1, 2"), ("other", "[")]);
    let (mut records, data) = opened(&shelf, 1);
    assert_eq!((data, records.news.as_slice()), (Value::Null, &[News::Damaged][..]));
    assert_eq!(records.put(&shelf, KEY, json!({"body": "yes"})), Ok(None));
    let kept: Vec<String> = shelf.all().into_values().collect();
    for spoilt in ["{\"data\":{\"bo", "[1, 2", "["] {
        assert!(kept.iter().any(|text| text == spoilt), "{spoilt} is gone: {kept:?}");
    }
    let (again, data) = opened(&shelf, 2);
    assert_eq!((data, again.news.as_slice()), (json!({"body": "yes"}), &[][..]));
}

/// Nine times damaged: the tenth is not written over, and nothing is.
#[test]
fn where_nothing_can_be_set_aside_nothing_is_written() {
    let shelf = Shelf::default();
    for n in 1..=10 {
        shelf.texts.borrow_mut().insert(KEY.to_owned(), format!("spoilt {n}"));
        let (mut records, _) = opened(&shelf, 1);
        let put = records.put(&shelf, KEY, json!({"body": "yes"}));
        assert_eq!(put.is_err(), n == 10, "{n}");
        if n < 10 {
            slot_keys(KEY).iter().for_each(|key| shelf.remove(key).expect("removed"));
        }
    }
    assert_eq!(shelf.get(KEY).as_deref(), Some("spoilt 10"));
    let full = Shelf::holding(&[(KEY, "spoilt")]);
    full.full.set(true);
    let (mut records, _) = opened(&full, 1);
    full.full.set(false);
    assert_eq!(records.put(&full, KEY, json!({"body": "yes"})), Err(Refused));
    assert_eq!(full.get(KEY).as_deref(), Some("spoilt"));
}

#[test]
fn what_a_newer_build_wrote_is_never_written_over() {
    let future = slot(7, today(), json!({"body": "perhaps"})).replace("\"v\":2", "\"v\":9");
    let shelf = Shelf::holding(&[(KEY, &future)]);
    let (mut records, data) = opened(&shelf, 1);
    assert_eq!((data, records.news.as_slice()), (Value::Null, &[News::FromFuture][..]));
    for n in 0..5 {
        assert_eq!(records.put(&shelf, KEY, json!({"body": n.to_string()})), Ok(None));
    }
    assert!(shelf.all().values().any(|text| *text == future));
    // A newer build in another tab, while this one runs.
    shelf.texts.borrow_mut().insert(slot_keys(KEY)[0].clone(), future.clone());
    records.news.clear();
    assert_eq!(records.put(&shelf, KEY, json!({"body": "6"})), Err(Refused));
    assert_eq!(records.news, [News::FromFuture]);
    assert_eq!(shelf.get(KEY).as_ref(), Some(&future));
}

/// Set aside by an older build, after this one had been rolled back for a while.
#[test]
fn what_can_be_read_again_comes_back() {
    let shelf = Shelf::default();
    let aside = saved::aside_key(KEY, 1);
    let text = slot(3, today(), json!({"body": "yes", "born": "1990"}));
    shelf.texts.borrow_mut().insert(aside.clone(), text);
    let (mut records, data) = opened(&shelf, 1);
    assert_eq!(data, json!({"body": "yes", "born": "1990"}));
    assert_eq!((shelf.get(&aside), found(&shelf)), (None, data));
    // What was answered since then counts.
    assert_eq!(records.put(&shelf, KEY, json!({"body": "no"})), Ok(None));
    let old = slot(3, today(), json!({"body": "yes", "born": "1990"}));
    shelf.texts.borrow_mut().insert(aside.clone(), old);
    assert_eq!(found(&shelf), json!({"body": "no", "born": "1990"}));
}

#[test]
fn a_store_that_refuses_loses_nothing() {
    for fault in ["full", "deaf", "blocked"] {
        let shelf = Shelf::default();
        let (mut records, _) = opened(&shelf, 1);
        assert_eq!(records.put(&shelf, KEY, json!({"body": "yes"})), Ok(None));
        let switch = match fault {
            "full" => &shelf.full,
            "deaf" => &shelf.deaf,
            _ => &shelf.blocked,
        };
        switch.set(true);
        let put = records.put(&shelf, KEY, json!({"body": "yes", "born": "1990"}));
        assert_eq!(put, Err(Refused), "{fault}");
        switch.set(false);
        assert_eq!(found(&shelf), json!({"body": "yes"}), "{fault}");
        // As soon as there is room, everything is there.
        let all = json!({"body": "yes", "born": "1990", "home": "none"});
        assert_eq!(records.put(&shelf, KEY, all.clone()), Ok(None), "{fault}");
        assert_eq!(found(&shelf), all, "{fault}");
    }
}

#[test]
fn thirty_days_after_the_last_use_everything_is_erased() {
    let data = json!({"body": "yes"});
    for (days, stays) in [(0, true), (1, true), (LIFE, true), (LIFE + 1, false), (900, false)] {
        let [first, second] = slot_keys(KEY);
        let aside = saved::aside_key(KEY, 1);
        let (old, older) = (today().plus_days(-days), today().plus_days(-days - 9));
        let shelf = Shelf::holding(&[
            (&first, &slot(4, old, data.clone())),
            (&second, &slot(3, older, json!({"body": "no"}))),
            (&aside, "spoilt"),
            ("another", "app"),
        ]);
        let (mut records, read) = opened(&shelf, 1);
        assert_eq!(read == data, stays, "{days} days");
        assert_eq!(records.news.contains(&News::Expired), !stays, "{days} days");
        assert_eq!(shelf.all().len() == 1, !stays, "{days} days: {:?}", shelf.all());
        assert_eq!(shelf.get("another").as_deref(), Some("app"));
        // Having been here counts as use.
        records.touch(&shelf);
        let mut later = Records::new(2, today().plus_days(LIFE));
        assert_eq!(later.open(&shelf, KEY, "nrw", fits) == data, stays, "{days} days");
    }
    // A clock that is wrong by decades, or goes back, erases nothing.
    for days in [-400, -1, 4_000, 20_000] {
        let shelf = Shelf::holding(&[(KEY, &slot(4, today().plus_days(-days), data.clone()))]);
        assert_eq!(found(&shelf), data, "{days} days");
    }
    // Texts of version 1 have no day: they get one.
    let shelf = Shelf::holding(&[(KEY, "{\"data\":{\"body\":\"yes\"},\"of\":\"nrw\",\"v\":1}")]);
    let (mut records, read) = opened(&shelf, 1);
    assert_eq!(read, data);
    records.touch(&shelf);
    let mut later = Records::new(2, today().plus_days(LIFE + 1));
    assert_eq!(later.open(&shelf, KEY, "nrw", fits), Value::Null);
}

#[test]
fn what_other_packs_keep_ends_too() {
    let old = today().plus_days(-LIFE - 1);
    let text = |written: Date| slot(1, written, json!({"a": "b"}));
    let shelf = Shelf::holding(&[
        (KEY, &text(old)),
        ("sitz-und-stimme.fit.hessen", &text(old)),
        ("sitz-und-stimme.fit.hessen.aside1", "spoilt"),
        ("sitz-und-stimme.path.hessen", &text(old)),
        ("sitz-und-stimme.path.hessen.b", &text(today())),
        ("sitz-und-stimme.stars.hessen", "not ours any more"),
        ("elsewhere.fit", &text(old)),
    ]);
    let (records, _) = opened(&shelf, 1);
    records.sweep(&shelf);
    let left: Vec<String> = shelf.all().into_keys().collect();
    assert_eq!(
        left,
        [
            "elsewhere.fit", "sitz-und-stimme.path.hessen", "sitz-und-stimme.path.hessen.b",
            "sitz-und-stimme.stars.hessen"
        ]
    );
}

#[test]
fn what_two_have_made_of_the_same_is_put_together() {
    let cases = [
        // base, mine, theirs, together
        (json!({}), json!({"a": 1}), json!({"b": 2}), json!({"a": 1, "b": 2})),
        (json!({"a": 1}), json!({"a": 2}), json!({"a": 1}), json!({"a": 2})),
        (json!({"a": 1}), json!({"a": 1}), json!({"a": 3}), json!({"a": 3})),
        (json!({"a": 1}), json!({"a": 2}), json!({"a": 3}), json!({"a": 2})),
        (json!({"a": 1, "b": 2}), json!({"b": 2}), json!({"a": 1, "b": 2}), json!({"b": 2})),
        (json!({"a": 1, "b": 2}), json!({"a": 1, "b": 2}), json!({"b": 2}), json!({"b": 2})),
        // Taken away here, changed there: it stays.
        (json!({"a": 1}), json!({}), json!({"a": 2}), json!({"a": 2})),
        (json!({"a": 1}), json!({"a": 2}), json!({}), json!({"a": 2})),
        // A list is one answer.
        (json!({"a": ["x"]}), json!({"a": ["y"]}), json!({"a": ["x", "z"]}), json!({"a": ["y"]})),
        // Marks on steps: field by field within.
        (
            json!({"steps": {"s": {"note": "n"}}}),
            json!({"steps": {"s": {"note": "n", "done": true}}}),
            json!({"steps": {"s": {"note": "m"}, "t": {"done": true}}}),
            json!({"steps": {"s": {"note": "m", "done": true}, "t": {"done": true}}}),
        ),
        (Value::Null, json!({"a": 1}), Value::Null, json!({"a": 1})),
        (Value::Null, Value::Null, json!({"a": 1}), json!({"a": 1})),
    ];
    for (base, mine, theirs, together) in cases {
        assert_eq!(merge(&base, &mine, &theirs), together, "{base} {mine} {theirs}");
        assert_eq!(merge(&base, &mine, &mine), mine, "{base} {mine}");
        assert_eq!(merge(&base, &base, &theirs), theirs, "{base} {theirs}");
    }
}

fn with(data: &Value, field: &str, value: &str) -> Value {
    let mut data = data.clone();
    if data.is_null() {
        data = json!({});
    }
    data[field] = json!(value);
    data
}

#[test]
fn two_tabs_lose_no_answer() {
    let shelf = Shelf::default();
    let (mut one, _) = opened(&shelf, 1);
    let (mut two, _) = opened(&shelf, 2);
    assert_eq!(one.put(&shelf, KEY, json!({"body": "yes"})), Ok(None));
    // The other tab has not looked yet and knows nothing of it.
    let both = json!({"body": "yes", "born": "1990"});
    assert_eq!(two.put(&shelf, KEY, json!({"born": "1990"})), Ok(Some(both.clone())));
    assert_eq!(one.look(&shelf, KEY), Some(both.clone()));
    assert_eq!(one.look(&shelf, KEY), None);
    // Taken back in one: gone in the other.
    assert_eq!(two.put(&shelf, KEY, json!({"born": "1990"})), Ok(None));
    assert_eq!(one.look(&shelf, KEY), Some(json!({"born": "1990"})));
    // Everything erased in one: the other one begins anew, and may write again.
    slot_keys(KEY).iter().for_each(|key| shelf.remove(key).expect("removed"));
    two.forget();
    assert_eq!(one.look(&shelf, KEY), Some(Value::Null));
    assert_eq!(one.put(&shelf, KEY, json!({"home": "none"})), Ok(None));
    assert_eq!(two.look(&shelf, KEY), Some(json!({"home": "none"})));
}

/// Erased by the browser while the page runs, which no other tab says: nothing of it is lost.
#[test]
fn storage_that_was_cleared_is_filled_again() {
    let shelf = Shelf::default();
    let (mut records, _) = opened(&shelf, 1);
    assert_eq!(records.put(&shelf, KEY, json!({"body": "yes"})), Ok(None));
    shelf.texts.borrow_mut().clear();
    assert_eq!(records.put(&shelf, KEY, json!({"body": "yes", "born": "1990"})), Ok(None));
    assert_eq!(found(&shelf), json!({"body": "yes", "born": "1990"}));
}

/// What a round of answering at random came to.
struct Round {
    /// What was answered last, by question: each tab has questions of its own.
    expected: Value,
    /// What lies in storage, and what each tab shows, after everybody has heard of everything.
    ends: Vec<Value>,
    /// How often a tab wrote that had not heard of what another one had written.
    concurrent: usize,
}

/// Up to three tabs answer at random, each of which hears of the others late; two `prompt` ones have heard of
/// everything but what was written last.
fn answer_at_random(die: &mut Die, prompt: bool) -> Round {
    let shelf = Shelf::default();
    let count = if prompt { 2 } else { 2 + die.below(2) };
    let mut tabs: Vec<(Shelf, Records, Value)> = (0..count)
        .map(|n| {
            let tab = shelf.tab();
            let (records, data) = opened(&tab, n as u64 + 1);
            (tab, records, data)
        })
        .collect();
    let hear = |(store, records, data): &mut (Shelf, Records, Value)| {
        store.hear();
        if let Some(new) = records.look(store, KEY) {
            *data = new;
        }
    };
    let (mut expected, mut concurrent) = (BTreeMap::new(), 0);
    for step in 0..3 + die.below(30) {
        let at = die.below(count);
        if prompt {
            // Only the tab that writes next may not have heard of the one before.
            (0..count).filter(|other| *other != at).for_each(|other| hear(&mut tabs[other]));
        } else if die.below(3) == 0 {
            hear(&mut tabs[at]);
            continue;
        }
        let (store, records, data) = &mut tabs[at];
        let (field, value) = (format!("q{at}_{}", die.below(3)), format!("v{step}"));
        let next = with(data, &field, &value);
        expected.insert(field, value);
        concurrent += usize::from(store.stale.as_ref().is_some_and(|s| *s.borrow() != shelf.all()));
        *data = records.put(store, KEY, next.clone()).expect("stored").unwrap_or(next);
    }
    for _ in 0..12 {
        tabs.iter_mut().for_each(hear);
    }
    let mut ends = vec![found(&shelf)];
    ends.extend(tabs.into_iter().map(|(_, _, data)| data));
    Round { expected: json!(expected), ends, concurrent }
}

#[test]
fn tabs_that_hear_of_each_other_late_lose_no_answer() {
    let mut die = Die::new(4711);
    let mut concurrent = 0;
    for round in 0..600 {
        let prompt = round % 2 == 0;
        let Round { expected, ends, concurrent: more } = answer_at_random(&mut die, prompt);
        concurrent += more;
        if expected == json!({}) {
            continue;
        }
        for end in &ends {
            assert_eq!(end, &ends[0], "round {round}: not all of them have the same");
        }
        if prompt {
            assert_eq!(ends[0], expected, "round {round}");
        }
        // Whoever hears nothing for long may find an older answer, but none is missing.
        let keys = |value: &Value| -> Vec<String> {
            value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
        };
        assert_eq!(keys(&ends[0]), keys(&expected), "round {round}");
    }
    assert!(concurrent > 1_000, "tabs write at the same time: {concurrent}");
}

fn some_shelf() -> Shelf {
    let mut answers = Answers::default();
    answers.record("body", Answer::Choice("yes".to_owned()));
    let settings = Slot {
        turn: 2,
        day: Some(today()),
        by: Vec::new(),
        version: VERSION,
        data: json!({"language": "tr", "theme": "dark"}),
    };
    Shelf::holding(&[
        (KEY, &slot(1, today(), answers.to_value())),
        ("sitz-und-stimme.fit.nrw.b", &slot(5, today(), json!({"topics": ["housing"]}))),
        ("sitz-und-stimme.path.nrw", &slot(1, today(), json!({"steps": {"visit": {"note": "x"}}}))),
        ("sitz-und-stimme.stars.nrw", &slot(1, today(), json!({"f/e": {"seen": "2026-12-01"}}))),
        ("sitz-und-stimme.settings", &settings.to_text("app")),
        ("sitz-und-stimme.settings.b", "spoilt"),
        ("sitz-und-stimme.unknown", &slot(1, today(), json!({}))),
        ("elsewhere", "not ours"),
    ])
}

#[test]
fn everything_goes_into_one_file_and_comes_back() {
    let shelf = some_shelf();
    let in_tab = [(KEY.to_owned(), json!({"german": "no"}))];
    let text = backup::to_file(&shelf, &in_tab, today()).expect("a file");
    assert!(!text.contains("not ours") && !text.contains("spoilt"), "{text}");
    let opened = backup::from_file(&text).expect("a file of ours");
    assert_eq!((opened.parts.len(), opened.skipped), (5, 0), "{text}");
    let other = Shelf::default();
    let mut records = Records::new(1, today());
    for part in &opened.parts {
        let restored = backup::restore(&other, &mut records, part);
        assert_eq!(restored.as_ref(), Ok(&part.data), "{}", part.key);
    }
    assert_eq!(found(&other), json!({"body": "yes", "german": "no"}));
    let again = backup::to_file(&other, &[], today()).expect("a file");
    assert_eq!(again, text, "what came back is what was handed out");
}

#[test]
fn a_file_is_laid_over_what_is_there() {
    let text = backup::to_file(&some_shelf(), &[], today()).expect("a file");
    let shelf = Shelf::default();
    let (mut records, _) = opened(&shelf, 1);
    assert_eq!(records.put(&shelf, KEY, json!({"body": "no", "born": "1990"})), Ok(None));
    for part in &backup::from_file(&text).expect("a file of ours").parts {
        backup::restore(&shelf, &mut records, part).expect("stored");
    }
    assert_eq!(found(&shelf), json!({"body": "yes", "born": "1990"}));
}

#[test]
fn other_files_are_refused_and_odd_parts_left_out() {
    let good = backup::to_file(&some_shelf(), &[], today()).expect("a file");
    let refused = [
        (String::new(), Fault::Empty),
        ("{".to_owned(), Fault::Foreign),
        ("[]".to_owned(), Fault::Foreign),
        (saved::to_text("nrw", json!({"records": {}})), Fault::Foreign),
        (saved::to_text("everything", json!({"records": []})), Fault::Foreign),
        (saved::to_text("everything", json!({})), Fault::Foreign),
        (good.replace(&format!("\"v\":{VERSION}"), "\"v\":9999"), Fault::Newer),
        (" ".repeat(backup::LARGEST + 1), Fault::TooLong),
    ];
    for (text, fault) in refused {
        assert_eq!(backup::from_file(&text).err(), Some(fault), "{text:.60}");
    }
    let odd = json!({"records": {
        "answers.nrw": {"body": "yes"},
        "answers.../x": {"body": "yes"},
        "answers": {"body": "yes"},
        "fit.nrw": [],
        "stars.nrw": 7,
        "settings": "dark",
        "lock": {},
    }});
    let opened = backup::from_file(&saved::to_text("everything", odd)).expect("a file of ours");
    assert_eq!(opened.parts.len(), 1, "{:?}", opened.parts);
    assert_eq!(opened.skipped, 6);
    assert!(backup::is_file(&good) && !backup::is_file("{}") && !backup::is_file("x"));
}
