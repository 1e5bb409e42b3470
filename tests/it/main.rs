//! Everything that can be tested without a browser: rules, content, saved data, project rules.

mod calendar;
mod cases;
mod chamber;
mod chart;
mod content;
mod dates;
mod deadlines;
#[path = "../fixtures/die.rs"]
mod die;
mod eligibility;
mod estimate;
mod event_ics;
mod events;
mod everywhere;
mod explainer;
mod feed;
mod finder;
mod first_screen;
mod fit;
#[cfg(feature = "tools")]
mod import;
mod inheritance;
mod install;
mod journeys;
mod kept;
mod kiosk;
mod language;
mod listing;
mod lists;
mod map;
mod media;
mod outcomes;
mod packs;
mod packtexts;
mod phases;
mod picture;
mod places;
mod plain;
mod questions;
mod quiz;
mod records;
mod roles;
mod route;
mod saved;
mod share;
mod shelf;
mod speech;
mod strictness;
mod support;
#[path = "../fixtures/synthetic.rs"]
mod synthetic;
mod texts;
mod tidy;
#[cfg(feature = "tools")]
mod translators;
mod way;
mod way_file;
mod workload;
mod zone;
