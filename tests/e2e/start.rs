//! From the first byte to the running app, and what people see if it does not get there.

use crate::browsers::{Engine, Session};
use crate::page::{Done, NRW, Page};
use crate::server::Fault;
use serde_json::Value;
use std::time::Duration;

const SHELL: &str = "const box = document.querySelector('#shell h1')?.getBoundingClientRect();
    return !!box && box.width > 0 && box.height > 0 && box.top < innerHeight
        && !document.documentElement.dataset.app;";

/// The first screen is there, painted, while the app is still on its way.
pub async fn shell_before_wasm(page: &mut Page) -> Done {
    let delay = Duration::from_secs(4);
    page.server.fail("_bg.wasm", Fault::Delay(delay));
    page.load(&page.address(NRW, "")).await?;
    page.wait("#shell h1 on screen before the app", 3, SHELL).await?;
    let painted = "return performance.getEntriesByName('first-contentful-paint')
        .some((entry) => entry.startTime < 3500)";
    page.wait("a first contentful paint before the wasm", 3, painted).await?;
    let still = "return !document.documentElement.dataset.app";
    page.wait("the app does not run yet", 1, still).await?;
    page.screenshot("shell").await?;
    page.ready().await
}

/// A start that takes very long is explained, and the app still appears when it arrives.
pub async fn slow_start_is_explained(page: &mut Page) -> Done {
    page.noisy = true;
    let delay = Duration::from_secs(20);
    page.server.fail("_bg.wasm", Fault::Delay(delay));
    page.load(&page.address(NRW, "")).await?;
    wait_for_panel(page).await?;
    page.ready().await?;
    if page.visible("#boot-failed").await? {
        return Err("#boot-failed is still shown over the running app".to_owned());
    }
    Ok(())
}

/// Without the wasm there is a sentence, somebody to ask, and a second try that works.
pub async fn boot_failure(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail(".wasm", Fault::Status(404));
    page.load(&page.address(NRW, "")).await?;
    wait_for_panel(page).await?;
    page.screenshot("boot-failed").await?;
    page.server.heal();
    page.click("#boot-failed button").await?;
    page.ready().await
}

/// A panic of the app leads to the same panel instead of a dead page.
pub async fn panic_is_explained(page: &mut Page) -> Done {
    page.noisy = true;
    page.open(NRW, "#/").await?;
    let panic = "window.dispatchEvent(new CustomEvent('app-panic', { detail: 'by the test' }))";
    page.js(panic, vec![]).await?;
    wait_for_panel(page).await?;
    page.click("#boot-failed button").await?;
    page.wait(
        "the panel is gone",
        20,
        "return !document.querySelector('#boot-failed')?.offsetWidth",
    )
    .await?;
    page.ready().await
}

/// Web spaces that do not know wasm announce it as anything; the app starts all the same.
pub async fn wrong_type_of_wasm(page: &mut Page) -> Done {
    page.noisy = true;
    let mime = Fault::Mime("application/octet-stream");
    page.server.fail(".wasm", mime);
    page.open(NRW, "#/").await
}

/// Without a word about language in the address, the browser's wish counts.
pub async fn browser_language(page: &mut Page) -> Done {
    for language in ["en", "de"] {
        if page.engine() == Engine::Webkit {
            page.server.language(language);
        } else {
            page.session = Session::start(page.engine(), language).await?;
        }
        page.open("pack=nrw", "#/").await?;
        let shown = page.text_of("return document.documentElement.lang").await?;
        if shown != language {
            return Err(format!("the browser asks for {language}, the page is {shown}"));
        }
    }
    Ok(())
}

/// A simulated date is always shown, and only then.
pub async fn simulated_date(page: &mut Page) -> Done {
    for route in ["#/", "#/quiz", "#/events", "#/settings"] {
        page.open(NRW, route).await?;
        let shown = page.text("[data-simulated-date]").await?;
        if !shown.contains("2025") || !page.visible("[data-simulated-date]").await? {
            return Err(format!("no simulated date at {route} but {shown:?}"));
        }
    }
    page.open("pack=nrw&lang=de", "#/").await?;
    if page.visible("[data-simulated-date]").await? {
        return Err("a simulated date without ?today=".to_owned());
    }
    Ok(())
}

/// Waits for the panel with its sentence, its button and a contact.
async fn wait_for_panel(page: &Page) -> Done {
    let shown = "const panel = document.getElementById('boot-failed');
        return !!panel && panel.offsetHeight > 0 && panel.querySelector('button') !== null
            && panel.innerText.trim().length > 40;";
    page.wait("#boot-failed with button and contact", 19, shown).await
}

/// The second part of the program does not come: home and the check work, the rest can be asked for again.
pub async fn second_part_fails(page: &mut Page) -> Done {
    fails_at_first(page, "_later.wasm").await
}

