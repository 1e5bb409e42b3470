//! The address of the page: the route in its fragment, the query before it, and where the page
//! was scrolled to when it was left.

use crate::domain::route::Route;
use gloo_events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{UrlSearchParams, window};

/// Positions by number of the history entry.
type Positions = Rc<RefCell<Vec<f64>>>;

/// An arrival at a history entry.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arrival {
    /// Position to scroll to.
    pub scroll: f64,
    /// Whether the entry was there before: somebody went back or forward to it.
    pub again: bool,
}

/// Returns the route of the address, and calls `visit` with every later one. Going to the same
/// route again is a visit, too.
pub fn follow(visit: impl Fn(Route, Arrival) + 'static) -> Route {
    let positions: Positions = Rc::default();
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    stamp(&positions);
    if let Some(window) = window() {
        remember_scroll(&window, positions.clone());
        EventListener::new(&window, "hashchange", move |_| {
            // Fragments that are not routes leave the page where it is.
            if let Some(route) = Route::parse(&fragment()) {
                visit(route, stamp(&positions));
            }
        })
        .forget();
    }
    route()
}

/// Returns the route of the address at the moment.
pub fn route() -> Route {
    Route::parse(&fragment()).unwrap_or(Route::Home)
}

fn fragment() -> String {
    window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// Numbers the current history entry if it is new.
fn stamp(positions: &Positions) -> Arrival {
    let Some(history) = window().and_then(|w| w.history().ok()) else {
        return Arrival { scroll: 0.0, again: false };
    };
    let known = history.state().ok().and_then(|state| state.as_f64());
    match known {
        Some(number) => {
            let scroll = positions.borrow().get(number as usize).copied().unwrap_or(0.0);
            Arrival { scroll, again: true }
        }
        None => {
            let number = positions.borrow().len();
            positions.borrow_mut().push(0.0);
            let _ = history.replace_state(&JsValue::from_f64(number as f64), "");
            Arrival { scroll: 0.0, again: false }
        }
    }
}

fn remember_scroll(window: &web_sys::Window, positions: Positions) {
    let source = window.clone();
    EventListener::new(window, "scroll", move |_| {
        let state = source.history().ok().and_then(|h| h.state().ok()).and_then(|s| s.as_f64());
        let at = source.scroll_y().unwrap_or(0.0);
        if let Some(number) = state {
            let mut positions = positions.borrow_mut();
            let number = number as usize;
            // After a reload the entries of before are numbered, but not remembered.
            if positions.len() <= number && number < 10_000 {
                positions.resize(number + 1, 0.0);
            }
            if let Some(slot) = positions.get_mut(number) {
                *slot = at;
            }
        }
    })
    .forget();
}

/// Goes to a route, as a link would.
pub fn go(route: &Route) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(&route.href());
    }
}

/// Goes to a route without leaving the present one in the history.
pub fn replace(route: &Route) {
    if let Some(window) = window() {
        let _ = window.location().replace(&route.href());
    }
}

/// Lets the address say more of the present page; nobody arrives anywhere by that.
pub fn rewrite(route: &Route) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&route.href()));
    }
}

/// Goes back to where the person was before.
pub fn back() {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.back();
    }
}

/// Returns a value from the query of the page (`?name=…`).
pub fn query(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Returns the address of the page without query and fragment.
pub fn base() -> String {
    let base = || {
        let location = window()?.location();
        Some(location.origin().ok()? + &location.pathname().ok()?)
    };
    base().unwrap_or_default()
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}
