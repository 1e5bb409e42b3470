//! Cuts the program of a release in two files, the second of which is fetched when the first page stands.
//!
//! `src/ui/later.rs` says where the cut goes. The cut is made between the compiler and wasm-bindgen, where
//! the file still says which function calls which; Trunk has no place for it, so its files are replaced.

use crate::finish::Page;
use crate::process::{root, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the compiler has to be told, so that the file keeps its relocations.
pub const RUSTFLAGS: &str = "--cfg erase_components -C link-arg=--emit-relocs";
const APP: &str = "sitz-und-stimme";
const LINKS: &str = "./__wasm_split.js";

/// The files of a program that was cut, by their names.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    pub glue: String,
    pub first: String,
    pub later: String,
    pub style: String,
}

impl Cut {
    fn named(build: &str) -> Cut {
        Cut {
            glue: format!("{APP}-{build}.js"),
            first: format!("{APP}-{build}_bg.wasm"),
            later: format!("{APP}-{build}_later.wasm"),
            style: format!("{APP}-{build}_later.css"),
        }
    }
}

/// Tells whether the program in the staging folder says where it is to be cut.
pub fn is_wanted(staging: &Path) -> Result<bool, String> {
    Ok(read(&staging.join(Found::new(staging)?.glue))?.contains("__wasm_split"))
}

/// Cuts the program and puts its files into the staging folder in the place of Trunk's. Returns the page
/// with their names.
pub fn cut(staging: &Path, page: Page) -> Result<String, String> {
    let old = Found::new(staging)?;
    let work = root().join("target/split");
    let _ = std::fs::remove_dir_all(&work);
    split(&work)?;
    bind(&work)?;
    let names = deliver(&work, staging, &page.later_style)?;
    for name in [&old.glue, &old.wasm] {
        let file = staging.join(name);
        std::fs::remove_file(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    let html = page.html.replace(&old.wasm, &names.first).replace(&old.glue, &names.glue);
    begin_early(&html, &names)
}

/// Lets the page ask for the second part at once if its address needs it.
fn begin_early(html: &str, names: &Cut) -> Result<String, String> {
    let mark = "boot.wasm.catch(() => {});";
    if html.matches(mark).count() != 1 {
        return Err(format!("`{mark}` is not in the page: see `pattern_preload` in Trunk.toml"));
    }
    let begin = format!(
        "{mark} if (boot.inner) {{ boot.later = fetch(\"./{}\"); boot.later.catch(() => {{}}); \
         boot.sheet(\"./{}\").catch(() => {{}}); }}",
        names.later, names.style
    );
    Ok(html.replace(mark, &begin))
}

/// The names that Trunk gave.
struct Found {
    glue: String,
    wasm: String,
}

impl Found {
    fn new(staging: &Path) -> Result<Found, String> {
        let entries =
            std::fs::read_dir(staging).map_err(|e| format!("{}: {e}", staging.display()))?;
        let names: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(APP))
            .collect();
        let one = |end: &str| {
            let mut fitting = names.iter().filter(|name| name.ends_with(end));
            match (fitting.next(), fitting.next()) {
                (Some(name), None) => Ok(name.clone()),
                _ => Err(format!("Trunk's folder does not hold one file {APP}*{end}")),
            }
        };
        Ok(Found { glue: one(".js")?, wasm: one("_bg.wasm")? })
    }
}

fn split(work: &Path) -> Result<(), String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root().join("target"), PathBuf::from);
    let compiled = target.join(format!("wasm32-unknown-unknown/release/{APP}.wasm"));
    let program = std::fs::read(&compiled)
        .map_err(|e| format!("{} cannot be read: {e}", compiled.display()))?;
    let main = work.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(&program);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = LINKS;
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|problem| format!("the program could not be cut in two: {problem:#}"))?;
    match &*cut.split_modules {
        [_] => Ok(()),
        parts => Err(format!("the program was cut into {} parts beside the first", parts.len())),
    }
}

fn bind(work: &Path) -> Result<(), String> {
    run(Command::new("wasm-bindgen")
        .args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .arg(work.join("bound"))
        .arg(work.join("app.wasm")))?;
    shrink(&work.join("bound/app_bg.wasm"), &work.join("first.wasm"))?;
    shrink(&work.join("split_later.wasm"), &work.join("later.wasm"))
}

fn shrink(from: &Path, to: &Path) -> Result<(), String> {
    run(Command::new("wasm-opt")
        .args(["-Oz", "--low-memory-unused", "--strip-debug", "--strip-producers"])
        .args(["--enable-bulk-memory", "--enable-bulk-memory-opt", "--enable-sign-ext"])
        .args(["--enable-nontrapping-float-to-int", "--enable-reference-types"])
        .args(["--enable-multivalue", "--enable-mutable-globals", "--output"])
        .arg(to)
        .arg(from))
}

