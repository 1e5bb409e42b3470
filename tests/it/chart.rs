//! The geometry of charts: round ticks, everything inside the frame, gaps and breaks, labels apart.

use sitz_und_stimme::domain::chart::{Curve, FRAME, LABEL, Lines, ROWS, has_lines, lines, share};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::explainer::{Figure, Point, Series, Unit};
use sitz_und_stimme::domain::pack::Certainty;

fn figure(breaks: &[i32], series: &[&[(i32, i32)]]) -> Figure {
    let point = |(year, value): &(i32, i32)| Point {
        year: *year,
        value: *value,
        about: false,
        sources: Vec::new(),
        certainty: Certainty::Likely,
    };
    let one = |points: &&[(i32, i32)]| Series {
        id: "a".to_owned(),
        points: points.iter().map(point).collect(),
    };
    Figure {
        id: "test".to_owned(),
        unit: Unit::Count,
        as_of: Date::new(2026, 11, 22).unwrap(),
        breaks: breaks.to_vec(),
        series: series.iter().map(one).collect(),
    }
}

const NRW: &[(i32, i32)] = &[(2004, 1182), (2010, 1116), (2014, 1380), (2020, 1310)];
const BONN: &[(i32, i32)] = &[(2010, 770), (2014, 2197), (2020, 1981), (2025, 2306)];
const GAP: &[(i32, i32)] = &[(2004, 500), (2014, 600)];

#[track_caller]
fn assert_sound(found: &Lines) {
    let inside = |place: i32| assert!((0..=FRAME).contains(&place), "{place} in {found:?}");
    for curve in &found.curves {
        for dot in &curve.dots {
            inside(dot.x);
            inside(dot.y);
        }
        for (a, b) in &curve.strokes {
            assert!(a.x <= b.x, "{curve:?}");
        }
        assert_eq!(curve.row.is_some(), !curve.dots.is_empty());
    }
    found.ticks.iter().for_each(|tick| inside(tick.y));
    found.breaks.iter().for_each(|place| inside(*place));
    assert!(found.years.windows(2).all(|pair| pair[0].year < pair[1].year));
    assert!(found.years.windows(2).all(|pair| !(pair[0].low && pair[1].low)));
    for tick in &found.ticks {
        assert!(tick.value == 0 || is_round(found.ticks[1].value), "{:?}", found.ticks);
    }
    let mut rows: Vec<i32> = found.curves.iter().filter_map(|curve| curve.row).collect();
    rows.sort_unstable();
    if rows.len() as i32 * LABEL <= ROWS {
        assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= LABEL), "{rows:?}");
    }
    assert!(rows.iter().all(|row| (0..=ROWS - LABEL).contains(row)), "{rows:?}");
}

fn is_round(mut value: i32) -> bool {
    while value > 0 && value % 10 == 0 {
        value /= 10;
    }
    [1, 2, 5].contains(&value)
}

fn values(found: &Lines) -> Vec<i32> {
    found.ticks.iter().map(|tick| tick.value).collect()
}

#[test]
fn ticks_are_round_and_few() {
    for (highest, wanted) in [
        (2306, &[0, 500, 1000, 1500, 2000, 2500][..]),
        (2500, &[0, 500, 1000, 1500, 2000, 2500]),
        (2501, &[0, 1000, 2000, 3000]),
        (4200, &[0, 1000, 2000, 3000, 4000, 5000]),
        (7, &[0, 2, 4, 6, 8]),
        (1, &[0, 1]),
    ] {
        let found = lines(&figure(&[], &[&[(2020, highest)]]));
        assert_eq!(values(&found), wanted, "{highest}");
        assert_sound(&found);
    }
    for highest in (1..3000).chain([i32::MAX - 1, i32::MAX]) {
        let found = lines(&figure(&[], &[&[(2014, 0), (2020, highest)]]));
        assert_sound(&found);
        assert!((2..=6).contains(&found.ticks.len()), "{highest}: {:?}", values(&found));
    }
}

#[test]
fn a_value_stands_at_its_height() {
    let found = lines(&figure(&[], &[&[(2000, 0), (2010, 50), (2020, 100)]]));
    let curve = &found.curves[0];
    let ys: Vec<i32> = curve.dots.iter().map(|dot| dot.y).collect();
    assert_eq!(ys, [FRAME, FRAME / 2, 0]);
    let xs: Vec<i32> = curve.dots.iter().map(|dot| dot.x).collect();
    assert_eq!(xs[1] - xs[0], xs[2] - xs[1]);
    assert_eq!(xs[0], FRAME - xs[2]);
}

