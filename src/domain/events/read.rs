//! From JSON to events, with every problem and its place.

use super::{
    AUDIENCES, ByLanguage, Cost, Event, EventWhen, KINDS, ORGANISERS, REGISTRATIONS, STATUSES,
    file_of,
};
use crate::domain::date::Date;
use crate::domain::finder::Words;
use crate::domain::json::{self, Object, Problems, Reader};
use crate::domain::pack::is_web_address;
use crate::domain::path::is_time;
use crate::domain::text::is_blank;

/// What all events of a file have in common.
struct File<'a> {
    name: &'a str,
    as_of: Option<Date>,
    today: Date,
    demo: bool,
}

impl ByLanguage {
    fn read(reader: &Reader<'_>) -> Option<ByLanguage> {
        let mut texts = Vec::new();
        for (tag, field) in reader.entries_object()?.entries() {
            match field.text() {
                Some(text) if !is_blank(text) => {
                    texts.push((tag.to_owned(), text.to_owned()));
                }
                Some(_) => field.error("The text is empty."),
                None => {}
            }
        }
        if texts.is_empty() {
            reader.error("At least one language is needed.");
            return None;
        }
        Some(ByLanguage(texts))
    }
}

impl EventWhen {
    fn read(reader: &Reader<'_>, today: Date, demo: bool) -> Option<EventWhen> {
        let fields = ["date", "to", "time", "end_time", "from", "about", "sort", "in_days"];
        let object = reader.object(&fields)?;
        let time = |key: &str| clock(&object, key);
        if let Some(field) = object.get("in_days") {
            let date = in_days(&field, today, demo)?;
            return Some(EventWhen::Day { date, time: time("time"), end: time("end_time") });
        }
        if let Some(field) = object.get("about") {
            let sort = object.date("sort")?;
            return Some(EventWhen::About { words: ByLanguage::read(&field)?, sort });
        }
        if let Some(field) = object.get("from") {
            return Some(EventWhen::Starting { from: field.date()?, time: time("time") });
        }
        let date = object.date("date")?;
        if let Some(field) = object.get("to") {
            let to = field.date()?;
            if to < date {
                field.error("The last day lies before the first.");
                return None;
            }
            return Some(EventWhen::Days { from: date, to });
        }
        Some(EventWhen::Day { date, time: time("time"), end: time("end_time") })
    }
}

fn clock(object: &Object<'_>, key: &str) -> Option<String> {
    let field = object.get(key)?;
    let text = field.text()?;
    if !is_time(text) {
        field.error(format!("\"{text}\" is not a time: write HH:MM."));
        return None;
    }
    Some(text.to_owned())
}

/// Reads a day that is counted from today.
fn in_days(reader: &Reader<'_>, today: Date, demo: bool) -> Option<Date> {
    if !demo {
        reader.error("Only packs marked \"demo\" may say \"in_days\": write the date.");
        return None;
    }
    Some(today.plus_days(reader.number(-400..=400)?))
}

/// Reads an event file; events that cannot be read are left out and reported.
pub fn read(name: &str, text: &str, today: Date, demo: bool, problems: &Problems) -> Vec<Event> {
    read_at(&file_of(name), name, text, (today, demo), problems)
}

/// Reads the text of a file of this format that lies somewhere else.
pub(super) fn read_at(
    path: &str,
    name: &str,
    text: &str,
    (today, demo): (Date, bool),
    problems: &Problems,
) -> Vec<Event> {
    let mut events = Vec::new();
    if let Some(value) = json::parse(path, text, problems) {
        let reader = Reader::new(&value, &format!("{path}#"), problems);
        each(&reader, name, (today, demo), &mut |_, event| events.push(event));
    }
    events
}

/// Reads the events of a file one by one, with their positions in it; returns of which day the file
/// is, if it is one.
pub(super) fn each(
    reader: &Reader<'_>,
    name: &str,
    (today, demo): (Date, bool),
    take: &mut dyn FnMut(usize, Event),
) -> Option<Option<Date>> {
    let object = reader.object(&["format", "id", "as_of", "events"])?;
    if let Some(format) = object.need("format") {
        format.number(1..=1)?;
    }
    let as_of = object.date("as_of");
    if object.slug("id").is_some_and(|id| id != name) {
        reader.error(format!("The id must be the name of the file, \"{name}\"."));
    }
    let file = File { name, as_of, today, demo };
    let mut ids = Words::default();
    for (at, item) in object.list("events").iter().enumerate() {
        if let Some(event) = read_one(item, &file) {
            let known = ids.len();
            if (ids.number(&event.id) as usize) < known {
                item.error(format!("The id \"{}\" stands twice.", event.id));
            } else {
                take(at, event);
            }
        }
    }
    Some(as_of)
}

const FIELDS: [&str; 28] = [
    "id", "when", "place", "venue", "online", "title", "kind", "organiser", "audience",
    "registration", "register_by", "languages", "childcare", "step_free", "series", "status",
    "note", "source", "was", "postcode", "directions", "on_site", "organiser_kind", "register_url",
    "cost", "interpreting", "more", "updated",
];

