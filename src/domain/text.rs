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
        let (text, fallback) = self.marked(key)?;
        let bare = text.strip_prefix(LENT).and_then(|text| text.strip_suffix(BACK));
        Some(Found { text: bare.unwrap_or(text), fallback })
    }

    /// Returns the same with its marks, if it has some, and whether it is in the fallback language.
    pub fn marked(&self, key: &str) -> Option<(&str, bool)> {
        for (map, fallback) in [(&self.main, false), (&self.fallback, true)] {
            let text = map.get(key).and_then(Value::as_str);
            if let Some(text) = text.filter(|text| !is_blank(text)) {
                return Some((text, fallback));
            }
        }
        None
    }

    /// Returns what stands under a key in the chosen language, or in the fallback language.
    pub fn value(&self, key: &str, fallback: bool) -> Option<&Value> {
        if fallback { self.fallback.get(key) } else { self.main.get(key) }
    }
}

/// Stands before a text that the fallback language lends, until it is shown: what is put together from
/// several texts still knows which of its words are in another language. Shows nothing.
const LENT: char = '\u{2063}';
/// Stands behind such a text.
const BACK: char = '\u{2064}';

/// Marks the texts that `main` lacks as lent by the fallback language.
pub fn lend(main: &Map<String, Value>, fallback: &mut Map<String, Value>) {
    for (key, value) in fallback.iter_mut() {
        let has = |value: &Value| value.as_str().is_none_or(|text| !is_blank(text));
        if !main.get(key).is_some_and(has) {
            mark(value);
        }
    }
}

fn mark(value: &mut Value) {
    match value {
        Value::String(text) if !is_blank(text) => {
            *text = format!("{LENT}{text}{BACK}");
        }
        Value::Object(forms) => forms.iter_mut().for_each(|(_, form)| mark(form)),
        _ => {}
    }
}

/// Cuts a text into runs of one language each; `true` says that the fallback language lends it.
pub fn runs(text: &str) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            LENT => depth += 1,
            BACK => depth = depth.saturating_sub(1),
            _ => match out.last_mut() {
                Some((lent, run)) if *lent == (depth > 0) => run.push(c),
                _ => out.push((depth > 0, c.to_string())),
            },
        }
    }
    out
}

/// Tells whether a part of a text is lent by the fallback language.
pub fn is_lent(text: &str) -> bool {
    text.chars().any(|c| c == LENT)
}

/// Returns a text without the marks of what is lent.
pub fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, LENT | BACK)).collect()
}

/// Joins texts. Once for all kinds of lists: the standard library's comes anew with each.
pub fn join(texts: &[&str], between: &str) -> String {
    let mut out = String::new();
    for (index, text) in texts.iter().enumerate() {
        out.push_str(if index > 0 { between } else { "" });
        out.push_str(text);
    }
    out
}

/// Fills `{name}` placeholders; unknown ones stay as they are.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(name, behind)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, behind))
        });
        let (text, behind) = found.unwrap_or(("{", after));
        out.push_str(text);
        rest = behind;
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

/// Returns a text with its glossary marks taken out.
pub fn plain(text: &str) -> String {
    let word = |piece: &Piece<'_>| match piece {
        Piece::Plain(text) => (*text).to_owned(),
        Piece::Term { shown, .. } => (*shown).to_owned(),
    };
    pieces(text).iter().map(word).collect()
}

/// Cuts running text into plain pieces and glossary terms `[[id]]`, `[[id|shown]]`.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = cut(rest, b"[[") {
        let Some((inside, behind)) = cut(after, b"]]") else {
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

/// Tells whether a character shows nothing and turns the direction of what stands beside it.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Cuts a text in two at the first `mark` of two ASCII characters; the search of the standard
/// library for any text would be some kilobytes of the page.
fn cut<'a>(text: &'a str, mark: &[u8; 2]) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(2).position(|two| two == mark)?;
    Some((text.get(..at)?, text.get(at + 2..)?))
}
