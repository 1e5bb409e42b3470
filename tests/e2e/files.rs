//! From the path of an address to the bytes that are served for it.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const PROBE: &str = include_str!("probe.js");

/// What the scripts of the tests carry, so that the policy lets them run.
pub const PROBE_MARK: &str = "probe";

/// Finds the file of a path below `root`; `None` for whatever lies outside of it.
pub fn file_of(root: &Path, path: &str) -> Option<PathBuf> {
    let inside = decoded(path)?;
    let mut file = root.join(inside.trim_start_matches('/'));
    if file.is_dir() {
        file.push("index.html");
    }
    let real = fs::canonicalize(file).ok()?;
    real.starts_with(root).then_some(real)
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then_some(text)
}

/// Returns the type that a file is announced as.
pub fn mime_of(file: &Path) -> &'static str {
    match file.extension().and_then(|ext| ext.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "vtt" => "text/vtt; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Puts the probe first into `<head>`: before the policy of the page. That of the headers knows its mark.
pub fn with_probe(page: Vec<u8>, options: &Value) -> Vec<u8> {
    // A script of the test's own stands behind the options, not inside of them.
    let own = options["script"].as_str().unwrap_or_default();
    let mut options = options.clone();
    options["script"] = Value::Null;
    let script = PROBE.replace("/*options*/ {}", &options.to_string());
    let page = String::from_utf8_lossy(&page);
    let head = page.find("<head");
    let head = head.and_then(|start| Some(start + page[start..].find('>')? + 1));
    let (before, after) = page.split_at(head.unwrap_or(0));
    let mark = format!("<script nonce={PROBE_MARK}>");
    format!("{before}{mark}{script}</script>{mark}{own}</script>{after}").into_bytes()
}
