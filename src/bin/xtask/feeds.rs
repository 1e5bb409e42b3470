//! Feeds: the page fetches events in parts, and the build makes them of the event files.
//!
//! What they look like stands in `src/domain/events/feed.rs`.

use crate::args::Args;
use crate::files::read;
use crate::process::root;
use crate::sizes::brotli;
use serde_json::{Map, Value};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed::{self, Feed, Speaker, Written};
use sitz_und_stimme::domain::events::{self, Now};
use sitz_und_stimme::domain::finder::{Index, Query};
use sitz_und_stimme::domain::json::{Problems, is_slug};
use sitz_und_stimme::domain::language;
use sitz_und_stimme::domain::messages::Tongue;
use sitz_und_stimme::domain::places::Places;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[path = "../../../tests/fixtures/die.rs"]
mod die;
#[path = "../../../tests/fixtures/synthetic.rs"]
mod synthetic;

/// Says the text of a message.
type Say<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// Puts feeds in the place of the event files in a folder of the page. Problems are printed; they do
/// not end the build, `cargo xtask check` is for that.
///
/// Each build begins with an empty folder, so feeds are kept elsewhere, too: one whose event file has
/// not changed is only copied.
pub fn write(folder: &Path) -> Result<(), String> {
    write_with(folder, &root().join("target/feeds"), today())
}

fn write_with(folder: &Path, kept: &Path, today: Date) -> Result<(), String> {
    let tongues = tongues(folder)?;
    for name in names(&folder.join("events"))? {
        let path = folder.join(events::file_of(&name));
        let text = read(&path)?;
        let demo = is_demo(folder, &name);
        let stamp = stamp(folder, &text, (today, demo))?;
        let own = folder.join("events").join(&name);
        let said = match copied(kept, &name, &stamp, &own) {
            Some(said) => said,
            None => {
                let problems = Problems::default();
                let written = written(&name, &text, (today, demo), &tongues, &problems);
                let said = in_words(&name, written.as_ref(), &problems);
                if let Some(written) = written {
                    put(folder, &own, &written)?;
                    // Without a place to keep it, it is made anew each time.
                    let _ = keep(kept, &name, &format!("{stamp}{said}"), &own);
                }
                said
            }
        };
        print!("{said}");
        std::fs::remove_file(&path)
            .map_err(|problem| format!("{} cannot be taken away: {problem}", path.display()))?;
    }
    Ok(())
}

/// Returns a line that is another one if the feed may be another one: it stands for the event file, the
/// messages, the day and this program.
fn stamp(folder: &Path, text: &str, (today, demo): (Date, bool)) -> Result<String, String> {
    let mut hasher = DefaultHasher::new();
    (text, today, demo).hash(&mut hasher);
    let messages = folder.join("messages");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&messages)
        .map_err(|problem| format!("{} cannot be read: {problem}", messages.display()))?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for file in files {
        (file.file_name(), read(&file)?).hash(&mut hasher);
    }
    let program = std::env::current_exe().and_then(std::fs::metadata);
    program.and_then(|data| data.modified()).ok().hash(&mut hasher);
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// Copies a feed that was kept, if it is the wanted one; returns what was said of it.
fn copied(kept: &Path, name: &str, stamp: &str, to: &Path) -> Option<String> {
    let note = std::fs::read_to_string(kept.join(format!("{name}.txt"))).ok()?;
    let said = note.strip_prefix(stamp)?;
    copy(&kept.join(name), to).ok()?;
    Some(said.to_owned())
}

