//! The explainer: a story that works by keyboard and in stillness, three lengths, a game, an estimate.

use crate::page::{Done, NRW, Page};
use crate::server::Fault;
use serde_json::Value;
use thirtyfour::Key;

const SCENE: &str = "return document.querySelector('.story__picture').dataset.scene";

fn key(key: Key) -> String {
    char::from(key).to_string()
}

async fn scene(page: &Page) -> Done<String> {
    page.text_of(SCENE).await
}

/// Waits until a scene is shown, with a caption and a description of its picture in words.
async fn expect_scene(page: &Page, wanted: &str) -> Done {
    let script = format!(
        "const picture = document.querySelector('.story__picture');
        return picture.dataset.scene === '{wanted}' && picture.getAttribute('role') === 'img'
            && picture.getAttribute('aria-label').length > 20
            && document.querySelector('.story__caption').innerText.trim().length > 20;"
    );
    page.wait(&format!("the scene {wanted} with its caption"), 5, &script).await
}

const SCENES: [&str; 7] = ["worry", "talk", "motion", "agenda", "committee", "council", "outcome"];

/// By keyboard alone: from scene to scene, there and back, and everything as text.
pub async fn story_by_keyboard(page: &mut Page) -> Done {
    for language in ["de", "en"] {
        page.open(&format!("pack=nrw&lang={language}"), "#/role").await?;
        expect_scene(page, SCENES[0]).await?;
        page.tab_to(".story__main").await?;
        for wanted in &SCENES[1..] {
            page.press(key(Key::Right)).await?;
            expect_scene(page, wanted).await?;
        }
        page.press(key(Key::Left)).await?;
        expect_scene(page, SCENES[5]).await?;
        // For a screen reader the story is a list of sentences.
        page.click(".story details summary").await?;
        let told = "const lines = [...document.querySelectorAll('.story details li')];
            return lines.length === 7 && lines.every((line) => line.innerText.trim().length > 20);";
        page.wait("the story as text", 3, told).await?;
    }
    Ok(())
}

/// It never starts by itself; once started it goes on until somebody stops it.
pub async fn story_plays_and_stops(page: &mut Page) -> Done {
    page.open(NRW, "#/role").await?;
    expect_scene(page, SCENES[0]).await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    if scene(page).await? != SCENES[0] {
        return Err("the story has started by itself".to_owned());
    }
    page.click(".story__main").await?;
    let on = format!(
        "return document.querySelector('.story__picture').dataset.scene === '{}'",
        SCENES[1]
    );
    page.wait("the story goes on", 15, &on).await?;
    page.click(".story__main").await?;
    let here = scene(page).await?;
    tokio::time::sleep(std::time::Duration::from_secs(12)).await;
    match scene(page).await? == here {
        true => Ok(()),
        false => Err("the story went on after it was stopped".to_owned()),
    }
}

/// Whoever wants stillness gets steps: nothing plays, the buttons still lead through the story.
pub async fn story_in_stillness(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    let still = "const real = window.matchMedia.bind(window);
        window.matchMedia = (query) => query.includes('prefers-reduced-motion')
            ? { matches: true, media: query, addEventListener() {}, addListener() {} } : real(query);";
    page.js(still, vec![]).await?;
    page.go("#/role").await?;
    expect_scene(page, SCENES[0]).await?;
    page.click(".story__main").await?;
    expect_scene(page, SCENES[1]).await?;
    tokio::time::sleep(std::time::Duration::from_secs(11)).await;
    if scene(page).await? != SCENES[1] {
        return Err("the story plays although stillness is wanted".to_owned());
    }
    page.click(".story__main").await?;
    expect_scene(page, SCENES[2]).await
}

/// The texts come when the explainer is opened, not before.
pub async fn loaded_when_opened(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    // Long enough for the second part of the program, which comes when the first page stands.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let asked = "return performance.getEntriesByType('resource')
        .filter((entry) => /\\/(role|way)\\.[a-z.]*json/.test(entry.name)).length";
    if page.js(asked, vec![]).await? != 0 {
        return Err("files of the explainer or the path were fetched at the start".to_owned());
    }
    page.go("#/role").await?;
    expect_scene(page, SCENES[0]).await?;
    let asked = page.js(asked, vec![]).await?;
    if asked != 2 { Err(format!("{asked} files were fetched instead of two")) } else { Ok(()) }
}

