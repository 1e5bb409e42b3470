//! Replaying answers: what counts, what comes next, and that nothing typed or stored breaks it.

use crate::support::{Die, case, day, finish, pack, some_answers};
use serde_json::{Value, json};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{Case, Replay, Step, replay};

/// Situations in which everything below must hold.
fn situations() -> [(Pack, Case); 4] {
    [
        (pack("nrw"), case("2025-09-14", "2025-08-01")),
        (pack("nrw"), case("2030-09-08", "2026-11-22")),
        (pack("musterstadt"), case("2030-09-08", "2026-11-22")),
        (pack("wetter"), case("2022-05-15", "2022-05-15")),
    ]
}

/// Runs `look` on many random sets of answers.
fn for_many(seed: u64, mut look: impl FnMut(&Pack, Case, &Answers, &mut Die)) {
    let mut die = Die::new(seed);
    for (pack, case) in &situations() {
        for _ in 0..400 {
            let answers = some_answers(pack, *case, &mut die);
            look(pack, *case, &answers, &mut die);
        }
    }
}

fn ids(pack: &Pack, replay: &Replay) -> Vec<String> {
    replay.path.iter().map(|at| pack.questions[*at].id.clone()).collect()
}

fn answers(value: Value) -> Answers {
    Answers::from_value(&value).expect("an object of answers")
}

#[test]
fn the_order_of_answering_does_not_matter() {
    for_many(1, |pack, case, answers, die| {
        let mut mixed = Answers::default();
        let start = die.below(pack.questions.len());
        for turn in 0..pack.questions.len() {
            let id = &pack.questions[(start + turn) % pack.questions.len()].id;
            if let Some(answer) = answers.get(id) {
                mixed.record(id, answer.clone());
            }
        }
        assert_eq!(&mixed, answers);
        assert_eq!(replay(pack, &mixed, case), replay(pack, answers, case));
    });
}

#[test]
fn replaying_what_counts_changes_nothing() {
    for_many(2, |pack, case, answers, _| {
        let once = replay(pack, answers, case);
        assert_eq!(replay(pack, &once.answers, case), once);
    });
}

#[test]
fn nothing_is_asked_twice_and_nothing_answered_is_asked() {
    for_many(3, |pack, case, answers, _| {
        let replay = replay(pack, answers, case);
        let mut path = replay.path.clone();
        path.sort_unstable();
        path.dedup();
        assert_eq!(path.len(), replay.path.len(), "{:?}", ids(pack, &replay));
        for at in &replay.path {
            let (question, id) = (&pack.questions[*at], &pack.questions[*at].id);
            assert!(!question.optional && pack.facts.get(id).is_none(), "{id} need not be asked");
            assert_eq!(replay.answers.get(id), answers.get(id));
        }
        match replay.step {
            Step::Ask(next) => {
                let question = &pack.questions[next];
                assert!(!replay.path.contains(&next));
                assert!(!answers.get(&question.id).is_some_and(|answer| question.accepts(answer)));
            }
            Step::Exact(next) => {
                assert!(replay.path.contains(&next));
                // Said for another election day, "I live here today" may not be enough any more.
                match answers.get(&pack.questions[next].id) {
                    Some(Answer::Date(date)) => assert!(date.earliest() < date.latest(), "{date}"),
                    Some(Answer::Until(_)) => {}
                    other => panic!("only a vague date may be asked again: {other:?}"),
                }
            }
            Step::Done => {}
        }
    });
}

#[test]
fn another_answer_never_shortens_the_path() {
    for_many(4, |pack, case, answers, die| {
        let before = replay(pack, answers, case);
        let more = some_answers(pack, case, die);
        let mut all = answers.clone();
        for question in &pack.questions {
            if let (None, Some(answer)) = (answers.get(&question.id), more.get(&question.id)) {
                all.record(&question.id, answer.clone());
            }
        }
        let after = replay(pack, &all, case);
        assert!(after.path.starts_with(&before.path), "{before:?}\n{after:?}");
    });
}

#[test]
fn changing_an_answer_there_and_back_loses_nothing() {
    for_many(5, |pack, case, answers, die| {
        let all = finish(pack, answers.clone(), case, die).answers;
        let done = replay(pack, &all, case);
        let other = some_answers(pack, case, die);
        let Some(first) = done.path.first().map(|at| &pack.questions[*at].id) else { return };
        let Some(changed) = other.get(first) else { return };
        let mut there = all.clone();
        there.record(first, changed.clone());
        let _ = replay(pack, &there, case);
        there.record(first, all.get(first).expect("it is on the path").clone());
        assert_eq!(replay(pack, &there, case), done);
    });
}

#[test]
fn an_early_answer_may_change_while_later_ones_stay() {
    let (nrw, case) = (pack("nrw"), case("2025-09-14", "2025-08-01"));
    let given = json!({"body": "yes", "born": "1990", "home": "2010", "german": "no",
        "status": "permit", "lawful": "2010", "other": "yes"});
    let mut all = answers(given);
    assert_eq!(
        ids(&nrw, &replay(&nrw, &all, case)),
        ["body", "born", "home", "german", "status", "lawful"]
    );
    all.record("german", Answer::Choice("yes".to_owned()));
    let german = replay(&nrw, &all, case);
    assert_eq!(ids(&nrw, &german), ["body", "born", "home", "german", "other"]);
    assert_eq!((german.step, german.answers.get("status")), (Step::Done, None));
    all.record("german", Answer::Choice("no".to_owned()));
    assert_eq!(replay(&nrw, &all, case).path.len(), 6);
}

