//! The whole way in every language: home, assessment, check, result, event, path, paper; and everything
//! that has to do with choosing a language.

use crate::browsers::{Engine, Session};
use crate::carry::shown_link;
use crate::carry_file::{CATCH, handed};
use crate::expected::{CHECK_KEY, FIT_KEY, Person, Town, day};
use crate::page::{Done, Page};
use crate::paper::printed;
use crate::people::{in_a_hurry, naturalised};
use crate::quiz::{Answer, Hand, Place};
use crate::runner::folder;
use crate::screens::shipped;
use crate::walk::Walk;
use serde_json::{Map, Value, json};
use sitz_und_stimme::domain::text::plain;
use std::fs;
use std::time::{Duration, Instant};
use tokio::time::sleep;

const TODAY: &str = "2026-11-22";

/// The languages in portions; the engines differ most where it is right-to-left, in the rules for letters,
/// and where the tag has two parts.
fn portion(engine: Engine, at: usize) -> &'static [&'static str] {
    let all: [&[&str]; 4] = match engine {
        Engine::Chromium => {
            [&["de", "ar", "fr"], &["tr", "de-simple"], &["en", "ru", "uk"], &["pl", "it"]]
        }
        _ => [&["ar"], &["tr"], &["de-simple"], &[]],
    };
    all[at]
}

/// What is said in one language, by the files that are served.
pub struct Words {
    tag: String,
    dir: String,
    all: Map<String, Value>,
    /// German texts that mean nothing in this language.
    pub german: Vec<String>,
}

fn read(file: &str) -> Done<Value> {
    let text = fs::read_to_string(folder().join(file)).map_err(|e| format!("{file}: {e}"))?;
    serde_json::from_str(&text).map_err(|e| format!("{file}: {e}"))
}

fn texts(town: &Town, tag: &str) -> Done<Map<String, Value>> {
    let mut all = Map::new();
    for file in ["messages/", "packs/nrw/", "packs/nrw/fit.", "packs/nrw/role.", "packs/nrw/way."] {
        let texts = read(&format!("{file}{tag}.json"))?;
        all.extend(texts.as_object().cloned().unwrap_or_default());
    }
    for (_, own) in town.pack.inline_texts.iter().filter(|(language, _)| language == tag) {
        all.extend(own.clone());
    }
    Ok(all)
}

/// Returns all texts that stand in the page as they stand in a file.
fn sentences(all: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for value in all.values() {
        match value {
            Value::String(text) => found.push(plain(text)),
            Value::Object(forms) => {
                found.extend(forms.values().filter_map(Value::as_str).map(plain))
            }
            _ => {}
        }
    }
    found.retain(|text| !text.contains('{') && text.chars().count() > 2);
    found
}

impl Words {
    pub fn load(town: &Town, tag: &str) -> Done<Words> {
        let all = texts(town, tag)?;
        let own = sentences(&all);
        let mut german = sentences(&texts(town, "de")?);
        german.retain(|text| !own.contains(text));
        let languages = read("messages/languages.json")?;
        let mut languages = languages.as_array().into_iter().flatten();
        let dir = languages.find(|one| one["tag"] == tag).map(|one| one["dir"].clone());
        let dir = dir.and_then(|dir| dir.as_str().map(str::to_owned)).unwrap_or_default();
        Ok(Words { tag: tag.to_owned(), dir, all, german })
    }

    pub fn say(&self, key: &str) -> Done<String> {
        let text = self.all.get(key).and_then(Value::as_str);
        text.map(plain).ok_or_else(|| format!("{}: there is no text {key}", self.tag))
    }

    /// Fails unless the page is in this language, with this text as its heading.
    async fn expect(&self, page: &Page, key: &str) -> Done {
        let wanted = self.say(key)?;
        let script = "return document.querySelector('h1')?.innerText.trim() === arguments[0]";
        let deadline = Instant::now() + Duration::from_secs(8);
        while page.js(script, vec![wanted.as_str().into()]).await? != Value::Bool(true) {
            if Instant::now() > deadline {
                let shown = page.text("h1").await?;
                return Err(format!(
                    "{}, {key}: the heading is {shown:?}, not {wanted:?}",
                    self.tag
                ));
            }
            sleep(Duration::from_millis(40)).await;
        }
        self.expect_language(page).await.map_err(|problem| format!("{key}: {problem}"))
    }

