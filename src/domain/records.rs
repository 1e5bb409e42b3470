//! What is kept on a device: records in two places each, written in turn, so that a writing that is cut off,
//! spoilt or refused leaves the one before it; and several tabs that write the same record.
//!
//! Knows nothing of browsers: the storage is a [`Store`], which may fail in any way.

use crate::domain::date::Date;
use crate::domain::saved::{self, Loaded, PREFIX, Slot, VERSION, aside_key, merge, slot_keys};
use serde_json::Value;

/// Days after the last use on which what is kept is erased.
pub const LIFE: i32 = 30;

/// A day so much later than the last use means that the clock is wrong, and nothing is erased.
const UNBELIEVABLE: i32 = 3650;

/// How many tabs a record remembers as its writers.
const WRITERS: usize = 4;

/// Storage did not do what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused;

/// Where records lie.
pub trait Store {
    /// Returns the text of a key.
    fn read(&self, key: &str) -> Result<Option<String>, Refused>;
    /// Stores a text under a key.
    fn write(&self, key: &str, text: &str) -> Result<(), Refused>;
    /// Removes a key.
    fn remove(&self, key: &str) -> Result<(), Refused>;
    /// Returns all keys, also those of others.
    fn keys(&self) -> Result<Vec<String>, Refused>;
}

/// What a person should be told about what was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    /// A record could not be read at all; its text was set aside.
    Damaged,
    /// Something was written by a newer build; it was set aside or is left alone.
    FromFuture,
    /// Nobody has used it for [`LIFE`] days: it was erased.
    Expired,
}

/// Tells whether data can be read as what they should be.
pub type Fits = fn(&Value) -> bool;

/// What has been read, and what was written last.
#[derive(Debug)]
struct Record {
    key: String,
    owner: String,
    fits: Fits,
    turn: u64,
    by: Vec<(u64, u64)>,
    day: Option<Date>,
    /// As it lies in storage, as far as this tab knows.
    data: Value,
    /// The last state that came from another tab, and its writers.
    base: (Value, Vec<(u64, u64)>),
    /// Nothing may be written: a text that must not be lost lies in its place.
    locked: bool,
}

/// All records that this tab has opened.
#[derive(Debug)]
pub struct Records {
    tab: u64,
    today: Date,
    list: Vec<Record>,
    /// In the order in which they came, each once.
    pub news: Vec<News>,
}

/// What the two places of a record hold at the moment.
struct Places {
    /// The place that counts, and what lies there.
    best: Option<(usize, Slot)>,
    /// Texts that cannot be used, by place, and whether they are from the future.
    spoilt: Vec<(usize, String, bool)>,
    refused: bool,
    /// Only one of the two holds anything.
    alone: bool,
}

impl Places {
    fn read(store: &dyn Store, key: &str, owner: &str, fits: Fits) -> Places {
        let mut places = Places { best: None, spoilt: Vec::new(), refused: false, alone: false };
        for (at, key) in slot_keys(key).iter().enumerate() {
            let text = match store.read(key) {
                Ok(Some(text)) => text,
                Ok(None) => {
                    places.alone = true;
                    continue;
                }
                Err(Refused) => {
                    places.refused = true;
                    continue;
                }
            };
            match saved::open_slot(&text, owner) {
                Loaded::Ok(slot) if fits(&slot.data) => {
                    if places.best.as_ref().is_none_or(|(_, best)| slot.turn > best.turn) {
                        places.best = Some((at, slot));
                    }
                }
                Loaded::FromFuture(_) => places.spoilt.push((at, text, true)),
                _ => places.spoilt.push((at, text, false)),
            }
        }
        places
    }

    fn is_empty(&self) -> bool {
        self.best.is_none() && self.spoilt.is_empty() && !self.refused
    }
}

impl Records {
    /// Begins with nothing opened; `tab` is a number that no other tab has.
    pub fn new(tab: u64, today: Date) -> Records {
        Records { tab, today, list: Vec::new(), news: Vec::new() }
    }

