//! Taking translations out of a table: what is right is taken, what is wrong is named and keeps its old text.

use super::book::{Book, FIRST};
use super::rows::{german_form, text};
use super::{faults, flat, plurals, sheet, stamps, usage};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// Columns without which a table cannot be read.
const NEEDED: [&str; 3] = ["file", "key", "translation"];
/// The mark of a German text that nobody knows any more.
const UNKNOWN: &str = "00000000";

/// What came of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Rows whose text is new, as before, and still empty; a town's own words are not needed.
    pub new: usize,
    pub same: usize,
    pub empty: usize,
    /// Texts that are as before and were said to be right after the present German text.
    pub accepted: usize,
    pub remarks: Vec<Remark>,
}

/// Something to say about a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// As a spreadsheet counts.
    pub row: usize,
    /// File and key.
    pub place: String,
    pub sentence: String,
    /// Whether the old text was kept because of it.
    pub refused: bool,
}

/// A cell that may be taken.
struct Cell {
    row: usize,
    text: String,
    /// Whether it was made after the present German text.
    fresh: bool,
    new: bool,
    done: bool,
}

/// Cells by part and key, then by form.
type Cells = BTreeMap<(usize, String), BTreeMap<Option<String>, Cell>>;

/// Reads a table and lays what is right over the texts of a language.
pub fn take(book: &mut Book, table: &str) -> Result<Taken, String> {
    if book.language == FIRST {
        return Err("German is what the others are compared with: change its files".to_owned());
    }
    let sheet = sheet::read(table, &NEEDED)?;
    let mut taken = Taken::default();
    let mut cells = Cells::new();
    for (row, values) in &sheet.rows {
        let of = |name: &str| -> &str {
            sheet.column(name).and_then(|at| values.get(at)).map_or("", String::as_str)
        };
        let place = format!("{} {}", of("file").trim(), of("key").trim());
        let refuse =
            |sentence: String| Remark { row: *row, place: place.clone(), sentence, refused: true };
        let line = Line {
            row: *row,
            file: of("file").trim(),
            key: of("key").trim(),
            form: Some(of("plural").trim()).filter(|form| !form.is_empty()),
            german: sheet.column("German").map(|_| of("German")),
            text: of("translation").trim(),
            done: of("state").trim().eq_ignore_ascii_case("done"),
        };
        match line.read(book, &mut cells, &mut taken) {
            Ok(sentences) => {
                let note = |sentence| Remark { refused: false, ..refuse(sentence) };
                taken.remarks.extend(sentences.into_iter().map(note));
            }
            Err(sentences) => taken.remarks.extend(sentences.into_iter().map(refuse)),
        }
    }
    apply(book, cells, &mut taken);
    taken.remarks.sort_by_key(|remark| remark.row);
    Ok(taken)
}

/// A row of the table.
struct Line<'a> {
    row: usize,
    file: &'a str,
    key: &'a str,
    form: Option<&'a str>,
    german: Option<&'a str>,
    text: &'a str,
    done: bool,
}

