//! What a stand counts: numbers per day, kept by the browser and, where there is one, by the program
//! beside it.

use super::hall::Hall;
use crate::domain::kiosk::{TALLY_KEY, Tally, What};
use crate::domain::quiz::Step;
use crate::domain::route::Route;
use crate::shell::stand as shell;
use crate::shell::{files, location, store};
use leptos::prelude::untrack;
use serde_json::Value;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

impl Hall {
    /// Counts something today.
    pub fn count(&self, what: What<'_>) {
        let mut tally = self.own_tally();
        tally.add(self.today(), what);
        let _ = store::write(TALLY_KEY, &tally.to_value().to_string());
        if self.is_watched() {
            shell::tell_count(&what.word());
        }
    }

    /// Tells whether a program on this machine listens.
    pub fn is_watched(&self) -> bool {
        self.app.plan.is_some_and(|plan| plan.profile.watchdog)
    }

    /// Counts something once in a visit; `bit` tells it from the rest.
    pub fn count_once(&self, what: What<'_>, bit: u32) {
        if self.counted.fetch_or(1 << bit, Ordering::Relaxed) & (1 << bit) == 0 {
            self.count(what);
        }
    }

    /// Counts the results that a visitor has come to.
    pub fn count_results(&self) {
        if self.app.shown.with_untracked(|shown| *shown != Route::Result) {
            return;
        }
        let (check, fit) = untrack(|| {
            let done = self.app.replay().step == Step::Done;
            (done && !self.app.answers.with(|a| a.is_empty()), self.app.profile().is_some())
        });
        if check {
            self.count_once(What::Check, 0);
        }
        if fit {
            self.count_once(What::Result, 1);
        }
    }

    /// Returns what was counted, by this browser or by the program on this machine.
    pub fn tally(&self) -> Tally {
        let mut tally = self.own_tally();
        if let Some(kept) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner) {
            tally.merge(kept);
        }
        tally
    }

    /// Tells where the table of the numbers is, if a program on this machine keeps them.
    pub fn table_address(&self) -> Option<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|_| format!("{}counts.csv", location::base()))
    }

    /// Fetches the numbers that a program on this machine has kept over its restarts.
    pub fn load_counts(&self) {
        let hall = *self;
        files::run(async move {
            let text = files::text("counts.json").await.unwrap_or_default();
            let value: Value = serde_json::from_str(&text).unwrap_or_default();
            *hall.kept.lock().unwrap_or_else(PoisonError::into_inner) = Tally::from_value(&value);
            hall.next_picture();
        });
    }

    /// Returns what this browser has counted since it began.
    fn own_tally(&self) -> Tally {
        let text = store::read(TALLY_KEY).ok().flatten().unwrap_or_default();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        Tally::from_value(&value).unwrap_or_default()
    }

    /// Forgets what was counted.
    pub fn forget_counts(&self) {
        let _ = store::remove(TALLY_KEY);
        if self.is_watched() {
            shell::forget_counts();
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            *kept = kept.take().map(|_| Tally::default());
        }
        self.next_picture();
    }

    /// Hands the counts out as a table.
    pub fn save_counts(&self) {
        let name = format!("sitz-und-stimme-stand-{}.csv", self.today());
        files::hand_out(&name, "text/csv", &self.tally().to_csv());
    }
}
