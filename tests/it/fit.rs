//! The instrument of the self-assessment: what is read, what is refused, and the way through it.

use crate::shelf::{FIT, Shelf, TOWN, expect};
use crate::support::{Die, instrument, languages, pack, shipped, some_replies, some_reply};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::fit::{self, Fit, Item, ItemKind, UNKNOWN};
use sitz_und_stimme::domain::roles;

/// Questions of the shipped instrument that begin a screen, block by block.
const SCREENS: [&[&str]; 4] = [
    &["topics"],
    &[
        "building", "asking", "cancel", "disagree", "no_contacts", "months", "jargon", "change",
        "own_group", "trying", "listening", "promise", "cityhall", "whom_to_call", "avoid",
        "others", "course", "moving_on", "experience",
    ],
    &["week"],
    &["gain", "worry"],
];

fn shipped_fit() -> Fit {
    instrument(&pack("nrw"))
}

fn item<'a>(fit: &'a Fit, id: &str) -> &'a Item {
    &fit.questions[fit.question(id).unwrap_or_else(|| panic!("no question {id}"))]
}

fn choice(id: &str) -> Answer {
    Answer::Choice(id.to_owned())
}

fn several(ids: &[&str]) -> Answer {
    Answer::Several(ids.iter().map(|id| (*id).to_owned()).collect())
}

/// Answers a list of questions with anything that counts.
fn answered(fit: &Fit, ids: &[&str]) -> Answers {
    let mut answers = Answers::default();
    for id in ids {
        let item = item(fit, id);
        let any = match item.kind.is_several() {
            true => several(&[]),
            false => choice(UNKNOWN),
        };
        answers.record(id, any);
    }
    answers
}

// ---------------------------------------------------------------- reading

#[test]
fn the_shipped_instrument_has_no_problem() {
    for id in ["nrw", "musterstadt", "wetter"] {
        let fit = instrument(&pack(id));
        assert_eq!((fit.minimum, fit.evening_minutes), (6, 150), "{id}");
        let counts = (fit.dimensions.len(), fit.blocks.len(), fit.questions.len());
        assert_eq!(counts, (10, 4, 25), "{id}");
        assert_eq!((fit.roles.len(), fit.steps.len()), (9, 9), "{id}");
    }
    let fit = shipped_fit();
    let statements = fit.questions.iter().filter(|item| item.kind == ItemKind::Statement);
    assert_eq!(statements.count(), 18);
    assert_eq!(item(&fit, "asking").loads, [(2, 1), (1, 1)].map(sorted(&fit)));
    assert_eq!(item(&fit, "topics").kind, ItemKind::Tiles);
    assert_eq!(item(&fit, "week").kind, ItemKind::Week);
    assert_eq!(item(&fit, "experience").none.as_deref(), Some("none"));
    assert_eq!(item(&fit, "gain").notes.as_ref().map(|notes| notes.sources.len()), Some(5));
    let open = fit.roles.iter().filter(|role| !role.needs_stand).map(|role| role.id.as_str());
    assert_eq!(open.collect::<Vec<_>>(), ["expert", "helper", "bridge", "visitor"]);
}

/// Loads are read in the order of their names: papers before speaking.
fn sorted(fit: &Fit) -> impl Fn((usize, i32)) -> (usize, i32) {
    let names: Vec<&str> = fit.dimensions.iter().map(|d| d.id.as_str()).collect();
    let at = |name: &str| names.iter().position(|other| *other == name).expect("a dimension");
    let (papers, speaking) = (at("papers"), at("speaking"));
    move |(position, weight)| (if position == papers { speaking } else { papers }, weight)
}

/// What is wrong: where, words of the sentence, and how to make it so.
type Fault = (&'static str, &'static str, fn(&mut Value));

