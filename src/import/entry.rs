//! From what was found to the fields of an event file.

use super::Settings;
use super::clean;
use super::found::{Details, Found, Said, Told};
use super::report::{Place, Report};
use super::wall::DAY;
use super::words;
use crate::domain::events::KINDS;
use crate::domain::pack::is_web_address;
use crate::domain::text::is_blank;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::rc::Rc;

/// Most graphemes of a title and of a text.
const MOST_TITLE: usize = 300;
const MOST_TEXT: usize = 2_000;
/// Kind of an event whose kind nothing tells.
const PLAIN_KIND: &str = "network_meeting";

/// An event as it goes into the file.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub id: String,
    pub place: Place,
    pub uid: String,
    /// What the source says.
    pub said: Map<String, Value>,
    /// What is only guessed or said for all events; it fills gaps and changes nothing.
    pub guessed: Map<String, Value>,
}

/// What the entries of one UID have in common, or why there are none.
type Outcome = Result<(Map<String, Value>, Map<String, Value>, Vec<String>), String>;

/// Makes entries one after the other; what is to be said of a series is said once.
pub struct Maker<'a> {
    settings: &'a Settings,
    /// By where they lie in memory: instances of one series share their details.
    known: HashMap<usize, (Rc<Details>, Outcome)>,
    /// Names of those who invite, as the files have them.
    pub organisers: Vec<String>,
}

