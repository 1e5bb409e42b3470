//! What is folded away until somebody wants to see it.

use crate::ui::el::{El, el, nothing};
use crate::ui::watched::Watched;
use leptos::prelude::*;
use std::sync::Arc;

/// Returns a `details` element whose inside is built when it is opened for the first time.
pub fn fold(class: &'static str, summary: El, inside: impl Fn() -> AnyView + Send + 'static) -> El {
    unfolded(class, summary, false, Box::new(inside))
}

/// Returns the same, open from the start if wanted.
pub fn unfolded(
    class: &'static str,
    summary: El,
    open: bool,
    inside: Box<dyn Fn() -> AnyView + Send>,
) -> El {
    let details = el("details").class(class).flag("open", open);
    let open = Arc::new(Watched::new(open));
    let opened = open.clone();
    let unfold = move |_| {
        if !opened.get_untracked() {
            opened.set(true);
        }
    };
    let body = move || if open.get() { inside() } else { nothing() };
    details.on("toggle", unfold).add(summary).follow(body)
}
