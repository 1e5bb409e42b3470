//! A part of a feed: the table of its texts, and a line for each event.

use super::super::read::blank;
use super::super::{AUDIENCES, ByLanguage, Event, EventWhen, KINDS, ORGANISERS, STATUSES};
use super::{FORMAT, Feed};
use crate::domain::date::Date;
use crate::domain::json::{Problems, is_slug};
use crate::domain::path::is_time;
use crate::domain::problem::Problem;
use crate::domain::text::join;
use std::sync::Arc;

/// Most events of a part; what stands behind them is left out.
pub const MOST_EVENTS: usize = 1000;
/// Most bytes by which names of places may make a text longer.
const MOST_GROWTH: usize = 1 << 16;

/// A part that was read. Its events are made of its text when they are asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Lines {
    feed: String,
    as_of: Option<Date>,
    today: Date,
    /// The day from which days are counted.
    base: i32,
    text: String,
    /// Texts that all parts share; those of the table come behind them.
    shared: Arc<Vec<String>>,
    /// Where the texts of the table begin, and where the last one ends.
    table: Vec<u32>,
}

/// What is said of the time of an event, piece by piece.
#[derive(Default)]
struct Pieces {
    first: Option<i32>,
    days: Option<i32>,
    series: bool,
    about: Option<ByLanguage>,
    time: Option<String>,
    end: Option<String>,
}

impl Lines {
    /// Reads the head and the table of a part; returns it with the places of its lines.
    pub fn read(
        feed: &Feed,
        at: usize,
        text: &str,
        today: Date,
        problems: &Problems,
    ) -> Option<(Lines, Vec<u32>)> {
        let fault = |sentence: &str| {
            problems.borrow_mut().push(Problem::error(&feed.part_path(at), sentence));
        };
        let Some((mut lines, texts, events)) = Lines::head(feed, text, today) else {
            fault(
                "Line 1 does not begin a part of this feed as it is now, in a format that is known.",
            );
            return None;
        };
        let mut starts: Vec<u32> = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                starts.push(at as u32 + 1);
            }
        }
        let empty = starts.get(texts).map(|start| text.as_bytes().get(*start as usize));
        if empty != Some(Some(&b'\n')) {
            fault("The table of texts is not as long as line 1 says.");
            return None;
        }
        let mut places = starts.split_off(texts + 1);
        lines.table = starts;
        // Behind the last line end there is nothing, or a line that is cut off.
        places.pop();
        if places.len() != events || events > MOST_EVENTS {
            fault("There are not as many events as line 1 says, or more than a part may have.");
        }
        places.truncate(MOST_EVENTS);
        Some((lines, places))
    }

    /// Reads the first line; returns the numbers of texts and events, too.
    fn head(feed: &Feed, text: &str, today: Date) -> Option<(Lines, usize, usize)> {
        let (head, _) = text.split_once('\n')?;
        let mut words = head.split(' ');
        let mut next = || words.next();
        let format = next()?.parse::<i32>().ok()? == FORMAT;
        let own = next()? == feed.name && next()?.parse::<u32>().ok()? == feed.stamp;
        let base = Date::parse(next()?)?.days();
        let texts = next()?.parse::<usize>().ok()?;
        let events = next()?.parse::<usize>().ok()?;
        let lines = Lines {
            feed: feed.name.clone(),
            as_of: feed.as_of,
            today,
            base,
            text: text.to_owned(),
            shared: feed.texts.clone(),
            table: Vec::new(),
        };
        (format && own).then_some((lines, texts, events))
    }

    /// Returns the number of the first line that holds an event, counted from 1.
    pub fn first_line(&self) -> usize {
        self.table.len() + 2
    }

    /// Returns the event whose line begins at a place; `None` if it is none.
    pub fn event(&self, place: u32) -> Option<Event> {
        let (line, _) = self.text.get(place as usize..)?.split_once('\n')?;
        let (id, mut rest) = value(line.trim_end_matches('\r'))?;
        let mut event = Event {
            id: id.to_owned(),
            file: self.feed.clone(),
            as_of: self.as_of,
            ..blank(self.today)
        };
        let mut pieces = Pieces::default();
        let mut seen = 0_u64;
        while let Some(mark) = rest.bytes().next() {
            let (text, behind) = value(rest.get(1..)?)?;
            self.take(&mut event, &mut pieces, mark, text)?;
            seen |= 1 << (mark & 63);
            rest = behind;
        }
        let needed = b"#!%=".iter().all(|mark| seen >> mark & 1 == 1);
        event.when = pieces.when()?;
        (needed && is_slug(id)).then_some(event)
    }

    fn take(&self, event: &mut Event, when: &mut Pieces, mark: u8, value: &str) -> Option<()> {
        let day = |base: i32| base.checked_add(value.parse::<i32>().ok()?);
        match mark {
            b' ' => when.first = Some(day(self.base)?),
            b'*' => {
                when.first = Some(day(self.today.days())?);
                event.counted = true;
            }
            b'~' => when.days = Some(day(0)?),
            b'^' => when.series = true,
            b'?' => when.about = Some(self.said(value, &event.place)?),
            b'@' => when.time = Some(time(value)?),
            b'>' => when.end = Some(time(value)?),
            b'#' => event.place = self.text(value, "")?,
            b'!' => event.title = self.said(value, &event.place)?,
            b'$' => event.venue = Some(self.text(value, &event.place)?),
            b'%' => event.organiser = self.text(value, &event.place)?,
            b'&' => event.note = Some(self.said(value, &event.place)?),
            b'=' => words(event, value.as_bytes())?,
            b'\'' => event.postcode = Some(postcode(value)?),
            b'/' => event.languages = tags(value)?,
            b'|' => event.interpreting = tags(value)?,
            b'"' => event.updated = Some(date(day(self.base)?)?),
            b'(' => event.was = Some(date(day(self.base)?)?),
            b')' => event.was = Some(date(day(self.today.days())?)?),
            _ => return None,
        }
        Some(())
    }

    /// Returns a text as it stands in the file.
    fn raw(&self, number: &str) -> Option<&str> {
        if number.is_empty() || number.len() > 4 {
            return None;
        }
        let at = number.bytes().try_fold(0, |sum, byte| Some(sum * 62 + digit(byte)?))?;
        if let Some(text) = self.shared.get(at) {
            return Some(text);
        }
        let at = at - self.shared.len();
        let (from, to) = (*self.table.get(at)?, *self.table.get(at + 1)?);
        self.text.get(from as usize..to as usize - 1)
    }

    fn text(&self, number: &str, place: &str) -> Option<String> {
        plain(self.raw(number)?, place)
    }

    fn said(&self, number: &str, place: &str) -> Option<ByLanguage> {
        let mut fields = self.raw(number)?.split('\t');
        let mut texts = Vec::new();
        while let Some(tag) = fields.next() {
            texts.push((plain(tag, place)?, plain(fields.next()?, place)?));
        }
        Some(ByLanguage::new(texts))
    }
}

