//! What answers come to: strengths, roles with their reasons, next steps, and whether it is fair.

use crate::shelf::{FIT, Shelf, expect};
use crate::support::{Die, day, instrument, pack, some_replies, some_reply};
use serde_json::json;
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::eligibility::Verdict;
use sitz_und_stimme::domain::fit::{Chosen, Fit, Item, ItemKind, Role, UNKNOWN};
use sitz_und_stimme::domain::pack::{Pack, Workload};
use sitz_und_stimme::domain::problem::{Problem, Weight};
use sitz_und_stimme::domain::roles::{self, Degree, Match, Strength, Sureness};

const GERMAN_FIT: &str = "packs/nrw/fit.de.json";

/// What every test begins with: the shipped pack and its instrument.
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

fn answers(list: &[(&str, Answer)]) -> Answers {
    let mut answers = Answers::default();
    list.iter().for_each(|(id, answer)| answers.record(id, answer.clone()));
    answers
}

fn role<'a>(fit: &'a Fit, id: &str) -> &'a Role {
    fit.roles.iter().find(|role| role.id == id).unwrap_or_else(|| panic!("no role {id}"))
}

fn ids<'a>(fit: &'a Fit, matches: &[&Match]) -> Vec<&'a str> {
    matches.iter().map(|found| fit.roles[found.role].id.as_str()).collect()
}

// ---------------------------------------------------------------- strengths

#[test]
fn the_same_answer_to_everything_says_nothing() {
    let (pack, fit) = nrw();
    let steps: Vec<&str> =
        fit.questions[1].options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(steps, ["yes", "rather_yes", "rather_no", "no"]);
    for step in steps {
        let profile = roles::profile(&fit, &pack.workload, &audit::uniform(&fit, step));
        assert_eq!(profile.answered, 18, "every statement counts");
        for (score, dimension) in profile.dimensions.iter().zip(&fit.dimensions) {
            assert_eq!(score.value, Some(0), "\"{step}\" to everything: {}", dimension.id);
            assert_eq!(score.strength(), Some(Strength::Middle));
            assert_eq!(score.answered, score.all);
        }
    }
}

#[test]
fn a_dimension_runs_from_its_opposite_to_itself() {
    let (pack, fit) = nrw();
    for (at, dimension) in fit.dimensions.iter().enumerate() {
        for (agree, disagree, value, strength) in [
            ("yes", "no", 100, Strength::Strong),
            ("rather_yes", "rather_no", 50, Strength::Strong),
            ("rather_no", "rather_yes", -50, Strength::Practice),
            ("no", "yes", -100, Strength::Practice),
        ] {
            let mut answers = Answers::default();
            for item in &fit.questions {
                let weight = item.loads.iter().find(|(other, _)| *other == at);
                if let Some((_, weight)) = weight {
                    let step = if *weight > 0 { agree } else { disagree };
                    answers.record(&item.id, choice(step));
                }
            }
            let profile = roles::profile(&fit, &pack.workload, &answers);
            let score = &profile.dimensions[at];
            assert_eq!(score.value, Some(value), "{} at \"{agree}\"", dimension.id);
            assert_eq!(score.strength(), Some(strength), "{} at \"{agree}\"", dimension.id);
            assert_eq!(score.reasons.len(), score.all);
            let sum: i32 = score.reasons.iter().map(|reason| reason.points).sum();
            assert_eq!(sum.signum(), value.signum(), "{}", dimension.id);
        }
    }
}

#[test]
fn strengths_have_borders() {
    let (pack, fit) = nrw();
    let mut score = roles::profile(&fit, &pack.workload, &Answers::default()).dimensions[0].clone();
    assert_eq!((score.value, score.strength()), (None, None), "nothing was answered");
    for (value, strength) in [
        (-100, Strength::Practice),
        (-34, Strength::Practice),
        (-33, Strength::Middle),
        (33, Strength::Middle),
        (34, Strength::Strong),
        (100, Strength::Strong),
    ] {
        score.value = Some(value);
        assert_eq!(score.strength(), Some(strength), "{value}");
    }
}

