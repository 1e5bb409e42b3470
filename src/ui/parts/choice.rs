//! Native radio buttons and checkboxes: the browser brings keyboard and names.

use crate::domain::language::Language;
use crate::domain::messages::Tongue;
use crate::ui::el::{El, Event, el};
use crate::ui::input;
use crate::ui::parts::both;
use std::rc::Rc;
use std::sync::Arc;

/// One option as it is shown.
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A second line; in a week the full name of the day.
    pub hint: Option<String>,
    /// The same in German, if the person wants both languages.
    pub german: Option<(String, Language)>,
}

impl Choice {
    /// Returns an option without a second line, and without a text in German.
    pub fn new(value: &str, label: &str) -> Choice {
        Choice { value: value.to_owned(), label: label.to_owned(), hint: None, german: None }
    }

    /// Returns an option with the text of a key, and what stands under the key with `.hint`.
    pub fn of(tongue: &Tongue, value: &str, key: &str) -> Choice {
        let hint = format!("{key}.hint");
        let german = tongue.beside(key).map(|text| {
            let text = match tongue.beside(&hint) {
                Some(hint) => format!("{text} ({hint})"),
                None => text.to_owned(),
            };
            (text, tongue.fallback.clone())
        });
        let hint = tongue.maybe_text(&hint).map(str::to_owned);
        Choice { hint, german, ..Choice::new(value, tongue.text(key)) }
    }
}

/// Tells whether a value is chosen.
type Chosen = Arc<dyn Fn(&str) -> bool + Send + Sync>;
/// Takes a change; a list of checkboxes says whether the value is on.
type Change = Rc<dyn Fn(Event)>;

/// How a list of options looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Rows,
    Tiles,
    Week,
}

/// Returns a list of radio buttons with the name `name`; `chosen` tells whether a value is.
pub fn radios(
    name: &str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Send + Sync + 'static,
    choose: impl Fn(String) + 'static,
) -> El {
    let change = move |event: Event| choose(input::value_of(&event));
    list(
        Look::Rows,
        "radio",
        name,
        choices,
        &(Arc::new(chosen) as Chosen),
        &(Rc::new(change) as Change),
        None,
    )
}

/// Returns the same, where a tap on an option calls `tap` with its value: who chooses with keys may
/// look at all of them first.
pub fn quick(
    name: &str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Send + Sync + 'static,
    choose: impl Fn(String) + 'static,
    tap: Option<impl Fn(String) + 'static>,
) -> El {
    let change = move |event: Event| choose(input::value_of(&event));
    let tap = tap.map(|tap| Rc::new(tap) as Rc<dyn Fn(String)>);
    let chosen: Chosen = Arc::new(chosen);
    list(Look::Rows, "radio", name, choices, &chosen, &(Rc::new(change) as Change), tap)
}

/// Returns a list of checkboxes with the name `name`; `toggle` gets the value and whether it is on.
pub fn checkboxes(
    name: &str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Send + Sync + 'static,
    toggle: impl Fn(String, bool) + 'static,
) -> El {
    boxes(Look::Rows, name, choices, Arc::new(chosen), Box::new(toggle))
}

/// Returns the same as tiles, two or more beside each other.
pub fn tiles(
    name: &str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Send + Sync + 'static,
    toggle: impl Fn(String, bool) + 'static,
) -> El {
    boxes(Look::Tiles, name, choices, Arc::new(chosen), Box::new(toggle))
}

/// Returns the same as the days of a week, beside each other.
pub fn week(
    name: &str,
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool + Send + Sync + 'static,
    toggle: impl Fn(String, bool) + 'static,
) -> El {
    boxes(Look::Week, name, choices, Arc::new(chosen), Box::new(toggle))
}

fn boxes(
    look: Look,
    name: &str,
    choices: &[Choice],
    chosen: Chosen,
    toggle: Box<dyn Fn(String, bool)>,
) -> El {
    let change: Change =
        Rc::new(move |event| toggle(input::value_of(&event), input::is_checked(&event)));
    list(look, "checkbox", name, choices, &chosen, &change, None)
}

fn list(
    look: Look,
    kind: &str,
    name: &str,
    choices: &[Choice],
    chosen: &Chosen,
    change: &Change,
    tap: Option<Rc<dyn Fn(String)>>,
) -> El {
    // Four bytes are two Cyrillic letters or four Latin ones: what fits into a seventh of a phone.
    let short = |choice: &Choice| choice.label.len() < 5;
    let mut all = el("div").class(match look {
        Look::Rows => "choices",
        Look::Tiles => "choices choices--tiles",
        Look::Week if choices.iter().all(short) => "choices choices--week",
        Look::Week => "choices choices--week choices--days",
    });
    for choice in choices {
        let (value, chosen, change) = (choice.value.clone(), chosen.clone(), change.clone());
        let input = el("input")
            .class("choice__input")
            .attr("type", kind)
            .attr("name", name)
            .attr("value", &choice.value)
            .checked(move || chosen(&value))
            .on("change", move |event| change(event));
        let text = el("span").class("choice__text");
        let text = match (look, &choice.hint) {
            // Two letters are enough for the eye.
            (Look::Week, Some(long)) => text
                .add(el("span").attr("aria-hidden", "true").text(&choice.label))
                .add(el("span").class("hidden").text(long)),
            (_, hint) => text
                .text(&choice.label)
                .add(hint.as_ref().map(|hint| el("span").class("choice__hint").text(hint)))
                .add(choice.german.as_ref().map(|(text, language)| both::line(language, text))),
        };
        let mut label = el("label").class("choice").add(input).add(text);
        if let Some(tap) = tap.clone() {
            let value = choice.value.clone();
            label = label.on("click", move |event| {
                if input::is_tap(&event) {
                    tap(value.clone());
                }
            });
        }
        all = all.add(label);
    }
    all
}
