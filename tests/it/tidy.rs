//! Rules that the whole project keeps, read from its files: names, words, sizes, imports, style.

mod prose;
mod rust;
mod style;

use crate::support::root;
use std::process::Command;

/// A file of the project; what is not text counts as empty.
pub struct File {
    pub path: String,
    pub text: String,
    pub size: u64,
}

impl File {
    pub fn sample(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned(), size: text.len() as u64 }
    }

    pub fn is_below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the name without anything behind its first dot.
    pub fn stem(&self) -> &str {
        self.name().split('.').next().unwrap_or_default()
    }
}

/// Returns what a file does wrong, one line each.
pub type Rule = fn(&File) -> Vec<String>;

/// Returns the files that are or may be committed.
pub fn files() -> Vec<File> {
    let list = Command::new("git")
        .args(["ls-files", "-z", "-co", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files of the project");
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    let names = String::from_utf8(list.stdout).expect("paths are text");
    let read = |path: &str| {
        let full = root().join(path);
        // A file that was deleted but not yet committed is still in the list.
        let size = full.metadata().ok().filter(|data| data.is_file())?.len();
        let text = std::fs::read_to_string(&full).unwrap_or_default();
        Some(File { path: path.to_owned(), text, size })
    };
    names.split('\0').filter_map(read).collect()
}

/// Proves that a rule bites (`bad`) and lets go (`good`), then holds it against the project.
#[track_caller]
pub fn check(rule: Rule, bad: &[(&str, &str)], good: &[(&str, &str)]) {
    for (path, text) in bad {
        assert!(!rule(&File::sample(path, text)).is_empty(), "the rule misses {path}: {text}");
    }
    for (path, text) in good {
        let offences = rule(&File::sample(path, text));
        assert_eq!(offences, Vec::<String>::new(), "the rule wrongs {path}: {text}");
    }
    let offences: Vec<String> = files()
        .iter()
        .flat_map(|file| rule(file).into_iter().map(|what| format!("{}: {what}", file.path)))
        .collect();
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

/// Returns the lines that hold one of `words`, with their numbers.
pub fn lines_with(text: &str, words: &[&str]) -> Vec<String> {
    let line = |(at, line): (usize, &str)| {
        let word = words.iter().find(|word| line.contains(**word))?;
        Some(format!("line {}: \"{word}\"", at + 1))
    };
    text.lines().enumerate().filter_map(line).collect()
}

#[test]
fn the_project_has_files() {
    let files = files();
    assert!(files.len() > 50, "only {}", files.len());
    for expected in ["Cargo.toml", "src/lib.rs", "tests/it/tidy.rs", "public/packs/nrw/pack.json"] {
        assert!(files.iter().any(|file| file.path == expected), "{expected}");
    }
    assert!(files.iter().all(|file| !file.is_below("target/") && !file.is_below("dist/")));
}

#[test]
fn nothing_is_left_unfinished() {
    const WORDS: [&str; 4] =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK"), concat!("XX", "X")];
    fn rule(file: &File) -> Vec<String> {
        // Hashes in the lock file may spell anything.
        if file.name() == "Cargo.lock" { Vec::new() } else { lines_with(&file.text, &WORDS) }
    }
    check(rule, &[("src/a.rs", concat!("// TO", "DO: later"))], &[("a.md", "A to-do list.")]);
}

#[test]
fn no_test_is_switched_off() {
    fn rule(file: &File) -> Vec<String> {
        lines_with(&file.text, &[concat!("#[", "ignore"), concat!("cfg(", "any())")])
    }
    check(rule, &[("tests/a.rs", concat!("#[", "ignore]\nfn a() {}"))], &[]);
}

#[test]
fn no_path_of_a_machine_is_named() {
    const PATHS: [&str; 6] = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/"),
        concat!("/Use", "rs/"),
        concat!("C:", "\\"),
    ];
    fn rule(file: &File) -> Vec<String> {
        // In the middle of an address, "/…/" is a folder of that site.
        let named = |line: &str| {
            PATHS.iter().any(|path| {
                line.match_indices(path).any(|(at, _)| !line[..at].ends_with(char::is_alphanumeric))
            })
        };
        let lines = file.text.lines().enumerate().filter(|(_, line)| named(line));
        lines.map(|(at, line)| format!("line {}: {}", at + 1, line.trim())).collect()
    }
    check(
        rule,
        &[("a.md", concat!("see /ho", "me/ayse/notes"))],
        &[("a.md", "see #/about"), ("a.md", concat!("https://a.org/ho", "me/b"))],
    );
}

#[test]
fn files_stay_small() {
    fn rule(file: &File) -> Vec<String> {
        let too_big = file.size > 200_000 && file.name() != "Cargo.lock";
        too_big.then(|| format!("{} bytes", file.size)).into_iter().collect()
    }
    let big = "x".repeat(200_001);
    check(rule, &[("a.png", &big)], &[("Cargo.lock", &big), ("a.png", &big[1..])]);
}

#[test]
fn files_are_nouns_of_the_users_world() {
    const BANNED: [&str; 9] =
        ["utils", "helpers", "common", "misc", "types", "models", "manager", "service", "handler"];
    fn rule(file: &File) -> Vec<String> {
        let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or_default());
        let banned = |part: &&str| {
            BANNED.iter().any(|word| part == word || part.trim_end_matches('s') == *word)
        };
        parts.filter(banned).map(|part| format!("\"{part}\" says nothing")).collect()
    }
    check(
        rule,
        &[("src/ui/utils.rs", ""), ("src/common/a.rs", ""), ("src/handlers.rs", "")],
        &[("src/domain/events.rs", ""), ("tests/it/cases.rs", "")],
    );
}

#[test]
fn json_is_json() {
    fn rule(file: &File) -> Vec<String> {
        if !file.path.ends_with(".json") && !file.path.ends_with(".webmanifest") {
            return Vec::new();
        }
        let parsed = serde_json::from_str::<serde_json::Value>(&file.text);
        parsed.err().map(|fault| fault.to_string()).into_iter().collect()
    }
    check(rule, &[("public/a.json", "{\"a\": 1,}")], &[("public/a.json", "{}"), ("a.txt", "{")]);
}