#[test]
fn values_stay_in_their_range() {
    let (pack, fit) = nrw();
    let mut die = Die::new(81);
    for _ in 0..1_000 {
        let answers = some_replies(&fit, &mut die);
        let profile = roles::profile(&fit, &pack.workload, &answers);
        for score in &profile.dimensions {
            assert!(score.value.is_none_or(|value| (-100..=100).contains(&value)), "{score:?}");
            assert_eq!(score.value.is_some(), score.answered > 0, "{score:?}");
            assert!(score.answered <= score.all);
        }
    }
}

#[test]
fn the_widest_instrument_does_not_overflow() {
    let (pack, mut fit) = nrw();
    for item in &mut fit.questions {
        for (at, option) in item.options.iter_mut().enumerate() {
            option.value = if at % 2 == 0 { 31 } else { -10 };
        }
        item.loads = (0..fit.dimensions.len()).map(|at| (at, 3)).collect();
    }
    let all = |fit: &Fit, question: usize| {
        let options = fit.questions[question].options.iter().map(|option| option.id.clone());
        Chosen { question, options: options.collect() }
    };
    for role in 0..fit.roles.len() {
        let points = (0..fit.questions.len()).map(|question| (all(&fit, question), 9)).collect();
        let role = &mut fit.roles[role];
        role.weights.iter_mut().for_each(|weight| *weight = 9);
        (role.points, role.time_points, role.lift) = (points, 9, 200);
        (role.sessions, role.groups, role.own) = (400, 400, 6_000);
    }
    let workload = Workload {
        sessions: 60,
        groups: 120,
        session_minutes: 600,
        reading_minutes: 1_200,
        group_minutes: 600,
        ..pack.workload
    };
    let asks = roles::minutes_of(&fit.roles[0], &workload);
    assert_eq!(asks, (60 * 1_800 * 4 + 120 * 600 * 4) / 12 + 6_000);
    for option in 0..2 {
        let mut answers = Answers::default();
        for item in &fit.questions {
            let id = item.options[option].id.clone();
            let all = item.options.iter().map(|option| option.id.clone());
            let none = item.none.clone();
            let several = all.filter(|id| none.as_ref() != Some(id)).collect();
            let answer = match item.kind.is_several() {
                true => Answer::Several(several),
                false => Answer::Choice(id),
            };
            answers.record(&item.id, answer);
        }
        let profile = roles::profile(&fit, &workload, &answers);
        assert_eq!(profile.answered, fit.questions.len());
        for score in &profile.dimensions {
            assert!(score.value.is_some_and(|value| (-100..=100).contains(&value)), "{score:?}");
        }
        for found in &profile.roles {
            let sum: i32 = found.reasons.iter().map(|reason| reason.points).sum();
            assert_eq!(sum + found.rest, found.score);
            assert!(found.score.abs() < 10_000, "{}", found.score);
        }
    }
}

// ---------------------------------------------------------------- sureness

#[test]
fn sureness_has_borders() {
    let (pack, fit) = nrw();
    let mut profile = roles::profile(&fit, &pack.workload, &Answers::default());
    assert_eq!((profile.answered, profile.all, profile.percent()), (0, 23, 0));
    for (answered, percent, sureness) in [
        (0, 0, Sureness::TooLittle),
        (5, 21, Sureness::TooLittle),
        (6, 26, Sureness::First),
        (11, 47, Sureness::First),
        (12, 52, Sureness::Clear),
        (18, 78, Sureness::Clear),
        (19, 82, Sureness::Sure),
        (23, 100, Sureness::Sure),
    ] {
        profile.answered = answered;
        assert_eq!((profile.percent(), profile.sureness(&fit)), (percent, sureness), "{answered}");
    }
    profile.all = 0;
    assert_eq!(profile.percent(), 2_300, "no question that scores: no division by nothing");
}

#[test]
fn more_answers_never_make_it_less_sure() {
    let (pack, fit) = nrw();
    let mut die = Die::new(82);
    let look = |answers: &Answers| roles::profile(&fit, &pack.workload, answers);
    for _ in 0..100 {
        let mut answers = Answers::default();
        let mut order: Vec<&Item> = fit.questions.iter().collect();
        let mut before = look(&answers);
        while !order.is_empty() {
            let item = order.swap_remove(die.below(order.len()));
            let reply = some_reply(item, &mut die);
            let unknown = reply == choice(UNKNOWN);
            answers.record(&item.id, reply);
            let after = look(&answers);
            assert!(after.percent() >= before.percent(), "{}", item.id);
            assert!(after.sureness(&fit) >= before.sureness(&fit), "{}", item.id);
            assert_eq!(after.all, before.all);
            if unknown {
                assert_eq!(after, before, "not to know says nothing: {}", item.id);
            }
            before = after;
        }
    }
}

