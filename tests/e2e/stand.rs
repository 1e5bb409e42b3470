//! The stand: what invites, what forgets, what hands over.

use crate::browsers::{Engine, Session};
use crate::page::{Done, Page};
use crate::qr;
use crate::quiz::{Answer, Hand};
use serde_json::{Value, json};
use sitz_und_stimme::domain::kiosk::{LOCK_KEY, TALLY_KEY};
use std::time::Duration;
use tokio::time::sleep;

/// A stand in an example town.
const STAND: &str = "kiosk=foyer&today=2026-11-22";

/// What must be the same before and after a visit.
const TRACES: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const kept = (store) => Object.entries(store).filter(([key]) => key !== arguments[0]);
        const names = window.caches ? await caches.keys() : [];
        const fields = [...document.querySelectorAll('input, textarea')].map((field) => field.value);
        const root = document.documentElement;
        done(JSON.stringify([kept(localStorage), kept(sessionStorage), history.length, history.state,
            document.cookie, names, fields, location.hash, root.lang, root.dataset.textSize ?? '100',
            root.dataset.low ?? null, root.dataset.contrast ?? 'normal', window.name]));
    })();";

async fn traces(page: &Page) -> Done<String> {
    let driver = page.driver()?;
    let found = driver.execute_async(TRACES, vec![TALLY_KEY.into()]).await;
    let found = found.map_err(crate::browsers::brief)?;
    found.convert().map_err(crate::browsers::brief)
}

/// The driver of WebKit aims beside what it is to hit on a page that is magnified by style: there the stand
/// is as small as a phone.
const UNMAGNIFIED: &str = "document.documentElement.style.setProperty('--zoom', 1);";

/// Opens the stand; `script` runs before anything of the page.
pub async fn open(page: &Page, script: &str) -> Done {
    match page.engine() {
        Engine::Webkit => page.server.script(&format!("{UNMAGNIFIED} {script}")),
        _ => page.server.script(script),
    }
    page.open(STAND, "").await
}

/// Opens the stand at the time that the browser's clock shows.
pub async fn open_now(page: &Page) -> Done {
    if page.engine() == Engine::Webkit {
        page.server.script(UNMAGNIFIED);
    }
    page.open("kiosk=foyer", "").await
}

/// Puts a finger on what invites.
pub async fn touch(page: &Page) -> Done {
    page.wait("what invites", 20, "return !!document.querySelector('.attract h1')").await?;
    // What is touched is gone before its click.
    let clicked = page.find(".attract__touch").await?.click().await;
    clicked.map_err(crate::browsers::brief)?;
    page.wait("the languages", 5, "return document.querySelectorAll('.tile').length > 5").await
}

/// Begins a visit in a language.
pub async fn begin(page: &Page, language: &str) -> Done {
    begin_with(page, language, "").await
}

/// Begins a visit in German, at a stand that is open.
pub async fn begin_visit(page: &Page) -> Done {
    touch(page).await?;
    page.click(".tile[lang='de']").await?;
    page.wait("the home page", 10, "return !!document.querySelector('.stand .hero')").await?;
    page.settle().await
}

async fn begin_with(page: &Page, language: &str, script: &str) -> Done {
    open(page, script).await?;
    touch(page).await?;
    page.click(&format!(".tile[lang='{language}']")).await?;
    let script = format!("return document.documentElement.lang === '{language}'");
    page.wait("the language", 10, &script).await?;
    page.wait("the home page", 10, "return !!document.querySelector('.stand .hero')").await?;
    page.settle().await
}

/// Goes to a page as a link would.
async fn go(page: &Page, route: &str) -> Done {
    let script = "const link = document.createElement('a');
        link.href = arguments[0];
        document.querySelector('main').append(link);
        link.click();
        link.remove();";
    page.js(script, vec![route.into()]).await?;
    page.settle().await
}

