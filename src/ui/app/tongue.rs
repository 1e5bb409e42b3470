//! Settings, and the language that is spoken.

use super::App;
use crate::domain::messages::{Message, Tongue};
use crate::domain::saved;
use crate::domain::settings::Settings;
use crate::shell::{clock, files, page};
use crate::ui::boot;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl App {
    /// Changes settings, applies and stores them.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        self.keep_settings();
    }

    pub(super) fn keep_settings(&self) {
        self.settings.with_untracked(page::apply);
        let value = self.settings.with_untracked(Settings::to_value);
        self.save(saved::SETTINGS, value);
    }

    /// Switches the language; the old texts stay until the new ones are there.
    /// Then the focus goes to `origin`, if the place where it was is shown anew.
    pub fn set_language(&self, tag: String, origin: &'static str) {
        let app = *self;
        files::run(async move {
            match boot::tongue(app.pack(), &app.languages, &tag, false, app.extras()).await {
                Ok(tongue) => {
                    page::keep_place();
                    // The menu that was used is about to be replaced, too: see `page::leave`.
                    page::let_go("*");
                    app.speak(&tongue);
                    app.set(|settings| settings.language = Some(tag));
                    page::keep_focus(origin);
                }
                Err(_) => {
                    app.tell(Message::NoticeLanguageFailed);
                    // The menu goes back to the language that is shown.
                    app.tongue.update(|_| {});
                }
            }
        });
    }

    /// Shows German under headings, questions and answers, or no longer.
    pub fn set_both(&self, both: bool) {
        self.set(|settings| settings.both = both);
        page::keep_place();
        self.speak(&self.tongue.get_untracked());
    }

    /// Speaks in a language from now on.
    pub fn speak(&self, tongue: &Tongue) {
        let both = self.settings.with_untracked(|settings| settings.both);
        // Asked in the middle of drawing, the browser would lay out a page that is half gone.
        self.below.store(page::is_scrolled(), Ordering::Relaxed);
        self.tongue.set(Arc::new(tongue.with_both(both)));
        // Only when the page stands in it is known which texts it lacks.
        self.fill_gaps_soon();
    }

    /// Looks for missing texts when what is about to be drawn stands.
    pub fn fill_gaps_soon(&self) {
        let app = *self;
        clock::after(0, move || app.fill_gaps());
    }

    fn extras(&self) -> u32 {
        self.extras.load(Ordering::Relaxed)
    }

    /// Fetches the texts of the fallback language if the present one lacked something.
    pub fn fill_gaps(&self) {
        let app = *self;
        let tongue = app.tongue.get_untracked();
        let tag = tongue.language.tag.clone();
        if !tongue.has_missed() || tag == tongue.fallback.tag {
            return;
        }
        files::run(async move {
            let extras = app.extras();
            if let Ok(tongue) = boot::tongue(app.pack(), &app.languages, &tag, true, extras).await {
                app.speak(&tongue);
            }
        });
    }
}
