//! People walked through the whole app: their answers as data, and what should come out.
//!
//! Used by `cargo xtask journeys` and the tests; the page itself never calls it.

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::fit::Fit;
use crate::domain::json::{self, Object, Problems, Reader};
use crate::domain::outcome;
use crate::domain::pack::Pack;
use crate::domain::quiz::{self, Case, Step};
use crate::domain::roles::{self, Profile, Sureness};

/// A person on the way through the app.
#[derive(Clone, PartialEq, Debug)]
pub struct Journey {
    pub id: String,
    /// Who this is, for people who read the file.
    pub who: String,
    pub pack: String,
    pub today: Date,
    /// Election by its id; the next one if `None`.
    pub election: Option<String>,
    pub check: Answers,
    pub fit: Answers,
    pub expect: Expect,
}

/// What should come out for a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expect {
    /// Outcome of the check; `None` if it was not answered to its end.
    pub outcome: Option<String>,
    /// The first roles that are open, in their order.
    pub roles: Vec<String>,
    /// For a role, questions that must be among its three strongest reasons.
    pub because: Vec<(String, Vec<String>)>,
    pub strong: Vec<String>,
    pub practice: Vec<String>,
    pub sureness: Option<Sureness>,
    /// First next step.
    pub step: Option<String>,
}

/// Reads a journey; `None` if it cannot be used, with all reasons in `problems`.
pub fn read(file: &str, text: &str, problems: &Problems) -> Option<Journey> {
    let value = json::parse(file, text, problems)?;
    let place = format!("{file}#");
    let reader = Reader::new(&value, &place, problems);
    let object =
        reader.object(&["id", "who", "pack", "today", "election", "check", "fit", "expect"])?;
    let id = object.slug("id");
    let who = object.owned("who");
    let pack = object.slug("pack");
    let today = object.date("today");
    let check = answers(&object, "check");
    let fit = answers(&object, "fit");
    let expect = object.need("expect").and_then(|field| expect(&field));
    Some(Journey {
        id: id?,
        who: who?,
        pack: pack?,
        today: today?,
        election: object.get("election").and_then(|field| field.slug()),
        check: check?,
        fit: fit?,
        expect: expect?,
    })
}

fn answers(object: &Object<'_>, key: &str) -> Option<Answers> {
    let Some(field) = object.get(key) else {
        return Some(Answers::default());
    };
    let answers = Answers::from_value(field.value());
    if answers.is_none() {
        field.error("Answers by question are expected here.");
    }
    answers
}

fn expect(reader: &Reader<'_>) -> Option<Expect> {
    let fields = ["outcome", "roles", "because", "strong", "practice", "sureness", "step"];
    let object = reader.object(&fields)?;
    let mut because = Vec::new();
    let fields = object.get("because").and_then(|field| field.entries_object());
    for (role, field) in fields.iter().flat_map(Object::entries) {
        let ids = field.list().iter().filter_map(Reader::slug).collect();
        because.push((role.to_owned(), ids));
    }
    let words = [
        ("too_little", Sureness::TooLittle),
        ("first", Sureness::First),
        ("clear", Sureness::Clear),
        ("sure", Sureness::Sure),
    ];
    Some(Expect {
        outcome: object.get("outcome").and_then(|field| field.slug()),
        roles: object.slugs("roles"),
        because,
        strong: object.slugs("strong"),
        practice: object.slugs("practice"),
        sureness: object.get("sureness").and_then(|field| field.word(&words)),
        step: object.get("step").and_then(|field| field.slug()),
    })
}