    /// Fails unless the document is in this language, and so is all that does not say otherwise.
    async fn expect_language(&self, page: &Page) -> Done {
        let script = "const root = document.documentElement;
            const strange = new Set(arguments[0]);
            const shown = (element) => element.checkVisibility()
                && !element.closest('[lang]:not(html), .term');
            const wrong = [...document.body.querySelectorAll('*')].filter((element) =>
                strange.has(element.textContent.trim()) && shown(element));
            const said = [...document.querySelectorAll('[aria-label]')]
                .map((element) => element.getAttribute('aria-label')).filter((text) => strange.has(text));
            const title = strange.has(document.title.split(' · ')[0]) ? [document.title] : [];
            return [root.lang, root.dir,
                [...new Set(wrong.map((element) => element.textContent.trim())), ...said, ...title]];";
        let found = page.js(script, vec![json!(self.german)]).await?;
        let (lang, dir, wrong): (String, String, Vec<String>) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        if (&lang, &dir) != (&self.tag, &self.dir) {
            return Err(format!("the page is {lang} {dir}, not {} {}", self.tag, self.dir));
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(format!("{lang}: German texts: {:?}", &wrong[..wrong.len().min(5)])),
        }
    }
}

async fn walk(page: &Page, at: usize) -> Done {
    let (town, person) = (Town::load("musterstadt")?, in_a_hurry()?);
    for tag in portion(page.engine(), at) {
        let words = Words::load(&town, tag)?;
        whole_way(page, &town, &person, &words).await.map_err(|e| format!("{tag}: {e}"))?;
    }
    Ok(())
}

/// What a person does who comes to know the committee and wants to stand for it.
async fn whole_way(page: &Page, town: &Town, person: &Person, words: &Words) -> Done {
    let query = format!("today={TODAY}&lang={}", words.tag);
    page.open_as(&Person::default(), &query, "#/").await?;
    words.expect(page, "home.title").await?;
    page.click("main .hero a.button--primary").await?;
    page.leaves(".hero").await?;
    let mut walk = Walk::new(page, town, person);
    for _ in 0..60 {
        match page.place().await? {
            Place::Result => break,
            Place::Screen(id) => {
                words.expect(page, &format!("fit.q.{id}.title")).await?;
                walk.screen(&id).await?;
            }
            Place::Question(id) => {
                words.expect(page, &format!("question.{id}.title")).await?;
                walk.question(&id).await?;
            }
            Place::Elsewhere => {
                return Err(format!("after {:?}: {}", walk.seen, page.seen().await?));
            }
        }
    }
    // Worked out from the ids of the answers, so the same in every language.
    let expected = town.expect(person, day(TODAY)?)?;
    page.expect_result(&expected).await?;
    words.expect(page, &format!("outcome.{}.title", expected.outcome)).await?;
    if (page.kept(FIT_KEY).await?, page.kept(CHECK_KEY).await?)
        != (person.fit.clone(), person.check.clone())
    {
        return Err("other answers are kept than were given".to_owned());
    }
    event(page, words).await?;
    path_and_paper(page, words).await
}

