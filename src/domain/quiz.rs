//! The questions, and which one comes next.
//!
//! Step, progress and result are derived by replaying the answers; nothing remembers "where I am".
//! A question is asked only if some rule that is still undecided needs it, in the pack's order.

use crate::domain::answers::{Answer, Answers};
use crate::domain::condition::{Condition, Facts, Truth, When};
use crate::domain::date::{Date, Span};
use crate::domain::eligibility::{self, Role, Verdict};
use crate::domain::pack::Pack;

/// One question of the pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    pub id: String,
    pub kind: Kind,
    /// Never asked by itself; offered on the result page.
    pub optional: bool,
    /// Whether the answer lives as long as the tab only, unless the person wants it kept.
    pub sensitive: bool,
    /// What follows from other answers, so that it need not be asked.
    pub presume: Vec<Presumption>,
    /// Answer that counts when an optional question was not answered.
    pub assume: Option<Answer>,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One of the options.
    Choice(Vec<String>),
    /// Any of the options, or none of them.
    Several(Vec<String>),
    /// A date; the year is enough until it matters.
    Date,
    /// A date, or one of the options instead of it.
    Since(Vec<SinceOption>),
}

/// An answer to "since when" that is not a date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SinceOption {
    pub id: String,
    pub means: Meaning,
}

/// What an answer to "since when" that is not a date stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// It is not so.
    Never,
    /// It has always been so.
    Always,
    /// It is so today; offered instead of the date when that is long enough before election day.
    Today,
}

/// "If this holds, then since … at the latest."
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Presumption {
    pub when: Condition,
    pub since: Since,
}

/// From when a presumption holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    /// Today at the latest.
    Today,
    /// At the latest since the date answered to another question.
    Like(usize),
}

/// The situation for which answers are judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Case {
    pub election: Date,
    pub today: Date,
}

/// What comes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// This question (its position in the pack).
    Ask(usize),
    /// This question again: here the exact day counts.
    Exact(usize),
    /// Everything that can matter is known.
    Done,
}

/// The replay of the answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replay {
    /// Questions that count, in the order in which they were asked.
    pub path: Vec<usize>,
    /// The answers that count.
    pub answers: Answers,
    pub step: Step,
}

impl Question {
    /// Tells whether `answer` is an answer to this question.
    pub fn accepts(&self, answer: &Answer) -> bool {
        match (&self.kind, answer) {
            (Kind::Choice(options), Answer::Choice(id)) => options.contains(id),
            (Kind::Several(options), Answer::Several(ids)) => {
                ids.iter().all(|id| options.contains(id))
            }
            (Kind::Date | Kind::Since(_), Answer::Date(_)) => true,
            (Kind::Since(options), Answer::Until(_)) => {
                options.iter().any(|option| option.means == Meaning::Today)
            }
            (Kind::Since(options), Answer::Choice(id)) => {
                options.iter().any(|o| o.id == *id && o.means != Meaning::Today)
            }
            _ => false,
        }
    }

    /// Returns the ids of all options.
    pub fn options(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Choice(options) | Kind::Several(options) => {
                options.iter().map(String::as_str).collect()
            }
            Kind::Date => Vec::new(),
            Kind::Since(options) => options.iter().map(|o| o.id.as_str()).collect(),
        }
    }

    fn when(&self, answer: &Answer) -> Option<When> {
        match answer {
            Answer::Date(date) => {
                Some(When::Between { from: Some(date.earliest()), to: date.latest() })
            }
            Answer::Until(date) => Some(When::Between { from: None, to: *date }),
            Answer::Choice(id) => match &self.kind {
                Kind::Since(options) => {
                    let means = options.iter().find(|option| option.id == *id)?.means;
                    match means {
                        Meaning::Never => Some(When::Never),
                        Meaning::Always => Some(When::Always),
                        Meaning::Today => None,
                    }
                }
                _ => None,
            },
            Answer::Several(_) => None,
        }
    }
}

/// Answers as facts of a case.
pub struct Known<'a> {
    pub pack: &'a Pack,
    pub answers: &'a Answers,
    pub case: Case,
    /// Whether questions without an answer count as answered by what is assumed.
    pub complete: bool,
}

