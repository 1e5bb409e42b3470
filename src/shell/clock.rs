//! What day it is, and doing things later.

use crate::domain::date::Date;
use crate::domain::zone;
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Returns today's date in Germany, whatever zone the device is set to.
pub fn today() -> Date {
    here().0
}

/// Day and minute in Germany. Worked out by ourselves: not every browser knows other zones than its own.
fn here() -> (Date, i32) {
    let moment = now().div_euclid(60);
    zone::local(moment, zone::ahead_at(moment))
}

/// Returns the seconds since 1970 in UTC.
pub fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Returns the minutes since midnight in Germany.
pub fn minute() -> i32 {
    here().1
}

/// Returns by how many minutes the clocks of the device are ahead of UTC at a moment, which is in minutes
/// since 1970.
pub fn ahead(moment: i64) -> i32 {
    let date = js_sys::Date::new(&(moment as f64 * 60_000.0).into());
    // The browser tells how far UTC is ahead of the device.
    -(date.get_timezone_offset() as i32)
}

/// Calls `act` every `millis` milliseconds as long as the page lives.
pub fn every(millis: u32, act: impl FnMut() + 'static) {
    Interval::new(millis, act).forget();
}

/// Calls `act` once, after `millis` milliseconds.
pub fn after(millis: u32, act: impl FnOnce() + 'static) {
    after_boxed(millis, Box::new(act));
}

/// Boxed, because the code around a timer would stand again for every kind of closure.
#[inline(never)]
fn after_boxed(millis: u32, act: Box<dyn FnOnce()>) {
    // What is handed over so is freed when it has been called; a timer that is forgotten never is.
    let act = Closure::once_into_js(act);
    if let Some(window) = web_sys::window() {
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            act.unchecked_ref(),
            i32::try_from(millis).unwrap_or(i32::MAX),
        );
        drop(timer);
    }
}

/// Calls `act` once, when what the page looks like now has been painted.
pub fn after_paint(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(move || after(0, act));
    let asked = web_sys::window().map(|window| window.request_animation_frame(act.unchecked_ref()));
    drop(asked);
}

/// Waits for `millis` milliseconds.
pub async fn pause(millis: u32) {
    wait(&|done| after(millis, done)).await;
}

/// Waits until what the page looks like now has been painted.
pub async fn painted() {
    wait(&|done| after_paint(done)).await;
}

async fn wait(begin: &dyn Fn(Box<dyn FnOnce()>)) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        begin(Box::new(move || {
            let _ = done.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }));
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
