//! The answer a person gets: which outcome page, and why.

use crate::domain::answers::Answers;
use crate::domain::condition::{Condition, Truth};
use crate::domain::date::{Date, Span};
use crate::domain::eligibility::{self, Decision, Role, Rule, Verdict};
use crate::domain::json::Reader;
use crate::domain::pack::Pack;
use crate::domain::quiz::{Case, Known};

/// One outcome page of the pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub id: String,
    /// Words of the verdicts for which it is shown; empty means any.
    pub stand: Vec<String>,
    pub vote: Vec<String>,
    pub when: Option<Condition>,
    pub tone: Tone,
    /// Ids of next steps, most useful first.
    pub next: Vec<String>,
    /// Whether the list of what to bring to the election office is shown.
    pub bring: bool,
}

/// How an outcome looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Yes,
    Ask,
    Later,
    Other,
}

impl Tone {
    /// Returns the word used in style sheets.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Yes => "yes",
            Tone::Ask => "ask",
            Tone::Later => "later",
            Tone::Other => "other",
        }
    }
}

/// Something to do next, with a place in the app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextStep {
    pub id: String,
    /// Where it leads; `None` if the text says it all.
    pub leads: Option<Leads>,
}

/// Places that a next step can lead to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leads {
    Events,
    Role,
    Path,
    Quiz,
    Contact,
}

/// The words for places that a next step can lead to.
pub const LEADS: [(&str, Leads); 5] = [
    ("events", Leads::Events),
    ("role", Leads::Role),
    ("path", Leads::Path),
    ("quiz", Leads::Quiz),
    ("contact", Leads::Contact),
];

/// Something to bring to the election office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bring {
    pub id: String,
    pub when: Option<Condition>,
}

/// Everything the result page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Result {
    /// Position of the outcome in the pack.
    pub outcome: usize,
    pub vote: Decision,
    pub stand: Decision,
    /// Ids of hints, without repetition.
    pub hints: Vec<String>,
    /// Ids of things to bring; empty if nothing has to be asked.
    pub bring: Vec<String>,
}

/// Judges complete answers. `None` while a question is open, or if the pack has no outcome.
pub fn judge(pack: &Pack, answers: &Answers, case: Case) -> Option<Result> {
    judge_known(&Known { pack, answers, case, complete: false })
}

/// Judges what is known, open questions counting as far as they are assumed.
pub fn judge_known(known: &Known<'_>) -> Option<Result> {
    let vote = eligibility::decide(known, Role::Vote);
    let stand = eligibility::decide(known, Role::Stand);
    let open = |decision: &Decision| matches!(decision.verdict, Verdict::Open(_));
    if open(&vote) || open(&stand) {
        return None;
    }
    let pack = known.pack;
    let outcome = pack.outcomes.iter().position(|o| {
        o.fits(vote.verdict, stand.verdict)
            && o.when.as_ref().is_none_or(|when| when.test(known) == Truth::Yes)
    })?;
    let shown = |b: &&Bring| b.when.as_ref().is_none_or(|when| when.test(known) == Truth::Yes);
    let bring = match pack.outcomes[outcome].bring {
        true => pack.bring.iter().filter(shown).map(|b| b.id.clone()).collect(),
        false => Vec::new(),
    };
    let hints = hints(pack, &vote, &stand);
    Some(Result { outcome, vote, stand, hints, bring })
}

fn hints(pack: &Pack, vote: &Decision, stand: &Decision) -> Vec<String> {
    let mut hints: Vec<String> = Vec::new();
    for ruling in vote.rulings.iter().chain(&stand.rulings) {
        let Some(case) = ruling.case else { continue };
        for hint in &pack.rules[ruling.rule].cases[case].hints {
            if !hints.contains(hint) {
                hints.push(hint.clone());
            }
        }
    }
    hints
}

impl Outcome {
    /// Tells whether the outcome is meant for these two verdicts.
    pub fn fits(&self, vote: Verdict, stand: Verdict) -> bool {
        let fits = |words: &Vec<String>, v: Verdict| {
            words.is_empty() || words.iter().any(|word| word == v.word())
        };
        fits(&self.vote, vote) && fits(&self.stand, stand)
    }

    /// Reads one outcome of a pack.
    pub fn read(reader: &Reader<'_>, questions: &[String]) -> Option<Outcome> {
        let object = reader.object(&["id", "stand", "vote", "when", "tone", "next", "bring"])?;
        let words = ["yes", "ask", "later", "no"].map(|word| (word, word));
        let verdict = |item: &Reader<'_>| item.word(&words).map(str::to_owned);
        let verdicts = |key: &str| object.all(key, &verdict);
        let tones = [
            ("yes", Tone::Yes),
            ("ask", Tone::Ask),
            ("later", Tone::Later),
            ("other", Tone::Other),
        ];
        let when = match object.get("when") {
            Some(field) => Some(Condition::read(&field, questions)?),
            None => None,
        };
        Some(Outcome {
            id: object.slug("id")?,
            stand: verdicts("stand"),
            vote: verdicts("vote"),
            when,
            tone: object.word("tone", &tones)?,
            next: object.slugs("next"),
            bring: object.flag("bring"),
        })
    }
}

impl NextStep {
    /// Reads one next step of a pack.
    pub fn read(reader: &Reader<'_>) -> Option<NextStep> {
        let object = reader.object(&["id", "leads"])?;
        let leads = object.get("leads").and_then(|field| field.word(&LEADS));
        Some(NextStep { id: object.slug("id")?, leads })
    }
}

impl Bring {
    /// Reads one thing to bring.
    pub fn read(reader: &Reader<'_>, questions: &[String]) -> Option<Bring> {
        let object = reader.object(&["id", "when"])?;
        let when = match object.get("when") {
            Some(field) => Some(Condition::read(&field, questions)?),
            None => None,
        };
        Some(Bring { id: object.slug("id")?, when })
    }
}

impl Rule {
    /// Returns the questions that the rule looks at, in the order of its cases.
    pub fn questions(&self) -> Vec<usize> {
        let mut seen = Vec::new();
        for case in &self.cases {
            if let Some(when) = &case.when {
                when.visit(&mut |question, _| {
                    if !seen.contains(&question) {
                        seen.push(question);
                    }
                });
            }
        }
        seen
    }

    /// Returns the last day that still meets the rule's threshold, if it has one.
    pub fn limit(&self, election: Date) -> Option<Date> {
        let mut found: Option<Span> = None;
        for case in &self.cases {
            if let Some(when) = &case.when {
                when.visit(&mut |_, span| found = found.or(span));
            }
        }
        found.map(|span| election.minus(span))
    }
}
