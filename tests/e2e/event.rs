//! One event: opened by its address, told to others, in the calendar, by other clocks, and changed.

use crate::browsers::Session;
use crate::carry_file::{CATCH, handed};
use crate::page::{Done, Page};
use crate::server::Fault;
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::feed;
use sitz_und_stimme::domain::json::Problems;
use sitz_und_stimme::domain::problem::Weight;

/// A real town's pack with events of the test's own, at a day before them.
const TOWN: &str = "pack=nrw&lang=de&today=2027-03-01";
const TODAY: &str = "2027-03-01";

/// Puts events in the place of those of the pack.
pub fn serve(page: &Page, events: &Value) -> Done {
    let today = Date::parse(TODAY).ok_or("no date")?;
    let file = json!({ "format": 1, "id": "nrw", "as_of": TODAY, "events": events }).to_string();
    let problems = Problems::default();
    let say = |key: &str| key.to_owned();
    let speakers = [feed::Speaker { tag: "de", say: &say }];
    let written = feed::write("nrw", &file, today, false, &speakers, &problems);
    let written = written.ok_or_else(|| format!("no feed: {:?}", problems.borrow()))?;
    // What is only a warning is mended by the reader: direction marks are taken out.
    if problems.borrow().iter().any(|problem| problem.weight == Weight::Error) {
        return Err(format!("{:?}", problems.borrow()));
    }
    for (path, text) in written.files {
        page.server.put(&path, text.into_bytes());
    }
    Ok(())
}

/// Returns an event of the test's own.
pub fn event(id: &str, when: Value) -> Value {
    json!({
        "id": id, "when": when, "place": "Herne",
        "title": { "de": format!("Abend {id}"), "en": format!("Evening {id}") },
        "kind": "info_evening", "organiser": "Stadt Herne", "audience": ["public"], "registration": "none",
        "status": "planned", "source": "https://www.example.org/abend",
    })
}

fn night(date: &str) -> Value {
    json!({ "date": date, "time": "02:30", "end_time": "03:30" })
}

async fn open(page: &Page, id: &str) -> Done {
    page.open(TOWN, &format!("#/event/{id}")).await?;
    page.wait("the event", 8, "return !!document.querySelector('.event-page .rows')").await?;
    page.settle().await
}

async fn rows(page: &Page) -> Done<String> {
    page.text_of("return document.querySelector('.event-page .rows').innerText").await
}

fn expect(text: &str, wanted: &[&str], unwanted: &[&str]) -> Done {
    let missing: Vec<_> = wanted.iter().filter(|part| !text.contains(**part)).collect();
    let needless: Vec<_> = unwanted.iter().filter(|part| text.contains(**part)).collect();
    if missing.is_empty() && needless.is_empty() {
        return Ok(());
    }
    Err(format!("missing {missing:?}, needless {needless:?} in {text}"))
}

/// Times are those of Germany; a device by other clocks is told so, with its own time beside it.
pub async fn other_clocks(page: &mut Page) -> Done {
    let events = json!([
        event("march", night("2027-03-28")),
        event("october", night("2027-10-31")),
        event("summer", json!({ "date": "2027-07-01", "time": "18:00", "end_time": "20:00" })),
        event("whole", json!({ "date": "2027-07-02" })),
    ]);
    serve(page, &events)?;
    for (id, time) in [
        ("march", "02:30 bis 03:30"),
        ("october", "02:30 bis 03:30"),
        ("summer", "18:00 bis 20:00"),
    ] {
        open(page, id).await?;
        expect(&rows(page).await?, &[time], &["Zeit in Deutschland", "Auf deinem Gerät"])?;
    }
    let there = Session::start_in(page.engine(), "de", "Pacific/Auckland").await?;
    let here = std::mem::replace(&mut page.session, there);
    let outcome = auckland(page).await;
    page.session = here;
    outcome
}

