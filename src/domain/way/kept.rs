//! What a person did on the way: ticks, notes, reminders, in a form that storage keeps.

use super::{WAYS, Which};
use crate::domain::date::Date;
use crate::domain::json::{Object, Problems, Reader};
use crate::domain::problem::Problem;
use serde_json::{Map, Value};

/// Longest note of a step, in characters.
pub const LONGEST_NOTE: usize = 2_000;

/// What a person did, by step.
///
/// Steps and fields that this build does not know stay as they are: a newer build, or the pack of
/// another town, may know them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Kept {
    which: Option<Which>,
    /// In the order of their ids.
    marks: Vec<(String, Mark)>,
    other: Map<String, Value>,
}

/// What a person did with one step or one paper.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mark {
    pub done: bool,
    /// Ids of ticked items of its checklist.
    pub items: Vec<String>,
    pub note: String,
    /// Day on which to be reminded.
    pub remind: Option<Date>,
    other: Map<String, Value>,
}

/// A step that somebody wanted to be reminded of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reminder<'a> {
    pub step: &'a str,
    pub day: Date,
}

impl Mark {
    fn is_empty(&self) -> bool {
        !self.done
            && self.items.is_empty()
            && self.note.is_empty()
            && self.remind.is_none()
            && self.other.is_empty()
    }

    fn to_value(&self) -> Value {
        let mut map = self.other.clone();
        if self.done {
            map.insert("done".to_owned(), Value::Bool(true));
        }
        if !self.items.is_empty() {
            let items = self.items.iter().map(|id| Value::String(id.clone())).collect();
            map.insert("items".to_owned(), items);
        }
        if !self.note.is_empty() {
            map.insert("note".to_owned(), Value::String(self.note.clone()));
        }
        if let Some(day) = self.remind {
            map.insert("remind".to_owned(), Value::String(day.to_string()));
        }
        Value::Object(map)
    }

    fn read(reader: &Reader<'_>) -> Option<Mark> {
        let mut mark = Mark::default();
        for (key, field) in reader.entries_object()?.every_entry() {
            match key {
                "done" => mark.done = field.flag(),
                "items" => mark.items = items(&field),
                "note" => mark.note = note(&field),
                "remind" => mark.remind = field.date(),
                _ => {
                    mark.other.insert(key.to_owned(), field.value().clone());
                }
            }
        }
        Some(mark)
    }
}

fn items(reader: &Reader<'_>) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for id in reader.list().iter().filter_map(Reader::text) {
        if !items.iter().any(|other| other == id) {
            items.push(id.to_owned());
        }
    }
    items
}

fn note(reader: &Reader<'_>) -> String {
    let text = reader.text().unwrap_or_default();
    let short = shortened(text);
    if short.len() < text.len() {
        reader.warning(format!("The note is longer than {LONGEST_NOTE} characters."));
    }
    short.to_owned()
}

fn shortened(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_NOTE).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

impl Kept {
    /// Reads the stored form; `None` if it is not an object. What is damaged is left out and reported.
    pub fn read(value: &Value) -> Option<(Kept, Vec<Problem>)> {
        let problems = Problems::default();
        let kept = Kept::read_all(&Reader::new(value, "kept#", &problems));
        Some((kept?, problems.into_inner()))
    }

    /// Reads the stored form; what is damaged is left out.
    pub fn from_value(value: &Value) -> Option<Kept> {
        Kept::read(value).map(|(kept, _)| kept)
    }

    fn read_all(reader: &Reader<'_>) -> Option<Kept> {
        let mut kept = Kept::default();
        for (key, field) in reader.entries_object()?.every_entry() {
            match key {
                "which" => kept.which = field.word(&WAYS),
                "steps" => {
                    let steps = field.entries_object();
                    for (id, field) in steps.iter().flat_map(Object::every_entry) {
                        if let Some(mark) = Mark::read(&field) {
                            *kept.mark_mut(id) = mark;
                        }
                    }
                }
                _ => {
                    kept.other.insert(key.to_owned(), field.value().clone());
                }
            }
        }
        Some(kept)
    }

    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        let mut map = self.other.clone();
        if let Some(which) = self.which {
            map.insert("which".to_owned(), Value::String(which.word().to_owned()));
        }
        let mut steps = Map::new();
        for (id, mark) in self.marks.iter().filter(|(_, mark)| !mark.is_empty()) {
            steps.insert(id.clone(), mark.to_value());
        }
        if !steps.is_empty() {
            map.insert("steps".to_owned(), Value::Object(steps));
        }
        Value::Object(map)
    }

    /// Tells whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.which.is_none()
            && self.other.is_empty()
            && self.marks.iter().all(|(_, mark)| mark.is_empty())
    }

    /// Returns what was done with a step, or with a paper under `paper:` and its id.
    pub fn mark(&self, step: &str) -> Option<&Mark> {
        self.marks.iter().find(|(id, _)| id == step).map(|(_, mark)| mark)
    }

    fn mark_mut(&mut self, step: &str) -> &mut Mark {
        let found = self.marks.binary_search_by(|(id, _)| id.as_str().cmp(step));
        let at = found.unwrap_or_else(|at| {
            self.marks.insert(at, (step.to_owned(), Mark::default()));
            at
        });
        &mut self.marks[at].1
    }

    /// Tells whether a step is ticked.
    pub fn is_done(&self, step: &str) -> bool {
        self.mark(step).is_some_and(|mark| mark.done)
    }

    /// Ticks a step, or takes the tick away.
    pub fn tick(&mut self, step: &str, on: bool) {
        self.mark_mut(step).done = on;
    }

    /// Tells whether an item of a checklist is ticked.
    pub fn has_item(&self, step: &str, item: &str) -> bool {
        self.mark(step).is_some_and(|mark| mark.items.iter().any(|id| id == item))
    }

    /// Ticks an item of a checklist, or takes the tick away.
    pub fn tick_item(&mut self, step: &str, item: &str, on: bool) {
        let items = &mut self.mark_mut(step).items;
        items.retain(|id| id != item);
        if on {
            items.push(item.to_owned());
        }
    }

    /// Returns the note on a step; empty without one.
    pub fn note(&self, step: &str) -> &str {
        self.mark(step).map_or("", |mark| mark.note.as_str())
    }

    /// Records the note on a step, at most [`LONGEST_NOTE`] characters of it.
    pub fn write(&mut self, step: &str, note: &str) {
        self.mark_mut(step).note = shortened(note).to_owned();
    }

    /// Returns the day on which to be reminded of a step.
    pub fn reminder(&self, step: &str) -> Option<Date> {
        self.mark(step)?.remind
    }

    /// Records the day on which to be reminded of a step; `None` for never.
    pub fn remind(&mut self, step: &str, day: Option<Date>) {
        self.mark_mut(step).remind = day;
    }

    /// Returns the way that the person chose.
    pub fn which(&self) -> Option<Which> {
        self.which
    }

    /// Records the way that the person chose; `None` leaves it to the answers.
    pub fn choose(&mut self, which: Option<Which>) {
        self.which = which;
    }

    /// Returns the reminders that have come, the oldest first; nobody is reminded of what is done.
    pub fn due(&self, today: Date) -> Vec<Reminder<'_>> {
        let mut due: Vec<Reminder<'_>> = Vec::new();
        for (step, mark) in self.marks.iter().filter(|(_, mark)| !mark.done) {
            if let Some(day) = mark.remind.filter(|day| *day <= today) {
                let at = due.partition_point(|other| other.day <= day);
                due.insert(at, Reminder { step, day });
            }
        }
        due
    }
}
