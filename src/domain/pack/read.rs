//! From JSON texts to a [`Pack`], reporting every problem with its place.

use super::{Certainty, Contact, Pack, Reading, Source, Statement, Workload};
use crate::domain::answers::{Answer, Answers};
use crate::domain::condition::Condition;
use crate::domain::eligibility::Rule;
use crate::domain::json::{self, Object, Problems, Reader};
use crate::domain::outcome::{Bring, NextStep, Outcome};
use crate::domain::path::{Deadline, Election, Phase};
use crate::domain::problem::Problem;
use crate::domain::quiz::{Kind, Meaning, Presumption, Question, Since, SinceOption};
use serde_json::{Map, Value};

/// Version of the pack format that this build reads.
const FORMAT: i32 = 1;

const FIELDS: [&str; 27] = [
    "format", "id", "extends", "demo", "place", "languages", "texts", "facts", "contact",
    "sources", "glossary", "elections", "deadlines", "phases", "questions", "about", "rules",
    "hints", "outcomes", "steps", "bring", "events", "fit", "way", "explainer", "workload",
    "media",
];

/// Fields that say whether a pack has a further file, loaded when a page needs it: the
/// self-assessment, the way to the ballot, the role explainer.
const FURTHER: [&str; 3] = ["fit", "way", "explainer"];

/// Returns the path of a pack's file below `public/`.
pub fn file_of(pack: &str) -> String {
    format!("packs/{pack}/pack.json")
}

/// Returns the path of a pack's texts in a language below `public/`.
pub fn texts_file_of(pack: &str, language: &str) -> String {
    format!("packs/{pack}/{language}.json")
}

/// Returns the id of the pack that the text of a pack file extends, for loading the chain.
///
/// Faults are not reported here: [`read`] reports them.
pub fn chain_step(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    value.get("extends")?.as_str().filter(|id| json::is_slug(id)).map(str::to_owned)
}

/// Reads a chain of packs: `files` are (pack id, text), the pack itself first, its base last.
pub fn read(files: &[(String, String)]) -> Reading {
    let problems = Problems::default();
    let pack = read_chain(files, &problems);
    Reading { pack, problems: problems.into_inner() }
}

fn read_chain(files: &[(String, String)], problems: &Problems) -> Option<Pack> {
    let mut merged: Option<Value> = None;
    let mut inline_texts = Vec::new();
    let mut text_files = Vec::new();
    let mut further: [Vec<String>; 3] = Default::default();
    let chain: Vec<String> = files.iter().map(|(id, _)| id.clone()).collect();
    for (at, (id, text)) in files.iter().enumerate().rev() {
        let file = file_of(id);
        let mut value = json::parse(&file, text, problems)?;
        let place = format!("{file}#");
        let reader = Reader::new(&value, &place, problems);
        check_head(&reader, id, files.get(at + 1).map(|(id, _)| id.as_str()), &chain[..at])?;
        // Taken, not removed: an empty field is as good as none, and taking fields out of a map would
        // bring the upkeep of its tree into the page.
        match value.get_mut("texts").map(Value::take) {
            Some(Value::String(word)) if word == "files" => text_files.push(id.clone()),
            Some(Value::Object(by_language)) => {
                inline_texts.extend(inline(by_language, &file, problems));
            }
            Some(Value::Null) | None => {}
            Some(_) => problems.borrow_mut().push(Problem::error(
                &format!("{file}#/texts"),
                "Write \"files\", or an object of texts by language.",
            )),
        }
        for (field, ids) in FURTHER.iter().zip(&mut further) {
            if has_file(&mut value, field, &file, problems) {
                ids.insert(0, id.clone());
            }
        }
        json::report_twins(&Reader::new(&value, &place, problems));
        json::mark(&mut value, &place);
        match &mut merged {
            None => merged = Some(value),
            Some(base) => json::merge(base, value),
        }
    }
    let mut merged = merged?;
    // The merged object takes the place of the pack itself, not of its base.
    let first = file_of(chain.first()?);
    if let Value::Object(map) = &mut merged {
        map.insert("@".to_owned(), Value::String(format!("{first}#")));
    }
    let mut pack = read_pack(&Reader::new(&merged, &format!("{first}#"), problems))?;
    pack.root = chain.last()?.clone();
    pack.chain = chain;
    pack.inline_texts = inline_texts;
    pack.text_files = text_files;
    [pack.fit_files, pack.way_files, pack.role_files] = further;
    Some(pack)
}

