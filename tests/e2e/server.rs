//! A static file server that can be told to misbehave.
//!
//! It serves the built page under a path of its own, as any web space would, with the headers that the build
//! wrote down, keeps a log of all requests, and can delay, damage or refuse single files while a test runs.

use crate::policy::headers;
use crate::reply::answer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The path that the page is served under: neither the root nor a known name.
pub const BASE: &str = "/probe/app/";

/// An empty page of the same origin, for reading and writing storage without the app.
pub const EMPTY: &str = "/probe/app/__empty.html";

/// What goes wrong with a file.
#[derive(Clone)]
pub enum Fault {
    /// The answer comes late.
    Delay(Duration),
    /// The answer is this status, without the file.
    Status(u16),
    /// The file has this content instead of its own.
    Body(Vec<u8>),
    /// The connection ends after so many bytes of the file.
    Cut(usize),
    /// The file is announced as this type.
    Mime(&'static str),
    /// There is no answer at all.
    Silence,
    /// The answer comes byte by byte, one in a second.
    Drip,
    /// The answer comes with no more than so many bytes in a second.
    Rate(usize),
}

/// What the page finds in place of its storage.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Storage {
    #[default]
    Normal,
    /// Touching it throws, as with blocked cookies.
    Blocked,
    /// It can be read, but nothing fits in.
    Full,
}

/// One request and the status it was answered with.
#[derive(Clone)]
pub struct Request {
    pub path: String,
    pub status: u16,
    /// The size of what was sent, without its head.
    pub bytes: usize,
}

#[derive(Default)]
struct State {
    root: PathBuf,
    faults: Vec<(String, Fault)>,
    /// Files of the test's own, by their paths below the page.
    own: BTreeMap<String, Vec<u8>>,
    storage: Storage,
    language: Option<String>,
    script: String,
    now: Option<i64>,
    packed: bool,
    /// What goes with every answer.
    headers: String,
    unguarded: bool,
    workers: bool,
    log: Vec<Request>,
    busy: usize,
}

impl State {
    /// Returns what the probe in the page has to know.
    fn options(&self) -> Value {
        let storage = match self.storage {
            Storage::Normal => "normal",
            Storage::Blocked => "blocked",
            Storage::Full => "full",
        };
        json!({
            "storage": storage,
            "language": self.language,
            "script": self.script,
            "now": self.now,
            "unguarded": self.unguarded,
            "workers": self.workers,
        })
    }
}

/// Listens on a port that no server of this run has had: a port is an origin, and what an earlier
/// case stored in a reused browser must not reach a later one.
fn fresh_listener() -> Result<TcpListener, String> {
    static USED: Mutex<Vec<u16>> = Mutex::new(Vec::new());
    let mut used = USED.lock().map_err(|e| e.to_string())?;
    // Refused ports stay open until the end of the search, so that each try gets another one.
    let mut refused = Vec::new();
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        if !used.contains(&port) {
            used.push(port);
            return Ok(listener);
        }
        refused.push(listener);
    }
}

