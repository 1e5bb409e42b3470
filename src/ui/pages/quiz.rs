//! One question on one screen.

use crate::domain::messages::{Message, Tongue};
use crate::domain::quiz::{Kind, Replay, Step};
use crate::domain::route::Route;
use crate::ui::app::{App, Draft, SINCE};
use crate::ui::el::{El, Event, a, el, group, nothing, p};
use crate::ui::input;
use crate::ui::parts::choice::{self, Choice};
use crate::ui::parts::{both, chamber, heading, keep, prose};
use leptos::prelude::*;

/// Returns the page of the question with this id.
pub fn view(app: App, id: &str) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let Some(question) = pack.question(id) else {
        return nothing();
    };
    let optional = pack.questions[question].optional;
    let replay = untrack(|| app.replay());
    app.begin(question, replay.step == Step::Exact(question));
    let done = position(&replay, question);
    let all = pack.about.saturating_sub(pack.facts.len()).max(done).max(replay.path.len());
    let key = |part: &str| format!("question.{id}.{part}");
    let progress = match optional {
        true => String::new(),
        false => {
            let values = [("n", &*done.to_string()), ("all", &*all.to_string())];
            format!(" · {}", tongue.fill(Message::QuizProgress, &values))
        }
    };
    let field = el("fieldset")
        .class("quiz__field")
        .add(el("legend").add(heading::of(&tongue, &key("title"))))
        .add(prose::maybe(&tongue, &key("hint")))
        .add(both::under(&tongue, &key("hint")))
        .add(fault(app))
        .add(answers(app, &tongue, question));
    let why = el("details")
        .class("why")
        .add(el("summary").text(tongue.say(Message::QuizWhy)))
        .add(prose::paragraph(&tongue, &key("why"), &[]));
    let submit = move |event: Event| {
        event.prevent_default();
        app.submit(question);
    };
    let form = el("form")
        .class("quiz")
        .attr("data-question", id)
        .live("data-fresh", move || app.fresh.get().then(String::new))
        .attr("novalidate", "")
        .on("submit", submit)
        .add(p(tongue.say(Message::QuizName)).class("quiz__progress").text(&progress))
        .add(field)
        .add(sensitive(app, &tongue, question))
        .add(why)
        .add(buttons(app, &tongue, &replay, question));
    let picture = chamber::picture(chamber::Picture::Progress { done, all });
    let seats = el("div").class("progress").attr("aria-hidden", "true").add(picture);
    group(vec![seats.view(), form.view()])
}

/// Returns the number of a question on its way, beginning with 1.
fn position(replay: &Replay, question: usize) -> usize {
    let at = replay.path.iter().position(|q| *q == question);
    at.unwrap_or(replay.path.len()) + 1
}

fn buttons(app: App, tongue: &Tongue, replay: &Replay, question: usize) -> El {
    let pack = app.pack();
    let back = match position(replay, question) {
        _ if pack.questions[question].optional => Route::Result,
        1 => Route::Home,
        at => Route::Question(pack.questions[replay.path[at - 2]].id.clone()),
    };
    let next = if replay.step == Step::Done { Message::QuizShow } else { Message::QuizNext };
    let submit =
        el("button").attr("type", "submit").class("button button--primary").text(tongue.say(next));
    el("div")
        .class("quiz__buttons")
        .add(a(&back.href()).class("button quiz__back").text(tongue.say(Message::QuizBack)))
        .add(submit)
}

fn fault(app: App) -> El {
    let shown = move || match app.draft.with(|draft| draft.fault) {
        Some(fault) => p(app.tongue.get().say(fault)).class("fault").view(),
        None => nothing(),
    };
    el("div").attr("id", "fault").attr("role", "alert").attr("tabindex", "-1").follow(shown)
}

fn answers(app: App, tongue: &Tongue, question: usize) -> AnyView {
    let pack = app.pack();
    let id = &pack.questions[question].id;
    let (offered, dated) = pack.offers(question, untrack(|| app.case()));
    let one = |option: &&str| Choice::of(tongue, option, &format!("question.{id}.option.{option}"));
    let choices: Vec<Choice> = offered.iter().map(one).collect();
    match &pack.questions[question].kind {
        Kind::Several(_) => several(app, tongue, &choices),
        Kind::Date => date(app, tongue).view(),
        Kind::Since(_) if dated => {
            let since = Choice::of(tongue, SINCE, Message::QuizSince.key());
            let closed = move || app.draft.with(|draft| draft.choice != SINCE);
            let fields = el("div").class("since").hidden(closed).add(date(app, tongue));
            // The date has to be typed; what stands instead of it goes on by itself.
            let first = choice::radios("answer", &[since], chosen(app), choose(app));
            let others = radios(app, question, &choices);
            group(vec![first.view(), fields.view(), others.view()])
        }
        _ => radios(app, question, &choices).view(),
    }
}

