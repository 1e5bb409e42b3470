//! The text of a public file: from the page itself if it was inlined, else over the network.

use js_sys::{Promise, Reflect};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Why a file could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileFault {
    /// The server answered, but has no such file.
    Missing,
    /// No answer, or a broken one.
    Unreachable,
}

/// Returns the text of a file; `path` is relative to the page.
///
/// The future is boxed: otherwise its steps would stand again in every future that awaits it.
pub fn text(path: &str) -> Pin<Box<dyn Future<Output = Result<String, FileFault>> + '_>> {
    Box::pin(fetch(path))
}

async fn fetch(path: &str) -> Result<String, FileFault> {
    if let Some(text) = inlined(path) {
        return Ok(text);
    }
    let window = web_sys::window().ok_or(FileFault::Unreachable)?;
    let request = begun(path).unwrap_or_else(|| window.fetch_with_str(path));
    let answer = JsFuture::from(request).await;
    let response: Response =
        answer.ok().and_then(|v| v.dyn_into().ok()).ok_or(FileFault::Unreachable)?;
    if !response.ok() {
        return Err(FileFault::Missing);
    }
    let body = response.text().map_err(|_| FileFault::Unreachable)?;
    let text = JsFuture::from(body).await.map_err(|_| FileFault::Unreachable)?;
    text.as_string().ok_or(FileFault::Unreachable)
}

/// Runs a future on the page's event loop.
pub fn run(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Returns the request that the boot script has begun for a file, once.
fn begun(path: &str) -> Option<Promise<JsValue>> {
    let window = web_sys::window()?;
    let boot = Reflect::get(&window, &"boot".into()).ok()?;
    let files = Reflect::get(&boot, &"files".into()).ok()?;
    let request = Reflect::get(&files, &path.into()).ok()?.dyn_into().ok()?;
    Reflect::set(&files, &path.into(), &JsValue::UNDEFINED).ok()?;
    Some(request)
}

fn inlined(path: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let selector = format!("script[data-file=\"{path}\"]");
    document.query_selector(&selector).ok()??.text_content()
}
