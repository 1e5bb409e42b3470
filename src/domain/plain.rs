//! How plain a text is: words, sentences, long words.
//!
//! Used by the check of content, not by the page. Knows the habits of German and English: "z. B." and
//! "14. September" do not end a sentence.

use crate::domain::text::{Piece, pieces};

/// Letters above which a word counts as long.
pub const LONG_WORD: usize = 18;

/// What was counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Measure {
    pub words: usize,
    pub sentences: usize,
    /// Words of the longest sentence, and the sentence itself.
    pub longest: usize,
    pub longest_sentence: String,
    /// Words with more than [`LONG_WORD`] letters between hyphens, in the order of the text.
    pub long_words: Vec<String>,
}

/// Abbreviations, without their last point, that no sentence ends with.
const ABBREVIATIONS: [&str; 34] = [
    "abs", "art", "bspw", "bzw", "ca", "co", "dr", "etc", "evtl", "gem", "ggf", "inkl", "max",
    "min", "mind", "mr", "mrs", "no", "nr", "prof", "st", "str", "tel", "u.a", "usw", "vgl", "vs",
    "ziff", "zzgl", "z.b", "d.h", "e.g", "i.e", "p.m",
];
/// What may stand between the end of a sentence and the next space.
const CLOSING: [char; 8] = ['"', '\'', ')', ']', '»', '“', '”', '’'];

impl Measure {
    /// Returns the mean length of a sentence in tenths of a word.
    pub fn mean_tenths(&self) -> usize {
        (self.words * 10 + self.sentences / 2) / self.sentences.max(1)
    }

    /// Adds what was counted in another text.
    pub fn add(&mut self, other: Measure) {
        self.words += other.words;
        self.sentences += other.sentences;
        if other.longest > self.longest {
            self.longest = other.longest;
            self.longest_sentence = other.longest_sentence;
        }
        self.long_words.extend(other.long_words);
    }
}

/// Measures one text; a text without an end mark is one sentence.
pub fn measure(text: &str) -> Measure {
    let mut measure = Measure::default();
    for sentence in sentences(&shown(text)) {
        let words: Vec<&str> = sentence.split_whitespace().filter(|word| is_word(word)).collect();
        let long = words.iter().filter(|word| is_long(word));
        measure.add(Measure {
            words: words.len(),
            sentences: 1,
            longest: words.len(),
            long_words: long.map(|word| trimmed(word).to_owned()).collect(),
            longest_sentence: sentence,
        });
    }
    measure
}

/// Splits a text into its sentences, leaving out what has no word.
pub fn sentences(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut sentence: Vec<&str> = Vec::new();
        for token in line.split_whitespace() {
            sentence.push(token);
            if ends_sentence(token) {
                out.push(std::mem::take(&mut sentence).join(" "));
            }
        }
        out.push(sentence.join(" "));
    }
    out.retain(|sentence| sentence.split_whitespace().any(is_word));
    out
}

/// Returns the text as it is shown: glossary marks by their words.
fn shown(text: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => text.to_owned(),
        Piece::Term { id, shown } => (if shown.is_empty() { id } else { shown }).to_owned(),
    };
    pieces(text).into_iter().map(piece).collect()
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// Returns a word without the marks around it.
fn trimmed(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_long(word: &str) -> bool {
    word.split(['-', '–', '/'])
        .any(|part| part.chars().filter(|c| c.is_alphabetic()).count() > LONG_WORD)
}

fn ends_sentence(token: &str) -> bool {
    let token = token.trim_end_matches(CLOSING);
    let Some(last) = token.chars().last() else { return false };
    match last {
        '!' | '?' | '…' | '؟' | '۔' | '。' => true,
        '.' => !is_short(token),
        _ => false,
    }
}

/// Tells whether the point of a token belongs to an abbreviation or to a number.
fn is_short(token: &str) -> bool {
    let bare = token.trim_start_matches(|c: char| !c.is_alphanumeric());
    if bare.ends_with("..") {
        return false;
    }
    let bare = bare.trim_end_matches('.');
    let digits = bare.chars().all(|c| c.is_ascii_digit());
    // "14. September", but "in 2030."
    let ordinal = digits && (1..=3).contains(&bare.len());
    let letter = bare.chars().count() == 1;
    let known = ABBREVIATIONS.contains(&bare.to_lowercase().as_str());
    ordinal || letter || known
}
