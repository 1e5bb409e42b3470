//! Where a statement comes from: one tap away.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::{Certainty, Pack};
use crate::ui::el::{El, a, el, p};
use crate::ui::words::{self, DateStyle};

/// Returns a closed list of sources, with how sure the statement is and when it was checked.
pub fn sources(
    tongue: &Tongue,
    pack: &Pack,
    ids: &[String],
    as_of: Date,
    certainty: Option<Certainty>,
) -> El {
    let mut list = el("ul").attr("lang", "de").attr("dir", "ltr");
    for source in ids.iter().filter_map(|id| pack.source(id)) {
        list = list.add(el("li").add(link(&source.url, &source.title)));
    }
    let date = words::date(tongue, as_of, DateStyle::Long);
    el("details")
        .class("sources")
        .add(el("summary").text(tongue.say(Message::Sources)))
        .add(certainty.map(|certainty| p(tongue.say(certainty_message(certainty)))))
        .add(p(&tongue.fill(Message::AsOf, &[("date", &date)])))
        .add(list)
}

/// Returns a link to another site; it opens beside the app, so that nothing here is lost.
pub fn link(url: &str, title: &str) -> El {
    a(url).attr("target", "_blank").attr("rel", "noopener noreferrer external").text(title)
}

fn certainty_message(certainty: Certainty) -> Message {
    match certainty {
        Certainty::Sure => Message::CertaintySure,
        Certainty::Likely => Message::CertaintyLikely,
        Certainty::Open => Message::CertaintyOpen,
        Certainty::Own => Message::CertaintyOwn,
    }
}
