//! The plan of a day: how every step stands, which is next, and what goes into the calendar.

use crate::support::{Die, day, pack, public};
use crate::way_file::{shelf, small};
use sitz_und_stimme::domain::audit;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::eligibility::Verdict;
use sitz_und_stimme::domain::ics::{self, Status};
use sitz_und_stimme::domain::pack::Pack;
use sitz_und_stimme::domain::path::{DayCertainty, Election};
use sitz_und_stimme::domain::way::{self, Kept, Plan, Relative, State, Way, When, Which};

/// Returns the small way.
fn way() -> Way {
    let (way, problems) = shelf().way("nrw");
    assert_eq!(problems, Vec::new());
    way.expect("a way")
}

/// Returns the way that is shipped.
fn shipped_way(pack: &Pack) -> Way {
    let (way, problems) = audit::load_way(pack, &public);
    assert_eq!(problems, Vec::new());
    way.expect("a way")
}

fn election<'a>(pack: &'a Pack, id: &str) -> &'a Election {
    pack.election(id).expect("an election")
}

/// Returns the plan `left` days before the election of 2025, or after it if negative.
fn plan(way: &Way, pack: &Pack, left: i32, kept: &Kept, which: Which) -> Plan {
    let election = election(pack, "2025");
    way::plan(way, pack, Some(election), election.date.plus_days(-left), kept, which)
}

fn next<'a>(way: &'a Way, plan: &Plan) -> &'a str {
    plan.next.map_or("", |at| way.steps[plan.entries[at].step].id.as_str())
}

/// Returns the states of a plan as words.
fn states(plan: &Plan) -> Vec<&'static str> {
    plan.entries.iter().map(|entry| entry.state.word()).collect()
}

fn done(ids: &[&str]) -> Kept {
    let mut kept = Kept::default();
    ids.iter().for_each(|id| kept.tick(id, true));
    kept
}

// ---------------------------------------------------------------- which step is next

#[track_caller]
fn check_next(left: i32, ids: &[&str], expected: &str) {
    let pack = pack("nrw");
    let way = shipped_way(&pack);
    let plan = plan(&way, &pack, left, &done(ids), Which::Stand);
    assert_eq!(next(&way, &plan), expected, "{left} days before, done: {ids:?}: {plan:?}");
}

#[test]
fn the_shipped_way_leads_to_the_right_step() {
    check_next(348, &[], "find_out");
    check_next(348, &["find_out"], "visit");
    check_next(348, &["find_out", "visit"], "find_list");
    check_next(117, &[], "list_meeting");
    check_next(70, &[], "hand_in");
    check_next(69, &[], "hand_in");
    check_next(4, &[], "election_day");
    check_next(0, &[], "election_day");
    check_next(-1, &[], "accept");
    check_next(1386, &[], "find_out");
    check_next(1386, &["find_out", "visit"], "find_list");
}

#[test]
fn today_is_1386_days_before_the_expected_election() {
    let pack = pack("nrw");
    let (way, today) = (shipped_way(&pack), day("2026-11-22"));
    let (_, election) = pack.phase(today).expect("a phase");
    assert_eq!(election.date.days() - today.days(), 1386);
    let plan = way::plan(&way, &pack, Some(election), today, &Kept::default(), Which::Stand);
    assert_eq!(next(&way, &plan), "find_out");
    assert!(!plan.dated, "the day of the election is not fixed");
}

#[test]
fn phases_and_next_steps_go_together() {
    let pack = pack("nrw");
    let way = shipped_way(&pack);
    for (today, phase, stand, support) in [
        ("2024-10-01", "call", "find_out", "find_out"),
        ("2025-05-20", "nominations", "list_meeting", "help_find"),
        ("2025-07-06", "nominations", "hand_in", "volunteer"),
        ("2025-07-10", "campaign", "admission", "volunteer"),
        ("2025-08-12", "campaign", "campaign", "spread"),
        ("2025-09-10", "week", "election_day", "election_day"),
        ("2025-09-15", "after", "accept", "first_session"),
    ] {
        let today = day(today);
        let (found, election) = pack.phase(today).expect("a phase");
        assert_eq!(found.id, phase, "{today}");
        for (which, expected) in [(Which::Stand, stand), (Which::Support, support)] {
            let plan = way::plan(&way, &pack, Some(election), today, &Kept::default(), which);
            assert_eq!(next(&way, &plan), expected, "{today} {}", which.word());
        }
    }
}

