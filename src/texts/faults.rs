//! What is wrong with a translated text.

use crate::domain::audit::text_faults;
use crate::domain::text::{Piece, pieces, placeholders};

/// Returns everything that keeps a translation of `german` from being taken.
pub fn faults(key: &str, german: &str, text: &str, glossary: &[String]) -> Vec<String> {
    let mut faults = text_faults(key, text, glossary);
    let (wanted, found) = (placeholders(german), placeholders(text));
    for name in wanted.iter().filter(|name| !found.contains(name)) {
        faults.push(format!("The placeholder {{{name}}} is missing."));
    }
    for name in found.iter().filter(|name| !wanted.contains(name)) {
        faults.push(format!("There is no placeholder {{{name}}} in the German text."));
    }
    let braces = |text: &str| (text.matches('{').count(), text.matches('}').count());
    if braces(text).0 != braces(text).1 {
        faults.push("A brace { or } stands alone.".to_owned());
    }
    let (wanted, found) = (marks(german), marks(text));
    for id in wanted.iter().filter(|id| !found.contains(id)) {
        faults.push(format!("The glossary mark [[{id}|…]] is missing."));
    }
    // A mark that no word explains was named above.
    for id in found.iter().filter(|id| !wanted.contains(id) && glossary.iter().any(|g| g == *id)) {
        faults.push(format!("The German text has no glossary mark [[{id}|…]]."));
    }
    faults
}

/// Returns the ids of the glossary marks in a text, sorted.
fn marks(text: &str) -> Vec<&str> {
    let id = |piece| match piece {
        Piece::Term { id, .. } => Some(id),
        Piece::Plain(_) => None,
    };
    let mut ids: Vec<&str> = pieces(text).into_iter().filter_map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
