//! Where to look for events: on the map, around the device, and by names that are offered while somebody
//! types.

use crate::finder::PLACE_OPEN;
use crate::page::{Done, Page};
use crate::server::Fault;
use serde_json::Value;

/// The archive has events in many districts.
const NRW: &str = "pack=nrw&lang=de&today=2026-11-22";
const PAST: &str = "#/events/past=1";
const MAP: &str = "nrw-map.txt";

/// Köln is large, Herne is smaller than a finger on a phone.
const KOELN: &str = "05315";
const HERNE: &str = "05916";

async fn open(page: &Page, route: &str) -> Done {
    page.open(NRW, route).await?;
    page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
        .await?;
    page.settle().await
}

/// Opens the fold and waits for the map.
async fn unfold(page: &Page) -> Done {
    page.click(".find__map summary").await?;
    let there = "return document.querySelectorAll('.map__land[id]').length === 53";
    page.wait("53 outlines", 8, there).await?;
    page.settle().await
}

fn map_requests(page: &Page) -> usize {
    page.server.requests().iter().filter(|request| request.path.ends_with(MAP)).count()
}

async fn total(page: &Page) -> Done<u64> {
    let script =
        "return Number(document.querySelector('.found__count').innerText.match(/\\d+/)[0])";
    page.js(script, vec![]).await?.as_u64().ok_or_else(|| "no number".to_owned())
}

/// Returns the number that stands behind a district in the menu.
async fn promised(page: &Page, key: &str) -> Done<u64> {
    let script = "const menu = document.querySelector('select[name=district]');
        const option = [...menu.options].find((option) => option.value === arguments[0]);
        return Number(option.textContent.match(/\\((\\d+)\\)/)[1]);";
    page.js(script, vec![key.into()]).await?.as_u64().ok_or_else(|| format!("no count of {key}"))
}

/// Clicks into the middle of a district, wherever its mark is, and so many pixels beside it.
async fn tap(page: &Page, key: &str, aside: i64) -> Done<String> {
    let script = "const [key, aside] = arguments;
        document.querySelector('.map__frame').scrollIntoView({ block: 'center', behavior: 'instant' });
        const reach = document.getElementById(`r${key}`);
        const box = (reach ?? document.getElementById(`k${key}`)).getBoundingClientRect();
        // The middle of a district may be another one's; then it is the first place that is its own.
        let [x, y] = [box.x + box.width / 2 + aside, box.y + box.height / 2];
        const own = (x, y) => document.elementFromPoint(x, y)?.id === `k${key}`;
        if (!reach && !own(x, y)) {
            const steps = [...Array(100).keys()].map((n) => [n % 10 / 10, Math.floor(n / 10) / 10]);
            const free = steps.map(([right, down]) => [box.x + box.width * right, box.y + box.height * down]);
            [x, y] = free.find(([x, y]) => own(x, y)) ?? [x, y];
        }
        const hit = document.elementFromPoint(x, y);
        hit?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1, clientX: x, clientY: y }));
        return hit?.id ?? '';";
    let hit = page.js(script, vec![key.into(), aside.into()]).await?;
    page.settle().await?;
    Ok(hit.as_str().unwrap_or_default().to_owned())
}

async fn expect_hash(page: &Page, hash: &str) -> Done {
    page.wait(&format!("the address {hash}"), 3, &format!("return location.hash === '{hash}'"))
        .await
}

async fn expect_summary(page: &Page, part: &str) -> Done {
    let summary = page.text(".find__map summary").await?;
    match summary.contains(part) {
        true => Ok(()),
        false => Err(format!("the fold says {summary:?}, not {part:?}")),
    }
}

/// A district is tapped: fewer events, as many as promised, in the address, after a reload, and away again.
pub async fn map_by_pointer(page: &mut Page) -> Done {
    page.size(360, 740).await?;
    open(page, PAST).await?;
    let all = total(page).await?;
    expect_summary(page, "Karte").await?;
    unfold(page).await?;
    let wanted = promised(page, KOELN).await?;
    tap(page, KOELN, 0).await?;
    expect_hash(page, "#/events/in=05315&past=1").await?;
    let found = total(page).await?;
    if found != wanted || found == 0 || found >= all {
        return Err(format!("{found} of {all} in the district, {wanted} promised"));
    }
    let chosen = "return document.querySelectorAll('.map__land--own').length === 1
        && document.querySelector('select[name=district]').value === '05315'";
    page.wait("the choice on the map and in the menu", 2, chosen).await?;
    page.reload().await?;
    page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
        .await?;
    page.settle().await?;
    if total(page).await? != found {
        return Err("other events after a reload".to_owned());
    }
    // Folded, it still says what is chosen.
    if page.js("return document.querySelector('.find__map').open", vec![]).await? != false {
        return Err("the map is open after a reload".to_owned());
    }
    expect_summary(page, "Köln").await?;
    unfold(page).await?;
    page.wait("the choice on the map", 2, chosen).await?;
    tap(page, KOELN, 0).await?;
    expect_hash(page, PAST).await?;
    page.wait("no choice", 2, "return !document.querySelector('.map__land--own')").await?;
    if total(page).await? != all {
        return Err("not all events are back".to_owned());
    }
    Ok(())
}

