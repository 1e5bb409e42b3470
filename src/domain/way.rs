//! The way to the ballot: its steps, which of them is next on a day, and their calendar.
//!
//! Steps are data. Their days are counted back from election day, so the same steps fit every
//! election. What a person did, noted and wants to be reminded of is [`Kept`]; the plan is worked
//! out anew from it and never stored.

mod kept;
mod read;

use crate::domain::date::Date;
use crate::domain::eligibility::Verdict;
use crate::domain::ics;
use crate::domain::pack::{Pack, Source, Statement};
use crate::domain::path::{DayCertainty, Deadline, Election};
use crate::domain::roles::may_stand;

pub use kept::{Kept, LONGEST_NOTE, Mark, Reminder};
pub use read::{file_of, read, texts_file_of};

/// The way to the ballot of a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// In the order in which they are done.
    pub steps: Vec<Step>,
    pub signatures: Signatures,
    pub papers: Vec<Paper>,
    /// Sources that the pack itself does not have.
    pub sources: Vec<Source>,
}

/// Something to do on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub id: String,
    /// The ways that it belongs to.
    pub ways: Vec<Which>,
    /// First and last day that are recommended, in days before election day; negative after it.
    pub from: i32,
    pub by: i32,
    /// Id of the deadline of the pack that is its hard end.
    pub deadline: Option<String>,
    /// Ids of the items of its checklist.
    pub needs: Vec<String>,
    pub leads: Vec<Lead>,
    pub grounds: Statement,
}

/// A way through the steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// To be on the ballot.
    Stand,
    /// To help those who are.
    Support,
}

/// The words for the ways.
pub const WAYS: [(&str, Which); 2] = [("stand", Which::Stand), ("support", Which::Support)];

/// Where a step leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lead {
    Role,
    Events,
    Fit,
    Quiz,
    Contact,
    /// A paper, with its id.
    Paper(String),
}

/// How many supporting signatures a Wahlvorschlag needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signatures {
    /// `None` if it depends on the town.
    pub needed: Option<i32>,
    pub grounds: Statement,
}

/// A sheet to read, to tick or to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    pub id: String,
    pub kind: PaperKind,
    pub parts: Vec<Part>,
}

/// What kind of sheet a paper is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperKind {
    /// Every part is a question with what speaks for a list and what for standing alone.
    Choice,
    /// Every part is an item to tick.
    List,
    /// Every part is a field of a form to print.
    Minutes,
    /// Every part is a section.
    Guide,
    /// Every part is somebody in the town hall.
    Who,
}

/// A part of a paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub id: String,
    /// Blank lines to write on; only in minutes.
    pub lines: i32,
    pub grounds: Statement,
}

/// The way on a certain day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The steps of the way, in their order.
    pub entries: Vec<Entry>,
    /// Position of the entry that is next; `None` if everything is done or over.
    pub next: Option<usize>,
    /// Whether there are days that somebody has fixed; else say how long before the election.
    pub dated: bool,
}

/// A step on a certain day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Position of the step in the way.
    pub step: usize,
    pub state: State,
    /// First and last day that are recommended.
    pub from: When,
    pub by: When,
    /// The last day on which it is possible at all.
    pub hard: Option<Hard>,
}

/// How a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Done,
    Now,
    /// The recommended end is over, but its hard end is not, or that of the next step that has one.
    Late,
    Passed,
    Later,
}

/// A day before or after election day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct When {
    pub days_before: i32,
    /// `None` without an election.
    pub date: Option<Date>,
}

/// The end that a deadline of the pack sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hard {
    /// Position of the deadline in the pack.
    pub deadline: usize,
    pub when: When,
    /// Time of day `HH:MM`.
    pub time: Option<String>,
}

/// How long before election day something is, roughly; negative after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relative {
    Years(i32),
    Months(i32),
    Days(i32),
}

/// How many signatures to collect, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collecting {
    /// What is needed and a fifth more: some signatures never count.
    pub target: i32,
    /// What is missing to that.
    pub missing: i32,
    /// Evenings until then; `None` if an evening brings nothing.
    pub evenings: Option<i32>,
}

impl Which {
    /// Returns the word used in content files, text keys and storage.
    pub fn word(self) -> &'static str {
        match self {
            Which::Stand => "stand",
            Which::Support => "support",
        }
    }
}

