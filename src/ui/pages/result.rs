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
use crate::ui::behind;
use crate::ui::el::{El, Row, a, el, nothing, p};
use crate::ui::parts::{both, chamber, contact, fetch, heading, icon, prose};
use check::Check;
use leptos::prelude::*;
use profile::Assessed;
use std::sync::Arc;

/// How many paints the lower part of the page waits for.
const BELOW: u8 = 2;

/// Returns the page; nothing if there is no result (the address then leads on).
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let at_once = app.draws_at_once(&tongue.language.tag);
    match page(app, &tongue) {
        Some(page) => page.view(at_once),
        None if app.fit_answers.with(|answers| answers.is_empty()) => nothing(),
        None => {
            let failed = move || app.fit.with(Load::has_failed);
            fetch::waiting(&tongue, failed, move || app.load_fit())
        }
    }
}

/// Returns what there is to say, if there is a result.
fn page(app: App, tongue: &Arc<Tongue>) -> Option<Page<'_>> {
    let pack = app.pack();
    let result = app.result();
    let stand = app.may_stand(result.as_ref());
    let check = result.zip(app.election()).map(|((replay, result), election)| Check {
        app,
        tongue,
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
    let said = check.is_some() || assessed.is_some();
    said.then_some(Page { app, tongue, pack, check, assessed })
}

/// What the parts of the page look at.
struct Page<'a> {
    app: App,
    tongue: &'a Arc<Tongue>,
    pack: &'static Pack,
    check: Option<Check<'a>>,
    assessed: Option<Assessed>,
}

impl Page<'_> {
    /// Returns the page. What stands below the first screen may come a moment later: all at once would keep
    /// a slow phone from showing anything.
    fn view(&self, at_once: bool) -> AnyView {
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
            .add(self.below(at_once))
            .view()
    }

    fn below(&self, at_once: bool) -> AnyView {
        if at_once {
            return self.rest();
        }
        let (app, tongue) = (self.app, self.tongue.clone());
        // What it looks at is what the page above looks at, which is drawn anew when it changes.
        let rest = move || page(app, &tongue).map_or_else(nothing, |page| page.rest());
        behind::behind(app, BELOW, move || untrack(&rest))
    }

    fn rest(&self) -> AnyView {
        let (check, assessed) = (self.check.as_ref(), self.assessed.as_ref());
        Row::default()
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
