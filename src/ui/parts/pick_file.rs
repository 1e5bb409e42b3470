//! A button that asks for a file.

use crate::ui::el::{El, Event, el};

/// Returns the button; `picked` gets the event of the input once a file was chosen.
pub fn button(name: &str, picked: impl Fn(Event) + 'static) -> El {
    let input = el("input")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .class("hidden")
        .on("change", picked);
    el("label").class("button pick").add(input).add(el("span").text(name))
}