#[test]
fn not_knowing_is_like_not_answering() {
    let (pack, fit) = nrw();
    let mut unknown = Answers::default();
    for item in fit.questions.iter().filter(|item| !item.kind.is_several()) {
        unknown.record(&item.id, choice(UNKNOWN));
    }
    assert_eq!(unknown.len(), 21);
    let look = |answers: &Answers| roles::profile(&fit, &pack.workload, answers);
    assert_eq!(look(&unknown), look(&Answers::default()));
}

// ---------------------------------------------------------------- roles

#[test]
fn without_answers_every_role_stands_where_it_is_lifted_to() {
    let (pack, mut fit) = nrw();
    for (at, role) in fit.roles.iter_mut().enumerate() {
        role.lift = 7 * at as i32 - 20;
    }
    let profile = roles::profile(&fit, &pack.workload, &Answers::default());
    for found in &profile.roles {
        assert_eq!((found.score, found.rest), (fit.roles[found.role].lift, found.score));
        assert_eq!(found.reasons, Vec::new(), "an unanswered question counts for nobody");
    }
    assert_eq!(profile.roles.first().map(|found| found.role), Some(8));
    assert_eq!(profile.minutes, None);
}

/// Returns an instrument with one statement, one choice, one list and evenings, and one role.
fn tiny() -> Fit {
    let (_, shipped) = nrw();
    let item = |id: &str| shipped.questions[shipped.question(id).expect("a question")].clone();
    let mut questions = vec![item("building"), item("gain"), item("week"), item("evenings")];
    questions[0].loads = vec![(0, 1)];
    questions[1].options.truncate(2);
    questions[2].options.truncate(2);
    questions[3].options.truncate(3);
    let chosen = |question: usize, id: &str| Chosen { question, options: vec![id.to_owned()] };
    let points = vec![(chosen(1, "voice"), 3), (chosen(2, "mon"), 4)];
    let mut role = role(&shipped, "helper").clone();
    role.weights = vec![1];
    (role.points, role.time_points, role.lift, role.own) = (points, 0, 0, 300);
    Fit {
        dimensions: shipped.dimensions[..1].to_vec(),
        questions,
        roles: vec![role],
        old_hand: None,
        ..shipped
    }
}

/// Compares the score of the tiny role with what was worked out on paper.
#[track_caller]
fn check_score(fit: &Fit, list: &[(&str, Answer)], score: i32) {
    let profile = roles::profile(fit, &Workload::default(), &answers(list));
    assert_eq!(profile.roles[0].score, score, "{list:?}");
}

#[test]
fn scores_are_what_paper_says() {
    // Variances: the statement (4+1+1+4)/4 = 2.5, the choice 1.5² = 2.25, the list 16·3/16 = 3.
    // Together 7.75, so a point is 100/2.783 = 35.9 hundredths; the means are 0, 1.5 and 1.
    let fit = tiny();
    check_score(&fit, &[], 0);
    check_score(&fit, &[("building", choice("yes"))], 71);
    check_score(&fit, &[("building", choice("rather_no"))], -35);
    check_score(&fit, &[("building", choice(UNKNOWN))], 0);
    check_score(&fit, &[("gain", choice("voice"))], 53);
    check_score(&fit, &[("gain", choice("change"))], -53);
    check_score(&fit, &[("week", several(&[]))], -35);
    check_score(&fit, &[("week", several(&["tue"]))], -35);
    check_score(&fit, &[("week", several(&["mon", "tue"]))], 107);
    let all = [
        ("building", choice("yes")),
        ("gain", choice("voice")),
        ("week", several(&["mon"])),
        ("evenings", choice("one")),
    ];
    check_score(&fit, &all, 233);
    let mut lifted = fit.clone();
    lifted.roles[0].lift = -33;
    check_score(&lifted, &all, 200);
}

