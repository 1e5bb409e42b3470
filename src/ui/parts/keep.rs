//! Whether answers about nationality and residence outlive the tab.

use super::choice::{self, Choice};
use crate::domain::messages::{Message, Tongue};
use crate::ui::el::El;

/// Returns the box to tick, with what it does.
pub fn sensitive(
    tongue: &Tongue,
    chosen: impl Fn() -> bool + Send + Sync + 'static,
    toggle: impl Fn(bool) + 'static,
) -> El {
    let hint = Some(tongue.say(Message::KeepSensitiveHint).to_owned());
    let choice = Choice { hint, ..Choice::of(tongue, "keep", Message::KeepSensitive.key()) };
    choice::checkboxes("keep", &[choice], move |_| chosen(), move |_, on| toggle(on))
}
