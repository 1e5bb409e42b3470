//! How much time it takes, reckoned from numbers that everybody can change: a year of evenings.

use crate::domain::explainer::{Estimate, Inputs, Task, estimate as reckoned};
use crate::domain::messages::{Message, Tongue};
use crate::ui::app::App;
use crate::ui::el::{El, drawing, el, p, written};
use crate::ui::parts::both;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// A number of the estimate: its name, where it stands, and how far one tap goes.
struct Input {
    name: Message,
    read: fn(&Inputs) -> i32,
    slot: fn(&mut Inputs) -> &mut i32,
    /// Minutes per tap; 0 for things that are counted.
    minutes: i32,
}

const INPUTS: [Input; 7] = [
    Input {
        name: Message::EstimateSessions,
        read: |all| all.sessions,
        slot: |all| &mut all.sessions,
        minutes: 0,
    },
    Input {
        name: Message::EstimateSessionLength,
        read: |all| all.session_minutes,
        slot: |all| &mut all.session_minutes,
        minutes: 30,
    },
    Input {
        name: Message::EstimateReading,
        read: |all| all.reading_minutes,
        slot: |all| &mut all.reading_minutes,
        minutes: 30,
    },
    Input {
        name: Message::EstimateGroups,
        read: |all| all.groups,
        slot: |all| &mut all.groups,
        minutes: 0,
    },
    Input {
        name: Message::EstimateGroupLength,
        read: |all| all.group_minutes,
        slot: |all| &mut all.group_minutes,
        minutes: 30,
    },
    Input {
        name: Message::EstimateProjects,
        read: |all| all.projects,
        slot: |all| &mut all.projects,
        minutes: 0,
    },
    Input {
        name: Message::EstimateProjectLength,
        read: |all| all.project_minutes,
        slot: |all| &mut all.project_minutes,
        minutes: 30,
    },
];

/// Returns the estimate; its title is an element `heading`.
pub fn estimate(app: App, tongue: &Arc<Tongue>, heading: &'static str) -> El {
    let mut rows = el("div").class("estimate__inputs");
    for input in &INPUTS {
        rows = rows.add(row(app, tongue, input));
    }
    let spoken = tongue.clone();
    let outcome = move || outcome(&spoken, &reckoned(&app.inputs.get()));
    let reset = el("button")
        .attr("type", "button")
        .class("button button--quiet")
        .on("click", move |_| app.reckon(|all| *all = Inputs::of(&app.pack().workload)))
        .text(tongue.say(Message::EstimateReset));
    el("section")
        .class("card estimate")
        .add(both::said(el(heading).class("part__title"), tongue, Message::EstimateName.key()))
        .add(p(tongue.say(Message::EstimateLead)))
        .add(el("div").class("estimate__outcome").follow(outcome))
        .add(el("div").class("estimate__change print-hide").add(rows).add(reset))
}

fn row(app: App, tongue: &Arc<Tongue>, input: &'static Input) -> El {
    let name = tongue.say(input.name);
    let step = if input.minutes == 0 { 1 } else { input.minutes };
    let button = |by: i32, sign: &str, label: Message| {
        el("button")
            .attr("type", "button")
            .class("stepper__button")
            .attr("aria-label", &tongue.fill(label, &[("name", name)]))
            .on("click", move |_| app.reckon(|all| *(input.slot)(all) += by))
            .text(sign)
    };
    let spoken = tongue.clone();
    let value = move || {
        let value = app.inputs.with(|all| (input.read)(all));
        let text = match input.minutes {
            0 => words::number(&spoken, value),
            _ => spoken.fill(Message::EstimateHours, &[("n", &words::hours(&spoken, value))]),
        };
        written(&text)
    };
    let value = el("output").class("stepper__value").attr("aria-live", "polite").follow(value);
    let stepper = el("div")
        .class("stepper")
        .add(button(-step, "−", Message::EstimateLess))
        .add(value)
        .add(button(step, "+", Message::EstimateMore));
    el("div").class("estimate__row").add(el("span").text(name)).add(stepper)
}

/// Says what it comes to, and shows the evenings of a year.
fn outcome(tongue: &Tongue, estimate: &Estimate) -> AnyView {
    let year = words::hours(tongue, estimate.minutes);
    let month = words::hours(tongue, estimate.minutes / 12);
    let evenings = estimate.calendar.len().to_string();
    let values = [("year", &*year), ("month", &*month), ("evenings", &*evenings)];
    let mut legend = el("ul").class("estimate__legend");
    for sum in estimate.sums.iter().filter(|sum| sum.evenings > 0) {
        let (name, key) = match sum.task {
            Task::Session => (Message::EstimateTaskSession, "key key--session"),
            Task::Reading => (Message::EstimateTaskReading, "key key--reading"),
            Task::Group => (Message::EstimateTaskGroup, "key key--group"),
            Task::Project => (Message::EstimateTaskProject, "key key--project"),
        };
        let text = words::count(tongue, name, sum.evenings);
        let hours = words::hours(tongue, sum.minutes);
        let hours = tongue.fill(Message::EstimateHours, &[("n", &hours)]);
        let line = el("li").add(el("span").class(key)).text(&text).text(" · ").text(&hours);
        legend = legend.add(line);
    }
    el("div")
        .add(p(&tongue.fill(Message::EstimateSum, &values)).class("estimate__sum"))
        .add(drawing(year_of(estimate)))
        .add(legend)
        .view()
}

/// Weeks beside each other in one row of the picture, and its measures.
const WEEKS: i32 = 27;
const CELL: i32 = 10;

/// Draws a year as two rows of weeks: each column a week, each square an evening.
fn year_of(estimate: &Estimate) -> String {
    let place = |day: i32| {
        let (week, weekday) = ((day - 1) / 7, (day - 1) % 7);
        let half = week / WEEKS;
        ((week % WEEKS) * CELL, weekday * CELL + half * 8 * CELL)
    };
    let mut free = String::new();
    for day in 1..=365 {
        if estimate.calendar.iter().all(|evening| evening.day != day) {
            let (x, y) = place(day);
            free += &format!("M{} {}h8v8h-8z", x + 1, y + 1);
        }
    }
    let mut taken = String::new();
    for evening in &estimate.calendar {
        let (x, y) = place(evening.day);
        let task = evening.task.word();
        taken += &format!(
            "<rect class=\"evening evening--{task}\" x=\"{x}\" y=\"{y}\" width=\"10\" height=\"10\" \
             rx=\"3\"/>"
        );
    }
    format!(
        "<svg class=\"estimate__year\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"evening\" d=\"{free}\"/>{taken}</svg>",
        WEEKS * CELL,
        15 * CELL
    )
}
