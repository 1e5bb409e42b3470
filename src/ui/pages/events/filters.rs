//! What can be chosen in the finder, all of it native controls, each with how many it finds.

use super::map;
use crate::domain::date::Date;
use crate::domain::finder::{Filter, Near, Query, RADII, USUAL_KM};
use crate::domain::messages::{Message, Tongue};
use crate::domain::places::Place;
use crate::ui::app::App;
use crate::ui::app::near::Here;
use crate::ui::el::{El, Event, el, group, nothing, p, written};
use crate::ui::input;
use crate::ui::parts::both;
use crate::ui::parts::fold;
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// Name of the list of places that the field for a place offers.
const SUGGESTIONS: &str = "places";

/// Returns the search form.
pub fn filters(app: App, tongue: &Arc<Tongue>) -> El {
    let (spoken, narrowed) = (tongue.clone(), tongue.clone());
    let words = super::behind(app, 1, move || words(app, &spoken));
    let folds = super::behind(app, 2, move || folds(app, &narrowed));
    let stop = move |event: Event| event.prevent_default();
    el("form")
        .class("find card print-hide")
        .attr("role", "search")
        .on("submit", stop)
        .add(words)
        .add(el("div").class("find__folds").add(folds))
}

/// The field for words.
fn words(app: App, tongue: &Tongue) -> AnyView {
    let input = el("input")
        .attr("type", "search")
        .attr("name", "words")
        .class("find__input")
        .attr("autocomplete", "off")
        .attr("maxlength", "120")
        .value(move || app.query.with(|query| query.words.clone()))
        .on("input", move |event| change(app, &event, |query, words| query.words = words));
    field(tongue, Message::FindWords, input).view()
}

/// What narrows a search, folded: the list comes first.
fn folds(app: App, tongue: &Arc<Tongue>) -> AnyView {
    let spoken = tongue.clone();
    let inside = move || more(app, &spoken).view();
    group(vec![
        around(app, tongue).view(),
        map::map(app, tongue).view(),
        fold::fold("why find__fold find__more", chosen(app, tongue), inside).view(),
    ])
}

/// The place and how far around it, built when it is opened: hidden fields cost a phone as much as others.
fn around(app: App, tongue: &Arc<Tongue>) -> El {
    let (words, spoken) = (tongue.clone(), tongue.clone());
    let title = move || {
        let near = app.query.with(|query| query.near.clone());
        let text = match near {
            Some(near) => {
                let values = [("place", &*near.place), ("km", &*near.km.to_string())];
                words.fill(Message::FindAround, &values)
            }
            None => words.say(Message::FindWhere).to_owned(),
        };
        written(&text)
    };
    let inside = move || untrack(|| place(app, &spoken));
    fold::fold("why find__fold find__where", el("summary").follow(title), inside)
}

fn place(app: App, tongue: &Arc<Tongue>) -> AnyView {
    let suggested: Arc<Watched<Vec<Place>>> = Arc::default();
    let offered = suggested.clone();
    let place = el("input")
        .attr("type", "text")
        .attr("name", "near")
        .attr("list", SUGGESTIONS)
        .class("find__input")
        .attr("autocomplete", "off")
        .attr("maxlength", "60")
        .value(move || {
            app.query.with(|q| q.near.as_ref().map_or(String::new(), |n| n.place.clone()))
        })
        .on("input", move |event| suggested.set(app.suggest(&input::value_of(&event))))
        .on("change", move |event| change(app, &event, set_place));
    let fields = el("div")
        .class("find__place")
        .add(field(tongue, Message::FindPlace, place))
        .add(field(tongue, Message::FindRadius, radius(app, tongue)));
    let mut views = vec![fields.view(), suggestions(offered).view()];
    views.extend(app.offers_position().then(|| here(app, tongue).view()));
    views.push(p(tongue.say(Message::FindNotice)).class("small").view());
    group(views)
}

/// Names the other filters, and how many of them are on.
fn chosen(app: App, tongue: &Arc<Tongue>) -> El {
    let words = tongue.clone();
    let count = move || match app.query.with(Query::filters) {
        0 => nothing(),
        on => format!(" · {}", words::number(&words, on as i32)).into_any(),
    };
    el("summary").add(el("span").text(tongue.say(Message::FindFilters)).follow(count))
}

fn change(app: App, event: &Event, set: impl FnOnce(&mut Query, String)) {
    let mut query = app.query.get_untracked();
    set(&mut query, input::value_of(event));
    query.page = 0;
    app.look_for(query);
}

fn set_place(query: &mut Query, place: String) {
    let km = query.near.as_ref().map_or(USUAL_KM, |near| near.km);
    let place = place.trim().to_owned();
    *query = query.around((!place.is_empty()).then_some(Near { place, km }));
}

/// Returns the names that are offered while a place is typed.
fn suggestions(places: Arc<Watched<Vec<Place>>>) -> El {
    let options = move || {
        let mut options = Vec::new();
        places.with(|places| {
            for place in places {
                options.push(el("option").attr("value", &place.name).view());
            }
        });
        group(options)
    };
    el("datalist").attr("id", SUGGESTIONS).follow(options)
}

