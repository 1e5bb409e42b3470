//! Walking through self-assessment and check as a person does, and counting what it takes.

use crate::expected::{CHECK_KEY, Expected, FIT_KEY, Person, Town, answers, stored};
use crate::page::{Done, Page};
use crate::quiz::Place;
use serde_json::Value;
use sitz_und_stimme::domain::answers::{Answer, Answers};
use sitz_und_stimme::domain::date::PartialDate;
use sitz_und_stimme::domain::quiz::{Kind, Meaning};
use std::time::Duration;
use tokio::time::sleep;

/// A person on the way, with what it has taken so far.
pub struct Walk<'a> {
    pub page: &'a Page,
    pub town: &'a Town,
    pub person: &'a Person,
    /// Clicks and typed characters.
    pub taps: usize,
    /// Screens and questions in the order in which they came.
    pub seen: Vec<String>,
    /// How long the page is left alone after a tap.
    pub pause: Duration,
}

impl<'a> Walk<'a> {
    pub fn new(page: &'a Page, town: &'a Town, person: &'a Person) -> Self {
        Walk { page, town, person, taps: 0, seen: Vec::new(), pause: Duration::ZERO }
    }

    /// Taps on what a person would tap on.
    pub async fn tap(&mut self, css: &str) -> Done {
        self.taps += 1;
        self.page.click(css).await?;
        sleep(self.pause).await;
        Ok(())
    }

    /// Taps into a field and types.
    async fn type_into(&mut self, css: &str, text: &str) -> Done {
        self.tap(css).await?;
        self.taps += text.len();
        let field = self.page.find(css).await?;
        field.clear().await.map_err(crate::browsers::brief)?;
        field.send_keys(text).await.map_err(crate::browsers::brief)
    }

    /// Answers whatever comes until the result is there.
    pub async fn finish(&mut self) -> Done {
        self.until("").await
    }

    /// Answers whatever comes until this screen or question is there, or the result.
    pub async fn until(&mut self, last: &str) -> Done {
        for _ in 0..60 {
            match self.page.place().await? {
                Place::Result => return Ok(()),
                Place::Screen(id) | Place::Question(id) if id == last => return Ok(()),
                Place::Screen(id) => self.screen(&id).await?,
                Place::Question(id) => self.question(&id).await?,
                Place::Elsewhere => {
                    let shown = self.page.seen().await?;
                    return Err(format!("after {:?} there is {shown:?}", self.seen));
                }
            }
        }
        Err(format!("no end after {:?}", self.seen))
    }

    /// Answers a screen and waits for the next; without an answer goes to the next with one.
    pub async fn screen(&mut self, id: &str) -> Done {
        let fit = &self.town.fit;
        let at = fit.question(id).ok_or_else(|| format!("there is no screen {id}"))?;
        let range = fit.on_screen(at);
        self.seen.push(id.to_owned());
        if range.clone().all(|q| self.person.fit.get(&fit.questions[q].id).is_none()) {
            return self.leave_out(range.end).await;
        }
        let alone = range.len() == 1 && !fit.questions[at].kind.is_several();
        for item in &fit.questions[range] {
            let options = match self.person.fit.get(&item.id) {
                Some(Answer::Choice(option)) => vec![option.clone()],
                Some(Answer::Several(options)) => options.clone(),
                Some(other) => return Err(format!("{} cannot be {other:?}", item.id)),
                None => Vec::new(),
            };
            for option in options {
                self.tap(&input(&item.id, &option)).await?;
            }
        }
        // A statement goes on by itself.
        if !alone {
            self.tap("form[data-screen] button[type=submit]").await?;
        }
        self.page.leaves(&format!("form[data-screen='{id}']")).await
    }

    /// Goes on as somebody who picks the parts that they want to answer.
    async fn leave_out(&mut self, from: usize) -> Done {
        let fit = &self.town.fit;
        let answered = |at: &usize| self.person.fit.get(&fit.questions[*at].id).is_some();
        let next = fit.screens().into_iter().filter(|at| *at >= from).find(answered);
        match next {
            Some(at) => self.page.go(&format!("#/fit/{}", fit.questions[at].id)).await,
            None if self.person.check.is_empty() => self.page.go("#/result").await,
            None => self.page.go("#/quiz").await,
        }
    }

    /// Answers a question of the check and waits for what comes next.
    pub async fn question(&mut self, id: &str) -> Done {
        let pack = &self.town.pack;
        let at = pack.question(id).ok_or_else(|| format!("there is no question {id}"))?;
        self.seen.push(id.to_owned());
        let person = self.person;
        let answer = person.check.get(id);
        let answer = answer.ok_or_else(|| format!("{id} is asked, after {:?}", self.seen))?;
        match (answer, &pack.questions[at].kind) {
            (Answer::Choice(option), _) => self.tap(&input("answer", option)).await?,
            (Answer::Date(date), Kind::Date) => self.date(*date).await?,
            (Answer::Date(date), _) if self.page.visible(&input("answer", "since")).await? => {
                self.tap(&input("answer", "since")).await?;
                self.date(*date).await?;
            }
            // Where living here today is enough, nobody is asked for the day.
            (Answer::Until(_) | Answer::Date(_), Kind::Since(options)) => {
                let today = options.iter().find(|option| option.means == Meaning::Today);
                let today = today.ok_or_else(|| format!("{id} does not offer today"))?;
                self.tap(&input("answer", &today.id)).await?;
            }
            (other, _) => return Err(format!("{id} cannot be {other:?}")),
        }
        self.page.leaves(&format!("form[data-question='{id}']")).await
    }

