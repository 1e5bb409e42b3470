//! Choosing where to look: on the map, near the device, while typing.

use super::{App, Load, is_finder};
use crate::domain::finder::{Filter, Near, USUAL_KM};
use crate::domain::map::Map;
use crate::domain::messages::Message;
use crate::domain::places::{Place, Point};
use crate::shell::files;
use crate::shell::place::{self, Silence};
use crate::ui::el::Event;
use crate::ui::watched::Watched;
use std::sync::Arc;

const MAP: &str = "places/nrw-map.txt";
/// Most suggestions for what is being typed.
const SUGGESTED: usize = 8;
/// How far the nearest town may be, in metres: whoever is further away is somewhere else.
const AROUND: i64 = 40_000;

/// A map that is fetched when it is wanted.
pub type MapFile = Arc<Watched<Load<Arc<Map>>>>;

/// What the app says about the position of the device.
pub type Here = Arc<Watched<Message>>;

impl App {
    /// Fetches the map, if nobody has asked for it. After a failure it waits to be [`Load::NotAsked`] again.
    pub fn load_map(&self, map: &MapFile) {
        if !map.with_untracked(|map| matches!(map, Load::NotAsked)) {
            return;
        }
        map.set(Load::Asked);
        let map = map.clone();
        files::run(async move {
            let read = files::text(MAP).await.ok().and_then(Map::new);
            map.set(read.map_or(Load::Failed, |read| Load::Ready(Arc::new(read))));
        });
    }

    /// Chooses the district with a key; the same one again, or an empty key, takes the choice away.
    pub fn switch_district(&self, key: &str) {
        let query = self.query.get_untracked();
        let key = if key.is_empty() { query.district().unwrap_or_default() } else { key };
        self.look_for(query.switched(&Filter::District(key.to_owned())));
    }

    /// Switches the district that was tapped on the map, whose parts are named by a letter and the key.
    pub fn tap_map(&self, event: &Event) {
        let part = place::part(event).unwrap_or_default();
        if let Some(key) = part.get(1..) {
            self.switch_district(key);
        }
    }

    /// Returns places for what was typed so far.
    pub fn suggest(&self, typed: &str) -> Vec<Place> {
        self.places.with_untracked(|places| match places {
            Load::Ready(places) => places.suggest(typed, SUGGESTED),
            _ => Vec::new(),
        })
    }

    /// Tells whether to offer a search around the device.
    pub fn offers_position(&self) -> bool {
        place::is_known()
    }

    /// Looks around the device: its town goes into the field for places, and nothing else leaves here.
    pub fn look_near(&self, here: &Here) {
        here.set(Message::FindHereAsking);
        let (app, here) = (*self, here.clone());
        let before = app.query.with_untracked(|query| query.near.clone());
        files::run(async move {
            here.set(match place::position().await {
                Ok(point) => app.go_near(point, before),
                Err(Silence::Refused) => Message::FindHereRefused,
                Err(Silence::Late) => Message::FindHereLate,
                Err(Silence::Unknown) => Message::FindHereFailed,
            });
        });
    }

    /// Puts the town at a point into the field, unless the person has gone on or typed a place meanwhile;
    /// returns what is to be said.
    fn go_near(&self, point: Point, before: Option<Near>) -> Message {
        let mut place = String::new();
        let said = self.places.with_untracked(|places| {
            let Load::Ready(places) = places else { return Message::FindHereFailed };
            let Some(town) = places.nearest(point) else { return Message::FindHereFailed };
            if town.point.metres_to(point) > AROUND {
                return Message::FindHereOutside;
            }
            // Some names are those of two towns; the other one would mislead.
            if places.town(&town.name).is_none_or(|other| other.point != town.point) {
                return Message::FindHereFailed;
            }
            place.push_str(&town.name);
            Message::FindHereNote
        });
        let query = self.query.get_untracked();
        let stays = self.shown.with_untracked(is_finder) && query.near == before;
        if stays && !place.is_empty() {
            let km = before.map_or(USUAL_KM, |near| near.km);
            self.look_for(query.around(Some(Near { place, km })));
        }
        said
    }
}