#[test]
fn every_road_ends() {
    for_many(6, |pack, case, answers, die| {
        let replay = finish(pack, answers.clone(), case, die);
        assert_eq!(replay.step, Step::Done);
        assert!(replay.path.len() <= pack.questions.len());
    });
}

/// Replays one odd answer to `question`, everything else well answered.
#[track_caller]
fn check_asked_again(question: &str, odd: Value) {
    let (nrw, case) = (pack("nrw"), case("2025-09-14", "2025-08-01"));
    let mut all = answers(json!({"body": "yes", "born": "1990", "home": "2010", "german": "no",
        "status": "permit", "lawful": "2010"}));
    assert_eq!(replay(&nrw, &all, case).step, Step::Done);
    all.record(question, Answer::from_value(&odd).expect("a stored answer"));
    let again = replay(&nrw, &all, case);
    assert_eq!(again.step, Step::Ask(nrw.question(question).expect("a question")), "{odd}");
    assert_eq!(again.answers.get(question), None, "the odd answer does not count");
}

#[test]
fn answers_of_the_wrong_kind_are_asked_again() {
    check_asked_again("body", json!("1990-01-01"));
    check_asked_again("body", json!("maybe"));
    check_asked_again("body", json!(["yes"]));
    check_asked_again("body", json!("..2020-01-01"));
    check_asked_again("born", json!("yes"));
    check_asked_again("born", json!("..2020-01-01"));
    check_asked_again("born", json!("1990-02-30"));
    check_asked_again("born", json!([]));
    check_asked_again("home", json!("here"));
    check_asked_again("home", json!("__proto__"));
    check_asked_again("german", json!(["yes", "no"]));
    check_asked_again("status", json!("PERMIT"));
    check_asked_again("status", json!(""));
    check_asked_again("lawful", json!("..2010-01-01"));
}

#[test]
fn answers_to_unknown_questions_do_not_count() {
    for_many(7, |pack, case, answers, die| {
        let mut more = answers.clone();
        for id in ["__proto__", "constructor", "zodiac", "", "BORN", "born ", "ß"] {
            more.record(id, Answer::Choice(die.text(5)));
        }
        assert_eq!(replay(pack, &more, case), replay(pack, answers, case));
    });
}

/// Returns any JSON value at all.
fn anything(die: &mut Die, depth: usize) -> Value {
    match die.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(die.below(2) == 0),
        2 => json!(die.roll() as i64),
        3 => json!(f64::from_bits(die.roll())),
        4 => json!(die.text(12)),
        5 => json!(format!("..{}", die.text(10))),
        6 => (0..die.below(4)).map(|_| anything(die, depth - 1)).collect(),
        _ => {
            let fields = (0..die.below(4)).map(|_| (die.text(5), anything(die, depth - 1)));
            Value::Object(fields.collect())
        }
    }
}

#[test]
fn anything_stored_is_survived() {
    let mut die = Die::new(8);
    let situations = situations();
    for turn in 0..4_000 {
        let (pack, case) = &situations[turn % situations.len()];
        let mut fields = serde_json::Map::new();
        for question in &pack.questions {
            fields.insert(question.id.clone(), anything(&mut die, 2));
        }
        let one_by_one = fields.iter().filter_map(|(id, v)| Some((id, Answer::from_value(v)?)));
        let mut answers = Answers::default();
        one_by_one.for_each(|(id, answer)| answers.record(id, answer));
        let _ = replay(pack, &answers, *case);
        assert_eq!(Answers::from_value(&answers.to_value()), Some(answers));
        // Read as a whole it may be refused, but it must not panic.
        let _ = Answers::from_value(&Value::Object(fields));
    }
}

#[test]
fn living_here_today_is_offered_only_when_it_is_enough() {
    let pack = pack("nrw");
    let home = pack.question("home").expect("a question");
    let offers = |case| {
        let (options, dated) = pack.offers(home, case);
        (options.join(" "), dated)
    };
    assert_eq!(offers(case("2030-09-08", "2026-11-22")), ("here none".to_owned(), false));
    assert_eq!(offers(case("2030-09-08", "2030-06-08")), ("here none".to_owned(), false));
    assert_eq!(offers(case("2030-09-08", "2030-06-09")), ("none".to_owned(), true));
    assert_eq!(offers(case("2025-09-14", "2025-08-01")), ("none".to_owned(), true));
    assert!(pack.is_enough(home, day("2025-06-14"), day("2025-09-14")));
    assert!(!pack.is_enough(home, day("2025-06-15"), day("2025-09-14")));
    let early: Date = day("1990-01-01");
    assert!(pack.is_enough(pack.question("german").expect("a question"), early, early));
}

#[test]
fn a_vague_date_is_asked_again_only_where_the_day_counts() {
    let (nrw, case) = (pack("nrw"), case("2025-09-14", "2025-08-01"));
    for (born, exact) in [
        ("2006", false),
        ("2007", true),
        ("2007-08", false),
        ("2007-09", true),
        ("2007-09-14", false),
        ("2008", true),
        ("2007-09-15", false),
    ] {
        let all = answers(json!({"body": "yes", "born": born, "home": "2010", "german": "no",
            "status": "permit", "lawful": "2010"}));
        let step = replay(&nrw, &all, case).step;
        let expected = if exact { Step::Exact(1) } else { Step::Done };
        assert_eq!(step, expected, "{born}");
    }
}
