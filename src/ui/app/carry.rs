//! Taking a result along, and opening one that was brought.

use super::{App, Said, Take};
use crate::domain::answers::Answers;
use crate::domain::fit::Fit;
use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::domain::share::{self, Carried, Fault, LARGEST};
use crate::shell::{files, location, page};
use crate::ui::el::Event;
use leptos::prelude::untrack;

impl App {
    /// Packs the own result, with the answers of the check if the person wants that.
    pub fn packed(&self, check: bool) -> Carried {
        Carried {
            day: self.today.get().days(),
            fit: self.fit_answers.get(),
            check: if check { self.answers.get() } else { Answers::default() },
            ignored: 0,
        }
    }

    /// Returns the address that opens a code in the present language.
    pub fn link(&self, code: &str) -> String {
        self.address(&Route::Open(code.to_owned()))
    }

    /// Returns the address of a page in the present language, for other people and devices.
    pub fn address(&self, route: &Route) -> String {
        let tag = self.tongue.with(|tongue| tongue.language.tag.clone());
        let mut query = format!("?lang={tag}");
        let pack = self.plan.and_then(|plan| plan.profile.pack.clone());
        if let Some(pack) = location::query("pack").or(pack) {
            query = format!("?pack={pack}&lang={tag}");
        }
        let base = self.plan.and_then(|plan| plan.profile.address.clone());
        base.unwrap_or_else(location::base) + &query + &route.href()
    }

    /// Tells whether others can open a link to the page.
    pub fn has_address(&self) -> bool {
        location::is_public()
    }

    /// Shows or hides the code.
    pub fn set_take(&self, change: impl FnOnce(&mut Take)) {
        self.take.update(|take| {
            take.said = None;
            change(take);
        });
    }

    fn say(&self, said: Said) {
        self.take.update(|take| take.said = Some(said));
    }

    /// Copies a text, and says whether that worked.
    pub fn copy(&self, text: String) {
        if self.is_on_stand() {
            return;
        }
        let app = *self;
        files::run(async move {
            let copied = page::copy(&text).await;
            let message = if copied { Message::TakeCopied } else { Message::TakeNotCopied };
            app.say(Said::Message(message));
        });
    }

    /// Hands the own result out as a file.
    pub fn save_file(&self, check: bool) {
        if self.is_on_stand() {
            return;
        }
        let text = untrack(|| share::to_file(&self.packed(check), self.pack()));
        let name = format!("sitz-und-stimme-{}.json", self.today.get_untracked());
        files::hand_out(&name, "application/json", &text);
    }

    /// Reads a file that was chosen and goes to the page that asks what to do with it.
    pub fn open_file(&self, event: &Event) {
        let Some(file) = files::chosen(event) else { return };
        let app = *self;
        app.take.update(|take| take.said = None);
        app.load_fit();
        files::run(async move {
            let text = match file.size() > LARGEST as f64 {
                true => Err(Fault::TooLong),
                false => files::text_of(&file).await.ok_or(Fault::Foreign),
            };
            let Some(fit) = app.wait_for_fit().await else { return };
            match text.and_then(|text| share::from_file(&text, &fit, app.pack())) {
                Ok(carried) => {
                    let code = share::encode(&carried, &fit, app.pack());
                    location::go(&Route::Open(code));
                }
                Err(fault) => app.say(Said::Fault(fault)),
            }
        });
    }

    /// Opens a code; the answers stay as they are.
    pub fn unpacked(&self, fit: &Fit, code: &str) -> Result<Carried, Fault> {
        share::decode(code, fit, self.pack())
    }

    /// Puts answers that were brought in the place of the own ones.
    ///
    /// Answers of the check stay if none were brought.
    pub fn take_over(&self, carried: Carried) {
        self.fit_answers.set(carried.fit);
        self.save_fit();
        if !carried.check.is_empty() {
            self.answers.set(carried.check);
            self.save_answers();
        }
        // Back must not lead to the question whether to replace once more.
        location::replace(&Route::Result);
    }
}