#[test]
fn there_is_a_next_step_on_every_day_from_years_before_until_the_first_session() {
    let pack = pack("nrw");
    let way = shipped_way(&pack);
    for which in [Which::Stand, Which::Support] {
        for left in -120..=1_900 {
            let plan = plan(&way, &pack, left, &Kept::default(), which);
            assert!(plan.next.is_some(), "{left} {}", which.word());
        }
        let over = plan(&way, &pack, -200, &Kept::default(), which);
        assert_eq!(over.next, None);
    }
}

// ---------------------------------------------------------------- states

#[track_caller]
fn check_states(left: i32, expected: [&str; 6], first: &str) {
    let (pack, way) = (pack("nrw"), way());
    let plan = plan(&way, &pack, left, &Kept::default(), Which::Stand);
    assert_eq!(states(&plan), expected, "{left} days before");
    assert_eq!(next(&way, &plan), first, "{left} days before");
}

#[test]
fn steps_change_their_state_on_the_right_day() {
    // find_out 1825..150, meeting 180..85, hand_in 120..75 (69), admission 68..58, election_day 20..0,
    // accept -1..-30.
    check_states(1826, ["later"; 6], "find_out");
    check_states(1825, ["now", "later", "later", "later", "later", "later"], "find_out");
    check_states(180, ["now", "now", "later", "later", "later", "later"], "find_out");
    check_states(150, ["now", "now", "later", "later", "later", "later"], "find_out");
    check_states(149, ["late", "now", "later", "later", "later", "later"], "meeting");
    check_states(120, ["late", "now", "now", "later", "later", "later"], "meeting");
    check_states(85, ["late", "now", "now", "later", "later", "later"], "meeting");
    check_states(84, ["late", "late", "now", "later", "later", "later"], "hand_in");
    check_states(75, ["late", "late", "now", "later", "later", "later"], "hand_in");
    check_states(74, ["late", "late", "late", "later", "later", "later"], "find_out");
    check_states(69, ["late", "late", "late", "later", "later", "later"], "find_out");
    check_states(68, ["passed", "passed", "passed", "now", "later", "later"], "admission");
    check_states(58, ["passed", "passed", "passed", "now", "later", "later"], "admission");
    check_states(57, ["passed", "passed", "passed", "passed", "later", "later"], "election_day");
    check_states(0, ["passed", "passed", "passed", "passed", "now", "later"], "election_day");
    check_states(-1, ["passed", "passed", "passed", "passed", "passed", "now"], "accept");
    check_states(-30, ["passed", "passed", "passed", "passed", "passed", "now"], "accept");
    check_states(-31, ["passed"; 6], "");
}