/// Waits until the stand invites again.
pub async fn gone(page: &Page) -> Done {
    page.wait("what invites", 20, "return !!document.querySelector('.attract h1')").await?;
    page.settle().await
}

/// A touch asks for the language, and the visit goes on in it.
pub async fn invites(page: &mut Page) -> Done {
    begin(page, "tr").await?;
    let asked: Vec<String> = page.server.requests().into_iter().map(|one| one.path).collect();
    if !asked.iter().any(|path| path.ends_with("_stand.wasm")) && !cfg!(debug_assertions) {
        return Err("the part of the stand was not fetched".to_owned());
    }
    let title = page.text("h1").await?;
    if title.is_empty() || !page.visible("[data-tool=finish]").await? {
        return Err(format!("a visit begins with {title:?}"));
    }
    if page.visible("#language").await? || page.visible(".nav").await? {
        return Err("a stand has the frame of a phone".to_owned());
    }
    page.assert_one_origin().await
}

/// A phone neither sees a stand nor fetches anything of it.
pub async fn phones_know_nothing(page: &mut Page) -> Done {
    page.open("today=2026-11-22&lang=de", "#/").await?;
    sleep(Duration::from_millis(800)).await;
    page.settle().await?;
    let asked = page.server.requests();
    let odd = asked.iter().find(|one| one.path.contains("_stand.") || one.path.contains("kiosk"));
    match odd {
        Some(odd) => Err(format!("a phone fetches {}", odd.path)),
        None if page.visible(".stand").await? => Err("a phone shows a stand".to_owned()),
        None => Ok(()),
    }
}

/// Notes whether anything is laid onto the clipboard.
const COPIES: &str = "window.__copied = 0;
    const copied = (event) => { if (!event.defaultPrevented) window.__copied += 1; };
    for (const name of ['copy', 'cut']) document.addEventListener(name, copied, true);
    if (navigator.clipboard) navigator.clipboard.writeText = async () => { window.__copied += 1; };";

/// After a visit the browser knows what it knew before: nothing, but the numbers of the day.
pub async fn nothing_is_left(page: &mut Page) -> Done {
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    open(page, COPIES).await?;
    gone(page).await?;
    let before = traces(page).await?;
    touch(page).await?;
    page.click(".tile[lang='pl']").await?;
    page.wait("Polish", 10, "return document.documentElement.lang === 'pl'").await?;
    page.settle().await?;
    page.click("main a[href='#/quiz']").await?;
    page.settle().await?;
    page.answer(Answer::Year("1985"), Hand::Mouse).await?;
    page.answer(Answer::Pick("here"), Hand::Mouse).await?;
    go(page, "#/events").await?;
    for tool in ["larger", "contrast", "lower"] {
        page.click(&format!("[data-tool={tool}]")).await?;
    }
    page.click("[data-tool=back]").await?;
    page.settle().await?;
    if !page.text_of("return location.hash").await?.starts_with("#/quiz/") {
        return Err(format!("back leads to {}", page.text_of("return location.hash").await?));
    }
    let kept: Vec<String> = page.stored().await?.into_iter().map(|(key, _)| key).collect();
    if kept.iter().any(|key| key != TALLY_KEY) {
        return Err(format!("during a visit the stand keeps {kept:?}"));
    }
    // Taking along is by a code, and what is selected is not copied.
    page.click("[data-tool=take]").await?;
    page.wait("the code", 5, "return !!document.querySelector('.over .qr svg')").await?;
    page.js(
        "getSelection().selectAllChildren(document.body); document.execCommand('copy')",
        vec![],
    )
    .await?;
    page.click(".over__close").await?;
    if page.js("return window.__copied", vec![]).await? != json!(0) {
        return Err("something was laid onto the clipboard".to_owned());
    }
    page.click("[data-tool=finish]").await?;
    page.js("window.__visit = true", vec![]).await?;
    page.click(".over .over__big").await?;
    page.wait("a page loaded anew", 20, "return !window.__visit").await?;
    page.ready().await?;
    gone(page).await?;
    let after = traces(page).await?;
    if after != before {
        return Err(format!("before: {before}\nafter:  {after}"));
    }
    let counts =
        page.js("return JSON.parse(localStorage[arguments[0]])", vec![TALLY_KEY.into()]).await?;
    let text = counts.to_string();
    match text.contains("\"sessions\":1") && text.contains("\"pl\":1") && !text.contains("1985") {
        true => Ok(()),
        false => Err(format!("counted is {text}")),
    }
}