/// Keeps a feed; the note about it is written last, so half a feed is none.
fn keep(kept: &Path, name: &str, note: &str, from: &Path) -> std::io::Result<()> {
    let (file, own) = (kept.join(format!("{name}.txt")), kept.join(name));
    for gone in [std::fs::remove_file(&file), std::fs::remove_dir_all(&own)] {
        gone.or_else(|problem| match problem.kind() {
            ErrorKind::NotFound => Ok(()),
            _ => Err(problem),
        })?;
    }
    copy(from, &own)?;
    std::fs::write(file, note)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let file = entry?;
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

/// Returns what is said on screen: the problems, and how many events there are.
fn in_words(name: &str, written: Option<&Written>, problems: &Problems) -> String {
    let mut out: String = problems.borrow().iter().map(|problem| format!("{problem}\n")).collect();
    out += &match written {
        None => format!("» events/{name}.json cannot be read: there is no feed of it\n"),
        Some(Written { count, left_out: 0, .. }) => {
            format!("» events/{name}.json: {count} events\n")
        }
        Some(Written { count, left_out, .. }) => format!(
            "» events/{name}.json: {count} events, {left_out} left out because of their problems\n"
        ),
    };
    out
}

fn written(
    name: &str,
    text: &str,
    (today, demo): (Date, bool),
    tongues: &[Tongue],
    problems: &Problems,
) -> Option<Written> {
    let says: Vec<Say<'_>> = tongues.iter().map(say_in).collect();
    let speakers = tongues.iter().zip(&says);
    let speakers: Vec<Speaker<'_>> =
        speakers.map(|(tongue, say)| Speaker { tag: &tongue.language.tag, say: &**say }).collect();
    feed::write(name, text, today, demo, &speakers, problems)
}

fn say_in(tongue: &Tongue) -> Say<'_> {
    Box::new(move |key| tongue.text(key).to_owned())
}

fn put(folder: &Path, own: &Path, written: &Written) -> Result<(), String> {
    std::fs::create_dir_all(own)
        .map_err(|problem| format!("{} cannot be made: {problem}", own.display()))?;
    for (file, text) in &written.files {
        let file = folder.join(file);
        std::fs::write(&file, text)
            .map_err(|problem| format!("{} cannot be written: {problem}", file.display()))?;
    }
    Ok(())
}

/// Returns the names of the event files in a folder, sorted; none without the folder.
fn names(folder: &Path) -> Result<Vec<String>, String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|end| end == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if !is_slug(&name) {
                return Err(format!("{} is no name for an event file", path.display()));
            }
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Tells whether the pack of that name is an example: its events may be counted from today.
fn is_demo(folder: &Path, name: &str) -> bool {
    let pack = std::fs::read_to_string(folder.join("packs").join(name).join("pack.json"));
    let pack: Option<Value> = pack.ok().and_then(|text| serde_json::from_str(&text).ok());
    pack.is_some_and(|pack| pack["demo"] == Value::Bool(true))
}

/// Returns the messages of all languages; the first language steps in for the others.
fn tongues(folder: &Path) -> Result<Vec<Tongue>, String> {
    let problems = Problems::default();
    let list = read(&folder.join("messages/languages.json"))?;
    let languages = language::read(&list, &problems);
    let mut first: Option<(language::Language, Map<String, Value>)> = None;
    let mut tongues = Vec::new();
    for language in languages {
        let file = folder.join(format!("messages/{}.json", language.tag));
        let texts: Map<String, Value> = serde_json::from_str(&read(&file)?)
            .map_err(|problem| format!("{} is no list of messages: {problem}", file.display()))?;
        let (fallback, spare) = first.get_or_insert_with(|| (language.clone(), texts.clone()));
        tongues.push(Tongue::new(language, fallback.clone(), texts, spare.clone()));
    }
    Ok(tongues)
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_days((since.as_secs() / 86_400) as i32)
}

/// Prints how large the feed of made-up events is, and how long it takes.
pub fn measure(mut args: Args) -> Result<(), String> {
    let mut counts = Vec::new();
    while let Some(word) = args.free() {
        counts.push(word.parse().map_err(|_| format!("`{word}` is no number of events"))?);
    }
    args.end()?;
    if counts.is_empty() {
        counts = vec![1_000, 10_000, 100_000];
    }
    let public = root().join("public");
    let (tongues, mut places) = (tongues(&public)?, Places::default());
    let problems = Problems::default();
    for file in ["places/nrw.txt", "places/nrw-postcodes.txt"] {
        places.add(file, &read(&public.join(file))?, &problems);
    }
    let table = read(&public.join("places/nrw.txt"))?;
    for count in counts {
        let text = synthetic::events(count, today(), &synthetic::towns(&table)).to_string();
        measure_one(&text, &tongues, &places)?;
    }
    Ok(())
}

