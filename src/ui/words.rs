//! Dates, numbers and counted things in the language of a [`Tongue`].

use crate::domain::date::Date;
use crate::domain::messages::{Message, Tongue};
use crate::domain::path::{DayCertainty, Election};
use crate::domain::share::Fault;
use crate::shell::intl;
use crate::ui::app::Said;

pub use crate::shell::intl::DateStyle;

/// Writes a date.
pub fn date(tongue: &Tongue, date: Date, style: DateStyle) -> String {
    intl::date(&tongue.language.tag, date, style)
}

/// Names a language in the language of the reader.
pub fn language(tongue: &Tongue, tag: &str) -> String {
    intl::language_name(&tongue.language.tag, tag)
}

/// Writes a whole number.
pub fn number(tongue: &Tongue, number: i32) -> String {
    intl::number(&tongue.language.tag, number)
}

/// Writes a share that is given in hundredths of a percent.
pub fn percent(tongue: &Tongue, hundredths: i32) -> String {
    intl::percent(&tongue.language.tag, hundredths)
}

/// Writes a message that counts something as `{n}`.
pub fn count(tongue: &Tongue, message: Message, n: i32) -> String {
    count_with(tongue, message, n, &[])
}

/// Writes a message that counts something as `{n}` and names other values, too.
pub fn count_with(tongue: &Tongue, message: Message, n: i32, values: &[(&str, &str)]) -> String {
    let shown = number(tongue, n);
    let mut all = vec![("n", shown.as_str())];
    all.extend(values);
    tongue.count(message, &|tag| intl::plural(tag, n), &all)
}

/// Writes minutes as hours, rounded to halves.
pub fn hours(tongue: &Tongue, minutes: i32) -> String {
    let halves = (minutes + 15) / 30;
    intl::tenths(&tongue.language.tag, halves * 5)
}

/// Writes a whole number with its sign.
pub fn signed(tongue: &Tongue, number: i32) -> String {
    let sign = if number > 0 { "+" } else { "" };
    sign.to_owned() + &intl::number(&tongue.language.tag, number)
}

/// Says in one sentence why a code or a file is refused.
pub fn fault(tongue: &Tongue, fault: &Fault) -> String {
    let message = match fault {
        Fault::Empty => Message::ShareEmpty,
        Fault::TooLong => Message::ShareTooLong,
        Fault::Foreign => Message::ShareForeign,
        Fault::Damaged => Message::ShareDamaged,
        Fault::Newer => Message::ShareNewer,
        Fault::WrongAnswer => Message::ShareWrong,
        Fault::OtherPlace(place) => return tongue.fill(Message::ShareOther, &[("place", place)]),
    };
    tongue.say(message).to_owned()
}

/// Says what came of taking a result along.
pub fn said(tongue: &Tongue, said: Option<&Said>) -> Option<String> {
    said.map(|said| match said {
        Said::Message(message) => tongue.say(*message).to_owned(),
        Said::Fault(found) => fault(tongue, found),
    })
}

/// Names election day: as it was, as it is fixed, or as it is expected.
pub fn election_day(tongue: &Tongue, election: &Election, coming: bool) -> String {
    let expected = election.certainty == DayCertainty::Expected;
    let style = if expected { DateStyle::Month } else { DateStyle::Long };
    let date = date(tongue, election.date, style);
    match (coming, expected) {
        (false, _) => tongue.fill(Message::ElectionWas, &[("date", &date)]),
        (true, true) => tongue.fill(Message::ElectionExpected, &[("month", &date)]),
        (true, false) => tongue.fill(Message::ElectionOn, &[("date", &date)]),
    }
}
