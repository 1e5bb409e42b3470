//! The council chamber as a half circle of seats: logo, progress and result picture.

/// One seat; coordinates in a box of [`Chamber::width`] × [`Chamber::height`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Seat {
    pub x: f32,
    pub y: f32,
    /// Turn in degrees, so that the seat faces the speaker.
    pub turn: f32,
    /// Shade 0 to 3, spread so that neighbours differ.
    pub shade: u8,
}

/// A chamber: seats in the order in which they fill, from one end of the half circle to the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Chamber {
    pub seats: Vec<Seat>,
    /// Side of a seat.
    pub side: f32,
    pub width: f32,
    pub height: f32,
}

/// Share of the way round at which the free seat stands: a little right of the middle, at the back.
const FREE: f32 = 0.585;

/// Builds a chamber with `rows` rows; the innermost has `inner` seats, each further one `step` more.
pub fn chamber(rows: u8, inner: u8, step: u8) -> Chamber {
    let width = 320.0_f32;
    let outer = 144.0_f32;
    let gap = if rows > 1 { 27.0 } else { 0.0 };
    let side = 19.0_f32;
    let (cx, cy) = (width / 2.0, outer + side);
    let mut seats: Vec<(f32, f32, Seat)> = Vec::new();
    for row in 0..rows {
        let count = inner + step * row;
        let radius = outer - gap * f32::from(rows - 1 - row);
        for index in 0..count {
            let share = f32::from(index) / f32::from(count.max(2) - 1);
            let angle = std::f32::consts::PI * (1.0 - share);
            // A cheap spread that has no visible pattern.
            let shade = ((u32::from(index) * 7 + u32::from(row) * 5 + u32::from(index * row)) % 11) as u8;
            let seat = Seat {
                x: round(cx + radius * angle.cos()),
                y: round(cy - radius * angle.sin()),
                turn: round(90.0 - angle.to_degrees()),
                shade: match shade {
                    0..=2 => 0,
                    3..=5 => 1,
                    6..=8 => 2,
                    _ => 3,
                },
            };
            seats.push((share, radius, seat));
        }
    }
    seats.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let seats = seats.into_iter().map(|(_, _, seat)| seat).collect();
    Chamber { seats, side, width, height: cy + side * 0.75 }
}

/// Returns the chamber of the pictures: four rows, 46 seats.
pub fn large() -> Chamber {
    chamber(4, 7, 3)
}

/// Returns the chamber of the logo: two rows, 12 seats.
pub fn small() -> Chamber {
    chamber(2, 5, 2)
}

impl Chamber {
    /// Returns the position of the free seat: in the back row, a little right of the middle.
    pub fn free(&self) -> usize {
        let back = self.seats.iter().map(|s| self.radius(s)).fold(0.0, f32::max);
        let away = |seat: &Seat| {
            let share = 0.5 + seat.turn / 180.0;
            (share - FREE).abs() + if self.radius(seat) < back - 1.0 { 9.0 } else { 0.0 }
        };
        let nearest = self.seats.iter().enumerate().min_by(|a, b| away(a.1).total_cmp(&away(b.1)));
        nearest.map_or(0, |(index, _)| index)
    }

    /// Returns how many seats are taken when `done` of `all` steps are.
    pub fn taken(&self, done: usize, all: usize) -> usize {
        if all == 0 { 0 } else { self.seats.len() * done.min(all) / all }
    }

    fn radius(&self, seat: &Seat) -> f32 {
        let (dx, dy) = (seat.x - self.width / 2.0, seat.y - (self.height - self.side * 0.75));
        (dx * dx + dy * dy).sqrt()
    }
}

/// Returns the picture of the first screen as SVG, for the page that is shown before the app runs.
pub fn svg() -> String {
    markup(&large(), "hero__seats", 4.8)
}

/// Returns the logo as SVG.
pub fn logo_svg() -> String {
    markup(&small(), "brand__logo", 5.5)
}

fn markup(chamber: &Chamber, class: &str, corner: f32) -> String {
    let free = chamber.free();
    let side = chamber.side;
    let half = -side / 2.0;
    let mut out = format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\" focusable=\"false\">",
        chamber.width, chamber.height
    );
    for (index, seat) in chamber.seats.iter().enumerate() {
        let class = if index == free { "seat seat--free".to_owned() } else { format!("seat seat--{}", seat.shade) };
        out.push_str(&format!(
            "<rect class=\"{class}\" x=\"{half}\" y=\"{half}\" width=\"{side}\" height=\"{side}\" rx=\"{corner}\" transform=\"translate({} {}) rotate({})\"/>",
            seat.x, seat.y, seat.turn
        ));
    }
    out.push_str("</svg>");
    out
}

fn round(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}
