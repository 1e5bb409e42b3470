//! Taking a result along as a link, and opening what somebody brings.

use crate::expected::{CHECK_KEY, FIT_KEY, Person, Town, day};
use crate::page::{Done, Page};
use crate::people::{TOWN, european, naturalised};
use serde_json::Value;

const LINK: &str = "return (document.querySelector('.take__link')?.value ?? '')";

/// Shows the code of the own result and returns its link.
pub async fn shown_link(page: &Page) -> Done<String> {
    page.click("[data-take=show]").await?;
    page.wait("a link and its code", 10, "return !!document.querySelector('.qr svg')").await?;
    page.settle().await?;
    let link = page.text_of(LINK).await?;
    if !link.starts_with(&page.address("", "")) {
        return Err(format!("{link} does not lead to this page"));
    }
    Ok(link)
}

/// Opens a link that was brought, on the day of the tests and with nothing kept before.
async fn open_brought(page: &Page, link: &str) -> Done {
    let (base, route) = link.split_once('#').ok_or_else(|| format!("{link} is no route"))?;
    let address = format!("{base}&today=2026-11-22#{route}");
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.load(&address).await?;
    page.ready().await
}

/// A link opened elsewhere gives the same roles, and nothing is taken before that is wanted.
pub async fn link_opened_elsewhere(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open_as(&person, TOWN, "#/result").await?;
    let link = shown_link(page).await?;
    open_brought(page, &link).await?;
    if page.visible("[data-open=compare]").await? {
        return Err("there is nothing to compare with, but it is offered".to_owned());
    }
    let kept = page.stored().await?;
    if !kept.is_empty() {
        return Err(format!("opening a link has stored {kept:?}"));
    }
    page.click("[data-open=take]").await?;
    page.settle().await?;
    let alone = Person { check: Default::default(), ..person.clone() };
    page.expect_result(&town.expect(&alone, day("2026-11-22")?)?).await?;
    if page.kept(FIT_KEY).await? != person.fit {
        return Err(format!("kept is {:?}", page.kept(FIT_KEY).await?));
    }
    page.back().await?;
    if page.visible("[data-open=take]").await? {
        return Err("back leads to the question whether to replace once more".to_owned());
    }
    Ok(())
}

/// The answers of the check are in the link only if that was ticked.
pub async fn sensitive_part(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open_as(&person, TOWN, "#/result").await?;
    let without = shown_link(page).await?;
    let carried = town.opened(&without)?;
    if carried.fit != person.fit || !carried.check.is_empty() {
        return Err(format!("without the tick the link holds {carried:?}"));
    }
    page.click("input[name=take_check]").await?;
    page.wait("another link", 5, &format!("{LINK} !== {without:?}")).await?;
    let with = page.text_of(LINK).await?;
    let carried = town.opened(&with)?;
    if carried.fit != person.fit || carried.check != person.check {
        return Err(format!("with the tick the link holds {carried:?}"));
    }
    page.click("input[name=take_check]").await?;
    page.wait("the first link", 5, &format!("{LINK} === {without:?}")).await?;
    open_brought(page, &with).await?;
    page.click("[data-open=take]").await?;
    page.settle().await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await?;
    if page.kept(CHECK_KEY).await? != person.check {
        return Err(format!("kept is {:?}", page.kept(CHECK_KEY).await?));
    }
    Ok(())
}

/// What is copied is the link, and the page says whether that worked.
pub async fn link_copied(page: &mut Page) -> Done {
    page.open_as(&naturalised()?, TOWN, "#/result").await?;
    let link = shown_link(page).await?;
    let listen = "window.__copied = [];
        const write = navigator.clipboard?.writeText?.bind(navigator.clipboard);
        if (write) navigator.clipboard.writeText = (text) => { __copied.push(text); return write(text); };
        return !!write;";
    let able = page.js(listen, vec![]).await?;
    page.click("[data-take=copy]").await?;
    let said = "return document.querySelector('.take > [role=status]').innerText.trim() !== ''";
    page.wait("a word about copying", 10, said).await?;
    let copied = page.js("return window.__copied", vec![]).await?;
    if able == Value::Bool(true) && copied != serde_json::json!([link]) {
        return Err(format!("copied is {copied}, the link is {link}"));
    }
    Ok(())
}

