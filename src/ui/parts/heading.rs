//! The heading of a page, which takes the focus when the page is entered.

use crate::domain::messages::Tongue;
use crate::ui::el::{El, el};
use crate::ui::parts::both;

/// Returns the one `h1` of a page.
pub fn heading(text: &str) -> El {
    el("h1").attr("tabindex", "-1").text(text)
}

/// Returns the same with the text of a key.
pub fn of(tongue: &Tongue, key: &str) -> El {
    both::said(el("h1").attr("tabindex", "-1"), tongue, key)
}
