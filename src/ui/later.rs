//! The part of the program that home and the check do not need.
//!
//! A release is cut at [`load`]: what only [`LATER`] leads to stands in a file of its own, which is
//! fetched when the first page stands, or at once if the address asks for it. Everything in the first part
//! must go through the table here: one direct call would pull the called code back.

use super::app::{App, Load};
use super::pages;
use super::parts::fetch;
use super::voice;
use crate::domain::route::Route;
use leptos::prelude::*;

/// What the first part of the program asks of the second.
pub struct Later {
    /// Reads what only the second part needs, once.
    pub start: fn(App),
    /// Shows a page.
    pub body: fn(App, &Route) -> AnyView,
    /// Begins to fetch what a page needs.
    pub prepare: fn(App, &Route),
    /// Returns where an address leads at the moment.
    pub reachable: fn(App, &Route) -> Route,
    /// Tells whether the screen of a route was answered before.
    pub is_done: fn(App, &Route) -> bool,
    /// Fetches the events, if they are not there.
    pub events: fn(App),
    /// Reads the page aloud, or pauses.
    pub listen: fn(App),
    /// Shows the bar that reads aloud, while it is open.
    pub bar: fn(App) -> AnyView,
    /// Shows the recordings of a page.
    pub recordings: fn(App, &Route) -> AnyView,
}

static LATER: Later = Later {
    start: |app| {
        app.read_kept();
        app.read_stars();
        app.third_behind();
        app.listen_if_asked();
    },
    body,
    prepare: |app, route| app.prepare(route),
    reachable: |app, route| app.later_reachable(route),
    is_done: |app, route| app.is_done(route),
    events: |app| app.load_events(),
    listen: |app| app.listen(),
    bar: voice::bar,
    recordings: voice::recordings,
};

/// The second part could not be fetched.
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> NotLoaded {
        NotLoaded
    }
}

/// Fetches the second part of the program; after a failure it may be asked for again.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible)]
pub fn load() -> Result<&'static Later, NotLoaded> {
    Ok(&LATER)
}

/// Returns the second part of the program, which is here already.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<&'static Later, NotLoaded> {
    Ok(&LATER)
}

/// Tells whether a page belongs to the second part.
pub fn has(route: &Route) -> bool {
    !matches!(route, Route::Home | Route::Quiz | Route::Question(_) | Route::NotFound)
}

fn body(app: App, route: &Route) -> AnyView {
    match route {
        Route::Fit | Route::FitNext => pages::fit::view(app),
        Route::Screen(id) => pages::screen::view(app, id),
        Route::Open(code) => pages::open::view(app, code),
        Route::Compare(code) => pages::compare::view(app, code),
        Route::Result => pages::result::view(app),
        Route::Role | Route::RoleFive | Route::RoleAll | Route::Chapter(_) => {
            pages::role::view(app, route)
        }
        Route::Events | Route::Found(_) | Route::Event(_) => match app.third.get() {
            Load::Ready(third) => (third.body)(app, route),
            other => {
                fetch::waiting(&app.tongue.get(), || other.has_failed(), move || app.load_third())
            }
        },
        Route::Path => pages::path::view(app),
        Route::Paper(id) => pages::paper::view(app, id),
        Route::Settings => pages::settings::view(app),
        Route::About => pages::about::view(app),
        Route::Home | Route::Quiz | Route::Question(_) | Route::NotFound => ().into_any(),
    }
}
