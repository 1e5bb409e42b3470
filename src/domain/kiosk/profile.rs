//! What an office sets for a stand, read from `kiosk/<name>.json`.
//!
//! A stand must start whatever the file says: every fault is reported, and a working default takes its place.

use super::session::Idle;
use crate::domain::json::{self, Object, Problems, Reader};
use crate::domain::language::Language;
use crate::domain::pack::is_web_address;
use crate::domain::path::is_time;
use crate::domain::problem::Problem;

/// Most bytes of a profile.
const LONGEST_FILE: usize = 20_000;
/// Most characters of an address: a QR code with more is hard to read for a phone.
const LONGEST_ADDRESS: usize = 120;
/// The code if none is set.
const DEFAULT_CODE: &str = "0000";

const FIELDS: [&str; 10] = [
    "format", "pack", "languages", "idle", "offers", "printer", "address", "night", "code",
    "watchdog",
];

/// What a stand offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// May I vote and stand?
    Check,
    /// Does it suit me?
    Fit,
    /// What the role is.
    Role,
    Events,
    /// The path to the ballot.
    Path,
}

impl Offer {
    /// All of them with their words, in the order in which they are shown.
    pub const WORDS: [(&'static str, Offer); 5] = [
        ("check", Offer::Check),
        ("fit", Offer::Fit),
        ("role", Offer::Role),
        ("events", Offer::Events),
        ("path", Offer::Path),
    ];
}

/// When the screen is dim, in minutes of the day; it may pass midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Night {
    /// The first minute that is dim.
    pub from: u16,
    /// The first minute that is not any more.
    pub to: u16,
}

impl Night {
    /// Tells whether a minute of the day is dim.
    pub fn is_night(self, minute_of_day: u16) -> bool {
        let (from, to) = (self.from <= minute_of_day, minute_of_day < self.to);
        if self.from < self.to { from && to } else { from || to }
    }
}

/// The settings of a stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// Id of the pack; the one of the copy if `None`.
    pub pack: Option<String>,
    /// Tags of the languages in the order of their tiles; empty for all of the app.
    pub languages: Vec<String>,
    pub idle: Idle,
    /// Without any: all.
    pub offers: Vec<Offer>,
    /// Whether a printer stands beside it.
    pub printer: bool,
    /// Beginning of addresses in QR codes; the page's own address if `None`.
    pub address: Option<String>,
    pub night: Option<Night>,
    /// Code of the page for the staff, 4 to 8 digits.
    pub code: String,
    /// Whether a program on the machine listens for signs of life.
    pub watchdog: bool,
}

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            pack: None,
            languages: Vec::new(),
            idle: Idle::default(),
            offers: Vec::new(),
            printer: false,
            address: None,
            night: None,
            code: DEFAULT_CODE.to_owned(),
            watchdog: false,
        }
    }
}

impl Profile {
    /// Tells whether something is offered.
    pub fn offers(&self, offer: Offer) -> bool {
        self.offers.is_empty() || self.offers.contains(&offer)
    }

    /// Tells whether the screen is dim at a minute of the day.
    pub fn is_night(&self, minute_of_day: u16) -> bool {
        self.night.is_some_and(|night| night.is_night(minute_of_day))
    }

    /// Returns the languages in the order of their tiles; the stand goes back to the first one.
    pub fn tiles<'a>(&self, shipped: &'a [Language]) -> Vec<&'a Language> {
        let mut tiles: Vec<&Language> = Vec::new();
        for tag in &self.languages {
            tiles.extend(shipped.iter().find(|language| language.tag == *tag));
        }
        if tiles.is_empty() { shipped.iter().collect() } else { tiles }
    }
}

/// Reads the text of a profile; `file` is its path below `public/`, for the problems.
pub fn read(file: &str, text: &str) -> (Profile, Vec<Problem>) {
    let problems = Problems::default();
    let profile = read_all(file, text, &problems).unwrap_or_default();
    (profile, problems.into_inner())
}

