//! The state of the app and the commands that change it.
//!
//! Signals change in three ways only: by a command here, by the address, by a file that arrived.

use super::boot::{self, Loaded};
use crate::domain::answers::{Answer, Answers};
use crate::domain::date::{Date, DateFault, PartialDate};
use crate::domain::events::{self, Event};
use crate::domain::json::Problems;
use crate::domain::language::Language;
use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome;
use crate::domain::pack::Pack;
use crate::domain::path::Election;
use crate::domain::quiz::{self, Case, Kind, Meaning, Replay, Step};
use crate::domain::route::Route;
use crate::domain::saved;
use crate::domain::settings::Settings;
use crate::shell::location::{self, Visit};
use crate::shell::{clock, files, page, store};
use leptos::prelude::*;
use std::sync::Arc;

/// A file that is fetched when its page is opened.
#[derive(Clone, PartialEq, Debug)]
pub enum Load<T> {
    NotAsked,
    Asked,
    Ready(T),
    Failed,
}

/// What is typed or chosen on a question but not yet given as an answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    /// Id of the question it belongs to, and number of the visit to it.
    pub question: String,
    pub visit: u32,
    pub choice: String,
    pub several: Vec<String>,
    pub day: String,
    pub month: String,
    pub year: String,
    /// Whether day and month are asked for.
    pub exact: bool,
    /// What was wrong when it was handed in.
    pub fault: Option<Message>,
}

/// Value of the radio button beside the date fields.
pub const SINCE: &str = "since";

/// Everything that views look at; cheap to copy.
#[derive(Clone, Copy)]
pub struct App {
    pub visit: ReadSignal<Visit>,
    pub tongue: RwSignal<Arc<Tongue>>,
    pub settings: RwSignal<Settings>,
    pub answers: RwSignal<Answers>,
    pub draft: RwSignal<Draft>,
    pub today: RwSignal<Date>,
    pub notices: RwSignal<Vec<Message>>,
    pub events: RwSignal<Load<Arc<Vec<Event>>>>,
    pub simulated: bool,
    keep: RwSignal<bool>,
    pack: StoredValue<Arc<Pack>>,
    languages: StoredValue<Arc<Vec<Language>>>,
}

impl App {
    /// Makes the signals; call it inside the root view, which then owns them.
    pub fn new(loaded: Loaded) -> App {
        let app = App {
            visit: location::visits(),
            tongue: RwSignal::new(Arc::new(loaded.tongue)),
            settings: RwSignal::new(loaded.settings),
            answers: RwSignal::new(loaded.answers),
            draft: RwSignal::new(Draft::default()),
            today: RwSignal::new(loaded.today),
            notices: RwSignal::new(loaded.notices),
            events: RwSignal::new(Load::NotAsked),
            simulated: loaded.simulated,
            keep: RwSignal::new(loaded.keep),
            pack: StoredValue::new(Arc::new(loaded.pack)),
            languages: StoredValue::new(Arc::new(loaded.languages)),
        };
        if !app.simulated {
            clock::every(60_000, move || app.look_at_the_clock());
        }
        app
    }

    // ------------------------------------------------------------ queries

    /// Returns the pack.
    pub fn pack(&self) -> Arc<Pack> {
        self.pack.get_value()
    }

    /// Returns the languages in which this pack can be shown.
    pub fn languages(&self) -> Vec<Language> {
        let pack = self.pack();
        let offered = |l: &&Language| pack.languages.contains(&l.tag);
        self.languages.get_value().iter().filter(offered).cloned().collect()
    }

    /// Returns the election for which answers are judged.
    pub fn election(&self) -> Option<Election> {
        let pack = self.pack();
        let chosen =
            self.settings.with(|s| s.election.as_deref().and_then(|id| pack.election(id)).cloned());
        chosen.or_else(|| pack.next_election(self.today.get()).cloned())
    }

    /// Returns election day and today.
    pub fn case(&self) -> Case {
        let today = self.today.get();
        Case { election: self.election().map_or(today, |election| election.date), today }
    }

    /// Returns the replay of the answers.
    pub fn replay(&self) -> Replay {
        let case = self.case();
        self.answers.with(|answers| quiz::replay(&self.pack(), answers, case))
    }

    /// Returns the result, if all questions that matter are answered.
    pub fn result(&self) -> Option<(Replay, outcome::Result)> {
        let replay = self.replay();
        if replay.step != Step::Done {
            return None;
        }
        let result = outcome::judge(&self.pack(), &replay.answers, self.case())?;
        Some((replay, result))
    }

    /// Returns the address of the next open question, or of the result.
    pub fn next_route(&self) -> Route {
        match self.replay().step {
            Step::Ask(question) | Step::Exact(question) => {
                Route::Question(self.pack().questions[question].id.clone())
            }
            Step::Done => Route::Result,
        }
    }

