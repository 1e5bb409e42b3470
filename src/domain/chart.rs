//! Where the lines of a chart go: scales, round ticks, gaps, and labels that do not lie on each other.
//!
//! All positions are thousandths of the frame, from its left and from its top: whole numbers, as in
//! [`crate::domain::chamber`].

use crate::domain::explainer::{Figure, Point};

/// Width and height of the frame.
pub const FRAME: i32 = 1000;

/// Rows on which the labels beside the frame stand, and how many of them one label takes.
pub const ROWS: i32 = 24;
pub const LABEL: i32 = 2;

/// What stays free on both sides, so that the points of the first and the last year are seen whole.
const MARGIN: i64 = 60;

/// Two years closer than this have their names below each other.
const NEAR: i32 = 190;

/// A figure as lines over the years.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lines {
    pub ticks: Vec<Tick>,
    pub years: Vec<Year>,
    /// Where the years before a break end.
    pub breaks: Vec<i32>,
    /// One for each series.
    pub curves: Vec<Curve>,
}

/// A round value of the scale.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tick {
    pub value: i32,
    pub y: i32,
}

/// A year with an election.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Year {
    pub year: i32,
    pub x: i32,
    /// Whether its name stands in the second row.
    pub low: bool,
}

/// A place in the frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dot {
    pub x: i32,
    pub y: i32,
}

/// The line of a series.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Curve {
    pub dots: Vec<Dot>,
    /// Neighbours between which nothing is missing and nothing changed.
    pub strokes: Vec<(Dot, Dot)>,
    /// The row on which its label begins; none without a point.
    pub row: Option<i32>,
}

impl Lines {
    /// Returns the same for people who read from right to left: time goes the way they read.
    pub fn mirrored(mut self) -> Lines {
        for year in &mut self.years {
            year.x = FRAME - year.x;
        }
        for end in &mut self.breaks {
            *end = FRAME - *end;
        }
        for curve in &mut self.curves {
            for dot in &mut curve.dots {
                dot.x = FRAME - dot.x;
            }
            for (from, to) in &mut curve.strokes {
                (from.x, to.x) = (FRAME - from.x, FRAME - to.x);
            }
        }
        self
    }
}

/// Tells whether a figure has enough points for lines; otherwise bars say more.
pub fn has_lines(figure: &Figure) -> bool {
    figure.series.iter().any(|series| series.points.len() > 3)
}

/// Returns the highest value of a figure, and 0 if all are below.
pub fn highest(figure: &Figure) -> i32 {
    let mut highest = 0;
    for series in &figure.series {
        for point in &series.points {
            highest = highest.max(point.value);
        }
    }
    highest
}

/// Returns how many percent of `whole` a value is, for a bar.
pub fn share(value: i32, whole: i32) -> i32 {
    let percent = i64::from(value.max(0)) * 100 / i64::from(whole.max(1));
    percent.min(100) as i32
}

/// What a place in the frame means.
struct Scale {
    first: i64,
    span: i64,
    top: i64,
}

impl Scale {
    #[inline(never)]
    fn dot(&self, year: i32, value: i64) -> Dot {
        let frame = i64::from(FRAME);
        let x = match self.span {
            0 => frame / 2,
            span => MARGIN + (i64::from(year) - self.first) * (frame - 2 * MARGIN) / span,
        };
        Dot { x: x as i32, y: (frame - value.max(0) * frame / self.top) as i32 }
    }
}

/// Returns the lines of a figure.
pub fn lines(figure: &Figure) -> Lines {
    let mut found = Lines::default();
    let highest = highest(figure);
    for series in &figure.series {
        found.curves.push(Curve::default());
        for point in &series.points {
            note_year(&mut found.years, point.year);
        }
    }
    let (Some(first), Some(last)) = (found.years.first(), found.years.last()) else {
        return found;
    };
    let (first, last) = (i64::from(first.year), i64::from(last.year));
    let step = step(highest);
    let top = (i64::from(highest.max(1)) + step - 1) / step * step;
    let scale = Scale { first, span: last - first, top };
    // Where nothing is above nought, nought is the only tick.
    let end = if highest > 0 { top } else { 0 };
    let mut value = 0;
    while value <= end {
        if let Ok(shown) = i32::try_from(value) {
            found.ticks.push(Tick { value: shown, y: scale.dot(0, value).y });
        }
        value += step;
    }
    let mut left = Year { year: 0, x: -FRAME, low: true };
    for year in &mut found.years {
        year.x = scale.dot(year.year, 0).x;
        year.low = !left.low && year.x - left.x < NEAR;
        for end in &figure.breaks {
            if left.x >= 0 && left.year < *end && *end <= year.year {
                found.breaks.push((left.x + year.x) / 2);
            }
        }
        left = *year;
    }
    for (series, curve) in figure.series.iter().zip(&mut found.curves) {
        let mut before: Option<(&Point, Dot)> = None;
        for point in &series.points {
            let dot = scale.dot(point.year, i64::from(point.value));
            curve.dots.push(dot);
            if let Some((last, from)) = before
                && are_neighbours(&found.years, &figure.breaks, last.year, point.year)
            {
                curve.strokes.push((from, dot));
            }
            before = Some((point, dot));
        }
    }
    place_labels(&mut found.curves);
    found
}

/// Tells whether nothing lies between two years and nothing changed from the one to the other.
fn are_neighbours(years: &[Year], breaks: &[i32], from: i32, to: i32) -> bool {
    from < to
        && !years.iter().any(|year| from < year.year && year.year < to)
        && !breaks.iter().any(|year| from < *year && *year <= to)
}

/// Returns the distance of the ticks: 1, 2 or 5 with noughts, and at most five of them up to `highest`.
fn step(highest: i32) -> i64 {
    let mut ten = 1;
    loop {
        for step in [ten, 2 * ten, 5 * ten] {
            if 5 * step >= i64::from(highest) {
                return step;
            }
        }
        ten *= 10;
    }
}

/// Puts a year in its place, once.
fn note_year(years: &mut Vec<Year>, year: i32) {
    let mut at = 0;
    for known in years.iter() {
        if known.year == year {
            return;
        }
        at += usize::from(known.year < year);
    }
    years.insert(at, Year { year, x: 0, low: false });
}

/// Gives every curve with points a row near its end, from the highest to the lowest.
fn place_labels(curves: &mut [Curve]) {
    let mut free = 0;
    let mut order: Vec<usize> = Vec::new();
    loop {
        let mut next: Option<(i32, usize)> = None;
        for (at, curve) in curves.iter().enumerate() {
            let Some(end) = curve.dots.last() else { continue };
            if curve.row.is_none() && next.is_none_or(|(highest, _)| end.y < highest) {
                next = Some((end.y, at));
            }
        }
        let Some((end, at)) = next else { break };
        let row = (end * ROWS / FRAME - LABEL / 2).max(free);
        curves[at].row = Some(row);
        free = row + LABEL;
        order.push(at);
    }
    // What went over the edge moves up again, and what is in its way moves with it.
    let mut lowest = ROWS - LABEL;
    for at in order.into_iter().rev() {
        let row = curves[at].row.unwrap_or(0).min(lowest).max(0);
        curves[at].row = Some(row);
        lowest = row - LABEL;
    }
}
