//! Beginning a language: its entry, its files with nothing in them yet, its name in the packs.

use super::book::{self, LANGUAGES, Set, Shelf};
use super::{flat, stamps};
use crate::domain::date::Date;
use crate::domain::language::Direction;
use serde_json::Value;

/// A language that is to begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beginning {
    pub tag: String,
    /// Its own name for itself.
    pub name: String,
    pub direction: Direction,
    /// Whether texts may be missing.
    pub partial: bool,
    pub today: Date,
}

/// Returns the files to write: those below `public/`, and the stamps.
pub fn files(shelf: &Shelf<'_>, new: &Beginning) -> Result<Vec<(String, String)>, String> {
    let languages = book::languages(shelf)?;
    let tag = &new.tag;
    if !is_tag(tag) {
        return Err(format!(
            "\"{tag}\" is no tag of a language: it is like fa, uk or zh-hant, in lower-case letters"
        ));
    }
    if languages.iter().any(|language| language.tag == *tag) {
        return Err(format!("\"{tag}\" is already there"));
    }
    if new.name.trim().is_empty() || new.name.contains(char::is_control) {
        return Err("say how the language calls itself: --name NAME".to_owned());
    }
    let mut files = listed(shelf, new)?;
    for set in book::sets(shelf) {
        let file = set.file(tag);
        if matches!(set, Set::Files(_)) && !shelf.names.contains(&file) {
            files.push((file, flat::file(&[])));
        }
    }
    Ok(files)
}

/// Returns the list of languages with the new one, and the packs that name their languages.
pub fn listed(shelf: &Shelf<'_>, new: &Beginning) -> Result<Vec<(String, String)>, String> {
    let text = (shelf.read)(LANGUAGES).unwrap_or_default();
    let quoted = |text: &str| Value::from(text).to_string();
    let partial = if new.partial { "\"partial\": true, " } else { "" };
    let entry = format!(
        "{{ \"tag\": {}, \"name\": {}, \"dir\": \"{}\", {partial}\"read_by\": \"machine\", \
         \"as_of\": \"{}\" }}",
        quoted(&new.tag),
        quoted(new.name.trim()),
        new.direction.word(),
        new.today
    );
    let end = text.trim_end().strip_suffix(']').map(str::trim_end);
    let list = end.map(|before| format!("{before},\n  {entry}\n]\n"));
    let mut files = vec![(LANGUAGES.to_owned(), list.ok_or(format!("{LANGUAGES} is no list"))?)];
    for name in shelf.names.iter().filter(|name| name.ends_with("/pack.json")) {
        let pack = (shelf.read)(name).unwrap_or_default();
        let Some(list) = flat::part(&pack, &["languages"]) else { continue };
        if let Some(before) = list.strip_suffix(']').map(str::trim_end) {
            // Where the list stands in the text of which it is a part.
            let at = list.as_ptr() as usize - pack.as_ptr() as usize;
            let (start, end) = (&pack[..at + before.len()], &pack[at + list.len()..]);
            files.push((name.clone(), format!("{start}, {}]{end}", quoted(&new.tag))));
        }
    }
    Ok(files)
}

/// Returns the path and text of the stamps of a new language.
pub fn stamps(tag: &str) -> (String, String) {
    (stamps::file_of(tag), stamps::write(&Default::default()))
}

/// Tells whether a text can be a tag: a language, then scripts, regions and variants.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase());
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (2..=3).contains(&first.len())
        && letters(first)
        && parts.all(|part| (2..=8).contains(&part.len()) && plain(part))
        && tag.len() <= 30
}
