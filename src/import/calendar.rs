//! From a calendar file to what is found in it.

use super::MOST_EVENTS;
use super::bytes;
use super::found::{Gathering, Window};
use super::parts::{self, Part};
use super::report::{Place, Report};
use super::series::Source;
use super::timing::Clocks;
use super::wall::Wall;
use super::zone::Zones;
use std::collections::HashMap;

/// Reads the events of a calendar file that lie in the window.
///
/// `fuel` bounds what all repetitions together may cost.
pub fn read(
    file: &str,
    content: &[u8],
    window: Window,
    report: &mut Report,
    fuel: &mut u64,
) -> Gathering {
    let lines = bytes::lines(content);
    if let Some((first, count)) = lines.foreign {
        let sentence =
            format!("{count} lines are not UTF-8, the first one is this; read as Windows-1252");
        report.flag(Place::line(file, first), "", &sentence);
    }
    let calendar = parts::read(file, &lines, report);
    report.read += calendar.seen;
    let zones = Zones::new(&calendar.zones, (Wall::new(window.from, 0), Wall::new(window.to, 0)));
    let clocks = Clocks { file, zones: &zones };
    let source = Source { clocks, window, cancels: calendar.cancels };
    let mut found = Gathering::default();
    let mut elsewhere = 0;
    for group in groups(&calendar.events) {
        let skipped = report.skipped;
        let own = source.found(&group, report, fuel);
        elsewhere += usize::from(own.is_empty() && report.skipped == skipped);
        found.add(own, MOST_EVENTS, window.today);
    }
    if elsewhere > 0 {
        let Window { from, to, .. } = window;
        let sentence = format!("{elsewhere} events have no day between {from} and {to}");
        report.note(Place::pointer(file, ""), "", &sentence);
    }
    found
}

/// Returns the events in groups of one UID, in the order of the file.
fn groups(events: &[Part]) -> Vec<Vec<&Part>> {
    let mut groups: Vec<Vec<&Part>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for event in events {
        let uid = event.uid();
        match places.get(uid).filter(|_| !uid.is_empty()) {
            Some(at) => groups[*at].push(event),
            None => {
                places.insert(uid, groups.len());
                groups.push(vec![event]);
            }
        }
    }
    groups
}
