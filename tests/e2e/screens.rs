//! What every screen has to be: reachable, readable, no wider than the window, and at home.

use crate::browsers::Engine;
use crate::checks::shots;
use crate::expected::{Person, Town, answers};
use crate::page::{Done, NRW, Page};
use crate::people::{european, naturalised};
use crate::quiz::{Hand, RESIDENT};
use serde_json::Value;
use thirtyfour::Key;

/// A screen: its address, and whether everything that can be opened on it is open.
pub struct Screen {
    pub route: String,
    pub opened: bool,
}

impl Screen {
    fn at(route: &str) -> Screen {
        Screen { route: route.to_owned(), opened: false }
    }

    async fn show(&self, page: &Page) -> Done {
        page.go(&self.route).await?;
        if self.opened {
            let open = "for (const part of document.querySelectorAll('main details'))
                    part.open = true;
                const more = document.querySelectorAll('main [aria-expanded=false]');
                for (const button of more) button.click();";
            page.js(open, vec![]).await?;
            page.settle().await?;
        }
        Ok(())
    }
}

/// What [`RESIDENT`] answers, as it is stored.
const CHECK: &str = r#"{"body": "yes", "born": "1990", "home": "2010", "german": "no", "status": "permit",
    "lawful": "2010"}"#;

/// Screens of the self-assessment, and those that show what came of it.
fn assessed() -> Done<Vec<Screen>> {
    let code = Town::load("nrw")?.code(&european()?, true);
    let mut screens: Vec<Screen> =
        ["#/fit", "#/fit/topics", "#/fit/building", "#/fit/experience", "#/fit/week", "#/fit/gain"]
            .map(Screen::at)
            .into();
    for (list, at) in [("open", code.as_str()), ("open", "spoilt"), ("compare", code.as_str())] {
        screens.push(Screen::at(&format!("#/{list}/{at}")));
    }
    screens.push(Screen::at("#/result"));
    screens.push(Screen { route: "#/result".to_owned(), opened: true });
    Ok(screens)
}

/// Returns the languages that [`narrow`] looks at in any engine, and German.
fn looked_at() -> Vec<&'static str> {
    let mut all: Vec<&str> = Engine::ALL.into_iter().flat_map(languages).copied().collect();
    all.push("de");
    all.sort_unstable();
    all.dedup();
    all
}

/// No language that is shipped is left out by axe, and none is looked at that is not shipped.
pub async fn no_language_is_left_out(page: &mut Page) -> Done {
    let mut shipped = shipped(page).await?;
    shipped.sort();
    if shipped == looked_at() {
        return Ok(());
    }
    Err(format!("shipped are {shipped:?}, looked at are {:?}", looked_at()))
}

/// Opens the app with all questions answered and returns every screen.
pub async fn screens(page: &Page, language: &str) -> Done<Vec<Screen>> {
    let query = format!("pack=nrw&today=2025-08-01&lang={language}");
    page.open_as(&Person { check: answers(CHECK)?, ..naturalised()? }, &query, "#/").await?;
    let mut screens: Vec<Screen> =
        ["#/", "#/quiz", "#/path", "#/settings", "#/about", "#/nowhere"].map(Screen::at).into();
    screens.extend(RESIDENT.iter().map(|(asked, _)| Screen::at(&format!("#/quiz/{asked}"))));
    for (list, start) in [("#/role", "#/role/"), ("#/events", "#/event/")] {
        page.go(list).await?;
        screens.push(Screen::at(list));
        let script = format!(
            "return document.querySelector('main a[href^=\"{start}\"]')?.getAttribute('href') ?? ''"
        );
        let first = page.text_of(&script).await?;
        if !first.is_empty() {
            screens.push(Screen::at(&first));
        }
    }
    for route in
        ["#/role/five", "#/role/time", "#/role/changed", "#/path/list_or_single", "#/path/minutes"]
    {
        screens.push(Screen::at(route));
    }
    for route in
        ["#/role", "#/role/myths", "#/role/numbers", "#/role/questions", "#/path", "#/path/meeting"]
    {
        screens.push(Screen { route: route.to_owned(), opened: true });
    }
    screens.extend(assessed()?);
    Ok(screens)
}

