//! People walked through the whole app: check, assessment, roles, next step.

use crate::shelf::expect;
use crate::support::{instrument, pack, root};
use serde_json::{Value, json};
use sitz_und_stimme::domain::fit::Fit;
use sitz_und_stimme::domain::journey::{self, Journey};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the texts of all journeys by file name.
fn texts() -> BTreeMap<String, String> {
    let folder = std::fs::read_dir(root().join("tests/journeys")).expect("the journeys");
    let text = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(entry.path()).expect("a text"))
    };
    folder.flatten().map(text).collect()
}

/// Reads a text as a journey, and all that is wrong with it.
fn read(text: &str) -> (Option<Journey>, Vec<Problem>) {
    let problems = Default::default();
    let journey = journey::read("a.json", text, &problems);
    (journey, problems.into_inner())
}

#[track_caller]
fn readable(text: &str) -> Journey {
    let (journey, problems) = read(text);
    assert_eq!(problems, Vec::new());
    journey.expect("a journey")
}

/// The packs that people come from, with their instruments.
fn places() -> BTreeMap<&'static str, (Pack, Fit)> {
    let place = |id| {
        let pack = pack(id);
        let fit = instrument(&pack);
        (id, (pack, fit))
    };
    ["nrw", "musterstadt"].into_iter().map(place).collect()
}

