//! Taking a result along as a file, and opening a file that somebody brings.

use crate::browsers::{Engine, brief};
use crate::carry::expect_kept;
use crate::expected::{Person, Town, day};
use crate::page::{Done, Page};
use crate::people::{TOWN, european, naturalised};
use crate::processes::Scratch;
use serde_json::Value;
use sitz_und_stimme::domain::share;
use std::fs;
use thirtyfour::By;

const INPUT: &str = "main input[type=file]";

/// Keeps what the page hands out, instead of letting the browser write it to a folder.
pub const CATCH: &str = "window.__handed = [];
    const make = URL.createObjectURL.bind(URL);
    const blobs = new Map();
    URL.createObjectURL = (blob) => {
        const address = make(blob);
        blobs.set(address, blob);
        return address;
    };
    addEventListener('click', (event) => {
        const link = event.target.closest?.('a[download]');
        if (!link) return;
        event.preventDefault();
        blobs.get(link.href).text().then((text) => __handed.push([link.download, text]));
    }, true);";

/// The file that is handed out holds the result, with the check only on request.
pub async fn saved(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open_as(&person, TOWN, "#/result").await?;
    page.js(CATCH, vec![]).await?;
    for (number, check) in [(1, false), (2, true)] {
        if check {
            page.click("input[name=take_check]").await?;
        }
        page.click(".take__buttons button:nth-of-type(2)").await?;
        let there = format!("return __handed.length === {number}");
        page.wait("a file is handed out", 5, &there).await?;
        let (name, text) = handed(page).await?;
        if name != "sitz-und-stimme-2026-11-22.json" {
            return Err(format!("the file is called {name}"));
        }
        let carried = share::from_file(&text, &town.fit, &town.pack)
            .map_err(|e| format!("the file cannot be opened, {e:?}: {text}"))?;
        let expected = person.carried(check);
        if carried != expected {
            return Err(format!("the file holds {carried:?}, not {expected:?}"));
        }
    }
    Ok(())
}

/// Returns name and text of the last file that was handed out.
pub async fn handed(page: &Page) -> Done<(String, String)> {
    let last = page.js("return __handed.at(-1)", vec![]).await?;
    serde_json::from_value(last).map_err(|e| e.to_string())
}

/// Chooses a file with this content.
pub async fn choose(page: &Page, name: &str, content: &[u8]) -> Done {
    if page.engine() == Engine::Webkit {
        return choose_by_script(page, name, content).await;
    }
    let scratch = Scratch::new()?;
    fs::create_dir_all(scratch.join("")).map_err(|e| e.to_string())?;
    let file = scratch.join(name);
    fs::write(&file, content).map_err(|e| e.to_string())?;
    let input = page.driver()?.find(By::Css(INPUT)).await.map_err(brief)?;
    input.send_keys(file.display().to_string()).await.map_err(brief)?;
    page.settle().await?;
    // The browser may still read the file.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    page.settle().await
}

/// The driver of this engine cannot choose files, so the page is handed one.
async fn choose_by_script(page: &Page, name: &str, content: &[u8]) -> Done {
    let text = String::from_utf8_lossy(content);
    // A long file is made of a repeated character there, which spares the driver its length.
    let (text, times) = match content.len() > 1_000_000 {
        true => (text.chars().take(1).collect::<String>(), content.len()),
        false => (text.into_owned(), 1),
    };
    let script = "const chosen = new DataTransfer();
        const text = arguments[2].repeat(arguments[3]);
        chosen.items.add(new File([text], arguments[1], { type: 'application/json' }));
        const input = document.querySelector(arguments[0]);
        input.files = chosen.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    page.js(script, vec![INPUT.into(), name.into(), text.into(), times.into()]).await?;
    page.settle().await?;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    page.settle().await
}

/// A file that was handed out can be opened elsewhere and gives the same result.
pub async fn opened(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    let text = share::to_file(&other.carried(true), &town.pack);
    page.open_as(&own, TOWN, "#/fit").await?;
    choose(page, "from-a-friend.json", text.as_bytes()).await?;
    page.wait("the question what to do", 5, "return location.hash.startsWith('#/open/')").await?;
    expect_kept(page, &own, "choosing a file").await?;
    page.click("[data-open=take]").await?;
    page.settle().await?;
    page.expect_result(&town.expect(&other, day("2026-11-22")?)?).await?;
    expect_kept(page, &other, "replacing").await
}

/// Files that are no results are refused with a sentence, and the next one can be chosen.
pub async fn wrong_files(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    let good = share::to_file(&other.carried(true), &town.pack);
    let wrong: [(&str, Vec<u8>); 8] = [
        ("empty.json", Vec::new()),
        ("text.json", b"Dear diary".to_vec()),
        ("other.json", b"{\"answers\": [1, 2, 3]}".to_vec()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe".to_vec()),
        ("cut.json", good.as_bytes()[..good.len() / 2].to_vec()),
        ("future.json", good.replace("\"v\":2", "\"v\":9999").into_bytes()),
        ("elsewhere.json", good.replace("\"of\":\"nrw\"", "\"of\":\"bavaria\"").into_bytes()),
        ("huge.json", vec![b' '; 10_485_760]),
    ];
    page.open_as(&own, TOWN, "#/fit").await?;
    let mut problems = Vec::new();
    for (name, content) in &wrong {
        if let Err(problem) = refused(page, name, content, &own).await {
            problems.push(format!("{name}: {problem}"));
        }
    }
    choose(page, "good.json", good.as_bytes()).await?;
    if !page.visible("[data-open=take]").await? {
        problems.push(format!("a good file is not opened: {}", page.text(".brought").await?));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

async fn refused(page: &Page, name: &str, content: &[u8], own: &Person) -> Done {
    page.go("#/").await?;
    page.go("#/fit").await?;
    choose(page, name, content).await?;
    let sentence = "return (document.querySelector('.brought .fault')?.innerText ?? '')
        .trim().split(/\\s+/).length >= 3";
    page.wait("a sentence about the file", 5, sentence).await?;
    let here = page.js("return location.hash === '#/fit'", vec![]).await?;
    if here != Value::Bool(true) {
        return Err("the page has changed".to_owned());
    }
    expect_kept(page, own, "a wrong file").await
}
