//! Where a statement comes from: one tap away.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::{Certainty, Pack, Source, Statement};
use crate::ui::el::{El, a, el, group, p};
use crate::ui::parts::fold;
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
    let said = Said::new(tongue, find, ids, as_of, certainty);
    let summary = el("summary").text(tongue.say(Message::Sources));
    fold::fold("sources", summary, move || group(said.views()))
}

/// Returns what stands inside such a list, for a list of several statements.
pub fn inside(tongue: &Tongue, find: Find<'_>, grounds: &Statement) -> Vec<AnyView> {
    Said::new(tongue, find, &grounds.sources, grounds.as_of, Some(grounds.certainty)).views()
}

/// What is said about a statement, in words: its list is built when somebody opens it.
struct Said {
    certainty: Option<String>,
    as_of: String,
    /// Addresses and titles.
    links: Vec<(String, String)>,
}

impl Said {
    fn new(
        tongue: &Tongue,
        find: Find<'_>,
        ids: &[String],
        as_of: Date,
        certainty: Option<Certainty>,
    ) -> Said {
        let date = words::date(tongue, as_of, DateStyle::Long);
        let link = |source: &Source| (source.url.clone(), source.title.clone());
        Said {
            certainty: certainty.map(|c| tongue.say(certainty_message(c)).to_owned()),
            as_of: tongue.fill(Message::AsOf, &[("date", &date)]),
            links: ids.iter().filter_map(|id| find(id)).map(link).collect(),
        }
    }

    fn views(&self) -> Vec<AnyView> {
        let mut views: Vec<AnyView> = self.certainty.iter().map(|text| p(text).view()).collect();
        views.push(p(&self.as_of).view());
        if !self.links.is_empty() {
            let mut list = el("ul").attr("lang", "de").attr("dir", "ltr");
            for (url, title) in &self.links {
                list = list.add(el("li").add(link(url, title)));
            }
            views.push(list.view());
        }
        views
    }
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
