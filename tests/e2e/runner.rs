//! Runs the cases: two lanes for each engine, which take the next case from the same list; in each lane one
//! browser for as long as nothing fails. A lane waits more than it works.

use crate::browsers::{Engine, Session};
use crate::faults::{self, Found};
use crate::page::{Done, Page};
use crate::server::Server;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// The language that browsers ask for.
const LANGUAGE: &str = "de";

/// Browsers of one engine that run at the same time.
const LANES: usize = 2;

/// So many cases of a whole run may pass at the second try only: browsers and their drivers hang now and
/// then. Each is named, and is a fault to be looked for.
const SECOND_TRIES: usize = 3;

/// No case may take longer; a benchmark may.
const LIMIT: Duration = Duration::from_secs(240);
const BENCH_LIMIT: Duration = Duration::from_secs(1_200);

type Steps<'a> = Pin<Box<dyn Future<Output = Done> + 'a>>;

/// One test.
pub struct Case {
    pub name: &'static str,
    pub steps: for<'a> fn(&'a mut Page) -> Steps<'a>,
}

/// Makes a list of cases from the paths of async functions.
macro_rules! cases {
    ($($module:ident::$name:ident),* $(,)?) => {
        vec![$($crate::runner::Case {
            name: concat!(stringify!($module), "::", stringify!($name)),
            steps: |page| Box::pin($crate::$module::$name(page)),
        }),*]
    };
}
pub(crate) use cases;

struct Wanted {
    engines: Vec<Engine>,
    filter: String,
    list: bool,
    /// Only writes the table of faults, as it is after a run in which nothing fails.
    faults: bool,
    bench: bool,
}

#[derive(Default)]
struct Tally {
    passed: usize,
    /// What failed, by its place among the cases.
    failed: Vec<usize>,
    /// Names of cases, and whether they passed.
    done: Vec<(&'static str, bool)>,
}

/// Runs what the arguments ask for; tells whether all of it passed.
pub fn run(cases: &[Case], benchmarks: &[Case], args: impl Iterator<Item = String>) -> Done<bool> {
    let wanted = wanted(args)?;
    let cases = if wanted.bench { benchmarks } else { cases };
    let limit = if wanted.bench { BENCH_LIMIT } else { LIMIT };
    let chosen = cases.iter().filter(|case| case.name.contains(&wanted.filter));
    let chosen: Vec<&Case> = chosen.collect();
    if wanted.list {
        for case in chosen {
            println!("{}", case.name);
        }
        return Ok(true);
    }
    if wanted.faults {
        let all = cases.iter().map(|case| (case.name.to_owned(), [Some(true); 3]));
        tell_of_faults(cases, &all.collect())?;
        return Ok(true);
    }
    let folder = folder();
    // Says at once, and not once a case, that there is nothing to serve.
    drop(Server::start(&folder)?);

    let lanes = if wanted.bench { 1 } else { LANES };
    let next: Vec<AtomicUsize> = wanted.engines.iter().map(|_| AtomicUsize::new(0)).collect();
    let (queues, begun) = (wanted.engines.iter().zip(&next), Instant::now());
    let done: Vec<(Engine, Tally, Duration)> = thread::scope(|scope| {
        let started: Vec<_> = queues
            .flat_map(|queue| [queue].repeat(lanes))
            .map(|(&engine, next)| {
                let (chosen, folder) = (&chosen, &folder);
                scope.spawn(move || {
                    let tally = run_lane(engine, chosen, next, folder, limit);
                    (engine, tally, begun.elapsed())
                })
            })
            .collect();
        started.into_iter().flat_map(|thread| thread.join()).collect()
    });
    let complete = done.len() == wanted.engines.len() * lanes;
    let (mut passed, mut failed, mut found) = (0, Vec::new(), Found::new());
    for &engine in &wanted.engines {
        let lanes = done.iter().filter(|(other, _, _)| *other == engine);
        let (mut here, mut longest) = ((0, 0), Duration::ZERO);
        for (_, tally, time) in lanes {
            here = (here.0 + tally.passed, here.1 + tally.failed.len());
            longest = longest.max(*time);
            failed.extend(tally.failed.iter().map(|&at| (engine, at)));
            note(&mut found, engine, tally);
        }
        passed += here.0;
        let (name, seconds) = (engine.name(), longest.as_secs());
        println!("{name}: {} passed, {} failed, {seconds} s", here.0, here.1);
    }
    // Whoever runs a few cases looks at them; a whole run must not depend on one browser that hangs.
    let whole = complete && wanted.filter.is_empty() && !wanted.bench;
    if whole && (1..=SECOND_TRIES).contains(&failed.len()) {
        let mut still = Vec::new();
        for (engine, at) in failed {
            let here: Vec<&Case> = chosen[at..=at].to_vec();
            println!("once more, alone: {} {}", engine.name(), here[0].name);
            let tally = run_lane(engine, &here, &AtomicUsize::new(0), &folder, limit);
            note(&mut found, engine, &tally);
            if tally.passed == 1 {
                passed += 1;
                println!("UNSTEADY {} {}: passes at the second try", engine.name(), here[0].name);
            } else {
                still.push((engine, at));
            }
        }
        failed = still;
    }
    println!("{passed} passed, {} failed", failed.len());
    let expected = chosen.len() * wanted.engines.len();
    if whole && wanted.engines == Engine::ALL && !tell_of_faults(cases, &found)? {
        return Ok(false);
    }
    Ok(complete && passed == expected && expected > 0)
}

/// Notes what a lane has found.
fn note(found: &mut Found, engine: Engine, tally: &Tally) {
    let at = Engine::ALL.iter().position(|one| *one == engine).unwrap_or(0);
    for (name, passed) in &tally.done {
        found.entry((*name).to_owned()).or_default()[at] = Some(*passed);
    }
}

/// Writes what the run says about faults, and tells whether the guide said so already.
fn tell_of_faults(cases: &[Case], found: &Found) -> Done<bool> {
    let names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    let unknown = faults::unknown(&names);
    if !unknown.is_empty() {
        println!("FAILED the table of faults names cases that are not there: {unknown:?}");
        return Ok(false);
    }
    let (text, path) = (faults::table(found), "docs/faults.md");
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(true);
    }
    fs::write(path, text).map_err(|e| format!("{path}: {e}"))?;
    println!("FAILED {path} said something else than this run; it has been written anew");
    Ok(false)
}

