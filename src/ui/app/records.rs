//! What is kept on the device: written after each change, followed when another tab writes.

use super::{App, Said};
use crate::domain::answers::Answers;
use crate::domain::backup::{self, Backup};
use crate::domain::messages::Message;
use crate::domain::records::{News, Records, Refused};
use crate::domain::saved;
use crate::domain::settings::Settings;
use crate::domain::share::Fault;
use crate::shell::store::{self, Local, Raw};
use crate::shell::{clock, files, page};
use crate::ui::el::Event;
use serde_json::Value;
use std::sync::atomic::Ordering;

/// Takes over what another tab has made of a record; `Null` if it has erased it.
pub type Adopt = fn(&App, &Value);

/// How long after the start what is kept is looked through, in milliseconds.
const CALM: u32 = 4_000;

impl App {
    /// Begins to follow the records that were there from the start.
    pub(super) fn follow_records(&self) {
        let app = *self;
        self.tell_news();
        if store::is_sealed() {
            return;
        }
        let root = &self.pack().root;
        self.adopt_by(saved::SETTINGS, |app, value| {
            app.settings.set(Settings::from_value(value).unwrap_or_default());
            app.settings.with_untracked(page::apply);
            // Whether sensitive answers are kept may have changed.
            if app.answers.with_untracked(|answers| !answers.is_empty()) {
                app.save_answers();
            }
        });
        self.adopt_by(&saved::answers_key(root), |app, value| {
            let mut answers = app.answers_in_tab();
            answers.record_all(Answers::from_value(value).unwrap_or_default());
            app.answers.set(answers);
        });
        self.adopt_by(&saved::fit_key(root), |app, value| {
            app.fit_answers.set(Answers::from_value(value).unwrap_or_default());
        });
        // An earlier build has kept what is to live as long as the tab.
        if !self.answers_in_tab().is_empty() {
            self.save_answers();
        }
        store::on_change(move |key| app.follow_key(key));
        clock::after(CALM, move || {
            app.with_records(|records| {
                records.touch(&Local);
                records.sweep(&Local);
            });
        });
    }

    /// Opens a record and returns its data, `Null` if there are none; `adopt` is called when another tab
    /// changes it.
    pub(super) fn open_record(&self, key: &str, fits: fn(&Value) -> bool, adopt: Adopt) -> Value {
        let root = &self.pack().root;
        let data = self.with_records(|records| records.open(&Local, key, root, fits));
        self.adopt_by(key, adopt);
        self.tell_news();
        data.unwrap_or_default()
    }

    fn adopt_by(&self, key: &str, adopt: Adopt) {
        if let Ok(mut list) = self.adopt.lock() {
            list.push((key.to_owned(), adopt));
        }
    }

    fn with_records<T>(&self, act: impl FnOnce(&mut Records) -> T) -> Option<T> {
        self.records.lock().ok().map(|mut records| act(&mut records))
    }

    /// Stores what a record has become. What another tab has changed meanwhile comes along.
    pub(super) fn save(&self, key: &str, data: Value) {
        if store::is_sealed() {
            return;
        }
        match self.with_records(|records| records.put(&Local, key, data)) {
            Some(Ok(merged)) => {
                // It may have been full, and is not any more.
                if !self.keep.swap(true, Ordering::Relaxed) {
                    self.dismiss(Message::NoticeMemory);
                }
                if let Some(data) = merged {
                    self.adopt_now(key, &data);
                }
            }
            Some(Err(Refused)) if self.keep.swap(false, Ordering::Relaxed) => {
                self.tell(Message::NoticeMemory);
            }
            Some(Err(Refused)) | None => {}
        }
        self.tell_news();
    }

    /// Stores the answers of the check; those that are sensitive only as long as the tab, unless the person
    /// wants them kept.
    pub(super) fn save_answers(&self) {
        let root = self.pack().root.clone();
        let in_tab = self.answers_in_tab();
        let key = saved::answers_key(&root);
        let text = saved::to_text(&root, in_tab.to_value());
        store::keep_in_tab(&key, (!in_tab.is_empty()).then_some(&*text));
        let kept = |id: &str| in_tab.get(id).is_none();
        let kept = self.answers.with_untracked(|answers| answers.only(kept));
        self.save(&key, kept.to_value());
    }

