//! A result that goes from one device to another: as a code in an address, or as a file.
//!
//! A code is a version, then numbers of three bits and a mark whether more follow, then a checksum,
//! all in Base32. Questions stand in the order of the instrument's `code` list, options by their
//! position plus one; 0 is "not answered". So lists may grow at their ends and old codes still mean
//! the same. CRC-32 finds every change of up to 32 neighbouring bits.

use crate::domain::answers::{Answer, Answers};
use crate::domain::date::{Date, PartialDate};
use crate::domain::fit::{Fit, UNKNOWN};
use crate::domain::json::is_slug;
use crate::domain::pack::Pack;
use crate::domain::quiz::{Kind, Question};
use crate::domain::saved;
use serde_json::{Map, Value};

/// Longest code that is looked at; longer ones are refused unread.
pub const LONGEST: usize = 300;
/// Largest file that is read, in bytes.
pub const LARGEST: usize = 65_536;

const VERSION: u8 = 1;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Last day that can be packed, in the year 2189: later ones count as this one, like those before 1970 as its
/// first.
const LAST_DAY: i32 = 80_000;

/// What is carried from one device to another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Carried {
    /// Day on which it was packed, in days since 1 January 1970.
    pub day: i32,
    /// Answers of the self-assessment.
    pub fit: Answers,
    /// Answers to the check of eligibility; empty if they stayed at home.
    pub check: Answers,
    /// Answers to questions that this build does not know, left out.
    pub ignored: usize,
}

/// Why a code or a file is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// There is nothing in it.
    Empty,
    /// Longer than any code or file of ours.
    TooLong,
    /// Something in it is never in a code; a file is no file of ours.
    Foreign,
    /// Cut off or changed on the way.
    Damaged,
    /// Made by a newer build.
    Newer,
    /// Made for the questions of another pack, with its id.
    OtherPlace(String),
    /// Holds an answer that no question has.
    WrongAnswer,
}

/// Packs a result into a code of capital letters and digits.
pub fn encode(carried: &Carried, fit: &Fit, pack: &Pack) -> String {
    let mut numbers = Numbers::default();
    numbers.put(pack.root.len() as u32);
    pack.root.bytes().for_each(|byte| numbers.put(u32::from(byte)));
    numbers.put(carried.day.max(0) as u32);
    let values: Vec<u32> = fit.code.iter().map(|id| value(carried, fit, pack, id)).collect();
    // Zeros at the end say nothing.
    let used = values.iter().rposition(|value| *value > 0).map_or(0, |at| at + 1);
    numbers.put(used as u32);
    values.iter().take(used).for_each(|value| numbers.put(*value));
    let mut bytes = vec![VERSION];
    for pair in numbers.0.chunks(2) {
        bytes.push(pair[0] << 4 | pair.get(1).copied().unwrap_or(0));
    }
    let sum = saved::crc(&bytes);
    bytes.extend(sum.to_be_bytes());
    base32(&bytes)
}

/// Opens a code; nothing is allocated by a length that stands in it.
pub fn decode(code: &str, fit: &Fit, pack: &Pack) -> Result<Carried, Fault> {
    if code.is_empty() {
        return Err(Fault::Empty);
    }
    if code.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let bytes = from_base32(code)?;
    let (body, sum) = bytes.split_last_chunk::<4>().ok_or(Fault::Damaged)?;
    if saved::crc(body).to_be_bytes() != *sum {
        return Err(Fault::Damaged);
    }
    let (version, body) = body.split_first().ok_or(Fault::Damaged)?;
    if *version != VERSION {
        return Err(if *version > VERSION { Fault::Newer } else { Fault::Damaged });
    }
    let mut numbers = Numbers(body.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect());
    numbers.0.reverse();
    let carried = read(&mut numbers, fit, pack)?;
    // At most the half byte that fills the last one, and it is empty.
    match numbers.0.as_slice() {
        [] | [0] => Ok(carried),
        _ => Err(Fault::Damaged),
    }
}

fn read(numbers: &mut Numbers, fit: &Fit, pack: &Pack) -> Result<Carried, Fault> {
    let mut root = String::new();
    for _ in 0..numbers.take()?.min(61) {
        let byte = u8::try_from(numbers.take()?).map_err(|_| Fault::Damaged)?;
        root.push(byte as char);
    }
    if !is_slug(&root) {
        return Err(Fault::Damaged);
    }
    if root != pack.root {
        return Err(Fault::OtherPlace(root));
    }
    let day = numbers.take()?;
    let mut carried = Carried { day: day.min(LAST_DAY as u32) as i32, ..Carried::default() };
    for at in 0..numbers.take()? {
        let number = numbers.take()?;
        if number == 0 {
            continue;
        }
        let id = fit.code.get(at as usize);
        match id.and_then(|id| Some((id, asked(fit, pack, id)?))) {
            Some((id, question)) => {
                let answer = question.answer(number).ok_or(Fault::WrongAnswer)?;
                question.list(&mut carried).record(id, answer);
            }
            None => carried.ignored += 1,
        }
    }
    Ok(carried)
}

