//! The half circle of seats.

use crate::domain::chamber::{LARGE, Seat, logo_svg, markup};
use crate::ui::el::drawing;
use leptos::prelude::*;

/// What the picture of the chamber tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// A full house with one free seat.
    OneFree,
    /// Seats fill as questions are answered.
    Progress { done: usize, all: usize },
    /// A full house, and the free seat is yours.
    Yours,
}

/// Returns the logo.
pub fn logo() -> AnyView {
    drawing(logo_svg())
}

/// Returns the large picture. It carries no words: what it shows stands beside it as text.
pub fn picture(picture: Picture) -> AnyView {
    let free = LARGE.free;
    let (class, taken) = match picture {
        Picture::Progress { done, all } => ("progress__seats", LARGE.taken(done, all)),
        _ => ("hero__seats", LARGE.seats.len()),
    };
    let look = |index: usize, seat: &Seat| match picture {
        Picture::OneFree if index == free => "seat seat--free",
        Picture::Yours if index == free => "seat seat--yours",
        Picture::Progress { .. } if index + 1 == taken => "seat seat--new",
        Picture::Progress { .. } if index >= taken => "seat seat--empty",
        _ => seat.class(),
    };
    drawing(markup(&LARGE, class, "4.8", &look))
}
