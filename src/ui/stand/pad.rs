//! Digits on the screen: no field of the app needs more on a stand.

use super::hall::Hall;
use crate::ui::el::{Event, el, follow, nothing};
use leptos::prelude::*;

/// Returns the pad while a field waits for digits.
pub fn view(hall: Hall) -> AnyView {
    follow(move || if hall.typing.get() { pad(hall) } else { nothing() })
}

fn pad(hall: Hall) -> AnyView {
    // A press must not take the focus from the field that it types into.
    let keep = |event: Event| event.prevent_default();
    let mut keys = el("div").class("pad__keys").attr("dir", "ltr");
    for digit in "123456789".chars() {
        keys = keys.add(
            el("button")
                .attr("type", "button")
                .class("pad__key")
                .on("pointerdown", keep)
                .on("mousedown", keep)
                .on("click", move |_| hall.press(Some(digit)))
                .text(&digit.to_string()),
        );
    }
    let side = |key: &str, class: &'static str| {
        el("button")
            .attr("type", "button")
            .class(class)
            .on("pointerdown", keep)
            .on("mousedown", keep)
            .text(&hall.say(key))
    };
    let zero = el("button")
        .attr("type", "button")
        .class("pad__key")
        .on("pointerdown", keep)
        .on("mousedown", keep)
        .on("click", move |_| hall.press(Some('0')))
        .text("0");
    let delete = side("pad_delete", "pad__key pad__side").on("click", move |_| hall.press(None));
    let done = side("pad_done", "pad__key pad__side").on("click", move |_| hall.leave_field());
    el("div")
        .class("pad")
        .attr("role", "group")
        .attr("aria-label", &hall.say("pad"))
        .add(keys.add(delete).add(zero).add(done))
        .view()
}
