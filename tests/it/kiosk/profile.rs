//! Profiles: everything is read, every fault is reported at its place, and a stand always starts.

use crate::shelf::Shelf;
use crate::support::{Die, languages, public, root, shipped, whole_languages};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::kiosk::{Idle, Night, Offer, Profile, read};
use sitz_und_stimme::domain::language::Language;

const FILE: &str = "kiosk/foyer.json";

/// A profile that says something about every field.
fn full() -> Value {
    json!({
        "format": 1,
        "pack": "musterstadt",
        "languages": ["tr", "de", "ar"],
        "idle": {"page": 60, "question": 120, "warning": 20},
        "offers": ["events", "check"],
        "printer": true,
        "address": "https://example.org/sitz-und-stimme/",
        "night": {"from": "20:30", "to": "07:05"},
        "code": "31415926",
        "watchdog": true
    })
}

fn settings() -> Profile {
    Profile {
        pack: Some("musterstadt".to_owned()),
        languages: ["tr", "de", "ar"].map(str::to_owned).to_vec(),
        idle: Idle { page: 60, question: 120, warning: 20 },
        offers: vec![Offer::Events, Offer::Check],
        printer: true,
        address: Some("https://example.org/sitz-und-stimme/".to_owned()),
        night: Some(Night { from: 20 * 60 + 30, to: 7 * 60 + 5 }),
        code: "31415926".to_owned(),
        watchdog: true,
    }
}

#[test]
fn every_field_is_read() {
    assert_eq!(read(FILE, &full().to_string()), (settings(), Vec::new()));
}

