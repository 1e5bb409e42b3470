//! Double negations in one clause: "nicht ohne", "kein … nicht", "nicht ungültig".

use super::{clauses, is_one};

const NEGATIONS: [&str; 18] = [
    "nicht", "nie", "niemals", "niemand", "niemanden", "niemandem", "nichts", "nirgends",
    "nirgendwo", "ohne", "kein", "keine", "keinen", "keinem", "keiner", "keines", "keinesfalls",
    "außer",
];
/// Words that say no by their beginning.
const UN: [&str; 12] = [
    "unmöglich", "ungültig", "unwichtig", "unbekannt", "unsicher", "unklar", "unfair", "unnötig",
    "ungern", "unerlaubt", "ungerecht", "unüblich",
];

/// Returns the clauses of a sentence that say no twice, by the words that do.
pub fn double_negations(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for clause in clauses(sentence) {
        for part in clause.split(|word| ["und", "oder", "aber", "noch"].contains(word)) {
            let no = |at: &usize| {
                let word = part[*at];
                // "nicht nur" says yes.
                let only = part.get(at + 1).is_some_and(|next| is_one(next, &["nur"]));
                (is_one(word, &NEGATIONS) && !only) || is_one(word, &UN)
            };
            let words: Vec<&str> = (0..part.len()).filter(no).map(|at| part[at]).collect();
            if words.len() > 1 {
                found.push(words.join(" … "));
            }
        }
    }
    found
}