pub async fn style_of_second_part_fails(page: &mut Page) -> Done {
    fails_at_first(page, "_later.css").await
}

/// What the second part shares with others comes with it.
pub async fn shared_part_fails(page: &mut Page) -> Done {
    fails_at_first(page, "_shared").await
}

/// The third part does not come: everything but events works, and they can be asked for again.
pub async fn third_part_fails(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("_finder.wasm", Fault::Status(404));
    page.open("lang=de", "#/events").await?;
    let offered = "return !!document.querySelector('main .waiting button')";
    page.wait("a second try", 10, offered).await?;
    page.go("#/settings").await?;
    page.wait("another page", 10, "return !!document.querySelector('.settings h1')").await?;
    page.server.heal();
    page.go("#/events").await?;
    if page.visible("main .waiting button").await? {
        page.click("main .waiting button").await?;
    }
    page.wait("the page", 10, "return !!document.querySelector('.found__count')").await
}

async fn fails_at_first(page: &mut Page, part: &str) -> Done {
    page.noisy = true;
    page.server.fail(part, Fault::Status(404));
    page.open("lang=de", "#/settings").await?;
    let offered = "return !!document.querySelector('main .waiting button')";
    page.wait("a second try", 10, offered).await?;
    page.go("#/quiz").await?;
    page.question().await?;
    page.server.heal();
    page.go("#/settings").await?;
    if page.visible("main .waiting button").await? {
        page.click("main .waiting button").await?;
    }
    page.wait("the page", 10, "return !!document.querySelector('.settings h1')").await
}

/// What stands on the first pages stays where it is when the style of the second part arrives: who taps at
/// that moment must hit what they see.
pub async fn home_stays_in_place(page: &mut Page) -> Done {
    stays_in_place(page, "#/", 1280).await
}

pub async fn home_stays_in_place_on_phones(page: &mut Page) -> Done {
    stays_in_place(page, "#/", 360).await
}

pub async fn check_stays_in_place(page: &mut Page) -> Done {
    stays_in_place(page, "#/quiz", 1280).await
}

async fn stays_in_place(page: &mut Page, route: &str, width: u32) -> Done {
    let place = "return JSON.stringify([...document.querySelectorAll('main *, .nav *, .top *')]
        .filter((element) => !element.closest('svg'))
        .map((element) => element.getBoundingClientRect())
        .map((box) => [box.x, box.y, box.width, box.height]))";
    let styled =
        "return [...document.styleSheets].some((sheet) => /_later/.test(sheet.href ?? ''))";
    let ready = "return document.documentElement.dataset.app === 'ready'
        && document.getAnimations().every((one) => one.playState !== 'running')";
    page.server.fail("_later.", Fault::Delay(Duration::from_secs(4)));
    page.size(width, 800).await?;
    page.load(&page.address("lang=de&today=2026-11-22", route)).await?;
    page.wait("the app runs", 15, ready).await?;
    let before = page.text_of(place).await?;
    if page.js(styled, vec![]).await? == Value::Bool(true) {
        return Err("the style came too early to see anything".to_owned());
    }
    page.wait("the style of the second part", 15, styled).await?;
    page.settle().await?;
    let after = page.text_of(place).await?;
    if before == after {
        return Ok(());
    }
    Err(format!("the page moves:\n{before}\n{after}"))
}

/// Until the first question can be answered, seven requests are made and no file twice.
pub async fn few_requests(page: &mut Page) -> Done {
    page.open("lang=de", "#/quiz").await?;
    page.question().await?;
    // The other parts of the program are fetched when the page stands; no question waits for them.
    expect_requests(page, 7, &["_later.", "_shared", "_finder."]).await
}

/// The self-assessment needs seven more: the second part of the program, three files that it shares with
/// others, its style, its questions and their texts; what only the finder and the stand share comes behind.
pub async fn few_requests_for_assessment(page: &mut Page) -> Done {
    page.open("lang=de", "#/").await?;
    page.click("main .hero a.button--primary").await?;
    page.leaves(".hero").await?;
    page.expect_screen("topics").await?;
    expect_requests(page, 15, &["_finder."]).await
}

/// Fails if there were more requests, the page itself included, or one of them twice; those that contain
/// one of `beside` are not counted.
async fn expect_requests(page: &Page, most: usize, beside: &[&str]) -> Done {
    let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
    let names: Vec<String> =
        serde_json::from_value(page.js(script, vec![]).await?).map_err(|e| e.to_string())?;
    let counts = |name: &String| !beside.iter().any(|part| name.contains(part));
    let names: Vec<String> = names.into_iter().filter(counts).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    if once.len() == names.len() && names.len() < most {
        return Ok(());
    }
    Err(format!("requests besides the page: {names:#?}"))
}
