//! The editor's check of a pack: everything reading reports, and what only shows when texts,
//! questions and rules are looked at together, and the self-assessment as an instrument.
//!
//! Used by `cargo xtask check` and the tests; the page itself never calls it.

mod fit;
mod flow;
mod further;
mod kiosk;
mod media;

use crate::domain::date::Date;
use crate::domain::events;
use crate::domain::json::{self, Problems};
use crate::domain::language::{self, Language};
use crate::domain::messages::Message;
use crate::domain::pack::{self, Pack};
use crate::domain::problem::Problem;
use crate::domain::text::{Piece, pieces, placeholders, turns};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub use fit::{load as load_fit, shares, uniform};
pub use flow::{Place, Seen, picture, samples, walk};
pub use further::{explainer_keys, load_explainer, load_way, way_keys};
pub use kiosk::check_stand;

/// Reads the text of a file below `public/`.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Texts by language and key.
type ByLanguage = BTreeMap<String, Map<String, Value>>;

/// Reads a pack with everything it extends.
pub fn load(id: &str, files: Files<'_>) -> pack::Reading {
    let mut chain: Vec<(String, String)> = Vec::new();
    let mut next = Some(id.to_owned());
    while let Some(id) = next {
        let seen = chain.iter().any(|(other, _)| *other == id);
        let text = if seen { None } else { files(&pack::file_of(&id)) };
        let Some(text) = text else { break };
        next = pack::chain_step(&text);
        chain.push((id, text));
    }
    if chain.is_empty() {
        let problem = Problem::error(&pack::file_of(id), "This file is missing.");
        return pack::Reading { pack: None, problems: vec![problem] };
    }
    pack::read(&chain)
}

/// Checks a pack, its texts, its events and the messages of all its languages.
pub fn check(id: &str, files: Files<'_>, today: Date) -> Vec<Problem> {
    let reading = load(id, files);
    let problems = Problems::new(reading.problems);
    if let Some(pack) = &reading.pack {
        let texts = texts(pack, files, &problems);
        check_texts(pack, &texts, &inline_places(pack, files), files, &problems);
        let own = pack.chain.iter().map(|id| pack::file_of(id));
        own.chain(pack.events.iter().map(|name| events::file_of(name)))
            .for_each(|file| check_strings(&file, files, &problems));
        check_messages(pack, files, &problems);
        check_events(pack, files, today, &problems);
        check_phases(pack, &problems);
        media::check(pack, files, &problems);
        if problems.borrow().is_empty() {
            flow::check(pack, today, &problems);
            fit::check(pack, files, &problems);
            further::check(pack, files, &problems);
        }
    }
    problems.into_inner()
}

fn report(problems: &Problems, place: &str, sentence: String) {
    problems.borrow_mut().push(Problem::error(place, sentence));
}

// ---------------------------------------------------------------- texts

/// Collects the texts of a pack: base first, nearer packs over it.
pub fn texts(pack: &Pack, files: Files<'_>, problems: &Problems) -> ByLanguage {
    let mut all = ByLanguage::new();
    for language in &pack.languages {
        let map = all.entry(language.clone()).or_default();
        for id in &pack.text_files {
            let file = pack::texts_file_of(id, language);
            let Some(text) = files(&file) else {
                report(problems, &file, "This file is missing.".to_owned());
                continue;
            };
            match json::parse(&file, &text, problems) {
                Some(Value::Object(texts)) => map.extend(texts),
                Some(_) => report(problems, &file, "An object of texts is expected.".to_owned()),
                None => {}
            }
        }
        for (_, inline) in pack.inline_texts.iter().filter(|(tag, _)| tag == language) {
            map.extend(inline.clone());
        }
    }
    all
}

/// Returns where the texts stand that packs hold themselves, by language and key.
fn inline_places(pack: &Pack, files: Files<'_>) -> BTreeMap<(String, String), String> {
    let mut places = BTreeMap::new();
    for id in pack.chain.iter().rev() {
        let file = pack::file_of(id);
        let value = files(&file).and_then(|text| json::parse(&file, &text, &Problems::default()));
        let texts = value.as_ref().and_then(|value| value.get("texts")).and_then(Value::as_object);
        for (language, map) in texts.into_iter().flatten() {
            for key in map.as_object().into_iter().flat_map(Map::keys) {
                let place = format!("{file}#/texts/{language}/{key}");
                places.insert((language.clone(), key.clone()), place);
            }
        }
    }
    places
}

