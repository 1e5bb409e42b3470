//! From JSON texts to an explainer, reporting every problem with its place.

use super::{
    CHAPTERS, Chapter, Depth, Explainer, Figure, Part, PartKind, Point, SCENES, Series, Unit,
};
use crate::domain::json::{Object, Problems, Reader};
use crate::domain::pack::{FurtherKind, Grounds, Pack, merged};
use crate::domain::path::is_time;
use crate::domain::problem::Problem;

const FIELDS: [&str; 6] = ["format", "id", "sources", "story", "chapters", "figures"];
const PART_FIELDS: [&str; 11] =
    ["id", "kind", "depth", "sources", "as_of", "certainty", "from", "to", "at", "true", "figure"];
/// Words that mean something else in an address.
const FORBIDDEN: [&str; 2] = ["five", "all"];

/// Returns the path of a pack's explainer below `public/`.
pub fn file_of(pack: &str) -> String {
    format!("packs/{pack}/role.json")
}

/// Returns the path of the texts of a pack's explainer in a language.
pub fn texts_file_of(pack: &str, language: &str) -> String {
    format!("packs/{pack}/role.{language}.json")
}

/// Reads the explainer of `pack`: `files` are (pack id, text), the nearest pack first.
///
/// Returns what can be used together with all problems; with an error there is no explainer.
pub fn read(files: &[(String, String)], pack: &Pack) -> (Option<Explainer>, Vec<Problem>) {
    let problems = Problems::default();
    let explainer = read_chain(files, pack, &problems);
    let problems = problems.into_inner();
    let broken = problems.iter().any(Problem::is_error);
    (explainer.filter(|_| !broken), problems)
}

fn read_chain(files: &[(String, String)], pack: &Pack, problems: &Problems) -> Option<Explainer> {
    let kind = FurtherKind { file_of, fields: &FIELDS, named: false };
    let merged = merged(files, &kind, problems)?;
    let place = format!("{}#", file_of(&files.first()?.0));
    let reader = Reader::new(&merged, &place, problems);
    let object = reader.entries_object()?;
    let grounds = Grounds::read(&object, pack);
    let figures = object.all("figures", &|item| figure(item, &grounds));
    let names: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    let chapters = object.all("chapters", &|item| chapter(item, &grounds, &names));
    check_chapters(&object, &chapters);
    let story = object.all("story", &|item| item.word(&SCENES));
    if story.is_empty() {
        reader.error("The story needs at least one scene.");
    }
    Some(Explainer { story, chapters, figures, sources: grounds.own })
}

/// Reports chapters that are missing or stand in the wrong place.
fn check_chapters(object: &Object<'_>, chapters: &[Chapter]) {
    let place = object.get("chapters");
    let at = place.as_ref().unwrap_or(object.at());
    let mut before = None;
    for id in CHAPTERS {
        let found = chapters.iter().position(|chapter| chapter.id == id);
        match found {
            None => at.error(format!("The chapter \"{id}\" is missing.")),
            Some(_) if found < before => {
                at.error(format!("The chapter \"{id}\" stands too early."));
            }
            Some(_) => before = found,
        }
    }
}

fn chapter(reader: &Reader<'_>, grounds: &Grounds<'_>, figures: &[&str]) -> Option<Chapter> {
    let object = reader.object(&["id", "parts"])?;
    let id = object.slug("id");
    if id.as_ref().is_some_and(|id| FORBIDDEN.contains(&id.as_str())) {
        reader.error("\"five\" and \"all\" mean something else in an address.");
    }
    let parts = object.all("parts", &|item| part(item, grounds, figures));
    if parts.is_empty() {
        reader.error("A chapter needs at least one part.");
    }
    // Text keys of a part and of the chapter itself must not meet.
    for part in parts.iter().filter(|part| ["title", "lead"].contains(&part.id.as_str())) {
        reader.error(format!("No part may have the id \"{}\".", part.id));
    }
    Some(Chapter { id: id?, parts })
}

