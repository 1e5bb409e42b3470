//! Measures what long use leaves in the memory of the page: ten minutes of fast fingers on a stand, a whole
//! walk and a hundred changes of the language on a phone; figures, no verdict.

use crate::expected::{Person, Town};
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use crate::screens::shipped;
use crate::stand::{begin, open, touch};
use crate::stand_odd::storm;
use crate::walk::Walk;
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

const FINGERS: Duration = Duration::from_secs(600);
const SWITCHES: usize = 100;
/// Changes of the language until every file has been fetched once and every kind of screen drawn.
const WARM: usize = 20;

/// What a page holds after a collection of garbage.
struct Held {
    /// Bytes of the scripts' objects; the memory of the program is none of them.
    heap: f64,
    nodes: f64,
    listeners: f64,
}

impl Held {
    async fn by(page: &Page) -> Done<Held> {
        page.settle().await?;
        page.session.devtools("Performance.enable", json!({})).await?;
        for _ in 0..2 {
            page.session.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let found = page.session.devtools("Performance.getMetrics", json!({})).await?;
        let metrics = found["metrics"].as_array().cloned().unwrap_or_default();
        let figure = |name: &str| {
            let found = metrics.iter().find(|metric| metric["name"] == name);
            found.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN)
        };
        Ok(Held {
            heap: figure("JSHeapUsedSize"),
            nodes: figure("Nodes"),
            listeners: figure("JSEventListeners"),
        })
    }

    /// Prints the figures and their shares of those before.
    fn print(&self, what: &str, before: &Held) {
        println!(
            "{what:40} {:>7.0} kB ({:.2}) {:>6} nodes ({:.2}) {:>4} listeners ({:.2})",
            self.heap / 1000.0,
            self.heap / before.heap,
            self.nodes,
            self.nodes / before.nodes,
            self.listeners,
            self.listeners / before.listeners,
        );
    }
}

/// A whole walk, then a hundred changes of the language on its result.
pub async fn phone(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    let languages = shipped(page).await?;
    page.size(360, 740).await?;
    println!(
        "\nMemory of the page, Chromium, after a collection of garbage; in brackets the share of the first"
    );
    page.open_as(&Person::default(), TOWN, "#/").await?;
    let mut walk = Walk::new(page, &town, &person);
    walk.tap("main .hero a.button--primary").await?;
    page.settle().await?;
    walk.finish().await?;
    page.expect_result(&town.expect(&person, crate::expected::day("2026-11-22")?)?).await?;
    // By one script for many changes: what the driver leaves for each of its own is more than the page does.
    let script = "window.__changed = false;
        (async () => {
            const pause = (millis) => new Promise((done) => setTimeout(done, millis));
            for (const tag of arguments[0]) {
                const menu = document.querySelector('#language');
                menu.value = tag;
                menu.dispatchEvent(new Event('change', { bubbles: true }));
                while (document.documentElement.lang !== tag) await pause(20);
                await pause(300);
            }
            performance.clearResourceTimings();
            window.__changed = true;
        })();";
    let tags: Vec<&str> =
        (0..WARM + SWITCHES).map(|at| languages[at % languages.len()].as_str()).collect();
    let mut first = None;
    let portions = [&tags[..WARM]].into_iter().chain(tags[WARM..].chunks(SWITCHES / 5));
    for (at, portion) in portions.enumerate() {
        page.js(script, vec![json!(portion)]).await?;
        sleep(Duration::from_secs(12)).await;
        page.wait("the languages", 60, "return window.__changed").await?;
        let held = Held::by(page).await?;
        let name = format!("result, after {} changes", at * SWITCHES / 5);
        held.print(&name, first.as_ref().unwrap_or(&held));
        first.get_or_insert(held);
    }
    Ok(())
}

/// Taps on the stand fifty times a second for ten minutes.
pub async fn fingers(page: &mut Page) -> Done {
    // Fingers find the button that asks for the place, and Chromium says that it does not know it.
    page.noisy = true;
    page.size(1080, 1920).await?;
    open(page, "").await?;
    touch(page).await?;
    open(page, "").await?;
    let before = Held::by(page).await?;
    before.print("stand, before", &before);
    begin(page, "de").await?;
    let storm = storm(page, FINGERS).await?;
    open(page, "").await?;
    let (taps, visits) = (storm.taps, storm.visits);
    let name = format!("after {taps} taps, {visits} new beginnings");
    Held::by(page).await?.print(&name, &before);
    touch(page).await
}
