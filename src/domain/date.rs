//! Civil dates without a time zone, and the legal way to count days, months and years.

use std::fmt;

/// A day of the Gregorian calendar, years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// A length of time as laws state it: "16 days", "3 months", "18 years".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    Days(i32),
    Months(i32),
    Years(i32),
}

impl Date {
    /// Returns the date, or `None` if the calendar has no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// Parses exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let year = digits(&bytes[0..4])?;
        let month = digits(&bytes[5..7])?;
        let day = digits(&bytes[8..10])?;
        Date::new(year, month as u8, day as u8)
    }

    pub fn year(self) -> i32 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    /// Returns the number of days since 1970-01-01 (negative before).
    pub fn days(self) -> i32 {
        // Howard Hinnant's days_from_civil: years start in March, so leap days come last.
        let y = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i32::from(self.month);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + i32::from(self.day) - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        era * 146_097 + doe - 719_468
    }

    /// Returns the date that lies `days` after 1970-01-01, kept inside years 1 to 9999.
    pub fn from_days(days: i32) -> Date {
        let z = days.clamp(-719_162, 2_932_896) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = (if mp < 10 { mp + 3 } else { mp - 9 }) as u8;
        let year = yoe + era * 400 + i32::from(month <= 2);
        Date { year, month, day }
    }

    /// Returns the date `days` later (earlier if negative).
    pub fn plus_days(self, days: i32) -> Date {
        Date::from_days(self.days().saturating_add(days))
    }

    /// Returns the latest date on which a period of `span` may have begun to be complete today.
    ///
    /// A day that the target month lacks becomes the last day of that month.
    pub fn minus(self, span: Span) -> Date {
        match span {
            Span::Days(n) => self.plus_days(-n),
            Span::Months(n) => {
                let (year, month) = self.month_index(-n);
                let day = self.day.min(days_in_month(year, month));
                Date { year, month, day }
            }
            Span::Years(n) => self.minus(Span::Months(12 * n)),
        }
    }

    /// Returns the first day on which a period of `span` that began today is complete.
    ///
    /// A day that the target month lacks becomes the first day of the next month: who was born on
    /// 29 February comes of age on 1 March (BGB § 188). So `a <= b.minus(s)` if and only if
    /// `a.plus(s) <= b`.
    pub fn plus(self, span: Span) -> Date {
        match span {
            Span::Days(n) => self.plus_days(n),
            Span::Months(n) => {
                let (year, month) = self.month_index(n);
                match Date::new(year, month, self.day) {
                    Some(date) => date,
                    None => Date { year, month, day: days_in_month(year, month) }.plus_days(1),
                }
            }
            Span::Years(n) => self.plus(Span::Months(12 * n)),
        }
    }

    fn month_index(self, months: i32) -> (i32, u8) {
        let index = self.year * 12 + i32::from(self.month) - 1 + months;
        let index = index.clamp(12, 9999 * 12 + 11);
        (index.div_euclid(12), (index.rem_euclid(12) + 1) as u8)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Returns the number of days of a month (1 to 12).
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn digits(bytes: &[u8]) -> Option<i32> {
    bytes.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i32::from(b - b'0')))
}

/// A date of which the day, or day and month, may be unknown: `2010`, `2010-05`, `2010-05-14`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartialDate {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why typed numbers are not a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateFault {
    /// The year is missing.
    Empty,
    /// Something is not a number, or the year has not four digits.
    NotNumbers,
    /// The calendar has no such day.
    NoSuchDay,
    /// A day was given without its month.
    DayWithoutMonth,
    /// The date lies after today.
    Future,
    /// The date lies before 1900.
    TooLongAgo,
}

impl PartialDate {
    /// Reads what a person typed into three fields; digits of other scripts count too.
    pub fn read(day: &str, month: &str, year: &str, today: Date) -> Result<PartialDate, DateFault> {
        let (day, month, year) = (field(day)?, field(month)?, field(year)?);
        let year = year.ok_or(DateFault::Empty)?;
        if !(1000..=9999).contains(&year) {
            return Err(DateFault::NotNumbers);
        }
        if year < 1900 {
            return Err(DateFault::TooLongAgo);
        }
        let small = |n: i32| u8::try_from(n).map_err(|_| DateFault::NoSuchDay);
        let month = month.map(small).transpose()?;
        let day = day.map(small).transpose()?;
        if day.is_some() && month.is_none() {
            return Err(DateFault::DayWithoutMonth);
        }
        let date = PartialDate { year, month, day };
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok_or(DateFault::NoSuchDay)?;
        if date.earliest() > today {
            return Err(DateFault::Future);
        }
        Ok(date)
    }

    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            10 => text.to_owned(),
            _ => return None,
        };
        let date = Date::parse(&full)?;
        Some(PartialDate {
            year: date.year,
            month: (text.len() > 4).then_some(date.month),
            day: (text.len() > 7).then_some(date.day),
        })
    }

    /// Returns the first day that is meant.
    pub fn earliest(self) -> Date {
        Date { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// Returns the last day that is meant.
    pub fn latest(self) -> Date {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        Date { year: self.year, month, day }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    pub fn month(self) -> Option<u8> {
        self.month
    }

    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> PartialDate {
        PartialDate { year: date.year, month: Some(date.month), day: Some(date.day) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Reads one number field: `Ok(None)` if it is empty.
fn field(text: &str) -> Result<Option<i32>, DateFault> {
    match text.trim() {
        "" => Ok(None),
        text => typed_number(text, 4).map(Some).ok_or(DateFault::NotNumbers),
    }
}

/// Reads a whole number that a person typed, with digits of any script and at most `most` of them.
pub fn typed_number(text: &str, most: usize) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most.min(9) {
        return None;
    }
    text.chars().try_fold(0, |number, c| Some(number * 10 + digit_of_any_script(c)?))
}

/// Arabic keyboards type ٠-٩, Persian ones ۰-۹.
fn digit_of_any_script(c: char) -> Option<i32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    Some(c as i32 - zero as i32)
}
