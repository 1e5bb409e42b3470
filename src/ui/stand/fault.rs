//! Breaks the stand on order, so that it can be shown how it gets up again. No release holds this.

use crate::shell::{clock, files};

/// The file that says what is to break, and how often it is looked at, in milliseconds.
const ORDERS: &str = "order.txt";
const EVERY: u32 = 300;

/// Looks for orders from now on: `panic` and `hang`; everything else is none.
pub fn obey() {
    clock::every(EVERY, || {
        files::run(async {
            let order = files::text(ORDERS).await.unwrap_or_default();
            match order.trim() {
                "panic" => panic!("broken on order"),
                "hang" => loop {
                    std::hint::spin_loop();
                },
                _ => {}
            }
        });
    });
}
