//! Two results side by side: the own one, and one that was brought.

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::fit::{Fit, ItemKind};
use crate::domain::messages::{Message, Tongue};
use crate::domain::roles::{Profile, Sureness};
use crate::domain::route::Route;
use crate::domain::text::join;
use crate::ui::app::{App, Load};
use crate::ui::el::{El, a, el, group, p};
use crate::ui::parts::{bar, both, fetch, heading};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App, code: &str) -> AnyView {
    let tongue = app.tongue.get();
    let name = heading::of(&tongue, Message::CompareName.key());
    let Some(fit) = app.instrument() else {
        let failed = move || app.fit.with(Load::has_failed);
        return group(vec![name.view(), fetch::waiting(&tongue, failed, move || app.load_fit())]);
    };
    let page = el("div").class("compare").add(name);
    let carried = match app.unpacked(&fit, code) {
        Ok(carried) => carried,
        Err(fault) => {
            let text = p(&words::fault(&tongue, &fault)).class("fault").attr("role", "alert");
            return page.add(text).add(p(tongue.say(Message::OpenFault))).view();
        }
    };
    let own = app.fit_answers.get();
    let mine = app.profile_of(&fit, &own);
    let other = app.profile_of(&fit, &carried.fit);
    if mine.sureness(&fit) == Sureness::TooLittle {
        let go = a(&Route::FitNext.href()).class("button").text(tongue.say(Message::FitStart));
        return page.add(p(tongue.say(Message::CompareEmpty))).add(go).view();
    }
    let date = words::date(&tongue, Date::from_days(carried.day), DateStyle::Long);
    let names = [
        tongue.say(Message::CompareMine).to_owned(),
        tongue.fill(Message::CompareOther, &[("date", &date)]),
    ];
    let both = Both { tongue: &tongue, fit: &fit, names, mine, other };
    page.add(both.legend())
        .add(both.strengths())
        .add(both.roles())
        .add(both.time())
        .add(both.topics(&own, &carried.fit))
        .view()
}

/// Two profiles and what they are called.
struct Both<'a> {
    tongue: &'a Tongue,
    fit: &'a Fit,
    names: [String; 2],
    mine: Profile,
    other: Profile,
}

impl Both<'_> {
    fn legend(&self) -> El {
        let one = |class: &'static str, name: &str| {
            el("li").add(bar::bar(class, 100)).add(el("span").text(name))
        };
        el("ul")
            .class("legend")
            .add(one("bar bar--mine", &self.names[0]))
            .add(one("bar bar--other", &self.names[1]))
    }

    fn strengths(&self) -> El {
        let mut list = el("dl").class("bars");
        for (at, dimension) in self.fit.dimensions.iter().enumerate() {
            let name = self.tongue.text(&format!("fit.dim.{}.name", dimension.id));
            let mut row = el("div").class("bar-row").add(el("dt").text(name));
            let pair = [(&self.mine, "bar bar--mine"), (&self.other, "bar bar--other")];
            for (index, (profile, class)) in pair.into_iter().enumerate() {
                let value = profile.dimensions[at].value.map(|value| (value + 105) / 20);
                let text = match value {
                    Some(n) => self.tongue.fill(Message::StrengthOf, &[("n", &n.to_string())]),
                    None => self.tongue.say(Message::StrengthOpen).to_owned(),
                };
                let whose = el("span").class("hidden").text(&self.names[index]).text(": ");
                let number = el("span").class("bar__text").add(whose).text(&text);
                row = row.add(el("dd").add(bar::bar(class, value.unwrap_or(0) * 10)).add(number));
            }
            list = list.add(row);
        }
        el("section").add(both::said(el("h2"), self.tongue, Message::StrengthName.key())).add(list)
    }

    fn roles(&self) -> El {
        let column = |name: &str, profile: &Profile| {
            let mut list = el("ol");
            for found in profile.roles.iter().take(3) {
                let id = &self.fit.roles[found.role].id;
                list = list.add(el("li").text(self.tongue.text(&format!("fit.role.{id}.name"))));
            }
            el("div").class("card").add(el("h3").text(name)).add(list)
        };
        el("section").add(both::said(el("h2"), self.tongue, Message::CompareRoles.key())).add(
            el("div")
                .class("columns")
                .add(column(&self.names[0], &self.mine))
                .add(column(&self.names[1], &self.other)),
        )
    }

    fn time(&self) -> El {
        let mut list = el("dl").class("rows");
        for (name, profile) in self.names.iter().zip([&self.mine, &self.other]) {
            let text = match profile.minutes {
                Some(minutes) => {
                    let hours = words::hours(self.tongue, minutes);
                    self.tongue.fill(Message::CompareHours, &[("hours", &hours)])
                }
                None => self.tongue.say(Message::StrengthOpen).to_owned(),
            };
            let row = el("div").class("row").add(el("dt").text(name)).add(el("dd").text(&text));
            list = list.add(row);
        }
        el("section").add(both::said(el("h2"), self.tongue, Message::CompareTime.key())).add(list)
    }

    fn topics(&self, mine: &Answers, other: &Answers) -> El {
        let mut names: Vec<&str> = Vec::new();
        for item in self.fit.questions.iter().filter(|item| item.kind == ItemKind::Tiles) {
            let theirs = item.chosen(other).unwrap_or_default();
            for at in item.chosen(mine).unwrap_or_default() {
                if theirs.contains(&at) {
                    let key = format!("fit.q.{}.option.{}", item.id, item.options[at].id);
                    names.push(self.tongue.text(&key));
                }
            }
        }
        let text = match names.is_empty() {
            true => self.tongue.say(Message::CompareNoTopics).to_owned(),
            false => join(&names, " · "),
        };
        el("section")
            .add(both::said(el("h2"), self.tongue, Message::CompareTopics.key()))
            .add(p(&text))
    }
}
