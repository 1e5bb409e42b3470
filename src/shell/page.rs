//! The document around the app: language, title, focus, look, and the words between app and boot
//! guard.

use crate::domain::language::Language;
use crate::domain::settings::Settings;
use crate::domain::text::unmarked;
use crate::shell::clock;
use js_sys::{Function, Reflect};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CustomEvent, CustomEventInit, Document, Event, HtmlElement, HtmlInputElement, ScrollToOptions,
    window,
};

fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// Reports panics to the boot guard, which shows a way on in plain DOM: after a panic no view of
/// ours can be trusted.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        BROKEN.store(true, Ordering::Relaxed);
        let text = info.to_string();
        web_sys::console::error_1(&JsValue::from_str(&text));
        tell("app-panic", Some(&text));
    }));
}

/// Tells whether the program has panicked: its clocks may go on all the same.
pub fn has_broken() -> bool {
    BROKEN.load(Ordering::Relaxed)
}

static BROKEN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Where the focus goes when what had it is replaced; empty if nobody minds.
    static WISH: Cell<&'static str> = const { Cell::new("") };
}

/// Tells the boot guard that the app cannot start, and why.
pub fn report_failure(text: &str) {
    tell("app-failed", Some(text));
}

/// Removes the static first screen and tells the boot guard that the app runs.
pub fn ready() {
    if let Some(shell) = document().and_then(|d| d.get_element_by_id("shell")) {
        shell.remove();
    }
    if let Some(root) = root() {
        let _ = root.set_attribute("data-app", "ready");
    }
    tell("app-ready", None);
}

/// Asks the boot script to keep the page on the device.
pub fn keep() {
    tell("app-keep", None);
}

/// Asks the boot script to forget what it has noted for that.
pub fn forget() {
    tell("app-forget", None);
}

/// Calls `act` when another build of the page has come to the device and waits to be used.
pub fn on_update(act: impl Fn() + 'static) {
    if let Some(window) = window() {
        gloo_events::EventListener::new(&window, "app-update", move |_| act()).forget();
    }
}

/// Puts the build that waits in the place of this one, and loads the page anew.
pub fn take_update() {
    let take = || {
        let window = window()?;
        let boot = Reflect::get(&window, &"boot".into()).ok()?;
        let take: Function = Reflect::get(&boot, &"take".into()).ok()?.dyn_into().ok()?;
        take.call0(&boot).ok()
    };
    take();
}

fn tell(name: &str, detail: Option<&str>) {
    let init = CustomEventInit::new();
    init.set_detail(&detail.map_or(JsValue::NULL, JsValue::from_str));
    if let (Some(window), Ok(event)) =
        (window(), CustomEvent::new_with_event_init_dict(name, &init))
    {
        let _ = window.dispatch_event(&event);
    }
}

/// Returns the element into which the app is mounted.
pub fn mount_point() -> Option<HtmlElement> {
    document()?.get_element_by_id("app")?.dyn_into().ok()
}

/// Sets language and direction of the document.
pub fn set_language(language: &Language) {
    let Some(root) = root() else { return };
    for (name, value) in [("lang", language.tag.as_str()), ("dir", language.direction.word())] {
        // To be told the same again makes a browser lay out the whole page.
        if root.get_attribute(name).as_deref() != Some(value) {
            let _ = root.set_attribute(name, value);
        }
    }
}

/// Sets the title of the document.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(&unmarked(title));
    }
}

/// Applies text size, theme and contrast.
pub fn apply(settings: &Settings) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-text-size", settings.text_size.word());
        let _ = root.set_attribute("data-theme", settings.theme.word());
        let contrast = if settings.contrast { "more" } else { "normal" };
        let _ = root.set_attribute("data-contrast", contrast);
    }
}

/// After the page has been rendered, moves focus to its heading and scrolls to `scroll`.
pub fn arrive(scroll: f64) {
    clock::after(0, move || {
        focus("h1");
        scroll_to(scroll);
    });
}

/// Takes the focus away before the page is replaced: a browser that loses what has the focus lays out
/// everything at once, before it goes on. Fields keep it: they would report a change on a page that is gone.
pub fn leave() {
    let_go("h1, a, button");
}