#[test]
fn having_the_time_counts_for_a_role() {
    // It asks for 300 minutes; an evening has 150. No evening is -4 points, one -2, two +2.
    // The mean is -1.333, the variance 6.222, the root of it 2.494.
    let mut fit = tiny();
    fit.roles[0].points.clear();
    fit.roles[0].weights = vec![0];
    fit.roles[0].time_points = 2;
    check_score(&fit, &[("evenings", choice("none"))], -106);
    check_score(&fit, &[("evenings", choice("one"))], -26);
    check_score(&fit, &[("evenings", choice("two"))], 133);
    check_score(&fit, &[("evenings", choice(UNKNOWN))], 0);
    let minutes = |id: &str| {
        let answers = answers(&[("evenings", choice(id))]);
        roles::profile(&fit, &Workload::default(), &answers).minutes
    };
    assert_eq!((minutes("none"), minutes("two"), minutes(UNKNOWN)), (Some(0), Some(300), None));
}

/// Returns the score of a role, worked out with fractions, and how many parts it was put together of.
fn model(fit: &Fit, workload: &Workload, role: &Role, answers: &Answers) -> f64 {
    let (mut total, mut variance) = (0.0, 0.0);
    for (question, item) in fit.questions.iter().enumerate() {
        let points: Vec<f64> = item
            .options
            .iter()
            .map(|option| {
                let loads: i32 = item
                    .loads
                    .iter()
                    .map(|(at, load)| role.weights[*at] * load * option.value)
                    .sum();
                let own = role.points.iter().filter(|(chosen, _)| {
                    chosen.question == question && chosen.options.contains(&option.id)
                });
                let own: i32 = own.map(|(_, points)| points).sum();
                let (has, asks) = (option.value * 150, roles::minutes_of(role, workload));
                let time = match item.kind {
                    ItemKind::Evenings if has >= asks => role.time_points,
                    ItemKind::Evenings if has * 2 >= asks => -role.time_points,
                    ItemKind::Evenings => -2 * role.time_points,
                    _ => 0,
                };
                f64::from(loads + own + time)
            })
            .collect();
        let (sum, count) = (points.iter().sum::<f64>(), points.len() as f64);
        let (mean, spread) = if item.kind.is_several() {
            (sum / 4.0, points.iter().map(|p| p * p).sum::<f64>() * 3.0 / 16.0)
        } else {
            let mean = sum / count;
            (mean, points.iter().map(|p| (p - mean).powi(2)).sum::<f64>() / count)
        };
        variance += spread;
        if let Some(options) = item.chosen(answers) {
            total += options.iter().map(|at| points[*at]).sum::<f64>() - mean;
        }
    }
    total * 100.0 / variance.sqrt() + f64::from(role.lift)
}

#[test]
fn scores_are_distances_from_an_arbitrary_person() {
    let (pack, fit) = nrw();
    let mut die = Die::new(83);
    for _ in 0..200 {
        let answers = some_replies(&fit, &mut die);
        for found in roles::profile(&fit, &pack.workload, &answers).roles {
            let role = &fit.roles[found.role];
            let expected = model(&fit, &pack.workload, role, &answers);
            let off = (f64::from(found.score) - expected).abs();
            assert!(off < 2.0, "{}: {} instead of {expected}", role.id, found.score);
        }
    }
}

#[test]
fn every_score_is_the_sum_of_its_reasons() {
    let (pack, fit) = nrw();
    let mut die = Die::new(84);
    for _ in 0..500 {
        let answers = some_replies(&fit, &mut die);
        let profile = roles::profile(&fit, &pack.workload, &answers);
        assert_eq!(profile.roles.len(), fit.roles.len());
        for found in &profile.roles {
            let sum: i32 = found.reasons.iter().map(|reason| reason.points).sum();
            assert_eq!(sum + found.rest, found.score);
            let falling = found.reasons.windows(2).all(|pair| pair[0].points >= pair[1].points);
            assert!(falling, "the strongest reason comes first");
            for reason in &found.reasons {
                let chosen = fit.questions[reason.question].chosen(&answers);
                let said = chosen.is_some_and(|chosen| chosen.contains(&reason.option));
                assert!(said && reason.points != 0, "a reason that nobody gave: {reason:?}");
            }
        }
        let rank = |found: &Match| (!found.short, found.score);
        let falling = profile.roles.windows(2).all(|pair| rank(&pair[0]) >= rank(&pair[1]));
        assert!(falling, "the best role comes first, those that ask too much time last");
        let mut positions: Vec<usize> = profile.roles.iter().map(|found| found.role).collect();
        positions.sort_unstable();
        assert_eq!(positions, (0..fit.roles.len()).collect::<Vec<_>>(), "every role stands once");
    }
}