/// Checks every string of a file that is not one of the texts: names, titles, notes.
fn check_strings(file: &str, files: Files<'_>, problems: &Problems) {
    fn walk(value: &Value, place: &str, problems: &Problems) {
        match value {
            Value::String(text) => {
                for fault in text_faults("", text, &[]) {
                    report(problems, place, fault);
                }
            }
            Value::Array(list) => {
                let items = list.iter().enumerate();
                items.for_each(|(at, item)| walk(item, &format!("{place}/{at}"), problems));
            }
            Value::Object(map) => {
                let fields = map.iter().filter(|(key, _)| *key != "texts");
                fields.for_each(|(key, field)| walk(field, &format!("{place}/{key}"), problems));
            }
            _ => {}
        }
    }
    // Faults of the JSON itself were reported when the file was read.
    let value = files(file).and_then(|text| json::parse(file, &text, &Problems::default()));
    if let Some(value) = value {
        walk(&value, &format!("{file}#"), problems);
    }
}

/// Returns the file in which texts of a language are looked for first.
fn text_place(pack: &Pack, language: &str, key: &str) -> String {
    let file = match pack.text_files.first() {
        Some(id) => pack::texts_file_of(id, language),
        None => pack::file_of(&pack.id),
    };
    format!("{file}#/{key}")
}

/// Returns every text key that a pack needs.
pub fn needed_keys(pack: &Pack) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut need = |key: String| {
        keys.insert(key);
    };
    for question in &pack.questions {
        for part in ["title", "short", "why"] {
            need(format!("question.{}.{part}", question.id));
        }
        for option in question.options() {
            need(format!("question.{}.option.{option}", question.id));
        }
    }
    for rule in &pack.rules {
        need(format!("rule.{}.title", rule.id));
        for case in &rule.cases {
            need(format!("rule.{}.{}", rule.id, case.id));
        }
    }
    for outcome in &pack.outcomes {
        need(format!("outcome.{}.title", outcome.id));
        need(format!("outcome.{}.lead", outcome.id));
    }
    let mut pair = |what: &str, id: &str, parts: &[&str]| {
        for part in parts {
            keys.insert(format!("{what}.{id}.{part}"));
        }
    };
    pack.hints.iter().for_each(|h| pair("hint", &h.id, &["title", "text"]));
    pack.steps.iter().for_each(|s| pair("step", &s.id, &["title", "text"]));
    pack.glossary.iter().for_each(|g| pair("glossary", g, &["name", "text"]));
    pack.deadlines.iter().for_each(|d| pair("deadline", &d.id, &["title", "text"]));
    pack.phases.iter().for_each(|p| pair("phase", &p.id, &["title", "text", "do"]));
    pack.elections.iter().for_each(|e| pair("election", &e.id, &["name"]));
    pack.bring.iter().for_each(|b| {
        keys.insert(format!("bring.{}", b.id));
    });
    keys
}

/// Keys that may be there but need not.
fn is_extra_key(pack: &Pack, key: &str) -> bool {
    pack.questions.iter().any(|question| {
        key == format!("question.{}.hint", question.id)
            || question
                .options()
                .iter()
                .any(|option| key == format!("question.{}.option.{option}.hint", question.id))
    })
}

