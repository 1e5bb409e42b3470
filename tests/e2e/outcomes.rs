//! Every outcome page: the right one for the answers, readable, with a way on.

use crate::browsers::Engine;
use crate::checks::shots;
use crate::page::{Done, NRW, Page};

const KEY: &str = "sitz-und-stimme.answers.nrw";

/// Answers of somebody who may vote and stand; each outcome changes some of them.
const BASE: [(&str, &str); 6] = [
    ("body", "yes"),
    ("born", "1990"),
    ("home", "2010"),
    ("german", "no"),
    ("status", "permit"),
    ("lawful", "2010"),
];

/// What is answered differently.
type Changes = &'static [(&'static str, &'static str)];

/// Outcome by outcome for the election of 2025: id, voting, standing, other answers.
const OUTCOMES: [(&str, &str, &str, Changes); 11] = [
    ("no_council", "no", "no", &[("body", "no")]),
    ("stand_and_vote", "yes", "yes", &[]),
    ("stand_ask_vote", "ask", "yes", &[("german", "yes"), ("other", "no"), ("basis", "unknown")]),
    ("stand_only", "no", "yes", &[("german", "yes"), ("other", "no"), ("basis", "descent")]),
    ("ask", "ask", "ask", &[("status", "fiktion")]),
    ("vote_stand_later", "yes", "later", &[("born", "2008-05-01")]),
    (
        "ask_vote",
        "ask",
        "later",
        &[("born", "2008-05-01"), ("german", "yes"), ("other", "no"), ("basis", "aussiedler")],
    ),
    (
        "later",
        "no",
        "later",
        &[("born", "2008-05-01"), ("german", "yes"), ("other", "no"), ("basis", "descent")],
    ),
    ("elsewhere", "no", "no", &[("home", "none")]),
    ("after_procedure", "no", "no", &[("status", "duldung")]),
    ("not_possible", "no", "no", &[("status", "diplomat")]),
];

/// Opens the result of these answers.
async fn open(page: &Page, query: &str, changes: Changes) -> Done {
    let mut data = serde_json::Map::new();
    for (question, answer) in BASE.iter().chain(changes) {
        data.insert((*question).to_owned(), (*answer).into());
    }
    let envelope = serde_json::json!({ "v": 1, "of": "nrw", "data": data });
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.store(KEY, &envelope.to_string()).await?;
    page.open(query, "#/result").await
}

async fn every_outcome(page: &Page, language: &str) -> Done {
    let query = format!("pack=nrw&today=2025-08-01&lang={language}");
    page.size(320, 640).await?;
    let mut problems = Vec::new();
    for (id, vote, stand, changes) in OUTCOMES {
        open(page, &query, changes).await?;
        if let Err(problem) = one_outcome(page, id, vote, stand).await {
            problems.push(format!("{id}: {problem}"));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

async fn one_outcome(page: &Page, id: &str, vote: &str, stand: &str) -> Done {
    page.expect_outcome(vote, stand).await?;
    let found = page.outcome().await?.outcome;
    if found != id {
        return Err(format!("the outcome is {found}"));
    }
    let open = "for (const part of document.querySelectorAll('.ruling .sources')) part.open = true";
    page.js(open, vec![]).await?;
    // A way on, a reason with a source, and an answer that can be changed.
    for part in [".steps li", ".ruling .sources a[href^=http]", "a[data-change]"] {
        let there = format!("return document.querySelectorAll('{part}').length > 0");
        page.wait(part, 1, &there).await?;
    }
    // Whoever has to ask is told what to bring.
    let asks = [vote, stand].contains(&"ask");
    let brings = page.visible(".bring li").await?;
    if asks != brings {
        return Err(format!("list of what to bring: {brings}, but it should be {asks}"));
    }
    page.assert_no_horizontal_scroll().await?;
    page.assert_axe().await
}

pub async fn german(page: &mut Page) -> Done {
    every_outcome(page, "de").await
}

/// Other words on the same pages: one engine is enough.
pub async fn english(page: &mut Page) -> Done {
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    every_outcome(page, "en").await
}

/// Takes pictures of all outcomes, for people to look at.
pub async fn gallery(page: &mut Page) -> Done {
    if shots().is_none() {
        return Ok(());
    }
    for (width, height) in [(360, 740), (1440, 900)] {
        page.size(width, height).await?;
        for theme in ["light", "dark"] {
            for (id, _, _, changes) in OUTCOMES {
                open(page, NRW, changes).await?;
                page.choose_theme(theme).await?;
                page.go("#/result").await?;
                page.screenshot(&format!("outcome-{id}-{theme}-{width}")).await?;
            }
        }
    }
    Ok(())
}
