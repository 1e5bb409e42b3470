//! The result: what the person may do, what they would bring, what suits them, what to do next.
//!
//! Check and assessment are shown apart: the law is one thing, what somebody brings is another.

mod check;
mod profile;
mod steps;
mod take;

use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome::Tone;
use crate::domain::pack::Pack;
use crate::domain::route::Route;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, nothing, p};
use crate::ui::parts::{both, chamber, contact, fetch, heading, icon, prose};
use check::Check;
use leptos::prelude::*;
use profile::Assessed;

/// Returns the page; nothing if there is no result (the address then leads on).
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let result = app.result();
    let stand = app.may_stand(result.as_ref());
    let check = result.zip(app.election()).map(|((replay, result), election)| Check {
        app,
        tongue: &tongue,
        pack,
        replay,
        result,
        election,
    });
    let assessed = app.profile().map(|(fit, profile)| {
        app.load_events();
        let events = app.feeds.with(|feeds| matches!(feeds, Load::Ready(_)));
        let (answers, today, before) = (app.fit_answers.get(), app.today.get(), app.before.get());
        let (tongue, moves) = (tongue.clone(), app.may_move());
        Assessed { app, tongue, pack, fit, profile, answers, stand, before, moves, events, today }
    });
    if check.is_none() && assessed.is_none() {
        let failed = move || app.fit.with(Load::has_failed);
        return match app.fit_answers.with(|answers| answers.is_empty()) {
            true => nothing(),
            false => fetch::waiting(&tongue, failed, move || app.load_fit()),
        };
    }
    Page { app, tongue: &tongue, pack, check, assessed }.view()
}

/// What the parts of the page look at.
struct Page<'a> {
    app: App,
    tongue: &'a Tongue,
    pack: &'static Pack,
    check: Option<Check<'a>>,
    assessed: Option<Assessed>,
}

impl Page<'_> {
    fn view(&self) -> AnyView {
        let check = self.check.as_ref();
        let assessed = self.assessed.as_ref();
        let outcome = check.map(|check| &self.pack.outcomes[check.result.outcome]);
        let yours = outcome.is_none_or(|outcome| outcome.tone == Tone::Yes);
        let picture = match yours {
            true => chamber::Picture::Yours,
            false => chamber::Picture::OneFree,
        };
        let title = match outcome {
            Some(outcome) => format!("outcome.{}.title", outcome.id),
            None => Message::MatchName.key().to_owned(),
        };
        let lead = outcome.map(|outcome| {
            let text = prose::paragraph(self.tongue, &format!("outcome.{}.lead", outcome.id), &[]);
            el("div").class("result__lead").add(text)
        });
        let verdict = |part: fn(&Check<'_>) -> &'static str| check.map(part);
        el("article")
            .class("result")
            .maybe("data-outcome", outcome.map(|outcome| outcome.id.as_str()))
            .maybe("data-tone", outcome.map(|outcome| outcome.tone.word()))
            .maybe("data-vote", verdict(|check| check.result.vote.verdict.word()))
            .maybe("data-stand", verdict(|check| check.result.stand.verdict.word()))
            .add(el("div").class("result__picture").add(chamber::picture(picture)))
            .add(heading::of(self.tongue, &title))
            .add(lead)
            .add(check.map(Check::verdicts))
            .add(check.is_none().then(|| self.unchecked()))
            .add(assessed.map(|assessed| assessed.roles(outcome.is_some())))
            .add(assessed.map(Assessed::time))
            .add(assessed.map(Assessed::strengths))
            .add(assessed.map(Assessed::topics))
            .add(assessed.map(Assessed::expectations))
            .add(assessed.is_none().then(|| self.invitation()))
            .add(steps::steps(self.app, self.tongue, self.pack, check, assessed))
            .add(check.map(Check::elections))
            .add(check.and_then(Check::bring))
            .add(check.map(Check::hints))
            .add(take::take(self.app, self.tongue))
            .add(check.map(Check::why))
            .add(check.map(Check::special))
            .add(contact::contact(self.tongue, self.pack))
            .add(p(self.say(Message::ResultNotAdvice)).class("small"))
            .view()
    }

    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    /// Says that the check is open, and leads to it.
    fn unchecked(&self) -> El {
        el("section")
            .class("card unchecked")
            .add(icon::icon(icon::Icon::Ask))
            .add(p(self.say(Message::CheckOpen)))
            .add(a(&Route::Quiz.href()).class("button").text(self.say(Message::CheckGo)))
    }

    /// Leads those who only did the check to the assessment.
    fn invitation(&self) -> Option<El> {
        let section = el("section")
            .class("card invite print-hide")
            .add(both::said(el("h2"), self.tongue, Message::FitInvite.key()))
            .add(p(self.say(Message::FitInviteText)))
            .add(
                a(&Route::FitNext.href())
                    .class("button button--primary")
                    .text(self.say(Message::FitStart)),
            );
        self.app.has_fit().then_some(section)
    }
}
