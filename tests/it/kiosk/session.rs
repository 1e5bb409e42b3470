//! Visits: they begin with a touch, end when nobody is there, and never without a warning that was shown.

use crate::support::Die;
use sitz_und_stimme::domain::kiosk::{Act, Idle, Input, Session, State};

const IDLE: Idle = Idle { page: 60, question: 120, warning: 20 };

/// A stand, and a clock in milliseconds.
struct Stand {
    session: Session,
    now: u64,
}

impl Stand {
    fn new() -> Stand {
        Stand { session: Session::new(IDLE), now: 1_000_000 }
    }

    /// Returns a stand at which somebody has chosen a language.
    fn active() -> Stand {
        let mut stand = Stand::new();
        assert_eq!(stand.on(Input::Touch), Act::Begin);
        assert_eq!(stand.on(Input::Chosen), Act::None);
        assert_eq!(stand.session.state(), State::Active);
        stand
    }

    fn on(&mut self, input: Input) -> Act {
        self.session.on(input, self.now)
    }

    /// Lets seconds pass with a tick in each; returns what was to be done and after how many of them.
    fn wait(&mut self, seconds: u64) -> Vec<(u64, Act)> {
        let mut acts = Vec::new();
        for second in 1..=seconds {
            self.now += 1_000;
            let act = self.on(Input::Tick);
            if act != Act::None {
                acts.push((second, act));
            }
        }
        acts
    }

    fn left(&self) -> u32 {
        self.session.remaining(self.now)
    }
}

#[test]
fn nobody_is_there_for_days() {
    let mut stand = Stand::new();
    assert_eq!(stand.wait(3 * 86_400), []);
    for input in [Input::End, Input::Question(true), Input::Held(true), Input::Held(false)] {
        assert_eq!(stand.on(input), Act::None, "{input:?}");
    }
    assert_eq!((stand.session.state(), stand.left()), (State::Attract, 0));
    assert_eq!(stand.on(Input::Touch), Act::Begin);
}

#[test]
fn a_visit_without_a_choice_ends_after_half_a_minute_without_a_warning() {
    let mut stand = Stand::new();
    stand.on(Input::Touch);
    assert_eq!(stand.session.state(), State::Choosing);
    stand.wait(20);
    assert_eq!(stand.on(Input::Touch), Act::None);
    assert_eq!(stand.wait(40), [(30, Act::Wipe)]);
    assert_eq!(stand.session.state(), State::Ended);
}

#[test]
fn the_warning_comes_after_the_time_of_the_page() {
    let warn = Act::Warn { seconds: 20 };
    let mut stand = Stand::active();
    assert_eq!(stand.wait(90), [(60, warn), (80, Act::Wipe)]);

    let mut stand = Stand::active();
    stand.on(Input::Question(true));
    assert_eq!(stand.wait(200), [(120, warn), (140, Act::Wipe)]);

    // From a question to a page meanwhile: what has passed counts.
    let mut stand = Stand::active();
    stand.on(Input::Question(true));
    stand.wait(100);
    assert_eq!(stand.on(Input::Question(false)), Act::None);
    assert_eq!(stand.wait(30), [(1, warn), (21, Act::Wipe)]);

    // The question of a page is known before the language is chosen.
    let mut stand = Stand::new();
    stand.on(Input::Question(true));
    stand.on(Input::Touch);
    stand.on(Input::Chosen);
    assert_eq!(stand.wait(119), []);
}

#[test]
fn any_sign_of_a_person_takes_the_warning_away_any_number_of_times() {
    for sign in [Input::Touch, Input::Stay, Input::Chosen] {
        let mut stand = Stand::active();
        for round in 0..50 {
            assert_eq!(stand.wait(60).len(), 1, "{sign:?}, {round}");
            stand.wait(round % 20);
            assert!(matches!(stand.session.state(), State::Warning { .. }));
            assert_eq!(stand.on(sign), Act::Resume, "{sign:?}, {round}");
            assert_eq!(stand.session.state(), State::Active);
            assert_eq!(stand.on(sign), Act::None);
        }
    }
}

#[test]
fn the_countdown_goes_down_by_seconds() {
    let mut stand = Stand::active();
    assert_eq!(stand.left(), 0);
    stand.wait(60);
    assert_eq!(stand.left(), 20);
    for left in (1..20).rev() {
        stand.wait(1);
        assert_eq!(stand.left(), left);
        assert_eq!(stand.session.remaining(stand.now + 1), left, "seconds are rounded up");
        assert_eq!(stand.session.remaining(stand.now + 999), left);
        assert_eq!(stand.session.remaining(stand.now - 700), left, "the clock was set back");
    }
    assert_eq!(stand.session.remaining(stand.now + 1_000), 0);
    assert_eq!(stand.wait(1), [(1, Act::Wipe)]);
    assert_eq!(stand.left(), 0);
}