#[test]
fn the_rest_is_what_lists_usually_bring() {
    // Only what was not chosen from a list, and the lift, has no reason of its own.
    let (pack, fit) = nrw();
    let mut answers = audit::uniform(&fit, "rather_yes");
    for (id, option) in [("evenings", "more"), ("gain", "voice"), ("worry", "slow")] {
        answers.record(id, choice(option));
    }
    for found in roles::profile(&fit, &pack.workload, &answers).roles {
        let role = &fit.roles[found.role];
        let rounding = 21;
        assert!((found.rest - role.lift).abs() <= rounding, "{}: {}", role.id, found.rest);
    }
    answers.record("experience", several(&[]));
    for found in roles::profile(&fit, &pack.workload, &answers).roles {
        let role = &fit.roles[found.role];
        let usual = role
            .points
            .iter()
            .filter(|(chosen, _)| fit.questions[chosen.question].id == "experience");
        let usual: i32 = usual.map(|(chosen, points)| points * chosen.options.len() as i32).sum();
        let less = found.rest - role.lift;
        assert_eq!(usual > 0, less < -4, "{}: {less}", role.id);
    }
}

#[test]
fn roles_that_score_the_same_keep_their_order() {
    let (pack, mut fit) = nrw();
    fit.roles.iter_mut().for_each(|role| role.lift = 0);
    let profile = roles::profile(&fit, &pack.workload, &Answers::default());
    let positions: Vec<usize> = profile.roles.iter().map(|found| found.role).collect();
    assert_eq!(positions, (0..9).collect::<Vec<_>>());
}

#[test]
fn degrees_have_borders() {
    let (pack, fit) = nrw();
    let mut found = roles::profile(&fit, &pack.workload, &Answers::default()).roles[0].clone();
    for (score, degree) in [
        (-300, Degree::Possible),
        (29, Degree::Possible),
        (30, Degree::Well),
        (99, Degree::Well),
        (100, Degree::Very),
        (400, Degree::Very),
    ] {
        found.score = score;
        assert_eq!(found.degree(), degree, "{score}");
    }
}

#[test]
fn minutes_follow_the_workload() {
    let (pack, fit) = nrw();
    let minutes = |workload: &Workload| -> Vec<(&str, i32)> {
        let of = |role| roles::minutes_of(role, workload);
        fit.roles.iter().map(|role| (role.id.as_str(), of(role))).collect()
    };
    // A year has 7 · (150 + 150) = 2100 minutes of sessions and 6 · 120 = 720 of groups.
    let shipped = [
        ("member", 295),  // 2820/12 + 60
        ("list", 90),     // 360/12 + 60
        ("deputy", 130),  // (840 + 360)/12 + 30
        ("chair", 562),   // (3150 + 720)/12 = 322.5, + 240
        ("speaker", 385), // (2100 + 1080)/12 + 120
        ("expert", 200),  // 1680/12 + 60
        ("helper", 120),
        ("bridge", 90),
        ("visitor", 52), // 630/12 = 52.5
    ];
    assert_eq!(minutes(&pack.workload), shipped);
    // Ten sessions of two hours with one hour of reading, no groups: 1800 minutes.
    let edited = Workload {
        sessions: 10,
        session_minutes: 120,
        reading_minutes: 60,
        groups: 0,
        ..pack.workload.clone()
    };
    let expected = [
        ("member", 210),
        ("list", 60),
        ("deputy", 90),
        ("chair", 465),
        ("speaker", 270),
        ("expert", 180),
        ("helper", 120),
        ("bridge", 90),
        ("visitor", 45),
    ];
    assert_eq!(minutes(&edited), expected);
    let own = [60, 60, 30, 240, 120, 60, 120, 90, 0];
    let nothing: Vec<i32> = minutes(&Workload::default()).iter().map(|(_, n)| *n).collect();
    assert_eq!(nothing, own);
    let profile = roles::profile(&fit, &edited, &Answers::default());
    for found in &profile.roles {
        assert_eq!(found.minutes, expected[found.role].1, "{}", fit.roles[found.role].id);
    }
}

