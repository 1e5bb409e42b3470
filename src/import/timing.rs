//! When an event of a calendar file begins, and how long it lasts.

use super::parts::{Part, Property};
use super::report::{Place, Report};
use super::wall::{DAY, Length, Point, Wall, length, point};
use super::zone::{BERLIN, Zone, Zones};

/// Longest event, in days; what lasts longer is a mistake.
const MOST_DAYS: i64 = 366;

/// How long it lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Lasts {
    /// Nobody says.
    Open,
    /// Seconds that really pass, from DTSTART and DTEND.
    Exact(i64),
    /// Days by the calendar and seconds after that, from DURATION.
    Nominal(Length),
    /// Whole days.
    Days(i64),
}

/// When an event is, in the zone in which it repeats.
#[derive(Clone, Debug)]
pub struct Timing {
    pub start: Wall,
    pub zone: Zone,
    pub all_day: bool,
    lasts: Lasts,
}

/// What is needed to read the times of an event.
pub struct Clocks<'a> {
    pub file: &'a str,
    pub zones: &'a Zones,
}

impl Clocks<'_> {
    /// Returns the zone of a property; one that nobody knows is reported and taken for Germany's.
    pub fn zone(&self, property: &Property, report: &mut Report) -> Zone {
        let Some(name) = property.param("TZID").filter(|name| !name.trim().is_empty()) else {
            return BERLIN;
        };
        self.zones.find(name).unwrap_or_else(|| {
            let shown = super::report::shown(name);
            let sentence = format!("nobody knows the time zone \"{shown}\"; taken for German time");
            report.flag_once(Place::line(self.file, property.line), &sentence);
            BERLIN
        })
    }

    /// Reads when an event is; an error is a sentence.
    pub fn timing(&self, part: &Part, report: &mut Report) -> Result<Timing, String> {
        let property = part.property("DTSTART").ok_or("it has no DTSTART")?;
        let unreadable = || format!("\"{}\" is no time", super::report::shown(&property.value));
        let start = point(property.value.trim()).ok_or_else(unreadable)?;
        let mut timing = match start {
            Point::Day(date) => Timing {
                start: Wall::new(date, 0),
                zone: BERLIN,
                all_day: true,
                lasts: Lasts::Days(1),
            },
            Point::Clock(wall) => Timing {
                start: wall,
                zone: self.zone(property, report),
                all_day: false,
                lasts: Lasts::Open,
            },
            Point::Utc(wall) => Timing {
                start: wall,
                zone: Zone::Known(chrono_tz::Tz::UTC),
                all_day: false,
                lasts: Lasts::Open,
            },
        };
        match self.lasts(part, &timing, report) {
            Ok(Some(lasts)) => timing.lasts = lasts,
            Ok(None) => {}
            Err((line, sentence)) => {
                report.flag(Place::line(self.file, line), part.uid(), &sentence);
            }
        }
        Ok(timing)
    }

    /// Returns how long it lasts; an error is a line and a sentence.
    fn lasts(
        &self,
        part: &Part,
        timing: &Timing,
        report: &mut Report,
    ) -> Result<Option<Lasts>, (usize, String)> {
        let (lasts, days, line) = if let Some(property) = part.property("DTEND") {
            let fault = |sentence: &str| (property.line, sentence.to_owned());
            let end = point(property.value.trim())
                .ok_or_else(|| fault("its end is no time; only the start is shown"))?;
            let (lasts, seconds) = match (end, timing.all_day) {
                (Point::Day(date), true) => {
                    let seconds = Wall::new(date, 0).seconds() - timing.start.seconds();
                    (Lasts::Days(seconds / DAY), seconds)
                }
                (Point::Day(_), false) | (_, true) => {
                    let sentence = "start and end are not both days or both times; \
                                    only the start is shown";
                    return Err(fault(sentence));
                }
                (Point::Clock(wall), false) => {
                    let utc = self.zone(property, report).utc(wall);
                    let seconds = utc - timing.zone.utc(timing.start);
                    (Lasts::Exact(seconds), seconds)
                }
                (Point::Utc(wall), false) => {
                    let seconds = wall.seconds() - timing.zone.utc(timing.start);
                    (Lasts::Exact(seconds), seconds)
                }
            };
            if seconds < 0 {
                return Err(fault("it ends before it begins; only the start is shown"));
            }
            if seconds == 0 {
                return Err(fault("it ends when it begins; only the start is shown"));
            }
            (lasts, seconds / DAY, property.line)
        } else if let Some(property) = part.property("DURATION") {
            let fault = |sentence: &str| (property.line, sentence.to_owned());
            let length = length(property.value.trim())
                .ok_or_else(|| fault("its duration cannot be read; only the start is shown"))?;
            if length == (Length { days: 0, seconds: 0 }) {
                return Err(fault("it ends when it begins; only the start is shown"));
            }
            let days = length.days + length.seconds / DAY;
            let whole = timing.all_day;
            (
                if whole { Lasts::Days(days.max(1)) } else { Lasts::Nominal(length) },
                days,
                property.line,
            )
        } else {
            return Ok(None);
        };
        if days > MOST_DAYS {
            let sentence = format!("it lasts more than {MOST_DAYS} days; only the start is shown");
            return Err((line, sentence));
        }
        Ok(Some(lasts))
    }
}

