//! Results that travel: what is packed comes out again, and anything else is refused.

use crate::support::{Die, day, fixture, instrument, pack, root, some_replies};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::date::{Date, PartialDate};
use sitz_und_stimme::domain::fit::{Choice, Fit, UNKNOWN};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{Kind, Meaning, Question};
use sitz_und_stimme::domain::share::{
    Carried, Fault, LARGEST, LONGEST, decode, encode, from_file, to_file,
};

fn nrw() -> (Pack, Fit) {
    let pack = pack("nrw");
    let fit = instrument(&pack);
    (pack, fit)
}

fn choice(id: &str) -> Answer {
    Answer::Choice(id.to_owned())
}

fn several(ids: &[&str]) -> Answer {
    Answer::Several(ids.iter().map(|id| (*id).to_owned()).collect())
}

/// Returns an answer as it is stored.
fn stored(text: &str) -> Answer {
    Answer::from_value(&json!(text)).expect("an answer")
}

/// Returns a result with one answer to the assessment or to the check.
fn with(day: i32, fit: &[(&str, Answer)], check: &[(&str, Answer)]) -> Carried {
    let mut carried = Carried { day, ..Carried::default() };
    fit.iter().for_each(|(id, answer)| carried.fit.record(id, answer.clone()));
    check.iter().for_each(|(id, answer)| carried.check.record(id, answer.clone()));
    carried
}

/// Returns a possible answer to a question of the check: every option, vague and exact dates.
fn some_fact(question: &Question, die: &mut Die) -> Answer {
    let date = |die: &mut Die| die.day(day("1900-01-01"), day("2035-12-31"));
    let partial = |die: &mut Die| {
        let text = date(die).to_string();
        let length = *die.pick(&[4, 7, 10]);
        Answer::Date(PartialDate::parse(&text[..length]).expect("a cut date is a partial date"))
    };
    match &question.kind {
        Kind::Choice(options) => Answer::Choice(die.pick(options).clone()),
        Kind::Several(options) => {
            let chosen = options.iter().filter(|_| die.below(2) == 0);
            Answer::Several(chosen.cloned().collect())
        }
        Kind::Date => partial(die),
        Kind::Since(options) => match die.pick(options) {
            option if die.below(2) == 0 && option.means == Meaning::Today => {
                Answer::Until(date(die))
            }
            option if die.below(2) == 0 && option.means != Meaning::Today => {
                Answer::Choice(option.id.clone())
            }
            _ => partial(die),
        },
    }
}

/// Returns the result of somebody; half of them leave the check at home.
fn some_result(fit: &Fit, pack: &Pack, die: &mut Die) -> Carried {
    let mut carried = Carried { day: die.below(30_000) as i32, ..Carried::default() };
    carried.fit = some_replies(fit, die);
    if die.below(2) == 0 {
        for question in &pack.questions {
            if die.below(3) > 0 {
                let answer = some_fact(question, die);
                carried.check.record(&question.id, answer);
            }
        }
    }
    carried
}

/// Returns a result with every list in the order of its options: the order of tapping says nothing.
fn in_order(carried: &Carried, fit: &Fit) -> Carried {
    let mut out = carried.clone();
    for item in fit.questions.iter().filter(|item| item.kind.is_several()) {
        if let Some(Answer::Several(ids)) = carried.fit.get(&item.id) {
            let all = item.options.iter().map(|option| option.id.clone());
            let ids = all.filter(|id| ids.contains(id)).collect();
            out.fit.record(&item.id, Answer::Several(ids));
        }
    }
    out
}

/// Returns the fullest result there is: of every question the answer with the greatest number.
fn fullest(fit: &Fit, pack: &Pack) -> Carried {
    let mut carried = Carried { day: 80_000, ..Carried::default() };
    for item in &fit.questions {
        let ids: Vec<&str> = item.options.iter().map(|option| option.id.as_str()).collect();
        let all: Vec<&str> =
            ids.iter().copied().filter(|id| item.none.as_deref() != Some(*id)).collect();
        let last = *ids.last().expect("options");
        let answer = if item.kind.is_several() { several(&all) } else { choice(last) };
        carried.fit.record(&item.id, answer);
    }
    for question in &pack.questions {
        let options = question.options();
        let answer = match &question.kind {
            Kind::Choice(_) => choice(options.last().expect("options")),
            Kind::Several(_) => several(&options),
            Kind::Date | Kind::Since(_) => stored("2173-10-15"),
        };
        carried.check.record(&question.id, answer);
    }
    carried
}

