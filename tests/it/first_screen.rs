//! The first screen stands in `index.html` and again in the app: the words must be the same, or
//! people see them change when the app takes over.

use crate::support::{public, root};
use serde_json::Value;

const SHARED: [&str; 5] = ["app.name", "home.title", "home.lead", "home.start", "home.start_note"];

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
