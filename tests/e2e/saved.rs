//! What stays in the browser, when, and what happens if it cannot or is spoilt.

use crate::page::{Done, NRW, Page};
use crate::quiz::{Hand, RESIDENT};
use crate::server::Storage;
use serde_json::Value;

const ANSWERS: &str = "sitz-und-stimme.answers.nrw";

/// Looking around leaves no trace; the first answer does.
pub async fn nothing_before_first_answer(page: &mut Page) -> Done {
    for route in ["#/", "#/role", "#/events", "#/about", "#/settings", "#/quiz"] {
        page.open(NRW, route).await?;
        let kept = page.stored().await?;
        if !kept.is_empty() {
            return Err(format!("{route} stored {kept:?}"));
        }
    }
    page.walk_until(RESIDENT, Hand::Mouse, "home").await?;
    value_of(page, ANSWERS).await.map(drop)
}

/// Deleting everything deletes everything, and asks first.
pub async fn delete_everything(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk(RESIDENT, Hand::Mouse).await?;
    page.choose_theme("dark").await?;
    page.go("#/settings").await?;
    page.click("#delete-everything").await?;
    page.settle().await?;
    value_of(page, ANSWERS).await?;
    page.click("#delete-confirm").await?;
    let empty = "return localStorage.length + sessionStorage.length === 0";
    page.wait("every key is deleted", 5, empty).await?;
    page.ready().await?;
    page.open(NRW, "#/quiz").await?;
    page.expect_question("body").await?;
    page.wait("nothing is written again", 1, empty).await
}

pub async fn storage_blocked(page: &mut Page) -> Done {
    works_in_memory(page, Storage::Blocked).await
}

pub async fn storage_full(page: &mut Page) -> Done {
    works_in_memory(page, Storage::Full).await
}

/// Data that cannot be read is set aside, people start anew and are told once.
pub async fn damaged_data(page: &mut Page) -> Done {
    let damaged = "{\"format\":1,\"answers\":{\"bo";
    page.open_empty().await?;
    page.store(ANSWERS, damaged).await?;
    is_set_aside(page, damaged).await
}

/// Data of a later version of the app is set aside as it is.
pub async fn future_data(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "home").await?;
    let mut saved: Value = serde_json::from_str(&value_of(page, ANSWERS).await?)
        .map_err(|e| format!("{ANSWERS} is no JSON: {e}"))?;
    let version = ["format", "version", "v"]
        .into_iter()
        .find(|name| saved[name].is_number())
        .ok_or_else(|| format!("no version in {saved}"))?;
    saved[version] = 9999.into();
    let future = saved.to_string();
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.store(ANSWERS, &future).await?;
    is_set_aside(page, &future).await
}

/// Opens the app over spoilt answers and goes on from there.
async fn is_set_aside(page: &mut Page, spoilt: &str) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.expect_question("body").await?;
    let notice = page.notices().await?;
    if notice.is_empty() {
        return Err("nobody is told that the answers could not be read".to_owned());
    }
    still_there(page, spoilt).await?;
    page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    still_there(page, spoilt).await?;
    page.reload().await?;
    page.expect_question("german").await?;
    still_there(page, spoilt).await?;
    let told = page.told().await?;
    if told.iter().any(|text| text.contains(&notice)) {
        return Err(format!("told a second time: {notice:?}"));
    }
    Ok(())
}

async fn still_there(page: &Page, spoilt: &str) -> Done {
    let kept = page.stored().await?;
    if kept.iter().any(|(_, value)| value == spoilt) {
        return Ok(());
    }
    Err(format!("the spoilt data is gone, there is {kept:?}"))
}

/// Without storage everything works until the page is closed, and one notice says so.
async fn works_in_memory(page: &mut Page, storage: Storage) -> Done {
    page.server.storage(storage);
    page.open(NRW, "#/quiz").await?;
    page.walk(RESIDENT, Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await?;
    page.go("#/role").await?;
    page.go("#/result").await?;
    page.expect_outcome("yes", "yes").await?;
    let told = page.told().await?;
    match told.as_slice() {
        [] => Err("nobody is told that nothing can be saved".to_owned()),
        [_] => Ok(()),
        more => Err(format!("told {} times: {more:?}", more.len())),
    }
}

async fn value_of(page: &Page, key: &str) -> Done<String> {
    let kept = page.stored().await?;
    let found = kept.iter().find(|(name, _)| name == key);
    found
        .map(|(_, value)| value.clone())
        .ok_or_else(|| format!("{key} is not stored, there is {kept:?}"))
}
