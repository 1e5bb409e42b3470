//! Reading aloud, as it is seen and used on the page: marks, taps, keys, room, recordings.

use crate::browsers::Engine;
use crate::checks::shots;
use crate::page::{Done, NRW, Page};
use crate::server::BASE;
use crate::voice::USUAL;
use serde_json::{Value, json};
use thirtyfour::Key;

const FORWARD: &str = "#voice-play + button";

/// A question is read with its hint and each answer; hearing an answer does not give it.
pub async fn question_with_answers(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/quiz").await?;
    let route = page.text_of("return location.hash").await?;
    page.listen().await?;
    let heading = page.sentence(1).await?.text;
    if !page.text("main h1").await?.replace('\u{ad}', "").starts_with(&heading) {
        return Err(format!("it begins with {heading:?}"));
    }
    let answers = "return [...document.querySelectorAll('.choice')]
        .map((one) => one.innerText.trim().split('\\n')[0].replaceAll('\\u00ad', ''))";
    let answers: Vec<String> =
        serde_json::from_value(page.js(answers, vec![]).await?).map_err(|e| e.to_string())?;
    let mut heard = Vec::new();
    for number in 2..12 {
        page.click(FORWARD).await?;
        let said = page.sentence(number).await?.text;
        let end = answers.last().is_some_and(|last| last.starts_with(&said));
        heard.push(said);
        if end {
            break;
        }
    }
    let mut at = 0;
    for answer in &answers {
        let found = heard[at..].iter().position(|said| answer.starts_with(said.as_str()));
        at += found.ok_or(format!("{answer:?} is not a block of its own in {heard:?}"))? + 1;
    }
    page.click(".player__buttons button:first-of-type").await?;
    let chosen = "return document.querySelectorAll('main input:checked').length";
    let here = page.text_of("return location.hash").await?;
    if page.js(chosen, vec![]).await? != json!(0) || here != route {
        return Err(format!("hearing has given an answer: {here}"));
    }
    // Tapping an answer still gives it, and the next question is not begun by itself.
    page.click("main .choice").await?;
    page.wait("another question", 8, &format!("return location.hash !== '{route}'")).await?;
    page.settle().await?;
    let count = page.said().await?.len();
    page.assert_silent(count).await
}

/// The sentence is marked where it stands, the block around it too, and both move on.
pub async fn spoken_sentence_is_shown(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.size(320, 640).await?;
    page.open(NRW, "#/settings").await?;
    page.click("input[name=text_size][value='200']").await?;
    page.go("#/quiz").await?;
    shown(page, 3).await?;
    page.open_empty().await?;
    page.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
    page.size(360, 740).await?;
    page.open(NRW, "#/role").await?;
    shown(page, 12).await?;
    let focus = page.text_of("return document.activeElement?.id ?? ''").await?;
    if focus != "voice-play" {
        return Err(format!("reading has moved the focus to {focus:?}"));
    }
    page.click("#voice-close").await?;
    let left = "return document.querySelectorAll('[data-spoken]').length
        + (window.CSS?.highlights?.has('spoken') ? 1 : 0)";
    match page.js(left, vec![]).await? == json!(0) {
        true => page.assert_no_console_errors().await,
        false => Err("a mark is left".to_owned()),
    }
}

/// Listens to some sentences and looks for each of them on the screen.
async fn shown(page: &Page, count: usize) -> Done {
    page.listen().await?;
    let marked = "const block = document.querySelector('[data-spoken]');
        const mark = window.CSS?.highlights?.get('spoken');
        const range = mark && [...mark][0];
        const box = block?.getBoundingClientRect();
        const room = document.querySelector('.player').getBoundingClientRect().top;
        // What is higher than the room above the bar cannot be seen whole, but its sentence can.
        const part = box?.height > room - 30 ? range?.getBoundingClientRect() ?? box : box;
        const seen = part && part.top >= -1 && (part.bottom <= room + 1 || part.height > room - 30);
        return [document.querySelectorAll('[data-spoken]').length, block?.textContent ?? '',
            mark === undefined ? null : range.toString(), !!seen]";
    for number in 1..=count {
        let said = page.sentence(number).await?.text;
        page.settle().await?;
        let found = page.js(marked, vec![]).await?;
        let (count, block, range, seen): (u32, String, Option<String>, bool) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        let flat = |text: &str| text.replace('\u{ad}', "").split_whitespace().collect::<String>();
        let right = range.as_ref().is_none_or(|range| flat(range) == flat(&said));
        if count != 1 || !flat(&block).contains(&flat(&said)) || !right || !seen {
            return Err(format!("{said:?}: {count} blocks, {block:?}, {range:?}, seen: {seen}"));
        }
        // Every engine of today has these marks but old ones.
        if range.is_none() && page.engine() == Engine::Chromium {
            return Err("no highlight in an engine that has them".to_owned());
        }
        page.spoken().await?;
    }
    Ok(())
}