#[test]
fn what_is_left_out_has_a_default() {
    let (profile, problems) = read(FILE, r#"{"format": 1, "code": "2749", "night": null}"#);
    assert_eq!(problems, Vec::new());
    let expected = Profile {
        pack: None,
        languages: Vec::new(),
        idle: Idle { page: 90, question: 180, warning: 30 },
        offers: Vec::new(),
        printer: false,
        address: None,
        night: None,
        code: "2749".to_owned(),
        watchdog: false,
    };
    assert_eq!(profile, expected);
    for (_, offer) in Offer::WORDS {
        assert!(profile.offers(offer), "{offer:?}");
        assert_eq!(settings().offers(offer), [Offer::Events, Offer::Check].contains(&offer));
    }
    let (listed, _) = read(FILE, r#"{"format":1,"code":"2749","languages":[],"offers":[]}"#);
    assert_eq!(listed, expected, "an empty list leaves the choice to the app");
}

/// What becomes of the profile when one field is something else.
struct Case {
    pointer: &'static str,
    set: Value,
    /// Where the problem is reported, and a word of it; a warning begins with `?`.
    place: &'static str,
    word: &'static str,
    left: fn(&mut Profile),
}

fn case(
    pointer: &'static str,
    set: Value,
    place: &'static str,
    word: &'static str,
    left: fn(&mut Profile),
) -> Case {
    Case { pointer, set, place, word, left }
}

fn cases() -> Vec<Case> {
    fn same(_: &mut Profile) {}
    fn no_address(profile: &mut Profile) {
        profile.address = None;
    }
    fn no_night(profile: &mut Profile) {
        profile.night = None;
    }
    fn no_code(profile: &mut Profile) {
        profile.code = "0000".to_owned();
    }
    fn no_pack(profile: &mut Profile) {
        profile.pack = None;
    }
    let long = format!("https://example.org/{}", "a".repeat(101));
    vec![
        case("/format", json!(2), "/format", "1 is expected", same),
        case("/format", json!("1"), "/format", "1 is expected", same),
        case("/format", json!(null), "", "\"format\" is missing", same),
        case("/colour", json!("red"), "", "\"colour\" is not known", same),
        case("/@", json!("x"), "", "\"@\" is not known", same),
        case("/pack", json!("Musterstadt"), "/pack", "not a valid id", no_pack),
        case("/pack", json!("../secret"), "/pack", "not a valid id", no_pack),
        case("/pack", json!(7), "/pack", "A text is expected", no_pack),
        case("/languages", json!("de"), "/languages", "A list", |p| p.languages.clear()),
        case("/languages/1", json!("DE"), "/languages/1", "not a valid id", |p| {
            p.languages.remove(1);
        }),
        case("/languages/1", json!({}), "/languages/1", "A text is expected", |p| {
            p.languages.remove(1);
        }),
        case("/languages/2", json!("tr"), "/languages/2", "twice", |p| p.languages.truncate(2)),
        case("/idle", json!(90), "/idle", "An object", |p| p.idle = Idle::default()),
        case("/idle/pause", json!(90), "/idle", "\"pause\" is not known", same),
        case("/idle/page", json!(29), "/idle/page", "30 to 900", |p| p.idle.page = 90),
        case("/idle/page", json!(-30), "/idle/page", "30 to 900", |p| p.idle.page = 90),
        case("/idle/page", json!(45.5), "/idle/page", "whole number", |p| p.idle.page = 90),
        case("/idle/page", json!("60"), "/idle/page", "whole number", |p| p.idle.page = 90),
        case("/idle/page", json!(121), "/idle", "?has less time", |p| p.idle.page = 121),
        case("/idle/question", json!(29), "/idle/question", "30 to 1800", |p| {
            p.idle.question = 180
        }),
        case("/idle/question", json!(1801), "/idle/question", "30 to 1800", |p| {
            p.idle.question = 180
        }),
        case("/idle/question", json!(59), "/idle", "?has less time", |p| p.idle.question = 59),
        case("/idle/warning", json!(19), "/idle/warning", "20 to 120", |p| p.idle.warning = 30),
        case("/idle/warning", json!(121), "/idle/warning", "20 to 120", |p| p.idle.warning = 30),
        case("/idle/warning", json!(u64::MAX), "/idle/warning", "20 to 120", |p| {
            p.idle.warning = 30
        }),
        case("/offers", json!({}), "/offers", "A list", |p| p.offers.clear()),
        case("/offers/0", json!("quiz"), "/offers/0", "is not one of: check, fit, role", |p| {
            p.offers.remove(0);
        }),
        case("/offers/1", json!("events"), "/offers/1", "twice", |p| p.offers.truncate(1)),
        case("/printer", json!("yes"), "/printer", "true or false", |p| p.printer = false),
        case("/watchdog", json!(1), "/watchdog", "true or false", |p| p.watchdog = false),
        case("/address", json!("example.org"), "/address", "must begin with https://", no_address),
        case("/address", json!("javascript:alert(1)"), "/address", "must begin", no_address),
        case("/address", json!("https://"), "/address", "must begin", no_address),
        case("/address", json!("https:///a"), "/address", "must begin", no_address),
        case("/address", json!("https://a b"), "/address", "no spaces", no_address),
        case("/address", json!("https://a.de/\n"), "/address", "no spaces", no_address),
        case("/address", json!("https://a.de/?x=1"), "/address", "no ?, #", no_address),
        case("/address", json!("https://a.de/#/quiz"), "/address", "no ?, #", no_address),
        case("/address", json!("https://town@evil.example/"), "/address", "@", no_address),
        case("/address", json!(long), "/address", "longer than 120", no_address),
        case("/address", json!(["https://a.de/"]), "/address", "A text", no_address),
        case("/address", json!("http://localhost:8080/"), "/address", "?a phone cannot", |p| {
            p.address = Some("http://localhost:8080/".to_owned());
        }),
        case("/address", json!("http://127.0.0.1/a/"), "/address", "?a phone cannot", |p| {
            p.address = Some("http://127.0.0.1/a/".to_owned());
        }),
        case("/night", json!("20-7"), "/night", "An object", no_night),
        case("/night/from", json!("24:00"), "/night/from", "write HH:MM", no_night),
        case("/night/from", json!("8:00"), "/night/from", "write HH:MM", no_night),
        case("/night/to", json!(7), "/night/to", "A text", no_night),
        case("/night/to", json!(null), "/night", "\"to\" is missing", no_night),
        case("/night/to", json!("20:30"), "/night", "no minute", no_night),
        case("/night/at", json!("20:30"), "/night", "\"at\" is not known", same),
        case("/code", json!(null), "", "?opens with 0000", no_code),
        case("/code", json!("0000"), "/code", "?anybody tries", no_code),
        case("/code", json!("123"), "/code", "4 to 8 digits", no_code),
        case("/code", json!("123456789"), "/code", "4 to 8 digits", no_code),
        case("/code", json!("12a4"), "/code", "4 to 8 digits", no_code),
        case("/code", json!("٤٧١١"), "/code", "4 to 8 digits", no_code),
        case("/code", json!(" 4711"), "/code", "4 to 8 digits", no_code),
        case("/code", json!(""), "/code", "4 to 8 digits", no_code),
        case("/code", json!(4711), "/code", "A text is expected", no_code),
    ]
}

/// Puts a value into a profile; a field that is not there is made.
fn set(profile: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match profile.pointer_mut(parent).expect("the place is in the profile") {
        Value::Array(list) => list[key.parse::<usize>().expect("a number")] = value,
        parent => parent[key] = value,
    }
}

#[test]
fn every_fault_is_reported_at_its_place_and_costs_only_its_field() {
    for Case { pointer, set: value, place, word, left } in cases() {
        let mut text = full();
        set(&mut text, pointer, value);
        let (profile, problems) = read(FILE, &text.to_string());
        let mut expected = settings();
        left(&mut expected);
        assert_eq!(profile, expected, "{text}");
        let (warning, word) = word.strip_prefix('?').map_or((false, word), |word| (true, word));
        let fits = problems.iter().filter(|problem| {
            problem.file == FILE
                && problem.pointer == place
                && problem.sentence.contains(word)
                && problem.is_error() != warning
        });
        assert_eq!((fits.count(), problems.len()), (1, 1), "{pointer}, {word}: {problems:?}");
    }
}

#[test]
fn two_faults_are_two_problems() {
    let cases = cases();
    for (at, one) in cases.iter().enumerate() {
        for other in &cases[at + 1..] {
            // Fields of their own on both sides.
            let top = |pointer: &str| pointer.split('/').nth(1).map(str::to_owned);
            let marks = one.pointer == "/@" || other.pointer == "/@";
            if marks || top(one.pointer) == top(other.pointer) {
                continue;
            }
            let mut text = full();
            set(&mut text, one.pointer, one.set.clone());
            set(&mut text, other.pointer, other.set.clone());
            let (profile, problems) = read(FILE, &text.to_string());
            let mut expected = settings();
            (one.left)(&mut expected);
            (other.left)(&mut expected);
            assert_eq!(profile, expected, "{text}");
            assert_eq!(problems.len(), 2, "{text}: {problems:?}");
        }
    }
}

#[test]
fn what_is_no_profile_gives_the_defaults_and_one_problem() {
    let long = format!("{{\"format\": 1, \"code\": \"2749\"{}}}", " ".repeat(20_000));
    let deep = "[".repeat(10_000);
    for text in
        ["", " ", "null", "7", "[]", "\"x\"", "{", "{\"format\": 1,}", "<html>", &long, &deep]
    {
        let (profile, problems) = read(FILE, text);
        assert_eq!(profile, Profile::default(), "{text:.40}");
        assert_eq!(problems.len(), 1, "{text:.40}: {problems:?}");
        assert!(problems[0].is_error() && problems[0].file == FILE);
    }
    assert_eq!(Profile::default().code, "0000");
}

#[test]
fn a_byte_order_mark_and_invisible_marks_do_no_harm() {
    let (profile, problems) = read(FILE, &format!("\u{feff}{}", full()));
    assert_eq!((profile, problems), (settings(), Vec::new()));
    let mut text = full();
    text["code"] = json!("3141\u{200f}5926");
    let (profile, problems) = read(FILE, &text.to_string());
    assert_eq!(profile, settings());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].pointer, "/code");
}

