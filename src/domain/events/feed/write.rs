//! Writing feeds. Only the build does that; the page never calls it.

use super::super::{
    AUDIENCES, ByLanguage, Event, EventWhen, KINDS, Now, ORGANISERS, STATUSES, entry, file_of, key,
    read,
};
use super::{FORMAT, Feed, MOST, stamp};
use crate::domain::date::Date;
use crate::domain::finder::hash;
use crate::domain::ics;
use crate::domain::json::{self, Problems, Reader};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Events in one file of details.
const BUCKET: usize = 64;
/// Most events that get calendar files.
const MOST_CALENDARS: usize = 1000;
/// Longest names of places that are left out of other texts, and longest such texts.
const LONG_PLACE: usize = 200;
/// Most bytes of the texts that parts share, and of one of them.
const MOST_SHARED: usize = 9_500;
const LONG_SHARED: usize = 200;
const LONG_TEXT: usize = 10_000;

/// Somebody who speaks a language of the app.
pub struct Speaker<'a> {
    pub tag: &'a str,
    /// Returns the text of a message.
    pub say: &'a dyn Fn(&str) -> String,
}

/// A feed as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// Paths below the page, and what stands in each file.
    pub files: Vec<(String, String)>,
    /// How many events are in it.
    pub count: usize,
    /// How many were left out, because there is a problem with them.
    pub left_out: usize,
}

/// An event with what the file says of it.
struct Item<'a> {
    event: Event,
    value: &'a Value,
}

/// Writes the feed of an event file; `None` if it is no event file. Events with problems are left out;
/// the same input makes the same files.
pub fn write(
    name: &str,
    text: &str,
    today: Date,
    demo: bool,
    speakers: &[Speaker<'_>],
    problems: &Problems,
) -> Option<Written> {
    let path = file_of(name);
    let own = Problems::default();
    let written = json::parse(&path, text, &own).and_then(|value| {
        let mut events = Vec::new();
        let reader = Reader::new(&value, &format!("{path}#"), &own);
        let as_of = read::each(&reader, name, (today, demo), &mut |at, event| {
            events.push((at, event));
        })?;
        let bad = bad_ones(&own);
        let mut items = Vec::new();
        for (at, event) in events.into_iter().filter(|(at, _)| !bad.contains(at)) {
            items.push(Item { event, value: &value["events"][at] });
        }
        items.sort_by(|a, b| key(&a.event).cmp(&key(&b.event)));
        let files = files(name, as_of, today, &items, speakers);
        Some(Written { files, count: items.len(), left_out: bad.len() })
    });
    problems.borrow_mut().extend(own.into_inner());
    written
}

/// Returns the positions of events that cannot be used as they are.
fn bad_ones(problems: &Problems) -> BTreeSet<usize> {
    let problems = problems.borrow();
    let at = problems.iter().filter(|problem| problem.is_error()).filter_map(|problem| {
        let rest = problem.pointer.strip_prefix("/events/")?;
        rest.split('/').next()?.parse().ok()
    });
    at.collect()
}

fn files(
    name: &str,
    as_of: Option<Date>,
    today: Date,
    items: &[Item<'_>],
    speakers: &[Speaker<'_>],
) -> Vec<(String, String)> {
    let parts = parts(items);
    let buckets = items.len().div_ceil(BUCKET).max(1);
    let (calendars, last) = calendars(name, today, items, speakers);
    let rows: Vec<Part> = parts.iter().map(|part| Part::new(part, today)).collect();
    let shared = shared(&rows);
    let head = head(name, as_of, today, &parts, buckets, (speakers, last), &shared);
    let mut files = vec![(Feed::path(name), head)];
    for (at, part) in rows.iter().enumerate() {
        files.push((format!("events/{name}/{at}.txt"), part.text(name, &shared)));
    }
    files.extend(details(name, as_of, buckets, items));
    files.extend(calendars);
    files
}

/// Cuts sorted events into parts: months together while they fit, a longer month in equal pieces.
fn parts<'a, 'b>(items: &'b [Item<'a>]) -> Vec<&'b [Item<'a>]> {
    let month = |item: &Item<'_>| {
        let day = item.event.when.sort();
        (day.year(), day.month())
    };
    let (mut parts, mut from, mut to) = (Vec::new(), 0, 0);
    for months in items.chunk_by(|a, b| month(a) == month(b)) {
        if to - from + months.len() > MOST {
            parts.extend((to > from).then(|| &items[from..to]));
            from = to;
        }
        to += months.len();
        if months.len() > MOST {
            parts.extend(months.chunks(months.len().div_ceil(months.len().div_ceil(MOST))));
            from = to;
        }
    }
    parts.extend((to > from).then(|| &items[from..to]));
    parts
}

