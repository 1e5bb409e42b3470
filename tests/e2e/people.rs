//! People who take the self-assessment, with everything they answer.

use crate::expected::Person;
use crate::page::Done;

/// The page query of the example town, four years before an election.
pub const TOWN: &str = "today=2026-11-22&lang=de";

const ACTIVE: &str = r#"{
    "topics": ["education", "housing"], "building": "rather_yes", "asking": "yes", "cancel": "no",
    "disagree": "rather_yes", "no_contacts": "rather_no", "months": "yes", "jargon": "rather_no",
    "change": "yes", "own_group": "no", "trying": "rather_yes", "listening": "rather_no",
    "promise": "yes", "cityhall": "rather_no", "whom_to_call": "rather_yes", "avoid": "no",
    "others": "yes", "course": "rather_no", "moving_on": "no", "experience": ["parents"],
    "week": ["tue", "thu"], "evenings": "weekly", "gain": "change", "worry": "slow"
}"#;

const QUIET: &str = r#"{
    "topics": ["culture"], "building": "no", "asking": "rather_no", "cancel": "rather_yes",
    "disagree": "rather_no", "no_contacts": "rather_yes", "months": "unknown", "jargon": "yes",
    "change": "rather_no", "own_group": "rather_yes", "trying": "yes", "listening": "yes",
    "promise": "rather_yes", "cityhall": "yes", "whom_to_call": "rather_no", "avoid": "yes",
    "others": "unknown", "course": "rather_no", "moving_on": "rather_yes", "experience": ["none"],
    "week": [], "evenings": "one", "ties": ["care"], "gain": "learn", "worry": "papers"
}"#;

/// Naturalised, with one nationality: may vote and stand.
pub fn naturalised() -> Done<Person> {
    let check = r#"{"born": "1985", "home": "..2026-11-22", "german": "yes", "other": "no",
        "basis": "naturalised"}"#;
    Person::new(ACTIVE, check)
}

/// The same person, who leaves out most of the self-assessment.
pub fn in_a_hurry() -> Done<Person> {
    let fit = r#"{"topics": ["education", "housing"], "building": "rather_yes", "asking": "yes",
        "cancel": "no", "disagree": "rather_yes", "no_contacts": "rather_no", "months": "yes",
        "week": ["tue", "thu"], "evenings": "weekly", "gain": "change"}"#;
    Ok(Person { fit: crate::expected::answers(fit)?, ..naturalised()? })
}

/// Citizen of another country of the European Union.
pub fn european() -> Done<Person> {
    let check = r#"{"born": "1990", "home": "..2026-11-22", "german": "no", "status": "eu"}"#;
    Person::new(QUIET, check)
}

/// Has to ask the office before they know.
pub fn unsure() -> Done<Person> {
    let check = r#"{"born": "1990", "home": "..2026-11-22", "german": "no", "status": "fiktion"}"#;
    Person::new(ACTIVE, check)
}

/// Has answered a part of the statements and nothing else.
pub fn beginner() -> Done<Person> {
    let fit = r#"{"topics": ["youth"], "building": "yes", "asking": "yes", "cancel": "rather_no",
        "disagree": "yes", "no_contacts": "no", "months": "rather_yes", "jargon": "no"}"#;
    Person::new(fit, "{}")
}