impl PaperKind {
    /// Returns the word used in content files and style sheets.
    pub fn word(self) -> &'static str {
        match self {
            PaperKind::Choice => "choice",
            PaperKind::List => "list",
            PaperKind::Minutes => "minutes",
            PaperKind::Guide => "guide",
            PaperKind::Who => "who",
        }
    }
}

impl State {
    /// Returns the word used in text keys and style sheets.
    pub fn word(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Now => "now",
            State::Late => "late",
            State::Passed => "passed",
            State::Later => "later",
        }
    }
}

impl When {
    fn new(days_before: i32, election: Option<&Election>) -> When {
        let date = election.map(|election| election.date.plus_days(-days_before));
        When { days_before, date }
    }

    /// Returns how long before election day it is, in the unit that people would use.
    pub fn relative(self) -> Relative {
        let days = self.days_before.clamp(-100_000, 100_000);
        // Rounded to the nearer whole; a month is a twelfth of 365 days.
        let round = |number: i32, by: i32| (number + by / 2 * number.signum()) / by;
        match days.abs() {
            0..50 => Relative::Days(days),
            50..700 => Relative::Months(round(days * 12, 365)),
            _ => Relative::Years(round(days, 365)),
        }
    }
}

impl Way {
    /// Returns a step by its id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Returns a paper by its id.
    pub fn paper(&self, id: &str) -> Option<&Paper> {
        self.papers.iter().find(|paper| paper.id == id)
    }

    /// Returns a source of the way or of its pack.
    pub fn source<'a>(&'a self, pack: &'a Pack, id: &str) -> Option<&'a Source> {
        self.sources.iter().find(|source| source.id == id).or_else(|| pack.source(id))
    }
}

/// Returns the way that suits: to stand, unless that is not possible; a choice of one's own wins.
///
/// `stand` is the verdict on standing; `None` if nothing was asked yet.
pub fn which(kept: &Kept, stand: Option<Verdict>) -> Which {
    let possible = stand.is_none_or(|v| may_stand(v) || matches!(v, Verdict::Open(_)));
    kept.which().unwrap_or(if possible { Which::Stand } else { Which::Support })
}

/// Works out where somebody stands on the way.
pub fn plan(
    way: &Way,
    pack: &Pack,
    election: Option<&Election>,
    today: Date,
    kept: &Kept,
    which: Which,
) -> Plan {
    let mut entries: Vec<Entry> = Vec::new();
    // From the last step to the first: what prepares another step can be done as long as that one.
    let mut end = None;
    for (at, step) in way.steps.iter().enumerate().rev() {
        if !step.ways.contains(&which) {
            continue;
        }
        let hard = hard(step, pack, election);
        // Nothing is recommended for a day on which it is too late.
        let by = hard.as_ref().map_or(step.by, |hard| step.by.max(hard.when.days_before));
        let (from, by) = (When::new(step.from, election), When::new(by, election));
        end = hard.as_ref().map_or(end, |hard| hard.when.date);
        let state = match kept.is_done(&step.id) {
            true => State::Done,
            false => state(today, from, by, end),
        };
        entries.insert(0, Entry { step: at, state, from, by, hard });
    }
    let first = |state: State| entries.iter().position(|entry: &Entry| entry.state == state);
    let next = first(State::Now).or_else(|| first(State::Late)).or_else(|| first(State::Later));
    let dated = election.is_some_and(|election| election.certainty != DayCertainty::Expected);
    Plan { entries, next, dated }
}

fn hard(step: &Step, pack: &Pack, election: Option<&Election>) -> Option<Hard> {
    let id = step.deadline.as_ref()?;
    let at = pack.deadlines.iter().position(|deadline| deadline.id == *id)?;
    let deadline = &pack.deadlines[at];
    let (days, time) = match election.map(|election| deadline.terms(election)) {
        Some(terms) => (terms.days_before, terms.time),
        None => (deadline.days_before, deadline.time.as_deref()),
    };
    let when = When::new(days, election);
    Some(Hard { deadline: at, when, time: time.map(str::to_owned) })
}

