//! The state of the app and the commands that change it.
//!
//! Signals change in three ways only: by a command here, by the address, by a file that arrived.

mod carry;
mod check;
mod extra;
mod feeds;
mod finder;
mod fit;
pub mod near;
mod records;
mod sight;
mod tongue;
mod voice;
mod way;

use super::boot::Loaded;
use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::events::Stars;
use crate::domain::events::feed::Feed;
use crate::domain::explainer::{Explainer, Inputs};
use crate::domain::finder::{Found, Index, Query};
use crate::domain::fit::Fit;
use crate::domain::language::Language;
use crate::domain::listing::Listing;
use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome;
use crate::domain::pack::Pack;
use crate::domain::path::Election;
use crate::domain::places::Places;
use crate::domain::quiz::{self, Case, Replay, Step};
use crate::domain::records::Records;
use crate::domain::roles::Profile;
use crate::domain::route::Route;
use crate::domain::settings::Settings;
use crate::domain::share::Fault;
use crate::domain::speech;
use crate::domain::way::{Kept, Way};
use crate::shell::location::{self, Arrival};
use crate::shell::{clock, files, page};
use crate::ui::frame;
use crate::ui::later::{self, Later};
use crate::ui::stand::{Plan, Stand};
use crate::ui::third::Third;
use crate::ui::watched::Watched;
pub use feeds::{Looked, Rest};
pub use finder::MOST_SAVED;
use leptos::prelude::untrack;
use std::ops::{Deref, RangeInclusive};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// A file that is fetched when its page is opened.
#[derive(Clone, PartialEq, Debug)]
pub enum Load<T> {
    NotAsked,
    Asked,
    Ready(T),
    Failed,
}

impl<T> Load<T> {
    /// Tells whether fetching it has failed.
    pub fn has_failed(&self) -> bool {
        matches!(self, Load::Failed)
    }
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

/// Years in which this page can be open: no clock that is right shows another one.
const YEARS: RangeInclusive<i32> = 2026..=2045;

/// How long a chosen answer is shown before the next page comes, in milliseconds.
const GLANCE: u32 = 140;

/// How long a new page takes no answer, in milliseconds.
const FRESH: u32 = 350;

/// How long the first page stands before the second part of the program is fetched, in milliseconds.
const SETTLED: u32 = 300;

/// How a result is taken along.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Take {
    /// With the answers of the check.
    pub check: bool,
    /// Whether the code is shown.
    pub open: bool,
    /// What came of copying or opening a file.
    pub said: Option<Said>,
}

/// What the app says after an attempt to take a result along.
#[derive(Clone, PartialEq, Debug)]
pub enum Said {
    Message(Message),
    Fault(Fault),
}

/// Value of the radio button beside the date fields.
pub const SINCE: &str = "since";