/// With the bar open a tap on a text reads from there; links do what they always do.
pub async fn tap_on_a_text(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/about").await?;
    let text = "main p.prose, main section p";
    page.js("document.querySelector(arguments[0]).click()", vec![text.into()]).await?;
    page.assert_silent(0).await?;
    page.listen().await?;
    page.sentence(1).await?;
    page.click(text).await?;
    let said = page.sentence(2).await?.text;
    let tapped = page.text(text).await?.replace('\u{ad}', "");
    if !tapped.starts_with(&said) {
        return Err(format!("{said:?} instead of {tapped:?}"));
    }
    page.click(".nav a[href='#/role']").await?;
    page.wait("the other page", 8, "return location.hash === '#/role'").await?;
    page.settle().await?;
    page.assert_silent(2).await
}

/// Keys alone: the focus goes to the bar, Escape closes it and leads back.
pub async fn keyboard(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/").await?;
    page.tab_to("#listen").await?;
    page.press(char::from(Key::Enter).to_string()).await?;
    page.sentence(1).await?;
    let has = |id: &str| format!("return document.activeElement?.id === '{id}'");
    page.wait("the focus on play", 4, &has("voice-play")).await?;
    page.press(" ").await?;
    page.assert_silent(1).await?;
    page.press(" ").await?;
    page.sentence(2).await?;
    page.wait("the focus stays", 4, &has("voice-play")).await?;
    page.tab_to("#voice-close").await?;
    page.press(char::from(Key::Escape).to_string()).await?;
    page.wait("no bar", 4, "return !document.querySelector('.player')").await?;
    page.wait("the focus goes back", 4, &has("listen")).await?;
    page.assert_silent(2).await?;
    // Whoever is elsewhere stays there.
    page.press(char::from(Key::Enter).to_string()).await?;
    page.sentence(3).await?;
    page.js("document.querySelector('#language').focus()", vec![]).await?;
    page.press(char::from(Key::Escape).to_string()).await?;
    page.wait("no bar", 4, "return !document.querySelector('.player')").await?;
    page.wait("the focus stays", 4, &has("language")).await?;
    page.assert_no_console_errors().await
}

/// What is marked as another language is read by a voice of that language.
pub async fn other_languages_inside(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open("pack=nrw&lang=tr&today=2025-08-01", "#/events").await?;
    let foreign = "return [...document.querySelectorAll('main [lang=de]')]
        .map((one) => one.innerText.trim()).find((text) => text.length > 8) ?? ''";
    let there = format!("return (() => {{ {foreign} }})() !== ''");
    page.wait("a German title on the Turkish page", 10, &there).await?;
    let foreign = page.text_of(foreign).await?;
    page.listen().await?;
    let mut heard = Vec::new();
    for number in 1..60 {
        let said = page.sentence(number).await?;
        if foreign.starts_with(&said.text) {
            return match said.name.as_str() {
                "Anna" => Ok(()),
                name => Err(format!("{foreign:?} is read by {name}")),
            };
        }
        heard.push(said.text);
        page.spoken().await?;
    }
    Err(format!("{foreign:?} is not among {heard:?}"))
}

/// What is folded up is not read; unfolded meanwhile, it is.
pub async fn folded_parts(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/quiz").await?;
    page.listen().await?;
    page.sentence(1).await?;
    let inside =
        page.text_of("return document.querySelector('.why > :not(summary)').textContent").await?;
    let first = inside.split(['.', '!', '?']).next().unwrap_or_default().to_owned();
    for number in 2..14 {
        page.click(FORWARD).await?;
        let said = page.sentence(number).await?.text;
        if said.starts_with(&first) {
            return Err(format!("{said:?} is folded up"));
        }
        if page.text("main summary").await? == said {
            page.js("document.querySelector('.why').open = true", vec![]).await?;
            page.click(FORWARD).await?;
            let said = page.sentence(number + 1).await?.text;
            return match said.starts_with(&first) {
                true => Ok(()),
                false => Err(format!("{said:?} instead of {first:?}")),
            };
        }
    }
    Err("the summary is not read".to_owned())
}

