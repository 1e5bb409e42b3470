//! Events: what is coming, and the archive of what there was.

use crate::domain::events::{self, Event};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::{App, Load};
use crate::ui::parts::{contact, event_card, heading};
use crate::ui::words;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    app.load_events();
    let tongue = app.tongue.get();
    let list = match app.events.get() {
        Load::NotAsked | Load::Asked => {
            view! { <p role="status">{tongue.say(Message::EventsLoading).to_owned()}</p> }
                .into_any()
        }
        Load::Failed => view! {
            <p role="alert">{tongue.say(Message::EventsFailed).to_owned()}</p>
            {contact::contact(&tongue, &app.pack())}
        }
        .into_any(),
        Load::Ready(all) => lists(app, &tongue, &all),
    };
    view! {
        <div class="events">
            {heading::heading(tongue.say(Message::EventsName))}
            {list}
        </div>
    }
    .into_any()
}

fn lists(app: App, tongue: &Tongue, all: &[Event]) -> AnyView {
    let today = app.today.get();
    let coming = events::coming(all, today);
    let past = events::past(all, today);
    let cards = |list: &[&Event]| {
        list.iter().map(|event| event_card::card(tongue, event, today)).collect::<Vec<_>>()
    };
    let coming = match coming.is_empty() {
        true => view! {
            <p>{tongue.say(Message::EventsNone).to_owned()}</p>
            <p>{tongue.say(Message::EventsNoneHelp).to_owned()}</p>
            {contact::contact(tongue, &app.pack())}
        }
        .into_any(),
        false => view! { <ul class="events__list">{cards(&coming)}</ul> }.into_any(),
    };
    let demo = app.pack().demo.then(|| {
        view! { <p class="small">{tongue.say(Message::EventsDemo).to_owned()}</p> }
    });
    let count = words::count(tongue, Message::EventsArchiveLead, past.len() as i32);
    view! {
        <h2>{tongue.say(Message::EventsComing).to_owned()}</h2>
        {demo}
        {coming}
        <details class="archive">
            <summary><h2>{tongue.say(Message::EventsArchive).to_owned()}</h2></summary>
            <p>{count}</p>
            {years(&past, &cards)}
        </details>
    }
    .into_any()
}

fn years(past: &[&Event], cards: &dyn Fn(&[&Event]) -> Vec<AnyView>) -> AnyView {
    let groups = past.chunk_by(|a, b| a.when.sort().year() == b.when.sort().year());
    let groups: Vec<AnyView> = groups
        .map(|group| {
            let year = group[0].when.sort().year().to_string();
            view! {
                <section>
                    <p class="archive__year"><strong>{year}</strong></p>
                    <ul class="events__list">{cards(group)}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    groups.into_any()
}
