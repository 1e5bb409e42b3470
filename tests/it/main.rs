//! Everything that can be tested without a browser: rules, content, saved data, project rules.

mod cases;
mod chamber;
mod content;
mod dates;
mod deadlines;
mod eligibility;
mod events;
mod first_screen;
mod inheritance;
mod language;
mod outcomes;
mod packs;
mod packtexts;
mod phases;
mod questions;
mod quiz;
mod route;
mod saved;
mod shelf;
mod strictness;
mod support;
mod texts;
mod tidy;
