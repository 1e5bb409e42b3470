//! Without a network, and from one build to the next: the page is there whole, or not at all.

use crate::builds::{Build, NEW_WORDS, is_packed};
use crate::page::{Done, NRW, Page};
use crate::runner::folder;
use crate::server::{BASE, Fault, Request};
use crate::stand;
use serde_json::Value;
use std::time::Duration;
use tokio::time::sleep;

/// What is on the device: the marks of whole builds, and all names of caches.
const KEPT: &str = "return (async () => {
        const whole = [], all = await caches.keys();
        for (const name of all) {
            const cache = await caches.open(name);
            const keys = (await cache.keys()).map(({ url }) => url);
            if (name.includes(' build ') && keys.some((url) => url.endsWith('/complete'))) whole.push(name);
        }
        return { whole, all, workers: (await navigator.serviceWorker.getRegistrations()).length };
    })()";

/// Tells whether the list of events is there.
const EVENTS: &str =
    "return !!document.querySelector('.events') && !document.querySelector('main .waiting')";

/// Notes how far the copy is, because a script that waits is not waited for by every driver.
async fn kept(page: &Page) -> Done<Value> {
    let ask = KEPT.replacen("return", "window.__kept = undefined; window.__asked =", 1);
    let ask = format!(
        "{ask}.then((kept) => {{ window.__kept = kept; }},
            (e) => {{ window.__kept = {{ error: String(e) }}; }})"
    );
    page.js(&ask, vec![]).await?;
    page.wait("an answer about the copy", 10, "return window.__kept !== undefined").await?;
    page.js("return window.__kept", vec![]).await
}

fn whole(kept: &Value) -> usize {
    kept["whole"].as_array().map_or(0, Vec::len)
}

/// Waits until so many whole builds are on the device.
pub async fn until_whole(page: &Page, builds: usize) -> Done {
    let mut last = Value::Null;
    for _ in 0..150 {
        last = kept(page).await?;
        if whole(&last) == builds {
            return Ok(());
        }
        sleep(Duration::from_millis(200)).await;
    }
    Err(format!("there are not {builds} whole builds on the device: {last}"))
}

/// Opens the page and taps on it, so that it is kept.
pub async fn keep(page: &Page) -> Done {
    page.server.let_workers();
    page.open(NRW, "").await?;
    tap(page).await?;
    until_whole(page, 1).await?;
    controlled(page).await
}

/// A tap that does nothing but show that there is a person.
async fn tap(page: &Page) -> Done {
    page.click("h1").await
}

async fn controlled(page: &Page) -> Done {
    page.wait("a page that its worker serves", 10, "return !!navigator.serviceWorker.controller")
        .await
}

fn paths(requests: &[Request]) -> Vec<&str> {
    requests.iter().map(|request| request.path.trim_start_matches(BASE)).collect()
}

/// Nothing is kept of who only looks; after the first tap everything is there without a network.
pub async fn works_without_a_network(page: &mut Page) -> Done {
    page.server.let_workers();
    page.open(NRW, "").await?;
    sleep(Duration::from_millis(2_500)).await;
    let before = kept(page).await?;
    if before["all"] != serde_json::json!([]) || before["workers"] != 0 {
        return Err(format!("before the first tap there is {before}"));
    }
    tap(page).await?;
    until_whole(page, 1).await?;
    controlled(page).await?;
    page.server.fail("", Fault::Silence);
    let asked = page.server.requests().len();
    page.noisy = true;
    page.open(NRW, "").await?;
    let title = page.text("h1").await?;
    if !title.contains("Platz frei") {
        return Err(format!("without a network the page says {title:?}"));
    }
    // Every part of the program, in pages that were never open before.
    for (route, shown) in [
        ("#/quiz", "main fieldset"),
        ("#/fit", "main h1"),
        ("#/fit/next", "main fieldset"),
        ("#/role", ".story"),
        ("#/events", ".events"),
        ("#/path", ".path"),
        ("#/settings", "main h1"),
    ] {
        page.go(route).await?;
        let there = format!(
            "return !!document.querySelector({shown:?})
            && !document.querySelector('main .waiting')"
        );
        page.wait(&format!("{route} without a network"), 15, &there).await?;
    }
    page.reload().await?;
    page.wait("the same page after a reload", 5, "return location.hash === '#/settings'").await?;
    let late = &page.server.requests()[asked..];
    if !late.is_empty() {
        return Err(format!("without a network the server was reached: {:?}", paths(late)));
    }
    Ok(())
}