/// Faults of an instrument that is read to its end.
const FAULTS: [Fault; 52] = [
    ("/blocks/1/questions/0/loads/zodiac", "There is no dimension \"zodiac\".", |f| {
        f["blocks"][1]["questions"][0]["loads"] = json!({"zodiac": 1});
    }),
    ("/blocks/1/questions/1/loads/papers", "A weight of 0 says nothing.", |f| {
        f["blocks"][1]["questions"][1]["loads"]["papers"] = json!(0);
    }),
    ("/blocks/1/questions/2/loads/reliable", "whole number from -3 to 3", |f| {
        f["blocks"][1]["questions"][2]["loads"]["reliable"] = json!(4);
    }),
    ("/blocks/1/questions/3", "A statement, and nothing else, loads on dimensions", |f| {
        remove(&mut f["blocks"][1]["questions"][3], "loads");
    }),
    ("/blocks/1/questions/4", "A statement, and nothing else, loads on dimensions", |f| {
        f["blocks"][1]["questions"][4]["loads"] = json!({});
    }),
    ("/blocks/1/questions/5/loads", "object { … } is expected", |f| {
        f["blocks"][1]["questions"][5]["loads"] = json!(["local"]);
    }),
    ("/blocks/3/questions/0", "A statement, and nothing else, loads on dimensions", |f| {
        f["blocks"][3]["questions"][0]["loads"] = json!({"local": 1});
    }),
    ("/scale/0", "\"unknown\" is offered anyway", |f| f["scale"][0]["id"] = json!("unknown")),
    ("/blocks/2/questions/1/options/0", "\"unknown\" is offered anyway", |f| {
        f["blocks"][2]["questions"][1]["options"][0]["id"] = json!("unknown");
    }),
    ("/blocks/3/questions/1/options/5", "\"unknown\" is offered anyway", |f| {
        f["blocks"][3]["questions"][1]["options"][5] = json!("unknown");
    }),
    ("/blocks/0/questions/0/options/3", "\"unknown\" is offered anyway", |f| {
        f["blocks"][0]["questions"][0]["options"][3] = json!("unknown");
    }),
    ("/blocks/1/questions/18", "\"none\" must be one of the options.", |f| {
        f["blocks"][1]["questions"][18]["none"] = json!("nothing");
    }),
    ("/blocks/2/questions/0", "The first question of a block begins its screen.", |f| {
        f["blocks"][2]["questions"][0]["together"] = json!(true);
    }),
    ("/blocks/2/questions/2/together", "true or false is expected", |f| {
        f["blocks"][2]["questions"][2]["together"] = json!("yes");
    }),
    ("/roles/0/next/new/1", "\"party\" is not one of: check, session", |f| {
        f["roles"][0]["next"]["new"][1] = json!("party");
    }),
    ("/blocks/1/questions/6/kind", "\"essay\" is not one of: statement, choice", |f| {
        f["blocks"][1]["questions"][6]["kind"] = json!("essay");
    }),
    ("/blocks/1/questions/7", "The field \"kind\" is missing.", |f| {
        remove(&mut f["blocks"][1]["questions"][7], "kind");
    }),
    ("/blocks/1/questions/8", "The field \"weight\" is not known here.", |f| {
        f["blocks"][1]["questions"][8]["weight"] = json!(3);
    }),
    ("/roles/1", "The field \"salary\" is not known here.", |f| f["roles"][1]["salary"] = json!(0)),
    ("", "Two questions have the id \"topics\".", |f| {
        f["blocks"][3]["questions"][1]["id"] = json!("topics");
    }),
    ("/blocks/1/questions/10", "\"trying\" stands twice in this list.", |f| {
        f["blocks"][1]["questions"][10]["id"] = json!("trying");
    }),
    ("", "No question may have the id \"next\".", |f| {
        f["blocks"][1]["questions"][11]["id"] = json!("next");
    }),
    ("/blocks/1/questions/12/id", "is not a valid id", |f| {
        f["blocks"][1]["questions"][12]["id"] = json!("City Hall");
    }),
    ("", "At least one role is needed.", |f| f["roles"] = json!([])),
    ("/roles/2", "Three next steps are needed", |f| {
        f["roles"][2]["next"]["old"] = json!(["info", "list"]);
    }),
    ("/roles/3", "Three next steps are needed", |f| remove(&mut f["roles"][3]["next"], "new")),
    ("/roles/4", "The field \"next\" is missing.", |f| remove(&mut f["roles"][4], "next")),
    ("/roles/4/next", "The field \"young\" is not known here.", |f| {
        f["roles"][4]["next"]["young"] = json!([]);
    }),
    ("/roles/5", "The field \"time\" is missing.", |f| remove(&mut f["roles"][5], "time")),
    ("/roles/5/time/sessions", "whole number from 0 to 400", |f| {
        f["roles"][5]["time"]["sessions"] = json!(-1);
    }),
    ("/roles/5/open", "\"nobody\" is not one of: stand, anyone.", |f| {
        f["roles"][5]["open"] = json!("nobody");
    }),
    ("/roles/6/weights/zodiac", "There is no dimension \"zodiac\".", |f| {
        f["roles"][6]["weights"]["zodiac"] = json!(1);
    }),
    ("/roles/6/weights/papers", "whole number from -9 to 9", |f| {
        f["roles"][6]["weights"]["papers"] = json!(-10);
    }),
    ("/roles/7/points/0/question", "There is no question \"zodiac\".", |f| {
        f["roles"][7]["points"][0]["question"] = json!("zodiac");
    }),
    ("/roles/7/points/1/question", "\"experience\" has no option \"circus\".", |f| {
        f["roles"][7]["points"][1]["is"] = json!(["club", "circus"]);
    }),
    ("/roles/7/points/2/points", "whole number from -9 to 9", |f| {
        f["roles"][7]["points"][2]["points"] = json!(10);
    }),
    ("/roles/8/lift", "whole number from -200 to 200", |f| f["roles"][8]["lift"] = json!(201)),
    ("/roles/8/time_points", "whole number from 0 to 9", |f| {
        f["roles"][8]["time_points"] = json!(-1);
    }),
    ("/dimensions/0/helps/0", "\"party\" is not one of", |f| {
        f["dimensions"][0]["helps"][0] = json!("party");
    }),
    ("/dimensions/1", "\"local\" stands twice in this list.", |f| {
        f["dimensions"][1]["id"] = json!("local");
    }),
    ("/blocks/0/questions", "A list [ … ] is expected", |f| {
        f["blocks"][0]["questions"] = json!(7)
    }),
    ("/blocks/0", "A block needs at least one question.", |f| {
        f["blocks"][0]["questions"] = json!([]);
    }),
    ("/blocks/2", "The field \"id\" is missing.", |f| remove(&mut f["blocks"][2], "id")),
    ("/blocks/3/questions/0", "A question needs at least two options.", |f| {
        f["blocks"][3]["questions"][0]["options"] = json!(["voice"]);
    }),
    ("/blocks/3/questions/1/look", "Only a question of the kind \"several\"", |f| {
        f["blocks"][3]["questions"][1]["look"] = json!("tiles");
    }),
    ("/blocks/3/questions/0/notes/sources/0", "There is no source \"gone\".", |f| {
        f["blocks"][3]["questions"][0]["notes"]["sources"][0] = json!("gone");
    }),
    ("/blocks/3/questions/1/notes", "The field \"as_of\" is missing.", |f| {
        remove(&mut f["blocks"][3]["questions"][1]["notes"], "as_of");
    }),
    ("/steps/0", "\"kinds\" belongs to a step that leads to events.", |f| {
        f["steps"][0]["kinds"] = json!(["training"]);
    }),
    ("/steps/1", "\"kinds\" belongs to a step that leads to events.", |f| {
        remove(&mut f["steps"][1], "kinds");
    }),
    ("/old_hand/question", "There is no question \"zodiac\".", |f| {
        f["old_hand"]["question"] = json!("zodiac");
    }),
    ("/minimum", "whole number from 1 to 100", |f| f["minimum"] = json!(0)),
    ("", "The field \"evening_minutes\" is missing.", |f| remove(f, "evening_minutes")),
];

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().expect("an object").remove(key);
}

