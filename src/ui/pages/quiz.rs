//! One question on one screen.

use crate::domain::messages::{Message, Tongue};
use crate::domain::quiz::{Kind, Replay, Step};
use crate::domain::route::Route;
use crate::ui::app::{App, SINCE};
use crate::ui::input;
use crate::ui::parts::{chamber, choice, heading, prose};
use leptos::prelude::*;

/// Returns the page of the question with this id.
pub fn view(app: App, id: &str) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let Some(question) = pack.question(id) else {
        return ().into_any();
    };
    let replay = untrack(|| app.replay());
    app.begin(question, replay.step == Step::Exact(question));
    let position = position(&replay, question);
    let all = pack.about.saturating_sub(pack.facts.len()).max(position).max(replay.path.len());
    let (n, of) = (position.to_string(), all.to_string());
    let progress = tongue.fill(Message::QuizProgress, &[("n", &n), ("all", &of)]);
    let progress = (!pack.questions[question].optional).then_some(progress);
    let back = match position {
        0 | 1 => Route::Home,
        _ => Route::Question(pack.questions[replay.path[position - 2]].id.clone()),
    };
    let back = if pack.questions[question].optional { Route::Result } else { back };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        app.submit(question);
    };
    let key = |part: &str| format!("question.{id}.{part}");
    let title = tongue.find(&key("title")).map_or("", |found| found.text).to_owned();
    let next = if replay.step == Step::Done { Message::QuizShow } else { Message::QuizNext };
    view! {
        <div class="progress" aria-hidden="true">
            {chamber::picture(chamber::Picture::Progress { done: position, all })}
        </div>
        <form class="quiz" data-question=id.to_owned() on:submit=submit novalidate>
            <p class="quiz__progress">
                {tongue.say(Message::QuizName).to_owned()} {progress.map(|p| format!(" · {p}"))}
            </p>
            <fieldset class="quiz__field" aria-describedby="fault">
                <legend>{heading::heading(title)}</legend>
                {prose::maybe(&tongue, &key("hint"))}
                {fault(app)}
                {answers(app, &tongue, question)}
            </fieldset>
            <details class="why">
                <summary>{tongue.say(Message::QuizWhy).to_owned()}</summary>
                {prose::paragraph(&tongue, &key("why"), &[])}
            </details>
            <div class="quiz__buttons">
                <a class="button quiz__back" href=back.href()>
                    {tongue.say(Message::QuizBack).to_owned()}
                </a>
                <button type="submit" class="button button--primary">
                    {tongue.say(next).to_owned()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Returns the number of a question on its way, beginning with 1.
fn position(replay: &Replay, question: usize) -> usize {
    let at = replay.path.iter().position(|q| *q == question);
    at.map_or(replay.path.len() + 1, |at| at + 1)
}

fn fault(app: App) -> AnyView {
    let shown = move || {
        let fault = app.draft.with(|draft| draft.fault)?;
        Some(app.tongue.get().say(fault).to_owned())
    };
    view! {
        <div id="fault" role="alert" tabindex="-1">
            {move || shown().map(|text| view! { <p class="fault">{text}</p> })}
        </div>
    }
    .into_any()
}

fn answers(app: App, tongue: &Tongue, question: usize) -> AnyView {
    let pack = app.pack();
    let id = &pack.questions[question].id;
    let (offered, dated) = pack.offers(question, untrack(|| app.case()));
    let mut choices: Vec<choice::Choice> = offered
        .iter()
        .map(|option| {
            let key = format!("question.{id}.option.{option}");
            let hint = tongue.maybe(&format!("{key}.hint")).map(|found| found.text.to_owned());
            choice::Choice {
                value: (*option).to_owned(),
                label: tongue.text(&key).to_owned(),
                hint,
            }
        })
        .collect();
    let chosen = Signal::derive(move || app.draft.with(|draft| draft.choice.clone()));
    let choose = move |value: String| {
        app.draft.update(|draft| {
            draft.choice = value;
            draft.fault = None;
        });
    };
    match &pack.questions[question].kind {
        Kind::Several(_) => several(app, tongue, choices),
        Kind::Date => date(app, tongue),
        Kind::Since(_) if dated => {
            let since = choice::Choice {
                value: SINCE.to_owned(),
                label: tongue.say(Message::QuizSince).to_owned(),
                hint: None,
            };
            let rest = choices.drain(..).collect::<Vec<_>>();
            let open = move || app.draft.with(|draft| draft.choice == SINCE);
            let fields = tongue_fields(app);
            view! {
                {choice::radios("answer", vec![since], chosen, choose)}
                <div class="since" hidden=move || !open()>{fields}</div>
                {choice::radios("answer", rest, chosen, choose)}
            }
            .into_any()
        }
        _ => choice::radios("answer", choices, chosen, choose),
    }
}

fn tongue_fields(app: App) -> AnyView {
    let tongue = app.tongue.get();
    date(app, &tongue)
}

fn several(app: App, tongue: &Tongue, choices: Vec<choice::Choice>) -> AnyView {
    let chosen = Signal::derive(move || app.draft.with(|draft| draft.several.clone()));
    let toggle = move |value: String, on: bool| {
        app.draft.update(|draft| {
            draft.several.retain(|other| *other != value);
            if on {
                draft.several.push(value);
            }
        });
    };
    let none = tongue.say(Message::QuizNone).to_owned();
    view! {
        {choice::checkboxes("answer", choices, chosen, toggle)}
        <p class="small">{none}</p>
    }
    .into_any()
}

/// Fields for a date: the year first, day and month only where they count.
fn date(app: App, tongue: &Tongue) -> AnyView {
    let exact = move || app.draft.with(|draft| draft.exact);
    let enough = tongue.say(Message::QuizYearEnough).to_owned();
    let more = tongue.say(Message::QuizExact).to_owned();
    let open = move |_| app.draft.update(|draft| draft.exact = true);
    view! {
        <div class="date">
            <div class="date__fields" hidden=move || !exact()>
                {field(app, tongue, Part::Day)}
                {field(app, tongue, Part::Month)}
            </div>
            {field(app, tongue, Part::Year)}
        </div>
        <p class="small date__note" hidden=exact>
            {enough} " "
            <button type="button" class="button button--link" on:click=open>{more}</button>
        </p>
    }
    .into_any()
}

/// A field of a date.
#[derive(Clone, Copy)]
enum Part {
    Day,
    Month,
    Year,
}

fn field(app: App, tongue: &Tongue, part: Part) -> AnyView {
    let (name, label, size) = match part {
        Part::Day => ("day", Message::QuizDay, "2"),
        Part::Month => ("month", Message::QuizMonth, "2"),
        Part::Year => ("year", Message::QuizYear, "4"),
    };
    let value = move || {
        app.draft.with(|draft| match part {
            Part::Day => draft.day.clone(),
            Part::Month => draft.month.clone(),
            Part::Year => draft.year.clone(),
        })
    };
    let change = move |event| {
        let text = input::value_of(&event);
        app.draft.update(|draft| {
            draft.choice = SINCE.to_owned();
            draft.fault = None;
            match part {
                Part::Day => draft.day = text,
                Part::Month => draft.month = text,
                Part::Year => draft.year = text,
            }
        });
    };
    view! {
        <label class="date__field">
            <span>{tongue.say(label).to_owned()}</span>
            <input name=name class=format!("date__input date__input--{size}") type="text"
                inputmode="numeric" maxlength=size autocomplete="off" dir="ltr"
                prop:value=value on:input=change />
        </label>
    }
    .into_any()
}