/// A language that was never used is missed without a network, and everything else goes on.
pub async fn missing_language(page: &mut Page) -> Done {
    keep(page).await?;
    page.server.fail("", Fault::Silence);
    page.noisy = true;
    page.reload().await?;
    page.js(
        "const menu = document.querySelector('#language');
        menu.value = 'pl';
        menu.dispatchEvent(new Event('change', { bubbles: true }));",
        vec![],
    )
    .await?;
    page.wait(
        "a word about the language",
        15,
        "return !!document.querySelector('#notices .notice')",
    )
    .await?;
    page.go("#/quiz").await?;
    page.wait(
        "the quiz in German",
        10,
        "return !!document.querySelector('main fieldset')
        && document.documentElement.lang === 'de'",
    )
    .await
}

/// Only what has changed is fetched, the person decides when, and the answers stay.
pub async fn new_words(page: &mut Page) -> Done {
    keep(page).await?;
    page.go("#/quiz").await?;
    page.click("main fieldset label").await?;
    page.settle().await?;
    let answers = page.stored().await?;
    let next = Build::with_other_words(&folder())?;
    page.server.pack();
    let asked = page.server.requests().len();
    page.server.serve(next.folder())?;
    update(page).await?;
    until_whole(page, 2).await?;
    // In the middle of a question nobody is asked.
    sleep(Duration::from_millis(300)).await;
    if page.visible("#notices .notice").await? {
        return Err("the new build is offered in the middle of a question".to_owned());
    }
    let requests = page.server.requests()[asked..].to_vec();
    let bytes: usize = requests.iter().map(|request| request.bytes).sum();
    println!("    another text: {bytes} bytes in {} requests (limit 60,000)", requests.len());
    if bytes > 60_000 || paths(&requests).iter().any(|path| path.ends_with(".wasm")) {
        return Err(format!("one text costs {bytes} bytes: {:?}", paths(&requests)));
    }
    page.go("#/").await?;
    page.wait("the offer", 5, "return !!document.querySelector('#notices .button--primary')")
        .await?;
    page.click("#notices .button--primary").await?;
    page.wait("the new words", 20, &says(NEW_WORDS)).await?;
    page.ready().await?;
    if page.stored().await? != answers {
        return Err("the answers did not survive the new build".to_owned());
    }
    // Taken once, it is not offered again.
    sleep(Duration::from_millis(2_600)).await;
    match page.visible("#notices .notice").await? {
        true => Err("the build that runs is offered".to_owned()),
        false => Ok(()),
    }
}

pub fn says(words: &str) -> String {
    format!(
        "return document.documentElement.dataset.app === 'ready'
        && (document.querySelector('h1')?.innerText ?? '').endsWith({:?})",
        words.trim()
    )
}

/// Asks for a new build, as a page that stays open does every hour.
pub async fn update(page: &Page) -> Done {
    let script =
        "navigator.serviceWorker.getRegistration().then((one) => one.update()).catch(() => {})";
    page.js(script, vec![]).await.map(|_| ())
}

/// Another program comes whole or not at all, wherever its way here is cut; the old one runs on meanwhile.
pub async fn another_program(page: &mut Page) -> Done {
    keep(page).await?;
    let next = Build::with_other_program(&folder())?;
    let files = next.names()?;
    let program = |name: &&String| name.starts_with("sitz-und-stimme-") && !is_packed(name);
    let mut files: Vec<String> = files.iter().filter(program).cloned().collect();
    // In the order of the worker: what came before a fault stays, and is not asked for again.
    files.sort();
    // The part of the page is the same in both, so it comes from the device.
    files.retain(|name| !name.contains("_stand.") && !name.contains("_offline."));
    files.push("messages/de.json".to_owned());
    page.noisy = true;
    page.server.serve(next.folder())?;
    for (at, name) in files.iter().enumerate() {
        let fault = match at % 4 {
            0 => Fault::Cut(100),
            1 => Fault::Status(500),
            2 => Fault::Body(b"<html>Please log in</html>".to_vec()),
            _ => Fault::Silence,
        };
        // One fault follows the other without a gap: each loading of the page tries again.
        page.server.heal();
        page.server.fail(name, fault);
        update(page).await?;
        sleep(Duration::from_millis(300)).await;
        let tried = "navigator.serviceWorker.getRegistration().then((one) => {
                window.__tried = !one.installing;
            }); return window.__tried === true";
        page.wait("the end of a try", 20, tried).await?;
        let there = kept(page).await?;
        if whole(&there) != 1 {
            return Err(format!("without {name} there is {there}"));
        }
        page.reload().await?;
        let title = page.text("h1").await?;
        if title.ends_with(NEW_WORDS.trim()) {
            return Err(format!("without {name} words of the next build are shown"));
        }
    }
    page.server.heal();
    update(page).await?;
    until_whole(page, 2).await?;
    page.reload().await?;
    page.wait("the offer", 10, "return !!document.querySelector('#notices .button--primary')")
        .await?;
    page.click("#notices .button--primary").await?;
    page.wait("the next build", 20, &says(NEW_WORDS)).await?;
    page.server.fail("", Fault::Silence);
    page.reload().await?;
    page.wait("the next build without a network", 20, &says(NEW_WORDS)).await?;
    page.go("#/events").await?;
    page.wait("its other parts", 15, "return !!document.querySelector('.events')").await
}

