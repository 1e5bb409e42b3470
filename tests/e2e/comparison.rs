//! Two results side by side.

use crate::expected::{Person, Town};
use crate::page::{Done, Page};
use crate::people::{TOWN, european, naturalised};

/// Both columns with their numbers, in words too, before and after a reload.
pub async fn two_results(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    page.open_as(&own, TOWN, &format!("#/compare/{}", town.code(&other, false))).await?;
    both_columns(page, &town, &own, &other).await?;
    page.reload().await?;
    both_columns(page, &town, &own, &other).await?;
    page.choose_language("en").await?;
    both_columns(page, &town, &own, &other).await
}

async fn both_columns(page: &Page, town: &Town, own: &Person, other: &Person) -> Done {
    page.wait("a comparison", 10, "return !!document.querySelector('.compare .bars')").await?;
    page.settle().await?;
    let script = "return [...document.querySelectorAll('.compare .bars .bar-row')].map((row) =>
        [...row.querySelectorAll('dd')].map((value) => value.textContent.trim()))";
    let rows: Vec<Vec<String>> =
        serde_json::from_value(page.js(script, vec![]).await?).map_err(|e| e.to_string())?;
    let profiles = [town.profile(own), town.profile(other)];
    if rows.len() != town.fit.dimensions.len() {
        return Err(format!("{} rows for {} dimensions", rows.len(), town.fit.dimensions.len()));
    }
    for (at, row) in rows.iter().enumerate() {
        let numbers = profiles.each_ref().map(|profile| {
            profile.dimensions[at].value.map(|value| ((value + 105) / 20).to_string())
        });
        let matches = |(text, number): (&String, &Option<String>)| {
            // Without a number it says so in words.
            let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
            number.as_ref().is_none_or(|number| words.clone().any(|word| word == number))
                && text.chars().any(char::is_alphabetic)
        };
        if row.len() != 2 || !row.iter().zip(&numbers).all(matches) {
            return Err(format!("row {at} says {row:?}, it should say {numbers:?}"));
        }
    }
    let lists = "return [...document.querySelectorAll('.compare .columns ol')]
        .map((list) => list.children.length)";
    let lists = page.js(lists, vec![]).await?;
    if lists != serde_json::json!([3, 3]) {
        return Err(format!("lists of roles: {lists}"));
    }
    let seen = page.text(".compare").await?;
    match page.visible(".compare .rows dd").await? && !seen.contains("undefined") {
        true => Ok(()),
        false => Err(format!("no time to compare: {seen}")),
    }
}

/// Whoever has answered too little is led to the questions first.
pub async fn nothing_of_ones_own(page: &mut Page) -> Done {
    let (town, other) = (Town::load("musterstadt")?, naturalised()?);
    page.open_as(&Person::default(), TOWN, &format!("#/compare/{}", town.code(&other, false)))
        .await?;
    let way = "return !!document.querySelector(\".compare a[href='#/fit/next']\")
        && !document.querySelector('.compare .bars')";
    page.wait("a way to the own answers", 5, way).await?;
    let kept = page.js("return localStorage.length", vec![]).await?;
    match kept == 0 {
        true => Ok(()),
        false => Err(format!("comparing has stored {:?}", page.stored().await?)),
    }
}
