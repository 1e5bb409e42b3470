//! Host tool of the project: `cargo xtask help` lists its commands.

#[path = "xtask/args.rs"]
mod args;
#[path = "xtask/bench.rs"]
mod bench;
#[path = "xtask/bundle.rs"]
mod bundle;
#[path = "xtask/cases.rs"]
mod cases;
#[path = "xtask/check.rs"]
mod check;
#[path = "xtask/components.rs"]
mod components;
#[path = "xtask/css.rs"]
mod css;
#[path = "xtask/feeds.rs"]
mod feeds;
#[path = "xtask/files.rs"]
mod files;
#[path = "xtask/finish.rs"]
mod finish;
#[path = "xtask/hosting.rs"]
mod hosting;
#[path = "xtask/html.rs"]
mod html;
#[path = "xtask/import.rs"]
mod import;
#[path = "xtask/journeys.rs"]
mod journeys;
#[path = "xtask/offline.rs"]
mod offline;
#[path = "xtask/page.rs"]
mod page;
#[path = "xtask/process.rs"]
mod process;
#[path = "xtask/setup.rs"]
mod setup;
#[path = "xtask/sizes.rs"]
mod sizes;
#[path = "xtask/split.rs"]
mod split;
#[path = "xtask/stick.rs"]
mod stick;
#[path = "xtask/suite.rs"]
mod suite;
#[path = "xtask/texts.rs"]
mod texts;

use args::Args;
use setup::Purpose;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--port N] [--release]
    Sets up what the page needs, builds it, serves it on http://127.0.0.1:8080/ and builds again
    after every change.
cargo xtask build [--fault]
    Writes the page for release to dist/ and prints the size table; fails past a limit. With --fault
    a stand that breaks on order goes to target/fault/, for `kiosk/try.py` and nothing else.
cargo xtask bundle [--address https://...]
    Builds the page for release and writes it as one file for a stick, usb/sitz-und-stimme.html: it
    opens by a double click, without a network, with all languages. Its links and codes lead to the
    address; without one it has none. The folder usb/stick/ has it with a start page, notes in each
    language and hashes.
cargo xtask test
    Sets up everything, browsers too, and runs all checks and tests.
cargo xtask bench
    Builds the page for release and measures on a slowed-down phone how fast it answers taps and
    how fast it starts, each beside its budget. A measurement, not a test: figures never fail it.
cargo xtask check [PACK] [--all]
    Lists every problem in the content files and the profiles of stands; without PACK it looks at all
    packs. With --all it also lists what may be hard to read in simple German.
cargo xtask texts export LANG [--to FILE] [--only missing|stale|all] [--separator semicolon|tab]
cargo xtask texts import LANG FILE
    Writes all texts of a language into a table for a spreadsheet, and takes them out of it again.
cargo xtask texts report [LANG]
    Says what is missing, stale (German has changed since), too long or the same as in German.
cargo xtask texts accept LANG [KEY...]
    Says that texts fit the German ones as they are now; without KEY all of them.
cargo xtask texts new TAG --name NAME [--dir rtl]
    Begins a language; see docs/languages.md.
cargo xtask texts pseudo [--long TIMES] DIR
    Writes two made-up languages into a folder, for trying layouts: longer words, right to left.
cargo xtask cases FILE.csv --pack PACK --election DATE
    Runs a table of people through the rules of a pack and lists the rows that differ.
cargo xtask journeys [FOLDER]
    Walks people through the whole app and lists those for whom something else comes out; without
    FOLDER it takes tests/journeys.
cargo xtask feed-sizes [COUNT...]
    Makes up events and prints how many bytes they are as the page fetches them, and how long it
    takes. A measurement, too.
cargo xtask import FILE... --out public/events/TOWN.json [--place NAME] [--organiser NAME]
        [--source URL] [--kind KIND] [--from DATE] [--to DATE] [--vanished cancel] [--report FILE]
    Turns calendar exports (.ics) and saved meetings of a council (OParl, .json) into an event file,
    or brings one up to date; see docs/import.md.
cargo xtask setup [--tests]
    Only the set-up, for the page or for the tests.
cargo xtask finish
    The last step of a build of the page; Trunk calls it.";

fn main() -> ExitCode {
    // Whoever needs it asks again; now it is sure to be right.
    let _ = process::me();
    let words = std::env::args_os().skip(1);
    let mut args = Args::new(words.map(|word| word.to_string_lossy().into_owned()));
    let command = args.free().unwrap_or_else(|| "help".to_owned());
    run(&command, args).unwrap_or_else(|problem| {
        eprintln!("✗ {problem}");
        ExitCode::FAILURE
    })
}

/// Runs one command; an error is a sentence that has not been printed yet.
fn run(command: &str, mut args: Args) -> Result<ExitCode, String> {
    match command {
        "setup" => {
            let tests = args.flag("--tests");
            args.end()?;
            let purpose = if tests { Purpose::Tests } else { Purpose::Page };
            setup::ensure(purpose)?;
            println!("Everything is there.");
        }
        "serve" => page::serve(&page::Serve::from_args(args)?)?,
        "build" => {
            let fault = args.flag("--fault");
            args.end()?;
            let tools = setup::ensure(Purpose::Page)?;
            if fault { page::build_fault(&tools)? } else { page::build(&tools)? }
        }
        "bundle" => {
            let address = args.value("--address")?;
            args.end()?;
            page::build(&setup::ensure(Purpose::Page)?)?;
            bundle::write(address.as_deref())?;
        }
        "finish" => {
            args.end()?;
            finish::run()?;
        }
        "test" => {
            args.end()?;
            return Ok(suite::run_all());
        }
        "bench" => {
            args.end()?;
            bench::measure()?;
        }
        "feed-sizes" => feeds::measure(args)?,
        "check" => return check::run(args),
        "cases" => return cases::run(args),
        "journeys" => return journeys::run(args),
        "import" => return import::run(args),
        "texts" => return texts::run(args),
        "help" | "--help" | "-h" => println!("{HELP}"),
        other => return Err(format!("there is no command `{other}`\n\n{HELP}")),
    }
    Ok(ExitCode::SUCCESS)
}
