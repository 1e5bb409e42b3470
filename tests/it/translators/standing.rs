//! How a language stands, beginning one, and made-up languages.

use super::{Files, json, translations};
use crate::support::day;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::language::Direction;
use sitz_und_stimme::texts::begin::{self, Beginning};
use sitz_und_stimme::texts::pseudo::{self, PSEUDO};
use sitz_und_stimme::texts::report::{self, Standing};
use sitz_und_stimme::texts::{faults, flat, plurals, stamps};
use std::collections::BTreeSet;

fn standing(files: &Files, language: &str) -> Standing {
    report::standing(&files.book(language))
}

#[test]
fn what_is_missing_stale_long_or_the_same_is_listed() {
    let files = Files::small("fa", true)
        .put(
            "messages/fa.json",
            "{\"nav.home\": \"Ein sehr langer Name\", \"home.lead\": \"\", \"old\": \"x\", \
             \"find.count\": {\"other\": \"{n} x\"}}",
        )
        .put("packs/nrw/fa.json", "{\"step.ask.text\": \"Frag den [[rat|Rat]].\"}")
        .put("texts/fa.made-after.json", "{\"messages nav.home\": \"12345678\"}");
    let found = standing(&files, "fa");
    assert_eq!(found.all, 8);
    let missing = [
        "messages/fa.json home.lead", "messages/fa.json find.count (one)",
        "packs/nrw/fa.json glossary.rat.name", "packs/nrw/fa.json glossary.rat.text",
        "packs/nrw/fa.json step.ask.title",
    ];
    assert_eq!(found.missing, missing);
    assert_eq!(found.stale, ["messages/fa.json nav.home"]);
    assert_eq!(found.unstamped.len(), 2);
    assert_eq!(found.long.len(), 1);
    assert_eq!(found.idle, ["messages/fa.json old"]);
    assert_eq!(found.same, Vec::<String>::new(), "three words may be the same");
    let notes = found.notes().join("\n");
    assert!(
        notes.contains("5 of 8 texts are missing") && notes.contains("German text of 1"),
        "{notes}"
    );
    let list = found.list();
    assert!(found.missing.iter().all(|name| list.contains(name)), "{list}");
    let order = ["too long: ", "stale: ", "missing: "].map(|what| list.find(what).expect(what));
    assert!(order.is_sorted(), "what is there comes before what is missing: {list}");

    let whole = "{\"step.ask.text\": \"Frag doch mal den [[rat|Rat]].\"}";
    let same = files.put("packs/nrw/fa.json", whole);
    let german = same.get("packs/nrw/de.json").unwrap().replace("Frag den", "Frag doch mal den");
    let same = same.put("packs/nrw/de.json", &german);
    assert_eq!(standing(&same, "fa").same, ["packs/nrw/fa.json step.ask.text"]);
}

#[test]
fn shipped_languages_are_whole_and_stamped() {
    let files = Files::shipped();
    for language in translations() {
        let found = standing(&files, &language);
        if !found.partial {
            assert_eq!(found.missing, Vec::<String>::new(), "{language}");
        }
        assert_eq!(found.idle, Vec::<String>::new(), "{language}");
        assert!(found.all > 1_600, "{language}");
    }
}

#[test]
fn stamps_change_with_every_letter_and_merge_by_line() {
    let texts = ["", "a", "b", "ab", "ba", "Ab", "ab ", "ä", "{\"one\":1}"];
    let all: BTreeSet<String> = texts.iter().map(|text| stamps::of(&(*text).into())).collect();
    assert_eq!(all.len(), texts.len());
    assert!(all.iter().all(|stamp| stamp.len() == 8));
    for language in translations() {
        let text = std::fs::read_to_string(crate::support::root().join(stamps::file_of(&language)))
            .unwrap_or_else(|e| panic!("{language}: {e}"));
        let read = stamps::read(&language, &text).expect("stamps");
        assert_eq!(stamps::write(&read), text, "{language}: sorted, a line for each");
        assert_eq!(text.lines().count(), read.len() + if read.is_empty() { 1 } else { 2 });
    }
    assert!(stamps::read("tr", "[]").unwrap_err().contains("texts/tr.made-after.json"));
}

