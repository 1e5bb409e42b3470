//! One module for each page.

pub mod about;
pub mod event;
pub mod events;
pub mod home;
pub mod not_found;
pub mod path;
pub mod quiz;
pub mod result;
pub mod role;
pub mod settings;

use crate::domain::messages::Message;
use crate::domain::route::Route;

/// Returns the name of a page; home has none but the app's.
pub fn name(route: &Route) -> Option<Message> {
    match route {
        Route::Home => None,
        Route::Quiz | Route::Question(_) => Some(Message::QuizName),
        Route::Result => Some(Message::ResultName),
        Route::Role | Route::Chapter(_) => Some(Message::RoleName),
        Route::Events | Route::Event(_) => Some(Message::EventsName),
        Route::Path => Some(Message::PathName),
        Route::Settings => Some(Message::SettingsName),
        Route::About => Some(Message::AboutName),
        Route::NotFound => Some(Message::NotFoundTitle),
    }
}
