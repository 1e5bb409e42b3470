//! What lies in storage: every version ever shipped is read, and damage is survived.

use crate::support::{Die, case, day, fixture, instrument, pack, root, some_answers};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::saved::{self, Loaded, VERSION, load, to_text};
use sitz_und_stimme::domain::settings::{Settings, Speed, TextSize, Theme};
use sitz_und_stimme::domain::way::Kept;

fn load_answers(text: &str) -> Loaded<Answers> {
    load(Some(text), "nrw", Answers::from_value)
}

fn load_settings(text: &str) -> Loaded<Settings> {
    load(Some(text), "app", Settings::from_value)
}

/// Returns what is loaded, whether or not it had to be brought up to date.
#[track_caller]
fn loaded<T: std::fmt::Debug>(loaded: Loaded<T>) -> T {
    match loaded {
        Loaded::Ok(value) | Loaded::Upgraded(value, _) => value,
        other => panic!("not loaded: {other:?}"),
    }
}

#[test]
fn answers_of_version_1_are_read() {
    let answers = loaded(load_answers(&fixture("saved/answers.v1.json")));
    let choice = |id: &str| Some(Answer::Choice(id.to_owned()));
    let date = |text: &str| Answer::from_value(&json!(text));
    let several = ["council_member", "municipal_staff"].map(str::to_owned).to_vec();
    assert_eq!(answers.len(), 7);
    assert_eq!(answers.get("body").cloned(), choice("yes"));
    assert_eq!(answers.get("german").cloned(), choice("no"));
    assert_eq!(answers.get("status").cloned(), choice("permit"));
    assert_eq!(answers.get("born").cloned(), date("1990-03"));
    assert_eq!(answers.get("lawful").cloned(), date("2010"));
    assert_eq!(answers.get("home").cloned(), Some(Answer::Until(day("2026-11-22"))));
    assert_eq!(answers.get("special").cloned(), Some(Answer::Several(several)));
    let pack = pack("nrw");
    for question in &pack.questions {
        let fits = answers.get(&question.id).is_none_or(|answer| question.accepts(answer));
        assert!(fits, "{} is in people's storage and must stay an answer", question.id);
    }
}

#[test]
fn answers_to_the_assessment_of_version_1_are_read() {
    let answers = loaded(load_answers(&fixture("saved/fit.v1.json")));
    let choice = |id: &str| Some(Answer::Choice(id.to_owned()));
    let several = |ids: &[&str]| Some(Answer::Several(ids.iter().map(|id| (*id).into()).collect()));
    assert_eq!(answers.len(), 8);
    assert_eq!(answers.get("topics").cloned(), several(&["housing", "women"]));
    assert_eq!(answers.get("building").cloned(), choice("rather_yes"));
    assert_eq!(answers.get("jargon").cloned(), choice("unknown"));
    assert_eq!(answers.get("experience").cloned(), several(&["none"]));
    assert_eq!(answers.get("week").cloned(), several(&["tue", "thu"]));
    assert_eq!(answers.get("evenings").cloned(), choice("two"));
    assert_eq!(answers.get("ties").cloned(), several(&[]));
    assert_eq!(answers.get("gain").cloned(), choice("learn"));
    let fit = instrument(&pack("nrw"));
    for item in &fit.questions {
        let fits = answers.get(&item.id).is_none_or(|answer| item.accepts(answer));
        assert!(fits, "{} is in people's storage and must stay an answer", item.id);
    }
}

#[test]
fn settings_of_version_1_are_read() {
    let expected = Settings {
        language: Some("en".to_owned()),
        both: false,
        text_size: TextSize::Larger,
        theme: Theme::Dark,
        contrast: true,
        election: Some("2030".to_owned()),
        speed: Speed::Normal,
        keep_sensitive: false,
    };
    assert_eq!(loaded(load_settings(&fixture("saved/settings.v1.json"))), expected);
}