async fn event(page: &Page, words: &Words) -> Done {
    page.js(CATCH, vec![]).await?;
    page.click("nav a[href^='#/events']").await?;
    page.wait("a card", 8, "return !!document.querySelector('.week .event__title a')").await?;
    page.settle().await?;
    words.expect(page, "events.name").await?;
    page.click(".week .event__title a").await?;
    page.wait("the event", 8, "return !!document.querySelector('.event-page .rows')").await?;
    page.settle().await?;
    words.expect_language(page).await?;
    let shown = "const heading = document.querySelector('h1');
        return [location.hash.split('/').pop(), heading.lang, heading.innerText.trim()];";
    let (id, lang, title): (String, String, String) =
        serde_json::from_value(page.js(shown, vec![]).await?).map_err(|e| e.to_string())?;
    let details = read("events/musterstadt/d0.json")?;
    let mut details = details["events"].as_array().into_iter().flatten();
    let event = details.find(|one| one["id"] == id.as_str());
    let event = event.ok_or_else(|| format!("no details of {id}"))?;
    // A title that nobody has translated says which language it is in.
    let of = if lang.is_empty() { words.tag.as_str() } else { lang.as_str() };
    if event["title"][of] != title.as_str() {
        return Err(format!("{id} is called {title:?} ({of}), not {}", event["title"]));
    }
    page.click(".event__calendar").await?;
    page.wait("a file is handed out", 5, "return __handed.length === 1").await?;
    let (_, file) = handed(page).await?;
    let kind = event["kind"].as_str().unwrap_or_default();
    expect_in(&file, &words.say(&format!("event.kind.{kind}"))?)?;
    expect_in(&file, &title)
}

/// Fails unless a calendar file holds a text, whose lines it may have folded.
fn expect_in(file: &str, text: &str) -> Done {
    let unfolded = file.replace("\r\n ", "").replace('\\', "");
    match unfolded.contains(text) {
        true => Ok(()),
        false => Err(format!("{text:?} is not in the calendar: {unfolded}")),
    }
}

async fn path_and_paper(page: &Page, words: &Words) -> Done {
    page.click("nav a[href='#/path']").await?;
    page.wait("the steps", 8, "return document.querySelectorAll('.way__step').length > 6").await?;
    page.settle().await?;
    words.expect(page, "path.name").await?;
    let first = "const step = document.querySelector('.way__step');
        return [step.dataset.step, step.querySelector('.way__title').innerText.trim()]";
    let (step, title): (String, String) =
        serde_json::from_value(page.js(first, vec![]).await?).map_err(|e| e.to_string())?;
    if title != words.say(&format!("way.{step}.title"))? {
        return Err(format!("the step {step} is called {title:?}"));
    }
    page.click(".path__take button:first-child").await?;
    page.wait("a second file is handed out", 5, "return __handed.length === 2").await?;
    expect_in(&handed(page).await?.1, &title)?;
    page.click(".papers a").await?;
    page.wait("the paper", 8, "return !!document.querySelector('.paper .paper__part')").await?;
    page.settle().await?;
    let paper = page.text_of("return location.hash.split('/').pop()").await?;
    words.expect(page, &format!("paper.{paper}.title")).await?;
    if page.engine() == Engine::Webkit {
        // Its driver cannot print.
        return Ok(());
    }
    for (route, most) in
        [(format!("#/path/{paper}"), 2), ("#/path".to_owned(), 1), ("#/result".to_owned(), 1)]
    {
        page.go(&route).await?;
        let name = format!("{}-{}", words.tag, route.rsplit('/').next().unwrap_or_default());
        let sheets = printed(page, &name).await?;
        if sheets > most {
            return Err(format!("{route} needs {sheets} sheets of paper"));
        }
    }
    Ok(())
}

pub async fn first_walks(page: &mut Page) -> Done {
    walk(page, 0).await
}

pub async fn second_walks(page: &mut Page) -> Done {
    walk(page, 1).await
}

pub async fn third_walks(page: &mut Page) -> Done {
    walk(page, 2).await
}

pub async fn fourth_walks(page: &mut Page) -> Done {
    walk(page, 3).await
}

/// Chromium walks through all languages that are shipped.
pub async fn no_language_is_left_out(page: &mut Page) -> Done {
    let mut shipped = shipped(page).await?;
    let mut walked: Vec<&str> =
        (0..4).flat_map(|at| portion(Engine::Chromium, at)).copied().collect();
    shipped.sort();
    walked.sort_unstable();
    if shipped == walked {
        return Ok(());
    }
    Err(format!("shipped are {shipped:?}, walked through are {walked:?}"))
}

