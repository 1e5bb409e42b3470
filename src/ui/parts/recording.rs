//! A recording about a page: the browser's own player, which fetches nothing before somebody plays.

use crate::domain::media::{Kind, Medium};
use crate::domain::messages::{Message, Tongue};
use crate::ui::el::{El, el};
use crate::ui::words::{self, DateStyle};

/// Returns a recording with its name, who made it, and when.
pub fn view(tongue: &Tongue, medium: &Medium<'_>) -> El {
    let (tag, class, name) = match medium.kind {
        Kind::Audio => ("audio", "recording__audio", Message::MediaAudio),
        Kind::Sign => ("video", "recording__video", Message::MediaSign),
    };
    let name = tongue.say(name);
    let captions = medium.captions.map(|file| {
        el("track")
            .attr("kind", "captions")
            .attr("srclang", medium.lang)
            .attr("label", tongue.say(Message::MediaCaptions))
            .attr("default", "")
            .attr("src", file)
    });
    let player = el(tag)
        .class(class)
        .attr("controls", "")
        .attr("preload", "none")
        .attr("playsinline", "")
        .attr("aria-label", name)
        .attr("src", medium.src)
        .add(captions);
    let date = words::date(tongue, medium.as_of, DateStyle::Long);
    let by = tongue.fill(Message::MediaBy, &[("name", medium.by), ("date", &date)]);
    el("figure")
        .class("recording card print-hide")
        .attr("data-recording", medium.id)
        .add(
            el("figcaption")
                .add(el("strong").text(name))
                .text(" ")
                .add(el("span").class("small").text(&by)),
        )
        .add(player)
}
