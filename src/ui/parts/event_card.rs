//! An event in a list, and the words for when and how.

use crate::domain::date::Date;
use crate::domain::events::{Event, EventWhen, News};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::domain::text::join;
use crate::domain::zone;
use crate::shell::clock;
use crate::ui::el::{El, a, el, p};
use crate::ui::words::{self, DateStyle};

/// Returns a card that leads to the page of the event.
pub fn card(tongue: &Tongue, event: &Event, today: Date) -> El {
    card_with(tongue, event, today, None)
}

/// Returns a card that says what has happened to the event since the person saw it.
pub fn card_with(tongue: &Tongue, event: &Event, today: Date, news: Option<News>) -> El {
    let (title, lang) = event.title.get(&tongue.language.tag);
    let lang = (lang != tongue.language.tag).then_some(lang);
    // A title may have a direction of its own, whatever it holds.
    let title = el("bdi").text(title);
    let link = a(&Route::Event(event.id.clone()).href()).maybe("lang", lang).add(title);
    let body = el("div")
        .class("event__body")
        .add(el("h3").class("event__title").add(link))
        .add(news.map(|news| p(&news_of(tongue, news)).class("notice event__news")))
        .add(p(&when(tongue, event)).class("event__when"))
        .add(p("").class("event__where").add(el("bdi").text(&place(event))))
        .add(tag_list(tongue, event, today));
    el("li").class("event card").add(leaf(tongue, event)).add(body)
}

/// Returns the leaf of a calendar with month and day; only the month where the day is not known.
pub fn leaf(tongue: &Tongue, event: &Event) -> El {
    let date = event.when.sort();
    let month = words::date(tongue, date, DateStyle::ShortMonth);
    let fuzzy = matches!(event.when, EventWhen::About { .. });
    let day = (!fuzzy).then(|| el("span").class("leaf__day").text(&date.day().to_string()));
    p("")
        .class("leaf")
        .attr("aria-hidden", "true")
        .add(el("span").class("leaf__month").text(&month))
        .add(day)
}

/// Returns town and venue.
pub fn place(event: &Event) -> String {
    match &event.venue {
        Some(venue) => format!("{}, {venue}", event.place),
        None => event.place.clone(),
    }
}

/// Returns what is special about an event as a list; nothing if nothing is.
pub fn tag_list(tongue: &Tongue, event: &Event, today: Date) -> Option<El> {
    let tags = tags(tongue, event, today);
    let list = tags
        .iter()
        .fold(el("ul").class("tags"), |list, tag| list.add(el("li").class("tag").text(tag)));
    (!tags.is_empty()).then_some(list)
}

/// Says what has happened to an event that somebody keeps in sight.
pub fn news_of(tongue: &Tongue, news: News) -> String {
    match news {
        News::Cancelled => tongue.say(Message::EventNewsCancelled).to_owned(),
        News::Moved(was) => {
            let date = words::date(tongue, was, DateStyle::Long);
            tongue.fill(Message::EventNewsMoved, &[("date", &date)])
        }
    }
}

/// Returns when an event is, in words; the zone is named if the clocks of the device show another time.
pub fn when(tongue: &Tongue, event: &Event) -> String {
    let mut words = when_german(tongue, &event.when);
    if elsewhere(event).is_some() {
        words = format!("{words} ({})", tongue.say(Message::EventZone));
    }
    words
}

/// Returns when an event begins by the clocks of the device, if they show another time than those of Germany.
pub fn elsewhere(event: &Event) -> Option<(Date, String)> {
    let (date, minute) = (event.when.sort(), event.minute()?);
    let moment = zone::moment(date, minute);
    let ahead = clock::ahead(moment);
    let (there, time) = zone::local(moment, ahead);
    (ahead != zone::ahead_at(moment)).then(|| (there, zone::clock(time)))
}

fn when_german(tongue: &Tongue, when: &EventWhen) -> String {
    let tag = &tongue.language.tag;
    let long = |date: Date| words::date(tongue, date, DateStyle::Weekday);
    let hours = |from: &Option<String>, to: &Option<String>| match (from, to) {
        (Some(from), Some(to)) => {
            format!(", {}", tongue.fill(Message::EventsClockRange, &[("from", from), ("to", to)]))
        }
        (Some(from), None) => format!(", {}", tongue.fill(Message::EventsClock, &[("time", from)])),
        (None, _) => String::new(),
    };
    match when {
        EventWhen::Day { date, time, end } => long(*date) + &hours(time, end),
        EventWhen::Days { from, to } => {
            let both = [("from", &*long(*from)), ("to", &*long(*to))];
            tongue.fill(Message::EventsRange, &both)
        }
        EventWhen::Starting { from, time } => {
            tongue.fill(Message::EventsFrom, &[("date", &long(*from))]) + &hours(time, &None)
        }
        EventWhen::About { words, .. } => words.get(tag).0.to_owned(),
    }
}

/// Returns what is special about an event, most important first.
fn tags(tongue: &Tongue, event: &Event, today: Date) -> Vec<String> {
    let mut tags = Vec::new();
    let mut add = |message: Message| tags.push(tongue.say(message).to_owned());
    match event.status.as_str() {
        "cancelled" => add(Message::EventsCancelled),
        "moved" => add(Message::EventsMoved),
        "unsure" => add(Message::EventsUnsure),
        _ if event.when.last() < today => add(Message::EventsOver),
        _ => {}
    }
    if event.online {
        add(Message::EventsOnline);
    }
    if event.step_free {
        add(Message::EventsStepFree);
    }
    if event.childcare {
        add(Message::EventsChildcare);
    }
    if !event.languages.is_empty() {
        let languages: Vec<&str> = event.languages.iter().map(String::as_str).collect();
        let list = join(&languages, " · ").to_ascii_uppercase();
        tags.push(tongue.fill(Message::EventsAlso, &[("languages", &list)]));
    }
    tags
}
