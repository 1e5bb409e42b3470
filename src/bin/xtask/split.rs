//! Cuts the program of a release in parts: the second is fetched when the first page stands, the third
//! behind it.
//!
//! `src/ui/later.rs` and `src/ui/third.rs` say where the cuts go. What the second and the third part share
//! is a file of its own, which comes with the second. The cuts are made between the compiler and
//! wasm-bindgen, where the file still says which function calls which; Trunk has no place for it, so its
//! files are replaced.

use crate::finish::Page;
use crate::process::{root, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the compiler has to be told, so that the file keeps its relocations.
pub const RUSTFLAGS: &str = "--cfg erase_components -C link-arg=--emit-relocs";
const APP: &str = "sitz-und-stimme";
const LINKS: &str = "./__wasm_split.js";

/// The parts beside the first, as their functions are named in the program: the second, and the third, which
/// is only ever asked for when the second is there.
const PARTS: [&str; 2] = ["later", "finder"];

/// The files of a program that was cut, by their names.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    pub glue: String,
    pub first: String,
    /// What the second part and the third share, the second, the third.
    pub parts: [String; 3],
    pub style: String,
}

impl Cut {
    fn named(build: &str) -> Cut {
        Cut {
            glue: format!("{APP}-{build}.js"),
            first: format!("{APP}-{build}_bg.wasm"),
            parts: ["shared", PARTS[0], PARTS[1]].map(|part| format!("{APP}-{build}_{part}.wasm")),
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
    let parts = split(&work)?;
    bind(&work, &parts)?;
    let names = deliver(&work, staging, &page.later_style)?;
    for name in [&old.glue, &old.wasm] {
        let file = staging.join(name);
        std::fs::remove_file(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    let html = page.html.replace(&old.wasm, &names.first).replace(&old.glue, &names.glue);
    begin_early(&html, &names)
}

/// Lets the page ask for the parts at once that its address needs.
fn begin_early(html: &str, names: &Cut) -> Result<String, String> {
    let mark = "boot.wasm.catch(() => {});";
    if html.matches(mark).count() != 1 {
        return Err(format!("`{mark}` is not in the page: see `pattern_preload` in Trunk.toml"));
    }
    let Cut { parts: [shared, later, finder], style, .. } = names;
    let begin = format!(
        "{mark} boot.parts = {{}}; if (boot.inner) {{ \
         const files = [\"{shared}\", \"{later}\"]; if (boot.finder) files.push(\"{finder}\"); \
         for (const file of files) {{ boot.parts[file] = fetch(\"./\" + file); \
         boot.parts[file].catch(() => {{}}); }} \
         boot.sheet(\"./{style}\").catch(() => {{}}); }}"
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

/// Cuts the compiled program; returns the names of the files beside the first.
fn split(work: &Path) -> Result<[String; 3], String> {
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
        .map_err(|problem| format!("the program could not be cut: {problem:#}"))?;
    // By name: the files that a part needs, its own the last.
    let needs = |part: &str| cut.prefetch_map.get(part).map(Vec::as_slice);
    match (needs(PARTS[0]), needs(PARTS[1])) {
        (Some([shared, later]), Some([same, finder])) if shared == same => {
            Ok([shared, later, finder].map(|file| format!("{file}.wasm")))
        }
        found => Err(format!("the program was cut into other parts than expected: {found:?}")),
    }
}

/// Names of the parts beside the first, when they are as small as they get.
const SMALL: [&str; 3] = ["shared.wasm", "later.wasm", "finder.wasm"];

fn bind(work: &Path, parts: &[String; 3]) -> Result<(), String> {
    run(Command::new("wasm-bindgen")
        .args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .arg(work.join("bound"))
        .arg(work.join("app.wasm")))?;
    shrink(&work.join("bound/app_bg.wasm"), &work.join("first.wasm"))?;
    let mut both = parts.iter().zip(SMALL);
    both.try_for_each(|(part, small)| shrink(&work.join(part), &work.join(small)))
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
    let first = load("first.wasm")?;
    let [shared, later, finder] = SMALL.map(load);
    let (shared, later, finder) = (shared?, later?, finder?);
    // What is written into the glue counts, too; only the names are not known yet.
    let unnamed = linked(&glue, &links, &Cut::named(""))?;
    let all = [unnamed.as_bytes(), &first, &shared, &later, &finder, style.as_bytes()];
    let names = Cut::named(&fingerprint(&all));
    let glue = linked(&glue, &links, &names)?;
    let files: [(&str, &[u8]); 6] = [
        (&names.glue, glue.as_bytes()),
        (&names.first, &first),
        (&names.parts[0], &shared),
        (&names.parts[1], &later),
        (&names.parts[2], &finder),
        (&names.style, style.as_bytes()),
    ];
    for (name, bytes) in files {
        std::fs::write(staging.join(name), bytes)
            .map_err(|e| format!("{name} cannot be written: {e}"))?;
    }
    Ok(names)
}

/// Returns the glue with what loads the other parts inside, so that it costs no request of its own.
fn linked(glue: &str, links: &str, names: &Cut) -> Result<String, String> {
    let unknown =
        |what: &str| format!("the files of the cut program have changed their form: {what}");
    // Each part is asked for by an import of its own, all of the same file.
    let imports = [1, 2].map(|at| {
        (format!("import * as import{at} from \"{LINKS}\""), format!("\"{LINKS}\": import{at},"))
    });
    let shared = links
        .split_once("const { ")
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(names, _)| names.trim().trim_end_matches(','))
        .ok_or_else(|| unknown("shared names"))?;
    let loaders = PARTS.map(|part| format!("__wasm_split_load_{part}"));
    if loaders.iter().any(|loader| !links.contains(&format!("export const {loader} "))) {
        return Err(unknown("loader"));
    }
    let once = |text: &String| glue.matches(text.as_str()).count() == 1;
    if !imports.iter().all(|(import, entry)| once(import) && once(entry))
        || !shared.contains("__indirect_function_table")
    {
        return Err(unknown("import"));
    }
    let [second, third] = &loaders;
    let Cut { parts: [common, later, finder], style, .. } = names;
    // A failure is told to the program, which tells the person and may ask again.
    let inside = format!(
        "const part = (files, style) => {{
let loading;
const load = async () => {{
const sheet = style && boot.sheet(new URL(style, import.meta.url));
if (sheet) sheet.catch(() => {{}});
const programs = await Promise.all(files.map(async (file) => {{
const asked = boot.parts[file] || fetch(new URL(file, import.meta.url));
boot.parts[file] = undefined;
const answer = await asked;
if (!answer.ok) throw new Error(answer.status);
return answer.arrayBuffer();
}}));
const {{ {shared} }} = wasm;
await sheet;
for (const program of programs)
await WebAssembly.instantiate(program, {{ __wasm_split: {{ {shared} }} }});
}};
return (told, data) => {{
const tell = (done) => wasm.__indirect_function_table.get(told)(data, done);
loading = loading || load();
loading.then(() => tell(true), () => {{ loading = undefined; tell(false); }});
}};
}};
const parts = {{ {second}: part([\"{common}\", \"{later}\"], \"{style}\"), \
         {third}: part([\"{finder}\"]) }};"
    );
    let [(first, first_entry), (other, other_entry)] = &imports;
    let glue = glue
        .replace(first, &inside)
        .replace(other, "")
        .replace(first_entry, &format!("\"{LINKS}\": parts,"))
        .replace(other_entry, "");
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

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\n\
                        import * as import2 from \"./__wasm_split.js\"\n\
                        let wasm;\n{ \"./__wasm_split.js\": import1, \"./__wasm_split.js\": import2, }\n\
                        x('app_bg.wasm')";
    const LINK: &str = "const { __indirect_function_table, memory,  } = initSync();\n\
                        export const __wasm_split_load_later = wrap();\n\
                        export const __wasm_split_load_finder = wrap();";

    fn names() -> Cut {
        let parts = ["a_shared.wasm", "a_later.wasm", "a_finder.wasm"].map(str::to_owned);
        let [glue, first, style] = ["a.js", "a_bg.wasm", "a_later.css"].map(str::to_owned);
        Cut { glue, first, parts, style }
    }

    #[test]
    fn the_glue_loads_the_other_parts_itself() {
        let glue = linked(GLUE, LINK, &names()).unwrap();
        assert!(!glue.contains("import *") && glue.contains("x('a_bg.wasm')"));
        assert!(glue.contains("load_later: part([\"a_shared.wasm\", \"a_later.wasm\"]"));
        assert!(glue.contains("load_finder: part([\"a_finder.wasm\"])"));
        assert_eq!(glue.matches("./__wasm_split.js").count(), 1);
        assert!(glue.contains("{ \"./__wasm_split.js\": parts,  }"));
        assert_eq!(glue.matches("{ __indirect_function_table, memory }").count(), 2);
    }

    #[test]
    fn a_changed_form_is_refused() {
        for (glue, link) in [
            (GLUE.replacen("import *", "import {}", 1), LINK.to_owned()),
            (GLUE.replace("app_bg", "main"), LINK.to_owned()),
            (GLUE.to_owned(), LINK.replace("__indirect_function_table", "table")),
            (GLUE.to_owned(), LINK.replacen("export ", "", 1)),
        ] {
            assert!(linked(&glue, &link, &names()).is_err(), "{glue} {link}");
        }
    }

    #[test]
    fn an_inner_address_begins_its_parts_at_once() {
        let page = begin_early("boot.wasm.catch(() => {});", &names()).unwrap();
        assert!(page.contains("if (boot.inner)") && page.contains("\"a_later.wasm\""));
        assert!(begin_early("", &names()).is_err());
    }

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), "e71fa2190541574b");
        assert_ne!(fingerprint(&[b"abd"]), fingerprint(&[b"abc"]));
    }
}
