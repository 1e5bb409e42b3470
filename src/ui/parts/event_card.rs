//! An event in a list, and the words for when and how.

use crate::domain::date::Date;
use crate::domain::events::{Event, EventWhen};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns a card that leads to the page of the event.
pub fn card(tongue: &Tongue, event: &Event, today: Date) -> AnyView {
    let (title, lang) = event.title.get(&tongue.language.tag);
    let lang = (lang != tongue.language.tag).then(|| lang.to_owned());
    let place = [Some(event.place.as_str()), event.venue.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let tags: Vec<AnyView> = tags(tongue, event, today)
        .into_iter()
        .map(|tag| view! { <li class="tag">{tag}</li> }.into_any())
        .collect();
    let tags = (!tags.is_empty()).then(|| view! { <ul class="tags">{tags}</ul> });
    view! {
        <li class="event card">
            {leaf(tongue, event)}
            <div class="event__body">
                <h3 class="event__title">
                    <a href=Route::Event(event.id.clone()).href() lang=lang>{title.to_owned()}</a>
                </h3>
                <p class="event__when">{when(tongue, &event.when)}</p>
                <p class="event__where"><bdi>{place.join(", ")}</bdi></p>
                {tags}
            </div>
        </li>
    }
    .into_any()
}

/// The leaf of a calendar with month and day; only the month where the day is not known.
fn leaf(tongue: &Tongue, event: &Event) -> AnyView {
    let date = event.when.sort();
    let month = words::date(tongue, date, DateStyle::ShortMonth);
    let fuzzy = matches!(event.when, EventWhen::About { .. });
    let day = (!fuzzy).then(|| view! { <span class="leaf__day">{date.day().to_string()}</span> });
    view! {
        <p class="leaf" aria-hidden="true"><span class="leaf__month">{month}</span> {day}</p>
    }
    .into_any()
}

/// Returns when an event is, in words.
pub fn when(tongue: &Tongue, when: &EventWhen) -> String {
    let tag = &tongue.language.tag;
    let long = |date: Date| words::date(tongue, date, DateStyle::Weekday);
    let clock = |from: &Option<String>, to: &Option<String>| match (from, to) {
        (Some(from), Some(to)) => {
            format!(", {}", tongue.fill(Message::EventsClockRange, &[("from", from), ("to", to)]))
        }
        (Some(from), None) => format!(", {}", tongue.fill(Message::EventsClock, &[("time", from)])),
        (None, _) => String::new(),
    };
    match when {
        EventWhen::Day { date, time, end } => long(*date) + &clock(time, end),
        EventWhen::Days { from, to } => {
            let both = [("from", &*long(*from)), ("to", &*long(*to))];
            tongue.fill(Message::EventsRange, &both)
        }
        EventWhen::Starting { from, time } => {
            tongue.fill(Message::EventsFrom, &[("date", &long(*from))]) + &clock(time, &None)
        }
        EventWhen::About { words, .. } => words.get(tag).0.to_owned(),
    }
}

/// Returns what is special about an event, most important first.
pub fn tags(tongue: &Tongue, event: &Event, today: Date) -> Vec<String> {
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
        let list = event.languages.join(" · ").to_uppercase();
        tags.push(tongue.fill(Message::EventsAlso, &[("languages", &list)]));
    }
    tags
}
