//! Cuts the program of a release in parts: the second is fetched when the first page stands, the third
//! behind it, that of the stand only on a stand.
//!
//! `src/ui/later.rs`, `src/ui/third.rs` and `src/ui/stand.rs` say where the cuts go. What several parts share
//! is in files of its own, which come with the first part that needs them. The cuts are made between the
//! compiler and wasm-bindgen, where the file still says which function calls which; Trunk has no place for
//! it, so its files are replaced.

use crate::files::read;
use crate::finish::Page;
use crate::process::{root, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the compiler has to be told, so that the file keeps its relocations. All parts share one memory:
/// it begins with 16 MB, of which a device gives only what is used. To let it grow in the middle of a call
/// from part to part means to move it in engines that reserve no addresses.
pub const RUSTFLAGS: &str =
    "--cfg erase_components -C link-arg=--emit-relocs -C link-arg=--initial-memory=16777216";
const APP: &str = "sitz-und-stimme";
const LINKS: &str = "./__wasm_split.js";

/// The parts beside the first, as their functions are named in the program: the second, the third, which is
/// only ever asked for when the second is there, and that of the stand.
const PARTS: [&str; 3] = ["later", "finder", "stand"];

/// How the cutting names the file of a part, before the name of the part.
const OWN: &str = "split_";

/// The files that each part needs as the cutting names them, its own the last.
type Needs = [Vec<String>; PARTS.len()];

/// The files of a program that was cut, by their names.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    pub glue: String,
    pub first: String,
    /// The files that each part needs, its own the last.
    pub parts: Needs,
    /// The style sheets of the second part and of the stand.
    pub styles: [String; 2],
}

impl Cut {
    fn named(build: &str, needs: &Needs) -> Cut {
        let all = every(needs);
        let shared: Vec<&String> = all.iter().filter(|file| !file.starts_with(OWN)).collect();
        let name = |file: &String| match shared.iter().position(|one| *one == file) {
            Some(number) => format!("{APP}-{build}_shared{number}.wasm"),
            None => format!("{APP}-{build}_{}.wasm", file.trim_start_matches(OWN)),
        };
        Cut {
            glue: format!("{APP}-{build}.js"),
            first: format!("{APP}-{build}_bg.wasm"),
            parts: needs.each_ref().map(|files| files.iter().map(name).collect()),
            styles: ["later", "stand"].map(|part| format!("{APP}-{build}_{part}.css")),
        }
    }
}

/// Returns each file that is needed once, in an order that depends on nothing but their names.
fn every(needs: &Needs) -> Vec<String> {
    needs.iter().flatten().cloned().collect::<BTreeSet<String>>().into_iter().collect()
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
    let needs = split(&work)?;
    bind(&work, &every(&needs))?;
    let names = deliver(&work, staging, &needs, [&page.later_style, &page.stand_style])?;
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
    let Cut { parts: [later, finder, stand], styles: [inner, on_stand], .. } = names;
    let begin = format!(
        "{mark} boot.parts = {{}}; const begin = (files) => {{ for (const file of files) \
         if (!boot.parts[file]) {{ boot.parts[file] = fetch(\"./\" + file); \
         boot.parts[file].catch(() => {{}}); }} }}; \
         if (boot.inner) {{ begin({}); if (boot.finder) begin({}); \
         boot.sheet(\"./{inner}\").catch(() => {{}}); }} \
         if (boot.stand) {{ begin({}); boot.sheet(\"./{on_stand}\").catch(() => {{}}); }}",
        list(later),
        list(finder),
        list(stand)
    );
    Ok(html.replace(mark, &begin))
}

