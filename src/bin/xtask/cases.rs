//! `cargo xtask cases FILE.csv --pack PACK --election DATE`: a table of people against the rules.

use crate::args::Args;
use crate::process::root;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::{audit, cases};
use std::path::PathBuf;
use std::process::ExitCode;

/// What to run.
pub struct Table {
    /// The table of people.
    pub file: PathBuf,
    /// Name of the pack with the rules.
    pub pack: String,
    /// Election day, `YYYY-MM-DD`.
    pub election: String,
}

/// Reads the words after the command and runs the table.
pub fn run(mut args: Args) -> Result<ExitCode, String> {
    let pack = args.value("--pack")?.ok_or("say which pack: --pack nrw")?;
    let election =
        args.value("--election")?.ok_or("say which election day: --election 2025-09-14")?;
    let file = args.free().ok_or("say which table: cases FILE.csv")?.into();
    args.end()?;
    table(&Table { file, pack, election })
}

/// Runs a table: one line for each row that differs, then `N passed, M failed`.
pub fn table(table: &Table) -> Result<ExitCode, String> {
    let election = Date::parse(&table.election)
        .ok_or_else(|| format!("\"{}\" is not a day: write YYYY-MM-DD", table.election))?;
    let csv = std::fs::read_to_string(&table.file)
        .map_err(|e| format!("{} cannot be read: {e}", table.file.display()))?;
    let public = root().join("public");
    let reading = audit::load(&table.pack, &|file| std::fs::read_to_string(public.join(file)).ok());
    for problem in &reading.problems {
        println!("{problem}");
    }
    let pack = match reading.pack {
        Some(pack) if reading.problems.is_empty() => pack,
        _ => return Err(format!("the pack \"{}\" has problems", table.pack)),
    };
    let report = cases::run(&pack, &csv, election)?;
    for failure in &report.failures {
        println!("{failure}");
    }
    println!("{} passed, {} failed", report.passed, report.failures.len());
    Ok(if report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