/// Returns the folder of the built page.
pub fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("E2E_DIST").unwrap_or_else(|| "dist".into()))
}

fn wanted(mut args: impl Iterator<Item = String>) -> Done<Wanted> {
    let mut wanted = Wanted {
        engines: Vec::new(),
        filter: String::new(),
        list: false,
        faults: false,
        bench: false,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--browser" => {
                let name = args.next().unwrap_or_default();
                let found = Engine::ALL.into_iter().find(|engine| engine.name() == name);
                let names = Engine::ALL.map(Engine::name).join(", ");
                let found = found.ok_or(format!("--browser is one of {names}, not {name:?}"))?;
                wanted.engines.push(found);
            }
            "--list" => wanted.list = true,
            "--faults" => wanted.faults = true,
            "--bench" => wanted.bench = true,
            option if option.starts_with('-') => return Err(format!("unknown option {option}")),
            filter => wanted.filter = filter.to_owned(),
        }
    }
    if wanted.bench {
        // The only one whose processor and network can be slowed down.
        wanted.engines = vec![Engine::Chromium];
    } else if wanted.engines.is_empty() {
        wanted.engines = Engine::ALL.to_vec();
    }
    Ok(wanted)
}

/// Runs the cases that no other lane of the engine has taken.
fn run_lane(
    engine: Engine,
    cases: &[&Case],
    next: &AtomicUsize,
    folder: &Path,
    limit: Duration,
) -> Tally {
    let mut tally = Tally::default();
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(problem) => {
            println!("FAILED {}: {problem}", engine.name());
            return tally;
        }
    };
    let mut session = None;
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(at) else { break };
        let start = Instant::now();
        let result = run_case(&runtime, engine, case, (folder, limit), &mut session);
        let seconds = start.elapsed().as_secs_f32();
        tally.done.push((case.name, result.is_ok()));
        let mut line = format!("{:8} {} ({seconds:.1} s)", engine.name(), case.name);
        match result {
            Ok(()) => {
                tally.passed += 1;
                println!("ok     {line}");
            }
            Err(problem) => {
                tally.failed.push(at);
                // One write, so that the lines of another engine do not come between.
                for part in problem.lines() {
                    let _ = write!(line, "\n       | {part}");
                }
                println!("FAILED {line}");
            }
        }
    }
    tally
}

/// Runs one case. A browser in which a case failed may be in any state and is not used again.
fn run_case(
    runtime: &Runtime,
    engine: Engine,
    case: &Case,
    (folder, limit): (&Path, Duration),
    kept: &mut Option<Session>,
) -> Done {
    let session = match kept.take() {
        Some(session) => session,
        None => runtime.block_on(Session::start(engine, LANGUAGE))?,
    };
    let mut page = Page { session, server: Server::start(folder)?, noisy: false };
    if engine == Engine::Webkit {
        // It cannot be told by other means, see `browsers::webkit`.
        page.server.language(LANGUAGE);
    }
    let result = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            match timeout(limit, steps(case, &mut page)).await {
                Ok(result) => result,
                Err(_) => Err(format!("takes longer than {} s", limit.as_secs())),
            }
        })
    }));
    let result = result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(format!("panic: {}", text.unwrap_or_default()))
    });
    match result {
        Ok(()) => {
            *kept = Some(page.session);
            Ok(())
        }
        Err(problem) => {
            let evidence = runtime.block_on(async {
                let evidence = evidence(case, &page);
                timeout(Duration::from_secs(20), evidence).await
            });
            Err(format!("{problem}{}", evidence.unwrap_or_default()))
        }
    }
}

/// Saves what helps to find the cause of a failure, as far as the browser still answers.
async fn evidence(case: &Case, page: &Page) -> String {
    let mut lines = String::new();
    let log = "return (window.__log ?? []).slice(0, 3).join('\\n')";
    for line in page.text_of(log).await.unwrap_or_default().lines().take(12) {
        let _ = write!(lines, "\n{line}");
    }
    let name = case.name.replace("::", "-");
    if let Ok(file) = page.picture_of_failure(&name).await {
        let _ = write!(lines, "\npicture: {}", file.display());
    }
    lines
}

async fn steps(case: &Case, page: &mut Page) -> Done {
    // Every case starts at the same size, and with the log of the browser read to its end.
    page.size(1024, 768).await?;
    page.browser_log().await?;
    (case.steps)(page).await?;
    if page.noisy {
        return Ok(());
    }
    page.assert_no_console_errors().await
}
