//! Recordings of a pack: every fault with its place, and what is offered where.

use crate::shelf::{Shelf, expect};
use crate::support::pack;
use serde_json::{Value, json};
use sitz_und_stimme::domain::media::{CAPTIONS, Kind, is_file, is_for, page, read};
use sitz_und_stimme::domain::route::Route;

fn audio() -> Value {
    json!({"id": "role_audio", "kind": "audio", "page": "/role/time", "lang": "de",
        "src": "media/role.mp3", "by": "Stadt Beispielstadt", "as_of": "2026-11-01"})
}

fn sign() -> Value {
    json!({"id": "home_sign", "kind": "sign", "page": "/", "lang": "de", "src": "media/home.mp4",
        "captions": "media/home.de.vtt", "by": "Stadt Beispielstadt", "as_of": "2026-11-01"})
}

const TOWN: &str = "packs/musterstadt/pack.json";

/// Returns the shelf with recordings in the pack of the town.
fn shelf(media: Value) -> Shelf {
    Shelf::default().edit(TOWN, |pack| pack["media"] = media)
}

#[test]
fn recordings_of_a_pack_are_read() {
    assert!(read(&pack("musterstadt")).is_empty(), "none is shipped");
    let shelf = shelf(json!([audio(), sign()]));
    assert_eq!(shelf.check("musterstadt"), Vec::new());
    let pack = shelf.read("musterstadt").pack.expect("a pack");
    let media = read(&pack);
    let [role, home] = media.as_slice() else { panic!("{media:?}") };
    assert_eq!((role.kind, role.src), (Kind::Audio, "media/role.mp3"));
    assert_eq!((role.page, home.page), ("/role/time", "/"));
    assert_eq!(home.captions, Some("media/home.de.vtt"));
    let table = [
        (role, "#/role/time", "de", true),
        (role, "#/role/time", "de-simple", false),
        (role, "#/role/time", "tr", false),
        (role, "#/role", "de", false),
        (home, "#/", "de", true),
        // Signs go with every German, but not with other languages: those may have signs of their own.
        (home, "#/", "de-simple", true),
        (home, "#/", "tr", false),
    ];
    for (medium, address, language, expected) in table {
        let page = Route::parse(address).expect("a route");
        assert_eq!(is_for(medium, &page, language), expected, "{} {address} {language}", medium.id);
    }
}

#[test]
fn a_town_lays_its_recordings_over_those_of_its_state() {
    let mut own = audio();
    own["src"] = json!("media/own.mp3");
    let shelf = shelf(json!([own])).edit("packs/nrw/pack.json", |pack| {
        pack["media"] = json!([audio(), sign()]);
    });
    let pack = shelf.read("musterstadt").pack.expect("a pack");
    let media = read(&pack);
    let files: Vec<&str> = media.iter().map(|medium| medium.src).collect();
    assert_eq!(files, ["media/own.mp3", "media/home.mp4"]);
}

/// What is wrong: where, words of the sentence, and how to make it so.
type Fault = (&'static str, &'static str, fn(&mut Value));

const FAULTS: [Fault; 22] = [
    ("", "\"colour\" is not known", |m| m["colour"] = json!(1)),
    ("", "\"id\" is missing", |m| m["id"] = json!(null)),
    ("/id", "not a valid id", |m| m["id"] = json!("Ein Film")),
    ("/kind", "not one of: audio, sign", |m| m["kind"] = json!("film")),
    ("", "\"page\" is missing", |m| m["page"] = json!(null)),
    ("/page", "no address", |m| m["page"] = json!("#/")),
    ("/page", "no address", |m| m["page"] = json!("/nowhere")),
    ("/page", "no address", |m| m["page"] = json!("/open/abc")),
    ("/page", "no address", |m| m["page"] = json!("https://example.org/")),
    ("/page", "no page", |m| m["page"] = json!("/quiz/nothing")),
    ("/page", "no page", |m| m["page"] = json!("/role/nothing")),
    ("/page", "no page", |m| m["page"] = json!("/path/nothing")),
    ("/page", "no page", |m| m["page"] = json!("/fit/nothing")),
    ("/lang", "no language \"eo\"", |m| m["lang"] = json!("eo")),
    ("/src", "path of a file", |m| m["src"] = json!("https://example.org/a.mp4")),
    ("/src", "path of a file", |m| m["src"] = json!("../a.mp4")),
    ("/src", "must end with one of: .mp4, .webm", |m| m["src"] = json!("media/a.mp3")),
    ("/src", "A text is expected", |m| m["src"] = json!(7)),
    ("/captions", "must end with one of: .vtt", |m| m["captions"] = json!("media/a.srt")),
    ("", "needs \"captions\"", |m| m["captions"] = json!(null)),
    ("/as_of", "not a date", |m| m["as_of"] = json!("2026")),
    ("", "\"by\" is missing", |m| m["by"] = json!(null)),
];

#[test]
fn every_fault_has_its_place() {
    for (pointer, words, change) in FAULTS {
        let mut medium = sign();
        change(&mut medium);
        let shelf = shelf(json!([audio(), medium.clone()]));
        expect(&shelf.check("musterstadt"), &format!("{TOWN}#/media/1{pointer}"), words);
        // The page works all the same, without what cannot be trusted.
        let reading = shelf.read("musterstadt");
        assert!(!reading.has_errors(), "{medium}");
        let pack = reading.pack.expect("a pack");
        let offered = read(&pack);
        assert!(offered.iter().any(|medium| medium.id == "role_audio"), "{offered:?}");
        for file in offered.iter().flat_map(|medium| [Some(medium.src), medium.captions]) {
            assert!(file.is_none_or(|file| is_file(file, &[""])), "{file:?}");
        }
    }
    let places = ["/media", "/media/0"];
    for (media, place) in [json!("files"), json!([7])].into_iter().zip(places) {
        let shelf = shelf(media);
        expect(&shelf.check("musterstadt"), &format!("{TOWN}#{place}"), "is expected here");
        assert!(read(&shelf.read("musterstadt").pack.expect("a pack")).is_empty());
    }
}

#[test]
fn files_stay_inside_the_app() {
    for path in ["media/a.vtt", "a.vtt", "media/2026/A-b_c.1.vtt"] {
        assert!(is_file(path, CAPTIONS), "{path}");
    }
    let long = format!("{}.vtt", "a".repeat(200));
    for path in [
        "", "/a.vtt", "../a.vtt", "a/../b.vtt", "a//b.vtt", "./a.vtt", ".a.vtt", "a/.b/c.vtt",
        "https://a.org/b.vtt", "data:text/vtt,.vtt", "a b.vtt", "a\\b.vtt", "a%2e%2e/b.vtt",
        "a?b.vtt", "a#b.vtt", "ä.vtt", "a.mp3", &long,
    ] {
        assert!(!is_file(path, CAPTIONS), "{path}");
    }
    assert_eq!(page("/events"), Some(Route::Events));
    for address in ["", "events", "#/events", "/quiz", "/fit/next", "/compare/abc", "/events/km=5"]
    {
        assert_eq!(page(address), None, "{address}");
    }
}
