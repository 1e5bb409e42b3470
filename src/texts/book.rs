//! All texts of one language beside those of German, file by file.

use super::flat::{self, Entries};
use super::stamps::{self, Stamps};
use crate::domain::language::Language;
use serde_json::Value;
use std::collections::BTreeSet;

/// The language that the others are compared with.
pub const FIRST: &str = "de";
/// The list of languages.
pub const LANGUAGES: &str = "messages/languages.json";

/// The files below `public/`, and the stamps beside it.
pub struct Shelf<'a> {
    /// Paths of all files below `public/`.
    pub names: &'a [String],
    /// Reads the text of one of them.
    pub read: &'a dyn Fn(&str) -> Option<String>,
    /// Reads the stamps of a language.
    pub stamps: &'a dyn Fn(&str) -> Option<String>,
}

/// Texts that stand together: a file for each language, or texts that stand in a pack itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Set {
    /// Folder and name up to the tag, for example `packs/nrw/fit.`.
    Files(String),
    /// A pack that holds its own texts.
    Inline(String),
}

/// The texts of a set, in German and in another language.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    pub set: Set,
    pub german: Entries,
    pub own: Entries,
    /// Keys that may be missing, because the words of the state stand in for those of a town.
    pub optional: BTreeSet<String>,
    /// The pack on which the pack of these texts builds: a town builds on its state.
    base: Option<String>,
    /// The text of the file as it was read; `None` if there is none.
    before: Option<String>,
}

/// All texts of a language.
#[derive(Clone, PartialEq, Debug)]
pub struct Book {
    pub language: String,
    pub partial: bool,
    pub parts: Vec<Part>,
    pub stamps: Stamps,
}

impl Set {
    /// Returns the path of the file that holds the texts of a language, below `public/`.
    pub fn file(&self, language: &str) -> String {
        match self {
            Set::Files(start) => format!("{start}{language}.json"),
            Set::Inline(pack) => format!("packs/{pack}/pack.json"),
        }
    }

    /// Returns the name under which texts of this set are stamped.
    pub fn name(&self) -> String {
        match self {
            Set::Files(start) => start.trim_end_matches(['/', '.']).to_owned(),
            Set::Inline(pack) => format!("packs/{pack}/pack"),
        }
    }

    /// Tells whether these are the words of the app itself.
    pub fn is_messages(&self) -> bool {
        *self == Set::Files("messages/".to_owned())
    }

    fn pack(&self) -> Option<&str> {
        match self {
            Set::Files(start) => start.strip_prefix("packs/")?.split('/').next(),
            Set::Inline(pack) => Some(pack),
        }
    }
}

/// Returns the sets that have German texts, the messages first.
pub fn sets(shelf: &Shelf<'_>) -> Vec<Set> {
    let mut found = Vec::new();
    for name in shelf.names {
        let inside = name.starts_with("packs/") || name == "messages/de.json";
        let start = name.strip_suffix("de.json").filter(|start| start.ends_with(['/', '.']));
        match (start, name.strip_prefix("packs/").and_then(|rest| rest.strip_suffix("/pack.json")))
        {
            (Some(start), _) if inside => found.push(Set::Files(start.to_owned())),
            (_, Some(pack)) if !inline(shelf, pack, FIRST).is_empty() => {
                found.push(Set::Inline(pack.to_owned()));
            }
            _ => {}
        }
    }
    found.sort_by_key(|set| (!set.is_messages(), set.file(FIRST)));
    found
}

/// Returns the texts of a language that stand in a pack itself.
fn inline(shelf: &Shelf<'_>, pack: &str, language: &str) -> Entries {
    let text = (shelf.read)(&format!("packs/{pack}/pack.json")).unwrap_or_default();
    let value = serde_json::from_str::<Value>(&text).unwrap_or_default();
    if !value["texts"][language].is_object() {
        return Vec::new();
    }
    // Once more from the text: only there the entries have their order.
    flat::part(&text, &["texts", language]).map(flat::entries).unwrap_or_default()
}

/// Returns the languages of the app.
pub fn languages(shelf: &Shelf<'_>) -> Result<Vec<Language>, String> {
    let problems = Default::default();
    let languages = crate::domain::audit::languages(shelf.read, &problems);
    match problems.borrow().first() {
        Some(problem) => Err(problem.to_string()),
        None => Ok(languages),
    }
}

impl Book {
    /// Reads all texts of a language; the error names file and place.
    pub fn read(shelf: &Shelf<'_>, language: &str) -> Result<Book, String> {
        let languages = languages(shelf)?;
        let Some(known) = languages.iter().find(|known| known.tag == language) else {
            let tags: Vec<&str> = languages.iter().map(|known| known.tag.as_str()).collect();
            return Err(format!(
                "there is no language \"{language}\" in {LANGUAGES}; there are {}. \
                 `cargo xtask texts new` begins one.",
                tags.join(", ")
            ));
        };
        let mut parts = Vec::new();
        for set in sets(shelf) {
            parts.push(Part::read(shelf, set, language)?);
        }
        let state: BTreeSet<String> = parts
            .iter()
            .filter(|part| matches!(part.set, Set::Files(_)))
            .flat_map(|part| part.german.iter().map(|(key, _)| key.clone()))
            .collect();
        for part in parts.iter_mut().filter(|part| matches!(part.set, Set::Inline(_))) {
            let keys = part.german.iter().map(|(key, _)| key).filter(|key| state.contains(*key));
            part.optional = keys.cloned().collect();
        }
        let stamps = match (shelf.stamps)(language) {
            Some(text) => stamps::read(language, &text)?,
            None => Stamps::new(),
        };
        Ok(Book { language: language.to_owned(), partial: known.partial, parts, stamps })
    }

