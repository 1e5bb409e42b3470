//! Addresses inside the page: everything after `#/`.

use crate::domain::json::is_slug;
use crate::domain::share::LONGEST;

/// A place in the app. Every route has exactly one address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    /// The next open question, or the result.
    Quiz,
    Question(String),
    Result,
    /// The parts of the self-assessment.
    Fit,
    /// Its next open screen.
    FitNext,
    /// The screen that begins with this question.
    Screen(String),
    /// Somebody's result, packed into a code.
    Open(String),
    /// The own result beside a packed one.
    Compare(String),
    Role,
    /// The explainer in five minutes, and all of it.
    RoleFive,
    RoleAll,
    Chapter(String),
    Events,
    /// The finder with what somebody looks for.
    Found(String),
    Event(String),
    Path,
    /// A paper of the path.
    Paper(String),
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
            ("fit", None) => Route::Fit,
            ("fit", Some("next")) => Route::FitNext,
            ("role", None) => Route::Role,
            ("role", Some("five")) => Route::RoleFive,
            ("role", Some("all")) => Route::RoleAll,
            ("events", None) => Route::Events,
            ("path", None) => Route::Path,
            ("settings", None) => Route::Settings,
            ("about", None) => Route::About,
            ("fit", Some(id)) if is_slug(id) => Route::Screen(id.to_owned()),
            ("open", Some(code)) => Route::Open(kept(code)),
            ("compare", Some(code)) => Route::Compare(kept(code)),
            ("quiz", Some(id)) if is_slug(id) => Route::Question(id.to_owned()),
            ("role", Some(id)) if is_slug(id) => Route::Chapter(id.to_owned()),
            ("path", Some(id)) if is_slug(id) => Route::Paper(id.to_owned()),
            ("events", Some(query)) if !query.is_empty() => Route::Found(kept(query)),
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
            Route::Fit => ("fit", None),
            Route::FitNext => ("fit/next", None),
            Route::Screen(id) => ("fit/", Some(id)),
            Route::Open(code) => ("open/", Some(code)),
            Route::Compare(code) => ("compare/", Some(code)),
            Route::Role => ("role", None),
            Route::RoleFive => ("role/five", None),
            Route::RoleAll => ("role/all", None),
            Route::Chapter(id) => ("role/", Some(id)),
            Route::Events => ("events", None),
            Route::Found(query) => ("events/", Some(query)),
            Route::Event(id) => ("event/", Some(id)),
            Route::Path => ("path", None),
            Route::Paper(id) => ("path/", Some(id)),
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

/// Returns a code as far as it is looked at: one character more than is allowed tells that it is too
/// long. Refusing it is the page's business, with the reason.
fn kept(code: &str) -> String {
    code.chars().take(LONGEST + 1).collect()
}
