//! The root view: the page for the present address, inside the frame.

use super::app::App;
use super::el::{follow, group, nothing};
use super::{frame, pages};
use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::shell::page;
use leptos::prelude::*;

/// Builds the whole app.
pub fn view(app: App) -> AnyView {
    let page = frame::view(app, move || body(app, &app.shown.get()));
    // A view of nothing instead of an effect, which would be one more kind of reactive code. It
    // stands behind the page, because only then is known which texts the page lacked.
    let document = follow(move || {
        describe(app);
        nothing()
    });
    group(vec![page, document])
}

/// Tells the document in which language it is and what it is about.
fn describe(app: App) {
    let tongue = app.tongue.get();
    page::set_language(&tongue.language);
    page::set_title(&title(app, &app.shown.get()));
    app.fill_gaps();
}

fn body(app: App, route: &Route) -> AnyView {
    match route {
        Route::Home => pages::home::view(app),
        Route::Quiz => nothing(),
        Route::Fit | Route::FitNext => pages::fit::view(app),
        Route::Screen(id) => pages::screen::view(app, id),
        Route::Open(code) => pages::open::view(app, code),
        Route::Compare(code) => pages::compare::view(app, code),
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
        (Route::Screen(id), _) => match tongue.maybe(&format!("fit.q.{id}.title")) {
            Some(found) => format!("{} · {name}", found.text),
            None => format!("{} · {name}", tongue.say(Message::FitName)),
        },
        (_, Some(page)) => format!("{} · {name}", tongue.say(page)),
        (_, None) => format!("{name} · {}", tongue.say(Message::HomeTitle)),
    }
}
