//! Fetching events: the lists first, of those the part that comes next, the rest while the finder is open,
//! and one event whole when its page is opened.

use super::{App, Load, SETTLED};
use crate::domain::events::Event;
use crate::domain::events::feed::Feed;
use crate::domain::finder::Index;
use crate::domain::json::Problems;
use crate::domain::listing::PAGE;
use crate::domain::places::Places;
use crate::shell::{clock, files, location, page};
use crate::ui::third;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

/// How many files are asked for before they are needed.
const AHEAD: usize = 6;

/// What is left to be fetched.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rest {
    /// Somebody wants all of it; it is being fetched.
    wanted: bool,
    runs: bool,
    /// A part could not be fetched.
    failed: bool,
}

impl Rest {
    /// Tells whether more is on its way.
    pub fn is_coming(&self) -> bool {
        self.runs
    }

    /// Tells whether something is missing that could not be fetched.
    pub fn is_missing(&self) -> bool {
        self.failed && !self.runs
    }
}

/// The event that is looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Looked {
    pub id: String,
    /// What is known of it; nothing if there is no such event.
    pub event: Load<Option<Arc<Event>>>,
}

impl App {
    /// Fetches the third part of the program a moment behind the second.
    pub fn third_behind(&self) {
        let app = *self;
        clock::after(SETTLED, move || app.load_third());
    }

    /// Fetches the third part of the program, if it is not there.
    pub fn load_third(&self) {
        if self.third.with_untracked(|third| matches!(third, Load::Asked | Load::Ready(_))) {
            return;
        }
        self.third.set(Load::Asked);
        let app = *self;
        files::run(async move {
            match third::load().await {
                Ok(third) => {
                    let shown = location::route();
                    if third::has(&shown) {
                        (third.prepare)(app, &shown);
                    }
                    app.third.set(Load::Ready(third));
                    page::keep_focus("h1");
                }
                Err(_) => app.third.set(Load::Failed),
            }
        });
    }

    /// Fetches the lists of events and what comes next of them, if they are not there.
    pub fn load_events(&self) {
        let there = self.feeds.with_untracked(|e| matches!(e, Load::Asked | Load::Ready(_)));
        // After a failure once for each visit: the page that tells of it must not ask again.
        let visit = self.visit.load(Ordering::Relaxed);
        if there || self.events_asked.swap(visit, Ordering::Relaxed) == visit {
            return;
        }
        self.retry_events();
    }

    /// Lets go of all events: those of examples are on other days when a day is over.
    pub fn forget_events(&self) {
        self.parts_left().clear();
        self.events_asked.store(u32::MAX, Ordering::Relaxed);
        self.rest.set(Rest::default());
        self.drop_search();
        self.index.set(Index::default());
        self.feeds.set(Load::NotAsked);
    }

    /// Fetches the lists of events and what comes next of them.
    pub fn retry_events(&self) {
        self.feeds.set(Load::Asked);
        let app = *self;
        files::run(async move {
            // Asking alone takes a phone milliseconds; the page that has come is drawn first.
            clock::pause(0).await;
            let loaded = app.fetch_feeds().await;
            app.feeds.set(loaded.map_or(Load::Failed, |feeds| Load::Ready(Arc::new(feeds))));
            app.tell_of_stars();
            page::keep_focus("h1");
        });
    }

    async fn fetch_feeds(&self) -> Option<Vec<Feed>> {
        let (today, problems) = (self.today.get_untracked(), Problems::default());
        let (mut feeds, mut left, mut failed) = (Vec::new(), Vec::new(), false);
        for name in &self.pack().events {
            let text = files::text(&Feed::path(name)).await;
            failed |= text.is_err();
            feeds.extend(text.ok().and_then(|text| Feed::read(name, &text, &problems)));
        }
        for (place, feed) in feeds.iter().enumerate() {
            let order = feed.order(today);
            let near = feed.near(today, PAGE).min(order.len());
            let (near, far) = order.split_at(near);
            for at in near {
                failed |= !self.fetch_part(feed, *at).await;
                // A phone draws and listens between two parts.
                clock::pause(0).await;
            }
            left.extend(far.iter().map(|at| (place, *at)));
        }
        left.reverse();
        *self.parts_left() = left;
        let nothing = self.index.with_untracked(|index| index.is_empty());
        let failed = failed || !problems.borrow().is_empty();
        (!(nothing && failed)).then_some(feeds)
    }

    /// Takes the lines of a part into the index; `false` if they cannot be fetched.
    async fn fetch_part(&self, feed: &Feed, at: usize) -> bool {
        let Ok(text) = files::text(&feed.part_path(at)).await else { return false };
        let (today, problems) = (self.today.get_untracked(), Problems::default());
        self.drop_search();
        self.with_places(|places: &Places| {
            self.index.update(|index| {
                index.add_part(feed, at, &text, today, places, &problems);
            });
        });
        true
    }

    /// Fetches all events: who looks for something means all of them.
    pub fn load_all_events(&self) {
        self.rest.update(|rest| (rest.wanted, rest.failed) = (true, false));
        self.load_rest();
    }

