//! About: what this is, privacy, sources, licences, how sure we are.

use crate::domain::messages::Message;
use crate::ui::app::App;
use crate::ui::el::{el, p};
use crate::ui::parts::{both, contact, heading, sources};
use crate::ui::words;
use leptos::prelude::*;

/// Headings with their texts.
const SECTIONS: [(Message, Message); 5] = [
    (Message::AboutWhat, Message::AboutWhatText),
    (Message::AboutPrivacy, Message::AboutPrivacyText),
    (Message::AboutSure, Message::AboutSureText),
    (Message::AboutNeutral, Message::AboutNeutralText),
    (Message::AboutLicence, Message::AboutLicenceText),
];

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let mut page = el("div").class("about").add(heading::of(&tongue, Message::AboutName.key()));
    for (title, text) in &SECTIONS {
        let section =
            el("section").add(both::said(el("h2"), &tongue, title.key())).add(p(tongue.say(*text)));
        page = page.add(section);
    }
    let mut list = el("ul").attr("lang", "de").attr("dir", "ltr");
    for source in &pack.sources {
        list = list.add(el("li").add(sources::link(&source.url, &source.title)));
    }
    let count = words::count(&tongue, Message::AboutSourcesText, pack.sources.len() as i32);
    let all = el("details").class("sources").add(el("summary").text(&count)).add(list);
    page.add(el("section").add(both::said(el("h2"), &tongue, Message::AboutSources.key())).add(all))
        .add(contact::contact(&tongue, pack))
        .view()
}