fn check_texts(
    pack: &Pack,
    texts: &ByLanguage,
    inline: &BTreeMap<(String, String), String>,
    files: Files<'_>,
    problems: &Problems,
) {
    let needed = needed_keys(pack);
    let partial = partial_languages(files);
    let first = pack.languages.first().and_then(|language| texts.get(language));
    for (language, map) in texts {
        for key in needed.iter().filter(|_| !partial.contains(language)) {
            let there = map.get(key).and_then(Value::as_str).is_some_and(|t| !t.trim().is_empty());
            if !there {
                report(
                    problems,
                    &text_place(pack, language, key),
                    format!("The text \"{key}\" is missing in \"{language}\"."),
                );
            }
        }
        for (key, value) in map {
            let own = inline.get(&(language.clone(), key.clone()));
            let place = own.cloned().unwrap_or_else(|| text_place(pack, language, key));
            // Texts of files that are loaded later are checked with them.
            if ["fit.", "role.", "way.", "paper.", "story.", "figure."]
                .iter()
                .any(|b| key.starts_with(b))
            {
                continue;
            }
            if !needed.contains(key) && !is_extra_key(pack, key) {
                let sentence = format!("Nothing uses the text \"{key}\".");
                problems.borrow_mut().push(Problem::warning(&place, sentence));
            }
            let Some(text) = value.as_str() else {
                report(problems, &place, "A text is expected here.".to_owned());
                continue;
            };
            for fault in text_faults(key, text, &pack.glossary) {
                report(problems, &place, fault);
            }
            let other = first.and_then(|map| map.get(key)).and_then(Value::as_str);
            if other.is_some_and(|other| placeholders(other) != placeholders(text)) {
                let sentence = format!("The placeholders of \"{key}\" differ between languages.");
                report(problems, &place, sentence);
            }
        }
    }
}

/// Returns what is wrong with a single text.
pub fn text_faults(key: &str, text: &str, glossary: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if text != text.trim() {
        faults.push("The text begins or ends with a space.".to_owned());
    }
    if let Some(which) = which(text, turns) {
        faults.push(format!("The text has invisible direction marks ({which}); take them out."));
    }
    if let Some(which) = which(text, is_hidden) {
        faults.push(format!("The text has invisible characters ({which}); take them out."));
    }
    if let Some(which) = which(text, char::is_control) {
        faults.push(format!("The text has control characters ({which}); take them out."));
    }
    if text.contains('<') || text.contains("](") || text.contains("**") {
        faults.push("The text looks like HTML or Markdown; only plain text is shown.".to_owned());
    }
    if text.matches("[[").count() != text.matches("]]").count() {
        faults.push("A glossary mark [[…]] is not closed.".to_owned());
    }
    for piece in pieces(text) {
        if let Piece::Term { id, .. } = piece {
            if !glossary.iter().any(|term| term == id) {
                faults.push(format!("There is no glossary term \"{id}\"."));
            }
            if !takes_terms(key) {
                faults.push("Glossary marks are for running text, not for titles.".to_owned());
            }
        }
    }
    faults
}

/// Says where the first character of a kind stands and which it is: nobody sees it.
fn which(text: &str, kind: fn(char) -> bool) -> Option<String> {
    let (at, found) = text.chars().enumerate().find(|(_, c)| kind(*c))?;
    let name = match found {
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        '\u{ad}' => "a soft hyphen".to_owned(),
        other => format!("U+{:04X}", u32::from(other)),
    };
    Some(format!("character {} is {name}", at + 1))
}

/// Tells whether a character shows nothing and joins nothing. Persian words need their joiners.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn takes_terms(key: &str) -> bool {
    let running = [".text", ".hint", ".why", ".lead", ".do", ".what", ".help", ".can", ".reply"];
    let statement =
        (key.starts_with("role.") || key.starts_with("rule.")) && !key.ends_with(".title");
    // The hint of an option stands inside its label, where no button may be.
    let label = key.contains(".option.") && !key.ends_with(".can") && !key.ends_with(".reply");
    // Figures and what only stands in lines of its own are no running text.
    let label = label || key.starts_with("figure.") || key.ends_with(".who");
    let label =
        label || [".before", ".after", ".list", ".single"].iter().any(|end| key.ends_with(end));
    (statement || running.iter().any(|end| key.ends_with(end))) && !label
}

/// Returns the languages of the app.
pub fn languages(files: Files<'_>, problems: &Problems) -> Vec<Language> {
    match files("messages/languages.json") {
        Some(text) => language::read(&text, problems),
        None => {
            report(problems, "messages/languages.json", "This file is missing.".to_owned());
            Vec::new()
        }
    }
}

/// Returns the tags of languages in which texts may be missing.
fn partial_languages(files: Files<'_>) -> Vec<String> {
    let all = languages(files, &Problems::default());
    all.into_iter().filter(|language| language.partial).map(|language| language.tag).collect()
}

