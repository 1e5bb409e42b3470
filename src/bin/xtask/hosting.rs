//! What a web server should say about the page: one policy and one list of headers, for each kind of server.
//!
//! The policy names the scripts inside the page by their hashes, so it fits one build and travels with it.

use crate::files::{bytes_of, gzip, names_in, save};
use crate::html::{Piece, pieces};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What goes with every answer, beside the policy.
///
/// Of all that browsers offer, the page asks for the place (events nearby), copies, plays recordings and
/// shows them on the whole screen. Sharing needs no leave. What Chromium does not know on every system is
/// not named, because it complains.
const ALWAYS: [(&str, &str); 6] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), autoplay=(self), camera=(), clipboard-read=(), \
         clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(self), \
         geolocation=(self), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(self), \
         publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
         xr-spatial-tracking=()",
    ),
];

/// The policy without scripts and styles.
///
/// `blob:` is what the program makes itself.
const OTHERS: &str = "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
                      form-action 'none'; require-trusted-types-for 'script'; \
                      trusted-types default";

/// How a browser may keep what has a fingerprint in its name.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// How the names of these files begin.
const NAMED: &str = "sitz-und-stimme-";

/// Servers' own files, which lie in `hosting/` as they are.
const READY: [(&str, &str); 4] = [
    ("nginx.conf", include_str!("../../../hosting/nginx.conf")),
    ("Caddyfile", include_str!("../../../hosting/Caddyfile")),
    ("Containerfile", include_str!("../../../hosting/Containerfile")),
    ("sw-off.js", include_str!("../../../hosting/sw-off.js")),
];

const HTACCESS: &str = include_str!("../../../hosting/htaccess");

/// Says for whom a written file is.
const WRITTEN: &str =
    "# Written by the build, for exactly this page: a new page comes with a new file.";

/// How a page begins that can take its policy: behind that everything stands that it is about.
pub const START: &str = "<meta charset=\"utf-8\">";

/// Puts the policy into a page, for servers that say nothing about it.
pub fn with_policy(html: &str) -> Result<String, String> {
    with_policy_of(html, |policy| policy)
}

/// Puts the policy into a page after a change.
pub fn with_policy_of(html: &str, change: fn(String) -> String) -> Result<String, String> {
    let at = html.find(START).map(|at| at + START.len());
    let at = at.ok_or_else(|| format!("index.html does not begin with {START}"))?;
    let (head, rest) = html.split_at(at);
    if ["<script", "<style", "<link"].iter().any(|early| head.contains(early)) {
        return Err(format!("something stands before {START} and so before the policy"));
    }
    let policy = change(policy(html)?);
    Ok(format!("{head}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{rest}"))
}

/// Writes the files for servers into the folder of the page, and packs the files of the program.
pub fn write(folder: &Path, html: &str) -> Result<(), String> {
    let headers = headers(html)?;
    let own = folder.join("hosting");
    std::fs::create_dir_all(&own).map_err(|e| format!("{} cannot be made: {e}", own.display()))?;
    save(&folder.join("_headers"), for_hosts(&headers).as_bytes())?;
    save(&folder.join(".htaccess"), for_apache(&headers).as_bytes())?;
    save(&own.join("nginx-headers.conf"), for_nginx(&headers).as_bytes())?;
    save(&own.join("caddy-headers"), for_caddy(&headers).as_bytes())?;
    for (name, text) in READY {
        save(&own.join(name), text.as_bytes())?;
    }
    pack(folder)
}

/// Returns what goes with every answer.
fn headers(html: &str) -> Result<Vec<(&'static str, String)>, String> {
    let policy = format!("{}; frame-ancestors 'none'", policy(html)?);
    let mut headers = vec![("Content-Security-Policy", policy)];
    headers.extend(ALWAYS.map(|(name, value)| (name, value.to_owned())));
    Ok(headers)
}

/// Returns the policy of a page, as far as it may stand in the page itself.
fn policy(html: &str) -> Result<String, String> {
    let mut scripts = String::new();
    let mut styles = String::new();
    for piece in pieces(html)? {
        match piece {
            // What is not run needs no leave.
            Piece::Script(tag, _)
                if tag.contains("application/json") || tag.contains("text/plain") => {}
            Piece::Script(tag, _) if tag.contains("src=") => {}
            Piece::Script(_, text) => scripts.push_str(&source(text)),
            Piece::Style(text) => styles.push_str(&source(text)),
            Piece::Markup(_) | Piece::Comment(_) => {}
        }
    }
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
         style-src 'self'{styles}; {OTHERS}"
    ))
}