#[test]
fn every_fault_of_an_instrument_is_reported_where_it_is() {
    for (pointer, words, change) in FAULTS {
        let (fit, problems) = Shelf::default().edit(FIT, change).fit("nrw");
        expect(&problems, &format!("{FIT}#{pointer}"), words);
        assert!(fit.is_none(), "an instrument with a fault is not shown: {pointer} {words}");
        assert!(problems.iter().all(|problem| problem.file == FIT), "{problems:?}");
    }
}

#[test]
fn faults_in_different_places_are_all_reported() {
    let places = ["/scale/0", "/roles/1", "/steps/1", "/minimum", "/old_hand/question"];
    let some = || FAULTS.iter().filter(|(pointer, _, _)| places.contains(pointer));
    let shelf = Shelf::default().edit(FIT, |f| some().for_each(|(_, _, change)| change(f)));
    let problems = shelf.fit("nrw").1;
    assert_eq!(some().count(), 5);
    // The check of the editor says the same.
    let checked = shelf.check("nrw");
    for (pointer, words, _) in some() {
        expect(&problems, &format!("{FIT}#{pointer}"), words);
        expect(&checked, &format!("{FIT}#{pointer}"), words);
    }
}

/// Changes the instrument so that nothing behind the fault is looked at.
#[track_caller]
fn check_head(pointer: &str, words: &str, change: fn(&mut Value)) {
    let (fit, problems) = Shelf::default().edit(FIT, change).fit("nrw");
    assert!(fit.is_none(), "{pointer} {words}");
    expect(&problems, &format!("{FIT}#{pointer}"), words);
}

