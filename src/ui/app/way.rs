//! The way to the ballot: what the person ticked, noted and wants to be reminded of.

use super::App;
use crate::domain::date::Date;
use crate::domain::explainer::Inputs;
use crate::domain::ics;
use crate::domain::messages::{Message, Tongue};
use crate::domain::path::Election;
use crate::domain::saved;
use crate::domain::text::plain;
use crate::domain::way::{self, Kept, Plan, Way, Which};
use crate::shell::{clock, files};
use crate::ui::app::Load;
use leptos::prelude::untrack;
use serde_json::Value;
use std::sync::Arc;

impl App {
    /// Reads what is stored about the way, and tells of reminders that have come.
    pub fn read_kept(&self) {
        let fits = |value: &Value| Kept::from_value(value).is_some();
        let adopt = |app: &App, value: &Value| {
            app.kept.set(Kept::from_value(value).unwrap_or_default());
            app.turned.update(|n| *n += 1);
        };
        let value = self.open_record(&saved::way_key(&self.pack().root), fits, adopt);
        adopt(self, &value);
        let today = self.today.get_untracked();
        if self.kept.with_untracked(|kept| !kept.due(today).is_empty()) {
            self.tell(Message::NoticeReminder);
        }
    }

    /// Changes what is kept about the way and stores it.
    pub fn keep(&self, change: impl FnOnce(&mut Kept)) {
        self.kept.update(change);
        let value = self.kept.with_untracked(Kept::to_value);
        self.save(&saved::way_key(&self.pack().root), value);
    }

    /// Ticks a step, or takes the tick away.
    pub fn tick(&self, step: &str, on: bool) {
        self.keep(|kept| kept.tick(step, on));
        self.ticked.update(|n| *n += 1);
    }

    /// Chooses a way.
    pub fn choose_way(&self, which: Which) {
        self.keep(|kept| kept.choose(Some(which)));
        self.turned.update(|n| *n += 1);
    }

    /// Returns the way, if it is there.
    pub fn the_way(&self) -> Option<Arc<Way>> {
        self.way.with(|way| match way {
            Load::Ready(way) => Some(way.clone()),
            _ => None,
        })
    }

    /// Returns the election that the way leads to; in the weeks after one it is still that one.
    pub fn way_election(&self) -> Option<&'static Election> {
        let pack = self.pack();
        let chosen = self.settings.with(|s| s.election.as_deref().and_then(|id| pack.election(id)));
        chosen.or_else(|| pack.phase(self.today.get()).map(|(_, election)| election))
    }

    /// Returns the way that suits the person.
    pub fn which(&self) -> Which {
        let stand = self.result().map(|(_, result)| result.stand.verdict);
        self.kept.with(|kept| way::which(kept, stand))
    }

    /// Returns the role that suits best by the self-assessment, and whether it can be had without standing.
    pub fn best_role(&self) -> Option<(String, bool)> {
        let (fit, profile) = self.profile()?;
        let stand = self.may_stand(self.result().as_ref());
        let best = profile.open_roles(&fit, stand).first().map(|found| found.role)?;
        let role = fit.roles.get(best)?;
        Some((role.id.clone(), !role.needs_stand))
    }

    /// Returns where the person stands on the way.
    pub fn plan(&self, way: &Way) -> Plan {
        let (election, today, which) = (self.way_election(), self.today.get(), self.which());
        self.kept.with(|kept| way::plan(way, self.pack(), election, today, kept, which))
    }

    /// Hands out the days of the way as a calendar file.
    pub fn save_calendar(&self) {
        let (Some(way), Some(election)) = untrack(|| (self.the_way(), self.way_election())) else {
            return;
        };
        let tongue = self.tongue.get_untracked();
        let plan = untrack(|| self.plan(&way));
        let say = |key: &str| plain_text(&tongue, key);
        let entries = way::entries(&way, self.pack(), &plan, election, &say);
        let name = format!("{}: {}", tongue.say(Message::AppName), tongue.say(Message::PathName));
        let text = ics::calendar(&name, &entries, clock::now());
        files::hand_out("sitz-und-stimme.ics", "text/calendar;charset=utf-8", &text);
    }

    /// Changes a number of the estimate of time.
    pub fn reckon(&self, change: impl FnOnce(&mut Inputs)) {
        self.inputs.update(|inputs| {
            change(inputs);
            *inputs = inputs.clamped();
        });
    }

    /// Reads a day that was typed or chosen.
    pub fn day(text: &str) -> Option<Date> {
        Date::parse(text)
    }
}

fn plain_text(tongue: &Tongue, key: &str) -> String {
    plain(tongue.text(key))
}