// ---------------------------------------------------------------- codes by hand

/// Builds codes that no build of ours would write, with a right checksum.
#[derive(Clone)]
struct Forge {
    version: u8,
    root: String,
    day: u32,
    /// How many values are announced; the true count if `None`.
    count: Option<u32>,
    values: Vec<u32>,
    /// Half bytes behind the last value.
    more: Vec<u8>,
}

impl Default for Forge {
    fn default() -> Forge {
        let (root, more) = ("nrw".to_owned(), Vec::new());
        Forge { version: 1, root, day: 20_000, count: None, values: Vec::new(), more }
    }
}

impl Forge {
    /// Answers one question of the list of codes with a number.
    fn answer(mut self, at: usize, number: u32) -> Forge {
        if self.values.len() <= at {
            self.values.resize(at + 1, 0);
        }
        self.values[at] = number;
        self
    }

    fn code(&self) -> String {
        let mut halves = Vec::new();
        let mut put = |mut number: u32| {
            while number > 7 {
                halves.push(8 | (number & 7) as u8);
                number >>= 3;
            }
            halves.push(number as u8);
        };
        put(self.root.len() as u32);
        self.root.bytes().for_each(|byte| put(u32::from(byte)));
        put(self.day);
        put(self.count.unwrap_or(self.values.len() as u32));
        self.values.iter().for_each(|value| put(*value));
        halves.extend(&self.more);
        let mut bytes = vec![self.version];
        bytes.extend(halves.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)));
        sealed(bytes)
    }
}

/// Appends the checksum and writes bytes as letters.
fn sealed(mut bytes: Vec<u8>) -> String {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
        (0..8).fold(sum ^ u32::from(*byte), step)
    });
    bytes.extend((!sum).to_be_bytes());
    letters(&bytes)
}

/// Writes bytes in the alphabet of RFC 4648 without padding.
fn letters(bytes: &[u8]) -> String {
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
    let letter = |five: &[u8]| {
        let at = (0..5).fold(0, |at, bit| at << 1 | five.get(bit).copied().unwrap_or(0));
        if at < 26 { (b'A' + at) as char } else { (b'2' + at - 26) as char }
    };
    bits.chunks(5).map(letter).collect()
}

fn position(fit: &Fit, id: &str) -> usize {
    fit.code.iter().position(|known| known == id).unwrap_or_else(|| panic!("no {id} in codes"))
}

#[track_caller]
fn check_refused(code: &str, fault: &Fault) {
    let (pack, fit) = nrw();
    assert_eq!(decode(code, &fit, &pack).as_ref(), Err(fault), "{code:.60}");
}

// ---------------------------------------------------------------- codes

#[test]
fn what_is_packed_comes_out_again() {
    let (pack, fit) = nrw();
    let mut die = Die::new(91);
    let (mut longest, mut shortest) = (0, usize::MAX);
    for _ in 0..2_000 {
        let carried = some_result(&fit, &pack, &mut die);
        let code = encode(&carried, &fit, &pack);
        assert_eq!(decode(&code, &fit, &pack), Ok(in_order(&carried, &fit)), "{code}");
        let plain = code.bytes().all(|b| b.is_ascii_uppercase() || (b'2'..=b'7').contains(&b));
        assert!(plain, "{code}");
        (longest, shortest) = (longest.max(code.len()), shortest.min(code.len()));
    }
    assert!(longest <= LONGEST && longest > shortest + 20, "from {shortest} to {longest}");
}

#[test]
fn the_fullest_result_fits_into_a_code() {
    let (mut pack, fit) = nrw();
    let carried = fullest(&fit, &pack);
    assert_eq!((carried.fit.len(), carried.check.len()), (25, 10));
    let code = encode(&carried, &fit, &pack);
    assert_eq!(decode(&code, &fit, &pack), Ok(carried.clone()));
    assert!((70..=LONGEST).contains(&code.len()), "{} characters", code.len());
    // A pack may have a name of sixty letters.
    pack.root = "z".repeat(60);
    let code = encode(&carried, &fit, &pack);
    assert_eq!(decode(&code, &fit, &pack), Ok(carried));
    assert!(code.len() <= LONGEST, "{} characters", code.len());
}

#[test]
fn a_code_opens_in_every_town_of_its_state() {
    let (state, fit) = nrw();
    let town = pack("musterstadt");
    let mut die = Die::new(92);
    let carried = in_order(&some_result(&fit, &state, &mut die), &fit);
    let code = encode(&carried, &fit, &town);
    assert_eq!(decode(&code, &fit, &state), Ok(carried.clone()));
    assert_eq!(encode(&carried, &fit, &state), code);
}

