//! The result as assistive programs get it: headings, numbers, names and lists.

use crate::browsers::{Engine, brief};
use crate::carry::shown_link;
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use serde_json::{Value, json};
use std::collections::HashMap;

/// One object of the accessibility tree.
#[derive(Debug)]
struct Object {
    role: String,
    name: String,
    level: u64,
}

/// Returns what is not ignored, in the order in which it is read.
async fn tree(page: &Page) -> Done<Vec<Object>> {
    let found = page.session.devtools("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
    let id = |node: &Value| node["nodeId"].as_str().unwrap_or_default().to_owned();
    let by_id: HashMap<String, &Value> = nodes.iter().map(|node| (id(node), node)).collect();
    let mut open: Vec<&Value> = nodes.first().into_iter().collect();
    let mut objects = Vec::new();
    while let Some(node) = open.pop() {
        let children = node["childIds"].as_array().cloned().unwrap_or_default();
        let children = children.iter().rev().filter_map(|child| by_id.get(child.as_str()?));
        open.extend(children.copied());
        if node["ignored"] == Value::Bool(true) {
            continue;
        }
        let text = |field: &str| node[field]["value"].as_str().unwrap_or_default().to_owned();
        let properties = node["properties"].as_array().cloned().unwrap_or_default();
        let level = properties.iter().find(|property| property["name"] == "level");
        let level = level.and_then(|level| level["value"]["value"].as_u64()).unwrap_or(0);
        objects.push(Object { role: text("role"), name: text("name"), level });
    }
    Ok(objects)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Headings without jumps, numbers beside their bars, a name for the code, lists as lists.
pub async fn of_the_result(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        // The other drivers do not hand out their tree; see `lists_stay_lists` for roles.
        return Ok(());
    }
    page.open_as(&naturalised()?, TOWN, "#/result").await?;
    shown_link(page).await?;
    page.js(
        "for (const part of document.querySelectorAll('main details')) part.open = true",
        vec![],
    )
    .await?;
    page.settle().await?;
    let objects = tree(page).await?;
    headings(&objects)?;
    let read: String =
        objects.iter().filter(|o| o.role == "StaticText").map(|o| flat(&o.name)).collect();
    for number in numbers(page).await? {
        if !read.contains(&flat(&number)) {
            return Err(format!("{number:?} is not read out"));
        }
    }
    let code = objects.iter().find(|o| o.role == "image" && o.name.contains("QR"));
    if code.is_none() {
        let images: Vec<&Object> = objects.iter().filter(|o| o.role == "image").collect();
        return Err(format!("the code has no name among {images:?}"));
    }
    let lists = "return [...document.querySelectorAll('ul, ol')]
        .filter((list) => list.checkVisibility())
        .map((list) => [list.parentElement.className || list.parentElement.localName,
            list.children.length])";
    let lists: Vec<(String, usize)> =
        serde_json::from_value(page.js(lists, vec![]).await?).map_err(|e| e.to_string())?;
    let empty: Vec<&String> = lists.iter().filter(|list| list.1 == 0).map(|list| &list.0).collect();
    if !empty.is_empty() {
        return Err(format!("lists of nothing are read out, in {empty:?}"));
    }
    let lists = lists.len();
    let told = objects.iter().filter(|o| o.role == "list").count();
    if lists != told || lists == 0 {
        return Err(format!("{told} of {lists} lists are lists"));
    }
    let nameless: Vec<&Object> = objects
        .iter()
        .filter(|o| ["link", "button", "checkbox", "textbox", "combobox"].contains(&&*o.role))
        .filter(|o| o.name.trim().is_empty())
        .collect();
    if !nameless.is_empty() {
        return Err(format!("without a name: {nameless:?}"));
    }
    Ok(())
}

fn headings(objects: &[Object]) -> Done {
    let headings: Vec<&Object> = objects.iter().filter(|o| o.role == "heading").collect();
    let mut before = 0;
    for heading in &headings {
        if heading.level > before + 1 || (before == 0) != (heading.level == 1) {
            return Err(format!("{heading:?} follows one of level {before}: {headings:?}"));
        }
        before = heading.level;
        if heading.name.trim().is_empty() {
            return Err(format!("an empty heading: {headings:?}"));
        }
    }
    if headings.len() > 5 { Ok(()) } else { Err(format!("only the headings {headings:?}")) }
}

/// Returns the texts that stand for bars; fails if a bar has none.
async fn numbers(page: &Page) -> Done<Vec<String>> {
    let script = "const texts = '.bar__text, .strength__number, .points__number, .sureness p';
        return [...document.querySelectorAll('article.result svg.bar')]
            .filter((bar) => bar.checkVisibility())
            .map((bar) => {
                const row = bar.closest('.bar-row, .strength__row, .points, .sureness');
                const text = row?.querySelector(texts)?.textContent.trim() ?? '';
                const hidden = bar.getAttribute('aria-hidden') === 'true';
                return [hidden, text, (row ?? bar.parentElement).textContent.trim()];
            })";
    let found = page.js(script, vec![]).await?;
    let bars: Vec<(bool, String, String)> =
        serde_json::from_value(found).map_err(|e| e.to_string())?;
    let bad = bars.iter().find(|(hidden, text, _)| {
        !hidden || text.is_empty() || !text.chars().any(|c| c.is_ascii_digit())
    });
    match bad {
        Some(bar) => Err(format!("a bar without a number: {bar:?}")),
        None if bars.len() < 10 => Err(format!("only {} bars", bars.len())),
        None => Ok(bars.into_iter().map(|(_, text, _)| text).collect()),
    }
}

/// Lists without bullets are lists in every engine; some take that role away with the bullets.
pub async fn lists_stay_lists(page: &mut Page) -> Done {
    page.open_as(&naturalised()?, TOWN, "#/result").await?;
    let mut wrong = Vec::new();
    for list in [".matches", ".strengths", ".steps", ".because", "nav ul"] {
        let element = page.find(list).await?;
        let role = page.session.role_of(&element).await.map_err(brief)?;
        if role != "list" {
            wrong.push(format!("{list} is {role:?}"));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong.join(", "))
}
