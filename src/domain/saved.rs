//! The envelope in which things lie in storage, and how old versions are brought up to date.
//!
//! Knows nothing about where it is stored. What cannot be read, and what a newer build has written,
//! is to be set aside under another key and kept as it is.

use crate::domain::date::Date;
use crate::domain::json;
use serde_json::{Map, Value};

/// Storage key of the settings.
pub const SETTINGS: &str = "sitz-und-stimme.settings";
/// Beginning of every key that the app writes.
pub const PREFIX: &str = "sitz-und-stimme.";
/// Returns the storage key of the answers to the questions of a base pack.
pub fn answers_key(root: &str) -> String {
    format!("{PREFIX}answers.{root}")
}

/// Returns the storage key of the answers to the self-assessment of a base pack.
pub fn fit_key(root: &str) -> String {
    format!("{PREFIX}fit.{root}")
}

/// Returns the storage key of what a person did on the way to the ballot of a base pack.
pub fn way_key(root: &str) -> String {
    format!("{PREFIX}path.{root}")
}

/// Returns the storage key of the events that a person starred, of a base pack.
pub fn events_key(root: &str) -> String {
    format!("{PREFIX}stars.{root}")
}

/// Returns the keys of the two places of a record, which are written in turn.
pub fn slot_keys(key: &str) -> [String; 2] {
    [key.to_owned(), format!("{key}.b")]
}

/// Returns the key under which the `number`th text that could not be used is set aside.
pub fn aside_key(key: &str, number: u8) -> String {
    format!("{key}.aside{number}")
}

/// Current version of the envelope.
pub const VERSION: u32 = STEPS.len() as u32 + 1;

/// Upgrades the data of one version to the next: `STEPS[0]` makes version 2 of version 1.
type Step = fn(Value) -> Result<Value, String>;

/// All upgrades so far. Every version keeps a fixture in `tests/fixtures/saved`.
///
/// Version 2 has a turn, a day and a sum in the envelope of a record; the data are those of version 1.
pub const STEPS: &[Step] = &[Ok];

/// What reading a stored text came to.
#[derive(Clone, PartialEq, Debug)]
pub enum Loaded<T> {
    /// Nothing was stored.
    Fresh,
    Ok(T),
    /// Brought up to date from this version.
    Upgraded(T, u32),
    /// Cannot be read, and why.
    Damaged(String),
    /// Written by a newer build with this version: set it aside, do not overwrite it.
    FromFuture(u32),
}

/// What lies in one of the two places of a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Slot {
    /// Grows by one with every writing; the larger one counts. 0 for texts of version 1.
    pub turn: u64,
    /// The day on which it was written.
    pub day: Option<Date>,
    /// Who wrote it and before it, the last one first: numbers of tabs, and their turns.
    pub by: Vec<(u64, u64)>,
    /// The version in which it was written.
    pub version: u32,
    /// In the form of this version.
    pub data: Value,
}

impl Slot {
    /// Returns the text to store.
    pub fn to_text(&self, owner: &str) -> String {
        // In the order of their names, as they are read: the sum is that of the text.
        let mut envelope = Map::new();
        if let Some(day) = self.day {
            envelope.insert("at".to_owned(), Value::String(day.to_string()));
        }
        let by = self.by.iter().map(|(tab, turn)| [Value::from(*tab), Value::from(*turn)]);
        envelope.insert("by".to_owned(), by.map(|pair| Value::Array(pair.into())).collect());
        envelope.insert("data".to_owned(), self.data.clone());
        envelope.insert("n".to_owned(), Value::from(self.turn));
        envelope.insert("of".to_owned(), Value::String(owner.to_owned()));
        envelope.insert("v".to_owned(), Value::from(VERSION));
        let sum = crc(json::to_text(&Value::Object(envelope.clone())).as_bytes());
        envelope.insert("sum".to_owned(), Value::from(sum));
        json::to_text(&Value::Object(envelope))
    }

    /// Tells whether all these writings, or later ones of the same tabs, are in it.
    pub fn has_seen(&self, writings: &[(u64, u64)]) -> bool {
        let seen =
            |(tab, turn): &(u64, u64)| self.by.iter().any(|(one, last)| one == tab && last >= turn);
        writings.iter().all(seen)
    }
}

/// Returns the text of `data` that belongs to `owner` (a pack, or `app`), for a file.
pub fn to_text(owner: &str, data: Value) -> String {
    json::to_text(&Value::Object(envelope(owner, data)))
}