/// Returns `feed.json`.
fn head(
    name: &str,
    as_of: Option<Date>,
    today: Date,
    parts: &[&[Item<'_>]],
    buckets: usize,
    (speakers, last): (&[Speaker<'_>], Option<&Event>),
    shared: &[String],
) -> String {
    let count: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = format!("{{\"format\":{FORMAT},\"id\":\"{name}\"");
    if let Some(day) = as_of {
        out += &format!(",\"as_of\":\"{day}\"");
    }
    out += &format!(",\"count\":{count},\"buckets\":{buckets}");
    let tags: Vec<String> = speakers.iter().map(|speaker| format!("\"{}\"", speaker.tag)).collect();
    out += &format!(",\"calendars\":{{\"languages\":[{}],\"from\":\"{today}\"", tags.join(","));
    if let Some(event) = last {
        let (day, minute, id) = key(event);
        out += &format!(",\"until\":[\"{day}\",{minute},\"{id}\"]");
    }
    let day = |item: Option<&Item<'_>>| item.map_or(today, |item| item.event.when.sort());
    let first = day(parts.first().and_then(|part| part.first()));
    let mut last = first;
    let mut list = Vec::new();
    for part in parts {
        let (from, to) = (day(part.first()), day(part.last()));
        let (gap, span) = (from.days() - last.days(), to.days() - from.days());
        list.push(format!("[{gap},{span},{}]", part.len()));
        last = to;
    }
    let texts = Value::from(shared);
    let (texts, list) = (json::to_text(&texts), list.join(","));
    out + &format!("}},\"texts\":{texts},\"first\":\"{first}\",\"parts\":[{list}]}}\n")
}

/// Returns the files of details; every bucket has one.
fn details(
    name: &str,
    as_of: Option<Date>,
    buckets: usize,
    items: &[Item<'_>],
) -> Vec<(String, String)> {
    let mut lists = vec![String::new(); buckets];
    for item in items {
        let list = &mut lists[hash(&item.event.id) as usize % buckets];
        list.push_str(if list.is_empty() { "\n" } else { ",\n" });
        list.push_str(&json::to_text(item.value));
    }
    let as_of = as_of.map_or(String::new(), |day| format!("\"as_of\":\"{day}\","));
    let file = |(at, list): (usize, &String)| {
        let text = format!("{{\"format\":1,\"id\":\"{name}\",{as_of}\"events\":[{list}\n]}}\n");
        (format!("events/{name}/d{at}.json"), text)
    };
    lists.iter().enumerate().map(file).collect()
}

/// Returns the calendar files, and the last event that has them if others that are coming have none.
fn calendars<'a>(
    name: &str,
    today: Date,
    items: &'a [Item<'_>],
    speakers: &[Speaker<'_>],
) -> (Vec<(String, String)>, Option<&'a Event>) {
    let now = Now::morning(today);
    let coming = items.iter().map(|item| &item.event).filter(|event| !event.is_over(now));
    let coming: Vec<&Event> = coming.filter(|event| !event.counted).collect();
    let mut files = Vec::new();
    for event in coming.iter().take(MOST_CALENDARS) {
        for speaker in speakers {
            let path = format!("events/{name}/{}.{}.ics", event.id, speaker.tag);
            files.push((path, calendar(event, today, speaker)));
        }
    }
    let last = coming.get(MOST_CALENDARS - 1).filter(|_| coming.len() > MOST_CALENDARS);
    (files, last.copied())
}

/// Returns the calendar file of an event, as the page would hand it out when the day begins.
pub fn calendar(event: &Event, today: Date, speaker: &Speaker<'_>) -> String {
    let title = format!("{}: {}", (speaker.say)("app.name"), (speaker.say)("events.name"));
    let entry = entry(event, speaker.tag, speaker.say);
    ics::calendar(&title, &[entry], i64::from(today.days()) * 86_400)
}

/// A value of a line: as it stands there, or a text of the table.
enum Cell {
    Plain(String),
    Text(char, String),
}

/// The values of all lines of a part.
struct Part {
    base: Date,
    rows: Vec<Vec<Cell>>,
}

impl Part {
    fn new(items: &[Item<'_>], today: Date) -> Part {
        let base = items.first().map_or(today, |item| item.event.when.sort());
        Part { base, rows: items.iter().map(|item| row(item, base, today)).collect() }
    }

    /// Returns the texts, and how often each is needed.
    fn texts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for cell in self.rows.iter().flatten() {
            if let Cell::Text(_, text) = cell {
                *counts.entry(text.as_str()).or_default() += 1;
            }
        }
        counts
    }

    /// Returns the file.
    fn text(&self, name: &str, shared: &[String]) -> String {
        let mut numbers: BTreeMap<&str, usize> =
            shared.iter().enumerate().map(|(at, text)| (text.as_str(), at)).collect();
        let table = by_number(self.texts());
        let table: Vec<&str> =
            table.into_iter().filter(|text| !numbers.contains_key(text)).collect();
        let behind = table.iter().enumerate().map(|(at, text)| (*text, shared.len() + at));
        numbers.extend(behind);
        let (stamp, base, texts) = (stamp(shared), self.base, table.len());
        let mut out = format!("{FORMAT} {name} {stamp} {base} {texts} {}\n", self.rows.len());
        for text in table {
            out.push_str(text);
            out.push('\n');
        }
        for row in &self.rows {
            out.push('\n');
            for cell in row {
                match cell {
                    Cell::Plain(text) => out.push_str(text),
                    Cell::Text(mark, text) => {
                        out.push(*mark);
                        out.push_str(&number(numbers[text.as_str()]));
                    }
                }
            }
        }
        out + "\n"
    }
}

/// Returns texts with those first that are needed most: they get the short numbers.
fn by_number(counts: BTreeMap<&str, usize>) -> Vec<&str> {
    let mut texts: Vec<(&str, usize)> = counts.into_iter().collect();
    texts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    texts.into_iter().map(|(text, _)| text).collect()
}

/// Returns the texts that the parts are to share: those that stand in most of them.
fn shared(parts: &[Part]) -> Vec<String> {
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for part in parts {
        for (text, count) in part.texts() {
            let (parts, uses) = all.entry(text).or_default();
            (*parts, *uses) = (*parts + 1, *uses + count);
        }
    }
    let mut several: Vec<(&str, (usize, usize))> = all.into_iter().collect();
    several.retain(|(text, (parts, _))| *parts > 1 && text.len() <= LONG_SHARED);
    several.sort_by_key(|(_, (parts, _))| std::cmp::Reverse(*parts));
    let (mut counts, mut bytes) = (BTreeMap::new(), 0);
    for (text, (_, uses)) in several {
        if bytes + text.len() <= MOST_SHARED {
            bytes += text.len();
            counts.insert(text, uses);
        }
    }
    by_number(counts).into_iter().map(str::to_owned).collect()
}

/// Returns the values of a line.
fn row(item: &Item<'_>, base: Date, today: Date) -> Vec<Cell> {
    let event = &item.event;
    let place = event.place.as_str();
    let from = |day: Date, base: Date| day.days() - base.days();
    let mut row = vec![Cell::Plain(event.id.clone())];
    let mut put = |text: String| row.push(Cell::Plain(text));
    let first = event.when.sort();
    put(match event.counted {
        true => format!("*{}", from(first, today)),
        false => format!(" {}", from(first, base)),
    });
    let clock = |mark: char, time: &Option<String>| {
        time.as_ref().map_or(String::new(), |time| format!("{mark}{}", time.replace(':', "")))
    };
    let mut about = None;
    match &event.when {
        EventWhen::Day { time, end, .. } => put(clock('@', time) + &clock('>', end)),
        EventWhen::Days { from: first, to } => put(format!("~{}", from(*to, *first))),
        EventWhen::Starting { time, .. } => put(format!("^{}", clock('@', time))),
        EventWhen::About { words, .. } => about = Some(words),
    }
    row.push(Cell::Text('#', escaped(place, "")));
    row.extend(event.postcode.iter().map(|digits| Cell::Plain(format!("'{digits}"))));
    row.extend(about.map(|words| Cell::Text('?', said(words, place))));
    // What often comes together stands together.
    row.push(Cell::Text('!', said(&event.title, place)));
    row.push(Cell::Plain(format!("={}", words(event))));
    row.extend(event.venue.iter().map(|venue| Cell::Text('$', escaped(venue, place))));
    row.push(Cell::Text('%', escaped(&event.organiser, place)));
    row.extend(event.note.iter().map(|note| Cell::Text('&', said(note, place))));
    let mut put = |text: String| row.push(Cell::Plain(text));
    if !event.languages.is_empty() {
        put(format!("/{}", event.languages.join(",")));
    }
    if !event.interpreting.is_empty() {
        put(format!("|{}", event.interpreting.join(",")));
    }
    if let Some(day) = event.updated {
        put(format!("\"{}", from(day, base)));
    }
    if let Some(day) = event.was {
        match item.value["was"].is_object() {
            true => put(format!("){}", from(day, today))),
            false => put(format!("({}", from(day, base))),
        }
    }
    row
}

/// Returns the positions of words in their lists.
fn words(event: &Event) -> String {
    let at = |list: &[&str], word: &str| {
        list.iter().position(|other| *other == word).map_or("-".to_owned(), number)
    };
    let flags = [event.online, event.on_site, event.childcare, event.step_free];
    let flags = flags.iter().rev().fold(0, |sum, flag| 2 * sum + usize::from(*flag));
    let organiser = event.organiser_kind.as_deref().unwrap_or_default();
    let mut out = at(&KINDS, &event.kind) + &at(&STATUSES, &event.status);
    out += &number(flags);
    out += &at(&ORGANISERS, organiser);
    event.audience.iter().for_each(|word| out += &at(&AUDIENCES, word));
    out
}

/// Writes a number to the base of 62.
fn number(mut number: usize) -> String {
    const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 62]));
        number /= 62;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn said(texts: &ByLanguage, place: &str) -> String {
    let pairs = texts.languages().zip(texts.texts());
    let pairs = pairs.map(|(tag, text)| format!("{}\t{}", escaped(tag, ""), escaped(text, place)));
    pairs.collect::<Vec<_>>().join("\t")
}

/// Writes a text so that it ends neither its line nor its field; `\p` stands for the place.
fn escaped(text: &str, place: &str) -> String {
    let plain = |text: &str| {
        let text = text.replace('\\', "\\\\").replace('\n', "\\n");
        text.replace('\r', "\\r").replace('\t', "\\t")
    };
    if place.len() < 2 || place.len() > LONG_PLACE || text.len() > LONG_TEXT {
        return plain(text);
    }
    text.split(place).map(plain).collect::<Vec<_>>().join("\\p")
}