#[test]
fn only_answers_that_count_are_packed() {
    let (pack, fit) = nrw();
    let good = with(20_000, &[("building", choice("yes"))], &[("german", choice("no"))]);
    let mut more = good.clone();
    more.fit.record("zodiac", choice("aries"));
    more.fit.record("asking", choice("maybe"));
    more.fit.record("week", several(&["mon", "someday"]));
    more.fit.record("experience", several(&["club", "none"]));
    more.check.record("status", choice("tourist"));
    more.check.record("born", several(&["a"]));
    more.ignored = 3;
    let code = encode(&more, &fit, &pack);
    assert_eq!(decode(&code, &fit, &pack), Ok(good.clone()));
    assert_eq!(code, encode(&good, &fit, &pack));
}

#[test]
fn dates_of_no_living_person_are_left_out() {
    let (pack, fit) = nrw();
    for (text, kept) in [
        ("1900-01-01", true),
        ("1900", true),
        ("2173-10-15", true),
        ("2173-12", true),
        ("1899-12-31", false),
        ("1899", false),
        ("0001", false),
        ("2173-10-16", false),
        ("9999-12-31", false),
        ("..1900-01-01", true),
        ("..2173-10-15", true),
        ("..2173-10-16", false),
        ("..1899-12-31", false),
    ] {
        let carried = with(1, &[("gain", choice("learn"))], &[("home", stored(text))]);
        let opened = decode(&encode(&carried, &fit, &pack), &fit, &pack);
        let opened = opened.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(opened.check.get("home"), kept.then(|| stored(text)).as_ref(), "{text}");
        assert_eq!(opened.fit, carried.fit, "{text}");
    }
}

#[test]
fn days_are_kept_within_reason() {
    let (pack, fit) = nrw();
    for (before, after) in [
        (0, 0),
        (1, 1),
        (20_779, 20_779),
        (80_000, 80_000),
        (80_001, 80_000),
        (-1, 0),
        (i32::MIN, 0),
    ] {
        let code = encode(&with(before, &[], &[]), &fit, &pack);
        assert_eq!(decode(&code, &fit, &pack), Ok(with(after, &[], &[])), "{before}");
    }
}

/// Codes of different length for breaking.
fn some_codes() -> Vec<String> {
    let (pack, fit) = nrw();
    let mut die = Die::new(93);
    let mut codes: Vec<String> =
        (0..6).map(|_| encode(&some_result(&fit, &pack, &mut die), &fit, &pack)).collect();
    codes.push(encode(&Carried::default(), &fit, &pack));
    codes.push(encode(&fullest(&fit, &pack), &fit, &pack));
    let mut left: Vec<usize> = codes.iter().map(|code| code.len() % 8).collect();
    left.sort_unstable();
    left.dedup();
    assert!(left.len() >= 3, "codes that end differently: {left:?}");
    codes
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (pack, fit) = nrw();
    for code in some_codes() {
        for at in 0..code.len() {
            for bit in 0..8 {
                let mut bytes = code.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                // What is no text cannot even stand in an address.
                if let Ok(text) = String::from_utf8(bytes) {
                    let opened = decode(&text, &fit, &pack);
                    assert!(opened.is_err(), "bit {bit} of character {at} in {code}");
                }
            }
        }
    }
}

#[test]
fn every_other_letter_is_noticed() {
    let (pack, fit) = nrw();
    for code in some_codes() {
        for at in 0..code.len() {
            for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars() {
                let text = format!("{}{letter}{}", &code[..at], &code[at + 1..]);
                if text != code {
                    let opened = decode(&text, &fit, &pack);
                    assert_eq!(opened, Err(Fault::Damaged), "{letter} at {at} in {code}");
                }
            }
        }
    }
}

#[test]
fn cut_doubled_and_swapped_characters_are_noticed() {
    let (pack, fit) = nrw();
    let refused = |text: &str, what: &str| {
        let opened = decode(text, &fit, &pack);
        let expected = if text.is_empty() { Fault::Empty } else { Fault::Damaged };
        assert_eq!(opened, Err(expected), "{what}: {text}");
    };
    for code in some_codes() {
        for at in 0..code.len() {
            refused(&code[..at], "cut behind");
            refused(&code[at + 1..], "cut before");
            let without = format!("{}{}", &code[..at], &code[at + 1..]);
            refused(&without, "one left out");
            let doubled = format!("{}{}", &code[..=at], &code[at..]);
            refused(&doubled, "doubled");
        }
        for (at, pair) in code.as_bytes().windows(2).enumerate() {
            let mut bytes = code.clone().into_bytes();
            bytes.swap(at, at + 1);
            if pair[0] != pair[1] {
                refused(std::str::from_utf8(&bytes).expect("letters"), "swapped");
            }
        }
        if code.len() * 2 <= LONGEST {
            refused(&code.repeat(2), "twice the whole");
        }
    }
}