/// Numbers as half bytes: three bits each, and a mark whether more follow.
#[derive(Default)]
struct Numbers(Vec<u8>);

impl Numbers {
    fn put(&mut self, mut number: u32) {
        loop {
            let more = if number > 7 { 8 } else { 0 };
            self.0.push((number & 7) as u8 | more);
            number >>= 3;
            if more == 0 {
                return;
            }
        }
    }

    /// Takes a number from the end of what was turned round.
    fn take(&mut self) -> Result<u32, Fault> {
        let (mut number, mut shift) = (0, 0);
        while let Some(half) = self.0.pop() {
            if shift > 27 {
                return Err(Fault::Damaged);
            }
            number |= u32::from(half & 7) << shift;
            shift += 3;
            if half & 8 == 0 {
                return Ok(number);
            }
        }
        Err(Fault::Damaged)
    }
}

/// A question of the instrument or of the check.
enum Asked<'a> {
    Fit(&'a crate::domain::fit::Item),
    Check(&'a Question),
}

fn asked<'a>(fit: &'a Fit, pack: &'a Pack, id: &str) -> Option<Asked<'a>> {
    let item = fit.questions.iter().find(|item| item.id == id).map(Asked::Fit);
    item.or_else(|| pack.questions.iter().find(|q| q.id == id).map(Asked::Check))
}

fn value(carried: &Carried, fit: &Fit, pack: &Pack, id: &str) -> u32 {
    let Some(question) = asked(fit, pack, id) else { return 0 };
    let answer = match &question {
        Asked::Fit(_) => carried.fit.get(id),
        Asked::Check(_) => carried.check.get(id),
    };
    answer.and_then(|answer| question.number(answer)).unwrap_or(0)
}

impl Asked<'_> {
    fn list<'c>(&self, carried: &'c mut Carried) -> &'c mut Answers {
        match self {
            Asked::Fit(_) => &mut carried.fit,
            Asked::Check(_) => &mut carried.check,
        }
    }

    fn accepts(&self, answer: &Answer) -> bool {
        match self {
            Asked::Fit(item) => item.accepts(answer),
            Asked::Check(question) => question.accepts(answer),
        }
    }

    fn options(&self) -> Vec<&str> {
        match self {
            Asked::Fit(item) => item.options.iter().map(|option| option.id.as_str()).collect(),
            Asked::Check(question) => question.options(),
        }
    }

    /// Returns the number of an answer; `None` if it is no answer to this question.
    fn number(&self, answer: &Answer) -> Option<u32> {
        if !self.accepts(answer) {
            return None;
        }
        let options = self.options();
        let at = |id: &str| options.iter().position(|option| *option == id).map(|at| at as u32);
        match answer {
            Answer::Choice(id) if self.is_dated() => Some(at(id)? * 5 + 1),
            // "I do not know" comes first: the list of options may grow.
            Answer::Choice(id) => Some(at(id).map_or(1, |at| at + 2)),
            Answer::Several(ids) => {
                let mut mask = 0;
                for id in ids {
                    mask |= 1_u32.checked_shl(at(id)?)?;
                }
                mask.checked_add(1)
            }
            Answer::Date(date) => {
                let years = u32::try_from(date.year() - 1900).ok()?;
                match (date.month(), date.day()) {
                    (None, _) => Some(years * 5 + 2),
                    (Some(month), None) => Some((years * 12 + u32::from(month) - 1) * 5 + 3),
                    (Some(_), Some(_)) => Some(since_1900(date.earliest())? * 5 + 4),
                }
            }
            Answer::Until(date) => Some(since_1900(*date)? * 5 + 5),
        }
    }

    fn is_dated(&self) -> bool {
        matches!(self, Asked::Check(Question { kind: Kind::Date | Kind::Since(_), .. }))
    }

    /// Returns the answer that a number above 0 stands for.
    fn answer(&self, number: u32) -> Option<Answer> {
        let options = self.options();
        let option = |at: u32| options.get(at as usize).map(|id| (*id).to_owned());
        let several = match self {
            Asked::Fit(item) => item.kind.is_several(),
            Asked::Check(question) => matches!(question.kind, Kind::Several(_)),
        };
        let answer = if self.is_dated() {
            let (tag, number) = ((number - 1) % 5, (number - 1) / 5);
            match tag {
                0 => Answer::Choice(option(number)?),
                1 => Answer::Date(PartialDate::parse(&format!("{:04}", number + 1900))?),
                2 => {
                    let (year, month) = (number / 12 + 1900, number % 12 + 1);
                    Answer::Date(PartialDate::parse(&format!("{year:04}-{month:02}"))?)
                }
                3 => Answer::Date(from_1900(number)?.into()),
                _ => Answer::Until(from_1900(number)?),
            }
        } else if several {
            let (mask, most) = (u64::from(number - 1), options.len().min(32) as u32);
            if mask >> most != 0 {
                return None;
            }
            let ids = (0..most).filter(|at| mask >> at & 1 == 1);
            Answer::Several(ids.filter_map(option).collect())
        } else if number == 1 {
            Answer::Choice(UNKNOWN.to_owned())
        } else {
            Answer::Choice(option(number - 2)?)
        };
        self.accepts(&answer).then_some(answer)
    }
}

