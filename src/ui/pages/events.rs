//! Events: what is coming, and the archive of what there was.

use crate::domain::events::{self, Event};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, el, p};
use crate::ui::parts::{contact, event_card, heading};
use crate::ui::words;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    app.load_events();
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
        Load::Ready(all) => lists(app, &tongue, &all, page),
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

fn lists(app: App, tongue: &Tongue, all: &[Event], page: El) -> El {
    let today = app.today.get();
    let coming = events::coming(all, today);
    let past = events::past(all, today);
    let cards = |list: &[&Event]| {
        list.iter().fold(el("ul").class("events__list"), |cards, event| {
            cards.add(event_card::card(tongue, event, today))
        })
    };
    let page = page.add(el("h2").text(tongue.say(Message::EventsComing)));
    let page = match coming.is_empty() {
        true => page
            .add(p(tongue.say(Message::EventsNone)))
            .add(p(tongue.say(Message::EventsNoneHelp)))
            .add(contact::contact(tongue, app.pack())),
        false => page
            .add(app.pack().demo.then(|| p(tongue.say(Message::EventsDemo)).class("small")))
            .add(cards(&coming)),
    };
    let mut archive = el("details")
        .class("archive")
        .add(el("summary").add(el("h2").text(tongue.say(Message::EventsArchive))))
        .add(p(&words::count(tongue, Message::EventsArchiveLead, past.len() as i32)));
    let year = |event: &Event| event.when.sort().year();
    for group in past.chunk_by(|a, b| year(a) == year(b)) {
        let name = el("strong").text(&year(group[0]).to_string());
        let section = el("section").add(p("").class("archive__year").add(name)).add(cards(group));
        archive = archive.add(section);
    }
    page.add(archive)
}
