//! Tables that spreadsheet programs read and write: CSV with commas, semicolons or tabs.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses it again
//! when it is read, so that nothing in a text is ever run.

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// What may stand between two cells.
pub const SEPARATORS: [char; 3] = [',', ';', '\t'];
/// Most bytes of a file that is read.
pub const MOST_BYTES: usize = 20_000_000;

/// A table as it was read: its rows, each with the number that a spreadsheet shows beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sheet {
    pub head: Vec<String>,
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Writes rows, the head first, with the mark by which spreadsheets know UTF-8.
pub fn write(rows: &[Vec<String>], separator: char) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(separator);
            }
            out.push('"');
            out.push_str(&guarded(cell).replace('"', "\"\""));
            out.push('"');
        }
        out.push_str("\r\n");
    }
    out
}

/// Reads a table whose head has all of `needed`, whatever stands between its cells.
pub fn read(text: &str, needed: &[&str]) -> Result<Sheet, String> {
    if text.len() > MOST_BYTES {
        return Err("the file is larger than 20 MB".to_owned());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Some spreadsheets are told the separator so.
    let told =
        text.lines().next().is_some_and(|line| line.to_ascii_lowercase().starts_with("sep="));
    let text = if told { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let mut fault = None;
    for separator in SEPARATORS {
        match rows(text, separator) {
            Ok(rows) => {
                let rows = rows.into_iter().map(|(n, row)| (n + usize::from(told), row));
                let mut rows = rows.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
                let head: Vec<String> = rows.next().map(|(_, row)| row).unwrap_or_default();
                let head: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
                let has = |name: &&str| head.iter().any(|own| own.eq_ignore_ascii_case(name));
                if needed.iter().all(has) {
                    return Ok(Sheet { head, rows: rows.collect() });
                }
            }
            Err(line) => fault = fault.or(Some(line)),
        }
    }
    let columns = needed.join(", ");
    Err(match fault {
        Some(line) => format!("line {line}: a quoted cell begins there and has no end"),
        None => format!("the first row must name the columns, with these among them: {columns}"),
    })
}

impl Sheet {
    /// Returns the position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.head.iter().position(|own| own.eq_ignore_ascii_case(name))
    }
}

/// Cuts a text into rows and cells; the error is the line of a quoted cell without an end.
fn rows(text: &str, separator: char) -> Result<Vec<(usize, Vec<String>)>, usize> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut was_quoted) = (None, false);
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        match (quoted, c) {
            (Some(_), '"') if chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            (Some(_), '"') => quoted = None,
            (Some(_), c) => cell.push(c),
            (None, '"') if cell.is_empty() && !was_quoted => {
                quoted = Some(line);
                was_quoted = true;
            }
            (None, c) if c == separator => {
                row.push(unguarded(&std::mem::take(&mut cell)));
                was_quoted = false;
            }
            (None, '\r') if chars.peek() == Some(&'\n') => {}
            (None, '\n' | '\r') => {
                row.push(unguarded(&std::mem::take(&mut cell)));
                rows.push((rows.len() + 1, std::mem::take(&mut row)));
                was_quoted = false;
            }
            (None, c) => cell.push(c),
        }
    }
    if let Some(line) = quoted {
        return Err(line);
    }
    if !cell.is_empty() || was_quoted || !row.is_empty() {
        row.push(unguarded(&cell));
        rows.push((rows.len() + 1, row));
    }
    Ok(rows)
}

/// Tells whether a cell would be run, or was kept from it.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> String {
    let rest = cell.strip_prefix('\'').filter(|rest| is_formula(rest));
    rest.unwrap_or(cell).to_owned()
}