/// The heading of another language, a German text, and another direction are noticed.
pub async fn the_check_can_fail(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    page.open(&format!("today={TODAY}&lang=tr"), "#/").await?;
    let (turkish, russian) = (Words::load(&town, "tr")?, Words::load(&town, "ru")?);
    turkish.expect(page, "home.title").await?;
    let german = "document.querySelector('main p').textContent = arguments[0]";
    let mut unseen = Vec::new();
    if russian.expect_language(page).await.is_ok() {
        unseen.push("another language");
    }
    page.js("document.documentElement.dir = 'rtl'", vec![]).await?;
    if turkish.expect_language(page).await.is_ok() {
        unseen.push("another direction");
    }
    page.js("document.documentElement.dir = 'ltr'", vec![]).await?;
    let text = texts(&town, "de")?["home.title"].clone();
    page.js(german, vec![text]).await?;
    if turkish.expect_language(page).await.is_ok() {
        unseen.push("a German text");
    }
    page.js("document.querySelector('main p').lang = 'de'", vec![]).await?;
    turkish.expect_language(page).await?;
    if unseen.is_empty() { Ok(()) } else { Err(format!("not noticed: {unseen:?}")) }
}

/// Who asks for a language gets it, also where the browser says more than its tag; others get the next that
/// they ask for, and German in the end.
pub async fn of_the_browser(page: &mut Page) -> Done {
    let wishes: &[(&str, &str)] = match page.engine() {
        Engine::Chromium => &[
            ("tr-TR", "tr"),
            ("ar-EG", "ar"),
            ("ru", "ru"),
            ("pl-PL", "pl"),
            ("it-CH", "it"),
            ("de-AT", "de"),
            ("eo,ar,de", "ar"),
            ("eo", "de"),
        ],
        _ => &[("ar-EG", "ar"), ("eo", "de")],
    };
    for (wish, wanted) in wishes {
        if page.engine() == Engine::Webkit {
            page.server.language(wish);
        } else {
            page.session = Session::start_in(page.engine(), wish, "Europe/Istanbul").await?;
        }
        page.open(&format!("today={TODAY}"), "#/").await?;
        let town = Town::load("musterstadt")?;
        let words = Words::load(&town, wanted)?;
        words.expect(page, "home.title").await.map_err(|e| format!("asked for {wish}: {e}"))?;
    }
    page.session = Session::start(page.engine(), "de").await?;
    Ok(())
}

/// Another language in the middle keeps the answers, the place and what is on screen.
pub async fn switched_in_the_middle(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    // Without `lang` in the address, which would win over the choice after a reload.
    page.open_as(&person, &format!("today={TODAY}"), "#/fit/week").await?;
    for tag in ["ar", "tr", "de-simple"] {
        let words = Words::load(&town, tag)?;
        page.go("#/fit/week").await?;
        page.choose_language(tag).await?;
        words.expect(page, "fit.q.week.title").await?;
        crate::changes::expect_chosen(page, "week", &["tue", "thu"]).await?;
        page.reload().await?;
        words.expect(page, "fit.q.week.title").await?;
        page.go("#/result").await?;
        page.expect_result(&town.expect(&person, day(TODAY)?)?).await?;
    }
    // Far down on a long page, the part that is read stays on screen.
    page.go("#/role/all").await?;
    page.wait("chapters", 8, "return document.querySelectorAll('main h2').length > 9").await?;
    page.settle().await?;
    let down = "document.querySelectorAll('main h2')[7].scrollIntoView({ behavior: 'instant' });
        scrollBy({ top: -150, behavior: 'instant' })";
    page.js(down, vec![]).await?;
    page.settle().await?;
    for tag in &["ru", "ar", "de"] {
        // As the menu does it, but without scrolling up to it.
        let choose = "const menu = document.querySelector('#language');
            menu.value = arguments[0];
            menu.dispatchEvent(new Event('change', { bubbles: true }));";
        page.js(choose, vec![(*tag).into()]).await?;
        let there = format!("return document.documentElement.lang === '{tag}'");
        page.wait(tag, 10, &there).await?;
        page.settle().await?;
        let near =
            "const top = document.querySelectorAll('main h2')[7].getBoundingClientRect().top;
            return Math.round(top)";
        let top = page.js(near, vec![]).await?.as_i64().unwrap_or_default();
        if !(-100..=668).contains(&top) {
            return Err(format!("after {tag} the chapter that was read is at {top}"));
        }
    }
    Ok(())
}

