//! The year of work: the sum is what is shown, and no evening is taken twice.

use crate::support::{Die, pack};
use sitz_und_stimme::domain::explainer::{Estimate, Inputs, Task, estimate};
use sitz_und_stimme::domain::pack::Workload;

/// Checks what holds for every estimate.
#[track_caller]
fn check(inputs: &Inputs) -> Estimate {
    let found = estimate(inputs);
    let own = found.inputs;
    assert_eq!(own, inputs.clamped());
    let shown = own.sessions * (own.session_minutes + own.reading_minutes)
        + own.groups * own.group_minutes
        + own.projects * own.project_minutes;
    assert_eq!(found.minutes, shown, "{inputs:?}");
    let sum: i32 = found.calendar.iter().map(|evening| evening.minutes).sum();
    assert_eq!(sum, shown, "{inputs:?}");
    assert_eq!(found.sums.iter().map(|sum| sum.minutes).sum::<i32>(), shown);
    assert_eq!(found.sums.map(|sum| sum.task), Task::ALL);
    for sum in found.sums {
        let evenings = found.calendar.iter().filter(|evening| evening.task == sum.task);
        assert_eq!(evenings.count() as i32, sum.evenings, "{inputs:?}");
    }
    assert!(found.calendar.windows(2).all(|pair| pair[0].day < pair[1].day), "{inputs:?}");
    assert!(found.calendar.iter().all(|evening| (1..=365).contains(&evening.day)));
    assert!(found.calendar.iter().all(|evening| evening.minutes > 0));
    found
}

/// Returns the days of a task.
fn days(found: &Estimate, task: Task) -> Vec<i32> {
    found.calendar.iter().filter(|evening| evening.task == task).map(|e| e.day).collect()
}

#[test]
fn the_year_of_the_state_has_47_hours() {
    let inputs = Inputs::of(&pack("nrw").workload);
    assert_eq!((inputs.sessions, inputs.groups, inputs.projects), (7, 6, 0));
    let found = check(&inputs);
    assert_eq!(found.minutes, 47 * 60);
    assert_eq!(found.sums.map(|sum| sum.evenings), [7, 7, 6, 0]);
    assert_eq!(found.sums.map(|sum| sum.minutes), [1_050, 1_050, 720, 0]);
}

#[test]
fn sessions_lie_on_wednesdays_outside_the_holidays_with_reading_before() {
    for sessions in 0..=40 {
        let inputs =
            Inputs { sessions, session_minutes: 150, reading_minutes: 150, ..Inputs::default() };
        let found = check(&inputs);
        let wednesdays = days(&found, Task::Session);
        assert_eq!(wednesdays.len() as i32, sessions);
        for day in &wednesdays {
            assert_eq!(day % 7, 3, "day 1 is a Monday");
            // July and August, and the days of Christmas and New Year.
            assert!(!(182..=243).contains(day) && (8..=357).contains(day), "{day}");
        }
        let before: Vec<i32> = wednesdays.iter().map(|day| day - 1).collect();
        assert_eq!(days(&found, Task::Reading), before);
    }
}

#[test]
fn evenings_are_spread_over_the_year() {
    let inputs = Inputs {
        sessions: 7,
        session_minutes: 1,
        groups: 6,
        group_minutes: 1,
        ..Inputs::default()
    };
    let found = check(&inputs);
    let sessions = days(&found, Task::Session);
    // Around the summer there is more than a month between two of them, but never half a year.
    for pair in sessions.windows(2) {
        assert!((28..120).contains(&(pair[1] - pair[0])), "{sessions:?}");
    }
    assert!(sessions[0] < 60 && sessions[6] > 300, "{sessions:?}");
    assert!(days(&found, Task::Group).iter().all(|day| day % 7 == 4));
    let projects = Inputs { projects: 12, project_minutes: 90, ..Inputs::default() };
    assert!(days(&check(&projects), Task::Project).iter().all(|day| day % 7 == 6));
    assert_eq!(estimate(&inputs), found, "the same every time");
}

#[test]
fn what_takes_no_time_takes_no_evening() {
    let found = check(&Inputs { sessions: 7, session_minutes: 150, ..Inputs::default() });
    assert_eq!(found.sums.map(|sum| sum.evenings), [7, 0, 0, 0]);
    let found = check(&Inputs::default());
    assert_eq!((found.minutes, found.calendar.len()), (0, 0));
    assert_eq!(Inputs::of(&Workload::default()), Inputs::default());
}

#[test]
fn numbers_out_of_bounds_are_brought_back() {
    let all = |n: i32| Inputs {
        sessions: n,
        session_minutes: n,
        reading_minutes: n,
        groups: n,
        group_minutes: n,
        projects: n,
        project_minutes: n,
    };
    assert_eq!(check(&all(i32::MIN)).inputs, Inputs::default());
    assert_eq!(check(&all(-1)).inputs, Inputs::default());
    let found = check(&all(i32::MAX));
    assert_eq!(found.inputs, Inputs::MOST);
    assert_eq!(found.calendar.len(), 40 + 40 + 60 + 60, "everything finds its evening");
    assert_eq!(Inputs::MOST.clamped(), Inputs::MOST);
}

#[test]
fn any_numbers_make_a_year() {
    let mut die = Die::new(365);
    for _ in 0..2_000 {
        let mut number = |most: i32| match die.below(12) {
            0 => -(die.below(1_000) as i32),
            1 => i32::MAX,
            2 => 0,
            _ => die.below(most as usize + 1) as i32,
        };
        let most = Inputs::MOST;
        check(&Inputs {
            sessions: number(most.sessions),
            session_minutes: number(most.session_minutes),
            reading_minutes: number(most.reading_minutes),
            groups: number(most.groups),
            group_minutes: number(most.group_minutes),
            projects: number(most.projects),
            project_minutes: number(most.project_minutes),
        });
    }
}
