//! Subordinate clauses: after a conjunction, and relative clauses.

use super::{clauses, is_capital, is_one};

/// Conjunctions that are hardly anything else.
const CONJUNCTIONS: [&str; 12] = [
    "dass", "weil", "wenn", "ob", "obwohl", "sodass", "falls", "nachdem", "bevor", "sobald",
    "solange", "indem",
];
/// What a relative clause begins with.
const PRONOUNS: [&str; 11] =
    ["der", "die", "das", "den", "dem", "deren", "dessen", "denen", "welche", "welcher", "welches"];
const PREPOSITIONS: [&str; 14] = [
    "in", "mit", "an", "auf", "bei", "für", "von", "zu", "über", "aus", "nach", "vor", "durch",
    "unter",
];
/// Verbs that are found second in a main clause ("das ist", "damit kannst du").
pub(super) const VERBS: [&str; 46] = [
    "ist", "sind", "bist", "seid", "war", "waren", "hat", "haben", "hast", "hatte", "kann",
    "kannst", "können", "könnt", "darf", "darfst", "dürfen", "dürft", "muss", "musst", "müssen",
    "soll", "sollst", "sollen", "will", "willst", "wollen", "wird", "wirst", "werden", "wurde",
    "wurden", "heißt", "geht", "gilt", "steht", "gibt", "macht", "zählt", "hilft", "reicht",
    "kommt", "gehört", "stimmt", "weiß", "sagt",
];

/// Returns the subordinate clauses of a sentence by their first words.
pub fn subordinate(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, clause) in clauses(sentence).iter().enumerate() {
        let after_comma = at > 0;
        let conjunction = clause.iter().position(|word| is_one(word, &CONJUNCTIONS));
        if let Some(start) = conjunction.filter(|at| !is_short(clause, *at)) {
            found.push(beginning(&clause[start..]));
        } else if after_comma && (is_purpose(clause) || is_relative(clause)) {
            found.push(beginning(clause));
        }
    }
    found
}

/// "und ob!" and "Wenn nicht" are no clauses: a verb must follow.
fn is_short(clause: &[&str], at: usize) -> bool {
    let rest = clause.get(at + 1..).unwrap_or_default();
    rest.iter().all(|word| is_one(word, &["ja", "nein", "nicht", "doch", "möglich", "nötig"]))
}

fn beginning(clause: &[&str]) -> String {
    clause.iter().take(3).copied().collect::<Vec<_>>().join(" ")
}

/// "damit du wählen kannst", but not "damit kannst du wählen" and not "damit".
fn is_purpose(clause: &[&str]) -> bool {
    let follows = clause.get(1).is_some_and(|word| !is_one(word, &VERBS));
    clause[0] == "damit" && follows && clause.len() > 2 && ends_with_verb(clause)
}

/// "die dort wohnen", "mit der du redest", but neither "die neue Liste" nor "das ist gut".
fn is_relative(clause: &[&str]) -> bool {
    let skip = usize::from(is_one(clause[0], &PREPOSITIONS));
    let Some((pronoun, rest)) = clause.get(skip..).and_then(|clause| clause.split_first()) else {
        return false;
    };
    // A capital letter is a noun with its article, or another sentence.
    let owned = ["deren", "dessen"].contains(pronoun);
    let Some(next) = rest.first().filter(|next| owned || !is_capital(next)) else {
        return false;
    };
    if !PRONOUNS.contains(pronoun)
        || (is_one(next, &VERBS) && (rest.len() > 1 || *pronoun == "das"))
    {
        return false;
    }
    ends_with_verb(rest)
}

/// Tells whether the last word looks like a verb: small, and with the ending of one.
fn ends_with_verb(clause: &[&str]) -> bool {
    let last = clause.last().copied().unwrap_or_default();
    let ending = ["t", "en", "rn", "ln", "st", "te"].iter().any(|end| last.ends_with(end));
    let other = [
        "nicht", "oft", "erst", "zuerst", "sonst", "selbst", "jetzt", "recht", "gut", "seit",
        "heute", "heißen", "allen", "beiden", "oben", "unten", "neben", "gegen", "kosten", "weit",
        "bereit",
    ];
    !is_capital(last) && (is_one(last, &VERBS) || (ending && !is_one(last, &other)))
}
