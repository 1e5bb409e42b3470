//! Reusable views: values and callbacks in, no state of the app.

pub mod chamber;
pub mod choice;
pub mod contact;
pub mod event_card;
pub mod heading;
pub mod icon;
pub mod prose;
pub mod sources;
