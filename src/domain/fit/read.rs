//! From JSON texts to an instrument, reporting every problem with its place.

use super::{Block, Choice, Chosen, Dimension, Fit, Item, ItemKind, Role, Step, UNKNOWN};
use crate::domain::events;
use crate::domain::json::{Object, Problems, Reader};
use crate::domain::outcome::{LEADS, Leads};
use crate::domain::pack::{FurtherKind, Pack, merged, statement_of};
use crate::domain::problem::Problem;

/// Options of one question that a share code has room for.
const MOST_OPTIONS: usize = 24;

const FIELDS: [&str; 11] = [
    "format", "id", "minimum", "evening_minutes", "scale", "dimensions", "blocks", "old_hand",
    "roles", "steps", "code",
];

/// Returns the path of a pack's instrument below `public/`.
pub fn file_of(pack: &str) -> String {
    format!("packs/{pack}/fit.json")
}

/// Returns the path of the texts of a pack's instrument in a language.
pub fn texts_file_of(pack: &str, language: &str) -> String {
    format!("packs/{pack}/fit.{language}.json")
}

/// Reads the instrument of `pack`: `files` are (pack id, text), the nearest pack first.
///
/// Returns what can be used together with all problems; with an error there is no instrument.
pub fn read(files: &[(String, String)], pack: &Pack) -> (Option<Fit>, Vec<Problem>) {
    let problems = Problems::default();
    let fit = read_chain(files, pack, &problems);
    let problems = problems.into_inner();
    let broken = problems.iter().any(Problem::is_error);
    (fit.filter(|_| !broken), problems)
}

fn read_chain(files: &[(String, String)], pack: &Pack, problems: &Problems) -> Option<Fit> {
    let kind = FurtherKind { file_of, fields: &FIELDS, named: true };
    let merged = merged(files, &kind, problems)?;
    let place = format!("{}#", file_of(&files.first()?.0));
    let reader = Reader::new(&merged, &place, problems);
    let object = reader.entries_object()?;
    Some(fit(&object, pack))
}

fn fit(object: &Object<'_>, pack: &Pack) -> Fit {
    let scale = object.all("scale", &valued);
    let dimensions = object.all("dimensions", &dimension);
    let names: Vec<&str> = dimensions.iter().map(|d| d.id.as_str()).collect();
    let mut questions = Vec::new();
    let mut blocks = Vec::new();
    for reader in object.list("blocks") {
        let Some(block) = reader.object(&["id", "questions"]) else { continue };
        let from = questions.len();
        for reader in block.list("questions") {
            let together = questions.len() > from;
            questions.extend(item(&reader, &scale, &names, pack, together));
        }
        if questions.len() == from {
            reader.error("A block needs at least one question.");
        }
        blocks.extend(block.slug("id").map(|id| Block { id, from, to: questions.len() }));
    }
    let ids: Vec<&str> = questions.iter().map(|item| item.id.as_str()).collect();
    for (at, id) in ids.iter().enumerate() {
        if ids[..at].contains(id) {
            object.at().error(format!("Two questions have the id \"{id}\"."));
        }
    }
    // The address of the next open screen has this name.
    if ids.contains(&"next") {
        object.at().error("No question may have the id \"next\".");
    }
    let steps = object.all("steps", &step);
    let step_ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let roles = object.all("roles", &|reader| role(reader, &names, &questions, &step_ids));
    let old_hand = object.get("old_hand").and_then(|reader| {
        let object = reader.object(&["question", "is"])?;
        chosen(&object, &questions)
    });
    let number = |key: &str, most: i32| object.number(key, 1..=most).unwrap_or(1);
    let (minimum, evening_minutes) =
        (number("minimum", 100) as usize, number("evening_minutes", 600));
    if roles.is_empty() {
        object.at().error("At least one role is needed.");
    }
    let code = object.slugs("code");
    Fit { minimum, evening_minutes, dimensions, blocks, questions, roles, steps, old_hand, code }
}

fn valued(reader: &Reader<'_>) -> Option<Choice> {
    let object = reader.object(&["id", "value"])?;
    let id = object.slug("id")?;
    report_unknown(reader, &id);
    Some(Choice { id, value: object.number("value", -10..=31)? })
}

fn plain(reader: &Reader<'_>) -> Option<Choice> {
    let id = reader.slug()?;
    report_unknown(reader, &id);
    Some(Choice { id, value: 0 })
}

fn report_unknown(reader: &Reader<'_>, id: &str) {
    if id == UNKNOWN {
        reader.error("\"unknown\" is offered anyway and has no value.");
    }
}

fn dimension(reader: &Reader<'_>) -> Option<Dimension> {
    let object = reader.object(&["id", "helps"])?;
    Some(Dimension { id: object.slug("id")?, helps: kinds(&object, "helps") })
}

fn kinds(object: &Object<'_>, key: &str) -> Vec<String> {
    let kind = |reader: &Reader<'_>| {
        let at = reader.one_of(&events::KINDS)?;
        Some(events::KINDS[at].to_owned())
    };
    object.all(key, &kind)
}

