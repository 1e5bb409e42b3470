//! What the work in the committee is: chapters, a story in pictures, figures, and how much time it
//! takes.
//!
//! Everything that states law, money or numbers says on what it rests and when that was checked.

mod estimate;
mod read;

use crate::domain::date::Date;
use crate::domain::pack::{Certainty, Pack, Source, Statement};

pub use estimate::{Calendar, Estimate, Evening, Inputs, Sum, Task, estimate};
pub use read::{file_of, read, texts_file_of};

/// The explainer of a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explainer {
    /// Scenes of the story, in their order.
    pub story: Vec<Scene>,
    pub chapters: Vec<Chapter>,
    pub figures: Vec<Figure>,
    /// Sources that the pack itself does not have.
    pub sources: Vec<Source>,
}

/// A picture of the story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scene {
    Worry,
    Talk,
    Motion,
    Agenda,
    Committee,
    Council,
    Outcome,
}

/// The words for the scenes.
pub const SCENES: [(&str, Scene); 7] = [
    ("worry", Scene::Worry),
    ("talk", Scene::Talk),
    ("motion", Scene::Motion),
    ("agenda", Scene::Agenda),
    ("committee", Scene::Committee),
    ("council", Scene::Council),
    ("outcome", Scene::Outcome),
];

/// The chapters that every explainer has, in this order; a town may have more.
pub const CHAPTERS: [&str; 17] = [
    "what", "who", "rights", "limits", "year", "evening", "time", "money", "duties", "changed",
    "differs", "gains", "downsides", "numbers", "voices", "myths", "questions",
];

/// A chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chapter {
    pub id: String,
    pub parts: Vec<Part>,
}

/// A part of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub id: String,
    pub kind: PartKind,
    pub depth: Depth,
    /// What it rests on; only the places of figures and of the estimate may have nothing.
    pub grounds: Option<Statement>,
}

/// What a part looks like and which texts it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartKind {
    Text,
    /// A term and its explanation.
    Named,
    /// Before and since the law of 2025.
    Change,
    /// A stretch of the year, in months, both included; from 11 to 2 goes over New Year.
    Month {
        from: u8,
        to: u8,
    },
    /// A time of day in a typical evening, as `HH:MM`.
    Hour {
        at: String,
    },
    /// What somebody said, in our own words.
    Voice,
    /// A claim, and whether it is true.
    Myth {
        truth: bool,
    },
    Question,
    /// A figure, by its position.
    Figure(usize),
    /// The place of the estimate of time.
    Estimate,
}

/// Whether a part belongs to the version of five minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    Five,
    Deep,
}

/// Numbers over the years.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    pub id: String,
    pub unit: Unit,
    pub as_of: Date,
    /// Years in which what is counted changed.
    pub breaks: Vec<i32>,
    pub series: Vec<Series>,
}

/// What the values of a figure are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Hundredths of a percent.
    Percent,
    Count,
}

/// One line of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Series {
    pub id: String,
    /// In the order of their years; a year of which nothing is known has none.
    pub points: Vec<Point>,
}

/// A value in a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    pub year: i32,
    pub value: i32,
    /// The source says "about", or the value was reckoned from others.
    pub about: bool,
    pub sources: Vec<String>,
    pub certainty: Certainty,
}

impl Scene {
    /// Returns the word used in content files and text keys.
    pub fn word(self) -> &'static str {
        SCENES.iter().find(|(_, scene)| *scene == self).map_or("", |(word, _)| word)
    }
}

impl PartKind {
    /// Tells whether it belongs to the short version; what is played or asked stands apart.
    fn is_told(&self) -> bool {
        !matches!(self, PartKind::Myth { .. } | PartKind::Question)
    }

    /// Returns the word used in content files and style sheets.
    pub fn word(&self) -> &'static str {
        match self {
            PartKind::Text => "text",
            PartKind::Named => "named",
            PartKind::Change => "change",
            PartKind::Month { .. } => "month",
            PartKind::Hour { .. } => "hour",
            PartKind::Voice => "voice",
            PartKind::Myth { .. } => "myth",
            PartKind::Question => "question",
            PartKind::Figure(_) => "figure",
            PartKind::Estimate => "estimate",
        }
    }

    /// Returns the ends of its text keys behind `role.<chapter>.<part>`; the empty one is the text.
    pub fn texts(&self) -> &'static [&'static str] {
        match self {
            PartKind::Text => &[""],
            PartKind::Voice => &["", ".who"],
            PartKind::Change => &[".title", ".before", ".after"],
            PartKind::Figure(_) | PartKind::Estimate => &[],
            _ => &[".title", ""],
        }
    }
}

impl Chapter {
    /// Returns the parts that belong to the version of five minutes.
    pub fn five(&self) -> Vec<&Part> {
        let told = |part: &&Part| part.depth == Depth::Five && part.kind.is_told();
        self.parts.iter().filter(told).collect()
    }
}

impl Figure {
    /// Returns the first and the last year, and the highest value; `None` without a point.
    pub fn range(&self) -> Option<(i32, i32, i32)> {
        let points = || self.series.iter().flat_map(|series| &series.points);
        let first = points().map(|point| point.year).min()?;
        let last = points().map(|point| point.year).max()?;
        Some((first, last, points().map(|point| point.value).max()?))
    }
}

impl Explainer {
    /// Returns a chapter by its id.
    pub fn chapter(&self, id: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// Returns the chapters of the version of five minutes with their parts, empty ones left out.
    pub fn five(&self) -> Vec<(&Chapter, Vec<&Part>)> {
        let told = self.chapters.iter().map(|chapter| (chapter, chapter.five()));
        told.filter(|(_, parts)| !parts.is_empty()).collect()
    }

    /// Returns a source of the explainer or of its pack.
    pub fn source<'a>(&'a self, pack: &'a Pack, id: &str) -> Option<&'a Source> {
        self.sources.iter().find(|source| source.id == id).or_else(|| pack.source(id))
    }
}