/// Takes the mark that a pack has a further file, and tells whether it is there.
fn has_file(value: &mut Value, field: &str, file: &str, problems: &Problems) -> bool {
    match value.get_mut(field).map(Value::take) {
        Some(Value::String(word)) if word == "files" => return true,
        Some(Value::Null) | None => {}
        Some(_) => problems
            .borrow_mut()
            .push(Problem::error(&format!("{file}#/{field}"), "Write \"files\", or leave it out.")),
    }
    false
}

/// Checks what must be right before anything else makes sense.
fn check_head(reader: &Reader<'_>, id: &str, base: Option<&str>, below: &[String]) -> Option<()> {
    let object = reader.object(&FIELDS)?;
    let format = object.need("format")?;
    match format.value().as_i64() {
        Some(number) if number == i64::from(FORMAT) => {}
        Some(number) if number > i64::from(FORMAT) => {
            format.error(format!("Format {number} is newer than this app, which reads {FORMAT}."));
            return None;
        }
        _ => {
            format.error(format!("This app reads format {FORMAT}."));
            return None;
        }
    }
    let name = object.need("id")?;
    if name.slug().is_some_and(|own| own != id) {
        name.error(format!("The id must be the name of the folder, \"{id}\"."));
    }
    let extends = object.get("extends").and_then(|field| field.slug());
    if let Some(wanted) = &extends {
        if wanted == id || below.contains(wanted) {
            reader.error(format!("\"extends\" goes round in a circle through \"{wanted}\"."));
        } else if base != Some(wanted.as_str()) {
            reader.error(format!("The pack \"{wanted}\", which this one extends, is missing."));
        }
    }
    Some(())
}

fn inline(
    by_language: Map<String, Value>,
    file: &str,
    problems: &Problems,
) -> Vec<(String, Map<String, Value>)> {
    let mut out = Vec::new();
    for (language, texts) in by_language {
        match texts {
            Value::Object(map) => out.push((language, map)),
            _ => problems.borrow_mut().push(Problem::error(
                &format!("{file}#/texts/{language}"),
                "An object of texts by key is expected here.",
            )),
        }
    }
    out
}

fn read_pack(reader: &Reader<'_>) -> Option<Pack> {
    // Unknown fields were reported file by file.
    let object = reader.entries_object()?;
    let question_readers = object.list("questions");
    let ids: Vec<String> = question_readers.iter().map(question_id).collect();
    let questions = question_readers.iter().filter_map(|r| question(r, &ids)).collect::<Vec<_>>();
    // Conditions name questions by position, so none may be left out.
    let complete = questions.len() == ids.len();
    report_cycles(&question_readers, &questions);
    let rules = object.all("rules", &|r| Rule::read(r, &ids));
    let outcomes = object.all("outcomes", &|r| Outcome::read(r, &ids));
    let bring = object.all("bring", &|r| Bring::read(r, &ids));
    let languages = object.slugs("languages");
    if languages.is_empty() {
        reader.error("At least one language is needed in \"languages\".");
    }
    let id = object.slug("id");
    let place = object.owned("place");
    let facts = match complete {
        true => object.get("facts").map(|field| facts(&field, &questions)).unwrap_or_default(),
        false => Answers::default(),
    };
    let mut pack = Pack {
        id: String::new(),
        root: String::new(),
        chain: Vec::new(),
        demo: object.flag("demo"),
        place: place.clone().unwrap_or_default(),
        languages,
        contact: object.get("contact").map(|field| contact(&field)).unwrap_or_default(),
        facts,
        sources: object.get("sources").map(|field| sources(&field)).unwrap_or_default(),
        glossary: object.slugs("glossary"),
        elections: object.all("elections", &Election::read),
        deadlines: object.all("deadlines", &|item| deadline(item, reader)),
        phases: object.all("phases", &Phase::read),
        about: object.get("about").and_then(|f| f.number(1..=20)).unwrap_or(6) as usize,
        rules,
        hints: object.all("hints", &statement),
        outcomes,
        steps: object.all("steps", &NextStep::read),
        bring,
        workload: object.get("workload").and_then(|field| workload(&field)).unwrap_or_default(),
        events: object.slugs("events"),
        media: object.get("media").map(|field| field.value().clone()),
        inline_texts: Vec::new(),
        text_files: Vec::new(),
        fit_files: Vec::new(),
        way_files: Vec::new(),
        role_files: Vec::new(),
        questions,
    };
    if !complete {
        return None;
    }
    check_references(&object, &pack);
    pack.id = id?;
    place?;
    Some(pack)
}

