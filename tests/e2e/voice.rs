//! Reading aloud with a device whose voices the test decides: which voice, when, and when it stops.

use crate::page::{Done, NRW, Page};
use crate::server::Fault;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

const DEVICE: &str = include_str!("speech.js");

/// What was said so far.
#[derive(Debug, PartialEq)]
pub struct Said {
    pub text: String,
    pub name: String,
    pub rate: f64,
    pub local: bool,
}

/// Makes a list of voices from lines: tag and name, then `away` or `default`.
pub fn voices(lines: &[&str]) -> Value {
    let voice = |line: &&str| {
        let mut words = line.split(' ');
        let (lang, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let is = |word: &str| line.ends_with(word);
        json!({ "lang": lang, "name": name, "localService": !is("away"), "default": is("default") })
    };
    lines.iter().map(voice).collect()
}

/// The voices of a usual device: those that send texts away come first, and are the chosen ones.
pub const USUAL: [&str; 8] = [
    "de-DE Wolke away", "ar-SA Sahab away", "tr-TR Bulut away", "en-US Joke", "de-DE Anna",
    "tr-TR Yelda", "ar-001 Majed", "en-GB Daniel",
];

impl Page {
    /// Gives the device voices, from the next page on.
    pub fn device(&self, lines: &[&str]) {
        let list = voices(lines).to_string();
        let list = list.trim_matches(|c| c == '[' || c == ']');
        self.server.script(&DEVICE.replace("/*voices*/", list));
    }

    /// Taps the button in the header.
    pub async fn listen(&self) -> Done {
        self.click("#listen").await
    }

    /// Returns everything that was said.
    pub async fn said(&self) -> Done<Vec<Said>> {
        let all = self.js("return window.__speech.said", vec![]).await?;
        let one = |said: &Value| Said {
            text: said["text"].as_str().unwrap_or_default().to_owned(),
            name: said["name"].as_str().unwrap_or_default().to_owned(),
            rate: said["rate"].as_f64().unwrap_or_default(),
            local: said["local"] == true,
        };
        Ok(all.as_array().into_iter().flatten().map(one).collect())
    }

    /// Waits until so many sentences were begun, and returns the last one.
    pub async fn sentence(&self, number: usize) -> Done<Said> {
        let script = format!("return window.__speech.said.length >= {number}");
        self.wait(&format!("sentence {number}"), 8, &script).await?;
        let mut said = self.said().await?;
        if said.len() != number {
            return Err(format!("{} sentences instead of {number}: {said:?}", said.len()));
        }
        said.pop().ok_or_else(|| "nothing was said".to_owned())
    }

    /// Lets the device end the present sentence.
    pub async fn spoken(&self) -> Done {
        self.js("window.__speech.end()", vec![]).await.map(drop)
    }

    /// Fails if anything is being said, or was since `count` sentences, in half a second.
    pub async fn assert_silent(&self, count: usize) -> Done {
        sleep(Duration::from_millis(500)).await;
        let busy = self.js("return speechSynthesis.speaking", vec![]).await?;
        let said = self.said().await?;
        if busy == Value::Bool(true) || said.len() != count {
            return Err(format!("not silent (speaking: {busy}): {said:?}"));
        }
        Ok(())
    }
}

/// The voice is that of the page's language, and always one that is on the device.
pub async fn right_voice(page: &mut Page) -> Done {
    page.device(&USUAL);
    for (language, name) in
        [("de", "Anna"), ("de-simple", "Anna"), ("tr", "Yelda"), ("ar", "Majed"), ("en", "Daniel")]
    {
        page.open(&format!("pack=nrw&lang={language}"), "#/").await?;
        page.listen().await?;
        let said = page.sentence(1).await?;
        let heading = page.text("main h1").await?;
        let (first, heading) = (said.text.clone(), heading.replace(['\n', '\u{ad}'], " "));
        if said.name != name || !said.local || !heading.starts_with(&first) {
            return Err(format!("{language}: {said:?} for {heading:?}"));
        }
    }
    page.assert_no_console_errors().await
}

/// Nothing is said, and the device is not even asked, before somebody wants it.
pub async fn never_by_itself(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/").await?;
    for route in ["#/role", "#/quiz", "#/settings", "#/"] {
        page.go(route).await?;
    }
    page.choose_language("tr").await?;
    let touched = "return window.__speech.said.length + window.__speech.asked
        + window.__speech.cancelled";
    if page.js(touched, vec![]).await? != json!(0) || page.visible(".player").await? {
        return Err("the device was asked although nobody wanted to listen".to_owned());
    }
    // The bar stays open on the next page, but what begins there begins with a tap.
    page.listen().await?;
    page.sentence(1).await?;
    for route in ["#/role", "#/path"] {
        page.go(route).await?;
        page.assert_silent(1).await?;
    }
    page.reload().await?;
    if page.visible(".player").await? {
        return Err("the bar is open after loading anew".to_owned());
    }
    page.assert_silent(0).await
}

/// Without a voice for the language there is an honest sentence, and a way to a text that can be heard.
pub async fn no_voice(page: &mut Page) -> Done {
    page.device(&["en-GB Daniel", "tr-TR Bulut away", "de-DE Anna"]);
    page.open("pack=nrw&lang=tr", "#/role").await?;
    page.listen().await?;
    page.wait("the sentence", 6, "return !!document.querySelector('.player [role=status] p')")
        .await?;
    let told = page.text(".player [role=status]").await?;
    if !told.contains("Türkçe") || page.visible("#voice-speed").await? {
        return Err(format!("told is {told:?}"));
    }
    page.assert_silent(0).await?;
    page.assert_axe().await?;
    page.click(".player [role=status] button").await?;
    page.wait("German", 10, "return document.documentElement.lang === 'de'").await?;
    page.settle().await?;
    page.assert_silent(0).await?;
    page.click("#voice-play").await?;
    let said = page.sentence(1).await?;
    if said.name == "Anna" { Ok(()) } else { Err(format!("{said:?}")) }
}

/// An engine that knows nothing of speech says the same.
pub async fn no_speech_at_all(page: &mut Page) -> Done {
    page.server.script(
        "for (const name of ['speechSynthesis', 'SpeechSynthesisUtterance'])
            Object.defineProperty(window, name, { configurable: true, value: undefined });",
    );
    page.open(NRW, "#/").await?;
    page.listen().await?;
    page.wait("the sentence", 6, "return !!document.querySelector('.player [role=status] p')")
        .await?;
    let told = page.text(".player [role=status]").await?;
    if !told.contains("Deutsch") {
        return Err(format!("told is {told:?}"));
    }
    page.click("#voice-play").await?;
    page.click("#voice-close").await?;
    page.assert_no_console_errors().await
}

/// A device that names its voices only after a moment is waited for.
pub async fn voice_comes_late(page: &mut Page) -> Done {
    page.device(&[]);
    page.open(NRW, "#/").await?;
    page.listen().await?;
    page.assert_silent(0).await?;
    let bring = "window.__speech.bring(arguments[0])";
    page.js(bring, vec![voices(&["en-GB Daniel"])]).await?;
    page.js(bring, vec![voices(&USUAL)]).await?;
    page.sentence(1).await?;
    // Some never say that their voices are there.
    page.click("#voice-close").await?;
    page.js("window.__speech.voices = []", vec![]).await?;
    page.listen().await?;
    page.js("window.__speech.voices = arguments[0]", vec![voices(&USUAL)]).await?;
    page.sentence(2).await.map(drop)
}

/// A voice that comes after the sentence about it takes the sentence back, and waits for a tap.
pub async fn voice_comes_too_late(page: &mut Page) -> Done {
    page.device(&["en-GB Daniel"]);
    page.open(NRW, "#/").await?;
    page.listen().await?;
    let told = "return !!document.querySelector('.player [role=status] p')";
    page.wait("the sentence", 6, told).await?;
    page.js("window.__speech.bring(arguments[0])", vec![voices(&USUAL)]).await?;
    page.wait("no sentence", 4, "return !document.querySelector('.player [role=status] p')")
        .await?;
    page.assert_silent(0).await?;
    page.click("#voice-play").await?;
    page.sentence(1).await.map(drop)
}

/// Another page, another language, a page that is not seen, and closing the bar: silence.
pub async fn stops_when_left(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/quiz").await?;
    page.listen().await?;
    page.sentence(1).await?;
    page.go("#/role").await?;
    page.assert_silent(1).await?;
    page.click("#voice-play").await?;
    let said = page.sentence(2).await?;
    let heading = page.text("main h1").await?;
    if !heading.starts_with(said.text.trim_end_matches(['.', '?'])) {
        return Err(format!("{said:?} instead of {heading:?}"));
    }
    page.choose_language("tr").await?;
    page.assert_silent(2).await?;
    page.click("#voice-play").await?;
    let said = page.sentence(3).await?;
    if said.name != "Yelda" {
        return Err(format!("{said:?} after another language was chosen"));
    }
    page.js("window.dispatchEvent(new Event('pagehide'))", vec![]).await?;
    page.assert_silent(3).await?;
    page.click("#voice-play").await?;
    if page.sentence(4).await?.text != said.text {
        return Err("it does not go on where it was".to_owned());
    }
    page.click("#voice-close").await?;
    page.assert_silent(4).await?;
    if page.visible(".player, [data-spoken]").await? {
        return Err("the bar or its mark is still there".to_owned());
    }
    page.assert_no_console_errors().await
}

/// Play, pause, one block on and one back; the sentence of the pause is said again.
pub async fn pause_and_blocks(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/role").await?;
    page.listen().await?;
    let first = page.sentence(1).await?;
    page.spoken().await?;
    let second = page.sentence(2).await?;
    page.click("#voice-play").await?;
    page.assert_silent(2).await?;
    page.click("#voice-play").await?;
    if page.sentence(3).await? != second {
        return Err("the sentence of the pause is not said again".to_owned());
    }
    let buttons = "button:first-of-type";
    page.click(&format!(".player__buttons {buttons}")).await?;
    let back = page.sentence(4).await?;
    if back != first && back != second {
        return Err(format!("back leads to {back:?}"));
    }
    page.click("#voice-play + button").await?;
    let on = page.sentence(5).await?;
    if on == back {
        return Err(format!("forward stays at {on:?}"));
    }
    // The button in the header does the same as play and pause.
    page.listen().await?;
    page.assert_silent(5).await?;
    page.listen().await?;
    if page.sentence(6).await? == on {
        Ok(())
    } else {
        Err("the header loses the place".to_owned())
    }
}

/// The speed counts at once, is kept, and is stored only when somebody has chosen it.
pub async fn speed(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/role").await?;
    page.listen().await?;
    if page.sentence(1).await?.rate != 1.0 || !page.stored().await?.is_empty() {
        return Err("something is stored, or the speed is not the usual one".to_owned());
    }
    for (word, rate) in [("slow", 0.75), ("fast", 1.5), ("faster", 1.25)] {
        let count = page.said().await?.len();
        page.find(&format!("#voice-speed option[value={word}]"))
            .await?
            .click()
            .await
            .map_err(|e| e.to_string())?;
        let said = page.sentence(count + 1).await?;
        if (said.rate - rate).abs() > 0.001 {
            return Err(format!("{word} is {said:?}"));
        }
    }
    page.reload().await?;
    page.listen().await?;
    let said = page.sentence(1).await?;
    let shown = page.text_of("return document.querySelector('#voice-speed').value").await?;
    if said.rate == 1.25 && shown == "faster" {
        return Ok(());
    }
    Err(format!("after loading anew it is {shown:?}, {said:?}"))
}

/// Whoever taps before the program is whole is heard all the same, and told if it does not come.
pub async fn second_part_comes_late(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.noisy = true;
    page.server.fail("_later.wasm", Fault::Delay(Duration::from_secs(3)));
    page.open(NRW, "#/").await?;
    page.listen().await?;
    page.sentence(1).await?;
    page.server.heal();
    page.server.fail("_later.wasm", Fault::Status(404));
    page.open(NRW, "#/").await?;
    page.listen().await?;
    page.wait("a notice", 8, "return !!document.querySelector('#notices .notice')").await?;
    page.server.heal();
    page.listen().await?;
    page.sentence(1).await.map(drop)
}

/// A voice that fails once is asked again; one that fails twice is reported; one that forgets to say that it
/// has ended holds nobody up.
pub async fn faults_of_the_voice(page: &mut Page) -> Done {
    page.device(&USUAL);
    page.open(NRW, "#/role").await?;
    page.listen().await?;
    let first = page.sentence(1).await?;
    page.js("window.__speech.fail('synthesis-failed')", vec![]).await?;
    if page.sentence(2).await? != first {
        return Err("the sentence is not tried again".to_owned());
    }
    page.js("window.__speech.lose()", vec![]).await?;
    let on = page.sentence(3).await?;
    if on == first {
        return Err("the sentence that was lost is said again".to_owned());
    }
    for number in [4, 5] {
        page.js("window.__speech.fail('audio-hardware')", vec![]).await?;
        if number == 4 {
            page.sentence(4).await?;
        }
    }
    page.wait("a sentence", 4, "return !!document.querySelector('.player [role=status] p')")
        .await?;
    page.assert_silent(4).await?;
    page.click("#voice-play").await?;
    page.sentence(5).await?;
    // Somebody else wants the voice: no fault, a pause.
    page.js("window.__speech.fail('interrupted')", vec![]).await?;
    page.assert_silent(5).await?;
    page.assert_no_console_errors().await
}