/// A place of 24 pixels answers for the smallest city, also on the narrowest phone.
pub async fn small_cities(page: &mut Page) -> Done {
    page.size(320, 640).await?;
    open(page, PAST).await?;
    unfold(page).await?;
    for key in [HERNE, "05120", "05512"] {
        let width =
            "return document.getElementById(`k${arguments[0]}`).getBoundingClientRect().width < 24";
        if page.js(width, vec![key.into()]).await? != Value::Bool(true) {
            return Err(format!("{key} is no small city: take another one"));
        }
        let own = tap(page, key, 0).await?;
        expect_hash(page, &format!("#/events/in={key}&past=1")).await?;
        // And away again, so that the next one begins afresh.
        let again = tap(page, key, 0).await?;
        expect_hash(page, PAST).await?;
        if own.get(1..) != Some(key) || again.get(1..) != Some(key) {
            return Err(format!("a tap on {key} hits {own} and {again}"));
        }
    }
    // Remscheid lies between large districts: beside its outline, but within reach of a finger.
    let reach = "const box = document.getElementById('r05120').getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const ids = [];
        for (let turn = 0; turn < 8; turn++) {
            const [dx, dy] = [Math.cos(turn * Math.PI / 4) * 11, Math.sin(turn * Math.PI / 4) * 11];
            ids.push(document.elementFromPoint(x + dx, y + dy)?.id ?? '');
        }
        return ids.some((id) => id === 'r05120');";
    page.js("document.querySelector('.map__frame').scrollIntoView({ block: 'center' })", vec![])
        .await?;
    page.settle().await?;
    page.wait("a reach beyond the outline", 2, reach).await
}

/// By keyboard alone: the menu does the same as the map, and the map does not stand in the way.
pub async fn map_by_menu(page: &mut Page) -> Done {
    open(page, PAST).await?;
    unfold(page).await?;
    let options = "const names = [...document.querySelectorAll('select[name=district] option')];
        return names.length === 54 && names.every((name) => name.textContent.trim().length > 3);";
    page.wait("everywhere and 53 districts", 2, options).await?;
    let wanted = promised(page, KOELN).await?;
    page.js("document.querySelector('.find__map summary').focus()", vec![]).await?;
    page.press(char::from(thirtyfour::Key::Tab).to_string()).await?;
    let menu = "return document.activeElement.matches('select[name=district]')";
    page.wait("the menu comes next", 2, menu).await?;
    let choose = "const menu = document.querySelector('select[name=district]');
        menu.value = arguments[0];
        menu.dispatchEvent(new Event('change', { bubbles: true }));";
    page.js(choose, vec![KOELN.into()]).await?;
    expect_hash(page, "#/events/in=05315&past=1").await?;
    page.settle().await?;
    if total(page).await? != wanted {
        return Err(format!("{} found, {wanted} promised", total(page).await?));
    }
    page.wait("it keeps the focus", 1, menu).await?;
    page.wait("it is marked", 2, "return !!document.querySelector('.map__land--own')").await?;
    let hidden = "return !!document.querySelector('.map__frame').closest('[aria-hidden=true]')
        && !document.querySelector('[aria-hidden=true] :is(a, button, input, select, [tabindex])')
        && document.querySelector('.found__count').getAttribute('role') === 'status'";
    page.wait("one way for screen readers, with a count that is announced", 1, hidden).await?;
    page.js(choose, vec!["".into()]).await?;
    expect_hash(page, PAST).await?;
    page.assert_axe().await
}

