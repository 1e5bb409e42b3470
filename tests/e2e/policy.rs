//! The policy of the page and the headers around it: what is not ours does not run, and a page that breaks
//! its own policy fails every case.

use crate::browsers::Engine;
use crate::files::PROBE_MARK;
use crate::page::{Done, NRW, Page};
use crate::runner::folder;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tokio::time::sleep;

/// How the policy inside the page begins.
const META: &str = "<meta http-equiv=\"Content-Security-Policy\"";

/// Returns what the build wants with every answer, ready to be sent. The scripts of the tests may run, too.
pub fn headers(root: &Path) -> Done<String> {
    let file = root.join("_headers");
    let text = fs::read_to_string(&file)
        .map_err(|e| format!("{}: {e}; build the page for release first", file.display()))?;
    let block = text.lines().skip_while(|line| *line != "/*").skip(1);
    let lines = block.take_while(|line| line.starts_with(' ')).map(str::trim);
    let leave = format!("script-src 'nonce-{PROBE_MARK}' ");
    let head: String = lines.map(|line| format!("{line}\r\n")).collect();
    match head.matches("script-src ").count() {
        1 => Ok(head.replace("script-src ", &leave)),
        found => Err(format!("{} has {found} policies for scripts", file.display())),
    }
}

/// Takes the policy out of a page.
pub fn without_policy(page: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&page);
    match text.split_once(META).and_then(|(head, rest)| Some((head, rest.split_once('>')?.1))) {
        Some((head, rest)) => format!("{head}{rest}").into_bytes(),
        None => page,
    }
}

/// The page says the same as the headers, but for what a page cannot say, and has it before any script.
pub async fn is_in_the_page(page: &mut Page) -> Done {
    let text = fs::read_to_string(folder().join("index.html")).map_err(|e| e.to_string())?;
    let (before, rest) = text.split_once(META).ok_or("the page has no policy")?;
    if before.contains("<script") || before.contains("<style") {
        return Err("something of the page runs before its policy".to_owned());
    }
    let inside = rest.split('"').nth(1).ok_or("the policy of the page is empty")?;
    let headers = fs::read_to_string(folder().join("_headers")).map_err(|e| e.to_string())?;
    let whole = format!("  Content-Security-Policy: {inside}; frame-ancestors 'none'");
    if !headers.lines().any(|line| line == whole) {
        return Err(format!("headers and page differ: {inside} and {headers}"));
    }
    for word in ["unsafe-inline", "unsafe-eval'", "http:", "https:", "*"] {
        if inside.replace("'wasm-unsafe-eval'", "").contains(word) {
            return Err(format!("the policy allows {word}: {inside}"));
        }
    }
    // The browsers see it, and the app runs under it.
    page.open(NRW, "").await?;
    let script = "const answer = new XMLHttpRequest();
        answer.open('GET', location.href, false);
        answer.send();
        return answer.getResponseHeader('content-security-policy') ?? '';";
    let seen = page.text_of(script).await?;
    match seen.contains("frame-ancestors 'none'") && seen.contains("default-src 'none'") {
        true => Ok(()),
        false => Err(format!("the page came with the policy {seen:?}")),
    }
}

/// What must not work, and what the policy calls it. Where a browser knows types that are trusted, it is
/// these that stop a script.
const FORBIDDEN: [(&str, &str); 6] = [
    (
        "const script = document.createElement('script');
         script.textContent = 'window.__foreign = true';
         document.head.append(script);",
        "script-src",
    ),
    (
        "const link = document.createElement('a');
         link.setAttribute('onclick', 'window.__foreign = true');
         document.body.append(link);
         link.click();
         link.remove();",
        "script-src",
    ),
    (
        "const style = document.createElement('style');
         style.textContent = 'body { outline: 7px solid }';
         document.head.append(style);
         window.__foreign = getComputedStyle(document.body).outlineWidth === '7px';",
        "style-src",
    ),
    (
        "const place = document.createElement('i');
         place.setAttribute('style', 'padding-left: 7px');
         document.body.append(place);
         window.__foreign = getComputedStyle(place).paddingLeft === '7px';
         place.remove();",
        "style-src",
    ),
    (
        "fetch('http://127.0.0.1:9/').then(() => { window.__foreign = true; }, () => {});",
        "connect-src",
    ),
    (
        "const picture = new Image();
         picture.onload = () => { window.__foreign = true; };
         picture.src = 'http://127.0.0.1:9/a.png';",
        "img-src",
    ),
];

/// What the policy calls a text that would become markup or a script.
const TYPES: &str = "require-trusted-types-for";