#[test]
fn every_version_has_its_fixtures() {
    assert_eq!(VERSION as usize, saved::STEPS.len() + 1);
    for version in 1..=VERSION {
        for what in ["answers", "fit", "settings", "way"] {
            let text = fixture(&format!("saved/{what}.v{version}.json"));
            let value: Value = serde_json::from_str(&text).expect("a fixture is JSON");
            assert_eq!(value["v"], json!(version), "{what}");
            let upgraded = match what {
                "answers" | "fit" => {
                    matches!(load_answers(&text), Loaded::Upgraded(_, v) if v == version)
                }
                "way" => {
                    let kept = load(Some(&text), "nrw", Kept::from_value);
                    matches!(kept, Loaded::Upgraded(_, v) if v == version)
                }
                _ => matches!(load_settings(&text), Loaded::Upgraded(_, v) if v == version),
            };
            assert_eq!(upgraded, version < VERSION, "{what} of version {version}");
        }
    }
    let folder = std::fs::read_dir(root().join("tests/fixtures/saved")).expect("the fixtures");
    assert_eq!(folder.count(), 4 * VERSION as usize, "a fixture without a version");
}

#[test]
fn what_is_written_is_what_this_version_reads() {
    for file in ["saved/answers.v1.json", "saved/fit.v1.json"] {
        let text = fixture(file);
        let answers = loaded(load_answers(&text));
        if VERSION == 1 {
            assert_eq!(to_text("nrw", answers.to_value()), text.trim(), "the format has changed");
        }
    }
    let (nrw, case, mut die) = (pack("nrw"), case("2030-09-08", "2026-11-22"), Die::new(58));
    for _ in 0..500 {
        let answers = some_answers(&nrw, case, &mut die);
        let text = to_text("nrw", answers.to_value());
        assert_eq!(load_answers(&text), Loaded::Ok(answers));
    }
    for text_size in TextSize::ALL {
        for theme in Theme::ALL {
            let contrast = text_size.word() == "200";
            let both = theme == Theme::Dark;
            let settings = Settings { text_size, theme, contrast, both, ..Settings::default() };
            let text = to_text("app", settings.to_value());
            assert_eq!(load_settings(&text), Loaded::Ok(settings));
        }
    }
    for speed in Speed::ALL {
        let settings = Settings { speed, ..Settings::default() };
        let text = to_text("app", settings.to_value());
        // What nobody has changed is not stored.
        assert_eq!(text.contains("speed"), speed != Speed::Normal, "{text}");
        assert_eq!(load_settings(&text), Loaded::Ok(settings));
    }
}

#[track_caller]
fn check_damaged(text: &str) {
    let got = load_answers(text);
    assert!(matches!(got, Loaded::Damaged(ref why) if !why.is_empty()), "{text:.80}: {got:?}");
    assert!(!matches!(load_settings(text), Loaded::Ok(_)), "{text:.80}");
}

#[test]
fn damaged_text_is_recognised() {
    for text in [
        "",
        " ",
        "null",
        "true",
        "7",
        "\"text\"",
        "[]",
        "{}",
        "undefined",
        "NaN",
        "\0",
        "\u{feff}{}",
        r#"{"v":1}"#,
        r#"{"v":1,"of":"nrw"}"#,
        r#"{"v":1,"of":"nrw","data":null}"#,
        r#"{"v":1,"of":"nrw","data":[]}"#,
        r#"{"v":1,"of":"nrw","data":"x"}"#,
        r#"{"v":1,"of":"nrw","data":{"body":7}}"#,
        r#"{"v":1,"of":"nrw","data":{"body":null}}"#,
        r#"{"v":1,"of":"nrw","data":{"special":[1]}}"#,
        r#"{"v":1,"of":"hessen","data":{}}"#,
        r#"{"v":1,"of":7,"data":{}}"#,
        r#"{"v":1,"data":{}}"#,
        r#"{"of":"nrw","data":{}}"#,
        r#"{"v":0,"of":"nrw","data":{}}"#,
        r#"{"v":-1,"of":"nrw","data":{}}"#,
        r#"{"v":1.5,"of":"nrw","data":{}}"#,
        r#"{"v":"1","of":"nrw","data":{}}"#,
        r#"{"v":null,"of":"nrw","data":{}}"#,
        r#"{"v":1,"of":"nrw","data":{"a":"\ud800"}}"#,
    ] {
        check_damaged(text);
    }
    check_damaged(&"[".repeat(100_000));
    check_damaged(&"x".repeat(4_900_000));
}

