//! Texts in two languages at once, for a conversation between people who share neither.

use crate::domain::language::Language;
use crate::domain::messages::Tongue;
use crate::ui::el::{El, el};

/// Puts the text of a key into an element, with the German one under it if the person wants both.
#[inline(never)]
pub fn said(element: El, tongue: &Tongue, key: &str) -> El {
    element.text(tongue.text(key)).add(under(tongue, key))
}

/// Returns the German text of a key as a line to stand under the other one, if the person wants both.
#[inline(never)]
pub fn under(tongue: &Tongue, key: &str) -> Option<El> {
    tongue.beside(key).map(|text| line(&tongue.fallback, text))
}

/// Returns a line in a language of its own.
#[inline(never)]
pub fn line(language: &Language, text: &str) -> El {
    let direction = language.direction.word();
    el("span").class("beside").attr("lang", &language.tag).attr("dir", direction).text(text)
}
