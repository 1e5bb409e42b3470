//! Tables of people: runs the rules over a CSV file and compares with what is expected.

use crate::domain::answers::{Answer, Answers};
use crate::domain::date::{Date, PartialDate};
use crate::domain::eligibility::{self, Role, Verdict};
use crate::domain::pack::Pack;
use crate::domain::quiz::{Case, Known};

/// What running a table came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    pub passed: usize,
    /// One line for each row that differs or cannot be read.
    pub failures: Vec<String>,
}

const COLUMNS: [&str; 11] = [
    "id", "persona", "born", "citizenships", "german_basis", "status", "lawful_since",
    "main_home_since", "extra", "vote", "stand",
];

/// Runs the table `csv` for an election day. `Err` if the table itself cannot be read.
pub fn run(pack: &Pack, csv: &str, election: Date) -> Result<Report, String> {
    let mut rows = rows(csv)?.into_iter();
    let head = rows.next().ok_or("The table is empty.")?.1;
    let at = |name: &str| {
        head.iter()
            .position(|column| column.trim() == name)
            .ok_or_else(|| format!("The column \"{name}\" is missing."))
    };
    let columns: Vec<usize> = COLUMNS.iter().map(|name| at(name)).collect::<Result<_, _>>()?;
    let mut report = Report::default();
    for (line, row) in rows {
        let cells: Vec<&str> =
            columns.iter().map(|i| row.get(*i).map_or("", |cell| cell.trim())).collect();
        match row_fault(pack, &cells, election) {
            None => report.passed += 1,
            Some(fault) => report.failures.push(format!("{} (line {line}): {fault}", cells[0])),
        }
    }
    Ok(report)
}

fn row_fault(pack: &Pack, cells: &[&str], election: Date) -> Option<String> {
    let answers = match person(cells) {
        Ok(answers) => answers,
        Err(fault) => return Some(fault),
    };
    let unknown = pack.questions.iter().all(|q| answers.get(&q.id).is_none());
    if unknown {
        return Some("The pack has none of the questions of this table.".to_owned());
    }
    // A word that nobody knows must not pass because another rule says NO anyway.
    for (name, word) in [("german_basis", cells[4]), ("status", cells[5])] {
        let id = name.trim_start_matches("german_");
        let question = pack.question(id).map(|at| &pack.questions[at]);
        if !word.is_empty() && question.is_some_and(|q| !q.options().contains(&word)) {
            return Some(format!("\"{name}\" has an unknown word: {word}"));
        }
    }
    let case = Case { election, today: election };
    let known = Known { pack, answers: &answers, case, complete: true };
    let mut faults = Vec::new();
    for (role, name, expected) in
        [(Role::Vote, "vote", cells[9]), (Role::Stand, "stand", cells[10])]
    {
        let decision = eligibility::decide(&known, role);
        let got = match decision.verdict {
            Verdict::Yes => "YES",
            Verdict::Ask => "ASK",
            Verdict::Later(_) | Verdict::No => "NO",
            Verdict::Open(question) => {
                faults.push(format!("{name}: \"{}\" is not given", pack.questions[question].id));
                continue;
            }
        };
        if !expected.eq_ignore_ascii_case(got) {
            let rules: Vec<&str> = decision
                .rulings
                .iter()
                .filter(|ruling| ruling.verdict == decision.verdict)
                .map(|ruling| pack.rules[ruling.rule].id.as_str())
                .collect();
            faults.push(format!("{name}: expected {expected}, got {got} ({})", rules.join(", ")));
        }
    }
    (!faults.is_empty()).then(|| faults.join("; "))
}

/// Turns the cells of a row into answers to the questions of the pack.
fn person(cells: &[&str]) -> Result<Answers, String> {
    let [_, _, born, citizenships, basis, status, lawful, home, extra, ..] = cells else {
        return Err("The row is too short.".to_owned());
    };
    let mut answers = Answers::default();
    let mut choose = |question: &str, option: &str| {
        answers.record(question, Answer::Choice(option.to_owned()));
    };
    let extras: Vec<&str> = extra.split(',').map(str::trim).filter(|e| !e.is_empty()).collect();
    let no_body = extras.contains(&"no_body");
    choose("body", if no_body { "no" } else { "yes" });

    let countries: Vec<&str> = citizenships.split('+').map(str::trim).collect();
    if countries.iter().any(|c| c.is_empty()) {
        return Err("\"citizenships\" is empty; stateless is XX.".to_owned());
    }
    let german = countries.contains(&"DE");
    let other = countries.iter().any(|c| *c != "DE" && *c != "XX");
    choose("german", if german { "yes" } else { "no" });
    if german {
        choose("other", if other { "yes" } else { "no" });
        choose("basis", if basis.is_empty() { "unknown" } else { basis });
    } else {
        choose("status", status);
    }

    let date = |column: &str, text: &str| {
        Date::parse(text).ok_or_else(|| format!("\"{column}\" is not a date: {text}"))
    };
    answers.record("born", Answer::Date(PartialDate::from(date("born", born)?)));
    let since = |column: &str, text: &str, empty: &str| -> Result<Answer, String> {
        if text.is_empty() {
            return Ok(Answer::Choice(empty.to_owned()));
        }
        Ok(Answer::Date(PartialDate::from(date(column, text)?)))
    };
    answers.record("home", since("main_home_since", home, "none")?);
    // A German's stay is lawful by itself; for everybody else an empty cell is no lawful stay.
    let empty = if german { "birth" } else { "none" };
    answers.record("lawful", since("lawful_since", lawful, empty)?);
    let special: Vec<String> =
        extras.iter().filter(|e| **e != "no_body").map(|e| (*e).to_owned()).collect();
    let known = ["municipal_staff", "council_member", "court_stand"];
    if let Some(odd) = special.iter().find(|e| !known.contains(&e.as_str())) {
        return Err(format!("\"extra\" has an unknown word: {odd}"));
    }
    answers.record("special", Answer::Several(special));
    Ok(answers)
}

/// Splits CSV into rows with the number of the line where each begins; quotes as in RFC 4180.
///
/// Cells are parted by commas, or by semicolons if the first line has more of those: that is how
/// German spreadsheets write the format.
fn rows(csv: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
    let head = csv.lines().next().unwrap_or_default();
    let part = if head.matches(';').count() > head.matches(',').count() { ';' } else { ',' };
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut line, mut began) = (false, 1, 1);
    let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            c if c == part && !quoted => row.push(std::mem::take(&mut cell)),
            '\n' | '\r' if !quoted => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                line += 1;
                row.push(std::mem::take(&mut cell));
                if row.iter().any(|cell| !cell.is_empty()) {
                    rows.push((began, std::mem::take(&mut row)));
                }
                row.clear();
                began = line;
            }
            '\n' => {
                line += 1;
                cell.push(c);
            }
            c => cell.push(c),
        }
    }
    if quoted {
        return Err(format!("A quotation mark that begins in line {began} is never closed."));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push((began, row));
    }
    Ok(rows)
}
