//! The three engines: how to start each of them, and what is peculiar about each.

use crate::processes::{Program, Scratch, find_program, free_port};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{Capabilities, RequestData, SessionId, WebDriver, WebElement};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];

    /// Returns the name that is used on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
        }
    }
}

/// One browser with a fresh profile, its driver and its display; gone when dropped.
pub struct Session {
    pub engine: Engine,
    driver: Option<WebDriver>,
    // Dropped in this order: the browser, then its display, then the files of both.
    _program: Program,
    _display: Option<Program>,
    _scratch: Scratch,
}

impl Session {
    /// Starts a browser that asks for pages in this language.
    pub async fn start(engine: Engine, language: &str) -> Result<Self, String> {
        Session::start_in(engine, language, "Europe/Berlin").await
    }

    /// Starts a browser on a device whose clocks are set to a zone.
    ///
    /// A port that was free may be taken a moment later by another program, so it is tried more than once.
    pub async fn start_in(engine: Engine, language: &str, zone: &str) -> Result<Self, String> {
        let mut problem = String::new();
        for _ in 0..3 {
            match Session::start_once(engine, language, zone).await {
                Ok(session) => return Ok(session),
                Err(found) => problem = found,
            }
        }
        Err(problem)
    }

    async fn start_once(engine: Engine, language: &str, zone: &str) -> Result<Self, String> {
        let scratch = Scratch::new()?;
        let port = free_port()?;
        let (mut command, display, capabilities) = match engine {
            Engine::Chromium => chromium(&scratch, port, language)?,
            Engine::Firefox => firefox(port, language)?,
            Engine::Webkit => webkit(&scratch, port)?,
        };
        let temporary = scratch.join("tmp");
        fs::create_dir_all(&temporary).map_err(|e| e.to_string())?;
        let program = Program::listening(command.env("TMPDIR", temporary).env("TZ", zone), port)?;
        let mut session = Session {
            engine,
            driver: None,
            _program: program,
            _display: display,
            _scratch: scratch,
        };
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .request_timeout(Duration::from_secs(60))
            .await
            .map_err(|e| format!("{} does not start: {}", engine.name(), brief(e)))?;
        session.driver = Some(driver);
        Ok(session)
    }

    /// Returns the connection to the browser.
    pub fn driver(&self) -> Result<&WebDriver, String> {
        self.driver.as_ref().ok_or_else(|| "the browser is gone".to_owned())
    }

    /// Makes the inner size of the window exactly this many CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        match self.engine {
            Engine::Chromium => {
                // The window cannot be narrower than 500 pixels; what the page sees can.
                let metrics = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
                });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            }
            Engine::Firefox => {
                // The window cannot be narrower than 500 pixels, but the element that holds the
                // page can. It belongs to the browser's own window, hence the change of context.
                self.window(width.max(500), height + 200).await?;
                self.send("moz/context", json!({ "context": "chrome" })).await?;
                let script = "const style = gBrowser.selectedBrowser.style;
                    for (const [name, size] of [['width', arguments[0]], ['height', arguments[1]]])
                        for (const edge of ['', 'min-', 'max-'])
                            style.setProperty(edge + name, size + 'px', 'important');";
                let done = self.driver()?.execute(script, vec![width.into(), height.into()]).await;
                self.send("moz/context", json!({ "context": "content" })).await?;
                done.map_err(brief)?;
            }
            Engine::Webkit => {
                // The window has a tool bar, so it must be higher than the page.
                self.window(width, height).await?;
                let script = "return outerHeight - innerHeight";
                let bar = self.driver()?.execute(script, vec![]).await;
                let bar = bar.map_err(brief)?.json().as_u64().unwrap_or(0) as u32;
                self.window(width, height + bar).await?;
            }
        }
        Ok(())
    }

    async fn window(&self, width: u32, height: u32) -> Result<(), String> {
        let driver = self.driver()?;
        let done = driver.set_window_rect(0, 0, width, height).await;
        done.map_err(|e| format!("the window cannot be {width}×{height}: {}", brief(e)))
    }

    /// Sends a command to the developer tools of Chromium.
    pub async fn devtools(&self, command: &str, params: Value) -> Result<Value, String> {
        self.send("goog/cdp/execute", json!({ "cmd": command, "params": params })).await
    }

    /// Returns the role of an element as the engine tells it to assistive programs.
    pub async fn role_of(&self, element: &WebElement) -> Result<String, String> {
        let path = format!("element/{}/computedrole", element.element_id());
        let command = Special { method: "GET", path, body: None };
        let role = self.driver()?.cmd(command).await.and_then(|answer| answer.value_json());
        let role = role.map_err(|e| format!("computedrole: {}", brief(e)))?;
        Ok(role.as_str().unwrap_or_default().to_owned())
    }

    /// Sends a command that only this engine knows.
    async fn send(&self, path: &str, body: Value) -> Result<Value, String> {
        let command = Special { method: "POST", path: path.to_owned(), body: Some(body) };
        let sent = self.driver()?.cmd(command).await.and_then(|answer| answer.value_json());
        sent.map_err(|e| format!("{path}: {}", brief(e)))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The processes are killed anyway, and saying goodbye would need a running runtime.
        if let Some(driver) = self.driver.take() {
            drop(driver.leak());
        }
    }
}

