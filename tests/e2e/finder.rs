//! The event finder: words, place, filters, the address, stars, calendar files, and what to do when nothing
//! is found.

use crate::carry_file::{CATCH, handed};
use crate::page::{Done, Page};

/// The example town with its coming events, and the archive of the state.
const TOWN: &str = "lang=de&today=2026-11-22";

/// Opens the fold with the field for a place.
pub const PLACE_OPEN: &str = "document.querySelector('.find__where').open = true";

const CARDS: &str = "return document.querySelectorAll('.week .event').length";

async fn open(page: &Page, route: &str) -> Done {
    page.open(TOWN, route).await?;
    page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
        .await?;
    page.settle().await
}

async fn cards(page: &Page) -> Done<u64> {
    page.js(CARDS, vec![]).await?.as_u64().ok_or_else(|| "no number".to_owned())
}

async fn titles(page: &Page) -> Done<String> {
    page.text_of("return document.querySelector('.found').innerText").await
}

/// What is coming stands first, by week; what is over is one tap away and says so.
pub async fn coming_and_past(page: &mut Page) -> Done {
    open(page, "#/events").await?;
    let coming = cards(page).await?;
    let weeks = "return document.querySelectorAll('.week h2').length > 1";
    page.wait("weeks", 2, weeks).await?;
    page.click(".found__part > .button--link").await?;
    page.wait("the archive", 3, "return location.hash === '#/events/past=1'").await?;
    page.settle().await?;
    if coming < 3 || cards(page).await? < 50 {
        return Err(format!("{coming} coming, {} past events", cards(page).await?));
    }
    let marked = "return [...document.querySelectorAll('.week .event')]
        .every((event) => event.querySelector('.tag'))";
    page.wait("past ones are marked", 2, marked).await?;
    // The archive comes in pages, and is there to its end.
    let total = "return parseInt(document.querySelector('.found__count').innerText)";
    let total = page.js(total, vec![]).await?.as_u64().unwrap_or_default();
    let first = cards(page).await?;
    page.click(".found__turn").await?;
    page.wait("the second page", 3, "return location.hash === '#/events/past=1&page=2'").await?;
    page.settle().await?;
    let second = cards(page).await?;
    if first != 60 || first + second != total {
        return Err(format!("{first} and {second} of {total} events on two pages"));
    }
    let counted = page.text(".found__count").await?;
    let focus = "return document.activeElement.className === 'found__count'";
    page.wait("reading goes on at the count", 2, focus).await?;
    if !counted.contains("Seite 2 von 2") {
        return Err(format!("the count says {counted}"));
    }
    page.click(".week .event__title a").await?;
    page.wait("an event", 5, "return !!document.querySelector('.event-page .rows')").await?;
    page.back().await?;
    page.wait("the second page again", 5, "return location.hash.endsWith('page=2')").await?;
    match cards(page).await? {
        again if again == second => Ok(()),
        again => Err(format!("{again} events after the way back")),
    }
}

/// However a name is typed, it is found; the count is said aloud.
pub async fn words(page: &mut Page) -> Done {
    for typed in ["köln", "Koeln", "KOLN"] {
        open(page, "#/events/past=1").await?;
        page.fill("input[name=words]", typed).await?;
        page.settle().await?;
        if cards(page).await? < 5 || !titles(page).await?.contains("Köln") {
            return Err(format!("{typed} finds {} events", cards(page).await?));
        }
        let focus = page.js("return document.activeElement.name", vec![]).await?;
        if focus != "words" {
            return Err(format!("the field has lost the focus to {focus} while somebody types"));
        }
        let status =
            "return document.querySelector('.found__count').getAttribute('role') === 'status'";
        page.wait("a count that is announced", 1, status).await?;
    }
    Ok(())
}

/// A place and a radius: fewer than everywhere, more with a wider one; a place that nobody knows says so.
pub async fn place(page: &mut Page) -> Done {
    open(page, "#/events/past=1").await?;
    let everywhere = cards(page).await?;
    open(page, "#/events/near=50667&km=5&past=1").await?;
    let near = cards(page).await?;
    open(page, "#/events/near=K%C3%B6ln&km=50&past=1").await?;
    let wide = cards(page).await?;
    if !(0 < near && near < wide && wide < everywhere) {
        return Err(format!("{near} near, {wide} around, {everywhere} everywhere"));
    }
    page.js(PLACE_OPEN, vec![]).await?;
    page.fill("input[name=near]", "Nirgendwo").await?;
    page.press(char::from(thirtyfour::Key::Tab).to_string()).await?;
    page.wait("a word about the place", 3, "return !!document.querySelector('.found .notice')")
        .await
}

/// Filters find what they promise; the address keeps them, also on the way back from an event.
pub async fn filters_and_address(page: &mut Page) -> Done {
    open(page, "#/events").await?;
    let all = cards(page).await?;
    page.click(".find__more summary").await?;
    let promised = "const box = [...document.querySelectorAll('.find__boxes label')]
            .find((label) => label.innerText.includes('Kinderbetreuung'));
        window.__box = box;
        return Number(box.innerText.match(/\\((\\d+)\\)/)[1]);";
    let promised = page.js(promised, vec![]).await?;
    page.js("window.__box.querySelector('input').click()", vec![]).await?;
    page.settle().await?;
    let found = cards(page).await?;
    if promised != found || found == 0 || found >= all {
        return Err(format!("{found} of {all} with childcare, {promised} promised"));
    }
    let kept = "return location.hash === '#/events/with=childcare'";
    page.wait("the filter in the address", 2, kept).await?;
    page.click(".week .event__title a").await?;
    page.wait("the event", 5, "return !!document.querySelector('.event-page h1')").await?;
    page.back().await?;
    page.wait("the same list", 5, kept).await?;
    if cards(page).await? != found {
        return Err(format!("{} events after the way back", cards(page).await?));
    }
    Ok(())
}

/// A star stays on the device, stands first, and goes into the calendar.
pub async fn stars(page: &mut Page) -> Done {
    open(page, "#/events").await?;
    page.click(".week .event__title a").await?;
    page.wait("the event", 5, "return !!document.querySelector('.event__star')").await?;
    page.js(CATCH, vec![]).await?;
    page.click(".event__star").await?;
    page.wait(
        "it is pressed",
        2,
        "return document.querySelector('.event__star').ariaPressed === 'true'",
    )
    .await?;
    page.click(".event__calendar").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (name, text) = handed(page).await?;
    let whole =
        text.starts_with("BEGIN:VCALENDAR\r\n") && text.matches("BEGIN:VEVENT").count() == 1;
    if !whole || !name.ends_with(".ics") || !text.contains("TZID:Europe/Berlin") {
        return Err(format!("{name}: {text}"));
    }
    page.go("#/events").await?;
    page.reload().await?;
    page.wait("the star", 8, "return document.querySelectorAll('.starred .event').length === 1")
        .await
}

/// Nothing is found: the page says so and leads on.
pub async fn nothing_found(page: &mut Page) -> Done {
    open(page, "#/events/q=zzzz").await?;
    page.wait("a word about it", 2, "return !!document.querySelector('.found__none button')")
        .await?;
    page.click(".found__ways button:last-child").await?;
    page.settle().await?;
    match cards(page).await? {
        0 => Err("nothing after all filters were taken away".to_owned()),
        _ => Ok(()),
    }
}