fn item(
    reader: &Reader<'_>,
    scale: &[Choice],
    dimensions: &[&str],
    pack: &Pack,
    may_join: bool,
) -> Option<Item> {
    let fields = ["id", "kind", "look", "options", "loads", "together", "none", "notes"];
    let object = reader.object(&fields)?;
    let words = [
        ("statement", ItemKind::Statement),
        ("choice", ItemKind::Choice),
        ("evenings", ItemKind::Evenings),
        ("several", ItemKind::Several),
    ];
    let mut kind = object.word("kind", &words)?;
    if let Some(look) = object.get("look") {
        match look.word(&[("tiles", ItemKind::Tiles), ("week", ItemKind::Week)]) {
            Some(look) if kind == ItemKind::Several => kind = look,
            _ => look.error("Only a question of the kind \"several\" can look different."),
        }
    }
    let options = match kind {
        ItemKind::Statement => scale.to_vec(),
        ItemKind::Evenings => object.all("options", &valued),
        _ => object.all("options", &plain),
    };
    if options.len() < 2 {
        reader.error("A question needs at least two options.");
    }
    if options.len() > MOST_OPTIONS {
        reader.error(format!("A question has room for {MOST_OPTIONS} options."));
    }
    let none = object.get("none").and_then(|field| field.slug());
    if none.as_ref().is_some_and(|none| options.iter().all(|o| o.id != *none)) {
        reader.error("\"none\" must be one of the options.");
    }
    let together = object.flag("together");
    if together && !may_join {
        reader.error("The first question of a block begins its screen.");
    }
    let loads = loads(&object, kind, dimensions);
    let notes = object.get("notes").and_then(|field| statement_of(&field, pack));
    Some(Item { id: object.slug("id")?, kind, options, together, none, loads, notes })
}

fn loads(object: &Object<'_>, kind: ItemKind, dimensions: &[&str]) -> Vec<(usize, i32)> {
    let mut out = Vec::new();
    let fields = object.get("loads").and_then(|field| field.entries_object());
    for (name, field) in fields.iter().flat_map(Object::entries) {
        let found = dimensions.iter().position(|id| *id == name);
        match (found, field.number(-3..=3)) {
            (Some(at), Some(weight)) if weight != 0 => out.push((at, weight)),
            (None, _) => field.error(format!("There is no dimension \"{name}\".")),
            _ => field.error("A weight of 0 says nothing."),
        }
    }
    if out.is_empty() == (kind == ItemKind::Statement) {
        object.at().error("A statement, and nothing else, loads on dimensions (\"loads\").");
    }
    out
}

fn chosen(object: &Object<'_>, questions: &[Item]) -> Option<Chosen> {
    let name = object.need("question")?;
    let text = name.text()?;
    let Some(question) = questions.iter().position(|item| item.id == text) else {
        name.error(format!("There is no question \"{text}\"."));
        return None;
    };
    let options = object.slugs("is");
    for id in options.iter().filter(|id| questions[question].option(id).is_none()) {
        name.error(format!("\"{text}\" has no option \"{id}\"."));
    }
    Some(Chosen { question, options })
}

fn role(
    reader: &Reader<'_>,
    dimensions: &[&str],
    questions: &[Item],
    steps: &[&str],
) -> Option<Role> {
    let fields = ["id", "open", "time", "weights", "points", "time_points", "lift", "next"];
    let object = reader.object(&fields)?;
    let time = object.need("time")?.object(&["sessions", "groups", "own"])?;
    let mut weights = vec![0; dimensions.len()];
    let fields = object.get("weights").and_then(|field| field.entries_object());
    for (name, field) in fields.iter().flat_map(Object::entries) {
        match (dimensions.iter().position(|id| *id == name), field.number(-9..=9)) {
            (Some(at), Some(weight)) => weights[at] = weight,
            _ => field.error(format!("There is no dimension \"{name}\".")),
        }
    }
    let points = |reader: &Reader<'_>| {
        let object = reader.object(&["question", "is", "points"])?;
        Some((chosen(&object, questions)?, object.number("points", -9..=9)?))
    };
    let next = object.need("next")?.object(&["new", "old"])?;
    let steps_of = |key: &str| {
        let at = |reader: &Reader<'_>| reader.one_of(steps);
        next.all(key, &at)
    };
    let role = Role {
        id: object.slug("id")?,
        needs_stand: object.word("open", &[("stand", true), ("anyone", false)])?,
        sessions: time.number("sessions", 0..=400)?,
        groups: time.number("groups", 0..=400)?,
        own: time.number("own", 0..=6_000)?,
        weights,
        points: object.all("points", &points),
        time_points: object.get("time_points").and_then(|f| f.number(0..=9)).unwrap_or(0),
        lift: object.get("lift").and_then(|f| f.number(-200..=200)).unwrap_or(0),
        next_new: steps_of("new"),
        next_old: steps_of("old"),
    };
    if role.next_new.len() < 3 || role.next_old.len() < 3 {
        reader.error("Three next steps are needed for newcomers and for old hands.");
    }
    Some(role)
}

fn step(reader: &Reader<'_>) -> Option<Step> {
    let object = reader.object(&["id", "leads", "kinds"])?;
    let leads = object.word("leads", &LEADS)?;
    let kinds = kinds(&object, "kinds");
    if kinds.is_empty() == (leads == Leads::Events) {
        reader.error("\"kinds\" belongs to a step that leads to events.");
    }
    Some(Step { id: object.slug("id")?, leads, kinds })
}
