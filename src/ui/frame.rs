//! What surrounds every page: header, navigation, notices, footer.

use super::app::App;
use super::parts::{chamber, icon};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::shell::{intl, page};
use leptos::prelude::*;

/// Places in the main navigation: where, what it is called, its icon.
const PLACES: [(Route, Message, icon::Icon); 5] = [
    (Route::Home, Message::NavHome, icon::Icon::Seat),
    (Route::Quiz, Message::NavQuiz, icon::Icon::Check),
    (Route::Role, Message::NavRole, icon::Icon::Speech),
    (Route::Events, Message::NavEvents, icon::Icon::Calendar),
    (Route::Path, Message::NavPath, icon::Icon::Path),
];

/// Puts the frame around `body`.
pub fn view(
    app: App,
    shown: Memo<Route>,
    body: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        page::show("#main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{move || say(app, Message::Skip)}</a>
        <header class="top">{move || header(app, &shown.get())}</header>
        <nav class="nav" aria-label=move || say(app, Message::NavLabel)>
            {move || navigation(&app.tongue.get(), &shown.get())}
        </nav>
        <main id="main" class="main" tabindex="-1">
            {move || banners(app)}
            <div id="notices" role="status">{move || notices(app)}</div>
            {body}
        </main>
        <footer class="foot">{move || footer(app)}</footer>
    }
}

fn say(app: App, message: Message) -> String {
    app.tongue.get().say(message).to_owned()
}

fn header(app: App, route: &Route) -> AnyView {
    let tongue = app.tongue.get();
    let name = tongue.say(Message::AppName).to_owned();
    let menu = language_menu(app, &tongue);
    let home = (*route != Route::Home).then(|| tongue.say(Message::NavHome).to_owned());
    let label = home.map(|home| format!("{name}: {home}"));
    view! {
        <a class="brand" href="#/" aria-label=label>
            {chamber::logo()}
            <span class="brand__name">{name}</span>
        </a>
        {menu}
    }
    .into_any()
}

fn language_menu(app: App, tongue: &Tongue) -> AnyView {
    let present = tongue.language.tag.clone();
    let options: Vec<AnyView> = app
        .languages()
        .into_iter()
        .map(|language| {
            let chosen = language.tag == present;
            let tag = language.tag.clone();
            view! { <option value=language.tag lang=tag selected=chosen>{language.name}</option> }
                .into_any()
        })
        .collect();
    let label = tongue.say(Message::LanguageLabel).to_owned();
    let change = move |event| app.set_language(page::value_of(&event));
    view! {
        <label class="language">
            <span class="hidden">{label}</span>
            <select id="language" class="language__menu" on:change=change>{options}</select>
        </label>
    }
    .into_any()
}

fn navigation(tongue: &Tongue, route: &Route) -> AnyView {
    let here = section(route);
    let items: Vec<AnyView> = PLACES
        .iter()
        .map(|(place, name, picture)| {
            let current = (*place == here).then_some("page");
            view! {
                <li>
                    <a class="nav__link" href=place.href() aria-current=current>
                        {icon::icon(*picture)}
                        <span>{tongue.say(*name).to_owned()}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="nav__list">{items}</ul> }.into_any()
}

/// Returns the place of the navigation to which a route belongs.
fn section(route: &Route) -> Route {
    match route {
        Route::Question(_) | Route::Result => Route::Quiz,
        Route::Chapter(_) => Route::Role,
        Route::Event(_) => Route::Events,
        other => other.clone(),
    }
}

/// Says what is not real: the example town, the simulated date.
fn banners(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let demo = pack.demo.then(|| {
        let text = tongue.fill(Message::Example, &[("place", &pack.place)]);
        view! { <p class="banner">{text}</p> }
    });
    let date = app.simulated.then(|| {
        let date = app.today.get();
        let shown = intl::date(&tongue.language.tag, date, intl::DateStyle::Long);
        let text = tongue.fill(Message::SimulatedDate, &[("date", &shown)]);
        view! { <p class="banner" data-simulated-date=date.to_string()>{text}</p> }
    });
    (demo, date).into_any()
}

fn notices(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let items: Vec<AnyView> = app
        .notices
        .get()
        .into_iter()
        .map(|notice| {
            let close = move |_| app.dismiss(notice);
            view! {
                <div class="notice">
                    <p>{tongue.say(notice).to_owned()}</p>
                    <button type="button" class="button button--quiet" on:click=close>
                        {tongue.say(Message::Close).to_owned()}
                    </button>
                </div>
            }
            .into_any()
        })
        .collect();
    items.into_any()
}

fn footer(app: App) -> AnyView {
    let tongue = app.tongue.get();
    view! {
        <p class="foot__private">{tongue.say(Message::HomePrivate).to_owned()}</p>
        <ul class="foot__links">
            <li><a href=Route::Settings.href()>{tongue.say(Message::NavSettings).to_owned()}</a></li>
            <li><a href=Route::About.href()>{tongue.say(Message::NavAbout).to_owned()}</a></li>
        </ul>
    }
    .into_any()
}
