//! The shipped files with some of them changed, for reading packs that are broken on purpose.

use crate::support::{day, public, shipped};
use serde_json::Value;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::explainer::Explainer;
use sitz_und_stimme::domain::fit::Fit;
use sitz_und_stimme::domain::pack::{self, Reading};
use sitz_und_stimme::domain::problem::{Problem, Weight};
use sitz_und_stimme::domain::way::Way;
use std::collections::BTreeMap;

pub const NRW: &str = "packs/nrw/pack.json";
pub const TOWN: &str = "packs/musterstadt/pack.json";
pub const GERMAN: &str = "packs/nrw/de.json";
pub const FIT: &str = "packs/nrw/fit.json";
pub const WAY: &str = "packs/nrw/way.json";
pub const ROLE: &str = "packs/nrw/role.json";

/// Files below `public/`, changed ones over shipped ones; `None` is a missing file.
#[derive(Default)]
pub struct Shelf(BTreeMap<String, Option<String>>);

impl Shelf {
    pub fn put(mut self, file: &str, text: impl Into<String>) -> Shelf {
        self.0.insert(file.to_owned(), Some(text.into()));
        self
    }

    pub fn remove(mut self, file: &str) -> Shelf {
        self.0.insert(file.to_owned(), None);
        self
    }

    /// Changes a file as JSON.
    #[track_caller]
    pub fn edit(self, file: &str, change: impl FnOnce(&mut Value)) -> Shelf {
        let mut value: Value = serde_json::from_str(&self.text(file)).expect("shipped JSON");
        let before = value.clone();
        change(&mut value);
        assert_ne!(value, before, "the change of {file} changes nothing");
        self.put(file, value.to_string())
    }

    fn get(&self, file: &str) -> Option<String> {
        self.0.get(file).cloned().unwrap_or_else(|| public(file))
    }

    #[track_caller]
    fn text(&self, file: &str) -> String {
        self.0.get(file).cloned().flatten().unwrap_or_else(|| shipped(file))
    }

    /// Reads a pack as the page does.
    pub fn read(&self, id: &str) -> Reading {
        audit::load(id, &|file| self.get(file))
    }

    /// Reads the instrument of a pack that can be used, with all problems.
    #[track_caller]
    pub fn fit(&self, id: &str) -> (Option<Fit>, Vec<Problem>) {
        let pack = self.read(id).pack.expect("a pack");
        audit::load_fit(&pack, &|file| self.get(file))
    }

    /// Reads the way of a pack that can be used, with all problems.
    #[track_caller]
    pub fn way(&self, id: &str) -> (Option<Way>, Vec<Problem>) {
        let pack = self.read(id).pack.expect("a pack");
        audit::load_way(&pack, &|file| self.get(file))
    }

    /// Reads the explainer of a pack that can be used, with all problems.
    #[track_caller]
    pub fn explainer(&self, id: &str) -> (Option<Explainer>, Vec<Problem>) {
        let pack = self.read(id).pack.expect("a pack");
        audit::load_explainer(&pack, &|file| self.get(file))
    }

    /// Checks a pack as `cargo xtask check` does.
    pub fn check(&self, id: &str) -> Vec<Problem> {
        audit::check(id, &|file| self.get(file), day("2026-11-22"))
    }

    /// Checks the profile of a stand as `cargo xtask check` does.
    pub fn check_stand(&self, name: &str) -> Vec<Problem> {
        audit::check_stand(name, &|file| self.get(file))
    }
}

/// Looks for a problem at `place` (`file#pointer`) whose sentence has `words` in it.
#[track_caller]
pub fn expect(problems: &[Problem], place: &str, words: &str) {
    let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
    let there = |p: &&Problem| p.file == file && p.pointer == pointer;
    let found: Vec<&str> =
        problems.iter().filter(there).map(|problem| problem.sentence.as_str()).collect();
    assert!(
        found.iter().any(|sentence| sentence.contains(words)),
        "no \"{words}\" at {place}; there: {found:#?}; elsewhere: {}",
        problems.iter().take(6).map(|p| format!("\n  {p}")).collect::<String>()
    );
}

#[test]
fn the_shelf_without_changes_is_what_is_shipped() {
    let nothing = Shelf::default();
    for id in ["nrw", "musterstadt", "wetter"] {
        assert_eq!(nothing.read(id), audit::load(id, &public));
    }
    assert_eq!(nothing.text(NRW), shipped(NRW));
    assert_eq!(nothing.get("packs/nowhere/pack.json"), None);
}

#[test]
fn a_pack_that_is_not_there_is_one_problem() {
    let problems = Shelf::default().check("nowhere");
    assert_eq!(problems.len(), 1);
    expect(&problems, "packs/nowhere/pack.json", "missing");
    assert_eq!(problems[0].weight, Weight::Error);
    assert_eq!(problems[0].to_string(), "error: packs/nowhere/pack.json /: This file is missing.");
    assert_eq!(pack::file_of("nowhere"), "packs/nowhere/pack.json");
}