#[test]
fn text_cut_at_any_length_is_damaged() {
    for file in ["saved/answers.v1.json", "saved/fit.v1.json", "saved/settings.v1.json"] {
        let text = fixture(file);
        let text = text.trim();
        for length in 0..text.len() {
            check_damaged(&text[..length]);
        }
    }
}

#[test]
fn random_text_is_survived() {
    let mut die = Die::new(59);
    let text = fixture("saved/answers.v1.json");
    for _ in 0..2_000 {
        let mut bytes = text.clone().into_bytes();
        let at = die.below(bytes.len());
        bytes[at] ^= 1 << die.below(8);
        let _ = load_answers(&String::from_utf8_lossy(&bytes));
        check_damaged(&die.text(30));
    }
}

#[test]
fn data_of_a_newer_build_is_left_alone() {
    for version in [u64::from(VERSION) + 1, 99, u64::from(u32::MAX)] {
        let text = json!({"v": version, "of": "someone", "data": [1]}).to_string();
        assert_eq!(load_answers(&text), Loaded::FromFuture(version as u32));
        assert_eq!(load_settings(&text), Loaded::FromFuture(version as u32));
    }
    for version in [u64::from(u32::MAX) + 1, u64::MAX] {
        let text = json!({"v": version, "of": "nrw", "data": {}}).to_string();
        let got = load_answers(&text);
        assert!(matches!(got, Loaded::Damaged(_) | Loaded::FromFuture(_)), "{version}: {got:?}");
    }
    assert_eq!(load(None, "nrw", Answers::from_value), Loaded::Fresh);
}

#[test]
fn strange_answers_are_kept_but_harmless() {
    let text =
        r#"{"v":1,"of":"nrw","data":{"__proto__":"x","zodiac":["a"],"":"","ß":"1990-02-30"}}"#;
    let answers = loaded(load_answers(text));
    assert_eq!(answers.len(), 4);
    assert_eq!(answers.get("ß"), Some(&Answer::Choice("1990-02-30".to_owned())));
    let extra = r#"{"v":1,"of":"nrw","data":{"body":"yes"},"seq":18446744073709551615}"#;
    assert_eq!(loaded(load_answers(extra)).len(), 1);
}

#[test]
fn settings_that_this_build_does_not_know_become_the_default() {
    for odd in [json!("neon"), json!(7), json!(null), json!(["dark"]), json!({"__proto__": 1})] {
        let data =
            json!({"theme": odd, "text_size": odd, "contrast": odd, "language": [], "x": odd});
        let text = to_text("app", data);
        assert_eq!(load_settings(&text), Loaded::Ok(Settings::default()), "{odd}");
    }
    let some = json!({"theme": "light", "text_size": "175"});
    let settings = Settings::from_value(&some).expect("an object");
    assert_eq!((settings.theme, settings.text_size), (Theme::Light, TextSize::Normal));
}

#[test]
fn keys_of_storage_share_a_beginning() {
    let keys = [
        saved::SETTINGS.to_owned(),
        saved::answers_key("nrw"),
        saved::answers_key("hessen"),
        saved::fit_key("nrw"),
        saved::fit_key("hessen"),
    ];
    for (at, key) in keys.iter().enumerate() {
        assert!(key.starts_with(saved::PREFIX) && saved::aside_key(key, 1).starts_with(key));
        assert!(!keys[..at].contains(key), "{key} holds two things");
    }
    assert_eq!(saved::PREFIX, "sitz-und-stimme.");
    assert_eq!(saved::answers_key("nrw"), "sitz-und-stimme.answers.nrw");
    assert_eq!(saved::fit_key("nrw"), "sitz-und-stimme.fit.nrw");
    assert_eq!(saved::aside_key(&saved::fit_key("nrw"), 2), "sitz-und-stimme.fit.nrw.aside2");
}
