//! Odd devices and odd networks: what is missing in a browser, what a clock does, what a line does.

use crate::browsers::{Engine, brief};
use crate::builds::Build;
use crate::offline::{keep, says, until_whole, update};
use crate::page::{Done, NRW, Page};
use crate::people::{TOWN, naturalised};
use crate::quiz::{Hand, RESIDENT};
use crate::runner::folder;
use crate::server::Fault;
use crate::stand;
use serde_json::Value;
use std::time::Duration;
use tokio::time::sleep;

const PANEL: &str = "const panel = document.querySelector('#boot-failed');
    return (panel?.offsetHeight ?? 0) > 0 && panel.innerText.trim().length > 60
        && !!panel.querySelector('button')?.offsetHeight";

/// Waits for the panel that says what to do, and takes the way it offers.
async fn explained_and_mended(page: &Page) -> Done {
    page.wait("a panel with a sentence and a button", 20, PANEL).await?;
    if !page.visible("#shell h1").await? && !page.visible("main h1").await? {
        return Err("the words of the first screen are gone".to_owned());
    }
    page.server.heal();
    page.click("#boot-failed button").await?;
    page.wait(
        "a page without the panel",
        20,
        "return !document.querySelector('#boot-failed')?.offsetHeight",
    )
    .await?;
    page.ready().await
}

/// The network goes after the first file: the first screen is readable, and a button tries again.
pub async fn network_dies_after_the_page(page: &mut Page) -> Done {
    page.noisy = true;
    for part in [".js", ".wasm", ".json"] {
        page.server.fail(part, Fault::Silence);
    }
    page.load(&page.address(NRW, "")).await?;
    explained_and_mended(page).await
}

/// The network goes in the middle of the program.
pub async fn program_cut(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("_bg.wasm", Fault::Cut(60_000));
    page.load(&page.address(NRW, "")).await?;
    explained_and_mended(page).await
}

/// The program comes with other bytes than were built.
pub async fn program_spoilt(page: &mut Page) -> Done {
    page.noisy = true;
    let names = std::fs::read_dir(folder()).map_err(|e| e.to_string())?;
    let mut names = names.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let name = names.find(|name| name.ends_with("_bg.wasm")).ok_or("there is no program")?;
    let good = std::fs::read(folder().join(&name)).map_err(|e| e.to_string())?;
    let middle = good.len() / 2;
    for (at, length) in [(0, 1), (middle, 200)] {
        let mut bytes = good.clone();
        bytes[at..at + length].iter_mut().for_each(|byte| *byte ^= 0xFF);
        page.server.fail(&name, Fault::Body(bytes));
        page.load(&page.address(NRW, "")).await?;
        explained_and_mended(page).await?;
    }
    Ok(())
}

/// Without the language of the program there is a sentence and somebody to ask.
pub async fn no_wasm(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.script("delete window.WebAssembly;");
    page.load(&page.address(NRW, "")).await?;
    page.wait("a panel with a sentence and a button", 20, PANEL).await
}

/// A line of one byte a second: what is on the device is used at once; without it a sentence comes, and the
/// page can be used as far as it is there.
pub async fn one_byte_a_second(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("_bg.wasm", Fault::Drip);
    page.load(&page.address(NRW, "")).await?;
    page.wait(
        "the words of the first screen",
        5,
        "return !!document.querySelector('#shell h1')?.offsetHeight",
    )
    .await?;
    explained_and_mended(page).await?;
    keep(page).await?;
    page.server.fail("", Fault::Drip);
    // The server is busy all the time, so nothing here waits for it.
    page.js("window.__left = true; setTimeout(() => location.reload())", vec![]).await?;
    let there = "return !window.__left && document.documentElement.dataset.app === 'ready'";
    page.wait("the page from the device", 10, there).await?;
    page.js("location.hash = '#/quiz'", vec![]).await?;
    page.wait("a question", 5, "return !!document.querySelector('main fieldset')").await?;
    page.server.heal();
    Ok(())
}

