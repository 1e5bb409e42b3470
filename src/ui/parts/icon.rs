//! Small line drawings, made for us; always beside a word.

use crate::ui::el::drawing;
use leptos::prelude::*;

/// The drawings there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Seat,
    Check,
    Speech,
    Calendar,
    Path,
    Yes,
    Ask,
    Later,
    No,
    Loud,
}

/// Returns a drawing of 24 × 24 units in the colour of the text.
pub fn icon(icon: Icon) -> AnyView {
    let path = match icon {
        Icon::Seat => "M5 11a7 7 0 0 1 14 0v5H5zM8 16v4m8-4v4M5 16h14",
        Icon::Check => "M4 5h11v14H4zM7 12l2.5 2.5L21 4",
        Icon::Speech => "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5",
        Icon::Calendar => "M4 6h16v14H4zM4 10h16M8 3v5m8-5v5",
        Icon::Path => "M6 20c9 0 1-9 9-9h3m-4-4 4 4-4 4M6 4v7",
        Icon::Yes => "M4 12.5 9.5 18 20 6.5",
        Icon::Ask => "M8.5 8.5a3.5 3.5 0 1 1 5.2 3c-1.2.8-1.7 1.5-1.7 3M12 18.5v.5",
        Icon::Later => "M12 6.5V12l3.5 2.5M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17",
        Icon::No => "M6 12h12",
        Icon::Loud => "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    };
    sign(path)
}

/// Returns the drawing of a path.
pub fn sign(path: &str) -> AnyView {
    drawing(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
         <path d=\"{path}\"/></svg>"
    ))
}
