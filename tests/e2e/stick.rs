//! The page as one file from a disk, as somebody opens it from a stick: the whole way without any server.

use crate::browsers::brief;
use crate::expected::{Town, day};
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use crate::runner::folder;
use crate::walk::Walk;
use serde_json::Value;

/// Opens the one file at a route.
async fn open(page: &Page, route: &str) -> Done {
    let file = folder().join("../usb/sitz-und-stimme.html");
    let file = file.canonicalize().map_err(|e| format!("{}: {e}", file.display()))?;
    let address = format!("file://{}?{TOWN}{route}", file.display());
    page.driver()?.goto("about:blank").await.map_err(brief)?;
    page.driver()?.goto(&address).await.map_err(brief)?;
    page.ready().await
}

/// The start page of the folder has a card for each language; the Arabic one is written from right to left
/// and leads to the app in Arabic.
pub async fn start_page(page: &mut Page) -> Done {
    let before = page.server.requests().len();
    let file = folder().join("../usb/stick/START.html");
    let file = file.canonicalize().map_err(|e| format!("{}: {e}", file.display()))?;
    page.driver()?.goto("about:blank").await.map_err(brief)?;
    page.driver()?.goto(&format!("file://{}", file.display())).await.map_err(brief)?;
    page.wait("the cards", 10, "return document.querySelectorAll('section').length > 9").await?;
    let faults = "const found = [...document.querySelectorAll('section')].map((one) => one.lang);
        const arabic = document.querySelector('section[lang=ar] h2');
        const right = (one) => one.getBoundingClientRect().right;
        const [start, end] = [right(arabic), right(arabic.parentElement)];
        const wide = document.documentElement.scrollWidth > innerWidth;
        return [new Set(found).size < found.length && 'twice: ' + found,
            getComputedStyle(arabic).direction !== 'rtl' && 'direction', end - start > 40 && 'side',
            wide && 'wider than the window'].filter(Boolean).join(', ');";
    let faults = page.text_of(faults).await?;
    if !faults.is_empty() {
        return Err(format!("the start page: {faults}"));
    }
    page.click("section[lang=ar] a").await?;
    page.wait("the app", 20, "return document.documentElement.dataset.app === 'ready'").await?;
    let language = "return document.documentElement.lang + ' ' + document.documentElement.dir";
    match page.text_of(language).await?.as_str() {
        "ar rtl" if page.server.requests().len() == before => Ok(()),
        other => Err(format!("the app speaks {other}, or something was asked for")),
    }
}

/// From the first screen to the path, with paper, an event and another language; what was answered is there
/// when the file is opened again, and nothing was asked of anybody.
pub async fn whole_way(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    let before = page.server.requests().len();
    open(page, "#/").await?;
    let mut walk = Walk::new(page, &town, &person);
    walk.tap("main .hero a.button--primary").await?;
    page.settle().await?;
    walk.finish().await?;
    let expected = town.expect(&person, day("2026-11-22")?)?;
    page.expect_result(&expected).await?;
    page.js("window.print = () => { window.__printed = true; }", vec![]).await?;
    page.click(".take__buttons button:last-of-type").await?;
    page.wait("the printer", 5, "return window.__printed === true").await?;
    page.go("#/events").await?;
    page.wait("events", 10, "return !!document.querySelector('.event a')").await?;
    page.click(".event a").await?;
    page.wait("an event", 10, "return location.hash.startsWith('#/event/')").await?;
    page.settle().await?;
    page.go("#/path").await?;
    page.wait("the path", 10, "return !!document.querySelector('main [data-step]')").await?;
    page.choose_language("ar").await?;
    if page.text_of("return document.documentElement.dir").await? != "rtl" {
        return Err("Arabic is not written from right to left".to_owned());
    }
    open(page, "#/result").await?;
    page.expect_result(&expected).await?;
    let asked = "return performance.getEntriesByType('resource').map((entry) => entry.name)
        .filter((name) => !/^(data|blob):/.test(name))";
    match page.js(asked, vec![]).await? {
        Value::Array(names) if names.is_empty() && page.server.requests().len() == before => Ok(()),
        names => Err(format!("the file asks for {names}")),
    }
}
