//! "Is it for me?": the instrument of the self-assessment, and the way through its screens.
//!
//! An instrument is data: blocks of questions, dimensions, roles, steps. Labels never carry a value;
//! what an answer counts follows from the id of its option. Eligibility is none of its business.

mod read;

use crate::domain::answers::{Answer, Answers};
use crate::domain::pack::Statement;

pub use read::{file_of, read, texts_file_of};

/// Answer to a statement or a choice that says "I do not know": always offered, never scored.
pub const UNKNOWN: &str = "unknown";

/// The instrument of a pack.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// How many scoring answers a result needs at least.
    pub minimum: usize,
    /// Length of an evening in minutes, to turn evenings into hours.
    pub evening_minutes: i32,
    pub dimensions: Vec<Dimension>,
    pub blocks: Vec<Block>,
    /// All questions, block after block.
    pub questions: Vec<Item>,
    pub roles: Vec<Role>,
    pub steps: Vec<Step>,
    /// Options of a question that tell an old hand from a newcomer.
    pub old_hand: Option<Chosen>,
    /// Ids of all questions, also of the check, in the order in which share codes hold them.
    /// Only ever appended to.
    pub code: Vec<String>,
}

/// Something that a person brings, measured by statements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dimension {
    pub id: String,
    /// Kinds of events that help, best first.
    pub helps: Vec<String>,
}

/// A part of the assessment that can be done alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    pub id: String,
    /// Positions of its questions: from here to before there.
    pub from: usize,
    pub to: usize,
}

/// One question of the instrument.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub id: String,
    pub kind: ItemKind,
    /// The answers that can be chosen, without [`UNKNOWN`].
    pub options: Vec<Choice>,
    /// Shown on the screen of the question before it.
    pub together: bool,
    /// Option that excludes all others.
    pub none: Option<String>,
    /// Dimensions on which a statement loads, and how: positive if agreeing shows the dimension.
    pub loads: Vec<(usize, i32)>,
    /// Where what is said about its options comes from.
    pub notes: Option<Statement>,
}

/// How a question is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemKind {
    /// A step of the scale.
    Statement,
    /// One option.
    Choice,
    /// One option, whose value is a number of evenings in a month.
    Evenings,
    /// Any of the options.
    Several,
    /// Any of the options, shown as tiles.
    Tiles,
    /// Any of the options, shown as the days of a week.
    Week,
}

/// An answer that can be chosen, and its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub id: String,
    pub value: i32,
}

/// Options of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    pub question: usize,
    pub options: Vec<String>,
}

/// Something that a person can be or do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    pub id: String,
    /// Only for those who may stand.
    pub needs_stand: bool,
    /// Share of sessions and of group meetings in percent, and own work in minutes a month.
    pub sessions: i32,
    pub groups: i32,
    pub own: i32,
    /// Weight of every dimension.
    pub weights: Vec<i32>,
    /// Points for options beside the dimensions.
    pub points: Vec<(Chosen, i32)>,
    /// Points for having the time it asks for.
    pub time_points: i32,
    /// Evens out how easily a role comes out on top.
    pub lift: i32,
    /// Positions of next steps, for newcomers and for old hands.
    pub next_new: Vec<usize>,
    pub next_old: Vec<usize>,
}

/// Something to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub id: String,
    pub leads: crate::domain::outcome::Leads,
    /// Kinds of events that it means, if it leads to events.
    pub kinds: Vec<String>,
}

impl ItemKind {
    /// Tells whether any number of options can be chosen.
    pub fn is_several(self) -> bool {
        matches!(self, ItemKind::Several | ItemKind::Tiles | ItemKind::Week)
    }
}

impl Item {
    /// Returns the position of an option.
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| option.id == id)
    }

    /// Tells whether `answer` is an answer to this question.
    pub fn accepts(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Choice(id) if !self.kind.is_several() => {
                id == UNKNOWN || self.option(id).is_some()
            }
            Answer::Several(ids) if self.kind.is_several() => {
                let alone = self.none.as_ref().is_none_or(|n| !ids.contains(n) || ids.len() == 1);
                // Twice the same would count twice.
                let fits = |(at, id): (usize, &String)| {
                    self.option(id).is_some() && !ids[..at].contains(id)
                };
                alone && ids.iter().enumerate().all(fits)
            }
            _ => false,
        }
    }

    /// Returns the positions of the options that `answers` choose; `None` without an answer that
    /// counts.
    pub fn chosen(&self, answers: &Answers) -> Option<Vec<usize>> {
        let answer = answers.get(&self.id).filter(|answer| self.accepts(answer))?;
        match answer {
            Answer::Choice(id) => self.option(id).map(|at| vec![at]),
            Answer::Several(ids) => Some(ids.iter().filter_map(|id| self.option(id)).collect()),
            _ => None,
        }
    }

    /// Adds an option to a list of chosen ones or takes it out; "none of these" stands alone.
    pub fn toggle(&self, chosen: &mut Vec<String>, option: &str, on: bool) {
        let none = self.none.as_deref();
        chosen.retain(|other| {
            other != option && !(on && (none == Some(other) || none == Some(option)))
        });
        if on {
            chosen.push(option.to_owned());
        }
    }
}

impl Fit {
    /// Returns the position of a question.
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|item| item.id == id)
    }

    /// Returns the first question of every screen.
    pub fn screens(&self) -> Vec<usize> {
        (0..self.questions.len()).filter(|at| !self.questions[*at].together).collect()
    }

    /// Returns the questions of the screen that begins with a question.
    pub fn on_screen(&self, first: usize) -> std::ops::Range<usize> {
        let behind = self.questions.iter().skip(first + 1);
        first..first + 1 + behind.take_while(|item| item.together).count()
    }

    /// Tells whether a screen was answered: its first question is.
    pub fn is_done(&self, screen: usize, answers: &Answers) -> bool {
        let item = &self.questions[screen];
        answers.get(&item.id).is_some_and(|answer| item.accepts(answer))
    }

    /// Returns the block of a question.
    pub fn block_of(&self, question: usize) -> Option<usize> {
        self.blocks.iter().position(|block| (block.from..block.to).contains(&question))
    }

    /// Returns the first screen at or behind `from` that was not answered.
    pub fn next_screen(&self, from: usize, answers: &Answers) -> Option<usize> {
        self.screens().into_iter().find(|at| *at >= from && !self.is_done(*at, answers))
    }

    /// Returns how many screens of a block were answered, and how many it has.
    pub fn progress(&self, block: &Block, answers: &Answers) -> (usize, usize) {
        let of_block = |at: &usize| (block.from..block.to).contains(at);
        let screens: Vec<usize> = self.screens().into_iter().filter(of_block).collect();
        (screens.iter().filter(|at| self.is_done(**at, answers)).count(), screens.len())
    }

    /// Tells whether the person has done something like it before.
    pub fn is_old_hand(&self, answers: &Answers) -> bool {
        self.old_hand.as_ref().is_some_and(|chosen| {
            let item = &self.questions[chosen.question];
            let ids = item.chosen(answers).unwrap_or_default();
            ids.iter().any(|at| chosen.options.contains(&item.options[*at].id))
        })
    }
}
