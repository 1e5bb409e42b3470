//! The half circle of seats.

use crate::domain::chamber::{Chamber, Seat, large, small};
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
    let chamber = small();
    let free = chamber.free();
    let seats = draw(&chamber, "5.5", |index, seat| match index == free {
        true => "seat seat--free",
        false => shade(seat),
    });
    svg("brand__logo", &chamber, seats)
}

/// Returns the large picture. It carries no words: what it shows stands beside it as text.
pub fn picture(picture: Picture) -> AnyView {
    let chamber = large();
    let free = chamber.free();
    let taken = match picture {
        Picture::Progress { done, all } => chamber.taken(done, all),
        _ => chamber.seats.len(),
    };
    let seats = draw(&chamber, "4.8", |index, seat| match picture {
        Picture::OneFree if index == free => "seat seat--free",
        Picture::Yours if index == free => "seat seat--yours",
        Picture::Progress { .. } if index + 1 == taken => "seat seat--new",
        Picture::Progress { .. } if index >= taken => "seat seat--empty",
        _ => shade(seat),
    });
    let class = match picture {
        Picture::Progress { .. } => "progress__seats",
        _ => "hero__seats",
    };
    svg(class, &chamber, seats)
}

fn shade(seat: &Seat) -> &'static str {
    ["seat seat--0", "seat seat--1", "seat seat--2", "seat seat--3"][usize::from(seat.shade % 4)]
}

fn draw(
    chamber: &Chamber,
    corner: &'static str,
    class: impl Fn(usize, &Seat) -> &'static str,
) -> Vec<AnyView> {
    let side = chamber.side.to_string();
    let start = (-chamber.side / 2.0).to_string();
    let one = |(index, seat): (usize, &Seat)| {
        let transform = format!("translate({} {}) rotate({})", seat.x, seat.y, seat.turn);
        view! {
            <rect class=class(index, seat) x=start.clone() y=start.clone() width=side.clone()
                height=side.clone() rx=corner transform=transform />
        }
        .into_any()
    };
    chamber.seats.iter().enumerate().map(one).collect()
}

fn svg(class: &'static str, chamber: &Chamber, seats: Vec<AnyView>) -> AnyView {
    let view_box = format!("0 0 {} {}", chamber.width, chamber.height);
    view! {
        <svg class=class viewBox=view_box aria-hidden="true" focusable="false">{seats}</svg>
    }
    .into_any()
}
