//! Making input: seeds, damaged byte by byte, by words that hurt, and as JSON by values that hurt.

use crate::LONGEST;
use crate::die::Die;
use serde_json::Value;

/// What has hurt readers before, of any format.
const NASTY: [&str; 46] = [
    "\0", "\u{feff}", "\u{202e}", "\u{2066}", "\u{200d}", "\r", "\n", "\t", "\u{85}", "\u{2028}",
    "😀", "e\u{301}\u{301}\u{301}", "\u{10ffff}", "İı", "ß", "١٢٣", "۴", "{", "}", "[", "]", "\"",
    "\\", "\\ud800", "\\u0000", ",", ":", "-", "-0", "1e400", "9007199254740993", "4294967295",
    "18446744073709551615", "-9223372036854775808", "0.1", "null", "true", "__proto__",
    "javascript:alert(1)", "//evil.example", "data:text/html,", "<script>", "{count}",
    "0000-00-00", "9999-12-31", "2027-02-29",
];

/// Makes input out of seeds and of what was read before.
pub struct Maker {
    die: Die,
    pool: Vec<Vec<u8>>,
    own: usize,
    words: &'static [&'static str],
}

/// Most inputs that are kept because they were read.
const POOL: usize = 400;

impl Maker {
    pub fn new(die: Die, seeds: &[Vec<u8>], words: &'static [&'static str]) -> Maker {
        Maker { die, pool: seeds.to_vec(), own: seeds.len(), words }
    }

    /// Takes an input that was read as a further one to begin with.
    pub fn learn(&mut self, input: &[u8]) {
        if self.pool.len() < self.own + POOL {
            self.pool.push(input.to_vec());
        } else if self.die.below(50) == 0 {
            let at = self.own + self.die.below(POOL);
            self.pool[at] = input.to_vec();
        }
    }

    /// Makes an input.
    pub fn make(&mut self) -> Vec<u8> {
        // Half of the time a seed: what was learnt drifts away.
        let from = if self.die.below(2) == 0 { self.own } else { self.pool.len() };
        let at = self.die.below(from);
        let mut input = self.pool.get(at).cloned().unwrap_or_default();
        if self.die.below(3) == 0
            && let Ok(mut value) = serde_json::from_slice::<Value>(&input)
        {
            for _ in 0..=self.die.below(3) {
                self.hurt(&mut value, 0);
            }
            input = value.to_string().into_bytes();
            if self.die.below(4) > 0 {
                return input;
            }
        }
        for _ in 0..=self.die.below(4) {
            self.damage(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn word(&mut self) -> &'static str {
        match self.die.below(NASTY.len() + self.words.len()) {
            at if at < NASTY.len() => NASTY[at],
            at => self.words[at - NASTY.len()],
        }
    }

    fn damage(&mut self, input: &mut Vec<u8>) {
        let at = self.die.below(input.len() + 1);
        let end = (at + 1 + self.die.below(40)).min(input.len());
        match self.die.below(9) {
            0 if !input.is_empty() => {
                let at = self.die.below(input.len());
                input[at] ^= 1 << self.die.below(8);
            }
            1 => drop(input.drain(at.min(end)..end)),
            2 => {
                let piece = input[at.min(end)..end].to_vec();
                for _ in 0..self.die.below(200) {
                    input.splice(at..at, piece.iter().copied());
                    if input.len() > LONGEST {
                        break;
                    }
                }
            }
            3 => input.truncate(at),
            4 => {
                let other = self.die.below(self.pool.len());
                let other = self.pool.get(other).cloned().unwrap_or_default();
                let from = self.die.below(other.len() + 1);
                let to = (from + self.die.below(400)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
            5 => {
                let byte = self.die.below(256) as u8;
                input.insert(at, byte);
            }
            6 => {
                let word = self.word();
                let many = if self.die.below(40) == 0 { 5_000 } else { 1 };
                input.splice(at..at, word.as_bytes().repeat(many));
            }
            _ => {
                let word = self.word();
                input.splice(at.min(end)..end, word.bytes());
            }
        }
    }

    /// Puts something else in the place of one value.
    fn hurt(&mut self, value: &mut Value, depth: usize) {
        let deeper = depth < 12 && self.die.below(6) > 0;
        match value {
            Value::Object(map) if deeper && !map.is_empty() => {
                let at = self.die.below(map.len());
                let key = map.keys().nth(at).cloned().unwrap_or_default();
                match self.die.below(12) {
                    0 => drop(map.remove(&key)),
                    1 => {
                        let moved = map.remove(&key).unwrap_or_default();
                        map.insert(self.word().to_owned(), moved);
                    }
                    _ => {
                        if let Some(inner) = map.get_mut(&key) {
                            self.hurt(inner, depth + 1);
                        }
                    }
                }
            }
            Value::Array(list) if deeper && !list.is_empty() => {
                let at = self.die.below(list.len());
                match self.die.below(12) {
                    0 => drop(list.remove(at)),
                    1 => {
                        let twice = list[at].clone();
                        list.insert(at, twice);
                    }
                    2 => list.reverse(),
                    _ => self.hurt(&mut list[at], depth + 1),
                }
            }
            other => *other = self.value(other),
        }
    }

    fn value(&mut self, old: &Value) -> Value {
        const NUMBERS: [i64; 12] =
            [0, -1, 1, 2, 7, 127, 255, 65_536, 2_147_483_647, -2_147_483_648, i64::MAX, i64::MIN];
        match self.die.below(9) {
            0 => Value::Null,
            1 => Value::Bool(self.die.below(2) == 0),
            2 => NUMBERS[self.die.below(NUMBERS.len())].into(),
            3 => Value::from(u64::MAX),
            4 => serde_json::json!(1e300),
            5 => Value::Array(vec![old.clone(); self.die.below(4)]),
            6 => Value::String(self.word().repeat(1 + self.die.below(3))),
            7 => Value::Object(Default::default()),
            _ => match old {
                Value::String(text) => Value::String(format!("{text}{}", self.word())),
                Value::Number(number) => {
                    let number = number.as_i64().unwrap_or(0);
                    number.wrapping_add(self.die.below(5) as i64 - 2).into()
                }
                _ => Value::String(self.word().to_owned()),
            },
        }
    }
}
