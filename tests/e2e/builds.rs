//! Another build of the page, made of the one that is there: other names of files, other hashes, other words.

use crate::page::Done;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the title of the home page ends with in the other build.
pub const NEW_WORDS: &str = " Zum Zweiten.";

/// A folder that is deleted in the end.
pub struct Build(PathBuf);

impl Build {
    /// Makes a copy of a build.
    fn copy_of(folder: &Path) -> Done<Build> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let place = std::env::temp_dir().join(format!("build-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&place);
        copy(folder, &place).map_err(|e| format!("{}: {e}", place.display()))?;
        Ok(Build(place))
    }

    /// Makes a build that differs in one text only.
    pub fn with_other_words(folder: &Path) -> Done<Build> {
        let build = Build::copy_of(folder)?;
        build.change_words()?;
        Ok(build)
    }

    /// Makes a build with another program and other words: no file of the program has the name it had.
    pub fn with_other_program(folder: &Path) -> Done<Build> {
        let build = Build::copy_of(folder)?;
        let page = build.read("index.html")?;
        let old = name_of(&page)?.to_owned();
        let new: String = old.chars().rev().collect();
        let before = hashes(&page);
        for name in build.names()? {
            let path = build.0.join(&name);
            if name.ends_with(".js") || name.ends_with(".html") {
                let text = build.read(&name)?.replace(&old, &new);
                fs::write(&path, text).map_err(|e| e.to_string())?;
            }
            if name.ends_with(".wasm") {
                // A section of one letter that means nothing.
                let mut bytes = fs::read(&path).map_err(|e| e.to_string())?;
                bytes.extend([0, 2, 1, b'x']);
                fs::write(&path, bytes).map_err(|e| e.to_string())?;
            }
            if name.ends_with(".css") {
                let text = build.read(&name)? + "/* another build */";
                fs::write(&path, text).map_err(|e| e.to_string())?;
            }
            if name.contains(&old) {
                fs::rename(&path, build.0.join(name.replace(&old, &new)))
                    .map_err(|e| e.to_string())?;
            }
        }
        // The policy names the scripts, which name the files.
        let page = build.read("index.html")?;
        let headers = build.read("_headers")?;
        let after = hashes(&page);
        let renewed = |text: &str| {
            let pairs = before.iter().zip(&after);
            pairs.fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
        };
        build.write("index.html", &renewed(&page))?;
        build.write("_headers", &renewed(&headers))?;
        build.change_words()?;
        let mut worker = build.read("sw.js")?;
        let ours = |name: &&String| name.starts_with("sitz-und-stimme-") && !is_packed(name);
        for name in build.names()?.iter().filter(ours) {
            let own = fs::read(build.0.join(name)).map_err(|e| e.to_string())?;
            worker = with_hash(&worker, name, &STANDARD.encode(Sha256::digest(own)))?;
        }
        build.write("sw.js", &worker)?;
        Ok(build)
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Returns what the names of its program have in common.
    pub fn name(&self) -> Done<String> {
        Ok(name_of(&self.read("index.html")?)?.to_owned())
    }

    /// Puts other words into the title of the home page, and tells the worker of it.
    fn change_words(&self) -> Done {
        let file = "messages/de.json";
        let old = self.read(file)?;
        let title = "\"home.title\": \"";
        let (head, rest) = old.split_once(title).ok_or("no title of the home page")?;
        let (text, tail) = rest.split_once('"').ok_or("the title has no end")?;
        self.write(file, &format!("{head}{title}{text}{NEW_WORDS}\"{tail}"))?;
        let worker = with_hash(&self.read("sw.js")?, file, "another1")?;
        let build = "const BUILD = \"";
        let (head, rest) = worker.split_once(build).ok_or("the worker names no build")?;
        let (_, tail) = rest.split_once('"').ok_or("the build has no end")?;
        self.write("sw.js", &format!("{head}{build}another-build\"{tail}"))
    }

    pub fn read(&self, name: &str) -> Done<String> {
        fs::read_to_string(self.0.join(name)).map_err(|e| format!("{name}: {e}"))
    }

    pub fn write(&self, name: &str, text: &str) -> Done {
        fs::write(self.0.join(name), text).map_err(|e| format!("{name}: {e}"))
    }

    /// Returns the names of the files beside the page.
    pub fn names(&self) -> Done<Vec<String>> {
        names(&self.0)
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns what the names of the program of a page have in common.
fn name_of(page: &str) -> Done<&str> {
    let (_, rest) =
        page.split_once("import(\"./sitz-und-stimme-").ok_or("no program in the page")?;
    match rest.split(['.', '_']).next() {
        Some(name) if name.len() == 16 => Ok(name),
        other => Err(format!("{other:?} is no name of a build")),
    }
}

/// Tells whether a file lies there for servers that hand out packed files.
pub fn is_packed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> Done<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|e| e.to_string())?.flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    Ok(files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// Puts another hash of a file into the lists of the worker.
fn with_hash(worker: &str, name: &str, hash: &str) -> Done<String> {
    let key = format!("\"{name}\":\"");
    let (head, rest) =
        worker.split_once(&key).ok_or_else(|| format!("the worker does not know {name}"))?;
    let (_, tail) = rest.split_once('"').ok_or("a hash has no end")?;
    Ok(format!("{head}{key}{hash}\"{tail}"))
}

/// Returns the hashes of the scripts inside a page, as its policy writes them.
fn hashes(page: &str) -> Vec<String> {
    let scripts = page.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next());
    scripts.map(|text| STANDARD.encode(Sha256::digest(text))).collect()
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &place)?,
            false => fs::copy(entry.path(), &place).map(|_| ())?,
        }
    }
    Ok(())
}