/// The state of the app; cheap to copy. It is never freed: it lives as long as the page.
#[derive(Clone, Copy)]
pub struct App(&'static State);

/// Everything that views look at.
pub struct State {
    /// The page that is shown, and the place of the navigation to which it belongs.
    pub shown: Watched<Route>,
    pub section: Watched<Route>,
    /// Whether the person came from the result to change an answer.
    changing: AtomicBool,
    /// Whether the page has only just come: then it takes no answer, because a tap may be the second
    /// one of a double tap.
    pub fresh: Watched<bool>,
    pub tongue: Watched<Arc<Tongue>>,
    pub settings: Watched<Settings>,
    pub answers: Watched<Answers>,
    pub draft: Watched<Draft>,
    pub today: Watched<Date>,
    pub notices: Watched<Vec<Message>>,
    /// The lists of events; what they hold is in the index.
    pub feeds: Watched<Load<Arc<Vec<Feed>>>>,
    /// What of them is still to be fetched, and which parts: the place of their feed and their own, the next
    /// one last.
    pub rest: Watched<Rest>,
    left: Mutex<Vec<(usize, usize)>>,
    /// The event whose page is open.
    pub looked: Watched<Looked>,
    /// The instrument of the self-assessment, and the answers to it.
    pub fit: Watched<Load<Arc<Fit>>>,
    pub fit_answers: Watched<Answers>,
    pub explainer: Watched<Load<Arc<Explainer>>>,
    pub way: Watched<Load<Arc<Way>>>,
    /// What the estimate of time is reckoned from.
    pub inputs: Watched<Inputs>,
    /// What the person did on the way; read when the second part of the program is there.
    pub kept: Watched<Kept>,
    /// Changes when another way is chosen, and when a step is ticked: a note must not build lists anew.
    pub turned: Watched<u32>,
    pub ticked: Watched<u32>,
    /// The profile before an answer was changed from the result, to show what has moved.
    pub before: Watched<Option<Profile>>,
    pub take: Watched<Take>,
    /// What came of handing everything out, or of bringing it back.
    pub moved: Watched<Option<Said>>,
    /// What is looked for among the events, what was found, and what helps to find it.
    pub query: Watched<Query>,
    pub found: Watched<Arc<Found>>,
    /// What was found as the filters count it: told a paint later, because the list comes first.
    pub counted: Watched<Arc<Found>>,
    pub listing: Watched<Listing>,
    /// Whether everything that was found is in the page, to be printed.
    pub printing: Watched<bool>,
    /// What came of sharing or of asking for a calendar.
    pub event_said: Watched<Option<Message>>,
    pub index: Watched<Index>,
    pub places: Watched<Load<Arc<Places>>>,
    pub stars: Watched<Stars>,
    /// The second part of the program, and the third.
    pub later: Watched<Load<&'static Later>>,
    pub third: Watched<Load<&'static Third>>,
    /// Whether the bar is open that reads aloud, and how far it is.
    pub listening: Watched<bool>,
    pub voice: Watched<speech::Reader>,
    /// Whether reading aloud was asked for before the second part of the program was there.
    wants_voice: AtomicBool,
    pub simulated: bool,
    /// What is set for the stand, and the part of the program for it; nothing on a phone.
    pub plan: Option<&'static Plan>,
    pub stand: Option<&'static Stand>,
    /// Counts visits to pages.
    visit: AtomicU32,
    /// Counts what is to be done after a glance.
    wish: AtomicU32,
    /// The visit on which events were last asked for.
    events_asked: AtomicU32,
    /// Counts searches, so that one in portions notices that it is out of date.
    searches: AtomicU32,
    /// What is kept on the device, and what to do with what another tab has made of it.
    records: Mutex<Records>,
    adopt: Mutex<Vec<(String, records::Adopt)>>,
    /// Whether the last change could be stored.
    keep: AtomicBool,
    /// Whether the page is one that the person has come back to, somewhere below its top.
    back: AtomicBool,
    /// Whether the page was scrolled down when it was last told to speak another language.
    below: AtomicBool,
    /// The visit and the language in which a page was drawn in steps.
    drawn: Mutex<(u32, String)>,
    /// Bits of the sets of files whose texts belong to what is said.
    extras: AtomicU32,
    pack: Pack,
    languages: Vec<Language>,
}

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl App {
    /// Makes the state and begins to follow the address and the clock.
    pub fn new(loaded: Loaded) -> App {
        let app = App(Box::leak(Box::new(State {
            shown: Watched::new(Route::Home),
            section: Watched::new(Route::Home),
            changing: AtomicBool::new(false),
            fresh: Watched::new(false),
            tongue: Watched::new(Arc::new(loaded.tongue)),
            settings: Watched::new(loaded.settings),
            answers: Watched::new(loaded.answers),
            draft: Watched::new(Draft::default()),
            today: Watched::new(loaded.today),
            notices: Watched::new(loaded.notices),
            feeds: Watched::new(Load::NotAsked),
            rest: Watched::new(Rest::default()),
            left: Mutex::default(),
            looked: Watched::new(Looked { id: String::new(), event: Load::NotAsked }),
            fit: Watched::new(Load::NotAsked),
            fit_answers: Watched::new(loaded.fit_answers),
            explainer: Watched::new(Load::NotAsked),
            way: Watched::new(Load::NotAsked),
            inputs: Watched::new(Inputs::of(&loaded.pack.workload)),
            kept: Watched::new(Kept::default()),
            turned: Watched::new(0),
            ticked: Watched::new(0),
            before: Watched::new(None),
            take: Watched::new(Take::default()),
            moved: Watched::new(None),
            query: Watched::new(Query::default()),
            found: Watched::new(Arc::default()),
            counted: Watched::new(Arc::default()),
            listing: Watched::new(Listing::default()),
            printing: Watched::new(false),
            event_said: Watched::new(None),
            index: Watched::new(Index::default()),
            places: Watched::new(Load::NotAsked),
            stars: Watched::new(Stars::default()),
            later: Watched::new(Load::NotAsked),
            third: Watched::new(Load::NotAsked),
            listening: Watched::new(false),
            voice: Watched::new(speech::Reader::default()),
            wants_voice: AtomicBool::new(false),
            simulated: loaded.simulated,
            plan: loaded.plan,
            stand: loaded.stand,
            visit: AtomicU32::new(0),
            wish: AtomicU32::new(0),
            events_asked: AtomicU32::new(u32::MAX),
            searches: AtomicU32::new(0),
            records: Mutex::new(loaded.records),
            adopt: Mutex::default(),
            keep: AtomicBool::new(true),
            back: AtomicBool::new(false),
            below: AtomicBool::new(false),
            drawn: Mutex::default(),
            extras: AtomicU32::new(0),
            pack: loaded.pack,
            languages: loaded.languages,
        })));
        if app.plan.is_some() {
            location::keep_own_history();
        }
        app.follow_records();
        app.show_route(location::follow(move |route, arrival| app.arrive(route, arrival)));
        // The first page comes first; then the rest, so that nobody waits for it.
        clock::after(SETTLED, move || app.load_later());
        if let Some(stand) = app.stand {
            (stand.start)(app);
        } else {
            page::on_update(move || app.offer_update());
        }
        let year = app.today.get_untracked().year();
        if !app.simulated && app.plan.is_none() && !YEARS.contains(&year) {
            app.tell(Message::NoticeClock);
        }
        if !app.simulated {
            clock::every(60_000, move || app.look_at_the_clock());
        }
        app
    }

    // ------------------------------------------------------------ where we are

    /// Follows the address to a route.
    fn arrive(&self, route: Route, arrival: Arrival) {
        self.visit.fetch_add(1, Ordering::Relaxed);
        self.back.store(arrival.scroll > 0.0, Ordering::Relaxed);
        let leaves = self.shown.with_untracked(|shown| *shown == Route::Result);
        // Whoever went back to an answer goes on from there, as before.
        let is_done = |later: &Later| (later.is_done)(*self, &route);
        let changing = leaves && !arrival.again && self.later_part().is_some_and(is_done);
        self.changing.store(changing, Ordering::Relaxed);
        self.stay_fresh(&route);
        let stays = is_finder(&route) && self.shown.with_untracked(is_finder);
        self.show_route(route);
        // What has moved is told once, on the way back from a change.
        if leaves && self.before.with_untracked(Option::is_some) {
            self.before.set(None);
        }
        if !stays {
            page::arrive(arrival.scroll);
        }
    }

    /// Lets a page with answers take none for a moment.
    fn stay_fresh(&self, route: &Route) {
        if !matches!(route, Route::Screen(_) | Route::Question(_)) {
            return;
        }
        let app = *self;
        let visit = app.visit.load(Ordering::Relaxed);
        app.fresh.set(true);
        clock::after(FRESH, move || {
            if app.visit.load(Ordering::Relaxed) == visit {
                app.fresh.set(false);
            }
        });
    }

    fn show_route(&self, route: Route) {
        if later::has(&route) {
            match self.later_part() {
                Some(later) => (later.prepare)(*self, &route),
                None => self.load_later(),
            }
        }
        self.show_reachable(route);
    }

    /// Returns the second part of the program, if it is there.
    fn later_part(&self) -> Option<&'static Later> {
        self.later.with_untracked(|later| match later {
            Load::Ready(later) => Some(*later),
            _ => None,
        })
    }

    /// Fetches the second part of the program, if it is not there.
    pub fn load_later(&self) {
        if self.later.with_untracked(|later| matches!(later, Load::Asked | Load::Ready(_))) {
            return;
        }
        self.later.set(Load::Asked);
        let app = *self;
        files::run(async move {
            match later::load().await {
                Ok(later) => {
                    (later.start)(app);
                    app.later.set(Load::Ready(later));
                    // The address says more than the page: what is looked for, for example.
                    let shown = location::route();
                    if later::has(&shown) {
                        app.stay_fresh(&shown);
                        app.show_route(shown);
                        page::keep_focus("h1");
                    }
                }
                Err(_) => {
                    app.later.set(Load::Failed);
                    if app.wants_voice.swap(false, Ordering::Relaxed) {
                        app.tell(Message::FitFailed);
                    }
                }
            }
        });
    }

    /// Reads the page aloud, once the part of the program is there that can.
    pub fn read_aloud(&self) {
        match self.later_part() {
            Some(later) => (later.listen)(*self),
            None => {
                self.wants_voice.store(true, Ordering::Relaxed);
                self.load_later();
            }
        }
    }

    /// Shows where a route leads with what has been loaded by now.
    fn show_reachable(&self, route: Route) {
        let reachable = untrack(|| self.reachable(&route));
        // The address follows if a page cannot be shown yet: no result without answers.
        if reachable != route {
            location::replace(&reachable);
        }
        let section = frame::section(&reachable);
        if self.section.with_untracked(|shown| *shown != section) {
            self.section.set(section);
        }
        // Another query is no other page: what was typed, the focus and the place stay.
        let next = if is_finder(&reachable) { Route::Events } else { reachable };
        if self.shown.with_untracked(|shown| *shown != next) {
            page::leave();
            self.shown.set(next);
        }
    }

    /// Returns where an address leads at the moment.
    fn reachable(&self, route: &Route) -> Route {
        let open = match route {
            Route::Quiz => false,
            Route::Question(id) => {
                let Some(question) = self.pack.question(id) else {
                    return Route::NotFound;
                };
                let replay = self.replay();
                replay.path.contains(&question)
                    || match replay.step {
                        Step::Ask(next) | Step::Exact(next) => next == question,
                        Step::Done => self.pack.questions[question].optional,
                    }
            }
            Route::Home | Route::NotFound => true,
            _ => match self.later_part() {
                Some(later) => return (later.reachable)(*self, route),
                None => true,
            },
        };
        if open { route.clone() } else { self.next_route() }
    }

    // ------------------------------------------------------------ queries

    /// Returns the pack.
    pub fn pack(&self) -> &'static Pack {
        &self.0.pack
    }

    /// Returns the languages in which this pack can be shown.
    pub fn languages(&self) -> Vec<&'static Language> {
        let offered = |l: &&Language| self.0.pack.languages.contains(&l.tag);
        self.0.languages.iter().filter(offered).collect()
    }

    /// Returns all languages of the app.
    pub fn all_languages(&self) -> &'static [Language] {
        &self.0.languages
    }

    /// Returns the election for which answers are judged.
    pub fn election(&self) -> Option<&'static Election> {
        let pack = self.pack();
        let chosen = self.settings.with(|s| s.election.as_deref().and_then(|id| pack.election(id)));
        chosen.or_else(|| pack.next_election(self.today.get()))
    }

    /// Returns election day and today.
    pub fn case(&self) -> Case {
        let today = self.today.get();
        Case { election: self.election().map_or(today, |election| election.date), today }
    }

    /// Returns the replay of the answers.
    pub fn replay(&self) -> Replay {
        let case = self.case();
        self.answers.with(|answers| quiz::replay(self.pack(), answers, case))
    }

    /// Returns the result, if all questions that matter are answered.
    pub fn result(&self) -> Option<(Replay, outcome::Result)> {
        let replay = self.replay();
        if replay.step != Step::Done {
            return None;
        }
        let result = outcome::judge(self.pack(), &replay.answers, self.case())?;
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

    // ------------------------------------------------------------ in a moment

    /// Does something after a glance, unless the person has left the page by then.
    ///
    /// Of several wishes the last one counts: some browsers report one tap as two clicks.
    fn soon(&self, act: impl FnOnce() + 'static) {
        let app = *self;
        let visit = app.visit.load(Ordering::Relaxed);
        let wish = app.wish.fetch_add(1, Ordering::Relaxed) + 1;
        let act: Box<dyn FnOnce()> = Box::new(act);
        clock::after(GLANCE, move || {
            let same = app.visit.load(Ordering::Relaxed) == visit;
            if same && app.wish.load(Ordering::Relaxed) == wish {
                act();
            }
        });
    }

    /// Does something later, unless the person has left the page by then.
    pub fn after_on_page(&self, millis: u32, act: Box<dyn FnOnce()>) {
        let app = *self;
        let visit = app.visit.load(Ordering::Relaxed);
        clock::after(millis, move || {
            if app.visit.load(Ordering::Relaxed) == visit {
                act();
            }
        });
    }

    fn refuse(&self, fault: Message) {
        self.draft.update(|draft| draft.fault = Some(fault));
        page::show("#fault");
    }

    // ------------------------------------------------------------ notices and storage

    /// Forgets all answers and settings, here and in storage.
    pub fn delete_everything(&self) {
        self.forget_records();
        self.answers.set(Answers::default());
        self.fit_answers.set(Answers::default());
        self.kept.set(Kept::default());
        self.stars.set(Stars::default());
        self.turned.update(|n| *n += 1);
        self.take.set(Take::default());
        self.draft.set(Draft::default());
        self.settings.set(Settings::default());
        page::apply(&Settings::default());
        page::forget();
        self.notices.set(vec![Message::SettingsDeleted]);
    }

    /// Shows a notice, once.
    pub fn tell(&self, notice: Message) {
        self.notices.update(|notices| {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        });
    }

    /// Says that another build of the page is on the device, unless taking it would cost the answers.
    fn offer_update(&self) {
        if self.keep.load(Ordering::Relaxed) {
            self.tell(Message::UpdateReady);
        }
    }

    /// Loads the page anew, with the build that waits.
    pub fn take_update(&self) {
        // It may take some seconds: who has tapped must see that it was heard.
        self.dismiss(Message::UpdateReady);
        page::take_update();
    }

    /// Takes a notice away.
    pub fn dismiss(&self, notice: Message) {
        self.notices.update(|notices| notices.retain(|other| *other != notice));
    }

    // ------------------------------------------------------------ the clock

    fn look_at_the_clock(&self) {
        let now = clock::today();
        if self.today.get_untracked() != now {
            self.today.set(now);
            if self.pack().demo {
                let asked = self.feeds.with_untracked(|feeds| !matches!(feeds, Load::NotAsked));
                self.forget_events();
                // What shows events asks for them only when it is opened.
                if let Some(later) = self.later_part().filter(|_| asked) {
                    (later.events)(*self);
                }
            }
        }
    }
}

/// Tells whether a route leads to the event finder, whatever is looked for.
fn is_finder(route: &Route) -> bool {
    matches!(route, Route::Events | Route::Found(_))
}