/// Returns how a policy names a text.
pub fn source(text: &str) -> String {
    format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The form that hosts read who take a folder and put it into a network of servers.
///
/// They check everything for changes by themselves, and would join two values of one header.
fn for_hosts(headers: &[(&str, String)]) -> String {
    let all: String = headers.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("{WRITTEN}\n/*\n{all}/{NAMED}*\n  Cache-Control: {FOREVER}\n")
}

fn for_apache(headers: &[(&str, String)]) -> String {
    let lines =
        headers.iter().map(|(name, value)| format!("\tHeader always set {name} \"{value}\""));
    let text = HTACCESS.replace("{headers}", &lines.collect::<Vec<_>>().join("\n"));
    format!("{WRITTEN}\n{text}")
}

fn for_nginx(headers: &[(&str, String)]) -> String {
    let lines =
        headers.iter().map(|(name, value)| format!("add_header {name} \"{value}\" always;\n"));
    format!("{WRITTEN}\n{}", lines.collect::<String>())
}

fn for_caddy(headers: &[(&str, String)]) -> String {
    let lines = headers.iter().map(|(name, value)| format!("\t{name} \"{value}\"\n"));
    format!("{WRITTEN}\nheader {{\n{}}}\n", lines.collect::<String>())
}

/// Packs the files of the program, for servers that hand out what lies there ready.
///
/// Only these: their names change with their content. Texts, packs and the page itself may be edited where
/// they lie, and an old packed file beside a new one would be sent in its place.
fn pack(folder: &Path) -> Result<(), String> {
    for name in names_in(folder)? {
        if !name.starts_with(NAMED) || name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let bytes = bytes_of(&folder.join(&name))?;
        save(&folder.join(format!("{name}.br")), &crate::sizes::packed(&bytes)?)?;
        save(&folder.join(format!("{name}.gz")), &gzip(&bytes)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta charset=\"utf-8\"><script type=\"application/json\">[]</script>\
                        <script>go()</script><script src=\"a.js\"></script><style>a{}</style>";

    #[test]
    fn the_policy_names_what_is_run_and_nothing_else() {
        let policy = policy(PAGE).unwrap();
        // echo -n 'go()' | openssl dgst -sha256 -binary | base64
        let scripts = "script-src 'self' 'wasm-unsafe-eval' \
                       'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=';";
        assert!(policy.contains(scripts), "{policy}");
        assert!(
            policy.contains(
                "style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=';"
            ),
            "{policy}"
        );
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("'unsafe-inline'"));
        assert!(!policy.contains("frame-ancestors"), "a page cannot say who may frame it");
        let whole = headers(PAGE).unwrap();
        assert_eq!(whole[0].1, format!("{policy}; frame-ancestors 'none'"));
    }

    #[test]
    fn the_page_has_its_policy_before_everything_else() {
        let page = with_policy(PAGE).unwrap();
        let wanted =
            format!("{START}<meta http-equiv=\"Content-Security-Policy\" content=\"default-src");
        assert!(page.starts_with(&wanted), "{page}");
        assert_eq!(policy(&page), policy(PAGE), "its own words do not change the hashes");
        assert!(with_policy(&PAGE.replace("utf-8", "ascii")).is_err());
        assert!(with_policy(&format!("<script>early()</script>{PAGE}")).is_err());
    }

    #[test]
    fn every_server_says_the_same() {
        let headers = headers(PAGE).unwrap();
        for text in
            [for_hosts(&headers), for_apache(&headers), for_nginx(&headers), for_caddy(&headers)]
        {
            for (name, value) in &headers {
                assert_eq!(text.matches(name).count(), 1, "{name}: {text}");
                assert!(text.contains(value.as_str()), "{name}: {text}");
            }
            assert!(!text.contains("{headers}"));
        }
        // Quotation marks would end the value early.
        assert!(headers.iter().all(|(_, value)| !value.contains(['"', '\n', '$', '{'])));
    }

    #[test]
    fn only_what_has_a_fingerprint_is_packed() {
        let folder = std::env::temp_dir().join(format!("hosting-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let text = "wasm ".repeat(100);
        std::fs::write(folder.join("sitz-und-stimme-1_bg.wasm"), &text).unwrap();
        std::fs::write(folder.join("index.html"), PAGE).unwrap();
        write(&folder, PAGE).unwrap();
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let mut unpacked = Vec::new();
        let packed = read("sitz-und-stimme-1_bg.wasm.br");
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let packed = read("sitz-und-stimme-1_bg.wasm.gz");
        let mut unpacked = String::new();
        let mut reader = flate2::read::GzDecoder::new(packed.as_slice());
        std::io::Read::read_to_string(&mut reader, &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(packed.len() < text.len() / 2);
        assert!(!folder.join("index.html.br").exists() && !folder.join("_headers.gz").exists());
        for file in ["_headers", ".htaccess", "hosting/nginx-headers.conf", "hosting/caddy-headers"]
        {
            assert!(String::from_utf8(read(file)).unwrap().contains("nosniff"), "{file}");
        }
        for (file, _) in READY {
            let file = format!("hosting/{file}");
            let file = file.as_str();
            assert!(!read(file).is_empty(), "{file}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
