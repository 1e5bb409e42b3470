//! The part of the program that looks for events, and shows them.
//!
//! The second part calls it through the table here, for the same reason for which the first part calls the
//! second so: see [`super::later`]. What both need stands in a file that comes with the second part.

use super::app::App;
use super::later::NotLoaded;
use super::pages;
use crate::domain::route::Route;
use leptos::prelude::*;

/// What the second part of the program asks of the third.
pub struct Third {
    /// Shows a page.
    pub body: fn(App, &Route) -> AnyView,
    /// Takes what is wanted from an address.
    pub prepare: fn(App, &Route),
}

static THIRD: Third = Third { body, prepare };

/// Fetches the third part of the program; after a failure it may be asked for again.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(finder, fallible)]
pub fn load() -> Result<&'static Third, NotLoaded> {
    Ok(&THIRD)
}

/// Returns the third part of the program, which is here already.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<&'static Third, NotLoaded> {
    Ok(&THIRD)
}

/// Tells whether a page belongs to the third part.
pub fn has(route: &Route) -> bool {
    matches!(route, Route::Events | Route::Found(_) | Route::Event(_))
}

fn body(app: App, route: &Route) -> AnyView {
    match route {
        Route::Event(id) => pages::event::view(app, id),
        _ => pages::events::view(app),
    }
}

fn prepare(app: App, route: &Route) {
    match route {
        Route::Events => app.take_query(""),
        Route::Found(query) => app.take_query(query),
        _ => {}
    }
}
