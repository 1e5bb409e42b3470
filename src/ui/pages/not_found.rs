//! An address that leads nowhere, and the way on.

use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::el::{a, el, p};
use crate::ui::parts::heading;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let home = a(&Route::Home.href())
        .class("button button--primary")
        .text(tongue.say(Message::NotFoundHome));
    el("div")
        .class("not-found")
        .add(heading::of(&tongue, Message::NotFoundTitle.key()))
        .add(p(tongue.say(Message::NotFoundText)))
        .add(home)
        .view()
}
