//! Throws damaged and made-up input at everything that reads what others write: results that travel, what
//! lies in storage, packs, events and foreign calendars.
//!
//!     cargo test --test fuzz -- [--rounds N] [--seconds N] [--seed N] [TARGET]
//!
//! Without `--seconds` the number of inputs is fixed, so that a run finds what the last one with the same
//! seed and the same code has found, and nothing else. `--rounds 10` is ten times as many.
//!
//! A finding is a panic (overflow counts), an input that takes longer than [`PATIENCE`], or something that
//! was read and does not come out again as it went in. The input is kept in a file, and the run fails.

#[path = "../fixtures/die.rs"]
mod die;
mod input;
mod targets;

use die::Die;
use input::Maker;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use targets::Target;

/// No input may take longer, in time of the processor. What is usual is a thousandth of it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Longest input in bytes.
pub const LONGEST: usize = 200_000;

#[derive(Clone, Copy)]
struct Limit {
    rounds: u64,
    time: Option<Duration>,
}

struct Wanted {
    limit: Limit,
    seed: u64,
    target: String,
}

fn wanted() -> Result<Wanted, String> {
    let limit = Limit { rounds: 1, time: None };
    let mut wanted = Wanted { limit, seed: 20_270_328, target: String::new() };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || {
            let next = args.next().and_then(|text| text.parse().ok());
            next.ok_or_else(|| format!("{arg} wants a number"))
        };
        match arg.as_str() {
            "--rounds" => wanted.limit.rounds = number()?,
            "--seconds" => wanted.limit.time = Some(Duration::from_secs(number()?)),
            "--seed" => wanted.seed = number()?,
            // What `cargo test` hands to every test.
            other if other.starts_with('-') => {}
            _ => wanted.target = arg,
        }
    }
    Ok(wanted)
}

/// What became of one target.
struct Report {
    name: &'static str,
    runs: u64,
    /// How many inputs were read as something.
    accepted: u64,
    slowest: Duration,
    finding: Option<String>,
}

fn fuzz(target: &Target, limit: Limit, seed: u64) -> Report {
    let mut report =
        Report { name: target.name, runs: 0, accepted: 0, slowest: Duration::ZERO, finding: None };
    let mut maker = Maker::new(Die::new(seed), &target.seeds, target.words);
    let begun = Instant::now();
    let goes_on = |runs: u64| match limit.time {
        Some(time) => begun.elapsed() < time,
        None => runs < target.inputs * limit.rounds,
    };
    while goes_on(report.runs) && report.finding.is_none() {
        // The seeds first as they are.
        let input = match target.seeds.get(report.runs as usize) {
            Some(seed) => seed.clone(),
            None => maker.make(),
        };
        let started = worked();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let took = worked().saturating_sub(started);
        report.runs += 1;
        report.slowest = report.slowest.max(took);
        let problem = match outcome {
            Ok(Ok(accepted)) => {
                report.accepted += u64::from(accepted);
                if accepted {
                    maker.learn(&input);
                }
                (took > PATIENCE).then(|| format!("takes {:.1} s", took.as_secs_f64()))
            }
            Ok(Err(problem)) => Some(problem),
            Err(_) => Some("panics".to_owned()),
        };
        report.finding = problem.map(|problem| match keep(target.name, &input) {
            Ok(file) => format!("{problem}: {}", file.display()),
            Err(e) => format!("{problem}, and the input cannot be kept: {e}"),
        });
    }
    report
}

/// Returns how long the processor has worked for this thread; where the system does not tell, the time.
fn worked() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next().and_then(|n| n.parse().ok()));
    nanos.map_or_else(|| BEGUN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

fn keep(name: &str, input: &[u8]) -> std::io::Result<PathBuf> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("finding-{name}"));
    std::fs::write(&file, input)?;
    Ok(file)
}

fn main() -> ExitCode {
    let wanted = match wanted() {
        Ok(wanted) => wanted,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let all: &'static [Target] = Vec::leak(targets::all());
    let chosen: Vec<&'static Target> =
        all.iter().filter(|one| one.name.contains(&wanted.target)).collect();
    if chosen.is_empty() {
        println!("no target is called {:?}", wanted.target);
        return ExitCode::SUCCESS;
    }
    let lanes = std::thread::available_parallelism().map_or(1, usize::from);
    let reports: Vec<Report> = std::thread::scope(|scope| {
        let mut reports = Vec::new();
        for together in chosen.chunks(lanes) {
            let begin = |target: &&'static Target| {
                let target = *target;
                scope.spawn(move || fuzz(target, wanted.limit, wanted.seed))
            };
            let begun: Vec<_> = together.iter().map(begin).collect();
            reports.extend(begun.into_iter().filter_map(|thread| thread.join().ok()));
        }
        reports
    });
    let mut failed = reports.len() != chosen.len();
    for report in &reports {
        let Report { name, runs, accepted, slowest, .. } = report;
        let millis = slowest.as_millis();
        println!("{name:<9}{runs:>9} inputs, {accepted:>8} of them read, slowest {millis} ms");
        // A target that never reads anything tests only its own front door.
        if *accepted == 0 {
            println!("    nothing was ever read");
            failed = true;
        }
        if let Some(finding) = &report.finding {
            println!("    {finding}");
            failed = true;
        }
    }
    println!("{} targets, {}", reports.len(), if failed { "failed" } else { "no finding" });
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