impl Line<'_> {
    /// Puts the cell among the others; returns what there is to say, or what is wrong.
    fn read(
        &self,
        book: &Book,
        cells: &mut Cells,
        taken: &mut Taken,
    ) -> Result<Vec<String>, Vec<String>> {
        let one = |sentence: String| Err(vec![sentence]);
        let language = &book.language;
        let files = || book.parts.iter().map(|part| part.set.file(language));
        let at = files().zip(&book.parts).position(|(file, part)| {
            // Two packs may word the same key, each in its own file.
            file == self.file && part.german.iter().any(|(key, _)| key == self.key)
        });
        let Some(at) = at else {
            return one(match files().any(|file| file == self.file) {
                true => format!("There is no text \"{}\" in German.", self.key),
                false => format!("There is no file \"{}\" for \"{language}\".", self.file),
            });
        };
        let part = &book.parts[at];
        let value = part.german(self.key);
        let old = part.own(self.key);
        let forms = plurals::forms(language);
        match (value.is_object(), self.form) {
            (false, Some(form)) => {
                return one(format!("This text counts nothing; it has no plural form \"{form}\"."));
            }
            (true, Some(form)) if !forms.contains(&form) && text(old, self.form).is_none() => {
                return one(format!(
                    "\"{language}\" has no plural form \"{form}\"; it has {}.",
                    forms.join(", ")
                ));
            }
            (true, None) if old.is_some_and(Value::is_object) => {
                return one("This text counts: say in \"plural\" which form it is.".to_owned());
            }
            _ => {}
        }
        let old = text(old, self.form);
        if self.text.is_empty() {
            let needed = !part.optional.contains(self.key);
            taken.empty += usize::from(old.is_none() && needed);
            return if old.is_none() {
                Ok(Vec::new())
            } else {
                one("The cell is empty; the old text stays.".to_owned())
            };
        }
        let german = german_form(value, self.form);
        let found = faults::faults(self.key, german, self.text, &book.glossary(&part.set));
        // What was wrong before is not the fault of this table.
        if !found.is_empty() && old != Some(self.text) {
            return Err(found);
        }
        let form = self.form.map(str::to_owned);
        let own = cells.entry((at, self.key.to_owned())).or_default();
        if let Some(other) = own.get(&form) {
            return if other.text == self.text {
                Ok(Vec::new())
            } else {
                one(format!("Row {} says something else for the same text.", other.row))
            };
        }
        let fresh = self.german.is_none_or(|seen| seen.trim() == german);
        let new = old != Some(self.text);
        taken.same += usize::from(!new);
        let cell = Cell { row: self.row, text: self.text.to_owned(), fresh, new, done: self.done };
        own.insert(form, cell);
        let mut notes = Vec::new();
        if new && !fresh {
            notes.push(
                "The German text has changed since the table was written: the translation is taken, and \
                 counts as stale."
                    .to_owned(),
            );
        }
        let room = usage::room(part.set.is_messages(), self.key, german);
        let length = usage::length(self.text);
        if new && length > room.most {
            notes.push(format!("Taken, but too long: {length} characters; {room}."));
        }
        Ok(notes)
    }
}

/// Lays the cells over the texts.
fn apply(book: &mut Book, cells: Cells, taken: &mut Taken) {
    let refused: Vec<String> =
        taken.remarks.iter().filter(|r| r.refused).map(|r| r.place.clone()).collect();
    for ((at, key), forms) in cells {
        let language = book.language.clone();
        let part = &mut book.parts[at];
        let place = format!("{} {key}", part.set.file(&language));
        let name = stamps::name(&part.set.name(), &key);
        let mark = stamps::of(part.german(&key));
        let new = forms.values().filter(|cell| cell.new).count();
        let stale = book.stamps.get(&name).is_some_and(|stamp| *stamp != mark);
        let fresh = forms.values().all(|cell| cell.fresh) && !refused.contains(&place);
        if new == 0 {
            if stale && fresh && forms.values().all(|cell| cell.done) {
                taken.accepted += 1;
                book.stamps.insert(name, mark);
            }
            continue;
        }
        match value(part.own(&key), &forms) {
            Ok(value) => part.set(&key, value),
            Err(sentence) => {
                let row = forms.values().map(|cell| cell.row).min().unwrap_or_default();
                let sentence = sentence.to_owned();
                taken.remarks.push(Remark { row, place, sentence, refused: true });
                continue;
            }
        }
        taken.new += new;
        if fresh {
            book.stamps.insert(name, mark);
        } else if !stale {
            book.stamps.insert(name, UNKNOWN.to_owned());
        }
    }
}

/// Returns the new value of a text.
fn value(
    old: Option<&Value>,
    forms: &BTreeMap<Option<String>, Cell>,
) -> Result<Value, &'static str> {
    if let Some(cell) = forms.get(&None) {
        return match forms.len() {
            1 => Ok(Value::from(cell.text.as_str())),
            _ => Err("One row has a plural form and another has none."),
        };
    }
    let mut map: Map<String, Value> =
        flat::forms(old.unwrap_or(&Value::Null)).into_iter().collect();
    for (form, cell) in forms {
        map.insert(form.clone().unwrap_or_default(), cell.text.as_str().into());
    }
    match map.contains_key("other") {
        true => Ok(Value::Object(map)),
        false => Err("The form \"other\" is missing; it stands for all numbers without their own."),
    }
}

impl Taken {
    /// Returns how many rows were refused.
    pub fn refused(&self) -> usize {
        let mut rows: Vec<usize> =
            self.remarks.iter().filter(|remark| remark.refused).map(|remark| remark.row).collect();
        rows.dedup();
        rows.len()
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = if self.refused { "error" } else { "note" };
        write!(f, "{weight}: row {}, {}: {}", self.row, self.place, self.sentence)
    }
}