#[test]
fn no_line_crosses_a_break_or_a_gap() {
    let found = lines(&figure(&[2014], &[NRW, BONN, GAP]));
    assert_sound(&found);
    let count: Vec<usize> = found.curves.iter().map(|curve| curve.strokes.len()).collect();
    assert_eq!(count, [2, 2, 0]);
    let place = |year: i32| found.years.iter().find(|y| y.year == year).unwrap().x;
    assert_eq!(found.breaks, [(place(2010) + place(2014)) / 2]);
    let crosses = |curve: &Curve| {
        curve.strokes.iter().any(|(a, b)| a.x < found.breaks[0] && found.breaks[0] < b.x)
    };
    assert!(!found.curves.iter().any(crosses));
    // Without the break the same neighbours are joined, but the gap stays open.
    let whole = lines(&figure(&[], &[NRW, BONN, GAP]));
    let count: Vec<usize> = whole.curves.iter().map(|curve| curve.strokes.len()).collect();
    assert_eq!((count, whole.breaks), (vec![3, 3, 0], vec![]));
}

#[test]
fn time_goes_from_right_to_left_for_those_who_read_so() {
    let found = lines(&figure(&[2014], &[NRW, BONN, GAP]));
    let mirrored = found.clone().mirrored();
    for (year, other) in found.years.iter().zip(&mirrored.years) {
        assert_eq!((year.year, year.x + other.x), (other.year, FRAME));
    }
    assert_eq!(found.breaks[0] + mirrored.breaks[0], FRAME);
    for (curve, other) in found.curves.iter().zip(&mirrored.curves) {
        assert!(curve.dots.iter().zip(&other.dots).all(|(a, b)| (a.x + b.x, a.y) == (FRAME, b.y)));
        let ends = curve.strokes.iter().zip(&other.strokes);
        assert!(ends.clone().all(|(a, b)| a.0.x + b.0.x == FRAME && a.1.x + b.1.x == FRAME));
        assert_eq!((curve.row, ends.count()), (other.row, other.strokes.len()));
    }
    assert_eq!(mirrored.ticks, found.ticks);
    assert_eq!(mirrored.mirrored(), found);
}

#[test]
fn a_break_outside_the_years_is_not_drawn() {
    for year in [1990, 2004, 2026] {
        let found = lines(&figure(&[year], &[NRW]));
        assert_eq!((found.breaks.len(), found.curves[0].strokes.len()), (0, 3), "{year}");
    }
    let found = lines(&figure(&[2011, 2012], &[NRW]));
    assert_eq!((found.breaks.len(), found.curves[0].strokes.len()), (2, 2));
}

#[test]
fn odd_figures_do_no_harm() {
    assert_eq!(lines(&figure(&[2014], &[])), Lines::default());
    let empty = lines(&figure(&[2014], &[&[], &[]]));
    assert_eq!((empty.curves.len(), empty.ticks.len()), (2, 0));
    assert_sound(&empty);
    for points in [
        &[(2020, 1310)][..],
        &[(2020, 0)],
        &[(2014, 0), (2020, 0)],
        &[(2020, 5), (2020, 9), (2020, 7)],
        &[(2020, 5), (2014, 9), (2017, 7)],
        &[(i32::MIN, 5), (i32::MAX, i32::MAX)],
        &[(2014, -5), (2020, i32::MIN)],
    ] {
        let found = lines(&figure(&[2014], &[points, &[], NRW]));
        assert_sound(&found);
        assert_sound(&lines(&figure(&[], &[points])));
        assert_eq!(found.curves[0].dots.len(), points.len());
        assert_eq!(found.curves[1], Curve::default());
    }
}

#[test]
fn labels_keep_apart_and_in_order() {
    let same: &[(i32, i32)] = &[(2020, 1310)];
    for count in 0..20 {
        let found = lines(&figure(&[], &vec![same; count]));
        assert_sound(&found);
    }
    let low: &[(i32, i32)] = &[(2020, 0)];
    let found = lines(&figure(&[], &[low, &[(2020, 1)], low, &[(2020, 9)], low]));
    assert_sound(&found);
    let row = |at: usize| found.curves[at].row.unwrap();
    assert!(row(3) < row(1) && row(1) < row(0) && row(0) < row(2) && row(2) < row(4));
    assert_eq!(row(4), ROWS - LABEL);
}

#[test]
fn bars_are_shares() {
    assert_eq!([share(43, 100), share(0, 0), share(-1, 5), share(9, 3)], [43, 0, 0, 100]);
    assert_eq!(share(i32::MAX, i32::MAX), 100);
    assert!(has_lines(&figure(&[], &[NRW])) && !has_lines(&figure(&[], &[GAP, &[(2020, 1)]])));
    assert!(!has_lines(&figure(&[], &[])));
}