    /// Reads a record and returns its data, `Null` if there are none.
    ///
    /// What cannot be read is set aside. What was set aside as too new and can be read by now comes back.
    pub fn open(&mut self, store: &dyn Store, key: &str, owner: &str, fits: Fits) -> Value {
        let places = Places::read(store, key, owner, fits);
        let mut locked = false;
        for (at, text, future) in &places.spoilt {
            locked |= !set_aside(store, key, &slot_keys(key)[*at], text);
            match (future, &places.best) {
                (true, _) => self.tell(News::FromFuture),
                // The last change may be missing, and will be asked for again.
                (false, Some(_)) => {}
                (false, None) => self.tell(News::Damaged),
            }
        }
        let mut slot = places.best.map(|(_, slot)| slot);
        if slot.as_ref().is_some_and(|slot| slot.day.is_some_and(|day| self.is_over(day))) {
            forget(store, key);
            self.tell(News::Expired);
            slot = None;
        }
        let back = come_back(store, key, owner, fits);
        let read = slot.unwrap_or_else(|| Slot {
            turn: 0,
            day: Some(self.today),
            by: Vec::new(),
            version: VERSION,
            data: Value::Null,
        });
        self.list.retain(|record| record.key != key);
        self.list.push(Record {
            key: key.to_owned(),
            owner: owner.to_owned(),
            fits,
            turn: read.turn,
            base: (read.data.clone(), read.by.clone()),
            by: read.by,
            // A text of version 1 has no day: it is given one with the next writing.
            day: read.day,
            data: read.data,
            locked,
        });
        for (aside, text) in back {
            let data = merge(&Value::Null, &self.data(key), &text);
            if self.put(store, key, data).is_ok() {
                let _ = store.remove(&aside);
            }
        }
        self.data(key)
    }

    /// Tells whether a record has been opened.
    pub fn is_open(&self, key: &str) -> bool {
        self.list.iter().any(|record| record.key == key)
    }

    /// Returns what is known of a record.
    pub fn data(&self, key: &str) -> Value {
        self.list.iter().find(|record| record.key == key).map_or(Value::Null, |r| r.data.clone())
    }

    /// Stores what a record has become. Returns the data if they are not what was given, because another tab
    /// has changed other fields of them.
    pub fn put(
        &mut self,
        store: &dyn Store,
        key: &str,
        data: Value,
    ) -> Result<Option<Value>, Refused> {
        let (tab, today) = (self.tab, self.today);
        let Some(record) = self.list.iter_mut().find(|record| record.key == key) else {
            return Err(Refused);
        };
        let places = Places::read(store, key, &record.owner, record.fits);
        // A newer build in another tab: nothing of it may be written over.
        let newer = places.spoilt.iter().any(|(_, _, future)| *future);
        record.locked |= newer;
        if record.locked {
            if newer {
                self.tell(News::FromFuture);
            }
            return Err(Refused);
        }
        let mut free = 0;
        let mut merged = data.clone();
        let mut same = false;
        if let Some((at, slot)) = places.best {
            free = 1 - at;
            let is_known = slot.turn == record.turn && slot.data == record.data;
            if !is_known && slot.turn >= record.turn {
                merged = merge(record.common(&slot), &data, &slot.data);
                record.turn = slot.turn;
                record.base = (slot.data.clone(), slot.by.clone());
                record.by = joined(&slot.by, &record.by);
            }
            same = slot.turn == record.turn && slot.data == merged && slot.day == Some(today);
        }
        // What was never begun leaves no trace.
        let empty = merged.as_object().is_none_or(serde_json::Map::is_empty);
        same |= record.turn == 0 && empty;
        if !same {
            let turn = record.turn + 1;
            let by = joined(&[(tab, turn)], &record.by);
            let slot = Slot { turn, day: Some(today), by, version: VERSION, data: merged.clone() };
            let (place, text) = (&slot_keys(key)[free], slot.to_text(&record.owner));
            store.write(place, &text)?;
            // Some browsers say that they have stored, and have not.
            if store.read(place)?.as_deref() != Some(&*text) {
                return Err(Refused);
            }
            (record.turn, record.by) = (turn, slot.by);
        }
        record.day = Some(today);
        record.data = merged.clone();
        Ok((merged != data).then_some(merged))
    }

    /// Looks at a record again, because another tab has written. Returns the data if they have changed.
    pub fn look(&mut self, store: &dyn Store, key: &str) -> Option<Value> {
        let record = self.list.iter_mut().find(|record| record.key == key)?;
        let places = Places::read(store, key, &record.owner, record.fits);
        if places.is_empty() {
            // Erased by another tab.
            let had = record.data != Value::Null;
            record.empty();
            return had.then_some(Value::Null);
        }
        let (_, slot) = places.best?;
        if slot.turn == record.turn && slot.data == record.data {
            return None;
        }
        let before = record.data.clone();
        let merged = match slot.has_seen(&record.by) {
            true => slot.data.clone(),
            // Erasing takes one place after the other; the second one tells.
            false if slot.turn < record.turn && places.alone => return None,
            // Written by one that had not seen what this tab has written.
            false => merge(record.common(&slot), &before, &slot.data),
        };
        (record.turn, record.day) = (slot.turn.max(record.turn), slot.day);
        record.by = joined(&slot.by, &record.by);
        (record.base, record.data) = ((slot.data.clone(), slot.by), slot.data.clone());
        if merged != slot.data {
            // Without storage this tab still has it.
            if self.put(store, key, merged.clone()).is_err()
                && let Some(record) = self.list.iter_mut().find(|record| record.key == key)
            {
                record.data = merged.clone();
            }
        }
        (merged != before).then_some(merged)
    }