#[test]
fn an_instrument_needs_the_right_head() {
    check_head("/format", "whole number from 1 to 1", |f| f["format"] = json!(2));
    check_head("/format", "whole number from 1 to 1", |f| f["format"] = json!("1"));
    check_head("", "The field \"format\" is missing.", |f| remove(f, "format"));
    check_head("", "The id must be the name of the folder, \"nrw\".", |f| {
        f["id"] = json!("hessen")
    });
    check_head("", "The field \"id\" is missing.", |f| remove(f, "id"));
    check_head("/id", "is not a valid id", |f| f["id"] = json!("N R W"));
    check_head("", "The field \"colour\" is not known here.", |f| f["colour"] = json!("green"));
    check_head("", "object { … } is expected", |f| *f = json!([1, 2]));
    check_head("", "object { … } is expected", |f| *f = Value::Null);
}

#[test]
fn text_that_is_no_json_is_one_problem() {
    let text = shipped(FIT);
    let deep = "[".repeat(10_000);
    let none = "";
    for broken in [none, " ", "{", "nonsense", "{\"format\": 1,}", &deep, &text[..text.len() / 2]] {
        let (fit, problems) = Shelf::default().put(FIT, broken).fit("nrw");
        assert!(fit.is_none() && problems.len() == 1, "{broken:.40}: {problems:?}");
        expect(&problems, FIT, "not valid JSON");
    }
    let (fit, problems) = Shelf::default().remove(FIT).fit("nrw");
    assert!(fit.is_none() && problems.len() == 1, "{problems:?}");
    expect(&problems, FIT, "This file is missing.");
    let twice = text.replacen("\"minimum\": 6,", "\"minimum\": 6, \"minimum\": 7,", 1);
    let (fit, problems) = Shelf::default().put(FIT, twice).fit("nrw");
    assert!(fit.is_none());
    expect(&problems, FIT, "The key \"minimum\" stands twice");
}

#[test]
fn a_flipped_byte_is_survived() {
    let (nrw, mut die) = (pack("nrw"), Die::new(71));
    let text = shipped(FIT);
    for _ in 0..300 {
        let mut bytes = text.clone().into_bytes();
        let at = die.below(bytes.len());
        bytes[at] ^= 1 << die.below(8);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (read, problems) = fit::read(&[("nrw".to_owned(), text)], &nrw);
        assert!(read.is_some() || !problems.is_empty(), "byte {at}");
        if let Some(fit) = read {
            let answers = some_replies(&fit, &mut die);
            roles::profile(&fit, &nrw.workload, &answers);
        }
    }
    for length in (0..text.len()).step_by(97).filter(|at| text.is_char_boundary(*at)) {
        let (read, problems) = fit::read(&[("nrw".to_owned(), text[..length].to_owned())], &nrw);
        assert!(read.is_none() && !problems.is_empty(), "cut at {length}");
    }
    assert_eq!(fit::read(&[], &nrw), (None, Vec::new()));
}