#[test]
fn what_is_never_in_a_code_is_foreign() {
    let code = &some_codes()[0];
    for odd in ["=", "a", " ", "%", "%20", "0", "1", "8", "9", "-", "_", ".", "/", "ß", "😀", "\0"]
    {
        check_refused(&format!("{code}{odd}"), &Fault::Foreign);
        check_refused(&format!("{odd}{code}"), &Fault::Foreign);
        check_refused(&format!("{}{odd}{}", &code[..5], &code[5..]), &Fault::Foreign);
        check_refused(odd, &Fault::Foreign);
    }
    check_refused(&code.to_lowercase(), &Fault::Foreign);
    check_refused(&format!("{code}======"), &Fault::Foreign);
    check_refused("<script>alert(1)</script>", &Fault::Foreign);
    check_refused("javascript:alert(1)", &Fault::Foreign);
}

#[test]
fn nothing_and_too_much_are_refused() {
    let (pack, fit) = nrw();
    check_refused("", &Fault::Empty);
    check_refused(&"A".repeat(LONGEST), &Fault::Damaged);
    check_refused(&"A".repeat(LONGEST + 1), &Fault::TooLong);
    check_refused(&"a".repeat(LONGEST + 1), &Fault::TooLong);
    check_refused(&"ß".repeat(LONGEST / 2 + 1), &Fault::TooLong);
    check_refused(&"A".repeat(10_000_000), &Fault::TooLong);
    for length in 1..=LONGEST {
        // Zeros, however many, are no code.
        assert_eq!(decode(&"A".repeat(length), &fit, &pack), Err(Fault::Damaged), "{length}");
    }
}

#[test]
fn the_forge_writes_what_the_app_writes() {
    let (pack, fit) = nrw();
    let carried = with(20_000, &[("building", choice("no"))], &[("german", choice("yes"))]);
    let forged = Forge::default()
        .answer(position(&fit, "building"), 5)
        .answer(position(&fit, "german"), 2)
        .code();
    assert_eq!(forged, encode(&carried, &fit, &pack));
    assert_eq!(decode(&forged, &fit, &pack), Ok(carried));
}

#[test]
fn codes_of_newer_builds_are_told_from_damaged_ones() {
    for version in [2, 3, 17, 255] {
        check_refused(&Forge { version, ..Forge::default() }.code(), &Fault::Newer);
    }
    check_refused(&Forge { version: 0, ..Forge::default() }.code(), &Fault::Damaged);
    // What comes behind the version is the newer build's business.
    check_refused(&sealed(vec![2]), &Fault::Newer);
    check_refused(&sealed(vec![2, 255, 255, 255]), &Fault::Newer);
    check_refused(&sealed(vec![]), &Fault::Damaged);
    check_refused(&sealed(vec![1]), &Fault::Damaged);
}

#[test]
fn codes_of_other_places_name_the_place() {
    let long = "z".repeat(60);
    for root in ["hessen", "nr", "nrww", "__proto__", "0", &long] {
        let forged = Forge { root: root.to_owned(), ..Forge::default() };
        check_refused(&forged.clone().answer(3, 9_999).code(), &Fault::OtherPlace(root.to_owned()));
        check_refused(&forged.code(), &Fault::OtherPlace(root.to_owned()));
    }
    let longer = "z".repeat(61);
    for root in ["", "NRW", "n r", "<b>", "nrw/", "ß", &longer] {
        let forged = Forge { root: root.to_owned(), ..Forge::default() };
        check_refused(&forged.code(), &Fault::Damaged);
    }
}

