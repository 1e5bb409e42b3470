//! The stand among children, in two windows at once, and beside a program that counts for it.

use crate::browsers::{Engine, brief};
use crate::page::{Done, Page};
use crate::stand::{begin, gone, open, staff, touch};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Fingers that hit the screen fifty times a second wherever they like, from a row of made-up numbers.
const FINGERS: &str = "if (!window.__fingers) {
        let seed = arguments[0];
        const next = (below) => {
            seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
            return Math.floor(seed / 4294967296 * below);
        };
        window.__taps = 0;
        window.__fingers = setInterval(() => {
            const [x, y] = [next(innerWidth), next(innerHeight)];
            const what = document.elementFromPoint(x, y);
            if (!what) return;
            const at = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y };
            what.dispatchEvent(new PointerEvent('pointerdown', at));
            what.dispatchEvent(new PointerEvent('pointerup', at));
            what.closest('input, textarea, select, button, a')?.focus({ preventScroll: true });
            what.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }));
            window.__taps += 1;
        }, 20);
    }
    return window.__taps;";

/// With fewer taps nothing is shown.
const LEAST: u64 = 100;

/// What taps have come to.
pub struct Storm {
    pub taps: u64,
    /// How often the stand began anew meanwhile: fingers find the button that ends a visit.
    pub visits: u64,
}

/// Lets fingers hit the screen for a while, longer where a browser is slow; the page must answer all the
/// time.
pub async fn storm(page: &Page, length: Duration) -> Done<Storm> {
    let (begun, mut heard) = (Instant::now(), Instant::now());
    let (mut storm, mut last, mut seed) = (Storm { taps: 0, visits: 0 }, 0, 7_u64);
    let enough = |taps| taps >= LEAST || begun.elapsed() > length * 6;
    while begun.elapsed() < length || !enough(storm.taps + last) {
        seed += 1;
        match page.js(FINGERS, vec![seed.into()]).await {
            Ok(taps) => {
                let taps = taps.as_u64().unwrap_or(0);
                if taps < last {
                    (storm.taps, storm.visits) = (storm.taps + last, storm.visits + 1);
                }
                (last, heard) = (taps, Instant::now());
            }
            // A page that is loaded anew answers soon again.
            Err(problem) if heard.elapsed() > Duration::from_secs(20) => return Err(problem),
            Err(_) => {}
        }
        sleep(Duration::from_millis(100)).await;
    }
    storm.taps += last;
    page.js("clearInterval(window.__fingers); window.__fingers = 0", vec![]).await?;
    Ok(storm)
}

/// Children tap wherever they like, very fast: nothing breaks, and the next visitor finds the stand.
pub async fn hasty_hands(page: &mut Page) -> Done {
    if page.engine() == Engine::Chromium {
        page.size(1080, 1920).await?;
    }
    begin(page, "de").await?;
    let storm = storm(page, Duration::from_secs(10)).await?;
    if storm.taps < LEAST {
        return Err(format!("there were {} taps only", storm.taps));
    }
    let odd = "return location.origin !== arguments[0]
        || !!document.querySelector('.failure:not([hidden]), .staff')";
    if page.js(odd, vec![page.server.origin().into()]).await? == json!(true) {
        return Err(format!("after {} taps there is {:?}", storm.taps, page.seen().await?));
    }
    let windows = page.driver()?.windows().await.map_err(brief)?.len();
    if windows != 1 {
        return Err(format!("there are {windows} windows"));
    }
    page.assert_no_console_errors().await?;
    // Whoever comes next.
    open(page, "").await?;
    touch(page).await?;
    page.assert_one_origin().await
}

