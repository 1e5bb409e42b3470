//! An address that leads nowhere, and the way on.

use crate::domain::messages::Message;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::parts::heading;
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    view! {
        <div class="not-found">
            {heading::heading(tongue.say(Message::NotFoundTitle))}
            <p>{tongue.say(Message::NotFoundText).to_owned()}</p>
            <a class="button button--primary" href=Route::Home.href()>
                {tongue.say(Message::NotFoundHome).to_owned()}
            </a>
        </div>
    }
    .into_any()
}
