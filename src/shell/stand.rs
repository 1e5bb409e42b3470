//! A browser that stands in a foyer: signs of life from its visitors, ways out that are closed, and a new
//! beginning that leaves nothing behind.

use crate::shell::{files, location, store};
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlInputElement, window};

/// What a visitor does.
#[derive(Clone, PartialEq, Debug)]
pub enum Sign {
    /// Touches the screen or a key.
    Touch,
    /// Moves a finger, scrolls.
    Move,
    /// Puts a finger on the screen, or takes it away.
    Held(bool),
    /// Wants to go to another page of the app.
    Inside(String),
    /// Wants to go to an address outside, or to a file.
    Outside(String),
    /// Wants to type into a field, or no longer.
    Field(bool),
}

/// Who is told of signs.
type Told = Rc<dyn Fn(Sign)>;

/// Returns the milliseconds since the page was opened, by a clock that nobody can set.
pub fn now() -> u64 {
    window().and_then(|w| w.performance()).map_or(0, |clock| clock.now() as u64)
}

/// Tells of every sign from now on, and closes the ways out: links, menus, selecting, dragging, pinching.
pub fn watch(tell: impl Fn(Sign) + 'static) {
    let told: Told = Rc::new(tell);
    let signs = [
        ("pointerdown", Sign::Touch),
        ("keydown", Sign::Touch),
        ("pointermove", Sign::Move),
        ("wheel", Sign::Move),
        ("scroll", Sign::Move),
    ];
    for (name, sign) in signs {
        let told = told.clone();
        on(name, move |_| told(sign.clone()));
    }
    for (name, held) in [("pointerdown", true), ("pointerup", false), ("pointercancel", false)] {
        let told = told.clone();
        on(name, move |_| told(Sign::Held(held)));
    }
    for (name, typing) in [("focusin", true), ("focusout", false)] {
        let told = told.clone();
        on(name, move |event| {
            if field(event).is_some() {
                told(Sign::Field(typing));
            }
        });
    }
    on("click", move |event| follow(event, &told));
    let closed =
        ["contextmenu", "dragstart", "dragover", "drop", "gesturestart", "dblclick", "copy", "cut"];
    for name in closed {
        on(name, Event::prevent_default);
    }
    on("selectstart", |event| {
        if field(event).is_none() {
            event.prevent_default();
        }
    });
    // Two fingers, or a wheel with a key: both would change the size of everything.
    on("touchstart", |event| {
        let touches = property(event, "touches").and_then(|list| property(&list, "length"));
        if touches.and_then(|count| count.as_f64()).is_some_and(|count| count > 1.0) {
            event.prevent_default();
        }
    });
    on("wheel", |event| {
        if property(event, "ctrlKey").is_some_and(|key| key.is_truthy()) {
            event.prevent_default();
        }
    });
}

/// Before anything of the page hears of it, and able to stop it.
fn on(name: &'static str, act: impl Fn(&Event) + 'static) {
    let Some(window) = window() else { return };
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    EventListener::new_with_options(&window, name, options, move |event| act(event)).forget();
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Returns the field for text or numbers that an event comes from.
fn field(event: &Event) -> Option<Element> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let typed = "textarea, input:not([type=radio], [type=checkbox], [type=range], [type=file])";
    element.matches(typed).ok()?.then_some(element)
}

fn follow(event: &Event, told: &Told) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(link) = target.and_then(|element| element.closest("a[href]").ok().flatten()) else {
        return;
    };
    let Some(href) = link.get_attribute("href") else { return };
    // A file of the stand itself: the numbers of the staff.
    if href.starts_with("blob:") {
        return;
    }
    match href.strip_prefix('#') {
        // The ways past the header move the focus themselves.
        Some(fragment) if !fragment.starts_with('/') => {}
        Some(_) => {
            event.prevent_default();
            told(Sign::Inside(href));
        }
        None => {
            event.prevent_default();
            event.stop_propagation();
            let whole = property(&link, "href").and_then(|address| address.as_string());
            told(Sign::Outside(whole.unwrap_or(href)));
        }
    }
}

/// Shows or hides the keyboard of the device for the field that has the focus: the stand has its own pad.
pub fn without_keyboard() {
    if let Some(field) = focused() {
        let _ = field.set_attribute("inputmode", "none");
        let _ = field.set_attribute("autocomplete", "off");
    }
}

fn focused() -> Option<HtmlInputElement> {
    window()?.document()?.active_element()?.dyn_into().ok()
}

/// Types a digit into the field that has the focus, or takes the last one away.
pub fn press(digit: Option<char>) {
    let Some(field) = focused() else { return };
    let mut text = field.value();
    match digit {
        Some(digit) if field.max_length() < 0 || (text.len() as i32) < field.max_length() => {
            text.push(digit);
        }
        Some(_) => return,
        None => {
            text.pop();
        }
    }
    field.set_value(&text);
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &options) {
        let _ = field.dispatch_event(&event);
    }
}

/// Takes the focus from the field that has it; it then reports its change.
pub fn leave_field() {
    if let Some(field) = focused() {
        let options = web_sys::EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("change", &options) {
            let _ = field.dispatch_event(&event);
        }
        let _ = field.blur();
    }
}

