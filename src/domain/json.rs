//! Reading JSON by hand, so that a file reports all its problems with their places at once.

mod turns;

use crate::domain::date::{Date, Span};
use crate::domain::problem::Problem;
use crate::domain::text::join;
use serde_json::{Map, Value};
use std::cell::RefCell;

/// Key under which [`mark`] notes where an object came from.
const ORIGIN: &str = "@";

/// Collects the problems of one reading.
pub type Problems = RefCell<Vec<Problem>>;

/// Parses the text of `file`; a syntax error becomes one problem with line and column. Marks that turn
/// the direction of what follows are taken out and reported: nobody sees them, and what stands there
/// could read as something else.
pub fn parse(file: &str, text: &str, problems: &Problems) -> Option<Value> {
    let mut value = parse_foreign(file, text, problems)?;
    turns::take_out(&mut value, &format!("{file}#"), problems);
    Some(value)
}

/// Parses the text of a file that is not ours, whose texts are cleaned later.
pub fn parse_foreign(file: &str, text: &str, problems: &Problems) -> Option<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str(text) {
        Ok(value) => {
            report_repeated_keys(file, text, problems);
            report_marks(&value, &format!("{file}#"), problems);
            Some(value)
        }
        Err(fault) => {
            let sentence = format!("This is not valid JSON: {fault}.");
            problems.borrow_mut().push(Problem::error(file, sentence));
            None
        }
    }
}

/// Writes a value that holds no fractions: what the app stores.
///
/// The writer of `serde_json` would bring the printing of fractions and streams into the page.
pub fn to_text(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            // Fractions are not written: nothing here has any, and the code for them is large.
            let whole = number.as_i64().map(|n| n.to_string());
            let whole = whole.or_else(|| number.as_u64().map(|n| n.to_string()));
            out.push_str(&whole.unwrap_or_else(|| "null".to_owned()));
        }
        Value::String(text) => write_text(out, text),
        Value::Array(list) => {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(map) => {
            out.push('{');
            for (index, (key, item)) in map.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_text(out, key);
                out.push(':');
                write(out, item);
            }
            out.push('}');
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Reports keys that stand twice in one object of `text`, which is valid JSON: the parser keeps
/// the last one and says nothing.
fn report_repeated_keys(file: &str, text: &str, problems: &Problems) {
    let mut open: Vec<Vec<&str>> = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'\n' => line += 1,
            b'{' | b'[' => open.push(Vec::new()),
            b'}' | b']' => drop(open.pop()),
            b'"' => {
                let end = at + 1 + string_end(&text.as_bytes()[at + 1..]);
                let key = text.get(at + 1..end).unwrap_or_default();
                let mut behind = text.bytes().skip(end + 1);
                if behind.find(|b| !b.is_ascii_whitespace()) == Some(b':')
                    && let Some(keys) = open.last_mut()
                {
                    if keys.contains(&key) {
                        let sentence =
                            format!("The key \"{key}\" stands twice, again in line {line}.");
                        problems.borrow_mut().push(Problem::error(file, sentence));
                    }
                    keys.push(key);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
}

fn string_end(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// Reports keys that begin like the ones in which [`mark`] notes places, and so would be misread.
fn report_marks(value: &Value, place: &str, problems: &Problems) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if key.starts_with(ORIGIN) {
                    let sentence = format!("The field \"{key}\" is not known here.");
                    problems.borrow_mut().push(Problem::error(place, sentence));
                }
                report_marks(child, &format!("{place}/{}", escape(key)), problems);
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter().enumerate() {
                report_marks(child, &format!("{place}/{index}"), problems);
            }
        }
        _ => {}
    }
}

/// Reports ids and words that stand twice in a list below `reader`.
pub fn report_twins(reader: &Reader<'_>) {
    match reader.value {
        Value::Object(_) => {
            let object = reader.entries_object();
            object.iter().flat_map(Object::entries).for_each(|(_, child)| report_twins(&child));
        }
        Value::Array(_) => {
            let mut seen: Vec<&str> = Vec::new();
            for item in reader.list() {
                let name = item.value.as_str().or_else(|| id(item.value));
                if let Some(name) = name {
                    if seen.contains(&name) {
                        item.error(format!("\"{name}\" stands twice in this list."));
                    }
                    seen.push(name);
                }
                report_twins(&item);
            }
        }
        _ => {}
    }
}

/// Notes in every object of `value` where it stands, so that the place survives merging.
pub fn mark(value: &mut Value, place: &str) {
    match value {
        Value::Object(map) => {
            let mut places = vec![(ORIGIN.to_owned(), place.to_owned())];
            for (key, child) in map.iter_mut() {
                let place = format!("{place}/{}", escape(key));
                mark(child, &place);
                // A list or a plain value cannot carry its own place through a merge.
                if !child.is_object() {
                    places.push((format!("{ORIGIN}{key}"), place));
                }
            }
            map.extend(places.into_iter().map(|(key, place)| (key, Value::String(place))));
        }
        Value::Array(list) => {
            for (index, child) in list.iter_mut().enumerate() {
                mark(child, &format!("{place}/{index}"));
            }
        }
        _ => {}
    }
}

/// Lays `over` on `base`: objects key by key, lists of objects with an `id` entry by entry,
/// everything else replaced.
pub fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                match base.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(base), Value::Array(over))
            if !over.is_empty() && over.iter().all(|v| id(v).is_some()) =>
        {
            for value in over {
                match base.iter_mut().find(|old| id(old) == id(&value)) {
                    Some(old) => *old = value,
                    None => base.push(value),
                }
            }
        }
        (base, over) => *base = over,
    }
}

