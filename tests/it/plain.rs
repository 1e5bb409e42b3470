//! The measure of plain language: what ends a sentence, and what is long.

use crate::support::{Die, shipped};
use serde_json::Value;
use sitz_und_stimme::domain::plain::{LONG_WORD, Measure, measure, sentences};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(sentences(text), expected, "{text}");
    assert_eq!(measure(text).sentences, expected.len());
}

#[test]
fn marks_end_sentences() {
    check("Der Rat entscheidet. Du redest mit.", &["Der Rat entscheidet.", "Du redest mit."]);
    check("Darfst du? Ja! Frag nach…", &["Darfst du?", "Ja!", "Frag nach…"]);
    check("Ein Titel ohne Punkt", &["Ein Titel ohne Punkt"]);
    check("Warte... Dann geh.", &["Warte...", "Dann geh."]);
    check("Er sagt: „Komm mit.“ Dann geht er.", &["Er sagt: „Komm mit.“", "Dann geht er."]);
    check("(Das ist so.) Und so.", &["(Das ist so.)", "Und so."]);
    check("Eine Zeile\nNoch eine.", &["Eine Zeile", "Noch eine."]);
    check("هل يحق لي؟ نعم.", &["هل يحق لي؟", "نعم."]);
    check("", &[]);
    check(" … ", &[]);
}

#[test]
fn abbreviations_and_dates_do_not_end_a_sentence() {
    for text in [
        "Das sind z. B. Vereine, d. h. Gruppen.", "Das sind z.B. Vereine.",
        "Gewählt wurde am 14. September 2025.", "Bis zum 69. Tag um 18 Uhr.",
        "Das kostet ca. 5 Euro bzw. nichts.", "Siehe § 27 Abs. 3 Nr. 2 der Ordnung.",
        "Frag Frau Dr. Yılmaz.", "Lists, e.g. of a party, i.e. a group.", "Vom 1. bis 3. Mai.",
        "Papiere, Formulare usw. gehören dazu.", "Das u. a. steht hier.", "Es sind 1.262 Sitze.",
    ] {
        check(text, &[text]);
    }
    check("Das war 2025. Jetzt ist 2026.", &["Das war 2025.", "Jetzt ist 2026."]);
    check("Am 14. September. Und dann?", &["Am 14. September.", "Und dann?"]);
}

#[test]
fn words_and_sentences_are_counted() {
    let found = measure("Der Rat entscheidet. Du redest mit und stimmst ab!");
    assert_eq!((found.words, found.sentences, found.longest), (9, 2, 6));
    assert_eq!(found.longest_sentence, "Du redest mit und stimmst ab!");
    assert_eq!(found.mean_tenths(), 45);
    assert_eq!(measure("Eins – zwei & drei.").words, 3, "marks are no words");
    assert_eq!(Measure::default().mean_tenths(), 0);
    assert_eq!(measure("Eins. Zwei drei vier.").mean_tenths(), 20);
}

#[test]
fn long_words_are_found_between_hyphens() {
    let long = |text: &str| measure(text).long_words;
    assert_eq!("Wahlbenachrichtigun".chars().count(), LONG_WORD + 1);
    assert_eq!(long("Die „Wahlbenachrichtigung“ kommt."), ["Wahlbenachrichtigung"]);
    assert_eq!(long("Aufwandsentschädigungen, Wahlvorschlag"), ["Aufwandsentschädigungen"]);
    assert_eq!(long("Integrationsrats-Mitglied und Wahl-Benachrichtigung"), Vec::<String>::new());
    assert_eq!(long("Chancengerechtigkeit"), ["Chancengerechtigkeit"]);
    assert_eq!(long("x".repeat(18).as_str()), Vec::<String>::new());
}

#[test]
fn glossary_marks_count_as_what_is_shown() {
    let found = measure("Frag das [[wahlamt|Amt in der Stadt]]. Nimm den [[wahlvorschlag]] mit.");
    assert_eq!((found.words, found.sentences), (10, 2));
}

#[test]
fn texts_add_up() {
    let mut sum = measure("Kurz. Etwas länger als kurz.");
    sum.add(measure("Das hier ist der mit Abstand längste Satz von allen."));
    assert_eq!((sum.words, sum.sentences, sum.longest), (15, 3, 10));
    assert!(sum.longest_sentence.starts_with("Das hier"));
}

/// Measures all texts of a file whose keys are not titles.
fn of_file(file: &str) -> Measure {
    let texts: Value = serde_json::from_str(&shipped(file)).expect("JSON");
    let mut sum = Measure::default();
    for (key, text) in texts.as_object().expect("texts") {
        if !key.ends_with(".title") {
            sum.add(measure(text.as_str().unwrap_or_default()));
        }
    }
    sum
}

#[test]
fn the_shipped_texts_are_plain() {
    for file in ["role.de", "role.en", "way.de", "way.en", "de", "en"] {
        let found = of_file(&format!("packs/nrw/{file}.json"));
        assert!(found.words > 1_000, "{file}: only {} words", found.words);
        let mean = found.mean_tenths();
        assert!((40..=130).contains(&mean), "{file}: {mean} tenths of a word in a sentence");
        assert!(found.longest <= 35, "{file}: {}", found.longest_sentence);
    }
}

#[test]
fn any_text_is_measured() {
    let mut die = Die::new(18);
    for _ in 0..5_000 {
        let text = die.text(60);
        let found = measure(&text);
        assert!(found.longest <= found.words && found.sentences <= found.words, "{text:?}");
    }
}
