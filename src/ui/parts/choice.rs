//! Choices as native radio buttons and checkboxes: the browser brings keyboard and names.

use crate::ui::el::{El, Event, el};
use crate::ui::input;

/// One option as it is shown.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

/// Returns a list of radio buttons with the name `name`; `chosen` tells whether a value is.
pub fn radios(
    name: &'static str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Copy + Send + 'static,
    choose: impl Fn(String) + Copy + 'static,
) -> El {
    let change = move |event: Event| choose(input::value_of(&event));
    list("radio", name, choices, chosen, change)
}

/// Returns a list of checkboxes with the name `name`; `toggle` gets the value and whether it is on.
pub fn checkboxes(
    name: &'static str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Copy + Send + 'static,
    toggle: impl Fn(String, bool) + Copy + 'static,
) -> El {
    let change = move |event: Event| toggle(input::value_of(&event), input::is_checked(&event));
    list("checkbox", name, choices, chosen, change)
}

fn list(
    kind: &'static str,
    name: &'static str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Copy + Send + 'static,
    change: impl Fn(Event) + Copy + 'static,
) -> El {
    let mut all = el("div").class("choices");
    for choice in choices {
        let value = choice.value.clone();
        let input = el("input")
            .class("choice__input")
            .attr("type", kind)
            .attr("name", name)
            .attr("value", &choice.value)
            .checked(move || chosen(&value))
            .on("change", change);
        let hint = choice.hint.as_ref().map(|hint| el("span").class("choice__hint").text(hint));
        let text = el("span").class("choice__text").text(&choice.label).add(hint);
        all = all.add(el("label").class("choice").add(input).add(text));
    }
    all
}
