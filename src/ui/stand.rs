//! The part of the program that only a stand has: what invites, what forgets, what hands over.
//!
//! The first part calls it through the table here, for the same reason for which it calls the second so: see
//! [`super::later`]. A phone never fetches it.

mod attract;
mod bar;
mod counts;
mod dialog;
#[cfg(feature = "fault")]
mod fault;
mod hall;
mod pad;
mod staff;

use super::app::App;
use super::el::{el, follow, group, nothing};
use super::later::NotLoaded;
use crate::domain::kiosk::{self, Profile};
use crate::domain::problem::Problem;
use hall::{Hall, Phase};
use leptos::prelude::*;
use std::sync::Arc;

/// What an office has set for a stand, and what is wrong with it.
pub struct Plan {
    pub profile: Profile,
    pub problems: Vec<Problem>,
}

/// Draws the page for the present address.
pub type Body = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// What the first part of the program asks of that of the stand.
pub struct Stand {
    /// Reads a profile by its name and the text of its file, if there is one.
    pub read: fn(&str, Option<String>) -> &'static Plan,
    /// Begins to watch over the stand.
    pub start: fn(App),
    /// Surrounds the page.
    pub frame: fn(App, Body) -> AnyView,
}

static STAND: Stand = Stand { read, start: Hall::start, frame };

/// Fetches the part of the stand; after a failure it may be asked for again.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(stand, fallible)]
pub fn load() -> Result<&'static Stand, NotLoaded> {
    Ok(&STAND)
}

/// Returns the part of the stand, which is here already.
#[cfg(not(feature = "split"))]
pub async fn load() -> Result<&'static Stand, NotLoaded> {
    Ok(&STAND)
}

fn read(name: &str, text: Option<String>) -> &'static Plan {
    let file = kiosk::file_of(name).unwrap_or_default();
    let (profile, problems) = match text {
        Some(text) => kiosk::read(&file, &text),
        None => (Profile::default(), vec![Problem::error(&file, "the file is missing")]),
    };
    Box::leak(Box::new(Plan { profile, problems }))
}

fn frame(app: App, body: Body) -> AnyView {
    let Some(hall) = Hall::of() else { return nothing() };
    let page = follow(move || match hall.phase.get() {
        Phase::Attract => attract::invitation(app, hall),
        Phase::Choosing => attract::languages(app, hall),
        Phase::Visit => bar::visit(app, hall, &body),
        Phase::Staff => staff::view(app, hall),
        Phase::Elsewhere => attract::elsewhere(hall),
        // Nothing of the last visitor stands while the page is loaded anew.
        Phase::Over => nothing(),
    });
    // What lies below a dialog takes no tap and no key.
    let page = el("div")
        .class("stand")
        .live("inert", move || hall.dialog.with(Option::is_some).then(String::new))
        .add(page);
    let over = follow(move || dialog::view(app, hall));
    group(vec![page.view(), over, pad::view(hall)])
}
