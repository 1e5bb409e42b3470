//! Looking for events: what is wanted, what was found, what is starred.

use super::{App, Load};
use crate::domain::events::{self, Event, Now, Stars};
use crate::domain::finder::{Found, Index, Query};
use crate::domain::ics;
use crate::domain::json::Problems;
use crate::domain::messages::{Message, Tongue};
use crate::domain::places::Places;
use crate::domain::route::Route;
use crate::domain::saved;
use crate::shell::{clock, files, location};
use crate::ui::boot;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The tables of places; each is fetched when the finder is opened.
const PLACES: [&str; 2] = ["places/nrw.txt", "places/nrw-postcodes.txt"];

impl App {
    /// Reads the stars, and tells of those that are near.
    pub fn read_stars(&self) {
        let root = &self.pack().root;
        let (mut keep, mut notices) = (self.keep.load(Ordering::Relaxed), Vec::new());
        let key = saved::events_key(root);
        let stars = boot::stored(&key, root, Stars::from_value, &mut keep, &mut notices);
        self.keep.store(keep, Ordering::Relaxed);
        notices.into_iter().for_each(|notice| self.tell(notice));
        let any = !stars.is_empty();
        self.stars.set(stars);
        if any {
            self.load_events();
        }
    }

    /// Tells once of starred events that are near.
    pub fn tell_of_stars(&self) {
        if let Load::Ready(events) = self.events.get_untracked() {
            let due = self.stars.with_untracked(|stars| !stars.due(&events, self.now()).is_empty());
            if due {
                self.tell(Message::NoticeStar);
            }
        }
    }

    /// Stars an event, or takes the star away.
    pub fn star(&self, event: &Event, on: bool) {
        self.stars.update(|stars| {
            stars.star(event, on);
        });
        let root = &self.pack().root;
        let value = self.stars.with_untracked(Stars::to_value);
        self.write(&saved::events_key(root), &saved::to_text(root, value));
    }

    /// Returns day and time of day in Germany; a simulated day has only begun.
    pub fn now(&self) -> Now {
        let minute = if self.simulated { 0 } else { clock::minute() };
        Now { today: self.today.get_untracked(), minute }
    }

    /// Takes what is wanted from the address.
    pub fn take_query(&self, text: &str) {
        let query = Query::parse(text);
        if self.query.with_untracked(|old| *old != query) {
            self.query.set(query);
        }
        self.search();
    }

    /// Looks for something else; the address follows, without a step to go back to.
    pub fn look_for(&self, query: Query) {
        let text = query.to_text();
        self.query.set(query);
        self.search();
        location::replace(&match text.is_empty() {
            true => Route::Events,
            false => Route::Found(text),
        });
    }

    /// Fetches the places, if they are not there.
    pub fn load_places(&self) {
        if self.places.with_untracked(|places| matches!(places, Load::Asked | Load::Ready(_))) {
            return;
        }
        self.places.set(Load::Asked);
        let app = *self;
        files::run(async move {
            let (mut places, problems) = (Places::default(), Problems::default());
            let mut missing = false;
            for file in PLACES {
                match files::text(file).await {
                    Ok(text) => places.add(file, &text, &problems),
                    Err(_) => missing = true,
                }
            }
            let none = missing && places.is_empty();
            app.places.set(if none { Load::Failed } else { Load::Ready(Arc::new(places)) });
            app.index_events();
        });
    }

    /// Makes the index of all events in the present language, and looks again.
    pub fn index_events(&self) {
        let Load::Ready(events) = self.events.get_untracked() else { return };
        let tongue = self.tongue.get_untracked();
        let mut index = Index::default();
        let name = |kind: &str| tongue.text(&format!("event.kind.{kind}")).to_owned();
        self.with_places(|places| index.add(&events, places, &name));
        self.index.update(|slot| *slot = index);
        self.search();
    }

    fn with_places<R>(&self, act: impl FnOnce(&Places) -> R) -> R {
        self.places.with_untracked(|places| match places {
            Load::Ready(places) => act(places),
            _ => act(&Places::default()),
        })
    }

    fn search(&self) {
        let query = self.query.get_untracked();
        let now = self.now();
        let found: Found = self.with_places(|places| {
            self.index.with_untracked(|index| index.find(&query, now, places))
        });
        self.found.set(Arc::new(found));
    }

    /// Hands events out as a calendar file.
    pub fn save_events(&self, name: &str, events: &[&Event]) {
        let tongue: Arc<Tongue> = self.tongue.get_untracked();
        let say = |key: &str| tongue.text(key).to_owned();
        let entries = events::entries(events, &tongue.language.tag, &say);
        let title =
            format!("{}: {}", tongue.say(Message::AppName), tongue.say(Message::EventsName));
        let text = ics::calendar(&title, &entries, clock::now());
        files::hand_out(name, "text/calendar;charset=utf-8", &text);
    }
}
