//! The page as it is seen: how it is drawn, printed, moved.

use super::App;
use crate::shell::{clock, page};
use std::sync::atomic::Ordering;

impl App {
    /// Tells whether the person has come back to a place below the top of the page.
    pub fn is_back(&self) -> bool {
        self.back.load(Ordering::Relaxed)
    }

    /// Tells whether a page has to be drawn at once: when it only changes, or has to have the height that it
    /// had. It need not when it is new or stands in a new language, and is seen from its top.
    pub fn draws_at_once(&self, language: &str) -> bool {
        let now = (self.visit.load(Ordering::Relaxed), language.to_owned());
        let Ok(mut drawn) = self.drawn.lock() else {
            return true;
        };
        let before = std::mem::replace(&mut *drawn, now);
        match (before.0 == drawn.0, before.1 == drawn.1) {
            (false, _) => self.is_back(),
            (true, false) => self.below.load(Ordering::Relaxed),
            (true, true) => true,
        }
    }

    /// Tells whether the app runs on a stand.
    pub fn is_on_stand(&self) -> bool {
        self.plan.is_some()
    }

    /// Tells whether pictures may move.
    pub fn may_move(&self) -> bool {
        !page::wants_stillness()
    }

    /// Opens the print dialog.
    pub fn print(&self) {
        if self.plan.is_none_or(|plan| plan.profile.printer) {
            page::print();
        }
    }

    /// Does something when what was done so far has been painted.
    pub fn after_paint(&self, act: impl FnOnce() + 'static) {
        clock::after_paint(act);
    }

    /// Tells whether a link to a calendar file leads into the calendar of this device.
    pub fn follows_calendar_links(&self) -> bool {
        page::follows_calendar_links()
    }

    /// Moves to a part of the present page.
    pub fn show(&self, selector: &'static str) {
        page::show(selector);
    }
}
