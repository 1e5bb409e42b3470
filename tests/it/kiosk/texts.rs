//! The texts of the stand: the same in every language that is shipped whole.

use crate::support::{root, whole_languages};
use serde_json::{Map, Value};
use sitz_und_stimme::domain::text::placeholders;

fn texts(tag: &str) -> Map<String, Value> {
    let file = root().join(format!("public/kiosk/texts/{tag}.json"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

#[test]
fn every_language_says_all_of_it_with_the_same_places() {
    let german = texts("de");
    for tag in whole_languages() {
        let own = texts(&tag);
        assert!(own.keys().eq(german.keys()), "{tag} has other keys than German");
        for (key, text) in &own {
            let (text, german) = (text.as_str().unwrap(), german[key].as_str().unwrap());
            assert!(!text.trim().is_empty(), "{tag}: {key} is empty");
            assert_eq!(placeholders(text), placeholders(german), "{tag}: {key}");
            assert!(!text.chars().any(sitz_und_stimme::domain::text::turns), "{tag}: {key}");
        }
    }
}

#[test]
fn the_headline_is_that_of_the_home_page() {
    for tag in whole_languages() {
        let file = root().join(format!("public/messages/{tag}.json"));
        let messages: Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(texts(&tag)["headline"], messages["home.title"], "{tag}");
    }
}

/// Every text is shown somewhere, and nothing is shown that is not there.
#[test]
fn texts_and_program_name_the_same_keys() {
    let mut program = String::new();
    for entry in std::fs::read_dir(root().join("src/ui/stand")).unwrap() {
        program += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let unused: Vec<String> = texts("de")
        .keys()
        .filter(|key| !program.contains(&format!("\"{key}\"")))
        .cloned()
        .collect();
    assert_eq!(unused, Vec::<String>::new());
    let said = program.split(".say(\"").skip(1).filter_map(|rest| rest.split('"').next());
    for key in said {
        assert!(texts("de").contains_key(key), "{key} is said, but no text has it");
    }
}
