//! What is shown while something is fetched, and when it cannot be.

use crate::domain::messages::{Message, Tongue};
use crate::ui::el::{el, p};
use leptos::prelude::*;

/// Returns a line that says so, and a way to try again after a failure.
pub fn waiting(
    tongue: &Tongue,
    failed: impl Fn() -> bool,
    retry: impl Fn() + Copy + 'static,
) -> AnyView {
    let place = el("div").class("waiting").attr("role", "status");
    if !failed() {
        return place.add(p(tongue.say(Message::FitLoading))).view();
    }
    let again = el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| retry())
        .text(tongue.say(Message::EventsRetry));
    place.add(p(tongue.say(Message::FitFailed))).add(again).view()
}
