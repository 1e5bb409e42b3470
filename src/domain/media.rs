//! Recordings of a pack: pages read aloud by a person, or told in sign language.
//!
//! Knows nothing about files but their names. A recording that is not as it should be is not offered, and the
//! rest of the pack works; what is wrong with it is said by the editor's check.

use crate::domain::date::Date;
use crate::domain::pack::Pack;
use crate::domain::route::Route;
use crate::domain::speech::same_language;
use serde_json::Value;

/// What a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Audio,
    /// A video in sign language.
    Sign,
}

/// A recording about one page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Medium<'a> {
    pub id: &'a str,
    pub kind: Kind,
    /// Address of the page that it stands on, behind the `#`.
    pub page: &'a str,
    /// Language of the page whose words it gives.
    pub lang: &'a str,
    /// Where the file lies below the page of the app.
    pub src: &'a str,
    pub captions: Option<&'a str>,
    /// Who made it, and the day on which it was last compared with the page.
    pub by: &'a str,
    pub as_of: Date,
}

impl Kind {
    /// The words for kinds in a pack, in the order of the enum.
    pub const WORDS: [&str; 2] = ["audio", "sign"];

    /// Returns how names of such files end.
    pub fn ends(self) -> &'static [&'static str] {
        match self {
            Kind::Audio => &[".mp3", ".m4a", ".ogg", ".opus"],
            Kind::Sign => &[".mp4", ".webm"],
        }
    }

    /// Returns the kind of a word.
    pub fn of(word: &str) -> Option<Kind> {
        match word {
            "audio" => Some(Kind::Audio),
            "sign" => Some(Kind::Sign),
            _ => None,
        }
    }
}

/// How names of files with captions end.
pub const CAPTIONS: &[&str] = &[".vtt"];

/// Returns the recordings of a pack that can be offered.
pub fn read(pack: &Pack) -> Vec<Medium<'_>> {
    let mut media = Vec::new();
    for value in pack.media.as_ref().and_then(Value::as_array).into_iter().flatten() {
        media.extend(medium(value));
    }
    media
}

fn medium(value: &Value) -> Option<Medium<'_>> {
    let kind = Kind::of(text(value, "kind")?)?;
    let captions = text(value, "captions").filter(|file| is_file(file, CAPTIONS));
    // Who sees a video in sign language without knowing signs reads along.
    if kind == Kind::Sign && captions.is_none() {
        return None;
    }
    let (id, lang, by) = (text(value, "id")?, text(value, "lang")?, text(value, "by")?);
    let src = text(value, "src").filter(|file| is_file(file, kind.ends()))?;
    let as_of = Date::parse(text(value, "as_of")?)?;
    let page = text(value, "page")?;
    Some(Medium { id, kind, page, lang, src, captions, by, as_of })
}

#[inline(never)]
fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

/// Returns the page of an address, if it is one that can be spoken about: not one
/// that leads on at once, or holds what a person has brought.
pub fn page(address: &str) -> Option<Route> {
    let route = address.strip_prefix('/').and_then(|_| Route::parse(address))?;
    match route {
        Route::NotFound | Route::Quiz | Route::FitNext => None,
        Route::Open(_) | Route::Compare(_) | Route::Found(_) => None,
        route => Some(route),
    }
}

/// Tells whether a path is that of a file of a kind inside the app: nothing that leads out of it, or to
/// another server.
pub fn is_file(path: &str, ends: &[&str]) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let part = |part: &str| {
        !part.is_empty() && part.as_bytes().first() != Some(&b'.') && part.bytes().all(plain)
    };
    path.len() <= 200
        && path.split('/').all(part)
        && ends.iter().any(|end| path.as_bytes().ends_with(end.as_bytes()))
}

/// Tells whether a recording is for whoever reads a page in a language. Signs are a language of their own:
/// they go with every way of writing the one that they translate.
pub fn is_for(medium: &Medium<'_>, page: &Route, language: &str) -> bool {
    let fits = match medium.kind {
        Kind::Audio => medium.lang == language,
        Kind::Sign => same_language(medium.lang, language),
    };
    fits && page.href().strip_prefix('#') == Some(medium.page)
}
