//! A walk through all answers that can make a difference, and a picture of it.

use super::{ByLanguage, report};
use crate::domain::answers::{Answer, Answers};
use crate::domain::chamber::tenths;
use crate::domain::date::Date;
use crate::domain::eligibility::Verdict;
use crate::domain::fit::Fit;
use crate::domain::json::Problems;
use crate::domain::outcome;
use crate::domain::pack::{self, Pack};
use crate::domain::problem::Problem;
use crate::domain::quiz::{self, Case, Kind, Meaning, Step};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a walk through all answers that can make a difference has seen.
#[derive(Default)]
pub struct Seen {
    pub outcomes: BTreeSet<usize>,
    pub cases: BTreeSet<(usize, usize)>,
    pub asked: BTreeSet<usize>,
    /// Which question or outcome can follow a question.
    pub ways: BTreeSet<(usize, Place)>,
    /// Answers that lead nowhere.
    pub dead_ends: Vec<Answers>,
    pub leaves: usize,
}

/// A question or an outcome, by its position in the pack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    Question(usize),
    Outcome(usize),
}

/// Walks through all answers that can make a difference, for one election day.
pub fn walk(pack: &Pack, case: Case) -> Seen {
    let mut seen = Seen::default();
    walk_from(pack, case, &Answers::default(), &mut seen);
    // Optional questions are answered after everything else.
    for optional in pack.questions.iter().filter(|q| q.optional) {
        for answer in samples(pack, pack.question(&optional.id).unwrap_or(0), case) {
            let mut answers = Answers::default();
            answers.record(&optional.id, answer);
            walk_from(pack, case, &answers, &mut seen);
        }
    }
    seen
}

fn walk_from(pack: &Pack, case: Case, answers: &Answers, seen: &mut Seen) {
    let replay = quiz::replay(pack, answers, case);
    match replay.step {
        Step::Ask(question) => {
            seen.asked.insert(question);
            seen.ways.extend(replay.path.last().map(|last| (*last, Place::Question(question))));
            for answer in samples(pack, question, case) {
                let mut next = answers.clone();
                next.record(&pack.questions[question].id, answer);
                walk_from(pack, case, &next, seen);
            }
        }
        // Every sample date is exact, so this is a pack that never gets its answer.
        Step::Exact(_) => seen.dead_ends.push(answers.clone()),
        Step::Done => {
            seen.leaves += 1;
            match outcome::judge(pack, &replay.answers, case) {
                Some(result) => {
                    seen.outcomes.insert(result.outcome);
                    let place = Place::Outcome(result.outcome);
                    seen.ways.extend(replay.path.last().map(|last| (*last, place)));
                    for ruling in result.vote.rulings.iter().chain(&result.stand.rulings) {
                        if let (Some(index), false) =
                            (ruling.case, matches!(ruling.verdict, Verdict::Open(_)))
                        {
                            seen.cases.insert((ruling.rule, index));
                        }
                    }
                }
                None => seen.dead_ends.push(answers.clone()),
            }
        }
    }
}

/// Returns answers that stand for all others: every option, and a day on each side of every
/// threshold.
pub fn samples(pack: &Pack, question: usize, case: Case) -> Vec<Answer> {
    let q = &pack.questions[question];
    let choice = |id: &String| Answer::Choice(id.clone());
    let mut out: Vec<Answer> = match &q.kind {
        Kind::Choice(options) => options.iter().map(choice).collect(),
        Kind::Several(options) => {
            let one = options.iter().map(|id| Answer::Several(vec![id.clone()]));
            one.chain([Answer::Several(Vec::new())]).collect()
        }
        Kind::Date => Vec::new(),
        Kind::Since(options) => {
            let dateless = options.iter().filter(|o| o.means != Meaning::Today);
            dateless.map(|o| Answer::Choice(o.id.clone())).collect()
        }
    };
    if matches!(q.kind, Kind::Date | Kind::Since(_)) {
        for span in pack.spans(question) {
            let limit = case.election.minus(span);
            out.push(Answer::Date(limit.into()));
            out.push(Answer::Date(limit.plus_days(1).into()));
        }
    }
    out
}

/// Reports dead ends, and what nobody ever reaches.
pub fn check(pack: &Pack, today: Date, problems: &Problems) {
    if pack.rules.is_empty() {
        return;
    }
    let file = pack::file_of(&pack.root);
    let mut outcomes = BTreeSet::new();
    let mut cases = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for election in &pack.elections {
        let seen = walk(pack, Case { election: election.date, today });
        outcomes.extend(seen.outcomes);
        cases.extend(seen.cases);
        asked.extend(seen.asked);
        if let Some(answers) = seen.dead_ends.first() {
            report(
                problems,
                &format!("{file}#/outcomes"),
                format!("These answers lead to no outcome: {}.", answers.to_value()),
            );
        }
    }
    let given = |id: &str| pack.facts.get(id).is_some();
    for (index, outcome) in pack.outcomes.iter().enumerate() {
        if !outcomes.contains(&index) && pack.chain.len() == 1 {
            let place = format!("{file}#/outcomes/{index}");
            report(problems, &place, format!("Nobody reaches the outcome \"{}\".", outcome.id));
        }
    }
    for (index, question) in pack.questions.iter().enumerate() {
        if !asked.contains(&index) && !question.optional && !given(&question.id) {
            let place = format!("{file}#/questions/{index}");
            report(problems, &place, format!("The question \"{}\" is never asked.", question.id));
        }
    }
    for (rule_at, rule) in pack.rules.iter().enumerate() {
        for (case_at, case) in rule.cases.iter().enumerate() {
            if !cases.contains(&(rule_at, case_at)) && pack.chain.len() == 1 {
                let place = format!("{file}#/rules/{rule_at}/cases/{case_at}");
                let sentence =
                    format!("Nobody reaches the case \"{}\" of \"{}\".", case.id, rule.id);
                problems.borrow_mut().push(Problem::warning(&place, sentence));
            }
        }
    }
}