/// Copies the files under names that change with their content.
fn deliver(work: &Path, staging: &Path, style: &str) -> Result<Cut, String> {
    let glue = read(&work.join("bound/app.js"))?;
    let links = read(&work.join(LINKS))?;
    let load = |name: &str| std::fs::read(work.join(name)).map_err(|e| format!("{name}: {e}"));
    let (first, later) = (load("first.wasm")?, load("later.wasm")?);
    // What is written into the glue counts, too; only the names are not known yet.
    let unnamed = linked(&glue, &links, &Cut::named(""))?;
    let build = fingerprint(&[unnamed.as_bytes(), &first, &later, style.as_bytes()]);
    let names = Cut::named(&build);
    let glue = linked(&glue, &links, &names)?;
    let files: [(&str, &[u8]); 4] = [
        (&names.glue, glue.as_bytes()),
        (&names.first, &first),
        (&names.later, &later),
        (&names.style, style.as_bytes()),
    ];
    for (name, bytes) in files {
        std::fs::write(staging.join(name), bytes)
            .map_err(|e| format!("{name} cannot be written: {e}"))?;
    }
    Ok(names)
}

/// Returns the glue with what loads the second part inside, so that it costs no request of its own.
fn linked(glue: &str, links: &str, names: &Cut) -> Result<String, String> {
    let unknown =
        |what: &str| format!("the files of the cut program have changed their form: {what}");
    let import = format!("import * as import1 from \"{LINKS}\"");
    let shared = links
        .split_once("const { ")
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(names, _)| names.trim().trim_end_matches(','))
        .ok_or_else(|| unknown("shared names"))?;
    let loader = links
        .split_once("export const ")
        .and_then(|(_, rest)| rest.split_once(' '))
        .map(|(name, _)| name)
        .ok_or_else(|| unknown("loader"))?;
    if glue.matches(&import).count() != 1 || !shared.contains("__indirect_function_table") {
        return Err(unknown("import"));
    }
    let Cut { later, style, .. } = names;
    // A failure is told to the program, which tells the person and may ask again.
    let inside = format!(
        "const import1 = {{ {loader}(told, data) {{
import1.part = import1.part || (async () => {{
const style = boot.sheet(new URL(\"{style}\", import.meta.url));
style.catch(() => {{}});
const asked = boot.later || fetch(new URL(\"{later}\", import.meta.url));
boot.later = undefined;
const answer = await asked;
if (!answer.ok) throw new Error(answer.status);
const {{ {shared} }} = wasm;
await style;
await WebAssembly.instantiate(await answer.arrayBuffer(), {{ __wasm_split: {{ {shared} }} }});
}})();
const tell = (done) => wasm.__indirect_function_table.get(told)(data, done);
import1.part.then(() => tell(true), () => {{ import1.part = undefined; tell(false); }});
}} }};"
    );
    let glue = glue.replace(&import, &inside);
    if !glue.contains("app_bg.wasm") {
        return Err(unknown("name of the first part"));
    }
    Ok(glue.replace("app_bg.wasm", &names.first))
}

/// Returns a name for contents: FNV-1a, which is the same on every machine.
fn fingerprint(contents: &[&[u8]]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in contents.iter().flat_map(|content| content.iter()) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str =
        "import * as import1 from \"./__wasm_split.js\"\nlet wasm;\nx('app_bg.wasm')";
    const LINK: &str = "const { __indirect_function_table, memory,  } = initSync();\n\
                        export const __load_later = wrap();";

    fn names() -> Cut {
        let all = ["a.js", "a_bg.wasm", "a_later.wasm", "a_later.css"].map(str::to_owned);
        let [glue, first, later, style] = all;
        Cut { glue, first, later, style }
    }

    #[test]
    fn the_glue_loads_the_second_part_itself() {
        let glue = linked(GLUE, LINK, &names()).unwrap();
        assert!(!glue.contains("import *") && glue.contains("x('a_bg.wasm')"));
        assert!(glue.contains("__load_later(told, data)") && glue.contains("\"a_later.wasm\""));
        assert_eq!(glue.matches("{ __indirect_function_table, memory }").count(), 2);
    }

    #[test]
    fn a_changed_form_is_refused() {
        for (glue, link) in [
            (GLUE.replace("import *", "import {}"), LINK.to_owned()),
            (GLUE.replace("app_bg", "main"), LINK.to_owned()),
            (GLUE.to_owned(), LINK.replace("__indirect_function_table", "table")),
            (GLUE.to_owned(), LINK.replace("export ", "")),
        ] {
            assert!(linked(&glue, &link, &names()).is_err(), "{glue} {link}");
        }
    }

    #[test]
    fn an_inner_address_begins_the_second_part_at_once() {
        let page = begin_early("boot.wasm.catch(() => {});", &names()).unwrap();
        assert!(page.contains("if (boot.inner)") && page.contains("./a_later.wasm"));
        assert!(begin_early("", &names()).is_err());
    }

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), "e71fa2190541574b");
        assert_ne!(fingerprint(&[b"abd"]), fingerprint(&[b"abc"]));
    }
}
