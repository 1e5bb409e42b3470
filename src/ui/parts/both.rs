//! Texts in two languages at once, for a conversation between people who share neither.

use crate::domain::language::Language;
use crate::domain::messages::Tongue;
use crate::domain::text::{Piece, pieces};
use crate::ui::el::{El, el};

/// Puts the text of a key into an element, with the German one under it if the person wants both. A text
/// that the language lacks says that it is German.
#[inline(never)]
pub fn said(element: El, tongue: &Tongue, key: &str) -> El {
    element.text(tongue.text(key)).add(under(tongue, key))
}

/// Returns the German text of a key as a line to stand under the other one, if the person wants both.
#[inline(never)]
pub fn under(tongue: &Tongue, key: &str) -> Option<El> {
    let text = tongue.beside(key)?;
    let mut whole = String::new();
    for piece in pieces(text) {
        whole.push_str(match piece {
            Piece::Plain(text) => text,
            Piece::Term { id, shown: "" } => {
                tongue.beside(&format!("glossary.{id}.name")).unwrap_or_default()
            }
            Piece::Term { shown, .. } => shown,
        });
    }
    Some(line(&tongue.fallback, &whole))
}

/// Returns a line in a language of its own, to stand under another one.
pub fn line(language: &Language, text: &str) -> El {
    foreign(language, text).class("beside")
}

/// Returns a text in a language of its own.
#[inline(never)]
pub fn foreign(language: &Language, text: &str) -> El {
    let direction = language.direction.word();
    el("span").attr("lang", &language.tag).attr("dir", direction).text(text)
}
