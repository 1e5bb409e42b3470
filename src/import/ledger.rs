//! Laying what was found over what an event file already holds.
//!
//! What the source says replaces what stands there; what it does not say, or what is only guessed,
//! changes nothing that is already there. Events that somebody wrote by hand are left alone.

use super::entry::{self, Entry};
use super::found::Window;
use super::report::{Place, Report};
use crate::domain::date::Date;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

/// Days by which an instance of a series may have moved when its rule was changed.
const NEAR: i32 = 6;
/// Length of the part of an id that all instances of a series share.
const NUMBER: usize = 14;

/// An event of the file.
pub type Event = Map<String, Value>;

/// How to go about it.
pub struct Rules<'a> {
    /// Name of the event file, for the report.
    pub file: &'a str,
    pub window: Window,
    /// Whether what is no longer in the source is cancelled.
    pub cancel_vanished: bool,
    /// Ids of what the source says is deleted.
    pub deleted: &'a BTreeSet<String>,
}

/// Returns the events of the file after the import.
pub fn update(
    old: Vec<Event>,
    mut entries: Vec<Entry>,
    rules: &Rules<'_>,
    report: &mut Report,
) -> Vec<Event> {
    single(&mut entries, report);
    let mut events = old;
    let mut places: HashMap<String, usize> =
        events.iter().enumerate().map(|(at, event)| (id(event).to_owned(), at)).collect();
    let ids: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let mut lost: Vec<usize> = (0..events.len())
        .filter(|at| entry::is_imported(id(&events[*at])) && !ids.contains(id(&events[*at])))
        .collect();
    adopt(&mut entries, &events, &mut lost, &places);
    let mut fresh: Vec<Event> = Vec::new();
    for entry in entries {
        match places.remove(&entry.id) {
            Some(at) => {
                let event = std::mem::take(&mut events[at]);
                events[at] = merged(event, &entry, rules.window.today, report);
            }
            None => {
                report.written += 1;
                let status = text(&entry.said, "status").unwrap_or_default();
                report.moved += usize::from(status == "moved");
                report.cancelled += usize::from(status == "cancelled");
                fresh.push(new(&entry, rules.window.today));
            }
        }
    }
    fresh.sort_by_cached_key(|event| {
        let time = event.get("when").and_then(|when| when.get("time")).and_then(Value::as_str);
        (first_day(event), time.unwrap_or_default().to_owned(), id(event).to_owned())
    });
    let skipped = report.skipped_uids.iter().filter(|uid| !uid.is_empty());
    let skipped: BTreeSet<String> = skipped.map(|uid| entry::id(uid, "")).collect();
    for at in lost {
        let number = id(&events[at]).get(..NUMBER).unwrap_or_default();
        let doubtful = report.incomplete || skipped.contains(number);
        vanished(&mut events[at], doubtful, rules, report);
    }
    events.extend(fresh);
    events
}

fn id(event: &Event) -> &str {
    event.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn text<'a>(event: &'a Event, field: &str) -> Option<&'a str> {
    event.get(field)?.as_str()
}

fn first_day(event: &Event) -> Option<Date> {
    let when = event.get("when")?;
    let day = ["date", "from", "sort"].iter().find_map(|field| when.get(field)?.as_str());
    day.and_then(Date::parse)
}

/// Keeps the first of several entries with one id.
fn single(entries: &mut Vec<Entry>, report: &mut Report) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    entries.retain(|entry| {
        let first = seen.insert(entry.id.clone());
        if !first {
            let sentence = "the same event stands here again; the first one is taken";
            report.flag(entry.place.clone(), &entry.uid, sentence);
        }
        first
    });
}

/// Gives new instances of a series the ids of lost ones: when the rule of a series was changed, each
/// takes the place of the one that lay nearest, so that nobody finds both.
fn adopt(
    entries: &mut [Entry],
    events: &[Event],
    lost: &mut Vec<usize>,
    places: &HashMap<String, usize>,
) {
    let mut by_series: HashMap<String, Vec<usize>> = HashMap::new();
    for at in lost.iter().copied() {
        let number = id(&events[at]).get(..NUMBER).unwrap_or_default().to_owned();
        by_series.entry(number).or_default().push(at);
    }
    // Those of the same day first, and only then those near by.
    for near in [0, NEAR] {
        for entry in entries.iter_mut() {
            let number = entry.id.get(..NUMBER).unwrap_or_default();
            let Some(candidates) = by_series.get_mut(number) else { continue };
            if places.contains_key(&entry.id) {
                continue;
            }
            let Some(day) = first_day(&entry.said) else { continue };
            let far = |at: &usize| {
                let old = first_day(&events[*at]);
                old.map_or(i32::MAX, |old| (old.days() - day.days()).abs())
            };
            let best = candidates.iter().copied().min_by_key(|at| (far(at), *at));
            if let Some(best) = best.filter(|best| far(best) <= near) {
                candidates.retain(|at| *at != best);
                lost.retain(|at| *at != best);
                entry.id = id(&events[best]).to_owned();
            }
        }
    }
}

/// Returns a new event.
fn new(entry: &Entry, today: Date) -> Event {
    let mut event = entry.guessed.clone();
    event.extend(entry.said.clone());
    event.insert("id".to_owned(), json!(entry.id));
    event.insert("updated".to_owned(), json!(today.to_string()));
    event
}