#[test]
fn what_is_ticked_is_done_whatever_the_day() {
    let (pack, way) = (pack("nrw"), way());
    for left in [2_000, 100, 0, -100] {
        let plan = plan(&way, &pack, left, &done(&["find_out", "accept"]), Which::Stand);
        assert_eq!((states(&plan)[0], states(&plan)[5]), ("done", "done"));
    }
    let all: Vec<String> = way.steps.iter().map(|step| step.id.clone()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let plan = plan(&way, &pack, 100, &done(&all), Which::Stand);
    assert_eq!((states(&plan), plan.next), (vec!["done"; 6], None));
}

#[test]
fn the_first_open_step_of_those_that_fit_is_next() {
    let (pack, way) = (pack("nrw"), way());
    let check = |left: i32, ids: &[&str], expected: &str| {
        let plan = plan(&way, &pack, left, &done(ids), Which::Stand);
        assert_eq!(next(&way, &plan), expected, "{left} {ids:?}");
    };
    check(170, &["find_out"], "meeting");
    check(100, &["meeting"], "hand_in");
    // Nothing is open now: what is late comes first, then what comes later.
    check(100, &["meeting", "hand_in"], "find_out");
    check(100, &["find_out", "meeting", "hand_in"], "admission");
    check(40, &[], "election_day");
    check(3_000, &["find_out"], "meeting");
}

#[test]
fn support_has_its_own_steps_and_no_hard_ends() {
    let (pack, way) = (pack("nrw"), way());
    let plan = plan(&way, &pack, 100, &Kept::default(), Which::Support);
    let ids: Vec<&str> = plan.entries.iter().map(|e| way.steps[e.step].id.as_str()).collect();
    assert_eq!(ids, ["find_out", "spread", "election_day"]);
    assert_eq!(states(&plan), ["passed", "now", "later"]);
    assert!(plan.entries.iter().all(|entry| entry.hard.is_none()));
}

// ---------------------------------------------------------------- days

#[test]
fn entries_carry_their_days_and_hard_ends() {
    let (pack, way) = (pack("nrw"), way());
    let plan = plan(&way, &pack, 100, &Kept::default(), Which::Stand);
    assert!(plan.dated);
    let hand_in = &plan.entries[2];
    let date = |when: When| when.date.map(|date| date.to_string()).unwrap_or_default();
    assert_eq!((date(hand_in.from), date(hand_in.by)), ("2025-05-17".into(), "2025-07-01".into()));
    let hard = hand_in.hard.as_ref().expect("a hard end");
    assert_eq!(pack.deadlines[hard.deadline].id, "nominations");
    assert_eq!((date(hard.when).as_str(), hard.time.as_deref()), ("2025-07-07", Some("18:00")));
    assert_eq!(hard.when.days_before, 69);
    let accept = &plan.entries[5];
    assert_eq!((date(accept.from), date(accept.by)), ("2025-09-15".into(), "2025-10-14".into()));
}

#[test]
fn exceptions_of_an_election_or_a_town_move_the_hard_end() {
    let way = way();
    for (id, year, expected, left) in [
        ("nrw", "2014", "2014-04-07", 48),
        ("nrw", "2020", "2020-07-27", 48),
        ("recklinghausen", "2025", "2025-07-17", 59),
    ] {
        let pack = pack(id);
        let election = election(&pack, year);
        let last = election.date.plus_days(-left);
        let on = |today: Date| {
            way::plan(&way, &pack, Some(election), today, &Kept::default(), Which::Stand)
        };
        let hard = on(last).entries[2].hard.clone().expect("a hard end");
        assert_eq!(hard.when.date, Some(day(expected)), "{id} {year}");
        assert_eq!(on(last).entries[2].state, State::Late, "{id} {year}");
        assert_eq!(on(last.plus_days(1)).entries[2].state, State::Passed, "{id} {year}");
    }
}

#[test]
fn nothing_is_recommended_after_a_hard_end() {
    let mut way = way();
    way.steps[2].by = 60;
    let pack = pack("nrw");
    let plan = plan(&way, &pack, 65, &Kept::default(), Which::Stand);
    assert_eq!(plan.entries[2].by.days_before, 69);
    assert_eq!(plan.entries[2].state, State::Passed);
}

#[test]
fn without_an_election_everything_is_to_come_and_has_no_date() {
    let (pack, way) = (pack("nrw"), way());
    let today = day("2026-11-22");
    let plan = way::plan(&way, &pack, None, today, &done(&["find_out"]), Which::Stand);
    assert!(!plan.dated);
    assert_eq!(states(&plan), ["done", "later", "later", "later", "later", "later"]);
    assert_eq!(next(&way, &plan), "meeting");
    for entry in &plan.entries {
        assert_eq!((entry.from.date, entry.by.date), (None, None));
    }
    let hard = plan.entries[2].hard.as_ref().expect("a hard end");
    assert_eq!((hard.when.date, hard.when.relative()), (None, Relative::Months(2)));
    assert_eq!(hard.time.as_deref(), Some("18:00"));
}

#[test]
fn days_before_are_said_in_the_unit_that_people_use() {
    for (days_before, expected) in [
        (0, Relative::Days(0)),
        (1, Relative::Days(1)),
        (-14, Relative::Days(-14)),
        (49, Relative::Days(49)),
        (50, Relative::Months(2)),
        (69, Relative::Months(2)),
        (76, Relative::Months(2)),
        (77, Relative::Months(3)),
        (120, Relative::Months(4)),
        (-120, Relative::Months(-4)),
        (365, Relative::Months(12)),
        (699, Relative::Months(23)),
        (730, Relative::Years(2)),
        (1386, Relative::Years(4)),
        (1825, Relative::Years(5)),
        (-1825, Relative::Years(-5)),
        (i32::MAX, Relative::Years(274)),
        (i32::MIN, Relative::Years(-274)),
    ] {
        assert_eq!(When { days_before, date: None }.relative(), expected, "{days_before}");
    }
}

// ---------------------------------------------------------------- which way, signatures

#[test]
fn the_way_follows_the_verdict_and_a_choice_wins() {
    let later = Some(Verdict::Later(day("2031-01-01")));
    for (verdict, expected) in [
        (None, Which::Stand),
        (Some(Verdict::Yes), Which::Stand),
        (Some(Verdict::Ask), Which::Stand),
        (Some(Verdict::Open(3)), Which::Stand),
        (later, Which::Support),
        (Some(Verdict::No), Which::Support),
    ] {
        let mut kept = Kept::default();
        assert_eq!(way::which(&kept, verdict), expected, "{verdict:?}");
        for own in [Which::Stand, Which::Support] {
            kept.choose(Some(own));
            assert_eq!(way::which(&kept, verdict), own, "{verdict:?}");
        }
        kept.choose(None);
        assert_eq!(way::which(&kept, verdict), expected, "{verdict:?}");
    }
}

#[test]
fn signatures_are_reckoned_with_a_fifth_more() {
    let reckon = |needed: i32, collected: i32, per_evening: i32| {
        let found = way::signatures(needed, collected, per_evening);
        (found.target, found.missing, found.evenings)
    };
    assert_eq!(reckon(100, 0, 15), (120, 120, Some(8)));
    assert_eq!(reckon(100, 0, 16), (120, 120, Some(8)));
    assert_eq!(reckon(100, 119, 15), (120, 1, Some(1)));
    assert_eq!(reckon(100, 120, 15), (120, 0, Some(0)));
    assert_eq!(reckon(100, 500, 0), (120, 0, Some(0)));
    assert_eq!(reckon(100, 20, 0), (120, 100, None));
    assert_eq!(reckon(50, 0, 7), (60, 60, Some(9)));
    assert_eq!(reckon(1, 0, 1), (2, 2, Some(2)));
    assert_eq!(reckon(0, 0, 10), (0, 0, Some(0)));
    assert_eq!(reckon(-5, -5, -5), (0, 0, Some(0)));
}

#[test]
fn signatures_take_any_numbers() {
    let odd = [i32::MIN, i32::MIN + 1, -1, 0, 1, 2, 5, 1_000, i32::MAX - 1, i32::MAX];
    for needed in odd {
        for collected in odd {
            for per_evening in odd {
                let found = way::signatures(needed, collected, per_evening);
                assert!(found.target >= needed && found.missing >= 0);
                assert!(found.missing <= found.target);
                assert!(found.evenings.is_none_or(|n| n >= 0));
                assert_eq!(found.evenings.is_none(), found.missing > 0 && per_evening <= 0);
            }
        }
    }
}

// ---------------------------------------------------------------- the calendar

fn say(key: &str) -> String {
    format!("«{key}»")
}

/// Returns the calendar `left` days before an election.
fn entries(pack: &Pack, year: &str, left: i32, kept: &Kept) -> Vec<ics::Entry> {
    let (way, election) = (way(), election(pack, year));
    let today = election.date.plus_days(-left);
    let plan = way::plan(&way, pack, Some(election), today, kept, Which::Stand);
    way::entries(&way, pack, &plan, election, &say)
}

fn names(entries: &[ics::Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.uid.split('.').next().unwrap_or_default()).collect()
}

#[test]
fn hard_ends_and_steps_go_into_the_calendar_in_their_order() {
    let pack = pack("nrw");
    let all = entries(&pack, "2025", 200, &Kept::default());
    let expected = ["find_out", "meeting", "nominations", "admission", "election_day", "accept"];
    assert_eq!(names(&all), expected);
    let nominations = &all[2];
    assert_eq!(nominations.uid, "nominations.2025.nrw@sitz-und-stimme");
    assert_eq!(
        (nominations.start, nominations.time.as_deref()),
        (day("2025-07-07"), Some("18:00"))
    );
    assert_eq!(nominations.summary, "«deadline.nominations.title»");
    assert_eq!(nominations.description, "«deadline.nominations.text»");
    assert_eq!(nominations.status, Status::Confirmed);
    assert!(!nominations.alarms.is_empty());
    let meeting = &all[1];
    assert_eq!((meeting.start, meeting.time.as_deref()), (day("2025-06-21"), None));
    assert_eq!(meeting.summary, "«way.meeting.title»");
    assert_eq!(meeting.description, "«way.meeting.what»");
    assert_eq!(all[4].start, day("2025-09-14"));
}

#[test]
fn what_is_done_or_over_stays_out_of_the_calendar() {
    let pack = pack("nrw");
    // Whoever is late finds no day in the calendar that is over already.
    let late = entries(&pack, "2025", 74, &done(&["meeting"]));
    assert!(!names(&late).contains(&"find_out") && names(&late).contains(&"nominations"));
    assert!(!names(&entries(&pack, "2025", 74, &done(&["meeting"]))).contains(&"meeting"));
    assert_eq!(names(&entries(&pack, "2025", 40, &Kept::default())), ["election_day", "accept"]);
    assert_eq!(names(&entries(&pack, "2025", -40, &Kept::default())), Vec::<&str>::new());
}

#[test]
fn an_expected_election_is_tentative() {
    let pack = pack("nrw");
    let all = entries(&pack, "2030", 200, &Kept::default());
    assert!(all.iter().all(|entry| entry.status == Status::Tentative));
    assert_eq!(all[2].uid, "nominations.2030.nrw@sitz-und-stimme");
    assert_eq!(all[2].start, day("2030-07-01"));
}

#[test]
fn a_new_check_of_the_data_makes_a_newer_entry_with_the_same_name() {
    let mut pack = pack("nrw");
    let before = entries(&pack, "2030", 200, &Kept::default());
    let at = pack.elections.iter().position(|e| e.id == "2030").expect("an election");
    pack.elections[at].date = day("2030-09-15");
    pack.elections[at].certainty = DayCertainty::Fixed;
    pack.elections[at].as_of = day("2029-11-01");
    let after = entries(&pack, "2030", 200, &Kept::default());
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.uid, after.uid);
        assert!(after.sequence > before.sequence, "{}", after.uid);
        assert_eq!(after.sequence, day("2029-11-01").days());
        assert_eq!(after.start.days() - before.start.days(), 7);
        assert_eq!(after.status, Status::Confirmed);
    }
    pack.deadlines[0].as_of = day("2030-01-01");
    let again = entries(&pack, "2030", 200, &Kept::default());
    assert_eq!(again[2].sequence, day("2030-01-01").days());
}

