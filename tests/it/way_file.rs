//! Reading the way to the ballot: what is read, what a town changes, and every fault with its place.

use crate::shelf::{NRW, Shelf, TOWN, WAY, expect};
use crate::support::{Die, day, pack, public, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::pack::Certainty;
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::way::{self, Lead, PaperKind, Way, Which};

const TOWN_WAY: &str = "packs/musterstadt/way.json";

/// Returns a small way that has everything.
pub fn small() -> Value {
    json!({
        "format": 1,
        "sources": {"own": {"title": "Eine eigene Seite", "url": "https://example.org/own"}},
        "steps": [
            {"id": "find_out", "ways": ["stand", "support"], "from": 1825, "by": 150,
             "needs": ["read", "ask"], "leads": ["role", "quiz", "fit", "events", "contact"],
             "sources": ["lir114", "own"], "as_of": "2026-11-22", "certainty": "likely"},
            {"id": "meeting", "ways": ["stand"], "from": 180, "by": 85, "leads": ["paper:minutes"],
             "sources": [], "as_of": "2026-11-22", "certainty": "own"},
            {"id": "hand_in", "ways": ["stand"], "from": 120, "by": 75, "deadline": "nominations",
             "sources": ["kw15"], "as_of": "2025-09-14", "certainty": "likely"},
            {"id": "admission", "ways": ["stand"], "from": 68, "by": 58, "deadline": "admission",
             "sources": ["kerken"], "as_of": "2025-09-14", "certainty": "likely"},
            {"id": "spread", "ways": ["support"], "from": 120, "by": 8,
             "sources": ["kw15"], "as_of": "2025-09-14", "certainty": "open"},
            {"id": "election_day", "ways": ["stand", "support"], "from": 20, "by": 0,
             "sources": ["kw15"], "as_of": "2025-09-14", "certainty": "likely"},
            {"id": "accept", "ways": ["stand"], "from": -1, "by": -30,
             "sources": ["kw15"], "as_of": "2025-09-14", "certainty": "likely"}
        ],
        "signatures": {"needed": null, "sources": ["koelnpm"], "as_of": "2025-09-14",
            "certainty": "open"},
        "papers": [
            {"id": "minutes", "kind": "minutes", "parts": [
                {"id": "place", "lines": 2, "sources": ["lir114"], "as_of": "2025-09-14",
                 "certainty": "likely"},
                {"id": "time", "sources": [], "as_of": "2025-09-14", "certainty": "own"}]},
            {"id": "single", "kind": "choice", "parts": [
                {"id": "people", "sources": ["own"], "as_of": "2025-09-14", "certainty": "likely"}]}
        ]
    })
}

/// Returns the shipped files with the small way in the place of the shipped one.
pub fn shelf() -> Shelf {
    Shelf::default().put(WAY, small().to_string())
}

/// Returns a way that must have no problem.
#[track_caller]
fn read(shelf: &Shelf, id: &str) -> Way {
    let (way, problems) = shelf.way(id);
    assert_eq!(problems, Vec::new(), "problems in the way of {id}");
    way.expect("a way without problems is readable")
}

#[test]
fn everything_in_a_way_is_read() {
    let way = read(&shelf(), "nrw");
    let ids: Vec<&str> = way.steps.iter().map(|step| step.id.as_str()).collect();
    let expected =
        ["find_out", "meeting", "hand_in", "admission", "spread", "election_day", "accept"];
    assert_eq!(ids, expected);
    let first = way.step("find_out").expect("a step");
    assert_eq!(first.ways, [Which::Stand, Which::Support]);
    assert_eq!((first.from, first.by), (1825, 150));
    assert_eq!(first.needs, ["read", "ask"]);
    let leads = [Lead::Role, Lead::Quiz, Lead::Fit, Lead::Events, Lead::Contact];
    assert_eq!(first.leads, leads);
    assert_eq!(first.grounds.sources, ["lir114", "own"]);
    assert_eq!(first.grounds.as_of, day("2026-11-22"));
    assert_eq!(way.step("meeting").expect("a step").leads, [Lead::Paper("minutes".to_owned())]);
    assert_eq!(way.step("meeting").expect("a step").grounds.certainty, Certainty::Own);
    let hand_in = way.step("hand_in").expect("a step");
    assert_eq!(hand_in.deadline.as_deref(), Some("nominations"));
    assert_eq!((way.step("accept").expect("a step").by, way.step("gone")), (-30, None));
    assert_eq!(way.signatures.needed, None);
    assert_eq!(way.signatures.grounds.certainty, Certainty::Open);
    let minutes = way.paper("minutes").expect("a paper");
    assert_eq!(minutes.kind, PaperKind::Minutes);
    assert_eq!(minutes.parts.iter().map(|part| part.lines).collect::<Vec<_>>(), [2, 1]);
    let choice = way.paper("single").expect("a paper");
    assert_eq!((choice.kind, choice.parts[0].lines), (PaperKind::Choice, 0));
    let (pack, source) = (pack("nrw"), "Eine eigene Seite");
    assert_eq!(way.source(&pack, "own").map(|source| source.title.as_str()), Some(source));
    assert_eq!(way.source(&pack, "wdr"), pack.source("wdr"));
    assert_eq!(way.source(&pack, "gone"), None);
}

#[test]
fn the_shipped_ways_have_no_problem() {
    for id in ["nrw", "koeln", "musterstadt", "recklinghausen", "wetter"] {
        let (way, problems) = audit::load_way(&pack(id), &public);
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert!(lines.is_empty(), "{id}:\n{}", lines.join("\n"));
        assert!(way.is_some_and(|way| way.steps.len() >= 12 && way.papers.len() >= 6), "{id}");
    }
}

#[test]
fn a_town_gives_its_own_number_of_signatures() {
    assert_eq!(pack("koeln").way_files, ["koeln", "nrw"]);
    assert_eq!(pack("musterstadt").way_files, ["nrw"]);
    let koeln = read(&shelf(), "koeln");
    assert_eq!(koeln.signatures.needed, Some(100));
    assert_eq!(koeln.signatures.grounds.sources, ["koelnpm"]);
    assert_eq!(koeln.signatures.grounds.certainty, Certainty::Likely);
    let state = read(&shelf(), "nrw");
    assert_eq!(koeln.steps, state.steps);
    assert_eq!(koeln.papers, state.papers);
    assert_eq!(koeln.sources, state.sources);
}

/// Returns the shelf with a way of the example town.
fn town(way: Value) -> Shelf {
    shelf().edit(TOWN, |p| p["way"] = json!("files")).put(TOWN_WAY, way.to_string())
}

#[test]
fn a_town_replaces_steps_by_their_ids_and_adds_its_own() {
    let step = |id: &str, from: i32| {
        json!({"id": id, "ways": ["stand"], "from": from, "by": 70,
            "sources": ["hall"], "as_of": "2029-11-01", "certainty": "likely"})
    };
    let way = read(
        &town(json!({
            "format": 1,
            "id": "musterstadt",
            "sources": {"hall": {"title": "Stadt Musterstadt", "url": "https://example.org/hall"}},
            "steps": [step("meeting", 200), step("party", 100)]
        })),
        "musterstadt",
    );
    let ids: Vec<&str> = way.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids[..3], ["find_out", "meeting", "hand_in"]);
    assert_eq!(ids.last(), Some(&"party"));
    let meeting = way.step("meeting").expect("a step");
    assert_eq!((meeting.from, meeting.leads.len()), (200, 0), "the whole step is replaced");
    assert_eq!(way.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["hall", "own"]);
}

