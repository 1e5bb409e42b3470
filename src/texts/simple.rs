//! Reading simple German (Einfache Sprache): what makes a sentence hard, as far as a program can tell.
//!
//! Only the length of sentences is sure enough for an error. Everything else is a hint for people: each
//! detector has its false friends, which its tests name.

mod clauses;
mod genitive;
mod negation;
mod passive;

pub use clauses::subordinate;
pub use genitive::genitives;
pub use negation::double_negations;
pub use passive::passives;

use crate::domain::plain;
use crate::domain::text::{Piece, pieces};

/// Most words of a sentence.
pub const LONGEST: usize = 15;
/// Most words of the sentence in the middle.
pub const MEDIAN: usize = 9;
/// Most letters of a word between hyphens, unless the glossary explains it.
pub const LONG_WORD: usize = 16;

/// What was found in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    TooLong,
    Subordinate,
    Genitive,
    Passive,
    LongWord,
    DoubleNegation,
}

impl Kind {
    /// Everything there is, in the order of reports.
    pub const ALL: [Kind; 6] = [
        Kind::TooLong,
        Kind::Subordinate,
        Kind::Genitive,
        Kind::Passive,
        Kind::LongWord,
        Kind::DoubleNegation,
    ];

    /// Returns the words for several of them.
    pub fn words(self) -> &'static str {
        match self {
            Kind::TooLong => "sentences that are too long",
            Kind::Subordinate => "subordinate clauses",
            Kind::Genitive => "genitives",
            Kind::Passive => "passives",
            Kind::LongWord => "long words",
            Kind::DoubleNegation => "double negations",
        }
    }
}

/// One finding: where, what, and the words that show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub place: String,
    pub kind: Kind,
    pub words: String,
}

/// Everything that was found in the texts of a language.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// Words of each sentence that ends with a mark, sorted.
    pub lengths: Vec<usize>,
    /// Words of the longest sentence.
    pub longest: usize,
    pub findings: Vec<Finding>,
}

/// Reads texts, each with its place; words of the glossary may be long.
pub fn read(texts: &[(String, String)], glossary: &[String]) -> Reading {
    let mut reading = Reading::default();
    for (place, text) in texts {
        for sentence in sentences(&shown(text, glossary)) {
            let words = words(&sentence);
            reading.longest = reading.longest.max(words.len());
            if sentence.ends_with(['.', '!', '?', '…', '“', ')', ':']) {
                reading.lengths.push(words.len());
            }
            let mut found = |kind: Kind, words: String| {
                reading.findings.push(Finding { place: place.clone(), kind, words });
            };
            if words.len() > LONGEST {
                found(Kind::TooLong, format!("{} words: {sentence}", words.len()));
            }
            subordinate(&sentence).into_iter().for_each(|w| found(Kind::Subordinate, w));
            genitives(&sentence).into_iter().for_each(|w| found(Kind::Genitive, w));
            passives(&sentence).into_iter().for_each(|w| found(Kind::Passive, w));
            long_words(&sentence, glossary).into_iter().for_each(|w| found(Kind::LongWord, w));
            double_negations(&sentence).into_iter().for_each(|w| found(Kind::DoubleNegation, w));
        }
    }
    reading.lengths.sort_unstable();
    reading
}

impl Reading {
    /// Returns how many words the sentence in the middle has.
    pub fn median(&self) -> usize {
        self.lengths.get(self.lengths.len() / 2).copied().unwrap_or_default()
    }

    /// Returns how often something was found.
    pub fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }

    /// Returns what is sure to be wrong, one sentence each.
    pub fn errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        for finding in self.findings.iter().filter(|finding| finding.kind == Kind::TooLong) {
            errors.push(format!(
                "error: {}: A sentence of simple German has {LONGEST} words at most; this has {}",
                finding.place, finding.words
            ));
        }
        if self.median() > MEDIAN {
            errors.push(format!(
                "error: the sentence in the middle has {} words; in simple German {MEDIAN} at most",
                self.median()
            ));
        }
        errors
    }

    /// Says in a line what was counted.
    pub fn line(&self) -> String {
        let counts = Kind::ALL.iter().skip(1);
        let counts: Vec<String> =
            counts.map(|kind| format!("{} {}", self.count(*kind), kind.words())).collect();
        format!(
            "{} sentences, {} words in the middle one, {} in the longest; perhaps {}",
            self.lengths.len(),
            self.median(),
            self.longest,
            counts.join(", ")
        )
    }
}

/// Returns a text as it is shown; a mark without words of its own shows the name of its term.
fn shown(text: &str, glossary: &[String]) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => text.to_owned(),
        Piece::Term { id, shown: "" } => {
            let name = glossary.iter().find(|name| name.to_lowercase() == id);
            name.cloned().unwrap_or_else(|| id.to_owned())
        }
        Piece::Term { shown, .. } => shown.to_owned(),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Splits a text into sentences; unlike the measure for all texts it knows that "ab 16." can end one.
fn sentences(text: &str) -> Vec<String> {
    const MONTHS: [&str; 12] = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ];
    const BEFORE: [&str; 10] =
        ["der", "die", "das", "den", "dem", "am", "im", "vom", "zum", "beim"];
    let mut out = Vec::new();
    for sentence in plain::sentences(text) {
        let tokens: Vec<&str> = sentence.split(' ').collect();
        let mut start = 0;
        for at in 1..tokens.len() {
            let number = tokens[at - 1].strip_suffix('.').unwrap_or("x");
            let counts = number.chars().all(|c| c.is_ascii_digit());
            let ordinal = at > 1 && is_one(tokens[at - 2], &BEFORE);
            let month = MONTHS.iter().any(|month| tokens[at].starts_with(month));
            if counts && is_capital(tokens[at]) && !ordinal && !month {
                out.push(tokens[start..at].join(" "));
                start = at;
            }
        }
        out.push(tokens[start..].join(" "));
    }
    out
}

/// Returns the words of a sentence without the marks around them.
fn words(sentence: &str) -> Vec<&str> {
    let words = sentence.split_whitespace();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).collect()
}

/// Returns the clauses of a sentence: what stands between commas and the like.
fn clauses(sentence: &str) -> Vec<Vec<&str>> {
    sentence
        .split([',', ';', ':', '(', ')', '–'])
        .map(words)
        .filter(|words| !words.is_empty())
        .collect()
}

/// Tells whether a word begins with a capital letter.
fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Tells whether a word is one of `list`, in whatever letters.
fn is_one(word: &str, list: &[&str]) -> bool {
    let word = word.to_lowercase();
    list.contains(&word.as_str())
}

/// Returns words with more than [`LONG_WORD`] letters between hyphens.
pub fn long_words(sentence: &str, glossary: &[String]) -> Vec<String> {
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let explained = |word: &str| {
        let word = word.to_lowercase();
        let mut names = glossary.iter().flat_map(|name| words(name)).map(str::to_lowercase);
        // "Wahlvorschlags" is the word of the glossary, too.
        names
            .any(|name| word.strip_prefix(name.as_str()).is_some_and(|end| end.chars().count() < 3))
    };
    let is_long = |word: &&str| {
        word.split(['-', '–', '/']).any(|part| letters(part) > LONG_WORD) && !explained(word)
    };
    words(sentence).into_iter().filter(is_long).map(str::to_owned).collect()
}
