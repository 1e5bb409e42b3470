//! Running text with glossary terms that open their explanation in place.

use crate::domain::messages::Tongue;
use crate::domain::text::{Found, Piece, fill, pieces};
use leptos::prelude::*;

/// A glossary term as it is shown.
#[derive(Clone, PartialEq)]
struct Term {
    name: String,
    text: String,
}

/// Returns the text of a key as a paragraph; nothing if no language has it.
pub fn paragraph(tongue: &Tongue, key: &str, values: &[(&str, &str)]) -> AnyView {
    match tongue.find(key) {
        Some(found) => of(tongue, found, values),
        None => ().into_any(),
    }
}

/// Returns the text of a key as a paragraph, where the key may be missing without harm.
pub fn maybe(tongue: &Tongue, key: &str) -> AnyView {
    match tongue.maybe(key) {
        Some(found) => of(tongue, found, &[]),
        None => ().into_any(),
    }
}

fn of(tongue: &Tongue, found: Found<'_>, values: &[(&str, &str)]) -> AnyView {
    let (lang, dir) = marks(tongue, found.fallback);
    let text = fill(found.text, values);
    // Which term of this paragraph is open; the explanation stands right after it.
    let open: RwSignal<Option<usize>> = RwSignal::new(None);
    let mut terms: Vec<Term> = Vec::new();
    let mut parts: Vec<AnyView> = Vec::new();
    for piece in pieces(&text) {
        match piece {
            Piece::Plain(text) => parts.push(text.to_owned().into_any()),
            Piece::Term { id, shown } => {
                let name = tongue.text(&format!("glossary.{id}.name")).to_owned();
                let shown = if shown.is_empty() { name.clone() } else { shown.to_owned() };
                let text = tongue.text(&format!("glossary.{id}.text")).to_owned();
                parts.push(button(shown, terms.len(), open));
                terms.push(Term { name, text });
            }
        }
    }
    if terms.is_empty() {
        return view! { <p class="prose" lang=lang dir=dir>{parts}</p> }.into_any();
    }
    let explanation = move || {
        open.get().and_then(|index| terms.get(index).cloned()).map(|term| {
            let text = pieces(&term.text)
                .iter()
                .map(|piece| match piece {
                    Piece::Plain(text) => *text,
                    Piece::Term { shown, .. } => *shown,
                })
                .collect::<String>();
            view! {
                <p class="term__box"><strong>{term.name}</strong> " " {text}</p>
            }
        })
    };
    view! {
        <div class="prose" lang=lang dir=dir>
            <p>{parts}</p>
            <div role="status">{explanation}</div>
        </div>
    }
    .into_any()
}

fn button(shown: String, index: usize, open: RwSignal<Option<usize>>) -> AnyView {
    let is_open = move || open.get() == Some(index);
    let toggle = move |_| open.update(|now| *now = (*now != Some(index)).then_some(index));
    view! {
        <button type="button" class="term" aria-expanded=move || is_open().to_string()
            on:click=toggle>{shown}</button>
    }
    .into_any()
}

/// Returns `lang` and `dir` for a text that is in the fallback language.
pub fn marks(tongue: &Tongue, fallback: bool) -> (Option<String>, Option<&'static str>) {
    match fallback {
        true => (Some(tongue.fallback.tag.clone()), Some(tongue.fallback.direction.word())),
        false => (None, None),
    }
}
