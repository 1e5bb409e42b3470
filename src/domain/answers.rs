//! What a person has answered, by question id.

use crate::domain::date::{Date, PartialDate};
use serde_json::{Map, Value};

/// One answer, as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// An option of the question.
    Choice(String),
    /// Any number of options, none included.
    Several(Vec<String>),
    /// A date that may lack its day or month.
    Date(PartialDate),
    /// "Since this day or earlier": said by somebody for whom that is enough.
    Until(Date),
}

impl Answer {
    /// Reads the stored form: `"yes"`, `["a","b"]`, `"2010-05"`, `"..2026-11-22"`.
    pub fn from_value(value: &Value) -> Option<Answer> {
        match value {
            Value::String(text) => Some(Answer::from_text(text)),
            Value::Array(list) => {
                let ids: Option<Vec<String>> =
                    list.iter().map(|v| v.as_str().map(str::to_owned)).collect();
                ids.map(Answer::Several)
            }
            _ => None,
        }
    }

    fn from_text(text: &str) -> Answer {
        if let Some(date) = text.strip_prefix("..").and_then(Date::parse) {
            return Answer::Until(date);
        }
        match PartialDate::parse(text) {
            Some(date) => Answer::Date(date),
            None => Answer::Choice(text.to_owned()),
        }
    }

    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        match self {
            Answer::Choice(id) => Value::String(id.clone()),
            Answer::Several(ids) => ids.iter().map(|id| Value::String(id.clone())).collect(),
            Answer::Date(date) => Value::String(date.to_string()),
            Answer::Until(date) => Value::String(format!("..{date}")),
        }
    }
}

/// Answers by question id, in the order of their ids.
///
/// Answers to questions that do not count at the moment stay: whoever changes an early answer and
/// changes it back finds the later ones again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    by_id: Vec<(String, Answer)>,
}

impl Answers {
    /// Returns the answer to a question.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.by_id.iter().find(|(id, _)| id == question).map(|(_, answer)| answer)
    }

    /// Records an answer, replacing an earlier one.
    pub fn record(&mut self, question: &str, answer: Answer) {
        match self.by_id.binary_search_by(|(id, _)| id.as_str().cmp(question)) {
            Ok(at) => self.by_id[at].1 = answer,
            Err(at) => self.by_id.insert(at, (question.to_owned(), answer)),
        }
    }

    /// Records other answers, replacing earlier ones.
    pub fn record_all(&mut self, others: Answers) {
        for (id, answer) in others.by_id {
            self.record(&id, answer);
        }
    }

    /// Returns the answers to the questions that `which` names.
    pub fn only(&self, which: impl Fn(&str) -> bool) -> Answers {
        let named = self.by_id.iter().filter(|(id, _)| which(id));
        Answers { by_id: named.cloned().collect() }
    }

    /// Takes an answer back.
    pub fn forget(&mut self, question: &str) {
        self.by_id.retain(|(id, _)| id != question);
    }

    /// Returns the ids of the questions that were answered.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.iter().map(|(id, _)| id.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Returns the stored form: an object by question id.
    pub fn to_value(&self) -> Value {
        // Not collected: that would bring a sort into the page.
        let mut map = Map::new();
        for (id, answer) in &self.by_id {
            map.insert(id.clone(), answer.to_value());
        }
        Value::Object(map)
    }

    /// Reads the stored form; `None` if it is not an object of answers.
    pub fn from_value(value: &Value) -> Option<Answers> {
        let mut answers = Answers::default();
        for (id, value) in value.as_object()? {
            answers.record(id, Answer::from_value(value)?);
        }
        Some(answers)
    }
}
