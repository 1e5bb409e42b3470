//! The recordings of a pack: every fault of the list, and pages that it has not.

use super::{Files, load_explainer, load_fit, load_way};
use crate::domain::json::{Problems, Reader};
use crate::domain::media::{self, CAPTIONS, Kind};
use crate::domain::pack::{self, Pack};
use crate::domain::route::Route;
use crate::domain::text::join;

const FIELDS: [&str; 8] = ["id", "kind", "page", "lang", "src", "captions", "by", "as_of"];

pub(super) fn check(pack: &Pack, files: Files<'_>, problems: &Problems) {
    let Some(list) = &pack.media else { return };
    let place = format!("{}#/media", pack::file_of(&pack.id));
    for item in Reader::new(list, &place, problems).list() {
        check_one(&item, pack, files);
    }
}

/// Looks at every field, so that all faults are reported at once.
fn check_one(reader: &Reader<'_>, pack: &Pack, files: Files<'_>) {
    let Some(object) = reader.object(&FIELDS) else { return };
    object.slug("id");
    object.owned("by");
    object.date("as_of");
    let kind = object.need("kind").and_then(|field| field.one_of(&Kind::WORDS));
    let kind = kind.and_then(|at| Kind::of(Kind::WORDS[at]));
    if let Some(field) = object.need("lang")
        && let Some(lang) = field.slug().filter(|lang| !pack.languages.contains(lang))
    {
        field.error(format!("The pack has no language \"{lang}\"."));
    }
    if let Some(field) = object.need("page")
        && let Some(text) = field.text()
    {
        match media::page(text) {
            None => {
                field.error(format!("\"{text}\" is no address of a page, such as \"/role/time\"."))
            }
            Some(page) if !has(&page, pack, files) => {
                field.error(format!("There is no page \"{text}\"."));
            }
            Some(_) => {}
        }
    }
    if let Some(field) = object.need("src") {
        check_file(&field, kind.map_or(&[""], Kind::ends));
    }
    match object.get("captions") {
        Some(field) => check_file(&field, CAPTIONS),
        None if kind == Some(Kind::Sign) => {
            reader.error("A video in sign language needs \"captions\".");
        }
        None => {}
    }
}

fn check_file(field: &Reader<'_>, ends: &[&str]) {
    let Some(text) = field.text() else { return };
    if !media::is_file(text, &[""]) {
        field.error("Write the path of a file in public/, such as \"media/role.mp3\".");
    } else if !media::is_file(text, ends) {
        field.error(format!("The name must end with one of: {}.", join(ends, ", ")));
    }
}

/// Tells whether a pack has a page; events come and go, so each of them is taken for one.
fn has(page: &Route, pack: &Pack, files: Files<'_>) -> bool {
    match page {
        Route::Question(id) => pack.question(id).is_some(),
        Route::Chapter(id) => load_explainer(pack, files)
            .0
            .is_none_or(|role| role.chapters.iter().any(|c| c.id == *id)),
        Route::Paper(id) => {
            load_way(pack, files).0.is_none_or(|way| way.papers.iter().any(|p| p.id == *id))
        }
        Route::Screen(id) => {
            load_fit(pack, files).0.is_none_or(|fit| fit.questions.iter().any(|q| q.id == *id))
        }
        _ => true,
    }
}
