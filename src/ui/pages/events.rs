//! The event finder: what is coming, by week; words, place, filters; what to do when nothing is found.

#[path = "events/filters.rs"]
mod filters;

use crate::domain::events::Event;
use crate::domain::finder::{Filter, Found, Near, Query};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, el, group, nothing, p};
use crate::ui::parts::{contact, event_card, heading};
use crate::ui::watched::Watched;
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;
use std::sync::Arc;

/// Most events that are shown at once; more come on a tap.
const SHOWN: usize = 60;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    app.load_events();
    app.load_places();
    let tongue = app.tongue.get();
    let page = el("div").class("events").add(heading::heading(tongue.say(Message::EventsName)));
    match app.events.get() {
        Load::NotAsked | Load::Asked => {
            page.add(p(tongue.say(Message::EventsLoading)).attr("role", "status"))
        }
        Load::Failed => page
            .add(p(tongue.say(Message::EventsFailed)).attr("role", "alert"))
            .add(retry(app, &tongue))
            .add(contact::contact(&tongue, app.pack())),
        Load::Ready(all) => {
            untrack(|| app.index_events());
            finder(app, &tongue, &all, page)
        }
    }
    .view()
}

fn retry(app: App, tongue: &Tongue) -> El {
    el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| app.retry_events())
        .text(tongue.say(Message::EventsRetry))
}

fn finder(app: App, tongue: &Arc<Tongue>, all: &Arc<Vec<Event>>, page: El) -> El {
    let most = Arc::new(Watched::new(SHOWN));
    let list = List { app, tongue: tongue.clone(), all: all.clone(), most };
    let (stars, results, count) = (list.clone(), list.clone(), list.clone());
    page.add(app.pack().demo.then(|| p(tongue.say(Message::EventsDemo)).class("small")))
        .follow(move || stars.stars())
        .add(filters::filters(app, tongue))
        .add(
            el("div")
                .class("found")
                .add(
                    el("p")
                        .class("found__count")
                        .attr("role", "status")
                        .follow(move || count.count()),
                )
                .follow(move || results.results()),
        )
        .add(contact::contact(tongue, app.pack()))
}

/// What the list of events looks at.
#[derive(Clone)]
struct List {
    app: App,
    tongue: Arc<Tongue>,
    all: Arc<Vec<Event>>,
    /// How many are shown.
    most: Arc<Watched<usize>>,
}

impl List {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    fn event(&self, at: u32) -> Option<&Event> {
        self.all.get(at as usize)
    }

    /// Those that the person wants to keep in sight, while there are any to come.
    fn stars(&self) -> AnyView {
        let now = self.app.now();
        let mut list = el("ul").class("events__list");
        let mut any = false;
        self.app.stars.with(|stars| {
            for event in stars.of(&self.all).into_iter().filter(|event| !event.is_over(now)) {
                any = true;
                let card = event_card::card(&self.tongue, event, now.today);
                list = std::mem::replace(&mut list, el("ul")).add(card);
            }
        });
        if !any {
            return nothing();
        }
        let inner = self.clone();
        let save = move |_| {
            let (all, app) = (inner.all.clone(), inner.app);
            let starred = app.stars.with_untracked(|stars| stars.clone());
            app.save_events("sitz-und-stimme-gemerkt.ics", &starred.of(&all));
        };
        let button = el("button")
            .attr("type", "button")
            .class("button")
            .on("click", save)
            .text(self.say(Message::FindStarsCalendar));
        el("section")
            .class("starred")
            .add(el("h2").text(self.say(Message::FindStars)))
            .add(list)
            .add(button)
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
        group(vec![text.into_any(), around.unwrap_or_default().into_any()])
    }

    fn results(&self) -> AnyView {
        let found = self.app.found.get();
        let query = self.app.query.get_untracked();
        let mut views: Vec<AnyView> = Vec::new();
        if query.near.is_some() && found.around.is_none() {
            views.push(p(self.say(Message::FindNoPlace)).class("notice").view());
        }
        if found.total == 0 {
            views.push(self.nothing_found(&query, &found));
        }
        let most = self.most.get();
        let mut left = most;
        for week in &found.weeks {
            if left == 0 {
                break;
            }
            let date = words::date(&self.tongue, week.monday, DateStyle::Long);
            let title = self.tongue.fill(Message::FindWeek, &[("date", &date)]);
            views.push(self.section(&title, &week.events, &mut left).view());
        }
        if left > 0 && !found.unsure.is_empty() {
            views
                .push(self.section(self.say(Message::FindUnsure), &found.unsure, &mut left).view());
        }
        if found.total > most {
            views.push(self.more().view());
        }
        if found.total > 0 {
            views.push(self.calendar().view());
        }
        views.extend(self.past(&query, &found).map(El::view));
        group(views)
    }

    fn section(&self, title: &str, events: &[u32], left: &mut usize) -> El {
        let today = self.app.now().today;
        let mut list = el("ul").class("events__list");
        for event in events.iter().take(*left).filter_map(|at| self.event(*at)) {
            list = list.add(event_card::card(&self.tongue, event, today));
        }
        *left = left.saturating_sub(events.len());
        el("section").class("week").add(el("h2").text(title)).add(list)
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

    fn more(&self) -> El {
        let most = self.most.clone();
        el("button")
            .attr("type", "button")
            .class("button found__more")
            .on("click", move |_| most.update(|most| *most += SHOWN))
            .text(self.say(Message::FindMore))
    }

    fn calendar(&self) -> El {
        let inner = self.clone();
        let save = move |_| {
            let found = inner.app.found.get_untracked();
            let events: Vec<&Event> = found.all().filter_map(|at| inner.event(at)).collect();
            inner.app.save_events("sitz-und-stimme-termine.ics", &events);
        };
        el("button")
            .attr("type", "button")
            .class("button")
            .on("click", save)
            .text(self.say(Message::FindCalendar))
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