#[test]
fn a_heavier_workload_moves_people_without_time_away_from_a_seat() {
    let (pack, fit) = nrw();
    let answers = answers(&[("evenings", choice("two"))]);
    let seat = |workload: &Workload| {
        let profile = roles::profile(&fit, workload, &answers);
        profile.roles.iter().find(|found| found.role == 0).expect("a member").score
    };
    let double = Workload { sessions: 14, groups: 12, ..pack.workload.clone() };
    assert!(seat(&double) < seat(&pack.workload));
}

// ---------------------------------------------------------------- who may stand, and what next

#[test]
fn roles_that_ask_far_too_much_time_stand_behind_the_others() {
    let (pack, fit) = nrw();
    // Somebody made for the chair, with less and less time; the chair asks for 562 minutes a month.
    let born_to_lead = |evenings: &str| {
        let mut list: Vec<(&str, Answer)> = Vec::new();
        for id in ["asking", "disagree", "months"] {
            list.push((id, choice("yes")));
        }
        for id in ["listening", "avoid", "moving_on"] {
            list.push((id, choice("no")));
        }
        list.push(("experience", several(&["office"])));
        list.push(("evenings", choice(evenings)));
        roles::profile(&fit, &pack.workload, &answers(&list))
    };
    for (evenings, first, chair_is_short) in
        [("more", true, false), ("two", true, false), ("one", false, true), ("none", false, true)]
    {
        let profile = born_to_lead(evenings);
        let chair = profile.roles.iter().find(|found| fit.roles[found.role].id == "chair");
        let chair = chair.expect("the chair");
        assert_eq!(chair.short, chair_is_short, "{evenings}");
        assert_eq!(fit.roles[profile.roles[0].role].id == "chair", first, "{evenings}");
        let behind = profile.roles.iter().skip_while(|found| !found.short);
        assert!(behind.clone().all(|found| found.short), "{evenings}: a role that fits comes last");
        assert!(!profile.roles[0].short, "{evenings}: something always fits into the time");
    }
    // Nothing is too much for somebody who has not said.
    let silent = roles::profile(&fit, &pack.workload, &answers(&[("asking", choice("yes"))]));
    assert!(silent.roles.iter().all(|found| !found.short));
}

#[test]
fn who_may_not_stand_still_has_roles() {
    let (pack, fit) = nrw();
    let mut die = Die::new(85);
    let open = ["expert", "helper", "bridge", "visitor"];
    for _ in 0..500 {
        let answers = some_replies(&fit, &mut die);
        let profile = roles::profile(&fit, &pack.workload, &answers);
        let without = ids(&fit, &profile.open_roles(&fit, false));
        assert_eq!(without.len(), open.len());
        assert!(without.iter().all(|id| open.contains(id)), "{without:?}");
        let with = ids(&fit, &profile.open_roles(&fit, true));
        assert_eq!(with.len(), fit.roles.len());
        let rest: Vec<&str> = with.into_iter().filter(|id| open.contains(id)).collect();
        assert_eq!(without, rest, "the order does not depend on the right to stand");
    }
}

#[test]
fn who_has_to_ask_may_look_at_every_role() {
    for (verdict, stand) in [
        (Verdict::Yes, true),
        (Verdict::Ask, true),
        (Verdict::No, false),
        (Verdict::Later(day("2030-09-09")), false),
        (Verdict::Open(0), false),
    ] {
        assert_eq!(roles::may_stand(verdict), stand, "{verdict:?}");
    }
}

/// Returns the next steps of somebody as words.
fn steps<'a>(fit: &'a Fit, pack: &Pack, answers: &Answers, stand: bool) -> Vec<&'a str> {
    let profile = roles::profile(fit, &pack.workload, answers);
    let steps = roles::next_steps(fit, &profile, answers, stand);
    steps.into_iter().map(|at| fit.steps[at].id.as_str()).collect()
}

#[test]
fn there_are_always_three_next_steps() {
    let (pack, fit) = nrw();
    let mut die = Die::new(86);
    for _ in 0..500 {
        let answers = some_replies(&fit, &mut die);
        for stand in [true, false] {
            let mut found = steps(&fit, &pack, &answers, stand);
            let profile = roles::profile(&fit, &pack.workload, &answers);
            let best = &fit.roles[profile.open_roles(&fit, stand)[0].role];
            let own = if fit.is_old_hand(&answers) { &best.next_old } else { &best.next_new };
            let own: Vec<&str> = own.iter().map(|at| fit.steps[*at].id.as_str()).collect();
            assert_eq!(found, own[..3], "those of {}", best.id);
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), 3, "three different ones");
        }
    }
    let nobody = Fit { roles: Vec::new(), ..fit.clone() };
    assert_eq!(steps(&nobody, &pack, &Answers::default(), true), Vec::<&str>::new());
}