/// The bar fits on the narrowest phone with the largest text, in both directions, and hides no control.
pub async fn fits(page: &mut Page) -> Done {
    page.device(&USUAL);
    let inside = "const box = document.querySelector('.player').getBoundingClientRect();
        const nav = document.querySelector('.nav');
        const above = getComputedStyle(nav).position === 'fixed'
            ? nav.getBoundingClientRect().top : innerHeight;
        const all = [...document.querySelectorAll('.player button, .player select')];
        const out = all.map((one) => one.getBoundingClientRect()).filter((one) => one.width > 0)
            .filter((one) => one.left < 0 || one.right > innerWidth || one.height < 47.5);
        return out.length === 0 && box.left >= -1 && box.right <= innerWidth + 1
            && (above >= innerHeight || Math.abs(box.bottom - above) < 1.5 || innerWidth >= 900)
            && box.height <= innerHeight * .6 ? ''
            : `${JSON.stringify(box)} ${above} ${JSON.stringify(out)}`";
    for (language, width, height, size) in [
        ("de", 320, 640, "200"),
        ("ar", 320, 640, "200"),
        ("ru", 320, 640, "100"),
        ("pl", 320, 640, "125"),
        ("ar", 360, 740, "100"),
        ("de", 1080, 1920, "100"),
        ("de", 1280, 800, "200"),
    ] {
        page.size(width, height).await?;
        page.open(&format!("pack=nrw&lang={language}"), "#/settings").await?;
        page.click(&format!("input[name=text_size][value='{size}']")).await?;
        page.go("#/quiz").await?;
        page.listen().await?;
        page.settle().await?;
        let wrong = page.text_of(inside).await?;
        let at = format!("{language} {width}×{height} {size} %");
        if !wrong.is_empty() {
            return Err(format!("{at}: {wrong}"));
        }
        page.screenshot(&format!("voice-{language}-{width}-{size}")).await?;
        page.assert_no_horizontal_scroll().await.map_err(|e| format!("{at}: {e}"))?;
        page.assert_axe().await.map_err(|e| format!("{at}: {e}"))?;
        // The end of the page can be scrolled to above the bar.
        let end = "scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
            const last = document.querySelector('.foot__links').getBoundingClientRect();
            return last.bottom <= document.querySelector('.player').getBoundingClientRect().top + 1";
        page.wait(&format!("{at}: the end of the page"), 4, end).await?;
    }
    Ok(())
}

/// Recordings of a pack stand on their page, and nothing of them is fetched before somebody plays.
pub async fn recordings(page: &mut Page) -> Done {
    page.device(&USUAL);
    let file = crate::runner::folder().join("packs/musterstadt/pack.json");
    let text = std::fs::read_to_string(&file).map_err(|e| e.to_string())?;
    let mut pack: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    pack["media"] = json!([
        { "id": "role_audio", "kind": "audio", "page": "/role", "lang": "de",
          "src": "media/role.mp3", "by": "Musterstadt", "as_of": "2026-11-01" },
        { "id": "role_sign", "kind": "sign", "page": "/role", "lang": "de", "src": "media/role.mp4",
          "captions": "media/role.vtt", "by": "Musterstadt", "as_of": "2026-11-01" },
        { "id": "broken", "kind": "audio", "page": "/role", "lang": "de",
          "src": "https://example.org/a.mp3", "by": "Musterstadt", "as_of": "2026-11-01" },
    ]);
    page.server.put("packs/musterstadt/pack.json", pack.to_string().into_bytes());
    page.server.put("media/role.mp3", b"no sound".to_vec());
    page.server.put("media/role.mp4", b"no film".to_vec());
    page.server.put("media/role.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n".to_vec());
    page.open("lang=de", "#/role").await?;
    let shown =
        "return JSON.stringify([...document.querySelectorAll('main .recording')].map((one) => {
        const player = one.querySelector('audio, video');
        const track = one.querySelector('track');
        return [player.localName, player.getAttribute('src'), player.preload, player.controls,
            track?.kind ?? '', track?.srclang ?? '', player.autoplay];
    }))";
    let expected = json!([
        ["audio", "media/role.mp3", "none", true, "", "", false],
        ["video", "media/role.mp4", "none", true, "captions", "de", false],
    ]);
    let shown = page.text_of(shown).await?;
    if serde_json::from_str::<Value>(&shown).ok() != Some(expected) {
        return Err(format!("recordings: {shown}"));
    }
    let fetched = page.server.requests();
    let media = format!("{BASE}media/role.m");
    if let Some(request) = fetched.iter().find(|request| request.path.starts_with(&media)) {
        return Err(format!("{} was fetched before anybody played it", request.path));
    }
    page.assert_axe().await?;
    // Two voices at a time are none.
    page.listen().await?;
    page.sentence(1).await?;
    page.js("document.querySelector('audio').dispatchEvent(new Event('play'))", vec![]).await?;
    page.assert_silent(1).await?;
    page.go("#/role/time").await?;
    if page.visible(".recording").await? {
        return Err("a recording on a page that it is not about".to_owned());
    }
    page.choose_language("tr").await?;
    page.go("#/role").await?;
    if page.visible(".recording").await? {
        return Err("a German recording on a Turkish page".to_owned());
    }
    Ok(())
}

/// Pictures of the bar, if a folder for them is set.
pub async fn gallery(page: &mut Page) -> Done {
    if shots().is_none() {
        return Ok(());
    }
    page.device(&USUAL);
    for (language, theme, width, height) in [
        ("de", "light", 360, 740),
        ("ar", "light", 360, 740),
        ("de", "dark", 360, 740),
        ("de", "light", 1080, 1920),
    ] {
        page.size(width, height).await?;
        page.open(&format!("pack=nrw&lang={language}"), "#/settings").await?;
        page.choose_theme(theme).await?;
        page.go("#/quiz").await?;
        page.listen().await?;
        page.sentence(1).await?;
        page.screenshot(&format!("voice-{language}-{theme}-{width}")).await?;
    }
    Ok(())
}