#[test]
fn everybody_arrives_where_they_should() {
    let places = places();
    let mut faults = Vec::new();
    for (name, text) in texts() {
        let journey = readable(&text);
        let (pack, fit) = &places[journey.pack.as_str()];
        let found = journey::run(&journey, pack, fit);
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_journeys_are_of_many_kinds() {
    let journeys: Vec<(String, Journey)> =
        texts().into_iter().map(|(name, text)| (name, readable(&text))).collect();
    assert!(journeys.len() >= 12, "only {}", journeys.len());
    for (name, journey) in &journeys {
        assert_eq!(*name, format!("{}.json", journey.id), "the id is the name of the file");
        assert!(journey.who.ends_with('.') && journey.who.len() > 40, "{name}: {}", journey.who);
    }
    let all = |look: &dyn Fn(&Journey) -> Option<String>| -> BTreeSet<String> {
        journeys.iter().filter_map(|(_, journey)| look(journey)).collect()
    };
    let first = all(&|journey| journey.expect.roles.first().cloned());
    let roles: BTreeSet<String> =
        instrument(&pack("nrw")).roles.into_iter().map(|role| role.id).collect();
    assert_eq!(first, roles, "every role comes first for somebody, and no other does");
    assert_eq!(all(&|journey| Some(journey.id.clone())).len(), journeys.len());
    assert_eq!(all(&|journey| Some(journey.pack.clone())).len(), 2);
    assert!(all(&|journey| journey.expect.outcome.clone()).len() >= 6);
    let sureness = all(&|journey| journey.expect.sureness.map(|s| format!("{s:?}")));
    assert!(sureness.len() >= 3, "{sureness:?}");
    assert!(journeys.iter().any(|(_, journey)| journey.check.is_empty()), "one skips the check");
    // Who gets a result says why, and what comes next.
    for (name, journey) in journeys.iter().filter(|(_, journey)| !journey.expect.roles.is_empty()) {
        let (roles, because) = (&journey.expect.roles, &journey.expect.because);
        assert!(roles.len() == 2 && because.len() == 1, "{name}: {roles:?} {because:?}");
        assert_eq!(because[0].0, roles[0], "{name}");
        assert!(!because[0].1.is_empty() && journey.expect.step.is_some(), "{name}");
    }
}

/// Returns a journey that ends well, changed.
fn doctored(change: impl FnOnce(&mut Value)) -> Value {
    let text = &texts()["works-council.json"];
    let mut value: Value = serde_json::from_str(text).expect("JSON");
    change(&mut value);
    value
}

/// Runs a changed journey and looks for the one sentence that says what came out differently.
#[track_caller]
fn check_fault(sentence: &str, change: fn(&mut Value)) {
    let journey = readable(&doctored(change).to_string());
    let town = pack("musterstadt");
    assert_eq!(journey::run(&journey, &town, &instrument(&town)), [sentence]);
}

#[test]
fn what_comes_out_differently_is_named() {
    let town = pack("musterstadt");
    let unchanged = readable(&doctored(|_| {}).to_string());
    assert_eq!(journey::run(&unchanged, &town, &instrument(&town)), Vec::<String>::new());
    check_fault(r#"outcome: Some("stand_and_vote") instead of Some("later")."#, |j| {
        j["expect"]["outcome"] = json!("later");
    });
    check_fault(r#"outcome: Some("stand_and_vote") instead of None."#, |j| {
        j["expect"]["outcome"] = json!(null);
    });
    check_fault(r#"outcome: None instead of Some("stand_and_vote")."#, |j| {
        j["check"].as_object_mut().expect("answers").remove("status");
    });
    check_fault(r#"roles: ["member", "speaker"] instead of ["member", "chair"]."#, |j| {
        j["expect"]["roles"] = json!(["member", "chair"]);
    });
    check_fault(
        r#""member" rests on ["cancel", "own_group", "promise"], not on "experience"."#,
        |j| j["expect"]["because"] = json!({"member": ["cancel", "experience"]}),
    );
    check_fault(r#"The role "king" is not open."#, |j| {
        j["expect"]["because"] = json!({"king": ["cancel"]});
    });
    check_fault(r#""learning" is middle, not strong."#, |j| {
        j["expect"]["strong"] = json!(["reliable", "learning"]);
    });
    check_fault(r#""reliable" is strong, not practice."#, |j| {
        j["expect"]["practice"] = json!(["reliable"]);
    });
    check_fault(r#""zodiac" is open, not strong."#, |j| j["expect"]["strong"] = json!(["zodiac"]));
    check_fault("sureness: Sure instead of First.", |j| j["expect"]["sureness"] = json!("first"));
    check_fault(r#"first step: Some("list") instead of Some("session")."#, |j| {
        j["expect"]["step"] = json!("session");
    });
    check_fault("No question of the check has the answer under \"zodiac\".", |j| {
        j["check"]["zodiac"] = json!("aries");
    });
    check_fault("No question of the check has the answer under \"body\".", |j| {
        j["check"]["body"] = json!("sometimes");
    });
    check_fault("No question of the assessment has the answer under \"ties\".", |j| {
        j["fit"]["ties"] = json!("family");
    });
    check_fault("No question of the assessment has the answer under \"german\".", |j| {
        j["fit"]["german"] = json!("yes");
    });
}

#[test]
fn all_differences_of_a_journey_are_named_together() {
    let journey = readable(
        &doctored(|j| {
            j["expect"]["outcome"] = json!("later");
            j["expect"]["sureness"] = json!("clear");
            j["expect"]["step"] = json!("office");
            j["fit"]["zodiac"] = json!("aries");
        })
        .to_string(),
    );
    let town = pack("musterstadt");
    assert_eq!(journey::run(&journey, &town, &instrument(&town)).len(), 4);
}

#[test]
fn an_election_that_is_not_there_is_named() {
    let journey = readable(&doctored(|j| j["election"] = json!("1999")).to_string());
    let town = pack("musterstadt");
    let faults = journey::run(&journey, &town, &instrument(&town));
    assert_eq!(faults[0], "The pack has no such election.");
    let journey = readable(&doctored(|j| j["election"] = json!("2030")).to_string());
    assert_eq!(journey::run(&journey, &town, &instrument(&town)), Vec::<String>::new());
}

