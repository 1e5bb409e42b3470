//! Broken packs: every fault is reported with its place and a sentence, and nothing panics.

use crate::shelf::{NRW, Shelf, expect};
use crate::support::{Die, languages, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::pack;

/// What is wrong: where, words of the sentence, and how to make it so.
type Fault = (&'static str, &'static str, fn(&mut Value));

/// Faults that leave the rest of the pack readable.
const FAULTS: [Fault; 38] = [
    ("", "\"colour\" is not known", |p| p["colour"] = json!("green")),
    ("", "\"__proto__\" is not known", |p| p["__proto__"] = json!({"demo": true})),
    ("/demo", "true or false", |p| p["demo"] = json!("no")),
    ("/elections/0/date", "2014-02-30", |p| p["elections"][0]["date"] = json!("2014-02-30")),
    ("/elections/1/kind", "by_election", |p| p["elections"][1]["kind"] = json!("local")),
    ("/elections/2", "\"as_of\" is missing", |p| remove(&mut p["elections"][2], "as_of")),
    ("/elections/3/sources/0", "source \"gone\"", |p| {
        p["elections"][3]["sources"][0] = json!("gone")
    }),
    ("/deadlines/0/days_before", "whole number", |p| {
        p["deadlines"][0]["days_before"] = json!(-401)
    }),
    ("/deadlines/1/days_before", "whole number", |p| {
        p["deadlines"][1]["days_before"] = json!(1e18)
    }),
    ("/deadlines/2/days_before", "whole number", |p| {
        p["deadlines"][2]["days_before"] = json!("42")
    }),
    ("/deadlines/3/days_before", "whole number", |p| {
        p["deadlines"][3]["days_before"] = json!(36.5)
    }),
    ("/deadlines/4", "at least one source", |p| p["deadlines"][4]["sources"] = json!([])),
    ("/deadlines/5/time", "HH:MM", |p| p["deadlines"][5]["time"] = json!("24:00")),
    ("/deadlines/6", "\"note\" is not known", |p| p["deadlines"][6]["note"] = json!("x")),
    ("/deadlines/8", "\"admission\" stands twice", |p| {
        p["deadlines"][8]["id"] = json!("admission")
    }),
    ("/phases/1/until_days", "whole number", |p| p["phases"][1]["until_days"] = json!(99_999)),
    ("/rules/0/cases/2", "must hold always", |p| {
        p["rules"][0]["cases"][2]["when"] = json!({"fact": "body", "is": ["no"]});
    }),
    ("/rules/1/cases/0", "last case", |p| remove(&mut p["rules"][1]["cases"][0], "when")),
    ("/rules/2/cases/0/when/fact", "question \"zodiac\"", |p| {
        p["rules"][2]["cases"][0]["when"] = json!({"fact": "zodiac", "is": ["aries"]});
    }),
    ("/rules/3/cases/1/when/is/0", "\"nowhere\"", |p| {
        p["rules"][3]["cases"][1]["when"]["is"][0] = json!("nowhere");
    }),
    ("/rules/3/cases/1/hints/0", "hint \"nothing\"", |p| {
        p["rules"][3]["cases"][1]["hints"] = json!(["nothing"]);
    }),
    ("/rules/4/cases/0/when/at_least", "Only one of", |p| {
        p["rules"][4]["cases"][0]["when"]["at_least"]["months"] = json!(1);
    }),
    ("/rules/5/cases/0/then", "yes, ask, no", |p| {
        p["rules"][5]["cases"][0]["then"] = json!("maybe")
    }),
    ("/rules/6/as_of", "not a date", |p| p["rules"][6]["as_of"] = json!("November 2026")),
    ("/rules/7/cases", "list", |p| p["rules"][7]["cases"] = json!({})),
    ("/rules/8", "at least one source", |p| p["rules"][8]["sources"] = json!([])),
    ("/rules/9/cases/0/when/at_least/years", "whole number", |p| {
        p["rules"][9]["cases"][0]["when"]["at_least"]["years"] = json!(121);
    }),
    ("/rules/10/cases/0/when", "not a question for a date", |p| {
        p["rules"][10]["cases"][0]["when"] = json!({"fact": "special", "at_least": {"days": 1}});
    }),
    ("/rules/11/for/0", "vote, stand", |p| p["rules"][11]["for"][0] = json!("win")),
    ("/hints/1/certainty", "sure, likely, open, own", |p| {
        p["hints"][1]["certainty"] = json!("yes")
    }),
    ("/outcomes/1/next/0", "step \"party\"", |p| p["outcomes"][1]["next"][0] = json!("party")),
    ("/outcomes/2/tone", "yes, ask, later, other", |p| p["outcomes"][2]["tone"] = json!("loud")),
    ("/outcomes/3/vote/0", "yes, ask, later, no", |p| p["outcomes"][3]["vote"][0] = json!("open")),
    ("/steps/0/leads", "contact", |p| p["steps"][0]["leads"] = json!("https://example.org")),
    ("/hints/0/sources/0", "source \"hearsay\"", |p| {
        p["hints"][0]["sources"][0] = json!("hearsay")
    }),
    ("/steps/1/id", "not a valid id", |p| p["steps"][1]["id"] = json!("Über uns")),
    ("/contact", "https://", |p| p["contact"]["web"] = json!("javascript:alert(1)")),
    ("/sources/wdr", "https://", |p| p["sources"]["wdr"]["url"] = json!("javascript:alert(1)")),
];

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

#[test]
fn every_fault_is_reported_where_it_is() {
    for (pointer, words, change) in FAULTS {
        let problems = Shelf::default().edit(NRW, change).check("nrw");
        expect(&problems, &format!("{NRW}#{pointer}"), words);
    }
}

#[test]
fn all_faults_together_are_all_reported() {
    let broken =
        Shelf::default().edit(NRW, |pack| FAULTS.iter().for_each(|(_, _, change)| change(pack)));
    let problems = broken.read("nrw").problems;
    for (pointer, words, _) in FAULTS {
        expect(&problems, &format!("{NRW}#{pointer}"), words);
    }
}

/// Changes the pack so that it cannot be used at all, and looks for the reason.
#[track_caller]
fn check_fatal(pointer: &str, words: &str, change: fn(&mut Value)) {
    let reading = Shelf::default().edit(NRW, change).read("nrw");
    assert!(reading.pack.is_none() && reading.has_errors());
    expect(&reading.problems, &format!("{NRW}#{pointer}"), words);
}

#[test]
fn packs_without_a_head_or_with_broken_questions_are_refused() {
    check_fatal("/format", "newer", |p| p["format"] = json!(2));
    check_fatal("/format", "format 1", |p| p["format"] = json!(0));
    check_fatal("/format", "format 1", |p| p["format"] = json!(-1));
    check_fatal("/format", "format 1", |p| p["format"] = json!("1"));
    check_fatal("", "\"format\" is missing", |p| remove(p, "format"));
    check_fatal("", "\"place\" is missing", |p| remove(p, "place"));
    check_fatal("", "\"id\" is missing", |p| remove(p, "id"));
    check_fatal("", "object", |p| *p = json!([1, 2]));
    check_fatal("", "object", |p| *p = Value::Null);
    check_fatal("/questions/0/kind", "choice", |p| p["questions"][0]["kind"] = json!("essay"));
    check_fatal("/questions/1", "\"kind\" is missing", |p| remove(&mut p["questions"][1], "kind"));
    check_fatal("/questions/3", "object", |p| p["questions"][3] = Value::Null);
    check_fatal("/questions/4/id", "not a valid id", |p| {
        p["questions"][4]["id"] = json!("other one")
    });
}

/// Changes the pack so that a problem shows although the pack can be used.
#[track_caller]
fn check_usable(pointer: &str, words: &str, change: fn(&mut Value)) {
    let reading = Shelf::default().edit(NRW, change).read("nrw");
    assert!(reading.pack.is_some(), "{:?}", reading.problems);
    expect(&reading.problems, &format!("{NRW}#{pointer}"), words);
}

#[test]
fn faults_of_questions_are_reported() {
    check_usable("/questions/0", "no options", |p| p["questions"][0]["options"] = json!([]));
    check_usable("/questions/0", "not known", |p| p["questions"][0]["weight"] = json!(3));
    check_usable("/questions/4", "stands twice", |p| p["questions"][4]["id"] = json!("german"));
    check_usable("/questions/8/assume", "not an answer", |p| {
        p["questions"][8]["assume"] = json!("so")
    });
    check_usable("/questions/9", "\"assume\"", |p| remove(&mut p["questions"][9], "assume"));
    check_usable("/questions/7/presume/0/like", "zodiac", |p| {
        p["questions"][7]["presume"][0]["like"] = json!("zodiac");
    });
    check_usable("/questions/2/options/0/means", "never, always, today", |p| {
        p["questions"][2]["options"][0]["means"] = json!("sometimes");
    });
    check_usable("/id", "name of the folder", |p| p["id"] = json!("hessen"));
    check_usable("/facts/zodiac", "no question", |p| p["facts"] = json!({"zodiac": "aries"}));
    check_usable("/facts/body", "not an answer", |p| p["facts"] = json!({"body": "sometimes"}));
    check_usable("/sources/Big", "not a valid id", |p| {
        p["sources"]["Big"] = json!({"title": "x", "url": "https://example.org"});
    });
    check_usable("/sources/wdr/url", "text is expected", |p| p["sources"]["wdr"]["url"] = json!(7));
    check_usable("/contact", "mail address", |p| p["contact"]["mail"] = json!("javascript:x@y"));
    for url in
        ["https://", "https:///x", "//example.org", "data:text/html,x", "https://a b", "ftp://x"]
    {
        let broken = Shelf::default().edit(NRW, |p| p["sources"]["wdr"]["url"] = json!(url));
        expect(&broken.read("nrw").problems, &format!("{NRW}#/sources/wdr"), "https://");
    }
}

#[test]
fn flow_faults_show_when_everything_else_is_right() {
    // A first outcome for everybody hides all others.
    let problems =
        Shelf::default().edit(NRW, |p| remove(&mut p["outcomes"][0], "when")).check("nrw");
    if problems.iter().all(|problem| problem.file == NRW) {
        expect(&problems, &format!("{NRW}#/outcomes/1"), "Nobody reaches");
    } else {
        panic!("the shipped content has problems of its own: {problems:#?}");
    }
    let shelf = Shelf::default().edit(NRW, |p| {
        let outcomes = p["outcomes"].as_array_mut().expect("a list");
        outcomes.retain(|outcome| outcome["id"] != "not_possible");
    });
    // A partial language may have these texts, too.
    let files = languages().into_iter().map(|language| format!("packs/nrw/{language}.json"));
    let problems = files
        .filter(|file| shipped(file).contains("\"outcome.not_possible"))
        .fold(shelf, |shelf, file| {
            shelf.edit(&file, |texts| drop_texts(texts, "outcome.not_possible"))
        })
        .check("nrw");
    expect(&problems, &format!("{NRW}#/outcomes"), "lead to no outcome");
}

fn drop_texts(texts: &mut Value, beginning: &str) {
    texts.as_object_mut().expect("texts").retain(|key, _| !key.starts_with(beginning));
}

#[track_caller]
fn check_json(text: &str) {
    let problems = Shelf::default().put(NRW, text).check("nrw");
    expect(&problems, NRW, "not valid JSON");
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn broken_json_is_one_problem_with_its_line() {
    let text = shipped(NRW);
    for broken in [
        "", " ", "{", "nonsense", "{\"format\": 1,}", "{\"format\": 01}", "{\"format\": NaN}",
        "{'format': 1}", "{\"format\": 1} // end", "{\"format\": 1}{}", "{\"place\": \"\\ud800\"}",
        "{\"place\": \"a\nb\"}", "{\"format\": 1e400}", "\u{feff}\u{feff}{}", "\0",
    ] {
        check_json(broken);
    }
    check_json(&"[".repeat(10_000));
    check_json(&"{\"a\":".repeat(10_000));
    check_json(&("[".repeat(10_000) + &"]".repeat(10_000)));
    check_json(&text[..text.len() / 2]);
    let lines = text.replacen("\"demo\": false,", "\"demo\" false,", 1);
    let problems = Shelf::default().put(NRW, lines).check("nrw");
    expect(&problems, NRW, "line 5");
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    let marked = Shelf::default().put(NRW, format!("\u{feff}{}", shipped(NRW)));
    assert_eq!(marked.read("nrw"), Shelf::default().read("nrw"));
    let town = "packs/musterstadt/pack.json";
    let marked = Shelf::default().put(town, format!("\u{feff}{}", shipped(town)));
    assert_eq!(marked.read("musterstadt"), Shelf::default().read("musterstadt"));
}

#[test]
fn names_from_javascript_are_plain_data() {
    let odd = Shelf::default().edit(NRW, |p| {
        p["sources"]["__proto__"] = json!({"title": "x", "url": "https://example.org"});
        p["facts"]["constructor"] = json!("yes");
    });
    let reading = odd.read("nrw");
    expect(&reading.problems, &format!("{NRW}#/facts/constructor"), "no question");
    assert!(reading.pack.is_some_and(|pack| pack.source("__proto__").is_some()));
}

#[test]
fn any_flipped_byte_is_survived() {
    let mut die = Die::new(56);
    for file in [NRW, "packs/musterstadt/pack.json"] {
        let shipped = shipped(file);
        for _ in 0..200 {
            let mut bytes = shipped.clone().into_bytes();
            for _ in 0..=die.below(3) {
                let at = die.below(bytes.len());
                bytes[at] ^= 1 << die.below(8);
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let changed = text != shipped;
            let reading = Shelf::default().put(file, text).read("musterstadt");
            assert!(reading.pack.is_some() || reading.has_errors() || !changed);
        }
        for length in (0..shipped.len()).step_by(97).filter(|at| shipped.is_char_boundary(*at)) {
            let reading = Shelf::default().put(file, &shipped[..length]).read("musterstadt");
            assert!(reading.has_errors(), "cut at {length}");
        }
    }
    for _ in 0..2_000 {
        let text = die.text(40);
        let _ = pack::chain_step(&text);
        let _ = pack::read(&[("nrw".to_owned(), text)]);
    }
    assert!(pack::read(&[]).pack.is_none());
}
