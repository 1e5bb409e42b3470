//! From JSON texts to a way, reporting every problem with its place.

use super::{Lead, Paper, PaperKind, Part, Signatures, Step, WAYS, Way};
use crate::domain::json::{Object, Problems, Reader, is_slug};
use crate::domain::pack::{FurtherKind, Grounds, Pack, merged};
use crate::domain::problem::Problem;

const FIELDS: [&str; 6] = ["format", "id", "sources", "steps", "signatures", "papers"];
const STEP_FIELDS: [&str; 10] =
    ["id", "ways", "from", "by", "deadline", "needs", "leads", "sources", "as_of", "certainty"];
/// How many days before election day a step may lie; negative after it.
const DAYS: std::ops::RangeInclusive<i32> = -400..=4_000;

/// Returns the path of a pack's way below `public/`.
pub fn file_of(pack: &str) -> String {
    format!("packs/{pack}/way.json")
}

/// Returns the path of the texts of a pack's way in a language.
pub fn texts_file_of(pack: &str, language: &str) -> String {
    format!("packs/{pack}/way.{language}.json")
}

/// Reads the way of `pack`: `files` are (pack id, text), the nearest pack first.
///
/// Returns what can be used together with all problems; with an error there is no way.
pub fn read(files: &[(String, String)], pack: &Pack) -> (Option<Way>, Vec<Problem>) {
    let problems = Problems::default();
    let way = read_chain(files, pack, &problems);
    let problems = problems.into_inner();
    let broken = problems.iter().any(Problem::is_error);
    (way.filter(|_| !broken), problems)
}

fn read_chain(files: &[(String, String)], pack: &Pack, problems: &Problems) -> Option<Way> {
    let kind = FurtherKind { file_of, fields: &FIELDS, named: false };
    let merged = merged(files, &kind, problems)?;
    let place = format!("{}#", file_of(&files.first()?.0));
    let reader = Reader::new(&merged, &place, problems);
    let object = reader.entries_object()?;
    let grounds = Grounds::read(&object, pack);
    let papers = object.all("papers", &|item| paper(item, &grounds));
    let steps = object.all("steps", &|item| step(item, &grounds, pack, &papers));
    if steps.is_empty() {
        reader.error("At least one step is needed.");
    }
    let signatures = object.need("signatures").and_then(|field| signatures(&field, &grounds));
    Some(Way { steps, signatures: signatures?, papers, sources: grounds.own })
}

fn step(reader: &Reader<'_>, grounds: &Grounds<'_>, pack: &Pack, papers: &[Paper]) -> Option<Step> {
    let object = reader.object(&STEP_FIELDS)?;
    // Every field is read before the first missing one ends it, so that all faults are reported.
    let id = object.slug("id");
    let ways = object.all("ways", &|item| item.word(&WAYS));
    if ways.is_empty() {
        reader.error("A step belongs to at least one way (\"ways\").");
    }
    let (from, by) = (object.number("from", DAYS), object.number("by", DAYS));
    if from.zip(by).is_some_and(|(from, by)| from < by) {
        reader.error("\"from\" must lie before \"by\": more days before the election.");
    }
    let deadline = object.get("deadline").and_then(|field| {
        let id = field.slug()?;
        if pack.deadline(&id).is_none() {
            field.error(format!("There is no deadline \"{id}\"."));
        }
        Some(id)
    });
    let needs = object.slugs("needs");
    let leads = object.all("leads", &|item| lead(item, papers));
    let grounds = grounds.statement(&object, id.as_deref().unwrap_or_default());
    Some(Step { id: id?, ways, from: from?, by: by?, deadline, needs, leads, grounds: grounds? })
}

fn lead(reader: &Reader<'_>, papers: &[Paper]) -> Option<Lead> {
    if let Some(id) = reader.text()?.strip_prefix("paper:") {
        if papers.iter().all(|paper| paper.id != id) {
            reader.error(format!("There is no paper \"{id}\"."));
        }
        return is_slug(id).then(|| Lead::Paper(id.to_owned()));
    }
    let words = ["role", "events", "fit", "quiz", "contact", "paper:…"];
    Some(match reader.one_of(&words)? {
        0 => Lead::Role,
        1 => Lead::Events,
        2 => Lead::Fit,
        3 => Lead::Quiz,
        _ => Lead::Contact,
    })
}

fn signatures(reader: &Reader<'_>, grounds: &Grounds<'_>) -> Option<Signatures> {
    let object = reader.object(&["needed", "sources", "as_of", "certainty"])?;
    let needed = object.get("needed").and_then(|field| field.number(0..=10_000));
    Some(Signatures { needed, grounds: grounds.statement(&object, "signatures")? })
}

fn paper(reader: &Reader<'_>, grounds: &Grounds<'_>) -> Option<Paper> {
    let object = reader.object(&["id", "kind", "parts"])?;
    let words = [
        ("choice", PaperKind::Choice),
        ("list", PaperKind::List),
        ("minutes", PaperKind::Minutes),
        ("guide", PaperKind::Guide),
        ("who", PaperKind::Who),
    ];
    let id = object.slug("id");
    let kind = object.word("kind", &words);
    let minutes = kind.is_none_or(|kind| kind == PaperKind::Minutes);
    let parts = object.all("parts", &|item| part(item, grounds, minutes));
    if parts.is_empty() {
        reader.error("A paper needs at least one part.");
    }
    for part in parts.iter().filter(|part| ["title", "lead"].contains(&part.id.as_str())) {
        reader.error(format!(
            "No part may be called \"{}\": the paper has a text of that name.",
            part.id
        ));
    }
    Some(Paper { id: id?, kind: kind?, parts })
}

fn part(reader: &Reader<'_>, grounds: &Grounds<'_>, minutes: bool) -> Option<Part> {
    let object = reader.object(&["id", "lines", "sources", "as_of", "certainty"])?;
    let id = object.slug("id");
    let lines = lines(&object, minutes);
    let grounds = grounds.statement(&object, id.as_deref().unwrap_or_default());
    Some(Part { id: id?, lines, grounds: grounds? })
}

/// Reads how many blank lines a field of the minutes has.
fn lines(object: &Object<'_>, minutes: bool) -> i32 {
    match object.get("lines") {
        Some(field) if minutes => field.number(1..=6).unwrap_or(1),
        Some(field) => {
            field.error("\"lines\" belongs to papers of the kind \"minutes\".");
            0
        }
        None => i32::from(minutes),
    }
}
