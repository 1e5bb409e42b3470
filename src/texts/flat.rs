//! JSON objects whose entries keep their order, and changing one of them inside a larger text.

use crate::domain::json::{self, Problems};
use serde_json::Value;
use std::ops::Range;

/// Entries of an object, in the order in which they stand.
pub type Entries = Vec<(String, Value)>;

/// The forms of a text that counts, in the order in which they are written.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Longest line that holds a small object whole.
const LINE: usize = 110;

/// Reads the text of a file that is one object; the error names file and place.
pub fn read(file: &str, text: &str) -> Result<Entries, String> {
    let problems = Problems::default();
    let value = json::parse_foreign(file, text, &problems);
    if let Some(problem) = problems.borrow().iter().find(|problem| problem.is_error()) {
        return Err(problem.to_string());
    }
    if !value.as_ref().is_some_and(Value::is_object) {
        return Err(format!("error: {file} /: An object of texts is expected."));
    }
    Ok(entries(text))
}

/// Returns the entries of the object that is a valid JSON text.
pub fn entries(text: &str) -> Entries {
    let value = |range: Range<usize>| text.get(range).and_then(|t| serde_json::from_str(t).ok());
    let all = spans(text).into_iter();
    all.map(|(key, range)| (key, value(range).unwrap_or_default())).collect()
}

/// Returns where the values of an object begin and end, with their keys. The text is valid JSON.
fn spans(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    let mut key: Option<String> = None;
    let mut start: Option<usize> = None;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'"' => at + 1 + string_end(&bytes[at + 1..]),
            _ => at,
        };
        match bytes[at] {
            b'"' if depth == 1 && start.is_none() => {
                key = text.get(at..=end).and_then(|text| serde_json::from_str(text).ok());
            }
            b':' if depth == 1 && start.is_none() => start = Some(at + 1),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let closes = (depth == 1 && bytes[at] == b',') || depth == 0;
        if closes && let (Some(from), Some(name)) = (start, key.take()) {
            let inside = text.get(from..at).unwrap_or_default();
            let from = from + inside.len() - inside.trim_start().len();
            found.push((name, from..from + inside.trim().len()));
            start = None;
        }
        at = end + 1;
    }
    found
}

/// Returns where the string ends whose inside begins here.
fn string_end(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// Returns the text of a file that holds these entries and nothing else.
pub fn file(entries: &[(String, Value)]) -> String {
    block(entries, 0) + "\n"
}

/// Writes an object with one entry in a line.
fn block(entries: &[(String, Value)], depth: usize) -> String {
    if entries.is_empty() {
        return "{}".to_owned();
    }
    let indent = "  ".repeat(depth);
    let line = |(key, value): &(String, Value)| {
        let value = match value {
            Value::Object(_) => block(&forms(value), depth + 1),
            plain => plain.to_string(),
        };
        format!("{indent}  {}: {value}", Value::from(key.as_str()))
    };
    let lines: Vec<String> = entries.iter().map(line).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}

/// Returns the forms of a text that counts, in their order.
pub fn forms(value: &Value) -> Entries {
    let mut forms: Entries = value
        .as_object()
        .map(|map| map.iter().map(|(name, form)| (name.clone(), form.clone())).collect())
        .unwrap_or_default();
    let order = |name: &str| FORMS.iter().position(|known| *known == name).unwrap_or(FORMS.len());
    forms.sort_by_key(|(name, _)| order(name));
    forms
}

/// Returns the text of the value to which a path of keys leads.
pub fn part<'a>(text: &'a str, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(text, |text, name| {
        let (_, range) = spans(text).into_iter().find(|(key, _)| key == name)?;
        text.get(range)
    })
}

/// Replaces `name` in the object under `field` of a text, and leaves everything else as it is; `None`
/// if there is no such object.
pub fn replaced(
    text: &str,
    field: &str,
    name: &str,
    entries: &[(String, Value)],
) -> Option<String> {
    let (_, outer) = spans(text).into_iter().find(|(key, _)| key == field)?;
    let inside = text.get(outer.clone())?;
    let all = spans(inside);
    let own = all.iter().find(|(key, _)| key == name);
    let one_line: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{}: {value}", Value::from(key.as_str())))
        .collect();
    let one_line = format!("{{{}}}", one_line.join(", "));
    let key = Value::from(name).to_string();
    let fits = entries.len() < 2 && one_line.chars().count() + key.len() + 7 <= LINE;
    let object = if fits { one_line } else { block(entries, 2) };
    let (range, new) = match own {
        Some((_, range)) => (range.clone(), object),
        None => {
            let last = all.last().map_or(1, |(_, range)| range.end);
            let comma = if all.is_empty() { "" } else { "," };
            (last..last, format!("{comma}\n    {key}: {object}"))
        }
    };
    let (from, to) = (outer.start + range.start, outer.start + range.end);
    Some(format!("{}{new}{}", text.get(..from)?, text.get(to..)?))
}
