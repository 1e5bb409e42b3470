//! Everything shipped under `public/`: complete, sourced, and in plain words.

use crate::support::{complete_languages, day, languages, pack, public, root, shipped};
use serde_json::Value;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::events::{self, Event};
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::text::placeholders;
use std::collections::{BTreeMap, BTreeSet};

const PACKS: [&str; 5] = ["nrw", "koeln", "musterstadt", "recklinghausen", "wetter"];

fn json(file: &str) -> Value {
    serde_json::from_str(&shipped(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn shipped_packs_have_no_problem() {
    for id in PACKS {
        let problems = audit::check(id, &public, day("2026-11-22"));
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert!(lines.is_empty(), "{id} has {}:\n{}", lines.len(), lines.join("\n"));
    }
}

#[test]
fn every_folder_of_packs_is_checked() {
    let folders = std::fs::read_dir(root().join("public/packs")).expect("the packs");
    let mut names: Vec<String> =
        folders.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut known = PACKS.map(str::to_owned).to_vec();
    known.sort();
    assert_eq!(names, known);
}

/// Calls `look` with every JSON object below `value` and its place.
fn walk(value: &Value, place: &str, look: &mut dyn FnMut(&str, &serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            look(place, map);
            map.iter().for_each(|(key, child)| walk(child, &format!("{place}/{key}"), look));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(at, child)| walk(child, &format!("{place}/{at}"), look));
        }
        _ => {}
    }
}

#[test]
fn every_statement_has_a_source_and_a_day() {
    let state = json("packs/nrw/pack.json");
    let known = state["sources"].as_object().expect("sources");
    let mut used = BTreeSet::new();
    let mut statements = 0;
    for id in PACKS {
        let value = json(&format!("packs/{id}/pack.json"));
        let fit = if id == "nrw" { json("packs/nrw/fit.json") } else { Value::Null };
        let mut check = |place: &str, item: &Value| {
            let as_of = item["as_of"].as_str().unwrap_or_else(|| panic!("{id}{place}: no as_of"));
            assert!(day(as_of) <= day("2026-12-31"), "{id}{place}: {as_of}");
            let sources = list(item, "sources");
            assert!(!sources.is_empty(), "{id}{place}: no source");
            for source in sources {
                let source = source.as_str().unwrap_or_default();
                assert!(known.contains_key(source), "{id}{place}: {source}");
                used.insert(source.to_owned());
            }
            statements += 1;
        };
        for kind in ["rules", "hints", "deadlines", "elections"] {
            for (at, item) in list(&value, kind).iter().enumerate() {
                check(&format!("/{kind}/{at}"), item);
            }
        }
        for (at, deadline) in list(&value, "deadlines").iter().enumerate() {
            for (nth, item) in list(deadline, "except").iter().enumerate() {
                check(&format!("/deadlines/{at}/except/{nth}"), item);
            }
        }
        if value.get("workload").is_some() {
            check("/workload", &value["workload"]);
        }
        let mut notes = Vec::new();
        walk(&fit, "fit.json ", &mut |place, map| {
            notes.extend(map.get("notes").map(|item| (format!("{place}/notes"), item.clone())));
        });
        assert_eq!(notes.is_empty(), fit.is_null(), "the options of an instrument have notes");
        notes.iter().for_each(|(place, item)| check(place, item));
    }
    for (file, kinds) in [("role", ["chapters", "figures"]), ("way", ["steps", "papers"])] {
        let value = json(&format!("packs/nrw/{file}.json"));
        let mut own = value["sources"].as_object().expect("sources").clone();
        let mut bare = 0;
        walk(&value, file, &mut |place, map| {
            if !map.contains_key("certainty") {
                return;
            }
            // A point of a figure is as old as its figure.
            let dated = map.contains_key("as_of") || map.contains_key("year");
            assert!(dated, "{place}: no as_of");
            let sources = map["sources"].as_array().expect("sources");
            assert!(!sources.is_empty() || map["certainty"] == "own", "{place}: no source");
            bare += usize::from(sources.is_empty());
            for source in sources.iter().filter_map(Value::as_str) {
                let is_known = value["sources"].get(source).is_some() || known.contains_key(source);
                assert!(is_known, "{place}: {source}");
                own.remove(source);
                used.insert(source.to_owned());
            }
            statements += 1;
        });
        assert!(kinds.iter().all(|kind| list(&value, kind).len() > 4), "{file}: {kinds:?}");
        assert!(bare < 60, "{file}: {bare} statements of our own without a source");
        assert!(own.is_empty(), "{file}: nothing rests on {:?}", own.keys().collect::<Vec<_>>());
    }
    assert!(statements > 250, "only {statements} statements were looked at");
    let unused: Vec<&String> = known.keys().filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "sources that nothing rests on: {unused:?}");
}

