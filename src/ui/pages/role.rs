//! The role in little more than a minute, every sentence with its source.

use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::parts::{heading, prose, sources};
use leptos::prelude::*;

/// Returns the page; with `only` a single chapter.
pub fn view(app: App, only: Option<&str>) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    let shown = pack.role.iter().filter(|chapter| only.is_none_or(|only| only == chapter.id));
    let chapters: Vec<AnyView> = shown
        .map(|chapter| {
            let title = tongue.text(&format!("role.{}.title", chapter.id)).to_owned();
            let statements: Vec<AnyView> = chapter
                .statements
                .iter()
                .map(|statement| {
                    let key = format!("role.{}.{}", chapter.id, statement.id);
                    view! {
                        <li class="statement">
                            {prose::paragraph(&tongue, &key, &[])}
                            {sources::sources(&tongue, &pack, &statement.sources,
                                statement.as_of, Some(statement.certainty))}
                        </li>
                    }
                    .into_any()
                })
                .collect();
            let title = match only {
                Some(_) => heading::heading(title),
                None => view! {
                    <h2><a href=Route::Chapter(chapter.id.clone()).href()>{title}</a></h2>
                }
                .into_any(),
            };
            view! { <section class="chapter">{title} <ul>{statements}</ul></section> }.into_any()
        })
        .collect();
    let head = match only {
        Some(_) => view! {
            <p><a href=Route::Role.href()>{tongue.say(Message::RoleName).to_owned()}</a></p>
        }
        .into_any(),
        None => view! {
            {heading::heading(tongue.say(Message::RoleName))}
            <p class="lead">{tongue.say(Message::RoleLead).to_owned()}</p>
        }
        .into_any(),
    };
    view! {
        <div class="role">
            {head}
            {chapters}
            <a class="button button--primary" href=Route::Quiz.href()>
                {tongue.say(Message::HomeStart).to_owned()}
            </a>
        </div>
    }
    .into_any()
}