/// Lets the clock of the page run faster from now on.
const FASTER: &str = "const own = performance.now.bind(performance);
    performance.now = () => own() * 5 + (window.__jump ?? 0);";

/// Whoever walks away is asked, and then forgotten; whoever is still there stays.
pub async fn idle(page: &mut Page) -> Done {
    begin_with(page, "de", FASTER).await?;
    page.answer_nothing().await?;
    // A machine that has slept for hours erases nothing at once.
    page.js("window.__jump = 5 * 3600 * 1000", vec![]).await?;
    sleep(Duration::from_secs(2)).await;
    if !page.visible(".stand .hero").await? {
        return Err("a jump of the clock ends a visit".to_owned());
    }
    let warned = "return !!document.querySelector('.over__seconds')";
    page.wait("the warning", 40, warned).await?;
    let seconds = page.text(".over__seconds").await?;
    if seconds.parse::<u32>().ok().is_none_or(|seconds| !(20..=30).contains(&seconds)) {
        return Err(format!("the warning begins with {seconds:?}"));
    }
    page.click(".over .over__big").await?;
    page.wait("no warning", 5, "return !document.querySelector('.over')").await?;
    page.js("window.__visit = true", vec![]).await?;
    page.wait("the warning again", 40, warned).await?;
    page.wait("a page loaded anew", 30, "return !window.__visit").await?;
    page.ready().await?;
    gone(page).await
}

/// A link outside becomes a code with the address in letters.
pub async fn links_become_codes(page: &mut Page) -> Done {
    begin(page, "de").await?;
    let here = page.text_of("return location.href").await?;
    let script = "const link = document.createElement('a');
        [link.href, link.target, link.textContent] = [arguments[0], '_blank', 'out'];
        document.querySelector('main').append(link);
        link.click();";
    for (href, shown) in [
        ("https://example.org/somewhere", "https://example.org/somewhere"),
        ("mailto:amt@musterstadt.example", "amt@musterstadt.example"),
    ] {
        page.js(script, vec![href.into()]).await?;
        page.wait("the code", 5, "return !!document.querySelector('.over .qr svg')").await?;
        if page.text(".over__address").await? != shown {
            return Err(format!("{href} shows {:?}", page.text(".over__address").await?));
        }
        page.click(".over__close").await?;
        page.wait("no dialog", 5, "return !document.querySelector('.over')").await?;
    }
    let windows = page.driver()?.windows().await.map_err(crate::browsers::brief)?.len();
    match page.text_of("return location.href").await? {
        href if href == here && windows == 1 => Ok(()),
        href => Err(format!("the stand left {here} for {href}, {windows} windows")),
    }
}

/// Menus of the browser, dragging and selecting are closed.
pub async fn closed(page: &mut Page) -> Done {
    begin(page, "de").await?;
    let script =
        "return ['contextmenu', 'dragstart', 'drop', 'dragover', 'selectstart', 'dblclick', 'copy']
        .filter((name) => document.querySelector('main h1')
            .dispatchEvent(new Event(name, { bubbles: true, cancelable: true })))";
    match page.js(script, vec![]).await? {
        open if open == json!([]) => Ok(()),
        open => Err(format!("these are not closed: {open}")),
    }
}