/// Writes names as a list of the language of browsers.
fn list(names: &[String]) -> String {
    format!("{names:?}")
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

/// Cuts the compiled program.
fn split(work: &Path) -> Result<Needs, String> {
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
    let needs = PARTS.map(|part| cut.prefetch_map.get(part).cloned().unwrap_or_default());
    let own = |(files, part): (&Vec<String>, &str)| {
        files.last().is_some_and(|own| own.strip_prefix(OWN) == Some(part))
    };
    match needs.iter().zip(PARTS).all(own) {
        true => Ok(needs),
        false => Err(format!("the program was cut into other parts than expected: {needs:?}")),
    }
}

fn bind(work: &Path, files: &[String]) -> Result<(), String> {
    run(Command::new("wasm-bindgen")
        .args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .arg(work.join("bound"))
        .arg(work.join("app.wasm")))?;
    shrink(&work.join("bound/app_bg.wasm"), &work.join("first.wasm"))?;
    files.iter().try_for_each(|file| shrink(&work.join(format!("{file}.wasm")), &small(work, file)))
}

/// Returns the path of a file when it is as small as it gets.
fn small(work: &Path, file: &str) -> PathBuf {
    work.join(format!("small_{file}.wasm"))
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
fn deliver(
    work: &Path,
    staging: &Path,
    needs: &Needs,
    styles: [&String; 2],
) -> Result<Cut, String> {
    let glue = read(&work.join("bound/app.js"))?;
    let links = read(&work.join(LINKS))?;
    let load = |path: PathBuf| std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()));
    let first = load(work.join("first.wasm"))?;
    let files = every(needs);
    let parts: Vec<Vec<u8>> =
        files.iter().map(|file| load(small(work, file))).collect::<Result<_, _>>()?;
    // What is written into the glue counts, too; only the names are not known yet.
    let unnamed = linked(&glue, &links, &Cut::named("", needs))?;
    let mut all: Vec<&[u8]> = vec![unnamed.as_bytes(), &first];
    all.extend(parts.iter().map(Vec::as_slice));
    all.extend(styles.map(String::as_bytes));
    let names = Cut::named(&fingerprint(&all), needs);
    let glue = linked(&glue, &links, &names)?;
    let mut named: Vec<(&str, &[u8])> =
        vec![(&names.glue, glue.as_bytes()), (&names.first, &first)];
    named.extend(names.styles.iter().map(String::as_str).zip(styles.map(String::as_bytes)));
    // In the order of `every`: the same needs, under other names.
    let pairs: BTreeMap<&String, &String> =
        needs.iter().flatten().zip(names.parts.iter().flatten()).collect();
    named.extend(files.iter().zip(&parts).map(|(file, part)| (pairs[file].as_str(), &part[..])));
    for (name, bytes) in named {
        std::fs::write(staging.join(name), bytes)
            .map_err(|e| format!("{name} cannot be written: {e}"))?;
    }
    Ok(names)
}

/// What loads a part with the files that it needs, in their order. A failure is told to the program, which
/// tells the person and may ask again. A file that another part has begun is waited for: to run before its
/// statics are there would be to run on somebody else's memory.
const LOADER: &str = "const here = {};
const part = (files, style) => {
let loading;
const load = async () => {
const sheet = style && boot.sheet(new URL(style, import.meta.url));
if (sheet) sheet.catch(() => {});
const programs = await Promise.all(files.map(async (file) => {
if (here[file]) return;
const asked = boot.parts[file] || fetch(new URL(file, import.meta.url));
boot.parts[file] = undefined;
const answer = await asked;
if (!answer.ok) throw new Error(answer.status);
return answer.arrayBuffer();
}));
const { SHARED } = wasm;
await sheet;
for (const [at, file] of files.entries()) {
here[file] = here[file] || WebAssembly.instantiate(programs[at], { __wasm_split: { SHARED } });
await here[file].catch((fault) => { here[file] = undefined; throw fault; });
}
};
return (told, data) => {
const tell = (done) => wasm.__indirect_function_table.get(told)(data, done);
loading = loading || load();
loading.then(() => tell(true), () => { loading = undefined; tell(false); });
};
};";

