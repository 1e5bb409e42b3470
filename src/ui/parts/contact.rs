//! How to reach the election office.

use super::sources;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::ui::el::{El, a, el, p};
use crate::ui::parts::both;

/// Returns the box with the election office of the place.
pub fn contact(tongue: &Tongue, pack: &Pack) -> El {
    let contact = &pack.contact;
    let mut address = el("address");
    for line in &contact.address {
        address = address.add(el("span").class("contact__line").add(el("bdi").text(line)));
    }
    if let Some(phone) = &contact.phone {
        address = address.add(reach(&format!("tel:{}", phone.replace(' ', "")), phone));
    }
    if let Some(mail) = &contact.mail {
        address = address.add(reach(&format!("mailto:{mail}"), mail));
    }
    if let Some(web) = &contact.web {
        address = address.add(sources::link(web, web));
    }
    let example = pack.demo.then(|| p(tongue.say(Message::ContactExample)).class("small"));
    el("section")
        .class("contact card")
        .attr("id", "contact")
        .add(both::said(el("h2").attr("tabindex", "-1"), tongue, Message::ContactTitle.key()))
        .add(p(tongue.say(Message::ContactText)))
        .add(address)
        .add(example)
}

fn reach(href: &str, shown: &str) -> El {
    a(href).class("contact__line").attr("dir", "ltr").text(shown)
}