    fn load_rest(&self) {
        let Load::Ready(feeds) = self.feeds.get_untracked() else { return };
        let begins = self.rest.with_untracked(|rest| rest.wanted && !rest.runs);
        if !begins || self.parts_left().is_empty() {
            return;
        }
        self.rest.update(|rest| rest.runs = true);
        let app = *self;
        files::run(async move {
            app.begin_parts(&feeds).await;
            let mut searched = app.index.with_untracked(|index| index.len());
            while let Some((place, at)) = app.next_part(&feeds) {
                let Some(feed) = feeds.get(place) else { continue };
                if !app.fetch_part(feed, at).await {
                    app.parts_left().push((place, at));
                    app.rest.update(|rest| rest.failed = true);
                    break;
                }
                // Looking again for each part would cost more than all parts together.
                let len = app.index.with_untracked(|index| index.len());
                if len > 2 * searched {
                    searched = len;
                    clock::pause(0).await;
                    app.search_slowly().await;
                }
                clock::pause(0).await;
            }
            app.search_slowly().await;
            clock::pause(0).await;
            app.rest.update(|rest| rest.runs = false);
            clock::pause(0).await;
            app.tell_of_stars();
        });
    }

    /// Asks for the parts that come next, each in a task of its own.
    async fn begin_parts(&self, feeds: &[Feed]) {
        // The form and the first cards come first.
        clock::painted().await;
        clock::painted().await;
        for ahead in 0..AHEAD {
            clock::pause(0).await;
            self.begin_part(feeds, ahead);
        }
    }

    /// Takes the next part out of those that are left, and asks for one behind it: by their feed's place in
    /// the list, and their own.
    fn next_part(&self, feeds: &[Feed]) -> Option<(usize, usize)> {
        let next = self.parts_left().pop();
        self.begin_part(feeds, AHEAD - 1);
        next
    }

    fn begin_part(&self, feeds: &[Feed], ahead: usize) {
        let part = self.parts_left().iter().rev().nth(ahead).copied();
        let Some((place, at)) = part else { return };
        feeds.get(place).into_iter().for_each(|feed| files::begin(&feed.part_path(at)));
    }

    fn parts_left(&self) -> MutexGuard<'_, Vec<(usize, usize)>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // ------------------------------------------------------------ one event

    /// Fetches everything that is known of an event, if it is not there.
    pub fn load_event(&self, id: &str) {
        // After a failure only the person asks again: the page that tells of it must not.
        if self.looked.with_untracked(|looked| looked.id != id) {
            self.retry_event(id);
        }
    }

    /// Fetches everything that is known of an event; the lists are there.
    pub fn retry_event(&self, id: &str) {
        let Load::Ready(feeds) = self.feeds.get_untracked() else { return };
        let (app, id) = (*self, id.to_owned());
        app.looked.set(Looked { id: id.clone(), event: Load::Asked });
        files::run(async move {
            let event = app.whole_event(&feeds, &id).await;
            // Meanwhile somebody may have gone on.
            if app.looked.with_untracked(|looked| looked.id == id) {
                let event = event.map_or(Load::Failed, |event| Load::Ready(event.map(Arc::new)));
                app.looked.set(Looked { id, event });
                page::keep_focus("h1");
            }
        });
    }

    /// Returns an event with everything that is known of it; an error if a file could not be fetched.
    async fn whole_event(&self, feeds: &[Feed], id: &str) -> Result<Option<Event>, ()> {
        let mut failed = false;
        for feed in feeds {
            match self.details(feed, id).await {
                Some(events) => {
                    if let Some(event) = events.into_iter().find(|event| event.id == id) {
                        return Ok(Some(event));
                    }
                }
                None => failed = true,
            }
        }
        if failed { Err(()) } else { Ok(None) }
    }

    /// Returns the events that stand in one file with an event.
    async fn details(&self, feed: &Feed, id: &str) -> Option<Vec<Event>> {
        let pack = self.pack();
        let path = feed.details_path(id);
        let text = files::text(&path).await.ok()?;
        let (today, demo) = (self.today.get_untracked(), pack.demo && pack.id == feed.name);
        Some(feed.details(&path, &text, today, demo, &Problems::default()))
    }

    /// Returns events with everything that is known of them; what cannot be fetched stays as the lists
    /// have it.
    pub async fn whole_events(&self, positions: &[u32]) -> Vec<Event> {
        let Load::Ready(feeds) = self.feeds.get_untracked() else { return Vec::new() };
        let brief = |at: &u32| self.index.with_untracked(|index| index.event(*at));
        let mut events: Vec<Event> = positions.iter().filter_map(brief).collect();
        let mut files: Vec<(usize, String, String)> = Vec::new();
        for event in &events {
            let Some(place) = feeds.iter().position(|feed| feed.name == event.file) else {
                continue;
            };
            let path = feeds[place].details_path(&event.id);
            if !files.iter().any(|(_, other, _)| *other == path) {
                files.push((place, path, event.id.clone()));
            }
        }
        for (_, path, _) in &files {
            files::begin(path);
        }
        for (place, _, id) in &files {
            for whole in self.details(&feeds[*place], id).await.unwrap_or_default() {
                let same = |event: &&mut Event| event.id == whole.id && event.file == whole.file;
                if let Some(event) = events.iter_mut().find(same) {
                    *event = whole;
                }
            }
        }
        events
    }

    /// Returns the next event of some kinds to which one can go, and its position; not one that is taken.
    pub fn soonest(&self, kinds: &[String], taken: &[u32]) -> Option<(u32, Event)> {
        let now = self.now();
        self.index.with_untracked(|index| {
            let wanted = |kind: &str, at: u32| {
                kinds.iter().any(|other| other == kind) && !taken.contains(&at)
            };
            let at = index.soonest(now, &wanted)?;
            Some((at, index.event(at)?))
        })
    }

    /// Returns the next event to which one can go, whatever its kind.
    pub fn next_event(&self) -> Option<Event> {
        let now = self.now();
        self.index.with(|index| index.event(index.soonest(now, &|_, _| true)?))
    }
}
