//! Other programs: finding them, starting them, and leaving none of them behind.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Returns the first of these programs that is on PATH or among the tools that set-up brought.
pub fn find_program(names: &[&str]) -> Result<PathBuf, String> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    if let Ok(entries) = fs::read_dir(tools()) {
        folders.extend(entries.flatten().map(|entry| entry.path().join("bin")));
    }
    let mut files =
        folders.iter().flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    files.find(|file| file.is_file()).ok_or_else(|| {
        format!("{} is not installed; `cargo xtask test` brings it", names.join(" or "))
    })
}

/// Returns the folder that set-up keeps its tools in.
pub fn tools() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    cache.or_else(home).unwrap_or_default().join("sitz-und-stimme")
}

/// Returns a port that was free a moment ago.
pub fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|e| e.to_string())?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    Ok(address.port())
}

/// A folder for profiles and other leavings, removed with everything in it when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes a new folder. Its name is short because browsers keep sockets in it.
    pub fn new() -> Result<Self, String> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("e2e-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Scratch(folder))
    }

    /// Returns the path of a file or folder inside.
    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A browser that is just ending may still write; a left-over folder is no failure.
        for _ in 0..20 {
            if fs::remove_dir_all(&self.0).is_ok() || !self.0.exists() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A running program, killed with all its descendants when dropped.
pub struct Program(Child);

impl Program {
    /// Starts a driver that will listen on `port`, and waits until it does.
    pub fn listening(command: &mut Command, port: u16) -> Result<Self, String> {
        let mut program = Program(spawn(command.stdout(Stdio::null()))?);
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Ok(Some(status)) = program.0.try_wait() {
                return Err(format!("{command:?} ended with {status}"));
            }
            if Instant::now() > deadline {
                return Err(format!("{command:?} does not listen on port {port}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(program)
    }

    /// Starts a program and returns it with the first line that it prints.
    pub fn announcing(command: &mut Command) -> Result<(Self, String), String> {
        let mut program = Program(spawn(command.stdout(Stdio::piped()))?);
        let mut line = String::new();
        let output = program.0.stdout.take();
        let output = output.ok_or("a program without output cannot announce itself")?;
        BufReader::new(output).read_line(&mut line).map_err(|e| format!("{command:?}: {e}"))?;
        if line.trim().is_empty() {
            return Err(format!("{command:?} ended without a word"));
        }
        Ok((program, line.trim().to_owned()))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Browsers are children of their driver and outlive it if only the driver is killed.
        let mut ids = descendants(self.0.id());
        ids.push(self.0.id());
        let list: Vec<String> = ids.iter().map(u32::to_string).collect();
        let kill = format!("kill -9 {} 2>/dev/null", list.join(" "));
        drop(Command::new("sh").args(["-c", &kill]).status());
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn spawn(command: &mut Command) -> Result<Child, String> {
    command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("{command:?} could not be started: {e}"))
}

/// Returns the ids of all children, their children and so on; empty where there is no `/proc`.
fn descendants(id: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let ids = fs::read_dir("/proc").into_iter().flatten().flatten();
    for child in ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some(parent) = parent_of(child) {
            children.entry(parent).or_default().push(child);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(parent) = open.pop() {
        let more = children.remove(&parent).unwrap_or_default();
        found.extend(&more);
        open.extend(more);
    }
    found
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in parentheses may hold spaces; state and parent follow it.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
