//! Tests of the built page in real browsers: Chromium, Firefox and WebKitGTK.
//!
//! `cargo test --no-default-features --features e2e --test e2e -- [--browser NAME] [FILTER]`
//!
//! Environment: `E2E_DIST` is the folder of the built page (`dist`), `E2E_SHOTS` a folder for
//! pictures (none), `E2E_AXE` the file of axe-core (the one that set-up brought).

mod browsers;
mod checks;
mod content;
mod files;
mod flow;
mod outcomes;
mod page;
mod processes;
mod quiz;
mod runner;
mod saved;
mod screens;
mod server;
mod start;

use runner::{Case, cases};
use std::process::ExitCode;

fn all() -> Vec<Case> {
    cases![
        start::shell_before_wasm,
        start::slow_start_is_explained,
        start::boot_failure,
        start::panic_is_explained,
        start::wrong_type_of_wasm,
        start::browser_language,
        start::few_requests,
        start::simulated_date,
        flow::resident,
        flow::minor,
        flow::asylum,
        flow::naturalised,
        flow::example_town,
        flow::keyboard_only,
        flow::reload_keeps_answers,
        flow::back_and_forward,
        flow::early_answer_changed,
        flow::other_branch_and_back,
        flow::language_switched,
        flow::empty_answer_is_explained,
        outcomes::german,
        outcomes::english,
        saved::nothing_before_first_answer,
        saved::delete_everything,
        saved::storage_blocked,
        saved::storage_full,
        saved::damaged_data,
        saved::future_data,
        content::broken_pack,
        content::missing_pack,
        content::cut_pack,
        content::page_instead_of_pack,
        content::broken_parent_pack,
        content::broken_pack_texts,
        content::broken_messages,
        content::broken_events,
        screens::unknown_addresses,
        screens::skip_link,
        screens::focus_and_title,
        screens::axe_de_light,
        screens::axe_de_dark,
        screens::axe_en_light,
        screens::axe_en_dark,
        screens::narrow_de,
        screens::narrow_en,
        screens::language_in_settings,
        screens::large_text,
        screens::one_origin,
        outcomes::gallery,
        screens::gallery,
    ]
}

fn main() -> ExitCode {
    match runner::run(&all(), std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
