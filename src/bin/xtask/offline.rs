//! The service worker of a release: what it keeps, by name and hash.
//!
//! `offline/worker.js` says what it does with the lists, `offline/page.js` is the part of the page.

use crate::files::{self, bytes_of, names_in, read, save};
use crate::html::short_script;
use crate::process::root;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The worker, whose name never changes.
pub const WORKER: &str = "sw.js";

/// How the part of the page ends whose name changes with its content.
pub const PART: &str = "_offline.js";

/// What stands in the page until the build has named the part.
const PLACE: &str = "const OFFLINE = \"\";";

const APP: &str = "sitz-und-stimme-";

/// Where texts lie that may be exchanged without a new build.
const CONTENT: [&str; 5] = ["events", "kiosk", "messages", "packs", "places"];

/// Between these the worker has its lists.
const BEGIN: &str = "/* build */";
const END: &str = "/* end of build */";

/// Names and hashes, in the order of the names.
type Hashes = BTreeMap<String, String>;

/// Writes the part of the page into the folder and returns the page with its name.
pub fn write_part(folder: &Path, html: &str) -> Result<String, String> {
    let script = short_script(&read(&root().join("offline/page.js"))?);
    let digest = Sha256::digest(&script);
    let mut name = String::from(APP);
    for byte in &digest[..8] {
        let _ = write!(name, "{byte:02x}");
    }
    name.push_str(PART);
    save(&folder.join(&name), script.as_bytes())?;
    if html.matches(PLACE).count() != 1 {
        return Err(format!("index.html does not say `{PLACE}` once"));
    }
    Ok(html.replace(PLACE, &format!("const OFFLINE = \"./{name}\";")))
}

/// Writes the worker for a folder that is complete but for `index.html`, which is `html`.
pub fn write_worker(folder: &Path, html: &str) -> Result<(), String> {
    let worker = worker(&read(&root().join("offline/worker.js"))?, folder, html)?;
    save(&folder.join(WORKER), worker.as_bytes())
}

fn worker(script: &str, folder: &Path, html: &str) -> Result<String, String> {
    let program = program(folder)?;
    let content = content(folder)?;
    let glue = program
        .keys()
        .find(|name| name.ends_with(".js") && !name.ends_with(PART))
        .ok_or("the folder of the page has no program")?;
    let mut all = Sha256::new();
    all.update(script);
    all.update(html);
    for (name, hash) in program.iter().chain(&content) {
        all.update(format!("\n{name} {hash}"));
    }
    let build = short(&all.finalize());
    let (head, rest) = script.split_once(BEGIN).ok_or_else(|| format!("no `{BEGIN}`"))?;
    let (_, tail) = rest.split_once(END).ok_or_else(|| format!("no `{END}`"))?;
    let lists = format!(
        "const BUILD = {};\nconst GLUE = {};\nconst PROGRAM = {};\nconst CONTENT = {};",
        json!(&build),
        json!(glue),
        json!(&program),
        json!(&content)
    );
    Ok(short_script(&format!("{head}{lists}{tail}")) + "\n")
}

/// Returns the files of the program with their whole hashes.
fn program(folder: &Path) -> Result<Hashes, String> {
    let mut found = Hashes::new();
    for name in names_in(folder)? {
        if name.starts_with(APP) && !name.ends_with(".br") && !name.ends_with(".gz") {
            let bytes = bytes_of(&folder.join(&name))?;
            found.insert(name, STANDARD.encode(Sha256::digest(bytes)));
        }
    }
    Ok(found)
}

/// Returns the texts with the beginnings of their hashes: they only tell one build from the next.
fn content(folder: &Path) -> Result<Hashes, String> {
    let hash = |path: String| {
        let bytes = bytes_of(&folder.join(&path))?;
        Ok((path, short(&Sha256::digest(bytes))))
    };
    files::content(folder, &CONTENT)?.into_iter().map(hash).collect()
}

fn short(digest: &[u8]) -> String {
    STANDARD.encode(&digest[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "// why\n/* build */\nconst GLUE = \"\";\n/* end of build */\ngo(GLUE);\n";

    /// Makes a folder of a page, with files of these names and texts.
    fn folder(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("offline-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        for inner in CONTENT {
            std::fs::create_dir_all(folder.join(inner)).unwrap();
        }
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    const FILES: [(&str, &str); 7] = [
        ("sitz-und-stimme-1.js", "glue"),
        ("sitz-und-stimme-1.js.br", "packed"),
        ("sitz-und-stimme-1_bg.wasm", "wasm"),
        ("sitz-und-stimme-2_offline.js", "part"),
        ("_headers", "for servers"),
        ("messages/de.json", "{}"),
        ("places/LICENSES.md", "notice"),
    ];

    #[test]
    fn the_worker_knows_the_program_and_the_texts() {
        let folder = folder("lists", &FILES);
        let text = worker(SCRIPT, &folder, "<html>").unwrap();
        // echo -n wasm | openssl dgst -sha256 -binary | base64
        let wasm = "\"sitz-und-stimme-1_bg.wasm\":\"C2AC4SEpy0qCeQeljN/2KAmXivf3ddZUUSJ9pMEsg/A=\"";
        let wasm = wasm.split(':').next().unwrap();
        assert!(text.contains(wasm), "{text}");
        assert!(text.contains("const GLUE = \"sitz-und-stimme-1.js\";"), "{text}");
        assert!(text.contains("\"messages/de.json\":\"RBNvo1Wz\""), "{text}");
        for absent in [".br", "_headers", "LICENSES", "// why", "const GLUE = \"\""] {
            assert!(!text.contains(absent), "{absent}: {text}");
        }
        assert!(text.ends_with("go(GLUE);\n"), "{text}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn every_change_makes_another_worker() {
        let folder = folder("change", &FILES);
        let first = worker(SCRIPT, &folder, "<html>").unwrap();
        assert_eq!(worker(SCRIPT, &folder, "<html>").unwrap(), first);
        assert_ne!(worker(SCRIPT, &folder, "<html lang=de>").unwrap(), first);
        std::fs::write(folder.join("messages/de.json"), "{\"a\":\"b\"}").unwrap();
        let second = worker(SCRIPT, &folder, "<html>").unwrap();
        assert_ne!(second, first);
        std::fs::write(folder.join("sitz-und-stimme-1_bg.wasm"), "other").unwrap();
        assert_ne!(worker(SCRIPT, &folder, "<html>").unwrap(), second);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_page_without_a_place_for_the_part_is_refused() {
        let folder = folder("part", &FILES);
        let html = write_part(&folder, &format!("<script>{PLACE}</script>")).unwrap();
        let name = html.split("./").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(name.ends_with(PART) && folder.join(name).is_file(), "{html}");
        assert!(write_part(&folder, "<script></script>").is_err());
        assert!(worker("no mark", &folder, "").is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
