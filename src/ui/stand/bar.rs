//! A visit: the page, and below it everything that a visitor needs, within reach.

use super::Body;
use super::attract;
use super::hall::{Dialog, Hall};
use crate::domain::kiosk::Offer;
use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::domain::settings::TextSize;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, follow, group, nothing};
use crate::ui::frame::{self, PLACES};
use crate::ui::parts::{chamber, icon};
use leptos::prelude::*;

/// Returns the page with the bar.
pub fn visit(app: App, hall: Hall, body: &Body) -> AnyView {
    let body = body.clone();
    let head = el("header").class("top stand__top").follow(move || top(app, hall));
    let bar = follow(move || if app.listening.get() { player(app) } else { nothing() });
    let main = frame::main(app, move || body());
    let nav = el("nav")
        .class("dock")
        .live("aria-label", move || Some(hall.say("bar")))
        .follow(move || places(app).view())
        .follow(move || tools(app, hall));
    group(vec![head.view(), bar, main.view(), nav.view()])
}

fn player(app: App) -> AnyView {
    match app.later.get() {
        crate::ui::app::Load::Ready(later) => (later.bar)(app),
        _ => nothing(),
    }
}

fn top(app: App, hall: Hall) -> AnyView {
    let tongue = app.tongue.get();
    let name = tongue.say(Message::AppName);
    let brand = el("div")
        .class("brand")
        .add(chamber::logo())
        .add(el("span").class("brand__name").text(name));
    group(vec![attract::corner(hall).view(), brand.view()])
}

/// The places of the app that the stand offers.
fn places(app: App) -> El {
    let tongue = app.tongue.get();
    let mut list = el("ul").class("dock__places");
    for (place, name, picture) in &PLACES {
        let offer = match place {
            Route::Fit => Offer::Fit,
            Route::Role => Offer::Role,
            Route::Events => Offer::Events,
            Route::Path => Offer::Path,
            _ => Offer::Check,
        };
        let home = *place == Route::Home;
        if !home && !app.plan.is_some_and(|plan| plan.profile.offers(offer)) {
            continue;
        }
        let current = move || (*place == app.section.get()).then(|| "page".to_owned());
        let link = a(&place.href())
            .class("dock__button")
            .live("aria-current", current)
            .add(icon::icon(*picture))
            .add(el("span").text(tongue.say(*name)));
        list = list.add(el("li").add(link));
    }
    list
}

/// What helps everywhere: back, larger, contrast, lower, another language, reading aloud, the end.
fn tools(app: App, hall: Hall) -> AnyView {
    let tool = |key: &'static str, path: &str, act: fn(App, Hall)| {
        el("button")
            .attr("type", "button")
            .class("dock__button")
            .attr("data-tool", key)
            .on("click", move |_| act(app, hall))
            .add(icon::sign(path))
            .add(el("span").text(&hall.say(key)))
    };
    let back =
        tool("back", "M19 12H5m6-6-6 6 6 6", |_, hall| hall.back()).live("disabled", move || {
            app.shown.with(|_| ());
            (!hall.has_page_behind()).then(String::new)
        });
    let larger =
        tool("larger", "M3 19 8 6l5 13M4.8 15h6.4M15 19l3-8 3 8m-5-2.5h4", |app, _| larger(app))
            .live("aria-pressed", move || {
                Some(app.settings.with(|s| s.text_size != TextSize::Normal).to_string())
            });
    let contrast =
        tool("contrast", "M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17", |app, _| {
            app.set(|settings| settings.contrast = !settings.contrast);
        })
        .live("aria-pressed", move || Some(app.settings.with(|s| s.contrast).to_string()));
    let lower = tool("lower", "M12 4v13m-6-6 6 6 6-6M5 20h14", |_, hall| hall.turn_low())
        .live("aria-pressed", move || Some(hall.low.get().to_string()));
    let language = tool(
        "language",
        "M4 5h10M9 3v2m3 0c-1 5-4 8-8 10m2-7c1.5 3 4 5.5 6.5 6.5M13 20l4-10 4 10m-6.7-3.5h5.4",
        |_, hall| {
            attract::ask(hall);
        },
    );
    let listen = tool("listen", "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6", |app, _| {
        app.read_aloud();
    });
    let take = tool("take", "M7 3h10v18H7zM11 18h2M12 6v7m-3-3 3 3 3-3", |_, hall| {
        hall.open(Dialog::Take)
    });
    let end = el("button")
        .attr("type", "button")
        .class("dock__button dock__end")
        .attr("data-tool", "finish")
        .on("click", move |_| hall.open(Dialog::Finish))
        .add(icon::sign("M5 5l14 14M19 5 5 19"))
        .add(el("span").text(&hall.say("finish")));
    let mut list = el("ul").class("dock__tools");
    for one in [back, larger, contrast, lower, language, listen, take, end] {
        list = list.add(el("li").add(one));
    }
    list.view()
}

/// Makes the text a step larger; after the largest it is as before.
fn larger(app: App) {
    app.set(|settings| {
        settings.text_size = match settings.text_size {
            TextSize::Normal => TextSize::Large,
            TextSize::Large => TextSize::Larger,
            TextSize::Larger => TextSize::Largest,
            TextSize::Largest => TextSize::Normal,
        };
    });
}
