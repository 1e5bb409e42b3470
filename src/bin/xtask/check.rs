//! `cargo xtask check [PACK]`: every problem in the content files.

use crate::args::Args;
use crate::process::root;
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::json::is_slug;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// Checks one pack or all of them; fails if there is any problem.
pub fn run(mut args: Args) -> Result<ExitCode, String> {
    let pack = args.free();
    args.end()?;
    let packs = match pack {
        Some(pack) if is_slug(&pack) => vec![pack],
        Some(pack) => return Err(format!("\"{pack}\" cannot be the name of a pack")),
        None => all_packs()?,
    };
    let public = root().join("public");
    let files = |file: &str| std::fs::read_to_string(public.join(file)).ok();
    let mut found = 0;
    for pack in &packs {
        let problems = audit::check(pack, &files, today());
        for problem in &problems {
            println!("{problem}");
        }
        if problems.is_empty() {
            println!("{pack}: no problems");
        }
        found += problems.len();
    }
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the names of the folders in `public/packs`, sorted.
pub fn all_packs() -> Result<Vec<String>, String> {
    let dir = root().join("public/packs");
    let entries =
        std::fs::read_dir(&dir).map_err(|e| format!("{} cannot be read: {e}", dir.display()))?;
    let mut packs: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    packs.sort();
    Ok(packs)
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_days((since.as_secs() / 86_400) as i32)
}
