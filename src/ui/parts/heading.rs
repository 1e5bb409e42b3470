//! The heading of a page, which takes the focus when the page is entered.

use crate::ui::el::{El, el};

/// Returns the one `h1` of a page.
pub fn heading(text: &str) -> El {
    el("h1").attr("tabindex", "-1").text(text)
}
