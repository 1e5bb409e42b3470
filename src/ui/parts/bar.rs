//! A bar of a chart. What it shows stands beside it as text.

use crate::ui::el::drawing;
use leptos::prelude::*;

/// Returns a bar that is filled to `percent`.
pub fn bar(class: &'static str, percent: i32) -> AnyView {
    moving(class, None, percent)
}

/// Returns a bar that moves from one length to another, so that a change is seen.
pub fn moving(class: &'static str, from: Option<i32>, percent: i32) -> AnyView {
    let percent = percent.clamp(0, 100);
    let moves = from.filter(|from| *from != percent).map(|from| {
        format!("<animate attributeName=\"width\" from=\"{from}\" to=\"{percent}\" dur=\"0.7s\"/>")
    });
    drawing(format!(
        "<svg class=\"{class}\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\"><rect class=\"bar__track\" width=\"100\" height=\"8\"/>\
         <rect class=\"bar__fill\" width=\"{percent}\" height=\"8\">{}</rect></svg>",
        moves.unwrap_or_default()
    ))
}
