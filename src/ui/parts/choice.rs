//! Choices as native radio buttons and checkboxes: the browser brings keyboard and names.

use crate::ui::input;
use leptos::prelude::*;

/// One option as it is shown.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

/// Returns a list of radio buttons with the name `name`.
pub fn radios(
    name: &'static str,
    choices: Vec<Choice>,
    chosen: Signal<String>,
    choose: impl Fn(String) + Copy + 'static,
) -> AnyView {
    let items = choices.into_iter().map(|choice| {
        let value = choice.value.clone();
        let checked = move || chosen.get() == value;
        let change = move |event| choose(input::value_of(&event));
        let input = view! {
            <input class="choice__input" type="radio" name=name value=choice.value.clone()
                prop:checked=checked on:change=change />
        };
        labelled(input.into_any(), choice)
    });
    view! { <div class="choices">{items.collect::<Vec<_>>()}</div> }.into_any()
}

/// Returns a list of checkboxes with the name `name`; `toggle` gets the value and whether it is on.
pub fn checkboxes(
    name: &'static str,
    choices: Vec<Choice>,
    chosen: Signal<Vec<String>>,
    toggle: impl Fn(String, bool) + Copy + 'static,
) -> AnyView {
    let items = choices.into_iter().map(|choice| {
        let value = choice.value.clone();
        let checked = move || chosen.with(|chosen| chosen.contains(&value));
        let change = move |event| toggle(input::value_of(&event), input::is_checked(&event));
        let input = view! {
            <input class="choice__input" type="checkbox" name=name value=choice.value.clone()
                prop:checked=checked on:change=change />
        };
        labelled(input.into_any(), choice)
    });
    view! { <div class="choices">{items.collect::<Vec<_>>()}</div> }.into_any()
}

fn labelled(input: AnyView, choice: Choice) -> AnyView {
    let hint = choice.hint.map(|hint| view! { <span class="choice__hint">{hint}</span> });
    view! {
        <label class="choice">
            {input}
            <span class="choice__text">{choice.label} {hint}</span>
        </label>
    }
    .into_any()
}
