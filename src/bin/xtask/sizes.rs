//! The size table: what a visitor downloads, compressed as a good server does it.

use crate::css;
use crate::files::read;
use crate::html::{Piece, pieces};
use crate::offline::{PART, WORKER};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The pack that a visitor gets without asking for one.
/// What the stand that breaks on order says when it does: see `src/ui/stand/fault.rs`.
const ON_ORDER: &[u8] = b"broken on order";
const APP: &str = "sitz-und-stimme";

/// One line of the table. Limits and values are bytes, or plain numbers where `count` is set.
struct Row {
    what: String,
    value: u64,
    target: u64,
    fail: u64,
    count: bool,
}

/// The files of a release that matter for the table.
struct Release {
    index: String,
    wasm: Vec<PathBuf>,
    /// The second part of the program, and what it shares with the third.
    later: Vec<PathBuf>,
    /// The third, which looks for events.
    third: Vec<PathBuf>,
    /// The part that only a stand has.
    stand: Vec<PathBuf>,
    glue: Vec<PathBuf>,
    service_worker: Vec<PathBuf>,
    sheets: Vec<PathBuf>,
    later_sheets: Vec<PathBuf>,
    stand_sheets: Vec<PathBuf>,
    /// What is read in each language, the one with the most bytes first.
    contents: Vec<Content>,
    /// What the list of events waits for, of the largest feed.
    events: u64,
}

/// The content in one language.
#[derive(Default)]
struct Content {
    language: String,
    /// What is loaded before the quiz.
    files: Vec<PathBuf>,
    bytes: u64,
    /// With the texts of all pages.
    whole: u64,
}

