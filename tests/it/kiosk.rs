//! The stand: profiles whatever they say, visits that always end, a lock that cannot be worn out, counts.

mod lock;
mod profile;
mod session;
mod tally;
mod texts;

use sitz_und_stimme::domain::kiosk::{LOCK_KEY, TALLY_KEY, drift, file_of};
use sitz_und_stimme::domain::saved;
use std::collections::BTreeMap;

#[test]
fn only_ids_name_a_profile() {
    assert_eq!(file_of("foyer").as_deref(), Some("kiosk/foyer.json"));
    assert_eq!(file_of("town-hall_2").as_deref(), Some("kiosk/town-hall_2.json"));
    let long = "a".repeat(61);
    for odd in
        ["", "..", "a/b", "../packs/nrw/pack", "Foyer", "foyer.json", "ö", "a b", "a\0", &long]
    {
        assert_eq!(file_of(odd), None, "{odd}");
    }
}

#[test]
fn a_visitor_who_deletes_everything_resets_neither_lock_nor_counts() {
    assert_ne!(LOCK_KEY, TALLY_KEY);
    for key in [LOCK_KEY, TALLY_KEY] {
        assert!(!key.starts_with(saved::PREFIX), "{key}");
    }
}

#[test]
fn the_picture_moves_slowly_to_every_place_and_leans_to_no_side() {
    const PERIOD: u32 = 336;
    let mut places: BTreeMap<(i8, i8), u32> = BTreeMap::new();
    let (mut across, mut down) = (0, 0);
    assert_eq!(drift(0), (0, 0));
    for cycle in 0..PERIOD {
        let (x, y) = drift(cycle);
        assert!(x.abs() <= 6 && y.abs() <= 6, "({x}, {y})");
        let (next_x, next_y) = drift(cycle + 1);
        assert_eq!((next_x - x).abs() + (next_y - y).abs(), 1, "a jump behind cycle {cycle}");
        assert_eq!(drift(cycle + PERIOD), (x, y));
        across += i32::from(x);
        down += i32::from(y);
        *places.entry((x, y)).or_default() += 1;
    }
    assert_eq!((across, down), (0, 0));
    assert_eq!(places.len(), 13 * 13);
    assert!(places.values().all(|times| (1..=2).contains(times)));
    for cycle in [u32::MAX, u32::MAX - 1, u32::MAX / 2] {
        let (x, y) = drift(cycle);
        assert!(x.abs() <= 6 && y.abs() <= 6, "({x}, {y})");
    }
}
