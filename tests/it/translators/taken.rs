//! Taking translations out of a table: what is taken, what is refused, and that nothing is lost.

use super::{Files, json};
use crate::support::Die;
use serde_json::Value;
use sitz_und_stimme::texts::rows::{self, Only};
use sitz_und_stimme::texts::taken::{self, Taken};

const HEAD: &str = "file,key,plural,translation\n";

/// A small app in Ukrainian with some texts.
fn files() -> Files {
    Files::small("uk", true)
        .put(
            "messages/uk.json",
            "{\n  \"nav.home\": \"Старт\",\n  \"home.lead\": \"Вітаю, {name}.\"\n}\n",
        )
        .put("packs/nrw/uk.json", "{}\n")
}

#[track_caller]
fn take(rows: &str) -> (Taken, Files) {
    let files = files();
    let mut book = files.book("uk");
    let taken = taken::take(&mut book, &format!("{HEAD}{rows}")).expect("a table");
    (taken, files.after(&book))
}

/// Takes one row that must be refused, and changes nothing.
#[track_caller]
fn refused(row: &str, words: &str) {
    let (taken, after) = take(row);
    let said: Vec<String> = taken.remarks.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|line| line.contains(words)), "{row}: {said:?}");
    assert!(said.iter().all(|line| line.starts_with("error: row 2, ")), "{row}: {said:?}");
    assert_eq!(taken.refused(), 1, "{row}");
    for file in ["messages/uk.json", "packs/nrw/uk.json"] {
        assert_eq!(after.get(file), files().get(file), "{row}");
    }
}

#[test]
fn faulty_cells_are_refused_and_the_old_text_stays() {
    refused("messages/uk.json,home.lead,,Вітаю.", "placeholder {name} is missing");
    refused("messages/uk.json,home.lead,,\"Вітаю, {ім'я}.\"", "placeholder {name} is missing");
    refused("messages/uk.json,home.lead,,\"Вітаю, {name} {n}.\"", "no placeholder {n}");
    refused("messages/uk.json,home.lead,,\"Вітаю, {name}. }\"", "stands alone");
    refused("messages/uk.json,home.lead,,", "empty; the old text stays");
    refused("messages/uk.json,home.lead,,\"  \"", "empty; the old text stays");
    refused(
        "messages/uk.json,nav.home,,\"a\nb\"",
        "control characters (character 2 is a line break)",
    );
    refused("messages/uk.json,nav.home,,Стар\u{9d}т", "control characters (character 5 is U+009D)");
    refused("messages/uk.json,nav.home,,a\u{202e}b", "direction marks (character 2 is U+202E)");
    refused("messages/uk.json,nav.home,,a\u{61c}b", "direction marks");
    refused(
        "messages/uk.json,nav.home,,a\u{200b}b",
        "invisible characters (character 2 is U+200B)",
    );
    refused(
        "messages/uk.json,nav.home,,a\u{ad}b",
        "invisible characters (character 2 is a soft hyphen)",
    );
    refused("messages/uk.json,nav.home,,<b>x</b>", "HTML");
    refused("messages/uk.json,nav.home,,[[rat]]", "no glossary term");
    refused("messages/uk.json,nav.home,one,x", "counts nothing");
    refused("messages/uk.json,find.count,two,{n} x", "no plural form \"two\"");
    refused("messages/uk.json,find.count,one,{n} x", "\"other\" is missing");
    refused("messages/uk.json,nav.hame,,x", "no text \"nav.hame\"");
    refused("messages/uk.json,,,x", "no text \"\"");
    refused("messages/ru.json,nav.home,,x", "no file \"messages/ru.json\"");
    refused("../../etc/passwd,nav.home,,x", "no file");
    refused("packs/nrw/uk.json,step.ask.text,,Питай раду.", "mark [[rat|…]] is missing");
    refused("packs/nrw/uk.json,step.ask.text,,Питай [[rat|раду", "not closed");
    refused("packs/nrw/uk.json,step.ask.text,,Питай [[рада]].", "no glossary term");
    refused("packs/nrw/uk.json,step.ask.title,,[[rat|Питай]]", "not for titles");
}

