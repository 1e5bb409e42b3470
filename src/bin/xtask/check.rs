//! `cargo xtask check [PACK]`: every problem in the content files, and in the profiles of stands.

use crate::args::Args;
use crate::process::root;
use crate::texts::{Place, SIMPLE};
use serde_json::{Map, Value};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::json::{Problems, is_slug};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::plain::{self, Measure};
use sitz_und_stimme::domain::problem::Problem;
use sitz_und_stimme::domain::text;
use sitz_und_stimme::domain::{audit, explainer, fit, media, way};
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many arbitrary people answer the assessment for the printed shares.
const WALKS: usize = 20_000;

/// Checks one pack or all of them; fails if there is any problem.
pub fn run(mut args: Args) -> Result<ExitCode, String> {
    let all = args.flag("--all");
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
        let mut problems = audit::check(pack, &files, today());
        problems.extend(missing_recordings(pack, &files, &public));
        for problem in &problems {
            println!("{problem}");
        }
        if problems.is_empty() {
            println!("{pack}: no problems");
        }
        report(pack, &files)?;
        found += problems.len();
    }
    found += stands(&public, &files)?;
    found += languages(all)?;
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the problems of the profiles of stands; returns how many there are.
fn stands(public: &Path, files: audit::Files<'_>) -> Result<usize, String> {
    let mut found = 0;
    for name in all_stands(&public.join("kiosk"))? {
        let problems = audit::check_stand(&name, files);
        for problem in &problems {
            println!("{problem}");
        }
        if problems.is_empty() {
            println!("kiosk/{name}.json: no problems");
        }
        found += problems.len();
    }
    Ok(found)
}

/// Returns the names of the profiles in a folder without their ending, sorted; none without the folder.
fn all_stands(folder: &Path) -> Result<Vec<String>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder)
        .map_err(|e| format!("{} cannot be read: {e}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            Some(entry.file_name().to_string_lossy().strip_suffix(".json")?.to_owned())
        })
        .collect();
    names.sort();
    Ok(names)
}

/// Reports recordings whose files are missing, or lie elsewhere and are only linked.
fn missing_recordings(pack: &str, files: audit::Files<'_>, public: &Path) -> Vec<Problem> {
    let Some(pack) = audit::load(pack, files).pack else { return Vec::new() };
    let inside = |file: &str| {
        let real = public.join(file).canonicalize().ok().filter(|real| real.is_file());
        let base = public.canonicalize().ok();
        real.zip(base).is_some_and(|(real, base)| real.starts_with(base))
    };
    let mut problems = Vec::new();
    for medium in media::read(&pack) {
        for file in [Some(medium.src), medium.captions].into_iter().flatten() {
            if !inside(file) {
                let sentence = format!(
                    "The recording \"{}\" names this file, but public/ has none.",
                    medium.id
                );
                problems.push(Problem::error(file, sentence));
            }
        }
    }
    problems
}

/// Prints how the translations stand, and how hard simple German is; returns how many errors there are.
fn languages(all: bool) -> Result<usize, String> {
    let place = Place::new(root())?;
    for note in place.standings()?.iter().flat_map(|standing| standing.notes()) {
        println!("{note}");
    }
    let Some(reading) = place.simple()? else { return Ok(0) };
    let errors = reading.errors();
    for error in &errors {
        println!("{error}");
    }
    println!("{SIMPLE}: {}", reading.line());
    for finding in reading.findings.iter().filter(|_| all) {
        println!("  {}: {}: {}", finding.kind.words(), finding.place, finding.words);
    }
    Ok(errors.len())
}

/// Prints how easily each role of the assessment comes out on top, and writes a picture of the flow.
fn report(pack: &str, files: audit::Files<'_>) -> Result<(), String> {
    let Some(pack) = audit::load(pack, files).pack else {
        return Ok(());
    };
    let (fit, _) = audit::load_fit(&pack, files);
    if let Some(fit) = &fit {
        let tops = audit::shares(fit, &pack.workload, WALKS);
        let shares = fit.roles.iter().zip(tops);
        let shares: Vec<String> =
            shares.map(|(role, tops)| format!("{} {} %", role.id, tops * 100 / WALKS)).collect();
        println!("{}: best role of random answers: {}", pack.id, shares.join(", "));
    }
    plain_language(&pack, files);
    let mut texts = audit::texts(&pack, files, &Problems::default());
    for (language, map) in &mut texts {
        for id in pack.fit_files.iter().rev() {
            let text = files(&fit::texts_file_of(id, language)).unwrap_or_default();
            map.extend(serde_json::from_str::<Map<String, Value>>(&text).unwrap_or_default());
        }
    }
    let folder = root().join("target/flow");
    let file = folder.join(format!("{}.svg", pack.id));
    let picture = audit::picture(&pack, fit.as_ref(), &texts, today());
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, picture));
    written.map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    println!("{}: a picture of the flow is in target/flow/{}.svg", pack.id, pack.id);
    Ok(())
}

/// Prints how plain the texts of each language are: long sentences and long words are hard to read.
fn plain_language(pack: &Pack, files: audit::Files<'_>) {
    type FileOf = fn(&str, &str) -> String;
    let sets: [(&str, &[String], FileOf); 4] = [
        ("check", &pack.text_files, sitz_und_stimme::domain::pack::texts_file_of),
        ("assessment", &pack.fit_files, fit::texts_file_of),
        ("explainer", &pack.role_files, explainer::texts_file_of),
        ("path", &pack.way_files, way::texts_file_of),
    ];
    for language in &pack.languages {
        for (name, ids, file_of) in sets {
            let mut all = Measure::default();
            for id in ids {
                let text = files(&file_of(id, language)).unwrap_or_default();
                let texts: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
                for text in texts.values().filter_map(Value::as_str) {
                    all.add(plain::measure(&text::plain(text)));
                }
            }
            // A partial language may have nothing of it yet.
            if all.words == 0 {
                continue;
            }
            let mean = all.mean_tenths();
            let long: Vec<&str> = all.long_words.iter().map(String::as_str).take(5).collect();
            println!(
                "{}: {name} in \"{language}\": {} words, {}.{} in a sentence, {} in the longest ({}), \
                 {} words of more than {} letters: {}",
                pack.id,
                all.words,
                mean / 10,
                mean % 10,
                all.longest,
                all.longest_sentence,
                all.long_words.len(),
                plain::LONG_WORD,
                long.join(", ")
            );
        }
    }
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
