//! What the law says: verdicts, the election they hold for, every rule with the answer given.

use crate::domain::answers::Answer;
use crate::domain::date::Date;
use crate::domain::eligibility::{Decision, Ruling, Verdict};
use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome::Result;
use crate::domain::pack::Pack;
use crate::domain::path::{DayCertainty, Election};
use crate::domain::quiz::{Kind, Meaning, Replay};
use crate::domain::route::Route;
use crate::domain::text::join;
use crate::ui::app::App;
use crate::ui::el::{El, a, el, p};
use crate::ui::input;
use crate::ui::parts::{both, icon, prose, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// A check that was answered to its end.
pub struct Check<'a> {
    pub app: App,
    pub tongue: &'a Tongue,
    pub pack: &'static Pack,
    pub replay: Replay,
    pub result: Result,
    pub election: &'static Election,
}

impl Check<'_> {
    fn say(&self, message: Message) -> &str {
        self.tongue.say(message)
    }

    fn prose(&self, key: &str, values: &[(&str, &str)]) -> Option<El> {
        prose::paragraph(self.tongue, key, values)
    }

    fn date(&self, date: Date) -> String {
        words::date(self.tongue, date, DateStyle::Long)
    }

    pub fn verdicts(&self) -> El {
        let one = |name: Message, verdict: Verdict, class: &'static str| {
            let (picture, message) = look(verdict);
            let text = match verdict {
                Verdict::Later(from) => self.later(from),
                _ => self.say(message).to_owned(),
            };
            let answer = el("dd").add(icon::icon(picture)).add(el("span").text(&text));
            el("div").class(class).add(el("dt").text(self.say(name))).add(answer)
        };
        let (stand, vote) = (self.result.stand.verdict, self.result.vote.verdict);
        el("dl").class("verdicts").add(one(Message::ResultStand, stand, class(stand))).add(one(
            Message::ResultVote,
            vote,
            class(vote),
        ))
    }

    fn later(&self, from: Date) -> String {
        let past = from <= self.app.today.get();
        let message = if past { Message::ResultFromPassed } else { Message::ResultLater };
        self.tongue.fill(message, &[("date", &self.date(from))])
    }

    /// Says for which election this holds, and lets the person choose another.
    pub fn elections(&self) -> El {
        let app = self.app;
        let choose = move |event| {
            let id = input::value_of(&event);
            app.set(|settings| settings.election = Some(id));
        };
        let mut menu = el("select").attr("id", "election").on("change", choose);
        for election in self.pack.elections.iter().rev() {
            let name = self.tongue.text(&format!("election.{}.name", election.id));
            let option = el("option")
                .attr("value", &election.id)
                .flag("selected", election.id == self.election.id)
                .text(name);
            menu = menu.add(option);
        }
        let label = el("label").add(el("span").text(self.say(Message::ElectionChoose))).add(menu);
        let expected = (self.election.certainty == DayCertainty::Expected).then(|| {
            p(self.say(Message::ResultToday))
                .class("small")
                .text(" ")
                .text(self.say(Message::ElectionNotFixed))
        });
        el("section").class("election").add(label).add(expected).add(self.deadline())
    }

    /// Names the day by which a nomination must be handed in, for those who may stand.
    fn deadline(&self) -> Option<El> {
        let first = self.pack.deadlines.iter().max_by_key(|d| d.days_before);
        let deadline = first.filter(|_| self.result.stand.verdict == Verdict::Yes)?;
        let date = deadline.date(self.election);
        let shown = self.date(date);
        let time = deadline.terms(self.election).time.unwrap_or_default();
        let expected = self.election.certainty == DayCertainty::Expected;
        let message = match date < self.app.today.get() {
            true => Message::ResultDeadlinePassed,
            false if expected => Message::ResultDeadlineExpected,
            false => Message::ResultDeadline,
        };
        let text = self.tongue.fill(message, &[("date", &shown), ("time", time)]);
        Some(p(&text).class("deadline"))
    }

    pub fn bring(&self) -> Option<El> {
        let mut list = el("ul").class("checklist");
        for id in &self.result.bring {
            list = list.add(both::said(el("li"), self.tongue, &format!("bring.{id}")));
        }
        let section = el("section")
            .class("card bring")
            .add(both::said(el("h2"), self.tongue, Message::ResultBring.key()))
            .add(p(self.say(Message::ResultBringLead)))
            .add(list);
        (!self.result.bring.is_empty()).then_some(section)
    }

    pub fn hints(&self) -> Vec<AnyView> {
        let one = |id: &String| {
            let hint = self.pack.hints.iter().find(|hint| hint.id == *id)?;
            let section = el("section")
                .class("card hint")
                .add(both::said(el("h2"), self.tongue, &format!("hint.{id}.title")))
                .add(self.prose(&format!("hint.{id}.text"), &[]))
                .add(sources::sources(
                    self.tongue,
                    self.pack,
                    &hint.sources,
                    hint.as_of,
                    Some(hint.certainty),
                ));
            Some(section.view())
        };
        self.result.hints.iter().filter_map(one).collect()
    }

    pub fn why(&self) -> El {
        el("section")
            .class("why-list")
            .add(both::said(el("h2"), self.tongue, Message::ResultWhy.key()))
            .add(p(self.say(Message::ResultWhyLead)))
            .add(self.rulings(Message::ResultStand, &self.result.stand))
            .add(self.rulings(Message::ResultVote, &self.result.vote))
    }

    fn rulings(&self, name: Message, decision: &Decision) -> El {
        let mut list = el("ul");
        // What stands in the way comes first.
        for hurdles in [true, false] {
            for ruling in &decision.rulings {
                if (ruling.verdict != Verdict::Yes) == hurdles {
                    list = list.add(self.ruling(ruling));
                }
            }
        }
        let opens = name == Message::ResultStand || decision.verdict != Verdict::Yes;
        el("details")
            .class("rulings")
            .flag("open", opens)
            .add(el("summary").add(both::said(el("h3"), self.tongue, name.key())))
            .add(list)
    }

    fn ruling(&self, ruling: &Ruling) -> Option<El> {
        let rule = &self.pack.rules[ruling.rule];
        let case = &rule.cases[ruling.case?];
        if case.quiet {
            return None;
        }
        let limit = rule.limit(self.election.date).map(|d| self.date(d)).unwrap_or_default();
        let from = match ruling.verdict {
            Verdict::Later(date) => self.date(date),
            _ => String::new(),
        };
        let values = [("limit", &*limit), ("from", &*from)];
        let (picture, word) = look(ruling.verdict);
        let title = p("")
            .class("ruling__title")
            .add(icon::icon(picture))
            .add(el("strong").text(self.tongue.text(&format!("rule.{}.title", rule.id))))
            .add(el("span").class("hidden").text(self.say(word)));
        let questions = rule.questions();
        let answers: Vec<El> = questions.iter().filter_map(|at| self.given(*at)).collect();
        // An empty list would be read out as one.
        let given = (!answers.is_empty())
            .then(|| answers.into_iter().fold(el("ul").class("given"), El::add));
        let item = el("li")
            .attr("class", &format!("ruling ruling--{}", ruling.verdict.word()))
            .add(title)
            .add(self.prose(&format!("rule.{}.{}", rule.id, case.id), &values))
            .add(given)
            .add(sources::sources(self.tongue, self.pack, &rule.sources, rule.as_of, None));
        Some(item)
    }

    /// Returns the answer that was given to a question, with a link to change it.
    fn given(&self, question: usize) -> Option<El> {
        let question = &self.pack.questions[question];
        let answer = self.replay.answers.get(&question.id)?;
        let short = self.tongue.text(&format!("question.{}.short", question.id));
        let long = self.tongue.fill(Message::ResultChangeLong, &[("question", short)]);
        let shown = el("strong").text(&self.shown(&question.id, &question.kind, answer));
        let change = a(&Route::Question(question.id.clone()).href())
            .attr("data-change", &question.id)
            .attr("aria-label", &long)
            .text(self.say(Message::ResultChange));
        let words = el("span").text(short).text(": ").add(shown);
        Some(el("li").add(words).text(" ").add(change))
    }

    fn shown(&self, id: &str, kind: &Kind, answer: &Answer) -> String {
        let option = |option: &str| self.tongue.text(&format!("question.{id}.option.{option}"));
        match answer {
            Answer::Choice(choice) => option(choice).to_owned(),
            Answer::Several(list) if list.is_empty() => self.say(Message::ResultNo).to_owned(),
            Answer::Several(list) => {
                let words: Vec<&str> = list.iter().map(|one| option(one)).collect();
                join(&words, " · ")
            }
            Answer::Date(date) => match (date.month(), date.day()) {
                (Some(_), Some(_)) => self.date(date.earliest()),
                (Some(_), None) => words::date(self.tongue, date.earliest(), DateStyle::Month),
                _ => date.year().to_string(),
            },
            Answer::Until(_) => {
                let Kind::Since(options) = kind else { return String::new() };
                let today = options.iter().find(|o| o.means == Meaning::Today);
                today.map(|o| option(&o.id).to_owned()).unwrap_or_default()
            }
        }
    }

    /// Offers the questions that are asked only on request.
    pub fn special(&self) -> Vec<AnyView> {
        let mut views = Vec::new();
        for (index, question) in self.pack.questions.iter().enumerate() {
            if question.optional {
                let href = Route::Question(question.id.clone()).href();
                let given = self.given(index).map(|given| el("ul").class("given").add(given));
                let offer = given
                    .is_none()
                    .then(|| a(&href).class("more").text(self.say(Message::ResultSpecial)));
                let assumed = given.is_none().then(|| p(self.say(Message::ResultAssumed)));
                let section =
                    el("section").class("card special").add(assumed).add(given).add(offer);
                views.push(section.view());
            }
        }
        views
    }
}

/// Returns the drawing and the word for a verdict.
fn look(verdict: Verdict) -> (icon::Icon, Message) {
    match verdict {
        Verdict::Yes => (icon::Icon::Yes, Message::ResultYes),
        Verdict::Ask | Verdict::Open(_) => (icon::Icon::Ask, Message::ResultAsk),
        Verdict::Later(_) => (icon::Icon::Later, Message::ResultNo),
        Verdict::No => (icon::Icon::No, Message::ResultNo),
    }
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "verdict verdict--yes",
        Verdict::Ask | Verdict::Open(_) => "verdict verdict--ask",
        Verdict::Later(_) => "verdict verdict--later",
        Verdict::No => "verdict verdict--no",
    }
}
