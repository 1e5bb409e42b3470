//! The state of a stand and the commands that change it.

use crate::domain::date::Date;
use crate::domain::kiosk::{Act, Answer, Input, LOCK_KEY, Lock, Session, State, Tally, What};
use crate::domain::language::Language;
use crate::domain::route::Route;
use crate::domain::speech::same_language;
use crate::shell::stand::{self as shell, Sign};
use crate::shell::{clock, files, location, page, store, voice};
use crate::ui::app::App;
use crate::ui::watched::Watched;
use serde_json::{Map, Value};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What stands on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Attract,
    Choosing,
    Visit,
    Staff,
    Over,
    /// Another window of this browser is the stand.
    Elsewhere,
}

/// What lies over the page.
#[derive(Clone, PartialEq, Debug)]
pub enum Dialog {
    /// Is somebody still there? The seconds that are left.
    Warning(u32),
    /// Is everything taken along?
    Finish,
    /// An address to be opened elsewhere.
    Address(String),
    /// The present page, to be taken along.
    Take,
    /// Another language.
    Languages,
    /// The code of the staff.
    Code(Option<Answer>),
}

/// Texts of the stand by language.
type Words = Vec<(String, Arc<Map<String, Value>>)>;

/// How long a tap takes at most until its button has heard of it, in milliseconds.
const TAP: u32 = 500;
/// After how long without a breakdown the stand counts as well again, in milliseconds.
const STEADY: u32 = 60_000;
/// How often and how many milliseconds apart a page asks to be the stand, before it leaves that to another
/// window; and after how many it looks whether that one is still there.
const ASKS: u32 = 8;
const LETS_GO: u32 = 250;
const LOOK_AGAIN: u32 = 3_000;
/// How often the stand looks at the clock, in milliseconds.
const TICK: u32 = 1_000;
/// Seconds that a picture of the loop stands.
const CYCLE: u32 = 7;
/// Milliseconds after which a page has fetched what it needs: another build taken before may be put off.
const CALM: u32 = 4_000;
/// Seconds between two signs of life: what listens misses two of them before it acts.
const LIFE: u32 = 1;
/// Taps on the corner that open the field for the code, and the milliseconds they may take.
const TAPS: u32 = 5;
const TAPS_WITHIN: u64 = 3_000;

/// The state of a stand; cheap to copy.
#[derive(Clone, Copy)]
pub struct Hall(&'static Inner);

/// Everything that its views look at.
pub struct Inner {
    pub app: App,
    pub phase: Watched<Phase>,
    pub dialog: Watched<Option<Dialog>>,
    /// Counts pictures of the loop.
    pub cycle: Watched<u32>,
    pub night: Watched<bool>,
    /// Whether a field waits for digits.
    pub typing: Watched<bool>,
    /// Whether the page begins in the lower part of the screen.
    pub low: Watched<bool>,
    pub words: Watched<Words>,
    session: Mutex<Session>,
    seconds: AtomicU32,
    taps: Mutex<(u32, u64)>,
    /// What was typed as the code of the staff.
    pub typed: Mutex<String>,
    /// Bits of what was counted in this visit.
    pub counted: AtomicU32,
    /// What a program on this machine has counted, beyond what this browser knows.
    pub kept: Mutex<Option<Tally>>,
}

impl std::ops::Deref for Hall {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        self.0
    }
}

static HALL: OnceLock<Hall> = OnceLock::new();

impl Hall {
    /// Returns the stand, once it has been started.
    pub fn of() -> Option<Hall> {
        HALL.get().copied()
    }

