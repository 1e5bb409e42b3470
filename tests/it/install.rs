//! What a phone needs to put the page on its first screen.

use crate::support::root;
use serde_json::Value;
use std::fs;

fn manifest() -> Value {
    let text = fs::read_to_string(root().join("public/manifest.webmanifest")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Returns width and height of a PNG as its head says.
fn size(file: &str) -> String {
    let bytes = fs::read(root().join("public").join(file)).unwrap();
    assert_eq!(&bytes[1..4], b"PNG", "{file}");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    format!("{}x{}", number(16), number(20))
}

#[test]
fn pictures_have_the_sizes_that_are_told() {
    let manifest = manifest();
    let mut sizes = Vec::new();
    for picture in
        ["icons", "screenshots"].iter().flat_map(|kind| manifest[kind].as_array().unwrap())
    {
        let file = picture["src"].as_str().unwrap();
        assert_eq!(picture["sizes"], size(file), "{file}");
        sizes.push(picture["sizes"].as_str().unwrap().to_owned());
    }
    // What browsers ask for before they offer to install a page.
    for wanted in ["192x192", "512x512"] {
        assert!(sizes.iter().any(|size| size == wanted), "{wanted}");
    }
    assert!(manifest["icons"].as_array().unwrap().iter().any(|icon| icon["purpose"] == "maskable"));
    let page = fs::read_to_string(root().join("offline/page.js")).unwrap();
    assert!(page.contains("[\"manifest\", \"manifest.webmanifest\"]"));
    assert!(page.contains("[\"apple-touch-icon\", \"icons/180.png\"]"));
    assert_eq!(size("icons/180.png"), "180x180");
}

#[test]
fn an_installed_page_keeps_its_town() {
    // Without a start of its own the page that was installed is the start, with the pack in its address.
    let manifest = manifest();
    assert!(manifest.get("start_url").is_none());
    assert_eq!(manifest["scope"], "./");
}