/// Returns the number of a text, the same on every machine (FNV-1a).
fn hash(text: &str) -> u64 {
    let step = |sum: u64, b: u8| (sum ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Returns the id of an event: the same as long as its source calls it the same.
pub fn id(uid: &str, instance: &str) -> String {
    let number = hash(uid) & 0xffff_ffff_ffff;
    let gap = if instance.is_empty() { "" } else { "-" };
    format!("i-{number:012x}{gap}{instance}")
}

/// Tells whether an id was made by an import.
pub fn is_imported(id: &str) -> bool {
    let Some((number, rest)) = id.strip_prefix("i-").and_then(|rest| rest.split_at_checked(12))
    else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    number.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
        && (rest.is_empty() || (rest.starts_with('-') && rest.len() >= 9 && digits(rest)))
}

impl<'a> Maker<'a> {
    /// Begins with nothing.
    pub fn new(settings: &'a Settings) -> Maker<'a> {
        Maker { settings, known: HashMap::new(), organisers: Vec::new() }
    }

    /// Returns the entry of what was found, unless something is missing.
    pub fn entry(&mut self, found: &Found, report: &mut Report) -> Option<Entry> {
        let details = &found.details;
        let number = Rc::as_ptr(details) as usize;
        if !self.known.contains_key(&number) {
            let outcome = self.common(details);
            match &outcome {
                Ok((_, _, remarks)) => {
                    for remark in remarks {
                        report.flag(details.place.clone(), &details.uid, remark);
                    }
                }
                Err(sentence) => report.skip(details.place.clone(), &details.uid, sentence),
            }
            self.known.insert(number, (Rc::clone(details), outcome));
        }
        let (_, outcome) = self.known.get(&number)?;
        let (said, guessed, _) = outcome.as_ref().ok()?;
        let (mut said, guessed) = (said.clone(), guessed.clone());
        said.insert("when".to_owned(), when(found));
        if let Some(note) = note(found) {
            said.insert("note".to_owned(), note);
        }
        let off = details.titles.iter().any(|title| words::is_off(&title.text));
        let status = match found.said {
            Said::Cancelled => "cancelled",
            _ if off => "cancelled",
            Said::Held => "held",
            Said::Unsure => "unsure",
            Said::Planned if found.was.is_some() => "moved",
            Said::Planned => "planned",
        };
        said.insert("status".to_owned(), json!(status));
        if let (Some(was), "moved") = (found.was, status) {
            said.insert("was".to_owned(), json!(was.to_string()));
        }
        let id = id(&name_of(found), &found.instance);
        Some(Entry { id, place: details.place.clone(), uid: details.uid.clone(), said, guessed })
    }

    fn common(&mut self, details: &Details) -> Outcome {
        let (mut said, mut guessed, mut remarks) = (Map::new(), Map::new(), Vec::new());
        let titles = by_language(&details.titles, &|text| clean::line(text, MOST_TITLE));
        let title_words = joined(&titles);
        if titles.is_empty() {
            return Err("it has no title".to_owned());
        }
        said.insert("title".to_owned(), Value::Object(titles));
        let raw = details.text.as_ref().map(|told| clean::without_markup(&told.text));
        let (text, dialling) = clean::without_dialling(raw.as_deref().unwrap_or_default());
        if dialling {
            remarks.push("the part of its text for dialling in is left out".to_owned());
        }
        let text = clean::paragraphs(text, MOST_TEXT);
        if let Some(told) = details.text.as_ref().filter(|_| !is_blank(&text)) {
            said.insert("more".to_owned(), json!({ told.language.as_str(): text }));
        }
        self.links(details, &mut said, &mut guessed, &mut remarks)?;
        self.spot(details, dialling, &mut said, &mut guessed, &mut remarks)?;
        self.organiser(details, &mut said, &mut guessed)?;
        let words = format!("{} {title_words}", details.categories.join(" "));
        self.kind(details, &words, &mut said, &mut guessed, &mut remarks);
        let tags = words::languages(
            details.categories.iter().map(String::as_str).chain([title_words.as_str()]),
        );
        if !tags.is_empty() {
            guessed.insert("languages".to_owned(), json!(tags));
        }
        let all = format!("{words} {text}");
        for (field, holds) in
            [("childcare", words::childcare(&all)), ("step_free", words::step_free(&all))]
        {
            if holds {
                guessed.insert(field.to_owned(), json!(true));
            }
        }
        if details.titles.iter().any(|title| words::is_off(&title.text)) {
            remarks.push("its title says that it is called off; taken as cancelled".to_owned());
        }
        if details.uid.is_empty() {
            remarks.push(
                "it has no UID: if its title or its start changes, it counts as new".to_owned(),
            );
        }
        Ok((said, guessed, remarks))
    }

    /// Takes addresses that lead somewhere harmless.
    fn links(
        &self,
        details: &Details,
        said: &mut Map<String, Value>,
        guessed: &mut Map<String, Value>,
        remarks: &mut Vec<String>,
    ) -> Result<(), String> {
        for (field, url) in [("source", &details.url), ("register_url", &details.register_url)] {
            let Some(url) = url else { continue };
            // Signs that turn the writing would show an address other than the one it leads to.
            let plain = clean::line(url, usize::MAX) == *url;
            if plain && is_web_address(url) && url.len() <= 2_000 {
                said.insert(field.to_owned(), json!(url));
            } else {
                remarks.push("its address is none of the web; it is left out".to_owned());
            }
        }
        if said.contains_key("register_url") {
            guessed.insert("registration".to_owned(), json!("online"));
        }
        if said.contains_key("source") {
            return Ok(());
        }
        let source = self.settings.source.as_ref();
        let source = source.ok_or("it has no address of a page (URL): say one with --source")?;
        guessed.insert("source".to_owned(), json!(source));
        Ok(())
    }

    fn spot(
        &self,
        details: &Details,
        dialling: bool,
        said: &mut Map<String, Value>,
        guessed: &mut Map<String, Value>,
        remarks: &mut Vec<String>,
    ) -> Result<(), String> {
        let spot = &details.spot;
        let online = spot.online || (dialling && spot.venue.is_none());
        let town = spot.town.as_ref().filter(|_| !spot.guessed || self.settings.place.is_none());
        match (town, &self.settings.place) {
            (Some(town), _) => {
                said.insert("place".to_owned(), json!(town));
                if spot.guessed {
                    remarks.push(format!("\"{town}\" is taken for its town"));
                }
            }
            (None, Some(place)) => {
                guessed.insert("place".to_owned(), json!(place));
            }
            (None, None) if online => {
                guessed.insert("place".to_owned(), json!("Online"));
            }
            (None, None) => return Err("its town is not said: say one with --place".to_owned()),
        }
        let mut venue = spot.venue.clone();
        if let (Some(name), Some(town)) =
            (&mut venue, spot.town.as_ref().filter(|_| town.is_none()))
        {
            // What was guessed to be a town is a part of the address again.
            *name = format!("{name}, {town}");
        }
        if let (Some(name), Some(place)) = (&venue, &self.settings.place) {
            let tail = format!(", {place}");
            venue = match name.strip_suffix(&tail) {
                Some(rest) => Some(rest.to_owned()),
                None if name == place => None,
                None => Some(name.clone()),
            };
        }
        if let Some(venue) = venue {
            said.insert("venue".to_owned(), json!(venue));
        }
        if let Some(postcode) = &spot.postcode {
            said.insert("postcode".to_owned(), json!(postcode));
        }
        let on_site = !online || spot.on_site && (spot.venue.is_some() || spot.postcode.is_some());
        if online {
            said.insert("online".to_owned(), json!(true));
            if on_site {
                guessed.insert("on_site".to_owned(), json!(true));
            }
        } else {
            guessed.insert("online".to_owned(), json!(false));
        }
        Ok(())
    }

    fn organiser(
        &mut self,
        details: &Details,
        said: &mut Map<String, Value>,
        guessed: &mut Map<String, Value>,
    ) -> Result<(), String> {
        let name = details.organiser.as_deref().map(|name| clean::line(name, 120));
        if let Some(name) = name.filter(|name| !is_blank(name)) {
            if !self.organisers.contains(&name) && self.organisers.len() < 50 {
                self.organisers.push(name.clone());
            }
            said.insert("organiser".to_owned(), json!(name));
            return Ok(());
        }
        let name = self.settings.organiser.as_ref();
        let name = name.ok_or("it does not say who invites: say it with --organiser")?;
        guessed.insert("organiser".to_owned(), json!(name));
        Ok(())
    }

    fn kind(
        &self,
        details: &Details,
        words: &str,
        said: &mut Map<String, Value>,
        guessed: &mut Map<String, Value>,
        remarks: &mut Vec<String>,
    ) {
        if let Some(kind) = &self.settings.kind {
            said.insert("kind".to_owned(), json!(kind));
            return;
        }
        let found = words::kind(words).filter(|(kind, _)| KINDS.contains(kind));
        let kind = match (found, details.kind) {
            (Some((kind, word)), _) => {
                remarks.push(format!("kind guessed: {kind}, by \"{word}\""));
                kind
            }
            (None, Some(kind)) => kind,
            (None, None) => {
                remarks.push(format!("nothing tells its kind; taken for {PLAIN_KIND}"));
                PLAIN_KIND
            }
        };
        guessed.insert("kind".to_owned(), json!(kind));
    }
}

/// Returns what an event is known by: its UID, or else its title and start.
fn name_of(found: &Found) -> String {
    let details = &found.details;
    if !details.uid.is_empty() {
        return details.uid.clone();
    }
    let title = details.titles.first().map_or("", |title| title.text.as_str());
    format!("\n{title}\n{}", found.start)
}

fn joined(texts: &Map<String, Value>) -> String {
    texts.values().filter_map(Value::as_str).collect::<Vec<&str>>().join(" ")
}

/// Returns the texts that are not blank, the first of each language.
fn by_language(told: &[Told], clean: &dyn Fn(&str) -> String) -> Map<String, Value> {
    let mut map = Map::new();
    for told in told.iter().take(40) {
        let text = clean(&clean::without_markup(&told.text));
        if !is_blank(&text) && !map.contains_key(&told.language) {
            map.insert(told.language.clone(), json!(text));
        }
    }
    map
}

/// Returns when it is, in the words of the event file.
fn when(found: &Found) -> Value {
    let (first, last) = (found.start.date().to_string(), found.last().to_string());
    let several = first != last;
    if found.all_day {
        return if several { json!({"date": first, "to": last}) } else { json!({"date": first}) };
    }
    let time = found.start.time();
    match found.end {
        None => json!({"date": first, "time": time}),
        // "22:00 to 01:00" is an evening; what lasts longer has days.
        Some(end) if several && end.seconds() - found.start.seconds() >= DAY => {
            json!({"date": first, "to": last})
        }
        // An end at the very minute of the start would be read as no end.
        Some(end) if end.time() == time => json!({"date": first, "time": time}),
        Some(end) => json!({"date": first, "time": time, "end_time": end.time()}),
    }
}

/// Returns the times of an event of several days, for which its days leave no room.
fn note(found: &Found) -> Option<Value> {
    let end = found.end.filter(|end| end.seconds() - found.start.seconds() >= DAY)?;
    (!found.all_day && found.last() != found.start.date()).then(|| {
        let (from, to) = (found.start.time(), end.time());
        json!({"de": format!("Beginn am ersten Tag um {from} Uhr, Ende am letzten Tag um {to} Uhr.")})
    })
}