/// Nothing of the map comes before it is wanted; then it comes once, with the names of those who made it.
pub async fn map_when_opened(page: &mut Page) -> Done {
    open(page, PAST).await?;
    page.fill("input[name=words]", "Wahl").await?;
    page.settle().await?;
    if map_requests(page) > 0 {
        return Err("the map is fetched although nobody has opened it".to_owned());
    }
    open(page, PAST).await?;
    unfold(page).await?;
    page.click(".find__map summary").await?;
    page.click(".find__map summary").await?;
    page.settle().await?;
    if map_requests(page) != 1 {
        return Err(format!("{} requests for the map", map_requests(page)));
    }
    // Under the map its own, under the field for a place those of the places.
    page.js(PLACE_OPEN, vec![]).await?;
    let text = page.text(".find").await?;
    for owed in
        ["© GeoBasis-DE / BKG 2017 (Daten verändert)", "GeoNames", "© OpenStreetMap-Mitwirkende"]
    {
        if !text.contains(owed) {
            return Err(format!("{owed:?} does not stand there: {text}"));
        }
    }
    // What the colours mean is said by marks and words, too.
    let legend = "const keys = [...document.querySelectorAll('.map__legend li')];
        return keys.length === 4 && keys.every((key) => key.innerText.trim())";
    page.wait("a legend", 2, legend).await?;
    let marks = "const [land, marks] = ['land[id]', 'mark'].map((name) =>
            [...document.querySelectorAll(`.map__${name}`)]);
        const shown = (mark) => getComputedStyle(mark).display !== 'none';
        const sizes = ['1', '2', '3'].map((step) => marks.find((mark) =>
            mark.matches(`.map__mark--${step}`))).filter(Boolean)
            .map((mark) => parseFloat(getComputedStyle(mark).strokeWidth));
        return marks.length === land.length && sizes.length > 1
            && sizes.every((size, at) => at === 0 || size > sizes[at - 1])
            && land.every((shape) => shown(shape.nextElementSibling) !== shape.matches('.map__land--0'));";
    page.wait("larger marks for more events, none for none", 2, marks).await
}

/// A map that does not come says so, can be asked for again, and takes nothing away from the rest.
pub async fn map_fails(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail(MAP, Fault::Status(500));
    open(page, "#/events/in=05315&past=1").await?;
    expect_summary(page, KOELN).await?;
    let found = total(page).await?;
    page.click(".find__map summary").await?;
    page.wait("a word about it", 5, "return !!document.querySelector('.map [role=alert]')").await?;
    page.server.fail(MAP, Fault::Body(b"<!doctype html><p>no map</p>".to_vec()));
    page.click(".map .button").await?;
    page.wait("still none", 5, "return !!document.querySelector('.map [role=alert]')").await?;
    if map_requests(page) > 4 {
        return Err(format!("it is asked for {} times", map_requests(page)));
    }
    page.server.heal();
    page.click(".map .button").await?;
    page.wait("the map", 5, "return !!document.querySelector('.map__land--own')").await?;
    expect_summary(page, "Köln").await?;
    match total(page).await? {
        same if same == found => Ok(()),
        other => Err(format!("{found} events before, {other} after")),
    }
}

/// The narrowest phone, and text twice as large: nothing is wider than the window, with the map open.
pub async fn fits(page: &mut Page) -> Done {
    page.size(320, 640).await?;
    for size in ["100", "200"] {
        page.open(NRW, "#/settings").await?;
        page.click(&format!("input[name=text_size][value='{size}']")).await?;
        page.go("#/events/in=05958&past=1").await?;
        page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
            .await?;
        unfold(page).await?;
        page.assert_no_horizontal_scroll().await?;
        let whole = "const box = document.querySelector('.map__frame').getBoundingClientRect();
            const all = [...document.querySelectorAll('.map__land[id]')];
            return box.width > 150 && all.every((land) => {
                const own = land.getBoundingClientRect();
                return own.x >= 0 && own.right <= innerWidth;
            });";
        page.wait("the whole map", 2, whole).await?;
    }
    Ok(())
}

/// Puts something in the place of the device's position; counts how often it is asked for.
async fn device(page: &Page, answer: &str) -> Done {
    page.open(NRW, "#/").await?;
    let fake = format!(
        "window.__asked = 0;
        const place = {{ getCurrentPosition(found, failed, options) {{
            window.__asked += 1;
            window.__patience = options.timeout;
            setTimeout(() => {{ {answer} }}, 20);
        }} }};
        Object.defineProperty(navigator, 'geolocation', {{ configurable: true, value: place }});"
    );
    page.js(&fake, vec![]).await?;
    page.go("#/events").await?;
    page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
        .await?;
    page.settle().await?;
    page.js(PLACE_OPEN, vec![]).await?;
    let quiet = "return window.__asked === 0 && document.querySelector('.find__note').innerText.length > 20";
    page.wait("a word before, and no question", 2, quiet).await
}

