//! The page in a browser, as a person meets it: what can be done to it and what it shows.

use crate::browsers::{Engine, Session, brief};
use crate::server::{BASE, EMPTY, Server};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use thirtyfour::{By, Key, WebDriver, WebElement};
use tokio::time::{sleep, timeout};

/// What a test and each of its steps return; the error is a sentence for the report.
pub type Done<T = ()> = Result<T, String>;

/// The page query that most tests start with: the real rules, at a day before the election.
pub const NRW: &str = "pack=nrw&today=2025-08-01&lang=de";

/// Tells one wait for a page that rests from the next.
static WISHES: AtomicU32 = AtomicU32::new(1);

/// The element that has the focus.
#[derive(Debug)]
pub struct Focus {
    pub tag: String,
    pub value: String,
    pub checked: bool,
}

/// A browser and a server of its own, so nothing of one test is left for the next.
pub struct Page {
    pub session: Session,
    pub server: Server,
    /// The test causes errors on purpose, so errors in the console do not fail it.
    pub noisy: bool,
}

impl Page {
    pub fn engine(&self) -> Engine {
        self.session.engine
    }

    pub fn driver(&self) -> Done<&WebDriver> {
        self.session.driver()
    }

    /// Returns the address of a route.
    pub fn address(&self, query: &str, route: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{BASE}{mark}{query}{route}", self.server.origin())
    }

    /// Loads the page at a route and waits until the app runs.
    pub async fn open(&self, query: &str, route: &str) -> Done {
        self.load(&self.address(query, route)).await?;
        // A start that has failed is reported at once; waiting longer would not help.
        let script = "return document.documentElement.dataset.app === 'ready'
            || (document.getElementById('boot-failed')?.offsetHeight ?? 0) > 0";
        self.wait("the app runs or says that it cannot", 30, script).await?;
        if self.visible("#boot-failed").await? {
            return Err(format!("the app does not start: {}", self.seen().await?));
        }
        self.ready().await
    }

    /// Loads an address; returns as soon as the new document can be looked at.
    pub async fn load(&self, address: &str) -> Done {
        // An address that differs in its fragment only would not load anything.
        let script = "window.__left = true;
            const same = location.href.split('#')[0] === arguments[0].split('#')[0];
            if (same) history.replaceState(null, '', arguments[0]);
            return same;";
        let same = self.js(script, vec![address.into()]).await;
        let driver = self.driver()?;
        let left = match same {
            Ok(Value::Bool(true)) => return self.reload_document().await,
            _ => driver.goto(address).await,
        };
        left.map_err(|e| format!("{address} cannot be opened: {}", brief(e)))?;
        self.arrived().await
    }

    /// Reloads and waits until the app runs again.
    pub async fn reload(&self) -> Done {
        self.js("window.__left = true", vec![]).await?;
        self.reload_document().await?;
        self.ready().await
    }

    /// The driver of Firefox goes past workers when it reloads; a person and the page itself do not. That of
    /// WebKit says now and then that it has reloaded and has not.
    async fn reload_document(&self) -> Done {
        match self.begin_reload().await {
            Err(_) if self.engine() == Engine::Webkit => self.begin_reload().await,
            done => done,
        }
    }

    async fn begin_reload(&self) -> Done {
        match self.engine() {
            Engine::Firefox => drop(self.js("setTimeout(() => location.reload())", vec![]).await?),
            _ => self.driver()?.refresh().await.map_err(brief)?,
        }
        self.arrived().await
    }

    /// Opens an empty page of the same origin, where storage can be prepared.
    pub async fn open_empty(&self) -> Done {
        self.load(&format!("{}{EMPTY}", self.server.origin())).await
    }

    async fn arrived(&self) -> Done {
        let script = "return !window.__left && document.readyState !== 'loading'
            && location.protocol.startsWith('http')";
        self.wait("the document has arrived", 30, script).await
    }

    /// Waits until the app says that it runs and has drawn its page.
    pub async fn ready(&self) -> Done {
        let script = "return document.documentElement.dataset.app === 'ready'";
        self.wait("html[data-app=ready]", 30, script).await?;
        self.settle().await
    }

    /// Goes to a route within the running app.
    pub async fn go(&self, route: &str) -> Done {
        self.js("location.hash = arguments[0]", vec![route.into()]).await?;
        self.settle().await
    }

    pub async fn back(&self) -> Done {
        self.driver()?.back().await.map_err(brief)?;
        self.settle().await
    }

    pub async fn forward(&self) -> Done {
        self.driver()?.forward().await.map_err(brief)?;
        self.settle().await
    }

