//! The stand: the app on an unattended touch screen in a foyer or a library.
//!
//! What an office sets for one (the profile), when a visit ends by itself, who may see the page for the
//! staff, what is counted. Answers are no business of this module: they live in memory and end with the
//! visit.

mod lock;
mod profile;
mod session;
mod tally;

pub use lock::{Answer, Lock};
pub use profile::{Night, Offer, Profile, read};
pub use session::{Act, Idle, Input, Session, State};
pub use tally::{Day, MOST_DAYS, Tally, What};

use crate::domain::json::is_slug;

/// Storage key of the lock. Like that of the counts it does not begin with `saved::PREFIX`: a visitor who
/// deletes everything must not reset them.
pub const LOCK_KEY: &str = "sitz-und-stimme-stand.lock";
/// Storage key of the counts.
pub const TALLY_KEY: &str = "sitz-und-stimme-stand.tally";

/// Returns the file of the profile that an address asks for; `None` if the name cannot be one.
pub fn file_of(name: &str) -> Option<String> {
    is_slug(name).then(|| format!("kiosk/{name}.json"))
}

/// How far the picture moves from its place, in pixels.
const REACH: u32 = 6;
/// Places in a row of the square that the picture moves in.
const SIDE: u32 = 2 * REACH + 1;
/// Steps from one corner of the square to the opposite one, row by row and back and forth.
const STEPS: u32 = SIDE * SIDE - 1;

/// Returns how far the picture of an unused stand stands from its place, in pixels to the side and down.
///
/// So that nothing burns into the screen: one pixel per cycle, every place of the square, and as often on one
/// side as on the other. It begins in the middle.
pub fn drift(cycle: u32) -> (i8, i8) {
    let step = (cycle % (2 * STEPS) + STEPS / 2) % (2 * STEPS);
    let at = if step > STEPS { 2 * STEPS - step } else { step };
    let (row, column) = (at / SIDE, at % SIDE);
    let column = if row % 2 == 0 { column } else { SIDE - 1 - column };
    (column as i8 - REACH as i8, row as i8 - REACH as i8)
}
