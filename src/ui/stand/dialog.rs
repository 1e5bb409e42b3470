//! What lies over the page: the warning, the end, codes for phones, languages, the code of the staff.

use super::attract;
use super::hall::{Dialog, Hall};
use crate::domain::kiosk::Answer;
use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::domain::share;
use crate::domain::text;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, Event, el, follow, group, nothing, p};
use crate::ui::input;
use crate::ui::parts::{qr, tick};
use leptos::prelude::*;

/// Returns the dialog that is open.
pub fn view(app: App, hall: Hall) -> AnyView {
    let Some(dialog) = hall.dialog.get() else { return nothing() };
    let inside = match dialog {
        Dialog::Warning(seconds) => warning(hall, seconds),
        Dialog::Finish => finish(app, hall),
        Dialog::Address(address) => elsewhere(hall, &address),
        Dialog::Take => take(app, hall),
        Dialog::Languages => group(vec![attract::other_language(hall), close(hall).view()]),
        Dialog::Code(answer) => code(hall, answer),
    };
    let panel = el("section")
        .class("over__panel")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr("aria-labelledby", "over")
        .add(inside);
    el("div").class("over").add(panel).view()
}

fn heading(text: &str) -> El {
    el("h2").attr("id", "over").attr("tabindex", "-1").text(text)
}

fn button(text: &str, class: &'static str, act: impl FnMut() + 'static) -> El {
    let mut act = act;
    el("button").attr("type", "button").class(class).on("click", move |_| act()).text(text)
}

fn close(hall: Hall) -> El {
    button(&hall.say("close"), "button over__close", move || hall.close())
}

/// Asks whether somebody is still there; the seconds are counted down in the page.
fn warning(hall: Hall, seconds: u32) -> AnyView {
    let say = hall.say("warning_text");
    let mut parts = say.splitn(2, "{seconds}");
    let (before, after) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let number = el("strong").class("over__seconds").text(&seconds.to_string());
    let text = p(before).add(number).text(after);
    let stay = button(&hall.say("stay"), "button button--primary over__big", move || hall.stay());
    let end = button(&hall.say("erase_now"), "button", move || hall.finish());
    group(vec![
        heading(&hall.say("warning")).view(),
        text.attr("role", "timer").view(),
        stay.view(),
        end.view(),
    ])
}

/// Asks once more before everything is erased, and offers to take the result along.
fn finish(app: App, hall: Hall) -> AnyView {
    let begun = app.fit_answers.with(|a| !a.is_empty()) || app.answers.with(|a| !a.is_empty());
    let offer =
        begun.then(|| button(&hall.say("take_result"), "button", move || hall.open(Dialog::Take)));
    let end =
        button(&hall.say("finish"), "button button--primary over__big", move || hall.finish());
    let stay = button(&hall.say("go_on"), "button", move || hall.close());
    let mut views =
        vec![heading(&hall.say("finish_question")).view(), p(&hall.say("finish_text")).view()];
    views.extend(offer.map(El::view));
    views.extend([end.view(), stay.view()]);
    group(views)
}

/// An address that this screen does not open.
fn elsewhere(hall: Hall, address: &str) -> AnyView {
    let (title, shown) = match (address.strip_prefix("tel:"), address.strip_prefix("mailto:")) {
        (Some(number), _) => ("call", number),
        (_, Some(mail)) => ("write", mail),
        _ => ("open_elsewhere", address),
    };
    group(vec![
        heading(&hall.say(title)).view(),
        p(&hall.say("scan")).view(),
        with_code(address, "", shown),
        close(hall).view(),
    ])
}

/// A code that cameras read, and the same in letters.
fn with_code(address: &str, tail: &str, shown: &str) -> AnyView {
    let picture = qr::code(address, tail, shown);
    let letters = p(shown).class("over__address").attr("dir", "ltr");
    el("div").class("over__code").add(picture).add(letters).view()
}

/// The page that is open, or the result with its answers.
fn take(app: App, hall: Hall) -> AnyView {
    let shown = app.shown.get();
    let fit = match (&shown, app.fit.get()) {
        (Route::Result, Load::Ready(fit)) => Some(fit),
        _ => None,
    };
    let mut views = Vec::new();
    match fit {
        Some(fit) => {
            views.push(heading(&hall.say("take_result")).view());
            views.push(p(&hall.say("take_result_text")).view());
            if app.answers.with(|answers| !answers.is_empty()) {
                let label = el("span").text(app.tongue.get().say(Message::TakeCheck));
                let on = move || app.take.with(|take| take.check);
                let turn = move |on| app.set_take(|take| take.check = on);
                views.push(tick::tick(label, on, turn).view());
            }
            views.push(follow(move || {
                let carried = app.packed(app.take.with(|take| take.check));
                let code = share::encode(&carried, &fit, app.pack());
                let link = app.link(&code);
                with_code(&link, &code, &link)
            }));
        }
        None => {
            let link = app.address(&shown);
            views.push(heading(&hall.say("take_page")).view());
            views.push(p(&hall.say("scan")).view());
            views.push(with_code(&link, "", &link));
        }
    }
    if app.plan.is_some_and(|plan| plan.profile.printer) {
        let name = app.tongue.get().say(Message::ResultPrint).to_owned();
        views.push(button(&name, "button", move || app.print()).view());
    }
    views.push(close(hall).view());
    group(views)
}

/// Asks for the code of the staff.
fn code(hall: Hall, answer: Option<Answer>) -> AnyView {
    let fault = answer.map(|answer| match answer {
        Answer::Wrong { left } => text::fill(&hall.say("code_wrong"), &[("n", &left.to_string())]),
        Answer::Paused { seconds } => {
            text::fill(&hall.say("code_paused"), &[("n", &seconds.to_string())])
        }
        Answer::Open => String::new(),
    });
    let field = el("input")
        .attr("type", "password")
        .attr("id", "code")
        .class("input")
        .attr("inputmode", "none")
        .attr("autocomplete", "off")
        .attr("maxlength", "8")
        .attr("aria-label", &hall.say("code"))
        .on("input", move |event: Event| {
            let typed = input::value_of(&event);
            *hall.typed.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = typed;
        });
    let go = button(&hall.say("code_go"), "button button--primary", move || hall.try_typed());
    group(vec![
        heading(&hall.say("code")).view(),
        p(&fault.unwrap_or_default()).class("fault").attr("role", "alert").view(),
        field.view(),
        go.view(),
        close(hall).view(),
    ])
}