fn read_all(file: &str, text: &str, problems: &Problems) -> Option<Profile> {
    if text.len() > LONGEST_FILE {
        let sentence = format!("The file is longer than {LONGEST_FILE} bytes: this is no profile.");
        problems.borrow_mut().push(Problem::error(file, sentence));
        return None;
    }
    let value = json::parse(file, text, problems)?;
    let object = Reader::new(&value, &format!("{file}#"), problems).object(&FIELDS)?;
    if let Some(format) = object.need("format").filter(|field| field.value().as_i64() != Some(1)) {
        format.error("1 is expected here: another format cannot be read.");
    }
    Some(Profile {
        pack: object.get("pack").and_then(|field| field.slug()),
        languages: languages(&object),
        idle: object.get("idle").map_or_else(Idle::default, |field| idle(&field)),
        offers: offers(&object),
        printer: object.flag("printer"),
        address: object.get("address").and_then(|field| address(&field)),
        night: object.get("night").and_then(|field| night(&field)),
        code: code(&object),
        watchdog: object.flag("watchdog"),
    })
}

fn languages(object: &Object<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for item in object.list("languages") {
        match item.slug() {
            Some(tag) if tags.contains(&tag) => twice(&item, &tag),
            tag => tags.extend(tag),
        }
    }
    tags
}

fn offers(object: &Object<'_>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for item in object.list("offers") {
        match item.word(&Offer::WORDS) {
            Some(offer) if offers.contains(&offer) => twice(&item, item.text().unwrap_or_default()),
            offer => offers.extend(offer),
        }
    }
    offers
}

fn twice(item: &Reader<'_>, word: &str) {
    item.error(format!("\"{word}\" stands twice in this list."));
}

fn idle(reader: &Reader<'_>) -> Idle {
    let mut idle = Idle::default();
    let Some(object) = reader.object(&["page", "question", "warning"]) else { return idle };
    let fields = [
        ("page", &mut idle.page, 30..=900),
        ("question", &mut idle.question, 30..=1_800),
        ("warning", &mut idle.warning, 20..=120),
    ];
    for (key, seconds, range) in fields {
        if let Some(number) = object.get(key).and_then(|field| field.number(range)) {
            *seconds = number as u32;
        }
    }
    if idle.question < idle.page {
        reader.warning("A question has less time (\"question\") than other pages (\"page\").");
    }
    idle
}

fn address(reader: &Reader<'_>) -> Option<String> {
    let text = reader.text()?;
    let odd = |c: char| matches!(c, '?' | '#' | '@');
    if !is_web_address(text) {
        reader.error("The address must begin with https:// or http:// and have no spaces.");
    } else if text.contains(odd) {
        reader.error("The address must have no ?, # or @: the app puts its own words behind it.");
    } else if text.chars().count() > LONGEST_ADDRESS {
        let sentence = format!("The address is longer than {LONGEST_ADDRESS} characters.");
        reader.error(sentence);
    } else {
        let host = text.split("://").nth(1).unwrap_or_default();
        if ["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own)) {
            reader.warning("This address leads to the machine itself: a phone cannot open it.");
        }
        return Some(text.to_owned());
    }
    None
}

fn night(reader: &Reader<'_>) -> Option<Night> {
    let object = reader.object(&["from", "to"])?;
    let (from, to) = (time(&object, "from"), time(&object, "to"));
    let night = Night { from: from?, to: to? };
    if night.from == night.to {
        reader.error("The night begins when it ends: it has no minute.");
        return None;
    }
    Some(night)
}

/// Returns the minute of the day of a field `HH:MM`.
fn time(object: &Object<'_>, key: &str) -> Option<u16> {
    let field = object.need(key)?;
    let text = field.text()?;
    if !is_time(text) {
        field.error(format!("\"{text}\" is not a time: write HH:MM."));
        return None;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let number = digits.fold(0, |number, digit| 10 * number + u16::from(digit - b'0'));
    Some(number / 100 * 60 + number % 100)
}

fn code(object: &Object<'_>) -> String {
    let Some(field) = object.get("code") else {
        let sentence =
            format!("There is no \"code\": the page for the staff opens with {DEFAULT_CODE}.");
        object.at().warning(sentence);
        return DEFAULT_CODE.to_owned();
    };
    let code = field.text().unwrap_or(DEFAULT_CODE);
    if !(4..=8).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
        let sentence =
            format!("Write 4 to 8 digits; the page for the staff opens with {DEFAULT_CODE}.");
        field.error(sentence);
        return DEFAULT_CODE.to_owned();
    }
    if code == DEFAULT_CODE && field.value().is_string() {
        field.warning(format!("{DEFAULT_CODE} is the first code that anybody tries: set another."));
    }
    code.to_owned()
}
