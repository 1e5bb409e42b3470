//! Running text with glossary terms that open their explanation in place.

use crate::domain::messages::Tongue;
use crate::domain::text::{Found, Piece, fill, pieces, plain};
use crate::ui::el::{El, el, nothing, p};
use crate::ui::input;
use crate::ui::watched::Watched;
use std::sync::Arc;

/// Which term of a paragraph is open.
type Open = Arc<Watched<Option<usize>>>;

/// A glossary term as it is shown.
struct Term {
    name: String,
    text: String,
}

/// Returns the text of a key as a paragraph; nothing if no language has it.
pub fn paragraph(tongue: &Tongue, key: &str, values: &[(&str, &str)]) -> Option<El> {
    tongue.find(key).map(|found| of(tongue, found, values))
}

/// Returns the text of a key as a paragraph, where the key may be missing without harm.
pub fn maybe(tongue: &Tongue, key: &str) -> Option<El> {
    tongue.maybe(key).map(|found| of(tongue, found, &[]))
}

fn of(tongue: &Tongue, found: Found<'_>, values: &[(&str, &str)]) -> El {
    let text = fill(found.text, values);
    // Which term of this paragraph is open; the explanation stands right after it.
    let open: Open = Arc::default();
    let mut terms: Vec<Term> = Vec::new();
    let mut line = el("p");
    for piece in pieces(&text) {
        match piece {
            Piece::Plain(text) => line = line.text(text),
            Piece::Term { id, shown } => {
                let name = tongue.text(&format!("glossary.{id}.name")).to_owned();
                let shown = if shown.is_empty() { &name } else { shown };
                line = line.add(button(shown, terms.len(), &open));
                let text = tongue.text(&format!("glossary.{id}.text")).to_owned();
                terms.push(Term { name, text });
            }
        }
    }
    if terms.is_empty() {
        return marked(line.class("prose"), tongue, found.fallback);
    }
    let explanation = move || match open.get().and_then(|index| terms.get(index)) {
        Some(term) => p("")
            .class("term__box")
            .add(el("strong").text(&term.name))
            .text(" ")
            .text(&plain(&term.text))
            .view(),
        None => nothing(),
    };
    let whole = el("div")
        .class("prose")
        .add(line)
        .add(el("div").attr("role", "status").follow(explanation));
    marked(whole, tongue, found.fallback)
}

fn button(shown: &str, index: usize, open: &Open) -> El {
    let (open, now) = (open.clone(), open.clone());
    let expanded = move || Some((now.get() == Some(index)).to_string());
    let toggle = move || open.update(|now| *now = (*now != Some(index)).then_some(index));
    let press = toggle.clone();
    // Not a button element: that is one block, and a term of three words must break like its line.
    el("span")
        .attr("role", "button")
        .attr("tabindex", "0")
        .class("term")
        .live("aria-expanded", expanded)
        .on("click", move |_| toggle())
        .on("keydown", move |event| {
            if input::presses(&event) {
                press();
            }
        })
        .text(shown)
}

/// Marks an element whose text is in the fallback language.
fn marked(element: El, tongue: &Tongue, fallback: bool) -> El {
    match fallback {
        true => {
            element.attr("lang", &tongue.fallback.tag).attr("dir", tongue.fallback.direction.word())
        }
        false => element,
    }
}
