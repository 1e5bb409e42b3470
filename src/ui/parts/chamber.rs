//! The half circle of seats.

use crate::domain::chamber::{Chamber, LARGE, SMALL, Seat, tenths};
use crate::ui::el::attribute;
use leptos::prelude::*;
use leptos::svg;

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
    draw("brand__logo", &SMALL, "13", &|index, seat| match index == SMALL.free {
        true => "seat seat--free",
        false => seat.class(),
    })
}

/// Returns the large picture. It carries no words: what it shows stands beside it as text.
pub fn picture(picture: Picture) -> AnyView {
    let free = LARGE.free;
    let (class, taken) = match picture {
        Picture::Progress { done, all } => ("progress__seats", LARGE.taken(done, all)),
        _ => ("hero__seats", LARGE.seats.len()),
    };
    draw(class, &LARGE, "4.8", &|index, seat| match picture {
        Picture::OneFree if index == free => "seat seat--free",
        Picture::Yours if index == free => "seat seat--yours",
        Picture::Progress { .. } if index + 1 == taken => "seat seat--new",
        Picture::Progress { .. } if index >= taken => "seat seat--empty",
        _ => seat.class(),
    })
}

fn draw(
    class: &'static str,
    chamber: &Chamber,
    corner: &str,
    look: &dyn Fn(usize, &Seat) -> &'static str,
) -> AnyView {
    let (side, start) = (tenths(chamber.side), tenths(-chamber.side / 2));
    let one = |(index, seat): (usize, &Seat)| {
        let attributes = vec![
            attribute("class", look(index, seat)),
            attribute("x", &start),
            attribute("y", &start),
            attribute("width", &side),
            attribute("height", &side),
            attribute("rx", corner),
            attribute("transform", &seat.transform()),
        ];
        svg::rect().add_any_attr(attributes).into_any()
    };
    let seats: Vec<AnyView> = chamber.seats.iter().enumerate().map(one).collect();
    let attributes = vec![
        attribute("class", class),
        attribute("viewBox", &chamber.view_box()),
        attribute("aria-hidden", "true"),
        attribute("focusable", "false"),
    ];
    svg::svg().add_any_attr(attributes).child(seats).into_any()
}
