//! Events with one UID: what repeats, with its exceptions, becomes single instances.

use super::details;
use super::expand::{FUEL, expand};
use super::found::{Details, Found, Said, Window, choose};
use super::parts::Part;
use super::report::{Place, Report};
use super::rule::{Fault, Rule};
use super::timing::{Clocks, Timing};
use super::wall::{DAY, Wall, point};
use super::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most instances of one series.
pub const MOST_INSTANCES: usize = 366;
/// Most dates in all EXDATE or RDATE of a series.
const MOST_DATES: usize = 1_000;

/// What the events of a file have in common.
pub struct Source<'a> {
    pub clocks: Clocks<'a>,
    pub window: Window,
    /// Whether the file cancels everything it holds.
    pub cancels: bool,
}

/// An event with its times read.
struct Entry<'a> {
    part: &'a Part,
    timing: Timing,
    details: Rc<Details>,
    said: Said,
}

/// An exception of a series.
struct Exception<'a> {
    part: &'a Part,
    /// What takes the place of the instance; nothing if it cannot be read or is not for everyone.
    entry: Option<Entry<'a>>,
    /// The instance that it replaces: its start in the zone of the series, the same by the clocks of
    /// Germany, and its number.
    original: Wall,
    here: Wall,
    key: i64,
    /// Whether it goes for all later ones as well.
    onward: bool,
}