/// Changes the text of the first element that matches.
pub fn set_text(selector: &str, text: &str) {
    let found =
        window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok()?);
    if let Some(element) = found {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute of the document, or takes it away.
pub fn mark(name: &str, value: Option<&str>) {
    let root = window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let Some(root) = root {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Loads the page anew without anything of the visitor: memory, storage, history, form.
pub fn begin_anew() {
    store::forget_visitor();
    location::begin_anew();
}

/// Tells a program on this machine that the page lives; whether anybody listens does not matter.
pub fn sign_of_life(state: &str, number: u32) {
    files::ping(format!("./alive?state={state}&n={number}"));
}

/// Tells a program on this machine what was counted: the browser forgets everything at every start.
pub fn tell_count(word: &str) {
    files::ping(format!("./count?what={word}"));
}

/// Asks a program on this machine to forget what it has counted.
pub fn forget_counts() {
    files::ping("./forget-counts".to_owned());
}

/// Under which name the windows of a browser agree on who of them is the stand.
const ONLY_ONE: &str = "sitz-und-stimme-stand";

fn locks() -> Option<JsValue> {
    property(&window()?.navigator(), "locks").filter(JsValue::is_object)
}

/// Asks to be the only stand of this browser until the page goes, and tells whether it is. Where windows
/// cannot agree on it, each of them is a stand.
pub fn be_the_only_one(tell: impl Fn(bool) + Clone + 'static) {
    let answer = tell.clone();
    let ask = || {
        let locks = locks()?;
        let request: Function = property(&locks, "request")?.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
        let held = Closure::once_into_js(move |lock: JsValue| {
            answer(!lock.is_null());
            // It is held until the page goes: one that is only put aside must not keep it.
            Promise::new(&mut |release, _| {
                if lock.is_null() {
                    let _ = release.call0(&JsValue::NULL);
                    return;
                }
                on("pagehide", move |_| {
                    let _ = release.call0(&JsValue::NULL);
                });
            })
        });
        let held = request.call3(&locks, &ONLY_ONE.into(), &options, &held).ok()?;
        held.dyn_into::<Promise>().ok()
    };
    let Some(held) = ask() else { return tell(true) };
    files::run(async move {
        if JsFuture::from(held).await.is_err() {
            tell(true);
        }
    });
}

/// Tells whether a window of this browser is the stand.
pub async fn somebody_is_it() -> bool {
    let ask = || {
        let locks = locks()?;
        let query: Function = property(&locks, "query")?.dyn_into().ok()?;
        query.call0(&locks).ok()?.dyn_into::<Promise>().ok()
    };
    let Some(asked) = ask() else { return false };
    let Ok(state) = JsFuture::from(asked).await else { return false };
    let held = property(&state, "held").unwrap_or_default();
    let is_it = |lock: JsValue| property(&lock, "name").is_some_and(|name| name == ONLY_ONE);
    Array::from(&held).iter().any(is_it)
}

/// Asks a program on this machine to close the browser.
pub fn ask_to_leave() {
    files::ping("./leave".to_owned());
}

/// Returns the part of the program's name that changes with every build.
pub fn build() -> Option<String> {
    let document = window()?.document()?;
    let link = document.query_selector("link[rel=modulepreload]").ok()??;
    let name = link.get_attribute("href")?;
    Some(name.rsplit('/').next()?.trim_end_matches(".js").to_owned())
}

/// Returns the size of the window in pixels of the page, and how many of the screen make one of them.
pub fn screen() -> String {
    let size = || {
        let window = window()?;
        let number = |name: &str| property(&window, name)?.as_f64();
        let (width, height) = (number("innerWidth")? as i32, number("innerHeight")? as i32);
        let tenths = (number("devicePixelRatio")? * 10.0) as i32;
        Some(format!("{width} × {height}, {}.{} : 1", tenths / 10, tenths % 10))
    };
    size().unwrap_or_default()
}

/// Tells whether the device has letters for a text, or draws the same box for each of them.
pub fn has_letters(text: &str) -> bool {
    let measure = || {
        let canvas = window()?.document()?.create_element("canvas").ok()?;
        let get: Function = property(&canvas, "getContext")?.dyn_into().ok()?;
        let context = get.call1(&canvas, &"2d".into()).ok()?;
        Reflect::set(&context, &"font".into(), &"64px system-ui, sans-serif".into()).ok()?;
        let measure: Function = property(&context, "measureText")?.dyn_into().ok()?;
        let width = |letter: &str| {
            let size = measure.call1(&context, &letter.into()).ok()?;
            property(&size, "width")?.as_f64()
        };
        // A place of Unicode that will never hold a letter.
        let none = width("\u{10fffe}")?;
        let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
        Some(letters.any(|letter| {
            width(letter.encode_utf8(&mut [0; 4])).is_some_and(|width| (width - none).abs() > 0.5)
        }))
    };
    measure().unwrap_or(true)
}

/// Under which the page notes how often it has broken down since it last ran for a while.
const FAILED: &str = "sitz-und-stimme-stand.failed";

/// Tells whether the page comes from a breakdown.
pub fn has_failed() -> bool {
    let times = || window()?.session_storage().ok()??.get_item(FAILED).ok()?;
    times().is_some()
}

/// Forgets that the page has broken down.
pub fn forget_failures() {
    if let Some(Ok(Some(session))) = window().map(|window| window.session_storage()) {
        let _ = session.remove_item(FAILED);
    }
}
