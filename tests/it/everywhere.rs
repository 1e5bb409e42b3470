//! What comes out is the same in every language: outcomes, reasons, roles, scores, days.

use crate::shelf::{NRW, Shelf};
use crate::support::{Die, complete_languages, day, fixture, root, some_replies};
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::cases;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::fit::{Fit, ItemKind};
use sitz_und_stimme::domain::journey::{self, Journey};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{self, Case, Step};
use sitz_und_stimme::domain::text::placeholders;
use sitz_und_stimme::domain::way::{self, Kept, Way, Which};
use sitz_und_stimme::domain::{outcome, roles};
use std::collections::BTreeSet;

/// A place as somebody sees it who has chosen a language.
struct Seen {
    language: String,
    pack: Pack,
    fit: Fit,
    way: Way,
    /// Texts by key: of the check and of the assessment.
    texts: Map<String, Value>,
}

/// The same pack with each language as its only one.
fn seen(id: &str) -> Vec<Seen> {
    let one = |language: String| {
        let shelf = Shelf::default().edit(NRW, |pack| pack["languages"] = json!([language]));
        let pack = shelf.read(id).pack.expect("a pack");
        assert_eq!(pack.languages, std::slice::from_ref(&language));
        let (fit, way) = (shelf.fit(id).0.expect("an instrument"), shelf.way(id).0.expect("a way"));
        let mut texts = Map::new();
        for start in ["messages/", "packs/nrw/", "packs/nrw/fit.", "packs/nrw/way."] {
            let text = crate::support::shipped(&format!("{start}{language}.json"));
            texts.extend(serde_json::from_str::<Map<String, Value>>(&text).expect("texts"));
        }
        for (tag, own) in pack.inline_texts.iter().filter(|(tag, _)| *tag == language) {
            assert_eq!(*tag, language);
            texts.extend(own.clone());
        }
        Seen { language, pack, fit, way, texts }
    };
    complete_languages().into_iter().map(one).collect()
}

fn journeys() -> Vec<(String, Journey)> {
    let folder = std::fs::read_dir(root().join("tests/journeys")).expect("the journeys");
    let read = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        let journey = journey::read(&name, &text, &Default::default()).expect("a journey");
        (name, journey)
    };
    folder.flatten().map(read).collect()
}

impl Seen {
    /// Returns everything that comes out for a person, as ids, numbers and days.
    fn result(&self, journey: &Journey) -> String {
        let named = journey.election.as_deref().and_then(|id| self.pack.election(id));
        let election = named.or_else(|| self.pack.next_election(journey.today));
        let election_day = election.map_or(journey.today, |election| election.date);
        let case = Case { election: election_day, today: journey.today };
        let replay = quiz::replay(&self.pack, &journey.check, case);
        let result = (replay.step == Step::Done)
            .then(|| outcome::judge(&self.pack, &replay.answers, case))
            .flatten();
        let outcome = result.as_ref().map(|r| &self.pack.outcomes[r.outcome].id);
        let stand = result.as_ref().is_none_or(|r| roles::may_stand(r.stand.verdict));
        let profile = roles::profile(&self.fit, &self.pack.workload, &journey.fit);
        let steps = roles::next_steps(&self.fit, &profile, &journey.fit, stand);
        let kept = Kept::default();
        let plan = way::plan(&self.way, &self.pack, election, journey.today, &kept, Which::Stand);
        format!("{outcome:?} {result:?} {:?} {profile:?} {steps:?} {plan:?}", replay.step)
    }

    fn text(&self, key: &str) -> &str {
        self.texts
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{}: {key}", self.language))
    }
}

