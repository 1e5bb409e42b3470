//! About: what this is, privacy, sources, licences, how sure we are.

use crate::domain::messages::Message;
use crate::ui::app::App;
use crate::ui::parts::{contact, heading, sources};
use crate::ui::words;
use leptos::prelude::*;

/// Headings with their texts.
const SECTIONS: [(Message, Message); 4] = [
    (Message::AboutWhat, Message::AboutWhatText),
    (Message::AboutPrivacy, Message::AboutPrivacyText),
    (Message::AboutSure, Message::AboutSureText),
    (Message::AboutNeutral, Message::AboutNeutralText),
];

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let texts: Vec<AnyView> = SECTIONS
        .iter()
        .chain(&[(Message::AboutLicence, Message::AboutLicenceText)])
        .map(|(title, text)| {
            view! {
                <section>
                    <h2>{tongue.say(*title).to_owned()}</h2>
                    <p>{tongue.say(*text).to_owned()}</p>
                </section>
            }
            .into_any()
        })
        .collect();
    let list: Vec<AnyView> = pack
        .sources
        .iter()
        .map(|source| view! { <li>{sources::link(&source.url, &source.title)}</li> }.into_any())
        .collect();
    let count = words::count(&tongue, Message::AboutSourcesText, pack.sources.len() as i32);
    view! {
        <div class="about">
            {heading::heading(tongue.say(Message::AboutName))}
            {texts}
            <section>
                <h2>{tongue.say(Message::AboutSources).to_owned()}</h2>
                <details class="sources">
                    <summary>{count}</summary>
                    <ul lang="de" dir="ltr">{list}</ul>
                </details>
            </section>
            {contact::contact(&tongue, &pack)}
        </div>
    }
    .into_any()
}
