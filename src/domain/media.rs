//! Recordings of a pack: pages read aloud by a person, or told in sign language.
//!
//! Knows nothing about files but their names. What is wrong here never keeps a pack from being used: a
//! recording that cannot be read is not offered.

use crate::domain::date::Date;
use crate::domain::json::{Problems, Reader};
use crate::domain::pack::{self, Pack};
use crate::domain::problem::Problem;
use crate::domain::route::Route;
use crate::domain::speech::same_language;

/// What a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Audio,
    /// A video in sign language.
    Sign,
}

/// A recording about one page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Medium {
    pub id: String,
    pub kind: Kind,
    /// The page that it stands on.
    pub page: Route,
    /// Language of the page whose words it gives.
    pub lang: String,
    /// Where the file lies below the page of the app.
    pub src: String,
    pub captions: Option<String>,
    /// Who made it, and the day on which it was last compared with the page.
    pub by: String,
    pub as_of: Date,
}

const FIELDS: [&str; 8] = ["id", "kind", "page", "lang", "src", "captions", "by", "as_of"];

/// Returns the recordings of a pack, and what is wrong with its list.
pub fn read(pack: &Pack) -> (Vec<Medium>, Vec<Problem>) {
    let problems = Problems::default();
    let Some(list) = &pack.media else { return (Vec::new(), Vec::new()) };
    let place = format!("{}#/media", pack::file_of(&pack.id));
    let items = Reader::new(list, &place, &problems).list();
    let media = items.iter().filter_map(|item| medium(item, pack)).collect();
    (media, problems.into_inner())
}

fn medium(reader: &Reader<'_>, pack: &Pack) -> Option<Medium> {
    let object = reader.object(&FIELDS)?;
    // Every field is read before the first bad one ends it, so that all faults are reported.
    let id = object.slug("id");
    let kind = object.word("kind", &[("audio", Kind::Audio), ("sign", Kind::Sign)]);
    let page = object.need("page").and_then(|field| page(&field, pack));
    let lang = object.need("lang").and_then(|field| {
        let lang = field.slug()?;
        if !pack.languages.contains(&lang) {
            field.error(format!("The pack has no language \"{lang}\"."));
            return None;
        }
        Some(lang)
    });
    let ends: &[&str] = match kind {
        Some(Kind::Audio) => &[".mp3", ".m4a", ".ogg", ".opus"],
        _ => &[".mp4", ".webm"],
    };
    let src = object.need("src").and_then(|field| file(&field, ends));
    let captions = object.get("captions").and_then(|field| file(&field, &[".vtt"]));
    if kind == Some(Kind::Sign) && captions.is_none() {
        // Whoever can neither see well nor sign reads along.
        object.need("captions");
    }
    let by = object.owned("by");
    let as_of = object.date("as_of");
    if kind == Some(Kind::Sign) && captions.is_none() {
        return None;
    }
    let (id, kind, page, lang) = (id?, kind?, page?, lang?);
    Some(Medium { id, kind, page, lang, src: src?, captions, by: by?, as_of: as_of? })
}

/// Reads the address of a page: what stands behind the `#` when it is open.
fn page(field: &Reader<'_>, pack: &Pack) -> Option<Route> {
    let text = field.text()?;
    let route = text.strip_prefix('/').and_then(|_| Route::parse(text));
    // What depends on a person's answers, or leads on at once, is no page to speak about.
    let fixed = !matches!(
        route,
        None | Some(
            Route::NotFound
                | Route::Quiz
                | Route::FitNext
                | Route::Open(_)
                | Route::Compare(_)
                | Route::Found(_)
        )
    );
    if !fixed {
        field.error(format!("\"{text}\" is not the address of a page, such as \"/role/time\"."));
        return None;
    }
    if let Some(Route::Question(id)) = &route
        && pack.question(id).is_none()
    {
        field.error(format!("There is no question \"{id}\"."));
        return None;
    }
    route
}

/// Reads the name of a file below the app: nothing that leads out of it, or to another server.
fn file(field: &Reader<'_>, ends: &[&str]) -> Option<String> {
    let text = field.text()?;
    if !is_inside(text) {
        field.error("Write the path of a file in public/, such as \"media/role.mp3\".");
        return None;
    }
    if !ends.iter().any(|end| text.ends_with(end)) {
        let ends = crate::domain::text::join(ends, ", ");
        field.error(format!("The name of the file must end with one of: {ends}."));
        return None;
    }
    Some(text.to_owned())
}

/// Tells whether a path stays below its folder, whatever reads it.
pub fn is_inside(path: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain);
    path.len() <= 200 && path.split('/').all(part)
}

/// Tells whether a recording is for whoever reads a page in a language. Signs are a language of their own:
/// they go with every way of writing the one that they translate.
pub fn is_for(medium: &Medium, page: &Route, language: &str) -> bool {
    let fits = match medium.kind {
        Kind::Audio => medium.lang == language,
        Kind::Sign => same_language(&medium.lang, language),
    };
    fits && medium.page == *page
}