#[test]
fn finish_and_erase_ends_a_visit_in_every_state_and_then_nothing_happens() {
    let mut choosing = Stand::new();
    choosing.on(Input::Touch);
    let active = Stand::active();
    let mut warned = Stand::active();
    warned.wait(60);
    for mut stand in [choosing, active, warned] {
        let state = stand.session.state();
        assert_eq!(stand.on(Input::End), Act::Wipe, "{state:?}");
        for input in all_inputs() {
            assert_eq!(stand.on(input), Act::None, "{state:?}, {input:?}");
            assert_eq!(stand.session.state(), State::Ended);
        }
        assert_eq!(stand.wait(1_000), []);
    }
}

fn all_inputs() -> [Input; 9] {
    [
        Input::Touch,
        Input::Chosen,
        Input::Stay,
        Input::End,
        Input::Tick,
        Input::Question(true),
        Input::Question(false),
        Input::Held(true),
        Input::Held(false),
    ]
}

#[test]
fn a_sleep_of_the_machine_counts_as_five_seconds() {
    // Asleep for a night on a page: five seconds count.
    let mut stand = Stand::active();
    stand.now += 10 * 3_600_000;
    assert_eq!(stand.on(Input::Tick), Act::None);
    assert_eq!(stand.wait(100), [(55, Act::Warn { seconds: 20 }), (75, Act::Wipe)]);

    // Asleep during the warning.
    let mut stand = Stand::active();
    stand.wait(70);
    assert_eq!(stand.left(), 10);
    stand.now += 10 * 3_600_000;
    assert_eq!(stand.left(), 5);
    assert_eq!(stand.on(Input::Tick), Act::None);
    assert_eq!(stand.wait(100), [(5, Act::Wipe)]);
}

#[test]
fn a_clock_that_goes_back_neither_ends_nor_freezes_a_visit() {
    let mut stand = Stand::active();
    stand.wait(50);
    stand.now -= 900_000;
    assert_eq!(stand.on(Input::Tick), Act::None);
    assert_eq!(stand.wait(100), [(10, Act::Warn { seconds: 20 }), (30, Act::Wipe)]);

    let mut stand = Stand::active();
    stand.wait(70);
    stand.now = 0;
    assert_eq!((stand.on(Input::Tick), stand.left()), (Act::None, 10));
    assert_eq!(stand.wait(100), [(10, Act::Wipe)]);
}

#[test]
fn the_ends_of_the_clock_are_survived() {
    let mut session = Session::new(IDLE);
    for now in [u64::MAX, 0, u64::MAX, 1, u64::MAX - 1] {
        for input in all_inputs() {
            session.on(input, now);
            let _ = (session.remaining(0), session.remaining(u64::MAX), session.is_stuck());
        }
    }
}

#[test]
fn a_stuck_touch_is_no_person() {
    // Something leans on the screen: a pointer that never goes up and moves all the time.
    let mut stand = Stand::new();
    stand.on(Input::Held(true));
    assert_eq!(stand.on(Input::Touch), Act::Begin);
    stand.on(Input::Chosen);
    let (mut warned, mut wiped) = (None, None);
    for tenth in 1..=6_000 {
        stand.now += 100;
        if tenth % 10 == 0 {
            match stand.on(Input::Tick) {
                Act::Warn { .. } => warned = Some(tenth / 10),
                Act::Wipe => wiped = Some(tenth / 10),
                _ => {}
            }
        }
        assert_ne!(stand.on(Input::Touch), Act::Resume);
    }
    // Touches counted for the first 30 seconds.
    assert_eq!((warned, wiped), (Some(90), Some(110)));
}

#[test]
fn a_stuck_touch_neither_begins_a_visit_nor_keeps_one_open() {
    let mut stand = Stand::new();
    stand.on(Input::Held(true));
    stand.wait(30);
    assert!(!stand.session.is_stuck());
    stand.wait(1);
    assert!(stand.session.is_stuck());
    assert_eq!(stand.on(Input::Touch), Act::None);
    // Somebody else taps beside it; the page knows it to be another finger.
    assert_eq!(stand.on(Input::Stay), Act::Begin);
    assert_eq!(stand.on(Input::Chosen), Act::None);
    stand.wait(60);
    assert_eq!(stand.on(Input::Touch), Act::None);
    assert_eq!(stand.on(Input::Stay), Act::Resume);
    // A second finger on top does not make the first one young again.
    stand.on(Input::Held(true));
    assert!(stand.session.is_stuck());
    stand.wait(60);
    assert_eq!(stand.on(Input::Touch), Act::None);
    stand.on(Input::Held(false));
    assert_eq!(stand.on(Input::Touch), Act::Resume);
    // A choice of the language while nothing was touched before: a key, a screen reader.
    let mut stand = Stand::new();
    assert_eq!((stand.on(Input::Chosen), stand.session.state()), (Act::Begin, State::Active));
}

#[test]
fn fifty_touches_a_second_for_ten_minutes_change_nothing() {
    assert!(size_of::<Session>() <= 128, "a session holds no list");
    let mut stand = Stand::active();
    for touch in 0..50 * 600 {
        stand.now += 20;
        let down = touch % 2 == 0;
        assert_eq!(stand.on(Input::Held(down)), Act::None);
        assert_eq!(stand.on(Input::Touch), Act::None);
        if touch % 50 == 0 {
            assert_eq!(stand.on(Input::Tick), Act::None);
        }
        assert_eq!(stand.session.state(), State::Active);
    }
    assert_eq!(stand.wait(100), [(60, Act::Warn { seconds: 20 }), (80, Act::Wipe)]);
}