#[test]
fn all_problems_are_named_with_their_rows() {
    let rows = "messages/uk.json,nav.home,,Початок\n\
                messages/uk.json,home.lead,,Вітаю\n\
                \n\
                messages/uk.json,nav.hame,,x\n\
                messages/uk.json,nav.home,,Інше\n\
                packs/nrw/uk.json,glossary.rat.name,,Рада\n\
                packs/nrw/uk.json,glossary.rat.name,,Рада\n";
    let (taken, after) = take(rows);
    let said: Vec<(usize, bool)> = taken.remarks.iter().map(|r| (r.row, r.refused)).collect();
    assert_eq!(said, [(3, true), (5, true), (6, true)]);
    assert!(taken.remarks[2].sentence.contains("Row 2 says something else"));
    assert_eq!((taken.new, taken.refused()), (2, 3));
    let messages = json(&after.get("messages/uk.json").unwrap());
    assert_eq!(messages["nav.home"], "Початок");
    assert_eq!(messages["home.lead"], "Вітаю, {name}.", "the old text stays");
    assert_eq!(json(&after.get("packs/nrw/uk.json").unwrap())["glossary.rat.name"], "Рада");
}

#[test]
fn what_is_taken_stands_in_the_order_of_the_german_file() {
    let rows = "messages/uk.json,find.count,other,{n} події\n\
                messages/uk.json,find.count,many,{n} подій\n\
                messages/uk.json,find.count,one,{n} подія\n\
                packs/nrw/uk.json,step.ask.text,,\"Питай \"\"[[rat|раду]]\"\".\"\n\
                packs/nrw/uk.json,glossary.rat.name,,'=Рада\n";
    let (taken, after) = take(rows);
    assert_eq!(taken.remarks, Vec::new());
    assert_eq!(taken.new, 5);
    let expected = "{\n  \"nav.home\": \"Старт\",\n  \"home.lead\": \"Вітаю, {name}.\",\n  \"find.count\": \
                    {\n    \"one\": \"{n} подія\",\n    \"many\": \"{n} подій\",\n    \"other\": \"{n} \
                    події\"\n  }\n}\n";
    assert_eq!(after.get("messages/uk.json").as_deref(), Some(expected));
    let expected = "{\n  \"glossary.rat.name\": \"=Рада\",\n  \"step.ask.text\": \"Питай \
                    \\\"[[rat|раду]]\\\".\"\n}\n";
    assert_eq!(after.get("packs/nrw/uk.json").as_deref(), Some(expected));
}

#[test]
fn what_is_too_long_is_taken_and_named() {
    let rows = "messages/uk.json,nav.home,,Початок нашої програми\n\
                packs/nrw/uk.json,glossary.rat.name,,Рада (Stadtrat der Stadt am Rhein)\n";
    let (taken, after) = take(rows);
    let said: Vec<String> = taken.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("note: row 2, messages/uk.json nav.home: Taken, but too long: 22 ")
    );
    assert!(said[0].contains("at most 13 characters"), "{said:?}");
    assert_eq!((taken.new, taken.refused()), (2, 0));
    assert_eq!(json(&after.get("messages/uk.json").unwrap())["nav.home"], "Початок нашої програми");
    // What was long before is no news.
    let mut book = after.book("uk");
    let again = taken::take(&mut book, &format!("{HEAD}{rows}")).expect("a table");
    assert_eq!(again.remarks, Vec::new());
}

#[test]
fn the_words_of_a_town_are_not_counted_as_empty() {
    let files = Files::shipped();
    for language in super::translations() {
        let mut book = files.book(&language);
        let (table, _) = rows::export(&book, Only::All, ',');
        let taken = taken::take(&mut book, &table).expect("a table");
        let missing = sitz_und_stimme::texts::report::standing(&book).missing.len();
        assert_eq!(taken.empty, missing, "{language}");
    }
}

#[test]
fn rows_that_are_missing_change_nothing() {
    let (taken, after) = take("");
    assert_eq!(taken, Taken::default());
    assert_eq!(after.get("messages/uk.json"), files().get("messages/uk.json"));
    let (taken, _) = take("messages/uk.json,find.count,other\nmessages/uk.json,nav.home,,Старт\n");
    assert_eq!((taken.empty, taken.same, taken.new), (1, 1, 0));
}