impl Timing {
    /// Returns a start in the zone of the event as the clocks of Germany show it.
    pub fn here(&self, start: Wall) -> Wall {
        if self.all_day { start } else { BERLIN.wall(self.zone.utc(start)) }
    }

    /// Returns the end that belongs to a start, as the clocks of Germany show it.
    ///
    /// DTEND stands for the time that really passes, DURATION for days by the calendar (RFC 5545,
    /// 3.8.5.3): they differ in the nights in which the clocks change.
    pub fn end(&self, start: Wall) -> Option<Wall> {
        match self.lasts {
            Lasts::Open => None,
            Lasts::Days(days) => Some(start.plus(days * DAY)),
            Lasts::Exact(seconds) => Some(BERLIN.wall(self.zone.utc(start) + seconds)),
            Lasts::Nominal(length) => {
                let utc = self.zone.utc(start.plus(length.days * DAY)) + length.seconds;
                Some(BERLIN.wall(utc))
            }
        }
    }

    /// Returns how long it lasts at most, in seconds.
    pub fn longest(&self) -> i64 {
        match self.lasts {
            Lasts::Open => 0,
            Lasts::Days(days) => days * DAY,
            Lasts::Exact(seconds) => seconds,
            Lasts::Nominal(length) => length.days * DAY + length.seconds,
        }
    }

    /// Returns the number by which instances are told apart: the moment, or the day.
    pub fn key(&self, start: Wall) -> i64 {
        if self.all_day { start.seconds() } else { self.zone.utc(start) }
    }

    /// Returns what a point means in the zone of the event; a point without a zone has `other`.
    pub fn local(&self, point: Point, other: &Zone) -> Wall {
        match (point, self.all_day) {
            (Point::Day(date), true) => Wall::new(date, 0),
            // "Not on that day" means the time at which it would begin.
            (Point::Day(date), false) => Wall::new(date, self.start.second()),
            (Point::Clock(wall), true) => Wall::new(wall.date(), 0),
            (Point::Utc(wall), true) => Wall::new(BERLIN.wall(wall.seconds()).date(), 0),
            (Point::Clock(wall), false) if *other == self.zone => wall,
            (Point::Clock(wall), false) => self.zone.wall(other.utc(wall)),
            (Point::Utc(wall), false) => self.zone.wall(wall.seconds()),
        }
    }

    /// Returns the last moment of a rule in the zone of the event.
    pub fn until(&self, until: Point) -> Wall {
        match until {
            Point::Day(date) => Wall::new(date, DAY - 1),
            Point::Clock(wall) => wall,
            Point::Utc(wall) if self.all_day => BERLIN.wall(wall.seconds()),
            Point::Utc(wall) => self.zone.wall(wall.seconds()),
        }
    }
}