#[derive(Debug)]
struct Special {
    method: &'static str,
    path: String,
    body: Option<Value>,
}

impl FormatRequestData for Special {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let address = format!("session/{session}/{}", self.path);
        // The method is of a type of a crate that we do not depend on by name.
        let request = RequestData::new(self.method.parse().unwrap_or_default(), address);
        match &self.body {
            Some(body) => request.add_body(body.clone()),
            None => request,
        }
    }
}

/// Shortens the errors of drivers, which run over many lines, to one.
pub fn brief(problem: impl std::fmt::Display) -> String {
    let text = problem.to_string();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(600).collect()
}

type Start = (Command, Option<Program>, Capabilities);

/// Makes capabilities that return from navigation at once: tests look at pages that still load.
fn capabilities(own: &str, options: Value) -> Result<Capabilities, String> {
    let mut capabilities = Capabilities::new();
    capabilities.set("pageLoadStrategy", "none").map_err(brief)?;
    capabilities.set(own, options).map_err(brief)?;
    Ok(capabilities)
}

fn chromium(scratch: &Scratch, port: u16, language: &str) -> Result<Start, String> {
    let mut command = Command::new(find_program(&["chromedriver"])?);
    command.arg(format!("--port={port}"));
    let browser = find_program(&["chromium", "chromium-browser", "google-chrome"])?;
    let profile = scratch.join("profile");
    let options = json!({
        "binary": browser,
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // As on a phone, where they take no room from the page.
            "--hide-scrollbars",
            format!("--accept-lang={language}"),
            format!("--user-data-dir={}", profile.display()),
        ],
    });
    let mut capabilities = capabilities("goog:chromeOptions", options)?;
    let logs = json!({ "browser": "WARNING" });
    capabilities.set("goog:loggingPrefs", logs).map_err(brief)?;
    Ok((command, None, capabilities))
}

fn firefox(port: u16, language: &str) -> Result<Start, String> {
    let mut command = Command::new(find_program(&["geckodriver"])?);
    // System access is for `resize`, which reaches into the browser's own window.
    command.args(["--port", &port.to_string(), "--allow-system-access"]);
    let browser = find_program(&["firefox-esr", "firefox"])?;
    let options = json!({
        "binary": browser,
        "args": ["-headless"],
        "prefs": {
            "intl.accept_languages": language,
            // Tab goes to links, too, whatever the platform is used to.
            "accessibility.tabfocus": 7,
        },
    });
    Ok((command, None, capabilities("moz:firefoxOptions", options)?))
}

/// WebKitGTK has no headless mode, so it gets a display of its own.
///
/// Its language is that of an installed system locale and therefore not ours to choose.
fn webkit(scratch: &Scratch, port: u16) -> Result<Start, String> {
    let screen = ["-screen", "0", "1920x2100x24", "-nolisten", "tcp"];
    let mut server = Command::new(find_program(&["Xvfb"])?);
    let (display, number) = Program::announcing(server.args(["-displayfd", "1"]).args(screen))?;

    // The buttons and the address field of its tool bar keep the window wider than a phone.
    let theme = scratch.join("config/gtk-3.0");
    fs::create_dir_all(&theme).map_err(|e| e.to_string())?;
    let tiny = "window * { font-size: 1px; padding: 0; margin: 0; border-width: 0; \
                min-width: 0; min-height: 0; }\n";
    fs::write(theme.join("gtk.css"), tiny).map_err(|e| e.to_string())?;

    let mut command = Command::new(find_program(&["WebKitWebDriver"])?);
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{number}"))
        .env("XDG_CONFIG_HOME", scratch.join("config"))
        .env_remove("WAYLAND_DISPLAY");
    let options = json!({ "binary": mini_browser()?, "args": ["--automation"] });
    let capabilities = capabilities("webkitgtk:browserOptions", options)?;
    Ok((command, Some(display), capabilities))
}

fn mini_browser() -> Result<PathBuf, String> {
    let machine = std::env::consts::ARCH;
    let roots =
        [format!("/usr/lib/{machine}-linux-gnu"), "/usr/libexec".to_owned(), "/usr/lib".to_owned()];
    let versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    let mut files = roots.iter().flat_map(|root| {
        versions.map(|version| PathBuf::from(root).join(version).join("MiniBrowser"))
    });
    files
        .find(|file| file.is_file())
        .ok_or_else(|| "MiniBrowser is not installed; `cargo xtask test` brings it".to_owned())
}
