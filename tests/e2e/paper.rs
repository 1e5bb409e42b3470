//! The result on paper: one page, as the print dialogs of the browsers make it.

use crate::browsers::{Engine, brief};
use crate::carry::shown_link;
use crate::checks::shots;
use crate::expected::{Person, answers};
use crate::page::{Done, Page};
use crate::people::{TOWN, beginner, naturalised, unsure};
use flate2::read::ZlibDecoder;
use sitz_und_stimme::domain::answers::Answer;
use std::fs;
use std::io::Read;
use thirtyfour::common::print::{PrintMargins, PrintPage, PrintParameters};

/// Everything at once: check, full assessment, three topics, things to think of, the code.
pub async fn everything(page: &mut Page) -> Done {
    let mut person = naturalised()?;
    let several = |ids: &[&str]| Answer::Several(ids.iter().map(|id| (*id).to_owned()).collect());
    person.fit.record("topics", several(&["education", "discrimination", "neighbourhood"]));
    person.fit.record("ties", several(&["family", "care", "shift"]));
    one_page(page, &person, "everything", true).await
}

/// Has to ask the office, and gets the list of what to bring along.
pub async fn something_to_bring(page: &mut Page) -> Done {
    let mut person = unsure()?;
    let topics = ["education", "housing", "work"].map(str::to_owned).to_vec();
    person.fit.record("topics", Answer::Several(topics));
    one_page(page, &person, "something-to-bring", true).await
}

pub async fn a_part_of_it(page: &mut Page) -> Done {
    one_page(page, &beginner()?, "a-part-of-it", false).await
}

/// Only the check, as before there was a self-assessment.
pub async fn only_the_check(page: &mut Page) -> Done {
    let person = Person { fit: answers("{}")?, check: naturalised()?.check };
    one_page(page, &person, "only-the-check", false).await
}

/// The path with all its steps is one page; the form for the minutes leaves room to write on two.
pub async fn path_and_minutes(page: &mut Page) -> Done {
    if page.engine() == Engine::Webkit {
        return Ok(());
    }
    let mut problems = Vec::new();
    for (route, most) in [("#/path", 1), ("#/path/minutes", 2)] {
        for language in ["de", "en"] {
            page.open(&format!("pack=nrw&today=2025-05-20&lang={language}"), route).await?;
            page.wait(
                "steps or lines",
                8,
                "return document.querySelectorAll('main li').length > 9",
            )
            .await?;
            let name = route.rsplit('/').next().unwrap_or_default();
            match printed(page, &format!("{name}-{language}")).await? {
                count if count <= most => {}
                count => problems.push(format!("{route}, {language}: {count} pages")),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Prints the result in both languages and counts the pages.
async fn one_page(page: &Page, person: &Person, name: &str, code: bool) -> Done {
    if page.engine() == Engine::Webkit {
        // Its driver cannot print.
        return Ok(());
    }
    let mut problems = Vec::new();
    for language in ["de", "en"] {
        page.open_as(person, &TOWN.replace("lang=de", &format!("lang={language}")), "#/result")
            .await?;
        page.settle().await?;
        if code {
            shown_link(page).await?;
        }
        match printed(page, &format!("{name}-{language}")).await? {
            1 => {}
            count => problems.push(format!("{name}, {language}: {count} pages")),
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

/// Prints the page as it is and returns the number of sheets.
pub async fn printed(page: &Page, name: &str) -> Done<usize> {
    let paper = PrintParameters {
        page: PrintPage { width: 21.0, height: 29.7 },
        // Those that the style sheet asks for.
        margin: PrintMargins { top: 1.1, bottom: 1.1, left: 1.3, right: 1.3 },
        ..PrintParameters::default()
    };
    let document = page.driver()?.print_page(paper).await.map_err(brief)?;
    if let Some(folder) = shots() {
        let file = format!("{}-paper-{name}.pdf", page.engine().name());
        fs::write(folder.join(file), &document).map_err(|e| e.to_string())?;
    }
    pages(&document)
}

/// Counts the pages of a PDF document; they may stand in it as they are or deflated.
fn pages(document: &[u8]) -> Done<usize> {
    let mut texts = vec![String::from_utf8_lossy(document).into_owned()];
    for (at, start) in document.windows(6).enumerate() {
        if start == b"stream" {
            let rest = document[at + 6..].trim_ascii_start();
            let mut inside = Vec::new();
            // What is not deflated, or no text, is no list of objects.
            drop(ZlibDecoder::new(rest).read_to_end(&mut inside));
            texts.push(String::from_utf8_lossy(&inside).into_owned());
        }
    }
    let is_page = |rest: &&str| rest.starts_with("/Page") && !rest.starts_with("/Pages");
    let pages = |text: &String| text.split("/Type").map(str::trim_start).filter(is_page).count();
    let count = texts.iter().map(pages).sum();
    if count > 0 { Ok(count) } else { Err("the document names no page".to_owned()) }
}
