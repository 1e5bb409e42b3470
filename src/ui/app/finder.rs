//! Looking for events: what is wanted, what was found, what is starred.

use super::{App, Load};
use crate::domain::events::{self, Event, Now, Stars};
use crate::domain::finder::{Finding, Query};
use crate::domain::ics;
use crate::domain::json::Problems;
use crate::domain::listing::Listing;
use crate::domain::messages::{Message, Tongue};
use crate::domain::places::Places;
use crate::domain::route::Route;
use crate::domain::saved;
use crate::shell::{clock, files, location, page};
use leptos::prelude::untrack;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The tables of places; each is fetched when the finder is opened.
const PLACES: [&str; 2] = ["places/nrw.txt", "places/nrw-postcodes.txt"];

/// How many events are looked at in one go while they are being loaded.
const PORTION: usize = 20_000;

/// Most events that are handed out as one calendar.
pub const MOST_SAVED: usize = 200;

impl App {
    /// Reads the stars, and tells of those that are near.
    pub fn read_stars(&self) {
        let fits = |value: &Value| Stars::from_value(value).is_some();
        let adopt = |app: &App, value: &Value| {
            app.stars.set(Stars::from_value(value).unwrap_or_default());
        };
        let value = self.open_record(&saved::events_key(&self.pack().root), fits, adopt);
        adopt(self, &value);
        if self.stars.with_untracked(|stars| !stars.is_empty()) {
            self.load_events();
        }
    }

    /// Tells once of starred events that are near.
    pub fn tell_of_stars(&self) {
        let now = self.now();
        let due = self.index.with_untracked(|index| {
            self.stars.with_untracked(|stars| !stars.due_of_index(index, now).is_empty())
        });
        if due {
            self.tell(Message::NoticeStar);
        }
    }

    /// Stars an event, or takes the star away.
    pub fn star(&self, event: &Event, on: bool) {
        self.stars.update(|stars| {
            stars.star(event, on);
        });
        self.keep_stars();
    }

    fn keep_stars(&self) {
        let value = self.stars.with_untracked(Stars::to_value);
        self.save(&saved::events_key(&self.pack().root), value);
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
        location::rewrite(&match text.is_empty() {
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
            // Events come first.
            clock::pause(0).await;
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
            app.with_places(|places| app.index.update(|index| index.place(places)));
            app.search();
        });
    }

    /// Names the kinds of events in the present language, so that they are found by that.
    pub fn name_kinds(&self) {
        let tongue = self.tongue.get_untracked();
        let name = |kind: &str| tongue.text(&format!("event.kind.{kind}")).to_owned();
        self.index.update(|index| index.name_kinds(&name));
        self.search();
    }

    pub(super) fn with_places<R>(&self, act: impl FnOnce(&Places) -> R) -> R {
        self.places.with_untracked(|places| match places {
            Load::Ready(places) => act(places),
            _ => act(&Places::default()),
        })
    }

    /// Looks again for what is wanted.
    pub(super) fn search(&self) {
        let mut finding = self.begin_search();
        self.search_on(&mut finding, usize::MAX);
        self.end_search(finding);
    }

    /// Looks again for what is wanted, in portions: with very many events a phone could not answer taps
    /// for the whole of it. Ends without a word if somebody looks for something else meanwhile.
    pub(super) async fn search_slowly(&self) {
        let mut finding = self.begin_search();
        let number = self.searches.load(Ordering::Relaxed);
        loop {
            let more = self.search_on(&mut finding, PORTION);
            clock::pause(0).await;
            if self.searches.load(Ordering::Relaxed) != number {
                return;
            }
            if !more {
                return self.end_search(finding);
            }
        }
    }

    /// Lets a search in portions end: there is something else to look for, or to look through.
    pub(super) fn drop_search(&self) {
        self.searches.fetch_add(1, Ordering::Relaxed);
    }

    fn begin_search(&self) -> Finding {
        self.drop_search();
        let (query, now) = (self.query.get_untracked(), self.now());
        self.with_places(|places| {
            self.index.with_untracked(|index| Finding::new(index, &query, now, places))
        })
    }

    fn search_on(&self, finding: &mut Finding, most: usize) -> bool {
        self.index.with_untracked(|index| finding.go_on(index, most))
    }

    /// Shows what was found. What is listed is told only if it is something else; how many pages there are
    /// is told by what was found.
    fn end_search(&self, finding: Finding) {
        let found = self.index.with_untracked(|index| finding.end(index));
        let page = self.query.with_untracked(|query| query.page);
        let listing = Listing::new(&found, page);
        match self.listing.with_untracked(|old| old.blocks == listing.blocks) {
            true => self.listing.set_quietly(listing),
            false => self.listing.set(listing),
        }
        let found = Arc::new(found);
        self.found.set(found.clone());
        let app = *self;
        clock::after_paint(move || app.counted.set(found));
    }

    /// Hands the events at some positions out as a calendar file, with everything that is known of them.
    pub fn save_positions(&self, name: &'static str, positions: Vec<u32>) {
        let app = *self;
        let many = positions.len() > MOST_SAVED;
        self.event_said.set(many.then_some(Message::FindTooMany));
        if !many {
            files::run(async move {
                let events = app.whole_events(&positions).await;
                app.save_events(name, &events.iter().collect::<Vec<&Event>>());
            });
        }
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

    /// Returns the address of the file that a browser opens in its calendar by itself.
    pub fn calendar_file(&self, event: &Event) -> Option<String> {
        let Load::Ready(feeds) = self.feeds.get_untracked() else { return None };
        let feed = feeds.iter().find(|feed| feed.name == event.file && !location::is_on_disk())?;
        let tag = self.tongue.with_untracked(|tongue| tongue.language.tag.clone());
        feed.ics_path(event, &tag)
    }

    /// Tells others of an event: through another app, or by a link to paste.
    pub fn share_event(&self, event: &Event) {
        let tag = self.tongue.with_untracked(|tongue| tongue.language.tag.clone());
        let address = untrack(|| self.address(&Route::Event(event.id.clone())));
        let title = event.title.get(&tag).0.to_owned();
        let app = *self;
        files::run(async move {
            if page::can_share() {
                page::share(&title, &address).await;
                return;
            }
            let copied = page::copy(&address).await;
            let said = if copied { Message::EventShared } else { Message::EventNotShared };
            app.event_said.set(Some(said));
        });
    }

    /// Keeps in mind that the person has seen a starred event as it is now.
    pub fn see(&self, event: &Event) {
        let news = self.stars.with_untracked(|stars| stars.news(event).is_some());
        if news {
            self.stars.update(|stars| stars.see(event));
            self.keep_stars();
        }
    }

    /// Returns the way back to what was looked for.
    pub fn finder_route(&self) -> Route {
        match self.query.with_untracked(Query::to_text) {
            text if text.is_empty() => Route::Events,
            text => Route::Found(text),
        }
    }

    /// Prints everything that was found; it is in the page only as long as that takes.
    pub fn print_found(&self) {
        let app = *self;
        app.printing.set(true);
        clock::after(0, move || {
            page::print();
            app.printing.set(false);
        });
    }
}
