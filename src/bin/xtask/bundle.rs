//! `cargo xtask bundle`: the whole page as one file, for a stick: it opens by a double click, without a
//! network. Beside it the folder for a stick, which `src/bin/xtask/stick.rs` writes.
//!
//! What is fetched otherwise lies packed inside the file. A page that was opened from a disk may fetch
//! nothing, so a few lines at its head answer instead of the network. They change nothing else, and the page
//! forbids itself every request.

use crate::files::{self, bytes_of, gzip, names_in, read, save};
use crate::hosting;
use crate::html::{Piece, pieces};
use crate::process::{root, say};
use crate::stick;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::path::Path;

/// Where the edition for a stick is written, below the project.
const FOLDER: &str = "usb";

/// The name of the one file.
pub const FILE: &str = "sitz-und-stimme.html";

/// No more bytes, with all languages: so much fits into a mail, too.
pub const LIMIT: usize = 1_500_000;

/// Folders with what a page may fetch; what a stand needs is of no use on a stick.
const CONTENT: [&str; 4] = ["events", "messages", "packs", "places"];

/// Answers in place of the network, with what lies in the page.
const ANSWERS: &str = r#"(() => {
  "use strict";
  const whole = new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
  const base = location.href.split(/[?#]/)[0].replace(/[^/]*$/, "");
  const types = { wasm: "application/wasm", json: "application/json", txt: "text/plain" };
  window.fetch = async (wanted) => {
    await whole;
    const name = new URL(wanted.url || wanted, base).href.split(/[?#]/)[0].slice(base.length);
    const held = document.getElementById("held " + decodeURI(name));
    if (!held) return new Response("", { status: 404 });
    const bytes = Uint8Array.from(atob(held.textContent), (sign) => sign.charCodeAt(0));
    const body = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const type = types[name.split(".").pop()] || "application/octet-stream";
    return new Response(body, { headers: { "content-type": type } });
  };
})();"#;

/// Writes the one file from the release in `dist/`, and the folder; fails past the limit. Links and codes
/// lead to `address`, where the page stands in the net; without one there are none.
pub fn write(address: Option<&str>) -> Result<(), String> {
    let mut html = whole(&root().join("dist"))?;
    if let Some(address) = address {
        html = with_address(&html, address)?;
    }
    let folder = root().join(FOLDER);
    let file = folder.join(FILE);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    save(&file, html.as_bytes())?;
    say(format!("{FOLDER}/{FILE}: {} bytes of at most {LIMIT}", html.len()));
    if html.len() > LIMIT {
        return Err(format!("{FOLDER}/{FILE} is larger than {LIMIT} bytes"));
    }
    let (words, languages) =
        (root().join("hosting/stick"), root().join("public/messages/languages.json"));
    stick::write(&folder.join("stick"), (FILE, html.as_bytes()), &words, &languages)?;
    say(format!("{FOLDER}/stick: the same with a start page, notes and hashes"));
    Ok(())
}

/// Tells a page where it stands in the net.
fn with_address(html: &str, address: &str) -> Result<String, String> {
    let fits = address.starts_with("https://")
        && address.len() < 200
        && address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/%".contains(&byte));
    if !fits {
        return Err(format!("`{address}` is no address like https://example.org/app/"));
    }
    Ok(html.replacen("<html ", &format!("<html data-home=\"{address}\" "), 1))
}

/// Returns the page in one piece.
///
/// # Errors
///
/// If the folder holds no release, or one of another shape.
pub fn whole(folder: &Path) -> Result<String, String> {
    let html = read(&folder.join("index.html"))?;
    let glue = between(&html, "import(\"./", "\")").ok_or("index.html imports no program")?;
    let program = read(&folder.join(glue))?;
    if program.contains("</script") {
        return Err(format!("{glue} holds the end of a script"));
    }
    let build = glue.trim_end_matches(".js");
    let sheet = read(&folder.join(format!("{build}_later.css")))?;
    let mut page = String::new();
    let mut scripts = 0;
    for piece in pieces(&html)? {
        match piece {
            Piece::Markup(text) => page.push_str(&without_links(text)),
            Piece::Comment(_) => {}
            Piece::Style(text) => page.push_str(&format!("<style>{text}</style>")),
            Piece::Script(tag, text) if text.contains("boot.wasm = fetch(") => {
                scripts += 1;
                // The style of all parts is here already.
                let ready = "boot.sheet = () => Promise.resolve(); ";
                page.push_str(&format!("{tag}{ready}{text}</script><style>{sheet}</style>"));
            }
            Piece::Script(_, text) if text.starts_with("import(\"./") => {
                scripts += 1;
                let start = "__wbg_init({ module_or_path: boot.wasm }).catch(boot.fail);";
                page.push_str(&format!("<script type=\"module\">{program}\n{start}</script>"));
            }
            Piece::Script(tag, text) => {
                page.push_str(&format!("{tag}{}</script>", without_worker(text)));
            }
        }
    }
    if scripts != 2 || !program.contains("__wbg_init as default") {
        return Err("the page starts its program in another way than is known here".to_owned());
    }
    let (head, body) = page.rsplit_once("</body>").ok_or("index.html has no end")?;
    let page = format!("{head}{}</body>{body}", held(folder, build)?);
    let page = without_policy(&page).replacen(
        hosting::START,
        &format!("{}<script>{ANSWERS}</script>", hosting::START),
        1,
    );
    // Nothing is asked of anybody, and only what stands in the file runs.
    let page = hosting::with_policy_of(&page, |policy| {
        policy.replace("connect-src 'self'", "connect-src 'none'").replace("-src 'self'", "-src")
    })?;
    Ok(page)
}

/// Returns everything that is fetched, packed and in letters.
fn held(folder: &Path, build: &str) -> Result<String, String> {
    let mut names = Vec::new();
    for entry in names_in(folder)? {
        if entry.starts_with(build) && entry.ends_with(".wasm") && !entry.contains("_stand.") {
            names.push(entry);
        }
    }
    names.extend(files::content(folder, &CONTENT)?);
    let mut out = String::new();
    for name in names {
        let letters = STANDARD.encode(gzip(&bytes_of(&folder.join(&name))?)?);
        out.push_str(&format!(
            "<script type=\"text/plain\" id=\"held {name}\">{letters}</script>\n"
        ));
    }
    Ok(out)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

/// Takes the name of the part that keeps the page on a device out of a script: it is on a disk already.
fn without_worker(script: &str) -> String {
    let start = "const OFFLINE = \"";
    match between(script, start, "\"") {
        Some(name) => script.replacen(&format!("{start}{name}\""), &format!("{start}\""), 1),
        None => script.to_owned(),
    }
}

/// Takes out what leads to other files: icons, the manifest, the program.
fn without_links(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some((before, tail)) = rest.split_once("<link ") {
        out.push_str(before);
        rest = tail.split_once('>').map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// Takes out the policy of the page that is served.
fn without_policy(html: &str) -> String {
    let start = "<meta http-equiv=\"Content-Security-Policy\"";
    match html.split_once(start).and_then(|(head, rest)| Some((head, rest.split_once('>')?.1))) {
        Some((head, rest)) => format!("{head}{rest}"),
        None => html.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
        <link rel=\"manifest\" href=\"./m\"><script>var boot = {}; const OFFLINE = \"./keep.js\";</script>\
        <link rel=\"modulepreload\" href=\"./app-1.js\">\
        <script>boot.wasm = fetch(\"./app-1_bg.wasm\");</script>\
        </head><body><p>Hier</p><script>import(\"./app-1.js\").then(go);</script></body></html>";

    fn folder(name: &str, program: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("bundle-{}-{name}", std::process::id()));
        for below in CONTENT {
            fs::create_dir_all(folder.join(below).join("a")).unwrap();
        }
        for (file, text) in [
            ("index.html", PAGE),
            ("app-1.js", program),
            ("app-1_later.css", ".a { color: red }"),
            ("app-1_bg.wasm", "wasm"),
            ("app-1_stand.wasm", "stand"),
            ("packs/a/pack.json", "{}"),
            ("events/a/event.ics", "BEGIN"),
        ] {
            fs::write(folder.join(file), text).unwrap();
        }
        folder
    }

    #[test]
    fn one_file_holds_everything_and_asks_for_nothing() {
        let folder = folder("whole", "export { __wbg_init as default };");
        let page = whole(&folder).unwrap();
        assert!(
            page.contains("id=\"held packs/a/pack.json\"") && page.contains("held app-1_bg.wasm")
        );
        for foreign in
            ["<link", "keep.js", "_stand", ".ics", "import(", "connect-src 'self'", "'self'"]
        {
            assert!(!page.contains(foreign), "{foreign}: {page}");
        }
        assert!(page.contains("connect-src 'none'") && page.contains(".a { color: red }"));
        assert_eq!(page.matches("Content-Security-Policy").count(), 1);
        let first = page.find("<script>").unwrap();
        assert!(page[first..].starts_with(&format!("<script>{ANSWERS}")), "answers come first");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn another_shape_is_refused() {
        for (name, program) in [("end", "'</script>'; __wbg_init as default"), ("shape", "go()")] {
            let folder = folder(name, program);
            assert!(whole(&folder).is_err(), "{program}");
            fs::remove_dir_all(folder).unwrap();
        }
        assert!(whole(Path::new("/nowhere")).unwrap_err().contains("/nowhere/index.html"));
    }

    #[test]
    fn an_address_is_one() {
        let page = with_address("<html lang=\"de\">", "https://example.org/app/").unwrap();
        assert_eq!(page, "<html data-home=\"https://example.org/app/\" lang=\"de\">");
        for wrong in ["http://example.org", "https://a\" onload=\"", "example.org", "file:///a"] {
            assert!(with_address("<html >", wrong).is_err(), "{wrong}");
        }
    }
}