/// Walks a person through the app and returns what came out differently, one sentence each.
pub fn run(journey: &Journey, pack: &Pack, fit: &Fit) -> Vec<String> {
    let mut faults = unknown_answers(journey, pack, fit);
    let named = journey.election.as_deref().map(|id| pack.election(id));
    let election = match named {
        Some(None) => {
            faults.push("The pack has no such election.".to_owned());
            None
        }
        Some(found) => found,
        None => pack.next_election(journey.today),
    };
    let day = election.map_or(journey.today, |election| election.date);
    let case = Case { election: day, today: journey.today };
    let replay = quiz::replay(pack, &journey.check, case);
    let result =
        (replay.step == Step::Done).then(|| outcome::judge(pack, &replay.answers, case)).flatten();
    let outcome = result.as_ref().map(|result| pack.outcomes[result.outcome].id.clone());
    differ(&mut faults, "outcome", &outcome, &journey.expect.outcome);
    let stand = result.is_none_or(|result| roles::may_stand(result.stand.verdict));
    let profile = roles::profile(fit, &pack.workload, &journey.fit);
    compare(&mut faults, &journey.expect, fit, &profile, stand);
    if let Some(step) = &journey.expect.step {
        let steps = roles::next_steps(fit, &profile, &journey.fit, stand);
        let first = steps.first().map(|at| fit.steps[*at].id.clone());
        differ(&mut faults, "first step", &first, &Some(step.clone()));
    }
    faults
}

/// Returns a sentence for each answer that no question has.
fn unknown_answers(journey: &Journey, pack: &Pack, fit: &Fit) -> Vec<String> {
    let check = |id: &str| {
        let question = pack.questions.iter().find(|question| question.id == id);
        question.zip(journey.check.get(id)).is_some_and(|(q, answer)| q.accepts(answer))
    };
    let assessed = |id: &str| {
        let item = fit.questions.iter().find(|item| item.id == id);
        item.zip(journey.fit.get(id)).is_some_and(|(item, answer)| item.accepts(answer))
    };
    let mut faults: Vec<String> = Vec::new();
    for id in journey.check.ids().filter(|id| !check(id)) {
        faults.push(format!("No question of the check has the answer under \"{id}\"."));
    }
    for id in journey.fit.ids().filter(|id| !assessed(id)) {
        faults.push(format!("No question of the assessment has the answer under \"{id}\"."));
    }
    faults
}

fn compare(faults: &mut Vec<String>, expect: &Expect, fit: &Fit, profile: &Profile, stand: bool) {
    let open = profile.open_roles(fit, stand);
    let id = |found: &roles::Match| fit.roles[found.role].id.clone();
    let roles: Vec<String> = open.iter().take(expect.roles.len()).map(|found| id(found)).collect();
    differ(faults, "roles", &roles, &expect.roles);
    for (role, questions) in &expect.because {
        let Some(found) = open.iter().find(|found| id(found) == *role) else {
            faults.push(format!("The role \"{role}\" is not open."));
            continue;
        };
        let strongest: Vec<&str> = found
            .reasons
            .iter()
            .filter(|reason| reason.points > 0)
            .take(3)
            .map(|reason| fit.questions[reason.question].id.as_str())
            .collect();
        for question in questions.iter().filter(|id| !strongest.contains(&id.as_str())) {
            faults.push(format!("\"{role}\" rests on {strongest:?}, not on \"{question}\"."));
        }
    }
    for (strength, ids) in [("strong", &expect.strong), ("practice", &expect.practice)] {
        for id in ids {
            let at = fit.dimensions.iter().position(|dimension| dimension.id == *id);
            let found = at.and_then(|at| profile.dimensions[at].strength());
            let word = found.map_or("open", roles::Strength::word);
            if word != strength {
                faults.push(format!("\"{id}\" is {word}, not {strength}."));
            }
        }
    }
    if let Some(sureness) = expect.sureness {
        differ(faults, "sureness", &profile.sureness(fit), &sureness);
    }
}

fn differ<T: PartialEq + std::fmt::Debug>(
    faults: &mut Vec<String>,
    what: &str,
    found: &T,
    expected: &T,
) {
    if found != expected {
        faults.push(format!("{what}: {found:?} instead of {expected:?}."));
    }
}
