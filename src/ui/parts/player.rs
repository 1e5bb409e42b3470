//! The buttons of what reads aloud: back, play or pause, forward, speed, close.

use crate::domain::messages::{Message, Tongue};
use crate::domain::settings::Speed;
use crate::ui::el::{el, group};
use crate::ui::input;
use crate::ui::parts::icon::sign;
use leptos::prelude::*;
use std::rc::Rc;

const BACK: &str = "M19 6v12l-9-6zM6 6v12";
const FORWARD: &str = "M5 6v12l9-6zM18 6v12";
const PLAY: &str = "M7 5v14l11-7z";
const PAUSE: &str = "M8 5v14M16 5v14";
const CLOSE: &str = "M6 6l12 12M18 6 6 18";

/// What a person does with the buttons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    Back,
    PlayOrPause,
    Forward,
    Speed(Speed),
    Close,
}

/// What the buttons show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    /// There is nothing to go through.
    Idle,
    Paused,
    Playing,
}

/// Returns the row of buttons and the one that closes it; `face` and `speed` follow signals.
pub fn buttons(
    tongue: &Tongue,
    face: impl Fn() -> Face + Copy + Send + 'static,
    speed: impl Fn() -> Speed + Send + 'static,
    act: impl Fn(Act) + 'static,
) -> AnyView {
    let act: Rc<dyn Fn(Act)> = Rc::new(act);
    let chosen = act.clone();
    let change = move |event| chosen(Act::Speed(Speed::of(&input::value_of(&event))));
    let mut menu = el("select")
        .class("player__menu")
        .attr("id", "voice-speed")
        .value(move || speed().word().to_owned())
        .on("change", change);
    for speed in Speed::ALL {
        let name = tongue.say(speed_name(speed));
        menu = menu.add(el("option").attr("value", speed.word()).text(name));
    }
    let idle = move || face() == Face::Idle;
    let menu = el("label")
        .class("player__speed")
        .hidden(idle)
        .add(el("span").class("hidden").text(tongue.say(Message::VoiceSpeed)))
        .add(menu);
    let button = |does: Act| {
        let act = act.clone();
        el("button")
            .attr("type", "button")
            .class("player__button")
            .on("click", move |_| act(does.clone()))
    };
    let named = |does: Act, name: Message, path: &str| {
        button(does).attr("aria-label", tongue.say(name)).add(sign(path))
    };
    let names = [Message::VoicePlay, Message::VoicePause].map(|name| tongue.say(name).to_owned());
    let [play, pause] = names;
    let plays = move || face() == Face::Playing;
    let toggle = button(Act::PlayOrPause)
        .attr("id", "voice-play")
        .live("aria-label", move || Some(if plays() { pause.clone() } else { play.clone() }))
        .follow(move || sign(if plays() { PAUSE } else { PLAY }));
    let row = el("div")
        .class("player__buttons")
        .add(named(Act::Back, Message::VoiceBack, BACK).hidden(idle))
        .add(toggle)
        .add(named(Act::Forward, Message::VoiceForward, FORWARD).hidden(idle))
        .add(menu);
    let close = named(Act::Close, Message::VoiceClose, CLOSE).attr("id", "voice-close");
    group(vec![row.view(), close.view()])
}

fn speed_name(speed: Speed) -> Message {
    match speed {
        Speed::Slow => Message::VoiceSlow,
        Speed::Normal => Message::VoiceNormal,
        Speed::Faster => Message::VoiceFaster,
        Speed::Fast => Message::VoiceFast,
    }
}
