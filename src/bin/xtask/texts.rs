//! `cargo xtask texts ...`: the tools of translators; see `docs/languages.md`.

use crate::args::Args;
use crate::process::root;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::language::Direction;
use sitz_und_stimme::texts::begin::{self, Beginning};
use sitz_und_stimme::texts::book::{self, Book, FIRST, LANGUAGES, Shelf};
use sitz_und_stimme::texts::report::{self, Standing};
use sitz_und_stimme::texts::rows::{self, Only, State};
use sitz_und_stimme::texts::simple::{self, Reading};
use sitz_und_stimme::texts::{pseudo, sheet, stamps, taken};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// Language that is held to the rules of simple German.
pub const SIMPLE: &str = "de-simple";

/// How to use the command.
const USAGE: &str = "say what to do: texts export, import, report, accept, new or pseudo";

/// The files of a project.
pub struct Place {
    root: PathBuf,
    names: Vec<String>,
}

/// Runs the words after the command in this project.
pub fn run(args: Args) -> Result<ExitCode, String> {
    Place::new(root())?.run(args)
}

impl Place {
    /// Looks which files there are.
    pub fn new(root: &Path) -> Result<Place, String> {
        let mut names = Vec::new();
        let public = root.join("public");
        let mut open = vec![public.clone()];
        while let Some(folder) = open.pop() {
            let entries = std::fs::read_dir(&folder)
                .map_err(|problem| format!("{} cannot be read: {problem}", folder.display()))?;
            for path in entries.flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(name) = path.strip_prefix(&public) {
                    names.push(name.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        names.sort();
        Ok(Place { root: root.to_owned(), names })
    }

    /// Calls `work` with the shelf of these files.
    fn with<T>(&self, work: impl FnOnce(&Shelf<'_>) -> T) -> T {
        let read = |file: &str| std::fs::read_to_string(self.root.join("public").join(file)).ok();
        let stamps = |tag: &str| std::fs::read_to_string(self.root.join(stamps::file_of(tag))).ok();
        work(&Shelf { names: &self.names, read: &read, stamps: &stamps })
    }

    fn book(&self, language: &str) -> Result<Book, String> {
        self.with(|shelf| Book::read(shelf, language))
    }

    fn run(&self, mut args: Args) -> Result<ExitCode, String> {
        match args.free().as_deref() {
            Some("export") => self.export(args),
            Some("import") => self.import(args),
            Some("report") => self.report(args),
            Some("accept") => self.accept(args),
            Some("new") => self.begin(args),
            Some("pseudo") => self.pseudo(args),
            Some(other) => Err(format!("there is no `texts {other}`; {USAGE}")),
            None => Err(USAGE.to_owned()),
        }
    }

    fn export(&self, mut args: Args) -> Result<ExitCode, String> {
        let to = args.value("--to")?;
        let only = args.value("--only")?.unwrap_or_else(|| "all".to_owned());
        let only =
            Only::parse(&only).ok_or(format!("`--only {only}`: it is missing, stale or all"))?;
        let separator = args.value("--separator")?.unwrap_or_else(|| "comma".to_owned());
        let names = ["comma", "semicolon", "tab"];
        let at = names.iter().position(|name| *name == separator);
        let at = at.ok_or(format!("`--separator {separator}`: it is {}", names.join(", ")))?;
        let language = language(&mut args)?;
        args.end()?;
        if language == FIRST {
            return Err("German is what the others are compared with".to_owned());
        }
        let book = self.book(&language)?;
        let (table, count) = rows::export(&book, only, sheet::SEPARATORS[at]);
        let is_optional = |row: &&rows::Row| only == Only::All && row.state == State::Optional;
        let optional = rows::rows(&book).iter().filter(is_optional).count();
        let to = to.map_or_else(|| PathBuf::from(format!("{language}.csv")), PathBuf::from);
        write(&to, &table)?;
        println!("{}", exported(count, optional, &to));
        Ok(ExitCode::SUCCESS)
    }

    fn import(&self, mut args: Args) -> Result<ExitCode, String> {
        let language = language(&mut args)?;
        let file = args.free().ok_or("say which file: texts import LANG FILE")?;
        args.end()?;
        let bytes = std::fs::read(&file).map_err(|problem| format!("{file}: {problem}"))?;
        let table = String::from_utf8(bytes).map_err(|_| {
            format!("{file} is not UTF-8: save it as CSV with the character set UTF-8")
        })?;
        let mut book = self.book(&language)?;
        let before = book.stamps.clone();
        let taken =
            taken::take(&mut book, &table).map_err(|problem| format!("{file}: {problem}"))?;
        for remark in &taken.remarks {
            println!("{remark}");
        }
        let changed = book.changed();
        for (name, text) in &changed {
            write(&self.root.join("public").join(name), text)?;
            println!("public/{name} is written");
        }
        if book.stamps != before {
            self.write_stamps(&book)?;
        }
        println!(
            "{} new, {} as before, {} still empty, {} accepted, {} refused",
            taken.new,
            taken.same,
            taken.empty,
            taken.accepted,
            taken.refused()
        );
        Ok(if taken.refused() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn report(&self, mut args: Args) -> Result<ExitCode, String> {
        let language = args.free();
        args.end()?;
        match language {
            Some(language) => {
                // The list may be long: who reads only its beginning ends the pipe.
                let list = report::standing(&self.book(&language)?).list();
                let _ = std::io::stdout().write_all(list.as_bytes());
            }
            None => {
                for standing in self.standings()? {
                    println!("{}", standing.line());
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Looks at all languages but the first.
    pub fn standings(&self) -> Result<Vec<Standing>, String> {
        let languages = self.with(book::languages)?;
        let others = languages.iter().filter(|language| language.tag != FIRST);
        others.map(|language| Ok(report::standing(&self.book(&language.tag)?))).collect()
    }

    /// Reads simple German; `None` if the app does not have it.
    pub fn simple(&self) -> Result<Option<Reading>, String> {
        let languages = self.with(book::languages)?;
        if !languages.iter().any(|language| language.tag == SIMPLE) {
            return Ok(None);
        }
        let book = self.book(SIMPLE)?;
        let rows = rows::rows(&book);
        let named =
            |row: &rows::Row| row.key.starts_with("glossary.") && row.key.ends_with(".name");
        let glossary: Vec<String> =
            rows.iter().filter(|row| named(row)).map(|row| row.text.clone()).collect();
        let text = |row: &rows::Row| {
            let file = book.parts[row.part].set.file(SIMPLE);
            (format!("{file} /{}", row.key), row.text.clone())
        };
        Ok(Some(simple::read(&rows.iter().map(text).collect::<Vec<_>>(), &glossary)))
    }

    fn accept(&self, mut args: Args) -> Result<ExitCode, String> {
        let language = language(&mut args)?;
        let mut keys = Vec::new();
        while let Some(key) = args.free() {
            keys.push(key);
        }
        args.end()?;
        let mut book = self.book(&language)?;
        let count = book.accept(&keys)?;
        self.write_stamps(&book)?;
        println!("{count} texts count as made after the present German text");
        Ok(ExitCode::SUCCESS)
    }

    fn begin(&self, mut args: Args) -> Result<ExitCode, String> {
        let name = args.value("--name")?.unwrap_or_default();
        let direction = match args.value("--dir")?.as_deref() {
            None | Some("ltr") => Direction::LeftToRight,
            Some("rtl") => Direction::RightToLeft,
            Some(other) => return Err(format!("`--dir {other}`: it is ltr or rtl")),
        };
        let tag = language(&mut args)?;
        args.end()?;
        let new = Beginning { tag: tag.clone(), name, direction, partial: true, today: today() };
        for (file, text) in self.with(|shelf| begin::files(shelf, &new))? {
            write(&self.root.join("public").join(&file), &text)?;
            println!("public/{file} is written");
        }
        let (file, text) = begin::stamps(&tag);
        write(&self.root.join(&file), &text)?;
        println!("{file} is written\nNow: cargo xtask texts export {tag}");
        Ok(ExitCode::SUCCESS)
    }

    fn pseudo(&self, mut args: Args) -> Result<ExitCode, String> {
        let times = args.value("--long")?.unwrap_or_else(|| "1.4".to_owned());
        let number = times.parse::<f64>().ok().filter(|times| (1.0..=10.0).contains(times));
        let number = number.ok_or(format!("`--long {times}`: it is a number of times, 1 to 10"))?;
        let percent = (number * 100.0).round() as usize;
        let folder = PathBuf::from(args.free().ok_or("say where to: texts pseudo DIR")?);
        args.end()?;
        let own = |name: &str| is_in(&folder, &self.root.join(name));
        if own("public") || own("src") {
            return Err("a made-up language is never shipped: take another folder".to_owned());
        }
        let files = self.with(|shelf| pseudo::files(shelf, percent, today()))?;
        for (file, text) in &files {
            write(&folder.join(file), text)?;
        }
        // A finished page holds the list of languages itself.
        let page = folder.join("index.html");
        let list = files.iter().find(|(file, _)| file == LANGUAGES).map(|(_, text)| text);
        if let (Ok(html), Some(list)) = (std::fs::read_to_string(&page), list)
            && let Some(html) = pseudo::page(&html, list)
        {
            write(&page, &html)?;
        }
        println!("{} files are in {}: ?lang=qps and ?lang=qps-rtl", files.len(), folder.display());
        Ok(ExitCode::SUCCESS)
    }

    fn write_stamps(&self, book: &Book) -> Result<(), String> {
        let file = stamps::file_of(&book.language);
        write(&self.root.join(&file), &stamps::write(&book.stamps))?;
        println!("{file} is written");
        Ok(())
    }
}

/// Says how many texts were written, with the number that the report counts, too.
fn exported(count: usize, optional: usize, to: &Path) -> String {
    let more = match optional {
        0 => String::new(),
        _ => format!(", and {optional} of towns that need no translation (`optional`)"),
    };
    format!("{} texts are in {}{more}", count - optional, to.display())
}

fn language(args: &mut Args) -> Result<String, String> {
    args.free().ok_or("say which language, by its tag".to_owned())
}

/// Writes a file whole, or leaves the old one: the new text takes its name at the end.
fn write(file: &Path, text: &str) -> Result<(), String> {
    let fault = |problem| format!("{} cannot be written: {problem}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(fault)?;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!("{name}.new"));
    std::fs::write(&beside, text).map_err(fault)?;
    std::fs::rename(&beside, file).map_err(fault)
}

fn is_in(folder: &Path, other: &Path) -> bool {
    let full = |path: &Path| {
        let there =
            path.ancestors().find_map(|path| path.canonicalize().ok().zip(Some(path.to_owned())));
        there.map(|(full, known)| full.join(path.strip_prefix(known).unwrap_or(Path::new(""))))
    };
    full(folder).zip(full(other)).is_some_and(|(folder, other)| folder.starts_with(other))
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_days((since.as_secs() / 86_400) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project of its own with what translators change, for one test.
    struct Copy(PathBuf);

    impl Copy {
        fn new(name: &str) -> Copy {
            let folder = std::env::temp_dir().join(format!("texts-{name}-{}", std::process::id()));
            let _ = std::fs::remove_dir_all(&folder);
            for part in ["public/messages", "public/packs", "texts"] {
                copy(&root().join(part), &folder.join(part));
            }
            Copy(folder)
        }

        fn run(&self, line: &str) -> Result<ExitCode, String> {
            Place::new(&self.0)?.run(Args::new(line.split_whitespace().map(str::to_owned)))
        }

        fn path(&self, file: &str) -> String {
            self.0.join(file).to_string_lossy().into_owned()
        }

        fn text(&self, file: &str) -> String {
            std::fs::read_to_string(self.0.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
        }
    }

    impl Drop for Copy {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder").flatten() {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &target);
            } else {
                std::fs::copy(entry.path(), target).expect("a file");
            }
        }
    }

    /// `ExitCode` cannot be compared.
    fn is_good(code: Result<ExitCode, String>) -> bool {
        format!("{:?}", code.expect("no problem")) == format!("{:?}", ExitCode::SUCCESS)
    }

    #[test]
    fn a_language_goes_all_the_way_by_commands_alone() {
        let project = Copy::new("way");
        let table = project.path("table.csv");
        assert!(is_good(project.run("new bg --name Български")));
        assert!(project.text("public/messages/languages.json").contains("\"tag\": \"bg\""));
        assert_eq!(project.text("public/packs/nrw/way.bg.json"), "{}\n");
        assert!(is_good(project.run(&format!("export bg --only missing --to {table}"))));

        let sheet = project.text("table.csv");
        let row = sheet.lines().find(|line| line.contains("\"nav.home\"")).expect("a row");
        let filled = row.replace("\"Start\",\"\"", "\"Start\",\"Початок\"");
        let sheet = sheet.replace(row, &filled);
        std::fs::write(project.0.join("table.csv"), &sheet).expect("written");
        assert!(is_good(project.run(&format!("import bg {table}"))));
        assert_eq!(project.text("public/messages/bg.json"), "{\n  \"nav.home\": \"Початок\"\n}\n");
        assert!(project.text("texts/bg.made-after.json").contains("messages nav.home"));

        // A fault is named by the exit code, and the rest is taken.
        let lead = sheet.lines().find(|line| line.contains("\"home.title\"")).expect("a row");
        let wrong = lead.replacen(",\"\",\"missing\"", ",\"<b>\",\"missing\"", 1);
        assert_ne!(lead, wrong);
        let sheet = sheet.replace("Початок", "Старт").replace(lead, &wrong);
        std::fs::write(project.0.join("table.csv"), sheet).expect("written");
        assert!(!is_good(project.run(&format!("import bg {table}"))));
        assert_eq!(project.text("public/messages/bg.json"), "{\n  \"nav.home\": \"Старт\"\n}\n");
        assert!(is_good(project.run("report tr")) && is_good(project.run("report")));
    }

    #[test]
    fn what_comes_back_unchanged_changes_no_file() {
        let project = Copy::new("same");
        let table = project.path("table.csv");
        let all = |project: &Copy| {
            let files = [
                "public/messages/ar.json", "public/packs/wetter/pack.json",
                "texts/ar.made-after.json",
            ];
            files.map(|file| project.text(file))
        };
        let before = all(&project);
        for separator in ["comma", "semicolon", "tab"] {
            assert!(is_good(
                project.run(&format!("export ar --separator {separator} --to {table}"))
            ));
            assert!(is_good(project.run(&format!("import ar {table}"))));
            assert_eq!(all(&project), before);
        }
        assert!(is_good(project.run("accept ar nav.home")));
        assert!(is_good(project.run("accept ar")));
        assert_eq!(all(&project), before, "everything is as after the present German text");
    }

    #[test]
    fn the_number_of_texts_is_that_of_the_report() {
        let to = Path::new("es.csv");
        assert_eq!(exported(8, 0, to), "8 texts are in es.csv");
        let said = exported(1_750, 6, to);
        assert!(said.starts_with("1744 texts are in es.csv, and 6 of towns"), "{said}");
    }

    #[test]
    fn made_up_languages_are_laid_over_a_finished_page_only() {
        let project = Copy::new("pseudo");
        let page =
            "<script type=\"application/json\" data-file=\"messages/languages.json\">[]</script>";
        write(&project.0.join("dist/index.html"), page).expect("written");
        assert!(is_good(project.run(&format!("pseudo --long 2 {}", project.path("dist")))));
        assert!(project.text("dist/index.html").contains("qps-rtl"));
        assert!(project.text("dist/messages/qps.json").contains('⟦'));
        for folder in ["public", "public/messages", "src", "public/new/folder"] {
            assert!(project.run(&format!("pseudo {}", project.path(folder))).is_err(), "{folder}");
        }
    }

    #[test]
    fn words_that_make_no_sense_are_refused() {
        let project = Copy::new("words");
        for line in [
            "", "exprt tr", "export", "export tr --only some", "export tr --separator dot",
            "export de", "export xx", "export tr more", "import", "import tr",
            "import tr nowhere.csv", "import de x", "report xx", "accept", "accept tr no.key",
            "new", "new uk", "new uk --name", "new tr --name T", "new UK --name U",
            "new uk --name U --dir up", "pseudo", "pseudo --long 0 x", "pseudo --long 99 x",
            "pseudo --long two x",
        ] {
            assert!(project.run(line).is_err(), "{line:?} is taken");
        }
        std::fs::write(project.0.join("latin.csv"), b"file,key,translation\nx,y,\xfc\n")
            .expect("written");
        let problem = project.run(&format!("import tr {}", project.path("latin.csv")));
        assert!(problem.expect_err("not UTF-8").contains("UTF-8"));
    }

    #[test]
    fn simple_german_is_read() {
        let place = Place::new(root()).expect("the project");
        let reading = place.simple().expect("texts").expect("simple German");
        assert_eq!(reading.errors(), Vec::<String>::new());
        assert_eq!(
            place.standings().expect("texts").len() + 1,
            place.with(book::languages).unwrap().len()
        );
    }
}
