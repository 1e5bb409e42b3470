//! Which language a visitor gets.

use crate::shelf::expect;
use crate::support::shipped;
use sitz_und_stimme::domain::language::{self, Direction, Language, choose};
use sitz_und_stimme::domain::problem::Problem;

fn read(text: &str) -> (Vec<Language>, Vec<Problem>) {
    let problems = Default::default();
    (language::read(text, &problems), problems.into_inner())
}

#[track_caller]
fn check(wishes: &[&str], expected: &str) {
    let list = r#"[{"tag":"de","name":"Deutsch","dir":"ltr"}, {"tag":"en","name":"English","dir":"ltr"},
        {"tag":"fa","name":"فارسی","dir":"rtl"}, {"tag":"de-simple","name":"Einfach","dir":"ltr"}]"#;
    let (shipped, problems) = read(list);
    assert_eq!(problems, Vec::new());
    let wishes: Vec<String> = wishes.iter().map(|wish| (*wish).to_owned()).collect();
    assert_eq!(choose(&shipped, &wishes).map(|l| l.tag.as_str()), Some(expected), "{wishes:?}");
}

#[test]
fn the_first_wish_that_is_shipped_wins() {
    check(&[], "de");
    check(&["en"], "en");
    check(&["de-AT"], "de");
    check(&["de-simple"], "de-simple");
    check(&["DE-Simple-x-a", "en"], "de");
    check(&["en_US"], "en");
    check(&["EN-gb"], "en");
    check(&["DE_de"], "de");
    check(&["fa-IR", "en"], "fa");
    check(&["ar", "en"], "en");
    check(&["ar"], "de");
    check(&["xx", "yy", "en-CA"], "en");
    check(&["", "en"], "en");
    check(&["-", "_", "en"], "en");
    check(&["english"], "de");
    check(&["d"], "de");
    check(&["de-<script>"], "de");
    check(&["*", "../../etc/passwd"], "de");
    check(&["\0", "😀", "en"], "en");
    check(&[&"x".repeat(100_000), "en"], "en");
    assert_eq!(choose(&[], &["de".to_owned()]), None);
}

#[test]
fn shipped_languages_are_read() {
    let (languages, problems) = read(&shipped("messages/languages.json"));
    assert_eq!(problems, Vec::new());
    assert_eq!(languages[0].tag, "de", "the fallback language comes first");
    assert!(languages.iter().any(|language| language.tag == "en"));
    assert!(languages.iter().all(|language| !language.name.is_empty()));
}

#[test]
fn bad_lists_of_languages_are_reported() {
    let file = "messages/languages.json";
    for (text, place, words) in [
        ("", "", "not valid JSON"),
        ("[]", "", "At least one"),
        ("{}", "", "list"),
        (r#"[{"tag":"de","dir":"ltr"}]"#, "/0", "\"name\" is missing"),
        (r#"[{"tag":"de","name":"D","dir":"up"}]"#, "/0/dir", "ltr, rtl"),
        (
            r#"[{"tag":"de","name":"D","dir":"ltr","read_by":"me","as_of":"x"}]"#,
            "/0/read_by",
            "machine",
        ),
        (r#"[{"tag":"de","name":"D","dir":"ltr","partial":"yes"}]"#, "/0/partial", "true or false"),
        (r#"[{"tag":"de","name":"D","dir":"ltr","partial":true}]"#, "/0", "stands in"),
        (r#"[{"tag":"d e","name":"D","dir":"ltr"}]"#, "/0/tag", "not a valid id"),
        (r#"[{"tag":"de","name":"D","dir":"ltr","flag":"x"}]"#, "/0", "not known"),
    ] {
        let (languages, problems) = read(text);
        let kept = ["not known", "machine", "true or false", "stands in"];
        let there = |p: &&Problem| p.file.trim_end_matches(place) == file || p.pointer == place;
        assert!(
            problems.iter().any(|p| there(&p) && p.sentence.contains(words)),
            "{text}: {problems:?}"
        );
        assert!(languages.is_empty() || kept.contains(&words), "{text}");
    }
    assert_eq!((Direction::LeftToRight.word(), Direction::RightToLeft.word()), ("ltr", "rtl"));
}

#[test]
fn a_problem_in_the_list_has_file_and_pointer() {
    let (_, problems) = read(r#"[{"tag":"de","name":"D","dir":"up"}]"#);
    expect(&problems, "messages/languages.json#/0/dir", "ltr, rtl");
}