    /// Begins to watch over the stand.
    pub fn start(app: App) {
        let Some(plan) = app.plan else { return };
        let hall = Hall(Box::leak(Box::new(Inner {
            app,
            phase: Watched::new(Phase::Attract),
            dialog: Watched::new(None),
            cycle: Watched::new(0),
            night: Watched::new(false),
            typing: Watched::new(false),
            low: Watched::new(false),
            words: Watched::new(Vec::new()),
            session: Mutex::new(Session::new(plan.profile.idle)),
            seconds: AtomicU32::new(0),
            taps: Mutex::default(),
            typed: Mutex::default(),
            counted: AtomicU32::new(0),
            kept: Mutex::default(),
        })));
        if HALL.set(hall).is_err() {
            return;
        }
        hall.be_the_only_one(0);
        shell::watch(move |sign| hall.sign(sign));
        clock::every(TICK, move || hall.tick());
        hall.look_at_the_clock();
        hall.load_words();
        if shell::has_failed() {
            hall.count(What::Panic);
            // Only what runs for a while has recovered.
            clock::after(STEADY, shell::forget_failures);
        }
        app.load_events();
        hall.sign_of_life(0);
        // A program on this machine hands the page out itself, with or without a network.
        if !hall.is_watched() {
            page::on_update(move || {
                clock::after(CALM, move || {
                    if hall.phase.get_untracked() == Phase::Attract {
                        app.take_update();
                    }
                });
            });
            page::keep();
        }
        #[cfg(feature = "fault")]
        super::fault::obey();
    }

    /// Asks to be the only stand of this browser; `asked` tells how often that was denied already. The page
    /// before this one may need a moment to let go.
    fn be_the_only_one(&self, asked: u32) {
        let hall = *self;
        shell::be_the_only_one(move |alone| match alone {
            true => {}
            false if asked < ASKS => {
                clock::after(LETS_GO, move || hall.be_the_only_one(asked + 1));
            }
            false => hall.step_back(),
        });
    }

    /// Leaves the stand to another window until that one is gone.
    fn step_back(&self) {
        self.dialog.set(None);
        self.phase.set(Phase::Elsewhere);
        files::run(async {
            let mut free = 0;
            // A window that loads itself anew is gone for a moment, too.
            while free < 2 {
                clock::pause(LOOK_AGAIN).await;
                free = if shell::somebody_is_it().await { 0 } else { free + 1 };
            }
            shell::begin_anew();
        });
    }

    // ------------------------------------------------------------ words

    /// Fetches the texts of the stand in the languages that it offers.
    fn load_words(&self) {
        let hall = *self;
        files::run(async move {
            for language in hall.tiles() {
                let file = format!("kiosk/texts/{}.json", language.tag);
                let text = files::text(&file).await.unwrap_or_default();
                if let Ok(Value::Object(words)) = serde_json::from_str(&text) {
                    hall.words.update(|all| all.push((language.tag.clone(), Arc::new(words))));
                }
            }
        });
    }