/// A slow line that does bring everything: the first screen stands early, the app comes without a panel
/// before it, and the check can be begun.
pub async fn slow_line(page: &mut Page) -> Done {
    page.server.fail("", Fault::Rate(60_000));
    let panel = "new MutationObserver(() => {
            const panel = document.querySelector('#boot-failed:not([hidden])');
            if (panel?.offsetHeight) window.__panel = true;
        }).observe(document, { subtree: true, childList: true, attributes: true });";
    page.server.script(panel);
    page.load(&page.address(NRW, "")).await?;
    page.wait(
        "the words of the first screen",
        5,
        "return !!document.querySelector('#shell h1, main h1')?.offsetHeight",
    )
    .await?;
    page.wait("the app", 30, "return document.documentElement.dataset.app === 'ready'").await?;
    let told = "return [performance.now() > 3000, window.__panel === true].join()";
    match page.text_of(told).await?.as_str() {
        "true,false" => {}
        other => return Err(format!("the line was slow, a panel came: {other}")),
    }
    page.js("location.hash = '#/quiz'", vec![]).await?;
    page.wait("a question", 20, "return !!document.querySelector('main fieldset')").await?;
    page.server.heal();
    Ok(())
}

/// Two tabs, between which a new build comes: both show the same one, before and after it is taken.
pub async fn two_tabs_one_build(page: &mut Page) -> Done {
    keep(page).await?;
    let first = page.driver()?.window().await.map_err(brief)?;
    let next = Build::with_other_program(&folder())?;
    page.server.serve(next.folder())?;
    update(page).await?;
    until_whole(page, 2).await?;
    let second = page.driver()?.new_window().await.map_err(brief)?;
    page.driver()?.switch_to_window(second).await.map_err(brief)?;
    page.open(NRW, "").await?;
    let new = says(crate::builds::NEW_WORDS);
    if page.js(&new, vec![]).await? == Value::Bool(true) {
        return Err("the second tab has the new build, the first one the old".to_owned());
    }
    page.wait("the offer", 10, "return !!document.querySelector('#notices .button--primary')")
        .await?;
    page.click("#notices .button--primary").await?;
    page.wait("the new build", 20, &new).await?;
    page.driver()?.switch_to_window(first).await.map_err(brief)?;
    // It is asked too, or has the new build already; a part of the old one is never missed.
    page.go("#/events").await?;
    page.wait("the events", 15, "return !!document.querySelector('.events')").await?;
    page.go("#/").await?;
    let offered = "return !!document.querySelector('#notices .button--primary')";
    if page.js(&new, vec![]).await? != Value::Bool(true) {
        page.wait("the offer in the first tab", 10, offered).await?;
        page.click("#notices .button--primary").await?;
        page.wait("the new build in the first tab", 20, &new).await?;
    }
    Ok(())
}

/// A build that was taken back: the one before it comes again, and the answers stay.
pub async fn rolled_back(page: &mut Page) -> Done {
    keep(page).await?;
    page.go("#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "home").await?;
    let next = Build::with_other_program(&folder())?;
    let new = says(crate::builds::NEW_WORDS);
    for (build, expected) in [(next.folder().to_owned(), true), (folder(), false)] {
        let build = std::fs::canonicalize(build).map_err(|e| e.to_string())?;
        page.server.serve(&build)?;
        page.go("#/").await?;
        update(page).await?;
        page.wait("the offer", 30, "return !!document.querySelector('#notices .button--primary')")
            .await?;
        page.click("#notices .button--primary").await?;
        let old = format!(
            "return document.documentElement.dataset.app === 'ready'
            && !(document.querySelector('h1')?.innerText ?? '').endsWith({:?})",
            crate::builds::NEW_WORDS.trim()
        );
        page.wait("the other build", 20, if expected { &new } else { &old }).await?;
        page.ready().await?;
    }
    page.go("#/quiz").await?;
    page.expect_question("home").await
}

/// A browser whose storage for copies is taken away: everything works with a network, nothing is said.
pub async fn no_caches(page: &mut Page) -> Done {
    page.server.let_workers();
    page.server.script(
        "const get = () => { throw new DOMException('no', 'SecurityError'); };
        Object.defineProperty(window, 'caches', { get });",
    );
    page.open(NRW, "#/").await?;
    page.click("h1").await?;
    sleep(Duration::from_millis(2_600)).await;
    page.go("#/quiz").await?;
    page.walk(RESIDENT, Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await
}

/// A browser that knows none of the languages writes days and numbers plainly.
pub async fn no_intl(page: &mut Page) -> Done {
    page.server.script(
        "for (const name of Object.getOwnPropertyNames(Intl)) if (/^[A-Z]/.test(name))
            Intl[name] = class { constructor() { throw new RangeError('no such language'); } };",
    );
    page.open_as(&naturalised()?, TOWN, "#/").await?;
    for route in ["#/events", "#/path", "#/result", "#/role"] {
        page.go(route).await?;
        let heading = "return !!document.querySelector('main h1')?.offsetHeight";
        page.wait(&format!("{route} with a heading"), 10, heading).await?;
    }
    page.go("#/events").await?;
    let rows = "return document.querySelectorAll('.events article, .events li').length > 0";
    page.wait("events in the list", 10, rows).await
}

/// Sharing and the clipboard are missing or refuse: there still is a link to copy by hand.
pub async fn no_sharing(page: &mut Page) -> Done {
    for script in [
        "for (const name of ['share', 'clipboard'])
            Object.defineProperty(navigator, name, { value: undefined });",
        "const no = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
        Object.defineProperty(navigator, 'share', { value: no });
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: no } });",
    ] {
        page.server.script(script);
        page.open_as(&naturalised()?, TOWN, "#/result").await?;
        page.click("[data-take=show]").await?;
        page.settle().await?;
        page.click("[data-take=copy]").await?;
        page.settle().await?;
        let said = page.text(".take [role=status]").await?;
        let link = page.js("return document.querySelector('.take__link').value", vec![]).await?;
        let link = link.as_str().unwrap_or_default().to_owned();
        if said.split_whitespace().count() < 3 || !link.contains("#/open/") {
            return Err(format!("the page says {said:?} and shows {link:?}"));
        }
    }
    Ok(())
}