#[test]
fn a_pack_without_an_instrument_has_none() {
    let shelf = Shelf::default().edit("packs/nrw/pack.json", |p| remove(p, "fit"));
    assert_eq!(shelf.fit("nrw"), (None, Vec::new()));
    assert_eq!(shelf.check("nrw"), Vec::new());
    let odd = Shelf::default().edit("packs/nrw/pack.json", |p| p["fit"] = json!(true));
    let problems = odd.read("nrw").problems;
    expect(&problems, "packs/nrw/pack.json#/fit", "Write \"files\", or leave it out.");
}

// ---------------------------------------------------------------- a town over its state

const TOWN_FIT: &str = "packs/musterstadt/fit.json";

/// Returns a shelf on which the example town has an instrument of its own.
fn town(own: &Value) -> Shelf {
    Shelf::default().edit(TOWN, |p| p["fit"] = json!("files")).put(TOWN_FIT, own.to_string())
}

#[test]
fn a_town_may_change_one_role() {
    let text: Value = serde_json::from_str(&shipped(FIT)).expect("JSON");
    let mut own = text["roles"][7].clone();
    own["lift"] = json!(25);
    own["time"]["own"] = json!(45);
    let shelf = town(&json!({"format": 1, "id": "musterstadt", "roles": [own]}));
    let (changed, problems) = shelf.fit("musterstadt");
    assert_eq!(problems, Vec::new());
    let (changed, state) = (changed.expect("an instrument"), shipped_fit());
    for (new, old) in changed.roles.iter().zip(&state.roles) {
        if old.id == "bridge" {
            assert_eq!((new.lift, new.own), (25, 45));
            assert_eq!((&new.weights, &new.points), (&old.weights, &old.points));
        } else {
            assert_eq!(new, old);
        }
    }
    assert_eq!(changed.roles.len(), state.roles.len());
    assert_eq!((&changed.questions, &changed.blocks), (&state.questions, &state.blocks));
    assert_eq!((&changed.steps, &changed.code), (&state.steps, &state.code));
    assert_eq!(shelf.fit("nrw").0, Some(state), "the state keeps its own");
}

#[test]
fn a_town_may_change_the_scale() {
    let scale = json!([{"id": "yes", "value": 3}, {"id": "no", "value": -3}]);
    let shelf = town(&json!({"format": 1, "id": "musterstadt", "scale": scale}));
    let (changed, problems) = shelf.fit("musterstadt");
    assert_eq!(problems, Vec::new());
    let changed = changed.expect("an instrument");
    let steps = |fit: &Fit, id: &str| -> Vec<(String, i32)> {
        item(fit, id).options.iter().map(|option| (option.id.clone(), option.value)).collect()
    };
    let expected = [("yes", 3), ("rather_yes", 1), ("rather_no", -1), ("no", -3)]
        .map(|(id, value)| (id.to_owned(), value));
    for id in ["building", "moving_on"] {
        assert_eq!(steps(&changed, id), expected, "laid over step by step");
    }
    assert_eq!(steps(&changed, "gain"), steps(&shipped_fit(), "gain"));
    // Of the state's other numbers none has changed.
    assert_eq!((changed.minimum, &changed.roles), (6, &shipped_fit().roles));
}

#[test]
fn a_problem_of_a_town_names_the_file_of_the_town() {
    let own = json!({"format": 1, "id": "musterstadt", "scale": [{"id": "yes", "value": 99}],
        "minimum": 0, "colour": "green", "steps": [{"id": "office", "leads": "nowhere"}]});
    let problems = town(&own).fit("musterstadt").1;
    expect(&problems, &format!("{TOWN_FIT}#"), "\"colour\"");
    expect(&problems, &format!("{TOWN_FIT}#/scale/0/value"), "whole number");
    expect(&problems, &format!("{TOWN_FIT}#/minimum"), "whole number");
    expect(&problems, &format!("{TOWN_FIT}#/steps/0/leads"), "\"nowhere\"");

    let own = json!({"format": 1, "id": "nrw"});
    let problems = town(&own).fit("musterstadt").1;
    expect(&problems, &format!("{TOWN_FIT}#"), "name of the folder, \"musterstadt\"");

    let own = json!({"format": 1, "id": "musterstadt"});
    let shelf = town(&own).edit(FIT, |f| f["roles"][5]["open"] = json!("nobody"));
    let problems = shelf.fit("musterstadt").1;
    expect(&problems, &format!("{FIT}#/roles/5/open"), "\"nobody\"");

    let problems = town(&own).remove(FIT).fit("musterstadt").1;
    expect(&problems, FIT, "This file is missing.");
}

