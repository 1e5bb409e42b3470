//! The map of the finder: a district is tapped, or chosen from the menu beside it.
//!
//! The picture is for pointers and eyes alone; whoever uses keys or a screen reader has the menu, which does
//! and says the same.

use crate::domain::finder::Filter;
use crate::domain::map::{District, Map};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::near::MapFile;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, drawing, el, p, written};
use crate::ui::input;
use crate::ui::parts::fold;
use crate::ui::watched::Watched;
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the map, folded; it is fetched when it is opened, or when the name of a district is needed.
pub fn map(app: App, tongue: &Arc<Tongue>) -> El {
    let map: MapFile = Arc::new(Watched::new(Load::NotAsked));
    let (said, named) = (tongue.clone(), map.clone());
    let title = move || {
        let key = chosen(app);
        if key.is_empty() {
            return written(said.say(Message::FindMap));
        }
        app.load_map(&named);
        let name = named.with(|map| match map {
            Load::Ready(map) => map.name(&key),
            _ => None,
        });
        written(&said.fill(Message::FindMapChosen, &[("name", &name.unwrap_or(key))]))
    };
    let tongue = tongue.clone();
    let inside = move || {
        app.load_map(&map);
        match map.get() {
            Load::Ready(map) => chooser(app, &tongue, map),
            Load::Failed => failure(&tongue, map.clone()),
            _ => p(tongue.say(Message::FitLoading)).class("waiting").attr("role", "status").view(),
        }
    };
    fold::fold("why find__fold find__map", el("summary").follow(title), inside)
}

/// Returns the key of the chosen district, or nothing.
fn chosen(app: App) -> String {
    app.query.with(|query| query.district().unwrap_or_default().to_owned())
}

/// Returns how many events a district has.
fn number(app: App, key: &str) -> usize {
    app.counted.with(|found| {
        let of = |filter: &Filter| matches!(filter, Filter::District(other) if other == key);
        let count = found.counts.iter().find(|count| of(&count.filter));
        // For the chosen one it says how many there would be without it.
        count.map_or(0, |count| if count.on { found.total } else { count.found })
    })
}

fn failure(tongue: &Tongue, map: MapFile) -> AnyView {
    let again = el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| map.set(Load::NotAsked))
        .text(tongue.say(Message::EventsRetry));
    let fault = p(tongue.say(Message::FitFailed)).attr("role", "alert");
    el("div").class("map").add(fault).add(again).view()
}

fn chooser(app: App, tongue: &Tongue, map: Arc<Map>) -> AnyView {
    let chosen_now = untrack(|| chosen(app));
    let option = |key: &str, name: &str| {
        el("option").attr("value", key).flag("selected", key == chosen_now.as_str()).text(name)
    };
    let mut options = vec![option("", tongue.say(Message::FindEverywhere)).view()];
    map.each(&mut |district| {
        let key = district.key.to_owned();
        let count = move || format!(" ({})", number(app, &key)).into_any();
        options.push(option(district.key, district.name).follow(count).view());
    });
    let menu = el("select")
        .attr("name", "district")
        .class("find__input")
        .value(move || chosen(app))
        .on("change", move |event| app.switch_district(&input::value_of(&event)))
        .add(options);
    let name = el("span").text(tongue.say(Message::FindDistrict));
    let mut legend = el("ul").class("map__legend");
    for text in
        [Message::FindMapNone, Message::FindMapOne, Message::FindMapFew, Message::FindMapMany]
    {
        legend = legend.add(el("li").text(tongue.say(text)));
    }
    let seen = el("div")
        .class("map__seen")
        .attr("aria-hidden", "true")
        .on("click", move |event| app.tap_map(&event))
        .add(p(tongue.say(Message::FindMapHint)))
        .follow(move || drawing(picture(app, &map)))
        .add(legend);
    el("div")
        .class("map")
        .add(el("label").class("find__field").add(name).add(menu))
        .add(seen)
        .add(p(tongue.say(Message::FindMapNotice)).class("small"))
        .view()
}

/// Returns the step of the legend to which a number of events belongs.
fn step(number: usize) -> &'static str {
    match number {
        0 => "0",
        1 => "1",
        2..=4 => "2",
        _ => "3",
    }
}

/// Returns the drawing. Everything in it that comes from a file was held to the letters of a path.
///
/// Small districts lie above places that answer for them around their middle, and these above the large
/// ones, so that a finger hits them and still hits what it touches. The chosen one lies on top.
fn picture(app: App, map: &Map) -> String {
    let chosen = chosen(app);
    let (mut out, mut reach) = (String::new(), String::new());
    let (mut small, mut top) = (String::new(), String::new());
    put(
        &mut out,
        &["<svg class=\"map__frame\" focusable=\"false\" viewBox=\"", map.frame(), "\">"],
    );
    map.each(&mut |District { key, at, small: is_small, path, .. }| {
        let step = step(number(app, key));
        let (land, look) = match (chosen == key, is_small) {
            (true, _) => (&mut top, "own"),
            (_, true) => (&mut small, step),
            _ => (&mut out, step),
        };
        put(
            land,
            &["<path class=\"map__land map__land--", look, "\" id=\"k", key, "\" d=\"", path],
        );
        put(land, &["\"/><path class=\"map__mark map__mark--", step, "\" d=\"M", at]);
        put(land, &["m-1-1h2v2h-2z\"/>"]);
        if is_small {
            put(
                &mut reach,
                &["<path class=\"map__reach\" id=\"r", key, "\" d=\"M", at, "h.01\"/>"],
            );
        }
    });
    put(&mut out, &[&reach, &small, &top, "</svg>"]);
    out
}

fn put(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}