async fn auckland(page: &Page) -> Done {
    let zone = page.js("return new Date(2027, 6, 1).getTimezoneOffset()", vec![]).await?;
    if zone != json!(-720) {
        return Err(format!("the browser is not in Auckland: {zone}"));
    }
    let cases = [
        ("march", "02:30 bis 03:30", "Sonntag, 28. März 2027, 14:30"),
        ("october", "02:30 bis 03:30", "Sonntag, 31. Oktober 2027, 13:30"),
        ("summer", "18:00 bis 20:00", "Freitag, 2. Juli 2027, 04:00"),
    ];
    for (id, german, own) in cases {
        open(page, id).await?;
        expect(&rows(page).await?, &[german, "Zeit in Deutschland", "Auf deinem Gerät", own], &[])?;
    }
    // A whole day is the same day everywhere.
    open(page, "whole").await?;
    expect(&rows(page).await?, &["Freitag, 2. Juli 2027"], &["Zeit in Deutschland"])?;
    page.open(TOWN, "#/events").await?;
    page.wait("cards", 8, "return document.querySelectorAll('.week .event').length === 4").await?;
    expect(&page.text(".found").await?, &["18:00 bis 20:00 Uhr (Zeit in Deutschland)"], &[])
}

/// An address leads to its event, also the first time; one that is not there says so and leads on.
pub async fn by_its_address(page: &mut Page) -> Done {
    let many: Vec<Value> = (0..300)
        .map(|n| {
            event(&format!("n{n}"), json!({ "date": Date::from_days(20_880 + n / 2).to_string() }))
        })
        .collect();
    serve(page, &json!(many))?;
    open(page, "n277").await?;
    expect(&page.text(".event-page").await?, &["Abend n277", "So läuft es meistens"], &[])?;
    // Of all the parts and details only those that the page needs.
    let asked = page.server.requests();
    let details = asked.iter().filter(|request| request.path.contains("/events/nrw/d")).count();
    if details != 1 {
        return Err(format!("{details} files of details for one event"));
    }
    page.go("#/event/nowhere").await?;
    page.wait(
        "a word",
        5,
        "return document.querySelector('h1')?.innerText.includes('gibt es nicht')",
    )
    .await?;
    page.click(".event-page .more").await?;
    page.wait("the finder", 5, "return !!document.querySelector('.found__count')").await
}

/// A file that does not come is said, and asked for again.
pub async fn details_fail(page: &mut Page) -> Done {
    page.noisy = true;
    serve(page, &json!([event("one", json!({ "date": "2027-03-09" }))]))?;
    page.server.fail("events/nrw/d0.json", Fault::Status(500));
    page.open(TOWN, "#/event/one").await?;
    page.wait("a word about it", 8, "return !!document.querySelector('.event-page button')")
        .await?;
    page.server.heal();
    page.click(".event-page button").await?;
    page.wait("the event", 5, "return !!document.querySelector('.event-page .rows')").await
}

/// The calendar file lies at an address of its own, too, for phones that open nothing else.
pub async fn calendar_file(page: &mut Page) -> Done {
    serve(page, &json!([event("one", json!({ "date": "2027-03-09", "time": "18:00" }))]))?;
    open(page, "one").await?;
    let fetched = "const link = document.querySelector('a.event__calendar').href;
        return fetch(link).then(async (answer) =>
            [answer.headers.get('content-type'), await answer.text()]);";
    let fetched = page.js(fetched, vec![]).await?;
    let (kind, file): (String, String) =
        serde_json::from_value(fetched).map_err(|e| e.to_string())?;
    page.js(CATCH, vec![]).await?;
    page.click(".event__calendar").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (_, made) = handed(page).await?;
    let uid = |text: &str| text.lines().find(|line| line.starts_with("UID")).map(str::to_owned);
    let start =
        |text: &str| text.lines().find(|line| line.starts_with("DTSTART;")).map(str::to_owned);
    let same = uid(&file) == uid(&made) && start(&file) == start(&made) && uid(&file).is_some();
    if !kind.starts_with("text/calendar") || !same {
        return Err(format!("{kind}\n{file}\n{made}"));
    }
    // An iPhone follows the link.
    let phone = "Object.defineProperty(navigator, 'platform', { value: 'iPhone' });
        window.__followed = null;
        addEventListener('click', (event) => {
            window.__followed = !event.defaultPrevented;
            event.preventDefault();
        });";
    page.js(phone, vec![]).await?;
    page.click(".event__calendar").await?;
    page.wait("the link is followed", 3, "return window.__followed === true").await
}

