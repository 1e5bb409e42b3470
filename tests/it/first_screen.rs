//! The first screen stands in `index.html` and again in the app: the words must be the same, or
//! people see them change when the app takes over.

use crate::support::{public, root};
use serde_json::Value;
use sitz_und_stimme::domain::route::Route;

const SHARED: [&str; 5] = ["app.name", "home.title", "home.lead", "home.fit", "home.fit_note"];

fn messages(language: &str) -> Value {
    let text = public(&format!("messages/{language}.json")).expect("the messages are there");
    serde_json::from_str(&text).expect("the messages are JSON")
}

#[test]
fn says_what_the_home_page_says() {
    let html = std::fs::read_to_string(root().join("index.html")).unwrap().replace("&amp;", "&");
    for language in ["de", "en"] {
        let messages = messages(language);
        for key in SHARED {
            let text = messages[key].as_str().expect("a text");
            let shown = match (language, key) {
                ("de", _) | (_, "app.name") => format!(">{text}<"),
                _ => format!("data-en=\"{text}\""),
            };
            assert!(html.contains(&shown), "index.html does not say {shown} ({key})");
        }
    }
}

#[test]
fn warns_of_the_example_like_the_app() {
    let html = std::fs::read_to_string(root().join("index.html")).unwrap();
    for language in ["de", "en"] {
        let text = messages(language)["app.example"].as_str().unwrap().to_owned();
        let text = text.replace("{place}", "Musterstadt");
        assert!(html.contains(&text), "index.html does not say {text:?}");
    }
}

#[test]
fn leads_to_the_first_open_screen_of_the_assessment() {
    let html = std::fs::read_to_string(root().join("index.html")).unwrap();
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