/// Printing fails, as it does without a printer: the page goes on.
pub async fn no_printer(page: &mut Page) -> Done {
    page.server.script(
        "window.print = () => { window.__printed = true; throw new Error('no printer'); };",
    );
    page.open_as(&naturalised()?, TOWN, "#/result").await?;
    page.click(".take__buttons button:nth-of-type(3)").await?;
    page.wait("an attempt to print", 10, "return window.__printed === true").await?;
    page.go("#/events").await?;
    page.wait("the next page", 10, "return !!document.querySelector('.events')").await
}

/// 22 November 2026, 23:59:30 in Germany.
const LATE: i64 = 1_795_388_370_000;
const MINUTE: i64 = 60_000;

fn jump(millis: i64) -> String {
    format!("__jump({millis})")
}

/// At midnight the days on the page move, without a reload.
pub async fn midnight(page: &mut Page) -> Done {
    page.server.now(LATE);
    page.open("lang=de", "#/events").await?;
    // The example's events stand relative to the day.
    let list = "(document.querySelector('.events')?.innerText ?? '')";
    page.wait("events", 10, &format!("return {list}.length > 200")).await?;
    page.settle().await?;
    let before = page.text_of(&format!("return {list}")).await?;
    page.js("window.__same = true", vec![]).await?;
    page.js(&jump(MINUTE), vec![]).await?;
    let moved = format!("const now = {list}; return now.length > 200 && now !== {before:?}");
    page.wait("other dates", 15, &moved).await?;
    match page.js("return window.__same === true", vec![]).await? {
        Value::Bool(true) => Ok(()),
        _ => Err("the page was loaded anew".to_owned()),
    }
}

/// A clock that jumps by a day or goes back by a year neither ends a visit at a stand nor spoils a page.
pub async fn clock_jumps(page: &mut Page) -> Done {
    page.server.now(LATE - 12 * 60 * MINUTE);
    page.open("lang=de", "#/events").await?;
    for millis in [86_400_000_i64, -366 * 86_400_000, 366 * 86_400_000] {
        page.js(&jump(millis), vec![]).await?;
        sleep(Duration::from_millis(700)).await;
        page.wait("the events", 10, "return !!document.querySelector('.events')").await?;
        page.go("#/path").await?;
        page.go("#/events").await?;
    }
    stand::open_now(page).await?;
    stand::begin_visit(page).await?;
    page.js("window.__visit = true", vec![]).await?;
    for millis in [86_400_000_i64, -366 * 86_400_000] {
        page.js(&jump(millis), vec![]).await?;
        sleep(Duration::from_millis(1_500)).await;
        let here = page
            .js("return window.__visit === true && !document.querySelector('.over')", vec![])
            .await?;
        if here != Value::Bool(true) {
            return Err(format!(
                "a jump by {millis} ms has ended the visit: {}",
                page.seen().await?
            ));
        }
    }
    Ok(())
}