/// Text never becomes markup, where the browser can see to that, but for drawings that hold nothing but
/// shapes; only the address of the worker becomes a script.
pub async fn text_stays_text(page: &mut Page) -> Done {
    page.noisy = true;
    page.open(NRW, "").await?;
    if page.js("return 'trustedTypes' in window", vec![]).await? != Value::Bool(true) {
        return match page.engine() {
            Engine::Chromium => Err("this Chromium knows no types that are trusted".to_owned()),
            _ => Ok(()),
        };
    }
    for script in [
        "document.createElement('script').src = 'data:text/javascript,1'",
        "document.createElement('script').text = 'window.__foreign = true'",
        "setTimeout('window.__foreign = true')",
        "trustedTypes.createPolicy('another', { createHTML: (text) => text })",
        "trustedTypes.createPolicy('default', { createHTML: (text) => text })",
        "navigator.serviceWorker.register('other.js')",
    ] {
        let tried = format!(
            "return (async () => {{
                try {{ await ({script}); return 'done'; }} catch (problem) {{ return problem.name; }}
            }})()"
        );
        let answer = page.text_of(&tried).await?;
        if !matches!(answer.as_str(), "TypeError" | "EvalError") {
            return Err(format!("{script} is answered by {answer:?}"));
        }
    }
    for (text, passes) in [
        (
            "<svg viewBox='0 0 1 1'><path d='M0 0' class='a'/><text>on = &lt;b&gt;</text></svg>",
            true,
        ),
        ("<b>a</b>", false),
        ("<svg><path/></svg><img src='x'>", false),
        ("<svg><script>window.__foreign = true</script></svg>", false),
        ("<svg onload='window.__foreign = true'></svg>", false),
        ("<svg><path\nonclick = 'window.__foreign = true'/></svg>", false),
        ("<svg><a href='javascript:0'><path/></a></svg>", false),
        ("<svg><foreignObject><b>a</b></foreignObject></svg>", false),
        ("<svg><!-- a --></svg>", false),
    ] {
        let script = "const place = document.createElement('div');
            place.innerHTML = arguments[0];
            return place.innerHTML !== '<svg></svg>' && place.querySelectorAll('*').length > 0;";
        let there = page.js(script, vec![text.into()]).await?;
        if there != Value::Bool(passes) {
            return Err(format!("{text} becomes markup: {there}"));
        }
    }
    match page.js("return window.__foreign", vec![]).await? {
        Value::Bool(true) => Err("something foreign has run".to_owned()),
        _ => Ok(()),
    }
}

/// What others bring into the page does nothing, is written down, and fails a case.
pub async fn the_check_can_fail(page: &mut Page) -> Done {
    page.noisy = true;
    for (script, directive) in FORBIDDEN {
        page.open(NRW, "").await?;
        page.js("window.__log.length = 0; window.__foreign = false", vec![]).await?;
        // In a task of its own, so that it is the page that runs it and not the driver.
        page.js(&format!("setTimeout(() => {{ {script} }});"), vec![]).await?;
        let what = format!("the page breaks {directive}");
        let told = format!(
            "return window.__log.some((line) => line.startsWith('csp: {directive}')
                || '{directive}' === 'script-src' && line.startsWith('csp: {TYPES}'))"
        );
        page.wait(&what, 5, &told).await?;
        if page.js("return window.__foreign", vec![]).await? != Value::Bool(false) {
            return Err(format!("it is told and works all the same: {script}"));
        }
        let check = page.assert_no_console_errors().await;
        if !check.is_err_and(|problem| problem.contains(directive) || problem.contains(TYPES)) {
            return Err(format!("a page that breaks {directive} does not fail its case"));
        }
        page.js("window.name = ''", vec![]).await?;
    }
    Ok(())
}

/// A page cannot be shown inside of another one, not even of the same origin.
pub async fn nobody_frames_the_page(page: &mut Page) -> Done {
    page.noisy = true;
    let put = "document.querySelector('iframe')?.remove();
        const frame = document.createElement('iframe');
        frame.src = arguments[0];
        document.body.append(frame);";
    let inside = "try {
            return !!document.querySelector('iframe').contentDocument.querySelector('#app h1');
        } catch {
            return false;
        }";
    page.open_empty().await?;
    page.js(put, vec![page.address(NRW, "").into()]).await?;
    sleep(Duration::from_secs(2)).await;
    if page.js(inside, vec![]).await? != Value::Bool(false) {
        return Err("the page is shown inside of another one".to_owned());
    }
    // Nothing but the policy keeps it out.
    page.server.unguard();
    page.js(put, vec![page.address(NRW, "").into()]).await?;
    page.wait("without policies the page is shown", 20, inside).await
}
