//! `cargo xtask bench`: how fast the release answers on a slow phone. It measures and judges nothing.

use crate::page;
use crate::process::run;
use crate::setup::{self, Purpose};
use crate::suite;

/// Builds the release and measures it; fails only if that cannot be done.
pub fn measure() -> Result<(), String> {
    let tools = setup::ensure(Purpose::Tests)?;
    if let Err(problem) = page::build(&tools) {
        // A page past a size limit can be measured all the same.
        eprintln!("✗ {problem}");
    }
    run(suite::in_browsers(&tools).args(["--", "--bench"]))
}