/// Clocks in 1970, 2038 and 2099: every page is there, and it is said that the clock looks wrong.
pub async fn odd_clocks(page: &mut Page) -> Done {
    for (millis, wrong) in
        [(0, true), (2_147_483_647_000, false), (4_083_955_200_000, true), (LATE, false)]
    {
        page.server.now(millis);
        page.open("lang=de", "#/").await?;
        let told = page.notices().await?;
        if told.contains("Uhr") != wrong {
            return Err(format!("at {millis} the page says {told:?}"));
        }
        for route in ["#/events", "#/path", "#/role", "#/quiz"] {
            page.go(route).await?;
            page.wait(
                &format!("{route} at {millis}"),
                10,
                "return !!document.querySelector('main h1, main legend')?.offsetHeight",
            )
            .await?;
        }
    }
    Ok(())
}

/// At night the stand is dim, by day it is not; and its picture never stands in the same place for long.
pub async fn dims_and_drifts(page: &mut Page) -> Done {
    for (hour, night) in [(12, false), (22, true)] {
        page.server.now(LATE - (24 - hour) * 60 * MINUTE);
        stand::open_now(page).await?;
        page.wait("what invites", 20, "return !!document.querySelector('.attract h1')").await?;
        let script = format!(
            "return document.querySelector('.attract').hasAttribute('data-night') === {night}"
        );
        page.wait("the light of the hour", 10, &script).await?;
    }
    let place = "return document.querySelector('.attract').style.translate";
    let before = page.text_of(place).await?;
    page.wait(
        "another place",
        30,
        &format!("return document.querySelector('.attract').style.translate !== {before:?}"),
    )
    .await
}

/// Everything that the stand has stored is taken away under it: it goes on, and begins anew by itself.
pub async fn stand_is_emptied(page: &mut Page) -> Done {
    stand::open(page, "").await?;
    stand::begin_visit(page).await?;
    page.js(
        "localStorage.clear(); sessionStorage.clear();
        for (const cookie of document.cookie.split(';')) document.cookie = cookie + ';max-age=0'",
        vec![],
    )
    .await?;
    page.click("[data-tool=finish]").await?;
    page.js("window.__visit = true", vec![]).await?;
    page.click(".over .over__big").await?;
    page.wait("a page loaded anew", 20, "return !window.__visit").await?;
    page.wait("what invites", 20, "return !!document.querySelector('.attract h1')").await
}

/// Colours that the system forces: what is chosen can be seen.
pub async fn forced_colours(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    let media = serde_json::json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    page.session.devtools("Emulation.setEmulatedMedia", media).await?;
    page.open(TOWN, "#/fit/building").await?;
    page.click(&crate::walk::input("building", "yes")).await?;
    page.settle().await?;
    page.go("#/fit/building").await?;
    let differs = "const chosen = document.querySelector('.choice:has(:checked)');
        const other = document.querySelector('.choice:not(:has(:checked))');
        const looks = (one) => { const style = getComputedStyle(one);
            return [style.outline, style.borderColor, style.backgroundColor].join(); };
        return !!chosen && looks(chosen) !== looks(other);";
    page.wait("an answer that looks chosen", 5, differs).await?;
    page.assert_axe().await?;
    let none = serde_json::json!({ "features": [] });
    page.session.devtools("Emulation.setEmulatedMedia", none).await.map(|_| ())
}

/// Back from elsewhere, also from the store of pages that wait: the page is alive and where it was.
pub async fn back_from_elsewhere(page: &mut Page) -> Done {
    page.open_as(&naturalised()?, TOWN, "#/result").await?;
    page.wait("the result", 10, "return !!document.querySelector('article.result .match')").await?;
    page.open_empty().await?;
    page.driver()?.back().await.map_err(brief)?;
    page.ready().await?;
    page.wait("the result again", 10, "return !!document.querySelector('article.result .match')")
        .await?;
    page.go("#/events").await?;
    page.wait("the events", 10, "return !!document.querySelector('.events')").await
}