#[test]
fn no_two_entries_of_the_shipped_way_have_the_same_name() {
    for id in ["nrw", "koeln", "recklinghausen"] {
        let pack = pack(id);
        let way = shipped_way(&pack);
        for which in [Which::Stand, Which::Support] {
            let plan = plan(&way, &pack, 2_000, &Kept::default(), which);
            let all = way::entries(&way, &pack, &plan, election(&pack, "2025"), &say);
            let mut uids: Vec<&str> = all.iter().map(|entry| entry.uid.as_str()).collect();
            uids.sort_unstable();
            uids.dedup();
            assert_eq!(uids.len(), all.len());
            assert!(all.len() >= 4, "{id} {}", which.word());
            assert!(all.windows(2).all(|pair| pair[0].start <= pair[1].start));
        }
    }
}

#[test]
fn a_step_that_has_the_name_of_a_deadline_keeps_apart_from_it() {
    let pack = pack("nrw");
    let mut way = way();
    way.steps[3].deadline = None;
    let plan = plan(&way, &pack, 200, &Kept::default(), Which::Stand);
    let all = way::entries(&way, &pack, &plan, election(&pack, "2025"), &say);
    assert!(all.iter().any(|entry| entry.uid == "admission-step.2025.nrw@sitz-und-stimme"));
}

