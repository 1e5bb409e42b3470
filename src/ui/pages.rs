//! One module for each page.

pub mod about;
pub mod compare;
pub mod event;
pub mod events;
pub mod fit;
pub mod home;
pub mod not_found;
pub mod open;
pub mod paper;
pub mod path;
pub mod quiz;
pub mod result;
pub mod role;
pub mod screen;
pub mod settings;

use crate::domain::messages::Message;
use crate::domain::route::Route;

/// Returns the name of a page; home has none but the app's.
pub fn name(route: &Route) -> Option<Message> {
    match route {
        Route::Home => None,
        Route::Quiz | Route::Question(_) => Some(Message::QuizName),
        Route::Result => Some(Message::ResultName),
        Route::Fit | Route::FitNext | Route::Screen(_) => Some(Message::FitName),
        Route::Open(_) => Some(Message::OpenName),
        Route::Compare(_) => Some(Message::CompareName),
        Route::Role | Route::RoleFive | Route::RoleAll | Route::Chapter(_) => {
            Some(Message::RoleName)
        }
        Route::Events | Route::Found(_) | Route::Event(_) => Some(Message::EventsName),
        Route::Path | Route::Paper(_) => Some(Message::PathName),
        Route::Settings => Some(Message::SettingsName),
        Route::About => Some(Message::AboutName),
        Route::NotFound => Some(Message::NotFoundTitle),
    }
}