#[test]
fn journeys_end_the_same_in_every_language() {
    let (states, towns) = (seen("nrw"), seen("musterstadt"));
    assert!(states.len() > 1);
    let mut ends = BTreeSet::new();
    for (name, journey) in journeys() {
        let places = if journey.pack == "nrw" { &states } else { &towns };
        let first = places[0].result(&journey);
        for other in &places[1..] {
            assert_eq!(other.result(&journey), first, "{name} in {}", other.language);
            let faults = journey::run(&journey, &other.pack, &other.fit);
            assert_eq!(faults, Vec::<String>::new(), "{name} in {}", other.language);
        }
        ends.insert(first);
    }
    assert!(ends.len() > 10, "the journeys are too much alike to show anything");
}

#[test]
fn random_answers_score_the_same_in_every_language() {
    let places = seen("nrw");
    let mut die = Die::new(77);
    for _ in 0..300 {
        let replies = some_replies(&places[0].fit, &mut die);
        let profile = |seen: &Seen| roles::profile(&seen.fit, &seen.pack.workload, &replies);
        let first = profile(&places[0]);
        for other in &places[1..] {
            assert_eq!(profile(other), first, "{}", other.language);
        }
    }
}

#[test]
fn tables_of_people_come_out_the_same_in_every_language() {
    let borders = fixture("borders.csv");
    let (head, rows) = borders.split_once('\n').expect("rows");
    let mut tables: Vec<(Date, String)> = vec![(day("2025-09-14"), fixture("personas.csv"))];
    for row in rows.lines() {
        let election = crate::support::cells(row).last().cloned().expect("a last cell");
        tables.push((day(&election), format!("{head}\n{row}")));
    }
    for seen in seen("nrw") {
        for (election, table) in &tables {
            let report = cases::run(&seen.pack, table, *election).expect("a table");
            assert_eq!(report.failures, Vec::<String>::new(), "{}", seen.language);
            assert!(report.passed > 0);
        }
    }
}

/// Ids decide, so it matters that people can tell the words of two ids apart, and that a reason names the
/// same days.
#[test]
fn words_lead_to_the_same_choices_in_every_language() {
    let places = seen("musterstadt");
    let german = &places[0];
    for seen in &places {
        let language = &seen.language;
        let distinct = |question: &str, texts: Vec<&str>| {
            let all: BTreeSet<String> = texts.iter().map(|text| text.to_lowercase()).collect();
            assert_eq!(all.len(), texts.len(), "{language} {question}: {texts:?}");
        };
        for question in &seen.pack.questions {
            let key = |option: &str| format!("question.{}.option.{option}", question.id);
            let options = question.options();
            distinct(&question.id, options.iter().map(|o| seen.text(&key(o))).collect());
        }
        for item in seen.fit.questions.iter().filter(|item| item.kind != ItemKind::Statement) {
            let key = |option: &str| format!("fit.q.{}.option.{option}", item.id);
            distinct(&item.id, item.options.iter().map(|o| seen.text(&key(&o.id))).collect());
        }
        let steps = ["yes", "rather_yes", "rather_no", "no", "unknown"];
        distinct(
            "scale",
            steps
                .map(|step| {
                    seen.text(match step {
                        "yes" => "fit.scale.yes",
                        "rather_yes" => "fit.scale.rather_yes",
                        "rather_no" => "fit.scale.rather_no",
                        "no" => "fit.scale.no",
                        _ => "fit.scale.unknown",
                    })
                })
                .to_vec(),
        );
        let outcomes = seen.pack.outcomes.iter().map(|o| format!("outcome.{}.title", o.id));
        let titles: Vec<String> = outcomes.collect();
        let in_german = titles.iter().map(|key| german.text(key)).collect::<BTreeSet<_>>();
        let own = titles.iter().map(|key| seen.text(key)).collect::<BTreeSet<_>>();
        assert_eq!(own.len(), in_german.len(), "{language}: outcomes that sound alike");
        for rule in &seen.pack.rules {
            for case in &rule.cases {
                let key = format!("rule.{}.{}", rule.id, case.id);
                let (own, other) = (seen.text(&key), german.text(&key));
                assert_eq!(placeholders(own), placeholders(other), "{language}: {key}");
            }
        }
    }
}
