//! The chamber of seats: geometry, the free seat, progress. All lengths are tenths of a unit.

use sitz_und_stimme::domain::chamber::{Chamber, LARGE, SMALL, Seat, WIDTH, logo_svg, svg, tenths};

const CHAMBERS: [Chamber; 2] = [LARGE, SMALL];

/// Returns the height at which the speaker stands, and so the ends of all rows.
fn speaker(chamber: &Chamber) -> i32 {
    chamber.height - chamber.side * 3 / 4
}

/// Computes the seats of a half circle: `inner` seats in the first row, `step` more in each further
/// one, in the order in which they fill.
fn half_circle(
    (rows, inner, step): (i32, i32, i32),
    (outer, gap, speaker): (i32, i32, i32),
) -> Vec<Seat> {
    let mut seats = Vec::new();
    for row in 0..rows {
        let count = inner + step * row;
        let radius = f64::from(outer - gap * (rows - 1 - row));
        for index in 0..count {
            let share = f64::from(index) / f64::from(count - 1);
            let angle = std::f64::consts::PI * (1.0 - share);
            let seat = Seat {
                x: (1600.0 + radius * angle.cos()).round() as i32,
                y: (f64::from(speaker) - radius * angle.sin()).round() as i32,
                turn: (900.0 - 10.0 * angle.to_degrees()).round() as i32,
                // A cheap spread that has no visible pattern.
                shade: ((index * 7 + row * 5 + index * row) % 11 / 3) as u8,
            };
            seats.push((share, -radius, seat));
        }
    }
    seats.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    seats.into_iter().map(|(_, _, seat)| seat).collect()
}

#[test]
fn the_tables_are_half_circles() {
    assert_eq!(LARGE.seats, half_circle((4, 7, 3), (1440, 270, speaker(&LARGE))));
    assert_eq!(SMALL.seats, half_circle((2, 4, 3), (1280, 620, speaker(&SMALL))));
    assert_eq!((LARGE.seats.len(), SMALL.seats.len()), (46, 11));
}

/// Returns the way from the speaker to a seat.
fn from_speaker(chamber: &Chamber, seat: &Seat) -> (f64, f64) {
    (f64::from(seat.x - WIDTH / 2), f64::from(seat.y - speaker(chamber)))
}

fn radius(chamber: &Chamber, seat: &Seat) -> f64 {
    let (dx, dy) = from_speaker(chamber, seat);
    dx.hypot(dy)
}

fn sin_cos(seat: &Seat) -> (f64, f64) {
    (f64::from(seat.turn) / 10.0).to_radians().sin_cos()
}

#[test]
fn every_seat_lies_inside_the_picture() {
    for chamber in CHAMBERS {
        for seat in chamber.seats {
            // The corners of a turned square.
            let (sin, cos) = sin_cos(seat);
            let reach = f64::from(chamber.side) / 2.0 * (sin.abs() + cos.abs());
            let (x, y) = (f64::from(seat.x), f64::from(seat.y));
            assert!(x - reach >= 0.0 && x + reach <= f64::from(WIDTH), "{seat:?}");
            assert!(y - reach >= 0.0 && y + reach <= f64::from(chamber.height), "{seat:?}");
            assert!(seat.shade <= 3, "{seat:?}");
        }
    }
}

#[test]
fn every_seat_faces_the_speaker() {
    let all = CHAMBERS.iter().flat_map(|chamber| chamber.seats.iter().map(move |s| (chamber, s)));
    for (chamber, seat) in all {
        let ((dx, dy), (sin, cos)) = (from_speaker(chamber, seat), sin_cos(seat));
        let radius = radius(chamber, seat);
        // The back of an unturned seat points up; turned, it points away from the speaker.
        let off = (dx - sin * radius).hypot(dy + cos * radius);
        assert!(off < 3.0, "{seat:?} is {off} off");
    }
}

#[test]
fn seats_do_not_overlap() {
    for chamber in CHAMBERS {
        for (at, a) in chamber.seats.iter().enumerate() {
            for b in &chamber.seats[at + 1..] {
                let apart = f64::from(a.x - b.x).hypot(f64::from(a.y - b.y));
                assert!(apart > f64::from(chamber.side), "{a:?} and {b:?} are {apart} apart");
            }
        }
    }
}

#[test]
fn seats_fill_from_one_end_to_the_other() {
    for chamber in CHAMBERS {
        assert!(chamber.seats.windows(2).all(|pair| pair[0].turn <= pair[1].turn));
        let (first, last) = (chamber.seats[0], chamber.seats[chamber.seats.len() - 1]);
        assert_eq!((first.turn, last.turn), (-900, 900));
    }
}

#[test]
fn the_free_seat_is_at_the_back_a_little_right_of_the_middle() {
    for chamber in CHAMBERS {
        let seat = &chamber.seats[chamber.free];
        let back = chamber.seats.iter().map(|seat| radius(&chamber, seat)).fold(0.0, f64::max);
        assert!(radius(&chamber, seat) > back - 10.0, "{seat:?} is not in the back row");
        let right = seat.x - WIDTH / 2;
        assert!(right > 50 && right < WIDTH / 4, "{seat:?} is {right} right of the middle");
    }
}

#[test]
fn seats_are_taken_step_by_step() {
    for chamber in CHAMBERS {
        for all in 1..40 {
            let mut last = 0;
            for done in 0..=all {
                let taken = chamber.taken(done, all);
                assert!(taken >= last, "{done} of {all}");
                last = taken;
            }
            assert_eq!(chamber.taken(0, all), 0);
            assert_eq!(last, chamber.seats.len(), "all of {all}");
            assert_eq!(chamber.taken(all + 5, all), chamber.seats.len());
        }
        assert_eq!(chamber.taken(3, 0), 0);
    }
}

#[track_caller]
fn check_tenths(value: i32, expected: &str) {
    assert_eq!(tenths(value), expected);
    assert_eq!(expected.parse::<f64>().map(|number| (number * 10.0).round()), Ok(f64::from(value)));
}

#[test]
fn tenths_are_written_short() {
    check_tenths(0, "0");
    check_tenths(5, "0.5");
    check_tenths(-5, "-0.5");
    check_tenths(10, "1");
    check_tenths(-95, "-9.5");
    check_tenths(1772, "177.2");
    check_tenths(-900, "-90");
}

#[test]
fn pictures_are_well_formed() {
    for (picture, chamber) in [(svg(), LARGE), (logo_svg(), SMALL)] {
        let count = |what: &str| picture.matches(what).count();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"), "{picture}");
        assert_eq!((count("<svg"), count("</svg>")), (1, 1));
        assert_eq!(count("<rect "), chamber.seats.len());
        assert_eq!(count("/>"), chamber.seats.len(), "every seat is closed");
        assert_eq!(count("seat--free"), 1);
        assert_eq!(count("\"") % 2, 0);
        assert_eq!(count("aria-hidden=\"true\""), 1);
        assert!(picture.contains(&format!("viewBox=\"{}\"", chamber.view_box())), "{picture}");
        assert!(chamber.seats.iter().all(|seat| picture.contains(&seat.transform())));
        assert!(
            !picture.contains("style=") && !picture.contains("fill=\"#"),
            "colours are in style"
        );
    }
}