/// Offers to keep an answer that otherwise goes with the tab.
fn sensitive(app: App, tongue: &Tongue, question: usize) -> Option<El> {
    if app.is_on_stand() || !app.pack().questions[question].sensitive {
        return None;
    }
    let chosen = move || app.settings.with(|settings| settings.keep_sensitive);
    let choice = keep::sensitive(tongue, chosen, move |on| app.keep_sensitive(on));
    Some(el("div").class("quiz__keep").add(choice))
}

/// A tap on an answer goes on; keys choose first, then go on.
fn radios(app: App, question: usize, choices: &[Choice]) -> El {
    let tap = move |value: String| {
        choose(app)(value);
        app.submit_soon(question);
    };
    choice::quick("answer", choices, chosen(app), choose(app), Some(tap))
}

fn chosen(app: App) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    move |value| app.draft.with(|draft| draft.choice == value)
}

fn choose(app: App) -> impl Fn(String) + 'static {
    move |value| {
        app.draft.update(|draft| {
            draft.choice = value;
            draft.fault = None;
        });
    }
}

fn several(app: App, tongue: &Tongue, choices: &[Choice]) -> AnyView {
    let chosen =
        move |value: &str| app.draft.with(|draft| draft.several.iter().any(|one| one == value));
    let toggle = move |value: String, on: bool| {
        app.draft.update(|draft| {
            draft.several.retain(|other| *other != value);
            if on {
                draft.several.push(value);
            }
        });
    };
    let list = choice::checkboxes("answer", choices, chosen, toggle);
    group(vec![list.view(), p(tongue.say(Message::QuizNone)).class("small").view()])
}

/// Fields for a date: the year first, day and month only where they count.
fn date(app: App, tongue: &Tongue) -> El {
    let exact = move || app.draft.with(|draft| draft.exact);
    let more = el("button")
        .attr("type", "button")
        .class("button button--link")
        .on("click", move |_| app.draft.update(|draft| draft.exact = true))
        .text(tongue.say(Message::QuizExact));
    let note = p(tongue.say(Message::QuizYearEnough))
        .class("small date__note")
        .hidden(exact)
        .text(" ")
        .add(more);
    let fields = el("div")
        .class("date__fields")
        .hidden(move || !exact())
        .add(field(app, tongue, Part::Day))
        .add(field(app, tongue, Part::Month));
    let all = el("div").class("date").add(fields).add(field(app, tongue, Part::Year));
    el("div").add(all).add(note)
}

/// A field of a date.
#[derive(Clone, Copy)]
enum Part {
    Day,
    Month,
    Year,
}

impl Part {
    fn of(self, draft: &mut Draft) -> &mut String {
        match self {
            Part::Day => &mut draft.day,
            Part::Month => &mut draft.month,
            Part::Year => &mut draft.year,
        }
    }
}

fn field(app: App, tongue: &Tongue, part: Part) -> El {
    let (name, label, size, class) = match part {
        Part::Day => ("day", Message::QuizDay, "2", "date__input"),
        Part::Month => ("month", Message::QuizMonth, "2", "date__input"),
        Part::Year => ("year", Message::QuizYear, "4", "date__input date__input--4"),
    };
    let change = move |event: Event| {
        let text = input::value_of(&event);
        app.draft.update(|draft| {
            draft.choice = SINCE.to_owned();
            draft.fault = None;
            *part.of(draft) = text;
        });
    };
    let input = el("input")
        .attr("name", name)
        .class(class)
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("maxlength", size)
        .attr("autocomplete", "off")
        .attr("dir", "ltr")
        .value(move || app.draft.with(|draft| part.of(&mut draft.clone()).clone()))
        .on("input", change);
    el("label").class("date__field").add(el("span").text(tongue.say(label))).add(input)
}
