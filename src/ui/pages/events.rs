//! The event finder: what is coming, by week; words, place, filters; what to do when nothing is found.

#[path = "events/filters.rs"]
mod filters;
#[path = "events/map.rs"]
mod map;

use crate::domain::finder::{Filter, Found, Near, Query};
use crate::domain::listing::{Block, Listing, Section, Title};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::{App, Load, MOST_SAVED};
use crate::ui::behind;
use crate::ui::el::{El, el, follow, group, nothing, p, written};
use crate::ui::parts::{both, contact, event_card, heading};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;
use std::sync::Arc;

/// Most lines on paper.
const MOST_PRINTED: usize = 1_000;

/// Returns the page. Its heading stays while the rest comes: taking away what has the focus makes the
/// browser lay out everything at once.
pub fn view(app: App) -> AnyView {
    app.load_events();
    app.load_places();
    let tongue = app.tongue.get();
    let head = heading::of(&tongue, Message::EventsName.key());
    el("div").class("events").add(head).follow(move || inside(app, &tongue)).view()
}

fn inside(app: App, tongue: &Arc<Tongue>) -> AnyView {
    match app.feeds.get() {
        Load::NotAsked | Load::Asked => {
            p(tongue.say(Message::EventsLoading)).attr("role", "status").view()
        }
        Load::Failed => group(vec![
            p(tongue.say(Message::EventsFailed)).attr("role", "alert").view(),
            retry(app, tongue).view(),
            contact::contact(tongue, app.pack()).view(),
        ]),
        Load::Ready(_) => {
            untrack(|| {
                app.name_kinds();
                app.load_all_events();
            });
            finder(app, tongue)
        }
    }
}

fn retry(app: App, tongue: &Tongue) -> El {
    el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| app.retry_events())
        .text(tongue.say(Message::EventsRetry))
}

/// The form in three steps, the list, then what stands below: together they would hold a phone up too long.
fn finder(app: App, tongue: &Arc<Tongue>) -> AnyView {
    let list = List { app, tongue: tongue.clone() };
    let (stars, below) = (list.clone(), list.clone());
    app.event_said.set(None);
    let demo = app.pack().demo.then(|| p(tongue.say(Message::EventsDemo)).class("small"));
    let mut views: Vec<AnyView> = demo.into_iter().map(El::view).collect();
    views.push(follow(move || stars.stars()));
    views.push(filters::filters(app, tongue).view());
    views.push(list.view().view());
    views.push(behind(app, 4, move || below.below()));
    group(views)
}

/// Draws something after so many paints. Whoever comes back finds the place where they were, so the page must
/// have its height at once.
fn behind(app: App, paints: u8, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    match app.is_back() {
        true => follow(draw),
        false => behind::behind(app, paints, draw),
    }
}

/// Draws a part of the list as [`behind`] does. It stands in a box of its own: to a browser a new neighbour
/// may change the looks of everything that stands beside it.
fn part(app: App, paints: u8, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    el("div").class("found__part").add(behind(app, paints, draw)).view()
}

/// What the list of events looks at.
#[derive(Clone)]
struct List {
    app: App,
    tongue: Arc<Tongue>,
}

impl List {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    fn button(&self, name: &str, class: &'static str, act: impl FnMut() + 'static) -> El {
        let mut act = act;
        el("button").attr("type", "button").class(class).on("click", move |_| act()).text(name)
    }

    /// What was found, and what leads on from there.
    fn view(self) -> El {
        let app = self.app;
        let (count, around, results) = (self.clone(), self.clone(), self.clone());
        let (paper, more) = (self.clone(), self);
        let count = behind(app, 3, move || count.count());
        el("div")
            .class("found")
            .add(
                el("p")
                    .class("found__count")
                    .attr("role", "status")
                    .attr("tabindex", "-1")
                    .add(count),
            )
            .add(part(app, 3, move || around.around()))
            .add(part(app, 3, move || results.results()))
            .add(part(app, 3, move || paper.paper()))
            .add(part(app, 4, move || more.more()))
    }

    /// What stands below all that.
    fn below(&self) -> AnyView {
        let contact = contact::contact(&self.tongue, self.app.pack());
        group(self.as_of().into_iter().chain([contact]).map(El::view).collect())
    }