/// Takes the focus from what has it, if it matches.
pub fn let_go(selector: &str) {
    // Not by `:focus`, which WebKit grants only while its window is in front.
    let active = document().and_then(|d| d.active_element());
    let active = active.filter(|element| element.matches(selector).unwrap_or(false));
    if let Some(element) = active.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Focuses the first element that matches, if what had the focus was replaced. Of several wishes at the same
/// time the heading is the one that gives way: it is where whoever did nothing is led.
pub fn keep_focus(selector: &'static str) {
    if selector != "h1" {
        WISH.set(selector);
    }
    clock::after(0, move || {
        let active = document().and_then(|d| d.active_element());
        let wish = WISH.replace("");
        if active.is_none_or(|element| element.tag_name() == "BODY") {
            focus(if wish.is_empty() { selector } else { wish });
        }
    });
}

/// Before the page is built anew in another language: lets the heading that is on screen, or comes next,
/// stay where it is, however long the texts above it are.
pub fn keep_place() {
    if !is_scrolled() {
        return;
    }
    let before = headings();
    let Some(shown) = before.iter().position(|top| *top > 0.0).or(before.len().checked_sub(1))
    else {
        return;
    };
    clock::after(0, move || {
        let after = headings();
        if let (Some(old), Some(new), Some(top)) = (before.get(shown), after.get(shown), scrolled())
            && before.len() == after.len()
        {
            scroll_to(top + new - old);
        }
    });
}

fn scrolled() -> Option<f64> {
    window()?.scroll_y().ok()
}

/// Tells whether the page is scrolled down.
pub fn is_scrolled() -> bool {
    scrolled().is_some_and(|top| top > 0.0)
}

/// Returns how far below the upper edge of the window each heading is.
fn headings() -> Vec<f64> {
    let found = document().and_then(|d| d.query_selector_all("main :is(h1, h2, h3)").ok());
    let node = |at| found.as_ref()?.item(at)?.dyn_into::<HtmlElement>().ok();
    (0..).map_while(node).map(|heading| heading.get_bounding_client_rect().top()).collect()
}

/// Focuses the first element that matches, without scrolling.
pub fn focus(selector: &str) {
    let found = document().and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Focuses the first element that matches and scrolls it into view, once it is there.
pub fn show(selector: &'static str) {
    clock::after(0, move || {
        focus(selector);
        let found = document().and_then(|d| d.query_selector(selector).ok().flatten());
        if let Some(element) = found {
            element.scroll_into_view();
        }
    });
}

/// Scrolls to a position at once.
pub fn scroll_to(top: f64) {
    if let Some(window) = window() {
        let options = ScrollToOptions::new();
        options.set_top(top);
        options.set_behavior(web_sys::ScrollBehavior::Instant);
        window.scroll_to_with_scroll_to_options(&options);
    }
}

/// Tells whether the person has asked the device for less motion.
pub fn wants_stillness() -> bool {
    let query = window().and_then(|w| w.match_media("(prefers-reduced-motion: reduce)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Tells whether a link to a calendar file leads into the calendar: so it is on iPhones and iPads, with a
/// connection. They take no calendar file that a page has made.
pub fn follows_calendar_links() -> bool {
    let follows = || {
        let navigator: JsValue = window()?.navigator().into();
        let get = |name: &str| js_sys::Reflect::get(&navigator, &name.into()).ok();
        let platform = get("platform")?.as_string()?;
        // An iPad calls itself a Macintosh, but no Macintosh can be touched.
        let touched = get("maxTouchPoints")?.as_f64().is_some_and(|points| points > 1.0);
        let apple = platform.starts_with("iP") || platform.starts_with("Mac") && touched;
        Some(apple && get("onLine")?.as_bool()?)
    };
    follows().unwrap_or(false)
}

/// Returns the languages that the browser asks for, most wanted first.
pub fn wished_languages() -> Vec<String> {
    let list = window().map(|w| w.navigator().languages());
    list.map(|l| l.iter().filter_map(|tag| tag.as_string()).collect()).unwrap_or_default()
}

/// Returns the value of the control that an event came from: an input, a menu, a field for notes.
pub fn value_of(event: &Event) -> String {
    let value = |target| js_sys::Reflect::get(&target, &"value".into()).ok()?.as_string();
    event.target().map(JsValue::from).and_then(value).unwrap_or_default()
}

/// Marks the element that an event came from.
pub fn mark(event: &Event, attribute: &str) {
    let target = event.target();
    if let Some(element) = target.as_ref().and_then(|t| t.dyn_ref::<HtmlElement>()) {
        let _ = element.set_attribute(attribute, "");
    }
}

/// Tells whether the checkbox that an event came from is checked.
pub fn is_checked(event: &Event) -> bool {
    let target = event.target();
    target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()).is_some_and(|i| i.checked())
}

/// Tells whether a key event presses what has the focus (Enter or space), and keeps the page from
/// scrolling by it.
pub fn presses(event: &Event) -> bool {
    let key = event.dyn_ref::<web_sys::KeyboardEvent>().map(|event| event.key());
    let presses = key.is_some_and(|key| key == "Enter" || key == " ");
    if presses {
        event.prevent_default();
    }
    presses
}

/// Returns the way an arrow key points: -1 to the left, 1 to the right; nothing for other keys.
pub fn arrow(event: &Event) -> Option<i32> {
    let event = event.dyn_ref::<web_sys::KeyboardEvent>()?;
    // With one of these the keys belong to the browser.
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowLeft" => Some(-1),
        "ArrowRight" => Some(1),
        _ => None,
    }
}

/// Tells whether the person has chosen to begin without what is stored.
pub fn is_without() -> bool {
    let boot = window().and_then(|window| Reflect::get(&window, &"boot".into()).ok());
    let without = boot.and_then(|boot| Reflect::get(&boot, &"without".into()).ok());
    without.is_some_and(|without| without.is_truthy())
}

/// Returns a number by chance, of at most 53 bits.
pub fn chance() -> u64 {
    (js_sys::Math::random() * (1_u64 << 53) as f64) as u64
}

/// Returns the value of an attribute `data-…` of the document's root element.
pub fn root_data(name: &str) -> Option<String> {
    root()?.get_attribute(&format!("data-{name}"))
}

/// Tells whether a click came from a pointer: a finger, a pen, a mouse. Keys make clicks, too.
pub fn is_tap(event: &Event) -> bool {
    event.dyn_ref::<web_sys::UiEvent>().is_some_and(|event| event.detail() > 0)
}

/// Tells whether the browser can hand something to other apps.
pub fn can_share() -> bool {
    window().is_some_and(|window| {
        js_sys::Reflect::get(&window.navigator(), &"share".into()).is_ok_and(|f| f.is_function())
    })
}

/// Lets the person choose an app for an address; whoever changes their mind has done nothing wrong.
pub async fn share(title: &str, address: &str) {
    let promise = || {
        let navigator = window()?.navigator();
        let share = js_sys::Reflect::get(&navigator, &"share".into()).ok()?;
        let share: js_sys::Function = share.dyn_into().ok()?;
        let data = js_sys::Object::new();
        js_sys::Reflect::set(&data, &"title".into(), &unmarked(title).into()).ok()?;
        js_sys::Reflect::set(&data, &"url".into(), &address.into()).ok()?;
        let promise: js_sys::Promise = share.call1(&navigator, &data).ok()?.dyn_into().ok()?;
        Some(promise)
    };
    if let Some(promise) = promise() {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
}

/// Copies a text to the clipboard, and tells whether that worked.
pub async fn copy(text: &str) -> bool {
    let promise = || {
        let navigator = window()?.navigator();
        // Only there in a secure context.
        let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
        let write = js_sys::Reflect::get(&clipboard, &"writeText".into()).ok()?;
        let write: js_sys::Function = write.dyn_into().ok()?;
        let promise: js_sys::Promise =
            write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()?;
        Some(promise)
    };
    match promise() {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// Selects the whole text of the field that an event came from.
pub fn select_all(event: &Event) {
    let target = event.target();
    if let Some(field) = target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>()) {
        field.select();
    }
}