#[test]
fn old_hands_go_another_way_than_newcomers() {
    let (pack, fit) = nrw();
    for role in &fit.roles {
        assert_ne!(role.next_new, role.next_old, "{}", role.id);
        // Only this role is left, so that experience does not change which one comes first.
        let alone = Fit { roles: vec![role.clone()], ..fit.clone() };
        let newcomer = answers(&[("experience", several(&["club"]))]);
        let old_hand = answers(&[("experience", several(&["club", "office"]))]);
        let new = steps(&alone, &pack, &newcomer, true);
        let old = steps(&alone, &pack, &old_hand, true);
        assert_ne!(new, old, "{}", role.id);
        assert_eq!(steps(&alone, &pack, &Answers::default(), true), new, "{}", role.id);
    }
}

// ---------------------------------------------------------------- fairness

#[test]
fn every_role_can_come_out_on_top_and_none_does_by_default() {
    const WALKS: usize = 20_000;
    let (pack, fit) = nrw();
    let tops = audit::shares(&fit, &pack.workload, WALKS);
    assert_eq!(tops.len(), 9);
    assert_eq!(tops.iter().sum::<usize>(), WALKS);
    for (role, tops) in fit.roles.iter().zip(&tops) {
        assert!(*tops <= 2 * WALKS / 9, "{} wins {tops} of {WALKS}", role.id);
        assert!(*tops >= WALKS / 36, "{} wins {tops} of {WALKS}", role.id);
    }
    assert_eq!(audit::shares(&fit, &pack.workload, 500), audit::shares(&fit, &pack.workload, 500));
}

#[test]
fn unfair_roles_are_reported() {
    let unfair = Shelf::default().edit(FIT, |f| {
        f["roles"][0]["lift"] = json!(200);
        f["roles"][8]["lift"] = json!(-200);
    });
    let problems = unfair.check("nrw");
    let place = |role: usize| format!("{FIT}#/roles/{role}");
    expect(&problems, &place(0), "\"member\" wins by default: ");
    expect(&problems, &place(8), "\"visitor\" hardly ever comes out on top: ");
}

#[test]
fn dimensions_that_lead_people_on_are_reported() {
    let leading = Shelf::default().edit(FIT, |f| {
        let statements = &mut f["blocks"][1]["questions"];
        // Both statements on reading now say the same, and one on lasting counts twice.
        statements[6]["loads"]["papers"] = json!(1);
        statements[5]["loads"]["patience"] = json!(2);
    });
    let problems = leading.check("nrw");
    let (papers, patience) = (format!("{FIT}#/dimensions/1"), format!("{FIT}#/dimensions/7"));
    expect(&problems, &papers, "\"papers\" needs a statement in each direction");
    let neutral = |step: &str, name: &str, value: i32| {
        format!("\"{step}\" to everything must be neutral, but \"{name}\" comes out as {value}.")
    };
    for (step, all, third) in
        [("yes", 100, 33), ("rather_yes", 50, 16), ("rather_no", -50, -16), ("no", -100, -33)]
    {
        expect(&problems, &papers, &neutral(step, "papers", all));
        expect(&problems, &patience, &neutral(step, "patience", third));
    }
    let one_way = |p: &&Problem| p.sentence.contains("each direction");
    assert_eq!(problems.iter().filter(one_way).count(), 1, "{problems:#?}");
}

