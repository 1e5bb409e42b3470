//! The root view: the page for the present address, inside the frame.

use super::app::{App, Load};
use super::el::{follow, group, nothing};
use super::parts::fetch;
use super::{frame, pages};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::shell::page;
use leptos::prelude::*;
use std::sync::Arc;

/// Builds the whole app.
pub fn view(app: App) -> AnyView {
    let page = match app.stand {
        Some(stand) => (stand.frame)(app, Arc::new(move || body(app, &app.shown.get()))),
        None => frame::view(app, move || body(app, &app.shown.get())),
    };
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
        Route::Question(id) => pages::quiz::view(app, id),
        Route::NotFound => pages::not_found::view(app),
        _ => match app.later.get() {
            Load::Ready(later) => (later.body)(app, route),
            other => {
                fetch::waiting(&app.tongue.get(), || other.has_failed(), move || app.load_later())
            }
        },
    }
}

/// Returns the title of a page that has a name of its own, once its texts are there.
fn named(tongue: &Tongue, key: &str, page: Message) -> String {
    let name = tongue.maybe(key).map_or_else(|| tongue.say(page), |found| found.text);
    format!("{name} · {}", tongue.say(Message::AppName))
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
        (Route::Chapter(id), Some(page)) => named(&tongue, &format!("role.{id}.title"), page),
        (Route::Paper(id), Some(page)) => named(&tongue, &format!("paper.{id}.title"), page),
        (_, Some(page)) => format!("{} · {name}", tongue.say(page)),
        (_, None) => format!("{name} · {}", tongue.say(Message::HomeTitle)),
    }
}
