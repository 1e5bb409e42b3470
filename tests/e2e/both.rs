//! Two languages at once: German under headings, questions and answers of another language.

use crate::expected::Town;
use crate::languages::Words;
use crate::page::{Done, Page};
use serde_json::{Value, json};

const QUERY: &str = "pack=nrw&today=2026-11-22&lang=";

/// Turns the second language on or off, by the switch that every page has.
async fn switch(page: &Page) -> Done {
    page.click(".foot .tick").await?;
    page.settle().await
}

/// Returns all lines in a second language with their language, those of `main` that match.
async fn lines(page: &Page, css: &str) -> Done<Vec<String>> {
    let script = "return [...document.querySelectorAll(arguments[0])].flatMap((whole) =>
        [...whole.querySelectorAll('.beside')].map((line) => `${line.lang} ${line.dir} ${line.innerText}`))";
    let found = page.js(script, vec![json!(format!("main {css}"))]).await?;
    serde_json::from_value(found).map_err(|e| e.to_string())
}

async fn expect(page: &Page, css: &str, german: &Words, keys: &[&str]) -> Done {
    let mut wanted = Vec::new();
    for key in keys {
        wanted.push(format!("de ltr {}", german.say(key)?));
    }
    let first = format!("return !!document.querySelector('main {css} .beside')");
    page.wait("a line in German", 8, &first).await?;
    let found = lines(page, css).await?;
    match found == wanted {
        true => Ok(()),
        false => Err(format!("{css}: {found:?} instead of {wanted:?}")),
    }
}

async fn expect_none(page: &Page) -> Done {
    page.wait("no line in German", 8, "return !document.querySelector('.beside')").await
}

/// From a heading to the answers, over a reload and another language, and off again.
pub async fn german_beside(page: &mut Page) -> Done {
    let german = Words::load(&Town::load("nrw")?, "de")?;
    page.open(&format!("{QUERY}pl"), "#/").await?;
    expect_none(page).await?;
    switch(page).await?;
    expect(page, "h1", &german, &["home.title"]).await?;
    page.go("#/quiz").await?;
    let title = format!("question.{}.title", page.question().await?);
    expect(page, "h1", &german, &[&title]).await?;
    page.go("#/fit/experience").await?;
    expect(page, "h1", &german, &["fit.q.experience.title"]).await?;
    let count = "return document.querySelectorAll('main .choice').length
        === document.querySelectorAll('main .choice .beside').length";
    if page.js(count, vec![]).await? != Value::Bool(true) {
        return Err("an answer has no German text under it".to_owned());
    }
    let own = "return [...document.querySelectorAll('.choice__text')].every((text) =>
        text.firstChild.data !== text.querySelector('.beside').innerText)";
    if page.js(own, vec![]).await? != Value::Bool(true) {
        return Err("an answer is in German twice".to_owned());
    }
    page.assert_axe().await?;
    for route in ["#/role/rights", "#/path", "#/path/meeting", "#/events", "#/settings"] {
        page.go(route).await?;
        page.wait(route, 8, "return !!document.querySelector('main h1 .beside')").await?;
    }
    page.choose_language("ar").await?;
    page.go("#/fit/experience").await?;
    expect(page, "h1", &german, &["fit.q.experience.title"]).await?;
    page.reload().await?;
    expect(page, "h1", &german, &["fit.q.experience.title"]).await?;
    page.choose_language("de").await?;
    expect_none(page).await?;
    if page.visible(".foot .tick").await? {
        return Err("German offers German as a second language".to_owned());
    }
    page.choose_language("tr").await?;
    expect(page, "h1", &german, &["fit.q.experience.title"]).await?;
    switch(page).await?;
    expect_none(page).await
}

/// The minutes go to a German office: their fields have German names whether or not anybody asked for it.
pub async fn minutes_for_the_office(page: &mut Page) -> Done {
    page.open(&format!("{QUERY}pl"), "#/path/minutes").await?;
    page.wait("German labels", 8, "return !!document.querySelector('.paper__label .beside')")
        .await?;
    let labels = "const all = [...document.querySelectorAll('.paper__label')];
        return all.length > 5 && all.every((label) => label.querySelector('.beside[lang=de]'))";
    if page.js(labels, vec![]).await? != Value::Bool(true) {
        return Err("a field of the minutes has no German label".to_owned());
    }
    page.choose_language("de").await?;
    expect_none(page).await
}
