//! One event with everything that is known about it.

use crate::domain::events::{ByLanguage, Cost, Event};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::domain::text::join;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, p};
use crate::ui::parts::{event_card, heading, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page of the event with this id.
pub fn view(app: App, id: &str) -> AnyView {
    app.load_events();
    let tongue = app.tongue.get();
    let page = el("div").class("event-page");
    let page = match app.events.get() {
        Load::NotAsked | Load::Asked => {
            page.add(heading::heading(tongue.say(Message::EventsLoading)))
        }
        Load::Failed => page.add(heading::heading(tongue.say(Message::EventsFailed))),
        Load::Ready(events) => match events.iter().find(|event| event.id == id) {
            Some(event) => details(app, &tongue, event, page),
            None => page.add(heading::heading(tongue.say(Message::EventMissing))),
        },
    };
    page.add(p("").add(a(&Route::Events.href()).class("more").text(tongue.say(Message::EventAll))))
        .view()
}

fn details(app: App, tongue: &Tongue, event: &Event, page: El) -> El {
    let tag = &tongue.language.tag;
    let word = |group: &str, word: &str| tongue.text(&format!("event.{group}.{word}"));
    let audience: Vec<&str> = event.audience.iter().map(|a| word("audience", a)).collect();
    let mut registration = word("registration", &event.registration).to_owned();
    if let Some(date) = event.register_by {
        let date = words::date(tongue, date, DateStyle::Long);
        registration =
            registration + ", " + &tongue.fill(Message::EventRegisterBy, &[("date", &date)]);
    }
    let note = event.note.as_ref().map_or("", |note| note.get(tag).0);
    let in_words = |tags: &[String]| {
        let names: Vec<String> = tags.iter().map(|tag| words::language(tongue, tag)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        join(&names, ", ")
    };
    let text = |field: &Option<ByLanguage>| {
        field.as_ref().map_or(String::new(), |text| text.get(tag).0.to_owned())
    };
    let cost = match &event.cost {
        Some(Cost::Free) => word("cost", "free").to_owned(),
        Some(Cost::Text(text)) => text.get(tag).0.to_owned(),
        None => String::new(),
    };
    let rows = [
        (Message::EventWhen, event_card::when(tongue, &event.when)),
        (Message::EventWhere, event_card::place(event)),
        (Message::EventWho, event.organiser.clone()),
        (Message::EventFor, join(&audience, ", ")),
        (Message::EventRegister, registration),
        (Message::EventCost, cost),
        (Message::EventLanguages, in_words(&event.languages)),
        (Message::EventInterpreting, in_words(&event.interpreting)),
        (Message::EventDirections, text(&event.directions)),
        (Message::EventNote, note.to_owned()),
    ];
    let mut list = el("dl").class("rows");
    for (name, text) in rows.iter().filter(|(_, text)| !text.is_empty()) {
        let answer = el("dd").add(el("bdi").text(text));
        list = list.add(el("div").class("row").add(el("dt").text(tongue.say(*name))).add(answer));
    }
    let source = event
        .source
        .as_ref()
        .map(|url| p("").add(sources::link(url, tongue.say(Message::EventSource))));
    let was = event.was.map(|day| {
        let date = words::date(tongue, day, DateStyle::Long);
        p(&tongue.fill(Message::EventWas, &[("date", &date)])).class("notice")
    });
    let more = event.more.as_ref().map(|more| {
        el("section")
            .class("card")
            .add(el("h2").text(tongue.say(Message::EventMore)))
            .add(p(more.get(tag).0))
    });
    let sign_up = event
        .register_url
        .as_ref()
        .map(|url| p("").add(sources::link(url, tongue.say(Message::EventSignUp))));
    page.add(p(word("kind", &event.kind)).class("kicker"))
        .add(heading::heading(event.title.get(tag).0))
        .add(event_card::tag_list(tongue, event, app.today.get()))
        .add(was)
        .add(actions(app, tongue, event))
        .add(list)
        .add(sign_up)
        .add(more)
        .add(source)
}

/// What can be done with an event: keep it in sight, put it into the calendar.
fn actions(app: App, tongue: &Tongue, event: &Event) -> El {
    let (read, write, kept) = (event.clone(), event.clone(), event.clone());
    let starred = move || app.stars.with(|stars| stars.has(&read));
    let pressed = starred.clone();
    let spoken = app.tongue.get_untracked();
    let name = move || {
        let message = if starred() { Message::EventStarred } else { Message::EventStar };
        spoken.say(message).to_owned().into_any()
    };
    let star = el("button")
        .attr("type", "button")
        .class("button event__star")
        .live("aria-pressed", move || Some(pressed().to_string()))
        .on("click", move |_| {
            let on = !app.stars.with_untracked(|stars| stars.has(&write));
            app.star(&write, on);
        })
        .follow(name);
    let calendar = el("button")
        .attr("type", "button")
        .class("button")
        .on("click", move |_| app.save_events(&format!("{}.ics", kept.id), &[&kept]))
        .text(tongue.say(Message::EventCalendar));
    el("div").class("path__take print-hide").add(star).add(calendar)
}
