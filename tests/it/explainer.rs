//! The role explainer: what is read, the short version, and every fault with its place.

use crate::shelf::{NRW, ROLE, Shelf, TOWN, expect};
use crate::support::{Die, day, pack, public, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::explainer::{
    self, CHAPTERS, Depth, Explainer, PartKind, SCENES, Scene, Unit,
};
use sitz_und_stimme::domain::pack::Certainty;
use sitz_und_stimme::domain::plain;
use sitz_und_stimme::domain::problem::Problem;

const TOWN_ROLE: &str = "packs/musterstadt/role.json";

/// Returns a part with its grounds and further fields.
fn part(id: &str, kind: &str, depth: &str, more: Value) -> Value {
    let mut part = json!({"id": id, "kind": kind, "depth": depth, "sources": ["lir114"],
        "as_of": "2026-11-22", "certainty": "likely"});
    for (key, value) in more.as_object().expect("fields") {
        part[key] = value.clone();
    }
    part
}

/// Returns the parts of a chapter of the small explainer; most have one text.
fn parts(chapter: &str) -> Value {
    let none = json!({});
    match chapter {
        "rights" => json!([part("speak", "named", "five", none)]),
        "changed" => json!([part("name", "change", "five", none)]),
        "year" => json!([part("start", "month", "five", json!({"from": 11, "to": 2}))]),
        "evening" => json!([part(
            "start",
            "hour",
            "five",
            json!({"at": "17:00", "sources": [], "certainty": "own"})
        )]),
        "time" => json!([
            part("hours", "text", "deep", none),
            {"id": "estimate", "kind": "estimate", "depth": "deep"}
        ]),
        "numbers" => {
            json!([{"id": "turnout", "kind": "figure", "depth": "five", "figure": "turnout"}])
        }
        "voices" => json!([part("member", "voice", "five", none)]),
        "myths" => json!([part("passport", "myth", "five", json!({"true": false}))]),
        "questions" => json!([part("children", "question", "five", none)]),
        _ => json!([part("first", "text", "five", none), part("more", "named", "deep", json!({}))]),
    }
}

/// Returns a small explainer that has everything.
fn small() -> Value {
    let chapters: Vec<Value> =
        CHAPTERS.iter().map(|id| json!({"id": id, "parts": parts(id)})).collect();
    json!({
        "format": 1,
        "sources": {"own": {"title": "Eine eigene Seite", "url": "https://example.org/own"}},
        "story": ["worry", "talk", "motion", "agenda", "committee", "council", "outcome"],
        "chapters": chapters,
        "figures": [
            {"id": "turnout", "unit": "percent", "as_of": "2026-11-22", "breaks": [2014], "series": [
                {"id": "nrw", "points": [
                    {"year": 2010, "value": 1116, "sources": ["own"], "certainty": "likely"},
                    {"year": 2014, "value": 1380, "about": true, "sources": ["wdr"],
                     "certainty": "open"}]},
                {"id": "koeln", "points": [
                    {"year": 2004, "value": 1670, "sources": ["own"], "certainty": "likely"}]}]},
            {"id": "seats", "unit": "count", "as_of": "2026-11-22", "series": [
                {"id": "nrw", "points": [
                    {"year": 2025, "value": 1262, "sources": ["lir114"], "certainty": "likely"}]}]}
        ]
    })
}

fn shelf() -> Shelf {
    Shelf::default().put(ROLE, small().to_string())
}

/// Returns an explainer that must have no problem.
#[track_caller]
fn read(shelf: &Shelf, id: &str) -> Explainer {
    let (explainer, problems) = shelf.explainer(id);
    assert_eq!(problems, Vec::new(), "problems in the explainer of {id}");
    explainer.expect("an explainer without problems is readable")
}

fn kind(explainer: &Explainer, chapter: &str, at: usize) -> PartKind {
    explainer.chapter(chapter).expect("a chapter").parts[at].kind.clone()
}

// ---------------------------------------------------------------- reading

#[test]
fn everything_in_an_explainer_is_read() {
    let found = read(&shelf(), "nrw");
    let ids: Vec<&str> = found.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
    assert_eq!(ids, CHAPTERS);
    assert_eq!(found.story, SCENES.map(|(_, scene)| scene));
    assert_eq!((found.story[0], found.story[0].word()), (Scene::Worry, "worry"));
    assert_eq!(kind(&found, "year", 0), PartKind::Month { from: 11, to: 2 });
    assert_eq!(kind(&found, "evening", 0), PartKind::Hour { at: "17:00".to_owned() });
    assert_eq!(kind(&found, "myths", 0), PartKind::Myth { truth: false });
    assert_eq!(kind(&found, "numbers", 0), PartKind::Figure(0));
    assert_eq!(kind(&found, "time", 1), PartKind::Estimate);
    let part = &found.chapter("what").expect("a chapter").parts[0];
    assert_eq!((part.depth, &part.kind), (Depth::Five, &PartKind::Text));
    let grounds = part.grounds.as_ref().expect("grounds");
    assert_eq!((grounds.sources.len(), grounds.certainty), (1, Certainty::Likely));
    let own = found.chapter("evening").expect("a chapter").parts[0].grounds.clone();
    assert_eq!(own.map(|own| (own.sources.len(), own.certainty)), Some((0, Certainty::Own)));
    assert_eq!(found.chapter("time").expect("a chapter").parts[1].grounds, None);
    assert!(found.chapter("zodiac").is_none());
    let pack = pack("nrw");
    assert!(found.source(&pack, "own").is_some() && found.source(&pack, "gone").is_none());
    assert_eq!(found.source(&pack, "wdr"), pack.source("wdr"));
}

#[test]
fn figures_are_whole_numbers_with_their_years() {
    let found = read(&shelf(), "nrw");
    let turnout = &found.figures[0];
    assert_eq!((turnout.unit, turnout.as_of), (Unit::Percent, day("2026-11-22")));
    assert_eq!((turnout.breaks.as_slice(), turnout.series.len()), (&[2014][..], 2));
    assert_eq!(turnout.range(), Some((2004, 2014, 1670)));
    let points = &turnout.series[0].points;
    assert_eq!((points[0].value, points[0].about), (1116, false));
    assert_eq!((points[1].about, points[1].certainty), (true, Certainty::Open));
    assert_eq!(points[0].sources, ["own"]);
    assert_eq!((found.figures[1].unit, found.figures[1].breaks.len()), (Unit::Count, 0));
}

#[test]
fn kinds_of_parts_have_their_texts() {
    for (kind, word, texts) in [
        (PartKind::Text, "text", &[""] as &[&str]),
        (PartKind::Named, "named", &[".title", ""]),
        (PartKind::Change, "change", &[".title", ".before", ".after"]),
        (PartKind::Month { from: 1, to: 2 }, "month", &[".title", ""]),
        (PartKind::Hour { at: "17:00".to_owned() }, "hour", &[".title", ""]),
        (PartKind::Voice, "voice", &["", ".who"]),
        (PartKind::Myth { truth: true }, "myth", &[".title", ""]),
        (PartKind::Question, "question", &[".title", ""]),
        (PartKind::Figure(0), "figure", &[]),
        (PartKind::Estimate, "estimate", &[]),
    ] {
        assert_eq!((kind.word(), kind.texts()), (word, texts));
    }
}

#[test]
fn the_short_version_leaves_out_what_is_deep_played_or_asked() {
    let found = read(&shelf(), "nrw");
    let five = found.five();
    let ids: Vec<&str> = five.iter().map(|(chapter, _)| chapter.id.as_str()).collect();
    assert!(!ids.contains(&"time") && !ids.contains(&"myths") && !ids.contains(&"questions"));
    assert!(ids.contains(&"numbers"), "the place of a figure may be in it");
    assert_eq!(ids.len(), CHAPTERS.len() - 3);
    for (chapter, parts) in five {
        assert_eq!(parts, chapter.five());
        assert!(!parts.is_empty());
        assert!(parts.iter().all(|part| part.depth == Depth::Five && part.id != "more"));
    }
}

// ---------------------------------------------------------------- towns

/// Returns the shelf with an explainer of the example town.
fn town(explainer: Value) -> Shelf {
    shelf().edit(TOWN, |p| p["explainer"] = json!("files")).put(TOWN_ROLE, explainer.to_string())
}

#[test]
fn a_town_replaces_chapters_and_figures_by_their_ids() {
    let more = json!({"format": 1, "id": "musterstadt",
    "sources": {"hall": {"title": "Stadt Musterstadt", "url": "https://example.org/hall"}},
    "chapters": [
        {"id": "money", "parts": [part("fee", "named", "five", json!({"sources": ["hall"]}))]},
        {"id": "rooms", "parts": [part("where", "text", "deep", json!({}))]}
    ]});
    let found = read(&town(more), "musterstadt");
    let state = read(&shelf(), "musterstadt");
    let money = found.chapter("money").expect("a chapter");
    assert_eq!((money.parts.len(), money.parts[0].id.as_str()), (1, "fee"));
    assert_eq!(found.chapters.last().map(|chapter| chapter.id.as_str()), Some("rooms"));
    assert_eq!((found.chapters.len(), state.chapters.len()), (18, 17));
    assert_eq!((&found.figures, &found.story), (&state.figures, &state.story));
    assert_eq!(found.sources.len(), 2);
}

#[test]
fn a_fault_in_a_town_names_the_file_of_the_town() {
    let broken = json!({"format": 1, "chapters": [{"id": "money", "parts": [
        part("fee", "named", "some", json!({"sources": ["gone"]}))]}]});
    let (found, problems) = town(broken).explainer("musterstadt");
    assert!(found.is_none());
    let place = format!("{TOWN_ROLE}#/chapters/0/parts/0");
    expect(&problems, &format!("{place}/depth"), "five, deep");
    expect(&problems, &format!("{place}/sources/0"), "There is no source \"gone\".");
}

#[test]
fn a_pack_without_an_explainer_has_none() {
    let shelf = shelf().edit(NRW, |p| p["explainer"] = Value::Null);
    assert_eq!(shelf.explainer("musterstadt"), (None, Vec::new()));
    assert_eq!(pack("nrw").role_files, ["nrw"]);
    assert_eq!(pack("koeln").role_files, ["nrw"]);
}

// ---------------------------------------------------------------- faults

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

/// What is wrong: where, words of the sentence, and how to make it so.
type Fault = (&'static str, &'static str, fn(&mut Value));

const FAULTS: [Fault; 45] = [
    ("", "\"colour\" is not known", |r| r["colour"] = json!("green")),
    ("/story/2", "\"dragon\" is not one of: worry, talk", |r| r["story"][2] = json!("dragon")),
    ("/story/1", "\"worry\" stands twice", |r| r["story"][1] = json!("worry")),
    ("", "needs at least one scene", |r| r["story"] = json!([])),
    ("/chapters", "The chapter \"who\" is missing.", |r| r["chapters"][1]["id"] = json!("whom")),
    ("/chapters", "The chapter \"who\" stands too early.", |r| {
        r["chapters"].as_array_mut().expect("a list").swap(0, 1);
    }),
    ("/chapters/1", "mean something else in an address", |r| r["chapters"][1]["id"] = json!("all")),
    ("/chapters/1", "mean something else in an address", |r| {
        r["chapters"][1]["id"] = json!("five")
    }),
    ("/chapters/2", "at least one part", |r| r["chapters"][2]["parts"] = json!([])),
    ("/chapters/2", "\"note\" is not known", |r| r["chapters"][2]["note"] = json!("x")),
    ("/chapters/0", "No part may have the id \"lead\".", |r| {
        r["chapters"][0]["parts"][0]["id"] = json!("lead");
    }),
    ("/chapters/0/parts/0/kind", "\"poem\" is not one of: text, named", |r| {
        r["chapters"][0]["parts"][0]["kind"] = json!("poem");
    }),
    ("/chapters/0/parts/0", "\"depth\" is missing", |r| {
        remove(&mut r["chapters"][0]["parts"][0], "depth");
    }),
    ("/chapters/0/parts/0", "at least one source", |r| {
        r["chapters"][0]["parts"][0]["sources"] = json!([]);
    }),
    ("/chapters/0/parts/0", "at least one source", |r| {
        remove(&mut r["chapters"][0]["parts"][0], "sources");
    }),
    ("/chapters/0/parts/0", "\"as_of\" is missing", |r| {
        remove(&mut r["chapters"][0]["parts"][0], "as_of");
    }),
    ("/chapters/0/parts/0", "\"certainty\" is missing", |r| {
        remove(&mut r["chapters"][0]["parts"][0], "certainty");
    }),
    ("/chapters/0/parts/0/sources/0", "source \"gone\"", |r| {
        r["chapters"][0]["parts"][0]["sources"] = json!(["gone"]);
    }),
    ("/chapters/0/parts/0/from", "belongs to parts of the kind \"month\"", |r| {
        r["chapters"][0]["parts"][0]["from"] = json!(3);
    }),
    ("/chapters/0/parts/0/true", "belongs to parts of the kind \"myth\"", |r| {
        r["chapters"][0]["parts"][0]["true"] = json!(true);
    }),
    ("/chapters/4/parts/0/from", "whole number from 1 to 12", |r| {
        r["chapters"][4]["parts"][0]["from"] = json!(13);
    }),
    ("/chapters/4/parts/0", "\"to\" is missing", |r| {
        remove(&mut r["chapters"][4]["parts"][0], "to")
    }),
    ("/chapters/5/parts/0/at", "HH:MM", |r| r["chapters"][5]["parts"][0]["at"] = json!("17 Uhr")),
    ("/chapters/5/parts/0", "\"at\" is missing", |r| {
        remove(&mut r["chapters"][5]["parts"][0], "at")
    }),
    ("/chapters/15/parts/0/true", "true or false", |r| {
        r["chapters"][15]["parts"][0]["true"] = json!("no");
    }),
    ("/chapters/15/parts/0", "\"true\" is missing", |r| {
        remove(&mut r["chapters"][15]["parts"][0], "true");
    }),
    ("/chapters/13/parts/0/figure", "\"women\" is not one of", |r| {
        r["chapters"][13]["parts"][0]["figure"] = json!("women");
    }),
    ("/chapters/13/parts/0", "\"figure\" is missing", |r| {
        remove(&mut r["chapters"][13]["parts"][0], "figure");
    }),
    ("/chapters/13/parts/0", "\"as_of\" is missing", |r| {
        r["chapters"][13]["parts"][0]["certainty"] = json!("likely");
    }),
    ("/chapters/3/parts/1", "\"first\" stands twice", |r| {
        r["chapters"][3]["parts"][1]["id"] = json!("first");
    }),
    ("/chapters/3", "object { … } is expected", |r| r["chapters"][3] = json!("limits")),
    ("/figures/0/unit", "percent, count", |r| r["figures"][0]["unit"] = json!("apples")),
    ("/figures/0", "\"as_of\" is missing", |r| remove(&mut r["figures"][0], "as_of")),
    ("/figures/0/breaks/0", "whole number from 1900 to 2200", |r| {
        r["figures"][0]["breaks"] = json!([14]);
    }),
    ("/figures/1", "at least one series", |r| r["figures"][1]["series"] = json!([])),
    ("/figures/0/series/1", "at least one point", |r| {
        r["figures"][0]["series"][1]["points"] = json!([]);
    }),
    ("/figures/0/series/0", "The years of the points must rise.", |r| {
        r["figures"][0]["series"][0]["points"][1]["year"] = json!(2010);
    }),
    ("/figures/0/series/0/points/0/value", "whole number from 0 to 10000", |r| {
        r["figures"][0]["series"][0]["points"][0]["value"] = json!(10_001);
    }),
    ("/figures/0/series/0/points/0/value", "whole number", |r| {
        r["figures"][0]["series"][0]["points"][0]["value"] = json!(11.16);
    }),
    ("/figures/0/series/0/points/0", "A number needs at least one source.", |r| {
        r["figures"][0]["series"][0]["points"][0]["sources"] = json!([]);
    }),
    ("/figures/0/series/0/points/1/sources/0", "source \"gone\"", |r| {
        r["figures"][0]["series"][0]["points"][1]["sources"] = json!(["gone"]);
    }),
    ("/figures/0/series/0/points/1", "\"certainty\" is missing", |r| {
        remove(&mut r["figures"][0]["series"][0]["points"][1], "certainty");
    }),
    ("/figures/0/series/0/points/1/about", "true or false", |r| {
        r["figures"][0]["series"][0]["points"][1]["about"] = json!("about");
    }),
    ("/sources/Own", "not a valid id", |r| {
        r["sources"]["Own"] = json!({"title": "x", "url": "https://example.org"});
    }),
    ("/sources/own", "https://", |r| r["sources"]["own"]["url"] = json!("data:text/html,x")),
];

#[test]
fn every_fault_is_reported_where_it_is() {
    for (pointer, words, change) in FAULTS {
        let (found, problems) = shelf().edit(ROLE, change).explainer("nrw");
        assert!(found.is_none(), "{words}");
        expect(&problems, &format!("{ROLE}#{pointer}"), words);
    }
}

#[test]
fn faults_in_different_places_are_reported_together() {
    // One fault of every place, and none that another one hides.
    let mut faults: Vec<&Fault> = Vec::new();
    let hidden = ["too early", "No part may", "stands twice"];
    for fault in FAULTS.iter().filter(|fault| hidden.iter().all(|words| !fault.1.contains(words))) {
        let place = |pointer: &str| pointer.split('/').take(4).collect::<Vec<_>>().join("/");
        if faults.iter().all(|other| place(other.0) != place(fault.0)) {
            faults.push(fault);
        }
    }
    assert!(faults.len() >= 18, "{}", faults.len());
    let broken = shelf().edit(ROLE, |r| faults.iter().for_each(|(_, _, change)| change(r)));
    let (_, problems) = broken.explainer("nrw");
    for (pointer, words, _) in faults {
        expect(&problems, &format!("{ROLE}#{pointer}"), words);
    }
}

#[test]
fn an_explainer_that_is_none_is_reported() {
    let with = |text: &str| shelf().put(ROLE, text).explainer("nrw").1;
    expect(&with("{"), ROLE, "not valid JSON");
    expect(&with("7"), &format!("{ROLE}#"), "object { … } is expected");
    expect(&with("{\"format\": 2}"), &format!("{ROLE}#/format"), "whole number");
    expect(&with("{\"format\": 1}"), &format!("{ROLE}#"), "The chapter \"what\" is missing.");
    expect(&shelf().remove(ROLE).explainer("nrw").1, ROLE, "This file is missing.");
    assert_eq!(explainer::read(&[], &pack("nrw")), (None, Vec::new()));
}

#[test]
fn any_flipped_byte_is_survived() {
    let mut die = Die::new(17);
    let state = pack("nrw");
    for text in [small().to_string(), shipped(ROLE)] {
        for _ in 0..150 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=die.below(3) {
                let at = die.below(bytes.len());
                bytes[at] ^= 1 << die.below(8);
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let (found, problems) = explainer::read(&[("nrw".to_owned(), text)], &state);
            assert!(found.is_some() || problems.iter().any(Problem::is_error));
        }
    }
    for _ in 0..2_000 {
        let _ = explainer::read(&[("nrw".to_owned(), die.text(40))], &state);
    }
}

// ---------------------------------------------------------------- what is shipped

#[test]
fn the_shipped_explainers_have_no_problem() {
    for id in ["nrw", "koeln", "musterstadt", "recklinghausen", "wetter"] {
        let (found, problems) = audit::load_explainer(&pack(id), &public);
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert!(lines.is_empty(), "{id}:\n{}", lines.join("\n"));
        assert!(found.is_some_and(|found| found.figures.len() >= 5), "{id}");
    }
}

#[test]
fn the_shipped_short_version_is_read_in_five_minutes() {
    let found = read(&Shelf::default(), "nrw");
    let texts: Value = serde_json::from_str(&shipped("packs/nrw/role.de.json")).expect("JSON");
    let mut words = 0;
    let mut count = |key: String| {
        words += plain::measure(texts[&key].as_str().unwrap_or_default()).words;
    };
    for (chapter, parts) in found.five() {
        count(format!("role.{}.title", chapter.id));
        count(format!("role.{}.lead", chapter.id));
        for part in parts {
            let key = format!("role.{}.{}", chapter.id, part.id);
            part.kind.texts().iter().for_each(|end| count(format!("{key}{end}")));
        }
    }
    assert!((450..=650).contains(&words), "{words} words");
}

#[test]
fn the_shipped_story_fits_below_its_pictures() {
    for language in ["de", "en"] {
        let texts: Value =
            serde_json::from_str(&shipped(&format!("packs/nrw/role.{language}.json")))
                .expect("JSON");
        for (word, _) in SCENES {
            for (key, most) in [(format!("story.{word}"), 110), (format!("story.{word}.alt"), 120)]
            {
                let length = texts[&key].as_str().unwrap_or_default().chars().count();
                assert!((10..=most).contains(&length), "{language} {key}: {length}");
            }
        }
    }
}

#[test]
fn missing_and_idle_texts_are_found() {
    let problems = Shelf::default()
        .edit("packs/nrw/role.de.json", |texts| {
            remove(texts, "story.note");
            remove(texts, "role.what.title");
            texts["role.what.moral"] = json!("mehr");
            texts["figure.turnout.text"] = json!("");
        })
        .check("nrw");
    let german = "packs/nrw/role.de.json";
    expect(&problems, &format!("{german}#/story.note"), "is missing in \"de\"");
    expect(&problems, &format!("{german}#/role.what.title"), "is missing in \"de\"");
    expect(&problems, &format!("{german}#/role.what.moral"), "Nothing uses the text");
    expect(&problems, &format!("{german}#/figure.turnout.text"), "A text is expected here.");
}
