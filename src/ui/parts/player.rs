//! The buttons of what reads aloud: back, play or pause, forward, speed, close.

use crate::ui::el::{El, drawing, el};
use crate::ui::input;
use leptos::prelude::*;

const BACK: &str = "M19 6v12l-9-6zM6 6v12";
const FORWARD: &str = "M5 6v12l9-6zM18 6v12";
const PLAY: &str = "M7 5v14l11-7z";
const PAUSE: &str = "M8 5v14M16 5v14";
const CLOSE: &str = "M6 6l12 12M18 6 6 18";

/// What the buttons are called.
pub struct Buttons<'a> {
    pub back: &'a str,
    pub forward: &'a str,
    pub play: &'a str,
    pub pause: &'a str,
    pub speed: &'a str,
    pub close: &'a str,
}

/// What the buttons do.
pub struct Acts {
    /// Goes to the next block, or back.
    pub skip: Box<dyn Fn(bool)>,
    pub play: Box<dyn Fn()>,
    /// Takes the value of the chosen speed.
    pub speed: Box<dyn Fn(String)>,
    pub close: Box<dyn Fn()>,
}

/// Returns the row of buttons; while `idle` holds there is nothing to go through.
pub fn buttons(
    names: &Buttons<'_>,
    acts: Acts,
    plays: impl Fn() -> bool + Copy + Send + 'static,
    idle: impl Fn() -> bool + Copy + Send + 'static,
    speeds: &[(&'static str, String)],
    speed: impl Fn() -> String + Send + 'static,
) -> El {
    let skip = std::rc::Rc::new(acts.skip);
    let again = skip.clone();
    let (play, pause) = (names.play.to_owned(), names.pause.to_owned());
    let toggle = el("button")
        .attr("type", "button")
        .attr("id", "voice-play")
        .class("voice__button voice__button--play")
        .live("aria-label", move || Some(if plays() { pause.clone() } else { play.clone() }))
        .on("click", move |_| (acts.play)())
        .follow(move || sign(if plays() { PAUSE } else { PLAY }));
    let mut menu = el("select")
        .class("voice__menu")
        .attr("id", "voice-speed")
        .value(speed)
        .on("change", move |event| (acts.speed)(input::value_of(&event)));
    for (value, name) in speeds {
        menu = menu.add(el("option").attr("value", value).text(name));
    }
    let menu = el("label")
        .class("voice__speed")
        .hidden(idle)
        .add(el("span").class("hidden").text(names.speed))
        .add(menu);
    el("div")
        .class("voice__buttons")
        .add(button(names.back, BACK).hidden(idle).on("click", move |_| skip(false)))
        .add(toggle)
        .add(button(names.forward, FORWARD).hidden(idle).on("click", move |_| again(true)))
        .add(menu)
        .add(button(names.close, CLOSE).attr("id", "voice-close").on("click", move |_| {
            (acts.close)();
        }))
}

fn button(name: &str, path: &str) -> El {
    el("button")
        .attr("type", "button")
        .class("voice__button")
        .attr("aria-label", name)
        .add(sign(path))
}

fn sign(path: &str) -> AnyView {
    drawing(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
         <path d=\"{path}\"/></svg>"
    ))
}
