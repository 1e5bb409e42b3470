//! The heading of a page, which takes the focus when the page is entered.

use leptos::prelude::*;

/// Returns the one `h1` of a page.
pub fn heading(text: impl Into<String>) -> AnyView {
    view! { <h1 tabindex="-1">{text.into()}</h1> }.into_any()
}
