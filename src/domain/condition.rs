//! Conditions over answers: a small closed set, no rule language.
//!
//! In JSON: `{"all":[…]}`, `{"any":[…]}`, `{"not":{…}}`, `{"fact":"german","is":["yes"]}`,
//! `{"fact":"born","at_least":{"years":18}}`. A threshold is counted back from election day, and
//! the day itself counts.

use crate::domain::date::{Date, Span};
use crate::domain::json::Reader;

/// A condition; questions are named by their position in the pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// The answer is, or has among it, one of these options.
    Is {
        question: usize,
        options: Vec<String>,
    },
    /// The date answered lies at least this long before election day.
    AtLeast {
        question: usize,
        span: Span,
    },
}

/// What a condition comes to, as far as the answers go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    Yes,
    /// Not so; with the day from which it will be so if nothing but time has to pass.
    No(Option<Date>),
    /// Cannot be said before this question is answered (or answered more exactly).
    Open(usize),
}

/// The date that an answer stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// It is not so at all.
    Never,
    /// It has been so for as long as can matter.
    Always,
    /// It began on a day from `from` (unknown if `None`) to `to`, both included.
    Between { from: Option<Date>, to: Date },
}

/// Where conditions look things up.
pub trait Facts {
    /// Tells whether the answer to `question` is, or has among it, one of `options`.
    fn is(&self, question: usize, options: &[String]) -> Truth;
    /// Returns the date answered to `question`.
    fn when(&self, question: usize) -> Option<When>;
    /// Returns election day.
    fn election(&self) -> Date;
}

impl Condition {
    /// Reads a condition; `questions` are the known ids in order.
    pub fn read(reader: &Reader<'_>, questions: &[String]) -> Option<Condition> {
        let object = reader.object(&["all", "any", "not", "fact", "is", "at_least"])?;
        let count = |keys: &[&str]| keys.iter().filter(|key| object.get(key).is_some()).count();
        let kinds = count(&["all", "any", "not", "fact"]);
        let tests = count(&["is", "at_least"]);
        if kinds > 1 || tests > 1 || (tests == 1 && object.get("fact").is_none()) {
            reader.error(
                "Only one thing may stand here: all, any, not, or a fact with is or at_least.",
            );
        }
        let many = |field: Reader<'_>| -> Vec<Condition> {
            let items = field.list();
            if items.is_empty() {
                field.error("At least one condition is expected here.");
            }
            items.iter().filter_map(|item| Condition::read(item, questions)).collect()
        };
        if let Some(field) = object.get("all") {
            return Some(Condition::All(many(field)));
        }
        if let Some(field) = object.get("any") {
            return Some(Condition::Any(many(field)));
        }
        if let Some(field) = object.get("not") {
            return Some(Condition::Not(Box::new(Condition::read(&field, questions)?)));
        }
        let fact = object.need("fact")?;
        let name = fact.text()?;
        let Some(question) = questions.iter().position(|id| id == name) else {
            fact.error(format!("There is no question \"{name}\"."));
            return None;
        };
        if let Some(field) = object.get("at_least") {
            return Some(Condition::AtLeast { question, span: field.span()? });
        }
        let field = object.need("is")?;
        let options: Vec<String> = field.list().iter().filter_map(Reader::slug).collect();
        if options.is_empty() {
            field.error("At least one option is expected here.");
        }
        Some(Condition::Is { question, options })
    }

    /// Evaluates the condition.
    pub fn test(&self, facts: &dyn Facts) -> Truth {
        match self {
            Condition::All(list) => all(list, facts),
            Condition::Any(list) => any(list, facts),
            Condition::Not(inner) => match inner.test(facts) {
                Truth::Yes => Truth::No(None),
                Truth::No(_) => Truth::Yes,
                open => open,
            },
            Condition::Is { question, options } => facts.is(*question, options),
            Condition::AtLeast { question, span } => {
                at_least(*question, facts.when(*question), *span, facts.election())
            }
        }
    }

    /// Calls `visit` with every question that the condition names, and the span if there is one.
    pub fn visit(&self, visit: &mut dyn FnMut(usize, Option<Span>)) {
        match self {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().for_each(|inner| inner.visit(visit));
            }
            Condition::Not(inner) => inner.visit(visit),
            Condition::Is { question, .. } => visit(*question, None),
            Condition::AtLeast { question, span } => visit(*question, Some(*span)),
        }
    }
}

/// A No that time does not cure settles the matter; otherwise an open question comes first,
/// because it may decide between "not yet" and "no".
fn all(list: &[Condition], facts: &dyn Facts) -> Truth {
    let mut open: Option<usize> = None;
    let mut later: Option<Date> = None;
    for inner in list {
        match inner.test(facts) {
            Truth::Yes => {}
            Truth::No(None) => return Truth::No(None),
            Truth::No(from) => later = later.max(from),
            Truth::Open(question) => open = Some(open.map_or(question, |old| old.min(question))),
        }
    }
    match (open, later) {
        (Some(question), _) => Truth::Open(question),
        (None, Some(from)) => Truth::No(Some(from)),
        (None, None) => Truth::Yes,
    }
}

fn any(list: &[Condition], facts: &dyn Facts) -> Truth {
    let mut open: Option<usize> = None;
    let mut from: Option<Date> = None;
    for inner in list {
        match inner.test(facts) {
            Truth::Yes => return Truth::Yes,
            Truth::No(None) => {}
            Truth::No(Some(date)) => from = Some(from.map_or(date, |old| old.min(date))),
            Truth::Open(question) => open = Some(open.map_or(question, |old| old.min(question))),
        }
    }
    open.map_or(Truth::No(from), Truth::Open)
}

/// An inexact date that is not surely early enough asks for the exact one: the person gets the
/// right answer, and the right day if it is "not yet".
fn at_least(question: usize, when: Option<When>, span: Span, election: Date) -> Truth {
    let limit = election.minus(span);
    match when {
        None => Truth::Open(question),
        Some(When::Never) => Truth::No(None),
        Some(When::Always) => Truth::Yes,
        Some(When::Between { to, .. }) if to <= limit => Truth::Yes,
        Some(When::Between { from, to }) if from == Some(to) => Truth::No(Some(to.plus(span))),
        Some(When::Between { .. }) => Truth::Open(question),
    }
}
