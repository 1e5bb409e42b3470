//! Elections, deadlines counted back from election day, and the phase a place is in.

use crate::domain::date::Date;
use crate::domain::json::{Object, Reader};
use crate::domain::pack::Pack;

/// An election of the pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Election {
    pub id: String,
    pub date: Date,
    pub kind: ElectionKind,
    pub certainty: DayCertainty,
    pub sources: Vec<String>,
    pub as_of: Date,
}

/// Whether a whole state votes, or one town between two terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ElectionKind {
    State,
    ByElection,
}

/// How sure election day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayCertainty {
    Held,
    Fixed,
    /// Nobody has fixed the day; the date serves for reckoning.
    Expected,
}

/// A day counted back from election day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deadline {
    pub id: String,
    pub days_before: i32,
    /// Time of day `HH:MM`, local time, if the rule names one.
    pub time: Option<String>,
    pub sources: Vec<String>,
    pub as_of: Date,
    /// What counted instead in single elections.
    pub except: Vec<Exception>,
    /// Whether it stands in the file of the pack itself, and was not inherited from its state.
    pub own: bool,
}

/// What counts instead of a deadline in one election.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// Id of the election.
    pub election: String,
    pub days_before: i32,
    pub time: Option<String>,
    pub sources: Vec<String>,
    pub as_of: Date,
}

/// What counts of a deadline in a certain election.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms<'a> {
    pub days_before: i32,
    pub time: Option<&'a str>,
    pub sources: &'a [String],
    pub as_of: Date,
}

/// A stretch of time before (or just after) election day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phase {
    pub id: String,
    /// Lasts while at least so many days are left; negative after the election.
    pub until_days: i32,
}

impl Election {
    /// Reads one election of a pack.
    pub fn read(reader: &Reader<'_>) -> Option<Election> {
        let object = reader.object(&["id", "date", "kind", "certainty", "sources", "as_of"])?;
        let kinds = [("state", ElectionKind::State), ("by_election", ElectionKind::ByElection)];
        let certainties = [
            ("held", DayCertainty::Held),
            ("fixed", DayCertainty::Fixed),
            ("expected", DayCertainty::Expected),
        ];
        // Every field is read before the first missing one ends it, so that all faults are reported.
        let id = object.slug("id");
        let date = object.date("date");
        let kind = object.word("kind", &kinds);
        let certainty = object.word("certainty", &certainties);
        let sources = object.slugs("sources");
        let as_of = object.date("as_of");
        Some(Election {
            id: id?,
            date: date?,
            kind: kind?,
            certainty: certainty?,
            sources,
            as_of: as_of?,
        })
    }
}

impl Deadline {
    /// Reads one deadline of a pack.
    pub fn read(reader: &Reader<'_>) -> Option<Deadline> {
        let fields = ["id", "days_before", "time", "sources", "as_of", "except"];
        let object = reader.object(&fields)?;
        let except = object.all("except", &Exception::read);
        for (at, exception) in except.iter().enumerate() {
            if except[..at].iter().any(|other| other.election == exception.election) {
                let election = &exception.election;
                reader.error(format!("Two exceptions are made for the election \"{election}\"."));
            }
        }
        let time = time(&object);
        let sources = legal_sources(&object);
        let id = object.slug("id");
        let days = object.number("days_before", DAYS);
        let as_of = object.date("as_of");
        Some(Deadline {
            id: id?,
            days_before: days?,
            time,
            sources,
            as_of: as_of?,
            except,
            own: false,
        })
    }

    /// Returns what counts in an election: its exception, else the general rule.
    pub fn terms(&self, election: &Election) -> Terms<'_> {
        match self.except.iter().find(|exception| exception.election == election.id) {
            Some(exception) => Terms {
                days_before: exception.days_before,
                time: exception.time.as_deref(),
                sources: &exception.sources,
                as_of: exception.as_of,
            },
            None => Terms {
                days_before: self.days_before,
                time: self.time.as_deref(),
                sources: &self.sources,
                as_of: self.as_of,
            },
        }
    }

    /// Returns the day on which it falls in an election.
    pub fn date(&self, election: &Election) -> Date {
        election.date.plus_days(-self.terms(election).days_before)
    }
}

impl Exception {
    fn read(reader: &Reader<'_>) -> Option<Exception> {
        let object = reader.object(&["election", "days_before", "time", "sources", "as_of"])?;
        let time = time(&object);
        let sources = legal_sources(&object);
        let election = object.slug("election");
        let days = object.number("days_before", DAYS);
        let as_of = object.date("as_of");
        Some(Exception { election: election?, days_before: days?, time, sources, as_of: as_of? })
    }
}

/// How many days before election day a deadline may lie; negative after it.
const DAYS: std::ops::RangeInclusive<i32> = -400..=1_000;

fn time(object: &Object<'_>) -> Option<String> {
    let field = object.get("time")?;
    let text = field.text()?;
    if !is_time(text) {
        field.error(format!("\"{text}\" is not a time: write HH:MM."));
        return None;
    }
    Some(text.to_owned())
}

fn legal_sources(object: &Object<'_>) -> Vec<String> {
    let sources = object.slugs("sources");
    if sources.is_empty() {
        object.at().error("A deadline is a legal statement: name at least one source.");
    }
    sources
}

impl Phase {
    /// Reads one phase of a pack.
    pub fn read(reader: &Reader<'_>) -> Option<Phase> {
        let object = reader.object(&["id", "until_days"])?;
        Some(Phase {
            id: object.slug("id")?,
            until_days: object.number("until_days", -1_000..=5_000)?,
        })
    }
}

/// Tells whether a text is a time of day `HH:MM`.
pub fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else {
        return false;
    };
    let number = |part: &str, most: u8| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n <= most)
    };
    number(hours, 23) && number(minutes, 59)
}

impl Pack {
    /// Returns the election that matters on a day: the next one, else the last one.
    pub fn next_election(&self, today: Date) -> Option<&Election> {
        let coming = self.elections.iter().filter(|e| e.date >= today).min_by_key(|e| e.date);
        coming.or_else(|| self.elections.iter().max_by_key(|e| e.date))
    }

    /// Returns the phase of a day, and the election that it belongs to.
    ///
    /// The weeks after an election still belong to that one.
    pub fn phase(&self, today: Date) -> Option<(&Phase, &Election)> {
        let reach = self.phases.iter().map(|phase| phase.until_days).min()?;
        let just_held = self
            .elections
            .iter()
            .filter(|e| e.date < today && e.date.days() - today.days() >= reach)
            .max_by_key(|e| e.date);
        let election = just_held.or_else(|| self.next_election(today))?;
        let left = election.date.days() - today.days();
        let fitting = self.phases.iter().filter(|phase| left >= phase.until_days);
        Some((fitting.max_by_key(|phase| phase.until_days)?, election))
    }

    /// Returns a deadline by its id.
    pub fn deadline(&self, id: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.id == id)
    }

    /// Returns the deadlines of an election in order of their days.
    pub fn dated_deadlines(&self, election: &Election) -> Vec<(Date, &Deadline)> {
        let mut dated: Vec<(Date, &Deadline)> = Vec::new();
        for deadline in &self.deadlines {
            let date = deadline.date(election);
            let at = dated.partition_point(|(other, _)| *other <= date);
            dated.insert(at, (date, deadline));
        }
        dated
    }
}