    /// Returns the languages that are offered, in their order.
    pub fn tiles(&self) -> Vec<&'static Language> {
        let languages = self.app.all_languages();
        let mut tiles = self.app.plan.map_or_else(Vec::new, |plan| plan.profile.tiles(languages));
        // Nobody explains to a stranger why half of it is German.
        tiles.retain(|language| !language.partial);
        tiles
    }

    /// Returns a text of the stand in a language.
    pub fn words_in(&self, tag: &str, key: &str) -> String {
        self.words.with(|all| {
            let own = all.iter().find(|(other, _)| other == tag).or(all.first());
            let text = own.and_then(|(_, words)| words.get(key)).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        })
    }

    /// Returns a text of the stand in the present language.
    pub fn say(&self, key: &str) -> String {
        let tag = self.app.tongue.with(|tongue| tongue.language.tag.clone());
        self.words_in(&tag, key)
    }

    // ------------------------------------------------------------ the visit

    fn session(&self, input: Input) -> Act {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        session.on(input, shell::now())
    }

    fn state(&self) -> State {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).state()
    }

    /// Takes in what happened, and does what follows.
    fn on(&self, input: Input) {
        match self.session(input) {
            Act::None => {}
            Act::Begin => {
                self.count(What::Session);
                self.phase.set(Phase::Choosing);
            }
            Act::Warn { seconds } => self.dialog.set(Some(Dialog::Warning(seconds))),
            Act::Resume => self.close(),
            Act::Wipe => {
                if input == Input::Tick && self.phase.get_untracked() == Phase::Visit {
                    self.count(What::WipeIdle);
                }
                self.wipe();
            }
        }
    }

    fn wipe(&self) {
        self.dialog.set(None);
        self.phase.set(Phase::Over);
        self.app.close_voice();
        shell::begin_anew();
    }

    /// Ends the visit and erases everything.
    pub fn finish(&self) {
        self.on(Input::End);
    }

    /// Says that somebody is still there.
    pub fn stay(&self) {
        self.on(Input::Stay);
    }

    /// Goes on in a language: the visit begins, or only speaks otherwise.
    pub fn choose(&self, tag: &str) {
        self.on(Input::Chosen);
        self.count(What::Language(tag));
        self.app.set_language(tag.to_owned(), "h1");
        self.close();
        if self.phase.get_untracked() != Phase::Visit {
            self.phase.set(Phase::Visit);
        }
    }

    fn sign(&self, sign: Sign) {
        if self.phase.get_untracked() == Phase::Elsewhere {
            return;
        }
        match sign {
            Sign::Touch => self.touch(),
            // A picture that trembles invites nobody: only a finger or a key begins a visit.
            Sign::Move if self.phase.get_untracked() != Phase::Attract => self.on(Input::Touch),
            Sign::Move => {}
            Sign::Held(held) => self.on(Input::Held(held)),
            Sign::Inside(href) => {
                if let Some(route) = Route::parse(&href) {
                    if route == Route::Home {
                        location::forget_pages_behind();
                    }
                    self.close();
                    location::go(&route);
                }
            }
            Sign::Outside(address) => self.open(Dialog::Address(self.abroad(address))),
            Sign::Field(typing) => {
                if typing {
                    shell::without_keyboard();
                }
                self.typing.set(typing);
            }
        }
    }

    /// Returns an address as other devices reach it: files of the stand lie on the web space, too.
    fn abroad(&self, address: String) -> String {
        let known = self.app.plan.and_then(|plan| plan.profile.address.as_deref());
        match (known, address.strip_prefix(&*location::base())) {
            (Some(base), Some(path)) => format!("{base}{path}"),
            _ => address,
        }
    }

    fn touch(&self) {
        if !matches!(self.state(), State::Warning { .. }) {
            return self.on(Input::Touch);
        }
        // The tap may be on the button that ends the visit: what it does comes first.
        let hall = *self;
        clock::after(TAP, move || hall.on(Input::Touch));
    }

    /// Opens a dialog.
    pub fn open(&self, dialog: Dialog) {
        if matches!(dialog, Dialog::Address(_) | Dialog::Take) {
            self.count_once(What::Handover, 4);
        }
        self.dialog.set(Some(dialog));
        page::show(".over h2");
    }

    /// Closes what lies over the page.
    pub fn close(&self) {
        if self.dialog.with_untracked(Option::is_some) {
            self.dialog.set(None);
        }
    }

    fn tick(&self) {
        if self.phase.get_untracked() == Phase::Elsewhere {
            return;
        }
        let seconds = self.seconds.fetch_add(1, Ordering::Relaxed) + 1;
        let question = self
            .app
            .shown
            .with_untracked(|shown| matches!(shown, Route::Question(_) | Route::Screen(_)));
        self.session(Input::Question(question));
        self.on(Input::Tick);
        if let State::Warning { .. } = self.state() {
            let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            let left = session.remaining(shell::now());
            drop(session);
            if matches!(self.dialog.get_untracked(), Some(Dialog::Warning(shown)) if shown != left)
            {
                self.dialog.set_quietly(Some(Dialog::Warning(left)));
                shell::set_text(".over__seconds", &left.to_string());
            }
        }
        if seconds.is_multiple_of(CYCLE) && self.phase.get_untracked() == Phase::Attract {
            self.next_picture();
        }
        if seconds.is_multiple_of(30) {
            self.look_at_the_clock();
        }
        if seconds.is_multiple_of(LIFE) {
            self.sign_of_life(seconds);
        }
        self.count_results();
    }

    /// Tells what listens, if anything does, that the page lives and whether somebody uses it.
    fn sign_of_life(&self, seconds: u32) {
        // A program that has panicked does not live, though its clocks may go on.
        if self.is_watched() && !page::has_broken() {
            let state = match self.phase.get_untracked() {
                Phase::Attract => "attract",
                Phase::Over => "closed",
                _ => "session",
            };
            shell::sign_of_life(state, seconds);
        }
    }

    /// Goes on to the next picture of the loop; the numbers of the staff are shown anew.
    pub fn next_picture(&self) {
        self.cycle.update(|cycle| *cycle = cycle.wrapping_add(1));
    }

    fn look_at_the_clock(&self) {
        let minute = clock::minute() as u16;
        // A simulated day has no hours.
        let night =
            !self.app.simulated && self.app.plan.is_some_and(|plan| plan.profile.is_night(minute));
        if self.night.get_untracked() != night {
            self.night.set(night);
        }
    }

    // ------------------------------------------------------------ the page

    /// Goes back to the page before.
    pub fn back(&self) {
        location::back();
    }

    /// Tells whether there is a page before this one.
    pub fn has_page_behind(&self) -> bool {
        location::has_page_behind()
    }

    /// Lets the page begin in the lower part of the screen, or at its top again.
    pub fn turn_low(&self) {
        self.low.update(|low| *low = !*low);
        let low = self.low.get_untracked();
        shell::mark("data-low", low.then_some(""));
    }

    /// Types a digit into the field, or takes the last one away.
    pub fn press(&self, digit: Option<char>) {
        shell::press(digit);
    }

    /// Leaves the field.
    pub fn leave_field(&self) {
        shell::leave_field();
    }

    /// Returns the day of today.
    pub fn today(&self) -> Date {
        self.app.today.get_untracked()
    }

    // ------------------------------------------------------------ staff

    /// Notices a tap on the corner that leads to the page of the staff.
    pub fn tap_corner(&self) {
        let now = shell::now();
        let mut taps = self.taps.lock().unwrap_or_else(PoisonError::into_inner);
        *taps = match now.saturating_sub(taps.1) <= TAPS_WITHIN {
            true => (taps.0 + 1, taps.1),
            false => (1, now),
        };
        if taps.0 >= TAPS {
            *taps = (0, 0);
            drop(taps);
            self.open(Dialog::Code(None));
        }
    }

    /// Tries the code that was typed.
    pub fn try_typed(&self) {
        let typed = std::mem::take(&mut *self.typed.lock().unwrap_or_else(PoisonError::into_inner));
        self.try_code(&typed);
    }

    fn try_code(&self, typed: &str) {
        let Some(plan) = self.app.plan else { return };
        let text = store::read(LOCK_KEY).ok().flatten().unwrap_or_default();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let mut lock = Lock::from_value(&value).unwrap_or_default();
        let answer = lock.try_code(typed, &plan.profile.code, clock::now());
        let _ = store::write(LOCK_KEY, &lock.to_value().to_string());
        match answer {
            Answer::Open => {
                self.close();
                self.session(Input::Chosen);
                self.phase.set(Phase::Staff);
                if self.is_watched() {
                    self.load_counts();
                }
            }
            other => self.dialog.set(Some(Dialog::Code(Some(other)))),
        }
    }

    /// Leaves the page of the staff: the stand begins anew.
    pub fn leave_staff(&self) {
        self.on(Input::End);
    }

    /// Closes the browser, if a program on this machine can.
    pub fn close_browser(&self) {
        shell::ask_to_leave();
    }

    /// Returns the name of the build.
    pub fn build(&self) -> String {
        shell::build().unwrap_or_else(|| "—".to_owned())
    }

    /// Names the languages, each with a mark whether something is there for it.
    fn marked(&self, is_there: impl Fn(&Language) -> bool) -> String {
        let marked = |language: &'static Language| {
            let mark = if is_there(language) { "✓" } else { "–" };
            format!("{} {mark}", language.tag)
        };
        self.tiles().into_iter().map(marked).collect::<Vec<_>>().join(" · ")
    }

    /// Tells for which languages the device has a voice.
    pub fn voices(&self) -> String {
        let voices = voice::voices();
        self.marked(|language| voices.iter().any(|one| same_language(&one.lang, &language.tag)))
    }

    /// Tells for which languages the device has letters.
    pub fn letters(&self) -> String {
        self.marked(|language| shell::has_letters(&language.name))
    }

    /// Returns the size of the screen.
    pub fn screen(&self) -> String {
        shell::screen()
    }
}