/// Digits come from the screen.
pub async fn digits(page: &mut Page) -> Done {
    begin(page, "de").await?;
    go(page, "#/quiz").await?;
    page.click("input[name=year]").await?;
    page.wait("the pad", 5, "return !!document.querySelector('.pad')").await?;
    for digit in ["1", "9", "9", "9"] {
        let nth = digit.parse::<u32>().map_err(|e| e.to_string())?;
        page.click(&format!(".pad__key:nth-child({nth})")).await?;
    }
    page.click(".pad__key:nth-child(10)").await?;
    page.click(".pad__key:nth-child(5)").await?;
    let typed = page.text_of("return document.querySelector('input[name=year]').value").await?;
    if typed != "1995" {
        return Err(format!("typed is {typed:?}"));
    }
    page.click(".pad__key:nth-child(12)").await?;
    page.wait("no pad", 5, "return !document.querySelector('.pad')").await?;
    page.click(".quiz__buttons button[type=submit]").await?;
    page.leaves("form[data-question=born], .quiz:has(input[name=year])").await
}

/// What a camera reads from the screen opens the same result on a phone.
pub async fn result_goes_along(page: &mut Page) -> Done {
    page.size(1080, 1920).await?;
    begin(page, "ar").await?;
    go(page, "#/quiz").await?;
    page.answer(Answer::Year("1985"), Hand::Mouse).await?;
    page.answer(Answer::Pick("here"), Hand::Mouse).await?;
    go(page, "#/fit/building").await?;
    for _ in 0..6 {
        page.click("form.screen input[type=radio]").await?;
        sleep(Duration::from_millis(600)).await;
        page.settle().await?;
    }
    go(page, "#/result").await?;
    page.wait("a result", 10, "return !!document.querySelector('article.result .match')").await?;
    page.settle().await?;
    let roles = "return JSON.stringify([...document.querySelectorAll('.match[data-role]')]
        .map((one) => [one.dataset.role, one.dataset.score]))";
    let shown = page.text_of(roles).await?;
    page.click("[data-tool=take]").await?;
    page.wait("the code", 5, "return !!document.querySelector('.over .qr svg')").await?;
    page.settle().await?;
    let link = qr::on_screen(page, ".over .qr").await?;
    if link != page.text(".over__address").await? || !link.contains("lang=ar") {
        return Err(format!("the code says {link}"));
    }
    // Another browser, which has never been here.
    page.session = Session::start(page.engine(), "de").await?;
    page.size(360, 740).await?;
    page.server.script("");
    page.load(&link).await?;
    page.ready().await?;
    if page.visible(".stand").await? {
        return Err("a phone shows the stand".to_owned());
    }
    page.click("[data-open=take]").await?;
    page.wait("a result", 10, "return !!document.querySelector('article.result .match')").await?;
    page.settle().await?;
    let found = page.text_of(roles).await?;
    let language = page.text_of("return document.documentElement.lang").await?;
    match found == shown && language == "ar" {
        true => Ok(()),
        false => Err(format!("on the stand {shown}, on the phone {found} in {language}")),
    }
}

/// A broken profile leaves a stand that works, and says to the staff what is wrong.
pub async fn broken_profile(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.put(
        "kiosk/foyer.json",
        b"{\"format\": 1, \"idle\": {\"page\": 3}, \"code\": \"12\"".to_vec(),
    );
    open(page, "").await?;
    page.wait("a light", 10, "return !!document.querySelector('.attract .light')").await?;
    staff(page, "0000").await?;
    let said = page.text(".staff__problems").await?;
    match said.contains("kiosk/foyer.json") {
        true => Ok(()),
        false => Err(format!("the staff reads {said:?}")),
    }
}

/// Opens the page of the staff with a code.
pub async fn staff(page: &Page, code: &str) -> Done {
    touch(page).await?;
    corner(page).await?;
    enter(page, code).await?;
    page.wait("the page of the staff", 5, "return !!document.querySelector('.staff h1')").await
}

async fn corner(page: &Page) -> Done {
    let tap = "for (let n = 0; n < 5; n++) document.querySelector('.corner')
        .dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))";
    page.js(tap, vec![]).await?;
    page.wait("the field for the code", 5, "return !!document.querySelector('#code')").await
}