/// Looks at every screen with one of the checks; reports all screens that fail.
async fn on_every_screen(
    page: &Page,
    screens: &[Screen],
    check: impl AsyncFn(&Page) -> Done,
) -> Done {
    let mut problems = Vec::new();
    for screen in screens {
        screen.show(page).await?;
        let state = if screen.opened { ", opened" } else { "" };
        let route: String = screen.route.chars().take(40).collect();
        let one = "return document.querySelectorAll('h1').length === 1
            && document.querySelectorAll('main#main').length === 1";
        if page.js(one, vec![]).await? != Value::Bool(true) {
            problems.push(format!("{route}{state}: not exactly one h1 and one main#main"));
        }
        if let Err(problem) = check(page).await {
            problems.push(format!("{route}{state}: {problem}"));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

/// Every engine looks at German in a wide window, and each theme meets an engine.
pub async fn axe_wide(page: &mut Page) -> Done {
    let theme = if page.engine() == Engine::Firefox { "dark" } else { "light" };
    let routes = screens(page, "de").await?;
    page.choose_theme(theme).await?;
    on_every_screen(page, &routes, async |page: &Page| page.assert_axe().await).await
}

/// German is looked at above, every other language in one engine.
fn languages(engine: Engine) -> &'static [&'static str] {
    match engine {
        // It looks at the layout of all languages in `overflow`.
        Engine::Chromium => &["ar", "pl", "fr"],
        Engine::Firefox => &["en", "tr", "de-simple"],
        Engine::Webkit => &["ru", "it", "uk"],
    }
}

/// 320 pixels: the narrowest phone, or any window at 400 %.
async fn narrow(page: &Page, at: usize) -> Done {
    let Some(language) = languages(page.engine()).get(at) else { return Ok(()) };
    page.size(320, 640).await?;
    let routes = screens(page, language).await?;
    page.choose_theme(["dark", "light"][at % 2]).await?;
    let check = async |page: &Page| {
        page.assert_no_horizontal_scroll().await?;
        page.assert_axe().await
    };
    let checked = on_every_screen(page, &routes, check).await;
    checked.map_err(|problem| format!("{language}: {problem}"))
}

pub async fn narrow_first_language(page: &mut Page) -> Done {
    narrow(page, 0).await
}

pub async fn narrow_second_language(page: &mut Page) -> Done {
    narrow(page, 1).await
}

pub async fn narrow_third_language(page: &mut Page) -> Done {
    narrow(page, 2).await
}

/// Returns the tags of the languages that are shipped whole, as the menu has them.
pub async fn shipped(page: &Page) -> Done<Vec<String>> {
    page.open("lang=de", "#/settings").await?;
    let shipped =
        "return [...document.querySelectorAll('#language option')].map((one) => one.value)";
    let shipped = page.js(shipped, vec![]).await?;
    let mut shipped: Vec<String> = serde_json::from_value(shipped).map_err(|e| e.to_string())?;
    let list = include_str!("../../public/messages/languages.json");
    let list: Value = serde_json::from_str(list).map_err(|e| e.to_string())?;
    let is_partial = |tag: &str| {
        list.as_array().into_iter().flatten().any(|one| one["tag"] == tag && one["partial"] == true)
    };
    shipped.retain(|tag| !is_partial(tag));
    Ok(shipped)
}

/// The settings offer the languages too, and the focus stays where the choice was made.
pub async fn language_in_settings(page: &mut Page) -> Done {
    page.open("pack=nrw&today=2025-08-01", "#/settings").await?;
    for language in ["en", "de"] {
        page.click(&format!("input[name=language][value={language}]")).await?;
        let script = format!("return document.documentElement.lang === '{language}'");
        page.wait(&format!("html[lang={language}]"), 10, &script).await?;
        page.settle().await?;
        let focus = page.focus().await?;
        if focus.value != language || !focus.checked {
            return Err(format!("after {language} the focus is on {focus:?}"));
        }
    }
    Ok(())
}

/// A finger hits every control of the self-assessment and of its result; Chromium looks in `overflow`.
pub async fn targets(page: &mut Page) -> Done {
    if page.engine() == Engine::Chromium {
        return Ok(());
    }
    page.size(360, 740).await?;
    page.open_as(&naturalised()?, "today=2026-11-22&lang=de", "#/").await?;
    let check = async |page: &Page| page.assert_targets().await;
    on_every_screen(page, &assessed()?, check).await
}

/// Text twice as large needs no scrolling sideways, on the narrowest phone; Chromium looks in `overflow`.
pub async fn large_text(page: &mut Page) -> Done {
    if page.engine() == Engine::Chromium {
        return Ok(());
    }
    page.size(320, 640).await?;
    let routes = screens(page, "de").await?;
    page.go("#/settings").await?;
    page.click("input[name=text_size][value='200']").await?;
    page.settle().await?;
    let check = async |page: &Page| page.assert_no_horizontal_scroll().await;
    on_every_screen(page, &routes, check).await
}

/// Nothing on any screen comes from elsewhere.
pub async fn one_origin(page: &mut Page) -> Done {
    let routes = screens(page, "de").await?;
    let check = async |page: &Page| page.assert_one_origin().await;
    on_every_screen(page, &routes, check).await
}

/// Addresses that lead nowhere say so inside the app and lead home.
pub async fn unknown_addresses(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    let home = page.text("h1").await?;
    let unknown = [
        "#/nowhere", "#/quiz/nothing", "#/fit/nothing", "#/fit/evenings", "#/open",
        "#/role/nothing", "#/event/nothing", "#/quiz/body/more", "#/%00", "#/%zz", "#//role",
        "#/<img src=x onerror=alert(1)>",
    ];
    for route in unknown {
        page.go(route).await?;
        let heading = page.text("main h1").await?;
        if heading.is_empty() || heading == home {
            return Err(format!("{route} shows {heading:?}"));
        }
        if !page.visible("main a[href='#/'], main a[href='#/events']").await? {
            return Err(format!("{route} has no way on"));
        }
    }
    page.click("main a[href='#/']").await?;
    page.settle().await?;
    let heading = page.text("h1").await?;
    if heading == home {
        return Ok(());
    }
    Err(format!("the way home leads to {heading:?}"))
}

/// The first Tab offers to skip to the content, and does so without leaving the page.
pub async fn skip_link(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    page.open(NRW, "#/role").await?;
    let heading = page.text("h1").await?;
    page.js("document.activeElement?.blur(); document.querySelector('a.skip').focus()", vec![])
        .await?;
    page.settle().await?;
    if !page.visible("a.skip").await? {
        return Err("a.skip cannot be seen when it has the focus".to_owned());
    }
    page.press(char::from(Key::Enter).to_string()).await?;
    page.settle().await?;
    let after = page.text("h1").await?;
    if after != heading {
        return Err(format!("a.skip leads from {heading:?} to {after:?}"));
    }
    page.press(char::from(Key::Tab).to_string()).await?;
    let inside = "return !!document.activeElement?.closest('main, footer')";
    page.wait("Tab goes on inside the content", 2, inside).await
}

/// A new page moves the focus to its heading and has a title of its own.
pub async fn focus_and_title(page: &mut Page) -> Done {
    page.open(NRW, "#/").await?;
    let mut titles = vec![page.text_of("return document.title").await?];
    for route in [
        "#/role", "#/events", "#/quiz", "#/fit", "#/fit/week", "#/settings", "#/about", "#/nowhere",
    ] {
        page.go(route).await?;
        let focus = page.focus().await?;
        if focus.tag != "h1" {
            return Err(format!("at {route} the focus is on {focus:?}"));
        }
        let title = page.text_of("return document.title").await?;
        if title.is_empty() || titles.contains(&title) {
            return Err(format!("{route} has the title {title:?}, like another page"));
        }
        titles.push(title);
    }
    Ok(())
}

/// Pictures of the main screens, if a folder for them is set.
pub async fn gallery(page: &mut Page) -> Done {
    if shots().is_none() {
        return Ok(());
    }
    for (width, height) in [(360, 740), (1440, 900)] {
        page.size(width, height).await?;
        for theme in ["light", "dark"] {
            let name = |screen: &str| format!("{screen}-{theme}-{width}");
            page.open_empty().await?;
            page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
            page.open(NRW, "#/settings").await?;
            page.choose_theme(theme).await?;
            for (screen, route) in [
                ("home", "#/"),
                ("role", "#/role"),
                ("events", "#/events"),
                ("path", "#/path"),
                ("settings", "#/settings"),
                ("about", "#/about"),
            ] {
                page.go(route).await?;
                page.screenshot(&name(screen)).await?;
            }
            page.open(NRW, "#/quiz").await?;
            page.walk_until(RESIDENT, Hand::Mouse, "status").await?;
            page.screenshot(&name("question")).await?;
        }
    }
    Ok(())
}
