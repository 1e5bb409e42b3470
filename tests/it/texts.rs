//! Texts: placeholders, glossary marks, fallback and plural forms.

use crate::support::Die;
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::language::{Direction, Language};
use sitz_und_stimme::domain::messages::{Message, Tongue, plural_form};
use sitz_und_stimme::domain::text::{
    Found, Piece, Texts, fill, is_lent, lend, pieces, placeholders, runs, unmarked,
};

#[track_caller]
fn check_fill(text: &str, expected: &str) {
    let values = [("n", "3"), ("name", "Ay{n}"), ("", "empty")];
    assert_eq!(fill(text, &values), expected, "{text:?}");
}

#[test]
fn placeholders_are_filled_once() {
    check_fill("", "");
    check_fill("ohne", "ohne");
    check_fill("{n} von {n}", "3 von 3");
    check_fill("{name}!", "Ay{n}!");
    check_fill("{unknown} {n}", "{unknown} 3");
    check_fill("{n", "{n");
    check_fill("n} {", "n} {");
    check_fill("{{n}}", "{3}");
    check_fill("{a{n}", "{a3");
    check_fill("{}", "empty");
    check_fill("{ n }", "{ n }");
    check_fill("ä{n}ö", "ä3ö");
    check_fill("{ß}{n}", "{ß}3");
}

#[track_caller]
fn check_names(text: &str, expected: &[&str]) {
    assert_eq!(placeholders(text), expected, "{text:?}");
}

#[test]
fn placeholders_are_found() {
    check_names("", &[]);
    check_names("ohne", &[]);
    check_names("{to} {from} {to}", &["from", "to"]);
    check_names("{n", &[]);
    check_names("n}", &[]);
    check_names("{a{b}", &["b"]);
    check_names("{}", &[""]);
}

