//! One event with everything that is known about it.

use crate::domain::events::Event;
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
    page.add(p("").add(a(&Route::Events.href()).text(tongue.say(Message::EventAll)))).view()
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
    let rows = [
        (Message::EventWhen, event_card::when(tongue, &event.when)),
        (Message::EventWhere, event_card::place(event)),
        (Message::EventWho, event.organiser.clone()),
        (Message::EventFor, join(&audience, ", ")),
        (Message::EventRegister, registration),
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
    page.add(p(word("kind", &event.kind)).class("kicker"))
        .add(heading::heading(event.title.get(tag).0))
        .add(event_card::tag_list(tongue, event, app.today.get()))
        .add(list)
        .add(source)
}
