//! Measures how long another language takes on a slow phone that has nothing of it yet; figures, no verdict.

use crate::expected::{Person, Town};
use crate::page::{Done, Page};
use crate::people::naturalised;
use crate::quiz::{Answer, Hand};
use crate::screens::shipped;
use serde_json::json;

/// From the choice in the menu to the painted screen, in milliseconds.
const BUDGET: f64 = 500.0;
const ROUNDS: usize = 3;
const TODAY: &str = "today=2026-11-22";

/// Chooses a language and waits for the frame behind the one that shows it; tells how long that took, how
/// many files were fetched and how many bytes came.
const SWITCH: &str = "const done = arguments[arguments.length - 1];
    const tag = arguments[0];
    performance.clearResourceTimings();
    const menu = document.querySelector('#language');
    menu.value = tag;
    const start = performance.now();
    const root = document.documentElement;
    new MutationObserver((_, watcher) => {
        if (root.lang !== tag) return;
        watcher.disconnect();
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
                const time = performance.now() - start;
                const files = performance.getEntriesByType('resource');
                const last = Math.max(...files.map((file) => file.responseEnd)) - start;
                done([time, last, files.length, files.reduce((sum, file) => sum + file.encodedBodySize, 0)]);
            };
            channel.port2.postMessage(0);
        });
    }).observe(root, { attributes: true, attributeFilter: ['lang'] });
    menu.dispatchEvent(new Event('change', { bubbles: true }));";

/// A phone with a quarter of this processor, on a slow mobile network.
pub async fn switch(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    let languages = shipped(page).await?;
    page.size(360, 740).await?;
    page.server.pack();
    println!(
        "\nAnother language, Chromium, 360×740, processor ÷ 4, 150 ms, 1.6 Mbit/s, gzip, nothing cached; \
         median of {ROUNDS}, in brackets the share of {BUDGET} ms, then when the last file had come"
    );
    println!("{:10} {:>26} {:>26} {:>26}", "", "home", "question", "result");
    let mut table: Vec<Vec<String>> = vec![Vec::new(); languages.len()];
    for screen in ["home", "question", "result"] {
        let mut found: Vec<Vec<(f64, f64, usize, f64)>> = vec![Vec::new(); languages.len()];
        for _ in 0..ROUNDS {
            slow(page, false).await?;
            open(page, screen, &person, &town).await?;
            slow(page, true).await?;
            // German last: it is the one that is shown in the beginning.
            for at in (1..languages.len()).chain([0]) {
                page.session.devtools("Network.clearBrowserCache", json!({})).await?;
                let args = vec![languages[at].as_str().into()];
                let done = page.driver()?.execute_async(SWITCH, args).await;
                let done = done.map_err(crate::browsers::brief)?;
                found[at].push(done.convert().map_err(crate::browsers::brief)?);
                page.settle().await?;
            }
        }
        for (row, mut times) in table.iter_mut().zip(found) {
            times.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (time, last, files, bytes) = times[times.len() / 2];
            let (share, kilobytes) = (time / BUDGET, bytes / 1000.0);
            row.push(format!("{time:.0} ({share:.2}), {last:.0}, {files}×, {kilobytes:.0} kB"));
        }
    }
    slow(page, false).await?;
    for (language, row) in languages.iter().zip(&table) {
        println!("{language:10} {:>26} {:>26} {:>26}", row[0], row[1], row[2]);
    }
    Ok(())
}

/// Goes to a screen in German.
async fn open(page: &Page, screen: &str, person: &Person, town: &Town) -> Done {
    match screen {
        "home" => page.open_as(&Person::default(), TODAY, "#/").await?,
        "question" => {
            page.open_as(&Person::default(), TODAY, "#/quiz").await?;
            page.answer(Answer::Year("1985"), Hand::Mouse).await?;
            page.answer(Answer::Pick("here"), Hand::Mouse).await?;
        }
        _ => {
            page.open_as(person, TODAY, "#/result").await?;
            page.expect_result(&town.expect(person, crate::expected::day("2026-11-22")?)?).await?;
        }
    }
    let there = "return document.documentElement.lang === 'de'";
    page.wait("German", 5, there).await?;
    // The rest of the program comes behind the first page.
    let later =
        "return performance.getEntriesByType('resource').some((one) => /_finder/.test(one.name))";
    page.wait("the whole program", 20, later).await?;
    page.settle().await
}

async fn slow(page: &Page, on: bool) -> Done {
    let (rate, latency, down, up) =
        if on { (4, 150, 1.6e6 / 8.0, 0.75e6 / 8.0) } else { (1, 0, -1.0, -1.0) };
    let network = json!({
        "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up,
    });
    page.session.devtools("Network.enable", json!({})).await?;
    page.session.devtools("Network.emulateNetworkConditions", network).await?;
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await?;
    Ok(())
}