async fn asked(page: &Page) -> Done {
    page.js(PLACE_OPEN, vec![]).await?;
    page.click(".find__button").await?;
    page.wait("one question", 3, "return window.__asked === 1 && window.__patience === 10000").await
}

/// The town around the device goes into the field and into the address; its position does not.
pub async fn near_me(page: &mut Page) -> Done {
    device(page, "found({ coords: { latitude: 51.51423, longitude: 7.46528, accuracy: 40 } })")
        .await?;
    asked(page).await?;
    expect_hash(page, "#/events/near=Dortmund&km=20").await?;
    page.wait(
        "the field",
        2,
        "return document.querySelector('input[name=near]').value === 'Dortmund'",
    )
    .await?;
    page.settle().await?;
    let kept = page.stored().await?;
    let told: Vec<String> =
        page.server.requests().into_iter().map(|request| request.path).collect();
    let leaks = |text: &str| text.contains("51.5") || text.contains("7.46");
    if kept.iter().any(|(_, value)| leaks(value)) || told.iter().any(|path| leaks(path)) {
        return Err(format!("the position has left its place: {kept:?} {told:?}"));
    }
    page.assert_one_origin().await
}

/// Refused, too late, not to be had, too far away: each says what to do instead, and nothing else changes.
pub async fn near_me_fails(page: &mut Page) -> Done {
    for (answer, word) in [
        ("failed({ code: 1 })", "gibt den Standort nicht frei"),
        ("failed({ code: 2 })", "lässt sich gerade nicht finden"),
        ("failed({ code: 3 })", "dauert lange"),
        ("failed()", "lässt sich gerade nicht finden"),
        ("found({})", "lässt sich gerade nicht finden"),
        ("found({ coords: { latitude: NaN, longitude: 7 } })", "weiter weg"),
        ("found({ coords: { latitude: 52.52, longitude: 13.4 } })", "weiter weg"),
    ] {
        device(page, answer).await?;
        asked(page).await?;
        let said = format!(
            "const note = document.querySelector('.find__note');
            return note.getAttribute('role') === 'status' && note.innerText.includes('{word}')
                && location.hash === '#/events'"
        );
        page.wait(&format!("{answer}: {word}"), 4, &said).await?;
    }
    // Whoever has typed a place meanwhile has said where to look.
    device(
        page,
        "window.__answer = () => found({ coords: { latitude: 51.514, longitude: 7.465 } })",
    )
    .await?;
    asked(page).await?;
    page.js(PLACE_OPEN, vec![]).await?;
    page.fill("input[name=near]", "Köln").await?;
    page.press(char::from(thirtyfour::Key::Tab).to_string()).await?;
    expect_hash(page, "#/events/near=K%C3%B6ln&km=20").await?;
    page.js("window.__answer()", vec![]).await?;
    page.settle().await?;
    expect_hash(page, "#/events/near=K%C3%B6ln&km=20").await
}

/// A browser that cannot say where it is gets no button.
pub async fn no_position(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    let none =
        "Object.defineProperty(navigator, 'geolocation', { configurable: true, value: undefined })";
    page.js(none, vec![]).await?;
    page.go("#/events").await?;
    page.wait("the finder", 8, "return !!document.querySelector('.found__count')?.innerText")
        .await?;
    page.wait("no button", 2, "return !document.querySelector('.find__button')").await
}

/// Names are offered while somebody types; nothing is looked for before they are done.
pub async fn suggestions(page: &mut Page) -> Done {
    open(page, "#/events").await?;
    let before = page.text(".found__count").await?;
    page.js(PLACE_OPEN, vec![]).await?;
    page.fill("input[name=near]", "reckl").await?;
    let offered = "const field = document.querySelector('input[name=near]');
        return [...field.list.options].some((option) => option.value === 'Recklinghausen')
            && field.list.options.length <= 8";
    page.wait("Recklinghausen is offered", 3, offered).await?;
    if page.text(".found__count").await? != before {
        return Err("something is looked for while somebody types".to_owned());
    }
    expect_hash(page, "#/events").await?;
    page.js(PLACE_OPEN, vec![]).await?;
    page.fill("input[name=near]", "506").await?;
    let postcodes = "const all = [...document.querySelector('input[name=near]').list.options];
        return all.length > 0 && all.every((option) => option.value.startsWith('506'))";
    page.wait("postcodes are offered", 3, postcodes).await?;
    page.js(PLACE_OPEN, vec![]).await?;
    page.fill("input[name=near]", "Recklinghausen").await?;
    page.press(char::from(thirtyfour::Key::Tab).to_string()).await?;
    expect_hash(page, "#/events/near=Recklinghausen&km=20").await
}
