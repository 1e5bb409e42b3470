//! The tools of translators: tables, stamps, what is missing, made-up languages, simple German.

mod guide;
mod simple;
mod standing;
mod table;
mod taken;

use crate::support::{public, root};
use serde_json::Value;
use sitz_und_stimme::texts::book::{Book, Shelf};
use sitz_und_stimme::texts::stamps;
use std::collections::BTreeMap;

/// Files below `public/` and stamps, changed ones over shipped ones.
#[derive(Clone, Default)]
pub struct Files {
    pub changed: BTreeMap<String, String>,
    /// Whether the shipped files are there, too.
    pub shipped: bool,
}

impl Files {
    pub fn shipped() -> Files {
        Files { shipped: true, ..Files::default() }
    }

    /// A small app: German and one other language.
    pub fn small(language: &str, partial: bool) -> Files {
        let list = format!(
            "[{{\"tag\":\"de\",\"name\":\"D\",\"dir\":\"ltr\"}},\
             {{\"tag\":\"{language}\",\"name\":\"X\",\"dir\":\"ltr\",\"partial\":{partial}}}]"
        );
        let german = r#"{
  "nav.home": "Start",
  "home.lead": "Guten Tag, {name}.",
  "find.count": {
    "one": "{n} Termin",
    "other": "{n} Termine"
  }
}
"#;
        let pack = r#"{
  "glossary.rat.name": "Rat",
  "glossary.rat.text": "Er entscheidet.",
  "step.ask.title": "Frag",
  "step.ask.text": "Frag den [[rat|Rat]]."
}
"#;
        Files::default()
            .put("messages/languages.json", &list)
            .put("messages/de.json", german)
            .put("packs/nrw/de.json", pack)
            .put("packs/nrw/pack.json", "{\n  \"id\": \"nrw\",\n  \"languages\": [\"de\"]\n}\n")
    }

    pub fn put(mut self, file: &str, text: &str) -> Files {
        self.changed.insert(file.to_owned(), text.to_owned());
        self
    }

    pub fn get(&self, file: &str) -> Option<String> {
        self.changed.get(file).cloned().or_else(|| public(file).filter(|_| self.shipped))
    }

    pub fn with<T>(&self, work: impl FnOnce(&Shelf<'_>) -> T) -> T {
        let mut names: Vec<String> = if self.shipped { names() } else { Vec::new() };
        names.extend(self.changed.keys().cloned());
        names.sort();
        names.dedup();
        let stamps = |tag: &str| {
            let file = stamps::file_of(tag);
            let there = || std::fs::read_to_string(root().join(&file)).ok();
            self.changed.get(&file).cloned().or_else(|| there().filter(|_| self.shipped))
        };
        work(&Shelf { names: &names, read: &|file| self.get(file), stamps: &stamps })
    }

    #[track_caller]
    pub fn book(&self, language: &str) -> Book {
        self.with(|shelf| Book::read(shelf, language)).expect("a book")
    }

    /// Lays what a book says over the files, and its stamps.
    pub fn after(mut self, book: &Book) -> Files {
        self.changed.extend(book.changed());
        self.changed.insert(stamps::file_of(&book.language), stamps::write(&book.stamps));
        self
    }
}

/// The paths of all shipped files.
fn names() -> Vec<String> {
    let public = root().join("public");
    let (mut open, mut names) = (vec![public.clone()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    names.push(path.strip_prefix(&public).unwrap().to_string_lossy().into_owned())
                }
            }
        }
    }
    names
}

/// The languages that are translations.
pub fn translations() -> Vec<String> {
    crate::support::languages().into_iter().filter(|tag| tag != "de").collect()
}

#[track_caller]
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}
