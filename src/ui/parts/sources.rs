//! Where a statement comes from: one tap away.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::{Certainty, Pack, Source, Statement};
use crate::ui::el::{El, a, el, p};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Finds a source by its id.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<&'a Source>;

/// Returns a closed list of sources, with how sure the statement is and when it was checked.
pub fn sources(
    tongue: &Tongue,
    pack: &Pack,
    ids: &[String],
    as_of: Date,
    certainty: Option<Certainty>,
) -> El {
    listed(tongue, &|id| pack.source(id), ids, as_of, certainty)
}

/// Returns the sources of a statement that stands in a file of its own.
pub fn of(tongue: &Tongue, find: Find<'_>, grounds: &Statement) -> El {
    listed(tongue, find, &grounds.sources, grounds.as_of, Some(grounds.certainty))
}

fn listed(
    tongue: &Tongue,
    find: Find<'_>,
    ids: &[String],
    as_of: Date,
    certainty: Option<Certainty>,
) -> El {
    el("details")
        .class("sources")
        .add(el("summary").text(tongue.say(Message::Sources)))
        .add(lines(tongue, find, ids, as_of, certainty))
}

/// Returns what stands inside such a list, for a list of several statements.
pub fn inside(tongue: &Tongue, find: Find<'_>, grounds: &Statement) -> Vec<AnyView> {
    lines(tongue, find, &grounds.sources, grounds.as_of, Some(grounds.certainty))
}

fn lines(
    tongue: &Tongue,
    find: Find<'_>,
    ids: &[String],
    as_of: Date,
    certainty: Option<Certainty>,
) -> Vec<AnyView> {
    let mut list = el("ul").attr("lang", "de").attr("dir", "ltr");
    for source in ids.iter().filter_map(|id| find(id)) {
        list = list.add(el("li").add(link(&source.url, &source.title)));
    }
    let date = words::date(tongue, as_of, DateStyle::Long);
    let how = certainty.map(|certainty| p(tongue.say(certainty_message(certainty))).view());
    let mut views: Vec<AnyView> = how.into_iter().collect();
    views.push(p(&tongue.fill(Message::AsOf, &[("date", &date)])).view());
    if !ids.is_empty() {
        views.push(list.view());
    }
    views
}

/// Returns a link to another site; it opens beside the app, so that nothing here is lost.
pub fn link(url: &str, title: &str) -> El {
    a(url).attr("target", "_blank").attr("rel", "noopener noreferrer external").text(title)
}

/// Returns the words for how sure something is.
pub fn certainty_message(certainty: Certainty) -> Message {
    match certainty {
        Certainty::Sure => Message::CertaintySure,
        Certainty::Likely => Message::CertaintyLikely,
        Certainty::Open => Message::CertaintyOpen,
        Certainty::Own => Message::CertaintyOwn,
    }
}
