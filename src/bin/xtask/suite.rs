//! `cargo xtask test`: all checks and tests, one after the other, up to the first that fails.

use crate::args::Args;
use crate::bundle;
use crate::components;
use crate::page;
use crate::process::{output, root, run};
use crate::setup::{self, Purpose, Tools};
use crate::{cases, check};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const WASM: &str = "wasm32-unknown-unknown";
/// Options without which Chromium does not start for root or in a container.
const CHROMIUM: &str = r#"{"goog:chromeOptions":{"args":["--headless=new","--no-sandbox",
    "--disable-gpu","--disable-dev-shm-usage","--no-first-run"]}}"#;

/// How a step ended well.
enum Done {
    Passed,
    Skipped(&'static str),
}

type Outcome = Result<Done, String>;

type Step = (&'static str, fn(&Tools) -> Outcome);

const STEPS: [Step; 12] = [
    ("format", format),
    ("tests of domain, content and tool", host),
    ("made-up input", made_up),
    ("tests of the stand", stand),
    ("clippy, host", clippy_host),
    ("clippy, page", clippy_page),
    ("content check", content),
    ("case table", case_table),
    ("DOM tests", dom),
    ("release and sizes", release),
    ("tests of web servers", servers),
    ("tests in real browsers", browsers),
];

/// Runs everything and prints a summary, whose last line is `N passed, M failed`.
pub fn run_all() -> ExitCode {
    let mut log = Log::default();
    let mut tools = None;
    let mut going = log.step("set-up", || {
        tools = Some(setup::ensure(Purpose::Tests)?);
        Ok(Done::Passed)
    });
    if let Some(tools) = &tools {
        for (name, work) in STEPS {
            going = going && log.step(name, || work(tools));
        }
    }
    log.summary(STEPS.len() + 1)
}

/// What has been run so far.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
    passed: usize,
    failed: usize,
}

impl Log {
    /// Runs a step and tells whether to go on.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome) -> bool {
        println!("\n── {name} ──");
        let started = Instant::now();
        let outcome = work();
        let took = seconds(started.elapsed());
        let ended = match &outcome {
            Ok(Done::Passed) => {
                self.passed += 1;
                "passed ".to_owned()
            }
            Ok(Done::Skipped(why)) => format!("skipped ({why}) "),
            Err(problem) => {
                self.failed += 1;
                eprintln!("✗ {problem}");
                "FAILED ".to_owned()
            }
        };
        self.lines.push(format!("{took:>9}  {ended}{name}"));
        outcome.is_ok()
    }

    fn summary(&self, planned: usize) -> ExitCode {
        println!("\n── summary ──");
        for line in &self.lines {
            println!("{line}");
        }
        let left = planned - self.lines.len();
        if left > 0 {
            println!("{left} later steps were not run");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn cargo(tools: &Tools, args: &[&str]) -> Command {
    let mut command = tools.command("cargo");
    command.args(args);
    command
}

fn passes(mut command: Command) -> Outcome {
    run(&mut command).map(|()| Done::Passed)
}

fn has_cargo(tools: &Tools, sub: &str) -> bool {
    output(cargo(tools, &[]).get_program(), &[sub, "--version"]).is_some()
}

fn format(tools: &Tools) -> Outcome {
    if !has_cargo(tools, "fmt") {
        return Ok(Done::Skipped("rustfmt is not installed"));
    }
    passes(cargo(tools, &["fmt", "--check"]))
}

fn host(tools: &Tools) -> Outcome {
    passes(cargo(tools, &["test", "--locked", "--no-default-features", "--features", "tools"]))
}

/// A minute for each target. The inputs come in the same order each time; how far it gets depends on the
/// machine.
fn made_up(tools: &Tools) -> Outcome {
    let all =
        ["test", "--locked", "--no-default-features", "--features", "tools", "--test", "fuzz"];
    let mut command = cargo(tools, &all);
    command.args(["--", "--seconds", "60"]);
    passes(command)
}

fn stand(tools: &Tools) -> Outcome {
    if tools.find("python3").is_none() {
        return Ok(Done::Skipped("python3 is not installed"));
    }
    let mut command = tools.command("python3");
    command.args(["-B", "kiosk/test_run.py"]);
    passes(command)
}

fn clippy(tools: &Tools, args: &[&str]) -> Outcome {
    if !has_cargo(tools, "clippy") {
        return Ok(Done::Skipped("clippy is not installed"));
    }
    let mut command = cargo(tools, &["clippy", "--locked"]);
    command.args(args).args(["--", "-D", "warnings"]);
    passes(command)
}

fn clippy_host(tools: &Tools) -> Outcome {
    clippy(tools, &["--no-default-features", "--features", "tools,e2e", "--all-targets"])
}

fn clippy_page(tools: &Tools) -> Outcome {
    clippy(tools, &["--target", WASM, "--lib", "--bins", "--test", "web"])
}

fn content(_: &Tools) -> Outcome {
    succeeds(check::run(Args::new([]))?, "the content files have problems")
}

fn case_table(_: &Tools) -> Outcome {
    let table = cases::Table {
        file: root().join("tests/fixtures/personas.csv"),
        pack: "nrw".to_owned(),
        election: "2025-09-14".to_owned(),
    };
    succeeds(cases::table(&table)?, "rows of the case table differ")
}

fn succeeds(code: ExitCode, problem: &str) -> Outcome {
    if code == ExitCode::SUCCESS { Ok(Done::Passed) } else { Err(problem.to_owned()) }
}

fn dom(tools: &Tools) -> Outcome {
    let options =
        std::env::temp_dir().join(format!("sitz-und-stimme-webdriver-{}.json", std::process::id()));
    std::fs::write(&options, CHROMIUM)
        .map_err(|problem| format!("{} cannot be written: {problem}", options.display()))?;
    let driver = tools.find("chromedriver").ok_or("chromedriver is not on PATH")?;
    let mut command = cargo(tools, &["test", "--locked", "--target", WASM, "--test", "web"]);
    command
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &options)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    let outcome = passes(command);
    let _ = std::fs::remove_file(options);
    outcome
}

fn release(tools: &Tools) -> Outcome {
    components::check()?;
    page::build(tools)?;
    bundle::write(None).map(|()| Done::Passed)
}

fn servers(tools: &Tools) -> Outcome {
    if tools.find("python3").is_none() {
        return Ok(Done::Skipped("python3 is not installed"));
    }
    let mut command = tools.command("python3");
    command.args(["-B", "hosting/test_servers.py"]);
    passes(command)
}

fn browsers(tools: &Tools) -> Outcome {
    passes(in_browsers(tools))
}

/// Returns the call of the tests in browsers, over what lies in `dist/`.
pub fn in_browsers(tools: &Tools) -> Command {
    let args = ["test", "--locked", "--no-default-features", "--features", "e2e", "--test", "e2e"];
    let mut command = cargo(tools, &args);
    command
        .env("E2E_DIST", root().join("dist"))
        .env("E2E_AXE", tools.node_modules.join("axe-core/axe.min.js"));
    command
}