/// Holds what must be true of every profile, so that a stand with it works.
#[track_caller]
fn check_sound(profile: &Profile, text: &str) {
    let Idle { page, question, warning } = profile.idle;
    assert!((30..=900).contains(&page) && (30..=1_800).contains(&question), "{text}");
    assert!((20..=120).contains(&warning), "{text}");
    let code = &profile.code;
    assert!((4..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()), "{text}");
    if let Some(night) = profile.night {
        assert!(night.from < 1_440 && night.to < 1_440 && night.from != night.to, "{text}");
    }
    if let Some(address) = &profile.address {
        assert!(address.starts_with("https://") || address.starts_with("http://"), "{text}");
        assert!(!address.contains(['?', '#', '@', '"', '<', ' ']), "{text}");
    }
}

#[test]
fn a_profile_with_flipped_bytes_still_makes_a_stand() {
    let (text, mut die) = (shipped(FILE), Die::new(4_711));
    let whole = read(FILE, &text).0;
    let mut damaged = 0;
    for round in 0..20_000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=round % 3 {
            let at = die.below(bytes.len());
            bytes[at] ^= 1 << die.below(8);
        }
        let text = String::from_utf8_lossy(&bytes);
        let (profile, problems) = read(FILE, &text);
        check_sound(&profile, &text);
        damaged += usize::from(!problems.is_empty());
        assert!(problems.iter().all(|p| p.file == FILE && !p.sentence.is_empty()));
        // What has no problem differs at most by values that may be so.
        if problems.is_empty() {
            assert_eq!(profile.printer, whole.printer, "{text}");
            assert_eq!(profile.watchdog, whole.watchdog, "{text}");
        }
    }
    assert!((10_000..20_000).contains(&damaged), "{damaged}");
}

