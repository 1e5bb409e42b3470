//! When a visit begins, when to ask whether somebody is still there, when to erase everything.
//!
//! Knows no clock: every input brings the time with it. The end of a visit is final, because the page is then
//! loaded anew.

/// After how many seconds without a touch something happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Idle {
    /// Until the warning, on most pages.
    pub page: u32,
    /// Until the warning, on a page with a question: people think, or ask each other.
    pub question: u32,
    /// From the warning to the end.
    pub warning: u32,
}

impl Default for Idle {
    fn default() -> Idle {
        Idle { page: 90, question: 180, warning: 30 }
    }
}

/// What the stand is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nobody is there: the picture moves.
    Attract,
    /// Somebody touched the screen and sees the languages.
    Choosing,
    /// Somebody uses the app.
    Active,
    /// Somebody is asked whether they are still there, until `ends` of the session's own time.
    Warning { ends: u64 },
    /// The visit is over; only loading the page anew begins another one.
    Ended,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// Any pointer, key or scroll.
    Touch,
    /// A language was chosen.
    Chosen,
    /// Somebody is there for sure: "I am still here" was tapped, or a finger other than a stuck one was seen.
    Stay,
    /// "Finish and erase" was tapped.
    End,
    /// A second has passed.
    Tick,
    /// Whether the page shows a question from now on.
    Question(bool),
    /// Whether any pointer is held down from now on. Another one on top does not begin the time anew.
    Held(bool),
}

/// What the page has to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    None,
    /// Show the languages: a visit begins.
    Begin,
    /// Ask whether somebody is still there, counting down from so many seconds.
    Warn {
        seconds: u32,
    },
    /// Take the question away.
    Resume,
    /// Erase everything and load the page anew.
    Wipe,
}

/// Most milliseconds that count between two inputs: the machine may have slept, and that is no
/// reason to end a visit.
const LONGEST_STEP: u64 = 5_000;
/// Milliseconds without a choice of language until the end.
const CHOOSING: u64 = 30_000;
/// Milliseconds after which a pointer that is held down is a thing that leans on the screen, or a fault.
const STUCK: u64 = 30_000;

/// A visit at the stand, from the first touch to the end.
#[derive(Clone, Debug)]
pub struct Session {
    idle: Idle,
    state: State,
    question: bool,
    /// The session's own time in milliseconds, which never goes back and never jumps.
    time: u64,
    /// What the clock showed at the last input.
    clock: Option<u64>,
    /// Own time of the last sign of a person.
    seen: u64,
    /// Own time since which a pointer has been held down.
    held: Option<u64>,
}

impl Session {
    /// Makes a stand that nobody uses.
    pub fn new(idle: Idle) -> Session {
        Session {
            idle,
            state: State::Attract,
            question: false,
            time: 0,
            clock: None,
            seen: 0,
            held: None,
        }
    }

    /// Returns what the stand is doing.
    pub fn state(&self) -> State {
        self.state
    }

    /// Tells whether a pointer has been held down for so long that its touches mean nothing.
    pub fn is_stuck(&self) -> bool {
        self.held.is_some_and(|since| self.time - since > STUCK)
    }

    /// Returns the seconds that are left of the warning, rounded up; 0 without a warning.
    pub fn remaining(&self, now: u64) -> u32 {
        match self.state {
            State::Warning { ends } => ends
                .saturating_sub(self.time.saturating_add(self.since(now)))
                .div_ceil(1_000) as u32,
            _ => 0,
        }
    }

    /// Takes in what happened at `now`, in milliseconds of a clock that should not go back.
    pub fn on(&mut self, input: Input, now: u64) -> Act {
        self.time = self.time.saturating_add(self.since(now));
        self.clock = Some(now);
        match input {
            Input::Question(question) => self.question = question,
            Input::Held(false) => self.held = None,
            Input::Held(true) => self.held = self.held.or(Some(self.time)),
            Input::Tick => return self.tick(),
            Input::End => return self.end(),
            Input::Touch if self.is_stuck() => {}
            Input::Touch | Input::Stay => return self.seen(false),
            Input::Chosen => return self.seen(true),
        }
        Act::None
    }

    /// Returns how much of the time since the last input counts.
    fn since(&self, now: u64) -> u64 {
        self.clock.map_or(0, |clock| now.saturating_sub(clock).min(LONGEST_STEP))
    }

    fn seen(&mut self, chosen: bool) -> Act {
        let (state, act) = match self.state {
            State::Ended => return Act::None,
            State::Attract => (State::Choosing, Act::Begin),
            State::Warning { .. } => (State::Active, Act::Resume),
            state => (state, Act::None),
        };
        self.state = if chosen { State::Active } else { state };
        self.seen = self.time;
        act
    }

    fn tick(&mut self) -> Act {
        let idle = self.time - self.seen;
        let wait = if self.question { self.idle.question } else { self.idle.page };
        match self.state {
            State::Choosing if idle >= CHOOSING => self.end(),
            State::Active if idle >= u64::from(wait) * 1_000 => {
                let seconds = self.idle.warning;
                self.state = State::Warning { ends: self.time + u64::from(seconds) * 1_000 };
                Act::Warn { seconds }
            }
            State::Warning { ends } if self.time >= ends => self.end(),
            _ => Act::None,
        }
    }

    fn end(&mut self) -> Act {
        if matches!(self.state, State::Attract | State::Ended) {
            return Act::None;
        }
        self.state = State::Ended;
        Act::Wipe
    }
}
