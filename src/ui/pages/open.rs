//! A result that was brought in an address: says what is in it and asks what to do.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::route::Route;
use crate::domain::share::{Carried, Fault};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, group, p};
use crate::ui::parts::{chamber, fetch, heading};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App, code: &str) -> AnyView {
    let tongue = app.tongue.get();
    let name = heading::of(&tongue, Message::OpenName.key());
    let Some(fit) = app.instrument() else {
        let failed = move || app.fit.with(Load::has_failed);
        return group(vec![name.view(), fetch::waiting(&tongue, failed, move || app.load_fit())]);
    };
    let page = el("div").class("open");
    match app.unpacked(&fit, code) {
        Ok(carried) => page
            .add(el("div").class("result__picture").add(chamber::picture(chamber::Picture::Yours)))
            .add(name)
            .add(inside(&tongue, &carried))
            .add(choices(app, &tongue, code, carried))
            .view(),
        Err(fault) => page.add(name).add(refused(&tongue, &fault)).view(),
    }
}

fn inside(tongue: &Tongue, carried: &Carried) -> AnyView {
    let date = words::date(tongue, Date::from_days(carried.day), DateStyle::Long);
    let text =
        words::count_with(tongue, Message::OpenText, carried.fit.len() as i32, &[("date", &date)]);
    let check = !carried.check.is_empty();
    let check = check.then(|| p(tongue.say(Message::OpenCheck)));
    let ignored = (carried.ignored > 0).then(|| p(tongue.say(Message::OpenIgnored)).class("small"));
    el("div").class("open__inside").add(p(&text).class("lead")).add(check).add(ignored).view()
}

fn choices(app: App, tongue: &Tongue, code: &str, carried: Carried) -> El {
    let own = !untrack(|| app.fit_answers.with(|answers| answers.is_empty()))
        || (!carried.check.is_empty() && !untrack(|| app.answers.with(|a| a.is_empty())));
    let name = if own { Message::OpenReplace } else { Message::OpenTake };
    let note = own.then(|| p(tongue.say(Message::OpenReplaceNote)).class("small"));
    let take = el("button")
        .attr("type", "button")
        .attr("data-open", "take")
        .class(if own { "button" } else { "button button--primary" })
        .on("click", move |_| app.take_over(carried.clone()))
        .text(tongue.say(name));
    let compare = own.then(|| {
        a(&Route::Compare(code.to_owned()).href())
            .class("button button--primary")
            .attr("data-open", "compare")
            .text(tongue.say(Message::OpenCompare))
    });
    let keep = a(&Route::Fit.href())
        .class("button")
        .attr("data-open", "keep")
        .text(tongue.say(Message::OpenKeep));
    el("div").class("open__choices").add(compare).add(take).add(note).add(keep)
}

/// Says in one sentence why a code is refused.
fn refused(tongue: &Tongue, fault: &Fault) -> AnyView {
    let home = a(&Route::Fit.href()).class("button").text(tongue.say(Message::FitName));
    el("div")
        .class("open__refused")
        .attr("role", "alert")
        .add(p(&words::fault(tongue, fault)).class("fault"))
        .add(p(tongue.say(Message::OpenFault)))
        .add(home)
        .view()
}
