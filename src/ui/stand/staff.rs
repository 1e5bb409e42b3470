//! The page of the staff: what runs here, what was counted, what is wrong.

use super::hall::Hall;
use crate::domain::kiosk::{Day, What};
use crate::ui::app::{App, Load};
use crate::ui::el::{El, el, p};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Days in the picture.
const DAYS: usize = 14;

/// Returns the page.
pub fn view(app: App, hall: Hall) -> AnyView {
    el("main")
        .class("staff")
        .attr("id", "main")
        .add(el("h1").attr("tabindex", "-1").text(&hall.say("staff")))
        .add(problems(app, hall))
        .add(state(app, hall))
        .follow(move || counts(hall).view())
        .add(card(hall))
        .add(buttons(hall))
        .view()
}

/// What is wrong with the profile, in words.
fn problems(app: App, hall: Hall) -> El {
    let mut list = el("ul").class("staff__problems");
    let plan = app.plan;
    for problem in plan.iter().flat_map(|plan| &plan.problems) {
        let class = if problem.is_error() { "staff__error" } else { "staff__warning" };
        list = list.add(el("li").class(class).attr("dir", "auto").text(&problem.to_string()));
    }
    let none = plan.is_none_or(|plan| plan.problems.is_empty());
    let well = none.then(|| p(&hall.say("staff_well")));
    el("section").class("card").add(el("h2").text(&hall.say("staff_problems"))).add(list).add(well)
}

/// What runs here: build, pack, as of when the events are, voices, letters.
fn state(app: App, hall: Hall) -> El {
    let tongue = app.tongue.get();
    let events = app.feeds.with(|feeds| match feeds {
        Load::Ready(feeds) => {
            let days = feeds
                .iter()
                .filter_map(|feed| feed.as_of)
                .map(|day| words::date(&tongue, day, DateStyle::Long));
            days.collect::<Vec<_>>().join(", ")
        }
        _ => "—".to_owned(),
    });
    let rows = [
        ("staff_build", hall.build()),
        ("staff_pack", app.pack().id.clone()),
        ("staff_events", events),
        ("staff_voices", hall.voices()),
        ("staff_letters", hall.letters()),
        ("staff_screen", hall.screen()),
    ];
    let mut list = el("dl").class("rows");
    for (name, value) in rows {
        list =
            list.add(el("dt").text(&hall.say(name))).add(el("dd").attr("dir", "auto").text(&value));
    }
    el("section").class("card").add(el("h2").text(&hall.say("staff_state"))).add(list)
}

/// Numbers per day, as bars and as a table. There is nothing else to count.
fn counts(hall: Hall) -> El {
    let _ = hall.cycle.get();
    let tally = hall.tally();
    let days = tally.days(hall.today(), DAYS);
    let of = |day: Option<&Day>, what| day.map_or(0, |day| day.count(what));
    let most = days.iter().map(|(_, day)| of(*day, What::Session)).max().unwrap_or(0).max(1);
    let mut bars = el("div").class("staff__bars").attr("aria-hidden", "true");
    let columns = [
        ("count_sessions", What::Session),
        ("count_checks", What::Check),
        ("count_results", What::Result),
        ("count_handovers", What::Handover),
        ("count_idle", What::WipeIdle),
        ("count_panics", What::Panic),
    ];
    let mut head = el("tr").add(el("th").text(&hall.say("count_day")));
    for (name, _) in columns {
        head = head.add(el("th").text(&hall.say(name)));
    }
    let mut body = el("tbody");
    for (date, day) in &days {
        let height = of(*day, What::Session) * 100 / most;
        bars = bars.add(el("span").style(move || format!("block-size:{height}%")));
        let mut row = el("tr").add(el("th").text(&date.to_string()));
        for (_, what) in columns {
            row = row.add(el("td").text(&of(*day, what).to_string()));
        }
        body = body.add(row);
    }
    let table = el("table").add(el("thead").add(head)).add(body);
    el("section")
        .class("card")
        .add(el("h2").text(&hall.say("staff_counts")))
        .add(p(&hall.say("staff_counts_note")).class("small"))
        .add(bars)
        .add(hall.table_address().map(|address| {
            // The browser of a stand that is closed downloads nothing.
            p(&hall.say("staff_csv_where").replace("{address}", &address)).class("small")
        }))
        .add(el("div").class("staff__table").add(table))
}

/// A card to see whether the screen shows every colour and feels every touch.
fn card(hall: Hall) -> El {
    let mut fields = el("div").class("staff__card");
    for _ in 0..24 {
        fields = fields.add(
            el("button")
                .attr("type", "button")
                .class("staff__field")
                .attr("aria-label", &hall.say("staff_field"))
                .on("pointerdown", |event| crate::ui::input::mark(&event, "data-touched")),
        );
    }
    el("section")
        .class("card")
        .add(el("h2").text(&hall.say("staff_card")))
        .add(p(&hall.say("staff_card_text")).class("small"))
        .add(fields)
        .add(el("div").class("staff__colours").attr("aria-hidden", "true"))
}

fn buttons(hall: Hall) -> El {
    let button = |key: &str, class: &'static str| {
        el("button").attr("type", "button").class(class).text(&hall.say(key))
    };
    el("div")
        .class("staff__buttons")
        .add(button("staff_csv", "button").on("click", move |_| hall.save_counts()))
        .add(button("staff_reset", "button").on("click", move |_| hall.forget_counts()))
        .add(button("staff_close", "button").on("click", move |_| hall.close_browser()))
        .add(
            button("staff_leave", "button button--primary")
                .on("click", move |_| hall.leave_staff()),
        )
}