    /// Those that the person wants to keep in sight, while there are any to come.
    fn stars(&self) -> AnyView {
        // More of them are known when more events are there.
        self.app.rest.with(|_| ());
        let (app, now) = (self.app, self.app.now());
        let starred =
            app.stars.with(|stars| app.index.with_untracked(|index| stars.of_index(index)));
        let mut list = el("ul").class("events__list");
        let mut shown = Vec::new();
        for at in starred {
            let event = app.index.with_untracked(|index| index.event(at));
            let Some(event) = event.filter(|event| !event.is_over(now)) else { continue };
            let news = app.stars.with_untracked(|stars| stars.news(&event));
            list = list.add(event_card::card_with(&self.tongue, &event, now.today, news));
            shown.push(at);
        }
        if shown.is_empty() {
            return nothing();
        }
        let save = move || app.save_positions("sitz-und-stimme-gemerkt.ics", shown.clone());
        el("section")
            .class("starred")
            .add(both::said(el("h2"), &self.tongue, Message::FindStars.key()))
            .add(list)
            .add(self.button(self.say(Message::FindStarsCalendar), "button", save))
            .view()
    }

    fn count(&self) -> AnyView {
        let found = self.app.found.get();
        let text = words::count(&self.tongue, Message::FindCount, found.total as i32);
        let around = found.around.as_ref().map(|place| {
            let km = self.app.query.with(|query| query.near.as_ref().map_or(0, |near| near.km));
            let values = [("place", &*place.name), ("km", &*km.to_string())];
            format!(" · {}", self.tongue.fill(Message::FindAround, &values))
        });
        let (page, pages) = self.pages();
        let page = (pages > 1).then(|| {
            let numbers = [page + 1, pages].map(|n| words::number(&self.tongue, n as i32));
            let values = [("page", &*numbers[0]), ("pages", &*numbers[1])];
            format!(" · {}", self.tongue.fill(Message::FindPage, &values))
        });
        let parts = [Some(text), around, page].into_iter().flatten();
        group(parts.map(|part| written(&part)).collect())
    }

    /// Returns the number of the page and how many there are; both are set before it is told what was found.
    fn pages(&self) -> (usize, usize) {
        self.app.listing.with_untracked(|listing| (listing.page, listing.pages))
    }

    /// Says what the place and an empty list mean.
    fn around(&self) -> AnyView {
        let found = self.app.found.get();
        let query = self.app.query.get_untracked();
        let mut views: Vec<AnyView> = Vec::new();
        if query.near.is_some() && found.around.is_none() {
            views.push(p(self.say(Message::FindNoPlace)).class("notice").view());
        }
        // While more is on its way nobody knows that there is nothing.
        if found.total == 0 && !self.app.rest.with(|rest| rest.is_coming()) {
            views.push(self.nothing_found(&query, &found));
        }
        group(views)
    }

    fn results(&self) -> AnyView {
        let listing = Arc::new(self.app.listing.get());
        self.block(&listing, 0)
    }

    /// Draws a block, and those behind it one after the other: a phone paints what is on screen first.
    fn block(&self, listing: &Arc<Listing>, at: usize) -> AnyView {
        let Some(block) = listing.blocks.get(at) else { return nothing() };
        let mut views = self.sections(block);
        if at + 1 < listing.blocks.len() {
            let (list, listing) = (self.clone(), listing.clone());
            // Behind the first one stands what leads on from the list.
            let paints = if at == 0 { 2 } else { 1 };
            views.push(part(self.app, paints, move || list.block(&listing, at + 1)));
        }
        group(views)
    }

    /// Everything that was found, for printing: one line each.
    fn paper(&self) -> AnyView {
        if !self.app.printing.get() {
            return nothing();
        }
        let found = self.app.found.get_untracked();
        let mut rows = el("tbody");
        for at in found.all().take(MOST_PRINTED) {
            let Some(event) = self.app.index.with_untracked(|index| index.event(at)) else {
                continue;
            };
            let cells = [
                event_card::when(&self.tongue, &event),
                event.title.get(&self.tongue.language.tag).0.to_owned(),
                event_card::place(&event),
            ];
            let row = cells.iter().fold(el("tr"), |row, cell| row.add(el("td").text(cell)));
            rows = rows.add(row);
        }
        el("table").class("found__paper").add(rows).view()
    }

    fn sections(&self, block: &Block) -> Vec<AnyView> {
        block.iter().map(|section| self.section(section).view()).collect()
    }

    fn section(&self, section: &Section) -> El {
        let title = match section.title {
            Title::Week(monday) => {
                let date = words::date(&self.tongue, monday, DateStyle::Long);
                Some(self.tongue.fill(Message::FindWeek, &[("date", &date)]))
            }
            Title::Unsure => Some(self.say(Message::FindUnsure).to_owned()),
            Title::None => None,
        };
        let today = self.app.now().today;
        let mut list = el("ul").class("events__list");
        self.app.index.with_untracked(|index| {
            for event in section.events.iter().filter_map(|at| index.event(*at)) {
                let card = event_card::card(&self.tongue, &event, today);
                list = std::mem::replace(&mut list, el("ul")).add(card);
            }
        });
        let title = title.map(|title| el("h2").text(&title));
        el("section").class("week").add(title).add(list)
    }

