//! Content that is broken or missing: a plain sentence and a way on, never a blank page.

use crate::page::{Done, NRW, Page};
use crate::server::Fault;

const TOWN: &str = "pack=musterstadt&lang=de";

pub async fn broken_pack(page: &mut Page) -> Done {
    broken(page, "packs/nrw/pack.json", body("{ broken"), NRW).await
}

pub async fn missing_pack(page: &mut Page) -> Done {
    broken(page, "packs/nrw/pack.json", Fault::Status(404), NRW).await
}

pub async fn cut_pack(page: &mut Page) -> Done {
    broken(page, "packs/nrw/pack.json", Fault::Cut(100), NRW).await
}

/// Web spaces that answer everything with the start page do so here, too.
pub async fn page_instead_of_pack(page: &mut Page) -> Done {
    let page_text = body("<!doctype html><title>Start</title><p>Hello");
    broken(page, "packs/nrw/pack.json", page_text, NRW).await
}

pub async fn broken_parent_pack(page: &mut Page) -> Done {
    broken(page, "packs/nrw/pack.json", body("[1, 2"), TOWN).await
}

pub async fn broken_pack_texts(page: &mut Page) -> Done {
    broken(page, "packs/nrw/de.json", body("{\"a\":"), NRW).await
}

pub async fn broken_messages(page: &mut Page) -> Done {
    broken(page, "messages/de.json", body("nothing"), NRW).await
}

/// Without events the rest of the app is as it was.
pub async fn broken_events(page: &mut Page) -> Done {
    broken_at(page, "events/nrw/feed.json", body("{"), NRW, "#/events").await?;
    page.go("#/quiz").await?;
    page.expect_question("body").await
}

fn body(text: &str) -> Fault {
    Fault::Body(text.as_bytes().to_vec())
}

async fn broken(page: &mut Page, file: &str, fault: Fault, query: &str) -> Done {
    broken_at(page, file, fault, query, "#/quiz").await
}

/// Opens the page with one file broken and looks for a sentence and something to click.
async fn broken_at(page: &mut Page, file: &str, fault: Fault, query: &str, route: &str) -> Done {
    page.noisy = true;
    page.server.fail(file, fault);
    page.load(&page.address(query, route)).await?;
    let mut tries = 0;
    while !page.server.requests().iter().any(|request| request.path.contains(file)) {
        tries += 1;
        if tries > 200 {
            return Err(format!("the page never asks for {file}"));
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    page.settle().await?;
    // The first screen goes away with the app, or stays for the panel that explains.
    let script = "const seen = (e) => e && e.offsetHeight > 0;
        const panel = document.getElementById('boot-failed');
        const place = seen(panel) ? panel : document.querySelector('#app main');
        if (!seen(place)) return false;
        const ways = [...place.querySelectorAll('a[href], button')].filter(seen);
        return place.innerText.trim().length > 30 && ways.length > 0;";
    page.wait("a sentence and a way on", 20, script).await?;
    let log = page.text_of("return (window.__log ?? []).join(' ')").await?;
    if log.contains("panicked") {
        return Err(format!("the app panics over {file}: {log}"));
    }
    Ok(())
}
