//! Files of a pack that are loaded later, with their texts: the way to the ballot, the explainer.

use super::{Files, partial_languages, report, text_faults, texts as pack_texts};
use crate::domain::date::Date;
use crate::domain::events::{self, Cost, EventWhen};
use crate::domain::explainer::{self, Explainer};
use crate::domain::json::{self, Problems};
use crate::domain::pack::Pack;
use crate::domain::problem::Problem;
use crate::domain::way::{self, PaperKind, Way};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a reader of such files returns.
type Read<T> = fn(&[(String, String)], &Pack) -> (Option<T>, Vec<Problem>);

/// Texts that come with such files.
pub(super) struct Texts<'a> {
    /// Packs that have them, the nearest first.
    pub packs: &'a [String],
    pub file_of: fn(&str, &str) -> String,
    /// Beginnings of their keys, for a town that words something anew in its own texts.
    pub beginnings: &'a [&'a str],
    pub needed: BTreeSet<String>,
    /// Tells whether a key may be there but need not.
    pub extra: &'a dyn Fn(&str) -> bool,
}

/// Reads the way of a pack; `None` if it has none, or none that can be used.
pub fn load_way(pack: &Pack, files: Files<'_>) -> (Option<Way>, Vec<Problem>) {
    load(&pack.way_files, way::file_of, way::read, pack, files)
}

/// Reads the explainer of a pack; `None` if it has none, or none that can be used.
pub fn load_explainer(pack: &Pack, files: Files<'_>) -> (Option<Explainer>, Vec<Problem>) {
    load(&pack.role_files, explainer::file_of, explainer::read, pack, files)
}

/// Reads the files of those packs that say that they have them.
pub(super) fn load<T>(
    packs: &[String],
    file_of: fn(&str) -> String,
    read: Read<T>,
    pack: &Pack,
    files: Files<'_>,
) -> (Option<T>, Vec<Problem>) {
    if packs.is_empty() {
        return (None, Vec::new());
    }
    let (mut chain, mut problems) = (Vec::new(), Vec::new());
    for id in packs {
        match files(&file_of(id)) {
            Some(text) => chain.push((id.clone(), text)),
            None => problems.push(Problem::error(&file_of(id), "This file is missing.")),
        }
    }
    let (found, more) = read(&chain, pack);
    problems.extend(more);
    (found.filter(|_| problems.is_empty()), problems)
}

/// Checks the way and the explainer of a pack with their texts, and what is said of its events.
pub fn check(pack: &Pack, files: Files<'_>, problems: &Problems) {
    check_events(pack, files, problems);
    let (way, found) = load_way(pack, files);
    problems.borrow_mut().extend(found);
    if let Some(way) = way {
        let texts = Texts {
            packs: &pack.way_files,
            file_of: way::texts_file_of,
            beginnings: &["way.", "paper."],
            needed: way_keys(&way),
            extra: &|key| way.steps.iter().any(|step| key == format!("way.{}.early", step.id)),
        };
        check_texts(pack, &texts, files, problems);
    }
    let (explainer, found) = load_explainer(pack, files);
    problems.borrow_mut().extend(found);
    if let Some(explainer) = explainer {
        let ids = || explainer.chapters.iter().map(|chapter| &chapter.id);
        let texts = Texts {
            packs: &pack.role_files,
            file_of: explainer::texts_file_of,
            beginnings: &["role.", "story.", "figure."],
            needed: explainer_keys(&explainer),
            extra: &|key| ids().any(|id| key == format!("role.{id}.lead")),
        };
        check_texts(pack, &texts, files, problems);
    }
}

/// Reports texts of events that are missing in a language of their title.
fn check_events(pack: &Pack, files: Files<'_>, problems: &Problems) {
    for name in &pack.events {
        let file = events::file_of(name);
        let text = files(&file).unwrap_or_default();
        let demo = pack.demo && pack.id == *name;
        // Which day is today makes no difference to what is said.
        let today = Date::from_days(0);
        for event in events::read(name, &text, today, demo, &Problems::default()) {
            let cost = match &event.cost {
                Some(Cost::Text(text)) => Some(text),
                _ => None,
            };
            let when = match &event.when {
                EventWhen::About { words, .. } => Some(words),
                _ => None,
            };
            let said = [
                ("note", event.note.as_ref()),
                ("more", event.more.as_ref()),
                ("directions", event.directions.as_ref()),
                ("cost", cost),
                ("when/about", when),
            ];
            for (field, text) in said {
                let Some(text) = text else { continue };
                let has = |language: &str| text.languages().any(|tag| tag == language);
                for language in event.title.languages().filter(|language| !has(language)) {
                    let place = format!("{file}#/{}/{field}", event.id);
                    let sentence = format!("This text is missing in \"{language}\".");
                    problems.borrow_mut().push(Problem::warning(&place, sentence));
                }
            }
        }
    }
}

