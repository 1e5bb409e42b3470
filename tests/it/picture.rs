//! The picture of the flow: well-formed, and complete.

use crate::support::{day, instrument, pack, public};
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::fit;
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::quiz::Case;
use std::collections::{BTreeMap, BTreeSet};

/// Returns a pack with one election: the walk through all answers is as long for each.
fn place(id: &str) -> Pack {
    let mut pack = pack(id);
    pack.elections.retain(|election| election.id == "2025");
    pack
}

/// Returns all texts of a pack by language, those of its assessment too.
fn texts(pack: &Pack) -> BTreeMap<String, Map<String, Value>> {
    let mut texts = audit::texts(pack, &public, &Default::default());
    for (language, map) in &mut texts {
        for id in pack.fit_files.iter().rev() {
            let text = public(&fit::texts_file_of(id, language)).expect("texts");
            map.extend(serde_json::from_str::<Map<String, Value>>(&text).expect("JSON"));
        }
    }
    texts
}

/// Returns what is wrong with a text as XML; nothing if it is well-formed.
fn faults(xml: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') || !entities(&rest[..at]) {
            return Some(format!("stray character in {:?}", &rest[..at]));
        }
        let end = at + rest[at..].find('>')?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let own = tag.trim_end_matches('/');
        let name = own.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if own.split('"').count().is_multiple_of(2) || !entities(own) || own.contains('<') {
            return Some(format!("odd attributes in <{tag}>"));
        }
        if own.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes something else"));
            }
        } else if !tag.ends_with('/') {
            if open.is_empty() && name != "svg" {
                return Some(format!("<{name}> stands outside"));
            }
            open.push(name);
        }
    }
    let left = open.pop().map(|name| format!("<{name}> is not closed"));
    left.or_else(|| (!rest.trim().is_empty()).then(|| format!("{rest:?} stands behind the end")))
}

/// Tells whether every `&` begins an entity.
fn entities(text: &str) -> bool {
    let known = ["amp;", "lt;", "gt;", "quot;"];
    text.split('&').skip(1).all(|rest| known.iter().any(|entity| rest.starts_with(entity)))
}

#[test]
fn the_look_at_markup_bites() {
    for bad in [
        "<svg>", "<svg></g>", "<svg><g></svg></g>", "<svg a=\"></svg>", "<svg>a & b</svg>",
        "<svg>a > b</svg>", "<svg></svg>x", "<svg a=\"&\"></svg>", "<p></p>",
    ] {
        assert!(faults(bad).is_some(), "{bad}");
    }
    assert_eq!(faults("<svg a=\"b\"><g/><text x=\"1\">a &amp; b</text></svg>\n"), None);
}

#[test]
fn the_picture_names_everything_that_is_asked_and_reached() {
    for id in ["nrw", "musterstadt", "wetter"] {
        let (pack, today) = (place(id), day("2025-05-01"));
        let (fit, texts) = (instrument(&pack), texts(&pack));
        let svg = audit::picture(&pack, Some(&fit), &texts, today);
        assert_eq!(faults(&svg), None, "{id}");
        let named = |what: &str, id: &str| {
            let title = texts["de"][&format!("{what}.{id}.title")].as_str().expect("a title");
            let short: String = format!("{id}: {title}").chars().take(64).collect();
            svg.contains(&format!(">{short}"))
        };
        let (mut asked, mut reached, mut ways) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for election in &pack.elections {
            let seen = audit::walk(&pack, Case { election: election.date, today });
            asked.extend(seen.asked);
            reached.extend(seen.outcomes);
            ways.extend(seen.ways);
        }
        assert!(asked.len() >= 8 && reached.len() >= 8, "{id}: {asked:?} {reached:?}");
        for item in &fit.questions {
            assert!(named("fit.q", &item.id), "{id} does not show {}", item.id);
        }
        for question in &asked {
            let question = &pack.questions[*question].id;
            assert!(named("question", question), "{id} does not show {question}");
        }
        for outcome in &reached {
            let outcome = &pack.outcomes[*outcome].id;
            assert!(named("outcome", outcome), "{id} does not show {outcome}");
        }
        let boxes = fit.questions.len() + asked.len() + reached.len();
        assert_eq!(svg.matches("<rect ").count(), boxes, "{id}");
        assert_eq!(svg.matches("<path ").count(), ways.len(), "{id}");
    }
}

#[test]
fn titles_that_look_like_markup_stay_text() {
    let pack = place("nrw");
    let mut texts = texts(&pack);
    let german = texts.get_mut("de").expect("German");
    german["question.born.title"] = json!("</text><script>alert(\"1\")</script> & <b>");
    german["fit.block.move.title"] = json!("Wer & was <1>");
    german["outcome.ask.title"] = json!("ä".repeat(200));
    let svg = audit::picture(&pack, Some(&instrument(&pack)), &texts, day("2026-11-22"));
    assert_eq!(faults(&svg), None);
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;"));
    assert!(svg.contains(">Wer &amp; was &lt;1&gt;</text>"));
    assert!(svg.contains("ää…</text>"), "long titles are cut");
}

#[test]
fn without_an_assessment_or_texts_there_is_still_a_picture() {
    let pack = place("wetter");
    let svg = audit::picture(&pack, None, &BTreeMap::new(), day("2026-11-22"));
    assert_eq!(faults(&svg), None);
    assert!(svg.contains(">born: </text>") && !svg.contains(">topics: "), "only ids");
}
