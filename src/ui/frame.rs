//! What surrounds every page: header, navigation, notices, footer.

use super::app::{App, Load};
use super::el::{El, Event, a, el, follow, group, nothing, p};
use super::input;
use super::parts::{chamber, icon, tick};
use super::words::{self, DateStyle};
use crate::domain::language::{Language, Reader};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use leptos::prelude::*;

/// Places in the main navigation: where, what it is called, its icon.
pub const PLACES: [(Route, Message, icon::Icon); 5] = [
    (Route::Home, Message::NavHome, icon::Icon::Seat),
    (Route::Fit, Message::NavFit, icon::Icon::Check),
    (Route::Role, Message::NavRole, icon::Icon::Speech),
    (Route::Events, Message::NavEvents, icon::Icon::Calendar),
    (Route::Path, Message::NavPath, icon::Icon::Path),
];

/// Puts the frame around `body`.
pub fn view(app: App, body: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let header = el("header").class("top").follow(move || header(app));
    let navigation = el("nav")
        .class("nav")
        .live("aria-label", move || Some(app.tongue.get().say(Message::NavLabel).to_owned()))
        .follow(move || navigation(app, &app.tongue.get()).view());
    let main = main(app, body);
    let footer = el("footer").class("foot").follow(move || footer(app, &app.tongue.get()));
    let skip = follow(move || skip(app, &app.tongue.get()).view());
    // Behind the button that opens it, wherever it lies on the screen.
    let bar = follow(move || match app.later.get() {
        Load::Ready(later) => (later.bar)(app),
        _ => nothing(),
    });
    group(vec![skip, header.view(), bar, navigation.view(), main.view(), footer.view()])
}

/// The page itself, with what is to be said before it.
pub fn main(app: App, body: impl Fn() -> AnyView + Send + 'static) -> El {
    el("main")
        .attr("id", "main")
        .class("main")
        .attr("tabindex", "-1")
        .follow(move || banners(app))
        .add(el("div").attr("id", "notices").attr("role", "status").follow(move || notices(app)))
        .follow(move || recordings(app))
        .follow(body)
}

/// The way past header and navigation. It moves the focus itself: the address stays a route.
fn skip(app: App, tongue: &Tongue) -> El {
    let go = move |event: Event| {
        event.prevent_default();
        app.show("#main");
    };
    a("#main").class("skip").on("click", go).text(tongue.say(Message::Skip))
}

/// What depends on the page is an attribute: nothing here is built anew for another page.
fn header(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let name = tongue.say(Message::AppName);
    let label = format!("{name}: {}", tongue.say(Message::NavHome));
    let label = move || (app.section.get() != Route::Home).then(|| label.clone());
    let brand = a("#/")
        .class("brand")
        .live("aria-label", label)
        .add(chamber::logo())
        .add(el("span").class("brand__name").text(name));
    let tools =
        el("div").class("top__tools").add(listen(app, &tongue)).add(language_menu(app, &tongue));
    group(vec![brand.view(), tools.view()])
}

/// The button that reads the page aloud.
fn listen(app: App, tongue: &Tongue) -> El {
    el("button")
        .attr("type", "button")
        .attr("id", "listen")
        .class("listen")
        .attr("aria-label", tongue.say(Message::VoiceListen))
        .live("aria-expanded", move || Some(app.listening.get().to_string()))
        .on("click", move |_| app.read_aloud())
        .add(icon::icon(icon::Icon::Loud))
}

/// Recordings of the page, where a pack has some.
fn recordings(app: App) -> AnyView {
    match app.later.get() {
        Load::Ready(later) if app.pack().media.is_some() => {
            (later.recordings)(app, &app.shown.get())
        }
        _ => nothing(),
    }
}

fn language_menu(app: App, tongue: &Tongue) -> El {
    let mut menu = el("select")
        .attr("id", "language")
        .class("language__menu")
        .on("change", move |event| app.set_language(input::value_of(&event), "#language"));
    for language in app.languages() {
        let option = el("option")
            .attr("value", &language.tag)
            .attr("lang", &language.tag)
            .flag("selected", language.tag == tongue.language.tag)
            .text(&language.name);
        menu = menu.add(option);
    }
    el("label")
        .class("language")
        .add(el("span").class("hidden").text(tongue.say(Message::LanguageLabel)))
        .add(menu)
}