/// A link that was made in one language works in another, and in that of whoever opens it.
pub async fn link_of_another_language(page: &mut Page) -> Done {
    let (town, person) = (Town::load("musterstadt")?, naturalised()?);
    page.open_as(&person, &format!("today={TODAY}&lang=tr"), "#/result").await?;
    let link = shown_link(page).await?;
    let (base, route) = link.split_once('#').ok_or_else(|| format!("{link} is no route"))?;
    let arabic = base.replace("lang=tr", "lang=ar");
    if arabic == base {
        return Err(format!("the link does not say in which language it was made: {link}"));
    }
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.load(&format!("{arabic}&today={TODAY}#{route}")).await?;
    page.ready().await?;
    let words = Words::load(&town, "ar")?;
    words.expect(page, "open.name").await?;
    page.click("[data-open=take]").await?;
    page.settle().await?;
    let alone = Person { check: Default::default(), ..person.clone() };
    page.expect_result(&town.expect(&alone, day(TODAY)?)?).await?;
    words.expect_language(page).await
}

/// Arabic and Persian keyboards type digits of their own.
pub async fn digits_of_other_scripts(page: &mut Page) -> Done {
    page.open(&format!("today={TODAY}&lang=ar"), "#/quiz/born").await?;
    page.fill("form[data-question] input[name=year]", "٢٠١٢").await?;
    page.click("form[data-question] button[type=submit]").await?;
    let exact = "return (document.querySelector('[name=day]')?.offsetWidth ?? 0) > 0";
    if page.js(exact, vec![]).await? == Value::Bool(true) {
        page.fill("form[data-question] input[name=day]", "۱۳").await?;
        page.fill("form[data-question] input[name=month]", "٠٥").await?;
        page.click("form[data-question] button[type=submit]").await?;
    }
    page.leaves("form[data-question=born]").await?;
    let kept = page.kept(CHECK_KEY).await?;
    let born = kept.to_value()["born"].clone();
    if born != "2012" && born != "2012-05-13" {
        return Err(format!("٢٠١٢ is kept as {born}"));
    }
    for typed in ["٤٥٦٥٧", "۴۵۶۵۷", "45657"] {
        page.go("#/events").await?;
        page.wait("the finder", 8, "return !!document.querySelector('.find__where')").await?;
        page.js(crate::finder::PLACE_OPEN, vec![]).await?;
        page.fill("input[name=near]", typed).await?;
        page.press(char::from(thirtyfour::Key::Tab).to_string()).await?;
        page.wait("places around it", 5, "return location.hash.includes('near=')").await?;
        page.settle().await?;
        if page.visible(".found .notice").await? {
            return Err(format!("{typed}: {}", page.text(".found .notice").await?));
        }
    }
    page.go("#/path").await?;
    page.wait("the steps", 8, "return document.querySelectorAll('.way__step').length > 6").await?;
    page.click("#signatures summary").await?;
    let fields = "return document.querySelectorAll('#signatures input').length === 3";
    page.wait("its fields", 3, fields).await?;
    for (at, typed) in [(1, "١٠٠"), (2, "۳۰"), (3, "٢٠")] {
        page.fill(&format!("#signatures label:nth-child({at}) input"), typed).await?;
    }
    let sum = page.text("#signatures .signatures__sum").await?;
    match ["120", "90"].iter().all(|number| sum.contains(number)) {
        true => Ok(()),
        false => Err(format!("120 to collect, 90 missing, but: {sum:?}")),
    }
}

