//! `cargo xtask import FILE... --out public/events/town.json`: calendars become events of the app.

use crate::args::Args;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::import::bytes::MOST_BYTES;
use sitz_und_stimme::import::{Input, Outcome, Settings, import};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// What to import, and where to.
struct Job {
    files: Vec<PathBuf>,
    out: PathBuf,
    report: Option<PathBuf>,
    settings: Settings,
}

/// Reads the words after the command and imports.
pub fn run(args: Args) -> Result<ExitCode, String> {
    let job = Job::from_args(args, today())?;
    let outcome = job.outcome()?;
    let text = job.write(&outcome)?;
    print!("{text}");
    if let Some(file) = &job.report {
        replace(file, &text)?;
    }
    Ok(if outcome.text.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Job {
    fn from_args(mut args: Args, today: Date) -> Result<Job, String> {
        let mut settings = Settings::new(today);
        let out = args.value("--out")?.ok_or("say where to: --out public/events/town.json")?;
        let report = args.value("--report")?.map(PathBuf::from);
        settings.place = args.value("--place")?;
        settings.organiser = args.value("--organiser")?;
        settings.source = args.value("--source")?;
        settings.kind = args.value("--kind")?;
        settings.from = day(args.value("--from")?)?;
        settings.to = day(args.value("--to")?)?;
        settings.cancel_vanished = match args.value("--vanished")?.as_deref() {
            None | Some("keep") => false,
            Some("cancel") => true,
            Some(other) => return Err(format!("`--vanished {other}`: it is `keep` or `cancel`")),
        };
        let mut files = Vec::new();
        while let Some(file) = args.free() {
            files.push(PathBuf::from(file));
        }
        args.end()?;
        if files.is_empty() {
            return Err(
                "say what to import: import FILE... --out public/events/town.json".to_owned()
            );
        }
        settings.check()?;
        Ok(Job { files, out: out.into(), report, settings })
    }

    fn outcome(&self) -> Result<Outcome, String> {
        if self.out.extension().is_none_or(|ending| ending != "json") {
            return Err(format!("{}: the event file has to end with .json", self.out.display()));
        }
        let name = self.out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let old = match content(&self.out) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes);
                Some(text.map_err(|_| format!("{} is not UTF-8", self.out.display()))?)
            }
            Err(_) if !self.out.exists() => None,
            Err(problem) => return Err(format!("{}: {problem}", self.out.display())),
        };
        let input = |file: &PathBuf| Input {
            name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            content: content(file),
        };
        let inputs: Vec<Input> = self.files.iter().map(input).collect();
        Ok(import(&name, old.as_deref(), &inputs, &self.settings))
    }

    /// Writes the event file and returns the report.
    fn write(&self, outcome: &Outcome) -> Result<String, String> {
        let mut text = outcome.report.to_string();
        match &outcome.text {
            Some(events) => {
                replace(&self.out, events)?;
                text.push_str(&format!("{} is written\n", self.out.display()));
            }
            None => text.push_str("nothing is written\n"),
        }
        Ok(text)
    }
}

fn day(text: Option<String>) -> Result<Option<Date>, String> {
    let parse = |text: String| {
        Date::parse(&text).ok_or_else(|| format!("\"{text}\" is not a day: write YYYY-MM-DD"))
    };
    text.map(parse).transpose()
}

