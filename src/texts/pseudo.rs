//! Made-up languages that show what layouts do: longer words, other letters, another direction.
//!
//! They are German in disguise, so that it can be told what a text was, and are never shipped.

use super::begin::{self, Beginning};
use super::book::{self, FIRST, LANGUAGES, Set, Shelf};
use super::flat::{self, Entries};
use crate::domain::date::Date;
use crate::domain::language::Direction;
use serde_json::Value;

/// Tags of the made-up languages, their names and directions.
pub const PSEUDO: [(&str, &str, Direction); 2] =
    [("qps", "⟦Þşéüđö⟧", Direction::LeftToRight), ("qps-rtl", "⟦נסאוה⟧", Direction::RightToLeft)];

/// Letters and what they become.
const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTS: &str = "àƀçđéƒĝĥïĵķļɱñöþǫŕşťûṽŵẋýžÀƁÇĐÉƑĜĤÏĴĶĻṀÑÖÞǪŔŞŤÛṼŴẊÝŽ";
const HEBREW: &str = "אבכדעפגהיחקלמנוספרשתטזצךםןאבכדעפגהיחקלמנוספרשתטזצךםן";
/// What fills texts up: it may break between any two.
const FILLING: &str = " ~";

/// Returns the files of both languages, to lay over `public/` or a finished page; every text is
/// `percent` as long as in German.
pub fn files(
    shelf: &Shelf<'_>,
    percent: usize,
    today: Date,
) -> Result<Vec<(String, String)>, String> {
    let mut files: Vec<(String, String)> = Vec::new();
    for (tag, name, direction) in PSEUDO {
        let (tag, name) = (tag.to_owned(), name.to_owned());
        let new = Beginning { tag: tag.clone(), name, direction, partial: false, today };
        // The second is added to what the first has made of the lists.
        let read = |file: &str| {
            let made = files.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone());
            made.or_else(|| (shelf.read)(file))
        };
        let over = Shelf { names: shelf.names, read: &read, stamps: shelf.stamps };
        let listed = begin::listed(&over, &new)?;
        for (file, text) in listed {
            files.retain(|(name, _)| *name != file);
            files.push((file, text));
        }
        for set in book::sets(shelf).iter().filter(|set| matches!(set, Set::Files(_))) {
            let german =
                flat::read(&set.file(FIRST), &(shelf.read)(&set.file(FIRST)).unwrap_or_default())?;
            let said = |(key, value): (String, Value)| (key, disguised(&value, direction, percent));
            let entries: Entries = german.into_iter().map(said).collect();
            files.push((set.file(&tag), flat::file(&entries)));
        }
    }
    Ok(files)
}

/// Returns a finished page with the list of languages that stands in it replaced.
pub fn page(html: &str, languages: &str) -> Option<String> {
    let mark = format!("data-file=\"{LANGUAGES}\">");
    let (before, rest) = html.split_once(&mark)?;
    let (_, after) = rest.split_once("</script>")?;
    Some(format!("{before}{mark}{}</script>{after}", languages.trim().replace('<', "\\u003c")))
}

fn disguised(value: &Value, direction: Direction, percent: usize) -> Value {
    match value {
        Value::Object(forms) => {
            let one = |(name, form): (&String, &Value)| {
                (name.clone(), disguised(form, direction, percent))
            };
            Value::Object(forms.iter().map(one).collect())
        }
        Value::String(text) => self::text(text, direction, percent).into(),
        other => other.clone(),
    }
}

/// Returns a text in disguise: in brackets of its own, with other letters, longer. Placeholders and
/// glossary marks stay.
pub fn text(german: &str, direction: Direction, percent: usize) -> String {
    let table = match direction {
        Direction::LeftToRight => ACCENTS,
        Direction::RightToLeft => HEBREW,
    };
    let other = |c: char| {
        let at = PLAIN.chars().position(|plain| plain == c);
        at.and_then(|at| table.chars().nth(at)).unwrap_or(c)
    };
    let mut out = String::from('⟦');
    let mut rest = german;
    while let Some(c) = rest.chars().next() {
        let kept = kept(rest);
        match rest.get(..kept).filter(|kept| !kept.is_empty()) {
            Some(kept) => out.push_str(kept),
            None => out.push(other(c)),
        }
        rest = rest.get(kept.max(c.len_utf8())..).unwrap_or_default();
    }
    let wanted = german.chars().count() * percent / 100;
    let mut filling = FILLING.chars().cycle();
    while out.chars().count() + 1 < wanted || out.ends_with(' ') {
        out.extend(filling.next());
    }
    out.push('⟧');
    out
}

/// Returns how many bytes at the beginning of a text must stay as they are.
fn kept(text: &str) -> usize {
    if text.starts_with('{') {
        return text.find('}').map_or(0, |end| end + 1);
    }
    if text.starts_with("[[") {
        let end = text.find("]]").unwrap_or(0);
        let inside = text.get(..end).unwrap_or_default();
        return inside.find('|').map_or(if end > 0 { end + 2 } else { 0 }, |bar| bar + 1);
    }
    if text.starts_with("]]") { 2 } else { 0 }
}