/// Prints the table of a release; fails past a limit or if the release is broken.
pub fn report(dist: &Path) -> Result<(), String> {
    let release = Release::read(dist)?;
    let rows = release.rows()?;
    println!("\n{:<44}{:>10}{:>9}{:>9}", "brotli 11", "size", "target", "fail");
    for row in &rows {
        println!("{}", row.line());
    }
    println!(
        "{:<44}{:>10}\n",
        "(style sheets inside index.html)",
        kilobytes(release.inlined_css()?)
    );
    println!("{:<44}{:>10}{:>9}", "content by language", "the quiz", "in all");
    for content in &release.contents {
        let (quiz, whole) = (kilobytes(content.bytes), kilobytes(content.whole));
        println!("{:<44}{quiz:>10}{whole:>9}", content.language);
    }
    println!();
    let mut faults: Vec<String> = rows.iter().filter_map(Row::fault).collect();
    faults.extend(release.faults(dist)?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n✗ ")) }
}

impl Row {
    fn bytes(what: impl Into<String>, value: u64, target: u64, fail: u64) -> Self {
        Self { what: what.into(), value, target: target * 1000, fail: fail * 1000, count: false }
    }

    fn shown(&self, value: u64) -> String {
        if self.count { value.to_string() } else { kilobytes(value) }
    }

    fn line(&self) -> String {
        let mark = match self.value {
            value if value > self.fail => "TOO BIG",
            value if value > self.target => "over target",
            _ => "ok",
        };
        let limit = |value: u64| {
            if self.count { value.to_string() } else { format!("{} kB", value / 1000) }
        };
        format!(
            "{:<44}{:>10}{:>9}{:>9}  {mark}",
            self.what,
            self.shown(self.value),
            limit(self.target),
            limit(self.fail)
        )
    }

    fn fault(&self) -> Option<String> {
        (self.value > self.fail).then(|| {
            format!(
                "{}: {} is past the limit of {}",
                self.what,
                self.shown(self.value),
                self.shown(self.fail)
            )
        })
    }
}

impl Release {
    fn read(dist: &Path) -> Result<Self, String> {
        let top = files_in(dist)?;
        let named = |wanted: &str| -> Vec<PathBuf> {
            let fits = |file: &&PathBuf| file.extension() == Some(OsStr::new(wanted));
            top.iter().filter(fits).cloned().collect()
        };
        let (service_worker, glue) = named("js")
            .into_iter()
            .partition(|file| ends_with(file, WORKER) || ends_with(file, PART));
        let (later, wasm): (Vec<PathBuf>, Vec<PathBuf>) = named("wasm")
            .into_iter()
            .partition(|file| !file.to_string_lossy().ends_with("_bg.wasm"));
        let ends = |end: &'static str| move |file: &PathBuf| file.to_string_lossy().ends_with(end);
        let (third, later): (Vec<_>, Vec<_>) = later.into_iter().partition(ends("_finder.wasm"));
        let (stand, later) = later.into_iter().partition(ends("_stand.wasm"));
        let (later_sheets, sheets): (Vec<_>, Vec<_>) =
            named("css").into_iter().partition(ends("_later.css"));
        let (stand_sheets, sheets) = sheets.into_iter().partition(ends("_stand.css"));
        Ok(Self {
            index: read(&dist.join("index.html"))?,
            wasm,
            later,
            third,
            stand,
            glue,
            service_worker,
            sheets,
            later_sheets,
            stand_sheets,
            contents: Content::of_all(dist)?,
            events: first_events(dist)?,
        })
    }

    fn rows(&self) -> Result<Vec<Row>, String> {
        let index = brotli(self.index.as_bytes())?;
        let wasm = sum(&self.wasm)?;
        let glue = sum(&self.glue)?;
        let sheets = sum(&self.sheets)?;
        let none = Content::default();
        let largest = self.contents.first().unwrap_or(&none);
        let content = largest.bytes;
        let requests =
            1 + self.wasm.len() + self.glue.len() + self.sheets.len() + largest.files.len();
        Ok(vec![
            Row::bytes("index.html", index, 10, 14),
            Row::bytes("main wasm", wasm, 100, 150),
            Row::bytes("js glue, boot, service worker", glue + sum(&self.service_worker)?, 10, 15),
            Row::bytes("style sheets", sheets, 9, 14),
            Row::bytes(format!("messages and pack texts ({})", largest.language), content, 25, 35),
            Row::bytes(
                "until the quiz can be answered",
                index + wasm + glue + sheets + content,
                140,
                195,
            ),
            Row {
                what: "requests until then".to_owned(),
                value: requests as u64,
                target: 7,
                fail: 9,
                count: true,
            },
            // With what it shares with the other parts: in files of their own, which costs 4 kB.
            Row::bytes("second wasm, fetched when the page stands", sum(&self.later)?, 100, 126),
            Row::bytes("its style sheet", sum(&self.later_sheets)?, 9, 14),
            Row::bytes("feed of events with its first two parts", self.events, 20, 50),
            Row::bytes("third wasm, the finder, behind it", sum(&self.third)?, 40, 60),
            Row::bytes("wasm of the stand, only there", sum(&self.stand)?, 40, 60),
            Row::bytes("its style sheet, only there", sum(&self.stand_sheets)?, 6, 10),
        ])
    }

    /// What is wrong with a release beside its size.
    fn faults(&self, dist: &Path) -> Result<Vec<String>, String> {
        let mut faults = Vec::new();
        if dist.join("snippets").exists() {
            faults.push(
                "dist/snippets exists: a crate brought JavaScript of its own, whose file names \
                 carry no hash"
                    .to_owned(),
            );
        }
        if !css::opens_with_layer_order(self.style()?) {
            faults.push(
                "the `@layer` statement is not the first of the style sheets in index.html"
                    .to_owned(),
            );
        }
        let parts = [&self.wasm, &self.third, &self.stand, &self.glue].map(Vec::len);
        let second =
            self.later.iter().filter(|f| f.to_string_lossy().ends_with("_later.wasm")).count();
        if parts != [1; 4] || second != 1 {
            faults.push(format!(
                "dist holds {} first, {second} second and {} third wasm, {} of the stand and {} js files of \
                 the app instead of one each",
                parts[0], parts[1], parts[2], parts[3]
            ));
        }
        let all = [&self.wasm, &self.later, &self.third, &self.stand, &self.glue];
        for file in all.into_iter().flatten() {
            let bytes = std::fs::read(file).unwrap_or_default();
            if bytes.windows(ON_ORDER.len()).any(|word| word == ON_ORDER) {
                faults.push(
                    "dist holds the stand that breaks on order, which is for trials only"
                        .to_owned(),
                );
            }
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !name.starts_with(APP) || !self.index.contains(name.as_ref()) {
                faults.push(format!("index.html does not load {name}"));
            }
        }
        for file in files_in(&dist.join("events")).unwrap_or_default() {
            faults.push(format!("{} is no feed: events are fetched in parts", file.display()));
        }
        if self.contents.is_empty() {
            faults.push("dist holds no messages".to_owned());
        }
        Ok(faults)
    }

    fn style(&self) -> Result<&str, String> {
        let style = pieces(&self.index)?.into_iter().find_map(|piece| match piece {
            Piece::Style(text) => Some(text),
            _ => None,
        });
        Ok(style.unwrap_or_default())
    }

    fn inlined_css(&self) -> Result<u64, String> {
        brotli(self.style()?.as_bytes())
    }
}

impl Content {
    /// Returns what is loaded in each language, the one with the most bytes before the quiz first.
    fn of_all(dist: &Path) -> Result<Vec<Self>, String> {
        let packs = chain(dist)?;
        let mut all = Vec::new();
        for messages in files_in(&dist.join("messages")).unwrap_or_default() {
            let language = messages.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if language == "languages" {
                continue;
            }
            let mut files = vec![messages];
            let mut further = Vec::new();
            for pack in &packs {
                files.push(pack.join("pack.json"));
                files.push(pack.join(format!("{language}.json")));
                further.extend(
                    ["fit", "role", "way"].map(|set| pack.join(format!("{set}.{language}.json"))),
                );
            }
            files.retain(|file| file.is_file());
            further.retain(|file| file.is_file());
            let bytes = sum(&files)?;
            all.push(Self { language, files, bytes, whole: bytes + sum(&further)? });
        }
        all.sort_by_key(|content| std::cmp::Reverse(content.bytes));
        Ok(all)
    }
}

/// Returns the size of the head and of two parts of the largest feed.
fn first_events(dist: &Path) -> Result<u64, String> {
    let mut largest = 0;
    for feed in std::fs::read_dir(dist.join("events")).into_iter().flatten().flatten() {
        let mut files: Vec<PathBuf> =
            ["feed.json", "0.txt", "1.txt"].map(|file| feed.path().join(file)).into();
        files.retain(|file| file.is_file());
        largest = largest.max(sum(&files)?);
    }
    Ok(largest)
}

/// Returns the folders of the default pack and of those it extends.
fn chain(dist: &Path) -> Result<Vec<PathBuf>, String> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let index = read(&dist.join("index.html"))?;
    let default = index.split_once("data-pack=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (default, _) = default.ok_or("index.html names no pack in data-pack")?;
    let mut next = Some(default.to_owned());
    while let Some(folder) = next.map(|name| dist.join("packs").join(name)) {
        let file = folder.join("pack.json");
        if !file.is_file() || folders.contains(&folder) {
            break;
        }
        let pack: serde_json::Value = serde_json::from_str(&read(&file)?)
            .map_err(|problem| format!("{}: {problem}", file.display()))?;
        next = pack["extends"].as_str().map(str::to_owned);
        folders.push(folder);
    }
    Ok(folders)
}

fn ends_with(file: &Path, end: &str) -> bool {
    file.to_string_lossy().ends_with(end)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder)
        .map_err(|problem| format!("{} cannot be read: {problem}", folder.display()))?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Returns the sum of files that are compressed one by one, as a server sends them.
fn sum(files: &[PathBuf]) -> Result<u64, String> {
    files.iter().try_fold(0, |total, file| {
        let bytes = std::fs::read(file)
            .map_err(|problem| format!("{} cannot be read: {problem}", file.display()))?;
        Ok(total + brotli(&bytes)?)
    })
}

/// Returns the size of bytes under brotli 11 with a window of 22.
pub fn brotli(bytes: &[u8]) -> Result<u64, String> {
    Ok(packed(bytes)?.len() as u64)
}

/// Returns bytes packed by brotli 11 with a window of 22.
pub fn packed(mut bytes: &[u8]) -> Result<Vec<u8>, String> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &params)
        .map_err(|problem| format!("brotli: {problem}"))?;
    Ok(packed)
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<html data-pack=\"musterstadt\">\
        <style>@layer a,b;</style><script>import(\"./sitz-und-stimme-1.js\")\
        .then(glue => glue.default(\"./sitz-und-stimme-1_bg.wasm\"));\
        [\"sitz-und-stimme-1_shared.wasm\", \"sitz-und-stimme-1_later.wasm\", \
        \"sitz-und-stimme-1_finder.wasm\", \"sitz-und-stimme-1_stand.wasm\"]</script>";

    /// Writes a release into a folder of its own and returns the folder.
    fn release(name: &str, index: &str, extra: &[(&str, &str)]) -> PathBuf {
        let dist = std::env::temp_dir().join(format!("sizes-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dist);
        let usual = [
            ("index.html", index),
            ("sitz-und-stimme-1.js", "glue"),
            ("sitz-und-stimme-1_bg.wasm", "wasm"),
            ("sitz-und-stimme-1_shared.wasm", "wasm"),
            ("sitz-und-stimme-1_later.wasm", "wasm"),
            ("sitz-und-stimme-1_finder.wasm", "wasm"),
            ("sitz-und-stimme-1_stand.wasm", "wasm"),
            ("messages/languages.json", "[]"),
            ("messages/de.json", "a long text that is the largest"),
            ("messages/en.json", "short"),
            ("packs/musterstadt/pack.json", r#"{"extends":"nrw"}"#),
            ("packs/nrw/pack.json", "{}"),
            ("packs/nrw/de.json", "{}"),
            ("packs/nrw/role.de.json", "{}"),
        ];
        for (file, text) in usual.iter().chain(extra) {
            let file = dist.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        dist
    }

    #[test]
    fn the_first_requests_are_counted() {
        let dist = release("count", INDEX, &[("sw.js", "sw"), ("events/nrw/feed.json", "{}")]);
        let release = Release::read(&dist).unwrap();
        let of = |content: &Content| (content.language.clone(), content.files.len());
        let languages: Vec<_> = release.contents.iter().map(of).collect();
        assert_eq!(languages, [("de".to_owned(), 4), ("en".to_owned(), 3)]);
        let [german, english] = &release.contents[..] else { panic!("two languages") };
        assert!(german.bytes > english.bytes);
        assert_eq!(german.whole, german.bytes + brotli(b"{}").unwrap());
        assert_eq!(english.whole, english.bytes);
        assert_eq!(release.rows().unwrap()[6].value, 7);
        assert_eq!(release.events, brotli(b"{}").unwrap());
        assert_eq!(report(&dist), Ok(()));
    }

    #[test]
    fn faults_fail_the_build() {
        let fault = |name, index: &str, extra| report(&release(name, index, extra)).unwrap_err();
        assert!(fault("layer", &INDEX.replace("@layer a,b;", "a{}"), &[]).contains("@layer"));
        assert!(fault("snippet", INDEX, &[("snippets/a.js", "a")]).contains("snippets"));
        assert!(fault("feed", INDEX, &[("events/nrw.json", "{}")]).contains("is no feed"));
        let second = [("sitz-und-stimme-2_later.wasm", "a")];
        assert!(fault("later", INDEX, &second).contains("2 second"));
        let broken = [("sitz-und-stimme-1_stand.wasm", "\0broken on order\0")];
        assert!(fault("fault", INDEX, &broken).contains("breaks on order"));
        assert!(fault("twice", INDEX, &[("sitz-und-stimme-2.js", "a")]).contains("2 js"));
        assert!(fault("name", &INDEX.replace("1_bg", "2_bg"), &[]).contains("1_bg.wasm"));
    }

    #[test]
    fn rows_tell_target_and_limit_apart() {
        let line = |value| Row::bytes("a", value, 10, 14).line();
        assert!(line(10_000).ends_with("ok"));
        assert!(line(10_001).ends_with("over target"));
        assert!(line(14_001).ends_with("TOO BIG"));
        assert_eq!(Row::bytes("a", 14_000, 10, 14).fault(), None);
        assert!(Row::bytes("a", 14_001, 10, 14).fault().is_some());
    }
}