/// Of two windows of a browser the first one is the stand; when it is closed, the other one goes on.
pub async fn second_window(page: &mut Page) -> Done {
    open(page, "").await?;
    gone(page).await?;
    let agree = page.js("return !!navigator.locks", vec![]).await?;
    let first = page.driver()?.window().await.map_err(brief)?;
    let second = page.driver()?.new_window().await.map_err(brief)?;
    page.driver()?.switch_to_window(second.clone()).await.map_err(brief)?;
    open(page, "").await?;
    if agree == Value::Bool(true) {
        page.wait("another window", 20, "return !!document.querySelector('.elsewhere h1')").await?;
        // Whoever taps there begins no visit.
        page.js(
            "document.querySelector('.elsewhere h1')
                .dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))",
            vec![],
        )
        .await?;
        page.settle().await?;
        page.assert_axe().await?;
        if !page.visible(".elsewhere p").await? || page.visible(".tile").await? {
            return Err(format!("the second window shows {:?}", page.seen().await?));
        }
    }
    page.driver()?.switch_to_window(first).await.map_err(brief)?;
    if !page.visible(".attract h1").await? {
        return Err(format!("the first window shows {:?}", page.seen().await?));
    }
    // A visit ends there with the page loaded anew, and it still is the stand.
    touch(page).await?;
    page.click(".tile[lang='de']").await?;
    page.wait("the home page", 10, "return !!document.querySelector('.stand .hero')").await?;
    page.settle().await?;
    page.click("[data-tool=finish]").await?;
    page.js("window.__visit = true", vec![]).await?;
    page.click(".over .over__big").await?;
    page.wait("a page loaded anew", 20, "return !window.__visit").await?;
    gone(page).await?;
    sleep(Duration::from_millis(2_500)).await;
    let (stands, others) = (page.visible(".attract h1").await?, page.windows().await?);
    if !stands && agree == Value::Bool(true) {
        return Err("the window that began as the stand has lost it".to_owned());
    }
    page.driver()?.close_window().await.map_err(brief)?;
    page.driver()?.switch_to_window(second).await.map_err(brief)?;
    if others != 2 {
        return Err(format!("there were {others} windows"));
    }
    gone(page).await?;
    touch(page).await
}

/// What the program beside a stand has counted, and what the page asks of it.
const COUNTED: &str = r#"{"2026-11-20": {"sessions": 41, "languages": {"ar": 40, "de": 1}}}"#;
const ASKED: &str = "window.__asked = [];
    const own = window.fetch.bind(window);
    window.fetch = (what, ...more) => { window.__asked.push(String(what)); return own(what, ...more); };";

/// A program beside the stand hears of every count and gives them back to the staff.
pub async fn counts_of_the_box(page: &mut Page) -> Done {
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    let profile = r#"{"format": 1, "code": "2749", "watchdog": true}"#;
    page.server.put("kiosk/foyer.json", profile.as_bytes().to_vec());
    page.server.put("counts.json", COUNTED.as_bytes().to_vec());
    for path in ["alive", "count", "forget-counts"] {
        page.server.put(path, Vec::new());
    }
    open(page, ASKED).await?;
    touch(page).await?;
    page.click(".tile[lang='ar']").await?;
    let told = "return ['sessions', 'languages.ar']
        .every((word) => window.__asked.includes(`./count?what=${word}`))";
    page.wait("the program is told", 10, told).await?;
    page.click("[data-tool=finish]").await?;
    page.js("window.__visit = true", vec![]).await?;
    page.click(".over .over__big").await?;
    page.wait("a page loaded anew", 20, "return !window.__visit").await?;
    gone(page).await?;
    staff(page, "2749").await?;
    let rows = "return [...document.querySelectorAll('.staff tbody tr')]
        .map((row) => [...row.children].slice(0, 2).map((cell) => cell.innerText).join(' '))
        .filter((row) => !row.endsWith(' 0')).join(', ')";
    let both = format!("return (() => {{ {rows} }})() === '2026-11-20 41, 2026-11-22 2'");
    page.wait("both numbers", 10, &both).await?;
    let place = format!("{}counts.csv", page.address("", "").split('?').next().unwrap_or(""));
    if !page.text(".staff").await?.contains(&place) {
        return Err(format!("the staff is not told of {place}"));
    }
    page.click(".staff__buttons .button:nth-child(2)").await?;
    page.wait("no numbers", 5, &format!("return (() => {{ {rows} }})() === ''")).await?;
    let asked = page.text_of("return window.__asked.join(' ')").await?;
    match asked.contains("./forget-counts") {
        true => Ok(()),
        false => Err(format!("asked was {asked}")),
    }
}

impl Page {
    async fn windows(&self) -> Done<usize> {
        Ok(self.driver()?.windows().await.map_err(brief)?.len())
    }
}