#[test]
fn texts_of_a_town_lie_over_texts_of_the_state() {
    let own = json!({"format": 1, "id": "musterstadt"});
    let file = |language: &str| format!("packs/musterstadt/fit.{language}.json");
    let words = |text: &str| json!({"fit.role.bridge.name": text}).to_string();
    let broken = town(&own).put(&file("de"), words("<b>")).check("musterstadt");
    expect(&broken, &format!("{}#/fit.role.bridge.name", file("de")), "HTML");
    expect(&broken, &file("en"), "This file is missing.");
    let shelf = languages()
        .into_iter()
        .fold(town(&own), |shelf, language| shelf.put(&file(&language), words("Brücke")));
    assert_eq!(shelf.check("musterstadt"), Vec::new());
}

// ---------------------------------------------------------------- the way

#[test]
fn screens_come_block_after_block() {
    let fit = shipped_fit();
    let ids: Vec<&str> = fit.screens().iter().map(|at| fit.questions[*at].id.as_str()).collect();
    assert_eq!(ids, SCREENS.concat());
    let mut covered = Vec::new();
    for screen in fit.screens() {
        let range = fit.on_screen(screen);
        assert_eq!(range.start, screen);
        let block = fit.block_of(screen).expect("a screen belongs to a block");
        assert!(range.clone().all(|at| fit.block_of(at) == Some(block)), "{range:?}");
        covered.extend(range);
    }
    let all: Vec<usize> = (0..fit.questions.len()).collect();
    assert_eq!(covered, all, "every question is on exactly one screen");
    let week = fit.question("week").expect("a question");
    assert_eq!(fit.on_screen(week), week..week + 3);
    assert_eq!(fit.block_of(fit.questions.len()), None);
    for (block, ids) in fit.blocks.iter().zip(SCREENS) {
        assert_eq!(fit.progress(block, &Answers::default()), (0, ids.len()), "{}", block.id);
    }
}

/// Answers `done` and looks for the first open screen at or behind `from`.
#[track_caller]
fn check_next(done: &[&str], from: &str, expected: Option<&str>) {
    let fit = shipped_fit();
    let from = if from.is_empty() { fit.questions.len() } else { fit.question(from).expect(from) };
    let next = fit.next_screen(from, &answered(&fit, done));
    assert_eq!(next.map(|at| fit.questions[at].id.as_str()), expected, "{done:?}");
}

#[test]
fn the_next_screen_is_the_first_open_one_behind() {
    check_next(&[], "topics", Some("topics"));
    check_next(&[], "jargon", Some("jargon"));
    check_next(&["topics"], "topics", Some("building"));
    check_next(&["building", "cancel"], "building", Some("asking"));
    check_next(&["asking", "cancel"], "asking", Some("disagree"));
    check_next(&["experience"], "experience", Some("week"));
    // What stands beside a first question does not open or close a screen.
    check_next(&["evenings", "ties"], "week", Some("week"));
    check_next(&["week"], "week", Some("gain"));
    check_next(&["week"], "evenings", Some("gain"));
    check_next(&["gain", "worry"], "gain", None);
    check_next(&["worry"], "worry", None);
    check_next(&[], "", None);
    check_next(&SCREENS.concat(), "topics", None);
}

