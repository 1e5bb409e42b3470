//! Genitives: "des Rates", "eines Vereins", "die Regeln der Stadt".

use super::{clauses, is_capital, is_one};

/// Words that stand before a genitive and before hardly anything else, if the noun ends with an s.
const ARTICLES: [&str; 8] =
    ["eines", "deines", "seines", "ihres", "unseres", "eures", "meines", "keines"];
/// Nouns after which "der" can only be a genitive, because they are feminine or plural.
const FEMININE: [&str; 30] = [
    "stadt", "wahl", "partei", "person", "zeit", "frau", "arbeit", "welt", "app", "antwort",
    "frist", "verwaltung", "gruppe", "liste", "sitzung", "familie", "schule", "menschen", "leute",
    "mitglieder", "stimmen", "frauen", "kinder", "bürger", "vereine", "wahlen", "städte", "länder",
    "unterlagen", "woche",
];
const ENDINGS: [&str; 11] =
    ["ung", "heit", "keit", "schaft", "tion", "tät", "stadt", "wahl", "liste", "gruppe", "partei"];

/// Returns the genitives of a sentence.
pub fn genitives(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, clause) in clauses(sentence).iter().enumerate() {
        for (at, word) in clause.iter().enumerate() {
            let Some(noun) = noun_after(clause, at) else { continue };
            let last = clause[noun];
            let article =
                is_one(word, &["des"]) || (is_one(word, &ARTICLES) && last.ends_with('s'));
            // The first word of a sentence has a capital letter anyhow ("Hilf der Stadt"); that of a
            // title is a noun.
            let first = usize::from(number == 0 && sentence.ends_with(['.', '!', '?']));
            let before = at.checked_sub(1).filter(|before| *before >= first);
            let after_noun = before.is_some_and(|before| is_noun(clause[before]));
            if article || (*word == "der" && after_noun && is_feminine(last)) {
                let from = if article { at } else { at - 1 };
                found.push(clause[from..=noun].join(" "));
            }
        }
    }
    found
}

/// Returns where the noun stands to which an article belongs: behind small words.
fn noun_after(clause: &[&str], article: usize) -> Option<usize> {
    (article + 1..clause.len().min(article + 4)).find(|at| is_capital(clause[*at]))
}

/// Tells whether a word looks like a noun: names of people who are spoken to, and towns, do not count.
fn is_noun(word: &str) -> bool {
    const NAMES: [&str; 8] =
        ["köln", "wetter", "recklinghausen", "bonn", "essen", "nrw", "deutschland", "lippstadt"];
    const SMALL: [&str; 20] = [
        "nach", "mit", "von", "aus", "bei", "vor", "zu", "seit", "auf", "über", "unter", "neben",
        "zwischen", "hinter", "oft", "dann", "auch", "also", "gegenüber", "hier",
    ];
    let other = is_one(word, &NAMES) || is_one(word, &SMALL);
    is_capital(word) && word.chars().count() > 2 && !other
}

fn is_feminine(noun: &str) -> bool {
    let noun = noun.to_lowercase();
    FEMININE.contains(&noun.as_str()) || ENDINGS.iter().any(|end| noun.ends_with(end))
}