    /// Says what would be found otherwise: an empty list must lead on.
    fn nothing_found(&self, query: &Query, found: &Found) -> AnyView {
        let app = self.app;
        let way = |text: String, query: Query| {
            el("button")
                .attr("type", "button")
                .class("button")
                .on("click", move |_| app.look_for(query.clone()))
                .text(&text)
        };
        let mut ways = el("div").class("found__ways");
        if let (Some(wider), Some(near)) = (found.wider, &query.near) {
            let values = [("km", &*wider.km.to_string())];
            let text =
                words::count_with(&self.tongue, Message::FindWider, wider.total as i32, &values);
            let mut query = query.clone();
            query.near = Some(Near { km: wider.km, ..near.clone() });
            ways = ways.add(way(text, query));
        }
        if found.later > 0 {
            let text = words::count(&self.tongue, Message::FindLater, found.later as i32);
            let mut query = query.clone();
            (query.from, query.to) = (None, None);
            ways = ways.add(way(text, query));
        }
        if !found.other.is_empty() {
            let text = words::count(&self.tongue, Message::FindPast, found.other.len() as i32);
            ways = ways.add(way(text, query.switched(&Filter::Past)));
        }
        if query.cleared() != *query {
            ways = ways.add(way(self.say(Message::FindClear).to_owned(), query.cleared()));
        }
        el("div")
            .class("found__none")
            .add(p(self.say(Message::EventsNone)))
            .add(p(self.say(Message::EventsNoneHelp)))
            .add(ways)
            .view()
    }

    /// What stands below the list: other pages, the calendar, print, the archive.
    fn more(&self) -> AnyView {
        let app = self.app;
        let found = app.found.get();
        let query = app.query.get_untracked();
        let mut views: Vec<AnyView> = Vec::new();
        let rest = app.rest.with(|rest| match (rest.is_coming(), rest.is_missing()) {
            (true, _) => Some(Message::FindLoading),
            (_, true) => Some(Message::FindPartly),
            _ => None,
        });
        views.extend(rest.map(|message| p(self.say(message)).class("small").view()));
        let (page, pages) = self.pages();
        let mut turns = el("div").class("found__ways print-hide");
        let turn = |message: Message, page: usize| {
            let query = query.turned(page);
            self.button(self.say(message), "button found__turn", move || {
                app.look_for(query.clone());
                app.show(".found__count");
            })
        };
        if page > 0 {
            turns = turns.add(turn(Message::FindPrevious, page - 1));
        }
        if page + 1 < pages {
            turns = turns.add(turn(Message::FindNext, page + 1));
        }
        if pages > 1 {
            views.push(turns.view());
        }
        if found.total > 0 {
            views.push(self.take(&found).view());
        }
        views.extend(self.past(&query, &found).map(El::view));
        group(views)
    }

    /// Takes what was found along: into the calendar, on paper.
    fn take(&self, found: &Found) -> El {
        let app = self.app;
        let all: Vec<u32> = found.all().take(MOST_SAVED + 1).collect();
        let save = move || app.save_positions("sitz-und-stimme-termine.ics", all.clone());
        let (said, tongue) = (app.event_said.get(), self.tongue.clone());
        let said = said.map(|message| match message {
            Message::FindTooMany => words::count(&tongue, message, MOST_SAVED as i32),
            other => tongue.say(other).to_owned(),
        });
        let print = move || app.print_found();
        el("div")
            .class("found__take print-hide")
            .add(
                el("div")
                    .class("found__ways")
                    .add(self.button(self.say(Message::FindCalendar), "button", save))
                    .add(self.button(self.say(Message::FindPrint), "button", print)),
            )
            .add(el("div").attr("role", "status").add(said.map(|text| p(&text).class("notice"))))
    }

    /// Says of which day the lists are.
    fn as_of(&self) -> Option<El> {
        let feeds = self.app.feeds.get_untracked();
        let Load::Ready(feeds) = feeds else { return None };
        let day = feeds.iter().filter_map(|feed| feed.as_of).max()?;
        let date = words::date(&self.tongue, day, DateStyle::Long);
        Some(p(&self.tongue.fill(Message::AsOf, &[("date", &date)])).class("small"))
    }

    /// Leads to the archive with the same filters: past evenings show what they are like.
    fn past(&self, query: &Query, found: &Found) -> Option<El> {
        let (app, other) = (self.app, query.switched(&Filter::Past));
        let message = if query.past { Message::FindComing } else { Message::FindPast };
        let text = words::count(&self.tongue, message, found.other.len() as i32);
        let button = el("button")
            .attr("type", "button")
            .class("button button--link")
            .on("click", move |_| app.look_for(other.clone()))
            .text(&text);
        (found.total > 0 && (query.past || !found.other.is_empty())).then_some(button)
    }
}
