//! The answer: what the person may do, why, and what to do next.

use crate::domain::answers::Answer;
use crate::domain::date::Date;
use crate::domain::eligibility::{Decision, Role, Ruling, Verdict};
use crate::domain::messages::{Message, Tongue};
use crate::domain::outcome::{Leads, Result, Tone};
use crate::domain::pack::Pack;
use crate::domain::path::DayCertainty;
use crate::domain::quiz::{Kind, Meaning, Replay};
use crate::domain::route::Route;
use crate::ui::app::App;
use crate::ui::parts::{chamber, contact, heading, icon, prose, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;

/// Returns the page; nothing if a question is open (the address then leads to it).
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let pack = app.pack();
    app.settings.track();
    let Some((replay, result)) = app.result() else {
        return ().into_any();
    };
    let outcome = &pack.outcomes[result.outcome];
    let key = |part: &str| format!("outcome.{}.{part}", outcome.id);
    let picture = match outcome.tone {
        Tone::Yes => chamber::Picture::Yours,
        _ => chamber::Picture::OneFree,
    };
    let print = move |_| app.print();
    let page = Page { app, tongue: &tongue, pack: &pack, replay: &replay, result: &result };
    view! {
        <article class="result" data-outcome=outcome.id.clone() data-tone=outcome.tone.word()
            data-vote=result.vote.verdict.word() data-stand=result.stand.verdict.word()>
            <div class="result__picture">{chamber::picture(picture)}</div>
            {heading::heading(tongue.text(&key("title")))}
            <div class="result__lead">{prose::paragraph(&tongue, &key("lead"), &[])}</div>
            {page.verdicts()}
            {page.election()}
            {page.bring()}
            {page.hints()}
            {page.next()}
            {page.why()}
            {page.special()}
            {contact::contact(&tongue, &pack)}
            <p class="small">{tongue.say(Message::ResultNotAdvice).to_owned()}</p>
            <button type="button" class="button print-hide" on:click=print>
                {tongue.say(Message::ResultPrint).to_owned()}
            </button>
        </article>
    }
    .into_any()
}

/// What the parts of the page look at.
struct Page<'a> {
    app: App,
    tongue: &'a Tongue,
    pack: &'a Pack,
    replay: &'a Replay,
    result: &'a Result,
}

