//! README and ARCHITECTURE name only what exists.

use super::{File, check};
use crate::support::root;

/// Folders that a build makes; they may be named although they are not there.
const MADE: [&str; 3] = ["dist", "target", "usb"];

/// Returns the words in backticks and the targets of links, code blocks left out.
fn named(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, block) in text.split("```").enumerate() {
        if at % 2 == 1 {
            continue;
        }
        out.extend(block.split('`').skip(1).step_by(2).map(str::to_owned));
        let links = block.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        out.extend(links.map(|link| format!("./{link}")));
    }
    out
}

/// Returns the path that a word names, if it looks like one.
fn path(word: &str) -> Option<String> {
    let link = word.strip_prefix("./");
    let path = link.unwrap_or(word).split('#').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    let file = ["rs", "json", "css", "toml", "md", "html", "csv", "js", "png", "svg", "lock"];
    let ending =
        path.rsplit('.').next().is_some_and(|end| path.contains('.') && file.contains(&end));
    let is_path = !path.is_empty()
        && path.chars().all(plain)
        && !path.starts_with(['/', '-'])
        && !path.contains("//")
        && (link.is_some() || path.contains('/') || ending)
        && !MADE.contains(&path.split('/').next().unwrap_or_default());
    is_path.then(|| path.to_owned())
}

fn rule(file: &File) -> Vec<String> {
    if !["ARCHITECTURE.md", "README.md"].contains(&file.path.as_str()) {
        return Vec::new();
    }
    let paths = named(&file.text).into_iter().filter_map(|word| path(&word));
    paths
        .filter(|path| !root().join(path).exists())
        .map(|p| format!("{p} does not exist"))
        .collect()
}

#[test]
fn descriptions_name_only_paths_that_exist() {
    check(
        rule,
        &[
            ("ARCHITECTURE.md", "The rules live in `src/domain/laws.rs`."),
            ("ARCHITECTURE.md", "All in `src/nowhere/`."),
            ("README.md", "Look: ![home](docs/never.png)"),
            ("README.md", "Change `Truck.toml`."),
        ],
        &[
            ("ARCHITECTURE.md", "`src/domain/` and `src/domain/date.rs`, `Cargo.toml`, `./src`"),
            (
                "README.md",
                "`cargo xtask serve` writes `dist/app.js`; `#/quiz`, `public/packs/<id>/`",
            ),
            (
                "README.md",
                "[site](https://example.org/a) and [part](#part)\n```\nsrc/old.rs\n```\n",
            ),
            ("notes.md", "`src/nowhere.rs`"),
        ],
    );
}
