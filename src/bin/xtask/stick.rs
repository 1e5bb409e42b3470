//! The folder for a stick: the page as one file, a start page that leads to it in each language, a note to
//! read in each language, and a list of hashes.
//!
//! Its words lie in `hosting/stick/`, one file for each language.

use crate::files::{bytes_of, names_in, read, save};
use crate::html::{Piece, pieces};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::language::{self, Language};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The page that is opened first.
const START: &str = "START.html";

/// The list of hashes, in the form that `sha256sum --check` reads.
const SUMS: &str = "SHA256SUMS.txt";

/// Where the sections of the languages go on the start page.
const MARK: &str = "<!-- languages -->";

/// What has to be said in each language.
const KEYS: [&str; 6] = ["title", "what", "open", "private", "go", "help"];

/// The words of a language, in the order of [`KEYS`].
struct Words {
    language: Language,
    said: [String; KEYS.len()],
}

/// Writes the folder anew: `page` is the page as one file with its name, `words` the folder with the words,
/// `languages` the list of languages.
///
/// # Errors
///
/// If words of a whole language are missing, with file and key, or a file cannot be written.
pub fn write(
    folder: &Path,
    page: (&str, &[u8]),
    words: &Path,
    languages: &Path,
) -> Result<(), String> {
    let (name, bytes) = page;
    let all = said(words, languages)?;
    let start = start_page(&read(&words.join("start.html"))?, name, &all)?;
    let notes = folder.join("notes");
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::create_dir_all(&notes).map_err(|e| format!("{}: {e}", notes.display()))?;
    save(&folder.join(name), bytes)?;
    save(&folder.join(START), start.as_bytes())?;
    for words in &all {
        let file = format!("{}.txt", words.language.tag);
        save(&notes.join(file), note(&words.said).as_bytes())?;
    }
    save(&folder.join(SUMS), sums(folder)?.as_bytes())
}

/// Reads the words of all whole languages.
fn said(folder: &Path, languages: &Path) -> Result<Vec<Words>, String> {
    let problems = Problems::default();
    let languages = language::read(&read(languages)?, &problems);
    if let Some(problem) = problems.into_inner().first() {
        return Err(problem.to_string());
    }
    let whole = languages.into_iter().filter(|language| !language.partial);
    whole.map(|language| words(folder, language)).collect()
}

fn words(folder: &Path, language: Language) -> Result<Words, String> {
    let file = folder.join(format!("{}.json", language.tag));
    let place = file.display();
    let value: Value = serde_json::from_str(&read(&file)?).map_err(|e| format!("{place}: {e}"))?;
    let mut said: [String; KEYS.len()] = Default::default();
    for (key, text) in KEYS.iter().zip(&mut said) {
        let found = value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        *text = found.ok_or_else(|| format!("{place}: the text \"{key}\" is missing"))?.to_owned();
    }
    let keys = value.as_object().into_iter().flat_map(|texts| texts.keys());
    if let Some(odd) = keys.into_iter().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("{place}: nothing uses the text \"{odd}\""));
    }
    Ok(Words { language, said })
}

/// Returns the start page: a section for each language, nothing from elsewhere, nothing that runs.
fn start_page(template: &str, page: &str, all: &[Words]) -> Result<String, String> {
    let mut sections = String::new();
    for Words { language, said: [_, what, _, private, go, _] } in all {
        let Language { tag, name, direction, .. } = language;
        let [name, what, private, go] = [name, what, private, go].map(|text| escaped(text));
        let _ = write!(
            sections,
            "<section lang=\"{tag}\" dir=\"{}\">\n<h2>{name}</h2>\n<p>{what}</p>\n\
             <p class=\"soft\">{private}</p>\n<a href=\"{page}?lang={tag}#/\">{go}</a>\n</section>\n",
            direction.word()
        );
    }
    if template.matches(MARK).count() != 1 {
        return Err(format!("start.html has no one place for the languages: {MARK}"));
    }
    let html = template.replace(MARK, sections.trim_end());
    let mut styles = String::new();
    for piece in pieces(&html)? {
        if let Piece::Style(text) = piece {
            styles.push_str(&crate::hosting::source(text));
        }
    }
    let policy =
        format!("default-src 'none'; style-src{styles}; base-uri 'none'; form-action 'none'");
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let head = "<meta charset=\"utf-8\">";
    match html.contains(head) {
        true => Ok(html.replacen(head, &format!("{head}\n{meta}"), 1)),
        false => Err(format!("start.html has no `{head}`")),
    }
}

