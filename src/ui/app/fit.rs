//! The self-assessment: its way, its answers, its profile.

use super::{App, Draft, Load};
use crate::domain::answers::{Answer, Answers};
use crate::domain::fit::Fit;
use crate::domain::messages::Message;
use crate::domain::outcome;
use crate::domain::quiz::{Replay, Step};
use crate::domain::roles::{self, Profile, Sureness};
use crate::domain::route::Route;
use crate::domain::saved;
use crate::shell::{clock, location};
use crate::ui::third;
use leptos::prelude::untrack;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl App {
    // ------------------------------------------------------------ loading

    /// Tells whether the pack has a self-assessment.
    pub fn has_fit(&self) -> bool {
        !self.pack().fit_files.is_empty()
    }

    /// Tells whether a page cannot be shown without the instrument.
    fn needs_fit(&self, route: &Route) -> bool {
        match route {
            Route::Fit | Route::FitNext | Route::Screen(_) => self.has_fit(),
            Route::Open(_) | Route::Compare(_) => self.has_fit(),
            Route::Result => !self.fit_answers.with_untracked(Answers::is_empty),
            _ => false,
        }
    }

    /// Begins to fetch what a page of the second part needs.
    pub fn prepare(&self, route: &Route) {
        if self.needs_fit(route) {
            self.load_fit();
        }
        match route {
            Route::Role | Route::RoleFive | Route::RoleAll | Route::Chapter(_) => {
                self.load_explainer();
            }
            Route::Path | Route::Paper(_) => {
                self.load_way();
                // What suits somebody is said beside the way.
                if self.has_fit() && !self.fit_answers.with_untracked(Answers::is_empty) {
                    self.load_fit();
                }
            }
            route if third::has(route) => match self.third.get_untracked() {
                Load::Ready(third) => (third.prepare)(*self, route),
                _ => self.load_third(),
            },
            _ => {}
        }
    }

    /// Returns where an address of the second part leads at the moment.
    pub fn later_reachable(&self, route: &Route) -> Route {
        match route {
            Route::Result => match self.result().is_some() || self.may_have_profile() {
                true => Route::Result,
                false if self.fit_answers.with(|answers| answers.is_empty()) => self.next_route(),
                false => Route::Fit,
            },
            Route::Fit | Route::FitNext | Route::Screen(_) => self.fit_reachable(route),
            // Until the files are there, nobody knows.
            Route::Chapter(id) => match self.explainer.get() {
                Load::Ready(explainer) if explainer.chapter(id).is_none() => Route::NotFound,
                _ => route.clone(),
            },
            Route::Paper(id) => match self.way.get() {
                Load::Ready(way) if way.paper(id).is_none() => Route::NotFound,
                _ => route.clone(),
            },
            _ => route.clone(),
        }
    }

    /// Waits until the instrument is there, or has failed to come.
    pub(super) async fn wait_for_fit(&self) -> Option<Arc<Fit>> {
        loop {
            match self.fit.get_untracked() {
                Load::Ready(fit) => return Some(fit),
                Load::Failed => return None,
                _ => clock::pause(50).await,
            }
        }
    }

    /// Returns the instrument, if it is there.
    pub fn instrument(&self) -> Option<Arc<Fit>> {
        self.fit.with(|fit| match fit {
            Load::Ready(fit) => Some(fit.clone()),
            _ => None,
        })
    }

    // ------------------------------------------------------------ the way

    /// Returns where an address of the assessment leads at the moment.
    fn fit_reachable(&self, route: &Route) -> Route {
        if !self.has_fit() {
            return self.next_route();
        }
        // Until the instrument is there, nobody knows.
        let Some(fit) = self.instrument() else {
            return route.clone();
        };
        match route {
            Route::FitNext => self.behind(&fit, 0),
            Route::Screen(id) => match fit.question(id) {
                Some(at) if !fit.questions[at].together => route.clone(),
                _ => Route::NotFound,
            },
            _ => route.clone(),
        }
    }

    /// Returns what comes after the screens before `from`: an open screen, the check, the result.
    pub fn behind(&self, fit: &Fit, from: usize) -> Route {
        let next = self.fit_answers.with(|answers| fit.next_screen(from, answers));
        match next {
            Some(screen) => Route::Screen(fit.questions[screen].id.clone()),
            None => self.next_route(),
        }
    }

    /// Returns where the part begins that follows the one of a question, whatever was answered.
    pub fn after_block(&self, fit: &Fit, question: usize) -> Route {
        let end = fit.block_of(question).map_or(0, |block| fit.blocks[block].to);
        match fit.questions.get(end) {
            Some(item) => Route::Screen(item.id.clone()),
            None => self.next_route(),
        }
    }

    /// Returns the profile, unless too little was answered.
    pub fn profile(&self) -> Option<(Arc<Fit>, Profile)> {
        let fit = self.instrument()?;
        let profile = self.fit_answers.with(|answers| self.profile_of(&fit, answers));
        (profile.sureness(&fit) > Sureness::TooLittle).then_some((fit, profile))
    }

    /// Returns the profile of any answers.
    pub fn profile_of(&self, fit: &Fit, answers: &Answers) -> Profile {
        roles::profile(fit, &self.pack().workload, answers)
    }

    /// Tells whether there is a profile, or may be one as soon as the instrument is there.
    fn may_have_profile(&self) -> bool {
        match self.instrument() {
            Some(_) => self.profile().is_some(),
            None => {
                let failed = self.fit.with(|fit| *fit == Load::Failed);
                !failed && self.has_fit() && !self.fit_answers.with(Answers::is_empty)
            }
        }
    }

    /// Tells whether roles for those who may stand are open: also while that was not checked.
    pub fn may_stand(&self, check: Option<&(Replay, outcome::Result)>) -> bool {
        check.is_none_or(|(_, result)| roles::may_stand(result.stand.verdict))
    }

    /// Tells whether the check was answered to its end.
    pub fn is_checked(&self) -> bool {
        self.replay().step == Step::Done
    }

    // ------------------------------------------------------------ answering

    /// Begins a visit to a screen: what was wrong on another one is not wrong here.
    pub fn begin_screen(&self, id: &str) {
        // The result is near: what it shows is fetched by then, so that it is built only once.
        let last = untrack(|| self.instrument()).is_some_and(|fit| {
            let screen = fit.question(id).and_then(|at| fit.block_of(at));
            screen == fit.blocks.len().checked_sub(1)
        });
        if last {
            self.load_events();
        }
        if self.draft.with_untracked(|draft| draft.question != id || draft.fault.is_some()) {
            let visit = self.visit.load(Ordering::Relaxed);
            let draft = Draft { question: id.to_owned(), visit, ..Draft::default() };
            self.draft.set(draft);
        }
    }

    /// Tells whether the screen of a route was answered before.
    pub fn is_done(&self, route: &Route) -> bool {
        let Route::Screen(id) = route else { return false };
        untrack(|| self.instrument()).is_some_and(|fit| {
            let screen = fit.question(id);
            let done = |at: usize| self.fit_answers.with_untracked(|all| fit.is_done(at, all));
            screen.is_some_and(done)
        })
    }

    /// Tells whether the person came from the result to change an answer.
    fn is_changing(&self) -> bool {
        self.changing.load(Ordering::Relaxed)
    }

    /// Remembers the profile as it was when the person left the result.
    fn remember_profile(&self) {
        if self.is_changing() && self.before.with_untracked(Option::is_none) {
            let profile = untrack(|| self.profile());
            self.before.set(profile.map(|(_, profile)| profile));
        }
    }

    /// Goes on from a screen: back to the result if the person came from there.
    fn go_on(&self, fit: &Fit, from: usize) {
        match self.is_changing() {
            true => location::back(),
            false => location::go(&untrack(|| self.behind(fit, from))),
        }
    }

    /// Records one option as the answer to a question.
    pub fn choose(&self, question: &str, option: String) {
        self.remember_profile();
        self.fit_answers.update(|answers| answers.record(question, Answer::Choice(option)));
        self.save_fit();
        self.draft.update(|draft| draft.fault = None);
    }

    /// Records one option and goes on when the person has seen it.
    pub fn choose_and_go(&self, question: &str, option: String) {
        self.choose(question, option);
        let app = *self;
        let Some(fit) = untrack(|| app.instrument()) else { return };
        let Some(at) = fit.question(question) else { return };
        app.soon(move || app.go_on(&fit, at + 1));
    }

    /// Adds an option to the answer to a question or takes it out.
    pub fn toggle(&self, question: &str, option: &str, on: bool) {
        let Some(fit) = untrack(|| self.instrument()) else { return };
        let Some(at) = fit.question(question) else { return };
        self.remember_profile();
        self.fit_answers.update(|answers| {
            let mut chosen = match answers.get(question) {
                Some(Answer::Several(chosen)) => chosen.clone(),
                _ => Vec::new(),
            };
            fit.questions[at].toggle(&mut chosen, option, on);
            answers.record(question, Answer::Several(chosen));
        });
        self.save_fit();
    }

    /// Leaves a screen for what comes next; a list in which nothing was chosen counts as answered.
    pub fn leave_screen(&self, screen: usize) {
        let Some(fit) = untrack(|| self.instrument()) else { return };
        let item = &fit.questions[screen];
        let done = self.fit_answers.with_untracked(|answers| fit.is_done(screen, answers));
        if !done && !item.kind.is_several() {
            self.refuse(Message::FaultChoose);
            return;
        }
        if !done {
            let nothing = Answer::Several(Vec::new());
            self.fit_answers.update(|answers| answers.record(&item.id, nothing));
            self.save_fit();
        }
        self.go_on(&fit, fit.on_screen(screen).end);
    }

    pub(super) fn save_fit(&self) {
        let value = self.fit_answers.with_untracked(Answers::to_value);
        self.save(&saved::fit_key(&self.pack().root), value);
    }
}
