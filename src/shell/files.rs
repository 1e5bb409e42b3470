//! The text of a public file: from the page itself if it was inlined, else over the network.

use crate::domain::text::unmarked;
use js_sys::{Promise, Reflect};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlElement, HtmlInputElement, Response};

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

/// Asks for an address and takes no notice of the answer.
pub fn ping(address: String) {
    run(async move {
        if let Some(window) = web_sys::window() {
            let options = web_sys::RequestInit::new();
            options.set_cache(web_sys::RequestCache::NoStore);
            let _ = JsFuture::from(window.fetch_with_str_and_init(&address, &options)).await;
        }
    });
}

/// Runs a future on the page's event loop.
pub fn run(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Begins to fetch a file that [`text`] will be asked for.
pub fn begin(path: &str) {
    let begin = || {
        let window = web_sys::window()?;
        let boot = Reflect::get(&window, &"boot".into()).ok()?;
        let files = Reflect::get(&boot, &"files".into()).ok()?;
        let known = Reflect::get(&files, &path.into()).ok()?;
        if known.is_undefined() && inlined(path).is_none() {
            let request = window.fetch_with_str(path);
            // Who waits for it hears of a failure; until then nobody may call it unhandled.
            let quiet = Closure::once_into_js(|_: JsValue| {});
            let catch = Reflect::get(&request, &"catch".into()).ok()?;
            let catch: js_sys::Function = catch.dyn_into().ok()?;
            let _ = catch.call1(&request, &quiet);
            Reflect::set(&files, &path.into(), &request).ok()?;
        }
        Some(())
    };
    begin();
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

/// Hands a text out as a file to keep; `kind` is its MIME type, by which a phone finds the right app.
pub fn hand_out(name: &str, kind: &str, text: &str) {
    let hand_out = || {
        let parts = js_sys::Array::of1(&unmarked(text).into());
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let document = web_sys::window()?.document()?;
        let link: HtmlElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_attribute("href", &address).ok()?;
        link.set_attribute("download", name).ok()?;
        // Some engines follow only links that are in the page.
        document.body()?.append_child(&link).ok()?;
        link.click();
        link.remove();
        // The browser needs the address until it has begun to save.
        crate::shell::clock::after(60_000, move || {
            let _ = web_sys::Url::revoke_object_url(&address);
        });
        Some(())
    };
    hand_out();
}

/// Returns the file that was chosen in an input, and empties the input so that the same file can be
/// chosen again.
pub fn chosen(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(file)
}

/// Returns the text of a chosen file.
pub async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}