/// The running server; it stops when dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Serves the folder on a free port.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let root = fs::canonicalize(folder)
            .map_err(|e| format!("{}: {e}; build the page first", folder.display()))?;
        let listener = fresh_listener()?;
        let server = Server {
            address: listener.local_addr().map_err(|e| e.to_string())?,
            state: Arc::new(Mutex::new(State {
                headers: headers(&root)?,
                root,
                ..State::default()
            })),
            stopped: Arc::default(),
        };
        let (state, stopped) = (server.state.clone(), server.stopped.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                let (Ok(stream), state) = (stream, state.clone()) else {
                    continue;
                };
                // A browser that hangs up in the middle is not our problem.
                thread::spawn(move || drop(converse(stream, &state)));
            }
        });
        Ok(server)
    }

    /// Returns `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets every file fail whose path contains `part`, until [`Server::heal`].
    pub fn fail(&self, part: &str, fault: Fault) {
        lock(&self.state).faults.push((part.to_owned(), fault));
    }

    /// Serves a file of the test's own at a path below the page.
    pub fn put(&self, path: &str, body: Vec<u8>) {
        lock(&self.state).own.insert(path.to_owned(), body);
    }

    /// Serves the file of the page again in place of the test's own.
    pub fn take(&self, path: &str) {
        lock(&self.state).own.remove(path);
    }

    /// Ends all faults.
    pub fn heal(&self) {
        lock(&self.state).faults.clear();
    }

    /// Takes storage away from pages that are loaded from now on.
    pub fn storage(&self, storage: Storage) {
        lock(&self.state).storage = storage;
    }

    /// Lets pages that are loaded from now on see this as the language of the browser.
    pub fn language(&self, language: &str) {
        lock(&self.state).language = Some(language.to_owned());
    }

    /// Runs a script in pages that are loaded from now on, before anything of theirs.
    pub fn script(&self, script: &str) {
        lock(&self.state).script = script.to_owned();
    }

    /// Sets the clock of pages that are loaded from now on, in milliseconds since 1970. It goes on from
    /// there, `__jump(millis)` in a page moves it, and what happens each minute happens twice a second.
    pub fn now(&self, millis: i64) {
        lock(&self.state).now = Some(millis);
    }

    /// Compresses what it sends from now on, as web spaces do.
    pub fn pack(&self) {
        lock(&self.state).packed = true;
    }

    /// Sends no policy from now on: for a test that puts the page into a frame, or style into the page.
    pub fn unguard(&self) {
        let mut state = lock(&self.state);
        state.unguarded = true;
        state.headers.clear();
    }

    /// Serves another folder from now on, with its headers.
    pub fn serve(&self, folder: &Path) -> Result<(), String> {
        let (root, headers) = (folder.to_owned(), headers(folder)?);
        let mut state = lock(&self.state);
        (state.root, state.headers) = (root, headers);
        Ok(())
    }

    /// Lets pages that are loaded from now on keep themselves on the device. Without it each case begins like
    /// a first visit, whatever happened before.
    pub fn let_workers(&self) {
        lock(&self.state).workers = true;
    }

    /// Tells whether a request is still being answered.
    pub fn busy(&self) -> bool {
        lock(&self.state).busy > 0
    }

    /// Returns all requests so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state).log.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
    }
}

/// A panic in another thread must not turn into a second one here.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers one connection until it is closed.
fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;

        let mut words = first.split_whitespace();
        let method = words.next().unwrap_or_default();
        let target = words.next().unwrap_or_default();
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let _busy = Busy::new(state);
        let faults = matching(state, path);
        for fault in &faults {
            match fault {
                Fault::Delay(time) => thread::sleep(*time),
                Fault::Silence => return Ok(()),
                _ => {}
            }
        }
        let (root, options, packed, headers) = {
            let state = lock(state);
            (state.root.clone(), state.options(), state.packed, state.headers.clone())
        };
        let mut answer = answer(&root, &options, method, path, &faults);
        if packed {
            answer.pack()?;
        }
        let sent = answer.sent.min(answer.body.len());
        let request = Request { path: path.to_owned(), status: answer.status, bytes: sent };
        lock(state).log.push(request);
        writer.write_all(answer.head(&headers).as_bytes())?;
        if method != "HEAD" {
            let mut rest = &answer.body[..sent];
            let slow = faults.iter().find_map(pieces);
            while let (Some((size, pause)), false) = (slow, rest.is_empty()) {
                let (piece, after) = rest.split_at(size.min(rest.len()));
                writer.write_all(piece)?;
                writer.flush()?;
                thread::sleep(pause);
                rest = after;
                // The test has gone on to something else.
                if lock(state).faults.is_empty() {
                    return Ok(());
                }
            }
            writer.write_all(rest)?;
        }
        writer.flush()?;
        if sent < answer.body.len() {
            return Ok(());
        }
    }
}

/// Returns in pieces of which size a slow line brings an answer, and how long it pauses after each.
fn pieces(fault: &Fault) -> Option<(usize, Duration)> {
    match fault {
        Fault::Drip => Some((1, Duration::from_secs(1))),
        Fault::Rate(bytes) => Some(((bytes / 20).max(1), Duration::from_millis(50))),
        _ => None,
    }
}

/// Counts a request for as long as it is being answered, however that ends.
struct Busy<'a>(&'a Mutex<State>);

impl<'a> Busy<'a> {
    fn new(state: &'a Mutex<State>) -> Self {
        lock(state).busy += 1;
        Busy(state)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        lock(self.0).busy -= 1;
    }
}

fn matching(state: &Mutex<State>, path: &str) -> Vec<Fault> {
    let state = lock(state);
    let hit = state.faults.iter().filter(|(part, _)| path.contains(part));
    let own = path.strip_prefix(BASE).and_then(|path| state.own.get(path));
    let own = own.map(|body| Fault::Body(body.clone()));
    hit.map(|(_, fault)| fault.clone()).chain(own).collect()
}
