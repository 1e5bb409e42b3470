//! Verdicts: NO beats ASK beats YES, and "not yet" keeps its word.

use crate::support::{Die, case, day, finish, pack, some_answers};
use sitz_und_stimme::domain::answers::Answers;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::eligibility::{Decision, Role, Verdict, combine, decide};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{Case, Known};

#[track_caller]
fn check(verdicts: &[Verdict], expected: Verdict) {
    let all = || verdicts.iter().copied();
    assert_eq!(combine(all()), expected, "{verdicts:?}");
    assert_eq!(combine(all().rev()), expected, "backwards: {verdicts:?}");
}

#[test]
fn no_beats_ask_beats_yes() {
    use Verdict::*;
    let (soon, later) = (day("2031-01-01"), day("2032-01-01"));
    check(&[], Yes);
    check(&[Yes, Yes], Yes);
    check(&[Yes, Ask, Yes], Ask);
    check(&[Ask, No, Yes], No);
    check(&[Ask, Later(soon), Yes], Later(soon));
    check(&[Later(soon), Later(later)], Later(later));
    check(&[Later(soon), No], No);
    check(&[Open(3), Open(1), Yes], Open(1));
    check(&[Open(3), Ask], Open(3));
    check(&[Open(3), Later(soon)], Open(3));
    check(&[Open(3), No], No);
}

/// Runs `look` on many people who have answered everything.
fn for_many(seed: u64, mut look: impl FnMut(&Pack, &Answers, Case, Role, &Decision)) {
    let mut die = Die::new(seed);
    for (id, election, today) in [
        ("nrw", "2025-09-14", "2025-08-01"),
        ("nrw", "2028-02-29", "2027-12-31"),
        ("musterstadt", "2030-09-08", "2026-11-22"),
    ] {
        let (pack, case) = (pack(id), case(election, today));
        for _ in 0..500 {
            let answers = some_answers(&pack, case, &mut die);
            let answers = finish(&pack, answers, case, &mut die).answers;
            for role in Role::ALL {
                let known = Known { pack: &pack, answers: &answers, case, complete: false };
                look(&pack, &answers, case, role, &decide(&known, role));
            }
        }
    }
}

#[test]
fn nobody_is_told_yes_while_a_rule_says_otherwise() {
    let mut met = [0; 4];
    for_many(11, |pack, answers, _, _, decision| {
        let any = |f: fn(&Verdict) -> bool| decision.rulings.iter().any(|r| f(&r.verdict));
        let no = any(|v| matches!(v, Verdict::No));
        let later = any(|v| matches!(v, Verdict::Later(_)));
        let ask = any(|v| matches!(v, Verdict::Ask));
        let (expected, at) = match (no, later, ask) {
            (true, _, _) => ("no", 0),
            (_, true, _) => ("later", 1),
            (_, _, true) => ("ask", 2),
            _ => ("yes", 3),
        };
        met[at] += 1;
        // A No may leave a rule open that can no longer change anything.
        let open = any(|v| matches!(v, Verdict::Open(_)));
        assert!(!open || no, "{} {answers:?}", pack.id);
        assert_eq!(decision.verdict.word(), expected, "{} {answers:?}", pack.id);
    });
    assert!(met.iter().all(|count| *count > 20), "the sample misses a verdict: {met:?}");
}

#[test]
fn every_rule_for_the_role_is_judged_once() {
    for_many(12, |pack, _, _, role, decision| {
        let judged: Vec<usize> = decision.rulings.iter().map(|ruling| ruling.rule).collect();
        let meant: Vec<usize> =
            (0..pack.rules.len()).filter(|at| pack.rules[*at].roles.contains(&role)).collect();
        assert_eq!(judged, meant);
        for ruling in &decision.rulings {
            let open = matches!(ruling.verdict, Verdict::Open(_));
            assert_eq!(ruling.case.is_none(), open, "a settled rule names its case");
        }
    });
}

fn at(pack: &Pack, answers: &Answers, election: Date, today: Date, role: Role) -> Decision {
    let case = Case { election, today };
    decide(&Known { pack, answers, case, complete: true }, role)
}

#[test]
fn not_yet_ends_on_the_day_it_names() {
    let mut met = 0;
    for_many(13, |pack, answers, case, role, decision| {
        for (place, ruling) in decision.rulings.iter().enumerate() {
            let Verdict::Later(from) = ruling.verdict else { continue };
            met += 1;
            assert!(from > case.election, "{from}");
            let verdict_on =
                |day: Date| at(pack, answers, day, case.today, role).rulings[place].verdict;
            let rule = &pack.rules[ruling.rule].id;
            assert_eq!(verdict_on(from), Verdict::Yes, "{rule} {answers:?}");
            assert_eq!(verdict_on(from.plus_days(800)), Verdict::Yes, "{rule} {answers:?}");
            let before = verdict_on(from.plus_days(-1));
            assert_eq!(before, Verdict::Later(from), "{rule}, one day early: {answers:?}");
        }
        if let Verdict::Later(from) = decision.verdict {
            let then = at(pack, answers, from, case.today, role).verdict;
            assert!(matches!(then, Verdict::Yes | Verdict::Ask), "{then:?} on {from}: {answers:?}");
        }
    });
    assert!(met > 100, "only {met} people had to wait");
}

#[test]
fn standing_and_voting_are_judged_apart() {
    let mut apart = std::collections::BTreeSet::new();
    let mut last = None;
    for_many(14, |_, _, _, role, decision| {
        let word = decision.verdict.word();
        match role {
            Role::Vote => last = Some(word),
            Role::Stand => {
                apart.extend(last.map(|vote| (vote, word)));
            }
        }
    });
    for pair in [
        ("yes", "yes"),
        ("yes", "later"),
        ("no", "yes"),
        ("ask", "yes"),
        ("no", "no"),
        ("ask", "ask"),
    ] {
        assert!(apart.contains(&pair), "nobody has {pair:?}: {apart:?}");
    }
}
