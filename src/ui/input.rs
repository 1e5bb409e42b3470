//! What a person typed or chose, read from the event.

pub use crate::shell::page::{arrow, is_checked, is_tap, mark, presses, select_all, value_of};
