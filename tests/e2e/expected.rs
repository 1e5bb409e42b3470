//! What should be on screen, worked out from the served files by the rules themselves.

use crate::page::Done;
use crate::runner::folder;
use serde_json::Value;
use sitz_und_stimme::domain::answers::Answers;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::fit::Fit;
use sitz_und_stimme::domain::journey::{self, Journey};
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::outcome;
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{self, Case, Step};
use sitz_und_stimme::domain::roles::{self, Profile};
use sitz_und_stimme::domain::saved::{Slot, VERSION};
use sitz_und_stimme::domain::share::{self, Carried};
use std::fs;
use std::path::Path;

/// Storage keys of the two lists of answers.
pub const CHECK_KEY: &str = "sitz-und-stimme.answers.nrw";
pub const FIT_KEY: &str = "sitz-und-stimme.fit.nrw";

/// Answers of one person.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub fit: Answers,
    pub check: Answers,
}

impl Person {
    /// Reads both lists of answers in their stored form.
    pub fn new(fit: &str, check: &str) -> Done<Person> {
        Ok(Person { fit: answers(fit)?, check: answers(check)? })
    }

    /// Packs the answers as the page does; those of the check only on request.
    pub fn carried(&self, check: bool) -> Carried {
        let check = if check { self.check.clone() } else { Answers::default() };
        let day = Date::parse("2026-11-22").map_or(0, Date::days);
        Carried { day, fit: self.fit.clone(), check, ignored: 0 }
    }
}

/// Reads answers in their stored form.
pub fn answers(text: &str) -> Done<Answers> {
    let value = serde_json::from_str(text).map_err(|e| format!("{text}: {e}"))?;
    Answers::from_value(&value).ok_or_else(|| format!("these are no answers: {text}"))
}

/// The rules of a place and its self-assessment.
pub struct Town {
    pub pack: Pack,
    pub fit: Fit,
}

/// What the page of the result should show.
#[derive(Debug, PartialEq)]
pub struct Expected {
    /// Outcome and verdict about standing; empty while the check is open.
    pub outcome: String,
    pub stand: String,
    /// Roles with their scores, best first.
    pub roles: Vec<(String, i32)>,
    /// Percent of the questions that score.
    pub sureness: usize,
}

impl Town {
    /// Reads the files that the page is served with.
    pub fn load(id: &str) -> Done<Town> {
        let read = |file: &str| fs::read_to_string(folder().join(file)).ok();
        let pack = audit::load(id, &read).pack.ok_or_else(|| format!("{id} is no pack"))?;
        let (fit, problems) = audit::load_fit(&pack, &read);
        let fit = fit.ok_or_else(|| format!("{id} has no self-assessment: {problems:?}"))?;
        Ok(Town { pack, fit })
    }

    pub fn profile(&self, person: &Person) -> Profile {
        roles::profile(&self.fit, &self.pack.workload, &person.fit)
    }

    /// Works out the result of a person on a day, as a page would show it.
    pub fn expect(&self, person: &Person, today: Date) -> Done<Expected> {
        let next = self.pack.next_election(today);
        let case = Case { election: next.map_or(today, |election| election.date), today };
        let replay = quiz::replay(&self.pack, &person.check, case);
        let done = replay.step == Step::Done;
        let result = done.then(|| outcome::judge(&self.pack, &replay.answers, case)).flatten();
        let stand = result.as_ref().is_none_or(|r| roles::may_stand(r.stand.verdict));
        let profile = self.profile(person);
        let open = profile.open_roles(&self.fit, stand);
        let mut shown = Vec::new();
        for (place, found) in open.iter().take(3).enumerate() {
            // A third that is far behind is not shown.
            if place < 2 || found.score > 0 {
                shown.push((self.fit.roles[found.role].id.clone(), found.score));
            }
        }
        let outcome = result.as_ref().map(|r| self.pack.outcomes[r.outcome].id.clone());
        let stand = result.as_ref().map(|r| r.stand.verdict.word().to_owned());
        Ok(Expected {
            outcome: outcome.unwrap_or_default(),
            stand: stand.unwrap_or_default(),
            roles: shown,
            sureness: profile.percent(),
        })
    }

    /// Packs answers into the code of a link.
    pub fn code(&self, person: &Person, check: bool) -> String {
        share::encode(&person.carried(check), &self.fit, &self.pack)
    }

    /// Opens the code at the end of a link.
    pub fn opened(&self, link: &str) -> Done<Carried> {
        let (_, code) = link.rsplit_once('/').ok_or_else(|| format!("no code in {link}"))?;
        share::decode(code, &self.fit, &self.pack).map_err(|e| format!("{link}: {e:?}"))
    }
}

/// Returns the text under which answers are stored.
pub fn stored(answers: &Answers) -> String {
    record("nrw", 1, None, answers.to_value())
}

/// Returns what lies in one place of a record.
pub fn record(owner: &str, turn: u64, day: Option<Date>, data: Value) -> String {
    Slot { turn, day, by: Vec::new(), version: VERSION, data }.to_text(owner)
}

/// Returns a day; the tests know the days they name.
pub fn day(text: &str) -> Done<Date> {
    Date::parse(text).ok_or_else(|| format!("{text} is no day"))
}

/// Reads a person whose whole way is written down.
pub fn journey(id: &str) -> Done<Journey> {
    let name = format!("tests/journeys/{id}.json");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
    let text = fs::read_to_string(&file).map_err(|e| format!("{name}: {e}"))?;
    let problems = Problems::default();
    journey::read(&name, &text, &problems)
        .ok_or_else(|| format!("{name} cannot be used: {:?}", problems.borrow()))
}
