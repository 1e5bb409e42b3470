//! One event with everything that is known about it.

use crate::domain::events::Event;
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::parts::{event_card, heading, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page of the event with this id.
pub fn view(app: App, id: &str) -> AnyView {
    app.load_events();
    let tongue = app.tongue.get();
    let all = tongue.say(Message::EventAll).to_owned();
    let body = match app.events.get() {
        Load::NotAsked | Load::Asked => heading::heading(tongue.say(Message::EventsLoading)),
        Load::Failed => heading::heading(tongue.say(Message::EventsFailed)),
        Load::Ready(events) => match events.iter().find(|event| event.id == id) {
            Some(event) => details(app, &tongue, event),
            None => heading::heading(tongue.say(Message::EventMissing)),
        },
    };
    view! {
        <div class="event-page">
            {body}
            <p><a href=Route::Events.href()>{all}</a></p>
        </div>
    }
    .into_any()
}

fn details(app: App, tongue: &Tongue, event: &Event) -> AnyView {
    let tag = &tongue.language.tag;
    let word = |group: &str, word: &str| tongue.text(&format!("event.{group}.{word}")).to_owned();
    let tags: Vec<AnyView> = event_card::tags(tongue, event, app.today.get())
        .into_iter()
        .map(|tag| view! { <li class="tag">{tag}</li> }.into_any())
        .collect();
    let audience: Vec<String> = event.audience.iter().map(|a| word("audience", a)).collect();
    let place: Vec<&str> =
        [Some(event.place.as_str()), event.venue.as_deref()].into_iter().flatten().collect();
    let by = event.register_by.map(|date| {
        let date = words::date(tongue, date, DateStyle::Long);
        tongue.fill(Message::EventRegisterBy, &[("date", &date)])
    });
    let registration = [Some(word("registration", &event.registration)), by];
    let registration: Vec<String> = registration.into_iter().flatten().collect();
    let rows = [
        (Message::EventWhen, event_card::when(tongue, &event.when)),
        (Message::EventWhere, place.join(", ")),
        (Message::EventWho, event.organiser.clone()),
        (Message::EventFor, audience.join(", ")),
        (Message::EventRegister, registration.join(", ")),
        (Message::EventNote, event.note.as_ref().map(|n| n.get(tag).0.to_owned()).unwrap_or_default()),
    ];
    let rows: Vec<AnyView> = rows
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| {
            view! {
                <div class="row">
                    <dt>{tongue.say(name).to_owned()}</dt>
                    <dd><bdi>{text}</bdi></dd>
                </div>
            }
            .into_any()
        })
        .collect();
    let source = event.source.as_ref().map(|url| {
        view! {
            <p>{sources::link(url, tongue.say(Message::EventSource))}</p>
        }
    });
    view! {
        <p class="kicker">{word("kind", &event.kind)}</p>
        {heading::heading(event.title.get(tag).0)}
        <ul class="tags">{tags}</ul>
        <dl class="rows">{rows}</dl>
        {source}
    }
    .into_any()
}