    // ------------------------------------------------------------ answering

    /// Starts a draft for a question from its answer, unless this visit has begun one: a change of
    /// language shows the page anew and must not lose what was typed.
    pub fn begin(&self, question: usize, exact: bool) {
        let pack = self.pack();
        let id = pack.questions[question].id.as_str();
        let visit = self.visit.with_untracked(|visit| visit.number);
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

    fn refuse(&self, fault: Message) {
        self.draft.update(|draft| draft.fault = Some(fault));
        page::show("#fault");
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

    // ------------------------------------------------------------ settings

    /// Changes settings, applies and stores them.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        self.settings.with_untracked(page::apply);
        let value = self.settings.with_untracked(Settings::to_value);
        self.write(saved::SETTINGS, &saved::to_text("app", value));
    }

    /// Switches the language; the old texts stay until the new ones are there.
    pub fn set_language(&self, tag: String) {
        let app = *self;
        files::run(async move {
            let (pack, languages) = (app.pack(), app.languages.get_value());
            match boot::tongue(&pack, &languages, &tag, false).await {
                Ok(tongue) => {
                    app.tongue.set(Arc::new(tongue));
                    app.set(|settings| settings.language = Some(tag));
                    page::keep_focus("#language");
                }
                Err(_) => {
                    app.tell(Message::NoticeLanguageFailed);
                    // The menu goes back to the language that is shown.
                    app.tongue.update(|_| {});
                }
            }
        });
    }

    /// Fetches the texts of the fallback language if the present one lacked something.
    pub fn fill_gaps(&self) {
        let app = *self;
        let tongue = app.tongue.get_untracked();
        let tag = tongue.language.tag.clone();
        if !tongue.has_missed() || tag == tongue.fallback.tag {
            return;
        }
        files::run(async move {
            let (pack, languages) = (app.pack(), app.languages.get_value());
            if let Ok(tongue) = boot::tongue(&pack, &languages, &tag, true).await {
                app.tongue.set(Arc::new(tongue));
            }
        });
    }

    /// Forgets all answers and settings, here and in storage.
    pub fn delete_everything(&self) {
        if store::remove_all().is_err() {
            self.keep.set(false);
        }
        self.answers.set(Answers::default());
        self.draft.set(Draft::default());
        self.settings.set(Settings::default());
        page::apply(&Settings::default());
        self.notices.set(vec![Message::SettingsDeleted]);
    }

    // ------------------------------------------------------------ notices and storage

    /// Shows a notice, once.
    pub fn tell(&self, notice: Message) {
        self.notices.update(|notices| {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        });
    }

    /// Takes a notice away.
    pub fn dismiss(&self, notice: Message) {
        self.notices.update(|notices| notices.retain(|other| *other != notice));
    }

    fn save_answers(&self) {
        let root = self.pack().root.clone();
        let value = self.answers.with_untracked(Answers::to_value);
        self.write(&saved::answers_key(&root), &saved::to_text(&root, value));
    }

    fn write(&self, key: &str, text: &str) {
        if self.keep.get_untracked() && store::write(key, text).is_err() {
            self.keep.set(false);
            self.tell(Message::NoticeMemory);
        }
    }

    // ------------------------------------------------------------ events and clock

    /// Fetches the events of the pack, once.
    pub fn load_events(&self) {
        let asked = self.events.with_untracked(|e| !matches!(e, Load::NotAsked | Load::Failed));
        if asked {
            return;
        }
        self.events.set(Load::Asked);
        let app = *self;
        files::run(async move {
            let pack = app.pack();
            let problems = Problems::default();
            let mut all = Vec::new();
            let mut failed = false;
            for name in &pack.events {
                match files::text(&events::file_of(name)).await {
                    Ok(text) => {
                        let demo = pack.demo && pack.id == *name;
                        let today = app.today.get_untracked();
                        all.extend(events::read(name, &text, today, demo, &problems));
                    }
                    Err(_) => failed = true,
                }
            }
            let nothing = all.is_empty() && (failed || !problems.borrow().is_empty());
            app.events.set(if nothing { Load::Failed } else { Load::Ready(Arc::new(all)) });
            page::keep_focus("h1");
        });
    }

    // ------------------------------------------------------------ the page itself

    /// Opens the print dialog.
    pub fn print(&self) {
        page::print();
    }

    /// Moves to a part of the present page.
    pub fn show(&self, selector: &'static str) {
        page::show(selector);
    }

    fn look_at_the_clock(&self) {
        let now = clock::today();
        if self.today.get_untracked() != now {
            self.today.set(now);
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