impl Source<'_> {
    /// Returns the instances of all events with one UID that lie in the window.
    pub fn found(&self, parts: &[&Part], report: &mut Report, fuel: &mut u64) -> Vec<Found> {
        let (exceptions, masters): (Vec<&Part>, Vec<&Part>) =
            parts.iter().partition(|part| part.property("RECURRENCE-ID").is_some());
        let mut found = Vec::new();
        let master = self.newest(&masters, report).and_then(|part| self.entry(part, report));
        match &master {
            Some(master) => self.series(master, &exceptions, &mut found, report, fuel),
            // An exception whose series is elsewhere is an event like any other.
            None if masters.is_empty() => {
                let all = self.exceptions(None, &exceptions, report);
                found.extend(all.iter().filter_map(|other| alone(other, None)));
            }
            None => {}
        }
        found.retain(|event| event.is_in(&self.window));
        let over = choose(&mut found, MOST_INSTANCES, self.window.today);
        if let (true, Some(part)) = (over > 0, parts.first()) {
            let sentence = format!(
                "{MOST_INSTANCES} instances are taken, beginning with the next one; {over} are left out"
            );
            report.flag(self.place(part), part.uid(), &sentence);
        }
        found
    }

    fn place(&self, part: &Part) -> Place {
        Place::line(self.clocks.file, part.line)
    }

    /// Returns the newest version of an event that stands several times.
    fn newest<'a>(&self, parts: &[&'a Part], report: &mut Report) -> Option<&'a Part> {
        let newest = parts.iter().enumerate().max_by_key(|(at, part)| (version(part), *at));
        let (_, newest) = newest?;
        if parts.len() > 1 {
            report.skipped += parts.len() - 1;
            let sentence = format!("it stands {} times; the newest is taken", parts.len());
            report.flag(self.place(newest), newest.uid(), &sentence);
        }
        Some(newest)
    }

    /// Reads an event, unless it is not for everyone or has no time.
    fn entry<'a>(&self, part: &'a Part, report: &mut Report) -> Option<Entry<'a>> {
        let class = part.value("CLASS").unwrap_or_default().to_ascii_uppercase();
        if class == "PRIVATE" || class == "CONFIDENTIAL" {
            report.skip(self.place(part), part.uid(), "it is marked as private");
            return None;
        }
        match self.clocks.timing(part, report) {
            Ok(timing) => {
                let details = Rc::new(details::read(self.clocks.file, part));
                Some(Entry { part, timing, details, said: self.said(part) })
            }
            Err(sentence) => {
                report.skip(self.place(part), part.uid(), &sentence);
                None
            }
        }
    }

    fn said(&self, part: &Part) -> Said {
        match part.value("STATUS").unwrap_or_default().to_ascii_uppercase().as_str() {
            "CANCELLED" | "CANCELED" => Said::Cancelled,
            _ if self.cancels => Said::Cancelled,
            "TENTATIVE" => Said::Unsure,
            _ => Said::Planned,
        }
    }

    /// Reads the exceptions of a series in their order, the newest one of each instance.
    fn exceptions<'a>(
        &self,
        master: Option<&Timing>,
        parts: &[&'a Part],
        report: &mut Report,
    ) -> Vec<Exception<'a>> {
        let mut all: BTreeMap<i64, Exception<'a>> = BTreeMap::new();
        for part in parts {
            let entry = self.entry(part, report);
            let Some(property) = part.property("RECURRENCE-ID") else { continue };
            let (Some(original), Some(timing)) = (
                point(property.value.trim()),
                master.or(entry.as_ref().map(|entry| &entry.timing)),
            ) else {
                let sentence = "nobody can tell which instance it replaces";
                report.skip(self.place(part), part.uid(), sentence);
                continue;
            };
            let original = timing.local(original, &self.clocks.zone(property, report));
            let (here, key) = (timing.here(original), timing.key(original));
            let onward = property.param("RANGE").is_some_and(|range| range == "THISANDFUTURE");
            if all.get(&key).is_none_or(|other| version(other.part) <= version(part)) {
                all.insert(key, Exception { part, entry, original, here, key, onward });
            }
        }
        all.into_values().collect()
    }

    /// Adds the instances of a series, or the event itself if it does not repeat.
    fn series(
        &self,
        master: &Entry<'_>,
        exceptions: &[&Part],
        found: &mut Vec<Found>,
        report: &mut Report,
        fuel: &mut u64,
    ) {
        let part = master.part;
        let repeats = part.property("RRULE").is_some() || part.property("RDATE").is_some();
        if !repeats && exceptions.is_empty() {
            found.push(instance(master, master.timing.start, String::new()));
            return;
        }
        let Some(starts) = self.starts(master, report, fuel) else { return };
        let mut exceptions = self.exceptions(Some(&master.timing), exceptions, report);
        for entry in exceptions.iter_mut().filter_map(|exception| exception.entry.as_mut()) {
            complete(entry, master);
        }
        let timing = &master.timing;
        let onward: Vec<&Exception<'_>> = exceptions.iter().filter(|other| other.onward).collect();
        let mut names = Names::default();
        let mut known: BTreeMap<i64, String> = BTreeMap::new();
        let gone = self.dates(master, "EXDATE", report);
        let gone: BTreeSet<i64> = gone.into_iter().map(|wall| timing.key(wall)).collect();
        for wall in starts {
            // Two on one day are told apart by their time, whether the first is left out or not.
            let (here, key) = (timing.here(wall), timing.key(wall));
            let name = names.next(here);
            if exceptions.binary_search_by_key(&key, |exception| exception.key).is_ok() {
                known.insert(key, name);
                continue;
            }
            if gone.contains(&key) {
                continue;
            }
            let before = onward.partition_point(|other| other.key < key);
            match before.checked_sub(1).and_then(|at| onward.get(at)) {
                Some(other) => found.extend(follows(other, timing, wall, name)),
                None => found.push(instance(master, wall, name)),
            }
        }
        found.extend(exceptions.iter().filter_map(|other| alone(other, known.remove(&other.key))));
    }

    /// Returns all starts by the rule and its further dates, in order; none if the rule is refused.
    fn starts(&self, master: &Entry<'_>, report: &mut Report, fuel: &mut u64) -> Option<Vec<Wall>> {
        let (part, timing) = (master.part, &master.timing);
        let mut all = BTreeSet::from([timing.start]);
        let reach = timing.longest() + 2 * DAY;
        let from = Wall::new(self.window.from, 0).plus(-reach);
        let to = Wall::new(self.window.to, 0).plus(3 * DAY);
        for property in part.all("RRULE") {
            let place = Place::line(self.clocks.file, property.line);
            let rule = match Rule::read(&property.value) {
                Ok(rule) => rule,
                Err(Fault::Refused(sentence)) => {
                    report.skip(place, part.uid(), &sentence);
                    return None;
                }
                Err(Fault::Unclear(sentence)) => {
                    let sentence = format!("{sentence}; only the first day is taken");
                    report.flag(place, part.uid(), &sentence);
                    continue;
                }
            };
            let until = rule.until.map(|until| timing.until(until));
            if until.is_some_and(|until| until < timing.start) {
                let sentence = "the repetition ends before it begins; only the first day is taken";
                report.flag(place, part.uid(), sentence);
                continue;
            }
            let mut own = FUEL.min(*fuel);
            let had = own;
            let starts = expand(&rule, timing.start, until, (from, to), &mut own);
            *fuel -= had - own;
            if starts.broken_off {
                let sentence = "the repetition goes on too long; only its beginning is taken";
                report.flag(place, part.uid(), sentence);
            }
            all.extend(starts.list);
        }
        if let Some(property) = part.property("EXRULE") {
            let sentence = "it has exceptions by a rule (EXRULE), which are not understood";
            report.flag(Place::line(self.clocks.file, property.line), part.uid(), sentence);
        }
        all.extend(self.dates(master, "RDATE", report));
        Some(all.into_iter().collect())
    }

    /// Returns the dates of all properties of a name, in the zone of the series.
    fn dates(&self, master: &Entry<'_>, name: &str, report: &mut Report) -> Vec<Wall> {
        let (part, timing) = (master.part, &master.timing);
        let mut all = Vec::new();
        for property in part.all(name) {
            let mut zone: Option<Zone> = None;
            for value in property.value.split(',') {
                if all.len() == MOST_DATES {
                    let sentence = format!("only the first {MOST_DATES} dates of {name} are read");
                    report.flag(
                        Place::line(self.clocks.file, property.line),
                        part.uid(),
                        &sentence,
                    );
                    return all;
                }
                // A period counts by its beginning; the length is that of the event.
                let value = value.trim().split('/').next().unwrap_or_default();
                let Some(point) = point(value) else {
                    let sentence = format!("{name} has a date that is none");
                    report.flag(
                        Place::line(self.clocks.file, property.line),
                        part.uid(),
                        &sentence,
                    );
                    continue;
                };
                let zone = zone.get_or_insert_with(|| self.clocks.zone(property, report));
                all.push(timing.local(point, zone));
            }
        }
        all
    }
}