/// Own answers stay as they are until somebody decides, and then become the others.
pub async fn own_answers_stay(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    let route = format!("#/open/{}", town.code(&other, true));
    page.open_as(&own, TOWN, &route).await?;
    expect_kept(page, &own, "opening").await?;
    page.reload().await?;
    expect_kept(page, &own, "opening again").await?;
    page.click("[data-open=compare]").await?;
    page.settle().await?;
    expect_kept(page, &own, "comparing").await?;
    page.back().await?;
    page.click("[data-open=keep]").await?;
    page.settle().await?;
    expect_kept(page, &own, "changing nothing").await?;
    page.go("#/result").await?;
    page.expect_result(&town.expect(&own, day("2026-11-22")?)?).await?;
    page.go(&route).await?;
    page.click("[data-open=take]").await?;
    page.settle().await?;
    page.expect_result(&town.expect(&other, day("2026-11-22")?)?).await?;
    expect_kept(page, &other, "replacing").await
}

/// A result without the check leaves the own check alone.
pub async fn own_check_stays(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    let route = format!("#/open/{}", town.code(&other, false));
    page.open_as(&own, TOWN, &route).await?;
    page.click("[data-open=take]").await?;
    page.settle().await?;
    let both = Person { fit: other.fit, check: own.check };
    page.expect_result(&town.expect(&both, day("2026-11-22")?)?).await?;
    expect_kept(page, &both, "replacing without the check").await
}

/// Fails unless the browser keeps the answers of this person.
pub async fn expect_kept(page: &Page, person: &Person, what: &str) -> Done {
    for (key, list) in [(FIT_KEY, &person.fit), (CHECK_KEY, &person.check)] {
        let kept = page.kept(key).await?;
        if kept != *list {
            return Err(format!("after {what} {key} is {kept:?}, not {list:?}"));
        }
    }
    Ok(())
}

/// Codes that are spoilt are refused with a sentence, and nothing else happens.
pub async fn spoilt_codes(page: &mut Page) -> Done {
    let (town, own, other) = (Town::load("musterstadt")?, european()?, naturalised()?);
    let code = town.code(&other, true);
    let middle = code.len() / 2;
    let letter = if code[middle..].starts_with('B') { "C" } else { "B" };
    let flipped = format!("{}{letter}{}", &code[..middle], &code[middle + 1..]);
    let spoilt = [
        code[..middle].to_owned(),
        code[1..].to_owned(),
        flipped,
        code.to_lowercase(),
        format!("{code}A"),
        format!("{code}%20"),
        "Ünicode-ß-😀".to_owned(),
        "0189".to_owned(),
        "A".repeat(10_240),
        format!("{code}/{code}"),
        String::new(),
        "<script>window.__bad = 1</script>".to_owned(),
        "<img src=x onerror=window.__bad=1>".to_owned(),
        "%3Cimg%20src=x%20onerror=window.__bad=1%3E".to_owned(),
        "javascript:window.__bad=1".to_owned(),
    ];
    page.open_as(&own, TOWN, "#/").await?;
    let mut problems = Vec::new();
    for code in &spoilt {
        let name: String = code.chars().take(40).collect();
        for start in ["#/open/", "#/compare/"] {
            if let Err(problem) = refused(page, &format!("{start}{code}")).await {
                problems.push(format!("{start}{name}: {problem}"));
            }
        }
    }
    expect_kept(page, &own, "all spoilt codes").await?;
    // The same as the first address of a visit.
    page.load(&page.address(TOWN, "#/open/<script>window.__bad=1</script>")).await?;
    page.ready().await?;
    refused(page, "#/open/<script>window.__bad=1</script>").await?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

/// Goes to an address and looks for the one sentence that refuses it.
async fn refused(page: &Page, route: &str) -> Done {
    page.go(route).await?;
    let script = "const alerts = [...document.querySelectorAll('main [role=alert]')];
        const bad = document.querySelector('main img, main script, main iframe')
            || window.__bad || document.querySelector('[data-open]');
        return [alerts.length, alerts[0]?.querySelector('p.fault')?.innerText
            ?? alerts[0]?.innerText ?? '', String(bad ?? '')];";
    let found = page.js(script, vec![]).await?;
    let (count, sentence, bad): (usize, String, String) =
        serde_json::from_value(found).map_err(|e| e.to_string())?;
    if count != 1 || sentence.split_whitespace().count() < 3 {
        return Err(format!("{count} refusals: {sentence:?}"));
    }
    if !bad.is_empty() {
        return Err(format!("the page has {bad}"));
    }
    Ok(())
}