#[test]
fn what_is_no_answer_leaves_a_screen_open() {
    let fit = shipped_fit();
    for (id, answer, done) in [
        ("topics", several(&[]), true),
        ("topics", several(&["housing"]), true),
        ("topics", several(&["zodiac"]), false),
        ("topics", choice("housing"), false),
        ("building", choice("rather_no"), true),
        ("building", choice(UNKNOWN), true),
        ("building", choice("maybe"), false),
        ("building", several(&["yes"]), false),
        ("experience", several(&["club", "none"]), false),
        ("experience", several(&["none"]), true),
    ] {
        let mut answers = Answers::default();
        answers.record(id, answer.clone());
        let screen = fit.question(id).expect("a question");
        assert_eq!(fit.is_done(screen, &answers), done, "{id}: {answer:?}");
        let block = &fit.blocks[fit.block_of(screen).expect("a block")];
        assert_eq!(fit.progress(block, &answers).0, usize::from(done), "{id}: {answer:?}");
    }
}

#[test]
fn the_way_ends_after_as_many_answers_as_there_are_screens() {
    let (fit, mut die) = (shipped_fit(), Die::new(72));
    for _ in 0..300 {
        let mut answers = some_replies(&fit, &mut die);
        let open = fit.screens().iter().filter(|at| !fit.is_done(**at, &answers)).count();
        let done = |answers: &Answers| -> usize {
            fit.blocks.iter().map(|block| fit.progress(block, answers).0).sum()
        };
        assert_eq!(done(&answers) + open, fit.screens().len());
        for left in (0..open).rev() {
            let next = fit.next_screen(0, &answers).expect("an open screen");
            let reply = some_reply(&fit.questions[next], &mut die);
            answers.record(&fit.questions[next].id, reply);
            assert_eq!(done(&answers) + left, fit.screens().len());
        }
        assert_eq!(fit.next_screen(0, &answers), None);
    }
}

#[track_caller]
fn check_toggle(before: &[&str], option: &str, on: bool, after: &[&str]) {
    let fit = shipped_fit();
    let mut chosen: Vec<String> = before.iter().map(|id| (*id).to_owned()).collect();
    item(&fit, "experience").toggle(&mut chosen, option, on);
    assert_eq!(chosen, after, "{option} {on} with {before:?}");
}

#[test]
fn none_of_these_stands_alone() {
    check_toggle(&[], "club", true, &["club"]);
    check_toggle(&["club"], "parents", true, &["club", "parents"]);
    check_toggle(&["club", "parents"], "club", false, &["parents"]);
    check_toggle(&["club"], "club", true, &["club"]);
    check_toggle(&[], "club", false, &[]);
    check_toggle(&["club", "parents"], "none", true, &["none"]);
    check_toggle(&["none"], "office", true, &["office"]);
    check_toggle(&["none"], "none", false, &[]);
    check_toggle(&["none"], "none", true, &["none"]);
    // Taking an option away chooses nothing, so "none" may stay.
    check_toggle(&["none"], "club", false, &["none"]);
    check_toggle(&["club"], "none", false, &["club"]);
    let fit = shipped_fit();
    let mut week = vec!["mon".to_owned()];
    item(&fit, "week").toggle(&mut week, "sun", true);
    assert_eq!(week, ["mon", "sun"], "a question without \"none\"");
}

#[test]
fn whatever_is_tapped_is_an_answer() {
    let (fit, mut die) = (shipped_fit(), Die::new(73));
    for item in fit.questions.iter().filter(|item| item.kind.is_several()) {
        let mut chosen = Vec::new();
        for _ in 0..500 {
            let (option, on) = (die.pick(&item.options).id.clone(), die.below(3) > 0);
            item.toggle(&mut chosen, &option, on);
            assert_eq!(chosen.contains(&option), on, "{}: {chosen:?}", item.id);
            assert!(item.accepts(&Answer::Several(chosen.clone())), "{}: {chosen:?}", item.id);
            let mut ids = chosen.clone();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), chosen.len(), "{}: {chosen:?}", item.id);
        }
    }
}

