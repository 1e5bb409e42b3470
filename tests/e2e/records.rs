//! What is kept in the browser: two places, two tabs, answers that go with the tab, everything as one file,
//! and a start without any of it.

use crate::browsers::brief;
use crate::carry_file::{CATCH, choose, handed};
use crate::expected::{CHECK_KEY, FIT_KEY, Person, answers, record};
use crate::page::{Done, NRW, Page};
use crate::people::{TOWN, naturalised};
use crate::quiz::{Hand, RESIDENT};
use crate::server::Storage;
use crate::walk::input;
use serde_json::Value;
use sitz_und_stimme::domain::backup;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::records::LIFE;
use sitz_und_stimme::domain::zone;
use std::time::{SystemTime, UNIX_EPOCH};

const SETTINGS: &str = "sitz-und-stimme.settings";

/// The newer of two places is spoilt: the older one counts, at most one answer is asked for again.
pub async fn other_place_counts(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    let places = page.places(CHECK_KEY).await?;
    let [Some((first, _)), Some((second, _))] = &places else {
        return Err(format!("there are not two places: {places:?}"));
    };
    let newest = if first > second { 0 } else { 1 };
    let text = places[newest].as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
    let spoilt = text[..text.len() - 9].to_owned();
    page.open_empty().await?;
    let key = [CHECK_KEY.to_owned(), format!("{CHECK_KEY}.b")][newest].clone();
    page.store(&key, &spoilt).await?;
    page.open(NRW, "#/quiz").await?;
    page.expect_question("home").await?;
    if !page.stored().await?.iter().any(|(_, value)| *value == spoilt) {
        return Err("what was spoilt is gone".to_owned());
    }
    page.walk(&RESIDENT[2..], Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await
}

/// Two tabs answer: each shows what the other one has answered, and nothing is lost.
pub async fn two_tabs(page: &mut Page) -> Done {
    page.open(TOWN, "#/fit/topics").await?;
    let first = page.driver()?.window().await.map_err(brief)?;
    let second = page.driver()?.new_window().await.map_err(brief)?;
    page.driver()?.switch_to_window(second.clone()).await.map_err(brief)?;
    page.open(TOWN, "#/fit/building").await?;
    page.click(&input("building", "yes")).await?;
    page.settle().await?;
    page.driver()?.switch_to_window(first.clone()).await.map_err(brief)?;
    page.click(&input("topics", "work")).await?;
    page.settle().await?;
    both(page, "in the first tab").await?;
    page.go("#/fit/building").await?;
    let chosen = format!("return document.querySelector(\"{}\").checked", input("building", "yes"));
    page.wait("the answer of the other tab", 5, &chosen).await?;
    page.driver()?.switch_to_window(second).await.map_err(brief)?;
    page.go("#/fit/topics").await?;
    let chosen = format!("return document.querySelector(\"{}\").checked", input("topics", "work"));
    page.wait("the answer of the first tab", 5, &chosen).await?;
    // What is erased in one tab is erased in the other.
    page.go("#/settings").await?;
    page.click("#delete-everything").await?;
    page.settle().await?;
    page.click("#delete-confirm").await?;
    page.settle().await?;
    page.driver()?.switch_to_window(first).await.map_err(brief)?;
    let cleared =
        format!("return !document.querySelector(\"{}\").checked", input("building", "yes"));
    page.wait("the answer is taken away", 5, &cleared).await?;
    match page.stored().await?.as_slice() {
        [] => Ok(()),
        more => Err(format!("after everything was deleted there is {more:?}")),
    }
}

async fn both(page: &Page, place: &str) -> Done {
    let kept = page.kept(FIT_KEY).await?;
    match kept.get("topics").is_some() && kept.get("building").is_some() {
        true => Ok(()),
        false => Err(format!("{place} there is {kept:?}")),
    }
}

/// The day in Germany.
fn today() -> Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let moment = (now / 60) as i64;
    zone::local(moment, zone::ahead_at(moment)).0
}

/// Whoever comes back after a month finds nothing, and is told why; after four weeks everything is there.
pub async fn a_month_later(page: &mut Page) -> Done {
    let person = naturalised()?;
    for (days, stays) in [(LIFE - 2, true), (LIFE + 2, false)] {
        page.open_empty().await?;
        page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
        let text = record("nrw", 3, Some(today().plus_days(-days)), person.fit.to_value());
        page.store(FIT_KEY, &text).await?;
        page.open(TOWN, "#/fit").await?;
        let (told, kept) = (page.notices().await?, page.kept(FIT_KEY).await?);
        if told.contains("30") == stays || (kept == person.fit) != stays {
            return Err(format!("after {days} days the page says {told:?} and keeps {kept:?}"));
        }
        if stays {
            // Four seconds later it is noted as used today.
            let used = format!("return JSON.stringify(localStorage).includes('{}')", today());
            page.wait("a note that it is in use", 12, &used).await?;
        }
    }
    Ok(())
}