/// Makes up settings that a profile can have.
fn some_idle(die: &mut Die) -> Idle {
    Idle {
        page: 30 + die.below(871) as u32,
        question: 30 + die.below(1_771) as u32,
        warning: 20 + die.below(101) as u32,
    }
}

fn some_input(die: &mut Die) -> Input {
    let from = all_inputs();
    // Ticks come most often, and a visit should not end at once by a tap.
    match die.below(40) {
        0..=29 => Input::Tick,
        30 if die.below(10) > 0 => Input::Tick,
        _ => *die.pick(&from),
    }
}

/// Returns by how much a clock goes on, or what it jumps to.
fn some_clock(die: &mut Die, now: u64) -> u64 {
    match die.below(60) {
        0 => now.saturating_sub(die.below(10_000_000) as u64),
        1 => now + die.below(100_000_000) as u64,
        2 => now,
        _ => now + 200 + die.below(1_300) as u64,
    }
}

/// What a test may know of a session without looking into it.
#[derive(Default)]
struct Witness {
    warned: bool,
    /// Time that counts since the warning, as the clock showed it.
    shown: u64,
    begun: bool,
    chosen: bool,
    wiped: bool,
}

impl Witness {
    #[track_caller]
    fn see(&mut self, input: Input, act: Act, passed: u64, session: &Session, idle: Idle) {
        self.shown += passed.min(5_000);
        assert!(!self.wiped || act == Act::None, "after the end: {act:?}");
        match act {
            Act::Begin => {
                assert!(!self.begun);
                self.begun = true;
            }
            Act::Warn { seconds } => {
                assert!(self.chosen && !self.warned && seconds == idle.warning);
                (self.warned, self.shown) = (true, 0);
            }
            Act::Resume => {
                assert!(self.warned && !matches!(input, Input::Tick));
                self.warned = false;
            }
            Act::Wipe => {
                assert!(self.begun);
                if input != Input::End && self.chosen {
                    let least = u64::from(idle.warning) * 1_000;
                    assert!(self.warned && self.shown >= least, "warned for {} ms", self.shown);
                }
                self.wiped = true;
            }
            Act::None => {}
        }
        self.chosen |= self.begun && input == Input::Chosen;
        let expected = match session.state() {
            State::Attract => !self.begun,
            State::Choosing => self.begun && !self.chosen && !self.wiped,
            State::Active => self.chosen && !self.warned && !self.wiped,
            State::Warning { .. } => self.warned && !self.wiped,
            State::Ended => self.wiped,
        };
        assert!(expected, "{:?} after {input:?} and {act:?}", session.state());
    }
}

#[test]
fn no_visit_ends_without_its_whole_warning_and_none_lasts_for_ever() {
    let mut die = Die::new(1_080);
    let mut ends = [0; 2];
    for _ in 0..3_000 {
        let idle = some_idle(&mut die);
        let (mut session, mut witness) = (Session::new(idle), Witness::default());
        let mut now = die.roll() >> 20;
        session.on(Input::Tick, now);
        for _ in 0..die.below(300) {
            let (before, input) = (now, some_input(&mut die));
            now = some_clock(&mut die, now);
            let act = session.on(input, now);
            witness.see(input, act, now.saturating_sub(before), &session, idle);
            let left = session.remaining(now);
            assert!(left <= idle.warning, "{left} seconds left");
        }
        // Whatever was, ticks alone lead to the end, and not later than the settings say.
        let mut ticks = 0;
        while witness.begun && !witness.wiped {
            now += 1_000;
            ticks += 1;
            let act = session.on(Input::Tick, now);
            witness.see(Input::Tick, act, 1_000, &session, idle);
            let most = idle.page.max(idle.question).max(30) + idle.warning;
            assert!(ticks <= most, "still {:?} after {ticks} ticks", session.state());
        }
        if witness.begun {
            ends[usize::from(ticks > 0)] += 1;
        }
    }
    assert!(ends.iter().all(|times| *times > 100), "{ends:?} is no fair sample");
}

#[test]
fn a_person_who_touches_often_enough_is_never_asked() {
    let mut die = Die::new(1_920);
    for _ in 0..200 {
        let idle = some_idle(&mut die);
        let mut session = Session::new(idle);
        let mut now = 0;
        session.on(Input::Touch, now);
        session.on(Input::Chosen, now);
        let question = die.below(2) == 0;
        session.on(Input::Question(question), now);
        let most = if question { idle.question } else { idle.page };
        for _ in 0..20 {
            for _ in 0..die.below(most as usize) {
                now += 1_000;
                assert_eq!(session.on(Input::Tick, now), Act::None, "{idle:?}");
            }
            session.on(Input::Touch, now);
        }
    }
}
