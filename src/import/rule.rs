//! Reading a recurrence rule; the work is done in [`super::expand`].

use super::wall::{Point, point};

/// Most times of day for which one rule may ask.
const MOST_TIMES: usize = 96;
/// Most numbers in one part of a rule; there are 366 days of a year, from either end.
const MOST_NUMBERS: usize = 732;

/// How long one period of a rule is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A recurrence rule, whose numbers all lie in their ranges.
#[derive(Clone, Debug)]
pub struct Rule {
    pub frequency: Frequency,
    pub interval: i64,
    pub until: Option<Point>,
    pub count: Option<u64>,
    pub months: Vec<i64>,
    pub weeks: Vec<i64>,
    pub year_days: Vec<i64>,
    pub month_days: Vec<i64>,
    /// Which one (0 for each, -1 for the last) and the weekday, Monday being 0.
    pub weekdays: Vec<(i64, i64)>,
    pub hours: Vec<i64>,
    pub minutes: Vec<i64>,
    pub seconds: Vec<i64>,
    pub positions: Vec<i64>,
    pub week_start: i64,
}

/// Why a rule is of no use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It asks for what no list of events can show: the event is left out.
    Refused(String),
    /// It cannot be understood: the first day is all that is sure.
    Unclear(String),
}

/// Returns the number of a weekday such as `MO`, Monday being 0.
fn weekday(name: &str) -> Option<i64> {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    names.iter().position(|other| *other == name).map(|at| at as i64)
}

fn unclear(part: &str) -> Fault {
    Fault::Unclear(format!("the repetition rule has a part that makes no sense: \"{part}\""))
}

/// Reads whole numbers in `range`, 0 only if the range begins there.
fn numbers(part: &str, value: &str, least: i64, most: i64) -> Result<Vec<i64>, Fault> {
    let mut all = Vec::new();
    for word in value.split(',').take(MOST_NUMBERS + 1) {
        let number = word.parse::<i64>().ok().filter(|n| (least..=most).contains(n));
        let number = number.filter(|n| *n != 0 || least == 0).ok_or_else(|| unclear(part))?;
        all.push(number);
    }
    if all.len() > MOST_NUMBERS {
        return Err(Fault::Refused("the repetition rule has too many numbers".to_owned()));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn weekdays(part: &str, value: &str) -> Result<Vec<(i64, i64)>, Fault> {
    let mut all = Vec::new();
    for word in value.split(',').take(MOST_NUMBERS) {
        let split = word.len().checked_sub(2).filter(|at| word.is_char_boundary(*at));
        let (which, name) = word.split_at(split.ok_or_else(|| unclear(part))?);
        let day = weekday(name).ok_or_else(|| unclear(part))?;
        let which = match which {
            "" => 0,
            which => which.parse::<i64>().ok().filter(|n| *n != 0 && n.abs() <= 53).unwrap_or(99),
        };
        if which == 99 {
            return Err(unclear(part));
        }
        all.push((which, day));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

impl Rule {
    /// Reads the value of RRULE.
    pub fn read(text: &str) -> Result<Rule, Fault> {
        let mut rule = Rule {
            frequency: Frequency::Daily,
            interval: 1,
            until: None,
            count: None,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
            week_start: 0,
        };
        let mut frequency = None;
        for part in text.trim().trim_end_matches(';').split(';') {
            let shown: String = part.chars().take(60).collect();
            let (name, value) = part.split_once('=').ok_or_else(|| unclear(&shown))?;
            let value = value.trim().to_ascii_uppercase();
            let read = |least, most| numbers(&shown, &value, least, most);
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => frequency = Some(Frequency::read(&value, &shown)?),
                "INTERVAL" => {
                    let number = value.parse::<i64>().ok().filter(|n| (1..=100_000).contains(n));
                    rule.interval = number.ok_or_else(|| unclear(&shown))?;
                }
                "COUNT" => {
                    let number = value.parse::<u64>().ok().filter(|n| *n > 0);
                    rule.count = Some(number.ok_or_else(|| unclear(&shown))?);
                }
                "UNTIL" => rule.until = Some(point(&value).ok_or_else(|| unclear(&shown))?),
                "BYMONTH" => rule.months = read(1, 12)?,
                "BYWEEKNO" => rule.weeks = read(-53, 53)?,
                "BYYEARDAY" => rule.year_days = read(-366, 366)?,
                "BYMONTHDAY" => rule.month_days = read(-31, 31)?,
                "BYDAY" => rule.weekdays = weekdays(&shown, &value)?,
                "BYHOUR" => rule.hours = read(0, 23)?,
                "BYMINUTE" => rule.minutes = read(0, 59)?,
                "BYSECOND" => rule.seconds = read(0, 59)?,
                "BYSETPOS" => rule.positions = read(-366, 366)?,
                "WKST" => rule.week_start = weekday(&value).ok_or_else(|| unclear(&shown))?,
                name if name.starts_with("X-") => {}
                _ => return Err(unclear(&shown)),
            }
        }
        rule.frequency = frequency.ok_or_else(|| unclear("FREQ is missing"))?;
        let times = [&rule.hours, &rule.minutes, &rule.seconds];
        if times.iter().map(|list| list.len().max(1)).product::<usize>() > MOST_TIMES {
            let sentence = "the repetition rule asks for too many times of day";
            return Err(Fault::Refused(sentence.to_owned()));
        }
        Ok(rule)
    }
}

impl Frequency {
    fn read(value: &str, part: &str) -> Result<Frequency, Fault> {
        match value {
            "DAILY" => Ok(Frequency::Daily),
            "WEEKLY" => Ok(Frequency::Weekly),
            "MONTHLY" => Ok(Frequency::Monthly),
            "YEARLY" => Ok(Frequency::Yearly),
            "HOURLY" | "MINUTELY" | "SECONDLY" => Err(Fault::Refused(format!(
                "it repeats more often than daily ({part}), which is not supported"
            ))),
            _ => Err(unclear(part)),
        }
    }
}