/// Nationality and residence live as long as the tab, unless the person wants them kept.
pub async fn sensitive_answers(page: &mut Page) -> Done {
    page.size(360, 740).await?;
    page.open(NRW, "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    page.walk_until(&RESIDENT[3..], Hand::Mouse, "status").await?;
    page.screenshot("sensitive").await?;
    let told = page.text(".quiz__keep").await?;
    if !told.contains("Tab") {
        return Err(format!("nobody says how long this answer lives: {told:?}"));
    }
    page.walk(&RESIDENT[4..], Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await?;
    lasting(page, "german", false).await?;
    lasting(page, "body", true).await?;
    page.reload().await?;
    page.expect_outcome("yes", "yes").await?;
    let first = page.driver()?.window().await.map_err(brief)?;
    let second = page.driver()?.new_window().await.map_err(brief)?;
    page.driver()?.switch_to_window(second.clone()).await.map_err(brief)?;
    page.open(NRW, "#/quiz").await?;
    page.expect_question("german").await?;
    page.driver()?.switch_to_window(first.clone()).await.map_err(brief)?;
    page.go("#/settings").await?;
    page.click("input[name=keep]").await?;
    page.settle().await?;
    lasting(page, "german", true).await?;
    page.driver()?.switch_to_window(second).await.map_err(brief)?;
    page.open(NRW, "#/result").await?;
    page.expect_outcome("yes", "yes").await?;
    page.go("#/settings").await?;
    page.click("input[name=keep]").await?;
    page.settle().await?;
    lasting(page, "german", false).await?;
    page.go("#/result").await?;
    page.expect_outcome("yes", "yes").await
}

/// Fails unless an answer lies in the storage that outlives the tab, or does not.
async fn lasting(page: &Page, question: &str, expected: bool) -> Done {
    let script = "return Object.entries(localStorage).filter(([key]) => key.includes('answers'))
        .map(([, text]) => text)";
    let texts: Vec<String> =
        serde_json::from_value(page.js(script, vec![]).await?).map_err(|e| e.to_string())?;
    // The older of the two places may hold what was true one step before.
    let newest = page.lasting(CHECK_KEY).await?;
    match newest.get(question).is_some() == expected {
        true => Ok(()),
        false => {
            Err(format!("{question} should{} last: {texts:?}", if expected { "" } else { " not" }))
        }
    }
}

/// Everything that is kept goes into one file, and comes back on another device.
pub async fn everything_as_a_file(page: &mut Page) -> Done {
    let person = naturalised()?;
    page.open_as(&person, TOWN, "#/settings").await?;
    page.choose_theme("dark").await?;
    page.go("#/settings").await?;
    page.js(CATCH, vec![]).await?;
    page.click("#everything-save").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (name, text) = handed(page).await?;
    if !name.starts_with("sitz-und-stimme-alles-") || !backup::is_file(&text) {
        return Err(format!("{name} holds {text}"));
    }
    page.open_as(&Person::default(), TOWN, "#/settings").await?;
    for (file, wrong) in [("diary.json", "Dear diary"), ("half.json", &text[..text.len() / 2])] {
        choose(page, file, wrong.as_bytes()).await?;
        let said = page.text(".everything [role=status]").await?;
        if said.split_whitespace().count() < 3 || !page.stored().await?.is_empty() {
            return Err(format!("about {file} the page says {said:?}"));
        }
    }
    choose(page, &name, text.as_bytes()).await?;
    page.wait(
        "the theme of the file",
        5,
        "return document.documentElement.dataset.theme === 'dark'",
    )
    .await?;
    page.assert_axe().await?;
    crate::carry::expect_kept(page, &person, "bringing everything back").await?;
    page.go("#/result").await?;
    page.wait("the result", 8, "return !!document.querySelector('article.result .match')").await?;
    // Once more, over what is there: nothing changes.
    page.go("#/settings").await?;
    choose(page, &name, text.as_bytes()).await?;
    crate::carry::expect_kept(page, &person, "bringing it back twice").await
}

/// Storage that was full keeps everything as soon as there is room, and the notice goes.
pub async fn room_again(page: &mut Page) -> Done {
    page.server.storage(Storage::Full);
    page.open(NRW, "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "home").await?;
    if page.notices().await?.is_empty() || !page.stored().await?.is_empty() {
        return Err("nobody is told that nothing is kept".to_owned());
    }
    page.js("window.__room = true", vec![]).await?;
    page.walk_until(&RESIDENT[2..], Hand::Mouse, "german").await?;
    let kept = page.kept(CHECK_KEY).await?;
    if kept.len() != 3 || !page.notices().await?.is_empty() {
        return Err(format!("kept is {kept:?}, and {:?} is said", page.notices().await?));
    }
    Ok(())
}

/// Storage that is cleared under the running page is filled again with the next answer.
pub async fn cleared_under_the_page(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "home").await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.walk_until(&RESIDENT[2..], Hand::Mouse, "german").await?;
    page.reload().await?;
    page.expect_question("german").await
}

const PANIC: &str = "dispatchEvent(new CustomEvent('app-panic', { detail: 'by the test' }))";

/// What is stored makes the page fail each time: after the second time it can be left out, and nothing of it
/// is lost.
pub async fn start_without(page: &mut Page) -> Done {
    page.noisy = true;
    page.size(360, 740).await?;
    let person = naturalised()?;
    page.open_as(&person, TOWN, "#/fit").await?;
    let before = page.stored().await?;
    page.js(PANIC, vec![]).await?;
    page.wait("the panel", 5, "return !!document.querySelector('#boot-failed')?.offsetWidth")
        .await?;
    if page.visible("[data-twice] button").await? {
        return Err("after one failure a start without the data is offered".to_owned());
    }
    page.click("#boot-failed button").await?;
    page.wait("a new page", 20, "return !document.querySelector('#boot-failed')?.offsetWidth")
        .await?;
    page.ready().await?;
    page.js(PANIC, vec![]).await?;
    page.wait("the offer", 5, "return !!document.querySelector('[data-twice]')?.offsetWidth")
        .await?;
    page.screenshot("failed-twice").await?;
    page.click("[data-twice] button:last-of-type").await?;
    page.settle().await?;
    let report = page.text("#boot-failed small").await?;
    if !report.contains("by the test") || report.contains("topics") || report.lines().count() < 5 {
        return Err(format!("the report says {report:?}"));
    }
    page.click("[data-twice] button:first-of-type").await?;
    page.wait("a new page", 20, "return !document.querySelector('#boot-failed')?.offsetWidth")
        .await?;
    page.ready().await?;
    let told = page.notices().await?;
    if !told.contains("ohne") {
        return Err(format!("nobody says what is missing: {told:?}"));
    }
    page.go("#/fit/topics").await?;
    page.click(&input("topics", "work")).await?;
    page.settle().await?;
    let lasting = |kept: Vec<(String, String)>| -> Vec<(String, String)> {
        kept.into_iter().filter(|(key, _)| key.matches('.').count() > 1).collect()
    };
    let (now, then) = (lasting(page.stored().await?), lasting(before));
    if now != then {
        return Err(format!("what was stored is {now:?}, it was {then:?}"));
    }
    page.go("#/settings").await?;
    page.js(CATCH, vec![]).await?;
    page.click("#everything-save").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (_, text) = handed(page).await?;
    let file = backup::from_file(&text).map_err(|fault| format!("{fault:?}: {text}"))?;
    let fit = file.parts.iter().find(|part| part.key == FIT_KEY);
    let fit = fit.map(|part| answers(&part.data.to_string())).transpose()?;
    if fit.as_ref() != Some(&person.fit) {
        return Err(format!("the file holds {fit:?}"));
    }
    // Deleting everything ends this state.
    page.click("#delete-everything").await?;
    page.settle().await?;
    page.click("#delete-confirm").await?;
    page.settle().await?;
    page.reload().await?;
    match page.notices().await?.is_empty() && page.stored().await?.is_empty() {
        true => Ok(()),
        false => Err(format!("after deleting there is {:?}", page.stored().await?)),
    }
}

/// Settings count from whichever place is newer, already before the app runs.
pub async fn newer_settings(page: &mut Page) -> Done {
    for (first, second, expected) in [(1, 2, "tr"), (4, 3, "en")] {
        page.open_empty().await?;
        let language = |tag: &str| serde_json::json!({ "language": tag });
        page.store(SETTINGS, &record("app", first, None, language("en"))).await?;
        page.store(&format!("{SETTINGS}.b"), &record("app", second, None, language("tr"))).await?;
        page.load(&page.address("pack=nrw&today=2025-08-01", "")).await?;
        let script = format!("return document.documentElement.lang === '{expected}'");
        page.wait("the language of the newer place", 5, &script).await?;
        page.ready().await?;
        if page.js(&script, vec![]).await? != Value::Bool(true) {
            return Err(format!("the app has changed the language from {expected}"));
        }
    }
    Ok(())
}
