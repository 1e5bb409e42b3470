//! Where a statement comes from: one tap away.

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::{Certainty, Pack};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns a closed list of sources, with how sure the statement is and when it was checked.
pub fn sources(
    tongue: &Tongue,
    pack: &Pack,
    ids: &[String],
    as_of: Date,
    certainty: Option<Certainty>,
) -> AnyView {
    let links: Vec<AnyView> = ids
        .iter()
        .filter_map(|id| pack.source(id))
        .map(|source| {
            view! { <li>{link(&source.url, &source.title)}</li> }.into_any()
        })
        .collect();
    let date = words::date(tongue, as_of, DateStyle::Long);
    let as_of = tongue.fill(Message::AsOf, &[("date", &date)]);
    let sure = certainty.map(|certainty| {
        let text = tongue.say(certainty_message(certainty)).to_owned();
        view! { <p>{text}</p> }
    });
    view! {
        <details class="sources">
            <summary>{tongue.say(Message::Sources).to_owned()}</summary>
            {sure}
            <p>{as_of}</p>
            <ul lang="de" dir="ltr">{links}</ul>
        </details>
    }
    .into_any()
}

/// Returns a link to another site; it opens beside the app, so that nothing here is lost.
pub fn link(url: &str, title: &str) -> AnyView {
    view! {
        <a href=url.to_owned() target="_blank" rel="noopener noreferrer external">
            {title.to_owned()}
        </a>
    }
    .into_any()
}

fn certainty_message(certainty: Certainty) -> Message {
    match certainty {
        Certainty::Sure => Message::CertaintySure,
        Certainty::Likely => Message::CertaintyLikely,
        Certainty::Open => Message::CertaintyOpen,
        Certainty::Own => Message::CertaintyOwn,
    }
}