/// Returns an old event with what its source says now.
fn merged(old: Event, entry: &Entry, today: Date, report: &mut Report) -> Event {
    let mut event = old.clone();
    let mut flag = |sentence: &str| report.flag(entry.place.clone(), &entry.uid, sentence);
    for (field, value) in &entry.said {
        match field.as_str() {
            "status" | "was" => {}
            "title" | "more" | "note" => words(&mut event, field, value, &mut flag),
            "when" => {
                event.insert(field.clone(), with_old_end(old.get(field), value));
            }
            _ => {
                event.insert(field.clone(), value.clone());
            }
        }
    }
    for (field, value) in &entry.guessed {
        event.entry(field.clone()).or_insert_with(|| value.clone());
    }
    let (status, was) = status(&old, entry, &event, today);
    if status == "planned" && text(&old, "status") == Some("cancelled") {
        flag("it was cancelled, and its source says now that it takes place");
    }
    let before = text(&old, "status").unwrap_or_default();
    if status != before || was.map(|was| was.to_string()).as_deref() != text(&old, "was") {
        report.moved += usize::from(status == "moved");
        report.cancelled += usize::from(status == "cancelled");
    }
    event.insert("status".to_owned(), json!(status));
    match was {
        Some(was) => event.insert("was".to_owned(), json!(was.to_string())),
        None => event.remove("was"),
    };
    if event == old {
        report.unchanged += 1;
    } else {
        report.updated += 1;
        event.insert("updated".to_owned(), json!(today.to_string()));
    }
    event
}

/// Puts texts in; translations of a text that is now another would be wrong, so they go.
fn words(event: &mut Event, field: &str, value: &Value, flag: &mut dyn FnMut(&str)) {
    let (Some(old), Some(new)) = (event.get(field).and_then(Value::as_object), value.as_object())
    else {
        event.insert(field.to_owned(), value.clone());
        return;
    };
    let same = new.iter().all(|(tag, text)| old.get(tag) == Some(text));
    if same {
        return;
    }
    for (tag, text) in old.iter().filter(|(tag, _)| !new.contains_key(*tag)) {
        let text = text.as_str().unwrap_or_default();
        flag(&format!("its \"{field}\" changed; the translation \"{tag}\" is taken out: {text}"));
    }
    event.insert(field.to_owned(), value.clone());
}

/// Keeps an end that somebody added by hand, as long as the beginning is the same.
fn with_old_end(old: Option<&Value>, new: &Value) -> Value {
    let Some(old) = old else { return new.clone() };
    let same = ["date", "time"].iter().all(|field| old.get(field) == new.get(field));
    let open = new.get("end_time").is_none() && new.get("to").is_none();
    if same && open { old.clone() } else { new.clone() }
}

/// Returns the status after an import, and the old day of what was moved.
fn status(old: &Event, entry: &Entry, new: &Event, today: Date) -> (String, Option<Date>) {
    let said = text(&entry.said, "status").unwrap_or("planned");
    let before = text(old, "status").unwrap_or_default();
    let (from, to) = (first_day(old), first_day(new));
    let was = |event: &Event| text(event, "was").and_then(Date::parse);
    match said {
        "moved" => ("moved".to_owned(), was(&entry.said)),
        "planned" if from != to => match from {
            // Back on the day on which it had been first.
            Some(_) if was(old) == to => ("planned".to_owned(), None),
            Some(from) => ("moved".to_owned(), Some(from)),
            None => ("planned".to_owned(), None),
        },
        "planned" if before == "moved" => ("moved".to_owned(), was(old)),
        "planned" if before == "held" && to.is_some_and(|day| day < today) => {
            ("held".to_owned(), None)
        }
        said => (said.to_owned(), None),
    }
}

/// Treats an event that its source no longer has; `doubtful` says that it may only be unreadable.
fn vanished(event: &mut Event, doubtful: bool, rules: &Rules<'_>, report: &mut Report) {
    let Window { from, to, today } = rules.window;
    let name = id(event).to_owned();
    let day = first_day(event);
    let cancelled = text(event, "status") == Some("cancelled");
    let place = Place::pointer(rules.file, &name);
    if rules.deleted.contains(&name) && !cancelled {
        cancel(event, today, report);
        report.flag(place, "", "its source says that it is deleted; it is cancelled now");
        return;
    }
    if cancelled || day.is_none_or(|day| day < from || day > to) {
        return;
    }
    if day.is_some_and(|day| day < today) {
        report.note(place, "", "it is over and no longer in its source; it is kept");
        return;
    }
    if !rules.cancel_vanished {
        let sentence = "it is no longer in its source and kept; \
                        \"--vanished cancel\" cancels what is gone";
        report.flag(place, "", sentence);
    } else if doubtful {
        let sentence = "it is not among what could be read of its source; it is kept as it is";
        report.flag(place, "", sentence);
    } else {
        cancel(event, today, report);
        report.flag(place, "", "it is no longer in its source; it is cancelled now");
    }
}

fn cancel(event: &mut Event, today: Date, report: &mut Report) {
    event.insert("status".to_owned(), json!("cancelled"));
    event.remove("was");
    event.insert("updated".to_owned(), json!(today.to_string()));
    report.updated += 1;
    report.cancelled += 1;
}
