//! Taking marks out of texts that turn the direction of what stands beside them.

use super::{Problems, escape};
use crate::domain::problem::Problem;
use crate::domain::text::turns;
use serde_json::Value;

/// Takes the marks out of every text of a value, and reports where they stood.
pub(super) fn take_out(value: &mut Value, place: &str, problems: &Problems) {
    match value {
        Value::String(text) if text.contains(turns) => {
            text.retain(|c| !turns(c));
            let sentence = "The text has invisible direction marks; take them out.";
            problems.borrow_mut().push(Problem::warning(place, sentence));
        }
        Value::Object(map) => {
            for (key, child) in map.iter_mut() {
                take_out(child, &format!("{place}/{}", escape(key)), problems);
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter_mut().enumerate() {
                take_out(child, &format!("{place}/{index}"), problems);
            }
        }
        _ => {}
    }
}
