//! Outcome pages: all reachable, none missing, each with a way on.

use crate::support::{Die, case, finish, pack, public, some_answers};
use serde_json::Value;
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::eligibility::Verdict;
use sitz_und_stimme::domain::outcome::{self, Tone};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::quiz::Case;
use std::collections::BTreeSet;

fn days() -> [(&'static str, &'static str); 6] {
    [
        ("2014-05-25", "2014-05-01"),
        ("2020-09-13", "2020-09-13"),
        ("2025-09-14", "2025-08-01"),
        ("2025-09-14", "2026-11-22"),
        ("2030-09-08", "2026-11-22"),
        ("2028-02-29", "2028-01-15"),
    ]
}

#[test]
fn every_outcome_is_reached_and_no_road_is_dead() {
    let pack = pack("nrw");
    for (election, today) in days() {
        let seen = audit::walk(&pack, case(election, today));
        assert_eq!(seen.dead_ends, Vec::<Answers>::new(), "{election}");
        assert!(seen.leaves > 100, "{election}: only {} ends", seen.leaves);
        let missed: Vec<&str> = (0..pack.outcomes.len())
            .filter(|at| !seen.outcomes.contains(at))
            .map(|at| pack.outcomes[at].id.as_str())
            .collect();
        assert_eq!(missed, Vec::<&str>::new(), "nobody gets there for {election}");
    }
}

/// Runs `look` on the results of many people.
fn for_many(id: &str, mut look: impl FnMut(&Pack, &outcome::Result, &Answers, Case)) {
    let (pack, mut die) = (pack(id), Die::new(21));
    for (election, today) in days() {
        let case = case(election, today);
        for _ in 0..300 {
            let answers = some_answers(&pack, case, &mut die);
            let answers = finish(&pack, answers, case, &mut die).answers;
            let result = outcome::judge(&pack, &answers, case);
            let result = result.unwrap_or_else(|| panic!("no outcome: {answers:?}"));
            look(&pack, &result, &answers, case);
        }
    }
}

#[test]
fn the_page_says_what_the_verdicts_say() {
    let mut met = BTreeSet::new();
    for_many("nrw", |pack, result, answers, _| {
        let page = &pack.outcomes[result.outcome];
        let (vote, stand) = (result.vote.verdict.word(), result.stand.verdict.word());
        met.insert((vote, stand));
        let id = page.id.as_str();
        assert!(page.fits(result.vote.verdict, result.stand.verdict), "{id} {answers:?}");
        match stand {
            "yes" => assert!(page.tone == Tone::Yes && id.starts_with("stand_"), "{id}"),
            "ask" => assert!(page.tone == Tone::Ask && page.bring, "{id}"),
            _ => assert!(page.tone != Tone::Yes, "{id} for standing: {stand}"),
        }
        if stand == "later" && vote != "ask" {
            assert_eq!(page.tone, Tone::Later, "{id}: vote {vote}");
        }
        let asks = |v: &Verdict| matches!(v, Verdict::Ask);
        let any = asks(&result.vote.verdict) || asks(&result.stand.verdict);
        assert!(!any || page.bring, "{id} must say what to bring");
    });
    assert!(met.len() >= 9, "the sample is too small: {met:?}");
}

#[test]
fn every_outcome_has_a_way_on() {
    for id in ["nrw", "musterstadt", "wetter"] {
        let pack = pack(id);
        for page in &pack.outcomes {
            assert!(!page.next.is_empty(), "{} has no next step", page.id);
            let unique: BTreeSet<&String> = page.next.iter().collect();
            assert_eq!(unique.len(), page.next.len(), "{} repeats a step", page.id);
            let leads = page.next.iter().filter_map(|id| pack.steps.iter().find(|s| s.id == *id));
            assert!(
                leads.filter(|step| step.leads.is_some()).count() > 0,
                "{} leads nowhere",
                page.id
            );
        }
        let used: BTreeSet<&String> = pack.outcomes.iter().flat_map(|page| &page.next).collect();
        for step in &pack.steps {
            assert!(used.contains(&step.id), "no outcome offers the step {}", step.id);
        }
    }
}

#[test]
fn what_to_bring_is_listed_where_it_is_promised() {
    for_many("nrw", |pack, result, answers, _| {
        let page = &pack.outcomes[result.outcome];
        assert_eq!(page.bring, !result.bring.is_empty(), "{} {answers:?}", page.id);
        if page.bring {
            assert_eq!(result.bring.first().map(String::as_str), Some("id"));
            let special = answers.get("special");
            let court =
                matches!(special, Some(Answer::Several(s)) if s.contains(&"court_stand".into()));
            assert_eq!(result.bring.contains(&"court".to_owned()), court, "{answers:?}");
        }
    });
}

#[test]
fn hints_come_from_the_cases_that_decided() {
    for_many("nrw", |pack, result, answers, _| {
        let unique: BTreeSet<&String> = result.hints.iter().collect();
        assert_eq!(unique.len(), result.hints.len());
        let said = |question: &str, option: &str| match answers.get(question) {
            Some(Answer::Choice(id)) => id == option,
            Some(Answer::Several(ids)) => ids.contains(&option.to_owned()),
            _ => false,
        };
        let has = |hint: &str| result.hints.contains(&hint.to_owned());
        assert_eq!(has("job"), said("special", "municipal_staff"), "{answers:?}");
        assert_eq!(has("double"), said("special", "council_member"), "{answers:?}");
        assert_eq!(has("petition"), said("body", "no"), "{answers:?}");
        assert!(!has("register") || !said("other", "yes"), "{answers:?}");
        assert!(result.hints.iter().all(|id| pack.hints.iter().any(|hint| hint.id == *id)));
    });
}

/// Returns the texts of a pack in one language.
fn texts(pack: &Pack, language: &str) -> serde_json::Map<String, Value> {
    let problems = Default::default();
    let all = audit::texts(pack, &public, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    all.get(language).cloned().unwrap_or_default()
}

#[test]
fn reasons_promise_only_days_that_are_known() {
    for language in ["de", "en"] {
        let texts = texts(&pack("nrw"), language);
        for_many("nrw", |pack, result, answers, case| {
            for ruling in result.vote.rulings.iter().chain(&result.stand.rulings) {
                let Some(index) = ruling.case else { continue };
                let rule = &pack.rules[ruling.rule];
                let key = format!("rule.{}.{}", rule.id, rule.cases[index].id);
                let text =
                    texts.get(&key).and_then(Value::as_str).unwrap_or_else(|| panic!("{key}"));
                let later = matches!(ruling.verdict, Verdict::Later(_));
                assert!(
                    later || !text.contains("{from}"),
                    "{key}: {:?} {answers:?}",
                    ruling.verdict
                );
                let limit: Option<Date> = rule.limit(case.election);
                assert!(limit.is_some() || !text.contains("{limit}"), "{key} has no limit");
            }
        });
    }
}

#[test]
fn an_open_question_gives_no_result() {
    let (pack, case) = (pack("nrw"), case("2025-09-14", "2025-08-01"));
    assert!(outcome::judge(&pack, &Answers::default(), case).is_none());
    let mut answers = Answers::default();
    answers.record("body", Answer::Choice("no".to_owned()));
    let result = outcome::judge(&pack, &answers, case).expect("nothing else matters");
    assert_eq!(pack.outcomes[result.outcome].id, "no_council");
}