#[test]
fn a_profile_cut_anywhere_is_survived() {
    let text = shipped(FILE);
    let end = text.trim_end().len();
    for (at, _) in text.char_indices().filter(|(at, _)| *at < end) {
        let (profile, problems) = read(FILE, &text[..at]);
        assert_eq!((profile, problems.len()), (Profile::default(), 1), "cut at {at}");
    }
}

#[test]
fn any_value_anywhere_is_survived() {
    let mut die = Die::new(2_030);
    let fields =
        ["format", "pack", "languages", "idle", "offers", "address", "night", "code", "@", "x"];
    let inside = ["page", "question", "warning", "from", "to", "@page", ""];
    for _ in 0..5_000 {
        let some = |die: &mut Die| match die.below(9) {
            0 => json!(null),
            1 => json!(die.roll()),
            2 => json!(die.text(12)),
            3 => json!([die.text(3), "de", die.below(100), null, ["fit"]]),
            4 => json!({*die.pick(&inside): die.text(5), *die.pick(&inside): die.below(2_000)}),
            5 => json!({"from": "23:59", "to": *die.pick(&["00:00", "23:59", "2:1"])}),
            6 => json!(*die.pick(&["1234", "fit", "https://a.de", "http://[::1]/", "de"])),
            7 => json!(-0.5),
            _ => json!(die.below(2) == 0),
        };
        let mut value = full();
        for _ in 0..=die.below(4) {
            let field = *die.pick(&fields);
            value[field] = some(&mut die);
        }
        let text = value.to_string();
        let (profile, problems) = read(FILE, &text);
        check_sound(&profile, &text);
        assert!(problems.len() < 30, "{text}: {problems:?}");
    }
}

#[test]
fn the_night_may_pass_midnight() {
    let minutes = |from: u16, to: u16| -> Vec<u16> {
        (0..1_440).filter(|minute| Night { from, to }.is_night(*minute)).collect()
    };
    assert_eq!(minutes(60, 63), [60, 61, 62]);
    assert_eq!(minutes(1_438, 2), [0, 1, 1_438, 1_439]);
    assert_eq!(minutes(1_439, 0), [1_439]);
    assert_eq!(minutes(0, 1), [0]);
    assert_eq!(minutes(5, 4).len(), 1_439, "all but one minute");
    assert_eq!(minutes(4, 5), [4]);
    let mut die = Die::new(7);
    for _ in 0..300 {
        let (from, to) = (die.below(1_440) as u16, die.below(1_440) as u16);
        if from == to {
            continue;
        }
        let night = minutes(from, to);
        let length = (1_440 + to - from) % 1_440;
        assert_eq!(night.len(), usize::from(length), "{from} to {to}");
        assert!(night.contains(&from) && !night.contains(&to));
        // Day and night share the day.
        assert_eq!(minutes(to, from).len(), 1_440 - night.len());
    }
    assert!(settings().is_night(23 * 60) && !settings().is_night(12 * 60));
    assert!(!Profile::default().is_night(0));
}

fn shipped_languages() -> Vec<Language> {
    audit::languages(&public, &Problems::default())
}

