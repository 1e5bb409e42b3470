//! Events that somebody wants to keep in sight, in a form that storage keeps.

use super::{Event, EventWhen, Now};
use crate::domain::date::Date;
use crate::domain::finder::Index;
use crate::domain::json::{Object, Problems, Reader};
use crate::domain::problem::Problem;
use serde_json::{Map, Value};

/// Most events that can be starred.
pub const MOST_STARS: usize = 500;
/// Days before an event from which on to remind of it.
const SOON: i32 = 3;

/// Starred events by [`Event::key`].
///
/// Fields that this build does not know stay as they are: a newer build may know them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Stars {
    /// In the order of their keys.
    list: Vec<(String, Star)>,
    other: Map<String, Value>,
}

/// A star.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Star {
    /// Day of the event when the person saw it last.
    pub seen: Option<Date>,
    other: Map<String, Value>,
}

/// What has happened to a starred event since the person saw it last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    Cancelled,
    /// It has another day; this was the old one.
    Moved(Date),
}

/// Tells whether to remind of an event, if it is starred.
fn is_due(event: &Event, now: Now) -> bool {
    let soon = now.today..=now.today.plus_days(SOON);
    let near = match event.when {
        EventWhen::Days { from, .. } => from <= *soon.end(),
        EventWhen::About { .. } => false,
        _ => soon.contains(&event.when.sort()),
    };
    near && !event.is_cancelled() && !event.is_over(now)
}

impl Star {
    fn read(reader: &Reader<'_>) -> Option<Star> {
        let mut star = Star::default();
        for (key, field) in reader.entries_object()?.every_entry() {
            match key {
                "seen" => star.seen = field.date(),
                _ => {
                    star.other.insert(key.to_owned(), field.value().clone());
                }
            }
        }
        Some(star)
    }

    fn to_value(&self) -> Value {
        let mut map = self.other.clone();
        if let Some(day) = self.seen {
            map.insert("seen".to_owned(), Value::String(day.to_string()));
        }
        Value::Object(map)
    }
}

impl Stars {
    /// Reads the stored form; `None` if it is not an object. What is damaged is left out and reported.
    pub fn read(value: &Value) -> Option<(Stars, Vec<Problem>)> {
        let problems = Problems::default();
        let stars = Stars::read_all(&Reader::new(value, "stars#", &problems));
        Some((stars?, problems.into_inner()))
    }

    /// Reads the stored form; what is damaged is left out.
    pub fn from_value(value: &Value) -> Option<Stars> {
        Stars::read(value).map(|(stars, _)| stars)
    }

    fn read_all(reader: &Reader<'_>) -> Option<Stars> {
        let mut stars = Stars::default();
        for (key, field) in reader.entries_object()?.every_entry() {
            match key {
                "stars" => {
                    let list = field.entries_object();
                    for (id, field) in list.iter().flat_map(Object::every_entry) {
                        match Star::read(&field) {
                            Some(_) if stars.list.len() >= MOST_STARS => {
                                field.error(format!("There are more than {MOST_STARS} stars."));
                            }
                            Some(star) => stars.put(id, star),
                            None => {}
                        }
                    }
                }
                _ => {
                    stars.other.insert(key.to_owned(), field.value().clone());
                }
            }
        }
        Some(stars)
    }

    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        let mut map = self.other.clone();
        let mut list = Map::new();
        for (id, star) in &self.list {
            list.insert(id.clone(), star.to_value());
        }
        if !list.is_empty() {
            map.insert("stars".to_owned(), Value::Object(list));
        }
        Value::Object(map)
    }

    /// Tells whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.other.is_empty()
    }

    /// Returns the number of stars.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.list.binary_search_by(|(id, _)| id.as_str().cmp(key))
    }

    fn put(&mut self, key: &str, star: Star) {
        match self.find(key) {
            Ok(at) => self.list[at].1 = star,
            Err(at) => self.list.insert(at, (key.to_owned(), star)),
        }
    }

    /// Returns the star of an event.
    pub fn get(&self, event: &Event) -> Option<&Star> {
        self.find(&event.key()).ok().map(|at| &self.list[at].1)
    }

    /// Tells whether an event is starred.
    pub fn has(&self, event: &Event) -> bool {
        self.get(event).is_some()
    }

    /// Stars an event, or takes the star away; `false` if there are too many stars already.
    pub fn star(&mut self, event: &Event, on: bool) -> bool {
        let (key, seen) = (event.key(), Some(event.when.sort()));
        match (self.find(&key), on) {
            (Ok(at), false) => drop(self.list.remove(at)),
            (Err(_), true) if self.list.len() >= MOST_STARS => return false,
            (Err(at), true) => self.list.insert(at, (key, Star { seen, other: Map::new() })),
            _ => {}
        }
        true
    }

    /// Records that the person has seen a starred event as it is now.
    pub fn see(&mut self, event: &Event) {
        if let Ok(at) = self.find(&event.key()) {
            self.list[at].1.seen = Some(event.when.sort());
        }
    }

    /// Returns the positions of the starred events of an index, soonest first.
    pub fn of_index(&self, index: &Index) -> Vec<u32> {
        let mut starred = Vec::new();
        for (key, _) in &self.list {
            let at = key.rsplit_once('.').and_then(|(id, feed)| index.position(feed, id));
            starred.extend(at);
        }
        index.sort(&mut starred);
        starred
    }

    /// Returns the positions of the starred events of an index to remind of, soonest first: within three days
    /// or going on, neither cancelled nor over. Nobody is reminded of a day that is not known.
    pub fn due_of_index(&self, index: &Index, now: Now) -> Vec<u32> {
        let mut due = self.of_index(index);
        due.retain(|at| index.event(*at).is_some_and(|event| is_due(&event, now)));
        due
    }

    /// Returns what has happened to a starred event since the person saw it last.
    pub fn news(&self, event: &Event) -> Option<News> {
        let star = self.get(event)?;
        if event.is_cancelled() {
            return Some(News::Cancelled);
        }
        let other = |seen: &Date| *seen != event.when.sort() && !event.counted;
        star.seen.filter(other).map(News::Moved)
    }
}
