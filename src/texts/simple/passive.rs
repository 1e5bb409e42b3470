//! Passives: a form of "werden" and a participle at the end of the clause.

use super::{clauses, is_capital, is_one};

const WERDEN: [&str; 9] =
    ["wird", "werden", "wirst", "werdet", "werde", "wurde", "wurden", "wurdest", "worden"];
/// Prefixes of verbs whose participle has no "ge".
const PREFIXES: [&str; 9] = ["be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "über"];
/// What stands before the "ge" of a participle.
const SEPARABLE: [&str; 28] = [
    "ab", "an", "auf", "aus", "bei", "dar", "ein", "fest", "frei", "her", "hin", "los", "mit",
    "nach", "nieder", "statt", "teil", "um", "unter", "vor", "weg", "weiter", "wieder", "zu",
    "zurück", "zusammen", "bekannt", "durch",
];
/// Words that look like participles and are none.
const OTHERS: [&str; 40] = [
    "bekannt", "bereit", "beliebt", "berühmt", "gesund", "gerecht", "gesamt", "genau", "gern",
    "gut", "erst", "ernst", "verwandt", "gehen", "geben", "gelten", "gehören", "gewinnen",
    "gefallen", "gelingen", "geschehen", "gestalten", "genügen", "genießen", "gewähren", "gegen",
    "bekommen", "bestehen", "beraten", "behalten", "beginnen", "erhalten", "erfahren", "ergeben",
    "erkennen", "vergessen", "verlassen", "verstehen", "verlieren", "vergleichen",
];
/// Participles with "en" that no infinitive looks like.
const STRONG: [&str; 16] = [
    "beschlossen", "verboten", "entschieden", "verloren", "besprochen", "versprochen",
    "verstanden", "verschoben", "unterschrieben", "bewiesen", "beschrieben", "verliehen",
    "erschienen", "betrogen", "entnommen", "übernommen",
];

/// Returns the passives of a sentence.
pub fn passives(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for clause in clauses(sentence) {
        for part in clause.split(|word| ["und", "oder", "aber", "sondern"].contains(word)) {
            found.extend(passive(part));
        }
    }
    found
}

fn passive(clause: &[&str]) -> Option<String> {
    let last = clause.len().checked_sub(1)?;
    let werden = |at: usize| is_one(clause[at], &WERDEN);
    // "wird gewählt"; "gewählt wird", "gewählt werden kann", "gewählt worden sind".
    let start = (0..=last).find(|at| werden(*at))?;
    if start < last && is_participle(clause[last]) {
        return Some(format!("{} … {}", clause[start], clause[last]));
    }
    let before = start.checked_sub(1).map(|at| clause[at])?;
    (last - start < 2 && is_participle(before)).then(|| format!("{before} {}", clause[start]))
}

fn is_participle(word: &str) -> bool {
    if is_capital(word) || is_one(word, &OTHERS) || word.contains('-') {
        return false;
    }
    let long = |rest: &str| rest.chars().count() > 3;
    let weak_or_strong = |rest: &str| rest.ends_with('t') || rest.ends_with("en");
    let with_ge = |word: &str| {
        let rest = word.strip_prefix("ge").filter(|rest| long(rest));
        rest.is_some_and(weak_or_strong) && !is_one(word, &OTHERS)
    };
    let split = |prefix: &&str| word.strip_prefix(*prefix).is_some_and(with_ge);
    let prefixed = PREFIXES.iter().any(|prefix| {
        let rest = word.strip_prefix(prefix).filter(|rest| long(rest));
        rest.is_some_and(|rest| rest.ends_with('t'))
    });
    with_ge(word)
        || SEPARABLE.iter().any(split)
        || prefixed
        || STRONG.contains(&word)
        || (word.ends_with("iert") && long(word))
}
