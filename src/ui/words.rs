//! Dates, numbers and counted things in the language of a [`Tongue`].

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::shell::intl;

pub use crate::shell::intl::DateStyle;

/// Writes a date.
pub fn date(tongue: &Tongue, date: Date, style: DateStyle) -> String {
    intl::date(&tongue.language.tag, date, style)
}

/// Writes a whole number.
pub fn number(tongue: &Tongue, number: i32) -> String {
    intl::number(&tongue.language.tag, number)
}

/// Writes a message that counts something as `{n}`.
pub fn count(tongue: &Tongue, message: Message, n: i32) -> String {
    let category = intl::plural(&tongue.language.tag, n);
    tongue.count(message, &category, &[("n", &number(tongue, n))])
}
