//! The wiring of the page in a real document: names, focus, titles, language, notices.
//!
//! The files that the app would fetch lie in the document, as they do in the edition that is one
//! file. The app is started once and walked through by its address, as a person would.

#![cfg(target_arch = "wasm32")]

use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed;
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::ui;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, Event, EventInit, HtmlElement, window};

wasm_bindgen_test_configure!(run_in_browser);

const FILES: [(&str, &str); 13] = [
    ("messages/languages.json", include_str!("../public/messages/languages.json")),
    ("messages/de.json", include_str!("../public/messages/de.json")),
    ("messages/en.json", include_str!("../public/messages/en.json")),
    ("packs/musterstadt/pack.json", include_str!("../public/packs/musterstadt/pack.json")),
    ("packs/nrw/pack.json", include_str!("../public/packs/nrw/pack.json")),
    ("packs/nrw/de.json", include_str!("../public/packs/nrw/de.json")),
    ("packs/nrw/en.json", include_str!("../public/packs/nrw/en.json")),
    ("packs/nrw/role.json", include_str!("../public/packs/nrw/role.json")),
    ("packs/nrw/role.de.json", include_str!("../public/packs/nrw/role.de.json")),
    ("packs/nrw/role.en.json", include_str!("../public/packs/nrw/role.en.json")),
    ("packs/nrw/way.json", include_str!("../public/packs/nrw/way.json")),
    ("packs/nrw/way.de.json", include_str!("../public/packs/nrw/way.de.json")),
    ("packs/nrw/way.en.json", include_str!("../public/packs/nrw/way.en.json")),
];

/// The events of the pack; the build makes a feed of them.
const EVENTS: &str = include_str!("../public/events/musterstadt.json");

fn document() -> Document {
    window().unwrap().document().unwrap()
}

fn find(selector: &str) -> Element {
    let found = document().query_selector(selector).unwrap();
    found.unwrap_or_else(|| panic!("there is no {selector}"))
}

fn text(selector: &str) -> String {
    find(selector).text_content().unwrap()
}

