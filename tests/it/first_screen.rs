//! The first screen stands in `index.html` and again in the app: the words must be the same, or
//! people see them change when the app takes over.

use crate::support::{complete_languages, public, root};
use serde_json::Value;
use sitz_und_stimme::domain::route::Route;

/// Messages that the first screen shows while the app is fetched.
const SHARED: [&str; 6] =
    ["app.example", "home.title", "home.lead", "home.fit", "home.fit_note", "boot.title"];

fn messages(language: &str) -> Value {
    let text = public(&format!("messages/{language}.json")).expect("the messages are there");
    serde_json::from_str(&text).expect("the messages are JSON")
}

fn page() -> String {
    std::fs::read_to_string(root().join("index.html")).unwrap().replace("&amp;", "&")
}

/// The messages that elements of the page name, each with the German text that stands there.
fn named(html: &str) -> Vec<(&str, &str)> {
    let elements = html.split("data-text=\"").skip(1);
    elements
        .filter_map(|rest| {
            let (key, rest) = rest.split_once('"')?;
            let (_, rest) = rest.split_once('>')?;
            Some((key, rest.split('<').next()?))
        })
        .collect()
}

#[test]
fn says_what_the_home_page_says() {
    let (html, german) = (page(), messages("de"));
    let named = named(&html);
    for (key, shown) in &named {
        let text = german[*key].as_str().expect("a message").replace("{place}", "Musterstadt");
        assert_eq!(*shown, text, "{key}");
    }
    for key in SHARED {
        assert!(named.iter().any(|(other, _)| *other == key), "no element says {key}");
    }
    assert!(html.contains(&format!(">{}<", german["app.name"].as_str().unwrap())));
}

#[test]
fn every_language_says_what_stands_there_before_the_app_runs() {
    let html = page();
    for language in complete_languages() {
        let messages = messages(&language);
        for (key, _) in named(&html) {
            assert!(messages[key].is_string(), "{language}: {key}");
        }
    }
}

#[test]
fn leads_to_the_first_open_screen_of_the_assessment() {
    let html = page();
    let screen = html.find("hero__words").map_or("", |at| &html[at..]);
    let start = screen.split("<a ").find(|link| link.contains("button--primary"));
    let start = start.and_then(|link| link.split("</a>").next()).expect("a button");
    let href = start.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(href.and_then(Route::parse), Some(Route::FitNext));
    let german = messages("de");
    for key in ["home.fit", "home.fit_note"] {
        let text = german[key].as_str().expect("a text");
        assert!(start.contains(&format!(">{text}<")), "the button does not say {text:?}");
    }
}
