//! One event with everything that is known about it.

use crate::domain::events::{self, ByLanguage, Cost, Event, News};
use crate::domain::messages::{Message, Tongue};
use crate::domain::text::join;
use crate::ui::app::{App, Load, Looked};
use crate::ui::el::{El, a, el, nothing, p, written};
use crate::ui::parts::{both, event_card, heading, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the page of the event with this id.
pub fn view(app: App, id: &str) -> AnyView {
    app.load_events();
    let tongue = app.tongue.get();
    let page = el("div").class("event-page");
    let lists = app.feeds.get();
    if matches!(lists, Load::Ready(_)) {
        untrack(|| app.load_event(id));
    }
    let looked = match lists {
        Load::Failed => Looked { id: id.to_owned(), event: Load::Failed },
        _ => app.looked.get(),
    };
    let page = match &looked.event {
        Load::NotAsked | Load::Asked => {
            page.add(heading::of(&tongue, Message::EventsLoading.key()))
        }
        Load::Failed => {
            let id = id.to_owned();
            page.add(heading::of(&tongue, Message::EventsFailed.key())).add(
                el("button")
                    .attr("type", "button")
                    .class("button")
                    .on("click", move |_| match app.feeds.with_untracked(Load::has_failed) {
                        true => app.retry_events(),
                        false => app.retry_event(&id),
                    })
                    .text(tongue.say(Message::EventsRetry)),
            )
        }
        Load::Ready(Some(event)) => details(app, &tongue, event, page),
        Load::Ready(None) => page.add(heading::of(&tongue, Message::EventMissing.key())),
    };
    page.add(
        p("").add(a(&app.finder_route().href()).class("more").text(tongue.say(Message::EventAll))),
    )
    .view()
}

fn details(app: App, tongue: &Tongue, event: &Arc<Event>, page: El) -> El {
    app.see(event);
    let word = |group: &str, word: &str| tongue.text(&format!("event.{group}.{word}"));
    let source = event
        .source
        .as_ref()
        .map(|url| p("").add(sources::link(url, tongue.say(Message::EventSource)).class("more")));
    let sign_up = event
        .register_url
        .as_ref()
        .map(|url| p("").add(sources::link(url, tongue.say(Message::EventSignUp)).class("more")));
    let (first, rest) = rows(tongue, event);
    let (title, lang) = own(tongue, &event.title);
    let title = el("bdi").text(&title);
    page.add(p(word("kind", &event.kind)).class("kicker"))
        .add(heading::heading("").maybe("lang", lang.as_deref()).add(title))
        .add(event_card::tag_list(tongue, event, app.today.get()))
        .add(change(tongue, event))
        .add(
            el("div")
                .class("card glance")
                .add(event_card::leaf(tongue, event))
                .add(list(tongue, &first)),
        )
        .add(actions(app, tongue, event))
        .add(expect(tongue, event))
        .add(list(tongue, &rest))
        .add(sign_up)
        .add(source)
}

/// Says what has changed: nobody shall stand before a closed door.
fn change(tongue: &Tongue, event: &Event) -> Option<El> {
    let text = match (event.is_cancelled(), event.was) {
        (true, _) => tongue.say(Message::EventNewsCancelled).to_owned(),
        (false, Some(day)) => event_card::news_of(tongue, News::Moved(day)),
        (false, None) => return None,
    };
    Some(p(&text).class("notice"))
}

/// What will happen and who will be there: by the organiser, or as it usually is.
fn expect(tongue: &Tongue, event: &Event) -> El {
    let section =
        el("section").class("card").add(both::said(el("h2"), tongue, Message::EventMore.key()));
    match &event.more {
        Some(more) => {
            let (text, lang) = own(tongue, more);
            section.add(p("").maybe("lang", lang.as_deref()).add(el("bdi").text(&text)))
        }
        None => {
            let usual = tongue.text(&format!("event.expect.{}", events::group(&event.kind)));
            section.add(p(tongue.say(Message::EventExpectUsual)).class("small")).add(p(usual))
        }
    }
}

/// A text of the organiser, and its language if that is not the one of the page.
type Own = (String, Option<String>);

fn own(tongue: &Tongue, text: &ByLanguage) -> Own {
    let (text, lang) = text.get(&tongue.language.tag);
    (text.to_owned(), (lang != tongue.language.tag).then(|| lang.to_owned()))
}

/// What is said of an event, each with its name.
type Rows = Vec<(Message, Own)>;

/// Returns what everybody wants to know at a glance, and the rest.
fn rows(tongue: &Tongue, event: &Event) -> (Rows, Rows) {
    let word = |group: &str, word: &str| tongue.text(&format!("event.{group}.{word}"));
    let audience: Vec<&str> = event.audience.iter().map(|a| word("audience", a)).collect();
    let mut registration = word("registration", &event.registration).to_owned();
    if let Some(date) = event.register_by {
        let date = words::date(tongue, date, DateStyle::Long);
        registration =
            registration + ", " + &tongue.fill(Message::EventRegisterBy, &[("date", &date)]);
    }
    let in_words = |tags: &[String]| {
        let names: Vec<String> = tags.iter().map(|tag| words::language(tongue, tag)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        join(&names, ", ")
    };
    let text = |field: &Option<ByLanguage>| {
        field.as_ref().map_or_else(Own::default, |text| own(tongue, text))
    };
    let cost = match &event.cost {
        Some(Cost::Free) => (word("cost", "free").to_owned(), None),
        Some(Cost::Text(text)) => own(tongue, text),
        None => Own::default(),
    };
    let here = event_card::elsewhere(event).map_or(String::new(), |(date, time)| {
        let date = words::date(tongue, date, DateStyle::Weekday);
        date + ", " + &tongue.fill(Message::EventsClock, &[("time", &time)])
    });
    let first = vec![
        (Message::EventWhen, (event_card::when(tongue, event), None)),
        (Message::EventHere, (here, None)),
        (Message::EventWhere, (event_card::place(event), None)),
        (Message::EventWho, (event.organiser.clone(), None)),
        (Message::EventRegister, (registration, None)),
        (Message::EventCost, cost),
    ];
    let rest = vec![
        (Message::EventFor, (join(&audience, ", "), None)),
        (Message::EventLanguages, (in_words(&event.languages), None)),
        (Message::EventInterpreting, (in_words(&event.interpreting), None)),
        (Message::EventDirections, text(&event.directions)),
        (Message::EventNote, text(&event.note)),
    ];
    (first, rest)
}

fn list(tongue: &Tongue, rows: &Rows) -> El {
    let mut list = el("dl").class("rows");
    for (name, (text, lang)) in rows.iter().filter(|(_, (text, _))| !text.is_empty()) {
        let answer = el("dd").maybe("lang", lang.as_deref()).add(el("bdi").text(text));
        list = list.add(el("div").class("row").add(el("dt").text(tongue.say(*name))).add(answer));
    }
    list
}

/// What can be done with an event: keep it in sight, put it into the calendar, tell others.
fn actions(app: App, tongue: &Tongue, event: &Arc<Event>) -> El {
    let (read, write, told) = (event.clone(), event.clone(), event.clone());
    let starred = move || app.stars.with(|stars| stars.has(&read));
    let pressed = starred.clone();
    let spoken = app.tongue.get_untracked();
    let name = move || {
        let message = if starred() { Message::EventStarred } else { Message::EventStar };
        written(spoken.say(message))
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
    let share = el("button")
        .attr("type", "button")
        .class("button event__share")
        .on("click", move |_| app.share_event(&told))
        .text(tongue.say(Message::EventShare));
    let share = app.has_address().then_some(share);
    let (spoken, said) = (app.tongue.get_untracked(), move || app.event_said.get());
    let said = move || match said() {
        Some(message) => p(spoken.say(message)).class("small").view(),
        None => nothing(),
    };
    app.event_said.set(None);
    // What is over needs no place in a calendar.
    let ahead = !event.is_over(app.now());
    el("div")
        .class("event__take print-hide")
        .add(ahead.then(|| calendar(app, tongue, event)))
        .add(ahead.then_some(star))
        .add(share)
        .add(el("div").attr("role", "status").class("event__said").follow(said))
}

/// The way into the calendar: a link to a file that lies on the web space, because an iPhone opens nothing
/// else in its calendar; without a connection, and elsewhere, the file is made here.
fn calendar(app: App, tongue: &Tongue, event: &Arc<Event>) -> El {
    let kept = event.clone();
    let name = tongue.say(Message::EventCalendar);
    let hand_out = move || app.save_events(&format!("{}.ics", kept.id), &[&kept]);
    match app.calendar_file(event) {
        Some(path) => {
            a(&path).class("button button--primary event__calendar").on("click", move |event| {
                if !app.follows_calendar_links() {
                    event.prevent_default();
                    hand_out();
                }
            })
        }
        None => el("button")
            .attr("type", "button")
            .class("button button--primary event__calendar")
            .on("click", move |_| hand_out()),
    }
    .text(name)
}