#[test]
fn stamps_say_after_which_german_text_it_was() {
    let (_, after) = take("messages/uk.json,nav.home,,Початок\n");
    let table = |files: &Files| rows::export(&files.book("uk"), Only::Stale, ',');
    assert_eq!(table(&after).1, 0);
    let german = after.get("messages/de.json").unwrap().replace("Start", "Anfang");
    let moved = after.put("messages/de.json", &german);
    assert_eq!(table(&moved).1, 1, "the German text has changed");

    // Sent back as it is, it stays stale; sent back as done, it counts.
    let (sheet, _) = table(&moved);
    let mut book = moved.book("uk");
    let taken = taken::take(&mut book, &sheet).unwrap();
    assert_eq!((taken.same, taken.accepted), (1, 0));
    let taken = taken::take(&mut book, &sheet.replace("\"stale\"", "\"done\"")).unwrap();
    assert_eq!(taken.accepted, 1);
    assert_eq!(table(&moved.clone().after(&book)).1, 0);

    // A table from before the change is taken, and stays stale.
    let old = "file,key,German,translation\nmessages/uk.json,nav.home,Start,Перший крок\n";
    let mut book = moved.book("uk");
    let taken = taken::take(&mut book, old).unwrap();
    assert_eq!((taken.new, taken.refused(), taken.remarks.len()), (1, 0, 1));
    assert_eq!(table(&moved.clone().after(&book)).1, 1);

    // By word, without a table.
    let mut book = moved.book("uk");
    assert!(book.accept(&["nav.hame".to_owned()]).is_err());
    assert_eq!(book.accept(&["nav.home".to_owned()]), Ok(1));
    assert_eq!(table(&moved.clone().after(&book)).1, 0);
    // "home.lead" was never stamped.
    assert_eq!(book.accept(&[]), Ok(2));
}

#[test]
fn texts_inside_a_pack_are_changed_there_alone() {
    let pack = r#"{
  "id": "town",
  "contact": {"web": "https://a.example"},
  "texts": {
    "de": {
      "step.ask.title": "Frag",
      "town.own": "Nur hier"
    }
  }
}
"#;
    let files = files().put("packs/town/pack.json", pack);
    let mut book = files.book("uk");
    let rows = "packs/town/pack.json,town.own,,Тільки тут\n";
    let taken = taken::take(&mut book, &format!("{HEAD}{rows}")).unwrap();
    assert_eq!(taken.remarks, Vec::new());
    let after = files.after(&book);
    let expected = pack
        .replace("\n    }\n  }\n}", "\n    },\n    \"uk\": {\"town.own\": \"Тільки тут\"}\n  }\n}");
    assert_eq!(after.get("packs/town/pack.json"), Some(expected.clone()));
    let mut book = after.book("uk");
    let rows = format!("{rows}packs/town/pack.json,step.ask.title,,Питай\n");
    taken::take(&mut book, &format!("{HEAD}{rows}")).unwrap();
    let two = "\"uk\": {\n      \"step.ask.title\": \"Питай\",\n      \"town.own\": \"Тільки тут\"\n    }";
    let expected = expected.replace("\"uk\": {\"town.own\": \"Тільки тут\"}", two);
    assert_eq!(after.after(&book).get("packs/town/pack.json"), Some(expected));
}

#[test]
fn german_and_unknown_languages_are_refused() {
    let mut german = files().book("de");
    assert!(taken::take(&mut german, HEAD).is_err());
    let problem = files().with(|shelf| sitz_und_stimme::texts::book::Book::read(shelf, "xx"));
    assert!(problem.unwrap_err().contains("texts new"));
    let broken = files().put("messages/uk.json", "{\"a\": \"b\", \"a\": \"c\"}");
    let problem = broken.with(|shelf| sitz_und_stimme::texts::book::Book::read(shelf, "uk"));
    assert!(problem.unwrap_err().contains("stands twice"));
}

#[test]
fn any_cell_is_taken_or_refused_and_files_stay_readable() {
    let mut die = Die::new(93);
    for _ in 0..2_000 {
        let files = files();
        let mut book = files.book("uk");
        let mut rows = HEAD.to_owned();
        for key in ["nav.home", "home.lead", "find.count", "step.ask.text"] {
            let file = *die.pick(&["messages/uk.json", "packs/nrw/uk.json"]);
            let form = *die.pick(&["", "one", "other", "x"]);
            let text = die.text(20).replace('"', "\"\"");
            rows.push_str(&format!("{file},{key},{form},\"{text}\"\n"));
        }
        let taken = taken::take(&mut book, &rows).expect("a table");
        let after = files.after(&book);
        for file in ["messages/uk.json", "packs/nrw/uk.json"] {
            let value: Value = json(&after.get(file).unwrap());
            assert!(value.is_object());
        }
        let before = book.clone();
        taken::take(&mut book, &rows).expect("a table");
        assert_eq!(book, before, "once more changes nothing: {rows}");
        assert!(taken.refused() <= 4);
    }
}