/// Telling others goes through the phone's own apps, else the link is copied; it leads to the event.
pub async fn shared(page: &mut Page) -> Done {
    // Scripts of the test are put into the page while it runs.
    page.server.unguard();
    serve(page, &json!([event("one", json!({ "date": "2027-03-09" }))]))?;
    open(page, "one").await?;
    let sheet = "window.__told = [];
        Object.defineProperty(navigator, 'share', { configurable: true,
            value: (data) => { __told.push(data.title, data.url); return Promise.resolve(); } });";
    page.js(sheet, vec![]).await?;
    page.click(".event__share").await?;
    page.wait("it is handed over", 3, "return __told.length === 2").await?;
    let told: Vec<String> = page
        .js("return __told", vec![])
        .await
        .and_then(|value| serde_json::from_value(value).map_err(|e| e.to_string()))?;
    let wanted = page.address("pack=nrw&lang=de", "#/event/one");
    if told[0] != "Abend one" || told[1] != wanted {
        return Err(format!("{told:?}, not {wanted}"));
    }
    // As a script of the page: what comes from the driver is another kind of promise to Firefox.
    let none = "const script = document.createElement('script');
        script.textContent = `
            Object.defineProperty(navigator, 'share', { configurable: true, value: undefined });
            Object.defineProperty(navigator, 'clipboard', { configurable: true,
                value: { writeText: (text) => { window.__told = [text]; return Promise.resolve(); } } });`;
        document.head.append(script);";
    page.js(none, vec![]).await?;
    page.click(".event__share").await?;
    page.wait(
        "it is said",
        3,
        "return document.querySelector('.event__said').innerText.includes('kopiert')",
    )
    .await?;
    page.wait("the link is copied", 1, &format!("return __told[0] === {wanted:?}")).await
}

/// A starred event that has moved or was cancelled says so, in the list and on its page.
pub async fn news(page: &mut Page) -> Done {
    let first = [
        event("moved", json!({ "date": "2027-03-09" })),
        event("off", json!({ "date": "2027-03-10" })),
    ];
    serve(page, &json!(first))?;
    for id in ["moved", "off"] {
        open(page, id).await?;
        page.click(".event__star").await?;
    }
    let mut moved = event("moved", json!({ "date": "2027-03-16" }));
    moved["status"] = json!("moved");
    let mut off = event("off", json!({ "date": "2027-03-10" }));
    off["status"] = json!("cancelled");
    serve(page, &json!([moved, off]))?;
    page.open(TOWN, "#/events").await?;
    page.wait("two stars", 8, "return document.querySelectorAll('.starred .event').length === 2")
        .await?;
    expect(&page.text(".starred").await?, &["abgesagt", "9. März 2027"], &[])?;
    open(page, "off").await?;
    expect(&page.text(".event-page .notice").await?, &["abgesagt"], &[])?;
    // Seen once, a move is no news any more; that an event is off stays true.
    open(page, "moved").await?;
    page.go("#/events").await?;
    let calm = "return document.querySelectorAll('.starred .event__news').length === 1";
    page.wait("one piece of news is left", 5, calm).await
}

/// Puts seven hundred events in the place of those of the pack, in many parts.
fn serve_many(page: &Page) -> Done {
    let day = |n: i32| Date::from_days(20_880 + n / 4).to_string();
    let many: Vec<Value> = (0..700)
        .map(|n| event(&format!("n{n}"), json!({ "date": day(n), "time": "18:00" })))
        .collect();
    serve(page, &json!(many))
}

async fn all_counted(page: &Page) -> Done {
    let all = "return document.querySelector('.found__count')?.innerText.startsWith('700 ')";
    page.wait("all of them counted", 10, all).await?;
    page.settle().await
}

/// The page comes in steps, and parts come after it: the heading keeps the focus that it has got, and cards
/// that stand are not drawn again.
pub async fn steps(page: &mut Page) -> Done {
    serve_many(page)?;
    page.open(TOWN, "#/settings").await?;
    let watch = "window.__gone = [];
        const note = (node) => {
            const own = node.nodeType === 1 && node.matches('.events h1, .find, .week, .event');
            if (own) __gone.push(node.className || node.localName);
        };
        new MutationObserver((changes) => {
            for (const change of changes) change.removedNodes.forEach(note);
        }).observe(document.querySelector('main'), { childList: true, subtree: true });";
    page.js(watch, vec![]).await?;
    page.click("nav a[href^='#/events']").await?;
    all_counted(page).await?;
    let gone = page.js("return __gone", vec![]).await?;
    if gone != json!([]) {
        return Err(format!("drawn and taken away again: {gone}"));
    }
    page.wait(
        "the heading has the focus",
        2,
        "return document.activeElement.matches('.events h1')",
    )
    .await?;
    // Whoever comes back finds a whole page.
    page.click(".week .event__title a").await?;
    page.wait("an event", 5, "return !!document.querySelector('.event-page .rows')").await?;
    page.back().await?;
    page.wait("all cards", 5, "return document.querySelectorAll('.week .event').length === 60")
        .await
}