#[test]
fn a_fault_in_a_town_names_the_file_of_the_town() {
    let (way, problems) =
        town(json!({"format": 1, "signatures": {"needed": -1}})).way("musterstadt");
    assert!(way.is_none());
    expect(&problems, &format!("{TOWN_WAY}#/signatures/needed"), "whole number from 0 to 10000");
    let other = town(json!({"format": 1, "id": "nrw"})).way("musterstadt").1;
    expect(&other, &format!("{TOWN_WAY}#"), "name of the folder, \"musterstadt\"");
    let none = shelf().edit(TOWN, |p| p["way"] = json!("files")).way("musterstadt").1;
    expect(&none, TOWN_WAY, "This file is missing.");
    let odd = shelf().edit(TOWN, |p| p["way"] = json!(true)).read("musterstadt").problems;
    expect(&odd, &format!("{TOWN}#/way"), "Write \"files\", or leave it out.");
    let odd = shelf().edit(NRW, |p| p["explainer"] = json!(["files"])).read("nrw").problems;
    expect(&odd, &format!("{NRW}#/explainer"), "Write \"files\", or leave it out.");
}

#[test]
fn a_pack_without_a_way_has_none() {
    let shelf = shelf().edit(NRW, |p| p["way"] = Value::Null);
    assert_eq!(shelf.way("musterstadt"), (None, Vec::new()));
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

/// What is wrong: where, words of the sentence, and how to make it so.
type Fault = (&'static str, &'static str, fn(&mut Value));

const FAULTS: [Fault; 31] = [
    ("", "\"colour\" is not known", |w| w["colour"] = json!("green")),
    ("/steps/0/ways/0", "\"watch\" is not one of: stand, support.", |w| {
        w["steps"][0]["ways"][0] = json!("watch");
    }),
    ("/steps/1", "belongs to at least one way", |w| w["steps"][1]["ways"] = json!([])),
    ("/steps/2", "\"from\" must lie before \"by\"", |w| w["steps"][2]["by"] = json!(121)),
    ("/steps/2/deadline", "There is no deadline \"zodiac\".", |w| {
        w["steps"][2]["deadline"] = json!("zodiac");
    }),
    ("/steps/3/deadline", "text is expected", |w| w["steps"][3]["deadline"] = json!(58)),
    ("/steps/3/from", "whole number from -400 to 4000", |w| w["steps"][3]["from"] = json!(4_001)),
    ("/steps/4/by", "whole number", |w| w["steps"][4]["by"] = json!(1.5)),
    ("/steps/4", "\"from\" is missing", |w| remove(&mut w["steps"][4], "from")),
    ("/steps/4", "\"as_of\" is missing", |w| remove(&mut w["steps"][4], "as_of")),
    ("/steps/5", "\"id\" is missing", |w| remove(&mut w["steps"][5], "id")),
    ("/steps/5/certainty", "sure, likely, open, own", |w| w["steps"][5]["certainty"] = json!("x")),
    ("/steps/5", "\"note\" is not known", |w| w["steps"][5]["note"] = json!("x")),
    ("/steps/6", "at least one source", |w| w["steps"][6]["sources"] = json!([])),
    ("/steps/6/leads", "list [ … ] is expected", |w| w["steps"][6]["leads"] = json!("role")),
    ("/steps/0/sources/1", "There is no source \"gone\".", |w| {
        w["steps"][0]["sources"][1] = json!("gone");
    }),
    ("/steps/0/needs/0", "not a valid id", |w| w["steps"][0]["needs"][0] = json!("Frag mal")),
    ("/steps/0/needs/1", "\"read\" stands twice", |w| w["steps"][0]["needs"][1] = json!("read")),
    ("/steps/0/leads/0", "\"office\" is not one of: role, events, fit", |w| {
        w["steps"][0]["leads"][0] = json!("office");
    }),
    ("/steps/1/leads/0", "There is no paper \"plan\".", |w| {
        w["steps"][1]["leads"][0] = json!("paper:plan");
    }),
    ("/steps/0/leads/1", "There is no paper \"\".", |w| {
        w["steps"][0]["leads"][1] = json!("paper:")
    }),
    ("/signatures/needed", "whole number", |w| w["signatures"]["needed"] = json!("100")),
    ("/signatures", "at least one source", |w| remove(&mut w["signatures"], "sources")),
    ("/papers/0/kind", "choice, list, minutes, guide, who", |w| {
        w["papers"][0]["kind"] = json!("form");
    }),
    ("/papers/0/parts/0/lines", "\"lines\" belongs to papers", |w| {
        w["papers"][0]["kind"] = json!("guide");
    }),
    ("/papers/0/parts/0/lines", "whole number from 1 to 6", |w| {
        w["papers"][0]["parts"][0]["lines"] = json!(7);
    }),
    ("/papers/0/parts/1", "at least one source", |w| {
        w["papers"][0]["parts"][1]["certainty"] = json!("sure");
    }),
    ("/papers/1", "at least one part", |w| w["papers"][1]["parts"] = json!([])),
    ("/sources/own", "https://", |w| w["sources"]["own"]["url"] = json!("javascript:alert(1)")),
    ("/sources", "another page under the source \"wdr\"", |w| {
        w["sources"]["wdr"] = json!({"title": "WDR und mehr", "url": "https://example.org"});
    }),
    ("/papers/0", "object { … } is expected", |w| w["papers"][0] = json!("minutes")),
];

#[test]
fn every_fault_is_reported_where_it_is() {
    for (pointer, words, change) in FAULTS {
        let (way, problems) = shelf().edit(WAY, change).way("nrw");
        assert!(way.is_none(), "{words}");
        expect(&problems, &format!("{WAY}#{pointer}"), words);
    }
}

#[test]
fn many_faults_are_reported_together() {
    // Some of them change the same thing, and one would hide the other.
    let hidden =
        ["\"read\" stands twice", "\"lines\" belongs to papers", "object { … } is expected"];
    let faults: Vec<&Fault> =
        FAULTS.iter().filter(|(_, words, _)| !hidden.contains(words)).collect();
    let broken = shelf().edit(WAY, |w| faults.iter().for_each(|(_, _, change)| change(w)));
    let (_, problems) = broken.way("nrw");
    for (pointer, words, _) in faults {
        expect(&problems, &format!("{WAY}#{pointer}"), words);
    }
}

#[test]
fn a_way_that_is_none_is_reported() {
    let with = |text: &str| shelf().put(WAY, text).way("nrw").1;
    expect(&with("{"), WAY, "not valid JSON");
    expect(&with("[]"), &format!("{WAY}#"), "object { … } is expected");
    expect(&with("{\"format\": 2}"), &format!("{WAY}#/format"), "whole number from 1 to 1");
    expect(&with("{}"), &format!("{WAY}#"), "\"format\" is missing");
    expect(&with("{\"format\": 1}"), &format!("{WAY}#"), "At least one step is needed.");
    expect(&with("{\"format\": 1}"), &format!("{WAY}#"), "\"signatures\" is missing");
    let (way, problems) = shelf().remove(WAY).way("nrw");
    assert!(way.is_none());
    expect(&problems, WAY, "This file is missing.");
    assert_eq!(way::read(&[], &pack("nrw")), (None, Vec::new()));
}

#[test]
fn missing_and_idle_texts_are_found() {
    let problems = Shelf::default()
        .edit("packs/nrw/way.de.json", |texts| {
            remove(texts, "way.find_out.title");
            remove(texts, "paper.minutes.lead");
            texts["way.find_out.more"] = json!("mehr");
            texts["way.hand_in.what"] = json!("<b>fett</b>");
        })
        .edit(TOWN, |p| p["texts"]["de"]["way.zodiac.title"] = json!("nichts"))
        .check("musterstadt");
    let german = "packs/nrw/way.de.json";
    expect(&problems, &format!("{german}#/way.find_out.title"), "is missing in \"de\"");
    expect(&problems, &format!("{german}#/paper.minutes.lead"), "is missing in \"de\"");
    expect(&problems, &format!("{german}#/way.find_out.more"), "Nothing uses the text");
    expect(&problems, &format!("{german}#/way.zodiac.title"), "Nothing uses the text");
    expect(&problems, &format!("{german}#/way.hand_in.what"), "looks like HTML");
}

#[test]
fn any_flipped_byte_is_survived() {
    let mut die = Die::new(21);
    let state = pack("nrw");
    for text in [small().to_string(), shipped(WAY)] {
        for _ in 0..200 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=die.below(3) {
                let at = die.below(bytes.len());
                bytes[at] ^= 1 << die.below(8);
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (way, problems) = way::read(&[("nrw".to_owned(), text)], &state);
            assert!(way.is_some() || problems.iter().any(Problem::is_error));
        }
    }
    for _ in 0..2_000 {
        let _ = way::read(&[("nrw".to_owned(), die.text(40))], &state);
    }
}