    /// Waits until nothing moves, loads or changes any more.
    ///
    /// The page itself looks every 20 ms, and is asked now and then whether it has been calm for 100. It is
    /// asked by scripts that answer at once: one that is still under way when its page is replaced is waited
    /// for by the driver of WebKit for half a minute.
    pub async fn settle(&self) -> Done {
        let script = "const wish = arguments[0];
            const watch = window.__watch ??= (() => {
                const watch = { changes: 0, wish: 0, calm: false };
                new MutationObserver((changes) => { watch.changes += changes.length; }).observe(document,
                    { subtree: true, childList: true, attributes: true, characterData: true });
                return watch;
            })();
            if (watch.wish === wish) return watch.calm;
            Object.assign(watch, { wish, calm: false });
            const state = () => {
                const moving = document.getAnimations().some((animation) =>
                    animation.playState === 'running'
                    && animation.effect?.getComputedTiming().iterations !== Infinity);
                const loads = performance.getEntriesByType('resource').length;
                // A screen that has just come takes no tap yet, and one that is fetched or drawn is none yet.
                const fetched = document.querySelector('main .waiting:not(:has(button)), main .drawing');
                return moving || fetched || document.querySelector('[data-fresh]') ? null
                    : `${location.hash} ${loads} ${watch.changes} ${scrollY}`;
            };
            let last = null, calm = 0;
            const look = () => {
                if (watch.wish !== wish) return;
                const now = state();
                calm = now !== null && now === last ? calm + 1 : 0;
                last = now;
                if (calm >= 5) watch.calm = true;
                else setTimeout(look, 20);
            };
            look();
            return false;";
        let deadline = Instant::now() + Duration::from_secs(50);
        let mut last = Ok(Value::Null);
        while Instant::now() < deadline {
            // A page that is replaced does not answer.
            let wish = WISHES.fetch_add(1, Ordering::Relaxed);
            let patience = Instant::now() + Duration::from_secs(5);
            let mut calm = false;
            while !calm && Instant::now() < deadline.min(patience) {
                last = self.ask(script, vec![wish.into()]).await;
                calm = last == Ok(Value::Bool(true));
                if !calm {
                    sleep(Duration::from_millis(30)).await;
                }
            }
            if calm && !self.server.busy() {
                return Ok(());
            }
        }
        let why = match last {
            Err(problem) => problem,
            Ok(_) if self.server.busy() => "a request is not answered".to_owned(),
            Ok(_) => "it still moves, loads or changes".to_owned(),
        };
        Err(format!("the page does not come to rest: {why}"))
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn js(&self, script: &str, args: Vec<Value>) -> Done<Value> {
        let result = self.driver()?.execute(script, args).await;
        result.map(|value| value.json().clone()).map_err(|e| format!("script failed: {}", brief(e)))
    }

    /// Runs a script that may be run again; after some seconds without an answer it counts as lost.
    ///
    /// The driver of WebKit never answers one that it handed to a page on its way out.
    async fn ask(&self, script: &str, args: Vec<Value>) -> Done<Value> {
        let answer = timeout(Duration::from_secs(8), self.js(script, args)).await;
        answer.unwrap_or_else(|_| Err("the driver does not answer".to_owned()))
    }

    /// Runs a script that returns a text.
    pub async fn text_of(&self, script: &str) -> Done<String> {
        let value = self.js(script, vec![]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a script returns true; what it throws while a page changes does not matter.
    pub async fn wait(&self, what: &str, seconds: u64, script: &str) -> Done {
        let deadline = Instant::now() + Duration::from_secs(seconds);
        loop {
            let last = self.ask(script, vec![]).await;
            if last == Ok(Value::Bool(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let shown = self.seen().await.unwrap_or_default();
                let fault = last.err().unwrap_or_default();
                return Err(format!(
                    "not within {seconds} s: {what}; on screen: {shown:?} {fault}"
                ));
            }
            sleep(Duration::from_millis(40)).await;
        }
    }

    /// Returns the beginning of the text on screen.
    pub async fn seen(&self) -> Done<String> {
        let text = self.text_of("return document.body.innerText").await?;
        Ok(brief(text))
    }

    /// Returns the visible text of the first element that matches; empty if there is none.
    pub async fn text(&self, css: &str) -> Done<String> {
        let script = "return document.querySelector(arguments[0])?.innerText.trim() ?? ''";
        let value = self.js(script, vec![css.into()]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Tells whether an element is there, has a size and is not hidden.
    pub async fn visible(&self, css: &str) -> Done<bool> {
        let script = "const element = document.querySelector(arguments[0]);
            const box = element?.getBoundingClientRect();
            return !!box && box.width > 0 && box.height > 0
                && getComputedStyle(element).visibility === 'visible';";
        Ok(self.js(script, vec![css.into()]).await? == Value::Bool(true))
    }

    /// Finds an element; the error names the selector.
    pub async fn find(&self, css: &str) -> Done<WebElement> {
        let found = self.driver()?.find(By::Css(css)).await;
        found.map_err(|e| format!("{css} is not there: {}", brief(e)))
    }

    /// Clicks what a person would click: the label, if the control itself has one.
    ///
    /// A driver under load may report a click that it never made, so a page that has met none is clicked
    /// again.
    pub async fn click(&self, css: &str) -> Done {
        // Scrolled to the middle, because bars at the edges of the window may cover it.
        let script = "const control = document.querySelector(arguments[0]);
            const target = control?.labels?.[0] ?? control;
            target?.scrollIntoView({ block: 'center', behavior: 'instant' });
            // Choosing from a menu is no click to every engine.
            window.__clicked = target?.localName === 'option';
            addEventListener('click', () => { window.__clicked = true; }, { capture: true, once: true });
            return target;";
        for _ in 0..2 {
            let target = self.driver()?.execute(script, vec![css.into()]).await;
            let target = target.and_then(|found| found.element());
            let target = target.map_err(|e| format!("{css} is not there: {}", brief(e)))?;
            let clicked = target.click().await;
            clicked.map_err(|e| format!("{css} cannot be clicked: {}", brief(e)))?;
            if self.was_clicked().await {
                return Ok(());
            }
            eprintln!("{}: no click has reached the page at {css}", self.engine().name());
        }
        Err(format!("{css}: the driver clicks, but no click reaches the page"))
    }

    /// Tells whether the page has met the click, or is gone, which it is after a click, too.
    async fn was_clicked(&self) -> bool {
        for _ in 0..25 {
            if self.ask("return window.__clicked", vec![]).await != Ok(Value::Bool(false)) {
                return true;
            }
            sleep(Duration::from_millis(40)).await;
        }
        false
    }

    /// Empties a text field and types into it.
    pub async fn fill(&self, css: &str, text: &str) -> Done {
        let field = self.find(css).await?;
        field.clear().await.map_err(brief)?;
        let typed = field.send_keys(text).await;
        typed.map_err(|e| format!("{css} cannot be filled: {}", brief(e)))
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: impl AsRef<str>) -> Done {
        let pressed = self.driver()?.action_chain().send_keys(keys.as_ref());
        pressed.perform().await.map_err(brief)
    }

    /// Returns the element that has the focus.
    pub async fn focus(&self) -> Done<Focus> {
        let script = "const e = document.activeElement ?? document.body;
            return [e.localName, String(e.value ?? ''), e.checked === true];";
        let value = self.js(script, vec![]).await?;
        let parts: (String, String, bool) =
            serde_json::from_value(value).map_err(|e| e.to_string())?;
        let (tag, value, checked) = parts;
        Ok(Focus { tag, value, checked })
    }

    /// Presses Tab until an element that matches has the focus.
    pub async fn tab_to(&self, css: &str) -> Done {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        for _ in 0..60 {
            self.press(char::from(Key::Tab).to_string()).await?;
            if self.js(script, vec![css.into()]).await? == Value::Bool(true) {
                return Ok(());
            }
        }
        Err(format!("60 times Tab do not lead to {css}"))
    }

    /// Chooses another language in the header.
    pub async fn choose_language(&self, language: &str) -> Done {
        let option = format!("#language option[value='{language}']");
        let clicked = self.find(&option).await?.click().await;
        clicked.map_err(|e| format!("{option} cannot be chosen: {}", brief(e)))?;
        let script = format!("return document.documentElement.lang === '{language}'");
        self.wait(&format!("html[lang={language}]"), 10, &script).await?;
        self.settle().await
    }

    /// Chooses the theme on the page of settings.
    pub async fn choose_theme(&self, theme: &str) -> Done {
        self.go("#/settings").await?;
        self.click(&format!("input[name=theme][value={theme}]")).await?;
        self.settle().await
    }

    /// Returns the text of the notices.
    pub async fn notices(&self) -> Done<String> {
        self.text("#notices").await
    }

    /// Returns every text that the notices have shown since the page was loaded.
    pub async fn told(&self) -> Done<Vec<String>> {
        let value = self.js("return window.__told ?? []", vec![]).await?;
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    /// Returns everything that is kept in this browser for the page.
    pub async fn stored(&self) -> Done<Vec<(String, String)>> {
        let script =
            "return [localStorage, sessionStorage].flatMap((kept) => Object.entries(kept))";
        let value = self.js(script, vec![]).await?;
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    /// Puts something into local storage.
    pub async fn store(&self, key: &str, value: &str) -> Done {
        let script = "localStorage.setItem(arguments[0], arguments[1])";
        self.js(script, vec![key.into(), value.into()]).await?;
        Ok(())
    }

    /// Gives the window this inner size.
    ///
    /// A window that has just been mapped may answer to an earlier request, so the size is asked
    /// for until it is there.
    pub async fn size(&self, width: u32, height: u32) -> Done {
        let script = format!("return innerWidth === {width} && innerHeight === {height}");
        let what = format!("a window of {width}×{height}");
        let mut there = Err(String::new());
        for _ in 0..8 {
            self.session.resize(width, height).await?;
            there = self.wait(&what, 3, &script).await;
            if there.is_ok() {
                break;
            }
        }
        there
    }
}
