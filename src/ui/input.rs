//! What a person typed or chose, read from the event.

pub use crate::shell::page::{is_checked, presses, value_of};
