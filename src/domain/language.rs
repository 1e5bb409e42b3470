//! Languages: their tags, names and direction, and which one a visitor gets.

use crate::domain::date::Date;
use crate::domain::json::{self, Problems};

/// A language that the app ships.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Language {
    /// BCP 47 tag, for example `de`.
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
    pub direction: Direction,
    /// Whether texts may be missing: the first language then stands in for them.
    pub partial: bool,
    /// Who has read the texts, and until when.
    pub review: Option<Review>,
}

/// The state of a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Review {
    pub by: Reader,
    pub as_of: Date,
}

/// Who has read a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// Nobody who grew up with the language: it was made with the help of a machine.
    Machine,
    /// People who speak it.
    People,
}

/// Writing direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// Returns the value of the `dir` attribute.
    pub fn word(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// Reads `messages/languages.json`: a list, the fallback language first.
pub fn read(text: &str, problems: &Problems) -> Vec<Language> {
    let file = "messages/languages.json";
    let Some(value) = json::parse(file, text, problems) else {
        return Vec::new();
    };
    let place = format!("{file}#");
    let list = json::Reader::new(&value, &place, problems).list();
    let languages: Vec<Language> = list.iter().filter_map(read_one).collect();
    if languages.first().is_some_and(|language| language.partial) {
        list[0].error("The first language stands in for the others: nothing may be missing in it.");
    }
    if languages.is_empty() {
        json::Reader::new(&value, &place, problems).error("At least one language is needed.");
    }
    languages
}

fn read_one(reader: &json::Reader<'_>) -> Option<Language> {
    let object = reader.object(&["tag", "name", "dir", "partial", "read_by", "as_of"])?;
    let readers = [("machine", Reader::Machine), ("people", Reader::People)];
    let by = object.get("read_by").and_then(|_| object.word("read_by", &readers));
    let as_of = object.get("as_of").and_then(|field| field.date());
    let directions = [("ltr", Direction::LeftToRight), ("rtl", Direction::RightToLeft)];
    Some(Language {
        tag: object.slug("tag")?,
        name: object.owned("name")?,
        direction: object.word("dir", &directions)?,
        partial: object.flag("partial"),
        review: by.zip(as_of).map(|(by, as_of)| Review { by, as_of }),
    })
}

/// Returns the first of `wishes` that is shipped, comparing the part before the first `-` if
/// need be; otherwise the first language.
pub fn choose<'a>(shipped: &'a [Language], wishes: &[String]) -> Option<&'a Language> {
    let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let exact = |wish: &String| shipped.iter().find(|l| l.tag.eq_ignore_ascii_case(wish));
    let close = |wish: &String| shipped.iter().find(|l| l.tag == base(wish));
    wishes.iter().find_map(|wish| exact(wish).or_else(|| close(wish))).or(shipped.first())
}
