//! A content pack: law, questions, rules, outcomes and texts of a place, read from JSON.
//!
//! Knows nothing about where files come from: their texts are passed in. Reading returns the pack
//! as far as it can be used, together with *all* problems.

mod further;
mod read;

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::eligibility::Rule;
use crate::domain::outcome::{Bring, NextStep, Outcome};
use crate::domain::path::{Deadline, Election, Phase};
use crate::domain::problem::{Problem, Weight};
use crate::domain::quiz::Question;
use serde_json::{Map, Value};

pub(crate) use further::{Grounds, Kind as FurtherKind, merged};
pub(crate) use read::is_web_address;
pub(crate) use read::statement_of;
pub use read::{chain_step, file_of, read, texts_file_of};

/// A content pack with everything it inherited.
#[derive(Clone, PartialEq, Debug)]
pub struct Pack {
    pub id: String,
    /// Id of the pack at the end of the `extends` chain; answers belong to it.
    pub root: String,
    /// Ids of the chain, this pack first.
    pub chain: Vec<String>,
    /// An example, not a real place.
    pub demo: bool,
    /// Name of the place.
    pub place: String,
    pub languages: Vec<String>,
    pub contact: Contact,
    /// Answers that the place itself gives.
    pub facts: Answers,
    pub sources: Vec<Source>,
    pub glossary: Vec<String>,
    pub elections: Vec<Election>,
    pub deadlines: Vec<Deadline>,
    pub phases: Vec<Phase>,
    pub questions: Vec<Question>,
    /// How many questions people usually answer.
    pub about: usize,
    pub rules: Vec<Rule>,
    pub hints: Vec<Statement>,
    pub outcomes: Vec<Outcome>,
    pub steps: Vec<NextStep>,
    pub bring: Vec<Bring>,
    /// How much time the work takes.
    pub workload: Workload,
    /// Names of event files.
    pub events: Vec<String>,
    /// Recordings, as they stand in the file: only pages that may have some read them.
    pub media: Option<Value>,
    /// Texts that stand in the pack files themselves, by language.
    pub inline_texts: Vec<(String, Map<String, Value>)>,
    /// Packs of the chain that have one text file per language.
    pub text_files: Vec<String>,
    /// Packs of the chain that have an instrument of the self-assessment, this pack first.
    pub fit_files: Vec<String>,
    /// Packs of the chain that have a way to the ballot, this pack first.
    pub way_files: Vec<String>,
    /// Packs of the chain that have an explainer of the role, this pack first.
    pub role_files: Vec<String>,
}

/// How to reach the office that runs elections.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// Lines of the postal address.
    pub address: Vec<String>,
    pub phone: Option<String>,
    pub mail: Option<String>,
    pub web: Option<String>,
}

/// A public page on which a statement rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub url: String,
}

/// A sentence with its sources; the words are in the texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub id: String,
    pub sources: Vec<String>,
    /// Day on which the statement was last checked.
    pub as_of: Date,
    pub certainty: Certainty,
}

/// How sure a statement is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    /// Three or more independent pages.
    Sure,
    /// One or two pages.
    Likely,
    /// Sources contradict each other, or nobody could check it.
    Open,
    /// Our own estimate.
    Own,
}

impl Certainty {
    /// Returns the word used in content files and message keys.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Sure => "sure",
            Certainty::Likely => "likely",
            Certainty::Open => "open",
            Certainty::Own => "own",
        }
    }
}

/// How much time the work in the body takes; inputs that an office can change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Workload {
    /// Sessions and group meetings in a year.
    pub sessions: i32,
    pub groups: i32,
    /// Minutes of a session, of reading for it, of a group meeting.
    pub session_minutes: i32,
    pub reading_minutes: i32,
    pub group_minutes: i32,
    pub notes: Option<Statement>,
}

/// A pack and what is wrong with it.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// `None` if the files cannot be used at all.
    pub pack: Option<Pack>,
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Tells whether anything keeps the pack from being used as it is.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.weight == Weight::Error)
    }
}

impl Pack {
    /// Returns a source by its id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Returns an election by its id.
    pub fn election(&self, id: &str) -> Option<&Election> {
        self.elections.iter().find(|election| election.id == id)
    }
}
