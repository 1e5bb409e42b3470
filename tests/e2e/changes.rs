//! Not straight through: answers changed, parts left out, the page reloaded, the back button.

use crate::expected::{CHECK_KEY, FIT_KEY, Person, Town, day};
use crate::page::{Done, Page};
use crate::people::{TOWN, beginner, naturalised};
use crate::quiz::Place;
use crate::walk::{Walk, input};
use serde_json::Value;
use sitz_und_stimme::domain::answers::Answer;
use sitz_und_stimme::domain::fit::UNKNOWN;

/// A new answer from the result moves the result and leaves the other answers alone.
pub async fn answer_changed_from_result(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    let mut person = naturalised()?;
    page.open_as(&person, TOWN, "#/result").await?;
    let before = page.result().await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await?;
    page.click(".match details.why summary").await?;
    let first = "return document.querySelector('.match a[data-change]').dataset.change";
    let question = page.text_of(first).await?;
    page.click(".match a[data-change]").await?;
    page.settle().await?;
    page.expect_screen(&question).await?;
    let option = other_option(&town, &person, &question)?;
    page.click(&input(&question, &option)).await?;
    page.leaves("form[data-screen]").await?;
    person.fit.record(&question, Answer::Choice(option.clone()));
    let expected = town.expect(&person, day("2026-11-22")?)?;
    page.expect_result(&expected).await?;
    if expected.roles == before.roles {
        return Err(format!("{question} = {option} moves nothing: {:?}", before.roles));
    }
    if page.kept(FIT_KEY).await? != person.fit || page.kept(CHECK_KEY).await? != person.check {
        return Err("other answers than the changed one are different now".to_owned());
    }
    page.go(&format!("#/fit/{question}")).await?;
    page.expect_screen(&question).await?;
    expect_chosen(page, &question, &[&option]).await?;
    page.back().await?;
    page.expect_result(&expected).await
}

/// "Answer more" means more than one answer; the result comes when there is no more.
pub async fn more_answers_from_result(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    let mut person = naturalised()?;
    let whole = person.clone();
    for id in ["moving_on", "course"] {
        person.fit.forget(id);
    }
    page.open_as(&person, TOWN, "#/result").await?;
    page.click(".sureness a").await?;
    page.settle().await?;
    let mut walk = Walk::new(page, &town, &whole);
    walk.finish().await?;
    if walk.seen != ["course", "moving_on"] {
        return Err(format!("the way to the result went over {:?}", walk.seen));
    }
    page.expect_result(&town.expect(&whole, day("2026-11-22")?)?).await
}

/// Whoever goes back from the result and answers anew gets to the result, not farther back.
pub async fn back_from_result_and_on(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    let mut person = naturalised()?;
    let whole = person.clone();
    person.fit.forget("gain");
    person.fit.forget("worry");
    page.open_as(&person, TOWN, "#/fit/next").await?;
    Walk::new(page, &town, &whole).finish().await?;
    page.back().await?;
    page.expect_screen("worry").await?;
    page.click(&input("worry", "conflict")).await?;
    page.leaves("form[data-screen=worry]").await?;
    person = whole;
    person.fit.record("worry", Answer::Choice("conflict".to_owned()));
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await
}

/// Finds the option farthest from what a person has answered to a statement or a choice.
fn other_option(town: &Town, person: &Person, question: &str) -> Done<String> {
    let at = town.fit.question(question).ok_or_else(|| format!("no question {question}"))?;
    let item = &town.fit.questions[at];
    let now = match person.fit.get(question) {
        Some(Answer::Choice(option)) => option.clone(),
        other => return Err(format!("the strongest reason, {question}, is {other:?}")),
    };
    let value = |id: &str| item.option(id).map_or(0, |at| item.options[at].value);
    let others = item.options.iter().filter(|option| option.id != now);
    let farthest = others.max_by_key(|option| (option.value - value(&now)).abs());
    farthest.map(|option| option.id.clone()).ok_or_else(|| format!("{question} has one option"))
}

/// The back button goes through the screens, and the answers stand there.
pub async fn back_through_screens(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open(TOWN, "#/").await?;
    page.click("main a[href='#/fit/next']").await?;
    page.settle().await?;
    Walk::new(page, &town, &person).until("cancel").await?;
    page.back().await?;
    page.expect_screen("asking").await?;
    expect_chosen(page, "asking", &["yes"]).await?;
    page.click("a.quiz__back").await?;
    page.settle().await?;
    page.expect_screen("building").await?;
    page.click("a.quiz__back").await?;
    page.settle().await?;
    page.expect_screen("topics").await?;
    expect_chosen(page, "topics", &["education", "housing"]).await?;
    // The first open screen took the place of the address that looked for it.
    for screen in ["building", "asking", "building", "topics"] {
        page.back().await?;
        page.expect_screen(screen).await?;
    }
    page.back().await?;
    if !page.visible("main a[href='#/fit']").await? {
        return Err(format!("before the first screen is {:?}", page.seen().await?));
    }
    Ok(())
}

pub async fn reload_in_the_middle(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open(TOWN, "#/fit/next").await?;
    let mut walk = Walk::new(page, &town, &person);
    walk.until("months").await?;
    page.reload().await?;
    page.expect_screen("months").await?;
    let kept = page.kept(FIT_KEY).await?;
    if kept.len() != walk.seen.len() || kept.ids().any(|id| kept.get(id) != person.fit.get(id)) {
        return Err(format!("after the reload there is {kept:?}"));
    }
    walk.finish().await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await?;
    page.reload().await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await
}

