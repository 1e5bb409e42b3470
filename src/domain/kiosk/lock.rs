//! The lock of the page for the staff: a code of digits, and pauses against trying them all.

use serde_json::{Map, Value};

/// Wrong codes until a pause.
const TRIES: u8 = 3;
/// Seconds of the first pause and of the longest one; each is twice as long as the one before.
const FIRST_PAUSE: u32 = 60;
const LONGEST_PAUSE: u32 = 15 * 60;

/// What became of a code that somebody typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Open,
    /// Not the code; so many more may be tried before a pause.
    Wrong {
        left: u8,
    },
    /// Nothing is tried for so many seconds, not even the right code.
    Paused {
        seconds: u32,
    },
}

/// How often a wrong code was typed, and until when no other is taken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lock {
    /// Wrong codes since the last pause.
    wrong: u8,
    /// Seconds of the last pause; 0 before the first.
    pause: u32,
    /// Second at which the last pause ends.
    until: i64,
}

impl Lock {
    /// Makes a lock that nobody has tried.
    pub fn new() -> Lock {
        Lock::default()
    }

    /// Tries what was typed at `now_s`, in seconds since 1970. The right code resets everything.
    pub fn try_code(&mut self, typed: &str, code: &str, now_s: i64) -> Answer {
        let seconds = self.pause_left(now_s);
        if seconds > 0 {
            return Answer::Paused { seconds };
        }
        if typed == code && !code.is_empty() {
            *self = Lock::new();
            return Answer::Open;
        }
        self.wrong += 1;
        if self.wrong < TRIES {
            return Answer::Wrong { left: TRIES - self.wrong };
        }
        self.wrong = 0;
        self.pause = (2 * self.pause).clamp(FIRST_PAUSE, LONGEST_PAUSE);
        self.until = now_s.saturating_add(i64::from(self.pause));
        Answer::Paused { seconds: self.pause }
    }

    /// Returns the seconds that are left of a pause; 0 outside one.
    ///
    /// A clock that was set back makes a pause begin anew and never longer.
    pub fn pause_left(&mut self, now_s: i64) -> u32 {
        self.until = self.until.min(now_s.saturating_add(i64::from(self.pause)));
        self.until.saturating_sub(now_s).max(0) as u32
    }

    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("pause".to_owned(), Value::from(self.pause));
        map.insert("until".to_owned(), Value::from(self.until));
        map.insert("wrong".to_owned(), Value::from(self.wrong));
        Value::Object(map)
    }

    /// Reads the stored form; `None` if it is not an object. A damaged number counts as the smallest.
    pub fn from_value(value: &Value) -> Option<Lock> {
        let map = value.as_object()?;
        let number = |key: &str| map.get(key).and_then(Value::as_i64).unwrap_or(0);
        let pause = number("pause").clamp(0, i64::from(LONGEST_PAUSE)) as u32;
        let wrong = number("wrong").clamp(0, i64::from(TRIES) - 1) as u8;
        Some(Lock { wrong, pause, until: number("until") })
    }
}
