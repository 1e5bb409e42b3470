//! What a person would bring, and which roles fit: every number can say why.
//!
//! A role collects points for answers. Points are taken as a distance from what an arbitrary person
//! would get, in hundredths of its usual spread, so that roles with many questions and roles with few
//! can be compared, and an unanswered question counts for nobody. All of it is whole numbers.

use crate::domain::answers::Answers;
use crate::domain::eligibility::Verdict;
use crate::domain::fit::{Fit, ItemKind, Role};
use crate::domain::pack::Workload;

/// What the answers to an instrument come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// One for each dimension, in their order.
    pub dimensions: Vec<Score>,
    /// One for each role, best first; those for which the time is far too short come last.
    pub roles: Vec<Match>,
    /// Questions that score: answered, and all.
    pub answered: usize,
    pub all: usize,
    /// Minutes a month that the person has; `None` if not said.
    pub minutes: Option<i32>,
}

/// How a dimension came out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// From -100 to 100; `None` if none of its statements was answered.
    pub value: Option<i32>,
    /// Statements that were answered, and all.
    pub answered: usize,
    pub all: usize,
    /// Why: questions with their part of the value.
    pub reasons: Vec<Reason>,
}

/// How well a role fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// Position of the role.
    pub role: usize,
    /// Hundredths of a standard deviation above an arbitrary person.
    pub score: i32,
    /// Why: answers with what they counted, the strongest first.
    pub reasons: Vec<Reason>,
    /// What everything else together counted, so that the sum is the score.
    pub rest: i32,
    /// Minutes a month that the role asks for.
    pub minutes: i32,
    /// Whether that is more than twice what the person has: then it stands behind the others.
    pub short: bool,
}

/// An answer and what it counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reason {
    pub question: usize,
    /// Position of the option.
    pub option: usize,
    pub points: i32,
}

/// How strong a dimension is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strength {
    Strong,
    Middle,
    Practice,
}

/// How well a role fits, in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Degree {
    Very,
    Well,
    Possible,
}

/// How sure a profile is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sureness {
    /// Fewer answers than the instrument asks for: no result yet.
    TooLittle,
    First,
    Clear,
    Sure,
}

/// Of how many options of a list an arbitrary person chooses one, on average.
const ONE_OF: i64 = 4;
/// Minutes a month that can be found even by those who say that they have no evening: a phone call
/// on the way, an hour at a weekend.
const FOUND: i32 = 120;
/// Points are reckoned in thousandths.
const UNIT: i64 = 1_000;

impl Score {
    /// Returns how strong the dimension is; `None` if nothing is known.
    pub fn strength(&self) -> Option<Strength> {
        self.value.map(|value| match value {
            34.. => Strength::Strong,
            -33..34 => Strength::Middle,
            _ => Strength::Practice,
        })
    }
}

impl Strength {
    /// Returns the word used in text keys and style sheets.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Strong => "strong",
            Strength::Middle => "middle",
            Strength::Practice => "practice",
        }
    }
}

impl Match {
    /// Returns how well the role fits, in words.
    pub fn degree(&self) -> Degree {
        match self.score {
            100.. => Degree::Very,
            30..100 => Degree::Well,
            _ => Degree::Possible,
        }
    }
}

impl Profile {
    /// Returns how sure the profile is, in percent of the questions that score.
    pub fn percent(&self) -> usize {
        self.answered * 100 / self.all.max(1)
    }

    /// Returns how sure the profile is, in words.
    pub fn sureness(&self, fit: &Fit) -> Sureness {
        match self.percent() {
            _ if self.answered < fit.minimum => Sureness::TooLittle,
            80.. => Sureness::Sure,
            50.. => Sureness::Clear,
            _ => Sureness::First,
        }
    }

    /// Returns the roles that are open, best first; `stand` tells whether the person may stand.
    pub fn open_roles(&self, fit: &Fit, stand: bool) -> Vec<&Match> {
        let open = |found: &&Match| stand || !fit.roles[found.role].needs_stand;
        self.roles.iter().filter(open).collect()
    }
}

/// Tells whether roles for those who may stand are open at a verdict.
pub fn may_stand(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Yes | Verdict::Ask)
}

/// Works out the profile of `answers`.
pub fn profile(fit: &Fit, workload: &Workload, answers: &Answers) -> Profile {
    let chosen: Vec<Option<Vec<usize>>> =
        fit.questions.iter().map(|item| item.chosen(answers)).collect();
    let evenings = fit.questions.iter().position(|item| item.kind == ItemKind::Evenings);
    let minutes = evenings.and_then(|at| {
        let option = *chosen[at].as_ref()?.first()?;
        Some(fit.questions[at].options[option].value * fit.evening_minutes)
    });
    let mut roles: Vec<Match> = Vec::with_capacity(fit.roles.len());
    for role in 0..fit.roles.len() {
        let mut found = weigh(fit, workload, role, &chosen);
        found.short = minutes.is_some_and(|has| found.minutes > (has * 2).max(FOUND));
        let rank = |found: &Match| (!found.short, found.score);
        let at = roles.partition_point(|other| rank(other) >= rank(&found));
        roles.insert(at, found);
    }
    let scoring = |at: &usize| is_scoring(fit, *at);
    let all: Vec<usize> = (0..fit.questions.len()).filter(scoring).collect();
    Profile {
        dimensions: (0..fit.dimensions.len()).map(|at| score(fit, at, &chosen)).collect(),
        roles,
        answered: all.iter().filter(|at| chosen[**at].is_some()).count(),
        all: all.len(),
        minutes,
    }
}