#[test]
fn answers_that_no_question_has_are_refused() {
    let (pack, fit) = nrw();
    for (id, most) in [
        ("building", 5),
        ("evenings", 6),
        ("gain", 7),
        ("worry", 7),
        ("topics", 1 << 12),
        ("week", 1 << 7),
        ("ties", 1 << 3),
        ("body", 4),
        ("german", 3),
        ("status", 9),
        ("special", 1 << 3),
    ] {
        let code = |number: u32| Forge::default().answer(position(&fit, id), number).code();
        let opened = decode(&code(most), &fit, &pack);
        assert!(opened.is_ok(), "{id}: {most} is the last answer: {opened:?}");
        for number in [most + 1, most + 2, 2 * most + 1, (1 << 30) - 1] {
            check_refused(&code(number), &Fault::WrongAnswer);
        }
    }
    // "None" beside something else.
    let mask = 0b100_0001 + 1;
    let code = Forge::default().answer(position(&fit, "experience"), mask).code();
    check_refused(&code, &Fault::WrongAnswer);
    // "I do not know" is no answer to "are you German", "I live here today" none without a day.
    check_refused(
        &Forge::default().answer(position(&fit, "german"), 1).code(),
        &Fault::WrongAnswer,
    );
    check_refused(&Forge::default().answer(position(&fit, "home"), 1).code(), &Fault::WrongAnswer);
    // A year behind 9999, a day behind 2173, "until" for a birthday, an option of a plain date.
    for (id, number) in [
        ("born", (9_999 - 1_900 + 1) * 5 + 2),
        ("born", (9_999 - 1_900 + 1) * 60 + 3),
        ("born", 100_000 * 5 + 4),
        ("born", 5),
        ("born", 1),
        ("lawful", 5),
        ("home", 100_000 * 5 + 5),
        ("home", 2 * 5 + 1),
    ] {
        let code = Forge::default().answer(position(&fit, id), number).code();
        check_refused(&code, &Fault::WrongAnswer);
    }
}

#[test]
fn answers_to_questions_of_later_are_counted_and_left_out() {
    let (pack, fit) = nrw();
    let last = fit.code.len();
    let more = Forge::default().answer(1, 2).answer(last, 3).answer(last + 4, 1_000);
    let expected = with(20_000, &[("building", choice("yes"))], &[]);
    let opened = decode(&more.code(), &fit, &pack).expect("the known part is of use");
    assert_eq!(opened, Carried { ignored: 2, ..expected });
    // So is a question that is still in the list, but no longer asked.
    let mut without = fit.clone();
    without.questions.retain(|item| item.id != "week");
    let code = encode(&with(20_000, &[("week", several(&["mon"]))], &[]), &fit, &pack);
    let opened = decode(&code, &without, &pack).expect("a code");
    assert_eq!((opened.ignored, opened.fit.len()), (1, 0));
}

#[test]
fn codes_survive_lists_that_grow_at_their_ends() {
    let (pack, fit) = nrw();
    let mut grown = fit.clone();
    for item in grown.questions.iter_mut().filter(|item| item.id != "experience") {
        item.options.push(Choice { id: "brand_new".to_owned(), value: 0 });
    }
    grown.code.push("zodiac".to_owned());
    let mut die = Die::new(94);
    for _ in 0..200 {
        let carried = in_order(&some_result(&fit, &pack, &mut die), &fit);
        let code = encode(&carried, &fit, &pack);
        assert_eq!(decode(&code, &grown, &pack), Ok(carried), "{code}");
    }
}

#[test]
fn what_stands_behind_the_last_answer_is_noticed() {
    let (pack, fit) = nrw();
    let plain = Forge::default().answer(1, 2).answer(2, 3);
    assert!(decode(&plain.code(), &fit, &pack).is_ok());
    for more in [vec![1], vec![7, 7], vec![0, 0], vec![0, 0, 0], vec![8], vec![15; 40]] {
        let forged = Forge { more: more.clone(), ..plain.clone() };
        // One empty half byte may fill the last byte; nothing else may stand there.
        assert_eq!(decode(&forged.code(), &fit, &pack), Err(Fault::Damaged), "{more:?}");
    }
}

#[test]
fn counts_that_promise_more_than_there_is_are_noticed() {
    for count in [2, 3, 36, 1_000, 1 << 20, (1 << 30) - 1] {
        let forged = Forge { count: Some(count), values: vec![0, 2], ..Forge::default() };
        let (pack, fit) = nrw();
        assert_eq!(decode(&forged.code(), &fit, &pack).is_ok(), count == 2, "{count}");
    }
    let endless = [vec![1], vec![0xFF; 60]].concat();
    check_refused(&sealed(endless), &Fault::Damaged);
}

