//! `cargo xtask journeys [FOLDER]`: people walked through the whole app, and what came out differently.

use crate::args::Args;
use crate::process::root;
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::{audit, journey};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where the journeys of the project are.
const FOLDER: &str = "tests/journeys";

/// Runs all journeys of a folder: one line for each that differs, then `N passed, M failed`.
pub fn run(mut args: Args) -> Result<ExitCode, String> {
    let folder = args.free().map_or_else(|| root().join(FOLDER), PathBuf::from);
    args.end()?;
    let (mut passed, mut failed) = (0, 0);
    for file in files(&folder)? {
        let faults = faults(&file)?;
        if faults.is_empty() {
            passed += 1;
        } else {
            failed += 1;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            println!("{name}: {}", faults.join(" "));
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the journeys in a folder, sorted by name; one at least.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder)
        .map_err(|e| format!("{} cannot be read: {e}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    match files.is_empty() {
        true => Err(format!("there are no journeys in {}", folder.display())),
        false => Ok(files),
    }
}

/// Returns what is wrong with a journey or came out differently, one sentence each.
fn faults(file: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let problems = Problems::default();
    let journey = journey::read(&name, &text, &problems);
    let problems = problems.into_inner();
    let Some(journey) = journey.filter(|_| problems.is_empty()) else {
        return Ok(problems.iter().map(Problem::to_string).collect());
    };
    let public = root().join("public");
    let files = |file: &str| std::fs::read_to_string(public.join(file)).ok();
    let pack = audit::load(&journey.pack, &files).pack;
    let found = pack.as_ref().and_then(|pack| Some((pack, audit::load_fit(pack, &files).0?)));
    Ok(match found {
        Some((pack, fit)) => journey::run(&journey, pack, &fit),
        None => vec![format!("The pack \"{}\" has no assessment that can be used.", journey.pack)],
    })
}
