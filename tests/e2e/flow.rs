//! "May I?": from the first question to the result, with detours.

use crate::page::{Done, NRW, Page};
use crate::quiz::{ASYLUM, Answer, Answers, Hand, LATER, MINOR, NATURALISED, Place, RESIDENT};
use thirtyfour::Key;

async fn walk_to(page: &Page, answers: Answers, vote: &str, stand: &str) -> Done {
    page.open(NRW, "#/quiz").await?;
    page.walk(answers, Hand::Mouse).await?;
    page.expect_outcome(vote, stand).await
}

pub async fn resident(page: &mut Page) -> Done {
    walk_to(page, RESIDENT, "yes", "yes").await
}

pub async fn minor(page: &mut Page) -> Done {
    walk_to(page, MINOR, "yes", "later|no").await
}

pub async fn asylum(page: &mut Page) -> Done {
    walk_to(page, ASYLUM, "no", "no").await
}

pub async fn naturalised(page: &mut Page) -> Done {
    walk_to(page, NATURALISED, "yes", "yes").await
}

/// The example town has a council, so nobody is asked whether there is one; and the next election
/// is so far away that nobody is asked since when.
pub async fn example_town(page: &mut Page) -> Done {
    page.open("lang=de&today=2026-11-22", "#/quiz").await?;
    let asked = page.walk(LATER, Hand::Mouse).await?;
    if asked.iter().any(|question| question == "body") {
        return Err(format!("asked for the council of the example town: {asked:?}"));
    }
    page.expect_outcome("yes", "yes").await
}

/// The whole check without a pointer, from the home page to the result.
pub async fn keyboard_only(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    page.tab_to("main a[href^='#/quiz']").await?;
    page.press(char::from(Key::Enter).to_string()).await?;
    page.wait("the first question", 10, "return !!document.querySelector('form[data-question]')")
        .await?;
    page.settle().await?;
    page.walk(RESIDENT, Hand::Keyboard).await?;
    page.expect_outcome("yes", "yes").await
}

pub async fn reload_keeps_answers(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    let before = page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    page.reload().await?;
    page.expect_question("german").await?;
    let after = page.walk(RESIDENT, Hand::Mouse).await?;
    if let Some(twice) = after.iter().find(|question| before.contains(question)) {
        return Err(format!("{twice} was asked again after the reload"));
    }
    page.expect_outcome("yes", "yes").await?;
    page.reload().await?;
    page.expect_outcome("yes", "yes").await
}

/// The buttons of the browser go through the questions, and the answers stay.
pub async fn back_and_forward(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    page.click("main a[href^='#/quiz']").await?;
    page.settle().await?;
    page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    page.back().await?;
    page.expect_question("home").await?;
    expect_given(page, ("since", "2010")).await?;
    page.back().await?;
    page.expect_question("born").await?;
    expect_given(page, ("", "1990")).await?;
    page.forward().await?;
    page.expect_question("home").await?;
    page.forward().await?;
    page.expect_question("german").await?;
    page.click("a.quiz__back").await?;
    page.settle().await?;
    page.expect_question("home").await?;
    expect_given(page, ("since", "2010")).await
}

/// A new answer to an early question needs no second round through the later ones.
pub async fn early_answer_changed(page: &mut Page) -> Done {
    walk_to(page, RESIDENT, "yes", "yes").await?;
    change(page, "born").await?;
    expect_given(page, ("", "1990")).await?;
    page.answer(Answer::Day("1", "5", "2008"), Hand::Mouse).await?;
    page.expect_outcome("yes", "later|no").await?;
    change(page, "born").await?;
    page.answer(Answer::Year("1985"), Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await
}

/// Answers of a branch that was left count again on return.
pub async fn other_branch_and_back(page: &mut Page) -> Done {
    walk_to(page, RESIDENT, "yes", "yes").await?;
    change(page, "german").await?;
    expect_given(page, ("no", "")).await?;
    page.answer(Answer::Pick("yes"), Hand::Mouse).await?;
    page.expect_question("other").await?;
    page.click("a.quiz__back").await?;
    page.settle().await?;
    page.expect_question("german").await?;
    page.answer(Answer::Pick("no"), Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await
}

/// Another language in the middle: same question, same answers.
pub async fn language_switched(page: &mut Page) -> Done {
    // Without `lang` in the address, which would win over the choice after a reload.
    page.open("pack=nrw&today=2025-08-01", "#/quiz").await?;
    page.walk_until(RESIDENT, Hand::Mouse, "german").await?;
    page.click("a.quiz__back").await?;
    page.settle().await?;
    page.expect_question("home").await?;
    let german = page.text("main h1, main legend").await?;
    page.choose_language("en").await?;
    page.expect_question("home").await?;
    expect_given(page, ("since", "2010")).await?;
    let english = page.text("main h1, main legend").await?;
    if german == english {
        return Err(format!("the question is still {german:?}"));
    }
    page.reload().await?;
    page.expect_question("home").await?;
    page.answer(Answer::PickYear("since", "2010"), Hand::Mouse).await?;
    page.walk(RESIDENT, Hand::Mouse).await?;
    page.expect_outcome("yes", "yes").await?;
    page.choose_language("de").await?;
    page.expect_outcome("yes", "yes").await
}

/// Submitting nothing stays at the question and says what is missing.
pub async fn empty_answer_is_explained(page: &mut Page) -> Done {
    page.open(NRW, "#/quiz").await?;
    let id = page.question().await?;
    let before = page.text("main").await?;
    page.click("form[data-question] button[type=submit]").await?;
    page.settle().await?;
    page.expect_question(&id).await?;
    // Either the page says so, or the browser does because the field is required.
    let native = "return !!document.querySelector('form[data-question] :invalid')";
    let native = page.js(native, vec![]).await? == serde_json::Value::Bool(true);
    if !native && page.text("main").await? == before {
        return Err("nothing says that an answer is missing".to_owned());
    }
    Ok(())
}

async fn change(page: &Page, question: &str) -> Done {
    if page.place().await? != Place::Result {
        return Err("changing an answer starts at the result".to_owned());
    }
    page.click(&format!("a[data-change='{question}']")).await?;
    page.settle().await?;
    page.expect_question(question).await
}

async fn expect_given(page: &Page, expected: (&str, &str)) -> Done {
    let (picked, year) = page.given().await?;
    if (picked.as_str(), year.as_str()) == expected {
        return Ok(());
    }
    Err(format!("the form holds {picked:?} {year:?}, not {expected:?}"))
}