/// Tells whether a question counts for a dimension or a role.
fn is_scoring(fit: &Fit, question: usize) -> bool {
    let item = &fit.questions[question];
    !item.loads.is_empty()
        || fit.roles.iter().any(|role| {
            (item.kind == ItemKind::Evenings && role.time_points > 0)
                || role.points.iter().any(|(chosen, _)| chosen.question == question)
        })
}

fn score(fit: &Fit, dimension: usize, chosen: &[Option<Vec<usize>>]) -> Score {
    let (mut sum, mut most, mut all) = (0, 0, 0);
    let mut reasons = Vec::new();
    for (question, item) in fit.questions.iter().enumerate() {
        let Some((_, weight)) = item.loads.iter().find(|(at, _)| *at == dimension) else {
            continue;
        };
        all += 1;
        if let Some(option) = chosen[question].as_ref().and_then(|options| options.first()) {
            let widest = item.options.iter().map(|option| option.value.abs()).max().unwrap_or(0);
            let points = weight * item.options[*option].value;
            sum += points;
            most += weight.abs() * widest;
            reasons.push(Reason { question, option: *option, points });
        }
    }
    let value = (most > 0).then(|| sum * 100 / most.max(1));
    Score { value, answered: reasons.len(), all, reasons }
}

/// Returns the minutes a month that a role asks for.
pub fn minutes_of(role: &Role, workload: &Workload) -> i32 {
    let session = workload.session_minutes + workload.reading_minutes;
    let sessions = workload.sessions * session * role.sessions;
    let groups = workload.groups * workload.group_minutes * role.groups;
    (sessions + groups) / 1_200 + role.own
}

/// Returns the points of an option for a role.
fn points(fit: &Fit, workload: &Workload, role: &Role, question: usize, option: usize) -> i64 {
    let item = &fit.questions[question];
    let value = item.options[option].value;
    let mut points = 0;
    for (dimension, weight) in &item.loads {
        points += role.weights[*dimension] * weight * value;
    }
    for (chosen, count) in &role.points {
        if chosen.question == question && chosen.options.contains(&item.options[option].id) {
            points += count;
        }
    }
    if item.kind == ItemKind::Evenings {
        let (has, asks) = (value * fit.evening_minutes, minutes_of(role, workload));
        points += role.time_points
            * match () {
                () if has >= asks => 1,
                () if has * 2 >= asks => -1,
                () => -2,
            };
    }
    i64::from(points) * UNIT
}

/// Returns what an arbitrary person gets from a question for a role, and the variance of it.
///
/// Of a choice every option is as likely; of a list every option is chosen by one in [`ONE_OF`].
fn spread(item_is_several: bool, points: &[i64]) -> (i64, i64) {
    let sum: i64 = points.iter().sum();
    let count = points.len().max(1) as i64;
    if item_is_several {
        let square: i64 = points.iter().map(|p| p * p).sum();
        return (sum / ONE_OF, square * (ONE_OF - 1) / (ONE_OF * ONE_OF));
    }
    let mean = sum / count;
    (mean, points.iter().map(|p| (p - mean) * (p - mean)).sum::<i64>() / count)
}

fn weigh(fit: &Fit, workload: &Workload, at: usize, chosen: &[Option<Vec<usize>>]) -> Match {
    let role = &fit.roles[at];
    let (mut variance, mut total) = (0, 0);
    let mut counted: Vec<(usize, usize, i64)> = Vec::new();
    for (question, item) in fit.questions.iter().enumerate() {
        let all: Vec<i64> = (0..item.options.len())
            .map(|option| points(fit, workload, role, question, option))
            .collect();
        let several = item.kind.is_several();
        let (mean, own) = spread(several, &all);
        variance += own;
        let Some(options) = &chosen[question] else { continue };
        total -= mean;
        for option in options {
            total += all[*option];
            let share = if several { 0 } else { mean };
            counted.push((question, *option, all[*option] - share));
        }
    }
    let spread = root(variance).max(1);
    let hundredths = |points: i64| (points * 100 / spread) as i32;
    let mut reasons: Vec<Reason> = Vec::new();
    for (question, option, points) in counted {
        let reason = Reason { question, option, points: hundredths(points) };
        if reason.points != 0 {
            let at = reasons.partition_point(|other| other.points >= reason.points);
            reasons.insert(at, reason);
        }
    }
    let score = hundredths(total) + role.lift;
    let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
    Match {
        role: at,
        score,
        rest: score - sum,
        reasons,
        minutes: minutes_of(role, workload),
        short: false,
    }
}

/// Returns the whole square root.
fn root(number: i64) -> i64 {
    let mut low = 0;
    let mut high = 3_000_000_000_i64;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if middle * middle <= number { low = middle } else { high = middle }
    }
    low
}

/// Returns the positions of the next three steps: those of the best role that is open.
pub fn next_steps(fit: &Fit, profile: &Profile, answers: &Answers, stand: bool) -> Vec<usize> {
    let best = profile.open_roles(fit, stand).first().map(|found| &fit.roles[found.role]);
    let steps = best.map(|role| match fit.is_old_hand(answers) {
        true => &role.next_old,
        false => &role.next_new,
    });
    steps.map(|steps| steps.iter().take(3).copied().collect()).unwrap_or_default()
}
