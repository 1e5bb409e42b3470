//! What a translator should know of a text: where it is shown, how much room it has, what must stay.

use super::book::{Book, Part};
use crate::domain::text::{Piece, pieces, placeholders};
use unicode_segmentation::UnicodeSegmentation;

/// Places of the interface, by the beginning of a key.
const MESSAGES: [(&str, &str); 47] = [
    ("app", "every page: name of the app, banners, sources"),
    ("nav.settings", "link at the foot of every page"),
    ("nav.about", "link at the foot of every page"),
    ("nav", "main navigation, under a picture, in a fifth of a phone's width"),
    ("home", "home page"),
    ("election", "election day, on several pages"),
    ("contact", "how to reach the election office"),
    ("quiz", "the check, around its questions"),
    ("result", "result of the check"),
    ("leads", "button that leads from a next step to another page"),
    ("certainty", "how sure a statement is, beside its sources"),
    ("fault", "what is wrong with a date that was typed"),
    ("fit", "self-assessment, around its questions"),
    ("topic", "result of the assessment: topics"),
    ("topics", "result of the assessment: topics"),
    ("match", "result of the assessment: tasks that suit"),
    ("time", "result of the assessment: time"),
    ("strength", "result of the assessment: strengths"),
    ("expect", "result of the assessment: what to expect"),
    ("steps", "result of the assessment: next steps"),
    ("check", "result of the assessment: leads to the check"),
    ("take", "taking a result along"),
    ("open", "opening a result that somebody took along"),
    ("share", "why a link or file of a result is refused"),
    ("compare", "two results side by side"),
    ("role", "what the role is: headings and buttons"),
    ("story", "the story of a minute: buttons"),
    ("chart", "figures: table beside the picture"),
    ("estimate", "how much time the work takes"),
    ("events", "list of events"),
    ("event", "one event"),
    ("find", "looking for events: fields, filters, map"),
    ("path", "the path to the ballot"),
    ("step", "one step of the path"),
    ("deadline", "whose deadline it is"),
    ("before", "when something is due, counted back from the election"),
    ("after", "when something happens, counted from the election"),
    ("signatures", "the path: collecting signatures"),
    ("paper", "papers of the path, to print"),
    ("settings", "settings"),
    ("about", "about this app"),
    ("not_found", "page for an address that does not exist"),
    ("notice", "notice above the page"),
    ("boot", "before the app runs, and when it cannot start"),
    ("language", "foot of the page: how the translation was made"),
    ("voice", "reading aloud: buttons and what is said of the voice"),
    ("media", "recordings of a page: sound, sign language"),
];

/// Parts of texts of packs, by the end of a key.
const ENDS: [(&str, &str); 31] = [
    ("title", "heading"),
    ("short", "short name in the list of answers"),
    ("name", "name"),
    ("why", "why it is asked, or why it matters"),
    ("hint", "hint below it"),
    ("lead", "first words below the heading"),
    ("text", "running text"),
    ("do", "what can be done now"),
    ("what", "what it is"),
    ("help", "who or what helps"),
    ("long", "long form"),
    ("wrong", "what can go wrong"),
    ("past", "what is said when its day is over"),
    ("early", "what can be done before"),
    ("strong", "said to those who have it"),
    ("middle", "said to those who have some of it"),
    ("practice", "said to those who can practise it"),
    ("fit", "for whom it suits"),
    ("can", "what the body can do about it"),
    ("motion", "an example of a motion"),
    ("end", "how it ended"),
    ("reply", "answer of the app to a choice"),
    ("alt", "description of the picture for those who do not see it"),
    ("before", "left column: before"),
    ("after", "right column: after"),
    ("list", "column for a list of several people"),
    ("single", "column for somebody who stands alone"),
    ("who", "who said it"),
    ("note", "note below a figure"),
    ("yes", "case of a rule, or an answer: yes"),
    ("no", "case of a rule, or an answer: no"),
];

/// What stands in the place of a placeholder.
const VALUES: [(&str, &str); 29] = [
    ("n", "a number"),
    ("all", "a number: how many there are"),
    ("date", "a day as the language writes it, without article or preposition: 14 September 2025"),
    ("language", "the name of a language in itself, such as Deutsch"),
    ("month", "a month as the language writes it: September 2030"),
    ("year", "a year"),
    ("time", "a time, such as 18:00"),
    ("when", "a day or a time before it, with its own preposition"),
    ("from", "a day or time: beginning"),
    ("to", "a day or time: end"),
    ("limit", "a day: the last one that counts"),
    ("place", "name of a town"),
    ("km", "kilometres, a number"),
    ("name", "a name"),
    ("role", "name of a task"),
    ("step", "title of a step"),
    ("question", "title of a question"),
    ("answer", "an answer"),
    ("target", "a number of signatures"),
    ("missing", "a number of signatures"),
    ("hours", "a number of hours"),
    ("days", "names of weekdays"),
    ("evenings", "a number of evenings"),
    ("sessions", "a number of sessions"),
    ("groups", "a number of meetings"),
    ("languages", "names of languages"),
    ("page", "a number"),
    ("pages", "a number"),
    ("first", "a name"),
];

