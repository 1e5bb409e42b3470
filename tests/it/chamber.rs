//! The chamber of seats: geometry, the free seat, progress.

use sitz_und_stimme::domain::chamber::{Chamber, Seat, chamber, large, logo_svg, small, svg};

fn chambers() -> [Chamber; 5] {
    [large(), small(), chamber(1, 3, 0), chamber(3, 4, 4), chamber(2, 1, 0)]
}

/// Returns the way from the speaker to a seat.
fn from_speaker(chamber: &Chamber, seat: &Seat) -> (f32, f32) {
    let baseline = chamber.height - chamber.side * 0.75;
    (seat.x - chamber.width / 2.0, seat.y - baseline)
}

#[test]
fn every_seat_lies_inside_the_picture() {
    for chamber in chambers() {
        for seat in &chamber.seats {
            // The corners of a turned square.
            let (sin, cos) = seat.turn.to_radians().sin_cos();
            let reach = chamber.side / 2.0 * (sin.abs() + cos.abs());
            assert!(seat.x - reach >= 0.0 && seat.x + reach <= chamber.width, "{seat:?}");
            assert!(seat.y - reach >= 0.0 && seat.y + reach <= chamber.height, "{seat:?}");
            assert!(seat.shade <= 3, "{seat:?}");
        }
    }
}

#[test]
fn every_seat_faces_the_speaker() {
    for chamber in chambers() {
        for seat in &chamber.seats {
            let (dx, dy) = from_speaker(&chamber, seat);
            let radius = dx.hypot(dy);
            let (sin, cos) = seat.turn.to_radians().sin_cos();
            // The back of an unturned seat points up; turned, it points away from the speaker.
            let off = (dx - sin * radius).hypot(dy + cos * radius);
            assert!(off < 0.5, "{seat:?} is {off} off");
        }
    }
}

#[test]
fn seats_do_not_overlap() {
    for chamber in [large(), small()] {
        for (at, a) in chamber.seats.iter().enumerate() {
            for b in &chamber.seats[at + 1..] {
                let apart = (a.x - b.x).hypot(a.y - b.y);
                assert!(apart > chamber.side, "{a:?} and {b:?} are {apart} apart");
            }
        }
    }
}

#[test]
fn seats_fill_from_one_end_to_the_other() {
    for chamber in chambers() {
        let turns: Vec<f32> = chamber.seats.iter().map(|seat| seat.turn).collect();
        assert!(turns.windows(2).all(|pair| pair[0] <= pair[1] + 0.1), "{turns:?}");
    }
    assert_eq!((large().seats.len(), small().seats.len()), (46, 12));
}

#[test]
fn the_free_seat_is_at_the_back_a_little_right_of_the_middle() {
    for chamber in [large(), small()] {
        let seat = &chamber.seats[chamber.free()];
        let radius = |seat: &Seat| {
            let (dx, dy) = from_speaker(&chamber, seat);
            dx.hypot(dy)
        };
        let back = chamber.seats.iter().map(radius).fold(0.0, f32::max);
        assert!(radius(seat) > back - 1.0, "{seat:?} is not in the back row");
        let right = seat.x - chamber.width / 2.0;
        assert!(right > 5.0 && right < chamber.width / 4.0, "{seat:?} is {right} right of the middle");
    }
}

#[test]
fn seats_are_taken_step_by_step() {
    for chamber in chambers() {
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

#[test]
fn pictures_are_well_formed() {
    for (picture, chamber) in [(svg(), large()), (logo_svg(), small())] {
        let count = |what: &str| picture.matches(what).count();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"), "{picture}");
        assert_eq!((count("<svg"), count("</svg>")), (1, 1));
        assert_eq!(count("<rect "), chamber.seats.len());
        assert_eq!(count("/>"), chamber.seats.len(), "every seat is closed");
        assert_eq!(count("seat--free"), 1);
        assert_eq!(count("\"") % 2, 0);
        assert_eq!(count("aria-hidden=\"true\""), 1);
        assert!(!picture.contains("NaN") && !picture.contains("inf"), "{picture}");
        assert!(!picture.contains("style=") && !picture.contains("fill=\"#"), "colours are in style");
    }
}
