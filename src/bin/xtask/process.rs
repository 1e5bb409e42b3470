//! Running other programs: one place that prints what is run and turns failures into sentences.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Prints one line of progress.
pub fn say(text: impl AsRef<str>) {
    println!("» {}", text.as_ref());
}

/// Returns the path of this program. It is asked for first at the start: the tests build the program anew,
/// and from then on the system calls the running one deleted.
pub fn me() -> Result<PathBuf, String> {
    static ME: OnceLock<Option<PathBuf>> = OnceLock::new();
    let me = ME.get_or_init(|| std::env::current_exe().ok());
    me.clone().ok_or_else(|| "this program has no path".to_owned())
}

/// Returns the full path of a program found on `path` (a PATH-like list), if there is one.
pub fn find_on(path: &OsStr, program: &str) -> Option<PathBuf> {
    std::env::split_paths(path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Returns standard output of a program, or `None` if it is missing or fails.
pub fn output(program: impl AsRef<OsStr>, args: &[&str]) -> Option<String> {
    let out = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs a command with its output on screen; errors name the command.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    println!("  $ {shown}");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(problem) => Err(format!("`{shown}` could not be started: {problem}")),
    }
}

fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}

/// Returns the folder of the package, which is where every command works.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