#[test]
fn only_answers_to_the_question_are_accepted() {
    let fit = shipped_fit();
    let date = Answer::from_value(&json!("2010")).expect("a date");
    let until = Answer::from_value(&json!("..2026-11-22")).expect("a date");
    for (id, answer, accepted) in [
        ("building", choice("yes"), true),
        ("building", choice("unknown"), true),
        ("building", choice("YES"), false),
        ("building", choice(""), false),
        ("building", choice("voice"), false),
        ("building", several(&["yes"]), false),
        ("building", date.clone(), false),
        ("evenings", choice("weekly"), true),
        ("evenings", choice("unknown"), true),
        ("evenings", choice("8"), false),
        ("gain", choice("learn"), true),
        ("gain", choice("slow"), false),
        ("gain", until, false),
        ("topics", several(&[]), true),
        ("topics", several(&["women", "older"]), true),
        ("topics", several(&["unknown"]), false),
        ("topics", several(&["women", "mon"]), false),
        ("topics", choice("women"), false),
        ("topics", choice("unknown"), false),
        ("topics", date, false),
        ("experience", several(&["none"]), true),
        ("experience", several(&["none", "club"]), false),
        ("experience", several(&["club", "office"]), true),
        ("week", several(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), true),
    ] {
        assert_eq!(item(&fit, id).accepts(&answer), accepted, "{id}: {answer:?}");
    }
}

#[test]
fn only_known_answers_choose_something() {
    let fit = shipped_fit();
    for (id, answer, expected) in [
        ("building", choice("yes"), Some(vec![0])),
        ("building", choice("no"), Some(vec![3])),
        ("building", choice(UNKNOWN), None),
        ("building", choice("maybe"), None),
        ("topics", several(&[]), Some(vec![])),
        ("topics", several(&["work", "education"]), Some(vec![2, 0])),
        ("topics", several(&["work", "zodiac"]), None),
        ("experience", several(&["club", "none"]), None),
    ] {
        let mut answers = Answers::default();
        answers.record(id, answer.clone());
        assert_eq!(item(&fit, id).chosen(&answers), expected, "{id}: {answer:?}");
        assert_eq!(item(&fit, id).chosen(&Answers::default()), None);
    }
}

#[test]
fn old_hands_are_told_from_newcomers() {
    let fit = shipped_fit();
    for (ids, old) in [
        (&["office"][..], true),
        (&["works_council"], true),
        (&["club", "parents"], true),
        (&["club", "languages", "neighbourhood"], false),
        (&["none"], false),
        (&[], false),
        (&["office", "none"], false),
    ] {
        let mut answers = Answers::default();
        answers.record("experience", several(ids));
        assert_eq!(fit.is_old_hand(&answers), old, "{ids:?}");
    }
    assert!(!fit.is_old_hand(&Answers::default()));
}

#[test]
fn the_order_of_answering_does_not_matter() {
    let (nrw, mut die) = (pack("nrw"), Die::new(74));
    let fit = instrument(&nrw);
    for _ in 0..300 {
        let first = some_replies(&fit, &mut die);
        let mut ids: Vec<&str> = first.ids().collect();
        let mut second = Answers::default();
        while !ids.is_empty() {
            let id = ids.swap_remove(die.below(ids.len()));
            // Some people change their mind before they stay with it.
            if die.below(3) == 0 {
                second.record(id, some_reply(item(&fit, id), &mut die));
            }
            second.record(id, first.get(id).expect("answered").clone());
        }
        assert_eq!(second, first);
        let profile = |answers: &Answers| roles::profile(&fit, &nrw.workload, answers);
        assert_eq!(profile(&second), profile(&first));
        assert_eq!(fit.next_screen(0, &second), fit.next_screen(0, &first));
    }
}

#[test]
fn changing_an_early_answer_keeps_the_later_ones() {
    let (fit, mut die) = (shipped_fit(), Die::new(75));
    for _ in 0..300 {
        let before = some_replies(&fit, &mut die);
        let at = die.below(fit.questions.len());
        let changed = &fit.questions[at];
        let mut after = before.clone();
        after.record(&changed.id, some_reply(changed, &mut die));
        for (other, item) in fit.questions.iter().enumerate().filter(|(other, _)| *other != at) {
            assert_eq!(after.get(&item.id), before.get(&item.id));
            assert_eq!(item.chosen(&after), item.chosen(&before), "{}", item.id);
            assert_eq!(fit.is_done(other, &after), fit.is_done(other, &before), "{}", item.id);
        }
        // Whoever goes back and on again is not asked a second time.
        let behind = fit.next_screen(at + 1, &after);
        assert_eq!(behind, fit.next_screen(at + 1, &before));
    }
}