/// Returns the glue with what loads the other parts inside, so that it costs no request of its own.
fn linked(glue: &str, links: &str, names: &Cut) -> Result<String, String> {
    let unknown =
        |what: &str| format!("the files of the cut program have changed their form: {what}");
    // Each part is asked for by an import of its own, all of the same file.
    let imports = [1, 2, 3].map(|at| {
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
    let [second, third, stand] = &loaders;
    let Cut { parts: [later, finder, on_stand], styles: [inner, outer], .. } = names;
    let loader = LOADER.replace("SHARED", shared);
    let inside = format!(
        "{loader}
const parts = {{ {second}: part({}, \"{inner}\"), \
         {third}: part({}), {stand}: part({}, \"{outer}\") }};",
        list(later),
        list(finder),
        list(on_stand)
    );
    let [(first, first_entry), others @ ..] = &imports;
    let mut glue =
        glue.replace(first, &inside).replace(first_entry, &format!("\"{LINKS}\": parts,"));
    for (import, entry) in others {
        glue = glue.replace(import, "").replace(entry, "");
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\n\
                        import * as import2 from \"./__wasm_split.js\"\n\
                        import * as import3 from \"./__wasm_split.js\"\n\
                        let wasm;\n{ \"./__wasm_split.js\": import1, \"./__wasm_split.js\": import2, \
                        \"./__wasm_split.js\": import3, }\nx('app_bg.wasm')";
    const LINK: &str = "const { __indirect_function_table, memory,  } = initSync();\n\
                        export const __wasm_split_load_later = wrap();\n\
                        export const __wasm_split_load_finder = wrap();\n\
                        export const __wasm_split_load_stand = wrap();";

    fn names() -> Cut {
        let needs: [&[&str]; 3] = [
            &["chunk_3", "chunk_1", "split_later"],
            &["chunk_1", "split_finder"],
            &["chunk_3", "split_stand"],
        ];
        Cut::named("a", &needs.map(|files| files.iter().map(|file| (*file).to_owned()).collect()))
    }

    #[test]
    fn shared_files_have_one_name_wherever_they_are_needed() {
        let names = names();
        let short = |file: &String| file.replace("sitz-und-stimme-a_", "");
        let parts = names.parts.map(|files| files.iter().map(short).collect::<Vec<_>>().join(" "));
        assert_eq!(parts[0], "shared1.wasm shared0.wasm later.wasm");
        assert_eq!(parts[1], "shared0.wasm finder.wasm");
        assert_eq!(parts[2], "shared1.wasm stand.wasm");
    }

    #[test]
    fn the_glue_loads_the_other_parts_itself() {
        let glue = linked(GLUE, LINK, &names()).unwrap().replace("sitz-und-stimme-", "");
        assert!(!glue.contains("import *") && glue.contains("x('a_bg.wasm')"));
        let later =
            "part([\"a_shared1.wasm\", \"a_shared0.wasm\", \"a_later.wasm\"], \"a_later.css\")";
        assert!(glue.contains(&format!("load_later: {later}")), "{glue}");
        assert!(glue.contains("load_finder: part([\"a_shared0.wasm\", \"a_finder.wasm\"])"));
        let stand = "load_stand: part([\"a_shared1.wasm\", \"a_stand.wasm\"], \"a_stand.css\")";
        assert!(glue.contains(stand));
        assert_eq!(glue.matches("./__wasm_split.js").count(), 1);
        assert_eq!(glue.matches("{ __indirect_function_table, memory }").count(), 2);
    }

    /// Loads two parts that share a file, in a browser that is pretended.
    const TRIAL: &str = "
        const told = [], begun = [], open = {};
        const boot = { parts: {} };
        const table = { get: () => (data, done) => told.push(data + done) };
        const wasm = { memory: 1, __indirect_function_table: table };
        globalThis.fetch = async (url) => ({ ok: true, arrayBuffer: async () => String(url).slice(-1) });
        WebAssembly.instantiate = (file) => new Promise((ok, fail) => {
            begun.push(file);
            open[file] = { ok, fail };
        });
        LOADER
        const calm = () => new Promise((then) => setTimeout(then, 20));
        const expect = async (what, ...wanted) => {
            await calm();
            const found = [begun.join(''), told.join(' ')];
            if (found.join() !== wanted.join()) throw new Error(what + ': ' + JSON.stringify(found));
        };
        const [first, second] = [part(['./s', './a']), part(['./s', './b'])];
        first(0, 'a');
        await expect('the shared file comes first', 's', '');
        second(0, 'b');
        await expect('it is begun once and waited for', 's', '');
        open.s.ok();
        await expect('then both go on', 'sab', '');
        open.b.ok();
        await expect('each is told when its own is there', 'sab', 'btrue');
        open.a.fail(new Error('broken'));
        await expect('a failure is told', 'sab', 'btrue afalse');
        first(0, 'a');
        await expect('it may be asked for again', 'saba', 'btrue afalse');
        open.a.ok();
        await expect('and then it is there', 'saba', 'btrue afalse atrue');";

    #[test]
    fn a_part_waits_for_what_another_one_has_begun() {
        let script = TRIAL.replace("LOADER", &LOADER.replace("SHARED", "memory"));
        let told = Command::new("node").args(["--input-type=module", "-e", &script]).output();
        let told = told.expect("node runs");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
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
        assert!(page.contains("if (boot.inner)") && page.contains("a_later.wasm\""));
        assert!(page.contains("if (boot.stand)") && page.contains("a_stand.css\""));
        assert!(begin_early("", &names()).is_err());
    }

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), "e71fa2190541574b");
        assert_ne!(fingerprint(&[b"abd"]), fingerprint(&[b"abc"]));
    }
}
