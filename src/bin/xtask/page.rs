//! `cargo xtask build` and `cargo xtask serve`: the page through Trunk.

use crate::args::Args;
use crate::process::{me, root, run, say};
use crate::setup::{self, Purpose, Tools};
use crate::sizes;
use crate::split;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::Command;

const HOST: &str = "127.0.0.1";
/// `serve` keeps away from `dist/`, so what lies there is always a release.
const SERVED: &str = "target/serve";

/// Where the stand that breaks on order is written.
const FAULT: &str = "target/fault";

/// Writes a stand that breaks on order, to show how it gets up again: `kiosk/try.py --fault`.
pub fn build_fault(tools: &Tools) -> Result<(), String> {
    say("building the stand that breaks on order");
    let folder = root().join(FAULT);
    std::fs::create_dir_all(&folder)
        .map_err(|problem| format!("{} cannot be made: {problem}", folder.display()))?;
    let mut command = trunk(tools, "build")?;
    run(release(&mut command).args(["--features", "fault", "--dist", FAULT]))
}

/// Writes the release to `dist/` and prints its sizes; fails past a limit.
pub fn build(tools: &Tools) -> Result<(), String> {
    say("building the page (2 to 4 minutes the first time)");
    run(release(&mut trunk(tools, "build")?))?;
    sizes::report(&root().join("dist"))
}

/// How to serve the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    port: u16,
    release: bool,
}

impl Serve {
    /// Reads the words after the command.
    pub fn from_args(mut args: Args) -> Result<Self, String> {
        let release = args.flag("--release");
        let port = match args.value("--port")? {
            None => 8080,
            Some(text) => match text.parse() {
                Ok(port) if port > 0 => port,
                _ => return Err(format!("`{text}` is no port: use a number from 1 to 65535")),
            },
        };
        args.end()?;
        Ok(Self { port, release })
    }
}

/// Serves the page until it is interrupted.
pub fn serve(wanted: &Serve) -> Result<(), String> {
    let port = wanted.port;
    free_port(port)?;
    let tools = setup::ensure(Purpose::Page)?;
    let served = root().join(SERVED);
    std::fs::create_dir_all(&served)
        .map_err(|problem| format!("{} cannot be made: {problem}", served.display()))?;
    let mut command = trunk(&tools, "serve")?;
    command
        .args(["--address", HOST, "--port", &port.to_string()])
        .args(["--disable-address-lookup", "true", "--dist", SERVED]);
    // What these hold is written by builds and tests, not by hand. Trunk wants them to exist.
    for quiet in ["target", "dist", "tests"] {
        if root().join(quiet).is_dir() {
            command.args(["--ignore", quiet]);
        }
    }
    if wanted.release {
        release(&mut command).args(["--no-autoreload", "true"]);
    }
    say("building the page (2 to 4 minutes the first time, then seconds)");
    say(format!("then open http://{HOST}:{port}/ (Ctrl+C ends it)"));
    become_command(&mut command)
}

/// Fails with a sentence if nothing can listen on a port.
fn free_port(port: u16) -> Result<(), String> {
    match TcpListener::bind((HOST, port)) {
        Ok(_) => Ok(()),
        Err(problem) => Err(match problem.kind() {
            ErrorKind::AddrInUse => format!(
                "port {port} is in use: end the program that listens there, or take another one: \
                 cargo xtask serve --port {}",
                if port < u16::MAX { port + 1 } else { 8080 }
            ),
            ErrorKind::PermissionDenied => {
                format!("port {port} is not allowed: take one above 1023")
            }
            _ => format!("port {port} cannot be used: {problem}"),
        }),
    }
}

/// Returns a call of Trunk that uses the tools of the set-up.
fn trunk(tools: &Tools, verb: &str) -> Result<Command, String> {
    let me = me()?;
    let mut command = tools.command("trunk");
    command.arg(verb).env("XTASK", me).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk takes NO_COLOR=1 for a mistake and stops.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").args(["--color", "never"]);
    }
    Ok(command)
}

/// Makes a call of Trunk one for release: the program comes with what is needed to cut it in two.
fn release(command: &mut Command) -> &mut Command {
    command
        .args(["--release", "--features", "split"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", split::RUSTFLAGS)
}

/// Turns this program into another one, so that whoever stops us stops the server.
#[cfg(unix)]
fn become_command(command: &mut Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    let problem = command.exec();
    Err(format!("Trunk could not be started: {problem}"))
}

#[cfg(not(unix))]
fn become_command(command: &mut Command) -> Result<(), String> {
    run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(line: &str) -> Result<Serve, String> {
        Serve::from_args(Args::new(line.split_whitespace().map(str::to_owned)))
    }

    #[test]
    fn ports_are_read_and_checked() {
        assert_eq!(serve(""), Ok(Serve { port: 8080, release: false }));
        assert_eq!(serve("--release --port 9000"), Ok(Serve { port: 9000, release: true }));
        for wrong in ["--port", "--port 0", "--port 70000", "--port x", "9000"] {
            assert!(serve(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_port_in_use_is_named() {
        let taken = TcpListener::bind((HOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(free_port(port).unwrap_err().contains(&format!("port {port} is in use")));
    }
}