#[test]
fn roles_that_are_not_open_are_left_out() {
    // The same person in the asylum procedure: neither a seat nor a place on a list.
    let journey = readable(
        &doctored(|j| {
            j["check"]["status"] = json!("asylum");
            j["expect"] = json!({"outcome": "after_procedure", "roles": ["expert", "bridge"],
                "because": {"member": ["cancel"]}, "step": "office"});
        })
        .to_string(),
    );
    let town = pack("musterstadt");
    let faults = journey::run(&journey, &town, &instrument(&town));
    assert_eq!(faults, ["The role \"member\" is not open."]);
}

/// Reads a changed journey and looks for the problem.
#[track_caller]
fn check_problem(pointer: &str, words: &str, change: fn(&mut Value)) {
    let (_, problems) = read(&doctored(change).to_string());
    expect(&problems, &format!("a.json#{pointer}"), words);
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

#[test]
fn broken_journeys_are_reported_with_file_and_place() {
    check_problem("", "\"id\" is missing", |j| remove(j, "id"));
    check_problem("/id", "not a valid id", |j| j["id"] = json!("Works Council"));
    check_problem("", "\"who\" is missing", |j| remove(j, "who"));
    check_problem("/who", "text is expected", |j| j["who"] = json!(["somebody"]));
    check_problem("", "\"pack\" is missing", |j| remove(j, "pack"));
    check_problem("/pack", "not a valid id", |j| j["pack"] = json!("../nrw"));
    check_problem("/today", "YYYY-MM-DD", |j| j["today"] = json!("2026-02-30"));
    check_problem("/election", "not a valid id", |j| j["election"] = json!("in spring"));
    check_problem("/check", "Answers by question", |j| j["check"] = json!(["yes"]));
    check_problem("/check", "Answers by question", |j| j["check"]["german"] = json!(7));
    check_problem("/fit", "Answers by question", |j| j["fit"]["building"] = json!({"is": "yes"}));
    check_problem("", "\"expect\" is missing", |j| remove(j, "expect"));
    check_problem("/expect", "object { … } is expected", |j| j["expect"] = json!([]));
    check_problem("/expect", "\"role\" is not known", |j| j["expect"]["role"] = json!("member"));
    check_problem("/expect/roles", "list [ … ] is expected", |j| {
        j["expect"]["roles"] = json!("member");
    });
    check_problem("/expect/roles/1", "text is expected", |j| j["expect"]["roles"][1] = json!(2));
    check_problem("/expect/because/member", "list [ … ] is expected", |j| {
        j["expect"]["because"]["member"] = json!("cancel");
    });
    check_problem("/expect/sureness", "too_little, first, clear, sure", |j| {
        j["expect"]["sureness"] = json!("very");
    });
    check_problem("/expect/step", "not a valid id", |j| j["expect"]["step"] = json!("The list"));
    check_problem("", "\"mood\" is not known", |j| j["mood"] = json!("good"));
    check_problem("", "object { … } is expected", |j| *j = json!("text"));
    for text in ["", "{", "nonsense", "{\"id\": \"a\",}"] {
        let (journey, problems) = read(text);
        assert!(journey.is_none() && problems.len() == 1, "{text}: {problems:?}");
        expect(&problems, "a.json", "not valid JSON");
    }
}

#[test]
fn all_problems_of_a_journey_are_reported_together() {
    let (journey, problems) = read(
        &doctored(|j| {
            remove(j, "who");
            j["today"] = json!("soon");
            j["fit"] = json!(7);
            j["expect"]["sureness"] = json!("very");
        })
        .to_string(),
    );
    assert_eq!((journey, problems.len()), (None, 4), "{problems:?}");
}

#[test]
fn answers_may_be_left_out_of_a_journey() {
    let journey = readable(
        &doctored(|j| {
            remove(j, "check");
            remove(j, "fit");
            j["expect"] = json!({"sureness": "too_little"});
        })
        .to_string(),
    );
    assert!(journey.check.is_empty() && journey.fit.is_empty());
    let town = pack("musterstadt");
    assert_eq!(journey::run(&journey, &town, &instrument(&town)), Vec::<String>::new());
}
