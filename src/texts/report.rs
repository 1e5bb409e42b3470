//! How the translation into a language stands.

use super::book::Book;
use super::rows::{self, Row, State};
use super::usage::{self, Room};
use super::{book, stamps};

/// What is missing in a language, and what somebody should look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    pub language: String,
    pub partial: bool,
    /// How many texts there are, each form counted.
    pub all: usize,
    pub missing: Vec<String>,
    pub stale: Vec<String>,
    /// Texts of which nobody said after which German text they were made.
    pub unstamped: Vec<String>,
    /// Texts that are longer than is sensible, with their length.
    pub long: Vec<(String, usize, Room)>,
    /// Sentences that are those of the German text.
    pub same: Vec<String>,
    /// Texts that German lacks.
    pub idle: Vec<String>,
}

/// Words from which on a text that is the same as in German was hardly meant to be.
const SAME_WORDS: usize = 4;

/// Looks at all texts of a language.
pub fn standing(book: &Book) -> Standing {
    let mut found =
        Standing { language: book.language.clone(), partial: book.partial, ..Standing::default() };
    let german = book.language.split('-').next() == Some(book::FIRST);
    for row in rows::rows(book) {
        let part = &book.parts[row.part];
        let name = name(book, &row);
        found.all += usize::from(row.state != State::Optional);
        match row.state {
            State::Missing => found.missing.push(name),
            State::Optional => {}
            State::Stale | State::Done => {
                if row.state == State::Stale {
                    found.stale.push(name.clone());
                }
                if !book.stamps.contains_key(&stamps::name(&part.set.name(), &row.key)) {
                    found.unstamped.push(name.clone());
                }
                let room = usage::room(part.set.is_messages(), &row.key, &row.german);
                let length = usage::length(&row.text);
                if length > room.most {
                    found.long.push((name.clone(), length, room));
                }
                if !german && row.text == row.german && words(&row.text) >= SAME_WORDS {
                    found.same.push(name);
                }
            }
        }
    }
    for part in &book.parts {
        let idle =
            part.own.iter().filter(|(key, _)| !part.german.iter().any(|(own, _)| own == key));
        let file = part.set.file(&book.language);
        found.idle.extend(idle.map(|(key, _)| format!("{file} {key}")));
    }
    // Forms of one text are stale together.
    found.stale.dedup();
    found.unstamped.dedup();
    found
}

/// Returns how a row is called in a report: file, key, form if it is about one.
fn name(book: &Book, row: &Row) -> String {
    let file = book.parts[row.part].set.file(&book.language);
    match &row.form {
        Some(form) if row.state == State::Missing => format!("{file} {} ({form})", row.key),
        _ => format!("{file} {}", row.key),
    }
}

/// Returns how many words of letters a text has, placeholders left out.
fn words(text: &str) -> usize {
    let is_word = |word: &&str| !word.starts_with('{') && word.chars().any(char::is_alphabetic);
    text.split_whitespace().filter(is_word).count()
}

impl Standing {
    /// Says in a line how the language stands.
    pub fn line(&self) -> String {
        let partial = if self.partial { ", partial" } else { "" };
        format!(
            "{}: {} texts{partial}: {} missing, {} stale, {} too long, {} as in German, {} without stamp",
            self.language,
            self.all,
            self.missing.len(),
            self.stale.len(),
            self.long.len(),
            self.same.len(),
            self.unstamped.len()
        )
    }

    /// Lists everything: what is there and wants a look first, for what is missing may be a thousand lines.
    pub fn list(&self) -> String {
        let mut out = self.line() + "\n";
        let mut group = |what: &str, names: &[String]| {
            for name in names {
                out.push_str(&format!("  {what}: {name}\n"));
            }
        };
        let long: Vec<String> = self
            .long
            .iter()
            .map(|(name, length, room)| format!("{name}: {length} characters; {room}"))
            .collect();
        group("too long", &long);
        group("stale", &self.stale);
        group("as in German", &self.same);
        group("without stamp", &self.unstamped);
        group("German has no such text", &self.idle);
        group("missing", &self.missing);
        out
    }

    /// Says what the check of content says of a language: notes, no errors.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let language = &self.language;
        if self.partial {
            notes.push(format!(
                "note: {language}: {} of {} texts are missing; German stands in for them",
                self.missing.len(),
                self.all
            ));
        }
        let named = |names: &[String]| {
            let more = if names.len() > 5 { ", ..." } else { "" };
            format!("{}{more}", names[..names.len().min(5)].join(", "))
        };
        if !self.stale.is_empty() {
            let (count, names) = (self.stale.len(), named(&self.stale));
            notes.push(format!(
                "note: {language}: the German text of {count} texts has changed since they were made: {names}"
            ));
        }
        if !self.unstamped.is_empty() {
            let (count, names) = (self.unstamped.len(), named(&self.unstamped));
            notes.push(format!(
                "note: {language}: nobody said after which German text {count} texts were made \
                 (`cargo xtask texts accept {language}`): {names}"
            ));
        }
        notes
    }
}