/// Returns a note that simple editors read: they know UTF-8 by its mark and lines by both signs.
fn note([title, what, open, private, _, help]: &[String; KEYS.len()]) -> String {
    let line = "=".repeat(title.chars().count());
    let text = [format!("{title}\n{line}").as_str(), what, open, help, private].join("\n\n");
    format!("\u{feff}{}\r\n", text.replace('\n', "\r\n"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the hashes of all files in a folder.
fn sums(folder: &Path) -> Result<String, String> {
    let mut names: Vec<String> = Vec::new();
    for name in names_in(folder)? {
        match folder.join(&name).is_dir() {
            true => {
                names.extend(names_in(&folder.join(&name))?.iter().map(|n| format!("{name}/{n}")))
            }
            false => names.push(name),
        }
    }
    let mut out = String::new();
    for name in names.iter().filter(|name| *name != SUMS) {
        for byte in Sha256::digest(bytes_of(&folder.join(name))?) {
            let _ = write!(out, "{byte:02x}");
        }
        let _ = writeln!(out, "  {name}");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::root;
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::process::Command;

    fn shipped() -> (PathBuf, PathBuf) {
        (root().join("hosting/stick"), root().join("public/messages/languages.json"))
    }

    /// Returns a folder of its own for a test.
    fn fresh(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("stick-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Returns all files of a folder with their bytes.
    fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for name in names_in(folder).unwrap() {
            let path = folder.join(&name);
            if path.is_dir() {
                found.extend(all(&path).into_iter().map(|(n, b)| (format!("{name}/{n}"), b)));
            } else {
                found.insert(name, bytes_of(&path).unwrap());
            }
        }
        found
    }

    #[test]
    fn every_whole_language_has_a_section_and_a_note() {
        let (words, list) = shipped();
        let folder = fresh("whole").join("stick");
        write(&folder, ("app.html", b"page"), &words, &list).unwrap();
        let files = all(&folder);
        let start = String::from_utf8(files[START].clone()).unwrap();
        let languages = language::read(&read(&list).unwrap(), &Problems::default());
        let whole: Vec<&Language> = languages.iter().filter(|one| !one.partial).collect();
        assert!(whole.len() >= 10 && start.matches("<section ").count() == whole.len());
        for language in &whole {
            let (tag, dir) = (&language.tag, language.direction.word());
            assert!(start.contains(&format!("<section lang=\"{tag}\" dir=\"{dir}\">")), "{tag}");
            assert!(start.contains(&format!("<a href=\"app.html?lang={tag}#/\">")), "{tag}");
            let note = &files[&format!("notes/{tag}.txt")];
            assert!(note.starts_with("\u{feff}Sitz & Stimme\r\n".as_bytes()), "{tag}");
            let note = String::from_utf8(note.clone()).unwrap();
            assert!(note.contains(START) && note.ends_with("\r\n"), "{tag}");
            assert_eq!(note.matches('\n').count(), note.matches("\r\n").count(), "{tag}");
        }
        assert_eq!(files.len(), whole.len() + 3);
        assert_eq!(files["app.html"], b"page");
        for foreign in ["<script", "http://", "https://", "src=", "unsafe"] {
            assert!(!start.contains(foreign), "{foreign}");
        }
        assert!(start.contains("default-src 'none'; style-src 'sha256-"));
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn the_hashes_are_those_that_others_reckon() {
        let (words, list) = shipped();
        let folder = fresh("sums").join("stick");
        write(&folder, ("app.html", b"page"), &words, &list).unwrap();
        let check = || {
            Command::new("sha256sum")
                .args(["--check", "--strict", SUMS])
                .current_dir(&folder)
                .output()
        };
        assert!(check().unwrap().status.success());
        let text = read(&folder.join(SUMS)).unwrap();
        let names: Vec<&str> = text.lines().map(|line| line.split_once("  ").unwrap().1).collect();
        let files: Vec<String> = all(&folder).into_keys().filter(|name| name != SUMS).collect();
        assert_eq!(names, files, "every file once, in order, without the list itself");
        save(&folder.join("app.html"), b"another page").unwrap();
        assert!(!check().unwrap().status.success(), "a changed file is noticed");
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_second_run_writes_the_same_and_leaves_nothing_old() {
        let (words, list) = shipped();
        let folder = fresh("twice").join("stick");
        write(&folder, ("app.html", b"page"), &words, &list).unwrap();
        let first = all(&folder);
        save(&folder.join("notes/old.txt"), b"old").unwrap();
        write(&folder, ("app.html", b"page"), &words, &list).unwrap();
        assert_eq!(all(&folder), first);
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn what_is_missing_is_named_with_its_place() {
        let (words, list) = shipped();
        let folder = fresh("faults");
        for name in names_in(&words).unwrap() {
            fs::copy(words.join(&name), folder.join(&name)).unwrap();
        }
        let fault = || write(&folder.join("out"), ("a.html", b""), &folder, &list).unwrap_err();
        let text = read(&words.join("pl.json")).unwrap();
        for (old, new, told) in [
            ("\"what\"", "\"wat\"", "pl.json: the text \"what\" is missing"),
            (
                "\"title\": \"Sitz & Stimme\"", "\"title\": \" \"",
                "pl.json: the text \"title\" is missing",
            ),
            ("{", "{ \"more\": \"x\",", "pl.json: nothing uses the text \"more\""),
            ("{", "", "pl.json: "),
        ] {
            let changed = text.replacen(old, new, 1);
            assert_ne!(changed, text);
            save(&folder.join("pl.json"), changed.as_bytes()).unwrap();
            assert!(fault().contains(told), "{}", fault());
            assert!(!folder.join("out").exists(), "nothing is begun");
        }
        fs::remove_file(folder.join("pl.json")).unwrap();
        assert!(fault().contains("pl.json cannot be read"));
        save(&folder.join("pl.json"), text.as_bytes()).unwrap();
        save(&folder.join("start.html"), b"<html></html>").unwrap();
        assert!(fault().contains(MARK));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
    }
}
