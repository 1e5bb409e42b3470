//! What the server answers to one request.

use crate::files::{file_of, mime_of, with_probe};
use crate::policy::without_policy;
use crate::server::{BASE, EMPTY, Fault};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// An answer with its head, not yet sent.
pub struct Answer {
    pub status: u16,
    mime: &'static str,
    location: Option<&'static str>,
    packed: bool,
    /// It is no part of the page, so what goes with every answer does not go with this one.
    foreign: bool,
    pub body: Vec<u8>,
    /// How many bytes of the body are sent.
    pub sent: usize,
}

impl Answer {
    fn new(status: u16, mime: &'static str, body: Vec<u8>) -> Self {
        Answer {
            status,
            mime,
            location: None,
            packed: false,
            foreign: false,
            body,
            sent: usize::MAX,
        }
    }

    fn refusal(status: u16) -> Self {
        let body = format!("{status}\n").into_bytes();
        Answer::new(status, "text/plain; charset=utf-8", body)
    }

    /// Compresses the body with gzip, which every browser takes.
    pub fn pack(&mut self) -> std::io::Result<()> {
        self.body = packed(&self.body)?;
        self.packed = true;
        Ok(())
    }

    /// Returns everything before the body; `always` goes with every answer.
    pub fn head(&self, always: &str) -> String {
        let location = self.location.map(|to| format!("Location: {to}\r\n"));
        let always = if self.foreign { "" } else { always };
        let packed = if self.packed { "Content-Encoding: gzip\r\n" } else { "" };
        // Nothing is kept without asking: a test that heals a fault wants the file itself.
        format!(
            "HTTP/1.1 {} Status\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{packed}{always}\
             Cache-Control: no-cache\r\nConnection: keep-alive\r\n\r\n",
            self.status,
            self.mime,
            self.body.len(),
            location.unwrap_or_default(),
        )
    }
}

/// Compresses bytes with gzip.
pub fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes)?;
    packer.finish()
}

/// Answers a request; `options` are for the probe in pages.
pub fn answer(root: &Path, options: &Value, method: &str, path: &str, faults: &[Fault]) -> Answer {
    if method != "GET" && method != "HEAD" {
        return Answer::refusal(405);
    }
    if path == EMPTY {
        let page = "<!doctype html><html lang=en><title>empty</title><link rel=icon href=data:,>";
        let answer = Answer::new(200, "text/html; charset=utf-8", page.into());
        return Answer { foreign: true, ..answer };
    }
    if path == BASE.trim_end_matches('/') {
        let mut answer = Answer::refusal(301);
        answer.location = Some(BASE);
        return answer;
    }
    for fault in faults {
        if let Fault::Status(status) = fault {
            return Answer::refusal(*status);
        }
    }
    let replaced = faults.iter().find_map(|fault| match fault {
        Fault::Body(bytes) => Some(bytes.clone()),
        _ => None,
    });
    let file = path.strip_prefix(BASE).and_then(|path| file_of(root, path));
    // What a test brings need not lie on the disk.
    let Some(file) = file.or_else(|| replaced.is_some().then(|| PathBuf::from(path))) else {
        return Answer::refusal(404);
    };
    let Some(body) = replaced.or_else(|| fs::read(&file).ok()) else {
        return Answer::refusal(404);
    };
    let mut answer = Answer::new(200, mime_of(&file), body);
    if file.extension().is_some_and(|ext| ext == "html") {
        let page =
            if options["unguarded"] == true { without_policy(answer.body) } else { answer.body };
        answer.body = with_probe(page, options);
    }
    for fault in faults {
        match fault {
            Fault::Mime(mime) => answer.mime = mime,
            Fault::Cut(bytes) => answer.sent = *bytes,
            _ => {}
        }
    }
    answer
}