/// Every statement of the five minutes and of everything has its sources one tap away.
pub async fn sources_are_one_tap_away(page: &mut Page) -> Done {
    page.open(NRW, "#/role/all").await?;
    let bare = "return [...document.querySelectorAll('.chapter [data-part]')]
        .filter((part) => !part.matches('.myth, .question') && !part.querySelector('details'))
        .map((part) => part.dataset.part)";
    page.wait("all chapters", 8, "return document.querySelectorAll('.chapter').length === 17")
        .await?;
    let found = page.js(bare, vec![]).await?;
    if found != Value::Array(Vec::new()) {
        return Err(format!("no sources beside {found}"));
    }
    page.click(".chapter [data-part=name] .sources summary").await?;
    let links = "return !!document.querySelector('.sources[open] a[href^=https]')";
    page.wait("links to sources", 2, links).await?;
    page.go("#/role/five").await?;
    let folded = "const chapters = [...document.querySelectorAll('.chapter')];
        return chapters.length > 9
            && chapters.every((chapter) => chapter.querySelectorAll('.sources').length === 1)";
    page.wait("five minutes with sources by chapter", 5, folded).await?;
    page.click(".chapter .sources summary").await?;
    let grounds = "const list = document.querySelector('.sources[open] .grounds');
        const parts = list?.closest('.chapter').querySelectorAll('[data-part]');
        return parts && list.children.length === parts.length
            && !!list.querySelector('a[href^=https]')";
    page.wait("what the statements rest on", 2, grounds).await
}

/// A claim answers only after a guess; at the end stands how many were right.
pub async fn myths(page: &mut Page) -> Done {
    page.open(NRW, "#/role/myths").await?;
    page.wait("claims", 8, "return document.querySelectorAll('.myth').length > 5").await?;
    if page.visible(".myth__answer").await? {
        return Err("an answer stands there before the guess".to_owned());
    }
    let guess = "for (const claim of document.querySelectorAll('.myth'))
        claim.querySelector('.myth__button').click();";
    page.js(guess, vec![]).await?;
    let told = "const claims = document.querySelectorAll('.myth').length;
        const right = document.querySelectorAll('.myth__answer[data-right=yes]').length;
        const wrong = document.querySelectorAll('.myth__answer[data-right=no]').length;
        const score = document.querySelector('.myths__score')?.innerText ?? '';
        return right > 0 && wrong > 0 && right + wrong === claims
            && score.includes(String(right)) && score.includes(String(claims))";
    page.wait("answers and how many were right", 3, told).await
}

/// The estimate follows its numbers, in words and in the picture.
pub async fn estimate(page: &mut Page) -> Done {
    page.open(NRW, "#/role/time").await?;
    page.wait("the estimate", 8, "return !!document.querySelector('.estimate__sum')").await?;
    let evenings = "return document.querySelectorAll('.estimate .evening--session').length";
    if page.js(evenings, vec![]).await? != 7 || !page.text(".estimate__sum").await?.contains("47") {
        return Err(format!(
            "it does not begin with the pack's numbers: {}",
            page.text(".estimate__sum").await?
        ));
    }
    page.click(".estimate__row:first-child .stepper__button:last-child").await?;
    let grown = "return document.querySelectorAll('.estimate .evening--session').length === 8
        && document.querySelector('.estimate__sum').innerText.includes('52')";
    page.wait("one session more", 2, grown).await?;
    for _ in 0..3 {
        page.click(".estimate__row:nth-child(6) .stepper__button:last-child").await?;
    }
    let projects = "return document.querySelectorAll('.estimate .evening--project').length === 3";
    page.wait("evenings for projects", 2, projects).await?;
    let squares = "const path = document.querySelector('.estimate path.evening');
        const free = path.getAttribute('d').split('M').length - 1;
        return free + document.querySelectorAll('.estimate rect.evening').length === 365";
    page.wait("365 evenings in the picture", 2, squares).await
}

/// A figure has its numbers as a table, each with its source.
pub async fn figures(page: &mut Page) -> Done {
    page.open(NRW, "#/role/numbers").await?;
    page.wait("figures", 8, "return document.querySelectorAll('figure.chart').length === 5")
        .await?;
    page.js(
        "for (const part of document.querySelectorAll('.chart details')) part.open = true",
        vec![],
    )
    .await?;
    let tables = "const charts = [...document.querySelectorAll('figure.chart')];
        return charts.every((chart) => chart.querySelectorAll('table tbody tr').length > 0)
            && [...document.querySelectorAll('.chart tbody tr')]
                .every((row) => row.querySelector('[colspan], a[href^=http]'))";
    page.wait("tables with sources", 3, tables).await?;
    let line = "return !!document.querySelector('figure[data-figure=turnout] svg')
        && !!document.querySelector('figure[data-figure=turnout] .chart__break')";
    page.wait("the break where more people may vote", 2, line).await
}

/// If its files do not come, the page says so and can be asked again.
pub async fn broken_explainer(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("packs/nrw/role.json", Fault::Status(404));
    page.open(NRW, "#/role").await?;
    page.wait("a second try", 8, "return !!document.querySelector('.waiting button')").await?;
    page.server.heal();
    page.click(".waiting button").await?;
    expect_scene(page, SCENES[0]).await
}