fn measure_one(text: &str, tongues: &[Tongue], places: &Places) -> Result<(), String> {
    let problems = Problems::default();
    let begun = Instant::now();
    let written = written("synthetic", text, (today(), false), tongues, &problems);
    let took = begun.elapsed();
    if let Some(problem) = problems.borrow().first() {
        return Err(problem.to_string());
    }
    let written = written.ok_or("the events cannot be read")?;
    println!("{} events, written in {took:.1?}, {} files", written.count, written.files.len());
    let ending = |end: &str| -> Vec<&(String, String)> {
        written.files.iter().filter(|(path, _)| path.ends_with(end)).collect()
    };
    let (parts, head) = (ending(".txt"), ending("feed.json"));
    let sum = |files: &[&(String, String)]| {
        files.iter().try_fold(0, |sum, (_, text)| Ok::<u64, String>(sum + brotli(text.as_bytes())?))
    };
    let all = sum(&parts)?;
    let raw: usize = parts.iter().map(|(_, text)| text.len()).sum();
    println!("  feed.json {} bytes of brotli", sum(&head)?);
    println!(
        "  first two parts {}, first part {}",
        sum(&parts[..parts.len().min(2)])?,
        sum(&parts[..1])?
    );
    println!(
        "  all {} parts {all}, {:.2} for each event; raw {raw}",
        parts.len(),
        all as f64 / written.count as f64
    );
    let largest = ending(".json").iter().map(|(_, text)| text.len()).max().unwrap_or_default();
    println!("  largest file of details, raw {largest}");
    let feed = head.first().and_then(|(_, text)| Feed::read("synthetic", text, &problems));
    let feed = feed.ok_or("the feed cannot be read")?;
    let mut index = Index::default();
    index.name_kinds(&|kind| tongues[0].text(&format!("event.kind.{kind}")).to_owned());
    let begun = Instant::now();
    for (at, (_, text)) in parts.iter().enumerate() {
        index.add_part(&feed, at, text, today(), places, &problems);
    }
    println!("  all parts added in {:.1?}", begun.elapsed());
    for query in ["", "q=infoabend", "q=abend koeln", "near=Herten&km=30&with=evening", "past=1"] {
        let begun = Instant::now();
        let found = index.find(&Query::parse(query), Now::morning(today()), places);
        println!("  found {} for \"{query}\" in {:.1?}", found.total, begun.elapsed());
    }
    match problems.borrow().first() {
        Some(problem) => Err(problem.to_string()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path) -> Result<(), String> {
        write_with(folder, &folder.join("kept"), Date::from_days(20_000))
    }

    const GOOD: &str = r#"{"id": "a", "when": {"date": "2099-01-15", "time": "18:00"},
        "place": "Herne", "title": {"de": "Treffen"}, "kind": "stand", "organiser": "Stadt Herne",
        "status": "planned", "source": "https://example.org/a"}"#;

    fn events(id: &str, list: &str) -> String {
        format!(
            "{{\"format\": 1, \"id\": \"{id}\", \"as_of\": \"2026-11-22\", \"events\": [{list}]}}"
        )
    }

    /// Writes a folder as Trunk leaves it and returns it.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("feeds-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let public = root().join("public/messages");
        // Two languages will do: the tests are about files.
        let list = r#"[{"tag": "de", "name": "Deutsch", "dir": "ltr"},
            {"tag": "en", "name": "English", "dir": "ltr"}]"#;
        let list = ("messages/languages.json".to_owned(), list.to_owned());
        let messages = ["de.json", "en.json"].map(|file| {
            (format!("messages/{file}"), std::fs::read_to_string(public.join(file)).unwrap())
        });
        let messages = messages.into_iter().chain([list]);
        let own = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
        for (file, text) in messages.chain(own) {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        folder
    }

    fn there(folder: &Path, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(folder.join("events").join(name)).unwrap();
        let mut files: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    }

    #[test]
    fn feeds_take_the_place_of_event_files() {
        let counted = GOOD.replace("\"date\": \"2099-01-15\"", "\"in_days\": 3");
        let bad = GOOD.replace("\"id\": \"a\"", "\"id\": \"b\"").replace("stand", "picnic");
        let folder = folder(
            "place",
            &[
                ("events/town.json", &events("town", &format!("{bad}, {GOOD}"))),
                ("events/example.json", &events("example", &counted)),
                ("events/empty.json", &events("empty", "")),
                ("events/broken.json", "{"),
                ("packs/example/pack.json", r#"{"demo": true}"#),
            ],
        );
        write(&folder).unwrap();
        let usual = ["0.txt", "a.de.ics", "a.en.ics", "d0.json", "feed.json"];
        assert_eq!(there(&folder, "town"), usual);
        assert_eq!(there(&folder, "example"), ["0.txt", "d0.json", "feed.json"]);
        assert_eq!(there(&folder, "empty"), ["d0.json", "feed.json"]);
        assert_eq!(there(&folder, ""), ["empty", "example", "town"]);
        let calendar = read(&folder.join("events/town/a.en.ics")).unwrap();
        assert!(calendar.contains("Information stand\\, Stadt Herne"), "{calendar}");
        let details = read(&folder.join("events/town/d0.json")).unwrap();
        assert!(details.contains("\"id\":\"a\"") && !details.contains("picnic"));
        // Once more changes nothing: there is nothing left to do.
        write(&folder).unwrap();
        assert_eq!(there(&folder, "town"), usual);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_feed_is_made_anew_when_anything_about_it_has_changed() {
        let folder = folder("kept", &[]);
        let (kept, day) = (folder.join("kept"), Date::from_days(20_000));
        let build = |text: &str, day: Date| {
            let _ = std::fs::remove_dir_all(folder.join("events"));
            std::fs::create_dir_all(folder.join("events")).unwrap();
            std::fs::write(folder.join("events/town.json"), text).unwrap();
            write_with(&folder, &kept, day).unwrap();
            read(&folder.join("events/town/0.txt")).unwrap()
        };
        let one = events("town", GOOD);
        let first = build(&one, day);
        assert_eq!(build(&one, day), first);
        // What is kept is what is copied.
        std::fs::write(kept.join("town/0.txt"), "kept").unwrap();
        assert_eq!(build(&one, day), "kept");
        assert_eq!(there(&folder, "town").len(), 5);
        let other = events("town", &GOOD.replace("Treffen", "Fest"));
        assert!(build(&other, day).contains("Fest"));
        assert_eq!(build(&one, day), first, "only the last one is kept");
        for change in 0..4 {
            std::fs::write(kept.join("town/0.txt"), "kept").unwrap();
            match change {
                0 => std::fs::write(folder.join("messages/de.json"), "{}").unwrap(),
                1 => std::fs::remove_file(kept.join("town.txt")).unwrap(),
                2 => std::fs::write(kept.join("town.txt"), "0000").unwrap(),
                _ => {}
            }
            let later = day.plus_days(i32::from(change == 3));
            assert_eq!(build(&one, later), first, "{change}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_said_is_said_again_when_a_feed_is_copied() {
        let bad = GOOD.replace("stand", "picnic");
        let folder = folder("said", &[("events/town.json", &events("town", &bad))]);
        write(&folder).unwrap();
        let note = read(&folder.join("kept/town.txt")).unwrap();
        let (stamp, said) = note.split_at(17);
        assert!(said.starts_with("error: events/town.json /events/0/kind: \"picnic\""), "{said}");
        assert!(
            said.ends_with("» events/town.json: 0 events, 1 left out because of their problems\n")
        );
        let to = folder.join("again");
        assert_eq!(copied(&folder.join("kept"), "town", stamp, &to).as_deref(), Some(said));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_keeps_feeds_from_being_written_is_said() {
        let odd = folder("odd", &[("events/Two words.json", "{}")]);
        assert!(write(&odd).unwrap_err().contains("Two words.json"));
        std::fs::remove_dir_all(odd).unwrap();
        let mute = folder("mute", &[("events/a.json", "{}"), ("messages/en.json", "[]")]);
        assert!(write(&mute).unwrap_err().contains("en.json"));
        std::fs::remove_dir_all(mute).unwrap();
        assert_eq!(write(&folder("none", &[])), Ok(()), "no events are no fault");
    }
}