#[test]
fn bits_that_belong_to_no_byte_must_be_empty() {
    let (pack, fit) = nrw();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut seen = 0;
    for code in some_codes() {
        let spare = code.len() * 5 % 8;
        let (rest, last) = code.split_at(code.len() - 1);
        let at = alphabet.find(last).expect("a letter");
        for filled in 1..1 << spare {
            assert_eq!(at & filled, 0, "{code}");
            let letter = &alphabet[at | filled..=at | filled];
            let other = format!("{rest}{letter}");
            assert_eq!(decode(&other, &fit, &pack), Err(Fault::Damaged), "{other}");
            seen += 1;
        }
        // A letter more, all of it empty, would be a second code for the same.
        let longer = format!("{code}A");
        assert_eq!(decode(&longer, &fit, &pack), Err(Fault::Damaged), "{longer}");
    }
    assert!(seen > 0, "no code had bits to spare");
}

#[test]
fn random_text_is_survived() {
    let (pack, fit) = nrw();
    let mut die = Die::new(95);
    let alphabet: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().collect();
    for _ in 0..50_000 {
        let text: String = match die.below(4) {
            0 => die.text(40),
            1 => {
                let bytes: Vec<u8> = (0..die.below(60)).map(|_| die.roll() as u8).collect();
                String::from_utf8_lossy(&bytes).into_owned()
            }
            _ => (0..die.below(LONGEST + 2)).map(|_| *die.pick(&alphabet)).collect(),
        };
        assert!(decode(&text, &fit, &pack).is_err(), "{text}");
    }
}

#[test]
fn random_bytes_under_a_right_checksum_are_survived() {
    let (pack, fit) = nrw();
    let mut die = Die::new(96);
    let start = [1, 0x3E, 0xD1, 0xAE, 0x1F, 0xE1];
    let mut opened = 0;
    for _ in 0..50_000 {
        let mut bytes = vec![1];
        if die.below(4) > 0 {
            // Past the name of the place, so that days, counts and answers are reached.
            bytes = start.to_vec();
        }
        let large = die.below(2) == 0;
        bytes.extend((0..die.below(40)).map(|_| {
            let byte = die.roll() as u8;
            if large { byte } else { byte & 0x77 }
        }));
        if let Ok(carried) = decode(&sealed(bytes), &fit, &pack) {
            opened += 1;
            let again = decode(&encode(&carried, &fit, &pack), &fit, &pack).expect("our own code");
            assert_eq!((again.fit, again.check), (carried.fit, carried.check));
        }
    }
    assert!(opened > 0, "no random bytes came as far as the answers");
}

#[test]
fn a_question_with_very_many_options_is_survived() {
    let (pack, mut fit) = nrw();
    let item = fit.questions.iter_mut().find(|item| item.id == "topics").expect("topics");
    for at in 0..28 {
        item.options.push(Choice { id: format!("more{at}"), value: 0 });
    }
    for number in [1, 2, 1 << 29, (1 << 30) - 1] {
        let opened = decode(&Forge::default().answer(0, number).code(), &fit, &pack);
        assert!(opened.is_ok(), "{number}: {opened:?}");
    }
    let carried = with(1, &[("topics", several(&["education", "more27"]))], &[]);
    let opened = decode(&encode(&carried, &fit, &pack), &fit, &pack);
    assert_eq!(opened, Ok(with(1, &[], &[])), "it has no room, so it stays at home");
}

/// Reads what a code of long ago stands for.
fn golden(name: &str) -> (String, Carried) {
    let value: Value = serde_json::from_str(&fixture(&format!("share/{name}"))).expect("JSON");
    let answers = |key: &str| Answers::from_value(&value[key]).expect("answers");
    let text = |key: &str| value[key].as_str().expect("a text");
    let day = day(text("day")).days();
    let carried = Carried { day, fit: answers("fit"), check: answers("check"), ignored: 0 };
    (text("code").to_owned(), carried)
}

/// Links that people have kept. If this fails, the order of `code` in the instrument or of the
/// options of a question has changed: put it back and append what is new at the end.
#[test]
fn old_links_keep_their_meaning() {
    let (pack, fit) = nrw();
    let folder = std::fs::read_dir(root().join("tests/fixtures/share")).expect("old links");
    let mut names: Vec<String> =
        folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["check.v1.json", "everything.v1.json", "few.v1.json"]);
    for name in names {
        let (code, carried) = golden(&name);
        assert_eq!(decode(&code, &fit, &pack), Ok(carried.clone()), "{name}");
        assert_eq!(encode(&carried, &fit, &pack), code, "{name}");
    }
}

