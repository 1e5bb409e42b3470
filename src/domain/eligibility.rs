//! May I vote, may I stand? Rules as data, judged in a three-valued way.
//!
//! NO beats ASK beats YES. A NO that only needs time carries the day from which it ends.

use crate::domain::condition::{Condition, Truth};
use crate::domain::date::Date;
use crate::domain::json::Reader;
use crate::domain::quiz::Known;

/// What somebody may be allowed to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Vote,
    Stand,
}

impl Role {
    pub const ALL: [Role; 2] = [Role::Vote, Role::Stand];
}

/// One rule: the first case that holds decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    pub id: String,
    pub roles: Vec<Role>,
    pub cases: Vec<RuleCase>,
    pub sources: Vec<String>,
    /// Day on which the rule was last checked against its sources.
    pub as_of: Date,
}

/// One case of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleCase {
    pub id: String,
    /// Holds always if `None`, which is allowed for the last case only.
    pub when: Option<Condition>,
    pub then: Then,
    /// Hints shown with the result when this case decided.
    pub hints: Vec<String>,
    /// Goes without saying: not listed among the reasons.
    pub quiet: bool,
}

/// What a case says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    Yes,
    Ask,
    No,
}

impl Then {
    const WORDS: [(&'static str, Then); 3] =
        [("yes", Then::Yes), ("ask", Then::Ask), ("no", Then::No)];
}

/// What a rule, or all rules for a role together, come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Yes,
    /// Sources disagree or the law needs a look at papers: the election office decides.
    Ask,
    /// Not on that election day, but from this day on.
    Later(Date),
    No,
    /// Depends on this question.
    Open(usize),
}

impl Verdict {
    /// Returns the word used in content files and pages.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::Ask => "ask",
            Verdict::Later(_) => "later",
            Verdict::No => "no",
            Verdict::Open(_) => "open",
        }
    }
}

/// How one rule came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ruling {
    /// Position of the rule in the pack.
    pub rule: usize,
    /// Position of the deciding case; `None` while open.
    pub case: Option<usize>,
    pub verdict: Verdict,
}

/// How all rules for a role came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    pub verdict: Verdict,
    pub rulings: Vec<Ruling>,
}

/// Judges all rules for `role`.
pub fn decide(known: &Known<'_>, role: Role) -> Decision {
    let rulings: Vec<Ruling> = known
        .pack
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.roles.contains(&role))
        .map(|(at, rule)| judge(known, at, rule))
        .collect();
    Decision { verdict: combine(rulings.iter().map(|ruling| ruling.verdict)), rulings }
}

/// Combines verdicts: No, then an open question, then Later, then Ask, then Yes.
///
/// An open question comes before Later, because it may turn "not yet" into "no".
pub fn combine(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::No => 4,
        Verdict::Open(_) => 3,
        Verdict::Later(_) => 2,
        Verdict::Ask => 1,
        Verdict::Yes => 0,
    };
    verdicts.fold(Verdict::Yes, |a, b| match (a, b) {
        (Verdict::Open(x), Verdict::Open(y)) => Verdict::Open(x.min(y)),
        (Verdict::Later(x), Verdict::Later(y)) => Verdict::Later(x.max(y)),
        _ if rank(&b) > rank(&a) => b,
        _ => a,
    })
}

/// Finds the first case that holds. A No says from when it ends if a passed-over Yes only needs
/// time.
fn judge(known: &Known<'_>, at: usize, rule: &Rule) -> Ruling {
    let mut from: Option<Date> = None;
    for (index, case) in rule.cases.iter().enumerate() {
        match case.when.as_ref().map_or(Truth::Yes, |when| when.test(known)) {
            Truth::Open(question) => {
                return Ruling { rule: at, case: None, verdict: Verdict::Open(question) };
            }
            Truth::No(date) => {
                if case.then == Then::Yes {
                    from = match (from, date) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
            }
            Truth::Yes => {
                let verdict = match case.then {
                    Then::Yes => Verdict::Yes,
                    Then::Ask => Verdict::Ask,
                    Then::No => from.map_or(Verdict::No, Verdict::Later),
                };
                return Ruling { rule: at, case: Some(index), verdict };
            }
        }
    }
    // The last case always holds (checked when the pack is read).
    Ruling { rule: at, case: None, verdict: Verdict::Ask }
}

impl Rule {
    /// Reads one rule of a pack.
    pub fn read(reader: &Reader<'_>, questions: &[String]) -> Option<Rule> {
        let object = reader.object(&["id", "for", "cases", "sources", "as_of"])?;
        let words = [("vote", Role::Vote), ("stand", Role::Stand)];
        let roles = object.all("for", &|item| item.word(&words));
        if roles.is_empty() {
            reader.error("A rule is for \"vote\", for \"stand\", or for both.");
        }
        let readers = object.list("cases");
        let last = readers.len().saturating_sub(1);
        let mut cases = Vec::new();
        for (index, item) in readers.iter().enumerate() {
            cases.extend(RuleCase::read(item, questions, index == last));
        }
        if readers.is_empty() {
            reader.error("A rule needs at least one case.");
        }
        let sources = object.slugs("sources");
        if sources.is_empty() {
            reader.error("A rule is a legal statement: name at least one source.");
        }
        let id = object.slug("id");
        let as_of = object.date("as_of");
        Some(Rule { id: id?, roles, cases, sources, as_of: as_of? })
    }
}

impl RuleCase {
    fn read(reader: &Reader<'_>, questions: &[String], last: bool) -> Option<RuleCase> {
        let object = reader.object(&["id", "when", "then", "hints", "quiet"])?;
        let when = object.get("when");
        if when.is_some() == last {
            reader.error(if last {
                "The last case of a rule must hold always: leave \"when\" out."
            } else {
                "Only the last case of a rule may have no \"when\"."
            });
        }
        let when = when.map(|field| Condition::read(&field, questions));
        let id = object.slug("id");
        let then = object.word("then", &Then::WORDS);
        let hints = object.slugs("hints");
        let quiet = object.flag("quiet");
        let when = match when {
            Some(read) => Some(read?),
            None => None,
        };
        Some(RuleCase { id: id?, when, then: then?, hints, quiet })
    }
}
