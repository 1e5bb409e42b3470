//! Every screen in every language, at any width and with text twice as large: nothing sticks out, is cut
//! off or lies on something else.
//!
//! The app runs in a frame whose width and text size a script changes, so a screen is loaded once and
//! measured many times; `overflow.js` says what a fault is.

use crate::browsers::{Engine, brief};
use crate::expected::Town;
use crate::languages::Words;
use crate::page::{Done, Page};
use crate::runner::folder;
use crate::screens::{Screen, screens, shipped};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const LOOKER: &str = include_str!("overflow.js");

/// The narrowest phone, a usual one, a computer.
const WIDTHS: [u32; 3] = [320, 360, 1080];
const SIZES: [&str; 2] = ["100", "200"];

/// The languages in portions, each of which takes half a minute.
const PORTIONS: [&[&str]; 5] =
    [&["de", "de-simple"], &["en", "tr"], &["ar", "fr"], &["ru", "uk"], &["pl", "it"]];

/// What was found, with the screens and sizes at which it was.
type Findings = BTreeMap<String, Vec<String>>;

/// Returns every screen once more than the other checks look at: all questions, chapters and papers.
async fn all_screens(page: &Page) -> Done<Vec<Screen>> {
    let mut all = screens(page, "de").await?;
    let mut add = |route: String| {
        if !all.iter().any(|screen| screen.route == route && !screen.opened) {
            all.push(Screen { route, opened: false });
        }
    };
    let links = "return [...document.querySelectorAll('main a[href^=\"#/\"]')]
        .map((link) => link.getAttribute('href'))";
    for list in ["#/role/all", "#/role", "#/path"] {
        page.go(list).await?;
        let found = page.js(links, vec![]).await?;
        let found: Vec<String> = serde_json::from_value(found).map_err(|e| e.to_string())?;
        for route in
            found.into_iter().filter(|r| r.starts_with("#/role/") || r.starts_with("#/path/"))
        {
            add(route);
        }
    }
    let fit = fs::read_to_string(folder().join("packs/nrw/fit.json")).map_err(|e| e.to_string())?;
    let fit: Value = serde_json::from_str(&fit).map_err(|e| e.to_string())?;
    for block in fit["blocks"].as_array().into_iter().flatten() {
        for question in block["questions"].as_array().into_iter().flatten() {
            add(format!("#/fit/{}", question["id"].as_str().unwrap_or_default()));
        }
    }
    for route in ["#/events", "#/role/all", "#/settings"] {
        all.push(Screen { route: route.to_owned(), opened: true });
    }
    Ok(all)
}

/// Runs a script of the looker that takes its time.
async fn ask(page: &Page, script: &str, args: Vec<Value>) -> Done<Value> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        (async (...args) => {{ {script} }})(...arguments)
            .then(done, (problem) => done({{ failed: String(problem) }}));"
    );
    let answer = page.driver()?.execute_async(&script, args).await.map_err(brief)?;
    match answer.json()["failed"].as_str() {
        Some(problem) => Err(problem.to_owned()),
        None => Ok(answer.json().clone()),
    }
}

/// Opens the page that holds the frame, with the app in it.
async fn start(page: &Page, language: &str) -> Done {
    page.server.unguard();
    page.open_empty().await?;
    page.js(LOOKER, vec![]).await?;
    let address = page.address(&format!("pack=nrw&today=2025-08-01&lang={language}"), "#/");
    ask(page, "await looker.start(args[0]); return true", vec![address.into()]).await?;
    Ok(())
}

/// Looks at the screens in a language and notes what does not fit.
async fn look(
    page: &Page,
    language: &str,
    screens: &[Screen],
    widths: &[u32],
    sizes: &[&str],
    findings: &mut Findings,
) -> Done {
    start(page, language).await?;
    let words = Words::load(&Town::load("nrw")?, language)?;
    page.js("looker.strange(arguments[0])", vec![json!(words.german)]).await?;
    let script = "await looker.show(args[0], args[1]);
        const all = looker.foreign().map((text) => ['anywhere', `a German text: ${text}`]);
        for (const size of args[3]) for (const width of args[2])
            for (const fault of looker.faults(width, size)) all.push([`${width} px, ${size} %`, fault]);
        looker.inside().documentElement.dataset.textSize = '100';
        return all;";
    for screen in screens {
        let args = vec![json!(screen.route), json!(screen.opened), json!(widths), json!(sizes)];
        let found = ask(page, script, args).await;
        let found = found.map_err(|e| format!("{language} {}: {e}", screen.route))?;
        let found: Vec<(String, String)> =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        let route: String = screen.route.chars().take(30).collect();
        let state = if screen.opened { " (opened)" } else { "" };
        for (at, fault) in found {
            findings.entry(fault).or_default().push(format!("{language} {route}{state} {at}"));
        }
    }
    match page.text_of("return looker.log()").await? {
        log if log.is_empty() => Ok(()),
        log => Err(format!("errors in the console:\n{log}")),
    }
}