fn part(reader: &Reader<'_>, grounds: &Grounds<'_>, figures: &[&str]) -> Option<Part> {
    let object = reader.object(&PART_FIELDS)?;
    // Every field is read before the first missing one ends it, so that all faults are reported.
    let id = object.slug("id");
    let kind = kind(&object, figures);
    let depth = object.word("depth", &[("five", Depth::Five), ("deep", Depth::Deep)]);
    let place_only = matches!(kind, Some(PartKind::Figure(_) | PartKind::Estimate));
    let stated = ["sources", "as_of", "certainty"].iter().any(|key| object.get(key).is_some());
    let grounds = match place_only && !stated {
        true => None,
        // A statement that cannot be read was reported, so nothing is shown without its grounds.
        false => grounds.statement(&object, id.as_deref().unwrap_or_default()),
    };
    Some(Part { id: id?, kind: kind?, depth: depth?, grounds })
}

/// Fields that belong to one kind of part alone.
const OWN_FIELDS: [(&str, &str); 5] =
    [("from", "month"), ("to", "month"), ("at", "hour"), ("true", "myth"), ("figure", "figure")];

fn kind(object: &Object<'_>, figures: &[&str]) -> Option<PartKind> {
    let kinds = [
        "text", "named", "change", "month", "hour", "voice", "myth", "question", "figure",
        "estimate",
    ];
    let word = kinds[object.need("kind")?.one_of(&kinds)?];
    for (field, owner) in OWN_FIELDS {
        if let Some(field) = object.get(field).filter(|_| owner != word) {
            field.error(format!("This belongs to parts of the kind \"{owner}\"."));
        }
    }
    Some(match word {
        "text" => PartKind::Text,
        "named" => PartKind::Named,
        "change" => PartKind::Change,
        "month" => {
            let (from, to) = (object.number("from", 1..=12), object.number("to", 1..=12));
            PartKind::Month { from: from? as u8, to: to? as u8 }
        }
        "hour" => PartKind::Hour { at: hour(&object.need("at")?)? },
        "voice" => PartKind::Voice,
        "myth" => PartKind::Myth { truth: object.need("true")?.flag() },
        "question" => PartKind::Question,
        "figure" => PartKind::Figure(object.need("figure")?.one_of(figures)?),
        _ => PartKind::Estimate,
    })
}

fn hour(reader: &Reader<'_>) -> Option<String> {
    let text = reader.text()?;
    if !is_time(text) {
        reader.error(format!("\"{text}\" is not a time: write HH:MM."));
        return None;
    }
    Some(text.to_owned())
}

fn figure(reader: &Reader<'_>, grounds: &Grounds<'_>) -> Option<Figure> {
    let object = reader.object(&["id", "unit", "as_of", "breaks", "series"])?;
    let id = object.slug("id");
    let unit = object.word("unit", &[("percent", Unit::Percent), ("count", Unit::Count)]);
    let as_of = object.date("as_of");
    let breaks = object.all("breaks", &|item| item.number(YEARS));
    let most = if unit == Some(Unit::Percent) { 10_000 } else { 100_000_000 };
    let series = object.all("series", &|item| series(item, grounds, most));
    if series.is_empty() {
        reader.error("A figure needs at least one series.");
    }
    Some(Figure { id: id?, unit: unit?, as_of: as_of?, breaks, series })
}

/// Years that a figure may show.
const YEARS: std::ops::RangeInclusive<i32> = 1_900..=2_200;

fn series(reader: &Reader<'_>, grounds: &Grounds<'_>, most: i32) -> Option<Series> {
    let object = reader.object(&["id", "points"])?;
    let id = object.slug("id");
    let points = object.all("points", &|item| point(item, grounds, most));
    if points.is_empty() {
        reader.error("A series needs at least one point.");
    }
    if points.windows(2).any(|pair| pair[0].year >= pair[1].year) {
        reader.error("The years of the points must rise.");
    }
    Some(Series { id: id?, points })
}

fn point(reader: &Reader<'_>, grounds: &Grounds<'_>, most: i32) -> Option<Point> {
    let object = reader.object(&["year", "value", "about", "sources", "certainty"])?;
    let (year, value) = (object.number("year", YEARS), object.number("value", 0..=most));
    let about = object.flag("about");
    let (sources, certainty) = grounds.point(&object);
    Some(Point { year: year?, value: value?, about, sources, certainty: certainty? })
}
