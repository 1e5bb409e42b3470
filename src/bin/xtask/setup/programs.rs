//! Programs that come from crates: PATH first, then a binary release, then compiling.

use super::Tools;
use crate::process::{find_on, output, run, say};
use std::path::Path;
use std::time::Instant;

/// A program that cargo can install.
pub struct Wanted<'a> {
    /// Name of the program.
    pub name: &'a str,
    /// Name of the crate.
    pub package: &'a str,
    /// The one version that will do.
    pub version: &'a str,
    /// Folder for it, with `bin/` inside.
    pub into: &'a Path,
    /// Words for `cargo install`.
    pub features: &'a [&'a str],
    /// Address of an archive with the program.
    pub release: Option<String>,
    /// How long compiling takes.
    pub minutes: &'a str,
}

/// Makes sure that a program is there in the wanted version.
pub fn cargo_tool(tools: &Tools, want: &Wanted) -> Result<(), String> {
    if has_version(tools, want) {
        return Ok(());
    }
    let Wanted { name, version, .. } = want;
    if find_on(&tools.path, "cargo-binstall").is_some() {
        say(format!("set-up: {name} {version}: fetching a binary (seconds)"));
        let spec = format!("{}@{version}", want.package);
        let done = run(tools
            .command("cargo-binstall")
            .args(["--no-confirm", "--disable-strategies", "compile", "--root"])
            .arg(want.into)
            .arg(spec));
        if done.is_ok() && has_version(tools, want) {
            return Ok(());
        }
    }
    if let Some(url) = &want.release {
        say(format!("set-up: {name} {version}: looking for a binary release (seconds)"));
        if fetch_release(tools, want, url) && has_version(tools, want) {
            return Ok(());
        }
        say("set-up: no binary release could be fetched");
    }
    say(format!(
        "set-up: {name} {version}: compiling it, about {} minutes on two cores, once",
        want.minutes
    ));
    let started = Instant::now();
    // Some lock files name versions that a registry no longer serves, so a second try goes without.
    compile(tools, want, &["--locked"]).or_else(|_| {
        say(format!("set-up: {name}: its lock file does not resolve here, trying without"));
        compile(tools, want, &[])
    })?;
    say(format!("set-up: {name} took {} s", started.elapsed().as_secs()));
    if has_version(tools, want) {
        Ok(())
    } else {
        Err(format!("{name} {version} was installed but does not answer with that version"))
    }
}

fn has_version(tools: &Tools, want: &Wanted) -> bool {
    find_on(&tools.path, want.name).and_then(|file| output(file, &["--version"])).is_some_and(
        |text| {
            text.lines()
                .next()
                .unwrap_or_default()
                .split_whitespace()
                .any(|word| word == want.version)
        },
    )
}

fn fetch_release(tools: &Tools, want: &Wanted, url: &str) -> bool {
    let bin = want.into.join("bin");
    if find_on(&tools.path, "curl").is_none() || std::fs::create_dir_all(&bin).is_err() {
        return false;
    }
    let archive = want.into.join("release.tar.gz");
    let fetched = run(tools
        .command("curl")
        .args(["--fail", "--location", "--silent", "--show-error"])
        .args(["--connect-timeout", "15", "--max-time", "300", "--proto", "=https", "--output"])
        .arg(&archive)
        .arg(url))
    .is_ok();
    let unpacked = fetched
        && run(tools
            .command("tar")
            .args(["--extract", "--gzip", "--file"])
            .arg(&archive)
            .arg("--directory")
            .arg(&bin))
        .is_ok();
    let _ = std::fs::remove_file(&archive);
    unpacked && lift_programs(&bin)
}

/// Moves programs out of the folder that some archives wrap around them.
fn lift_programs(bin: &Path) -> bool {
    let folders =
        std::fs::read_dir(bin).into_iter().flatten().flatten().filter(|e| e.path().is_dir());
    for folder in folders {
        for entry in std::fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            if std::fs::rename(entry.path(), bin.join(entry.file_name())).is_err() {
                return false;
            }
        }
    }
    true
}

fn compile(tools: &Tools, want: &Wanted, extra: &[&str]) -> Result<(), String> {
    run(tools
        .command("cargo")
        .args(["install", want.package, "--version", want.version, "--force"])
        .args(want.features)
        .args(extra)
        .arg("--root")
        .arg(want.into)
        // A light profile: these tools are run a few times a day, not shipped.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS"))
}
