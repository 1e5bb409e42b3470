//! "Is it for me?": the whole way, from the home page to the result.

use crate::browsers::Engine;
use crate::expected::{Person, Town, day, journey};
use crate::page::{Done, Page};
use crate::people::{TOWN, european, naturalised};
use crate::walk::Walk;
use sitz_und_stimme::domain::journey::Journey;

/// As many clicks and typed characters as the whole way may take, the check included.
const MOST_TAPS: usize = 40;

/// People whose written journeys are walked: the three end with different outcomes.
const JOURNEYS: [&str; 3] = ["sixteen", "repatriate-pensioner", "shelter-interpreter"];

pub async fn whole_walk_naturalised(page: &mut Page) -> Done {
    // The journeys below go the same way in every engine.
    if page.engine() == Engine::Webkit {
        return Ok(());
    }
    whole_walk(page, &naturalised()?).await
}

pub async fn whole_walk_european(page: &mut Page) -> Done {
    // How many taps a way takes is the same in all engines; one walk in each of them is enough.
    if page.engine() != Engine::Chromium {
        return Ok(());
    }
    whole_walk(page, &european()?).await
}

/// From the button on the home page through everything, with as few taps as promised.
async fn whole_walk(page: &Page, person: &Person) -> Done {
    let town = Town::load("musterstadt")?;
    page.open(TOWN, "#/").await?;
    let mut walk = Walk::new(page, &town, person);
    walk.tap("main .hero a.button--primary").await?;
    page.settle().await?;
    page.expect_screen("topics").await?;
    walk.finish().await?;
    page.expect_result(&town.expect(person, day("2026-11-22")?)?).await?;
    let screens = town.fit.screens().len();
    let assessed = walk.seen.iter().filter(|id| town.fit.question(id).is_some()).count();
    if assessed != screens {
        return Err(format!("{assessed} of {screens} screens came: {:?}", walk.seen));
    }
    if walk.taps > MOST_TAPS {
        return Err(format!("{} taps are more than {MOST_TAPS}", walk.taps));
    }
    Ok(())
}

pub async fn journey_1(page: &mut Page) -> Done {
    walk_journey(page, JOURNEYS[0]).await
}

pub async fn journey_2(page: &mut Page) -> Done {
    walk_journey(page, JOURNEYS[1]).await
}

pub async fn journey_3(page: &mut Page) -> Done {
    walk_journey(page, JOURNEYS[2]).await
}

/// Walks a written journey and compares with what is written at its end.
async fn walk_journey(page: &Page, id: &str) -> Done {
    let journey = journey(id)?;
    let person = Person { fit: journey.fit.clone(), check: journey.check.clone() };
    let town = Town::load(&journey.pack)?;
    let query = format!("pack={}&today={}&lang=de", journey.pack, journey.today);
    page.open(&query, "#/fit/next").await?;
    Walk::new(page, &town, &person).finish().await?;
    page.expect_result(&town.expect(&person, journey.today)?).await?;
    as_written(page, &town, &person, &journey).await
}

async fn as_written(page: &Page, town: &Town, person: &Person, journey: &Journey) -> Done {
    let found = page.result().await?;
    let expect = &journey.expect;
    if found.outcome != expect.outcome.clone().unwrap_or_default() {
        return Err(format!("outcome {:?}, written is {:?}", found.outcome, expect.outcome));
    }
    let roles: Vec<String> = found.roles.into_iter().map(|(role, _)| role).collect();
    let shown = expect.roles.len().min(3).min(roles.len());
    if roles[..shown] != expect.roles[..shown] || shown == 0 {
        return Err(format!("roles {roles:?}, written are {:?}", expect.roles));
    }
    let sureness = town.profile(person).sureness(&town.fit);
    let script = "const of = (css, name) =>
            [...document.querySelectorAll(css)].map((found) => found.dataset[name]);
        return ['strong', 'practice']
            .map((word) => of(`.strength[data-strength=${word}]`, 'dimension'))
            .concat([of('.step[data-step]', 'step')]);";
    let lists: [Vec<String>; 3] =
        serde_json::from_value(page.js(script, vec![]).await?).map_err(|e| e.to_string())?;
    let [strong, practice, steps] = &lists;
    let missing = expect.strong.iter().any(|id| !strong.contains(id))
        || expect.practice.iter().any(|id| !practice.contains(id))
        || expect.step.as_ref().is_some_and(|step| steps.first() != Some(step));
    if missing {
        return Err(format!("strong, to practise, steps are {lists:?}, written is {expect:?}"));
    }
    if expect.sureness.is_some_and(|written| written != sureness) {
        return Err(format!("sureness {sureness:?}, written is {:?}", expect.sureness));
    }
    Ok(())
}