/// Returns what stands in a file; one that is too large is refused before it is read.
fn content(file: &Path) -> Result<Vec<u8>, String> {
    let told = |problem: std::io::Error| format!("it cannot be read: {problem}");
    let about = std::fs::metadata(file).map_err(told)?;
    if !about.is_file() {
        return Err("this is no file".to_owned());
    }
    if about.len() > MOST_BYTES {
        return Err(format!("it is larger than {} MB", MOST_BYTES / 1024 / 1024));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(file).map_err(told)?;
    // It may have grown since.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(told)?;
    Ok(bytes)
}

/// Writes a file whole or not at all.
fn replace(file: &Path, text: &str) -> Result<(), String> {
    let told = |problem: std::io::Error| format!("{} cannot be written: {problem}", file.display());
    let name = file.file_name().ok_or_else(|| format!("{} is no file", file.display()))?;
    let new =
        file.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
    let written = std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, file));
    written.inspect_err(|_| drop(std::fs::remove_file(&new))).map_err(told)
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_days((since.as_secs() / 86_400) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-22";
    const EVENT: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Infoabend\r\n\
                         DTSTART:20270301T180000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    /// A folder that is gone afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let name = format!("sitz-und-stimme-import-{name}-{}", std::process::id());
            let folder = Folder(std::env::temp_dir().join(name));
            std::fs::create_dir_all(&folder.0).expect("a folder can be made");
            folder
        }

        fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
            let path = self.0.join(name);
            std::fs::write(&path, text).expect("a file can be written");
            path.display().to_string()
        }

        fn text(&self, name: &str) -> String {
            std::fs::read_to_string(self.0.join(name)).unwrap_or_default()
        }

        fn names(&self) -> Vec<String> {
            let files = std::fs::read_dir(&self.0).expect("the folder is there").flatten();
            let mut names: Vec<String> =
                files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }

    fn job(words: &[&str]) -> Result<Job, String> {
        let today = Date::parse(TODAY).expect("a day");
        Job::from_args(Args::new(words.iter().map(|word| (*word).to_owned())), today)
    }

    /// Imports with everything said that an event may lack.
    fn imported(folder: &Folder, files: &[&str]) -> (bool, String) {
        let out = folder.0.join("town.json").display().to_string();
        let said = ["--place", "Herne", "--organiser", "Stadt", "--source", "https://a.example"];
        let words = [files, &["--out", &out], &said].concat();
        let job = job(&words).expect("the words are right");
        let outcome = job.outcome().expect("there is an outcome");
        (outcome.text.is_some(), job.write(&outcome).expect("it can be written"))
    }

    #[test]
    fn words_are_understood_or_refused() {
        let job_of = |line: &str| job(&line.split(' ').collect::<Vec<_>>());
        let good = job_of(
            "a.ics --from 2027-01-01 b.json --to=2027-06-30 --out town.json --kind training \
             --vanished cancel --report r.txt",
        );
        let good = good.expect("the words are right");
        assert_eq!(good.files, [PathBuf::from("a.ics"), PathBuf::from("b.json")]);
        assert_eq!((good.out, good.report), ("town.json".into(), Some("r.txt".into())));
        assert_eq!(good.settings.kind.as_deref(), Some("training"));
        assert_eq!(good.settings.window().to, Date::parse("2027-06-30").expect("a day"));
        assert!(good.settings.cancel_vanished);
        for (line, words) in [
            ("a.ics", "--out"),
            ("--out town.json", "say what to import"),
            ("a.ics --out town.json --from 1.1.2027", "write YYYY-MM-DD"),
            ("a.ics --out town.json --vanished delete", "`keep` or `cancel`"),
            ("a.ics --out town.json --source x", "no address"),
            ("a.ics --out town.json --kind x", "no kind"),
            ("a.ics --out town.json --from 2027-02-01 --to 2027-01-01", "there is no day"),
            ("a.ics --out town.json --plcae x", "`--plcae`"),
            ("a.ics --out", "needs a value"),
        ] {
            let problem = job_of(line).err().unwrap_or_default();
            assert!(problem.contains(words), "{line}: {problem}");
        }
    }

    #[test]
    fn an_event_file_is_written_whole_and_nothing_else() {
        let folder = Folder::new("whole");
        let calendar = folder.put("a.ics", EVENT);
        let (written, report) = imported(&folder, &[&calendar]);
        assert!(written && report.contains("1 written"), "{report}");
        assert_eq!(folder.names(), ["a.ics", "town.json"]);
        let first = folder.text("town.json");
        assert!(first.contains("\"id\": \"town\"") && first.ends_with("}\n"), "{first}");
        assert!(imported(&folder, &[&calendar]).0);
        assert_eq!(folder.text("town.json"), first);
        // Nothing to take, so nothing changes.
        let empty = folder.put("b.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
        let (written, report) = imported(&folder, &[&empty]);
        assert!(!written && report.contains("nothing is written"), "{report}");
        assert_eq!(folder.text("town.json"), first);
    }

    #[test]
    fn what_is_no_file_or_too_large_is_refused_before_it_is_read() {
        let folder = Folder::new("large");
        let large = folder.put("large.ics", EVENT);
        let file = std::fs::OpenOptions::new().write(true).open(&large).expect("a file");
        file.set_len(2 << 30).expect("a file may have holes");
        let place = folder.0.display().to_string();
        let missing = folder.0.join("missing.ics").display().to_string();
        for (file, words) in [
            (large.as_str(), "large.ics: it is larger than 20 MB"),
            (place.as_str(), "this is no file"),
            (missing.as_str(), "missing.ics: it cannot be read"),
            ("", "it cannot be read"),
            (&"x".repeat(4_000), "it cannot be read"),
        ] {
            let (written, report) = imported(&folder, &[file]);
            assert!(!written && report.contains(words), "{words}: {report}");
        }
        assert_eq!(folder.names(), ["large.ics"]);
    }

    #[test]
    fn an_event_file_that_cannot_be_read_is_kept() {
        let folder = Folder::new("kept");
        let calendar = folder.put("a.ics", EVENT);
        for broken in ["{".as_bytes(), b"\xff\xfe{}", b""] {
            folder.put("town.json", broken);
            let out = folder.0.join("town.json").display().to_string();
            let words = [calendar.as_str(), "--out", &out, "--place", "Herne"];
            let outcome = job(&words).expect("the words are right").outcome();
            assert!(outcome.is_err() || outcome.is_ok_and(|outcome| outcome.text.is_none()));
            assert_eq!(std::fs::read(&out).expect("it is there"), broken);
        }
        let wrong = job(&[calendar.as_str(), "--out", "town.txt"]).expect("words").outcome();
        assert!(wrong.is_err_and(|problem| problem.contains(".json")));
    }
}