impl Pieces {
    fn when(self) -> Option<EventWhen> {
        let first = self.first?;
        let day = date(first)?;
        Some(match self {
            Pieces { about: Some(words), .. } => EventWhen::About { words, sort: day },
            Pieces { series: true, time, .. } => EventWhen::Starting { from: day, time },
            Pieces { days: Some(days), .. } if days >= 0 => {
                EventWhen::Days { from: day, to: date(first.checked_add(days)?)? }
            }
            Pieces { days: None, time, end, .. } => EventWhen::Day { date: day, time, end },
            _ => return None,
        })
    }
}

/// Splits a line before the next mark.
fn value(text: &str) -> Option<(&str, &str)> {
    let is_mark = |byte: u8| !byte.is_ascii_alphanumeric() && !b"-_,".contains(&byte);
    let end = text.bytes().position(is_mark).unwrap_or(text.len());
    Some((text.get(..end)?, text.get(end..)?))
}

/// Returns a day; `None` outside the years that there are.
fn date(days: i32) -> Option<Date> {
    Some(Date::from_days(days)).filter(|date| date.days() == days)
}

/// Returns `HH:MM` of `HHMM`.
fn time(value: &str) -> Option<String> {
    let time = join(&[value.get(..2)?, value.get(2..)?], ":");
    is_time(&time).then_some(time)
}

fn postcode(value: &str) -> Option<String> {
    let fits = value.len() == 5 && value.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| value.to_owned())
}

fn tags(value: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    for tag in value.split(',') {
        tags.push(Some(tag).filter(|tag| is_slug(tag))?.to_owned());
    }
    Some(tags)
}

/// Returns what a digit stands for: 0 to 61.
fn digit(byte: u8) -> Option<usize> {
    Some(usize::from(match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'z' => byte - b'a' + 10,
        b'A'..=b'Z' => byte - b'A' + 36,
        _ => return None,
    }))
}

/// Takes the words of closed lists, by their positions: kind, status, flags, who invites, audience.
fn words(event: &mut Event, digits: &[u8]) -> Option<()> {
    let word = |list: &[&str], byte: u8| list.get(digit(byte)?).map(|word| (*word).to_owned());
    let [kind, status, flags, organiser, audience @ ..] = digits else { return None };
    event.kind = word(&KINDS, *kind)?;
    event.status = word(&STATUSES, *status)?;
    let flags = digit(*flags).filter(|flags| *flags < 16)?;
    event.online = flags & 1 != 0;
    event.on_site = flags & 2 != 0;
    event.childcare = flags & 4 != 0;
    event.step_free = flags & 8 != 0;
    event.organiser_kind = match organiser {
        b'-' => None,
        byte => Some(word(&ORGANISERS, *byte)?),
    };
    for byte in audience {
        event.audience.push(word(&AUDIENCES, *byte)?);
    }
    Some(())
}

/// Returns a text as it is meant; `\p` is the name of the place.
fn plain(raw: &str, place: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()? {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '\\' => out.push('\\'),
            'p' if out.len() < raw.len() + MOST_GROWTH => out.push_str(place),
            _ => return None,
        }
    }
    Some(out)
}
