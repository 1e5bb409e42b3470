//! What an event of a calendar file says beside its times.

use super::clean::{list, unescape};
use super::found::{Details, Told};
use super::parts::{Part, Property};
use super::report::Place;
use super::spot;

/// Reads an event.
pub fn read(file: &str, part: &Part) -> Details {
    let text = |name: &str| part.property(name).map(|property| unescape(&property.value));
    let link = |name: &str| text(name).map(|text| text.to_owned());
    let conference = ["CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"]
        .iter()
        .any(|name| part.value(name).is_some_and(|value| !value.is_empty()));
    Details {
        place: Place::line(file, part.line),
        uid: part.uid().to_owned(),
        titles: part.all("SUMMARY").map(told).collect(),
        text: part.property("DESCRIPTION").map(told),
        spot: spot::read(&text("LOCATION").unwrap_or_default(), conference),
        url: link("URL").filter(|url| !url.is_empty()),
        register_url: link("X-REGISTRATION-URL").or_else(|| link("X-TICKETS-URL")),
        categories: part.all("CATEGORIES").flat_map(|property| list(&property.value)).collect(),
        organiser: part.property("ORGANIZER").and_then(organiser),
        kind: None,
    }
}

fn told(property: &Property) -> Told {
    // "de-DE" is German; a word that is no tag says nothing.
    let tag = property.param("LANGUAGE").unwrap_or_default();
    let tag = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let fits = (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    let language = if fits { tag } else { "de".to_owned() };
    Told { language, text: unescape(&property.value) }
}

/// Returns the name of who invites; an address of mail is none.
fn organiser(property: &Property) -> Option<String> {
    let name = property.param("CN")?.trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}
