//! The rules, texts and arithmetic of the app: no clock, no network, no storage, no page.
//!
//! `now` and the contents of files are passed in. What is wrong with a file is reported as
//! [`problem::Problem`]s, all at once; nothing here panics on bad input.

pub mod answers;
pub mod audit;
pub mod backup;
pub mod cases;
pub mod chamber;
pub mod chart;
pub mod condition;
pub mod date;
pub mod eligibility;
pub mod events;
pub mod explainer;
pub mod finder;
pub mod fit;
pub mod ics;
pub mod journey;
pub mod json;
pub mod kiosk;
pub mod language;
pub mod listing;
pub mod map;
pub mod media;
pub mod messages;
pub mod outcome;
pub mod pack;
pub mod path;
pub mod places;
pub mod plain;
pub mod problem;
pub mod quiz;
pub mod records;
pub mod roles;
pub mod route;
pub mod saved;
pub mod settings;
pub mod share;
pub mod speech;
pub mod text;
pub mod way;
pub mod zone;
