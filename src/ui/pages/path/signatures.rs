//! Reckons how many supporting signatures to collect, and how many evenings that takes.

use super::Page;
use crate::domain::date::typed_number;
use crate::domain::messages::Message;
use crate::domain::way::{self, Collecting};
use crate::ui::el::{El, el, group, nothing, p};
use crate::ui::input;
use crate::ui::parts::{both, fold, sources};
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// What was typed: needed, collected, per evening.
type Typed = Arc<Watched<[String; 3]>>;

/// Returns the calculator, folded away.
pub fn signatures(page: &Page) -> El {
    let summary =
        el("summary").add(both::said(el("h2"), &page.tongue, Message::SignaturesName.key()));
    let inner = page.clone();
    fold::fold("signatures print-hide", summary, move || inside(&inner)).attr("id", "signatures")
}

fn inside(page: &Page) -> AnyView {
    let known = page.way.signatures.needed;
    let first = known.map(|needed| needed.to_string()).unwrap_or_default();
    let typed: Typed = Arc::new(Watched::new([first, String::new(), "10".to_owned()]));
    let mut fields = el("div").class("signatures__fields");
    for (at, name) in
        [Message::SignaturesNeeded, Message::SignaturesCollected, Message::SignaturesEvening]
            .into_iter()
            .enumerate()
    {
        let (read, write) = (typed.clone(), typed.clone());
        let field = el("input")
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("maxlength", "5")
            .attr("autocomplete", "off")
            .attr("dir", "ltr")
            .class("date__input date__input--4")
            .value(move || read.with(|all| all[at].clone()))
            .on("input", move |event| {
                let text = input::value_of(&event);
                write.update(|all| all[at] = text);
            });
        let label = el("label").class("date__field");
        fields = fields.add(label.add(el("span").text(page.say(name))).add(field));
    }
    let unknown = known.is_none().then(|| p(page.say(Message::SignaturesUnknown)));
    let result = page.clone();
    let outcome = move || result.outcome(&typed);
    let find = |id: &str| page.way.source(page.pack, id);
    let sources = sources::of(&page.tongue, &find, &page.way.signatures.grounds);
    let status = el("div").class("signatures__sum").attr("role", "status").follow(outcome);
    let mut views: Vec<AnyView> = unknown.into_iter().map(El::view).collect();
    views.extend([fields.view(), status.view(), sources.view()]);
    group(views)
}

impl Page {
    fn outcome(&self, typed: &Typed) -> AnyView {
        let read = |text: &String| typed_number(text, 5);
        let [needed, collected, evening] = typed.with(|all| [0, 1, 2].map(|at| read(&all[at])));
        let Some(needed) = needed.filter(|needed| *needed > 0) else { return nothing() };
        let Collecting { target, missing, evenings } =
            way::signatures(needed, collected.unwrap_or(0), evening.unwrap_or(0));
        let text = match (missing, evenings) {
            (0, _) => {
                self.tongue.fill(Message::SignaturesEnough, &[("target", &target.to_string())])
            }
            (_, Some(evenings)) => {
                let (target, missing) = (target.to_string(), missing.to_string());
                let values = [("target", &*target), ("missing", &*missing)];
                words::count_with(&self.tongue, Message::SignaturesPlan, evenings, &values)
            }
            (_, None) => {
                let (target, missing) = (target.to_string(), missing.to_string());
                let values = [("target", &*target), ("missing", &*missing)];
                self.tongue.fill(Message::SignaturesMissing, &values)
            }
        };
        p(&text).view()
    }
}
