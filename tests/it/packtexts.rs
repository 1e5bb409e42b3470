//! Broken texts of a pack: what is missing, what does not fit, and where.

use crate::shelf::{GERMAN, NRW, Shelf, TOWN, expect};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit::text_faults;

const ENGLISH: &str = "packs/nrw/en.json";

/// Replaces one German text and looks for a problem at its place.
#[track_caller]
fn check(key: &str, text: Value, words: &str) {
    let problems = Shelf::default().edit(GERMAN, |texts| texts[key] = text).check("nrw");
    expect(&problems, &format!("{GERMAN}#/{key}"), words);
}

#[test]
fn texts_that_cannot_be_shown_are_reported() {
    check("question.born.title", json!(""), "missing");
    check("question.born.title", json!("   "), "missing");
    check("question.born.title", json!(7), "text is expected");
    check("question.born.title", json!({"de": "x"}), "text is expected");
    check("question.born.title", Value::Null, "missing");
    check("question.born.title", json!(" Wann?"), "space");
    check("question.born.title", json!("Wann\n?"), "control");
    check("question.born.title", json!("<b>Wann?</b>"), "HTML");
    check("question.born.title", json!("**Wann?**"), "Markdown");
    check("question.born.title", json!("[Wann](https://example.org)"), "Markdown");
    check("question.born.title", json!("Wann\u{202e}?"), "direction");
    check("question.born.title", json!("\u{2066}Wann?\u{2069}"), "direction");
    check("question.born.title", json!("Wann [[hauptwohnung]]?"), "not for titles");
    check("question.born.why", json!("Wegen [[niemand]]."), "term \"niemand\"");
    check("question.born.why", json!("Wegen [[hauptwohnung."), "not closed");
    check("question.status.option.permit.hint", json!("Ein [[duldung]]"), "not for titles");
    check("question.born.hair_colour", json!("Braun"), "Nothing uses");
}

#[test]
fn placeholders_must_be_the_same_in_all_languages() {
    let place = |key: &str| format!("{ENGLISH}#/{key}");
    for (key, text) in [
        ("question.born.why", "Du bist {alter} Jahre."),
        ("rule.age_vote.ok", "Spätestens am {limt}."),
        ("rule.age_vote.ok", "Spätestens am limit."),
        ("rule.age_vote.ok", "Spätestens am {limit."),
    ] {
        let problems = Shelf::default().edit(GERMAN, |texts| texts[key] = json!(text)).check("nrw");
        expect(&problems, &place(key), "placeholders");
    }
}

#[test]
fn a_text_missing_in_one_language_is_reported_there() {
    for (file, language) in [(GERMAN, "\"de\""), (ENGLISH, "\"en\"")] {
        for key in ["rule.body.title", "outcome.ask.lead", "glossary.rat.name", "step.meet.title"] {
            let remove = |texts: &mut Value| {
                texts.as_object_mut().expect("texts").remove(key);
            };
            let problems = Shelf::default().edit(file, remove).check("nrw");
            expect(&problems, &format!("{file}#/{key}"), language);
        }
    }
}

#[test]
fn files_that_are_missing_or_broken_are_reported() {
    let broken =
        Shelf::default().remove(GERMAN).put(ENGLISH, "{\"a\": }").remove("events/nrw.json");
    let problems = broken.check("nrw");
    expect(&problems, GERMAN, "missing");
    expect(&problems, ENGLISH, "not valid JSON");
    expect(&problems, "events/nrw.json", "missing");
    expect(&Shelf::default().put(GERMAN, "[]").check("nrw"), GERMAN, "object");
    let nothing = Shelf::default().remove("messages/languages.json").check("nrw");
    expect(&nothing, "messages/languages.json", "missing");
}

#[test]
fn a_language_that_the_app_lacks_is_reported() {
    let klingon = Shelf::default().edit(NRW, |p| p["languages"] = json!(["de", "en", "tlh"]));
    let problems = klingon.check("nrw");
    expect(&problems, "packs/nrw/tlh.json", "missing");
    expect(&problems, &format!("{NRW}#/languages"), "\"tlh\"");
}

#[test]
fn many_faults_in_many_files_are_all_reported() {
    let broken = Shelf::default()
        .edit(GERMAN, |t| t["step.meet.title"] = json!("<i>Triff</i>"))
        .edit(ENGLISH, |t| t["step.role.title"] = json!(""))
        .edit(NRW, |p| p["deadlines"][0]["days_before"] = json!(5_000))
        .edit(TOWN, |p| p["facts"] = json!({"body": "sometimes"}))
        .edit("events/nrw.json", |e| e["events"][4]["kind"] = json!("party"));
    let problems = broken.check("musterstadt");
    expect(&problems, &format!("{GERMAN}#/step.meet.title"), "HTML");
    expect(&problems, &format!("{ENGLISH}#/step.role.title"), "missing");
    expect(&problems, &format!("{NRW}#/deadlines/0/days_before"), "whole number");
    expect(&problems, &format!("{TOWN}#/facts/body"), "not an answer");
    expect(&problems, "events/nrw.json#/events/4/kind", "party");
}

#[test]
fn good_texts_have_no_faults() {
    let terms = ["rat".to_owned()];
    for (key, text) in [
        ("question.born.title", "Wann bist du geboren?"),
        ("rule.age_vote.ok", "Am Wahltag 16, also am {limit} oder vorher."),
        ("role.what.name", "Der [[rat]] und der [[rat|Stadtrat]]."),
        ("fit.role.member.what", "Du sitzt im [[rat]]."),
        ("fit.dim.papers.help", "Frag im [[rat]]."),
        ("fit.q.topics.option.work.can", "Er fragt den [[rat]]."),
        ("fit.q.gain.option.voice.reply", "Am Ende entscheidet der [[rat]]."),
    ] {
        assert_eq!(text_faults(key, text, &terms), Vec::<String>::new(), "{key}");
    }
    assert!(!text_faults("rule.age_vote.ok", "1 < 2", &terms).is_empty());
    for key in
        ["x.title", "fit.q.gain.option.voice", "fit.q.building.option.a.hint", "fit.role.a.name"]
    {
        assert!(!text_faults(key, "[[rat]]", &terms).is_empty(), "{key} is a label");
    }
    assert_eq!(text_faults("x.text", "]] a [[rat", &terms).len(), 0, "counted, not understood");
}
