//! What is fuzzed, with what to begin, and what must hold.

use serde_json::Value;
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed::{self, Feed, Speaker};
use sitz_und_stimme::domain::events::{self, Now, Stars};
use sitz_und_stimme::domain::finder::{Index, Query};
use sitz_und_stimme::domain::fit::Fit;
use sitz_und_stimme::domain::kiosk::{self, Tally};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::places::Places;
use sitz_und_stimme::domain::route::Route;
use sitz_und_stimme::domain::saved::{self, Loaded};
use sitz_und_stimme::domain::settings::Settings;
use sitz_und_stimme::domain::share::{self, Carried};
use sitz_und_stimme::domain::way::Kept;
use sitz_und_stimme::import::{Input, import};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Tells whether the input was read as something, or what must not be.
type Run = Box<dyn Fn(&[u8]) -> Result<bool, String> + Send + Sync>;

/// One reader of foreign input.
pub struct Target {
    pub name: &'static str,
    pub seeds: Vec<Vec<u8>>,
    /// How many inputs take about ten seconds on a slow machine.
    pub inputs: u64,
    /// What has a meaning in its format.
    pub words: &'static [&'static str],
    pub run: Run,
}

/// Returns all targets.
pub fn all() -> Vec<Target> {
    vec![shared(), stored(), pack_files(), event_files(), feeds(), calendars()]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text of a file below `public/`, which is read once.
fn public(file: &str) -> Option<String> {
    static FILES: Mutex<BTreeMap<String, Option<String>>> = Mutex::new(BTreeMap::new());
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let read = || std::fs::read_to_string(root().join("public").join(file)).ok();
    files.entry(file.to_owned()).or_insert_with(read).clone()
}

fn text(file: &str) -> Vec<u8> {
    public(file).unwrap_or_default().into_bytes()
}

/// Returns the content of every file in a folder of fixtures.
fn fixtures(folder: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(root().join("tests/fixtures").join(folder));
    let mut files: Vec<PathBuf> =
        entries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    // Many small steps find more than a few large ones.
    let small = |bytes: &Vec<u8>| bytes.len() <= 20_000;
    files.iter().filter_map(|file| std::fs::read(file).ok()).filter(small).collect()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn nrw() -> (Pack, Fit) {
    let pack = audit::load("nrw", &public).pack.expect("the pack of the state");
    let fit = audit::load_fit(&pack, &public).0.expect("its instrument");
    (pack, fit)
}

fn as_text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// A result that was brought: as a code in an address, and as a file.
fn shared() -> Target {
    let (pack, fit) = nrw();
    let mut carried = Carried { day: 20_000, ..Carried::default() };
    let mut seeds = fixtures("share");
    for (at, question) in pack.questions.iter().enumerate() {
        let case = sitz_und_stimme::domain::quiz::Case {
            election: day("2025-09-14"),
            today: day("2025-08-01"),
        };
        if let Some(answer) = audit::samples(&pack, at, case).into_iter().next() {
            carried.check.record(&question.id, answer);
        }
    }
    for full in [false, true] {
        if full {
            carried.fit.record("topics", Answer::Several(vec!["housing".to_owned()]));
        }
        seeds.push(share::encode(&carried, &fit, &pack).into_bytes());
        seeds.push(share::to_file(&carried, &pack).into_bytes());
    }
    let run = move |input: &[u8]| {
        let text = as_text(input);
        // The way it comes: the code is a part of an address.
        let _ = Route::parse(&format!("/open/{text}"));
        let by_code = share::decode(&text, &fit, &pack).ok();
        let by_file = share::from_file(&text, &fit, &pack).ok();
        for found in by_code.iter().chain(&by_file) {
            // What was left out is not packed again.
            let found = &Carried { ignored: 0, ..found.clone() };
            let code = share::encode(found, &fit, &pack);
            let again = share::decode(&code, &fit, &pack);
            let same = again.as_ref().is_ok_and(|again| {
                let lengths = [again, found].map(|one| (one.fit.len(), one.check.len()));
                lengths[0] == lengths[1] && share::encode(again, &fit, &pack) == code
            });
            if !same {
                return Err(format!("{found:?} comes back as {again:?}"));
            }
        }
        Ok(by_code.is_some() || by_file.is_some())
    };
    Target {
        name: "share",
        inputs: 8000,
        seeds,
        words: &["#/open/", "s=", "%20", "+", "="],
        run: Box::new(run),
    }
}

/// Everything that lies in storage.
fn stored() -> Target {
    fn again<T: PartialEq + std::fmt::Debug>(
        text: &str,
        owner: &str,
        read: impl Fn(&Value) -> Option<T>,
        write: impl Fn(&T) -> Value,
    ) -> Result<bool, String> {
        match saved::load(Some(text), owner, &read) {
            Loaded::Ok(value) | Loaded::Upgraded(value, _) => {
                let kept = saved::to_text(owner, write(&value));
                match saved::load(Some(&kept), owner, &read) {
                    // Fractions, which nothing here writes, are not kept: so the texts are compared.
                    Loaded::Ok(second) if saved::to_text(owner, write(&second)) == kept => Ok(true),
                    other => Err(format!("{value:?} comes back as {other:?} by way of {kept}")),
                }
            }
            _ => Ok(false),
        }
    }
    let run = |input: &[u8]| {
        let text = as_text(input);
        let mut read = false;
        for owner in ["nrw", "app"] {
            read |= again(&text, owner, Answers::from_value, Answers::to_value)?;
            read |= again(&text, owner, Settings::from_value, Settings::to_value)?;
            read |= again(&text, owner, Kept::from_value, Kept::to_value)?;
            read |= again(&text, owner, Stars::from_value, Stars::to_value)?;
        }
        if let Ok(value) = serde_json::from_str::<Value>(&text)
            && let Some(tally) = Tally::from_value(&value)
        {
            let second = Tally::from_value(&tally.to_value());
            if second.as_ref() != Some(&tally) {
                return Err(format!("{tally:?} comes back as {second:?}"));
            }
        }
        let (profile, _) = kiosk::read("kiosk/a.json", &text);
        drop(profile);
        Ok(read)
    };
    let mut seeds = fixtures("saved");
    seeds.push(text("kiosk/foyer.json"));
    seeds.push(br#"{"2026-11-22":{"session":3,"language de":2,"check":1}}"#.to_vec());
    Target {
        name: "stored",
        inputs: 10000,
        seeds,
        words: &["\"v\":1", "\"of\":\"nrw\"", "2026-11", "null"],
        run: Box::new(run),
    }
}

/// The pack of a state with one of its files damaged.
fn pack_files() -> Target {
    const FILES: [&str; 5] = [
        "packs/nrw/pack.json", "packs/nrw/fit.json", "packs/nrw/way.json", "packs/nrw/role.json",
        "packs/musterstadt/pack.json",
    ];
    let run = |input: &[u8]| {
        let text = as_text(input);
        // What it is about tells which file it stands for; what tells nothing is all of them.
        let marks = ["\"questions\"", "\"statements\"", "\"steps\"", "\"chapters\"", "\"extends\""];
        let meant: Vec<&str> = FILES
            .iter()
            .zip(marks)
            .filter(|(_, mark)| text.contains(mark))
            .map(|(file, _)| *file)
            .collect();
        let meant = if meant.is_empty() { FILES.to_vec() } else { meant };
        let mut read = false;
        for file in meant {
            let files = |path: &str| if path == file { Some(text.clone()) } else { public(path) };
            let id = if file.contains("musterstadt") { "musterstadt" } else { "nrw" };
            let Some(pack) = audit::load(id, &files).pack else { continue };
            read |= audit::load_fit(&pack, &files).0.is_some();
            read |= audit::load_way(&pack, &files).0.is_some();
            read |= audit::load_explainer(&pack, &files).0.is_some();
        }
        Ok(read)
    };
    let seeds = FILES.iter().map(|file| text(file)).collect();
    Target {
        name: "pack",
        inputs: 60,
        seeds,
        words: &["\"id\"", "\"all\"", "\"any\"", "\"not\"", "\"as_of\""],
        run: Box::new(run),
    }
}

/// Event files, as offices write them.
fn event_files() -> Target {
    let run = |input: &[u8]| {
        let text = as_text(input);
        let today = day("2026-11-22");
        let problems = Default::default();
        let found = events::read("town", &text, today, false, &problems);
        let speakers = [Speaker { tag: "de", say: &|key| format!("<{key}>") }];
        let problems = Default::default();
        let written = feed::write("town", &text, today, false, &speakers, &problems);
        if let Some(written) = &written {
            look_for(
                written.files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
                today,
            )?;
        }
        Ok(!found.is_empty())
    };
    let mut seeds = vec![text("events/nrw.json"), text("events/musterstadt.json")];
    let one = serde_json::json!({ "format": 1, "id": "town", "as_of": "2026-11-22", "events": [{
        "id": "a", "kind": "regional", "title": { "de": "Abend" }, "place": "Bonn", "organiser": "Stadt",
        "organiser_kind": "municipality", "registration": "unknown", "status": "planned",
        "audience": ["voters"], "online": false, "source": "https://example.org",
        "when": { "date": "2026-12-01", "time": "18:00" },
    }] });
    seeds.push(one.to_string().into_bytes());
    Target {
        name: "events",
        inputs: 500,
        seeds,
        words: &["\"when\"", "\"until\"", "\"time\":\"24:00\"", "2026-03-29", "02:30"],
        run: Box::new(run),
    }
}

/// Reads a feed and looks for everything in it.
fn look_for<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
    today: Date,
) -> Result<bool, String> {
    let files: Vec<(&str, &str)> = files.collect();
    let problems = Default::default();
    let find = |path: &str| files.iter().find(|(other, _)| *other == path).map(|(_, text)| *text);
    let Some(head) = find("events/town/feed.json") else { return Ok(false) };
    let Some(feed) = Feed::read("town", head, &problems) else { return Ok(false) };
    let mut index = Index::default();
    for at in feed.order(today).into_iter().take(20) {
        if let Some(part) = find(&feed.part_path(at)) {
            index.add_part(&feed, at, part, today, &Places::default(), &problems);
        }
    }
    let found = index.find(&Query::default(), Now::morning(today), &Places::default());
    Ok(!found.weeks.is_empty() || !found.unsure.is_empty())
}

/// A feed as it comes over the network, with its parts behind it, each behind a line with its name.
fn feeds() -> Target {
    let today = day("2026-11-22");
    let run = move |input: &[u8]| {
        let text = as_text(input);
        let pieces = text.split("\u{1e}").filter_map(|piece| piece.split_once('\u{1f}'));
        look_for(pieces, today)
    };
    let problems = Default::default();
    let speakers = [Speaker { tag: "de", say: &|key| format!("<{key}>") }];
    let source = public("events/musterstadt.json").unwrap_or_default();
    let source = source.replace("\"id\": \"musterstadt\"", "\"id\": \"town\"");
    let written = feed::write("town", &source, today, true, &speakers, &problems);
    let files = written.map(|written| written.files).unwrap_or_default();
    let seed: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.ends_with("feed.json") || path.ends_with(".txt"))
        .map(|(path, text)| format!("{path}\u{1f}{text}"))
        .collect();
    Target {
        name: "feed",
        inputs: 8000,
        seeds: vec![seed.join("\u{1e}").into_bytes()],
        words: &["\u{1f}", "\u{1e}", "|", "zz", "ZZZZZZ", "\"parts\":[[0,0,0]]"],
        run: Box::new(run),
    }
}

/// Calendars and lists of meetings that an office imports.
fn calendars() -> Target {
    let run = |input: &[u8]| {
        let settings = sitz_und_stimme::import::Settings {
            place: Some("Bonn".to_owned()),
            organiser: Some("Stadt".to_owned()),
            source: Some("https://example.org".to_owned()),
            ..sitz_und_stimme::import::Settings::new(day("2026-11-22"))
        };
        let mut read = false;
        for name in ["a.ics", "a.json"] {
            let input = Input { name: name.to_owned(), content: Ok(input.to_vec()) };
            let outcome = import("town", None, &[input], &settings);
            if let Some(text) = &outcome.text {
                let problems = Default::default();
                read |= !events::read("town", text, day("2026-11-22"), false, &problems).is_empty();
                let problems = problems.into_inner();
                if !problems.is_empty() {
                    return Err(format!("an import writes what is not read: {problems:?}"));
                }
            }
        }
        Ok(read)
    };
    let mut seeds = fixtures("import");
    for text in [
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20261201T180000\r\n\
         RRULE:FREQ=WEEKLY;COUNT=5\r\nSUMMARY:Abend\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:",
        "BEGIN:VEVENT",
        "\u{feff}",
        "\r\n",
    ] {
        seeds.push(text.as_bytes().to_vec());
    }
    Target {
        name: "calendar",
        inputs: 300,
        seeds,
        words: &[
            "RRULE:FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2", "COUNT=1000000000", "UNTIL=45000101",
            "INTERVAL=0", "INTERVAL=-1", "BYDAY=4TH", "EXDATE:20261208T180000", "DTEND:19700101",
            "TZID=Mars/Olympus:", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE",
            "RECURRENCE-ID:", "20260229T256199Z", "00000101", "99999999", "DURATION:P9999999W",
            "\r\n ", "BYMONTHDAY=31", "BYSETPOS=-366", "WKST=SU", "BYHOUR=0,1,2,3,4,5,6,7",
            "RDATE:",
        ],
        run: Box::new(run),
    }
}