async fn pause(millis: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        let window = window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until `holds`; fails with `what` after five seconds.
async fn wait(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..100 {
        if holds() {
            return;
        }
        pause(50).await;
    }
    panic!("not within five seconds: {what}");
}

async fn go(route: &str) {
    window().unwrap().location().set_hash(route).unwrap();
    pause(60).await;
}

/// Starts the app in a document that holds its files.
async fn start() {
    let root = document().document_element().unwrap();
    root.set_attribute("data-pack", "musterstadt").unwrap();
    let body = document().body().unwrap();
    let today = Date::parse("2026-11-22").unwrap();
    let feed = feed::write("musterstadt", EVENTS, today, true, &[], &Problems::default()).unwrap();
    let feed = feed.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    for (path, text) in FILES.into_iter().chain(feed) {
        let file = document().create_element("script").unwrap();
        file.set_attribute("type", "application/json").unwrap();
        file.set_attribute("data-file", path).unwrap();
        file.set_text_content(Some(text));
        body.append_child(&file).unwrap();
    }
    let shell = document().create_element("div").unwrap();
    shell.set_id("shell");
    body.append_child(&shell).unwrap();
    let place = document().create_element("div").unwrap();
    place.set_id("app");
    body.append_child(&place).unwrap();
    window().unwrap().local_storage().unwrap().unwrap().clear().unwrap();
    ui::start();
    let ready = || document().document_element().unwrap().has_attribute("data-app");
    wait("the app is ready", ready).await;
}

/// One walk, because an app is started once in a document.
#[wasm_bindgen_test]
async fn the_page_is_wired() {
    start().await;
    assert!(document().get_element_by_id("shell").is_none(), "the first screen is still there");
    choose_language("de").await;
    landmarks();
    routes_move_focus_and_title().await;
    questions_are_native_groups().await;
    answers_lead_on_and_are_stored().await;
    language_changes_in_place().await;
    terms_open_in_place().await;
}

fn landmarks() {
    for one in ["main", "header", "nav[aria-label]", "footer", "h1", "a.skip"] {
        let count = document().query_selector_all(one).unwrap().length();
        assert_eq!(count, 1, "{one}");
    }
    assert_eq!(find("#notices").get_attribute("role").as_deref(), Some("status"));
    assert_eq!(find("nav [aria-current=page]").get_attribute("href").as_deref(), Some("#/"));
}

async fn routes_move_focus_and_title() {
    let home = document().title();
    go("#/role").await;
    wait("the role has the focus", || {
        document().active_element().is_some_and(|e| e.tag_name() == "H1")
    })
    .await;
    assert_eq!(text("h1"), "Die Aufgabe");
    assert!(document().title().starts_with("Die Aufgabe"), "{}", document().title());
    assert_ne!(document().title(), home);
    // A fragment that is no route stays where it is.
    go("#main").await;
    assert_eq!(text("h1"), "Die Aufgabe");
    go("#/nothing/at/all").await;
    assert_eq!(text("h1"), "Diese Seite gibt es nicht.");
}

async fn questions_are_native_groups() {
    go("#/quiz").await;
    assert_eq!(find("form").get_attribute("data-question").as_deref(), Some("born"));
    assert_eq!(find("fieldset > legend").text_content(), find("h1").text_content());
    let year = find("input[name=year]");
    assert_eq!(year.closest("label").unwrap().unwrap().text_content().unwrap().trim(), "Jahr");
    // Nothing is stored by looking.
    assert_eq!(stored_keys(), Vec::<String>::new());
    click("button[type=submit]").await;
    assert_eq!(find("#fault").get_attribute("role").as_deref(), Some("alert"));
    assert_eq!(text("#fault"), "Bitte gib das Jahr an.");
}

async fn answers_lead_on_and_are_stored() {
    type_into("input[name=year]", "1990").await;
    assert_eq!(text("#fault"), "", "the fault stays although it was mended");
    click("button[type=submit]").await;
    wait("the next question", || {
        document().query_selector("form[data-question=home]").unwrap().is_some()
    })
    .await;
    assert_eq!(stored_keys(), ["sitz-und-stimme.answers.nrw"]);
    let radios = document().query_selector_all("fieldset input[type=radio][name=answer]").unwrap();
    assert!(radios.length() >= 2, "{} options", radios.length());
    click("input[value=none]").await;
    let input: web_sys::HtmlInputElement = find("input[value=none]").dyn_into().unwrap();
    assert!(input.checked());
}

async fn language_changes_in_place() {
    let german = text("h1");
    choose_language("en").await;
    assert_ne!(text("h1"), german);
    let root = document().document_element().unwrap();
    assert_eq!(root.get_attribute("dir").as_deref(), Some("ltr"));
    // What was chosen but not yet given stays chosen.
    let input: web_sys::HtmlInputElement = find("input[value=none]").dyn_into().unwrap();
    assert!(input.checked(), "the choice was lost with the language");
    choose_language("de").await;
}

async fn terms_open_in_place() {
    let term = find(".term");
    assert_eq!(term.get_attribute("aria-expanded").as_deref(), Some("false"));
    click(".term").await;
    assert_eq!(find(".term").get_attribute("aria-expanded").as_deref(), Some("true"));
    assert!(!text(".term__box").trim().is_empty());
    click(".term").await;
    assert!(document().query_selector(".term__box").unwrap().is_none());
}

async fn choose_language(tag: &str) {
    let menu: web_sys::HtmlSelectElement = find("#language").dyn_into().unwrap();
    menu.set_value(tag);
    send(&menu, "change");
    wait("the language is there", || {
        document().document_element().unwrap().get_attribute("lang").as_deref() == Some(tag)
    })
    .await;
    pause(60).await;
}

async fn click(selector: &str) {
    find(selector).dyn_into::<HtmlElement>().unwrap().click();
    pause(60).await;
}

async fn type_into(selector: &str, text: &str) {
    let input: web_sys::HtmlInputElement = find(selector).dyn_into().unwrap();
    input.set_value(text);
    send(&input, "input");
    pause(60).await;
}

fn send(target: &Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict(name, &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

fn stored_keys() -> Vec<String> {
    let storage = window().unwrap().local_storage().unwrap().unwrap();
    let keys = (0..storage.length().unwrap()).map(|i| storage.key(i).unwrap().unwrap());
    // The language was chosen by the test itself.
    let mut keys: Vec<String> = keys.filter(|key| !key.ends_with(".settings")).collect();
    keys.sort();
    keys
}
