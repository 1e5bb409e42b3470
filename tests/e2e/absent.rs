//! The self-assessment cannot be fetched: a sentence, a second try, and everything else works.

use crate::browsers::Engine;
use crate::expected::{Town, day};
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use crate::quiz::{Hand, LATER};
use crate::server::Fault;
use crate::walk::input;
use std::time::Duration;
use tokio::time::sleep;

const TOWN_EN: &str = "today=2026-11-22&lang=en";

pub async fn broken_instrument(page: &mut Page) -> Done {
    fails(page, "packs/nrw/fit.json", body("{ broken"), TOWN).await
}

pub async fn missing_instrument(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    fails(page, "packs/nrw/fit.json", Fault::Status(404), TOWN).await
}

pub async fn cut_instrument(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    fails(page, "packs/nrw/fit.json", Fault::Cut(500), TOWN).await
}

pub async fn foreign_instrument(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    fails(page, "packs/nrw/fit.json", body("{\"format\": 99}"), TOWN).await
}

pub async fn page_instead_of_instrument(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    let start = body("<!doctype html><title>Start</title><p>Hello");
    fails(page, "packs/nrw/fit.json", start, TOWN_EN).await
}

pub async fn missing_texts(page: &mut Page) -> Done {
    fails(page, "packs/nrw/fit.de.json", Fault::Status(404), TOWN).await
}

pub async fn missing_english_texts(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    fails(page, "packs/nrw/fit.en.json", Fault::Status(404), TOWN_EN).await
}

pub async fn page_instead_of_texts(page: &mut Page) -> Done {
    if is_told_elsewhere(page) {
        return Ok(());
    }
    fails(page, "packs/nrw/fit.de.json", body("<!doctype html><p>Hello"), TOWN).await
}

/// What is wrong with a file is found out by our own code, the same in all engines; two of these tests
/// prove in each of them that it is told.
fn is_told_elsewhere(page: &Page) -> bool {
    page.engine() != Engine::Chromium
}

fn body(text: &str) -> Fault {
    Fault::Body(text.as_bytes().to_vec())
}

/// Says so on every page that needs it; the check goes on; the second try works.
async fn fails(page: &mut Page, file: &str, fault: Fault, query: &str) -> Done {
    page.noisy = true;
    let town = Town::load("musterstadt")?;
    let code = town.code(&naturalised()?, false);
    page.server.fail(file, fault);
    let said = "return !!document.querySelector('main .waiting button')
        && document.querySelector('main .waiting').innerText.trim().length > 30
        && document.querySelectorAll('main h1').length === 1";
    let routes = [
        "#/fit".to_owned(),
        format!("#/open/{code}"),
        format!("#/compare/{code}"),
        "#/fit/next".to_owned(),
        "#/fit/building".to_owned(),
    ];
    for route in &routes {
        page.open(query, route).await?;
        page.wait(&format!("{route} says that it cannot be loaded"), 10, said).await?;
    }
    let asked = |page: &Page| {
        page.server.requests().iter().filter(|request| request.path.contains(file)).count()
    };
    let before = asked(page);
    sleep(Duration::from_secs(1)).await;
    if asked(page) != before {
        return Err(format!("{file} is asked for again and again"));
    }
    page.click("main .waiting button").await?;
    page.settle().await?;
    page.wait("the second try fails as well", 10, said).await?;
    page.server.heal();
    page.click("main .waiting button").await?;
    page.wait("the second try works", 10, "return !document.querySelector('main .waiting')")
        .await?;
    page.settle().await?;
    page.expect_screen("building").await?;
    let log = page.text_of("return (window.__log ?? []).join(' ')").await?;
    if log.contains("panicked") {
        return Err(format!("the app panics over {file}: {log}"));
    }
    Ok(())
}

/// The check and its result need nothing of the self-assessment.
pub async fn check_without_instrument(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("packs/nrw/fit", Fault::Status(404));
    page.open(TOWN, "#/fit").await?;
    page.go("#/quiz").await?;
    page.walk(LATER, Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await
}

/// Answers that lie here are not lost when the instrument is missing, and count again afterwards.
pub async fn answers_outlive_a_failure(page: &mut Page) -> Done {
    page.noisy = true;
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.server.fail("packs/nrw/fit.json", Fault::Status(500));
    page.open_as(&person, TOWN, "#/result").await?;
    page.expect_outcome("yes", "yes").await?;
    crate::carry::expect_kept(page, &person, "a failure").await?;
    page.server.heal();
    page.reload().await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await
}

/// Another language in the middle of a statement: same screen, same answer.
pub async fn language_switched(page: &mut Page) -> Done {
    page.open("today=2026-11-22", "#/fit/building").await?;
    page.click(&input("building", "rather_no")).await?;
    page.leaves("form[data-screen=building]").await?;
    page.back().await?;
    page.expect_screen("building").await?;
    let german = page.text("main h1").await?;
    page.choose_language("en").await?;
    page.expect_screen("building").await?;
    crate::changes::expect_chosen(page, "building", &["rather_no"]).await?;
    let english = page.text("main h1").await?;
    if german == english || english.is_empty() {
        return Err(format!("the statement is {english:?}, it was {german:?}"));
    }
    page.go("#/fit").await?;
    let texts = page.text(".blocks").await?;
    if texts.contains("fit.") || texts.is_empty() {
        return Err(format!("texts are missing: {texts}"));
    }
    page.choose_language("de").await?;
    page.go("#/fit/building").await?;
    match page.text("main h1").await? == german {
        true => Ok(()),
        false => Err(format!("the statement is {:?}", page.text("main h1").await?)),
    }
}

/// A language whose texts cannot be fetched is not taken; screen and answer stay.
pub async fn language_fails(page: &mut Page) -> Done {
    page.noisy = true;
    page.open("today=2026-11-22", "#/fit/building").await?;
    let german = page.text("main h1").await?;
    page.server.fail("packs/nrw/fit.en.json", Fault::Status(404));
    page.click("#language option[value=en]").await?;
    let told = "return document.querySelectorAll('#notices .notice').length === 1";
    page.wait("a notice about the language", 10, told).await?;
    page.settle().await?;
    page.expect_screen("building").await?;
    let lang = page.text_of("return document.documentElement.lang").await?;
    if page.text("main h1").await? != german || lang != "de" {
        return Err(format!("the page is in {lang}: {:?}", page.text("main h1").await?));
    }
    // Files are asked for together; the next try must not get what the first one left behind.
    for failing in ["messages/en.json", "packs/nrw/en.json"] {
        page.server.heal();
        page.server.fail(failing, Fault::Status(503));
        page.click("#language option[value=en]").await?;
        page.settle().await?;
    }
    page.server.heal();
    page.choose_language("en").await?;
    page.expect_screen("building").await
}
