//! The root view: the page for the present address, inside the frame.

use super::app::App;
use super::el::nothing;
use super::{frame, pages};
use crate::domain::messages::Message;
use crate::domain::quiz::Step;
use crate::domain::route::Route;
use crate::shell::{location, page};
use leptos::prelude::*;

/// Builds the whole app.
pub fn view(app: App) -> AnyView {
    let shown = Memo::new(move |_| reachable(app, app.visit.with(|visit| visit.route.clone())));
    // The address follows if a page cannot be shown yet: no result without answers.
    Effect::new(move |_| {
        let route = shown.get();
        if app.visit.with_untracked(|visit| visit.route != route) {
            location::replace(&route);
        }
    });
    Effect::new(move |before: Option<u32>| {
        let (number, scroll) = app.visit.with(|visit| (visit.number, visit.scroll));
        // On the first visit the reader begins at the top, as on any page.
        if before.is_some_and(|before| before != number) {
            page::arrive(scroll);
        }
        number
    });
    Effect::new(move |_| {
        let tongue = app.tongue.get();
        page::set_language(&tongue.language);
        page::set_title(&title(app, &shown.get()));
        app.fill_gaps();
    });
    frame::view(app, shown, move || body(app, &shown.get()))
}

/// Returns where an address leads at the moment.
fn reachable(app: App, route: Route) -> Route {
    match &route {
        Route::Quiz => untrack(|| app.next_route()),
        Route::Result if untrack(|| app.result()).is_none() => untrack(|| app.next_route()),
        Route::Question(id) => {
            let pack = app.pack();
            let replay = untrack(|| app.replay());
            let open = |q: usize| match replay.step {
                Step::Ask(next) | Step::Exact(next) => next == q,
                Step::Done => pack.questions[q].optional,
            };
            match pack.question(id) {
                None => Route::NotFound,
                Some(q) if replay.path.contains(&q) || open(q) => route,
                Some(_) => untrack(|| app.next_route()),
            }
        }
        Route::Chapter(id) if !app.pack().role.iter().any(|chapter| chapter.id == *id) => {
            Route::NotFound
        }
        _ => route,
    }
}

fn body(app: App, route: &Route) -> AnyView {
    match route {
        Route::Home => pages::home::view(app),
        Route::Quiz => nothing(),
        Route::Question(id) => pages::quiz::view(app, id),
        Route::Result => pages::result::view(app),
        Route::Role => pages::role::view(app, None),
        Route::Chapter(id) => pages::role::view(app, Some(id)),
        Route::Events => pages::events::view(app),
        Route::Event(id) => pages::event::view(app, id),
        Route::Path => pages::path::view(app),
        Route::Settings => pages::settings::view(app),
        Route::About => pages::about::view(app),
        Route::NotFound => pages::not_found::view(app),
    }
}

/// Returns the title of the document: the page first, for people with many tabs.
fn title(app: App, route: &Route) -> String {
    let tongue = app.tongue.get();
    let name = tongue.say(Message::AppName);
    match (route, pages::name(route)) {
        (Route::Question(id), _) => {
            format!("{} · {name}", tongue.text(&format!("question.{id}.title")))
        }
        (_, Some(page)) => format!("{} · {name}", tongue.say(page)),
        (_, None) => format!("{name} · {}", tongue.say(Message::HomeTitle)),
    }
}
