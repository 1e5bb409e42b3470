//! What several tests need: the shipped files, packs, days, and a seeded die.

pub use crate::die::Die;
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::{Date, PartialDate};
use sitz_und_stimme::domain::fit::{Fit, Item, UNKNOWN};
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{self, Case, Kind, Meaning, Replay, Step};
use std::path::{Path, PathBuf};

/// Returns the folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text of a file below `public/`.
pub fn public(file: &str) -> Option<String> {
    std::fs::read_to_string(root().join("public").join(file)).ok()
}

/// Returns the text of a file below `public/` that must be there.
#[track_caller]
pub fn shipped(file: &str) -> String {
    public(file).unwrap_or_else(|| panic!("public/{file} is missing"))
}

/// Returns the text of a fixture.
pub fn fixture(file: &str) -> String {
    let path: PathBuf = root().join("tests/fixtures").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Returns a shipped pack that must have no problem.
#[track_caller]
pub fn pack(id: &str) -> Pack {
    let reading = audit::load(id, &public);
    assert_eq!(reading.problems, Vec::new(), "problems in {id}");
    reading.pack.expect("a pack without problems is readable")
}

/// Returns the instrument of a shipped pack, which must have no problem.
#[track_caller]
pub fn instrument(pack: &Pack) -> Fit {
    let (fit, problems) = audit::load_fit(pack, &public);
    assert_eq!(problems, Vec::new(), "problems in the instrument of {}", pack.id);
    fit.expect("an instrument without problems is readable")
}

/// Returns a day; panics on a typo in the test.
#[track_caller]
pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("not a date: {text}"))
}

/// Returns the situation of somebody who asks on `today` about an election.
#[track_caller]
pub fn case(election: &str, today: &str) -> Case {
    Case { election: day(election), today: day(today) }
}

/// Splits a line of CSV at its commas; quoted cells may hold commas.
pub fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().expect("one cell at least").push(c),
        }
    }
    cells
}

impl Die {
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Returns a day from `from` to `to`, both included.
    pub fn day(&mut self, from: Date, to: Date) -> Date {
        from.plus_days(self.below((to.days() - from.days() + 1) as usize) as i32)
    }

    /// Returns up to `most` characters that are likely to hurt.
    pub fn text(&mut self, most: usize) -> String {
        const NASTY: [char; 24] = [
            '{', '}', '[', ']', '|', '"', '\\', '/', '#', '%', '.', '-', ':', ',', '0', '9', 'a',
            'z', ' ', '\n', '\0', 'ß', '\u{202e}', '😀',
        ];
        let length = self.below(most + 1);
        (0..length).map(|_| *self.pick(&NASTY)).collect()
    }
}

/// Returns a possible answer to a question: thresholds, vague dates, "today", every option.
pub fn some_answer(pack: &Pack, question: usize, case: Case, die: &mut Die) -> Answer {
    let mut from = audit::samples(pack, question, case);
    let kind = &pack.questions[question].kind;
    if matches!(kind, Kind::Date | Kind::Since(_)) {
        let some = die.day(case.election.plus_days(-9000), case.today).to_string();
        for length in [4, 7, 10] {
            let date = PartialDate::parse(&some[..length]).expect("a cut date is a partial date");
            from.push(Answer::Date(date));
        }
    }
    if let Kind::Since(options) = kind {
        let today = options.iter().any(|option| option.means == Meaning::Today);
        from.extend(today.then_some(Answer::Until(case.today)));
    }
    die.pick(&from).clone()
}

/// Answers questions at random, some of them not at all.
pub fn some_answers(pack: &Pack, case: Case, die: &mut Die) -> Answers {
    let mut answers = Answers::default();
    for (at, question) in pack.questions.iter().enumerate() {
        if die.below(4) > 0 {
            answers.record(&question.id, some_answer(pack, at, case, die));
        }
    }
    answers
}

/// Answers whatever is asked until nothing is open.
#[track_caller]
pub fn finish(pack: &Pack, mut answers: Answers, case: Case, die: &mut Die) -> Replay {
    for _ in 0..3 * pack.questions.len() {
        let replay = quiz::replay(pack, &answers, case);
        let (question, answer) = match replay.step {
            Step::Done => return replay,
            Step::Ask(question) => (question, some_answer(pack, question, case, die)),
            Step::Exact(question) => {
                let exact = match answers.get(&pack.questions[question].id) {
                    Some(Answer::Date(date)) => die.day(date.earliest(), date.latest()),
                    Some(Answer::Until(day)) => die.day(day.plus_days(-5000), *day),
                    other => panic!("only a vague date can be asked again: {other:?}"),
                };
                (question, Answer::Date(exact.into()))
            }
        };
        answers.record(&pack.questions[question].id, answer);
    }
    panic!("the questions never end: {answers:?}");
}

/// Returns a possible answer to a question of the assessment, "I do not know" among them.
pub fn some_reply(item: &Item, die: &mut Die) -> Answer {
    if item.kind.is_several() {
        let mut chosen = Vec::new();
        for _ in 0..die.below(2 * item.options.len()) {
            let option = die.pick(&item.options).id.clone();
            item.toggle(&mut chosen, &option, die.below(4) > 0);
        }
        return Answer::Several(chosen);
    }
    let ids: Vec<&str> = item.options.iter().map(|option| option.id.as_str()).collect();
    let known = die.below(8) > 0;
    Answer::Choice(if known { *die.pick(&ids) } else { UNKNOWN }.to_owned())
}

/// Answers questions of the assessment at random, some of them not at all.
pub fn some_replies(fit: &Fit, die: &mut Die) -> Answers {
    let mut answers = Answers::default();
    let out_of = 1 + die.below(6);
    for item in &fit.questions {
        if die.below(out_of) == 0 || die.below(3) > 0 {
            answers.record(&item.id, some_reply(item, die));
        }
    }
    answers
}

/// The tags of the shipped languages in which nothing may be missing.
pub fn complete_languages() -> Vec<String> {
    let list = audit::languages(&public, &Problems::default());
    list.into_iter().filter(|language| !language.partial).map(|language| language.tag).collect()
}

/// The tags of the shipped languages.
pub fn languages() -> Vec<String> {
    listed(false)
}

/// Returns the tags of the languages that are shipped whole.
pub fn whole_languages() -> Vec<String> {
    listed(true)
}

fn listed(whole: bool) -> Vec<String> {
    let list: serde_json::Value =
        serde_json::from_str(&shipped("messages/languages.json")).expect("JSON");
    let tags = list.as_array().expect("a list").iter();
    let tags = tags.filter(|language| !whole || language["partial"] != true);
    tags.map(|language| language["tag"].as_str().expect("a tag").to_owned()).collect()
}
