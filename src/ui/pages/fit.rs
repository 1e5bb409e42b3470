//! The parts of the self-assessment, with what is done of each.

use crate::domain::answers::Answers;
use crate::domain::fit::{Block, Fit};
use crate::domain::messages::{Message, Tongue};
use crate::domain::roles::Sureness;
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, follow, group, p};
use crate::ui::parts::{chamber, fetch, heading, icon, pick_file};
use crate::ui::words;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let fit = app.instrument();
    let answers = app.fit_answers.get_untracked();
    let head = el("div")
        .class("fit__head")
        .add(heading::of(&tongue, Message::FitName.key()))
        .add(p(tongue.say(Message::FitLead)).class("lead"))
        .add(p(tongue.say(Message::FitHonest)).class("small"));
    let page = el("div").class("fit");
    let Some(fit) = fit else {
        let retry = move || app.load_fit();
        let failed = move || app.fit.with(Load::has_failed);
        return page.add(head).add(fetch::waiting(&tongue, failed, retry)).view();
    };
    let screens = fit.screens();
    let done = screens.iter().filter(|at| fit.is_done(**at, &answers)).count();
    let picture = chamber::picture(chamber::Picture::Progress { done, all: screens.len() });
    page.add(el("div").class("fit__seats").attr("aria-hidden", "true").add(picture))
        .add(head)
        .add(go_on(app, &tongue, &fit, &answers))
        .add(parts(app, &tongue, &fit, &answers))
        .add(follow(move || brought(app)))
        .view()
}

/// The one thing to do: begin, go on, or look at the result.
fn go_on(app: App, tongue: &Tongue, fit: &Fit, answers: &Answers) -> AnyView {
    let next = fit.next_screen(0, answers);
    let profile = untrack(|| app.profile_of(fit, answers));
    let ready = profile.sureness(fit) > Sureness::TooLittle;
    let name = match (next, answers.is_empty()) {
        (Some(_), true) => Message::FitStart,
        (Some(_), false) => Message::FitGoOn,
        (None, _) => Message::NavQuiz,
    };
    let open = next.is_some() || !untrack(|| app.is_checked());
    let go = open.then(|| {
        a(&Route::FitNext.href())
            .class("button button--primary button--wide")
            .attr("data-go", "next")
            .text(tongue.say(name))
    });
    let class = if open { "button button--wide" } else { "button button--primary button--wide" };
    let result = ready.then(|| {
        a(&Route::Result.href())
            .class(class)
            .attr("data-go", "result")
            .text(tongue.say(Message::HomeResult))
    });
    let missing = fit.minimum.saturating_sub(profile.answered);
    let missing = (!ready && !answers.is_empty())
        .then(|| p(&words::count(tongue, Message::FitMissing, missing as i32)).class("small"));
    group(vec![el("div").class("fit__go").add(go).add(result).add(missing).view()])
}

fn parts(app: App, tongue: &Tongue, fit: &Fit, answers: &Answers) -> El {
    let mut list = el("ul").class("blocks");
    for block in &fit.blocks {
        list = list.add(part(tongue, fit, block, answers));
    }
    let checked = untrack(|| app.is_checked());
    let state = checked.then(|| tongue.say(Message::FitPartDone).to_owned());
    let to = if checked { Route::Result } else { Route::Quiz };
    let (name, lead) = (tongue.say(Message::NavQuiz), tongue.say(Message::FitCheckLead));
    list.add(card(&to, name, lead, checked, state.as_deref()))
}

fn part(tongue: &Tongue, fit: &Fit, block: &Block, answers: &Answers) -> El {
    let (done, all) = fit.progress(block, answers);
    // A finished part opens at its beginning, to look at the answers and change them.
    let open = fit.next_screen(block.from, answers).filter(|at| *at < block.to);
    let to = Route::Screen(fit.questions[open.unwrap_or(block.from)].id.clone());
    let state = match done {
        0 => None,
        _ if done == all => Some(tongue.say(Message::FitPartDone).to_owned()),
        _ => {
            let values = [("n", &*done.to_string()), ("all", &*all.to_string())];
            Some(tongue.fill(Message::FitPart, &values))
        }
    };
    let key = |part: &str| format!("fit.block.{}.{part}", block.id);
    card(&to, tongue.text(&key("title")), tongue.text(&key("lead")), done == all, state.as_deref())
        .attr("data-block", &block.id)
}

fn card(to: &Route, name: &str, lead: &str, done: bool, state: Option<&str>) -> El {
    let mark = done.then(|| icon::icon(icon::Icon::Yes));
    let state = state.map(|state| el("span").class("block__state").add(mark).text(state));
    let link = a(&to.href())
        .class("block card")
        .add(el("strong").text(name))
        .add(el("span").class("block__lead").text(lead))
        .add(state);
    el("li").add(link)
}

/// Opens a result that somebody brought as a file.
fn brought(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let said = app.take.with(|take| take.said.clone());
    let open = move |event: crate::ui::el::Event| app.open_file(&event);
    el("section")
        .class("brought")
        .add(p(tongue.say(Message::TakeOpenText)).class("small"))
        .add(pick_file::button(tongue.say(Message::TakeOpen), open))
        .add(words::said(&tongue, said.as_ref()).map(|text| p(&text).class("fault")))
        .attr("role", "status")
        .view()
}
