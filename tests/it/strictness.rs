//! Faults of content files that are easy to overlook: none may be hidden, doubled or misplaced.

use crate::shelf::{NRW, Shelf, TOWN, expect};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit;
use std::cell::RefCell;

/// Changes the state's pack and looks for a problem anywhere below `pointer`.
#[track_caller]
fn check_below(pointer: &str, change: fn(&mut Value)) {
    let problems = Shelf::default().edit(NRW, change).read("nrw").problems;
    let found = problems.iter().any(|p| p.file == NRW && p.pointer.starts_with(pointer));
    assert!(found, "nothing is reported below {pointer}: {problems:?}");
}

#[test]
fn a_broken_question_does_not_hide_other_faults() {
    let broken = Shelf::default().edit(NRW, |p| {
        p["questions"][0]["kind"] = json!("essay");
        p["elections"][0]["date"] = json!("2014-02-30");
        p["rules"][1]["as_of"] = json!("soon");
    });
    let problems = broken.read("nrw").problems;
    expect(&problems, &format!("{NRW}#/questions/0/kind"), "essay");
    expect(&problems, &format!("{NRW}#/elections/0/date"), "2014-02-30");
    expect(&problems, &format!("{NRW}#/rules/1/as_of"), "soon");
}

#[test]
fn a_missing_field_does_not_hide_other_faults() {
    let broken = Shelf::default().edit(NRW, |p| {
        p["place"] = Value::Null;
        p["phases"][0]["until_days"] = json!("many");
    });
    let problems = broken.read("nrw").problems;
    expect(&problems, &format!("{NRW}#"), "\"place\" is missing");
    expect(&problems, &format!("{NRW}#/phases/0/until_days"), "whole number");
}

#[test]
fn several_faults_of_one_item_are_all_reported() {
    let broken = Shelf::default()
        .edit(NRW, |p| {
            p["elections"][0]["date"] = json!("2014-02-30");
            p["elections"][0]["kind"] = json!("local");
            p["rules"][1]["as_of"] = json!("soon");
            p["rules"][1]["id"] = json!("Age");
            p["deadlines"][0]["days_before"] = json!("69");
            p["deadlines"][0]["as_of"] = json!("soon");
        })
        .edit("events/nrw.json", |e| {
            e["events"][0]["when"] = json!({"date": "2019-02-30"});
            e["events"][0]["kind"] = json!("party");
        });
    let problems = broken.check("nrw");
    expect(&problems, &format!("{NRW}#/elections/0/date"), "2014-02-30");
    expect(&problems, &format!("{NRW}#/elections/0/kind"), "local");
    expect(&problems, &format!("{NRW}#/rules/1/as_of"), "soon");
    expect(&problems, &format!("{NRW}#/rules/1/id"), "Age");
    expect(&problems, &format!("{NRW}#/deadlines/0/days_before"), "whole number");
    expect(&problems, &format!("{NRW}#/deadlines/0/as_of"), "soon");
    expect(&problems, "events/nrw.json#/events/0/when/date", "2019-02-30");
    expect(&problems, "events/nrw.json#/events/0/kind", "party");
}

#[test]
fn a_fault_is_reported_once() {
    let broken = Shelf::default()
        .edit(TOWN, |p| p["colour"] = json!("green"))
        .edit(NRW, |p| p["rules"][1]["as_of"] = json!("soon"));
    let problems = broken.read("musterstadt").problems;
    for (at, problem) in problems.iter().enumerate() {
        assert!(!problems[..at].contains(problem), "twice: {problem}");
    }
}

#[test]
fn lists_of_names_hold_each_name_once() {
    check_below("/questions/0/options", |p| {
        p["questions"][0]["options"] = json!(["yes", "no", "unknown", "yes"])
    });
    check_below("/questions/2/options", |p| {
        let option = p["questions"][2]["options"][1].clone();
        p["questions"][2]["options"].as_array_mut().expect("a list").push(option);
    });
    check_below("/languages", |p| p["languages"] = json!(["de", "en", "de"]));
    check_below("/glossary", |p| p["glossary"][1] = p["glossary"][0].clone());
    check_below("/events", |p| p["events"] = json!(["nrw", "nrw"]));
    check_below("/rules/6/cases", |p| p["rules"][6]["cases"][1]["id"] = json!("foreign"));
}

#[test]
fn a_town_that_repeats_an_id_is_told_so() {
    let twice = Shelf::default().edit("packs/wetter/pack.json", |p| {
        let mut other = p["elections"][0].clone();
        other["date"] = json!("2023-05-14");
        p["elections"].as_array_mut().expect("a list").push(other);
    });
    expect(&twice.read("wetter").problems, "packs/wetter/pack.json#/elections/1", "twice");
}

