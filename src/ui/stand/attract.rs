//! What invites: the chamber with its free seat, the headline in every language, the way in.

use super::hall::{Dialog, Hall};
use crate::domain::kiosk;
use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, el, follow, nothing, p};
use crate::ui::parts::{chamber, event_card, qr};
use leptos::prelude::*;

/// Returns the picture that stands while nobody is there. A touch anywhere begins a visit.
pub fn invitation(app: App, hall: Hall) -> AnyView {
    let class = move || hall.night.get().then(String::new);
    el("main")
        .class("attract")
        .attr("id", "main")
        .live("data-night", class)
        .style(move || place(hall.cycle.get()))
        .add(el("div").class("attract__chamber").add(chamber::picture(chamber::Picture::OneFree)))
        .follow(move || headline(hall))
        .add(el("div").class("attract__more").follow(move || next_event(app)).add(take(app, hall)))
        .follow(move || light(app))
        .view()
}

/// Moves the whole picture a little, so that nothing burns into the screen.
fn place(cycle: u32) -> String {
    let (x, y) = kiosk::drift(cycle);
    format!("translate: {x}px {y}px")
}

/// The headline, in one language after the other.
fn headline(hall: Hall) -> AnyView {
    let tiles = hall.tiles();
    let at = hall.cycle.get() as usize % tiles.len().max(1);
    let Some(language) = tiles.get(at) else { return nothing() };
    let say = |key: &str| hall.words_in(&language.tag, key);
    el("div")
        .class("attract__words")
        .attr("lang", &language.tag)
        .attr("dir", language.direction.word())
        .add(el("h1").text(&say("headline")))
        .add(p(&say("line")).class("attract__line"))
        .add(p(&say("touch")).class("attract__touch"))
        .view()
}

/// The next event, if there is one.
fn next_event(app: App) -> AnyView {
    let known = app.feeds.with(|feeds| matches!(feeds, Load::Ready(_)));
    let tongue = app.tongue.get();
    match app.next_event().filter(|_| known) {
        Some(event) => {
            let card = event_card::card(&tongue, &event, app.today.get());
            el("section")
                .class("attract__event")
                .attr("lang", &tongue.language.tag)
                .attr("dir", tongue.language.direction.word())
                .add(el("h2").text(tongue.say(Message::HomeEvents)))
                .add(el("ul").add(card))
                .view()
        }
        None => nothing(),
    }
}

/// The app as a code, for those who would rather use their own phone.
fn take(app: App, hall: Hall) -> AnyView {
    follow(move || {
        let address = app.address(&Route::Home);
        let label = hall.say("take_app");
        let Some(code) = qr::code(&address, "", &label) else { return nothing() };
        el("figure").class("attract__code").add(code).add(el("figcaption").text(&label)).view()
    })
}

/// A light for the staff when something is wrong with the profile.
fn light(app: App) -> AnyView {
    match app.plan {
        Some(plan) if !plan.problems.is_empty() => {
            let errors = plan.problems.iter().any(|problem| problem.is_error());
            let class = if errors { "light light--red" } else { "light" };
            el("span").class(class).attr("role", "img").attr("aria-label", "!").view()
        }
        _ => nothing(),
    }
}

/// Returns the question for the language, in big tiles.
pub fn languages(_app: App, hall: Hall) -> AnyView {
    el("main")
        .class("choosing")
        .attr("id", "main")
        .add(corner(hall))
        .add(el("div").class("choosing__chamber").add(chamber::logo()))
        .add(el("h1").attr("tabindex", "-1").text(&hall.say("choose")))
        .add(tiles(hall))
        .view()
}

/// Returns what a second window of the same browser shows: there is one stand only.
pub fn elsewhere(hall: Hall) -> AnyView {
    el("main")
        .class("choosing elsewhere")
        .attr("id", "main")
        .add(el("div").class("choosing__chamber").add(chamber::logo()))
        .add(el("h1").attr("tabindex", "-1").text(&hall.say("elsewhere")))
        .add(p(&hall.say("elsewhere_text")))
        .view()
}

/// Returns the languages as buttons with their own names.
pub fn tiles(hall: Hall) -> El {
    let mut list = el("ul").class("tiles");
    for language in hall.tiles() {
        let button = el("button")
            .attr("type", "button")
            .class("tile")
            .attr("lang", &language.tag)
            .attr("dir", language.direction.word())
            .on("click", move |_| hall.choose(&language.tag))
            .text(&language.name);
        list = list.add(el("li").add(button));
    }
    list
}

/// A corner that leads to the page of the staff when it is tapped five times. Nobody finds it by chance.
pub fn corner(hall: Hall) -> El {
    el("div")
        .class("corner")
        .attr("aria-hidden", "true")
        .on("pointerdown", move |_| hall.tap_corner())
}

/// Returns what asks for another language in the middle of a visit.
pub fn other_language(hall: Hall) -> AnyView {
    el("div")
        .add(el("h2").attr("id", "over").attr("tabindex", "-1").text(&hall.say("choose")))
        .add(tiles(hall))
        .view()
}

/// Opens the choice of the language.
pub fn ask(hall: Hall) {
    hall.open(Dialog::Languages);
}
