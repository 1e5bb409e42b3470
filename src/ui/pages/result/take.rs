//! Taking the result along: on paper, as a code, as a link, as a file.

use crate::domain::messages::{Message, Tongue};
use crate::domain::share;
use crate::ui::app::App;
use crate::ui::el::{El, el, follow, group, nothing, p};
use crate::ui::input;
use crate::ui::parts::both;
use crate::ui::parts::choice::{self, Choice};
use crate::ui::parts::qr;
use crate::ui::words;
use leptos::prelude::*;

/// Returns the section.
pub fn take(app: App, tongue: &Tongue) -> El {
    let button = |message: Message| {
        el("button").attr("type", "button").class("button").text(tongue.say(message))
    };
    let print = button(Message::ResultPrint).on("click", move |_| app.print());
    let save = button(Message::TakeSave).on("click", move |_| {
        app.save_file(app.take.with_untracked(|take| take.check));
    });
    let show = button(Message::TakeShow)
        .attr("data-take", "show")
        .live("aria-expanded", move || Some(app.take.with(|take| take.open).to_string()))
        .on("click", move |_| app.set_take(|take| take.open = !take.open));
    // From a stick the file goes along, not a link that leads nowhere.
    let show = app.has_address().then_some(show);
    el("section")
        .class("card take")
        .add(both::said(el("h2"), tongue, Message::TakeName.key()))
        .add(p(tongue.say(Message::TakeText)).class("print-hide"))
        .add(follow(move || sensitive(app)))
        .add(el("div").class("take__buttons").add(show).add(save).add(print))
        .add(follow(move || code(app)))
        .add(el("div").attr("role", "status").follow(move || said(app)))
}

/// Asks whether the answers of the check go along, if there are any.
fn sensitive(app: App) -> AnyView {
    if app.answers.with(|answers| answers.is_empty()) {
        return nothing();
    }
    let tongue = app.tongue.get();
    let hint = Some(tongue.say(Message::TakeCheckHint).to_owned());
    let choices = [Choice { hint, ..Choice::of(&tongue, "check", Message::TakeCheck.key()) }];
    let chosen = move |_: &str| app.take.with(|take| take.check);
    let toggle = move |_, on: bool| app.set_take(|take| take.check = on);
    el("div")
        .class("print-hide")
        .add(choice::checkboxes("take_check", &choices, chosen, toggle))
        .view()
}

fn code(app: App) -> AnyView {
    let (open, check) = app.take.with(|take| (take.open, take.check));
    let Some(fit) = app.instrument().filter(|_| open) else {
        if open {
            app.load_fit();
        }
        return nothing();
    };
    let tongue = app.tongue.get();
    let code = share::encode(&app.packed(check), &fit, app.pack());
    let link = app.link(&code);
    let picture = qr::code(&link, &code, tongue.say(Message::TakeQr));
    let field = el("input")
        .attr("type", "text")
        .attr("readonly", "")
        .attr("dir", "ltr")
        .class("take__link")
        .attr("value", &link)
        .on("focus", |event| input::select_all(&event));
    let label = el("label").add(el("span").text(tongue.say(Message::TakeLink))).add(field);
    let copy = el("button")
        .attr("type", "button")
        .class("button button--primary print-hide")
        .attr("data-take", "copy")
        .on("click", move |_| app.copy(link.clone()))
        .text(tongue.say(Message::TakeCopy));
    let shown = el("div").class("take__code").add(picture).add(label).add(copy);
    group(vec![shown.view()])
}

fn said(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let said = app.take.with(|take| take.said.clone());
    words::said(&tongue, said.as_ref()).map_or_else(nothing, |text| p(&text).view())
}
