//! One screen of the self-assessment. A tap on an answer goes on; keys choose first, then go on.

use crate::domain::answers::Answer;
use crate::domain::fit::{Fit, Item, ItemKind, UNKNOWN};
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, Event, a, el, follow, group, nothing, p};
use crate::ui::parts::choice::{self, Choice};
use crate::ui::parts::{both, chamber, fetch, heading, prose, topic};
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the screen that begins with the question of this id.
pub fn view(app: App, id: &str) -> AnyView {
    let tongue = app.tongue.get();
    let Some(fit) = app.instrument() else {
        let failed = move || app.fit.with(Load::has_failed);
        let name = heading::of(&tongue, Message::FitName.key());
        return group(vec![name.view(), fetch::waiting(&tongue, failed, move || app.load_fit())]);
    };
    let Some(screen) = fit.question(id) else {
        return nothing();
    };
    app.begin_screen(id);
    let screens = fit.screens();
    let done = app
        .fit_answers
        .with_untracked(|answers| screens.iter().filter(|at| fit.is_done(**at, answers)).count());
    let picture = chamber::picture(chamber::Picture::Progress { done, all: screens.len() });
    let seats = el("div").class("screen__seats").attr("aria-hidden", "true").add(picture);
    let submit = move |event: Event| {
        event.prevent_default();
        app.leave_screen(screen);
    };
    let mut form = el("form")
        .class("quiz screen")
        .attr("data-screen", id)
        .live("data-fresh", move || app.fresh.get().then(String::new))
        .attr("novalidate", "")
        .on("submit", submit)
        .add(el("div").class("screen__head").add(kicker(&tongue, &fit, screen)).add(seats));
    for question in fit.on_screen(screen) {
        form = form.add(field(app, &tongue, &fit, question, question == screen));
    }
    let item = &fit.questions[screen];
    let more = (item.kind == ItemKind::Tiles).then(|| topics(app, &tongue, &fit, screen));
    let form =
        form.add(more).add(buttons(&tongue, &fit, screen)).add(ways(app, &tongue, &fit, screen));
    form.view()
}

/// Names the part, and how far it is done.
fn kicker(tongue: &Tongue, fit: &Fit, screen: usize) -> El {
    let Some(block) = fit.block_of(screen).map(|at| &fit.blocks[at]) else {
        return p("");
    };
    let name = tongue.text(&format!("fit.block.{}.title", block.id));
    let of_block = |at: &usize| (block.from..block.to).contains(at);
    let screens: Vec<usize> = fit.screens().into_iter().filter(of_block).collect();
    let place = screens.iter().position(|at| *at == screen).unwrap_or(0) + 1;
    let values = [("n", &*place.to_string()), ("all", &*screens.len().to_string())];
    let of = (screens.len() > 1).then(|| tongue.fill(Message::FitPart, &values));
    let ask = (fit.questions[screen].kind == ItemKind::Statement)
        .then(|| el("strong").text(tongue.say(Message::FitAsk)));
    let between = if of.is_some() && ask.is_some() { " · " } else { "" };
    let second = el("span").text(&of.unwrap_or_default()).text(between).add(ask);
    p("").class("quiz__progress").add(el("span").text(name)).text(" ").add(second)
}

fn field(app: App, tongue: &Tongue, fit: &Arc<Fit>, question: usize, first: bool) -> El {
    let item = &fit.questions[question];
    let key = |part: &str| format!("fit.q.{}.{part}", item.id);
    let title = key("title");
    let name = match first {
        true => heading::of(tongue, &title),
        false => both::said(el("h2"), tongue, &title),
    };
    el("fieldset")
        .class("quiz__field")
        .attr("data-question", &item.id)
        .add(el("legend").add(name))
        .add(prose::maybe(tongue, &key("hint")))
        .add(both::under(tongue, &key("hint")))
        .add(first.then(|| fault(app)))
        .add(answers(app, tongue, item, first))
}