/// Room for the names in the main navigation, in characters.
const NAVIGATION: usize = 13;

/// Returns where a text is shown.
pub fn place(book: &Book, part: &Part, key: &str) -> String {
    if part.set.is_messages() {
        let mut parts: Vec<&str> = key.split('.').collect();
        while !parts.is_empty() {
            let start = parts.join(".");
            if let Some((_, place)) = MESSAGES.iter().find(|(known, _)| *known == start) {
                return (*place).to_owned();
            }
            parts.pop();
        }
        return "interface".to_owned();
    }
    let parts: Vec<&str> = key.split('.').collect();
    let thing = match parts.as_slice() {
        ["fit", "q", ..] => "statement or question of the assessment",
        ["fit", "scale", ..] => "answer to every statement of the assessment",
        ["fit", "dim", ..] => "strength in the result of the assessment",
        ["fit", "role", ..] => "task in the result of the assessment",
        ["fit", "step", ..] => "next step after the assessment",
        ["fit", ..] => "block of questions of the assessment",
        ["question", ..] => "question of the check",
        ["rule", ..] => "reason in the result of the check",
        ["outcome", ..] => "result of the check",
        ["hint", ..] => "advice beside a result",
        ["step", ..] => "next step after the check",
        ["bring", ..] => "what to take to the election office",
        ["phase", ..] => "where the place stands between two elections",
        ["election", ..] => "name of an election, in a menu",
        ["deadline", ..] => "deadline",
        ["glossary", ..] => "explained word",
        ["story", ..] => "caption of a scene of the story",
        ["figure", ..] => "figure",
        ["role", ..] => "explainer of the role",
        ["way", ..] => "step of the path",
        ["paper", ..] => "paper of the path, to print",
        _ => "pack",
    };
    let end = parts.last().copied().unwrap_or_default();
    let kind = match parts.iter().position(|part| *part == "option") {
        Some(at) if at + 2 == parts.len() => Some("an answer to choose"),
        _ if parts.contains(&"need") => Some("something to tick off"),
        _ => ENDS.iter().find(|(known, _)| *known == end).map(|(_, words)| *words),
    };
    let mut said = thing.to_owned();
    if let Some(kind) = kind {
        said.push_str(&format!(": {kind}"));
    }
    if let Some(title) = title(book, part, &parts).filter(|(own, _)| own != key) {
        said.push_str(&format!(" (under: {})", shown(title.1)));
    }
    said
}

/// Returns the heading below which a text stands, with its key.
fn title<'a>(book: &'a Book, part: &'a Part, parts: &[&str]) -> Option<(String, &'a str)> {
    let depth = if parts.first() == Some(&"fit") { 3 } else { 2 };
    let start = parts.get(..depth)?.join(".");
    ["title", "name"].iter().find_map(|end| {
        let key = format!("{start}.{end}");
        let text = book.german_near(part, &key)?;
        Some((key, text))
    })
}

/// Returns what must stay in a translation: placeholders with what stands there, and glossary marks.
pub fn keep(book: &Book, german: &str) -> String {
    let mut all = Vec::new();
    for name in placeholders(german) {
        let value = VALUES.iter().find(|(known, _)| *known == name).map_or("a value", |(_, v)| *v);
        all.push(format!("{{{name}}} = {value}"));
    }
    for piece in pieces(german) {
        if let Piece::Term { id, .. } = piece {
            let name = book.german(&format!("glossary.{id}.name")).unwrap_or(id);
            all.push(format!("[[{id}|…]] = opens the explanation of \"{name}\""));
        }
    }
    all.join("; ")
}

/// Returns a text as it is shown.
fn shown(text: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => text.to_owned(),
        Piece::Term { id, shown } => (if shown.is_empty() { id } else { shown }).to_owned(),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Returns how many characters of a text are seen. German terms in brackets do not count: they must
/// stand there, and have no shorter form.
pub fn length(text: &str) -> usize {
    let (mut count, mut depth) = (0, 0_usize);
    for letter in shown(text).graphemes(true) {
        match letter {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}

/// The room that a text has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    /// Most characters that are sensible.
    pub most: usize,
    /// Characters of the German text.
    pub german: usize,
    /// What it is, in a word.
    pub what: &'static str,
}

/// Returns how long the translation of a German text should be at most.
pub fn room(messages: bool, key: &str, german: &str) -> Room {
    let length = length(german);
    let ends = german.trim_end().ends_with(['.', '?', '!', ':', '…']);
    let foot = ["nav.settings", "nav.about"].contains(&key);
    let (most, what) = if messages && key.starts_with("nav.") && !foot {
        (NAVIGATION, "navigation")
    } else if length <= 40 && !ends {
        ((length + 14).max(length * 8 / 5), "label or button")
    } else {
        ((length + 30).max(length * 8 / 5), "running text")
    };
    Room { most, german: length, what }
}

impl std::fmt::Display for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "at most {} characters ({}), German has {}", self.most, self.what, self.german)
    }
}