/// However many are found, the document holds a page of them; on paper they all are.
pub async fn many(page: &mut Page) -> Done {
    // Scripts of the test are put into the page while it runs.
    page.server.unguard();
    serve_many(page)?;
    page.open(TOWN, "#/events").await?;
    all_counted(page).await?;
    let rows = "return document.querySelectorAll('.event, .found__paper tr').length";
    if page.js(rows, vec![]).await? != json!(60) {
        return Err(format!("{} rows in the document", page.js(rows, vec![]).await?));
    }
    let print = "const script = document.createElement('script');
        script.textContent = `window.print = () => {
            window.__printed = document.querySelectorAll('.found__paper tr').length;
        }`;
        document.head.append(script);";
    page.js(print, vec![]).await?;
    page.click(".found__take .button:last-child").await?;
    page.wait("all of them on paper", 5, "return window.__printed === 700").await?;
    page.wait("a page again", 5, &format!("{rows} === 60")).await?;
    // As a calendar that would be too much; fewer are fine.
    page.click(".found__take .button:first-child").await?;
    page.wait("a word about it", 3, "return !!document.querySelector('.found__take .notice')")
        .await?;
    page.fill("input[name=words]", "n69").await?;
    page.wait("a few", 5, "return document.querySelectorAll('.event').length === 11").await?;
    page.js(CATCH, vec![]).await?;
    page.click(".found__take .button:first-child").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (_, text) = handed(page).await?;
    match text.matches("BEGIN:VEVENT").count() {
        11 => Ok(()),
        other => Err(format!("{other} events in the calendar")),
    }
}

/// From anywhere it takes two taps to a date, a place and a calendar entry; what is over is never next.
pub async fn two_taps(page: &mut Page) -> Done {
    let events = json!([
        event("over", json!({ "date": "2027-02-28", "time": "18:00" })),
        event("next", json!({ "date": "2027-03-09", "time": "18:00" })),
    ]);
    serve(page, &events)?;
    for route in ["#/", "#/quiz", "#/role", "#/path", "#/settings", "#/fit"] {
        page.open(TOWN, route).await?;
        page.click("nav a[href^='#/events']").await?;
        page.wait("a card", 8, "return !!document.querySelector('.week .event__title a')").await?;
        page.settle().await?;
        page.click(".week .event__title a").await?;
        page.wait("the event", 8, "return !!document.querySelector('.event-page .rows')").await?;
        page.settle().await?;
        expect(&rows(page).await?, &["9. März 2027", "18:00", "Herne"], &[])?;
        if !page.visible(".event__calendar").await? {
            return Err(format!("{route}: no way into the calendar"));
        }
    }
    Ok(())
}

/// A link that is none never becomes one, and what a title holds stays inside of it.
pub async fn bad_content(page: &mut Page) -> Done {
    let mut bad = event("bad", json!({ "date": "2027-03-09" }));
    bad["title"] =
        json!({ "de": "<img src=x onerror=window.__hit=1> \u{202e}umgekehrt", "en": "x" });
    bad["note"] =
        json!({ "de": "[hier](javascript:window.__hit=1) <script>window.__hit=1</script>" });
    serve(page, &json!([bad]))?;
    open(page, "bad").await?;
    page.open(TOWN, "#/events").await?;
    page.wait("the card", 8, "return !!document.querySelector('.week .event')").await?;
    let clean = "return !window.__hit && !document.querySelector('main img, main script')
        && ![...document.querySelectorAll('a')].some((a) => /^(javascript|data|vbscript):/i.test(a.href))";
    page.wait("no markup of theirs", 2, clean).await?;
    let marks = "return !/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)";
    page.wait("no marks of direction", 2, marks).await
}