#[test]
fn what_is_called_sure_rests_on_three_pages() {
    let (mut sure, mut thin) = (0, Vec::new());
    let mut look = |place: &str, map: &serde_json::Map<String, Value>| {
        let sources = map.get("sources").and_then(Value::as_array).map_or(0, Vec::len);
        if map.get("certainty").and_then(Value::as_str) == Some("sure") {
            sure += 1;
            if sources < 3 {
                thin.push(format!("{place} has {sources}"));
            }
        }
    };
    walk(&json("packs/nrw/pack.json"), "", &mut look);
    for file in ["fit", "role", "way"] {
        walk(&json(&format!("packs/nrw/{file}.json")), file, &mut look);
    }
    assert!(sure >= 5, "only {sure}");
    assert_eq!(thin, Vec::<String>::new());
}

#[test]
fn sources_are_pages_with_names() {
    let state = pack("nrw");
    assert!(state.sources.len() >= 30);
    for source in &state.sources {
        assert!(source.url.contains("://") && source.url.contains('.'), "{}", source.id);
        assert!(source.title.chars().count() >= 8, "{}: {}", source.id, source.title);
    }
}

/// Reads the events of a pack.
fn events(name: &str, demo: bool) -> Vec<Event> {
    let problems = Default::default();
    let text = shipped(&events::file_of(name));
    let events = events::read(name, &text, day("2026-11-22"), demo, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new(), "{name}");
    events
}

#[test]
fn the_archive_holds_66_real_events_with_their_pages() {
    let events = events("nrw", false);
    assert_eq!(events.len(), 66);
    for event in &events {
        assert!(event.source.is_some(), "{} has no source", event.id);
        assert!(event.when.last() < day("2026-11-22"), "{} is not past", event.id);
        assert!(!event.organiser.is_empty() && !event.audience.is_empty(), "{}", event.id);
    }
    let cells = json("events/nrw.json");
    assert_eq!(list(&cells, "events").len(), 66, "none was skipped");
}

#[test]
fn every_event_file_is_read_and_says_the_same_in_all_languages() {
    let folder = std::fs::read_dir(root().join("public/events")).expect("the events");
    for entry in folder.flatten() {
        let name = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        let demo = PACKS.contains(&name.as_str()) && pack(&name).demo;
        for event in events(&name, demo) {
            for text in [Some(&event.title), event.note.as_ref()].into_iter().flatten() {
                let languages: Vec<&str> = text.languages().collect();
                assert_eq!(languages, ["de", "en"], "{name}: {}", event.id);
                for language in languages {
                    let faults = audit::text_faults("event.text", text.get(language).0, &[]);
                    assert_eq!(faults, Vec::<String>::new(), "{name}: {}", event.id);
                }
            }
        }
    }
}

/// Returns all texts of a language: of packs and of the interface, by file and key.
fn all_texts(language: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut take = |name: &str, value: &Value| {
        for (key, value) in value.as_object().into_iter().flatten() {
            match value {
                Value::String(text) => {
                    all.insert(format!("{name} {key}"), text.clone());
                }
                forms => {
                    for (form, text) in forms.as_object().into_iter().flatten() {
                        let text = text.as_str().unwrap_or_default().to_owned();
                        all.insert(format!("{name} {key} {form}"), text);
                    }
                }
            }
        }
    };
    take("messages", &json(&format!("messages/{language}.json")));
    take("nrw", &json(&format!("packs/nrw/{language}.json")));
    for set in ["fit", "role", "way"] {
        take(&format!("nrw-{set}"), &json(&format!("packs/nrw/{set}.{language}.json")));
    }
    for town in PACKS.into_iter().filter(|id| *id != "nrw") {
        take(town, &json(&format!("packs/{town}/pack.json"))["texts"][language]);
    }
    all
}

