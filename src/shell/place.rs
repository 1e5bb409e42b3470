//! Where a device is, and which part of a drawing somebody taps.

use crate::domain::places::Point;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, PositionOptions, window};

/// How long a device may look for its position, in milliseconds.
pub const PATIENCE: u32 = 10_000;
/// How old a position may be, in milliseconds: a town does not change that fast.
const FRESH: u32 = 300_000;

/// Why a device does not say where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// The person or the device does not want to.
    Refused,
    /// It took too long.
    Late,
    /// Anything else.
    Unknown,
}

/// Tells whether the browser can say where the device is. It does so on safe pages only.
pub fn is_known() -> bool {
    let known = |window: web_sys::Window| {
        let place = Reflect::get(&window.navigator(), &"geolocation".into());
        window.is_secure_context() && place.is_ok_and(|place| place.is_object())
    };
    window().is_some_and(known)
}

/// Returns where the device is; the browser asks the person first.
pub async fn position() -> Result<Point, Silence> {
    let mut ask = |done: Function, failed: Function| {
        let asked = || {
            let place = window()?.navigator().geolocation().ok()?;
            let options = PositionOptions::new();
            options.set_timeout(PATIENCE);
            options.set_maximum_age(FRESH);
            place
                .get_current_position_with_error_callback_and_options(
                    &done,
                    Some(&failed),
                    &options,
                )
                .ok()
        };
        if asked().is_none() {
            let _ = failed.call0(&JsValue::UNDEFINED);
        }
    };
    match JsFuture::from(Promise::new(&mut ask)).await {
        Ok(found) => point(&found).ok_or(Silence::Unknown),
        Err(fault) => Err(match number(&fault, "code").unwrap_or_default() as i32 {
            1 => Silence::Refused,
            3 => Silence::Late,
            _ => Silence::Unknown,
        }),
    }
}

fn point(found: &JsValue) -> Option<Point> {
    let place = Reflect::get(found, &"coords".into()).ok()?;
    let degrees = |name| Some((number(&place, name)? * 1000.0) as i32);
    Some(Point { latitude: degrees("latitude")?, longitude: degrees("longitude")? })
}

fn number(object: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(object, &name.into()).ok()?.as_f64()
}

/// Returns the name of the part of a drawing that an event came from.
pub fn part(event: &Event) -> Option<String> {
    let target = event.target().map(JsValue::from)?;
    Reflect::get(&target, &"id".into()).ok()?.as_string()
}