/// A server in the middle of a change of builds, in either order: nothing of it gets onto the device, and who
/// comes then sees one build or a word about it.
pub async fn half_a_change(page: &mut Page) -> Done {
    keep(page).await?;
    page.noisy = true;
    let next = Build::with_other_program(&folder())?;
    let old = std::fs::read(folder().join("index.html")).map_err(|e| e.to_string())?;
    let worker = next.read("sw.js")?.into_bytes();
    // The new worker before everything else; then everything but the page.
    page.server.put("sw.js", worker);
    for step in ["the worker", "all but the page"] {
        if step != "the worker" {
            page.server.serve(next.folder())?;
            page.server.put("", old.clone());
        }
        for _ in 0..2 {
            update(page).await?;
            sleep(Duration::from_millis(1_500)).await;
            let there = kept(page).await?;
            if whole(&there) != 1 {
                return Err(format!("with {step} changed there is {there}"));
            }
            page.open(NRW, "#/events").await?;
            page.wait("the events", 15, EVENTS).await?;
        }
    }
    // Who comes for the first time gets the old page without its parts, and is told so.
    page.js(
        "window.__done = false; navigator.serviceWorker.getRegistration().then(async (one) => {
            await one.unregister();
            for (const name of await caches.keys()) await caches.delete(name);
            window.__done = true;
        })",
        vec![],
    )
    .await?;
    page.wait("a first visit", 10, "return window.__done").await?;
    page.load(&page.address(NRW, "")).await?;
    page.wait(
        "a word about it",
        20,
        "return document.getElementById('boot-failed')?.offsetHeight > 0",
    )
    .await?;
    page.server.take("");
    page.server.take("sw.js");
    page.js("document.querySelector('#boot-failed button').click()", vec![]).await?;
    page.wait("the next build", 20, &says(NEW_WORDS)).await
}

/// A hotel that answers everything with its own page is not taken for the page or its texts.
pub async fn foreign_answers(page: &mut Page) -> Done {
    keep(page).await?;
    page.noisy = true;
    page.server.fail("", Fault::Body(b"<!doctype html><title>Hotel</title>Please log in".to_vec()));
    page.server.fail("", Fault::Mime("text/html"));
    update(page).await?;
    for _ in 0..2 {
        page.open(NRW, "").await?;
        sleep(Duration::from_millis(2_600)).await;
    }
    page.go("#/events").await?;
    page.wait("the events", 15, EVENTS).await?;
    page.server.heal();
    page.server.fail("", Fault::Silence);
    page.open(NRW, "").await?;
    page.go("#/events").await?;
    page.wait("the events", 15, EVENTS).await
}

/// What was damaged on the device is noticed: with a network it is fetched anew, without one that is said.
pub async fn damaged_copy(page: &mut Page) -> Done {
    keep(page).await?;
    page.noisy = true;
    let damage = "window.__done = false; (async () => {
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    if (!request.url.endsWith('_bg.wasm')) continue;
                    const headers = { 'Content-Type': 'application/wasm' };
                    await cache.put(request, new Response(new Uint8Array([0, 97, 115, 109, 1]), { headers }));
                }
            }
        })().finally(() => { window.__done = true; })";
    page.js(damage, vec![]).await?;
    page.wait("the damage", 10, "return window.__done").await?;
    page.server.fail("", Fault::Silence);
    let failed = "return document.getElementById('boot-failed')?.offsetHeight > 0";
    page.load(&page.address(NRW, "")).await?;
    page.wait("a word about it", 20, failed).await?;
    // Without a network another try changes nothing, and loses nothing.
    page.js("window.__left = true; document.querySelector('#boot-failed button').click()", vec![])
        .await?;
    page.wait("another try", 20, &format!("{} && !window.__left", failed)).await?;
    page.server.heal();
    page.js("document.querySelector('#boot-failed button').click()", vec![]).await?;
    page.wait(
        "the page, fetched anew",
        20,
        "return document.documentElement.dataset.app === 'ready'",
    )
    .await?;
    tap(page).await?;
    until_whole(page, 1).await
}

/// A file that has gone from the copy comes again by itself.
pub async fn missing_file(page: &mut Page) -> Done {
    keep(page).await?;
    let lose = "window.__done = false; (async () => {
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    const lost = /_finder\\.wasm|feed\\.json|role\\.json/.test(request.url);
                    if (lost) await cache.delete(request);
                }
            }
        })().finally(() => { window.__done = true; })";
    page.js(lose, vec![]).await?;
    page.wait("the loss", 10, "return window.__done").await?;
    page.open(NRW, "#/events").await?;
    page.wait("the events", 15, EVENTS).await?;
    page.go("#/role").await?;
    page.wait("the role", 15, "return !!document.querySelector('.story')").await?;
    page.server.fail("", Fault::Silence);
    page.noisy = true;
    page.open(NRW, "#/events").await?;
    page.wait("the events without a network", 15, EVENTS).await
}

