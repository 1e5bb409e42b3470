//! What the self-assessment leaves in the browser, and what happens if it cannot or is spoilt.

use crate::expected::{CHECK_KEY, FIT_KEY, Town, day, stored};
use crate::page::{Done, Page};
use crate::people::{TOWN, beginner, european, naturalised};
use crate::server::Storage;
use crate::walk::{Walk, input};

pub async fn storage_blocked(page: &mut Page) -> Done {
    works_in_memory(page, Storage::Blocked).await
}

pub async fn storage_full(page: &mut Page) -> Done {
    works_in_memory(page, Storage::Full).await
}

/// The whole way works without storage, and one notice says that nothing is kept.
async fn works_in_memory(page: &mut Page, storage: Storage) -> Done {
    page.server.storage(storage);
    let (town, person) = (Town::load("musterstadt")?, european()?);
    page.open(TOWN, "#/").await?;
    page.click("main a[href='#/fit/next']").await?;
    page.settle().await?;
    Walk::new(page, &town, &person).finish().await?;
    let expected = town.expect(&person, day("2026-11-22")?)?;
    page.expect_result(&expected).await?;
    page.go("#/fit").await?;
    page.go("#/fit/building").await?;
    page.go("#/result").await?;
    page.expect_result(&expected).await?;
    let told = page.told().await?;
    match told.as_slice() {
        [] => Err("nobody is told that nothing can be saved".to_owned()),
        [_] => Ok(()),
        more => Err(format!("told {} times: {more:?}", more.len())),
    }
}

/// Looking around leaves no trace; the first tap on an answer is kept at once.
pub async fn nothing_before_first_answer(page: &mut Page) -> Done {
    for route in ["#/", "#/fit", "#/fit/next", "#/fit/building", "#/fit/week", "#/open/A"] {
        page.open(TOWN, route).await?;
        let kept = page.stored().await?;
        if !kept.is_empty() {
            return Err(format!("{route} stored {kept:?}"));
        }
    }
    page.open(TOWN, "#/fit/next").await?;
    page.click(&input("topics", "work")).await?;
    page.settle().await?;
    page.expect_screen("topics").await?;
    let kept = page.stored().await?;
    match kept.as_slice() {
        [(key, text)] if key == FIT_KEY && text.contains("\"work\"") => Ok(()),
        other => Err(format!("after the first tap there is {other:?}")),
    }
}

pub async fn damaged_assessment(page: &mut Page) -> Done {
    let check = stored(&naturalised()?.check);
    is_set_aside(page, "{\"v\":1,\"of\":\"nrw\",\"da", &check).await
}

pub async fn future_assessment(page: &mut Page) -> Done {
    let check = stored(&naturalised()?.check);
    is_set_aside(page, "{\"data\":{},\"of\":\"nrw\",\"v\":9999}", &check).await
}

/// Both lists cannot be read: both are set aside, and one notice says so.
pub async fn everything_damaged(page: &mut Page) -> Done {
    is_set_aside(page, "[1, 2", "nothing").await
}

/// Opens the app over spoilt answers, starts anew, and looks for what was there.
async fn is_set_aside(page: &mut Page, fit: &str, check: &str) -> Done {
    page.open_empty().await?;
    page.store(FIT_KEY, fit).await?;
    page.store(CHECK_KEY, check).await?;
    page.open(TOWN, "#/fit").await?;
    let notices = "return document.querySelectorAll('#notices .notice').length";
    let count = page.js(notices, vec![]).await?;
    if count.as_u64() != Some(1) {
        return Err(format!("{count} notices: {:?}", page.notices().await?));
    }
    let notice = page.notices().await?;
    page.go("#/fit/next").await?;
    page.expect_screen("topics").await?;
    let (town, person) = (Town::load("musterstadt")?, beginner()?);
    Walk::new(page, &town, &person).until("asking").await?;
    page.reload().await?;
    page.expect_screen("asking").await?;
    let told = page.told().await?;
    if told.iter().any(|text| text.contains(&notice)) {
        return Err(format!("told a second time: {notice:?}"));
    }
    let kept = page.stored().await?;
    for spoilt in [fit, check] {
        if !kept.iter().any(|(_, value)| value == spoilt) {
            return Err(format!("{spoilt:?} is gone, there is {kept:?}"));
        }
    }
    if page.kept(FIT_KEY).await?.len() != 2 {
        return Err(format!("two answers are not kept, there is {kept:?}"));
    }
    Ok(())
}

/// Deleting everything takes the self-assessment along.
pub async fn delete_everything(page: &mut Page) -> Done {
    page.open_as(&naturalised()?, TOWN, "#/settings").await?;
    page.click("#delete-everything").await?;
    page.settle().await?;
    page.click("#delete-confirm").await?;
    let empty = "return localStorage.length + sessionStorage.length === 0";
    page.wait("every key is deleted", 5, empty).await?;
    page.go("#/fit/next").await?;
    page.expect_screen("topics").await?;
    page.go("#/result").await?;
    if page.visible("article.result").await? {
        return Err("there is still a result".to_owned());
    }
    page.wait("nothing is written again", 1, empty).await
}