/// Returns the button that looks around the device, with what it does and what came of it.
fn here(app: App, tongue: &Arc<Tongue>) -> El {
    let said: Here = Arc::new(Watched::new(Message::FindHereNote));
    let (ask, words) = (said.clone(), tongue.clone());
    let button = el("button")
        .attr("type", "button")
        .class("button find__button")
        .on("click", move |_| app.look_near(&ask))
        .text(tongue.say(Message::FindHere));
    let note = move || written(words.say(said.get()));
    let note = el("p").class("small find__note").attr("role", "status").follow(note);
    el("div").class("find__here").add(button).add(note)
}

fn radius(app: App, tongue: &Tongue) -> El {
    let mut menu =
        el("select").attr("name", "km").class("find__input").on("change", move |event| {
            change(app, &event, |query, km| {
                if let (Some(near), Ok(km)) = (&mut query.near, km.parse()) {
                    near.km = km;
                }
            });
        });
    let chosen =
        app.query.with_untracked(|query| query.near.as_ref().map_or(USUAL_KM, |near| near.km));
    for km in RADII {
        let text = tongue.fill(Message::FindKm, &[("km", &km.to_string())]);
        let option = el("option").attr("value", &km.to_string()).flag("selected", km == chosen);
        menu = menu.add(option.text(&text));
    }
    menu
}

fn field(tongue: &Tongue, name: Message, control: El) -> El {
    el("label").class("find__field").add(el("span").text(tongue.say(name))).add(control)
}

/// The filters that any event of the pack answers to, in groups.
fn more(app: App, tongue: &Arc<Tongue>) -> El {
    let all: Vec<Filter> = app
        .found
        .with_untracked(|found| found.counts.iter().map(|count| count.filter.clone()).collect());
    let of = |title: Message, wanted: fn(&Filter) -> bool| {
        let mut list = el("div").class("find__boxes");
        let mut any = false;
        for filter in all.iter().filter(|filter| wanted(filter)) {
            any = true;
            list = list.add(checkbox(app, tongue, filter));
        }
        any.then(|| {
            el("fieldset")
                .class("find__group")
                .add(both::said(el("legend"), tongue, title.key()))
                .add(list)
        })
    };
    let days = el("fieldset")
        .class("find__group")
        .add(both::said(el("legend"), tongue, Message::FindWhen.key()))
        .add(
            el("div")
                .class("find__days")
                .add(field(tongue, Message::FindFrom, day(app, true)))
                .add(field(tongue, Message::FindTo, day(app, false))),
        );
    el("div")
        .class("find__groups")
        .add(of(Message::FindWhat, |filter| matches!(filter, Filter::Group(_))))
        .add(days)
        .add(of(Message::FindEase, |filter| {
            matches!(
                filter,
                Filter::Evening
                    | Filter::Weekend
                    | Filter::Childcare
                    | Filter::StepFree
                    | Filter::Online
            )
        }))
        .add(of(Message::FindLanguage, |filter| matches!(filter, Filter::Language(_))))
        .add(of(Message::FindFor, |filter| matches!(filter, Filter::Audience(_))))
        .add(of(Message::FindOrganiser, |filter| matches!(filter, Filter::Organiser(_))))
}

fn day(app: App, from: bool) -> El {
    el("input")
        .attr("type", "date")
        .attr("name", if from { "from" } else { "to" })
        .class("find__input")
        .value(move || {
            let day = app.query.with(|query| if from { query.from } else { query.to });
            day.map(|day| day.to_string()).unwrap_or_default()
        })
        .on("change", move |event| {
            change(app, &event, |query, day| {
                let day = Date::parse(&day);
                *(if from { &mut query.from } else { &mut query.to }) = day;
            });
        })
}

/// Returns a filter with how many would be found if it were switched.
fn checkbox(app: App, tongue: &Arc<Tongue>, filter: &Filter) -> El {
    let (read, write, counted) = (filter.clone(), filter.clone(), filter.clone());
    let input = el("input")
        .attr("type", "checkbox")
        .checked(move || app.query.with(|query| query.has(&read)))
        .on("change", move |_| {
            let query = app.query.get_untracked();
            app.look_for(query.switched(&write));
        });
    let count = move || {
        let count = app.counted.with(|found| found.count(&counted));
        count.map(|count| format!(" ({count})")).unwrap_or_default().into_any()
    };
    let name = el("span").text(&name(tongue, filter)).follow(count);
    el("label").class("tick").add(input).add(name)
}

fn name(tongue: &Tongue, filter: &Filter) -> String {
    let message = match filter {
        Filter::Evening => Message::FindEvening,
        Filter::Weekend => Message::FindWeekend,
        Filter::Childcare => Message::EventsChildcare,
        Filter::StepFree => Message::EventsStepFree,
        Filter::Online => Message::EventsOnline,
        Filter::Group(word) => return tongue.text(&format!("event.group.{word}")).to_owned(),
        Filter::Audience(word) => return tongue.text(&format!("event.audience.{word}")).to_owned(),
        Filter::Organiser(word) => {
            return tongue.text(&format!("event.organiser.{word}")).to_owned();
        }
        Filter::Language(tag) => return words::language(tongue, tag),
        Filter::District(key) => return key.clone(),
        Filter::Past => Message::EventsArchive,
    };
    tongue.say(message).to_owned()
}
