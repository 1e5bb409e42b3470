//! Reading the page aloud: nothing begins by itself, and whoever leaves the page leaves silence behind.

use super::App;
use crate::domain::settings::Speed;
use crate::domain::speech::{self, Mood, Order, Part, Reader};
use crate::shell::voice::{self, Heard};
use crate::shell::{clock, page};
use std::sync::atomic::Ordering;

/// How often a device that has named no voice is asked again, and how many times: two seconds in all. Some
/// browsers tell when their voices are there, others never do.
const AGAIN: u32 = 250;
const TIMES: u32 = 8;
/// How often it is looked whether the voice still speaks, and how often it may be found silent before its
/// sentence counts as spoken: some browsers forget to say so.
const LOOK: u32 = 1_000;
const SILENT: u32 = 3;
/// The button that has the focus when the bar opens.
const PLAY: &str = "#voice-play";

impl App {
    /// Opens the bar and begins to read; if it is open, plays or pauses.
    pub fn listen(&self) {
        if self.listening.get_untracked() {
            return self.play_or_pause();
        }
        let app = *self;
        voice::open(move |heard| app.hear(heard));
        self.listening.set(true);
        clock::after(0, move || {
            page::focus(PLAY);
            // Now that the bar is there, it may lie over what is being read.
            if let (Mood::Speaking, Some(part)) = (app.mood(), app.part()) {
                voice::mark(&part);
            }
        });
        self.begin_reading();
    }

    /// Opens the bar if that was asked for before this part of the program was there.
    pub fn listen_if_asked(&self) {
        if self.wants_voice.swap(false, Ordering::Relaxed) {
            self.listen();
        }
    }

    /// Closes the bar.
    pub fn close_voice(&self) {
        if !self.listening.get_untracked() {
            return;
        }
        self.turn_voice(&Reader::leave);
        voice::unmark();
        voice::close();
        self.listening.set(false);
        page::keep_focus("#listen");
    }

    /// Falls silent if the page has become another one: another address or another language.
    pub fn leave_page(&self, page: String) {
        let last = self.voice.with_untracked(|reader| reader.page.clone());
        if last.as_ref().is_some_and(|last| *last != page) {
            self.turn_voice(&Reader::leave);
            voice::unmark();
        }
        self.voice.update(|reader| reader.page = Some(page));
    }

    /// Plays, or pauses what is played.
    pub fn play_or_pause(&self) {
        if matches!(self.mood(), Mood::Speaking | Mood::Waiting) {
            self.turn_voice(&Reader::pause);
        } else if self.part().is_some() && self.take_page() {
            self.turn_voice(&Reader::play);
        } else {
            self.begin_reading();
        }
    }

    /// Reads the next block, or the one before.
    pub fn skip_block(&self, forward: bool) {
        if self.take_page() {
            self.turn_voice(if forward { &Reader::forward } else { &Reader::back });
        }
    }

    /// Changes the speed; what is being spoken begins its sentence anew.
    pub fn set_speed(&self, speed: Speed) {
        self.set(|settings| settings.speed = speed);
        if self.mood() == Mood::Speaking {
            self.turn_voice(&Reader::play);
        }
    }

    /// Tells whether the device has a voice for a language.
    pub fn has_voice(&self, language: &str) -> bool {
        speech::choose(&voice::voices(), language).is_some()
    }

    /// Begins to read the page; if there is no voice yet, waits for one.
    fn begin_reading(&self) {
        if self.take_page() {
            let first = voice::first_block();
            return self.turn_voice(&|reader| reader.say_block(first));
        }
        self.turn_voice(&|reader| reader.settle(Mood::Waiting));
        self.wait_for_voice(self.turn(), TIMES);
    }

    fn wait_for_voice(&self, turn: u32, times: u32) {
        let app = *self;
        clock::after(AGAIN, move || {
            if !(app.mood() == Mood::Waiting && app.turn() == turn) {
                return;
            }
            if app.take_page() {
                app.begin_reading();
            } else if times > 1 {
                app.wait_for_voice(turn, times - 1);
            } else {
                app.turn_voice(&|reader| {
                    reader.silent = Some(app.language());
                    reader.settle(Mood::NoVoice)
                });
            }
        });
    }

    #[inline(never)]
    fn mood(&self) -> Mood {
        self.voice.with_untracked(|reader| reader.mood)
    }

    #[inline(never)]
    fn turn(&self) -> u32 {
        self.voice.with_untracked(Reader::turn)
    }

    #[inline(never)]
    fn part(&self) -> Option<Part> {
        self.voice.with_untracked(|reader| reader.part().cloned())
    }

    fn language(&self) -> String {
        self.tongue.with_untracked(|tongue| tongue.language.tag.clone())
    }

    /// Takes the page as it is now; tells whether there is a voice for its language.
    fn take_page(&self) -> bool {
        let voices = voice::voices();
        if speech::choose(&voices, &self.language()).is_none() {
            return false;
        }
        let script = speech::script(&voice::blocks(), &voices);
        self.voice.update(|reader| reader.take(script));
        true
    }

    /// Takes a step and does what follows from it.
    fn turn_voice(&self, step: &dyn Fn(&mut Reader) -> Order) {
        let mut order = Order::Nothing;
        self.voice.update(|reader| order = step(reader));
        match order {
            Order::Nothing => {}
            Order::Hush => voice::hush(),
            Order::Say => self.say_part(),
        }
    }

    fn say_part(&self) {
        // What was folded up or taken away meanwhile is not read.
        if self.part().is_some_and(|part| !voice::is_there(part.block)) {
            self.take_page();
        }
        let Some(part) = self.part() else { return self.turn_voice(&Reader::pause) };
        let turn = self.turn();
        voice::stop_recordings();
        voice::mark(&part);
        let percent = self.settings.with_untracked(|settings| settings.speed.percent());
        voice::say(&part, turn, percent);
        self.watch_voice(turn, 0);
    }

    /// Looks now and then whether the voice still speaks.
    fn watch_voice(&self, turn: u32, silent: u32) {
        let app = *self;
        clock::after(LOOK, move || {
            if !(app.mood() == Mood::Speaking && app.turn() == turn) {
                return;
            }
            let silent = if voice::is_busy() { 0 } else { silent + 1 };
            match silent < SILENT {
                true => app.watch_voice(turn, silent),
                false => app.hear(Heard::Ended(turn)),
            }
        });
    }

    fn hear(&self, heard: Heard) {
        match heard {
            Heard::Voices => self.hear_voices(),
            Heard::Ended(turn) => self.turn_voice(&|reader| reader.ended(turn)),
            Heard::Silent(turn, fault) => self.turn_voice(&|r| r.fell_silent(turn, fault)),
            Heard::Escape => self.close_voice(),
            Heard::Away => {
                let mood = self.mood();
                if matches!(mood, Mood::Speaking | Mood::Waiting) {
                    self.turn_voice(&Reader::pause);
                }
            }
            Heard::Tapped => {
                if self.take_page()
                    && let Some(block) = voice::tapped()
                {
                    self.turn_voice(&|reader| reader.say_block(block));
                }
            }
        }
    }

    /// A voice that comes while somebody waits begins; one that comes later waits for a tap.
    fn hear_voices(&self) {
        match self.mood() {
            Mood::Waiting if self.take_page() => self.begin_reading(),
            Mood::NoVoice if self.take_page() => self.turn_voice(&Reader::pause),
            _ => {}
        }
    }
}
