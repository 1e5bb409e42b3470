//! Measures how fast the page comes from the device, with and without a network; figures, no verdict.

use crate::offline::keep;
use crate::page::{Done, NRW, Page};
use crate::server::Fault;
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

/// Budget in milliseconds for the running app.
const READY: f64 = 800.0;
const VISITS: usize = 7;

/// A phone with a quarter of this processor that has been here before.
pub async fn again(page: &mut Page) -> Done {
    page.size(360, 740).await?;
    page.server.pack();
    keep(page).await?;
    page.noisy = true;
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    println!("\nChromium, 360×740, processor ÷ 4, the page is on the device; {VISITS} visits each");
    for network in [true, false] {
        let mut times = Vec::new();
        if !network {
            page.server.fail("", Fault::Silence);
        }
        for _ in 0..VISITS {
            // What a visit began in the background is over before the next one.
            sleep(Duration::from_millis(2_500)).await;
            page.open(NRW, "").await?;
            let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
                return [paint?.startTime ?? 0, window.__ready ?? 0]";
            let found = page.js(script, vec![]).await?;
            let pair: (f64, f64) = serde_json::from_value(found).map_err(|e| e.to_string())?;
            times.push(pair);
        }
        let median = |of: &dyn Fn(&(f64, f64)) -> f64| {
            let mut all: Vec<f64> = times.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            (all[all.len() / 2], all[all.len() - 1])
        };
        let ((paint, _), (ready, most)) = (median(&|pair| pair.0), median(&|pair| pair.1));
        println!(
            "{:20} first paint {paint:.0} ms, app ready {ready:.0} ms ({:.2} of {READY}), most {most:.0} ms",
            if network { "with a network" } else { "without" },
            ready / READY
        );
    }
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    page.server.heal();
    Ok(())
}