#[track_caller]
fn check_pieces(text: &str, expected: &[Piece<'_>]) {
    assert_eq!(pieces(text), expected, "{text:?}");
}

#[test]
fn glossary_marks_are_cut_out() {
    use Piece::*;
    let term = |id, shown| Term { id, shown };
    check_pieces("", &[]);
    check_pieces("nur Text", &[Plain("nur Text")]);
    check_pieces("[[rat]]", &[term("rat", "")]);
    check_pieces("der [[rat|Stadtrat]].", &[Plain("der "), term("rat", "Stadtrat"), Plain(".")]);
    check_pieces("[[a]][[b|c]]", &[term("a", ""), term("b", "c")]);
    check_pieces("[[a|b|c]]", &[term("a", "b|c")]);
    check_pieces("[[]]", &[term("", "")]);
    check_pieces("[[|x]]", &[term("", "x")]);
    check_pieces("offen [[rat", &[Plain("offen [[rat")]);
    check_pieces("[[a]] [[b", &[term("a", ""), Plain(" [[b")]);
    check_pieces("zu]] früh", &[Plain("zu]] früh")]);
    check_pieces("[einfach]", &[Plain("[einfach]")]);
    check_pieces("[[a[[b]]c]]", &[term("a[[b", ""), Plain("c]]")]);
    check_pieces("ä[[ö]]ü", &[Plain("ä"), term("ö", ""), Plain("ü")]);
}

#[test]
fn any_text_is_survived_and_nothing_is_lost() {
    let mut die = Die::new(36);
    for _ in 0..20_000 {
        let text = die.text(24);
        assert_eq!(fill(&text, &[]), text, "nothing to fill in");
        let names = placeholders(&text);
        let values: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x")).collect();
        let filled = fill(&text, &values);
        assert!(filled.len() <= text.len() + 1, "{text:?}");
        let again: String = pieces(&text)
            .iter()
            .map(|piece| match piece {
                Piece::Plain(plain) => (*plain).to_owned(),
                Piece::Term { id, shown: "" } if !text.contains('|') => format!("[[{id}]]"),
                Piece::Term { id, shown } => format!("[[{id}|{shown}]]"),
            })
            .collect();
        assert!(text.contains('|') || again == text, "{text:?} became {again:?}");
    }
    assert_eq!(pieces(&"[[".repeat(50_000)).len(), 1);
    assert_eq!(fill(&"{".repeat(50_000), &[("n", "1")]).len(), 50_000);
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

#[test]
fn a_missing_text_comes_from_the_fallback_language() {
    let mut texts = Texts::new(
        map(json!({"a": "A", "empty": " ", "odd": 7})),
        map(json!({"a": "x", "b": "B", "empty": "E", "odd": "O"})),
    );
    let found = |text, fallback| Some(Found { text, fallback });
    assert_eq!(texts.find("a"), found("A", false));
    assert_eq!(texts.find("b"), found("B", true));
    assert_eq!(texts.find("empty"), found("E", true));
    assert_eq!(texts.find("odd"), found("O", true));
    assert_eq!(texts.find("c"), None);
    assert_eq!(texts.find("__proto__"), None);
    texts.extend(map(json!({"a": "A2"})), map(json!({"c": "C"})));
    assert_eq!((texts.find("a"), texts.find("c")), (found("A2", false), found("C", true)));
}

#[test]
fn what_is_lent_is_known_until_it_is_shown() {
    let own = map(json!({"a": "A", "empty": " ", "none": {"one": "1"}}));
    let mut spare = map(json!({
        "a": "x", "b": "B", "empty": "E", "blank": "", "odd": 7,
        "count": {"one": "{n} Tag", "other": "{n} Tage"}, "none": {"one": "z"},
    }));
    lend(&own, &mut spare);
    assert_eq!((&spare["a"], &spare["blank"], &spare["odd"]), (&json!("x"), &json!(""), &json!(7)));
    assert_eq!(spare["none"], json!({"one": "z"}), "the language has forms of its own");
    let texts = Texts::new(own, spare);
    assert_eq!(texts.find("b"), Some(Found { text: "B", fallback: true }), "told apart: no marks");
    let (b, lent) = texts.marked("b").expect("a text");
    assert!(lent && is_lent(b) && b != "B" && unmarked(b) == "B");
    assert_eq!(texts.marked("a"), Some(("A", false)));
    assert!(texts.marked("empty").is_some_and(|(text, lent)| lent && unmarked(text) == "E"));
    let run = |lent, text: &str| (lent, text.to_owned());
    let whole = format!("A: {}!", fill("«{x}»", &[("x", b)]));
    assert_eq!(runs(&whole), [run(false, "A: «"), run(true, "B"), run(false, "»!")]);
    let one = plural_form(texts.value("count", true).expect("forms"), "one").expect("a form");
    assert_eq!(runs(&fill(one, &[("n", b)])), [run(true, "B Tag")], "lent inside of lent");
    assert_eq!(runs("A B"), [run(false, "A B")]);
    assert_eq!(runs(""), []);
}

#[test]
fn marks_that_do_not_match_lose_no_word() {
    let (open, close) = ('\u{2063}', '\u{2064}');
    let text: String = [close, 'a', open, open, 'b', close, 'c'].iter().collect();
    let run = |lent, text: &str| (lent, text.to_owned());
    assert_eq!(runs(&text), [run(false, "a"), run(true, "bc")]);
    assert_eq!(unmarked(&text), "abc");
}

#[test]
fn the_original_stands_beside_a_text_of_another_language() {
    let language = |tag: &str| Language {
        tag: tag.to_owned(),
        name: tag.to_owned(),
        direction: Direction::LeftToRight,
        review: None,
        partial: false,
    };
    let tongue = |tag: &str, spare: Value| {
        let own = map(json!({"a": "A", "c": "C"}));
        Tongue::new(language(tag), language("de"), own, map(spare))
    };
    let alone = tongue("pl", json!({}));
    assert_eq!((alone.beside("a"), alone.has_missed()), (None, false), "nobody asked for it");
    let both = alone.with_both(true);
    assert_eq!((both.beside("a"), both.has_missed()), (None, true), "it has to be fetched");
    let both = tongue("pl", json!({"a": "x", "b": "y"})).with_both(true);
    assert_eq!((both.text("a"), both.beside("a"), both.original("a")), ("A", Some("x"), Some("x")));
    // What is German already does not stand there twice.
    assert_eq!((both.text("b"), both.beside("b")), ("y", None));
    assert_eq!((both.beside("c"), both.has_missed()), (None, false), "fetching would not help");
    assert_eq!(both.with_both(false).beside("a"), None);
    let more = both.with(map(json!({"d": "D"})));
    assert_eq!((more.both, more.beside("d"), more.has_missed()), (true, None, true));
    let german = tongue("de", json!({})).with_both(true);
    assert_eq!((german.beside("a"), german.has_missed()), (None, false));
}

#[test]
fn plural_forms_fall_back_to_other() {
    let forms = json!({"one": "ein Tag", "other": "{n} Tage"});
    assert_eq!(plural_form(&forms, "one"), Some("ein Tag"));
    assert_eq!(plural_form(&forms, "few"), Some("{n} Tage"));
    assert_eq!(plural_form(&json!("{n} Tage"), "many"), Some("{n} Tage"));
    assert_eq!(plural_form(&json!({"one": "ein Tag"}), "two"), None);
    assert_eq!(plural_form(&json!({"other": 1}), "two"), None);
    assert_eq!(plural_form(&json!([]), "one"), None);
    // What is empty says nothing.
    assert_eq!(plural_form(&json!({"one": " ", "other": "{n} Tage"}), "one"), Some("{n} Tage"));
    assert_eq!(plural_form(&json!({"one": "", "other": ""}), "one"), None);
    assert_eq!(plural_form(&json!(" "), "one"), None);
}

/// A tongue whose language lacks texts; without `spare` the fallback language is not loaded yet.
fn tongue(own: Value, spare: Value) -> Tongue {
    let language = |tag: &str, direction| Language {
        tag: tag.to_owned(),
        name: tag.to_owned(),
        direction,
        partial: false,
        review: None,
    };
    let (ar, de) = (language("ar", Direction::RightToLeft), language("de", Direction::LeftToRight));
    Tongue::new(ar, de, map(own), map(spare))
}

#[test]
fn what_is_counted_falls_back_with_the_forms_of_that_language() {
    let german = json!({"find.count": {"one": "{n} Termin", "other": "{n} Termine"}});
    // Eleven is "many" in Arabic and "other" in German; one is "one" in both, and here "other" in Arabic.
    let category = |tag: &str| if tag == "de" { "one" } else { "other" }.to_owned();
    let count = |tongue: &Tongue| tongue.count(Message::FindCount, &category, &[("n", "1")]);
    for own in [
        json!({}),
        json!({"find.count": ""}),
        json!({"find.count": {"one": "x", "other": " "}}),
        json!({"find.count": {"one": "x"}}),
        json!({"find.count": 7}),
    ] {
        let whole = tongue(own.clone(), german.clone());
        assert_eq!(count(&whole), "1 Termin", "{own}");
        assert!(!whole.has_missed());
        let bare = tongue(own.clone(), json!({}));
        assert_eq!(count(&bare), "", "{own}");
        assert!(bare.has_missed(), "the fallback language is fetched");
    }
    let own = tongue(json!({"find.count": {"other": "{n}!"}}), german);
    assert_eq!((count(&own), own.has_missed()), ("1!".to_owned(), false));
}

#[test]
fn an_empty_text_is_shown_in_the_fallback_language_and_marked() {
    let tongue =
        tongue(json!({"a.text": "", "b.text": "ب"}), json!({"a.text": "A", "b.text": "B"}));
    assert_eq!(tongue.find("a.text"), Some(Found { text: "A", fallback: true }));
    assert_eq!(tongue.maybe("a.text"), Some(Found { text: "A", fallback: true }));
    assert_eq!(tongue.find("b.text"), Some(Found { text: "ب", fallback: false }));
    assert_eq!((tongue.text("a.text"), tongue.has_missed()), ("A", false));
    assert_eq!((tongue.text("c.text"), tongue.has_missed()), ("", false), "nothing left to fetch");
}

#[test]
fn messages_have_keys_of_their_own() {
    let mut keys: Vec<&str> = Message::ALL.iter().map(|message| message.key()).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "two messages share a key");
    for message in Message::ALL {
        let key = message.key();
        let plain = |c: char| c.is_ascii_lowercase() || c == '.' || c == '_';
        assert!(key.contains('.') && key.chars().all(plain), "{key}");
        assert!(message.placeholders().iter().all(|name| name.chars().all(plain)), "{key}");
    }
}