fn id(value: &Value) -> Option<&str> {
    value.get("id")?.as_str()
}

/// Tells whether `text` is an id: lower-case ASCII letters, digits, `-` and `_`, at most 60.
pub fn is_slug(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A value together with its place and the list for problems.
#[derive(Clone)]
pub struct Reader<'a> {
    value: &'a Value,
    place: String,
    problems: &'a Problems,
}

impl<'a> Reader<'a> {
    /// Starts reading at `place` (`file#pointer`).
    pub fn new(value: &'a Value, place: &str, problems: &'a Problems) -> Reader<'a> {
        let place = match value.get(ORIGIN).and_then(Value::as_str) {
            Some(origin) => origin.to_owned(),
            None => place.to_owned(),
        };
        Reader { value, place, problems }
    }

    /// Returns where this value stands, as `file#pointer`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns the raw value.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Reports an error at this place.
    pub fn error(&self, sentence: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::error(&self.place, sentence));
    }

    /// Reports a warning at this place.
    pub fn warning(&self, sentence: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::warning(&self.place, sentence));
    }

    fn child(&self, key: &str, value: &'a Value) -> Reader<'a> {
        let noted = self.value.get(format!("{ORIGIN}{key}")).and_then(Value::as_str);
        let place = noted.map_or_else(|| format!("{}/{}", self.place, escape(key)), str::to_owned);
        Reader::new(value, &place, self.problems)
    }

    /// Returns the object, and reports every field that is not in `allowed`.
    pub fn object(&self, allowed: &[&str]) -> Option<Object<'a>> {
        let object = self.entries_object()?;
        for (key, field) in object.entries().filter(|(key, _)| !allowed.contains(key)) {
            // The object may be merged from two files; the field says which one has it.
            let place =
                field.place.rsplit_once('/').map_or(field.place.as_str(), |(place, _)| place);
            let sentence = format!("The field \"{key}\" is not known here.");
            self.problems.borrow_mut().push(Problem::error(place, sentence));
        }
        Some(object)
    }

    /// Returns the object without looking at its field names.
    pub fn entries_object(&self) -> Option<Object<'a>> {
        match self.value {
            Value::Object(map) => Some(Object { map, at: self.clone() }),
            _ => {
                self.error("An object { … } is expected here.");
                None
            }
        }
    }

    /// Returns the items of a list.
    pub fn list(&self) -> Vec<Reader<'a>> {
        match self.value {
            Value::Array(list) => {
                let item = |(index, value)| self.child(&format!("{index}"), value);
                list.iter().enumerate().map(item).collect()
            }
            _ => {
                self.error("A list [ … ] is expected here.");
                Vec::new()
            }
        }
    }

    /// Returns a text.
    pub fn text(&self) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.error("A text is expected here.");
        }
        text
    }

    /// Returns an id.
    pub fn slug(&self) -> Option<String> {
        let text = self.text()?;
        if is_slug(text) {
            return Some(text.to_owned());
        }
        self.error(format!(
            "\"{text}\" is not a valid id: use lower-case letters a-z, digits, - and _."
        ));
        None
    }

    /// Returns what one of a closed set of words stands for.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let at = self.one_of(&names)?;
        words.get(at).map(|(_, value)| *value)
    }

    /// Returns the position of one of a closed set of words.
    pub fn one_of(&self, words: &[&str]) -> Option<usize> {
        let text = self.text()?;
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            self.error(format!("\"{text}\" is not one of: {}.", join(words, ", ")));
        }
        found
    }

    /// Returns a date `YYYY-MM-DD`.
    pub fn date(&self) -> Option<Date> {
        let text = self.text()?;
        let date = Date::parse(text);
        if date.is_none() {
            self.error(format!("\"{text}\" is not a date: write YYYY-MM-DD."));
        }
        date
    }

    /// Returns a whole number in a range.
    pub fn number(&self, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
        let number = self.value.as_i64().and_then(|n| i32::try_from(n).ok());
        let number = number.filter(|n| range.contains(n));
        if number.is_none() {
            let (from, to) = (range.start(), range.end());
            self.error(format!("A whole number from {from} to {to} is expected here."));
        }
        number
    }

    /// Returns yes or no.
    pub fn flag(&self) -> bool {
        if let Value::Bool(flag) = self.value {
            return *flag;
        }
        self.error("true or false is expected here.");
        false
    }

    /// Returns a span such as `{"years": 18}`.
    pub fn span(&self) -> Option<Span> {
        let object = self.object(&["days", "months", "years"])?;
        type Make = fn(i32) -> Span;
        let kinds: [(&str, Make, i32); 3] = [
            ("days", Span::Days, 40_000),
            ("months", Span::Months, 1_200),
            ("years", Span::Years, 120),
        ];
        let mut found = None;
        for (name, make, most) in kinds {
            if let Some(reader) = object.get(name) {
                if found.is_some() {
                    self.error("Only one of days, months, years may stand here.");
                }
                found = reader.number(0..=most).map(make);
            }
        }
        if found.is_none() {
            self.error("Days, months or years are missing.");
        }
        found
    }
}

