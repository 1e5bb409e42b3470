//! Calendar files after RFC 5545, for deadlines, steps and events.
//!
//! Times are local times in Germany. The zone is described in the file, so that programs that know
//! no zones of their own take them right.

use crate::domain::date::Date;
use crate::domain::pack::is_web_address;
use crate::domain::path::is_time;

/// Something for a calendar: a whole day, several, or a time of day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The same whenever the same thing is written again.
    pub uid: String,
    /// Grows when the thing has changed.
    pub sequence: i32,
    pub status: Status,
    pub start: Date,
    /// Time of day `HH:MM`; a whole day without one.
    pub time: Option<String>,
    /// Last day, if it is another one.
    pub end: Option<Date>,
    pub end_time: Option<String>,
    pub summary: String,
    /// What stands below it, where and on which page; nothing is written for an empty text.
    pub description: String,
    pub place: String,
    pub url: String,
    /// Days before the start on which to remind of it.
    pub alarms: Vec<i32>,
}

/// How sure an entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Confirmed,
    Tentative,
    Cancelled,
}

/// Most octets of a line, without its end.
const LINE: usize = 75;

const ZONE: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
];

impl Entry {
    /// Returns an entry for a whole day about which nothing else is known.
    pub fn on(start: Date) -> Entry {
        Entry {
            uid: String::new(),
            sequence: 0,
            status: Status::Confirmed,
            start,
            time: None,
            end: None,
            end_time: None,
            summary: String::new(),
            description: String::new(),
            place: String::new(),
            url: String::new(),
            alarms: Vec::new(),
        }
    }

    /// Returns its last day; nothing ends before it begins.
    fn last(&self) -> Date {
        self.end.map_or(self.start, |end| end.max(self.start))
    }

    /// Returns when it is over: a day and a time, both behind its start; `None` if it has no length.
    fn over(&self) -> Option<(Date, &str)> {
        let time = clock(&self.time)?;
        let last = self.last();
        let over = match clock(&self.end_time) {
            // "22:00 to 01:00" ends on the next day.
            Some(end) if self.end.is_none() && end < time => (last.plus_days(1), end),
            Some(end) => (last, end),
            // Several days without a last hour: until midnight.
            None if last > self.start => (last.plus_days(1), "00:00"),
            None => return None,
        };
        (over > (self.start, time)).then_some(over)
    }
}

impl Status {
    /// Returns the word that stands in the file.
    pub fn word(self) -> &'static str {
        match self {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        }
    }
}

/// Writes a calendar with a name; `now` is in seconds since 1970, in UTC.
pub fn calendar(name: &str, entries: &[Entry], now: i64) -> String {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sitz und Stimme//Kalender//DE"] {
        line(&mut out, text);
    }
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    put_text(&mut out, "X-WR-CALNAME", name);
    if entries.iter().any(|entry| clock(&entry.time).is_some()) {
        ZONE.iter().for_each(|text| line(&mut out, text));
        line(&mut out, "END:VTIMEZONE");
    }
    let stamp = stamp(now);
    entries.iter().for_each(|entry| put_entry(&mut out, entry, &stamp));
    line(&mut out, "END:VCALENDAR");
    out
}

fn put_entry(out: &mut String, entry: &Entry, stamp: &str) {
    line(out, "BEGIN:VEVENT");
    put_text(out, "UID", &entry.uid);
    line(out, &format!("DTSTAMP:{stamp}"));
    line(out, &format!("SEQUENCE:{}", entry.sequence.max(0)));
    put_when(out, entry);
    put_text(out, "SUMMARY", &entry.summary);
    put_text(out, "DESCRIPTION", &entry.description);
    put_text(out, "LOCATION", &entry.place);
    if is_web_address(&entry.url) {
        line(out, &format!("URL:{}", entry.url));
    }
    line(out, &format!("STATUS:{}", entry.status.word()));
    for days in &entry.alarms {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("TRIGGER:-P{}D", days.max(&0)));
        // A display without a text is no alarm.
        put_text(out, "DESCRIPTION", if entry.summary.is_empty() { "-" } else { &entry.summary });
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

fn put_when(out: &mut String, entry: &Entry) {
    let Some(time) = clock(&entry.time) else {
        // The end of whole days is the day after.
        let after = entry.last().plus_days(1);
        line(out, &format!("DTSTART;VALUE=DATE:{}", compact(entry.start)));
        line(out, &format!("DTEND;VALUE=DATE:{}", compact(after)));
        return;
    };
    line(out, &format!("DTSTART;TZID=Europe/Berlin:{}", local(entry.start, time)));
    if let Some((day, time)) = entry.over() {
        line(out, &format!("DTEND;TZID=Europe/Berlin:{}", local(day, time)));
    }
}

/// Returns a time of day; what is none counts as missing.
fn clock(time: &Option<String>) -> Option<&str> {
    time.as_deref().filter(|time| is_time(time))
}

/// Returns `YYYYMMDD`.
fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Returns `YYYYMMDDTHHMM00`.
fn local(date: Date, time: &str) -> String {
    format!("{}T{}00", compact(date), time.replace(':', ""))
}

/// Returns `YYYYMMDDTHHMMSSZ`.
fn stamp(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400).clamp(-1_000_000, 3_000_000) as i32;
    let rest = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{}T{hour:02}{minute:02}{second:02}Z", compact(Date::from_days(days)))
}

/// Writes a property of running text, if there is any.
fn put_text(out: &mut String, name: &str, text: &str) {
    let escaped = escaped(text);
    if !escaped.is_empty() {
        line(out, &format!("{name}:{escaped}"));
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            // The second half of a line end.
            '\n' if before == '\r' => {}
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(c),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Writes a line, folded so that no part is too long; characters stay whole.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}