fn check_messages(pack: &Pack, files: Files<'_>, problems: &Problems) {
    let shipped = languages(files, problems);
    if shipped.is_empty() {
        return;
    }
    for language in &pack.languages {
        if !shipped.iter().any(|l| l.tag == *language) {
            let place = format!("{}#/languages", pack::file_of(&pack.id));
            report(problems, &place, format!("The app has no language \"{language}\"."));
        }
    }
    for language in &shipped {
        let file = format!("messages/{}.json", language.tag);
        let Some(text) = files(&file) else {
            report(problems, &file, "This file is missing.".to_owned());
            continue;
        };
        if let Some(Value::Object(map)) = json::parse(&file, &text, problems) {
            check_message_file(&file, &map, language.partial, problems);
        }
    }
}

fn check_message_file(file: &str, map: &Map<String, Value>, partial: bool, problems: &Problems) {
    let mut wanted: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for message in Message::ALL {
        wanted.insert(message.key().to_owned(), message.placeholders().to_vec());
    }
    for (group, words) in word_messages() {
        for word in words {
            wanted.insert(format!("{group}.{word}"), Vec::new());
        }
    }
    for (key, names) in &wanted {
        let place = format!("{file}#/{key}");
        let Some(value) = map.get(key) else {
            if !partial {
                report(problems, &place, format!("The message \"{key}\" is missing."));
            }
            continue;
        };
        let forms: Vec<&str> = match value {
            Value::String(text) => vec![text],
            Value::Object(forms) => forms.values().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if forms.is_empty() || (value.is_object() && value.get("other").is_none()) {
            report(
                problems,
                &place,
                "A text, or plural forms with \"other\", is expected.".to_owned(),
            );
        }
        let mut names = names.clone();
        names.sort_unstable();
        for form in forms {
            if form.trim().is_empty() {
                if !partial {
                    report(problems, &place, format!("The message \"{key}\" is empty."));
                }
                continue;
            }
            if placeholders(form) != names {
                let list = names.join(", ");
                report(problems, &place, format!("The placeholders must be exactly: {list}."));
            }
            for fault in text_faults(key, form, &[]) {
                report(problems, &place, fault);
            }
        }
    }
    for key in map.keys().filter(|key| !wanted.contains_key(*key)) {
        let place = format!("{file}#/{key}");
        report(problems, &place, format!("The app has no message \"{key}\"."));
    }
}

/// Returns the messages whose keys are made from closed lists of words.
pub fn word_messages() -> [(&'static str, Vec<&'static str>); 9] {
    [
        ("event.kind", events::KINDS.to_vec()),
        ("event.audience", events::AUDIENCES.to_vec()),
        ("event.registration", events::REGISTRATIONS.to_vec()),
        ("event.status", events::STATUSES.to_vec()),
        ("event.group", events::GROUPS.to_vec()),
        ("event.organiser", events::ORGANISERS.to_vec()),
        ("event.cost", vec!["free"]),
        ("event.expect", events::GROUPS.to_vec()),
        // What `index.html` says before the app runs.
        ("boot", vec!["title", "broken", "kept", "without", "report", "help"]),
    ]
}

// ---------------------------------------------------------------- events and phases

fn check_events(pack: &Pack, files: Files<'_>, today: Date, problems: &Problems) {
    for name in &pack.events {
        let file = events::file_of(name);
        let Some(text) = files(&file) else {
            report(problems, &file, "This file is missing.".to_owned());
            continue;
        };
        let demo = pack.demo && pack.id == *name;
        for event in events::read(name, &text, today, demo, problems) {
            // Events are announced in the languages of who invites; the first language of the pack is a must.
            let has = |language: &str| event.title.languages().any(|tag| tag == language);
            if let Some(language) = pack.languages.first().filter(|language| !has(language)) {
                let place = format!("{file}#/{}", event.id);
                let sentence = format!("The title is missing in \"{language}\".");
                problems.borrow_mut().push(Problem::warning(&place, sentence));
            }
        }
    }
}

fn check_phases(pack: &Pack, problems: &Problems) {
    let place = format!("{}#/phases", pack::file_of(&pack.id));
    if pack.phases.windows(2).any(|pair| pair[0].until_days <= pair[1].until_days) {
        report(problems, &place, "\"until_days\" must fall from phase to phase.".to_owned());
    }
    if pack.elections.is_empty() {
        let place = format!("{}#/elections", pack::file_of(&pack.id));
        report(problems, &place, "At least one election is needed.".to_owned());
    }
}
