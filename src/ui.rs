//! The views and the commands that change what they show.
//!
//! A page is a plain function from the state to a view, run anew when its address, its language or
//! its state changes. Pages never import each other; parts take values and callbacks only.

mod app;
mod behind;
mod boot;
mod el;
mod extra;
mod frame;
mod input;
mod later;
mod pages;
mod parts;
mod root;
mod third;
mod voice;
mod watched;
mod words;

use crate::shell::{files, page};
use leptos::prelude::*;

/// Starts the app: loads what the first page needs, then takes the place of the static screen.
pub fn start() {
    page::report_panics();
    files::run(async {
        match boot::load().await {
            Ok(loaded) => mount(loaded),
            Err(fault) => page::report_failure(&fault),
        }
    });
}

fn mount(loaded: boot::Loaded) {
    let Some(place) = page::mount_point() else {
        page::report_failure("The page has no element with the id \"app\".");
        return;
    };
    mount_to(place, move || root::view(app::App::new(loaded))).forget();
    page::ready();
}