#[test]
fn the_order_of_questions_in_codes_is_frozen() {
    let (_, fit) = nrw();
    let frozen = [
        "topics", "building", "asking", "cancel", "disagree", "no_contacts", "months", "jargon",
        "change", "own_group", "trying", "listening", "promise", "cityhall", "whom_to_call",
        "avoid", "others", "course", "moving_on", "experience", "week", "evenings", "ties", "gain",
        "worry", "body", "born", "home", "german", "other", "basis", "status", "lawful",
        "procedure", "special",
    ];
    assert_eq!(fit.code[..frozen.len()], frozen, "append what is new at the end");
}

// ---------------------------------------------------------------- files

#[test]
fn a_file_holds_what_was_saved() {
    let (pack, fit) = nrw();
    let mut die = Die::new(97);
    for _ in 0..500 {
        let carried = some_result(&fit, &pack, &mut die);
        let text = to_file(&carried, &pack);
        assert!(text.len() < LARGEST / 10, "{} bytes", text.len());
        assert_eq!(from_file(&text, &fit, &pack), Ok(carried));
    }
    let carried = fullest(&fit, &pack);
    assert_eq!(from_file(&to_file(&carried, &pack), &fit, &pack), Ok(carried));
    let day = Date::parse("2026-11-22").expect("a day").days();
    let few = with(day, &[("gain", choice(UNKNOWN)), ("ties", several(&["shift"]))], &[]);
    let data = r#"{"check":{},"day":"2026-11-22","fit":{"gain":"unknown","ties":["shift"]}}"#;
    let text = format!("{{\"data\":{data},\"of\":\"nrw\",\"v\":2}}");
    assert_eq!(to_file(&few, &pack), text, "the format has changed");
    let spaced = text.replace(':', " : \n").replace(',', " ,\r\n\t");
    assert_eq!(from_file(&spaced, &fit, &pack), Ok(few), "somebody has looked into it");
}

#[track_caller]
fn check_file(text: &str, fault: &Fault) {
    let (pack, fit) = nrw();
    assert_eq!(from_file(text, &fit, &pack).as_ref(), Err(fault), "{text:.80}");
}

#[test]
fn files_that_are_not_ours_are_refused() {
    check_file("", &Fault::Empty);
    let own = |data: &str| format!("{{\"data\":{data},\"of\":\"nrw\",\"v\":1}}");
    for foreign in [
        " ",
        "null",
        "7",
        "\"text\"",
        "[]",
        "{}",
        "nonsense",
        "\0",
        "%PDF-1.7",
        "\u{89}PNG",
        "<html></html>",
        "{\"v\":1}",
        "{\"v\":1,\"of\":\"nrw\"}",
        "{\"a\":1}{\"b\":2}",
        "{\"of\":\"nrw\",\"data\":{\"fit\":{},\"check\":{}}}",
        "{\"v\":0,\"of\":\"nrw\",\"data\":{\"fit\":{},\"check\":{}}}",
        "{\"v\":1,\"of\":\"<b>\",\"data\":{\"fit\":{},\"check\":{}}}",
        "{\"v\":1,\"of\":7,\"data\":{\"fit\":{},\"check\":{}}}",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        "{\"a\":\"\\ud800\"}",
        "{\"v\":1,\"of\":\"\\udfff\",\"data\":{}}",
        &own("null"),
        &own("[]"),
        &own("7"),
        &own("{}"),
        &own("{\"fit\":{}}"),
        &own("{\"check\":{}}"),
        &own("{\"fit\":[],\"check\":{}}"),
        &own("{\"fit\":null,\"check\":{}}"),
        &own("{\"fit\":{},\"check\":\"yes\"}"),
        // What lies in storage looks alike, but is something else.
        &own("{\"body\":\"yes\",\"german\":\"no\"}"),
        &fixture("saved/answers.v1.json"),
        &fixture("saved/settings.v1.json"),
    ] {
        check_file(foreign, &Fault::Foreign);
    }
    for deep in ["[", "{\"a\":", "[{\"data\":"] {
        check_file(&deep.repeat(LARGEST / 10), &Fault::Foreign);
    }
    check_file(&"[".repeat(10_000), &Fault::Foreign);
    check_file(&("[".repeat(10_000) + &"]".repeat(10_000)), &Fault::Foreign);
}

#[test]
fn files_have_a_largest_size() {
    let (pack, fit) = nrw();
    let own = to_file(&fullest(&fit, &pack), &pack);
    let filled = |size: usize| own.clone() + &" ".repeat(size - own.len());
    assert!(from_file(&filled(LARGEST), &fit, &pack).is_ok());
    check_file(&filled(LARGEST + 1), &Fault::TooLong);
    assert_eq!(LARGEST + 1, 65_537);
    check_file(&"x".repeat(65_537), &Fault::TooLong);
    check_file(&"x".repeat(10_000_000), &Fault::TooLong);
    check_file(&"x".repeat(LARGEST), &Fault::Foreign);
}

