//! After which German text a translation was made, so that it shows when the German text has moved on.
//!
//! One small file for each language, outside what is shipped: a line for each text, sorted, so that two
//! branches that stamp different texts can be merged.

use super::flat;
use serde_json::Value;
use std::collections::BTreeMap;

/// Short marks of German texts, by the name of the set and the key.
pub type Stamps = BTreeMap<String, String>;

/// Returns the path of the stamps of a language, from the folder of the project.
pub fn file_of(language: &str) -> String {
    format!("texts/{language}.made-after.json")
}

/// Returns under which name a text is stamped.
pub fn name(set: &str, key: &str) -> String {
    format!("{set} {key}")
}

/// Returns the mark of a German text: eight digits that change when any letter does.
pub fn of(german: &Value) -> String {
    let text = german.to_string();
    // FNV-1a, folded to half its length.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325, step);
    format!("{:08x}", (hash >> 32) as u32 ^ hash as u32)
}

/// Reads the stamps of a language; the error names the file.
pub fn read(language: &str, text: &str) -> Result<Stamps, String> {
    let entries = flat::read(&file_of(language), text)?;
    let one = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
    Ok(entries.into_iter().filter_map(one).collect())
}

/// Writes the stamps of a language.
pub fn write(stamps: &Stamps) -> String {
    let entry = |(name, mark): (&String, &String)| (name.clone(), Value::from(mark.as_str()));
    flat::file(&stamps.iter().map(entry).collect::<Vec<_>>())
}
