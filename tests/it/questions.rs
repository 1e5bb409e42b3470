//! How many screens each of the 32 people sees: the flow asks no more than it needs.

use crate::support::{case, cells, fixture, pack};
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::date::{Date, PartialDate};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::{Case, Step, replay};
use std::collections::BTreeMap;

/// Somebody of the table, by column.
struct Person(BTreeMap<String, String>);

impl Person {
    fn all() -> Vec<Person> {
        let csv = fixture("personas.csv");
        let mut lines = csv.lines().map(cells);
        let head = lines.next().expect("a head");
        lines.map(|row| Person(head.iter().cloned().zip(row).collect())).collect()
    }

    fn cell(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// Answers as people do: the year first, the day only when it is asked for.
    fn answer(&self, pack: &Pack, question: usize, case: Case, exact: bool) -> Answer {
        let choice = |id: &str| Answer::Choice(id.to_owned());
        let yes_no = |yes: bool| choice(if yes { "yes" } else { "no" });
        let date = |column: &str| {
            let day = Date::parse(self.cell(column))?;
            let year = PartialDate::parse(&self.cell(column)[..4])?;
            Some((day, Answer::Date(if exact { day.into() } else { year })))
        };
        let countries: Vec<&str> = self.cell("citizenships").split('+').collect();
        match pack.questions[question].id.as_str() {
            "body" => yes_no(!self.cell("extra").contains("no_body")),
            "born" => date("born").expect("everybody is born").1,
            "home" => match date("main_home_since") {
                // Who moves in after today does not live here yet.
                Some((since, _)) if since > case.today => choice("none"),
                Some(_) if pack.offers(question, case).0.contains(&"here") => {
                    Answer::Until(case.today)
                }
                Some((_, answer)) => answer,
                None => choice("none"),
            },
            "german" => yes_no(countries.contains(&"DE")),
            "other" => yes_no(countries.len() > 1),
            "basis" => choice(self.cell("german_basis")),
            "status" => choice(self.cell("status")),
            "lawful" => date("lawful_since").map_or_else(|| choice("birth"), |(_, answer)| answer),
            "procedure" => yes_no(false),
            other => panic!("nobody can answer \"{other}\""),
        }
    }

    /// Returns the ids of the screens this person goes through.
    fn screens(&self, pack: &Pack, case: Case) -> Vec<String> {
        let mut answers = Answers::default();
        let mut screens = Vec::new();
        loop {
            let (question, exact) = match replay(pack, &answers, case).step {
                Step::Done => return screens,
                Step::Ask(question) => (question, false),
                Step::Exact(question) => (question, true),
            };
            let id = &pack.questions[question].id;
            screens.push(if exact { format!("{id}!") } else { id.clone() });
            assert!(screens.len() < 20, "{}: {screens:?}", self.cell("id"));
            answers.record(id, self.answer(pack, question, case, exact));
        }
    }
}

/// Prints the table and returns the median and the largest number of screens.
fn table(pack: &Pack, case: Case) -> (usize, usize) {
    println!("\n{}, election {}, today {}", pack.id, case.election, case.today);
    let mut counts = Vec::new();
    for person in Person::all() {
        let screens = person.screens(pack, case);
        println!("{} {:2}  {}", person.cell("id"), screens.len(), screens.join(" "));
        counts.push(screens.len());
    }
    counts.sort_unstable();
    assert_eq!(counts.len(), 32);
    let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
    println!("median {median}, most {most}");
    (median, most)
}

#[test]
fn questions_per_persona() {
    let (median, most) = table(&pack("nrw"), case("2025-09-14", "2025-08-01"));
    assert!(median <= 6 && most <= 8, "median {median}, most {most}");
    let (median, most) = table(&pack("musterstadt"), case("2030-09-08", "2026-11-22"));
    assert!(median <= 5 && most <= 6, "median {median}, most {most}");
}

#[test]
fn whoever_cannot_take_part_anyway_is_asked_least() {
    let (nrw, case) = (pack("nrw"), case("2025-09-14", "2025-08-01"));
    let people = Person::all();
    let screens = |id: &str| {
        let person = people.iter().find(|person| person.cell("id") == id);
        person.unwrap_or_else(|| panic!("{id}")).screens(&nrw, case)
    };
    assert_eq!(screens("P42"), ["body"], "no council in town");
    assert_eq!(screens("P33"), ["body", "born", "home"], "only a second home");
    assert_eq!(screens("P01"), ["body", "born", "home", "german", "status", "lawful"]);
    assert_eq!(screens("P17"), ["body", "born", "home", "german", "other"]);
    assert_eq!(screens("P26"), ["body", "born", "home", "german", "other", "basis"]);
    assert!(screens("P40").contains(&"basis".to_owned()), "17, so only voting is open");
    assert!(screens("P43").contains(&"lawful!".to_owned()), "the exact day counts");
}