#[test]
fn any_day_any_ticks_any_election_make_a_plan() {
    let mut die = Die::new(1386);
    let packs = [pack("nrw"), pack("recklinghausen"), pack("wetter")];
    let way = way();
    assert_eq!(small()["steps"].as_array().map(Vec::len), Some(way.steps.len()));
    for _ in 0..3_000 {
        let pack = die.pick(&packs);
        let election = pack.elections.get(die.below(pack.elections.len() + 1));
        let today = die.day(day("0001-01-01"), day("9999-12-31"));
        let today =
            if die.below(3) > 0 { die.day(day("2013-01-01"), day("2031-12-31")) } else { today };
        let mut kept = Kept::default();
        way.steps.iter().for_each(|step| kept.tick(&step.id, die.below(3) == 0));
        let which = *die.pick(&[Which::Stand, Which::Support]);
        let plan = way::plan(&way, pack, election, today, &kept, which);
        assert_eq!(plan.entries.len(), if which == Which::Stand { 6 } else { 3 });
        let state = |at: usize| plan.entries[at].state;
        let open = |at: &usize| matches!(state(*at), State::Now | State::Late | State::Later);
        match plan.next {
            Some(at) => assert!(open(&at)),
            None => assert!(!(0..plan.entries.len()).any(|at| open(&at))),
        }
        if let Some(election) = election {
            let all = way::entries(&way, pack, &plan, election, &say);
            assert!(all.len() <= plan.entries.len());
        }
    }
}
