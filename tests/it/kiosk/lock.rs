//! The lock of the page for the staff: three codes, then pauses that grow, whatever the clock does.

use crate::support::Die;
use serde_json::{Value, json};
use sitz_und_stimme::domain::json::to_text;
use sitz_und_stimme::domain::kiosk::{Answer, LOCK_KEY, Lock};
use sitz_und_stimme::domain::saved::{self, Loaded};

const CODE: &str = "2749";
const NOON: i64 = 1_795_431_600;

/// Types three wrong codes; returns the pause.
#[track_caller]
fn three(lock: &mut Lock, now: i64) -> u32 {
    assert_eq!(lock.try_code("1", CODE, now), Answer::Wrong { left: 2 });
    assert_eq!(lock.try_code("2", CODE, now), Answer::Wrong { left: 1 });
    match lock.try_code("3", CODE, now) {
        Answer::Paused { seconds } => seconds,
        other => panic!("no pause but {other:?}"),
    }
}

#[test]
fn the_code_opens_and_nothing_else_does() {
    let wrong = ["", "2748", "274", "27490", " 2749", "2749 ", "02749", "٢٧٤٩", "2749\0"];
    for typed in wrong {
        let mut lock = Lock::new();
        assert_eq!(lock.try_code(typed, CODE, NOON), Answer::Wrong { left: 2 }, "{typed:?}");
        assert_eq!(lock.try_code(CODE, CODE, NOON), Answer::Open);
        assert_eq!(lock, Lock::new());
    }
    assert_eq!(Lock::new().try_code("", "", NOON), Answer::Wrong { left: 2 });
}

#[test]
fn pauses_double_up_to_a_quarter_of_an_hour() {
    let (mut lock, mut now) = (Lock::new(), NOON);
    for expected in [60, 120, 240, 480, 900, 900, 900] {
        let pause = three(&mut lock, now);
        assert_eq!(pause, expected);
        // Neither the right code nor more wrong ones change the pause.
        for typed in [CODE, "9", CODE] {
            let seconds = pause - 10;
            assert_eq!(lock.try_code(typed, CODE, now + 10), Answer::Paused { seconds });
        }
        let end = now + i64::from(pause);
        assert_eq!(lock.try_code(CODE, CODE, end - 1), Answer::Paused { seconds: 1 });
        assert_eq!(lock.pause_left(end), 0);
        now = end;
    }
    assert_eq!(lock.try_code(CODE, CODE, now), Answer::Open);
    assert_eq!(three(&mut lock, now), 60, "the right code forgets earlier pauses");
}

#[test]
fn tries_of_different_days_add_up() {
    let mut lock = Lock::new();
    lock.try_code("1", CODE, NOON);
    lock.try_code("2", CODE, NOON + 86_400);
    assert_eq!(lock.try_code("3", CODE, NOON + 200_000), Answer::Paused { seconds: 60 });
}

#[test]
fn a_clock_that_goes_back_makes_no_pause_longer() {
    for back in [1, 59, 60, 3_600, 86_400 * 365, NOON, 2 * NOON] {
        let mut lock = Lock::new();
        assert_eq!(three(&mut lock, NOON), 60);
        let now = NOON - back;
        let left = lock.pause_left(now);
        assert_eq!(left, 60, "set back by {back} s");
        assert_eq!(lock.try_code(CODE, CODE, now + 59), Answer::Paused { seconds: 1 });
        assert_eq!(lock.try_code(CODE, CODE, now + 60), Answer::Open);
    }
    for now in [i64::MIN, i64::MAX] {
        let mut lock = Lock::new();
        three(&mut lock, now);
        for other in [i64::MIN, -1, 0, i64::MAX] {
            assert!(lock.pause_left(other) <= 60);
        }
    }
}

#[test]
fn a_reload_does_not_reset_it() {
    let mut die = Die::new(3);
    for _ in 0..300 {
        let (mut kept, mut lock) = (Lock::new(), Lock::new());
        let mut now = NOON;
        for _ in 0..40 {
            let typed = *die.pick(&[CODE, "1111", "2222", "3333", "4444", "5555", "6666"]);
            assert_eq!(kept.try_code(typed, CODE, now), lock.try_code(typed, CODE, now));
            let text = saved::to_text("stand", kept.to_value());
            let Loaded::Ok(again) = saved::load(Some(&text), "stand", Lock::from_value) else {
                panic!("{LOCK_KEY} is not read: {text}");
            };
            assert_eq!(again, kept);
            kept = again;
            now += die.below(400) as i64;
        }
        assert_eq!(kept, lock);
    }
}

#[test]
fn damaged_records_lock_nobody_out_and_never_open() {
    let numbers = [
        json!(null),
        json!(0),
        json!(1),
        json!(-1),
        json!(255),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!("60"),
        json!([]),
    ];
    for pause in &numbers {
        for until in &numbers {
            for wrong in &numbers {
                let value = json!({"pause": pause, "until": until, "wrong": wrong, "x": 1});
                let mut lock = Lock::from_value(&value).expect("an object");
                assert_eq!(Lock::from_value(&lock.to_value()), Some(lock.clone()));
                let left = lock.pause_left(NOON);
                assert!(left <= 900, "{value}: {left} s");
                let end = NOON + i64::from(left);
                assert_ne!(lock.clone().try_code("1", CODE, end), Answer::Open, "{value}");
                assert_eq!(lock.try_code(CODE, CODE, end), Answer::Open, "{value}");
            }
        }
    }
    for odd in [json!(null), json!([]), json!("x"), json!(7)] {
        assert_eq!(Lock::from_value(&odd), None, "{odd}");
    }
    assert_eq!(Lock::from_value(&json!({})), Some(Lock::new()));
}

#[test]
fn any_flipped_byte_of_a_record_is_survived() {
    let mut lock = Lock::new();
    three(&mut lock, NOON);
    lock.try_code("1", CODE, NOON + 60);
    let text = to_text(&lock.to_value());
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { continue };
            let mut read = Lock::from_value(&value).expect("an object");
            assert!(read.pause_left(NOON) <= 900, "{value}");
        }
    }
}

#[test]
fn trying_all_codes_takes_months() {
    let (mut lock, mut now, mut tries) = (Lock::new(), NOON, 0_i64);
    while now < NOON + 86_400 {
        match lock.try_code("x", CODE, now) {
            Answer::Paused { seconds } => now += i64::from(seconds),
            Answer::Wrong { .. } => {}
            Answer::Open => panic!("a wrong code opens"),
        }
        tries += 1;
    }
    assert!(tries < 450, "{tries} tries in a day");
}
