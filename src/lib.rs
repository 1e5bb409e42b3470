//! Sitz & Stimme: from "never heard of it" to "my name is on the ballot".
//!
//! Imports point one way: `main → ui → shell → domain`. [`domain`] is pure and compiles without a
//! browser; `shell` is the only place that names web-sys, js-sys and gloo; `ui` holds the Leptos
//! views. The two outer layers exist only with the default feature `ui`, so a test run without
//! default features proves that the domain needs neither.

pub mod domain;
#[cfg(feature = "tools")]
pub mod import;
#[cfg(feature = "ui")]
pub mod shell;
#[cfg(feature = "tools")]
pub mod texts;
#[cfg(feature = "ui")]
pub mod ui;
