//! The role in little more than a minute, every sentence with its source.

use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::el::{a, el, p};
use crate::ui::parts::{heading, prose, sources};
use leptos::prelude::*;

/// Returns the page; with `only` a single chapter.
pub fn view(app: App, only: Option<&str>) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let mut page = el("div").class("role");
    page = match only {
        Some(_) => page.add(p("").add(a(&Route::Role.href()).text(tongue.say(Message::RoleName)))),
        None => page
            .add(heading::heading(tongue.say(Message::RoleName)))
            .add(p(tongue.say(Message::RoleLead)).class("lead")),
    };
    for chapter in pack.role.iter().filter(|c| only.is_none_or(|only| only == c.id)) {
        let mut list = el("ul");
        for statement in &chapter.statements {
            let key = format!("role.{}.{}", chapter.id, statement.id);
            let certainty = Some(statement.certainty);
            let (ids, as_of) = (&statement.sources, statement.as_of);
            let item = el("li")
                .class("statement")
                .add(prose::paragraph(&tongue, &key, &[]))
                .add(sources::sources(&tongue, pack, ids, as_of, certainty));
            list = list.add(item);
        }
        let title = tongue.text(&format!("role.{}.title", chapter.id));
        let title = match only {
            Some(_) => heading::heading(title),
            None => el("h2").add(a(&Route::Chapter(chapter.id.clone()).href()).text(title)),
        };
        page = page.add(el("section").class("chapter").add(title).add(list));
    }
    page.add(
        a(&Route::Quiz.href()).class("button button--primary").text(tongue.say(Message::HomeStart)),
    )
    .view()
}