    /// Types the year, and day and month once they are asked for.
    async fn date(&mut self, date: PartialDate) -> Done {
        const SUBMIT: &str = "form[data-question] button[type=submit]";
        let shown = "return (document.querySelector('[name=day]')?.offsetWidth ?? 0) > 0";
        self.type_into("form[data-question] input[name=year]", &date.year().to_string()).await?;
        let mut exact = self.page.js(shown, vec![]).await? == Value::Bool(true);
        if !exact {
            self.tap(SUBMIT).await?;
            self.page.settle().await?;
            exact = self.page.js(shown, vec![]).await? == Value::Bool(true);
        }
        if let (true, Some(month), Some(day)) = (exact, date.month(), date.day()) {
            self.type_into("form[data-question] input[name=day]", &day.to_string()).await?;
            self.type_into("form[data-question] input[name=month]", &month.to_string()).await?;
            self.tap(SUBMIT).await?;
        }
        Ok(())
    }
}

/// Returns the selector of an answer.
pub fn input(question: &str, option: &str) -> String {
    format!("main form input[name='{question}'][value='{option}']")
}

impl Page {
    /// Waits until an element is gone and the page rests.
    pub async fn leaves(&self, css: &str) -> Done {
        let script = format!("return !document.querySelector({css:?})");
        self.wait(&format!("{css} is gone"), 10, &script).await?;
        self.settle().await
    }

    /// Fails unless this screen of the self-assessment is there.
    pub async fn expect_screen(&self, id: &str) -> Done {
        match self.place().await? {
            Place::Screen(found) if found == id => Ok(()),
            other => Err(format!("on screen is {other:?}, not {id}: {}", self.seen().await?)),
        }
    }

    /// Opens the page at a route for somebody who has answered this before.
    pub async fn open_as(&self, person: &Person, query: &str, route: &str) -> Done {
        self.open_empty().await?;
        self.js("localStorage.clear(); sessionStorage.clear()", vec![]).await?;
        for (key, list) in [(FIT_KEY, &person.fit), (CHECK_KEY, &person.check)] {
            if !list.is_empty() {
                self.store(key, &stored(list)).await?;
            }
        }
        self.open(query, route).await
    }

    /// Returns the answers that are kept in this browser.
    pub async fn kept(&self, key: &str) -> Done<Answers> {
        let mut kept = self.lasting(key).await?;
        let script = "return sessionStorage.getItem(arguments[0]) ?? ''";
        let text = self.js(script, vec![key.into()]).await?;
        let text = text.as_str().unwrap_or_default();
        if !text.is_empty() {
            let envelope: Value = serde_json::from_str(text).map_err(|e| format!("{text}: {e}"))?;
            kept.record_all(answers(&envelope["data"].to_string())?);
        }
        Ok(kept)
    }

    /// Returns those of them that outlive the tab.
    pub async fn lasting(&self, key: &str) -> Done<Answers> {
        let places = self.places(key).await?.into_iter().flatten();
        let newest = places.max_by_key(|(turn, _)| *turn);
        let Some((_, text)) = newest else { return Ok(Answers::default()) };
        let envelope: Value = serde_json::from_str(&text).map_err(|e| format!("{text}: {e}"))?;
        answers(&envelope["data"].to_string())
    }

    /// Returns turn and text of both places of a record.
    pub async fn places(&self, key: &str) -> Done<[Option<(u64, String)>; 2]> {
        let script = "return ['', '.b'].map((place) => localStorage.getItem(arguments[0] + place))";
        let texts = self.js(script, vec![key.into()]).await?;
        let texts: [Option<String>; 2] =
            serde_json::from_value(texts).map_err(|e| e.to_string())?;
        Ok(texts.map(|text| {
            let envelope: Value = serde_json::from_str(text.as_deref()?).ok()?;
            Some((envelope["n"].as_u64().unwrap_or(0), text?))
        }))
    }

    /// Reads what the page of the result shows.
    pub async fn result(&self) -> Done<Expected> {
        let there = "return !!document.querySelector('article.result .match')";
        self.wait("a result with roles", 10, there).await?;
        self.settle().await?;
        let script = "const page = document.querySelector('article.result');
            const roles = [...page.querySelectorAll('.match[data-role]')]
                .map((match) => [match.dataset.role, Number(match.dataset.score)]);
            const sureness = page.querySelector('.sureness').dataset.sureness;
            return [page.dataset.outcome ?? '', page.dataset.stand ?? '', roles, Number(sureness)];";
        let value = self.js(script, vec![]).await?;
        let parts: (String, String, Vec<(String, i32)>, usize) =
            serde_json::from_value(value).map_err(|e| e.to_string())?;
        let (outcome, stand, roles, sureness) = parts;
        Ok(Expected { outcome, stand, roles, sureness })
    }

    /// Fails unless the page shows the result that the rules give.
    pub async fn expect_result(&self, expected: &Expected) -> Done {
        let found = self.result().await?;
        if found == *expected {
            return Ok(());
        }
        Err(format!("the page shows {found:?}, the rules say {expected:?}"))
    }
}