/// A text that is missing or empty is told in German, and says so; all others stay as they are.
pub async fn missing_texts(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    let mut arabic = read("packs/nrw/ar.json")?;
    for (key, text) in [("question.german.why", None), ("question.born.why", Some(""))] {
        let texts = arabic.as_object_mut().ok_or("no texts")?;
        let known = match text {
            None => texts.remove(key),
            Some(text) => texts.insert(key.to_owned(), text.into()),
        };
        known.ok_or_else(|| format!("there was no text {key}"))?;
    }
    page.server.put("packs/nrw/ar.json", arabic.to_string().into_bytes());
    let (words, german) = (Words::load(&town, "ar")?, texts(&town, "de")?);
    page.open(&format!("today={TODAY}&lang=ar"), "#/quiz/born").await?;
    for (id, answer) in [("born", Answer::Year("1985")), ("german", Answer::Pick("yes"))] {
        words.expect(page, &format!("question.{id}.title")).await?;
        let text = plain(german[&format!("question.{id}.why")].as_str().unwrap_or_default());
        let script = format!(
            "const found = [...document.querySelectorAll('main [lang=de][dir=ltr]')];
            return found.some((element) => element.textContent.trim() === {text:?});"
        );
        page.wait(&format!("{text:?} as German"), 5, &script).await?;
        page.answer(answer, Hand::Mouse).await?;
        if id == "born" {
            page.answer(Answer::Pick("here"), Hand::Mouse).await?;
        }
    }
    Ok(())
}

/// Pages whose buttons, labels and menus a partial language lacks.
const PAGES: [&str; 8] =
    ["#/", "#/quiz/born", "#/fit", "#/result", "#/events", "#/role", "#/path", "#/settings"];

/// Finds German words that do not say so, words of the language that say they are German, and marks of
/// what is lent that were left in the page; counts what says rightly that it is German.
const LENT: &str = "const [german, own, tag] = arguments;
    const [strange, known] = [new Set(german), new Set(own)];
    const wrong = [];
    let right = 0;
    const language = (element) => element.closest('[lang]').lang;
    const judge = (element, text) => {
        if (strange.has(text) && !known.has(text)) {
            if (language(element) === 'de') { right += 1; } else { wrong.push('unmarked: ' + text); }
        } else if (known.has(text) && !strange.has(text) && language(element) !== tag) {
            wrong.push('called German: ' + text);
        }
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest('script, style, noscript, template, [hidden]')) {
            judge(parent, walker.currentNode.data.trim());
        }
    }
    for (const element of document.querySelectorAll('button[aria-label], a[aria-label]')) {
        judge(element, element.getAttribute('aria-label'));
    }
    const whole = document.title + document.documentElement.outerHTML;
    const left = whole.match(/.{0,40}[\\u2063\\u2064].{0,40}/g) ?? [];
    return [[...wrong, ...left.map((text) => 'mark left: ' + text)], right];";

/// Spanish has a part of the texts: what it lacks is German and says so, down to the last button.
pub async fn lent_words(page: &mut Page) -> Done {
    let town = Town::load("musterstadt")?;
    let (german, spanish) = (sentences(&texts(&town, "de")?), sentences(&texts(&town, "es")?));
    page.open(&format!("today={TODAY}&lang=es"), "#/").await?;
    let mut all = 0;
    for route in PAGES {
        page.go(route).await?;
        page.settle().await?;
        let found = page.js(LENT, vec![json!(german), json!(spanish), json!("es")]).await?;
        let (wrong, right): (Vec<String>, usize) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        if !wrong.is_empty() {
            return Err(format!("{route}: {:?}", &wrong[..wrong.len().min(8)]));
        }
        all += right;
    }
    match all {
        0..40 => Err(format!("only {all} German words are marked: is Spanish whole by now?")),
        _ => Ok(()),
    }
}