/// Reads a deadline of the pack that begins at `top`.
fn deadline(reader: &Reader<'_>, top: &Reader<'_>) -> Option<Deadline> {
    let own = reader.place().starts_with(top.place());
    Some(Deadline { own, ..Deadline::read(reader)? })
}

/// Reports questions whose presumption depends, round some corners, on themselves.
fn report_cycles(readers: &[Reader<'_>], questions: &[Question]) {
    if readers.len() != questions.len() {
        return;
    }
    let next = |at: usize| -> Vec<usize> {
        let mut out = Vec::new();
        for presumption in &questions[at].presume {
            if let Since::Like(other) = presumption.since {
                out.push(other);
            }
            presumption.when.visit(&mut |question, _| out.push(question));
        }
        out
    };
    for (start, reader) in readers.iter().enumerate() {
        let (mut seen, mut open) = (Vec::new(), next(start));
        while let Some(at) = open.pop() {
            if at == start {
                reader.error("What is presumed here goes round in a circle.");
                break;
            }
            if !seen.contains(&at) {
                seen.push(at);
                open.extend(next(at));
            }
        }
    }
}

fn question_id(reader: &Reader<'_>) -> String {
    reader.value().get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn question(reader: &Reader<'_>, ids: &[String]) -> Option<Question> {
    let object =
        reader.object(&["id", "kind", "options", "optional", "sensitive", "presume", "assume"])?;
    #[derive(Clone, Copy)]
    enum Word {
        Choice,
        Several,
        Date,
        Since,
    }
    let words = [
        ("choice", Word::Choice),
        ("several", Word::Several),
        ("date", Word::Date),
        ("since", Word::Since),
    ];
    let kind = match object.word("kind", &words)? {
        Word::Date => Kind::Date,
        Word::Choice => Kind::Choice(object.slugs("options")),
        Word::Several => Kind::Several(object.slugs("options")),
        Word::Since => Kind::Since(object.all("options", &since_option)),
    };
    let mut question = Question {
        id: object.slug("id")?,
        kind,
        optional: object.flag("optional"),
        sensitive: object.flag("sensitive"),
        presume: object.all("presume", &|r| presumption(r, ids)),
        assume: None,
    };
    if !matches!(question.kind, Kind::Date) && question.options().is_empty() {
        reader.error("This question has no options.");
    }
    if let Some(field) = object.get("assume") {
        question.assume = Answer::from_value(field.value());
        if !question.assume.as_ref().is_some_and(|answer| question.accepts(answer)) {
            field.error("This is not an answer to this question.");
        }
    } else if question.optional {
        reader.error("An optional question needs \"assume\": what counts if nobody answers it.");
    }
    Some(question)
}

fn since_option(reader: &Reader<'_>) -> Option<SinceOption> {
    let object = reader.object(&["id", "means"])?;
    let words = [("never", Meaning::Never), ("always", Meaning::Always), ("today", Meaning::Today)];
    Some(SinceOption { id: object.slug("id")?, means: object.word("means", &words)? })
}

fn presumption(reader: &Reader<'_>, ids: &[String]) -> Option<Presumption> {
    let object = reader.object(&["when", "since", "like"])?;
    let when = Condition::read(&object.need("when")?, ids)?;
    let since = match object.get("like") {
        Some(field) => {
            let name = field.text()?;
            let Some(question) = ids.iter().position(|id| id == name) else {
                field.error(format!("There is no question \"{name}\"."));
                return None;
            };
            Since::Like(question)
        }
        None => object.need("since")?.word(&[("today", Since::Today)])?,
    };
    Some(Presumption { when, since })
}

fn contact(reader: &Reader<'_>) -> Contact {
    let Some(object) = reader.object(&["address", "phone", "mail", "web"]) else {
        return Contact::default();
    };
    let text = |key: &str| object.maybe(key);
    let web = text("web");
    if web.as_deref().is_some_and(|web| !is_web_address(web)) {
        reader.error("\"web\" must begin with https:// or http://.");
    }
    let mail = text("mail");
    let plausible =
        |mail: &str| mail.bytes().any(|b| b == b'@') && !mail.bytes().any(|b| b"/: ?".contains(&b));
    if mail.as_deref().is_some_and(|mail| !plausible(mail)) {
        reader.error("\"mail\" is not a mail address.");
    }
    Contact {
        address: object.all("address", &|item| item.text().map(str::to_owned)),
        phone: text("phone"),
        mail: mail.filter(|mail| plausible(mail)),
        web: web.filter(|web| is_web_address(web)),
    }
}

/// Tells whether an address may become a link: only the web, nothing that runs.
pub(crate) fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.contains(|c: char| {
            c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\')
        })
}

fn facts(reader: &Reader<'_>, questions: &[Question]) -> Answers {
    let mut answers = Answers::default();
    let Some(object) = reader.entries_object() else {
        return answers;
    };
    for (id, field) in object.entries() {
        let question = questions.iter().find(|question| question.id == id);
        let answer = Answer::from_value(field.value());
        match (question, answer) {
            (None, _) => field.error(format!("There is no question \"{id}\".")),
            (Some(question), Some(answer)) if question.accepts(&answer) => {
                answers.record(id, answer);
            }
            _ => field.error("This is not an answer to this question."),
        }
    }
    answers
}

/// Reads sources by their ids.
pub(super) fn sources(reader: &Reader<'_>) -> Vec<Source> {
    let Some(object) = reader.entries_object() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (id, field) in object.entries() {
        if !json::is_slug(id) {
            field.error(format!("\"{id}\" is not a valid id."));
        }
        let Some(source) = field.object(&["title", "url"]) else { continue };
        let title = source.need("title").and_then(|f| f.text());
        let url = source.need("url").and_then(|f| f.text());
        if let (Some(title), Some(url)) = (title, url) {
            if !is_web_address(url) {
                field.error("The address must begin with https:// or http:// and have no spaces.");
                continue;
            }
            out.push(Source { id: id.to_owned(), title: title.to_owned(), url: url.to_owned() });
        }
    }
    out
}

/// Reads what a statement without an id of its own rests on, and reports sources that are not there.
pub(crate) fn statement_of(reader: &Reader<'_>, pack: &Pack) -> Option<Statement> {
    let object = reader.object(&["sources", "as_of", "certainty"])?;
    check_sources(reader, pack);
    grounds(&object, String::new())
}

fn workload(reader: &Reader<'_>) -> Option<Workload> {
    let object = reader.object(&[
        "sessions", "session_minutes", "reading_minutes", "groups", "group_minutes", "sources",
        "as_of", "certainty",
    ])?;
    // Every field is read before the first missing one ends it, so that all faults are reported.
    let sessions = object.number("sessions", 0..=60);
    let groups = object.number("groups", 0..=120);
    let session_minutes = object.number("session_minutes", 0..=600);
    let reading_minutes = object.number("reading_minutes", 0..=1_200);
    let group_minutes = object.number("group_minutes", 0..=600);
    let notes = grounds(&object, String::new());
    Some(Workload {
        sessions: sessions?,
        groups: groups?,
        session_minutes: session_minutes?,
        reading_minutes: reading_minutes?,
        group_minutes: group_minutes?,
        notes,
    })
}

fn statement(reader: &Reader<'_>) -> Option<Statement> {
    let object = reader.object(&["id", "sources", "as_of", "certainty"])?;
    let id = object.slug("id");
    let statement = grounds(&object, id.clone().unwrap_or_default());
    id?;
    statement
}

fn grounds(object: &Object<'_>, id: String) -> Option<Statement> {
    grounds_unless_own(object, id, false)
}

/// Reads what a statement rests on; if `spared`, our own reckoning may lack sources.
pub(super) fn grounds_unless_own(
    object: &Object<'_>,
    id: String,
    spared: bool,
) -> Option<Statement> {
    let sources = object.slugs("sources");
    let as_of = object.date("as_of");
    let certainty = certainty(object);
    if sources.is_empty() && !(spared && certainty == Some(Certainty::Own)) {
        object.at().error("A statement needs at least one source.");
    }
    Some(Statement { id, sources, as_of: as_of?, certainty: certainty? })
}

/// Reads how sure a statement is.
pub(super) fn certainty(object: &Object<'_>) -> Option<Certainty> {
    let words = [
        ("sure", Certainty::Sure),
        ("likely", Certainty::Likely),
        ("open", Certainty::Open),
        ("own", Certainty::Own),
    ];
    object.word("certainty", &words)
}

/// Reports names of sources, hints, steps and options that do not exist.
fn check_references(object: &Object<'_>, pack: &Pack) {
    for key in ["elections", "deadlines", "rules", "hints"] {
        for item in object.list(key) {
            check_sources(&item, pack);
        }
    }
    if let Some(workload) = object.get("workload") {
        check_sources(&workload, pack);
    }
    for deadline in object.list("deadlines") {
        check_elections(&deadline, pack);
    }
    let hints: Vec<&str> = pack.hints.iter().map(|h| h.id.as_str()).collect();
    for rule in object.list("rules") {
        for case in rule.entries_object().map(|o| o.list("cases")).unwrap_or_default() {
            if let Some(case) = case.entries_object() {
                known(&case, "hints", &hints, "hint");
            }
        }
    }
    let steps: Vec<&str> = pack.steps.iter().map(|s| s.id.as_str()).collect();
    for outcome in object.list("outcomes") {
        if let Some(outcome) = outcome.entries_object() {
            known(&outcome, "next", &steps, "step");
        }
    }
    for key in ["questions", "rules", "outcomes", "bring"] {
        for item in object.list(key) {
            check_options(&item, pack);
        }
    }
}

fn known(object: &Object<'_>, key: &str, ids: &[&str], what: &str) {
    for item in object.list(key) {
        if let Some(id) = item.value().as_str().filter(|id| !ids.contains(id)) {
            item.error(format!("There is no {what} \"{id}\"."));
        }
    }
}

fn check_sources(item: &Reader<'_>, pack: &Pack) {
    let Some(object) = item.value().as_object().and_then(|_| item.entries_object()) else {
        return;
    };
    report_unknown_sources(&object, &|id| pack.source(id).is_some());
    for key in ["statements", "except"] {
        object.list(key).iter().for_each(|inner| check_sources(inner, pack));
    }
}

/// Reports sources of a statement that nobody knows.
pub(super) fn report_unknown_sources(object: &Object<'_>, known: &dyn Fn(&str) -> bool) {
    for source in object.list("sources") {
        if let Some(id) = source.value().as_str().filter(|id| !known(id)) {
            source.error(format!("There is no source \"{id}\"."));
        }
    }
}

/// Reports exceptions of a deadline for elections that the pack does not have.
fn check_elections(deadline: &Reader<'_>, pack: &Pack) {
    let Some(object) = deadline.entries_object() else { return };
    for exception in object.list("except") {
        let id = exception.value().get("election").and_then(Value::as_str);
        if let Some(id) = id.filter(|id| pack.election(id).is_none()) {
            exception.error(format!("There is no election \"{id}\"."));
        }
    }
}

/// Walks all conditions below `reader` and reports options that their question does not have.
fn check_options(reader: &Reader<'_>, pack: &Pack) {
    match reader.value() {
        Value::Object(map) => {
            let Some(object) = reader.entries_object() else { return };
            let question = map.get("fact").and_then(Value::as_str).and_then(|id| pack.question(id));
            if let Some(question) = question {
                let question = &pack.questions[question];
                known(&object, "is", &question.options(), &format!("option of {}:", question.id));
                let dated = matches!(question.kind, Kind::Date | Kind::Since(_));
                if map.contains_key("at_least") && !dated {
                    reader.error(format!("\"{}\" is not a question for a date.", question.id));
                }
            }
            object.entries().for_each(|(_, child)| check_options(&child, pack));
        }
        Value::Array(_) => reader.list().iter().for_each(|child| check_options(child, pack)),
        _ => {}
    }
}
