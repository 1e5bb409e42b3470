//! Files that single pages bring in: what they show, and the texts for it.

use super::{App, Load};
use crate::domain::explainer::{self, Explainer};
use crate::domain::fit::{self, Fit};
use crate::domain::language::Language;
use crate::domain::pack::Pack;
use crate::domain::way::{self, Way};
use crate::shell::{clock, files, page};
use crate::ui::boot;
use crate::ui::extra::Extra;
use crate::ui::watched::Watched;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Something that is fetched, and where it is put.
type Slot<T> = Watched<Load<Arc<T>>>;

/// Texts of the files of a chain of packs, by pack.
type Chain = Vec<(String, String)>;

impl App {
    /// Fetches the instrument of the self-assessment and its texts, if they are not there.
    pub fn load_fit(&self) {
        let slot = |app: &'static super::State| &app.fit;
        self.load_extra::<Fit>(Extra::Fit, slot, |chain, pack| fit::read(chain, pack).0);
    }

    /// Fetches the explainer and its texts, if they are not there.
    pub fn load_explainer(&self) {
        let slot = |app: &'static super::State| &app.explainer;
        self.load_extra::<Explainer>(Extra::Role, slot, |chain, pack| {
            explainer::read(chain, pack).0
        });
    }

    /// Fetches the steps of the way and their texts, if they are not there.
    pub fn load_way(&self) {
        let slot = |app: &'static super::State| &app.way;
        self.load_extra::<Way>(Extra::Way, slot, |chain, pack| way::read(chain, pack).0);
    }

    fn load_extra<T: Send + Sync>(
        &self,
        extra: Extra,
        slot: fn(&'static super::State) -> &'static Slot<T>,
        read: fn(&Chain, &Pack) -> Option<T>,
    ) {
        let slot = slot(self.0);
        if slot.with_untracked(|load| matches!(load, Load::Asked | Load::Ready(_))) {
            return;
        }
        slot.set(Load::Asked);
        let app = *self;
        files::run(async move {
            let chain = app.fetch_extra(extra).await;
            match chain.and_then(|chain| read(&chain, app.pack())) {
                Some(value) => slot.set(Load::Ready(Arc::new(value))),
                None => slot.set(Load::Failed),
            }
            app.look_again();
        });
    }

    /// Looks anew where the address leads: that may depend on what has come.
    fn look_again(&self) {
        self.show_reachable(self.shown.get_untracked());
        page::keep_focus("h1");
        // Only when what has come is drawn is known which texts it lacks.
        let app = *self;
        clock::after(0, move || app.fill_gaps());
    }

    /// Fetches files and lays their texts over what is said.
    fn fetch_extra(&self, extra: Extra) -> Pin<Box<dyn Future<Output = Option<Chain>>>> {
        let app = *self;
        Box::pin(async move {
            let pack = app.pack();
            let language: Language = app.tongue.with_untracked(|tongue| tongue.language.clone());
            for id in extra.packs(pack) {
                files::begin(&extra.file_of(id));
                files::begin(&extra.texts_file_of(id, &language.tag));
            }
            // All of them, whatever fails: a request that nobody has taken would answer the next try.
            let texts = boot::extra_texts(pack, &language.tag, extra).await;
            let mut chain = Vec::new();
            for id in extra.packs(pack) {
                chain.push(
                    files::text(&extra.file_of(id)).await.ok().map(|text| (id.clone(), text)),
                );
            }
            let chain = chain.into_iter().collect::<Option<Chain>>()?;
            let texts = texts.ok()?;
            let known = app.extras.fetch_or(extra.bit(), Ordering::Relaxed) | extra.bit();
            let tongue = app.tongue.get_untracked();
            // Whoever has switched the language meanwhile gets those texts.
            let tongue = match tongue.language.tag == language.tag {
                true => tongue.with(texts),
                false => {
                    let tag = &tongue.language.tag;
                    boot::tongue(pack, &app.0.languages, tag, false, known).await.ok()?
                }
            };
            app.speak(&tongue);
            Some(chain)
        })
    }
}