#[test]
fn a_language_begins_empty_and_the_check_lets_it_be() {
    let new = |tag: &str, name: &str| Beginning {
        tag: tag.to_owned(),
        name: name.to_owned(),
        direction: Direction::RightToLeft,
        partial: true,
        today: day("2026-11-22"),
    };
    let mut files = Files::shipped();
    let made = files.with(|shelf| begin::files(shelf, &new("qaa", "فارسی"))).expect("files");
    files.changed.extend(made.clone());
    assert_eq!(made.iter().filter(|(_, text)| text == "{}\n").count(), 6);
    let packs: Vec<&str> =
        made.iter().map(|(file, _)| file.as_str()).filter(|f| f.ends_with("/pack.json")).collect();
    assert_eq!(packs, ["packs/nrw/pack.json"]);
    for id in ["nrw", "koeln", "musterstadt", "wetter"] {
        let problems = audit::check(id, &|file| files.get(file), day("2026-11-22"));
        assert_eq!(problems, Vec::new(), "{id}");
    }
    let found = standing(&files, "qaa");
    assert!(found.partial && found.missing.len() == found.all);
    // Once it is said to be whole, everything is missing.
    let list = files.get("messages/languages.json").unwrap();
    let whole = files
        .put("messages/languages.json", &list.replace("\"rtl\", \"partial\": true, ", "\"rtl\", "));
    let problems = audit::check("nrw", &|file| whole.get(file), day("2026-11-22"));
    assert!(problems.len() > 500, "{}", problems.len());

    for (tag, name) in [
        ("tr", "Türkçe"),
        ("FA", "x"),
        ("f", "x"),
        ("fa_IR", "x"),
        ("../fa", "x"),
        ("fa-", "x"),
        ("", "x"),
        ("qaa", ""),
        ("qaa", "a\nb"),
        ("english", "x"),
    ] {
        let refused = Files::shipped().with(|shelf| begin::files(shelf, &new(tag, name)));
        assert!(refused.is_err(), "{tag} {name:?}");
    }
}

#[test]
fn made_up_languages_pass_every_check() {
    let mut files = Files::shipped();
    let made = files.with(|shelf| pseudo::files(shelf, 140, day("2026-11-22"))).expect("files");
    files.changed.extend(made);
    for id in ["nrw", "koeln", "musterstadt"] {
        let problems = audit::check(id, &|file| files.get(file), day("2026-11-22"));
        assert_eq!(problems, Vec::new(), "{id}");
    }
    for (tag, _, direction) in PSEUDO {
        let book = files.book(tag);
        let (mut german_letters, mut own_letters) = (0, 0);
        for part in &book.parts {
            for (key, value) in &part.own {
                let german = part.german(key);
                let pairs: Vec<(String, String)> = match german.as_object() {
                    Some(forms) => forms
                        .iter()
                        .map(|(form, text)| {
                            (
                                text.as_str().unwrap().to_owned(),
                                value[form].as_str().unwrap().to_owned(),
                            )
                        })
                        .collect(),
                    None => vec![(
                        german.as_str().unwrap().to_owned(),
                        value.as_str().unwrap().to_owned(),
                    )],
                };
                for (german, own) in pairs {
                    let found = faults::faults(key, &german, &own, &book.glossary(&part.set));
                    assert_eq!(found, Vec::<String>::new(), "{tag} {key}: {own}");
                    assert!(own.starts_with('⟦') && own.ends_with('⟧'), "{own}");
                    german_letters += german.chars().count();
                    own_letters += own.chars().count();
                }
            }
        }
        assert!((135..=150).contains(&(own_letters * 100 / german_letters)), "{tag}");
        let list = json(&files.get("messages/languages.json").unwrap());
        let entry =
            list.as_array().unwrap().iter().find(|one| one["tag"] == tag).expect("an entry");
        assert_eq!(entry["dir"], direction.word());
    }
    assert!(translations().iter().all(|tag| !tag.starts_with("qps")), "never shipped");
}

#[test]
fn disguised_texts_are_longer_and_keep_what_must_stay() {
    let left = |text: &str, percent| pseudo::text(text, Direction::LeftToRight, percent);
    assert_eq!(left("Tag", 100), "⟦Ťàĝ⟧");
    assert_eq!(left("{n} Tage", 100), "⟦{n} Ťàĝé⟧");
    assert_eq!(left("Im [[rat|Rat]]!", 100), "⟦Ïɱ [[rat|Ŕàť]]!⟧");
    assert_eq!(left("[[rat]]", 100), "⟦[[rat]]⟧");
    assert_eq!(left("{n und [[x", 100).matches('{').count(), 1);
    let long = left(&"Wort ".repeat(20), 300);
    assert!((299..=302).contains(&long.chars().count()), "{}", long.chars().count());
    let right = pseudo::text("Tag {n}", Direction::RightToLeft, 100);
    assert!(
        right.contains("{n}")
            && !right.contains('T')
            && right.chars().any(|c| ('א'..='ת').contains(&c))
    );
    let page = "<p></p><script data-file=\"messages/languages.json\">[1]</script><i>";
    let other = pseudo::page(page, "[2,\"<\"]\n").expect("a page");
    assert_eq!(other, page.replace("[1]", "[2,\"\\u003c\"]"));
    assert_eq!(pseudo::page("<p>", "[]"), None);
    assert_eq!(plurals::forms("qps-rtl"), ["one", "other"]);
    assert_eq!(flat::file(&[]), "{}\n");
}
