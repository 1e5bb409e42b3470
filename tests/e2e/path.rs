//! My path: the next step of every phase, ticks that stay, a calendar, papers, and who cannot stand.

use crate::carry_file::{CATCH, handed};
use crate::expected::{Town, day};
use crate::page::{Done, NRW, Page};
use crate::people::naturalised;
use crate::quiz::{Hand, MINOR};
use crate::server::Fault;

/// Long before the next election, whose day nobody has fixed.
const TODAY: &str = "2026-11-22";

const STEPS: &str = "return document.querySelectorAll('.way__step').length > 6";

async fn open(page: &Page, today: &str) -> Done {
    page.open(&format!("pack=nrw&lang=de&today={today}"), "#/path").await?;
    page.wait("the steps", 8, STEPS).await
}

async fn expect_next(page: &Page, wanted: &str) -> Done {
    let script = format!("return document.querySelector('#now').dataset.next === '{wanted}'");
    match page.wait(wanted, 3, &script).await {
        Ok(()) => Ok(()),
        Err(_) => Err(format!("not {wanted} is next, but {}", page.text("#now").await?)),
    }
}

/// On each of these days the right step is next, and what is over says what can still be done.
pub async fn phases(page: &mut Page) -> Done {
    for (today, wanted) in [
        ("2024-10-01", "find_out"),
        ("2025-05-20", "list_meeting"),
        ("2025-07-06", "hand_in"),
        ("2025-09-10", "election_day"),
        ("2025-09-15", "accept"),
        (TODAY, "find_out"),
    ] {
        open(page, today).await?;
        expect_next(page, wanted).await.map_err(|e| format!("{today}: {e}"))?;
    }
    open(page, "2025-07-06").await?;
    let hard = page.text("#now .now__when").await?;
    if !hard.contains("7. Juli 2025") || !hard.contains("18:00") {
        return Err(format!("the last moment is told as {hard}"));
    }
    page.click("[data-step=find_list] summary").await?;
    page.wait("what can still be done", 2, "return !!document.querySelector('.way__past')").await?;
    // Nobody has fixed the day of 2030: the path says how long before.
    open(page, TODAY).await?;
    match page.text(".way__step:first-child .way__when").await?.contains("vor der Wahl") {
        true => Ok(()),
        false => Err("steps before an expected election have dates".to_owned()),
    }
}

/// Ticks, items, a note and a reminder are there after a reload, and only on this device.
pub async fn kept(page: &mut Page) -> Done {
    open(page, "2025-05-20").await?;
    expect_next(page, "list_meeting").await?;
    page.click("[data-step=list_meeting] .way__tick").await?;
    expect_next(page, "papers").await?;
    page.click("[data-step=papers] summary").await?;
    page.wait("the step", 2, "return !!document.querySelector('[data-step=papers] .tick')").await?;
    page.click("[data-step=papers] .tick").await?;
    page.fill("[data-step=papers] textarea", "Frau Wahl anrufen").await?;
    let remind = "const field = document.querySelector('[data-step=papers] input[type=date]');
        field.value = '2025-05-21';
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    page.js(remind, vec![]).await?;
    page.click("h1").await?;
    page.open("pack=nrw&lang=de&today=2025-05-21", "#/path").await?;
    page.wait("the steps", 8, STEPS).await?;
    expect_next(page, "papers").await?;
    if !page.notices().await?.contains("erinnert") {
        return Err("nobody is reminded".to_owned());
    }
    page.click("[data-step=papers] summary").await?;
    let there = "const step = document.querySelector('[data-step=papers]');
        return step.querySelector('.tick input').checked
            && step.querySelector('textarea').value === 'Frau Wahl anrufen'
            && step.querySelector('input[type=date]').value === '2025-05-21'
            && document.querySelector('[data-step=list_meeting]').dataset.state === 'done'";
    page.wait("what was kept", 3, there).await?;
    let mut keys: Vec<String> = page.stored().await?.into_iter().map(|(key, _)| key).collect();
    keys.sort();
    match keys == ["sitz-und-stimme.path.nrw", "sitz-und-stimme.path.nrw.b"] {
        true => Ok(()),
        false => Err(format!("stored under {keys:?}")),
    }
}

/// The calendar holds every day of the path, in the zone of the town hall.
pub async fn calendar(page: &mut Page) -> Done {
    open(page, "2025-05-20").await?;
    page.js(CATCH, vec![]).await?;
    page.click(".path__take button:first-child").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (name, text) = handed(page).await?;
    let entries = text.matches("BEGIN:VEVENT").count();
    let parts = [
        "BEGIN:VCALENDAR\r\n",
        "TZID:Europe/Berlin\r\n",
        "DTSTART;TZID=Europe/Berlin:20250707T180000\r\n",
        "UID:nominations.2025.nrw@sitz-und-stimme\r\n",
        "TRIGGER:-P14D\r\n",
    ];
    for part in parts {
        if !text.contains(part) {
            return Err(format!("{part:?} is not in the calendar: {text}"));
        }
    }
    match name == "sitz-und-stimme.ics" && entries >= 6 {
        true => Ok(()),
        false => Err(format!("{name} has {entries} entries")),
    }
}