async fn enter(page: &Page, code: &str) -> Done {
    page.click("#code").await?;
    page.wait("the pad", 5, "return !!document.querySelector('.pad')").await?;
    for digit in code.chars() {
        let nth = digit.to_digit(10).map_or(0, |digit| if digit == 0 { 11 } else { digit });
        page.click(&format!(".pad__key:nth-child({nth})")).await?;
    }
    page.click(".over .button--primary").await
}

/// Three wrong codes make a pause that a reload does not end; the right one shows what was counted.
pub async fn code_of_the_staff(page: &mut Page) -> Done {
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    open(page, "").await?;
    staff(page, "2749").await?;
    let days = "return document.querySelectorAll('.staff tbody tr').length";
    if page.js(days, vec![]).await? != json!(14) {
        return Err("the page of the staff shows no days".to_owned());
    }
    page.click(".staff__buttons .button--primary").await?;
    gone(page).await?;
    touch(page).await?;
    corner(page).await?;
    for _ in 0..3 {
        enter(page, "1111").await?;
        sleep(Duration::from_millis(300)).await;
    }
    enter(page, "2749").await?;
    sleep(Duration::from_millis(500)).await;
    if page.visible(".staff").await? {
        return Err("after three wrong codes the right one opens at once".to_owned());
    }
    open(page, "").await?;
    touch(page).await?;
    corner(page).await?;
    enter(page, "2749").await?;
    sleep(Duration::from_millis(500)).await;
    let kept = page.js("return localStorage[arguments[0]] ?? ''", vec![LOCK_KEY.into()]).await?;
    match page.visible(".staff").await? || kept == json!("") {
        true => Err(format!("a reload ends the pause: {kept}")),
        false => Ok(()),
    }
}

/// Pages that are looked at for size, and what is done there first.
const PAGES: [&str; 7] =
    ["#/", "#/quiz", "#/fit/building", "#/fit", "#/role", "#/events", "#/path"];

/// A finger in a glove hits everything: 88 pixels, upright and across. Nothing lies beside the screen.
pub async fn targets(page: &mut Page) -> Done {
    // The browser of the stand; others treat magnified pages in their own way.
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    let script = "const seen = (e) => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && e.checkVisibility({
                visibilityProperty: true, opacityProperty: true,
            }) && getComputedStyle(e).clipPath === 'none';
        };
        const inSentence = (e) => getComputedStyle(e).display === 'inline'
            && [...e.parentElement.childNodes].some((node) => node !== e
                && !node.matches?.('a, button') && node.textContent.trim().length > 2);
        const name = (e) => {
            const box = e.getBoundingClientRect();
            return `${location.hash} ${e.localName}.${[...e.classList].join('.')} `
                + `“${(e.innerText ?? '').trim().slice(0, 20)}” `
                + `${Math.round(box.width)}×${Math.round(box.height)}`;
        };
        const all = 'a, button, summary, select, label:has(input), input:not(label input)';
        const low = [...document.querySelectorAll(all)].filter(seen).filter((e) => !inSentence(e))
            // Of an event the whole card is tapped.
            .filter((e) => (e.closest('.event__title') ? e.closest('.event') : e)
                .getBoundingClientRect().height < 87.5).map(name);
        const wide = document.documentElement.scrollWidth > innerWidth
            ? [`${location.hash} is too wide`] : [];
        return [...low, ...wide]";
    let mut all: Vec<String> = Vec::new();
    for (width, height) in [(1080, 1920), (1920, 1080)] {
        page.size(width, height).await?;
        for language in ["de", "ar", "pl"] {
            begin(page, language).await?;
            for route in PAGES {
                go(page, route).await?;
                let found = page.js(script, vec![]).await?;
                let found: Vec<String> =
                    serde_json::from_value(found).map_err(|e| e.to_string())?;
                all.extend(found.into_iter().map(|one| format!("{language} {width}: {one}")));
            }
        }
    }
    if all.is_empty() { Ok(()) } else { Err(all.join("\n")) }
}

