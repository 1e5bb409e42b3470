//! Whether the self-assessment is a fair instrument, and complete in all languages.

use super::{Files, further, report};
use crate::domain::answers::{Answer, Answers};
use crate::domain::fit::{self, Fit, ItemKind, UNKNOWN};
use crate::domain::json::Problems;
use crate::domain::pack::{Pack, Workload};
use crate::domain::problem::Problem;
use crate::domain::roles;
use std::collections::BTreeSet;

/// How many arbitrary people take the test of fairness.
const WALKS: usize = 1_500;

/// Reads the instrument of a pack; `None` if it has none, or none that can be used.
pub fn load(pack: &Pack, files: Files<'_>) -> (Option<Fit>, Vec<Problem>) {
    further::load(&pack.fit_files, fit::file_of, fit::read, pack, files)
}

/// Checks the instrument of a pack and its texts.
pub fn check(pack: &Pack, files: Files<'_>, problems: &Problems) {
    let (fit, found) = load(pack, files);
    problems.borrow_mut().extend(found);
    let Some(fit) = fit else { return };
    let file = fit::file_of(&pack.fit_files[0]);
    check_texts(pack, &fit, files, problems);
    check_code(pack, &fit, &file, problems);
    check_dimensions(pack, &fit, &file, problems);
    check_fairness(pack, &fit, &file, problems);
}

// ---------------------------------------------------------------- texts

/// Returns every text key that an instrument needs.
fn needed_keys(fit: &Fit) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut need = |key: String| {
        keys.insert(key);
    };
    need(format!("fit.scale.{UNKNOWN}"));
    for block in &fit.blocks {
        need(format!("fit.block.{}.title", block.id));
        need(format!("fit.block.{}.lead", block.id));
    }
    for item in &fit.questions {
        need(format!("fit.q.{}.title", item.id));
        for option in &item.options {
            let key = format!("fit.q.{}.option.{}", item.id, option.id);
            match item.kind {
                ItemKind::Statement => need(format!("fit.scale.{}", option.id)),
                ItemKind::Week => need(format!("{key}.long")),
                ItemKind::Tiles => {
                    for part in ["can", "motion", "end"] {
                        need(format!("{key}.{part}"));
                    }
                }
                _ if item.notes.is_some() => need(format!("{key}.reply")),
                _ => {}
            }
            if item.kind != ItemKind::Statement {
                need(key);
            }
        }
        if matches!(item.kind, ItemKind::Choice | ItemKind::Evenings) {
            need(format!("fit.q.{}.option.{UNKNOWN}", item.id));
        }
    }
    let mut parts = |what: &str, id: &str, parts: &[&str]| {
        for part in parts {
            keys.insert(format!("fit.{what}.{id}.{part}"));
        }
    };
    let dimension = ["name", "strong", "middle", "practice", "help"];
    fit.dimensions.iter().for_each(|d| parts("dim", &d.id, &dimension));
    fit.roles.iter().for_each(|role| parts("role", &role.id, &["name", "what", "fit"]));
    fit.steps.iter().for_each(|step| parts("step", &step.id, &["title", "text"]));
    keys
}

/// Keys that may be there but need not.
fn is_extra_key(fit: &Fit, key: &str) -> bool {
    fit.questions.iter().any(|item| {
        let options = || item.options.iter();
        key == format!("fit.q.{}.hint", item.id)
            || options().any(|o| key == format!("fit.q.{}.option.{}.reply", item.id, o.id))
    })
}

fn check_texts(pack: &Pack, fit: &Fit, files: Files<'_>, problems: &Problems) {
    let texts = further::Texts {
        packs: &pack.fit_files,
        file_of: fit::texts_file_of,
        beginnings: &["fit."],
        needed: needed_keys(fit),
        extra: &|key| is_extra_key(fit, key),
    };
    further::check_texts(pack, &texts, files, problems);
}

// ---------------------------------------------------------------- the instrument

