//! An item of a checklist.

use crate::ui::el::{El, el};
use crate::ui::input;

/// Returns a checkbox with its label.
pub fn tick(
    label: El,
    checked: impl Fn() -> bool + Send + 'static,
    mut change: impl FnMut(bool) + 'static,
) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .checked(checked)
        .on("change", move |event| change(input::is_checked(&event)));
    el("label").class("tick").add(input).add(label)
}
