//! Checks that hold for every page, whatever it shows.

use crate::browsers::{Engine, brief};
use crate::page::{Done, Page};
use crate::processes::tools;
use crate::server::BASE;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const AXE_TAGS: [&str; 6] =
    ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

impl Page {
    /// Fails if the page wrote errors or warnings to the console, or the browser did about it.
    pub async fn assert_no_console_errors(&self) -> Done {
        let script = "return (window.__log ?? []).join('\\n')";
        let mut lines = vec![self.text_of(script).await?];
        lines.extend(self.browser_log().await?);
        lines.retain(|line| !line.is_empty());
        if lines.is_empty() {
            return Ok(());
        }
        Err(format!("errors in the console:\n{}", lines.join("\n")))
    }

    /// Takes what the browser itself has to say; only Chromium tells.
    pub async fn browser_log(&self) -> Done<Vec<String>> {
        if self.engine() != Engine::Chromium {
            return Ok(Vec::new());
        }
        let entries = self.driver()?.browser_log().await.map_err(brief)?;
        // What the page of an earlier case asked its server for, which has gone, says nothing of this one.
        let own = self.server.origin();
        let ours = |line: &String| !line.starts_with("http://127.0.0.1:") || line.starts_with(&own);
        Ok(entries.into_iter().map(|entry| entry.message).filter(ours).collect())
    }

    /// Fails if anything came from elsewhere than our origin, or was not found below our path.
    pub async fn assert_one_origin(&self) -> Done {
        let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        let names = self.js(script, vec![]).await?;
        let origin = format!("{}/", self.server.origin());
        let names = names.as_array().cloned().unwrap_or_default();
        let strange = names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| !name.starts_with(&origin) && !name.starts_with("data:"));
        if let Some(name) = strange {
            return Err(format!("a request to another origin: {name}"));
        }
        let requests = self.server.requests();
        let wrong = requests
            .iter()
            .find(|request| request.status >= 400 || !request.path.starts_with(BASE));
        match wrong {
            Some(request) => Err(format!("a wrong request: {} {}", request.status, request.path)),
            None => Ok(()),
        }
    }

    /// Fails if the page is wider than the window; names what sticks out.
    pub async fn assert_no_horizontal_scroll(&self) -> Done {
        let script = "const page = document.scrollingElement;
            if (page.scrollWidth <= page.clientWidth) return '';
            const leftwards = getComputedStyle(page).direction === 'rtl';
            const wide = [...document.body.querySelectorAll('*')].filter((element) => {
                const box = element.getBoundingClientRect();
                const end = leftwards ? -box.left : box.right - page.clientWidth;
                return box.width > 0 && end > 0.5;
            });
            const name = (e) => e.localName + (e.id ? '#' + e.id : '')
                + [...e.classList].map((c) => '.' + c).join('');
            // What is inside of a control has no box: the deepest element without which the page fits.
            const fits = (element) => {
                const shown = element.style.display;
                element.style.display = 'none';
                const fits = page.scrollWidth <= page.clientWidth;
                element.style.display = shown;
                return fits;
            };
            for (let at = document.body; at && !wide.length; ) {
                const inside = [...at.children].find(fits);
                if (!inside) wide.push(at);
                at = inside;
            }
            return `${page.scrollWidth} > ${page.clientWidth}: `
                + wide.slice(0, 6).map(name).join(', ');";
        let wide = self.text_of(script).await?;
        if wide.is_empty() {
            return Ok(());
        }
        Err(format!("the page scrolls sideways, {wide}"))
    }

    /// Fails if a control is too low for a finger, unless it stands inside a sentence.
    pub async fn assert_targets(&self) -> Done {
        let script = "const seen = (e) => {
                const box = e.getBoundingClientRect();
                return box.width > 1 && box.height > 1 && e.checkVisibility({
                    visibilityProperty: true, opacityProperty: true,
                }) && getComputedStyle(e).clipPath === 'none';
            };
            const inSentence = (e) => getComputedStyle(e).display === 'inline'
                && [...e.parentElement.childNodes].some((node) => node !== e
                    && !node.matches?.('a, button') && node.textContent.trim().length > 2);
            const name = (e) => {
                const box = e.getBoundingClientRect();
                const words = (e.innerText || e.value || '').trim().slice(0, 30);
                return `${e.localName}${[...e.classList].map((c) => '.' + c).join('')} `
                    + `“${words}” ${Math.round(box.width)}×${box.height.toFixed(1)}`;
            };
            const all = 'a, button, summary, select, label:has(input), input:not(label input)';
            return [...document.querySelectorAll(all)]
                .filter((e) => seen(e) && e.getBoundingClientRect().height < 43.5)
                .filter((e) => !inSentence(e)).map(name).join('\\n');";
        let low = self.text_of(script).await?;
        if low.is_empty() {
            return Ok(());
        }
        Err(format!("too low for a finger:\n{low}"))
    }

    /// Fails with every violation that axe finds.
    pub async fn assert_axe(&self) -> Done {
        let loaded = self.js("return typeof window.axe === 'object'", vec![]).await?;
        if loaded != Value::Bool(true) {
            let file = axe_file();
            let source = fs::read_to_string(&file)
                .map_err(|e| format!("{}: {e}; `cargo xtask test` brings it", file.display()))?;
            self.js(&source, vec![]).await?;
        }
        let script = "const done = arguments[arguments.length - 1];
            const options = {
                runOnly: { type: 'tag', values: arguments[0] },
                resultTypes: ['violations'],
            };
            const line = (rule) => (node) =>
                `${rule.id} ${node.target.join(' ')}: ${node.failureSummary}`;
            axe.run(document, options).then(
                (found) => done(found.violations.flatMap((rule) => rule.nodes.map(line(rule)))),
                (problem) => done(['axe failed: ' + problem]),
            );";
        let found = self.driver()?.execute_async(script, vec![json!(AXE_TAGS)]).await;
        let found: Vec<String> = found.and_then(|f| f.convert()).map_err(brief)?;
        if found.is_empty() {
            return Ok(());
        }
        Err(format!("axe:\n{}", found.join("\n")))
    }

    /// Saves a picture if a folder for pictures is set.
    pub async fn screenshot(&self, name: &str) -> Done {
        match shots() {
            Some(folder) => self.save_picture(folder, name).await.map(drop),
            None => Ok(()),
        }
    }

    /// Saves a picture of a failure, in any case.
    pub async fn picture_of_failure(&self, name: &str) -> Done<PathBuf> {
        let folder = shots().unwrap_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")));
        self.save_picture(folder, &format!("failed-{name}")).await
    }

    async fn save_picture(&self, folder: PathBuf, name: &str) -> Done<PathBuf> {
        let file = folder.join(format!("{}-{name}.png", self.engine().name()));
        let picture = self.driver()?.screenshot_as_png().await.map_err(brief)?;
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        fs::write(&file, picture).map_err(|e| e.to_string())?;
        Ok(file)
    }
}

/// Returns the folder that pictures are wanted in.
pub fn shots() -> Option<PathBuf> {
    std::env::var_os("E2E_SHOTS").map(PathBuf::from)
}

fn axe_file() -> PathBuf {
    std::env::var_os("E2E_AXE")
        .map_or_else(|| tools().join("npm/node_modules/axe-core/axe.min.js"), PathBuf::from)
}