#[test]
fn a_condition_says_one_thing() {
    check_below("/rules/0/cases/0/when", |p| {
        p["rules"][0]["cases"][0]["when"]["not"] = json!({"fact": "german", "is": ["yes"]});
    });
    check_below("/rules/1/cases/0/when", |p| {
        p["rules"][1]["cases"][0]["when"]["is"] = json!(["yes"]);
    });
    check_below("/rules/0/cases/0/when", |p| {
        let yes = json!({"fact": "body", "is": ["yes"]});
        p["rules"][0]["cases"][0]["when"] = json!({"any": [yes], "all": [yes]});
    });
}

#[test]
fn questions_that_presume_each_other_are_a_cycle() {
    // Only read, never asked: asking would go round for ever.
    check_below("/questions", |p| p["questions"][7]["presume"][0]["like"] = json!("lawful"));
    check_below("/questions", |p| {
        p["questions"][2]["presume"] =
            json!([{"when": {"fact": "german", "is": ["yes"]}, "like": "lawful"}]);
    });
    check_below("/questions", |p| {
        p["questions"][7]["presume"][0]["when"] =
            json!({"fact": "lawful", "at_least": {"days": 1}});
    });
}

#[test]
fn a_pack_without_languages_is_reported() {
    for languages in [Value::Null, json!([])] {
        let problems = Shelf::default().edit(NRW, |p| p["languages"] = languages).check("nrw");
        let found = problems.iter().any(|p| p.sentence.contains("language"));
        assert!(found, "{problems:?}");
    }
}

#[test]
fn a_key_that_stands_twice_is_reported() {
    let text = crate::support::shipped(NRW)
        .replacen("\"demo\": false", "\"demo\": true, \"demo\": false", 1);
    let problems = Shelf::default().put(NRW, text).read("nrw").problems;
    assert!(problems.iter().any(|p| p.sentence.contains("\"demo\"")), "{problems:?}");
    let german = crate::support::shipped("packs/nrw/de.json");
    let text = german.replacen('{', "{\"question.born.title\": \"x\",", 1);
    let problems = Shelf::default().put("packs/nrw/de.json", text).check("nrw");
    assert!(problems.iter().any(|p| p.sentence.contains("question.born.title")), "{problems:?}");
}

#[test]
fn the_mark_of_the_reader_is_no_field() {
    for file in [NRW, "events/nrw.json"] {
        let marked = Shelf::default().edit(file, |value| value["@"] = json!("elsewhere.json#/1"));
        let problems = marked.check("nrw");
        assert!(
            problems.iter().any(|p| p.file == file && p.sentence.contains("\"@\"")),
            "{problems:?}"
        );
        assert!(problems.iter().all(|p| p.file != "elsewhere.json"), "{problems:?}");
    }
}

#[test]
fn only_names_of_packs_are_looked_for() {
    for odd in ["../../secret", "a/b", "", ".", "https://example.org"] {
        let asked = RefCell::new(Vec::new());
        let files = |file: &str| {
            asked.borrow_mut().push(file.to_owned());
            let town = json!({"format": 1, "id": "town", "extends": odd, "place": "x"});
            (file == "packs/town/pack.json").then(|| town.to_string())
        };
        let problems = audit::load("town", &files).problems;
        assert_eq!(asked.into_inner(), ["packs/town/pack.json"], "{odd}");
        expect(&problems, "packs/town/pack.json#/extends", "not a valid id");
    }
}

#[test]
fn a_fault_of_the_state_is_never_blamed_on_the_town() {
    let broken = Shelf::default().edit(NRW, |p| {
        p["languages"] = json!(["de", "EN"]);
        p["facts"] = json!({"german": "perhaps"});
        p["contact"] = json!({"fax": "1"});
    });
    let problems = broken.read("musterstadt").problems;
    expect(&problems, &format!("{NRW}#/languages/1"), "not a valid id");
    expect(&problems, &format!("{NRW}#/facts/german"), "not an answer");
    assert!(problems.iter().all(|problem| problem.file == NRW), "{problems:?}");
}

#[test]
fn a_fault_in_a_text_of_the_town_is_reported_in_its_file() {
    let broken = Shelf::default().edit(TOWN, |p| {
        p["texts"]["de"]["question.home.title"] = json!("<b>Seit wann?</b>");
    });
    let place = format!("{TOWN}#/texts/de/question.home.title");
    expect(&broken.check("musterstadt"), &place, "HTML");
}

#[test]
fn titles_outside_the_texts_are_plain_too() {
    let broken = Shelf::default()
        .edit(NRW, |p| p["sources"]["wdr"]["title"] = json!("WDR\u{202e}: <b>x</b>"))
        .edit("events/nrw.json", |e| {
            e["events"][0]["title"]["de"] = json!("<b>Treffen</b>\u{2066}")
        });
    let problems = broken.check("nrw");
    let at = |file: &str, pointer: &str| {
        problems.iter().any(|p| p.file == file && p.pointer.starts_with(pointer))
    };
    assert!(at(NRW, "/sources/wdr"), "{problems:?}");
    assert!(at("events/nrw.json", "/events/0/title"), "{problems:?}");
}