    /// Returns the files that differ from what was read, with their new texts.
    pub fn changed(&self) -> Vec<(String, String)> {
        self.parts.iter().filter_map(|part| part.changed(&self.language)).collect()
    }

    /// Says that texts fit the present German ones: those of `keys`, or all that there are. Returns how
    /// many they are.
    pub fn accept(&mut self, keys: &[String]) -> Result<usize, String> {
        let known = |key: &String| self.parts.iter().any(|part| part.own(key).is_some());
        if let Some(key) = keys.iter().find(|key| !known(key)) {
            return Err(format!("\"{}\" has no text \"{key}\"", self.language));
        }
        let (mut count, mut all) = (0, Stamps::new());
        for part in &self.parts {
            for (key, german) in part.german.iter().filter(|(key, _)| part.own(key).is_some()) {
                let name = stamps::name(&part.set.name(), key);
                let wanted = keys.is_empty() || keys.contains(key);
                let stamp = match self.stamps.get(&name).filter(|_| !wanted) {
                    Some(old) => old.clone(),
                    None if wanted => stamps::of(german),
                    None => continue,
                };
                count += usize::from(wanted);
                all.insert(name, stamp);
            }
        }
        // Stamps of texts that are gone go, too.
        self.stamps = all;
        Ok(count)
    }

    /// Returns the explained words of the pack to which a set belongs.
    pub fn glossary(&self, set: &Set) -> Vec<String> {
        let of = |part: &Part| -> Vec<String> {
            let id =
                |key: &str| key.strip_prefix("glossary.")?.strip_suffix(".name").map(str::to_owned);
            part.german.iter().filter_map(|(key, _)| id(key)).collect()
        };
        // A town uses the words of its state, too.
        if set.pack().is_none() { Vec::new() } else { self.parts.iter().flat_map(of).collect() }
    }

    /// Returns a German text without forms, wherever it stands.
    pub fn german(&self, key: &str) -> Option<&str> {
        let all = self.parts.iter().flat_map(|part| &part.german);
        all.filter(|(own, _)| own == key).find_map(|(_, value)| value.as_str())
    }

    /// Returns a German text without forms as it is shown beside those of `part`: its own, that of its pack,
    /// or that of the pack on which it builds. What another town says is never shown there.
    pub fn german_near<'a>(&'a self, part: &'a Part, key: &str) -> Option<&'a str> {
        let packs: Vec<&str> =
            [part.set.pack(), part.base.as_deref()].into_iter().flatten().collect();
        let of = |pack: &&str| {
            self.parts.iter().filter(|other| other.set.pack() == Some(*pack)).collect()
        };
        let near = packs.iter().flat_map(|pack| -> Vec<&Part> { of(pack) });
        [part]
            .into_iter()
            .chain(near)
            .flat_map(|part| &part.german)
            .filter(|(own, _)| own == key)
            .find_map(|(_, value)| value.as_str())
    }
}

impl Part {
    fn read(shelf: &Shelf<'_>, set: Set, language: &str) -> Result<Part, String> {
        let entries = |language: &str, text: Option<&String>| match (&set, text) {
            (Set::Inline(pack), _) => Ok(inline(shelf, pack, language)),
            (_, Some(text)) => flat::read(&set.file(language), text),
            (_, None) => Ok(Vec::new()),
        };
        let before = (shelf.read)(&set.file(language));
        let german = entries(FIRST, (shelf.read)(&set.file(FIRST)).as_ref())?;
        let own = entries(language, before.as_ref())?;
        let pack = set.pack().and_then(|pack| (shelf.read)(&format!("packs/{pack}/pack.json")));
        let pack: Value = serde_json::from_str(&pack.unwrap_or_default()).unwrap_or_default();
        let base = pack["extends"].as_str().map(str::to_owned);
        Ok(Part { set, german, own, optional: BTreeSet::new(), base, before })
    }

    /// Returns the own text of a key.
    pub fn own(&self, key: &str) -> Option<&Value> {
        self.own.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// Returns the German text of a key.
    pub fn german(&self, key: &str) -> &Value {
        self.german.iter().find(|(own, _)| own == key).map_or(&Value::Null, |(_, value)| value)
    }

    /// Sets the own text of a key.
    pub fn set(&mut self, key: &str, value: Value) {
        match self.own.iter_mut().find(|(own, _)| own == key) {
            Some((_, old)) => *old = value,
            None => self.own.push((key.to_owned(), value)),
        }
    }

    /// Returns the own texts in the order of the German ones; what German lacks stands at the end.
    pub fn ordered(&self) -> Entries {
        let place = |key: &str| self.german.iter().position(|(german, _)| german == key);
        let mut own = self.own.clone();
        own.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
        own
    }

    fn changed(&self, language: &str) -> Option<(String, String)> {
        let own = self.ordered();
        let text = match (&self.set, &self.before) {
            (Set::Inline(_), before) => {
                let before = before.as_deref()?;
                let texts = flat::part(before, &["texts", language]).map(flat::entries);
                if texts.unwrap_or_default() == self.own {
                    return None;
                }
                flat::replaced(before, "texts", language, &own)?
            }
            (Set::Files(_), Some(before)) if flat::entries(before) == self.own => return None,
            (Set::Files(_), _) => flat::file(&own),
        };
        Some((self.set.file(language), text))
    }
}