/// Names of instances: the day, and the time too for all but the first of a day.
#[derive(Default)]
struct Names {
    last: Option<String>,
}

impl Names {
    fn next(&mut self, here: Wall) -> String {
        let day = compact(here);
        if self.last.as_ref() == Some(&day) {
            return format!("{day}-{}", here.time().replace(':', ""));
        }
        self.last = Some(day.clone());
        day
    }
}

fn compact(here: Wall) -> String {
    here.date().to_string().replace('-', "")
}

/// Returns the version of an event; the greater one is newer.
fn version(part: &Part) -> (i64, &str) {
    let sequence = part.value("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or(0);
    (sequence, part.value("LAST-MODIFIED").or(part.value("DTSTAMP")).unwrap_or_default())
}

/// Returns the old day, if the new one is another.
fn moved(original: Wall, start: Wall) -> Option<crate::domain::date::Date> {
    (original.date() != start.date()).then(|| original.date())
}

/// Returns one instance by its start in the zone of the event.
fn instance(entry: &Entry<'_>, start: Wall, name: String) -> Found {
    Found {
        details: Rc::clone(&entry.details),
        instance: name,
        start: entry.timing.here(start),
        end: entry.timing.end(start),
        all_day: entry.timing.all_day,
        was: None,
        said: entry.said,
    }
}

/// Takes what a cancelled instance does not say from its series: programs write little of it.
fn complete(entry: &mut Entry<'_>, master: &Entry<'_>) {
    if entry.said != Said::Cancelled {
        return;
    }
    let (details, series) = (Rc::make_mut(&mut entry.details), &master.details);
    if entry.part.value("LOCATION").is_none_or(str::is_empty) {
        details.spot = series.spot.clone();
    }
    details.url = details.url.take().or_else(|| series.url.clone());
    details.organiser = details.organiser.take().or_else(|| series.organiser.clone());
    details.text = details.text.take().or_else(|| series.text.clone());
    if details.titles.is_empty() {
        details.titles = series.titles.clone();
    }
}

/// Returns an instance of a series that goes on like an exception before it: as much later or
/// earlier by the clock on the wall.
fn follows(exception: &Exception<'_>, series: &Timing, wall: Wall, name: String) -> Option<Found> {
    let entry = exception.entry.as_ref()?;
    let own = &entry.timing;
    let start = if own.all_day || series.all_day {
        let days = i64::from(own.here(own.start).date().days() - exception.here.date().days());
        Wall::new(series.here(wall).date(), own.start.second()).plus(days * DAY)
    } else {
        let shift =
            series.zone.wall(own.zone.utc(own.start)).seconds() - exception.original.seconds();
        own.zone.wall(series.zone.utc(wall.plus(shift)))
    };
    let mut event = instance(entry, start, name);
    event.was = moved(series.here(wall), event.start);
    Some(event)
}

/// Returns the instance that an exception describes.
fn alone(exception: &Exception<'_>, name: Option<String>) -> Option<Found> {
    let entry = exception.entry.as_ref()?;
    let name = name.unwrap_or_else(|| compact(exception.here));
    let mut event = instance(entry, entry.timing.start, name);
    event.was = moved(exception.here, event.start);
    Some(event)
}
