//! Keys and fast fingers on the screens of the self-assessment.

use crate::browsers::brief;
use crate::changes::expect_chosen;
use crate::expected::FIT_KEY;
use crate::page::{Done, Page};
use crate::people::TOWN;
use crate::walk::input;
use sitz_und_stimme::domain::answers::Answer;
use std::time::Duration;
use thirtyfour::Key;
use tokio::time::sleep;

/// Longer than a chosen answer is shown before the next screen comes.
const PAUSE: Duration = Duration::from_millis(500);

/// Keys choose and never go on by themselves; Enter does.
pub async fn keyboard_only(page: &mut Page) -> Done {
    page.open(TOWN, "#/").await?;
    page.tab_to("main a[href='#/fit/next']").await?;
    page.press(key(Key::Enter)).await?;
    page.leaves(".hero").await?;
    page.expect_screen("topics").await?;
    for topic in ["education", "work"] {
        page.tab_to(&input("topics", topic)).await?;
        page.press(" ").await?;
    }
    expect_chosen(page, "topics", &["education", "work"]).await?;
    submit(page, "topics").await?;

    page.expect_screen("building").await?;
    page.tab_to("input[name=building]").await?;
    page.press(" ").await?;
    for _ in 0..2 {
        page.press(key(Key::Down)).await?;
    }
    sleep(PAUSE).await;
    page.expect_screen("building").await?;
    expect_chosen(page, "building", &["rather_no"]).await?;
    page.press(key(Key::Enter)).await?;
    page.leaves("form[data-screen=building]").await?;
    page.expect_screen("asking").await?;
    let focus = page.focus().await?;
    if focus.tag != "h1" {
        return Err(format!("on a new screen the focus is on {focus:?}"));
    }

    page.go("#/fit/week").await?;
    for weekday in ["mon", "wed"] {
        page.tab_to(&input("week", weekday)).await?;
        page.press(" ").await?;
    }
    page.tab_to("input[name=evenings]").await?;
    page.press(" ").await?;
    page.press(key(Key::Down)).await?;
    page.tab_to(&input("ties", "family")).await?;
    page.press(" ").await?;
    sleep(PAUSE).await;
    page.expect_screen("week").await?;
    expect_chosen(page, "week", &["mon", "wed"]).await?;
    expect_chosen(page, "evenings", &["one"]).await?;
    expect_chosen(page, "ties", &["family"]).await?;
    submit(page, "week").await?;
    page.expect_screen("gain").await
}

async fn submit(page: &Page, screen: &str) -> Done {
    page.tab_to("form[data-screen] button[type=submit]").await?;
    page.press(key(Key::Enter)).await?;
    page.leaves(&format!("form[data-screen={screen}]")).await
}

fn key(key: Key) -> String {
    char::from(key).to_string()
}

/// Going on without an answer stays at the statement and says what is missing.
pub async fn nothing_chosen_is_explained(page: &mut Page) -> Done {
    page.open(TOWN, "#/fit/building").await?;
    page.click("form[data-screen] button[type=submit]").await?;
    page.settle().await?;
    page.expect_screen("building").await?;
    if page.text("#fault").await?.is_empty() {
        return Err("nothing says that an answer is missing".to_owned());
    }
    page.click(&input("building", "no")).await?;
    page.leaves("form[data-screen=building]").await?;
    page.expect_screen("asking").await?;
    if !page.text("#fault").await?.is_empty() {
        return Err("what was wrong on one screen is still said on the next".to_owned());
    }
    Ok(())
}

/// A page that has only just come takes no tap, because it may be the second one of a double tap;
/// half a second later it does.
pub async fn slow_double_tap(page: &mut Page) -> Done {
    page.open(TOWN, "#/fit/building").await?;
    let script = "return new Promise((done) => {
            location.hash = '#/fit/asking';
            const takes = () => {
                const choices = document.querySelector('form[data-screen=asking] .choices');
                return choices && getComputedStyle(choices).pointerEvents !== 'none';
            };
            // In the moment in which it is there: the next frame may come late.
            const observer = new MutationObserver(() => {
                const first = takes();
                if (first === null) return;
                observer.disconnect();
                setTimeout(() => done([first, takes()]), 700);
            });
            observer.observe(document.querySelector('#app'), { subtree: true, childList: true });
        });";
    let taken = page.js(script, vec![]).await?;
    match taken == serde_json::json!([false, true]) {
        true => Ok(()),
        false => Err(format!("taps are taken at once and later: {taken}")),
    }
}

/// Two taps at the same place answer one question, also where both screens have an answer.
pub async fn double_tap(page: &mut Page) -> Done {
    page.size(360, 740).await?;
    page.open(TOWN, "#/fit/asking").await?;
    let later = rows(page).await?;
    page.go("#/fit/building").await?;
    let both = rows(page).await?.into_iter().find_map(|(value, top, bottom)| {
        let shared = |(_, from, to): &(String, f64, f64)| (top.max(*from), bottom.min(*to));
        let (from, to) = later.iter().map(shared).find(|(from, to)| to - from > 8.0)?;
        Some((value, (from + to) / 2.0))
    });
    let (value, height) = both.ok_or("no place has an answer on both screens")?;
    let count = "window.__hits = [];
        addEventListener('mousedown', (event) => __hits.push(event.target.textContent), true);";
    page.js(count, vec![]).await?;
    let driver = page.driver()?;
    let taps = driver.action_chain().move_to(180, height as i64).click().click();
    taps.perform().await.map_err(brief)?;
    sleep(PAUSE).await;
    page.settle().await?;
    let hits = page.js("return __hits", vec![]).await?;
    if hits.as_array().is_none_or(|hits| hits.len() != 2) {
        return Err(format!("the two taps hit {hits}"));
    }
    let kept = page.kept(FIT_KEY).await?;
    if kept.len() != 1 || kept.get("building") != Some(&Answer::Choice(value)) {
        return Err(format!("two taps answered {kept:?}, hit was {hits}"));
    }
    page.expect_screen("asking").await
}

/// Returns the answers on screen with their upper and lower edges.
async fn rows(page: &Page) -> Done<Vec<(String, f64, f64)>> {
    let script = "return [...document.querySelectorAll('form label.choice')].map((label) => {
            const box = label.getBoundingClientRect();
            return [label.control.value, box.top, box.bottom];
        })";
    serde_json::from_value(page.js(script, vec![]).await?).map_err(|e| e.to_string())
}
