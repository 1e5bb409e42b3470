//! Measures how the finder answers over a thousand, ten thousand and a hundred thousand events on a slow
//! phone; figures, no verdict.

use crate::page::{Done, Page};
use crate::synthetic;
use serde_json::json;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed;
use sitz_und_stimme::domain::json::Problems;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Numbers of events, and the budget for an answer to a tap in milliseconds.
const SIZES: [(usize, f64); 3] = [(1_000, 60.0), (10_000, 80.0), (100_000, 120.0)];
/// Budgets: the longest task while all of it is loaded, and bytes until the first screen.
const TASK: f64 = 50.0;
const BYTES: f64 = 60_000.0;

const TODAY: &str = "2027-01-04";
const ROUNDS: usize = 5;
/// Long enough for everything that a tap sets off.
const PAUSE: Duration = Duration::from_millis(700);

/// Notes from the beginning how long tasks were, and what had been fetched when the first card stood.
const LOADING: &str = "window.__tasks = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) __tasks.push([entry.startTime, entry.duration]);
    }).observe({ type: 'longtask', buffered: true });";

/// Notes for taps and typed letters when the next frame was painted, as in the other benchmark.
const WATCH: &str = "window.__times = [];
    const painted = (then) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => then(performance.now());
        channel.port2.postMessage(0);
    });
    for (const name of ['pointerup', 'keydown'])
        addEventListener(name, (event) => {
            if (!event.isTrusted) return;
            const at = event.timeStamp;
            painted((now) => __times.push(now - at));
        }, true);";

/// What is tapped: filters on and off, the next page, and back.
const TAPS: [&str; 9] = [
    ".find__boxes label:nth-of-type(1) input",
    ".find__boxes label:nth-of-type(2) input",
    ".find__boxes label:nth-of-type(1) input",
    ".find__boxes label:nth-of-type(2) input",
    ".find__group:last-of-type label:first-of-type input",
    ".find__group:last-of-type label:first-of-type input",
    ".found__turn",
    ".found__turn:last-of-type",
    ".found__turn:first-of-type",
];

/// A phone with a quarter of this processor, on a slow mobile network.
pub async fn finder(page: &mut Page) -> Done {
    page.size(360, 740).await?;
    page.server.pack();
    println!(
        "\nFinder, Chromium, 360×740, processor ÷ 4; {ROUNDS} rounds; in brackets the share of the budget"
    );
    println!(
        "{:>8} {:>16} {:>16} {:>16} {:>18} {:>16} {:>14}",
        "events", "median", "95 %", "most", "longest task", "first screen", "all there"
    );
    // One size alone, to see what a change does.
    let wanted = std::env::var("E2E_EVENTS").ok().and_then(|text| text.parse::<usize>().ok());
    for (count, budget) in SIZES.into_iter().filter(|(count, _)| wanted.is_none_or(|n| n == *count))
    {
        let bytes = serve(page, count)?;
        let (mut times, mut tasks) = (Vec::new(), Vec::new());
        let (mut first, mut all) = (0.0f64, 0.0f64);
        for _ in 0..ROUNDS {
            let loaded = load(page, count).await?;
            tasks.push(loaded.0);
            (first, all) = (first.max(loaded.1), all.max(loaded.2));
            times.extend(use_it(page).await?);
        }
        times.sort_by(f64::total_cmp);
        tasks.sort_by(f64::total_cmp);
        let rank = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
        let shown = |value: f64, budget: f64| format!("{value:.0} ms ({:.2})", value / budget);
        println!(
            "{count:>8} {:>16} {:>16} {:>16} {:>18} {:>16} {:>14}",
            shown(rank(50), budget),
            shown(rank(95), budget),
            shown(rank(100), budget),
            shown(tasks[tasks.len() / 2], TASK),
            format!("{:.1} kB ({:.2})", first / 1000.0, first / BYTES),
            format!("{all:.1} s"),
        );
        // One round in a few meets a pause that is not ours: all of them are told.
        let each: Vec<String> = tasks.iter().map(|task| format!("{task:.0}")).collect();
        println!(
            "{:>8} lists in all {:.0} kB with gzip; longest tasks of the rounds {} ms, 0 for less than 50",
            "",
            bytes / 1000.0,
            each.join(", ")
        );
    }
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    Ok(())
}

