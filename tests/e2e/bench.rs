//! Measures how fast the page answers on a slow phone; figures, no verdict.

use crate::expected::{Person, Town};
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use crate::walk::Walk;
use serde_json::json;
use std::time::Duration;

/// Budgets in milliseconds: an answer to a tap, the first paint, the running app.
const TAP: f64 = 100.0;
const PAINT: f64 = 1_000.0;
const READY: f64 = 2_000.0;

const WALKS: usize = 3;
/// Long enough for everything that a tap sets off, so that no question of ours gets in its way.
const PAUSE: Duration = Duration::from_millis(900);

/// Notes when each tap was made, when something was painted, and when another screen was.
///
/// The time of a tap is that of the trusted event, which the browser process sets before the page
/// hears of it. The next paint is the first task behind the first frame after it: a little late, but
/// surely a frame that knows of the tap. Event Timing tells when pixels were presented, in steps of
/// 8 ms (what stays below 16 ms has no entry and counts as 16), but takes the frame that shows the
/// pressed control for an answer, so it stands beside the other only to compare.
const WATCH: &str = "window.__taps = [];
    const place = () => {
        const page = document.querySelector('main form, main article.result, main .hero, main .fit');
        return page?.dataset.screen ?? page?.dataset.question ?? page?.className ?? '';
    };
    const painted = (then) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => then(performance.now());
        channel.port2.postMessage(0);
    });
    let tap = null;
    addEventListener('pointerup', (event) => {
        if (!event.isTrusted) return;
        tap = { at: event.timeStamp, from: place(), frame: 0, next: 0, shown: 0, to: '' };
        __taps.push(tap);
        const mine = tap;
        painted((now) => { mine.frame = now - mine.at; });
    }, true);
    new MutationObserver(() => {
        const here = place();
        if (!tap || tap.to || !here || here === tap.from) return;
        tap.to = here;
        const mine = tap;
        painted((now) => { mine.next = now - mine.at; });
    }).observe(document.querySelector('#app'), { subtree: true, childList: true });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (entry.name !== 'pointerup' && entry.name !== 'click') continue;
            const mine = __taps.findLast((one) => one.at <= entry.startTime + 1);
            if (mine && entry.startTime - mine.at < 100)
                mine.shown = Math.max(mine.shown, entry.duration);
        }
    }).observe({ type: 'event', durationThreshold: 16 });";

/// What three walks came to, in milliseconds.
#[derive(Default)]
struct Figures {
    shown: Vec<f64>,
    frame: Vec<f64>,
    next: Vec<f64>,
    paint: Vec<f64>,
    ready: Vec<f64>,
    /// Times to the next screen with the way that was taken, to name the slowest.
    ways: Vec<(f64, String)>,
}

/// A phone with a quarter of this processor, on a slow mobile network.
pub async fn phone(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.size(360, 740).await?;
    page.server.pack();
    let (down, up) = (1.6e6 / 8.0, 0.75e6 / 8.0);
    let network = json!({
        "offline": false, "latency": 150, "downloadThroughput": down, "uploadThroughput": up,
    });
    page.session.devtools("Network.enable", json!({})).await?;
    page.session.devtools("Network.emulateNetworkConditions", network).await?;
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    let mut figures = Figures::default();
    for _ in 0..WALKS {
        page.session.devtools("Network.clearBrowserCache", json!({})).await?;
        page.open_as(&Person::default(), TOWN, "#/").await?;
        figures.load(page).await?;
        page.js(WATCH, vec![]).await?;
        let mut walk = Walk::new(page, &town, &person);
        walk.pause = PAUSE;
        walk.tap("main .hero a.button--primary").await?;
        page.settle().await?;
        walk.finish().await?;
        figures.taps(page).await?;
    }
    page.session.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    figures.print();
    Ok(())
}

impl Figures {
    async fn load(&mut self, page: &Page) -> Done {
        let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
            return [paint?.startTime ?? 0, window.__ready ?? 0]";
        let found = page.js(script, vec![]).await?;
        let (paint, ready): (f64, f64) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        self.paint.push(paint);
        self.ready.push(ready);
        Ok(())
    }

    async fn taps(&mut self, page: &Page) -> Done {
        let taps = page.js("return __taps", vec![]).await?;
        let taps = taps.as_array().cloned().unwrap_or_default();
        if taps.is_empty() {
            return Err("no tap was seen".to_owned());
        }
        for tap in &taps {
            let of = |name: &str| tap[name].as_f64().unwrap_or(0.0);
            self.shown.push(of("shown").max(16.0));
            self.frame.push(of("frame"));
            if tap["to"] != "" {
                self.next.push(of("next"));
                let name = |name: &str| tap[name].as_str().unwrap_or_default().to_owned();
                self.ways.push((of("next"), format!("{} → {}", name("from"), name("to"))));
            }
        }
        Ok(())
    }

    fn print(&self) {
        println!(
            "\nChromium, 360×740, processor ÷ 4, 150 ms, 1.6 Mbit/s down, gzip; {WALKS} walks"
        );
        println!("{:44} {:>5}  {:>15} {:>15} {:>15}", "", "taps", "median", "95 %", "most");
        line("tap to next paint", &self.frame, TAP);
        line("tap to next paint, as Event Timing has it", &self.shown, TAP);
        line("tap to next screen (with 140 ms on purpose)", &self.next, TAP);
        line("first load: first paint", &self.paint, PAINT);
        line("first load: app ready", &self.ready, READY);
        println!("In brackets: the share of the budget of {TAP}, {PAINT} or {READY} ms.");
        let mut ways = self.ways.clone();
        ways.sort_by(|a, b| b.0.total_cmp(&a.0));
        let slow = ways.iter().take(8).map(|(time, way)| format!("{way} {time:.0} ms"));
        println!("Slowest ways to a screen: {}\n", slow.collect::<Vec<_>>().join(", "));
    }
}

/// Prints median, 95th percentile and maximum, each with its share of the budget.
fn line(name: &str, times: &[f64], budget: f64) {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let rank = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
    let shown = |time: f64| format!("{time:.0} ms ({:.2})", time / budget);
    if !times.is_empty() {
        let (median, most) = (shown(rank(50)), shown(rank(100)));
        let high = shown(rank(95));
        println!("{name:44} {:>5}  {median:>15} {high:>15} {most:>15}", times.len());
    }
}