/// 1 January 1900 in days since 1 January 1970.
const YEAR_1900: i32 = -25_567;
/// Days from there up to the year 2173: what lies behind it is no answer of a person.
const DAYS: u32 = 100_000;

fn since_1900(date: Date) -> Option<u32> {
    u32::try_from(date.days() - YEAR_1900).ok().filter(|days| *days < DAYS)
}

fn from_1900(days: u32) -> Option<Date> {
    (days < DAYS).then(|| Date::from_days(days as i32 + YEAR_1900))
}

fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut rest, mut bits) = (0_u32, 0);
    for byte in bytes {
        rest = rest << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(ALPHABET[(rest >> bits & 31) as usize] as char);
        }
    }
    if bits > 0 {
        out.push(ALPHABET[(rest << (5 - bits) & 31) as usize] as char);
    }
    out
}

fn from_base32(code: &str) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let (mut rest, mut bits) = (0_u32, 0);
    for c in code.bytes() {
        let at = ALPHABET.iter().position(|letter| *letter == c).ok_or(Fault::Foreign)?;
        rest = (rest << 5 | at as u32) & 0xFFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((rest >> bits & 255) as u8);
        }
    }
    // What is left over belongs to no byte and has to be empty, else two codes would mean the same.
    if bits >= 5 || rest & ((1 << bits) - 1) != 0 {
        return Err(Fault::Damaged);
    }
    Ok(out)
}

/// Returns the text of a file that holds a result.
pub fn to_file(carried: &Carried, pack: &Pack) -> String {
    let mut data = Map::new();
    data.insert("check".to_owned(), carried.check.to_value());
    data.insert("day".to_owned(), Value::String(Date::from_days(carried.day).to_string()));
    data.insert("fit".to_owned(), carried.fit.to_value());
    saved::to_text(&pack.root, Value::Object(data))
}

/// Opens the text of a file.
pub fn from_file(text: &str, fit: &Fit, pack: &Pack) -> Result<Carried, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.len() > LARGEST {
        return Err(Fault::TooLong);
    }
    let envelope: Value = serde_json::from_str(text).map_err(|_| Fault::Foreign)?;
    let of = envelope.get("of").and_then(Value::as_str);
    let of = of.filter(|of| is_slug(of)).ok_or(Fault::Foreign)?;
    let data = match saved::load(Some(text), of, |data| Some(data.clone())) {
        saved::Loaded::Ok(data) | saved::Loaded::Upgraded(data, _) => data,
        saved::Loaded::FromFuture(_) => return Err(Fault::Newer),
        _ => return Err(Fault::Foreign),
    };
    let part = |field: &str| data.get(field).and_then(Value::as_object).ok_or(Fault::Foreign);
    let parts = [part("fit")?, part("check")?];
    if of != pack.root {
        return Err(Fault::OtherPlace(of.to_owned()));
    }
    let day = data.get("day").and_then(Value::as_str).and_then(Date::parse);
    let day = day.ok_or(Fault::Foreign)?;
    let mut carried = Carried { day: day.days().clamp(0, LAST_DAY), ..Carried::default() };
    for part in parts {
        for (id, value) in part {
            let Some(question) = asked(fit, pack, id) else {
                carried.ignored += 1;
                continue;
            };
            // What a code cannot hold, such as a birth in a century to come, a file may not hold either.
            let fits = |answer: &Answer| question.number(answer).is_some();
            let answer = Answer::from_value(value).filter(fits);
            question.list(&mut carried).record(id, answer.ok_or(Fault::WrongAnswer)?);
        }
    }
    Ok(carried)
}