fn verdict(findings: &Findings) -> Done {
    if findings.is_empty() {
        return Ok(());
    }
    let mut report = String::new();
    for (fault, places) in findings {
        let more = places.len().saturating_sub(3);
        let shown = places.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
        let _ = write!(report, "{fault}\n    at {shown}");
        let _ = writeln!(
            report,
            "{}",
            if more > 0 { format!(" and {more} more") } else { String::new() }
        );
    }
    Err(report)
}

async fn portion(page: &Page, at: usize) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    let screens = all_screens(page).await?;
    let mut findings = Findings::new();
    for language in PORTIONS[at] {
        look(page, language, &screens, &WIDTHS, &SIZES, &mut findings).await?;
    }
    verdict(&findings)
}

pub async fn first_languages(page: &mut Page) -> Done {
    portion(page, 0).await
}

pub async fn second_languages(page: &mut Page) -> Done {
    portion(page, 1).await
}

pub async fn third_languages(page: &mut Page) -> Done {
    portion(page, 2).await
}

pub async fn fourth_languages(page: &mut Page) -> Done {
    portion(page, 3).await
}

pub async fn fifth_languages(page: &mut Page) -> Done {
    portion(page, 4).await
}

/// No language that is shipped is left out above, and none is looked at that is not shipped.
pub async fn no_language_is_left_out(page: &mut Page) -> Done {
    let mut shipped = shipped(page).await?;
    let mut looked: Vec<&str> = PORTIONS.concat();
    shipped.sort();
    looked.sort_unstable();
    if shipped == looked {
        return Ok(());
    }
    Err(format!("shipped are {shipped:?}, looked at are {looked:?}"))
}

/// What must be found, and the words that tell it.
const WRONG: [(&str, &str); 8] = [
    (
        "<p style='white-space:nowrap'>Donaudampfschifffahrtsgesellschaftskapitänsmütze</p>",
        "scrolls sideways",
    ),
    (
        "<p class=card style='overflow-wrap:normal;inline-size:8rem'>Donaudampfschifffahrtsgesellschaft</p>",
        "text is wider than p.card",
    ),
    (
        "<p style='block-size:1.5rem;overflow:hidden;inline-size:8rem'>Eine Zeile und noch eine Zeile</p>",
        "text is cut off",
    ),
    (
        "<p style='block-size:1.5rem;inline-size:8rem'>Eine Zeile und noch eine Zeile</p>",
        "text is higher than p",
    ),
    (
        "<p style='position:relative;inset-inline-start:-3rem'>Links hinaus</p>",
        "outside of the window: p",
    ),
    (
        "<p>Eins</p><p style='position:relative;inset-block-start:-2.25rem'>Zwei</p>",
        "p “Eins” overlap",
    ),
    (
        "<button class=button>Eins</button>
            <button class=button style='position:relative;inset-inline-start:-3rem'>Zwei</button>",
        "“Zwei” overlap",
    ),
    ("<div style='position:fixed;inset:50% 0 0'>Eine Leiste</div>", "takes more than a third"),
];

/// Each fault that is put in is found, and none without it.
pub async fn the_check_can_fail(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    start(page, "de").await?;
    let script = "await looker.show('#/about', false);
        const main = looker.inside().querySelector('main');
        const before = looker.faults(320, '100');
        const place = looker.inside().createElement('div');
        place.innerHTML = args[0];
        main.prepend(place);
        const after = looker.faults(320, '100');
        place.remove();
        return [before, after];";
    for (wrong, wanted) in WRONG {
        let found = ask(page, script, vec![wrong.into()]).await?;
        let (before, after): (Vec<String>, Vec<String>) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        if !before.is_empty() {
            return Err(format!("without anything wrong: {before:?}"));
        }
        if !after.iter().any(|fault| fault.contains(wanted)) {
            return Err(format!("{wrong} is not found: {after:?}"));
        }
    }
    Ok(())
}

/// Serves every text of a language ten times in a row.
fn serve_long_texts(page: &Page, language: &str) -> Done {
    let mut files = vec![format!("messages/{language}.json")];
    for pack in fs::read_dir(folder().join("packs")).map_err(|e| e.to_string())?.flatten() {
        let pack = pack.file_name().to_string_lossy().into_owned();
        for name in [String::new(), "fit.".to_owned(), "role.".to_owned(), "way.".to_owned()] {
            files.push(format!("packs/{pack}/{name}{language}.json"));
        }
    }
    for file in files {
        let path = folder().join(&file);
        if path.is_file() {
            page.server.put(&file, long_texts(&path)?);
        }
    }
    Ok(())
}

fn long_texts(file: &Path) -> Done<Vec<u8>> {
    fn long(value: &mut Value) {
        match value {
            Value::String(text) => *text = [text.as_str(); 10].join(" "),
            Value::Object(map) => map.values_mut().for_each(long),
            _ => {}
        }
    }
    let text = fs::read_to_string(file).map_err(|e| e.to_string())?;
    let mut value: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    long(&mut value);
    Ok(value.to_string().into_bytes())
}

/// However long texts become, the layout holds.
pub async fn ten_times_the_text(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    let screens = screens(page, "de").await?;
    serve_long_texts(page, "en")?;
    let mut findings = Findings::new();
    look(page, "en", &screens, &[320, 360], &["100"], &mut findings).await?;
    verdict(&findings)
}