impl Page<'_> {
    fn verdicts(&self) -> AnyView {
        let one = |name: Message, verdict: Verdict| {
            let (picture, text) = match verdict {
                Verdict::Yes => (icon::Icon::Yes, self.tongue.say(Message::ResultYes).to_owned()),
                Verdict::Ask | Verdict::Open(_) => {
                    (icon::Icon::Ask, self.tongue.say(Message::ResultAsk).to_owned())
                }
                Verdict::Later(from) => (icon::Icon::Later, self.later(from)),
                Verdict::No => (icon::Icon::No, self.tongue.say(Message::ResultNo).to_owned()),
            };
            let class = format!("verdict verdict--{}", verdict.word());
            view! {
                <div class=class>
                    <dt>{self.tongue.say(name).to_owned()}</dt>
                    <dd>{icon::icon(picture)} <span>{text}</span></dd>
                </div>
            }
            .into_any()
        };
        view! {
            <dl class="verdicts">
                {one(Message::ResultStand, self.result.stand.verdict)}
                {one(Message::ResultVote, self.result.vote.verdict)}
            </dl>
        }
        .into_any()
    }

    fn later(&self, from: Date) -> String {
        let past = from <= self.app.today.get();
        let message = if past { Message::ResultFromPassed } else { Message::ResultLater };
        self.tongue.fill(message, &[("date", &self.date(from))])
    }

    fn date(&self, date: Date) -> String {
        words::date(self.tongue, date, DateStyle::Long)
    }

    /// Says for which election this holds, and lets the person choose another.
    fn election(&self) -> AnyView {
        let app = self.app;
        let Some(election) = app.election() else {
            return ().into_any();
        };
        let name = |id: &str| self.tongue.text(&format!("election.{id}.name")).to_owned();
        let options: Vec<AnyView> = self
            .pack
            .elections
            .iter()
            .rev()
            .map(|other| {
                let chosen = other.id == election.id;
                view! { <option value=other.id.clone() selected=chosen>{name(&other.id)}</option> }
                    .into_any()
            })
            .collect();
        let change = move |event| {
            let id = crate::ui::input::value_of(&event);
            app.set(|settings| settings.election = Some(id));
        };
        let expected = election.certainty == DayCertainty::Expected;
        let note = expected.then(|| {
            let rules = self.tongue.say(Message::ResultToday).to_owned();
            let day = self.tongue.say(Message::ElectionNotFixed).to_owned();
            view! { <p class="small">{rules} " " {day}</p> }
        });
        view! {
            <section class="election">
                <label>
                    <span>{self.tongue.say(Message::ElectionChoose).to_owned()}</span>
                    <select id="election" on:change=change>{options}</select>
                </label>
                {note}
                {self.deadline(election.date)}
            </section>
        }
        .into_any()
    }

    /// Names the day by which a nomination must be handed in, for those who may stand.
    fn deadline(&self, election: Date) -> AnyView {
        let first = self.pack.deadlines.iter().max_by_key(|d| d.days_before);
        let Some(deadline) = first.filter(|_| self.result.stand.verdict == Verdict::Yes) else {
            return ().into_any();
        };
        let date = deadline.date(election);
        let shown = self.date(date);
        let time = deadline.time.clone().unwrap_or_default();
        let text = match date < self.app.today.get() {
            true => self.tongue.fill(Message::ResultDeadlinePassed, &[("date", &shown)]),
            false => {
                let values = [("date", &*shown), ("time", &*time)];
                self.tongue.fill(Message::ResultDeadline, &values)
            }
        };
        view! { <p class="deadline">{text}</p> }.into_any()
    }

    fn bring(&self) -> AnyView {
        if self.result.bring.is_empty() {
            return ().into_any();
        }
        let item = |id: &String| {
            let text = self.tongue.text(&format!("bring.{id}")).to_owned();
            view! { <li>{text}</li> }.into_any()
        };
        view! {
            <section class="card bring">
                <h2>{self.tongue.say(Message::ResultBring).to_owned()}</h2>
                <p>{self.tongue.say(Message::ResultBringLead).to_owned()}</p>
                <ul class="checklist">{self.result.bring.iter().map(item).collect::<Vec<_>>()}</ul>
            </section>
        }
        .into_any()
    }

    fn hints(&self) -> AnyView {
        let one = |id: &String| {
            let statement = self.pack.hints.iter().find(|hint| hint.id == *id)?;
            let title = self.tongue.text(&format!("hint.{id}.title")).to_owned();
            let view = view! {
                <section class="card hint">
                    <h2>{title}</h2>
                    {prose::paragraph(self.tongue, &format!("hint.{id}.text"), &[])}
                    {sources::sources(self.tongue, self.pack, &statement.sources,
                        statement.as_of, Some(statement.certainty))}
                </section>
            };
            Some(view.into_any())
        };
        self.result.hints.iter().filter_map(one).collect::<Vec<_>>().into_any()
    }

    fn next(&self) -> AnyView {
        let one = |id: &String| {
            let step = self.pack.steps.iter().find(|step| step.id == *id)?;
            let title = self.tongue.text(&format!("step.{id}.title")).to_owned();
            let lead = step.leads.map(|leads| self.lead(leads));
            let view = view! {
                <li class="step card">
                    <h3>{title}</h3>
                    {prose::paragraph(self.tongue, &format!("step.{id}.text"), &[])}
                    {lead}
                </li>
            };
            Some(view.into_any())
        };
        let steps = &self.pack.outcomes[self.result.outcome].next;
        view! {
            <section>
                <h2>{self.tongue.say(Message::ResultNext).to_owned()}</h2>
                <ol class="steps">{steps.iter().filter_map(one).collect::<Vec<_>>()}</ol>
            </section>
        }
        .into_any()
    }

    fn lead(&self, leads: Leads) -> AnyView {
        let (message, route) = match leads {
            Leads::Events => (Message::LeadsEvents, Route::Events),
            Leads::Role => (Message::LeadsRole, Route::Role),
            Leads::Path => (Message::LeadsPath, Route::Path),
            Leads::Quiz => (Message::LeadsQuiz, Route::Quiz),
            Leads::Contact => {
                let app = self.app;
                let text = self.tongue.say(Message::LeadsContact).to_owned();
                let show = move |_| app.show("#contact h2");
                return view! {
                    <button type="button" class="button button--link" on:click=show>{text}</button>
                }
                .into_any();
            }
        };
        view! { <a href=route.href()>{self.tongue.say(message).to_owned()}</a> }.into_any()
    }

    fn why(&self) -> AnyView {
        view! {
            <section class="why-list">
                <h2>{self.tongue.say(Message::ResultWhy).to_owned()}</h2>
                <p>{self.tongue.say(Message::ResultWhyLead).to_owned()}</p>
                {self.rulings(Message::ResultStand, &self.result.stand, Role::Stand)}
                {self.rulings(Message::ResultVote, &self.result.vote, Role::Vote)}
            </section>
        }
        .into_any()
    }

    fn rulings(&self, name: Message, decision: &Decision, role: Role) -> AnyView {
        let mut rulings: Vec<&Ruling> = decision.rulings.iter().collect();
        // What stands in the way comes first.
        rulings.sort_by_key(|ruling| match ruling.verdict {
            Verdict::No => 0,
            Verdict::Later(_) | Verdict::Open(_) => 1,
            Verdict::Ask => 2,
            Verdict::Yes => 3,
        });
        let stands_out = decision.verdict != Verdict::Yes || role == Role::Stand;
        let items: Vec<AnyView> = rulings.into_iter().filter_map(|r| self.ruling(r)).collect();
        view! {
            <details class="rulings" open=stands_out>
                <summary><h3>{self.tongue.say(name).to_owned()}</h3></summary>
                <ul>{items}</ul>
            </details>
        }
        .into_any()
    }

    fn ruling(&self, ruling: &Ruling) -> Option<AnyView> {
        let rule = &self.pack.rules[ruling.rule];
        let case = &rule.cases[ruling.case?];
        if case.quiet {
            return None;
        }
        let election = self.app.case().election;
        let limit = rule.limit(election).map(|d| self.date(d)).unwrap_or_default();
        let from = match ruling.verdict {
            Verdict::Later(date) => self.date(date),
            _ => String::new(),
        };
        let values = [("limit", &*limit), ("from", &*from)];
        let picture = match ruling.verdict {
            Verdict::Yes => icon::Icon::Yes,
            Verdict::Ask | Verdict::Open(_) => icon::Icon::Ask,
            Verdict::Later(_) => icon::Icon::Later,
            Verdict::No => icon::Icon::No,
        };
        let word = match ruling.verdict {
            Verdict::Yes => Message::ResultYes,
            Verdict::Ask | Verdict::Open(_) => Message::ResultAsk,
            Verdict::Later(_) | Verdict::No => Message::ResultNo,
        };
        let given: Vec<AnyView> =
            rule.questions().iter().filter_map(|question| self.given(*question)).collect();
        let class = format!("ruling ruling--{}", ruling.verdict.word());
        let title = self.tongue.text(&format!("rule.{}.title", rule.id)).to_owned();
        let text = format!("rule.{}.{}", rule.id, case.id);
        let view = view! {
            <li class=class>
                <p class="ruling__title">
                    {icon::icon(picture)}
                    <strong>{title}</strong>
                    <span class="hidden">{self.tongue.say(word).to_owned()}</span>
                </p>
                {prose::paragraph(self.tongue, &text, &values)}
                <ul class="given">{given}</ul>
                {sources::sources(self.tongue, self.pack, &rule.sources, rule.as_of, None)}
            </li>
        };
        Some(view.into_any())
    }

    /// Returns the answer that was given to a question, with a link to change it.
    fn given(&self, question: usize) -> Option<AnyView> {
        let question = &self.pack.questions[question];
        let answer = self.replay.answers.get(&question.id)?;
        let short = self.tongue.text(&format!("question.{}.short", question.id)).to_owned();
        let long = self.tongue.fill(Message::ResultChangeLong, &[("question", &short)]);
        let shown = self.shown(&question.id, &question.kind, answer);
        let href = Route::Question(question.id.clone()).href();
        let view = view! {
            <li>
                <span>{short} ": " <strong>{shown}</strong></span> " "
                <a href=href data-change=question.id.clone() aria-label=long>
                    {self.tongue.say(Message::ResultChange).to_owned()}
                </a>
            </li>
        };
        Some(view.into_any())
    }

    fn shown(&self, id: &str, kind: &Kind, answer: &Answer) -> String {
        let option = |option: &str| self.tongue.text(&format!("question.{id}.option.{option}")).to_owned();
        match answer {
            Answer::Choice(choice) => option(choice),
            Answer::Several(list) => list.iter().map(|o| option(o)).collect::<Vec<_>>().join(", "),
            Answer::Date(date) => match (date.month(), date.day()) {
                (Some(_), Some(_)) => self.date(date.earliest()),
                (Some(_), None) => words::date(self.tongue, date.earliest(), DateStyle::Month),
                _ => date.year().to_string(),
            },
            Answer::Until(_) => match kind {
                Kind::Since(options) => options
                    .iter()
                    .find(|o| o.means == Meaning::Today)
                    .map(|o| option(&o.id))
                    .unwrap_or_default(),
                _ => String::new(),
            },
        }
    }

    /// Offers the questions that are asked only on request.
    fn special(&self) -> AnyView {
        let one = |(index, question): (usize, &crate::domain::quiz::Question)| {
            let href = Route::Question(question.id.clone()).href();
            let given = self.given(index).map(|given| view! { <ul class="given">{given}</ul> });
            view! {
                <section class="card special">
                    <p>{self.tongue.say(Message::ResultAssumed).to_owned()}</p>
                    {given}
                    <a href=href>{self.tongue.say(Message::ResultSpecial).to_owned()}</a>
                </section>
            }
            .into_any()
        };
        let optional = self.pack.questions.iter().enumerate().filter(|(_, q)| q.optional);
        optional.map(one).collect::<Vec<_>>().into_any()
    }
}
