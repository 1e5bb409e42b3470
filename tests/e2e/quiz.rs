//! Walking through the questions: reads which one is on screen and answers it, whatever the order.

use crate::page::{Done, Page};
use thirtyfour::Key;

/// How one question is answered.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// One of the options.
    Pick(&'static str),
    /// A date of which only the year is known.
    Year(&'static str),
    /// A date for which the year turns out not to be enough: day, month, year.
    Day(&'static str, &'static str, &'static str),
    /// An option that asks for a year.
    PickYear(&'static str, &'static str),
}

/// What a person would answer, by question.
pub type Answers = &'static [(&'static str, Answer)];

use Answer::{Day, Pick, PickYear, Year};

/// Not German, adult, here for long: may vote and stand.
pub const RESIDENT: Answers = &[
    ("body", Pick("yes")),
    ("born", Year("1990")),
    ("home", PickYear("since", "2010")),
    ("german", Pick("no")),
    ("status", Pick("permit")),
    ("lawful", PickYear("since", "2010")),
];

/// The same person in the far future, when living here today is long enough.
pub const LATER: Answers = &[
    ("born", Year("1990")),
    ("home", Pick("here")),
    ("german", Pick("no")),
    ("status", Pick("permit")),
];

/// The same person at seventeen: may vote, but not stand.
pub const MINOR: Answers = &[
    ("body", Pick("yes")),
    ("born", Day("1", "5", "2008")),
    ("home", PickYear("since", "2010")),
    ("german", Pick("no")),
    ("status", Pick("permit")),
    ("lawful", PickYear("since", "2010")),
];

/// Asylum procedure still open: may neither vote nor stand.
pub const ASYLUM: Answers = &[
    ("body", Pick("yes")),
    ("born", Year("1990")),
    ("home", PickYear("since", "2023")),
    ("german", Pick("no")),
    ("status", Pick("asylum")),
    ("lawful", PickYear("since", "2023")),
];

/// German by naturalisation, without another citizenship: may vote and stand.
pub const NATURALISED: Answers = &[
    ("body", Pick("yes")),
    ("born", Year("1980")),
    ("home", PickYear("since", "2000")),
    ("german", Pick("yes")),
    ("other", Pick("no")),
    ("basis", Pick("naturalised")),
];

/// The hand that answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Mouse,
    Keyboard,
}

/// What is on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A question of the check.
    Question(String),
    /// A screen of the self-assessment.
    Screen(String),
    Result,
    Elsewhere,
}

/// What the page of the result says.
#[derive(Debug)]
pub struct Outcome {
    pub outcome: String,
    pub vote: String,
    pub stand: String,
}

impl Page {
    /// Returns what is on screen.
    pub async fn place(&self) -> Done<Place> {
        let script = "const form = document.querySelector('main form')?.dataset ?? {};
            return [form.question ?? '', form.screen ?? ''];";
        let found = self.js(script, vec![]).await?;
        let (question, screen): (String, String) =
            serde_json::from_value(found).map_err(|e| e.to_string())?;
        Ok(if !question.is_empty() {
            Place::Question(question)
        } else if !screen.is_empty() {
            Place::Screen(screen)
        } else if self.visible("main [data-outcome]").await? {
            Place::Result
        } else {
            Place::Elsewhere
        })
    }

    /// Returns the question on screen.
    pub async fn question(&self) -> Done<String> {
        match self.place().await? {
            Place::Question(id) => Ok(id),
            place => {
                let shown = self.seen().await?;
                Err(format!("no question on screen but {place:?}: {shown:?}"))
            }
        }
    }

    /// Fails unless this question is on screen.
    pub async fn expect_question(&self, id: &str) -> Done {
        let found = self.question().await?;
        if found == id {
            return Ok(());
        }
        Err(format!("the question on screen is {found}, not {id}"))
    }

    /// Answers questions until the result is there; returns the questions that were asked.
    pub async fn walk(&self, answers: Answers, hand: Hand) -> Done<Vec<String>> {
        self.walk_until(answers, hand, "").await
    }

    /// Answers questions until this one is on screen, or the result.
    pub async fn walk_until(&self, answers: Answers, hand: Hand, last: &str) -> Done<Vec<String>> {
        let mut asked = Vec::new();
        for _ in 0..20 {
            if self.place().await? == Place::Result {
                return Ok(asked);
            }
            let id = self.question().await?;
            if id == last {
                return Ok(asked);
            }
            let found = answers.iter().find(|(question, _)| *question == id);
            let (_, answer) =
                found.ok_or_else(|| format!("{id} should not be asked, after {asked:?}"))?;
            self.answer(*answer, hand).await?;
            asked.push(id);
        }
        Err(format!("no result after {asked:?}"))
    }