fn fault(app: App) -> El {
    let shown = move || match app.draft.with(|draft| draft.fault) {
        Some(fault) => p(app.tongue.get().say(fault)).class("fault").view(),
        None => nothing(),
    };
    el("div").attr("id", "fault").attr("role", "alert").attr("tabindex", "-1").follow(shown)
}

fn answers(app: App, tongue: &Tongue, item: &Item, alone: bool) -> El {
    let id: Arc<str> = item.id.as_str().into();
    let key = |option: &str| match item.kind {
        ItemKind::Statement => format!("fit.scale.{option}"),
        _ => format!("fit.q.{id}.option.{option}"),
    };
    let mut choices: Vec<Choice> = Vec::new();
    for option in &item.options {
        let long = (item.kind == ItemKind::Week)
            .then(|| tongue.text(&format!("fit.q.{id}.option.{}.long", option.id)).to_owned());
        choices.push(Choice { hint: long, ..Choice::of(tongue, &option.id, &key(&option.id)) });
    }
    if !item.kind.is_several() {
        choices.push(Choice::of(tongue, UNKNOWN, &key(UNKNOWN)));
    }
    let now = id.clone();
    let chosen = move |value: &str| {
        app.fit_answers.with(|answers| match answers.get(&now) {
            Some(Answer::Choice(choice)) => choice == value,
            Some(Answer::Several(several)) => several.iter().any(|one| one == value),
            _ => false,
        })
    };
    let name = item.id.clone();
    if item.kind.is_several() {
        let toggle = move |value: String, on: bool| app.toggle(&id, &value, on);
        return match item.kind {
            ItemKind::Week => choice::week(&name, &choices, chosen, toggle),
            ItemKind::Tiles => choice::tiles(&name, &choices, chosen, toggle),
            _ => choice::checkboxes(&name, &choices, chosen, toggle),
        };
    }
    let pick = id.clone();
    let choose = move |value: String| app.choose(&pick, value);
    // Only a question that is alone on its screen goes on by itself.
    let tap = alone.then_some(move |value: String| app.choose_and_go(&id, value));
    choice::quick(&name, &choices, chosen, choose, tap)
}

/// What the committee can do about the chosen topics, for those who want to know now.
fn topics(app: App, tongue: &Tongue, fit: &Arc<Fit>, screen: usize) -> El {
    let fit = fit.clone();
    let shown = move || {
        let tongue = app.tongue.get();
        let item = &fit.questions[screen];
        let chosen = app.fit_answers.with(|answers| item.chosen(answers)).unwrap_or_default();
        if chosen.is_empty() {
            return p(tongue.say(Message::FitTopicsNone)).class("small").view();
        }
        let one = |at: &usize| topic::topic(&tongue, &item.id, &item.options[*at].id).view();
        group(chosen.iter().map(one).collect())
    };
    el("details")
        .class("why")
        .add(el("summary").text(tongue.say(Message::FitTopicsMore)))
        .add(el("div").class("topics").add(follow(shown)))
}

fn buttons(tongue: &Tongue, fit: &Fit, screen: usize) -> El {
    let before = fit.screens().into_iter().rfind(|at| *at < screen);
    let back = match before {
        Some(at) => Route::Screen(fit.questions[at].id.clone()),
        None => Route::Fit,
    };
    let submit = el("button")
        .attr("type", "submit")
        .class(match fit.questions[screen].kind.is_several() {
            true => "button button--primary",
            // A tap on an answer goes on; this is for keys, and for coming back.
            false => "button",
        })
        .text(tongue.say(Message::QuizNext));
    el("div")
        .class("quiz__buttons")
        .add(a(&back.href()).class("button quiz__back").text(tongue.say(Message::QuizBack)))
        .add(submit)
}

/// Other ways on: past this part, to all parts.
fn ways(app: App, tongue: &Tongue, fit: &Fit, screen: usize) -> El {
    let skip = untrack(|| app.after_block(fit, screen));
    p("")
        .class("screen__ways")
        .add(a(&skip.href()).text(tongue.say(Message::FitSkip)))
        .text(" ")
        .add(a(&Route::Fit.href()).text(tongue.say(Message::FitParts)))
}
