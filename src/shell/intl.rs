//! Dates, numbers and plural forms by the browser's own `Intl`.
//!
//! Where a browser lacks a part, plain forms are returned instead.

use crate::domain::chamber;
use crate::domain::date::Date;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// What writes something, by language. Making one takes a phone as long as building a card.
    static KNOWN: RefCell<Vec<(String, Form, Function)>> = const { RefCell::new(Vec::new()) };
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Date(DateStyle),
    Number,
    Plural,
}

/// Returns what writes something, which is made once.
fn known(language: &str, form: Form, make: &dyn Fn() -> Option<Function>) -> Option<Function> {
    let known = KNOWN.with_borrow(|known| {
        let found = known.iter().find(|(tag, own, _)| tag == language && *own == form);
        found.map(|(_, _, write)| write.clone())
    });
    known.or_else(|| {
        let write = make()?;
        KNOWN.with_borrow_mut(|known| known.push((language.to_owned(), form, write.clone())));
        Some(write)
    })
}

/// How much of a date is written out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateStyle {
    /// 14. September 2025
    Long,
    /// Sonntag, 14. September 2025
    Weekday,
    /// September 2030
    Month,
    /// Sep
    ShortMonth,
}

/// Writes a date in a language.
pub fn date(language: &str, date: Date, style: DateStyle) -> String {
    format_date(language, date, style).unwrap_or_else(|| date.to_string())
}

fn format_date(language: &str, date: Date, style: DateStyle) -> Option<String> {
    let format = known(language, Form::Date(style), &|| date_format(language, style))?;
    let millis = f64::from(date.days()) * 86_400_000.0;
    let moment = js_sys::Date::new(&JsValue::from_f64(millis));
    format.call1(&JsValue::UNDEFINED, &moment).ok()?.as_string()
}

/// Returns what writes dates in a language and style.
fn date_format(language: &str, style: DateStyle) -> Option<Function> {
    let fields: &[(&str, &str)] = match style {
        DateStyle::Long => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
        DateStyle::Weekday => {
            &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")]
        }
        DateStyle::Month => &[("month", "long"), ("year", "numeric")],
        DateStyle::ShortMonth => &[("month", "short")],
    };
    let mut options: Vec<(&str, JsValue)> =
        fields.iter().map(|(key, value)| (*key, JsValue::from_str(value))).collect();
    // The date is a day, not a moment: it must not move with the zone of the device.
    options.push(("timeZone", "UTC".into()));
    made("DateTimeFormat", "format", language, &options)
}

/// Returns a method of a new object of `Intl`, if the browser has both.
fn made(
    class: &str,
    method: &str,
    language: &str,
    options: &[(&str, JsValue)],
) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let object = Object::new();
    for (key, value) in options {
        Reflect::set(&object, &(*key).into(), value).ok()?;
    }
    // Not all know every language and option, and say so by an error.
    let made = Reflect::construct(&class, &Array::of2(&locales(language), &object)).ok()?;
    let method: Function = Reflect::get(&made, &method.into()).ok()?.dyn_into().ok()?;
    Some(method.bind0(&made))
}

/// Returns the plural category of a number: `one`, `few`, `other`, …
pub fn plural(language: &str, number: i32) -> String {
    let select = || made("PluralRules", "select", language, &[]);
    let category = |select: Function| {
        select.call1(&JsValue::UNDEFINED, &JsValue::from(number)).ok()?.as_string()
    };
    known(language, Form::Plural, &select).and_then(category).unwrap_or_else(|| "other".to_owned())
}

/// Writes a whole number in a language.
pub fn number(language: &str, number: i32) -> String {
    tenths(language, number * 10)
}

/// Writes a number that is given in tenths.
pub fn tenths(language: &str, tenths: i32) -> String {
    let number = f64::from(tenths) / 10.0;
    let format = || made("NumberFormat", "format", language, &[]);
    let write = |format: Function| {
        format.call1(&JsValue::UNDEFINED, &JsValue::from(number)).ok()?.as_string()
    };
    known(language, Form::Number, &format)
        .and_then(write)
        .unwrap_or_else(|| chamber::tenths(tenths))
}

/// Writes a share that is given in hundredths of a percent: 1116 is 11.16 %.
pub fn percent(language: &str, hundredths: i32) -> String {
    let text = || {
        let options = [("style", "percent".into()), ("maximumFractionDigits", 2.into())];
        let format = made("NumberFormat", "format", language, &options)?;
        let share = JsValue::from(f64::from(hundredths) / 10_000.0);
        format.call1(&JsValue::UNDEFINED, &share).ok()?.as_string()
    };
    text().unwrap_or_else(|| format!("{}.{:02} %", hundredths / 100, hundredths % 100))
}

fn locales(language: &str) -> Array {
    // Without a country, English dates would come out American.
    let full = if language == "en" { "en-GB" } else { language };
    Array::of1(&full.into())
}

/// Returns the name of a language in another one; its tag where the browser has no names.
pub fn language_name(language: &str, tag: &str) -> String {
    let name = || {
        let of = made("DisplayNames", "of", language, &[("type", "language".into())])?;
        of.call1(&JsValue::UNDEFINED, &tag.into()).ok()?.as_string()
    };
    name().unwrap_or_else(|| tag.to_ascii_uppercase())
}
