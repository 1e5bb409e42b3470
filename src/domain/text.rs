//! Texts in one language, with a fallback, placeholders and glossary terms.

use serde_json::{Map, Value};

/// Texts by key, in the chosen language and in the fallback language.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Texts {
    main: Map<String, Value>,
    fallback: Map<String, Value>,
}

/// A text that was found, and whether it is in the fallback language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found<'a> {
    pub text: &'a str,
    pub fallback: bool,
}

/// A piece of running text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    Plain(&'a str),
    /// A glossary term; `shown` is empty if the glossary's own name is to be shown.
    Term {
        id: &'a str,
        shown: &'a str,
    },
}

impl Texts {
    /// Takes texts in the chosen language and in the fallback language.
    pub fn new(main: Map<String, Value>, fallback: Map<String, Value>) -> Texts {
        Texts { main, fallback }
    }

    /// Lays further texts (a town's) over these.
    pub fn extend(&mut self, main: Map<String, Value>, fallback: Map<String, Value>) {
        self.main.extend(main);
        self.fallback.extend(fallback);
    }

    /// Returns the text for a key: the chosen language, else the fallback language.
    pub fn find(&self, key: &str) -> Option<Found<'_>> {
        let in_map = |map: &'_ Map<String, Value>| {
            map.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
        };
        let fallback = !in_map(&self.main);
        let map = if fallback { &self.fallback } else { &self.main };
        let text = map.get(key)?.as_str().filter(|text| !text.trim().is_empty())?;
        Some(Found { text, fallback })
    }
}

/// Fills `{name}` placeholders; unknown ones stay as they are.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let close = after.find('}');
        let name = close.map(|close| &after[1..close]);
        let value = name.and_then(|name| values.iter().find(|(n, _)| *n == name));
        match (value, close) {
            (Some((_, value)), Some(close)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            _ => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Returns the names of the placeholders in a text, sorted.
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Cuts running text into plain pieces and glossary terms `[[id]]`, `[[id|shown]]`.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((inside, behind)) = after.split_once("]]") else {
            break;
        };
        if !before.is_empty() {
            out.push(Piece::Plain(before));
        }
        let (id, shown) = inside.split_once('|').unwrap_or((inside, ""));
        out.push(Piece::Term { id, shown });
        rest = behind;
    }
    if !rest.is_empty() {
        out.push(Piece::Plain(rest));
    }
    out
}
