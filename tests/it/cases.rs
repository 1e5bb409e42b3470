//! The table of people: what the rules say about each.

use crate::support::{cells, day, fixture, pack};
use sitz_und_stimme::domain::cases;
use std::collections::BTreeMap;

const HEAD: &str = "id,persona,born,citizenships,german_basis,status,lawful_since,\
                    main_home_since,extra,vote,stand";
const GOOD: &str = "T1,somebody,1990-01-01,TR,,permit,2010-01-01,2010-01-01,,YES,YES";

#[test]
fn all_personas_come_out_as_expected() {
    let report = cases::run(&pack("nrw"), &fixture("personas.csv"), day("2025-09-14")).unwrap();
    assert_eq!(report.failures, Vec::<String>::new());
    assert_eq!(report.passed, 32);
}

/// Returns the tables in `borders.csv` by the election day in their last column.
fn borders() -> BTreeMap<String, String> {
    let csv = fixture("borders.csv");
    let (head, rows) = csv.split_once('\n').expect("a head and rows");
    let mut tables = BTreeMap::new();
    for row in rows.lines() {
        let election = cells(row).last().expect("a last cell").clone();
        let table: &mut String = tables.entry(election).or_insert_with(|| head.to_owned());
        *table += "\n";
        *table += row;
    }
    tables
}

#[test]
fn people_on_every_border_come_out_as_expected() {
    let tables = borders();
    let mut passed = 0;
    for (election, table) in &tables {
        let report = cases::run(&pack("nrw"), table, day(election)).unwrap();
        assert_eq!(report.failures, Vec::<String>::new(), "election {election}");
        passed += report.passed;
    }
    assert!(tables.len() >= 4 && passed >= 40, "{passed} rows, {} elections", tables.len());
}

#[test]
fn a_town_judges_people_like_its_state() {
    let table = &borders()["2022-05-15"];
    let report = cases::run(&pack("wetter"), table, day("2022-05-15")).unwrap();
    assert_eq!(report.failures, Vec::<String>::new());
}

#[test]
fn a_wrong_expectation_is_named_with_row_and_rule() {
    let row = "T9,too young,2009-09-15,TR,,permit,2010-01-01,2010-01-01,,YES,ASK";
    let table = format!("{HEAD}\n{GOOD}\n{row}\n");
    let report = cases::run(&pack("nrw"), &table, day("2025-09-14")).unwrap();
    assert_eq!(report.passed, 1);
    let expected = "T9 (line 3): vote: expected YES, got NO (age_vote); \
                    stand: expected ASK, got NO (age_stand)";
    assert_eq!(report.failures, vec![expected.to_owned()]);
}

/// Runs a table that cannot be read as a whole and looks for `words` in the message.
#[track_caller]
fn check_table(csv: &str, words: &[&str]) {
    let fault = cases::run(&pack("nrw"), csv, day("2025-09-14")).expect_err("a bad table");
    for word in words {
        assert!(fault.contains(word), "\"{word}\" is not in: {fault}");
    }
}

/// Runs a table of one good and one bad row and looks for `words` in the message.
#[track_caller]
fn check_row(row: &str, words: &[&str]) {
    let table = format!("{HEAD}\n{GOOD}\n{row}\n");
    let report = cases::run(&pack("nrw"), &table, day("2025-09-14")).expect("a readable table");
    assert_eq!(report.passed, 1, "the good row still counts: {:?}", report.failures);
    for word in ["line 3"].iter().chain(words) {
        assert!(report.failures[0].contains(word), "\"{word}\" is not in: {:?}", report.failures);
    }
}

#[test]
fn bad_tables_are_explained() {
    check_table("", &["empty"]);
    check_table("\n\n", &["empty"]);
    check_table("just words", &["column", "\"id\"", "missing"]);
    check_table(&HEAD.replace(",stand", ""), &["column", "\"stand\"", "missing"]);
    check_table(&HEAD.replace("lawful_since", "lawful"), &["\"lawful_since\"", "missing"]);
    check_table(&format!("{HEAD}\nT1,\"somebody,1990-01-01"), &["quotation mark", "line 2"]);
}

#[test]
fn bad_rows_are_explained() {
    check_row("T2,x,,TR,,permit,2010-01-01,2010-01-01,,YES,YES", &["T2", "\"born\"", "date"]);
    check_row("T2,x,1990-02-30,TR,,permit,2010-01-01,2010-01-01,,YES,YES", &["1990-02-30"]);
    check_row("T2,x,1990-01-01,,,permit,2010-01-01,2010-01-01,,YES,YES", &["citizenships"]);
    check_row("T2,x,1990-01-01,TR,,tourist,2010-01-01,2010-01-01,,YES,YES", &["status"]);
    check_row("T2,x,1990-01-01,TR,,,2010-01-01,2010-01-01,,YES,YES", &["status"]);
    check_row("T2,x,1990-01-01,DE,marriage,,,2010-01-01,,YES,YES", &["basis"]);
    check_row("T2,x,1990-01-01,TR,,permit,2010,2010-01-01,,YES,YES", &["lawful_since", "2010"]);
    check_row("T2,x,1990-01-01,TR,,permit,2010-01-01,soon,,YES,YES", &["main_home_since"]);
    check_row("T2,x,1990-01-01,TR,,permit,2010-01-01,2010-01-01,king,YES,YES", &["king"]);
    check_row("T2,x,1990-01-01,TR,,permit,2010-01-01,2010-01-01,,MAYBE,YES", &["MAYBE"]);
    check_row("T2,x", &["T2"]);
    check_row("T2,x,1990-01-01,TR,,permit,2010-01-01,2010-01-01,,,", &["expected"]);
}

#[test]
fn odd_but_readable_tables_pass() {
    let (head, good) = (HEAD.replace(",extra", ",free,extra"), GOOD.replace(",,YES", ",?,,YES"));
    for table in [
        format!("{HEAD}\r\n{GOOD}\r\n"),
        format!("\u{feff}{HEAD}\n\n{GOOD}"),
        format!("{HEAD},reason\n{GOOD},\"a \"\"b\"\", c\nd\"\n"),
        format!("{head}\n{good}"),
        format!("{HEAD}\n{}", GOOD.replace("YES", "yes")),
        format!("{HEAD}\n{}", GOOD.replace(",TR,", ", TR + SY ,")),
    ] {
        let report = cases::run(&pack("nrw"), &table, day("2025-09-14")).unwrap();
        assert_eq!((report.passed, report.failures.len()), (1, 0), "{table}\n{report:?}");
    }
}

#[test]
fn an_unknown_word_is_never_swallowed_by_another_no() {
    // No main home here, so the verdict is NO whatever else is said; the typo must still be named.
    check_row("T2,x,1990-01-01,TR,,tourist,2010-01-01,,,NO,NO", &["tourist"]);
    check_row("T2,x,1990-01-01,DE,marriage,,,,,NO,NO", &["marriage"]);
}

#[test]
fn a_table_may_come_from_a_german_spreadsheet() {
    let table = format!("{HEAD}\n{GOOD}\n").replace(',', ";");
    let report = cases::run(&pack("nrw"), &table, day("2025-09-14")).unwrap();
    assert_eq!((report.passed, report.failures), (1, Vec::new()));
}