fn envelope(owner: &str, data: Value) -> Map<String, Value> {
    let mut envelope = Map::new();
    envelope.insert("data".to_owned(), data);
    envelope.insert("of".to_owned(), Value::String(owner.to_owned()));
    envelope.insert("v".to_owned(), Value::from(VERSION));
    envelope
}

/// Returns the CRC-32 of bytes, as in PNG: it finds every change of up to 32 neighbouring bits.
pub fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = sum >> 1 ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    !sum
}

/// Reads a stored text or one from a file.
pub fn load<T>(text: Option<&str>, owner: &str, read: impl Fn(&Value) -> Option<T>) -> Loaded<T> {
    let Some(text) = text else {
        return Loaded::Fresh;
    };
    match open(text, owner) {
        Loaded::Ok(slot) => match read(&slot.data) {
            Some(value) if slot.version == VERSION => Loaded::Ok(value),
            Some(value) => Loaded::Upgraded(value, slot.version),
            None => Loaded::Damaged("wrong shape".to_owned()),
        },
        Loaded::FromFuture(version) => Loaded::FromFuture(version),
        Loaded::Damaged(why) => Loaded::Damaged(why),
        Loaded::Fresh | Loaded::Upgraded(..) => Loaded::Fresh,
    }
}

/// Reads one of the two places of a record; since version 2 a text without a sum is a damaged one.
pub fn open_slot(text: &str, owner: &str) -> Loaded<Slot> {
    match open(text, owner) {
        Loaded::Ok(slot) if slot.version > 1 && slot.turn == 0 => {
            Loaded::Damaged("no turn".to_owned())
        }
        read => read,
    }
}

/// Reads an envelope; the answer is never `Fresh` or `Upgraded`.
fn open(text: &str, owner: &str) -> Loaded<Slot> {
    let damaged = |why: &str| Loaded::Damaged(why.to_owned());
    let Ok(envelope) = serde_json::from_str::<Value>(text) else {
        return damaged("not JSON");
    };
    let version = envelope.get("v").and_then(Value::as_u64).and_then(|v| u32::try_from(v).ok());
    let Some(version) = version.filter(|v| *v > 0) else {
        return damaged("no version");
    };
    if version > VERSION {
        return Loaded::FromFuture(version);
    }
    if envelope.get("of").and_then(Value::as_str) != Some(owner) {
        return damaged("belongs to something else");
    }
    let given = envelope.get("sum");
    let turn = envelope.get("n").and_then(Value::as_u64).unwrap_or(0);
    // Who has a turn has a sum.
    if given.is_some() || turn > 0 {
        // Not taken out of the map: that would bring the code for it into the page.
        let mut rest = Map::new();
        for (key, value) in envelope.as_object().into_iter().flatten().filter(|(k, _)| *k != "sum")
        {
            rest.insert(key.clone(), value.clone());
        }
        let sum = crc(json::to_text(&Value::Object(rest)).as_bytes());
        if given != Some(&Value::from(sum)) {
            return damaged("wrong sum");
        }
    }
    let mut data = envelope.get("data").cloned().unwrap_or(Value::Null);
    for step in &STEPS[version as usize - 1..] {
        match step(data) {
            Ok(upgraded) => data = upgraded,
            Err(why) => return Loaded::Damaged(why),
        }
    }
    let pair = |pair: &Value| Some((pair.get(0)?.as_u64()?, pair.get(1)?.as_u64()?));
    let by = envelope.get("by").and_then(Value::as_array);
    Loaded::Ok(Slot {
        turn,
        day: envelope.get("at").and_then(Value::as_str).and_then(Date::parse),
        by: by.map(|list| list.iter().filter_map(pair).collect()).unwrap_or_default(),
        version,
        data,
    })
}

/// Puts together what two have made of the same data, field by field.
///
/// What only one of them has changed counts; of a field that both have changed `mine` counts. Lists are not
/// taken apart: an answer is one thing.
pub fn merge(base: &Value, mine: &Value, theirs: &Value) -> Value {
    let (Some(my_fields), Some(their_fields)) = (mine.as_object(), theirs.as_object()) else {
        return if mine == base { theirs.clone() } else { mine.clone() };
    };
    let mut merged = Map::new();
    for (key, my) in my_fields {
        let old = base.get(key);
        let value = match their_fields.get(key) {
            Some(their) => merge(old.unwrap_or(&Value::Null), my, their),
            // Taken away by the other one, unless it is new or has changed.
            None if old == Some(my) => continue,
            None => my.clone(),
        };
        merged.insert(key.clone(), value);
    }
    for (key, their) in their_fields {
        if !my_fields.contains_key(key) && base.get(key) != Some(their) {
            merged.insert(key.clone(), their.clone());
        }
    }
    Value::Object(merged)
}