    /// Answers the question on screen and waits for what comes next.
    pub async fn answer(&self, answer: Answer, hand: Hand) -> Done {
        let id = self.question().await?;
        let given = match hand {
            Hand::Mouse => self.answer_by_mouse(answer).await,
            Hand::Keyboard => self.answer_by_keyboard(answer).await,
        };
        given.map_err(|e| format!("question {id}, {answer:?}: {e}"))?;
        let script = format!("return !document.querySelector('form[data-question=\"{id}\"]')");
        let what = format!("something else than {id} after {answer:?}");
        self.wait(&what, 10, &script).await?;
        self.settle().await
    }

    async fn answer_by_mouse(&self, answer: Answer) -> Done {
        if let Pick(option) | PickYear(option, _) = answer {
            self.click(&radio(option)).await?;
        }
        if let Year(year) | PickYear(_, year) = answer {
            let shown = "return (document.querySelector('[name=year]')?.offsetWidth ?? 0) > 0";
            self.wait("a field for the year", 5, shown).await?;
            self.fill("form[data-question] input[name=year]", year).await?;
        }
        if let Day(day, month, year) = answer {
            self.fill("form[data-question] input[name=year]", year).await?;
            self.click("form[data-question] button[type=submit]").await?;
            let shown = "return (document.querySelector('[name=day]')?.offsetWidth ?? 0) > 0";
            self.wait("a field for the day", 5, shown).await?;
            self.fill("form[data-question] input[name=day]", day).await?;
            self.fill("form[data-question] input[name=month]", month).await?;
        }
        // A tap on an option goes on by itself.
        if matches!(answer, Pick(_)) {
            return Ok(());
        }
        self.click("form[data-question] button[type=submit]").await
    }

    async fn answer_by_keyboard(&self, answer: Answer) -> Done {
        if let Pick(option) | PickYear(option, _) = answer {
            self.tab_to("form[data-question] input[name=answer]").await?;
            let mut focus = self.focus().await?;
            for _ in 0..20 {
                if focus.value == option {
                    break;
                }
                self.press(char::from(Key::Down).to_string()).await?;
                focus = self.focus().await?;
            }
            if !focus.checked {
                self.press(" ").await?;
                focus = self.focus().await?;
            }
            if focus.value != option || !focus.checked {
                return Err(format!("arrows and space lead to {focus:?}"));
            }
        }
        if let Year(year) | PickYear(_, year) = answer {
            self.tab_to("form[data-question] input[name=year]").await?;
            self.press(year).await?;
        }
        self.tab_to("form[data-question] button[type=submit]").await?;
        self.press(char::from(Key::Enter).to_string()).await
    }

    /// Returns the option that is picked on screen, and the year that is filled in.
    pub async fn given(&self) -> Done<(String, String)> {
        let form = "form[data-question]";
        let picked = format!(
            "return document.querySelector('{form} input[name=answer]:checked')?.value ?? ''"
        );
        let year = format!("return document.querySelector('{form} input[name=year]')?.value ?? ''");
        Ok((self.text_of(&picked).await?, self.text_of(&year).await?))
    }

    /// Returns what the page of the result says.
    pub async fn outcome(&self) -> Done<Outcome> {
        let script = "const value = (name) =>
                document.querySelector(`main [data-${name}]`)?.dataset[name] ?? '';
            return [value('outcome'), value('vote'), value('stand')];";
        let value = self.js(script, vec![]).await?;
        let parts: (String, String, String) =
            serde_json::from_value(value).map_err(|e| e.to_string())?;
        let (outcome, vote, stand) = parts;
        Ok(Outcome { outcome, vote, stand })
    }

    /// Fails unless the result says this about voting and standing; `|` parts alternatives.
    pub async fn expect_outcome(&self, vote: &str, stand: &str) -> Done {
        if self.place().await? != Place::Result {
            return Err(format!("no result but {:?}", self.seen().await?));
        }
        let found = self.outcome().await?;
        let is = |found: &str, wanted: &str| wanted.split('|').any(|one| one == found);
        if is(&found.vote, vote) && is(&found.stand, stand) && !found.outcome.is_empty() {
            return Ok(());
        }
        Err(format!("{found:?} instead of vote={vote}, stand={stand}"))
    }
}

fn radio(option: &str) -> String {
    format!("form[data-question] input[name=answer][value=\"{option}\"]")
}