// ---------------------------------------------------------------- picture

/// Returns a picture of the assessment and the check as SVG: what is asked, and what can follow.
///
/// `texts` name questions and outcomes in the first language of the pack.
pub fn picture(pack: &Pack, fit: Option<&Fit>, texts: &ByLanguage, today: Date) -> String {
    let texts = pack.languages.first().and_then(|language| texts.get(language));
    let text = |key: &str| texts.and_then(|map| map.get(key)).and_then(Value::as_str).unwrap_or("");
    let mut ways: BTreeSet<(usize, Place)> = BTreeSet::new();
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    for election in &pack.elections {
        let seen = walk(pack, Case { election: election.date, today });
        ways.extend(seen.ways);
        asked.extend(seen.asked);
    }
    let mut picture = Picture::default();
    let mut row = 0;
    for block in fit.iter().flat_map(|fit| &fit.blocks) {
        let title = text(&format!("fit.block.{}.title", block.id));
        picture.title(0, row, title);
        row += 1;
        for item in fit.iter().flat_map(|fit| &fit.questions[block.from..block.to]) {
            let title = text(&format!("fit.q.{}.title", item.id));
            picture.place(0, row, &format!("{}: {title}", item.id), "statement");
            row += 1;
        }
    }
    let mut at: BTreeMap<Place, usize> = BTreeMap::new();
    for question in &asked {
        let row = at.len() * 2 + 1;
        let id = &pack.questions[*question].id;
        let title = text(&format!("question.{id}.title"));
        picture.place(1, row, &format!("{id}: {title}"), "question");
        at.insert(Place::Question(*question), row);
    }
    let ends: BTreeSet<usize> = ways
        .iter()
        .filter_map(|(_, place)| match place {
            Place::Outcome(outcome) => Some(*outcome),
            Place::Question(_) => None,
        })
        .collect();
    for (row, outcome) in ends.iter().enumerate() {
        let row = row * 2 + 1;
        let id = &pack.outcomes[*outcome].id;
        let title = text(&format!("outcome.{id}.title"));
        picture.place(2, row, &format!("{id}: {title}"), "outcome");
        at.insert(Place::Outcome(*outcome), row);
    }
    for (from, to) in &ways {
        if let (Some(start), Some(end)) = (at.get(&Place::Question(*from)), at.get(to)) {
            picture.way(*start, *end, matches!(to, Place::Outcome(_)));
        }
    }
    picture.finish()
}

/// Boxes in three columns, and lines between the second and the third.
#[derive(Default)]
struct Picture {
    lines: String,
    boxes: String,
    rows: usize,
}

const COLUMN: usize = 620;
const BOX: usize = 520;
const ROW: usize = 44;

impl Picture {
    fn title(&mut self, column: usize, row: usize, text: &str) {
        let (x, y) = (20 + column * COLUMN, 46 + row * ROW);
        self.boxes.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" class=\"title\">{}</text>\n",
            escaped(text)
        ));
        self.rows = self.rows.max(row + 1);
    }

    fn place(&mut self, column: usize, row: usize, text: &str, class: &str) {
        let (x, y) = (20 + column * COLUMN, 20 + row * ROW);
        let short: String = text.chars().take(64).collect();
        let dots = if short.len() < text.len() { "…" } else { "" };
        self.boxes.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"36\" rx=\"8\" class=\"{class}\"/>\
             <text x=\"{}\" y=\"{}\">{}{dots}</text>\n",
            x + 10,
            y + 23,
            escaped(&short)
        ));
        self.rows = self.rows.max(row + 1);
    }

    fn way(&mut self, from: usize, to: usize, outcome: bool) {
        let y = |row: usize| 38 + row * ROW;
        let (left, right) = (20 + COLUMN, 20 + COLUMN + BOX);
        let path = if outcome {
            let end = 20 + 2 * COLUMN;
            format!(
                "M{right} {}C{} {} {} {} {end} {}",
                y(from),
                right + 60,
                y(from),
                end - 60,
                y(to),
                y(to)
            )
        } else {
            // A bow on the left, wider the farther it goes.
            let bow = tenths(((to.abs_diff(from)) * 60 + 120) as i32 * 2);
            format!("M{left} {}c-{bow} 0 -{bow} {} 0 {}", y(from), y(to) - y(from), y(to) - y(from))
        };
        self.lines.push_str(&format!("<path d=\"{path}\"/>\n"));
    }

    fn finish(self) -> String {
        let (width, height) = (3 * COLUMN, self.rows * ROW + 40);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n\
             <style>svg{{background:#fbf7f0;font:15px sans-serif;fill:#17223b}}.title{{font-weight:700}}\
             rect{{fill:#fff;stroke:#11857b}}.outcome{{fill:#bfe0d9}}.statement{{stroke:#bfe0d9}}\
             path{{fill:none;stroke:#0b5d57;stroke-opacity:.45;stroke-width:1.5}}</style>\n{}{}</svg>\n",
            self.lines, self.boxes
        )
    }
}

/// Returns a text that may stand in markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