/// Returns every text key that a way needs.
pub fn way_keys(way: &Way) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for step in &way.steps {
        for part in ["title", "what", "why", "long", "wrong", "help", "past"] {
            keys.insert(format!("way.{}.{part}", step.id));
        }
        keys.extend(step.needs.iter().map(|item| format!("way.{}.need.{item}", step.id)));
    }
    for paper in &way.papers {
        keys.insert(format!("paper.{}.title", paper.id));
        keys.insert(format!("paper.{}.lead", paper.id));
        let ends: &[&str] = match paper.kind {
            PaperKind::Choice => &["", ".title", ".list", ".single"],
            PaperKind::Minutes => &[""],
            _ => &["", ".title"],
        };
        for part in &paper.parts {
            keys.extend(ends.iter().map(|end| format!("paper.{}.{}{end}", paper.id, part.id)));
        }
    }
    keys
}

/// Returns every text key that an explainer needs.
pub fn explainer_keys(explainer: &Explainer) -> BTreeSet<String> {
    let mut keys = BTreeSet::from(["story.note".to_owned()]);
    for scene in &explainer.story {
        keys.insert(format!("story.{}", scene.word()));
        keys.insert(format!("story.{}.alt", scene.word()));
    }
    for chapter in &explainer.chapters {
        keys.insert(format!("role.{}.title", chapter.id));
        for part in &chapter.parts {
            let key = format!("role.{}.{}", chapter.id, part.id);
            keys.extend(part.kind.texts().iter().map(|end| format!("{key}{end}")));
        }
    }
    for figure in &explainer.figures {
        let key = format!("figure.{}", figure.id);
        keys.extend(["title", "text", "note"].map(|part| format!("{key}.{part}")));
        keys.extend(figure.breaks.iter().map(|year| format!("{key}.break.{year}")));
        keys.extend(figure.series.iter().map(|series| format!("{key}.series.{}", series.id)));
    }
    keys
}

/// Checks that texts are there in all languages, and each of them.
pub(super) fn check_texts(pack: &Pack, texts: &Texts<'_>, files: Files<'_>, problems: &Problems) {
    let own = pack_texts(pack, files, &Problems::default());
    let partial = partial_languages(files);
    for language in &pack.languages {
        let mut map = Map::new();
        // The file in which a text stands; words in the pack itself count as those of its own file.
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        for id in texts.packs.iter().rev() {
            let file = (texts.file_of)(id, language);
            let Some(text) = files(&file) else {
                report(problems, &file, "This file is missing.".to_owned());
                continue;
            };
            match json::parse(&file, &text, problems) {
                Some(Value::Object(texts)) => {
                    places.extend(texts.keys().map(|key| (key.clone(), file.clone())));
                    map.extend(texts);
                }
                Some(_) => report(problems, &file, "An object of texts is expected.".to_owned()),
                None => {}
            }
        }
        let nearer = own.get(language).into_iter().flatten();
        let nearer =
            nearer.filter(|(key, _)| texts.beginnings.iter().any(|start| key.starts_with(start)));
        let own_file = (texts.file_of)(&texts.packs[0], language);
        for (key, value) in nearer {
            places.insert(key.clone(), own_file.clone());
            map.insert(key.clone(), value.clone());
        }
        let partial = partial.contains(language);
        let found = Found { map: &map, places: &places, own_file: &own_file, language, partial };
        check_map(pack, texts, &found, problems);
    }
}

/// The texts of one language, laid over each other.
struct Found<'a> {
    map: &'a Map<String, Value>,
    /// The file of each text.
    places: &'a BTreeMap<String, String>,
    /// The file of the nearest pack.
    own_file: &'a String,
    language: &'a str,
    /// Whether texts may be missing.
    partial: bool,
}

fn check_map(pack: &Pack, texts: &Texts<'_>, found: &Found<'_>, problems: &Problems) {
    let Found { map, places, own_file, language, partial } = found;
    for key in texts.needed.iter().filter(|key| !partial && !map.contains_key(*key)) {
        let sentence = format!("The text \"{key}\" is missing in \"{language}\".");
        report(problems, &format!("{own_file}#/{key}"), sentence);
    }
    for (key, value) in *map {
        let file = places.get(key).unwrap_or(own_file);
        let place = format!("{file}#/{key}");
        // A town may leave things of its state out; the state's texts then wait in vain, and may.
        let own = file == *own_file;
        if own && !texts.needed.contains(key) && !(texts.extra)(key) {
            let sentence = format!("Nothing uses the text \"{key}\".");
            problems.borrow_mut().push(Problem::warning(&place, sentence));
        }
        let blank = |text: &str| text.trim().is_empty();
        let Some(text) = value.as_str().filter(|text| *partial || !blank(text)) else {
            report(problems, &place, "A text is expected here.".to_owned());
            continue;
        };
        for fault in text_faults(key, text, &pack.glossary) {
            report(problems, &place, fault);
        }
    }
}