    /// Returns the answers that live as long as the tab.
    fn answers_in_tab(&self) -> Answers {
        let pack = self.pack();
        if self.settings.with_untracked(|settings| settings.keep_sensitive) {
            return Answers::default();
        }
        let sensitive =
            |id: &str| pack.question(id).is_some_and(|question| pack.questions[question].sensitive);
        self.answers.with_untracked(|answers| answers.only(sensitive))
    }

    /// Keeps sensitive answers like the others, or not any more.
    pub fn keep_sensitive(&self, keep: bool) {
        self.set(|settings| settings.keep_sensitive = keep);
        if self.answers.with_untracked(|answers| !answers.is_empty()) {
            self.save_answers();
        }
    }

    fn follow_key(&self, key: Option<String>) {
        let name = key.as_deref().map(|key| key.strip_suffix(".b").unwrap_or(key));
        let all: Vec<String> = match self.adopt.lock() {
            Ok(list) => list.iter().map(|(key, _)| key.clone()).collect(),
            Err(_) => return,
        };
        for key in all.iter().filter(|key| name.is_none_or(|name| name == *key)) {
            if let Some(Some(data)) = self.with_records(|records| records.look(&Local, key)) {
                self.adopt_now(key, &data);
            }
        }
        self.tell_news();
    }

    /// Shows what a record has become. Tells whether it will be found when it is looked for.
    fn adopt_now(&self, key: &str, data: &Value) -> bool {
        let adopt = match self.adopt.lock() {
            Ok(list) => list.iter().find(|(other, _)| other == key).map(|(_, adopt)| *adopt),
            Err(_) => None,
        };
        if let Some(adopt) = adopt {
            adopt(self, data);
        }
        adopt.is_some() || !store::is_sealed()
    }

    /// Erases everything that is kept on the device.
    pub(super) fn forget_records(&self) {
        if store::remove_all().is_err() {
            self.keep.store(false, Ordering::Relaxed);
        }
        self.with_records(Records::forget);
    }

    /// Hands everything out that is kept, as one file.
    pub fn save_everything(&self) {
        let key = saved::answers_key(&self.pack().root);
        let in_tab = [(key, self.answers_in_tab().to_value())];
        let some =
            in_tab.iter().filter(|(_, data)| data.as_object().is_some_and(|d| !d.is_empty()));
        let some: Vec<_> = some.cloned().collect();
        let today = clock::today();
        match backup::to_file(&Raw, &some, today) {
            Ok(text) => {
                let name = format!("sitz-und-stimme-alles-{today}.json");
                files::hand_out(&name, "application/json", &text);
                self.moved.set(None);
            }
            Err(Refused) => self.moved.set(Some(Said::Message(Message::NoticeMemory))),
        }
    }

    /// Reads a file with everything, and lays it over what is here.
    pub fn restore_everything(&self, event: &Event) {
        let Some(file) = files::chosen(event) else { return };
        let app = *self;
        app.moved.set(None);
        files::run(async move {
            let text = match file.size() > backup::LARGEST as f64 {
                true => Err(Fault::TooLong),
                false => files::text_of(&file).await.ok_or(Fault::Foreign),
            };
            app.moved.set(Some(match text.and_then(|text| backup::from_file(&text)) {
                Ok(backup) => Said::Message(app.restore(&backup)),
                Err(fault) => Said::Fault(fault),
            }));
        });
    }

    fn restore(&self, backup: &Backup) -> Message {
        let mut all = backup.skipped == 0;
        for part in &backup.parts {
            let restored = self.with_records(|records| backup::restore(&Local, records, part));
            // Without storage it is here as long as the page.
            let here = restored.and_then(Result::ok).unwrap_or_else(|| part.data.clone());
            all &= self.adopt_now(&part.key, &here);
        }
        // Those that are sensitive may have come along.
        self.save_answers();
        self.tell_news();
        if all { Message::SettingsAllDone } else { Message::SettingsAllPart }
    }

    fn tell_news(&self) {
        let news = self.with_records(|records| std::mem::take(&mut records.news));
        for news in news.unwrap_or_default() {
            self.tell(match news {
                News::Damaged => Message::NoticeDamaged,
                News::FromFuture => Message::NoticeFuture,
                News::Expired => Message::NoticeExpired,
            });
        }
    }
}
