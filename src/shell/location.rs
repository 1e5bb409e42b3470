//! The address of the page: the route in its fragment, the query before it, and where the page
//! was scrolled to when it was left.

use crate::domain::route::Route;
use crate::shell::page;
use gloo_events::EventListener;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{UrlSearchParams, window};

thread_local! {
    /// On a stand, the pages behind the present one and how far they were scrolled: the history of the
    /// browser is left alone, because nobody could take it back.
    static OWN: RefCell<Option<Vec<(String, f64)>>> = const { RefCell::new(None) };
    /// How far the page was scrolled to which somebody goes back on a stand.
    static RETURN: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Leaves no trace in the history of the browser from now on.
pub fn keep_own_history() {
    OWN.set(Some(Vec::new()));
}

/// Tells whether there is a page to go back to; known on a stand only.
pub fn has_page_behind() -> bool {
    OWN.with_borrow(|own| own.as_ref().is_some_and(|pages| !pages.is_empty()))
}

/// Forgets which pages are behind the present one, on a stand.
pub fn forget_pages_behind() {
    OWN.with_borrow_mut(|own| own.as_mut().map(Vec::clear));
}

/// Goes to a fragment without the history of the browser; `false` if that is not wanted.
fn go_alone(fragment: &str) -> bool {
    let here = (self::fragment(), window().and_then(|w| w.scroll_y().ok()).unwrap_or(0.0));
    let own = OWN.with_borrow_mut(|own| match own {
        Some(pages) => {
            pages.push(here);
            // A visitor goes back a few pages, not a hundred.
            if pages.len() > 100 {
                pages.remove(0);
            }
            true
        }
        None => false,
    });
    if own && let Some(window) = window() {
        let _ = window.location().replace(fragment);
    }
    own
}

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
    if let Some(scroll) = RETURN.take() {
        return Arrival { scroll, again: true };
    }
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
    let href = route.href();
    if go_alone(&href) {
        return;
    }
    if let Some(window) = window() {
        let _ = window.location().set_hash(&href);
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
    let own = OWN.with_borrow_mut(|own| own.as_mut().map(Vec::pop));
    if let Some(page) = own {
        if let (Some((fragment, scroll)), Some(window)) = (page, window()) {
            RETURN.set(Some(scroll));
            let fragment = if fragment.is_empty() { "#/" } else { fragment.as_str() };
            let _ = window.location().replace(fragment);
        }
        return;
    }
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.back();
    }
}

/// Returns a value from the query of the page (`?name=…`).
pub fn query(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Returns the address of the page without query and fragment, as others can open it.
pub fn base() -> String {
    let base = || {
        if let Some(home) = home() {
            return Some(home);
        }
        let location = window()?.location();
        Some(location.origin().ok()? + &location.pathname().ok()?)
    };
    base().unwrap_or_default()
}

/// Returns where the page stands in the net, if it is a copy that knows.
fn home() -> Option<String> {
    page::root_data("home")
}

/// Tells whether the page was opened from a disk, where no other files are.
pub fn is_on_disk() -> bool {
    let protocol = || window()?.location().protocol().ok();
    protocol().is_some_and(|protocol| protocol == "file:")
}

/// Tells whether others can open an address of the page.
pub fn is_public() -> bool {
    home().is_some() || !is_on_disk()
}

/// Loads the page anew at its beginning, in the place of the present one.
pub fn begin_anew() {
    let begin = || {
        let window = window()?;
        let location = window.location();
        let address = base() + &location.search().ok()?;
        // Without its fragment first: with one it would only be another place of the same page.
        let history = window.history().ok()?;
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok()?;
        location.replace(&address).ok()
    };
    if begin().is_none() {
        reload();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}
