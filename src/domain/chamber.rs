//! The council chamber as a half circle of seats: logo, progress and result picture.
//!
//! All lengths are whole tenths of a unit and all positions stand in tables: drawing 46 seats must
//! not bring trigonometry and the printing of fractions into the page. A test computes the tables.

/// One seat in a box that is [`WIDTH`] wide and [`Chamber::height`] high.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seat {
    pub x: i32,
    pub y: i32,
    /// Turn in tenths of a degree, so that the seat faces the speaker.
    pub turn: i32,
    /// Shade 0 to 3, spread so that neighbours differ.
    pub shade: u8,
}

/// A chamber: seats in the order in which they fill, from one end of the half circle to the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chamber {
    pub seats: &'static [Seat],
    /// Position of the free seat: in the back row, a little right of the middle.
    pub free: usize,
    /// Side of a seat.
    pub side: i32,
    pub height: i32,
}

/// Width of every chamber.
pub const WIDTH: i32 = 3200;

impl Chamber {
    /// Returns how many seats are taken when `done` of `all` steps are.
    pub fn taken(&self, done: usize, all: usize) -> usize {
        self.seats.len() * done.min(all) / all.max(1)
    }

    /// Returns the value of `viewBox`.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", tenths(WIDTH), tenths(self.height))
    }
}

impl Seat {
    /// Returns the class of a taken seat.
    pub fn class(&self) -> &'static str {
        match self.shade {
            0 => "seat seat--0",
            1 => "seat seat--1",
            2 => "seat seat--2",
            _ => "seat seat--3",
        }
    }

    /// Returns the class of a seat that is free, or taken.
    pub fn look(&self, free: bool) -> &'static str {
        if free { "seat seat--free" } else { self.class() }
    }

    /// Returns the value of `transform` that puts a seat, drawn around 0, in its place.
    pub fn transform(&self) -> String {
        let (x, y, turn) = (tenths(self.x), tenths(self.y), tenths(self.turn));
        format!("translate({x} {y}) rotate({turn})")
    }
}

/// Writes tenths as a decimal number: `-95` is `-9.5`.
pub fn tenths(value: i32) -> String {
    let (sign, value) = (if value < 0 { "-" } else { "" }, value.abs());
    match value % 10 {
        0 => format!("{sign}{}", value / 10),
        rest => format!("{sign}{}.{rest}", value / 10),
    }
}

/// Returns the picture of the first screen as SVG, for the page that is shown before the app runs.
pub fn svg() -> String {
    markup(&LARGE, "hero__seats", "4.8", &|index, seat| seat.look(index == LARGE.free))
}

/// Returns the logo as SVG.
pub fn logo_svg() -> String {
    markup(&SMALL, "brand__logo", "13", &|index, seat| seat.look(index == SMALL.free))
}

/// Returns a chamber as SVG; `look` gives the class of every seat.
pub fn markup(
    chamber: &Chamber,
    class: &str,
    corner: &str,
    look: &dyn Fn(usize, &Seat) -> &'static str,
) -> String {
    let (side, start) = (tenths(chamber.side), tenths(-chamber.side / 2));
    let view_box = chamber.view_box();
    let mut out = format!(
        "<svg class=\"{class}\" viewBox=\"{view_box}\" aria-hidden=\"true\" focusable=\"false\">"
    );
    for (index, seat) in chamber.seats.iter().enumerate() {
        let look = look(index, seat);
        out.push_str(&format!(
            "<rect class=\"{look}\" x=\"{start}\" y=\"{start}\" width=\"{side}\" height=\"{side}\" \
             rx=\"{corner}\" transform=\"{}\"/>",
            seat.transform()
        ));
    }
    out.push_str("</svg>");
    out
}

const fn seat(x: i32, y: i32, turn: i32, shade: u8) -> Seat {
    Seat { x, y, turn, shade }
}

/// The chamber of the pictures: four rows, 46 seats.
pub const LARGE: Chamber = Chamber {
    free: 27,
    side: 190,
    height: 1772,
    seats: &[
        seat(160, 1630, -900, 1),
        seat(430, 1630, -900, 3),
        seat(700, 1630, -900, 1),
        seat(970, 1630, -900, 0),
        seat(191, 1331, -780, 1),
        seat(470, 1327, -750, 2),
        seat(754, 1322, -700, 0),
        seat(284, 1044, -660, 0),
        seat(587, 1045, -600, 2),
        seat(1054, 1315, -600, 2),
        seat(435, 784, -540, 0),
        seat(911, 1051, -500, 3),
        seat(773, 803, -450, 1),
        seat(636, 560, -420, 0),
        seat(880, 383, -300, 3),
        seat(1015, 617, -300, 0),
        seat(1150, 851, -300, 2),
        seat(1285, 1084, -300, 1),
        seat(1155, 260, -180, 3),
        seat(1297, 500, -150, 0),
        seat(1444, 744, -100, 1),
        seat(1449, 198, -60, 2),
        seat(1600, 460, 0, 3),
        seat(1600, 1000, 0, 3),
        seat(1751, 198, 60, 2),
        seat(1756, 744, 100, 0),
        seat(1903, 500, 150, 2),
        seat(2045, 260, 180, 2),
        seat(2320, 383, 300, 1),
        seat(2185, 617, 300, 1),
        seat(2050, 851, 300, 3),
        seat(1915, 1084, 300, 2),
        seat(2564, 560, 420, 1),
        seat(2427, 803, 450, 1),
        seat(2289, 1051, 500, 2),
        seat(2765, 784, 540, 1),
        seat(2613, 1045, 600, 0),
        seat(2146, 1315, 600, 0),
        seat(2916, 1044, 660, 0),
        seat(2446, 1322, 700, 1),
        seat(2730, 1327, 750, 3),
        seat(3009, 1331, 780, 0),
        seat(3040, 1630, 900, 0),
        seat(2770, 1630, 900, 2),
        seat(2500, 1630, 900, 0),
        seat(2230, 1630, 900, 3),
    ],
};

/// The chamber of the logo: two rows, 11 seats.
pub const SMALL: Chamber = Chamber {
    free: 6,
    side: 460,
    height: 2085,
    seats: &[
        seat(320, 1740, -900, 1),
        seat(940, 1740, -900, 0),
        seat(491, 1100, -600, 0),
        seat(960, 631, -300, 3),
        seat(1270, 1168, -300, 2),
        seat(1600, 460, 0, 2),
        seat(2240, 631, 300, 1),
        seat(1930, 1168, 300, 1),
        seat(2709, 1100, 600, 0),
        seat(2880, 1740, 900, 3),
        seat(2260, 1740, 900, 3),
    ],
};