/// A worker that cannot start, is missing or deletes itself: the page runs as from the server.
pub async fn no_worker(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.put("sw.js", b"throw new Error('broken');".to_vec());
    page.server.let_workers();
    page.open(NRW, "").await?;
    tap(page).await?;
    sleep(Duration::from_millis(2_600)).await;
    page.reload().await?;
    let there = kept(page).await?;
    if whole(&there) != 0 || there["workers"] != 0 {
        return Err(format!("a broken worker keeps {there}"));
    }
    page.server.take("sw.js");
    page.open(NRW, "").await?;
    tap(page).await?;
    until_whole(page, 1).await?;
    controlled(page).await?;
    // It is gone from the server: the page goes on as it is.
    page.server.fail("sw.js", Fault::Status(404));
    update(page).await?;
    page.reload().await?;
    controlled(page).await?;
    page.server.heal();
    // The way out: a worker that takes itself and everything of the page away.
    let off = std::fs::read(folder().join("hosting/sw-off.js")).map_err(|e| e.to_string())?;
    page.server.put("sw.js", off);
    let mut there = Value::Null;
    // Chromium lets the new worker wait for as long as the old one is at work.
    for _ in 0..80 {
        update(page).await?;
        sleep(Duration::from_millis(700)).await;
        there = kept(page).await?;
        // The page may note once more what it needs: that is all it does with this worker.
        let names = there["all"].as_array().cloned().unwrap_or_default();
        if names.iter().filter_map(Value::as_str).all(|name| name.ends_with(" wishes")) {
            // Whoever comes now is served by the server, whatever is left of the worker.
            let asked = page.server.requests().len();
            page.reload().await?;
            let requests = page.server.requests()[asked..].to_vec();
            return match paths(&requests).contains(&"") {
                true => Ok(()),
                false => Err(format!("the server was only asked for {:?}", paths(&requests))),
            };
        }
    }
    Err(format!("after the way out there is {there}"))
}

/// A text that an office has exchanged on the server comes without a new build.
pub async fn exchanged_text(page: &mut Page) -> Done {
    keep(page).await?;
    let text = Build::with_other_words(&folder())?.read("messages/de.json")?;
    page.server.put("messages/de.json", text.into_bytes());
    // The first visit brings it, the next one shows it.
    page.open(NRW, "").await?;
    let brought = "(async () => {
            for (const name of (await caches.keys()).filter((name) => name.includes(' content '))) {
                const cache = await caches.open(name);
                const text = await (await cache.match('messages/de.json', { ignoreVary: true }))?.text();
                window.__brought ||= (text ?? '').includes('Zum Zweiten');
            }
        })(); return window.__brought === true";
    page.wait("the text on the device", 15, brought).await?;
    page.server.fail("", Fault::Silence);
    page.noisy = true;
    page.open(NRW, "").await?;
    page.wait("the other words", 5, &says(NEW_WORDS)).await
}

/// A stand takes a new build while nobody is there, never under somebody's hands.
pub async fn new_build_on_a_stand(page: &mut Page) -> Done {
    page.server.let_workers();
    stand::open(page, "").await?;
    stand::gone(page).await?;
    // It is set up by who knows: nobody has to tap.
    until_whole(page, 1).await?;
    controlled(page).await?;
    stand::touch(page).await?;
    page.click(".tile[lang='de']").await?;
    page.wait("the home page", 10, "return !!document.querySelector('.stand .hero')").await?;
    let next = Build::with_other_program(&folder())?;
    page.server.serve(next.folder())?;
    page.js("window.__visit = true", vec![]).await?;
    update(page).await?;
    until_whole(page, 2).await?;
    sleep(Duration::from_millis(1_500)).await;
    let same = page.js("return window.__visit === true", vec![]).await?;
    if same != Value::Bool(true) || !page.visible(".stand .hero").await? {
        return Err("the new build came in the middle of a visit".to_owned());
    }
    page.click("[data-tool=finish]").await?;
    page.click(".over .over__big").await?;
    // The first page after the visit is still the old one; it is replaced while it invites.
    let taken = format!(
        "return [...document.scripts].some((one) => one.textContent.includes({:?}))
        && !!document.querySelector('.attract h1')",
        next.name()?
    );
    page.wait("the new build", 30, &taken).await?;
    page.server.fail("", Fault::Silence);
    page.noisy = true;
    page.reload().await?;
    stand::touch(page).await
}
