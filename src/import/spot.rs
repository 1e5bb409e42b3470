//! From a line such as "Rathaus, Marktplatz 1, 58239 Schwerte" to venue, postcode and town.

use super::clean;
use super::found::Spot;

/// Words for meeting in no room.
const ONLINE: [&str; 14] = [
    "online", "zoom", "teams", "webex", "jitsi", "bigbluebutton", "videokonferenz",
    "video-konferenz", "videocall", "skype", "google meet", "gotomeeting", "livestream",
    "virtuell",
];
/// Countries at the end of an address.
const COUNTRIES: [&str; 5] = ["deutschland", "germany", "allemagne", "de", "nrw"];

/// Reads an address; `conference` says that there is a link for taking part from afar.
pub fn read(location: &str, conference: bool) -> Spot {
    let text = clean::without_markup(location).replace(['\n', '\r', ';'], ",");
    let mut spot = Spot { online: conference, ..Spot::default() };
    let mut venue: Vec<String> = Vec::new();
    let mut afar: Vec<String> = Vec::new();
    for part in text.split(',') {
        let link = part.split_whitespace().any(is_link);
        let bare: Vec<&str> = part.split_whitespace().filter(|word| !is_link(word)).collect();
        let part = clean::line(&bare.join(" "), 120);
        let lower = part.to_lowercase();
        if link || ONLINE.iter().any(|word| lower.contains(word)) || lower.contains("hybrid") {
            spot.online = true;
            spot.on_site |= lower.contains("hybrid");
            afar.extend((!part.is_empty()).then_some(part));
            continue;
        }
        if part.is_empty() || (COUNTRIES.contains(&lower.as_str()) && !venue.is_empty()) {
            continue;
        }
        match postcode(&part) {
            Some((postcode, town)) if spot.postcode.is_none() => {
                spot.postcode = Some(postcode);
                spot.town = town.or(spot.town.take());
            }
            _ => venue.push(part),
        }
    }
    // "Marktplatz 1, Schwerte": a name behind a house number is likely to be a town.
    if spot.town.is_none() && venue.len() >= 2 {
        let street = venue.get(venue.len() - 2).is_some_and(|part| ends_with_number(part));
        let named = venue.last().is_some_and(|part| !part.contains(|c: char| c.is_ascii_digit()));
        if street && named {
            spot.town = venue.pop();
            spot.guessed = true;
        }
    }
    spot.on_site |= !spot.online || !venue.is_empty() || spot.postcode.is_some();
    let parts = if venue.is_empty() { afar } else { venue };
    let parts = parts.into_iter().filter(|part| part.chars().any(char::is_alphanumeric));
    let joined = clean::line(&parts.collect::<Vec<String>>().join(", "), 160);
    spot.venue = (!joined.is_empty()).then_some(joined);
    spot
}

fn is_link(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Reads "58239 Schwerte" or "D-58239 Schwerte"; the town may be missing.
fn postcode(part: &str) -> Option<(String, Option<String>)> {
    let part = part.strip_prefix("D-").or_else(|| part.strip_prefix("DE-")).unwrap_or(part);
    let digits = part.get(..5)?;
    let town = part.get(5..)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !(town.is_empty() || town.starts_with(' ')) {
        return None;
    }
    let town = clean::line(town, 80);
    let named =
        town.chars().any(char::is_alphabetic) && !town.starts_with(|c: char| c.is_ascii_digit());
    Some((digits.to_owned(), named.then_some(town)))
}

fn ends_with_number(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or_default();
    part.contains(' ') && last.starts_with(|c: char| c.is_ascii_digit())
}
