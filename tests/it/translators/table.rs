//! Tables: what is written can be read again, by us and by spreadsheets, and nothing in it is run.

use super::{Files, translations};
use crate::support::Die;
use sitz_und_stimme::texts::rows::{self, COLUMNS, Only, State};
use sitz_und_stimme::texts::sheet::{self, SEPARATORS, Sheet};
use sitz_und_stimme::texts::{flat, plurals, taken, usage};

fn read(text: &str) -> Result<Sheet, String> {
    sheet::read(text, &["a", "b"])
}

#[track_caller]
fn check(text: &str, expected: &[(usize, &[&str])]) {
    let sheet = read(text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"));
    let rows: Vec<(usize, Vec<&str>)> =
        sheet.rows.iter().map(|(n, row)| (*n, row.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(usize, Vec<&str>)> =
        expected.iter().map(|(n, row)| (*n, row.to_vec())).collect();
    assert_eq!(rows, expected, "{text:?}");
}

#[test]
fn tables_of_all_kinds_are_read() {
    check("a,b\n1,2\n", &[(2, &["1", "2"])]);
    check("\u{feff}\"a\",\"b\"\r\n\"1\",\"2\"\r\n", &[(2, &["1", "2"])]);
    check("a;b\r\n1;2", &[(2, &["1", "2"])]);
    check("a\tb\n1\t2\r3\t4\n", &[(2, &["1", "2"]), (3, &["3", "4"])]);
    check("sep=;\na;b\n1;2\n", &[(3, &["1", "2"])]);
    check("A , B\n1,2\n", &[(2, &["1", "2"])]);
    check("x,b,a\n1,2,3\n", &[(2, &["1", "2", "3"])]);
    check("a,b\n\n,\n1,2\n\n", &[(4, &["1", "2"])]);
    check("a,b\n\"1\n2\",\"3\"\"4\"\n5,6\n", &[(2, &["1\n2", "3\"4"]), (3, &["5", "6"])]);
    check("a,b\n1;x,2\n", &[(2, &["1;x", "2"])]);
    check("a,b\n1\n", &[(2, &["1"])]);
    check("a,b\n1,2,3\n", &[(2, &["1", "2", "3"])]);
    check("a,b\n1\",2\n", &[(2, &["1\"", "2"])]);
    check("a,b\n\"\",2\n", &[(2, &["", "2"])]);
    check("a,b", &[]);
    for (text, words) in [
        ("", "first row"),
        ("a,c\n1,2", "first row"),
        ("a,b\n\"1,2\n3,4\n", "line 2"),
        ("\0\0\0", "first row"),
    ] {
        let problem = read(text).expect_err(text);
        assert!(problem.contains(words), "{text:?}: {problem}");
    }
    assert!(read(&format!("a,b\n{}", "x".repeat(sheet::MOST_BYTES))).is_err());
}

#[test]
fn no_cell_is_run_as_a_formula() {
    for evil in ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "'=1", "''@x", "=HYPERLINK(\"x\")"] {
        for separator in SEPARATORS {
            let rows =
                [vec!["a".to_owned(), "b".to_owned()], vec![evil.to_owned(), evil.to_owned()]];
            let text = sheet::write(&rows, separator);
            let row = text.lines().nth(1).expect("a row");
            assert!(row.starts_with("\"'"), "{row}");
            assert!(row.contains(&format!("{separator}\"'")), "{row}");
            check(&text, &[(2, &[evil, evil])]);
        }
    }
    // What needs no guard gets none.
    let rows = [vec!["a".to_owned(), "b".to_owned()], vec!["'s ist".to_owned(), "1=1".to_owned()]];
    assert!(sheet::write(&rows, ',').contains("\"'s ist\",\"1=1\""));
}

#[test]
fn any_table_comes_back_as_it_was() {
    let mut die = Die::new(91);
    for _ in 0..3_000 {
        let cell = |die: &mut Die| {
            let mut text = die.text(12);
            if die.below(3) == 0 {
                text.insert(0, *die.pick(&['=', '+', '-', '@', '\'', '"', '\t', '\r', ';', ',']));
            }
            text
        };
        let mut rows = vec![vec!["a".to_owned(), "b".to_owned()]];
        for _ in 0..die.below(4) {
            rows.push(vec![format!("x{}", cell(&mut die)), cell(&mut die)]);
        }
        let separator = *die.pick(&SEPARATORS);
        let read = read(&sheet::write(&rows, separator)).expect("a table");
        let back: Vec<Vec<String>> = read.rows.into_iter().map(|(_, row)| row).collect();
        assert_eq!(back, rows[1..], "{separator:?}");
    }
}

#[test]
fn any_text_is_read_as_a_table_or_refused() {
    let mut die = Die::new(92);
    for _ in 0..3_000 {
        let _ = read(&die.text(60));
        let _ = read(&format!("a;b\n{}", die.text(60)));
    }
}

#[test]
fn every_shipped_language_survives_the_round_trip() {
    let files = Files::shipped();
    for language in translations() {
        let book = files.book(&language);
        let rows = rows::rows(&book).len();
        for separator in SEPARATORS {
            let (table, count) = rows::export(&book, Only::All, separator);
            assert_eq!(count, rows);
            let mut other = book.clone();
            let taken = taken::take(&mut other, &table).expect("a table");
            assert_eq!(taken.remarks, Vec::new(), "{language}");
            assert_eq!((taken.new, taken.accepted), (0, 0));
            assert_eq!(other.changed(), Vec::new(), "{language}: a file would change");
            assert_eq!(other.stamps, book.stamps);
        }
    }
}

/// All files are written byte by byte as they are, if every text in them is taken anew.
#[test]
fn files_are_written_in_their_own_form() {
    let files = Files::shipped();
    for language in translations() {
        let book = files.book(&language);
        for part in &book.parts {
            let file = part.set.file(&language);
            let before = files.get(&file).expect("a file");
            if file.ends_with("pack.json") {
                let own = part.ordered();
                let there = flat::part(&before, &["texts", &language]).is_some();
                let again = flat::replaced(&before, "texts", &language, &own);
                assert!(!there || again.as_ref() == Some(&before), "{file}: {again:?}");
            } else {
                assert_eq!(flat::file(&part.ordered()), before, "{file}");
            }
        }
        let mut empty = book.clone();
        let (table, _) = rows::export(&book, Only::All, ',');
        empty.parts.iter_mut().for_each(|part| part.own.clear());
        taken::take(&mut empty, &table).expect("a table");
        assert_eq!(
            empty.parts.iter().map(|p| p.ordered()).collect::<Vec<_>>(),
            book.parts.iter().map(|p| p.ordered()).collect::<Vec<_>>(),
            "{language}"
        );
    }
}

#[test]
fn the_table_says_what_a_translator_needs() {
    let book = Files::shipped().book("tr");
    let (table, _) = rows::export(&book, Only::All, ',');
    let sheet = sheet::read(&table, &COLUMNS).expect("a table");
    let of = |row: &[String], name: &str| row[sheet.column(name).expect("a column")].clone();
    let find = |key: &str, form: &str| {
        let row =
            sheet.rows.iter().find(|(_, row)| of(row, "key") == key && of(row, "plural") == form);
        row.map(|(_, row)| row.clone()).unwrap_or_else(|| panic!("{key} {form}"))
    };
    let nav = find("nav.home", "");
    assert_eq!((of(&nav, "file"), of(&nav, "state")), ("messages/tr.json".into(), "done".into()));
    assert!(of(&nav, "shown").contains("navigation") && of(&nav, "length").contains("13"));
    let count = find("find.count", "one");
    assert!(of(&count, "keep").contains("{n} = a number"), "{count:?}");
    let option = find("question.german.option.yes", "");
    assert!(of(&option, "shown").contains("answer to choose (under: "), "{option:?}");
    let town = find("way.signatures.what", "");
    assert!(of(&town, "file").starts_with("packs/"));
    let inline = find("election.wetter-2022.name", "");
    assert_eq!(of(&inline, "file"), "packs/wetter/pack.json");
    let home: Vec<_> =
        sheet.rows.iter().filter(|(_, r)| of(r, "key") == "question.home.title").collect();
    assert_eq!(home.len(), 5, "the state and four towns");
    assert_eq!(home.iter().filter(|(_, row)| of(row, "state") == "optional").count(), 4);
    // Beside each text stands the heading above it, and never that of another town.
    let short = find("question.home.short", "");
    assert!(
        of(&short, "shown").contains("(under: Seit wann wohnst du in deiner Stadt?)"),
        "{short:?}"
    );
    let here = |file: &str| {
        let is = |row: &[String]| {
            of(row, "key") == "question.home.option.here" && of(row, "file") == file
        };
        let row = sheet.rows.iter().find(|(_, row)| is(row));
        row.map(|(_, row)| of(row, "shown")).unwrap_or_else(|| panic!("{file}"))
    };
    assert!(here("packs/musterstadt/pack.json").ends_with("in Musterstadt?)"));
    assert!(here("packs/nrw/tr.json").ends_with("in deiner Stadt?)"));
    // Köln has no heading of its own there: it is that of the state.
    assert_eq!(of(&town, "file"), "packs/koeln/way.tr.json");
    assert!(
        of(&town, "shown").ends_with("(under: Kläre, ob du Unterschriften brauchst)"),
        "{town:?}"
    );
    for (_, row) in &sheet.rows {
        assert!(row.iter().all(|cell| !cell.contains('\n')), "{row:?}");
        assert!(!of(row, "shown").is_empty() && !of(row, "length").is_empty(), "{row:?}");
        let marks = of(row, "German").contains("[[") || of(row, "German").contains('{');
        assert_eq!(of(row, "keep").is_empty(), !marks, "{row:?}");
        assert!(!of(row, "keep").contains("= a value"), "nobody says what stands there: {row:?}");
    }
}

#[test]
fn only_what_is_asked_for_is_exported() {
    let files = Files::small("fa", true).put("messages/fa.json", "{\"nav.home\": \"x\"}");
    let book = files.book("fa");
    let count = |only| rows::export(&book, only, ',').1;
    assert_eq!((count(Only::All), count(Only::Missing), count(Only::Stale)), (8, 7, 0));
    assert_eq!(Only::parse("stale"), Some(Only::Stale));
    assert_eq!(Only::parse("new"), None);
}

#[test]
fn forms_are_those_of_the_language() {
    let all = |tag: &str| -> Vec<String> {
        let book = Files::small(tag, true).book(tag);
        let rows = rows::rows(&book).into_iter().filter(|row| row.key == "find.count");
        assert!(book.parts.iter().all(|part| part.own.is_empty()));
        rows.map(|row| {
            assert_eq!(row.state, State::Missing);
            row.form.expect("a form")
        })
        .collect()
    };
    assert_eq!(all("fa"), ["one", "other"]);
    assert_eq!(all("ja"), ["other"]);
    assert_eq!(all("uk"), ["one", "few", "many", "other"]);
    assert_eq!(all("zh-hant"), ["other"]);
    // The files that people looked at have the forms of the table.
    let files = Files::shipped();
    for language in translations() {
        for (key, value) in files.book(&language).parts.iter().flat_map(|part| part.own.clone()) {
            let forms: Vec<String> =
                flat::forms(&value).into_iter().map(|(form, _)| form).collect();
            assert!(
                forms.is_empty() || forms == plurals::forms(&language),
                "{language} {key}: {forms:?}"
            );
        }
    }
}

#[test]
fn length_is_what_is_seen() {
    for (text, expected) in [
        ("", 0),
        ("Start", 5),
        ("[[rat|Rat]] da", 6),
        ("Seçim dairesi (Wahlamt)", 14),
        ("تُرجَم", 4),
        ("(a (b) c) d", 2),
        ("a) b", 3),
        ("😀", 1),
    ] {
        assert_eq!(usage::length(text), expected, "{text}");
    }
    let room = |messages, key, german| usage::room(messages, key, german).most;
    assert_eq!(room(true, "nav.home", "Start"), 13);
    assert!(room(true, "nav.about", "Über diese App") > 20);
    assert!(room(false, "x.text", "Ein Satz.") > room(false, "x.title", "Ein Satz"));
}