/// Who may not stand is led to what is possible, and may look at the other way all the same.
pub async fn supporter(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk(MINOR, Hand::Mouse).await?;
    page.go("#/path").await?;
    page.wait(
        "the other way",
        8,
        "return document.querySelector('.way')?.dataset.way === 'support'",
    )
    .await?;
    expect_next(page, "volunteer").await?;
    page.click(".ways__button:first-child").await?;
    page.wait(
        "the way of candidates",
        3,
        "return document.querySelector('.way').dataset.way === 'stand'",
    )
    .await?;
    expect_next(page, "campaign").await?;
    page.reload().await?;
    page.wait(
        "the choice is kept",
        8,
        "return document.querySelector('.way')?.dataset.way === 'stand'",
    )
    .await
}

/// What the self-assessment found is said beside the way, and leads to the other one where that suits.
pub async fn role_of_the_assessment(page: &mut Page) -> Done {
    let (town, person) = (Town::load("nrw")?, naturalised()?);
    page.open_as(&person, "pack=nrw&lang=de&today=2026-11-22", "#/path").await?;
    let roles = town.expect(&person, day(TODAY)?)?.roles;
    let best = roles.first().map(|(role, _)| role.clone()).unwrap_or_default();
    let told = format!("return document.querySelector('.path__role')?.dataset.role === '{best}'");
    page.wait(&format!("the role {best}"), 8, &told).await
}

/// Every paper opens from the path; what is ticked on one stays.
pub async fn papers(page: &mut Page) -> Done {
    open(page, "2025-05-20").await?;
    let all = page
        .js(
            "return [...document.querySelectorAll('.papers a')].map((a) => a.getAttribute('href'))",
            vec![],
        )
        .await?;
    let all: Vec<String> = serde_json::from_value(all).map_err(|e| e.to_string())?;
    if all.len() != 6 {
        return Err(format!("papers: {all:?}"));
    }
    for route in &all {
        page.go(route).await?;
        let parts = "return document.querySelectorAll('.paper__part').length > 5
            && !!document.querySelector('.paper .sources')";
        page.wait(route, 5, parts).await?;
    }
    page.go("#/path/meeting").await?;
    page.wait("a checklist", 5, "return !!document.querySelector('.paper .tick')").await?;
    page.click(".paper .tick").await?;
    page.reload().await?;
    let kept = "return document.querySelector('.paper .tick input')?.checked === true";
    page.wait("the tick is kept", 8, kept).await?;
    page.go("#/path/minutes").await?;
    page.wait(
        "lines to write on",
        5,
        "return document.querySelectorAll('.paper__lines span').length > 15",
    )
    .await?;
    page.go("#/path/nothing").await?;
    page.wait("no such paper", 5, "return location.hash === '#/404'").await
}

/// The calculator adds a fifth and counts evenings; what is no number is no result.
pub async fn signatures(page: &mut Page) -> Done {
    open(page, "2025-05-20").await?;
    page.click("#signatures summary").await?;
    let field = |at: u8| format!("#signatures label:nth-child({at}) input");
    page.wait(
        "its fields",
        3,
        "return document.querySelectorAll('#signatures input').length === 3",
    )
    .await?;
    page.fill(&field(1), "100").await?;
    page.fill(&field(2), "30").await?;
    page.fill(&field(3), "20").await?;
    let sum = page.text("#signatures .signatures__sum").await?;
    if !["120", "90", "5"].iter().all(|number| sum.contains(number)) {
        return Err(format!("120 to collect, 90 missing, 5 evenings, but: {sum}"));
    }
    page.fill(&field(1), "viele").await?;
    page.wait(
        "no result",
        2,
        "return !document.querySelector('.signatures__sum').innerText.trim()",
    )
    .await?;
    // Köln has named its number.
    page.open("pack=koeln&lang=de&today=2025-05-20", "#/path").await?;
    page.wait("the steps", 8, STEPS).await?;
    page.click("#signatures summary").await?;
    page.wait("100", 3, "return document.querySelector('#signatures input')?.value === '100'").await
}

/// A town's own deadline stands beside the state's default, and says which it is.
pub async fn local_deadline(page: &mut Page) -> Done {
    for (pack, date, own) in
        [("recklinghausen", "17. Juli 2025", true), ("koeln", "7. Juli 2025", false)]
    {
        page.open(&format!("pack={pack}&lang=de&today=2025-05-20"), "#/path").await?;
        page.wait("the steps", 8, STEPS).await?;
        page.click("[data-step=hand_in] summary").await?;
        page.wait(
            "the last moment",
            3,
            "return !!document.querySelector('[data-step=hand_in] .deadline')",
        )
        .await?;
        let told = page.text("[data-step=hand_in] .deadline").await?;
        if !told.contains(date) || told.contains("Regel deiner Stadt") != own {
            return Err(format!("{pack}: {told}"));
        }
    }
    Ok(())
}

/// Without a day the path is told in stretches of time; without its files it can be asked again.
pub async fn missing_things(page: &mut Page) -> Done {
    page.noisy = true;
    page.server.fail("packs/nrw/way.json", Fault::Status(404));
    page.open("pack=nrw&lang=de&today=2025-05-20", "#/path").await?;
    page.wait("a second try", 8, "return !!document.querySelector('.waiting button')").await?;
    page.server.heal();
    page.click(".waiting button").await?;
    page.wait("the steps", 8, STEPS).await?;
    let asked = page.js("return document.querySelectorAll('h1').length", vec![]).await?;
    if asked == 1 { Ok(()) } else { Err(format!("{asked} headings")) }
}
