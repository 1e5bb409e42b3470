//! A paper of the path: to read, to tick, or to print and write on.

use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::domain::route::Route;
use crate::domain::way::{Paper, PaperKind, Part, Way};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, nothing, p};
use crate::ui::parts::{both, contact, fetch, heading, prose, sources, tick};
use leptos::prelude::*;
use std::sync::Arc;

/// Id of the source with which a pack names the local election regulation.
const LOCAL: &str = "wahlordnung";

/// Returns the page of the paper with this id.
pub fn view(app: App, id: &str) -> AnyView {
    let tongue = app.tongue.get();
    let way = match app.way.get() {
        Load::Ready(way) => way,
        other => return fetch::waiting(&tongue, || other.has_failed(), move || app.load_way()),
    };
    let Some(paper) = way.paper(id) else { return nothing() };
    let sheet = Sheet { app, tongue: &tongue, pack: app.pack(), way: &way, paper };
    sheet.view()
}

struct Sheet<'a> {
    app: App,
    tongue: &'a Arc<Tongue>,
    pack: &'static Pack,
    way: &'a Way,
    paper: &'a Paper,
}

impl Sheet<'_> {
    fn key(&self, part: &str) -> String {
        format!("paper.{}.{part}", self.paper.id)
    }

    fn text(&self, part: &str) -> &str {
        self.tongue.text(&self.key(part))
    }

    fn view(&self) -> AnyView {
        let app = self.app;
        let list = match self.paper.kind {
            PaperKind::Guide => "ol",
            _ => "ul",
        };
        let mut parts = el(list).class("paper__parts");
        for part in &self.paper.parts {
            parts = parts.add(
                el("li").class("paper__part").attr("data-part", &part.id).add(self.part(part)),
            );
        }
        // A form to write on: where its fields come from stands together at its end.
        let form = self.paper.kind == PaperKind::Minutes;
        let local = (self.paper.kind == PaperKind::Guide).then(|| self.local());
        let print = el("button")
            .attr("type", "button")
            .class("button")
            .on("click", move |_| app.print())
            .text(self.tongue.say(Message::PaperPrint));
        let back = a(&Route::Path.href()).class("more").text(self.tongue.say(Message::PathName));
        el("article")
            .class("paper")
            .attr("data-kind", self.paper.kind.word())
            .add(p("").class("print-hide").add(back))
            .add(heading::of(self.tongue, &self.key("title")))
            .add(el("div").class("lead").add(prose::paragraph(self.tongue, &self.key("lead"), &[])))
            .add(local)
            .add(parts)
            .add(form.then(|| self.grounds()))
            .add(p("").class("print-hide").add(print))
            .add(el("div").class("print-hide").add(contact::contact(self.tongue, self.pack)))
            .view()
    }

    /// Links the regulation of the town, where the pack has it.
    fn local(&self) -> El {
        match self.way.source(self.pack, LOCAL) {
            Some(source) => p(self.tongue.say(Message::PaperLocal))
                .text(" ")
                .add(sources::link(&source.url, &source.title)),
            None => p(self.tongue.say(Message::PaperNoLocal)),
        }
    }

    /// Folds away what the fields of a form rest on.
    fn grounds(&self) -> El {
        let mut list = el("ul").class("grounds");
        let find = |id: &str| self.way.source(self.pack, id);
        for part in &self.paper.parts {
            let item = el("li").add(p(self.text(&part.id)).class("grounds__what"));
            list = list.add(item.add(sources::inside(self.tongue, &find, &part.grounds)));
        }
        el("details")
            .class("sources")
            .add(el("summary").text(self.tongue.say(Message::Sources)))
            .add(list)
    }

    fn part(&self, part: &Part) -> El {
        let title = self.key(&format!("{}.title", part.id));
        let named = |tag| both::said(el(tag), self.tongue, &title);
        let prose = prose::paragraph(self.tongue, &self.key(&part.id), &[]);
        let find = |id: &str| self.way.source(self.pack, id);
        let sources = sources::of(self.tongue, &find, &part.grounds);
        let body = el("div").class("paper__body");
        match self.paper.kind {
            PaperKind::List => {
                let step = format!("paper:{}", self.paper.id);
                let label = named("strong");
                let (read, write) = ((step.clone(), part.id.clone()), (step, part.id.clone()));
                let app = self.app;
                let checked = move || app.kept.with(|kept| kept.has_item(&read.0, &read.1));
                let change = move |on| app.keep(|kept| kept.tick_item(&write.0, &write.1, on));
                body.add(tick::tick(label, checked, change)).add(prose).add(sources)
            }
            PaperKind::Minutes => {
                let mut lines = el("div").class("paper__lines").attr("aria-hidden", "true");
                for _ in 0..part.lines {
                    lines = lines.add(el("span"));
                }
                // The paper goes to a German office.
                let key = self.key(&part.id);
                let german =
                    self.tongue.original(&key).map(|text| both::line(&self.tongue.fallback, text));
                body.add(p(self.text(&part.id)).class("paper__label").add(german)).add(lines)
            }
            PaperKind::Choice => {
                let side = |name: Message, end: &str| {
                    let text = el("dd").text(self.text(&format!("{}.{end}", part.id)));
                    el("div")
                        .class("change__side")
                        .add(el("dt").text(self.tongue.say(name)))
                        .add(text)
                };
                let sides = el("dl")
                    .class("change__sides")
                    .add(side(Message::PaperList, "list"))
                    .add(side(Message::PaperSingle, "single"));
                body.add(named("h2")).add(prose).add(sides).add(sources)
            }
            PaperKind::Guide | PaperKind::Who => body.add(named("h2")).add(prose).add(sources),
        }
    }
}
