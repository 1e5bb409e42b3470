//! The rows of the table for translators: one for each text, and for each form of a text that counts.

use super::book::{Book, Part};
use super::{flat, plurals, sheet, stamps, usage};
use crate::domain::messages::plural_form;
use serde_json::Value;

/// Columns of the table.
pub const COLUMNS: [&str; 9] =
    ["file", "key", "plural", "shown", "German", "translation", "state", "length", "keep"];

/// How a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// There is none.
    Missing,
    /// There is none, and the words of the state stand in for those of the town.
    Optional,
    /// The German text is another one than when it was made.
    Stale,
    Done,
}

/// One row: a text, or one form of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Position of the part in the book.
    pub part: usize,
    pub key: String,
    /// Plural form, if the text has forms.
    pub form: Option<String>,
    pub german: String,
    /// The translation; empty if there is none.
    pub text: String,
    pub state: State,
}

/// Which rows are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Only {
    All,
    Missing,
    Stale,
}

impl State {
    /// Returns the word in the table.
    pub fn word(self) -> &'static str {
        match self {
            State::Missing => "missing",
            State::Optional => "optional",
            State::Stale => "stale",
            State::Done => "done",
        }
    }
}

impl Only {
    /// Reads the word of the command line.
    pub fn parse(word: &str) -> Option<Only> {
        let all = [("all", Only::All), ("missing", Only::Missing), ("stale", Only::Stale)];
        all.iter().find(|(known, _)| *known == word).map(|(_, only)| *only)
    }

    fn takes(self, state: State) -> bool {
        match self {
            Only::All => true,
            Only::Missing => state == State::Missing,
            Only::Stale => state == State::Stale,
        }
    }
}

/// Returns all rows of a language, in the order of the German files.
pub fn rows(book: &Book) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, part) in book.parts.iter().enumerate() {
        for (key, german) in &part.german {
            let own = part.own(key);
            for form in forms(book, german, own) {
                let text = text(own, form.as_deref()).unwrap_or_default().to_owned();
                let state = state(book, part, key, german, &text);
                let german = german_form(german, form.as_deref()).to_owned();
                rows.push(Row { part: at, key: key.clone(), form, german, text, state });
            }
        }
    }
    rows
}

/// Returns the forms of a text in the language of the book; `None` stands for the only one.
fn forms(book: &Book, german: &Value, own: Option<&Value>) -> Vec<Option<String>> {
    if !german.is_object() || own.is_some_and(Value::is_string) {
        return vec![None];
    }
    let mut forms: Vec<String> =
        plurals::forms(&book.language).iter().map(|form| (*form).to_owned()).collect();
    for (form, _) in own.map(flat::forms).unwrap_or_default() {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms.into_iter().map(Some).collect()
}

/// Returns the text of a form.
pub fn text<'a>(value: Option<&'a Value>, form: Option<&str>) -> Option<&'a str> {
    let text = match form {
        Some(form) => value?.get(form)?.as_str()?,
        None => value?.as_str()?,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Returns the German text beside a form.
pub fn german_form<'a>(german: &'a Value, form: Option<&str>) -> &'a str {
    plural_form(german, form.unwrap_or("other")).unwrap_or_default()
}

fn state(book: &Book, part: &Part, key: &str, german: &Value, text: &str) -> State {
    if text.is_empty() {
        return if part.optional.contains(key) { State::Optional } else { State::Missing };
    }
    let stamp = book.stamps.get(&stamps::name(&part.set.name(), key));
    match stamp {
        Some(stamp) if *stamp != stamps::of(german) => State::Stale,
        _ => State::Done,
    }
}

/// Returns the table of a language, and how many texts are in it.
pub fn export(book: &Book, only: Only, separator: char) -> (String, usize) {
    let mut table = vec![COLUMNS.map(str::to_owned).to_vec()];
    for row in rows(book).into_iter().filter(|row| only.takes(row.state)) {
        let part = &book.parts[row.part];
        let messages = part.set.is_messages();
        table.push(vec![
            part.set.file(&book.language),
            row.key.clone(),
            row.form.clone().unwrap_or_default(),
            usage::place(book, part, &row.key),
            row.german.clone(),
            row.text,
            row.state.word().to_owned(),
            usage::room(messages, &row.key, &row.german).to_string(),
            usage::keep(book, &row.german),
        ]);
    }
    (sheet::write(&table, separator), table.len() - 1)
}
