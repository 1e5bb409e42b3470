//! What an import tells the person who started it.

use super::clean;
use std::collections::BTreeSet;
use std::fmt;

/// Most lines of remarks that are kept; the rest is counted.
const MOST_REMARKS: usize = 2_000;
/// Most lines of one kind of fault in the writing of a file.
const MOST_ODD_LINES: usize = 20;
/// Most characters of a UID or a name that are shown.
const SHOWN: usize = 60;

/// Where something stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    pub file: String,
    /// Number of a line, or a JSON pointer; empty for the whole file.
    pub inside: String,
}

/// How bad a remark is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// It is not in the event file.
    Skipped,
    /// It is, but somebody should look at it.
    Flagged,
    /// Good to know.
    Noted,
}

/// One remark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    pub weight: Weight,
    pub place: Place,
    pub uid: String,
    pub sentence: String,
}

/// Everything there is to say about an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Events and meetings that the files hold.
    pub read: usize,
    /// Entries of the event file that are new, other than before, and as before.
    pub written: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Among these: how many became moved or cancelled by this import.
    pub moved: usize,
    pub cancelled: usize,
    /// Events and meetings that are not in the event file.
    pub skipped: usize,
    pub remarks: Vec<Remark>,
    /// Remarks that found no room.
    pub left_off: usize,
    /// Whether a file could not be read to its end.
    pub incomplete: bool,
    /// UIDs of what is not in the event file although it stands in a source.
    pub skipped_uids: BTreeSet<String>,
    odd_lines: usize,
    said: BTreeSet<String>,
}

impl Place {
    /// Takes a line of a file.
    pub fn line(file: &str, line: usize) -> Place {
        Place { file: file.to_owned(), inside: format!("line {line}") }
    }

    /// Takes a JSON pointer into a file.
    pub fn pointer(file: &str, pointer: &str) -> Place {
        Place { file: file.to_owned(), inside: pointer.to_owned() }
    }
}

/// Returns a name as it can be shown: without marks that turn the writing, and not too long.
pub fn shown(name: &str) -> String {
    let clean = clean::line(name, usize::MAX);
    match clean.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
        None => clean,
    }
}

impl Report {
    /// Counts and reports something that is left out.
    pub fn skip(&mut self, place: Place, uid: &str, sentence: &str) {
        self.skipped += 1;
        self.skipped_uids.insert(uid.to_owned());
        self.add(Weight::Skipped, place, uid, sentence);
    }

    /// Reports something that somebody should look at.
    pub fn flag(&mut self, place: Place, uid: &str, sentence: &str) {
        self.add(Weight::Flagged, place, uid, sentence);
    }

    /// Reports something about a whole file, unless it was said before.
    pub fn flag_once(&mut self, place: Place, sentence: &str) {
        if self.said.insert(format!("{}: {sentence}", place.file)) {
            self.add(Weight::Flagged, place, "", sentence);
        }
    }

    /// Reports something that is good to know.
    pub fn note(&mut self, place: Place, uid: &str, sentence: &str) {
        self.add(Weight::Noted, place, uid, sentence);
    }

    /// Reports that a file, or the rest of it, cannot be read.
    pub fn refused(&mut self, place: Place, sentence: &str) {
        self.incomplete = true;
        self.add(Weight::Skipped, place, "", sentence);
    }

    /// Reports a line that is not written as it must be; only the first ones.
    pub fn odd_line(&mut self, place: Place, sentence: &str) {
        self.odd_lines += 1;
        if self.odd_lines <= MOST_ODD_LINES {
            self.add(Weight::Flagged, place, "", sentence);
        } else {
            self.left_off += 1;
        }
    }

    fn add(&mut self, weight: Weight, place: Place, uid: &str, sentence: &str) {
        if self.remarks.len() >= MOST_REMARKS {
            self.left_off += 1;
            return;
        }
        let place = Place { file: shown(&place.file), inside: place.inside };
        let (uid, sentence) = (shown(uid), clean::line(sentence, 400));
        self.remarks.push(Remark { weight, place, uid, sentence });
    }

    /// Returns the remarks of a weight.
    pub fn of(&self, weight: Weight) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(move |remark| remark.weight == weight)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gap = if self.inside.is_empty() { "" } else { " " };
        write!(f, "{}{gap}{}", self.file, self.inside)
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Skipped => "skipped",
            Weight::Flagged => "look at",
            Weight::Noted => "note",
        };
        write!(f, "{weight}: {}", self.place)?;
        if !self.uid.is_empty() {
            write!(f, " [{}]", self.uid)?;
        }
        write!(f, ": {}", self.sentence)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for weight in [Weight::Skipped, Weight::Flagged, Weight::Noted] {
            for remark in self.of(weight) {
                writeln!(f, "{remark}")?;
            }
        }
        if self.left_off > 0 {
            writeln!(f, "and {} more remarks", self.left_off)?;
        }
        writeln!(
            f,
            "{} read, {} written, {} updated, {} unchanged, {} moved, {} cancelled, {} skipped",
            self.read,
            self.written,
            self.updated,
            self.unchanged,
            self.moved,
            self.cancelled,
            self.skipped
        )
    }
}
