//! A town's pack over its state's: what is laid over what, and whose file a problem names.

use crate::shelf::{NRW, Shelf, TOWN, expect};
use crate::support::{day, pack, public};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::Answer;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::json::merge;

#[track_caller]
fn check_merge(base: Value, over: Value, expected: Value) {
    let mut merged = base.clone();
    merge(&mut merged, over.clone());
    assert_eq!(merged, expected, "{over} over {base}");
}

#[test]
fn objects_merge_by_key_and_lists_by_id() {
    check_merge(json!({"a": 1, "b": 2}), json!({"b": 3, "c": 4}), json!({"a": 1, "b": 3, "c": 4}));
    check_merge(json!({"a": {"x": 1}}), json!({"a": {"y": 2}}), json!({"a": {"x": 1, "y": 2}}));
    check_merge(
        json!([{"id": "a", "n": 1}, {"id": "b", "n": 1}]),
        json!([{"id": "b", "n": 2}, {"id": "c", "n": 2}]),
        json!([{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c", "n": 2}]),
    );
    check_merge(json!([{"id": "a"}]), json!([]), json!([]));
    check_merge(json!(["nrw"]), json!(["musterstadt", "nrw"]), json!(["musterstadt", "nrw"]));
    check_merge(json!([{"id": "a"}]), json!([{"no": 1}]), json!([{"no": 1}]));
    check_merge(json!({"a": [1]}), json!({"a": "x"}), json!({"a": "x"}));
    check_merge(json!({"a": {"b": 1}}), json!({"a": null}), json!({"a": null}));
}

#[test]
fn the_example_town_is_its_state_with_a_face() {
    let (state, town) = (pack("nrw"), pack("musterstadt"));
    assert_eq!(town.chain, ["musterstadt", "nrw"]);
    assert_eq!((town.id.as_str(), town.root.as_str()), ("musterstadt", "nrw"));
    assert!(town.demo && !state.demo);
    assert_eq!(town.place, "Musterstadt");
    assert_eq!(town.rules, state.rules);
    assert_eq!(town.questions, state.questions);
    assert_eq!(town.outcomes, state.outcomes);
    assert_eq!(town.elections, state.elections);
    assert_eq!(town.workload, state.workload);
    assert_eq!(town.fit_files, ["nrw"], "the instrument of the state");
    assert_eq!(audit::load_fit(&town, &public), audit::load_fit(&state, &public));
    assert_eq!(town.events, ["musterstadt", "nrw"]);
    assert_eq!(town.facts.get("body"), Some(&Answer::Choice("yes".to_owned())));
    assert_eq!(state.facts.len(), 0);
    assert!(town.contact.mail.is_some() && state.contact.mail.is_none());
}

#[test]
fn a_town_lays_its_texts_over_the_texts_of_the_state() {
    let problems = Default::default();
    let texts = |id: &str, language: &str, key: &str| {
        let all = audit::texts(&pack(id), &public, &problems);
        all[language][key].as_str().expect("a text").to_owned()
    };
    for language in ["de", "en"] {
        let key = "question.home.title";
        assert!(texts("musterstadt", language, key).contains("Musterstadt"));
        assert!(!texts("nrw", language, key).contains("Musterstadt"));
        let same = "question.born.title";
        assert_eq!(texts("musterstadt", language, same), texts("nrw", language, same));
    }
}

#[test]
fn a_town_may_add_an_election_of_its_own() {
    let wetter = pack("wetter");
    let ids: Vec<&str> = wetter.elections.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids, ["2014", "2020", "2025", "2030", "wetter-2022"]);
    let own = wetter.election("wetter-2022").expect("its own election");
    assert_eq!(own.date, day("2022-05-15"));
    let moved = Shelf::default().edit("packs/wetter/pack.json", |p| {
        p["elections"][0]["id"] = json!("2030");
    });
    let moved = moved.read("wetter").pack.expect("a pack");
    assert_eq!(moved.elections.len(), 4);
    assert_eq!(moved.election("2030").expect("replaced in its place").date, day("2022-05-15"));
}

#[test]
fn a_problem_names_the_file_it_is_in() {
    let inherited = Shelf::default().edit(NRW, |p| p["rules"][6]["as_of"] = json!("soon"));
    expect(&inherited.read("musterstadt").problems, &format!("{NRW}#/rules/6/as_of"), "soon");

    let own = Shelf::default().edit("packs/wetter/pack.json", |p| {
        p["elections"][0]["date"] = json!("2022-05-32");
    });
    let place = "packs/wetter/pack.json#/elections/0/date";
    expect(&own.read("wetter").problems, place, "2022-05-32");
}

#[test]
fn dangling_names_across_files_are_found() {
    let gone = Shelf::default().edit(NRW, |p| {
        p["sources"].as_object_mut().expect("sources").remove("wetter");
    });
    let problems = gone.read("wetter").problems;
    expect(&problems, "packs/wetter/pack.json#/elections/0/sources/0", "source \"wetter\"");
    assert!(problems.iter().any(|problem| problem.file == NRW), "{problems:?}");
}

#[test]
fn bases_that_are_missing_or_go_round_are_reported() {
    let alone = Shelf::default().remove(NRW);
    expect(
        &alone.read("musterstadt").problems,
        &format!("{TOWN}#"),
        "\"nrw\", which this one extends",
    );

    let itself = Shelf::default().edit(TOWN, |p| p["extends"] = json!("musterstadt"));
    expect(&itself.read("musterstadt").problems, &format!("{TOWN}#"), "circle");

    let round = Shelf::default().edit(NRW, |p| p["extends"] = json!("musterstadt"));
    expect(&round.read("musterstadt").problems, &format!("{NRW}#"), "circle");
    expect(&round.read("nrw").problems, &format!("{TOWN}#"), "circle");

    let odd = Shelf::default().edit(TOWN, |p| p["extends"] = json!(7));
    expect(&odd.read("musterstadt").problems, &format!("{TOWN}#/extends"), "text is expected");

    let broken = Shelf::default().put(NRW, "{");
    expect(&broken.read("musterstadt").problems, NRW, "not valid JSON");
}

#[test]
fn a_chain_of_three_is_read() {
    let district = json!({"format": 1, "id": "nordstadt", "extends": "musterstadt",
        "demo": true, "place": "Nordstadt", "facts": {"special": []}});
    let shelf = Shelf::default().put("packs/nordstadt/pack.json", district.to_string());
    let reading = shelf.read("nordstadt");
    assert_eq!(reading.problems, Vec::new());
    let pack = reading.pack.expect("a pack");
    assert_eq!(pack.chain, ["nordstadt", "musterstadt", "nrw"]);
    assert_eq!(pack.place, "Nordstadt");
    assert_eq!(pack.facts.len(), 2, "its own and the town's");
    assert!(pack.contact.mail.is_some(), "the town's");
}
