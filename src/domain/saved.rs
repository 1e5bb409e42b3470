//! The envelope in which things lie in storage, and how old versions are brought up to date.
//!
//! Knows nothing about where it is stored. What cannot be read, and what a newer build has written,
//! is to be set aside under another key and kept as it is.

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

/// Returns the key under which the `number`th text that could not be used is set aside.
pub fn aside_key(key: &str, number: u8) -> String {
    format!("{key}.aside{number}")
}

/// Current version of the envelope.
pub const VERSION: u32 = STEPS.len() as u32 + 1;

/// Upgrades the data of one version to the next: `STEPS[0]` makes version 2 of version 1.
type Step = fn(Value) -> Result<Value, String>;

/// All upgrades so far. Every version keeps a fixture in `tests/fixtures/saved`.
pub const STEPS: &[Step] = &[];

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

/// Returns the text to store for `data` that belongs to `owner` (a pack, or `app`).
pub fn to_text(owner: &str, data: Value) -> String {
    let mut envelope = Map::new();
    envelope.insert("data".to_owned(), data);
    envelope.insert("of".to_owned(), Value::String(owner.to_owned()));
    envelope.insert("v".to_owned(), Value::from(VERSION));
    json::to_text(&Value::Object(envelope))
}

/// Reads a stored text.
pub fn load<T>(text: Option<&str>, owner: &str, read: impl Fn(&Value) -> Option<T>) -> Loaded<T> {
    let Some(text) = text else {
        return Loaded::Fresh;
    };
    let Ok(envelope) = serde_json::from_str::<Value>(text) else {
        return Loaded::Damaged("not JSON".to_owned());
    };
    let version = envelope.get("v").and_then(Value::as_u64).and_then(|v| u32::try_from(v).ok());
    let Some(version) = version.filter(|v| *v > 0) else {
        return Loaded::Damaged("no version".to_owned());
    };
    if version > VERSION {
        return Loaded::FromFuture(version);
    }
    if envelope.get("of").and_then(Value::as_str) != Some(owner) {
        return Loaded::Damaged("belongs to something else".to_owned());
    }
    let mut data = envelope.get("data").cloned().unwrap_or(Value::Null);
    for step in &STEPS[version as usize - 1..] {
        match step(data) {
            Ok(upgraded) => data = upgraded,
            Err(why) => return Loaded::Damaged(why),
        }
    }
    match read(&data) {
        Some(value) if version == VERSION => Loaded::Ok(value),
        Some(value) => Loaded::Upgraded(value, version),
        None => Loaded::Damaged("wrong shape".to_owned()),
    }
}