/// An object whose fields are read by name.
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    at: Reader<'a>,
}

impl<'a> Object<'a> {
    /// Returns a field that may be missing; `null` counts as missing.
    pub fn get(&self, key: &str) -> Option<Reader<'a>> {
        let value = self.map.get(key).filter(|v| !v.is_null())?;
        Some(self.at.child(key, value))
    }

    /// Returns a field that must be there.
    pub fn need(&self, key: &str) -> Option<Reader<'a>> {
        let field = self.get(key);
        if field.is_none() {
            self.at.error(format!("The field \"{key}\" is missing."));
        }
        field
    }

    /// Returns an id that must be there.
    pub fn slug(&self, key: &str) -> Option<String> {
        self.need(key)?.slug()
    }

    /// Returns a date that must be there.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.need(key)?.date()
    }

    /// Returns a number that must be there.
    pub fn number(&self, key: &str, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
        self.need(key)?.number(range)
    }

    /// Returns what a word that must be there stands for.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        self.need(key)?.word(words)
    }

    /// Returns a text that must be there.
    pub fn owned(&self, key: &str) -> Option<String> {
        self.need(key)?.text().map(str::to_owned)
    }

    /// Returns a text that may be missing.
    pub fn maybe(&self, key: &str) -> Option<String> {
        self.get(key)?.text().map(str::to_owned)
    }

    /// Returns yes or no; a missing field is a no.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|field| field.flag())
    }

    /// Reads the items of a list field, leaving out those that cannot be read.
    ///
    /// `read` is called through a pointer: the readers of all lists would else stand in their loops.
    pub fn all<T>(&self, key: &str, read: &dyn Fn(&Reader<'a>) -> Option<T>) -> Vec<T> {
        let mut all = Vec::new();
        for item in self.list(key) {
            all.extend(read(&item));
        }
        all
    }

    /// Returns the items of a list field; a missing field is an empty list.
    pub fn list(&self, key: &str) -> Vec<Reader<'a>> {
        self.get(key).map(|field| field.list()).unwrap_or_default()
    }

    /// Returns the ids in a list field; a missing field is an empty list.
    pub fn slugs(&self, key: &str) -> Vec<String> {
        self.all(key, &Reader::slug)
    }

    /// Returns all fields in order of their names.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Reader<'a>)> + '_ {
        self.map
            .iter()
            .filter(|(key, _)| !key.starts_with(ORIGIN))
            .map(|(key, value)| (key.as_str(), self.at.child(key, value)))
    }

    /// Returns all fields of data that was never marked: names may begin like marks.
    pub fn every_entry(&self) -> impl Iterator<Item = (&'a str, Reader<'a>)> + '_ {
        self.map.iter().map(|(key, value)| (key.as_str(), self.at.child(key, value)))
    }

    /// Returns the reader of the object itself, for reporting.
    pub fn at(&self) -> &Reader<'a> {
        &self.at
    }
}
