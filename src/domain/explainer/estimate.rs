//! How much time the work takes in a year, and on which evenings.
//!
//! Nobody publishes hours, so this is our own reckoning from numbers that everybody can change. The
//! evenings are spread over a year that begins on a Monday, the same way every time.

use crate::domain::pack::Workload;

/// What the estimate is reckoned from; every number may be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Inputs {
    /// Sessions of the committee in a year, minutes of each, and of reading for it.
    pub sessions: i32,
    pub session_minutes: i32,
    pub reading_minutes: i32,
    /// Meetings of working groups in a year, and minutes of each.
    pub groups: i32,
    pub group_minutes: i32,
    /// Evenings for projects of one's own in a year, and minutes of each.
    pub projects: i32,
    pub project_minutes: i32,
}

/// What a year of work comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// The inputs that were reckoned with, none of them out of bounds.
    pub inputs: Inputs,
    /// Minutes in a year.
    pub minutes: i32,
    /// One for each task, in the order of [`Task::ALL`].
    pub sums: [Sum; 4],
    pub calendar: Calendar,
}

/// The evenings of a year that are taken, in their order.
pub type Calendar = Vec<Evening>;

/// What a task comes to in a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sum {
    pub task: Task,
    pub evenings: i32,
    pub minutes: i32,
}

/// An evening that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evening {
    /// Day of the year, from 1 to 365; day 1 is a Monday.
    pub day: i32,
    pub task: Task,
    pub minutes: i32,
}

/// What an evening is taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Task {
    Session,
    Reading,
    Group,
    Project,
}

/// Days of a year.
const YEAR: i32 = 365;
/// July and August, when there is no session.
const SUMMER: std::ops::RangeInclusive<i32> = 182..=243;
/// The days of Christmas and New Year, at the ends of the year.
const WINTER: (i32, i32) = (7, 357);
/// Days of the week, Monday being 1, on which the tasks lie.
const WEDNESDAY: i32 = 3;
const THURSDAY: i32 = 4;
const SATURDAY: i32 = 6;

impl Task {
    pub const ALL: [Task; 4] = [Task::Session, Task::Reading, Task::Group, Task::Project];

    /// Returns the word used in text keys and style sheets.
    pub fn word(self) -> &'static str {
        match self {
            Task::Session => "session",
            Task::Reading => "reading",
            Task::Group => "group",
            Task::Project => "project",
        }
    }
}

impl Inputs {
    /// The most of every number.
    pub const MOST: Inputs = Inputs {
        sessions: 40,
        session_minutes: 600,
        reading_minutes: 1_200,
        groups: 60,
        group_minutes: 600,
        projects: 60,
        project_minutes: 600,
    };

    /// Returns the numbers of a pack; projects are nobody's duty, so there are none at first.
    pub fn of(workload: &Workload) -> Inputs {
        let inputs = Inputs {
            sessions: workload.sessions,
            session_minutes: workload.session_minutes,
            reading_minutes: workload.reading_minutes,
            groups: workload.groups,
            group_minutes: workload.group_minutes,
            projects: 0,
            project_minutes: workload.group_minutes,
        };
        inputs.clamped()
    }

    /// Returns the numbers within their bounds.
    pub fn clamped(self) -> Inputs {
        let most = Inputs::MOST;
        Inputs {
            sessions: self.sessions.clamp(0, most.sessions),
            session_minutes: self.session_minutes.clamp(0, most.session_minutes),
            reading_minutes: self.reading_minutes.clamp(0, most.reading_minutes),
            groups: self.groups.clamp(0, most.groups),
            group_minutes: self.group_minutes.clamp(0, most.group_minutes),
            projects: self.projects.clamp(0, most.projects),
            project_minutes: self.project_minutes.clamp(0, most.project_minutes),
        }
    }
}

/// Reckons a year of work from numbers that may come from input fields.
pub fn estimate(inputs: &Inputs) -> Estimate {
    let inputs = inputs.clamped();
    let calendar = calendar(&inputs);
    let sums = Task::ALL.map(|task| {
        let mut sum = Sum { task, evenings: 0, minutes: 0 };
        for evening in calendar.iter().filter(|evening| evening.task == task) {
            sum.evenings += 1;
            sum.minutes += evening.minutes;
        }
        sum
    });
    let minutes = sums.iter().map(|sum| sum.minutes).sum();
    Estimate { inputs, minutes, sums, calendar }
}

/// The evenings of a year, taken or free.
struct Year([Option<(Task, i32)>; YEAR as usize]);

impl Year {
    /// Takes an evening: the wished one, else the nearest free one.
    fn take(&mut self, wish: i32, task: Task, minutes: i32) {
        if minutes == 0 {
            return;
        }
        for distance in 0..YEAR {
            for day in [wish - distance, wish + distance] {
                let at = usize::try_from(day - 1).ok();
                if let Some(free @ None) = at.and_then(|at| self.0.get_mut(at)) {
                    *free = Some((task, minutes));
                    return;
                }
            }
        }
    }

    /// Takes `count` evenings, spread evenly over `days`.
    fn spread(&mut self, days: &[i32], count: i32, task: Task, minutes: i32) {
        for nth in 0..count {
            self.take(even(days, nth, count), task, minutes);
        }
    }
}

/// Returns the `nth` of `count` days that are spread evenly over `days`.
fn even(days: &[i32], nth: i32, count: i32) -> i32 {
    let at = (2 * nth + 1) * days.len() as i32 / (2 * count.max(1));
    days.get(at as usize).copied().unwrap_or(1)
}

fn calendar(inputs: &Inputs) -> Calendar {
    let mut year = Year([None; YEAR as usize]);
    let wednesdays = weekdays(WEDNESDAY, true);
    year.spread(&wednesdays, inputs.sessions, Task::Session, inputs.session_minutes);
    for nth in 0..inputs.sessions {
        let session = even(&wednesdays, nth, inputs.sessions);
        year.take(session - 1, Task::Reading, inputs.reading_minutes);
    }
    year.spread(&weekdays(THURSDAY, true), inputs.groups, Task::Group, inputs.group_minutes);
    let saturdays = weekdays(SATURDAY, false);
    year.spread(&saturdays, inputs.projects, Task::Project, inputs.project_minutes);
    let mut calendar = Vec::new();
    for (at, taken) in year.0.iter().enumerate() {
        let evening = taken.map(|(task, minutes)| Evening { day: at as i32 + 1, task, minutes });
        calendar.extend(evening);
    }
    calendar
}

/// Returns the days of the year that are a certain day of the week, holidays left out if wanted.
fn weekdays(weekday: i32, without_holidays: bool) -> Vec<i32> {
    let holiday = |day: i32| SUMMER.contains(&day) || day <= WINTER.0 || day > WINTER.1;
    (1..=YEAR)
        .filter(|day| (day - weekday) % 7 == 0 && !(without_holidays && holiday(*day)))
        .collect()
}
