//! A topic: what the committee can do about it, a typical motion, where it ends.

use crate::domain::messages::{Message, Tongue};
use crate::ui::el::{El, el};
use crate::ui::parts::both;
use crate::ui::parts::prose;

/// Returns a topic, which is an option of a question.
pub fn topic(tongue: &Tongue, question: &str, option: &str) -> El {
    let key = format!("fit.q.{question}.option.{option}");
    let row = |name: Message, part: &str| {
        el("div").add(el("dt").text(tongue.say(name))).add(el("dd").add(prose::paragraph(
            tongue,
            &format!("{key}.{part}"),
            &[],
        )))
    };
    let rows = el("dl")
        .class("topic__rows")
        .add(row(Message::TopicCan, "can"))
        .add(row(Message::TopicMotion, "motion"))
        .add(row(Message::TopicEnd, "end"));
    el("div")
        .class("topic")
        .attr("data-topic", option)
        .add(both::said(el("h3"), tongue, &key))
        .add(rows)
}
