//! Reusable views: values and callbacks in, no state of the app.

pub mod bar;
pub mod both;
pub mod chamber;
pub mod chart;
pub mod choice;
pub mod contact;
pub mod event_card;
pub mod fetch;
pub mod fold;
pub mod heading;
pub mod icon;
pub mod keep;
pub mod pick_file;
pub mod player;
pub mod prose;
pub mod qr;
pub mod recording;
pub mod sources;
pub mod story;
pub mod tick;
pub mod topic;
