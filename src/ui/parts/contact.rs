//! How to reach the election office.

use super::sources;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use leptos::prelude::*;

/// Returns the box with the election office of the place.
pub fn contact(tongue: &Tongue, pack: &Pack) -> AnyView {
    let contact = &pack.contact;
    let address = contact.address.iter().map(|line| {
        view! { <span class="contact__line"><bdi>{line.clone()}</bdi></span> }.into_any()
    });
    let phone = contact.phone.as_ref().map(|phone| {
        let href = format!("tel:{}", phone.replace(' ', ""));
        view! { <a class="contact__line" href=href dir="ltr">{phone.clone()}</a> }
    });
    let mail = contact.mail.as_ref().map(|mail| {
        let href = format!("mailto:{mail}");
        view! { <a class="contact__line" href=href dir="ltr">{mail.clone()}</a> }
    });
    let web = contact.web.as_ref().map(|web| sources::link(web, web));
    let text = tongue.fill(Message::ContactText, &[("place", &pack.place)]);
    let example = pack.demo.then(|| {
        view! { <p class="small">{tongue.say(Message::ContactExample).to_owned()}</p> }
    });
    view! {
        <section class="contact card" id="contact">
            <h2 tabindex="-1">{tongue.say(Message::ContactTitle).to_owned()}</h2>
            <p>{text}</p>
            <address>{address.collect::<Vec<_>>()} {phone} {mail} {web}</address>
            {example}
        </section>
    }
    .into_any()
}