#[test]
fn questions_that_links_leave_out_are_reported() {
    let place = format!("{FIT}#/code");
    let short = Shelf::default().edit(FIT, |f| {
        let code = f["code"].as_array_mut().expect("a list");
        code.retain(|known| known != "week" && known != "procedure");
        code.push(json!("zodiac"));
    });
    let problems = short.check("nrw");
    expect(&problems, &place, "Add \"week\" at the end: links leave it out.");
    expect(&problems, &place, "Add \"procedure\" at the end: links leave it out.");
    expect(&problems, &place, "There is no question \"zodiac\"; old links may still hold it.");
    let weights: Vec<Weight> = problems.iter().map(|problem| problem.weight).collect();
    assert_eq!(weights, [Weight::Error, Weight::Error, Weight::Warning], "{problems:#?}");

    let both = Shelf::default().edit(FIT, |f| {
        f["blocks"][3]["questions"][1]["id"] = json!("born");
        f["roles"].as_array_mut().expect("roles").iter_mut().for_each(|role| {
            let points = role["points"].as_array_mut().expect("points");
            points.retain(|points| points["question"] != "worry");
        });
    });
    expect(&both.check("nrw"), &place, "Check and assessment both have \"born\".");

    let twice = Shelf::default().edit(FIT, |f| {
        f["code"].as_array_mut().expect("a list").push(json!("week"));
    });
    expect(&twice.fit("nrw").1, &format!("{place}/35"), "\"week\" stands twice");
}

#[test]
fn texts_of_the_assessment_are_checked_in_every_language() {
    const KEYS: [&str; 11] = [
        "fit.scale.yes", "fit.scale.unknown", "fit.block.time.lead", "fit.q.building.title",
        "fit.q.gain.option.unknown", "fit.q.gain.option.learn.reply", "fit.q.week.option.mon.long",
        "fit.q.topics.option.women.end", "fit.dim.topic.help", "fit.role.chair.fit",
        "fit.step.office.text",
    ];
    for language in ["de", "en"] {
        let file = format!("packs/nrw/fit.{language}.json");
        let without = Shelf::default().edit(&file, |texts| {
            texts.as_object_mut().expect("texts").retain(|key, _| !KEYS.contains(&key.as_str()));
        });
        let problems = without.check("nrw");
        for key in KEYS {
            let words = format!("The text \"{key}\" is missing in \"{language}\".");
            expect(&problems, &format!("{file}#/{key}"), &words);
        }
        assert_eq!(problems.len(), KEYS.len(), "{problems:#?}");
    }
}

#[test]
fn texts_of_the_assessment_that_cannot_be_shown_are_reported() {
    let broken = [
        ("fit.role.chair.name", json!(""), "A text is expected"),
        ("fit.role.chair.fit", json!(7), "A text is expected"),
        ("fit.role.list.name", json!("<b>Liste</b>"), "HTML"),
        ("fit.role.deputy.name", json!(" Vertretung"), "space"),
        ("fit.role.member.name", json!("[[rat]]"), "not for titles"),
        ("fit.role.chair.what", json!("Ein [[niemand]]."), "term \"niemand\""),
        ("fit.q.zodiac.title", json!("Sternzeichen"), "Nothing uses"),
        ("fit.q.gain.option.zodiac.reply", json!("Gut."), "Nothing uses"),
    ];
    let shelf = Shelf::default().edit(GERMAN_FIT, |texts| {
        broken.iter().for_each(|(key, text, _)| texts[*key] = text.clone());
    });
    let problems = shelf.check("nrw");
    for (key, _, words) in &broken {
        expect(&problems, &format!("{GERMAN_FIT}#/{key}"), words);
    }
    assert_eq!(problems.len(), broken.len(), "{problems:#?}");
    let warnings = problems.iter().filter(|problem| problem.weight == Weight::Warning);
    assert_eq!(warnings.count(), 2, "what nothing uses does no harm");
}

#[test]
fn files_of_texts_that_are_missing_or_broken_are_reported() {
    let english = "packs/nrw/fit.en.json";
    let problems = Shelf::default().put(GERMAN_FIT, "{").remove(english).check("nrw");
    expect(&problems, GERMAN_FIT, "not valid JSON");
    expect(&problems, english, "This file is missing.");
    let problems = Shelf::default().put(GERMAN_FIT, "[]").check("nrw");
    expect(&problems, GERMAN_FIT, "object of texts");
}

#[test]
fn hints_and_replies_may_be_added() {
    let more = Shelf::default().edit(GERMAN_FIT, |texts| {
        texts["fit.q.building.hint"] = json!("Egal, welche.");
        texts["fit.q.evenings.option.one.reply"] = json!("Gut. Der [[rat]] tagt abends.");
    });
    assert_eq!(more.check("nrw"), Vec::new());
}