/// A part that is left out stays open; nothing of it is asked on the way.
pub async fn part_left_out(page: &mut Page) -> Done {
    page.open(TOWN, "#/fit/building").await?;
    page.click(".screen__ways a").await?;
    page.settle().await?;
    page.expect_screen("week").await?;
    page.click(".screen__ways a").await?;
    page.settle().await?;
    page.expect_screen("gain").await?;
    page.click(".screen__ways a").await?;
    page.settle().await?;
    if page.place().await? != Place::Question("born".to_owned()) {
        return Err(format!("behind the last part is {:?}", page.place().await?));
    }
    let kept = page.stored().await?;
    if !kept.is_empty() {
        return Err(format!("leaving parts out has stored {kept:?}"));
    }
    page.go("#/fit/next").await?;
    page.expect_screen("topics").await
}

/// Each part can be done alone, from the page of all parts.
pub async fn one_part_alone(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open(TOWN, "#/").await?;
    page.click("nav a[href='#/fit']").await?;
    page.settle().await?;
    let parts = "return document.querySelectorAll('[data-block]').length === 4
        && !document.querySelector('.block__state')";
    page.wait("four parts, all of them open", 5, parts).await?;
    page.click("[data-block=time] a").await?;
    page.settle().await?;
    page.expect_screen("week").await?;
    Walk::new(page, &town, &person).until("gain").await?;
    page.click(".screen__ways a[href='#/fit']").await?;
    page.settle().await?;
    let state = "return [...document.querySelectorAll('[data-block]')]
        .filter((block) => block.querySelector('.block__state'))
        .map((block) => block.dataset.block).join(' ')";
    let done = page.text_of(state).await?;
    if done != "time" {
        return Err(format!("done is {done:?}, not the one part"));
    }
    // A finished part opens at its beginning, with what was answered.
    page.click("[data-block=time] a").await?;
    page.settle().await?;
    page.expect_screen("week").await?;
    expect_chosen(page, "week", &["tue", "thu"]).await
}

/// Too few answers are no result; a few are one that says how little it rests on.
pub async fn partial_result_is_marked(page: &mut Page) -> Done {
    let (town, mut person) = (Town::load("musterstadt")?, beginner()?);
    page.open_as(&person, TOWN, "#/result").await?;
    let expected = town.expect(&person, day("2026-11-22")?)?;
    page.expect_result(&expected).await?;
    let shown = page.text(".sureness").await?;
    let profile = town.profile(&person);
    for number in [profile.answered, profile.all] {
        if !shown.contains(&number.to_string()) {
            return Err(format!("{number} is missing in {shown:?}"));
        }
    }
    if !page.visible(".unchecked a[href='#/quiz']").await? {
        return Err("nothing says that the check is open".to_owned());
    }
    page.click(".sureness a").await?;
    page.settle().await?;
    page.expect_screen("change").await?;
    for id in ["disagree", "no_contacts", "months", "jargon"] {
        person.fit.forget(id);
    }
    page.open_as(&person, TOWN, "#/result").await?;
    page.wait("all parts instead of a result", 5, "return location.hash === '#/fit'").await?;
    if page.visible("[data-go=result]").await? {
        return Err("a result is offered that there is not".to_owned());
    }
    Ok(())
}

/// "I do not know" changes nothing but which screen comes next.
pub async fn unknown_counts_for_nothing(page: &mut Page) -> Done {
    let (town, mut person) = (Town::load("musterstadt")?, beginner()?);
    page.open_as(&person, TOWN, "#/result").await?;
    let before = page.result().await?;
    page.go("#/fit").await?;
    page.go("#/fit/change").await?;
    for id in ["change", "own_group", "trying"] {
        page.expect_screen(id).await?;
        page.click(&input(id, UNKNOWN)).await?;
        page.leaves(&format!("form[data-screen='{id}']")).await?;
        person.fit.record(id, Answer::Choice(UNKNOWN.to_owned()));
    }
    page.expect_screen("listening").await?;
    if page.kept(FIT_KEY).await? != person.fit {
        return Err(format!("kept is {:?}", page.kept(FIT_KEY).await?));
    }
    page.go("#/result").await?;
    page.expect_result(&before).await?;
    page.expect_result(&town.expect(&person, day("2026-11-22")?)?).await?;
    let open = "for (const part of document.querySelectorAll('.match details')) part.open = true";
    page.js(open, vec![]).await?;
    let counted = "return ['change', 'own_group', 'trying']
        .every((id) => !document.querySelector(`[data-change=${id}]`))
        && !!document.querySelector('[data-change]')";
    page.wait("no reason rests on what nobody knows", 2, counted).await
}

/// Fails unless exactly these options of a question are chosen.
pub async fn expect_chosen(page: &Page, question: &str, options: &[&str]) -> Done {
    let script = "return [...document.querySelectorAll('main form input:checked')]
        .filter((input) => input.name === arguments[0]).map((input) => input.value)";
    let found = page.js(script, vec![question.into()]).await?;
    let wanted: Vec<Value> = options.iter().map(|option| (*option).into()).collect();
    if found == Value::Array(wanted) {
        return Ok(());
    }
    Err(format!("{question}: chosen is {found}, not {options:?}"))
}
