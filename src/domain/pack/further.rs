//! Further files of a pack, loaded when a page needs them: a town's is laid over its state's, and
//! what they state rests on sources of the pack and on their own.

use super::read::{certainty, grounds_unless_own, report_unknown_sources, sources};
use super::{Certainty, Pack, Source, Statement};
use crate::domain::json::{self, Object, Problems, Reader};
use serde_json::Value;

/// Version of these files that this build reads.
const FORMAT: i32 = 1;

/// What a kind of further file is.
pub(crate) struct Kind<'a> {
    /// Returns the path of a pack's file below `public/`.
    pub file_of: fn(&str) -> String,
    pub fields: &'a [&'a str],
    /// Whether the file must name its pack.
    pub named: bool,
}

/// Reads the files (pack id, text), the nearest pack first, and lays them over each other.
pub(crate) fn merged(
    files: &[(String, String)],
    kind: &Kind<'_>,
    problems: &Problems,
) -> Option<Value> {
    let mut merged: Option<Value> = None;
    for (id, text) in files.iter().rev() {
        let file = (kind.file_of)(id);
        let mut value = json::parse(&file, text, problems)?;
        let place = format!("{file}#");
        let reader = Reader::new(&value, &place, problems);
        let object = reader.object(kind.fields)?;
        object.number("format", FORMAT..=FORMAT)?;
        let name = if kind.named { object.need("id") } else { object.get("id") };
        if name.and_then(|name| name.slug()).is_some_and(|own| own != *id) {
            reader.error(format!("The id must be the name of the folder, \"{id}\"."));
        }
        json::report_twins(&reader);
        json::mark(&mut value, &place);
        match &mut merged {
            None => merged = Some(value),
            Some(base) => json::merge(base, value),
        }
    }
    merged
}

/// The sources that a further file may name: those of the pack, and its own.
pub(crate) struct Grounds<'a> {
    pack: &'a Pack,
    pub own: Vec<Source>,
}

impl<'a> Grounds<'a> {
    /// Reads the field `sources` of a file.
    pub fn read(object: &Object<'_>, pack: &'a Pack) -> Grounds<'a> {
        let Some(field) = object.get("sources") else { return Grounds { pack, own: Vec::new() } };
        let own = sources(&field);
        for source in &own {
            if pack.source(&source.id).is_some_and(|other| other.url != source.url) {
                let id = &source.id;
                field.error(format!("The pack has another page under the source \"{id}\"."));
            }
        }
        Grounds { pack, own }
    }

    /// Reads what a statement rests on; only our own reckoning may lack sources.
    pub fn statement(&self, object: &Object<'_>, id: &str) -> Option<Statement> {
        self.check(object);
        grounds_unless_own(object, id.to_owned(), true)
    }

    /// Reads what a single number rests on: at least one source.
    pub fn point(&self, object: &Object<'_>) -> (Vec<String>, Option<Certainty>) {
        self.check(object);
        let sources = object.slugs("sources");
        if sources.is_empty() {
            object.at().error("A number needs at least one source.");
        }
        (sources, certainty(object))
    }

    fn check(&self, object: &Object<'_>) {
        let known = |id: &str| {
            self.pack.source(id).is_some() || self.own.iter().any(|source| source.id == id)
        };
        report_unknown_sources(object, &known);
    }
}
