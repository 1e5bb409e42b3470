//! The next three steps, with real dates and contacts.

use super::check::Check;
use super::profile::Assessed;
use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome::Leads;
use crate::domain::pack::Pack;
use crate::domain::path::DayCertainty;
use crate::domain::roles;
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, p};
use crate::ui::parts::{both, event_card, prose};
use crate::ui::words::{self, DateStyle};

/// Returns the steps: those of the role that fits best, else those of the outcome.
pub fn steps(
    app: App,
    tongue: &Tongue,
    pack: &'static Pack,
    check: Option<&Check<'_>>,
    assessed: Option<&Assessed>,
) -> El {
    let mut list = el("ol").class("steps");
    let title = match assessed {
        Some(assessed) => {
            for step in of_role(app, tongue, pack, check, assessed) {
                list = list.add(step);
            }
            Message::StepsName
        }
        None => {
            for id in check.iter().flat_map(|c| &pack.outcomes[c.result.outcome].next) {
                let step = pack.steps.iter().find(|step| step.id == *id);
                let item = item(tongue, &format!("step.{id}"));
                let leads = step.and_then(|step| step.leads);
                list = list.add(item.add(leads.map(|leads| lead(app, tongue, leads))));
            }
            Message::ResultNext
        }
    };
    el("section").class("next").add(both::said(el("h2"), tongue, title.key())).add(list)
}

fn item(tongue: &Tongue, key: &str) -> El {
    el("li")
        .class("step card")
        .add(both::said(el("h3"), tongue, &format!("{key}.title")))
        .add(prose::paragraph(tongue, &format!("{key}.text"), &[]))
}

fn of_role(
    app: App,
    tongue: &Tongue,
    pack: &'static Pack,
    check: Option<&Check<'_>>,
    assessed: &Assessed,
) -> Vec<El> {
    let fit = &assessed.fit;
    let mut steps = roles::next_steps(fit, &assessed.profile, &assessed.answers, assessed.stand);
    // Who has not checked whether they may begins with that.
    let first = fit.steps.iter().position(|step| step.leads == Leads::Quiz);
    if let (None, Some(first)) = (check, first) {
        steps.insert(0, first);
        steps.truncate(3);
    }
    let mut taken: Vec<u32> = Vec::new();
    let mut items = Vec::new();
    for at in steps {
        let step = &fit.steps[at];
        let item = item(tongue, &format!("fit.step.{}", step.id)).attr("data-step", &step.id);
        items.push(match step.leads {
            Leads::Events => item.add(meeting(app, tongue, assessed, &step.kinds, &mut taken)),
            Leads::Path => item.add(deadline(app, tongue, pack)).add(lead(app, tongue, step.leads)),
            Leads::Contact => item.add(phone(pack)).add(lead(app, tongue, step.leads)),
            leads => item.add(lead(app, tongue, leads)),
        });
    }
    items
}

/// Returns the next event of some kinds that no other step has taken.
fn meeting(
    app: App,
    tongue: &Tongue,
    assessed: &Assessed,
    kinds: &[String],
    taken: &mut Vec<u32>,
) -> El {
    match app.soonest(kinds, taken).filter(|_| assessed.events) {
        Some((at, event)) => {
            taken.push(at);
            let card = event_card::card(tongue, &event, assessed.today);
            el("ul").class("step__event").add(card)
        }
        None => el("div").add(p(tongue.say(Message::StepsNoEvent)).class("small")).add(lead(
            app,
            tongue,
            Leads::Events,
        )),
    }
}

/// Names the day by which a nomination has to be handed in.
fn deadline(app: App, tongue: &Tongue, pack: &Pack) -> Option<El> {
    let election = app.election()?;
    let first = pack.deadlines.iter().max_by_key(|deadline| deadline.days_before)?;
    let date: Date = first.date(election);
    let expected = election.certainty == DayCertainty::Expected;
    let message = match expected {
        true => Message::StepsDeadlineExpected,
        false => Message::StepsDeadline,
    };
    let shown = words::date(tongue, date, DateStyle::Long);
    let text = tongue.fill(message, &[("date", &shown)]);
    let name = tongue.text(&format!("deadline.{}.title", first.id));
    let line = p("").class("step__date").add(el("strong").text(&text)).text(": ").text(name);
    (date >= app.today.get()).then_some(line)
}

fn phone(pack: &Pack) -> Option<El> {
    let phone = pack.contact.phone.as_ref()?;
    let href = format!("tel:{}", phone.replace(' ', ""));
    Some(a(&href).class("contact__line").attr("dir", "ltr").text(phone))
}

fn lead(app: App, tongue: &Tongue, leads: Leads) -> El {
    let (message, route) = match leads {
        Leads::Events => (Message::LeadsEvents, Route::Events),
        Leads::Role => (Message::LeadsRole, Route::Role),
        Leads::Path => (Message::LeadsPath, Route::Path),
        Leads::Quiz => (Message::LeadsQuiz, Route::Quiz),
        Leads::Contact => {
            return el("button")
                .attr("type", "button")
                .class("button button--link")
                .on("click", move |_| app.show("#contact h2"))
                .text(tongue.say(Message::LeadsContact));
        }
    };
    a(&route.href()).text(tongue.say(message))
}
