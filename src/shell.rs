//! The edges to the browser: the only place that names web-sys, js-sys and gloo.
//!
//! Everything here returns `Result` or `Option`, or does nothing where the browser lacks a part;
//! nothing panics. Knows no page and no rule.

pub mod clock;
pub mod files;
pub mod intl;
pub mod location;
pub mod page;
pub mod place;
pub mod stand;
pub mod store;
pub mod voice;
