//! What is wrong with a file, where, and in one sentence.

use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// The content cannot be used as it is.
    Error,
    /// The content works, but somebody should look at it.
    Warning,
}

/// One thing that is wrong with a content file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub weight: Weight,
    /// Path of the file below `public/`.
    pub file: String,
    /// JSON pointer (RFC 6901) of the place; empty for the whole file.
    pub pointer: String,
    /// What is wrong and, where it is short, what to do.
    pub sentence: String,
}

impl Problem {
    /// Makes an error at `place`, which is `file#pointer`.
    pub fn error(place: &str, sentence: impl Into<String>) -> Problem {
        Problem::at(Weight::Error, place, sentence.into())
    }

    /// Makes a warning at `place`, which is `file#pointer`.
    pub fn warning(place: &str, sentence: impl Into<String>) -> Problem {
        Problem::at(Weight::Warning, place, sentence.into())
    }

    /// Tells whether it keeps the content from being used as it is.
    pub fn is_error(&self) -> bool {
        self.weight == Weight::Error
    }

    fn at(weight: Weight, place: &str, sentence: String) -> Problem {
        let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
        Problem { weight, file: file.to_owned(), pointer: pointer.to_owned(), sentence }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        };
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{weight}: {} {pointer}: {}", self.file, self.sentence)
    }
}