fn state(today: Date, from: When, by: When, end: Option<Date>) -> State {
    // Without an election everything is still to come.
    let (Some(from), Some(by)) = (from.date, by.date) else { return State::Later };
    match () {
        () if today < from => State::Later,
        () if today <= by => State::Now,
        () if end.is_some_and(|end| today <= end) => State::Late,
        () => State::Passed,
    }
}

/// Reckons how many signatures to collect; any numbers may come from an input field.
pub fn signatures(needed: i32, collected: i32, per_evening: i32) -> Collecting {
    let (needed, collected) = (needed.max(0), collected.max(0));
    let up = |number: i32, by: i32| number / by + i32::from(number % by > 0);
    let target = needed.saturating_add(up(needed, 5));
    let missing = target.saturating_sub(collected).max(0);
    let evenings = match () {
        () if missing == 0 => Some(0),
        () if per_evening > 0 => Some(up(missing, per_evening)),
        () => None,
    };
    Collecting { target, missing, evenings }
}

// ---------------------------------------------------------------- the calendar

/// Days before a deadline on which the calendar reminds of it.
const DEADLINE_ALARMS: [i32; 2] = [14, 2];
/// Days before the recommended end of a step on which the calendar reminds of it.
const STEP_ALARMS: [i32; 1] = [7];

/// Returns what belongs into a calendar: every hard end of a step that is neither done nor over,
/// and the recommended end, still to come, of steps without one.
///
/// `say` returns the plain text of a key. Steps that share a deadline share its entry.
pub fn entries(
    way: &Way,
    pack: &Pack,
    plan: &Plan,
    election: &Election,
    say: &dyn Fn(&str) -> String,
) -> Vec<ics::Entry> {
    let mut out: Vec<ics::Entry> = Vec::new();
    // The recommended day of a late step is over: nobody wants it in the calendar any more.
    let ahead = |entry: &&Entry| match entry.state {
        State::Done | State::Passed => false,
        State::Late => entry.hard.is_some(),
        State::Now | State::Later => true,
    };
    for entry in plan.entries.iter().filter(ahead) {
        let step = &way.steps[entry.step];
        let made = match &entry.hard {
            Some(hard) => deadline_entry(pack, &pack.deadlines[hard.deadline], election, say),
            None => step_entry(pack, step, entry, election, say),
        };
        if out.iter().all(|other| other.uid != made.uid) {
            let at = out.partition_point(|other| other.start <= made.start);
            out.insert(at, made);
        }
    }
    out
}

/// Returns the calendar entry of one deadline.
pub fn deadline_entry(
    pack: &Pack,
    deadline: &Deadline,
    election: &Election,
    say: &dyn Fn(&str) -> String,
) -> ics::Entry {
    let terms = deadline.terms(election);
    let mut entry = day_entry(pack, &deadline.id, terms.as_of, deadline.date(election), election);
    entry.time = terms.time.map(str::to_owned);
    entry.summary = say(&format!("deadline.{}.title", deadline.id));
    entry.description = say(&format!("deadline.{}.text", deadline.id));
    entry.alarms = DEADLINE_ALARMS.to_vec();
    entry
}

fn step_entry(
    pack: &Pack,
    step: &Step,
    entry: &Entry,
    election: &Election,
    say: &dyn Fn(&str) -> String,
) -> ics::Entry {
    let last = election.date.plus_days(-entry.by.days_before);
    // A step may have the name of a deadline.
    let twin = pack.deadline(&step.id).is_some();
    let name = if twin { format!("{}-step", step.id) } else { step.id.clone() };
    let mut made = day_entry(pack, &name, step.grounds.as_of, last, election);
    made.summary = say(&format!("way.{}.title", step.id));
    made.description = say(&format!("way.{}.what", step.id));
    made.alarms = STEP_ALARMS.to_vec();
    made
}

fn day_entry(pack: &Pack, name: &str, as_of: Date, day: Date, election: &Election) -> ics::Entry {
    ics::Entry {
        uid: format!("{name}.{}.{}@sitz-und-stimme", election.id, pack.root),
        // Grows when the rule or election day were checked anew, so that calendars take the newer one.
        sequence: as_of.max(election.as_of).days().max(0),
        status: match election.certainty {
            DayCertainty::Expected => ics::Status::Tentative,
            _ => ics::Status::Confirmed,
        },
        ..ics::Entry::on(day)
    }
}