/// Puts so many events in the place of those of the pack; returns the bytes of the lists, packed.
fn serve(page: &Page, count: usize) -> Done<f64> {
    let today = Date::parse(TODAY).ok_or("no date")?;
    let places = std::fs::read_to_string("public/places/nrw.txt").map_err(|e| e.to_string())?;
    let mut file = synthetic::events(count, today, &synthetic::towns(&places));
    file["id"] = json!("nrw");
    let problems = Problems::default();
    let written = feed::write("nrw", &file.to_string(), today, false, &[], &problems);
    let written = written.ok_or_else(|| format!("no feed: {:?}", problems.borrow()))?;
    let mut bytes = 0.0;
    for (path, text) in written.files {
        if path.ends_with(".txt") || path.ends_with("feed.json") {
            bytes += crate::reply::packed(text.as_bytes()).map_err(|e| e.to_string())?.len() as f64;
        }
        page.server.put(&path, text.into_bytes());
    }
    Ok(bytes)
}

/// Opens the finder; returns the longest task until all events are there, in milliseconds, the bytes of lists
/// that had come when the first screen stood, and the seconds until all was there.
async fn load(page: &Page, count: usize) -> Done<(f64, f64, f64)> {
    let network = json!({
        "offline": false, "latency": 150, "downloadThroughput": 1.6e6 / 8.0, "uploadThroughput": 1e5,
    });
    page.session.devtools("Network.enable", json!({})).await?;
    page.session.devtools("Network.emulateNetworkConditions", network).await?;
    page.session.devtools("Network.clearBrowserCache", json!({})).await?;
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    page.open(&format!("pack=nrw&lang=de&today={TODAY}"), "#/settings").await?;
    // The program is there; what is measured is the finder.
    sleep(Duration::from_secs(3)).await;
    page.js(LOADING, vec![]).await?;
    page.js("window.__from = performance.now(); location.hash = '#/events'", vec![]).await?;
    let start = Instant::now();
    page.wait("the first cards", 60, "return !!document.querySelector('.week .event')").await?;
    let first = "return performance.getEntriesByType('resource')
        .filter((entry) => /[/]events[/]/.test(entry.name) && entry.responseEnd > 0)
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0)";
    let first = page.js(first, vec![]).await?.as_f64().unwrap_or(0.0);
    let limit = Instant::now() + Duration::from_secs(300);
    let whole = format!(
        "return document.querySelector('.found__count').textContent.replace(/[^0-9]/g, '')
            .startsWith('{count}')"
    );
    loop {
        sleep(Duration::from_millis(500)).await;
        if page.js(&whole, vec![]).await? == json!(true) {
            break;
        }
        if Instant::now() > limit {
            return Err(format!("not all events: {}", page.text(".found__count").await?));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let longest =
        "return Math.max(0, ...__tasks.map(([start, time]) => start < __from ? 0 : time))";
    let longest = page.js(longest, vec![]).await?.as_f64().unwrap_or(0.0);
    Ok((longest, first, seconds))
}

/// Taps filters, turns pages and types; returns the times from each tap to the next paint.
async fn use_it(page: &Page) -> Done<Vec<f64>> {
    sleep(Duration::from_secs(1)).await;
    page.click(".find__more summary").await?;
    sleep(PAUSE).await;
    page.js(WATCH, vec![]).await?;
    for tap in TAPS {
        page.click(tap).await?;
        sleep(PAUSE).await;
    }
    page.click("input[name=words]").await?;
    for letter in "info".chars() {
        page.press(letter.to_string()).await?;
        sleep(PAUSE).await;
    }
    let times = page.js("return __times", vec![]).await?;
    serde_json::from_value(times).map_err(|e| e.to_string())
}
