//! Addresses inside the page: everything after `#/`.

use crate::domain::json::is_slug;

/// A place in the app. Every route has exactly one address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    /// The next open question, or the result.
    Quiz,
    Question(String),
    Result,
    Role,
    Chapter(String),
    Events,
    Event(String),
    Path,
    Settings,
    About,
    NotFound,
}

impl Route {
    /// Parses a fragment with or without its `#`.
    ///
    /// `None` means that the fragment is not a route (a skip link, for example): stay where you
    /// are. Everything that begins with `#/` is a route, if only [`Route::NotFound`].
    pub fn parse(fragment: &str) -> Option<Route> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment.is_empty() {
            return Some(Route::Home);
        }
        let path = fragment.strip_prefix('/')?;
        let (head, tail) = match path.split_once('/') {
            Some((head, tail)) => (head, Some(tail)),
            None => (path, None),
        };
        let route = match (head, tail) {
            ("", None) => Route::Home,
            ("quiz", None) => Route::Quiz,
            ("result", None) => Route::Result,
            ("role", None) => Route::Role,
            ("events", None) => Route::Events,
            ("path", None) => Route::Path,
            ("settings", None) => Route::Settings,
            ("about", None) => Route::About,
            ("quiz", Some(id)) if is_slug(id) => Route::Question(id.to_owned()),
            ("role", Some(id)) if is_slug(id) => Route::Chapter(id.to_owned()),
            ("event", Some(id)) if is_slug(id) => Route::Event(id.to_owned()),
            _ => Route::NotFound,
        };
        Some(route)
    }

    /// Returns the address, beginning with `#/`.
    pub fn href(&self) -> String {
        let (head, id) = match self {
            Route::Home => ("", None),
            Route::Quiz => ("quiz", None),
            Route::Question(id) => ("quiz/", Some(id)),
            Route::Result => ("result", None),
            Route::Role => ("role", None),
            Route::Chapter(id) => ("role/", Some(id)),
            Route::Events => ("events", None),
            Route::Event(id) => ("event/", Some(id)),
            Route::Path => ("path", None),
            Route::Settings => ("settings", None),
            Route::About => ("about", None),
            Route::NotFound => ("404", None),
        };
        let mut href = String::from("#/");
        href.push_str(head);
        if let Some(id) = id {
            href.push_str(id);
        }
        href
    }
}
