//! Parts of a page that come a moment after the rest.

use crate::ui::app::App;
use crate::ui::el::{el, follow};
use crate::ui::watched::Watched;
use leptos::prelude::*;
use std::sync::Arc;

/// Draws something when the page has been painted so many times: each step alone is short.
pub fn behind(app: App, paints: u8, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let goes_on = Arc::new(Watched::new(false));
    let tell = goes_on.clone();
    after_paints(
        app,
        paints,
        Box::new(move || {
            tell.set(true);
            app.fill_gaps_soon();
        }),
    );
    follow(move || if goes_on.get() { draw() } else { drawing() })
}

fn after_paints(app: App, paints: u8, act: Box<dyn FnOnce()>) {
    app.after_paint(move || match paints {
        0 | 1 => act(),
        _ => after_paints(app, paints - 1, act),
    });
}

/// Stands where more is about to be drawn.
fn drawing() -> AnyView {
    el("span").class("drawing").flag("hidden", true).view()
}