#[test]
fn all_languages_have_the_same_texts() {
    let german = all_texts("de");
    assert!(german.len() > 1_600, "only {} texts", german.len());
    let assessment = german.keys().filter(|key| key.starts_with("nrw-fit fit.")).count();
    assert!(assessment > 200, "only {assessment} texts of the assessment");
    // Plural forms may differ between languages, so they are compared without their category.
    let short = |key: &str| key.split(' ').take(2).collect::<Vec<_>>().join(" ");
    // What a town says of its own stands in the languages that it has; the state's words step in for others.
    let town =
        |key: &str| PACKS.iter().any(|id| *id != "nrw" && key.starts_with(&format!("{id} ")));
    let keys = |texts: &BTreeMap<String, String>| -> BTreeSet<String> {
        texts.keys().filter(|key| !town(key)).map(|key| short(key)).collect()
    };
    let names = |text: &str| -> BTreeSet<String> {
        placeholders(text).into_iter().map(str::to_owned).collect()
    };
    let wanted: BTreeMap<String, BTreeSet<String>> =
        german.iter().map(|(key, text)| (short(key), names(text))).collect();
    assert!(complete_languages().len() >= 2);
    for language in complete_languages() {
        let texts = all_texts(&language);
        let (de, own) = (keys(&german), keys(&texts));
        let differing: Vec<&String> = de.symmetric_difference(&own).collect();
        assert!(differing.is_empty(), "{language}: only in one language: {differing:?}");
        for (key, text) in &texts {
            assert_eq!(names(text), wanted[&short(key)], "{language}: {key}");
        }
    }
}

#[test]
fn no_text_hides_characters_that_turn_its_direction() {
    for language in languages() {
        for (key, text) in all_texts(&language) {
            let hidden =
                ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
            let hidden = |c: char| hidden.iter().any(|range| range.contains(&c));
            assert!(!text.contains(hidden), "{language} {key}: {text:?}");
        }
    }
}

/// Tells whether a German text speaks to somebody as "Sie".
fn is_formal(text: &str) -> bool {
    let words = ["Ihnen", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihres", "Ihr", "Sie"];
    let mut before = ".";
    text.split_whitespace().any(|word| {
        let starts = before.ends_with(['.', '?', '!', ':']);
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        // "Sie" and "Ihr" begin sentences about other people too; "Ihnen" in one of ours does not.
        let formal = words.contains(&plain) && (!starts || plain == "Ihnen");
        before = word;
        formal
    })
}

#[test]
fn german_texts_say_du() {
    for formal in
        ["Können Sie wählen?", "Hier ist Ihr Platz.", "Wir helfen Ihnen", "Ja, Sie dürfen"]
    {
        assert!(is_formal(formal), "{formal}");
    }
    for fine in
        ["Sie oder er war deutsch.", "Eine Gruppe. Sie prüft.", "Frag sie. Ihre Antwort hilft."]
    {
        assert!(!is_formal(fine), "{fine}");
    }
    for (key, text) in all_texts("de") {
        assert!(!is_formal(&text), "{key}: {text}");
    }
}

#[test]
fn texts_are_plain() {
    for language in languages() {
        for (key, text) in all_texts(&language) {
            assert!(!text.contains(['<', '>', '`', '\n', '\t', '\u{a0}']), "{key}: {text}");
            for odd in ["&nbsp;", "&amp;", "](", "**", "--", "  ", "...", "http"] {
                assert!(!text.contains(odd), "{language}: {key} has \"{odd}\": {text}");
            }
            // Russian and Ukrainian need their dash, and some languages write spans with one.
            let dashes = ["ru", "uk", "tr", "pl", "ar"].contains(&language.as_str());
            assert!(dashes || !text.contains(['—', '–']), "{language}: {key} has a dash: {text}");
            assert_eq!(text.trim(), text, "{key}");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
        }
    }
}

#[test]
fn pack_texts_ask_only_for_what_the_app_fills_in() {
    for language in languages() {
        for (key, text) in all_texts(&language) {
            if key.starts_with("messages ") {
                continue;
            }
            let allowed: &[&str] = if key.contains(" rule.") { &["from", "limit"] } else { &[] };
            let odd: Vec<&str> =
                placeholders(&text).into_iter().filter(|n| !allowed.contains(n)).collect();
            assert!(odd.is_empty(), "{key} asks for {odd:?}");
        }
    }
}