fn read_one(reader: &Reader<'_>, file: &File<'_>) -> Option<Event> {
    let object = reader.object(&FIELDS)?;
    // Every field is read before the first missing one ends it, so that all faults are reported.
    let further = further(reader, &object, file);
    let id = object.slug("id");
    let when = object.need("when").and_then(|field| EventWhen::read(&field, file.today, file.demo));
    let place = object.owned("place");
    let title = object.need("title").and_then(|field| ByLanguage::read(&field));
    let kind = object.need("kind").and_then(|field| word(&field, &KINDS));
    let organiser = object.owned("organiser");
    let status = object.need("status").and_then(|field| word(&field, &STATUSES));
    let registration = match object.get("registration") {
        Some(field) => word(&field, &REGISTRATIONS),
        None => Some(further.registration.clone()),
    };
    let was = was(&object, file, status.as_deref());
    let counted = object.get("when").is_some_and(|field| field.value().get("in_days").is_some());
    Some(Event {
        id: id?,
        when: when?,
        place: place?,
        title: title?,
        kind: kind?,
        organiser: organiser?,
        status: status?,
        registration: registration?,
        was,
        counted,
        ..further
    })
}

/// Reads what need not be said; what must be said is left blank.
fn further(reader: &Reader<'_>, object: &Object<'_>, file: &File<'_>) -> Event {
    let said = |key: &str| object.get(key).and_then(|field| ByLanguage::read(&field));
    let day = |key: &str| object.get(key).and_then(|field| field.date());
    let online = object.flag("online");
    Event {
        file: file.name.to_owned(),
        as_of: file.as_of,
        postcode: object.get("postcode").and_then(|field| postcode(&field)),
        venue: object.maybe("venue"),
        directions: said("directions"),
        online,
        on_site: object.get("on_site").map_or(!online, |field| on_site(&field, online)),
        organiser_kind: object.get("organiser_kind").and_then(|field| word(&field, &ORGANISERS)),
        audience: object.all("audience", &|r| word(r, &AUDIENCES)),
        register_by: day("register_by"),
        register_url: object.get("register_url").and_then(|field| address(&field)),
        cost: object.get("cost").and_then(|field| cost(&field)),
        languages: object.slugs("languages"),
        interpreting: object.slugs("interpreting"),
        childcare: object.flag("childcare"),
        step_free: object.flag("step_free"),
        series: object.get("series").and_then(|field| field.slug()),
        note: said("note"),
        more: said("more"),
        source: source(reader, object, file.demo),
        updated: day("updated"),
        ..blank(file.today)
    }
}

/// Returns an event of which nothing is known.
pub(super) fn blank(today: Date) -> Event {
    let nothing = String::new;
    Event {
        id: nothing(),
        file: nothing(),
        as_of: None,
        when: EventWhen::Day { date: today, time: None, end: None },
        counted: false,
        was: None,
        place: nothing(),
        postcode: None,
        venue: None,
        directions: None,
        online: false,
        on_site: true,
        title: ByLanguage::new(Vec::new()),
        kind: nothing(),
        organiser: nothing(),
        organiser_kind: None,
        audience: Vec::new(),
        registration: "unknown".to_owned(),
        register_by: None,
        register_url: None,
        cost: None,
        languages: Vec::new(),
        interpreting: Vec::new(),
        childcare: false,
        step_free: false,
        series: None,
        status: nothing(),
        note: None,
        more: None,
        source: None,
        updated: None,
    }
}

fn source(reader: &Reader<'_>, object: &Object<'_>, demo: bool) -> Option<String> {
    let source = object.maybe("source");
    if source.as_deref().is_some_and(|url| !is_web_address(url)) {
        reader.error("\"source\" must begin with https:// or http://.");
    } else if source.is_none() && !demo {
        reader.error("A real event needs its \"source\": the page that announced it.");
    }
    source.filter(|url| is_web_address(url))
}

/// Reads the old day of an event that was moved: a date, or days from today in an example.
fn was(object: &Object<'_>, file: &File<'_>, status: Option<&str>) -> Option<Date> {
    let field = object.get("was")?;
    if status != Some("moved") {
        field.error("\"was\" is the old day of an event whose status is \"moved\".");
        return None;
    }
    if !field.value().is_object() {
        return field.date();
    }
    let days = field.object(&["in_days"])?.need("in_days")?;
    in_days(&days, file.today, file.demo)
}

fn postcode(reader: &Reader<'_>) -> Option<String> {
    let text = reader.text()?;
    if text.len() != 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
        reader.error(format!("\"{text}\" is not a postcode: write five digits."));
        return None;
    }
    Some(text.to_owned())
}

fn on_site(reader: &Reader<'_>, online: bool) -> bool {
    let on_site = reader.flag();
    if !on_site && !online {
        reader.error("An event is on site, online, or both.");
        return true;
    }
    on_site
}

fn address(reader: &Reader<'_>) -> Option<String> {
    let text = reader.text()?;
    if !is_web_address(text) {
        reader.error("A web address begins with https:// or http://.");
        return None;
    }
    Some(text.to_owned())
}

fn cost(reader: &Reader<'_>) -> Option<Cost> {
    if reader.value().is_object() {
        return ByLanguage::read(reader).map(Cost::Text);
    }
    reader.one_of(&["free"]).map(|_| Cost::Free)
}

fn word(reader: &Reader<'_>, words: &[&str]) -> Option<String> {
    words.get(reader.one_of(words)?).map(|word| (*word).to_owned())
}
