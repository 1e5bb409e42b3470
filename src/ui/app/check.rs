//! Answering the check: one question, one draft, one way on.

use super::{App, Draft, SINCE};
use crate::domain::answers::Answer;
use crate::domain::date::{DateFault, PartialDate};
use crate::domain::messages::Message;
use crate::domain::quiz::{Kind, Meaning, Step};
use crate::shell::location;
use leptos::prelude::untrack;
use std::sync::atomic::Ordering;

impl App {
    /// Starts a draft for a question from its answer, unless this visit has begun one: a change of
    /// language shows the page anew and must not lose what was typed.
    pub fn begin(&self, question: usize, exact: bool) {
        let pack = self.pack();
        let id = pack.questions[question].id.as_str();
        let visit = self.visit.load(Ordering::Relaxed);
        if self.draft.with_untracked(|draft| draft.question == id && draft.visit == visit) {
            return;
        }
        let answer = self.answers.with_untracked(|answers| answers.get(id).cloned());
        let mut draft = Draft { question: id.to_owned(), visit, exact, ..Draft::default() };
        match answer {
            Some(Answer::Choice(choice)) => draft.choice = choice,
            Some(Answer::Several(several)) => draft.several = several,
            Some(Answer::Date(date)) => {
                let two = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
                draft.choice = SINCE.to_owned();
                draft.year = date.year().to_string();
                draft.month = two(date.month());
                draft.day = two(date.day());
                draft.exact |= date.month().is_some();
            }
            Some(Answer::Until(_)) => {
                if let Kind::Since(options) = &pack.questions[question].kind {
                    let today = options.iter().find(|o| o.means == Meaning::Today);
                    draft.choice = today.map(|o| o.id.clone()).unwrap_or_default();
                }
            }
            None => {}
        }
        self.draft.set(draft);
    }

    /// Hands in the draft; goes on to what comes next, or says what is wrong.
    pub fn submit(&self, question: usize) {
        let pack = self.pack();
        let id = pack.questions[question].id.clone();
        match self
            .draft
            .with_untracked(|draft| self.answer_of(draft, &pack.questions[question].kind))
        {
            Err(fault) => self.refuse(fault),
            Ok(answer) => {
                self.answers.update(|answers| answers.record(&id, answer));
                self.save_answers();
                if untrack(|| self.replay()).step == Step::Exact(question) {
                    self.draft.update(|draft| draft.exact = true);
                    self.refuse(Message::FaultExact);
                    return;
                }
                location::go(&untrack(|| self.next_route()));
            }
        }
    }

    /// Hands in the draft when the person has seen what was chosen.
    pub fn submit_soon(&self, question: usize) {
        let app = *self;
        app.soon(move || app.submit(question));
    }

    fn answer_of(&self, draft: &Draft, kind: &Kind) -> Result<Answer, Message> {
        let dated = || {
            let today = self.today.get_untracked();
            PartialDate::read(&draft.day, &draft.month, &draft.year, today)
                .map(Answer::Date)
                .map_err(fault_message)
        };
        match kind {
            Kind::Several(_) => Ok(Answer::Several(draft.several.clone())),
            Kind::Date => dated(),
            Kind::Since(_) if draft.choice == SINCE => dated(),
            Kind::Since(options) => {
                let option =
                    options.iter().find(|o| o.id == draft.choice).ok_or(Message::FaultChoose)?;
                match option.means {
                    Meaning::Today => Ok(Answer::Until(self.today.get_untracked())),
                    _ => Ok(Answer::Choice(option.id.clone())),
                }
            }
            Kind::Choice(options) if options.contains(&draft.choice) => {
                Ok(Answer::Choice(draft.choice.clone()))
            }
            Kind::Choice(_) => Err(Message::FaultChoose),
        }
    }
}

fn fault_message(fault: DateFault) -> Message {
    match fault {
        DateFault::Empty => Message::FaultEmpty,
        DateFault::NotNumbers => Message::FaultNumbers,
        DateFault::NoSuchDay => Message::FaultNoDay,
        DateFault::DayWithoutMonth => Message::FaultDayWithoutMonth,
        DateFault::Future => Message::FaultFuture,
        DateFault::TooLongAgo => Message::FaultLongAgo,
    }
}