/// A question with its answers needs no scrolling, upright and across.
pub async fn question_fits(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    for (width, height) in [(1080, 1920), (1920, 1080)] {
        page.size(width, height).await?;
        begin(page, "de").await?;
        go(page, "#/fit/building").await?;
        let script = "const dock = document.querySelector('.dock').getBoundingClientRect();
            const bottom = dock.left > 0 && dock.top < 10 ? innerHeight : dock.top;
            const last = document.querySelector('.quiz__buttons').getBoundingClientRect().bottom;
            return last <= bottom ? '' : `${Math.round(last)} of ${Math.round(bottom)}`";
        let found = page.text_of(script).await?;
        if !found.is_empty() {
            return Err(format!("{width}×{height}: the buttons end at {found}"));
        }
    }
    Ok(())
}

/// With letters of twice the size the whole way to the result goes by touch and by the pad alone.
pub async fn whole_way_twice_as_large(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    page.size(1080, 1920).await?;
    begin(page, "de").await?;
    for _ in 0..6 {
        if page.text_of("return document.documentElement.dataset.textSize").await? == "200" {
            break;
        }
        page.click("[data-tool=larger]").await?;
        page.settle().await?;
    }
    page.click("main a[href='#/quiz']").await?;
    page.settle().await?;
    let seen = "const root = document.documentElement;
        return JSON.stringify([location.hash, root.dataset.textSize ?? '',
            root.scrollWidth > innerWidth ? 'too wide' : '']);";
    let mut screens = 0;
    while !page.visible("article.result .match[data-role]").await? {
        screens += 1;
        let now = page.text_of(seen).await?;
        if screens > 70 || !now.contains("\"200\"") || now.contains("too wide") {
            return Err(format!("screen {screens}: {now}"));
        }
        if page.visible("main input[name=year]").await? {
            page.click("main input[name=year]").await?;
            page.wait("the pad", 5, "return !!document.querySelector('.pad')").await?;
            for nth in [1, 9, 8, 5] {
                page.click(&format!(".pad__key:nth-child({nth})")).await?;
            }
            page.click(".pad__key:nth-child(12)").await?;
        } else if page.visible("main form .choices").await? {
            page.click("main form .choices > :first-child .choice__input").await?;
            // A page that goes on by itself does so within this time.
            sleep(Duration::from_millis(700)).await;
            page.settle().await?;
        } else {
            // The check has come to its result: on to the assessment.
            go(page, "#/fit/next").await?;
            continue;
        }
        if page.text_of(seen).await? == now {
            page.click("main form button[type=submit]").await?;
            page.settle().await?;
        }
    }
    match screens {
        0..20 => Err(format!("the result came after {screens} screens")),
        _ => Ok(()),
    }
}

/// Everybody can use it: no violation on any screen of the stand.
pub async fn axe(page: &mut Page) -> Done {
    open(page, "").await?;
    page.wait("what invites", 20, "return !!document.querySelector('.attract h1')").await?;
    page.assert_axe().await?;
    touch(page).await?;
    page.assert_axe().await?;
    begin(page, "de").await?;
    page.assert_axe().await?;
    for tool in ["take", "finish", "language"] {
        page.click(&format!("[data-tool={tool}]")).await?;
        page.settle().await?;
        page.assert_axe().await.map_err(|problem| format!("{tool}: {problem}"))?;
        page.js("document.querySelector('.over .button:last-of-type').click()", vec![]).await?;
        page.settle().await?;
    }
    Ok(())
}

impl Page {
    /// Lets nobody touch anything from now on: the driver's pointer rests.
    async fn answer_nothing(&self) -> Done {
        self.js("document.activeElement?.blur()", vec![]).await.map(|_: Value| ())
    }
}