fn navigation(app: App, tongue: &Tongue) -> El {
    let mut list = el("ul").class("nav__list");
    for (place, name, picture) in &PLACES {
        let current = move || (*place == app.section.get()).then(|| "page".to_owned());
        let link = a(&place.href())
            .class("nav__link")
            .live("aria-current", current)
            .add(icon::icon(*picture))
            .add(el("span").text(tongue.say(*name)));
        list = list.add(el("li").add(link));
    }
    list
}

/// Returns the place of the navigation to which a route belongs.
pub fn section(route: &Route) -> Route {
    match route {
        Route::Quiz | Route::Question(_) | Route::Result => Route::Fit,
        Route::FitNext | Route::Screen(_) | Route::Open(_) | Route::Compare(_) => Route::Fit,
        Route::RoleFive | Route::RoleAll | Route::Chapter(_) => Route::Role,
        Route::Paper(_) => Route::Path,
        Route::Found(_) | Route::Event(_) => Route::Events,
        other => other.clone(),
    }
}

/// Says what is not real: the example town, the simulated date.
fn banners(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let mut banners = Vec::new();
    if pack.demo {
        let text = tongue.fill(Message::Example, &[("place", &pack.place)]);
        banners.push(p(&text).class("banner").view());
    }
    if app.simulated {
        let date = app.today.get();
        let shown = words::date(&tongue, date, DateStyle::Long);
        let text = tongue.fill(Message::SimulatedDate, &[("date", &shown)]);
        let banner = p(&text).class("banner").attr("data-simulated-date", &date.to_string());
        banners.push(banner.view());
    }
    group(banners)
}

fn notices(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let button = |name: Message, class: &'static str| {
        el("button").attr("type", "button").class(class).text(tongue.say(name))
    };
    let one = |notice: Message| {
        let update = notice == Message::UpdateReady;
        // Nobody is interrupted in the middle of a question.
        if update && is_question(&app.shown.get()) {
            return nothing();
        }
        let take = update.then(|| {
            button(Message::UpdateTake, "button button--primary")
                .on("click", move |_| app.take_update())
        });
        let close = if update { Message::UpdateLater } else { Message::Close };
        let close = button(close, "button button--quiet").on("click", move |_| app.dismiss(notice));
        el("div").class("notice").add(p(tongue.say(notice))).add(take).add(close).view()
    };
    group(app.notices.get().into_iter().map(one).collect())
}

fn is_question(route: &Route) -> bool {
    matches!(route, Route::Quiz | Route::Question(_) | Route::FitNext | Route::Screen(_))
}

/// Says how a translation was made and whether it is whole, with the way to the German text.
fn translation(app: App, tongue: &Tongue) -> Option<AnyView> {
    let Language { partial, review, .. } = tongue.language;
    let machine = review.filter(|review| review.by == Reader::Machine).map(|review| {
        let date = words::date(tongue, review.as_of, DateStyle::Long);
        tongue.fill(Message::LanguageMachine, &[("date", &date)])
    });
    let partial = partial.then(|| tongue.say(Message::LanguagePartial).to_owned());
    if machine.is_none() && partial.is_none() {
        return None;
    }
    let german = app.languages().into_iter().next().map(|first| {
        let tag = first.tag.clone();
        el("button")
            .attr("type", "button")
            .class("button button--link")
            .on("click", move |_| app.set_language(tag.clone(), "h1"))
            .text(tongue.say(Message::LanguageGerman))
    });
    let line = |text: String| p(&text).class("small");
    let said = el("div").class("foot__review").add(machine.map(line)).add(partial.map(line));
    Some(said.add(german).view())
}

/// Lets German stand under what is in another language.
fn both(app: App, tongue: &Tongue) -> AnyView {
    let label = el("span").text(tongue.say(Message::LanguageBoth));
    let on = move || app.settings.with(|settings| settings.both);
    tick::tick(label, on, move |on| app.set_both(on)).view()
}

fn footer(app: App, tongue: &Tongue) -> AnyView {
    let link = |route: Route, name: Message| el("li").add(a(&route.href()).text(tongue.say(name)));
    let links = el("ul")
        .class("foot__links")
        .add(link(Route::Settings, Message::NavSettings))
        .add(link(Route::About, Message::NavAbout));
    let private = p(tongue.say(Message::HomePrivate)).class("foot__private");
    let foreign = tongue.language.tag != tongue.fallback.tag;
    let both = foreign.then(|| both(app, tongue));
    let parts = [translation(app, tongue), both, Some(private.view()), Some(links.view())];
    group(parts.into_iter().flatten().collect())
}
