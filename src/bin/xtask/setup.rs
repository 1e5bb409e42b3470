//! Set-up: brings every tool that the other commands need, once.
//!
//! For each tool: what is on PATH comes first, then a binary release, then compiling. Nothing is
//! downloaded or compiled twice; a second run only looks. Tools that must have one exact version
//! live in a cache folder of the user, so several checkouts share them.

#[path = "setup/packages.rs"]
mod packages;
#[path = "setup/programs.rs"]
mod programs;

use crate::process::{find_on, output, root, run, say};
use packages::{npm_packages, system_packages};
use programs::{Wanted, cargo_tool};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.0";
const WASM: &str = "wasm32-unknown-unknown";

/// What a command is going to do, which decides what it needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Build the page or serve it.
    Page,
    /// Run all tests, in browsers too.
    Tests,
}

/// The tools that were found or installed.
pub struct Tools {
    /// PATH for child processes: our tools first.
    pub path: OsString,
    /// Folder with the npm packages (`binaryen`, `axe-core`).
    pub node_modules: PathBuf,
}

impl Tools {
    /// Returns the full path of a program, our tools first.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        find_on(&self.path, program)
    }

    /// Returns a command that finds our tools first and works in the package folder.
    pub fn command(&self, program: &str) -> Command {
        let file = self.find(program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(file);
        command.env("PATH", &self.path).current_dir(root());
        command
    }
}

/// Makes sure that everything for `purpose` is there; errors say what to install by hand.
pub fn ensure(purpose: Purpose) -> Result<Tools, String> {
    let started = Instant::now();
    let cache = cache_dir()?;
    let trunk = cache.join(format!("trunk-{TRUNK}"));
    let bindgen_version = locked_version("wasm-bindgen")?;
    let bindgen = cache.join(format!("wasm-bindgen-{bindgen_version}"));
    let gecko = cache.join(format!("geckodriver-{GECKODRIVER}"));
    let npm = cache.join("npm");
    let mut dirs = vec![
        trunk.join("bin"),
        bindgen.join("bin"),
        gecko.join("bin"),
        npm.join("node_modules/.bin"),
    ];
    let old = std::env::var_os("PATH").unwrap_or_default();
    dirs.extend(std::env::split_paths(&old));
    let path = std::env::join_paths(dirs).map_err(|e| format!("PATH cannot be extended: {e}"))?;
    let tools = Tools { path, node_modules: npm.join("node_modules") };

    wasm_target()?;
    if purpose == Purpose::Tests {
        rust_components();
    }
    cargo_tool(
        &tools,
        &Wanted {
            name: "trunk",
            package: "trunk",
            version: TRUNK,
            into: &trunk,
            features: &["--no-default-features", "--features", "rustls"],
            release: Some(format!(
                "https://github.com/trunk-rs/trunk/releases/download/v{TRUNK}/trunk-{}.tar.gz",
                host()
            )),
            minutes: "7 to 9",
        },
    )?;
    cargo_tool(
        &tools,
        &Wanted {
            name: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: &bindgen_version,
            into: &bindgen,
            features: &[],
            release: Some(format!(
                "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/{bindgen_version}/\
                 wasm-bindgen-{bindgen_version}-{}.tar.gz",
                host().replace("-gnu", "-musl")
            )),
            minutes: "3 to 6",
        },
    )?;
    npm_packages(&tools, &npm, purpose)?;
    if purpose == Purpose::Tests {
        system_packages(&tools)?;
        cargo_tool(
            &tools,
            &Wanted {
                name: "geckodriver",
                package: "geckodriver",
                version: GECKODRIVER,
                into: &gecko,
                features: &[],
                release: Some(format!(
                    "https://github.com/mozilla/geckodriver/releases/download/v{GECKODRIVER}/\
                     geckodriver-v{GECKODRIVER}-linux64.tar.gz"
                )),
                minutes: "2 to 3",
            },
        )?;
    }
    let took = started.elapsed().as_secs();
    if took > 5 {
        say(format!("set-up: done in {} min {} s", took / 60, took % 60));
    }
    Ok(tools)
}

/// Returns the folder for tools, made if missing.
fn cache_dir() -> Result<PathBuf, String> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set, so there is no place for the tools")?;
    let dir = base.join("sitz-und-stimme");
    std::fs::create_dir_all(&dir).map_err(|e| format!("{} cannot be made: {e}", dir.display()))?;
    Ok(dir)
}

/// Returns the version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String, String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|e| format!("Cargo.lock cannot be read: {e}"))?;
    let head = format!("name = \"{package}\"\nversion = \"");
    lock.split_once(&head)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| format!("Cargo.lock does not name {package}"))
}

fn host() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "aarch64-unknown-linux-gnu",
        _ => "x86_64-unknown-linux-gnu",
    }
}

fn wasm_target() -> Result<(), String> {
    let sysroot = output("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    say("set-up: adding the WebAssembly target to Rust (seconds)");
    run(Command::new("rustup").args(["target", "add", WASM])).map_err(|e| {
        format!("{e}\nWithout rustup, install the Rust standard library for {WASM} yourself.")
    })
}

/// Adds rustfmt and clippy where rustup can; without them the tests only skip these two steps.
fn rust_components() {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        let there = output("cargo", &[&program[6..], "--version"]).is_some();
        if !there {
            say(format!("set-up: adding {component} to Rust (seconds)"));
            if let Err(problem) = run(Command::new("rustup").args(["component", "add", component]))
            {
                say(format!(
                    "set-up: {component} is not available ({problem}); its step is skipped"
                ));
            }
        }
    }
}