#[test]
fn files_of_other_places_and_newer_builds_are_told_apart() {
    let file = |version: u64, of: &str, data: Value| {
        json!({"v": version, "of": of, "data": data}).to_string()
    };
    let empty = || json!({"fit": {}, "check": {}, "day": "2026-11-22"});
    check_file(&file(1, "hessen", empty()), &Fault::OtherPlace("hessen".to_owned()));
    check_file(&file(1, "__proto__", empty()), &Fault::OtherPlace("__proto__".to_owned()));
    check_file(&file(3, "nrw", empty()), &Fault::Newer);
    check_file(&file(3, "nrw", json!(["another", "shape"])), &Fault::Newer);
    check_file(&file(99, "hessen", json!(null)), &Fault::Newer);
    check_file(&file(u64::MAX, "nrw", empty()), &Fault::Foreign);
}

/// Returns a file of ours with these answers to the assessment.
fn file_with(fit: &Value) -> String {
    json!({"v": 1, "of": "nrw", "data": {"fit": fit, "check": {}, "day": "2026-11-22"}}).to_string()
}

#[test]
fn wrong_answers_in_files_are_refused() {
    for fit in [
        json!({"building": "maybe"}),
        json!({"building": "<script>alert(1)</script>"}),
        json!({"building": ""}),
        json!({"building": 7}),
        json!({"building": null}),
        json!({"building": ["yes"]}),
        json!({"building": {"__proto__": "yes"}}),
        json!({"building": "2010-05-01"}),
        json!({"week": "mon"}),
        json!({"week": ["mon", 7]}),
        json!({"week": ["mon", "mon"]}),
        json!({"week": ["<script>"]}),
        json!({"experience": ["club", "none"]}),
        json!({"german": "unknown"}),
        json!({"topics": [["education"]]}),
    ] {
        check_file(&file_with(&fit), &Fault::WrongAnswer);
    }
}

#[test]
fn answers_in_files_to_unknown_questions_are_counted_and_left_out() {
    let (pack, fit) = nrw();
    for (answers, ignored, kept) in [
        (json!({"zodiac": "aries", "building": "no"}), 1, 1),
        (json!({"<script>alert(1)</script>": "yes"}), 1, 0),
        (json!({"__proto__": "yes", "constructor": {"a": [1]}, "": 7, "ß": null}), 4, 0),
        (json!({"Building": "no"}), 1, 0),
        (json!({}), 0, 0),
    ] {
        let opened = from_file(&file_with(&answers), &fit, &pack).expect("the rest is of use");
        assert_eq!((opened.ignored, opened.fit.len()), (ignored, kept), "{answers}");
        assert_eq!(opened.day, day("2026-11-22").days());
    }
    let many: serde_json::Map<String, Value> =
        (0..3_000).map(|at| (format!("q{at}"), json!("yes"))).collect();
    let opened = from_file(&file_with(&Value::Object(many)), &fit, &pack).expect("a file");
    assert_eq!((opened.ignored, opened.fit.len()), (3_000, 0));
}

#[test]
fn a_file_without_a_day_is_none_of_ours() {
    let (pack, fit) = nrw();
    for odd in [json!(null), json!(7), json!("soon"), json!("2026-02-30"), json!(["2026-11-22"])] {
        let data = json!({"fit": {"building": "no"}, "check": {}, "day": odd});
        let text = json!({"v": 1, "of": "nrw", "data": data}).to_string();
        assert_eq!(from_file(&text, &fit, &pack), Err(Fault::Foreign), "{odd}");
    }
}

#[test]
fn damaged_files_are_survived() {
    let (pack, fit) = nrw();
    let mut die = Die::new(98);
    let text = to_file(&fullest(&fit, &pack), &pack);
    for length in 0..text.len() {
        assert!(from_file(&text[..length], &fit, &pack).is_err(), "cut at {length}");
    }
    for _ in 0..5_000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=die.below(3) {
            let at = die.below(bytes.len());
            bytes[at] = die.roll() as u8;
        }
        if let Ok(carried) = from_file(&String::from_utf8_lossy(&bytes), &fit, &pack) {
            // What was let in is made of answers that count.
            assert_eq!(
                from_file(&to_file(&carried, &pack), &fit, &pack).map(|c| c.fit),
                Ok(carried.fit)
            );
        }
        assert!(from_file(&die.text(60), &fit, &pack).is_err());
    }
}