impl Known<'_> {
    fn answer(&self, question: usize) -> Option<&Answer> {
        let question = &self.pack.questions[question];
        let given = self.pack.facts.get(&question.id).or_else(|| self.answers.get(&question.id));
        given.filter(|answer| question.accepts(answer)).or_else(|| {
            let counts = self.complete || question.optional;
            question.assume.as_ref().filter(|_| counts)
        })
    }

    fn presumed(&self, question: usize) -> Option<When> {
        let held = |p: &&Presumption| p.when.test(self) == Truth::Yes;
        let since = self.pack.questions[question].presume.iter().find(held)?.since;
        match since {
            Since::Today => Some(When::Between { from: None, to: self.case.today }),
            Since::Like(other) => match self.when(other)? {
                When::Between { to, .. } => Some(When::Between { from: None, to }),
                When::Always => Some(When::Always),
                // That one thing is not so says nothing about the other: it has to be asked.
                When::Never => None,
            },
        }
    }
}

impl Facts for Known<'_> {
    fn is(&self, question: usize, options: &[String]) -> Truth {
        let found = match self.answer(question) {
            None => return Truth::Open(question),
            Some(Answer::Choice(id)) => options.contains(id),
            Some(Answer::Several(ids)) => ids.iter().any(|id| options.contains(id)),
            Some(_) => false,
        };
        if found { Truth::Yes } else { Truth::No(None) }
    }

    fn when(&self, question: usize) -> Option<When> {
        match self.answer(question) {
            Some(answer) => self.pack.questions[question].when(answer),
            None => self.presumed(question),
        }
    }

    fn election(&self) -> Date {
        self.case.election
    }
}

/// Replays `answers`: which questions count, and what comes next.
pub fn replay(pack: &Pack, answers: &Answers, case: Case) -> Replay {
    let mut path = Vec::new();
    let mut counted = Answers::default();
    // Each round adds one question to the path, so there are at most as many rounds as questions.
    loop {
        let known = Known { pack, answers: &counted, case, complete: false };
        let Some(next) = next_question(&known) else {
            keep_optional(pack, answers, &mut counted);
            return Replay { path, answers: counted, step: Step::Done };
        };
        if path.contains(&next) {
            return Replay { path, answers: counted, step: Step::Exact(next) };
        }
        let question = &pack.questions[next];
        match answers.get(&question.id).filter(|answer| question.accepts(answer)) {
            Some(answer) => {
                counted.record(&question.id, answer.clone());
                path.push(next);
            }
            None => return Replay { path, answers: counted, step: Step::Ask(next) },
        }
    }
}

fn keep_optional(pack: &Pack, answers: &Answers, counted: &mut Answers) {
    for question in pack.questions.iter().filter(|q| q.optional) {
        if let Some(answer) = answers.get(&question.id).filter(|a| question.accepts(a)) {
            counted.record(&question.id, answer.clone());
        }
    }
}

/// Returns the first question that an undecided role needs.
fn next_question(known: &Known<'_>) -> Option<usize> {
    Role::ALL
        .iter()
        .filter_map(|role| match eligibility::decide(known, *role).verdict {
            Verdict::Open(question) => Some(question),
            _ => None,
        })
        .min()
}

impl Pack {
    /// Returns the position of a question.
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    /// Returns the options of a question that make sense for a case, "today" first.
    ///
    /// Whether "I live here today" is enough depends on how far away election day is. When it is,
    /// no date is asked for at all, so the second value is false.
    pub fn offers(&self, question: usize, case: Case) -> (Vec<&str>, bool) {
        let q = &self.questions[question];
        let Kind::Since(options) = &q.kind else {
            return (q.options(), q.kind == Kind::Date);
        };
        let has_today = options.iter().any(|option| option.means == Meaning::Today);
        let enough = has_today && self.is_enough(question, case.today, case.election);
        let shown = options.iter().filter(|o| o.means != Meaning::Today || enough);
        (shown.map(|o| o.id.as_str()).collect(), !enough)
    }

    /// Tells whether "since `day` or earlier" meets every threshold on a question.
    pub fn is_enough(&self, question: usize, day: Date, election: Date) -> bool {
        self.spans(question).iter().all(|span| day <= election.minus(*span))
    }

    /// Returns the thresholds that the rules put on a question.
    pub fn spans(&self, question: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut note = |q: usize, span: Option<Span>| {
            if q == question {
                spans.extend(span);
            }
        };
        for rule in &self.rules {
            for case in &rule.cases {
                if let Some(when) = &case.when {
                    when.visit(&mut note);
                }
            }
        }
        spans
    }
}
