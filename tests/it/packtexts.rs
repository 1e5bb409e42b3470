//! Broken texts of a pack: what is missing, what does not fit, and where.

use crate::shelf::{GERMAN, NRW, Shelf, TOWN, expect};
use serde_json::{Value, json};
use sitz_und_stimme::domain::audit::text_faults;
use sitz_und_stimme::domain::json::{Problems, parse};

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

/// Marks that turn the direction of what follows, in every kind of file.
#[test]
fn direction_marks_are_refused_wherever_they_stand() {
    for mark in [
        '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
        '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ] {
        let faults = text_faults("x.text", &format!("a{mark}b"), &[]);
        assert!(faults.iter().any(|fault| fault.contains("direction")), "{mark:?}");
        let problems = Problems::default();
        let read = parse("a.json", &json!([format!("a{mark}b")]).to_string(), &problems);
        assert_eq!(read, Some(json!(["ab"])), "{mark:?}");
        expect(&problems.into_inner(), "a.json#/0", "direction");
    }
    for mark in ['\u{61c}', '\u{202e}'] {
        let text = json!(format!("a{mark}b"));
        check("question.born.title", text.clone(), "direction");
        let look = |file: &str, place: &str, change: &dyn Fn(&mut Value, Value)| {
            let problems =
                Shelf::default().edit(file, |value| change(value, text.clone())).check("nrw");
            expect(&problems, &format!("{file}#{place}"), "direction");
        };
        look("messages/tr.json", "/nav.home", &|file, text| file["nav.home"] = text);
        look("messages/tr.json", "/find.count/one", &|file, text| file["find.count"]["one"] = text);
        look("events/nrw.json", "/events/3/title/de", &|file, text| {
            file["events"][3]["title"]["de"] = text;
        });
        look(NRW, "/place", &|file, text| file["place"] = text);
        look("packs/nrw/way.tr.json", "/way.papers.title", &|file, text| {
            file["way.papers.title"] = text;
        });
    }
    for hidden in ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{2028}', '\u{e0041}'] {
        check("question.born.title", json!(format!("a{hidden}b")), "invisible");
    }
    // Joiners are letters of Persian words.
    assert!(text_faults("x.text", "می\u{200c}خواهم", &[]).is_empty());
}

/// The page does not refuse a file for such a mark: it takes the mark out and says where it stood.
#[test]
fn direction_marks_are_taken_out_when_a_file_is_read() {
    let problems = Problems::default();
    let text = "{\"a\": \"x\u{202e}y\", \"b/c\": [\"\u{2066}z\u{2069}\", {\"d\": \"ok\"}]}";
    let value = parse("messages/xx.json", text, &problems).expect("JSON");
    assert_eq!(value, json!({"a": "xy", "b/c": ["z", {"d": "ok"}]}));
    let problems = problems.into_inner();
    expect(&problems, "messages/xx.json#/a", "direction");
    expect(&problems, "messages/xx.json#/b~1c/0", "direction");
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|problem| !problem.is_error()), "the file can be used");
    let town = Shelf::default().edit(TOWN, |pack| pack["place"] = json!("Muster\u{202e}stadt"));
    let reading = town.read("musterstadt");
    assert!(!reading.has_errors());
    assert_eq!(reading.pack.expect("a pack").place, "Musterstadt");
}

#[test]
fn an_empty_message_is_reported() {
    let file = "messages/tr.json";
    for (key, value) in
        [("nav.home", json!(" ")), ("find.count", json!({"one": "", "other": "{n}"}))]
    {
        let problems = Shelf::default().edit(file, |messages| messages[key] = value).check("nrw");
        expect(&problems, &format!("{file}#/{key}"), "empty");
    }
}

/// In a language that is not finished, texts may be missing; what is there must be right.
#[test]
fn a_partial_language_may_lack_texts_but_not_have_wrong_ones() {
    let partial = |partial: bool| {
        let list = |list: &mut Value| list[3]["partial"] = json!(partial);
        let drop = |key: &'static str| {
            move |texts: &mut Value| drop(texts.as_object_mut().expect("texts").remove(key))
        };
        Shelf::default()
            .edit("messages/languages.json", list)
            .edit("messages/tr.json", drop("nav.home"))
            .edit("packs/nrw/tr.json", drop("rule.body.title"))
            .edit("packs/nrw/fit.tr.json", drop("fit.scale.yes"))
            .edit("packs/nrw/way.tr.json", |texts| texts["way.papers.title"] = json!(""))
    };
    assert_eq!(partial(true).check("nrw"), Vec::new());
    let problems = partial(false).check("nrw");
    expect(&problems, "messages/tr.json#/nav.home", "missing");
    expect(&problems, "packs/nrw/tr.json#/rule.body.title", "missing");
    let wrong = partial(true)
        .edit("messages/tr.json", |texts| texts["nav.fit"] = json!("<b>"))
        .edit("packs/nrw/tr.json", |texts| texts["rule.age_vote.ok"] = json!("{limt}"))
        .remove("packs/nrw/way.tr.json");
    let problems = wrong.check("nrw");
    expect(&problems, "messages/tr.json#/nav.fit", "HTML");
    expect(&problems, "packs/nrw/tr.json#/rule.age_vote.ok", "placeholders");
    // Without the file the page could not show the language at all.
    let gone = partial(true).remove("packs/nrw/way.tr.json").check("nrw");
    expect(&gone, "packs/nrw/way.tr.json", "missing");
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