    /// Notes that what was opened is in use today, so that it is kept for another [`LIFE`] days.
    pub fn touch(&mut self, store: &dyn Store) {
        let today = self.today;
        let old = |record: &&Record| record.data != Value::Null && record.day != Some(today);
        let keys: Vec<String> = self.list.iter().filter(old).map(|r| r.key.clone()).collect();
        for key in keys {
            let _ = self.put(store, &key, self.data(&key));
        }
    }

    /// Erases what other packs have kept here and nobody has used for [`LIFE`] days.
    pub fn sweep(&self, store: &dyn Store) {
        let opened = |key: &str| self.list.iter().any(|record| record.key == key);
        for key in store.keys().unwrap_or_default() {
            let name = key.strip_suffix(".b").unwrap_or(&key);
            if !key.starts_with(PREFIX)
                || opened(name)
                || key.split('.').any(|part| part.starts_with("aside"))
            {
                continue;
            }
            let days = slot_keys(name).map(|place| day_of(&store.read(&place).ok().flatten()?));
            let last = days.into_iter().flatten().max();
            if last.is_some_and(|day| self.is_over(day)) {
                forget(store, name);
            }
        }
    }

    /// Begins anew with what is opened: everything was erased.
    pub fn forget(&mut self) {
        self.list.iter_mut().for_each(Record::empty);
    }

    fn is_over(&self, day: Date) -> bool {
        (LIFE + 1..UNBELIEVABLE).contains(&(self.today.days() - day.days()))
    }

    fn tell(&mut self, news: News) {
        if !self.news.contains(&news) {
            self.news.push(news);
        }
    }
}

impl Record {
    /// Returns the last state that both this tab and the writer of a slot have seen; `Null` if it is not
    /// known, so that neither can take away what the other has.
    fn common(&self, slot: &Slot) -> &Value {
        if slot.has_seen(&self.by) {
            &self.data
        } else if slot.has_seen(&self.base.1) {
            &self.base.0
        } else {
            &Value::Null
        }
    }

    fn empty(&mut self) {
        self.data = Value::Null;
        self.base = (Value::Null, Vec::new());
        self.turn = 0;
        self.by = Vec::new();
    }
}

/// Puts two lists of writers together, the first one in front; of each tab its last turn counts.
fn joined(one: &[(u64, u64)], other: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut joined = one.to_vec();
    for (tab, turn) in other {
        match joined.iter_mut().find(|(known, _)| known == tab) {
            Some((_, last)) => *last = (*last).max(*turn),
            None => joined.push((*tab, *turn)),
        }
    }
    joined.truncate(WRITERS);
    joined
}

/// Returns the data of a record as they lie in a store, without opening it.
pub fn whole(store: &dyn Store, key: &str, owner: &str, fits: Fits) -> Option<Value> {
    Places::read(store, key, owner, fits).best.map(|(_, slot)| slot.data)
}

/// Returns the day on which a text was written, whoever wrote it.
fn day_of(text: &str) -> Option<Date> {
    let envelope: Value = serde_json::from_str(text).ok()?;
    envelope.get("at").and_then(Value::as_str).and_then(Date::parse)
}

/// Removes a record and what was set aside of it.
fn forget(store: &dyn Store, key: &str) {
    let aside = (1..=9).map(|number| aside_key(key, number));
    for key in slot_keys(key).into_iter().chain(aside) {
        let _ = store.remove(&key);
    }
}

/// Moves a text to the first free key beside its own. If that does not work the text stays where it
/// is and nothing may be written over it: the answer is `false`.
fn set_aside(store: &dyn Store, key: &str, place: &str, text: &str) -> bool {
    let mut keys = (1..=9).map(|number| aside_key(key, number));
    let free = keys.find(|aside| store.read(aside) == Ok(None));
    let moved = free.is_some_and(|aside| {
        store.write(&aside, text).is_ok() && store.read(&aside) == Ok(Some(text.to_owned()))
    });
    moved && store.remove(place).is_ok()
}

/// Returns what was set aside as too new and can be read by now, with its keys.
fn come_back(store: &dyn Store, key: &str, owner: &str, fits: Fits) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for number in 1..=9 {
        let aside = aside_key(key, number);
        let Ok(Some(text)) = store.read(&aside) else { continue };
        if let Loaded::Ok(slot) = saved::open_slot(&text, owner)
            && fits(&slot.data)
        {
            found.push((aside, slot.data));
        }
    }
    found
}