/// Reports questions that share codes leave out, and names in the list that nothing has.
fn check_code(pack: &Pack, fit: &Fit, file: &str, problems: &Problems) {
    let questions = fit.questions.iter().map(|item| item.id.as_str());
    let ids: Vec<&str> = questions.chain(pack.questions.iter().map(|q| q.id.as_str())).collect();
    let place = format!("{file}#/code");
    for (at, id) in ids.iter().enumerate() {
        if !fit.code.iter().any(|known| known == id) {
            report(problems, &place, format!("Add \"{id}\" at the end: links leave it out."));
        }
        if ids[..at].contains(id) {
            report(problems, &place, format!("Check and assessment both have \"{id}\"."));
        }
    }
    for id in fit.code.iter().filter(|id| !ids.contains(&id.as_str())) {
        let sentence = format!("There is no question \"{id}\"; old links may still hold it.");
        problems.borrow_mut().push(Problem::warning(&place, sentence));
    }
}

/// Returns answers that say the same to every statement.
pub fn uniform(fit: &Fit, step: &str) -> Answers {
    let mut answers = Answers::default();
    for item in fit.questions.iter().filter(|item| item.kind == ItemKind::Statement) {
        answers.record(&item.id, Answer::Choice(step.to_owned()));
    }
    answers
}

/// Reports dimensions with too few statements, or with more in one direction than in the other.
fn check_dimensions(pack: &Pack, fit: &Fit, file: &str, problems: &Problems) {
    for (at, dimension) in fit.dimensions.iter().enumerate() {
        let place = format!("{file}#/dimensions/{at}");
        let weights: Vec<i32> = fit
            .questions
            .iter()
            .flat_map(|item| &item.loads)
            .filter(|(other, _)| *other == at)
            .map(|(_, weight)| *weight)
            .collect();
        let has = |sign: i32| weights.iter().any(|weight| weight.signum() == sign);
        if !has(1) || !has(-1) {
            let sentence = format!(
                "\"{}\" needs a statement in each direction: one where agreeing shows it, and one \
                 where agreeing shows the opposite.",
                dimension.id
            );
            report(problems, &place, sentence);
        }
    }
    let steps = fit.questions.iter().find(|item| item.kind == ItemKind::Statement);
    for step in steps.iter().flat_map(|item| &item.options) {
        let profile = roles::profile(fit, &pack.workload, &uniform(fit, &step.id));
        for (at, score) in profile.dimensions.iter().enumerate() {
            if score.value.is_some_and(|value| value != 0) {
                let sentence = format!(
                    "Answering \"{}\" to everything must be neutral, but \"{}\" comes out as {}.",
                    step.id,
                    fit.dimensions[at].id,
                    score.value.unwrap_or(0)
                );
                report(problems, &format!("{file}#/dimensions/{at}"), sentence);
            }
        }
    }
}

/// Returns how often each role comes out on top for people who answer at random.
pub fn shares(fit: &Fit, workload: &Workload, walks: usize) -> Vec<usize> {
    let mut chance = Chance(0x2545_F491);
    let mut tops = vec![0; fit.roles.len()];
    for _ in 0..walks {
        let mut answers = Answers::default();
        for item in &fit.questions {
            let answer = if item.kind.is_several() {
                let mut ids: Vec<String> = Vec::new();
                for option in &item.options {
                    if chance.below(4) == 0 {
                        item.toggle(&mut ids, &option.id, true);
                    }
                }
                Answer::Several(ids)
            } else {
                Answer::Choice(item.options[chance.below(item.options.len())].id.clone())
            };
            answers.record(&item.id, answer);
        }
        if let Some(top) = roles::profile(fit, workload, &answers).roles.first() {
            tops[top.role] += 1;
        }
    }
    tops
}

/// Reports roles that win too easily, or never.
fn check_fairness(pack: &Pack, fit: &Fit, file: &str, problems: &Problems) {
    let fair = WALKS / fit.roles.len().max(1);
    for (at, tops) in shares(fit, &pack.workload, WALKS).into_iter().enumerate() {
        let percent = tops * 100 / WALKS;
        let sentence = match tops {
            _ if tops > 2 * fair => format!("wins by default: {percent} % of random answers"),
            _ if tops < fair / 4 => format!("hardly ever comes out on top: {percent} %"),
            _ => continue,
        };
        let place = format!("{file}#/roles/{at}");
        let role = &fit.roles[at].id;
        report(problems, &place, format!("\"{role}\" {sentence}; change \"lift\" or weights."));
    }
}

/// Numbers that look random and are the same every time.
struct Chance(u32);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % most.max(1)
    }
}
