//! The bar that reads the page aloud, and the recordings of a page.

use super::app::App;
use super::el::{el, follow, group, nothing, p};
use super::parts::player::{self, Act, Face};
use super::parts::recording;
use crate::domain::media;
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::domain::speech::{Mood, Reader, same_language};
use leptos::prelude::*;

/// Returns the bar while it is open.
pub fn bar(app: App) -> AnyView {
    follow(move || if app.listening.get() { open(app) } else { nothing() })
}

fn open(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let name = tongue.say(Message::VoiceListen);
    // Whoever goes to another page, or changes its language, does not want to hear the old one.
    let page = follow(move || {
        let language = app.tongue.with(|tongue| tongue.language.tag.clone());
        app.leave_page(app.shown.get().href() + " " + &language);
        nothing()
    });
    let face = move || match app.voice.with(|reader| reader.mood) {
        Mood::NoVoice => Face::Idle,
        Mood::Speaking | Mood::Waiting => Face::Playing,
        Mood::Quiet | Mood::Failed => Face::Paused,
    };
    let speed = move || app.settings.with(|settings| settings.speed);
    let act = move |act| match act {
        Act::Back => app.skip_block(false),
        Act::Forward => app.skip_block(true),
        Act::PlayOrPause => app.play_or_pause(),
        Act::Speed(speed) => app.set_speed(speed),
        Act::Close => app.close_voice(),
    };
    let row = player::buttons(&tongue, face, speed, act);
    // Only what went wrong is told at once; the rest would talk into what is being read.
    let fault = el("div").attr("role", "status").follow(move || fault(app));
    el("section")
        .class("player print-hide")
        .attr("aria-label", name)
        .add(page)
        .add(el("div").class("player__said").follow(move || said(app)).add(fault))
        .add(row)
        .view()
}

/// Names a language as the menu does; simple German is spoken by German voices.
fn name(app: App, tag: &str) -> &str {
    let found = app.languages().into_iter().find(|language| same_language(&language.tag, tag));
    found.map_or(tag, |language| &language.name)
}

/// Says whose voice reads, or that one is being looked for.
fn said(app: App) -> AnyView {
    let tongue = app.tongue.get();
    match app.voice.with(|reader| reader.mood) {
        Mood::NoVoice | Mood::Failed => nothing(),
        Mood::Waiting => p(tongue.say(Message::VoiceWaiting)).view(),
        Mood::Quiet | Mood::Speaking => {
            let language = name(app, &tongue.language.tag);
            let by = tongue.fill(Message::VoiceBy, &[("language", language)]);
            let tap = el("span").class("player__tap").text(tongue.say(Message::VoiceTap));
            p(&by).text(" ").add(tap).view()
        }
    }
}

/// Says for what there is no voice, and what can be done.
fn fault(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let (mood, silent) = app.voice.with(|Reader { mood, silent, .. }| (*mood, silent.clone()));
    if mood == Mood::Failed {
        return p(tongue.say(Message::VoiceFailed)).view();
    }
    let Some(silent) = silent else { return nothing() };
    let language = name(app, &silent);
    let none = p(&tongue.fill(Message::VoiceNone, &[("language", language)]));
    if mood != Mood::NoVoice {
        return none.view();
    }
    let install = p(tongue.say(Message::VoiceInstall)).class("small");
    let mut all = vec![none.view(), install.view()];
    all.extend(german(app, &tongue, &silent));
    group(all)
}

/// Offers the first language of the pack, if the device has a voice for that.
fn german(app: App, tongue: &Tongue, silent: &str) -> Option<AnyView> {
    let first = app.languages().into_iter().next()?.tag.clone();
    if same_language(&first, silent) || !app.has_voice(&first) {
        return None;
    }
    let button = el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| app.set_language(first.clone(), "#voice-play"))
        .text(tongue.say(Message::LanguageGerman));
    Some(button.view())
}

/// Returns the recordings of a page.
pub fn recordings(app: App, page: &Route) -> AnyView {
    let tongue = app.tongue.get();
    let mut all = Vec::new();
    for medium in media::read(app.pack()) {
        if media::is_for(&medium, page, &tongue.language.tag) {
            all.push(recording::view(&tongue, &medium).view());
        }
    }
    if all.is_empty() {
        return nothing();
    }
    el("div").class("recordings").add(all).view()
}