#[test]
fn tiles_stand_in_the_order_of_the_profile() {
    let all = shipped_languages();
    let tags = |profile: &Profile| -> Vec<String> {
        profile.tiles(&all).iter().map(|language| language.tag.clone()).collect()
    };
    assert_eq!(tags(&settings()), ["tr", "de", "ar"]);
    assert_eq!(tags(&Profile::default()), languages());
    let listed = |list: &[&str]| {
        let languages = list.iter().map(|tag| (*tag).to_owned()).collect();
        tags(&Profile { languages, ..Profile::default() })
    };
    assert_eq!(listed(&["xx", "uk", "zz"]), ["uk"]);
    assert_eq!(listed(&["xx"]), languages(), "a stand without any language helps nobody");
}

#[test]
fn every_shipped_profile_is_without_fault() {
    let folder = std::fs::read_dir(root().join("public/kiosk")).expect("the profiles");
    let mut names: Vec<String> = folder
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        // The texts of the stand are in a folder beside them.
        .filter(|name| name != "texts")
        .collect();
    names.sort();
    assert!(names.contains(&"foyer.json".to_owned()), "{names:?}");
    for name in names {
        let name = name.strip_suffix(".json").expect("only profiles");
        assert_eq!(audit::check_stand(name, &public), Vec::new(), "{name}");
    }
    let (profile, _) = read(FILE, &shipped(FILE));
    let order = ["de", "tr", "ar", "en", "ru", "pl", "it", "uk", "fr", "de-simple"];
    assert_eq!(profile.languages, order);
    // A language that is there in part is not offered to strangers.
    assert_eq!(profile.languages.len(), whole_languages().len());
    assert_eq!(profile.pack.as_deref(), Some("musterstadt"));
    assert_eq!(profile.idle, Idle { page: 90, question: 180, warning: 30 });
    assert_eq!(profile.night, Some(Night { from: 20 * 60, to: 7 * 60 }));
    assert_eq!((profile.printer, profile.address, profile.watchdog), (false, None, false));
}

#[test]
fn the_guide_shows_a_profile_without_fault_and_every_field() {
    let guide = std::fs::read_to_string(root().join("docs/kiosk.md")).expect("the guide");
    let example = guide.split("```json").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("an example");
    let (profile, problems) = read("kiosk/example.json", example);
    assert_eq!(problems, Vec::new());
    assert!(profile.address.is_some() && profile.night.is_some());
    let value: Value = serde_json::from_str(example).expect("JSON");
    let fields = value.as_object().expect("an object").keys();
    assert!(fields.clone().eq(full().as_object().expect("an object").keys()));
    for field in fields {
        let row = if field == "idle" { "| `idle.page` |" } else { &format!("| `{field}` |") };
        assert!(guide.contains(row), "the guide has no row for {field}");
    }
    // The code of the example is no secret, and the guide says so.
    assert!(guide.contains(&format!("`{}` is an example", read(FILE, &shipped(FILE)).0.code)));
}

#[test]
fn the_check_names_packs_and_languages_that_are_not_there() {
    let check = |change: fn(&mut Value)| -> Vec<String> {
        let problems = Shelf::default().edit(FILE, change).check_stand("foyer");
        problems.iter().map(|p| format!("{} {}", p.pointer, p.sentence)).collect()
    };
    assert_eq!(check(|p| p["code"] = json!("99887766")), Vec::<String>::new());
    assert_eq!(check(|p| p["pack"] = json!("atlantis")), ["/pack There is no pack \"atlantis\"."]);
    assert_eq!(
        check(|p| {
            p["languages"] = json!(["de", "De", "tr", "xx", 7, "yy"]);
            p["code"] = json!("0000");
        }),
        [
            "/languages/1 \"De\" is not a valid id: use lower-case letters a-z, digits, - and _.",
            "/languages/4 A text is expected here.",
            "/code 0000 is the first code that anybody tries: set another.",
            "/languages/3 The app has no language \"xx\".",
            "/languages/5 The app has no language \"yy\".",
        ]
    );
    let missing = audit::check_stand("cellar", &public);
    assert_eq!(missing.len(), 1);
    assert!(missing[0].sentence.contains("missing"));
    let named = audit::check_stand("Our Foyer", &public);
    assert_eq!(named.len(), 1);
    assert!(named[0].file == "kiosk/Our Foyer.json" && named[0].sentence.contains("lower-case"));
}
