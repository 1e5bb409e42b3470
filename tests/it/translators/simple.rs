//! Reading simple German: what each detector finds, and the false friends that it lets go.

use super::Files;
use crate::support::Die;
use sitz_und_stimme::texts::rows;
use sitz_und_stimme::texts::simple::{
    self, Kind, LONGEST, MEDIAN, double_negations, genitives, long_words, passives, subordinate,
};

type Detector = fn(&str) -> Vec<String>;

#[track_caller]
fn check(detector: Detector, hard: &[&str], easy: &[&str]) {
    for sentence in hard {
        assert!(!detector(sentence).is_empty(), "nothing is found in: {sentence}");
    }
    for sentence in easy {
        assert_eq!(detector(sentence), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn subordinate_clauses_are_found() {
    check(
        subordinate,
        &[
            "Wir wissen, dass du kommst.",
            "Dass du kommst, freut uns.",
            "Er fehlt, weil er arbeitet.",
            "Wenn du willst, kannst du kandidieren.",
            "Frag, ob deine Stadt zahlt.",
            "Obwohl es regnet, kommen viele.",
            "Sie schreibt, damit du es lesen kannst.",
            "Menschen, die dort wohnen, dürfen wählen.",
            "Der Brief, den du bekommst, ist wichtig.",
            "Das ist die Person, mit der du redest.",
            "Die Liste, deren Namen fehlen, gilt nicht.",
            "Sprich mit Leuten, denen du vertraust.",
            "Eine Person, die hilft.",
            "Bevor du gehst, ruf an.",
            "Solange die Frist läuft, geht das.",
            "Leute, die gut passen, fehlen.",
            "Es gibt Menschen, die gewählt sind.",
        ],
        &[
            "Damit kannst du wählen.",
            "Bist du damit einverstanden?",
            "Nimm das, damit geht es besser.",
            "Die Stadt hilft, der Rat entscheidet.",
            "Komm her, das ist gut.",
            "Geh hin, das geht schnell.",
            "Es kommen der Rat, die Stadt und die Leute.",
            "Du brauchst den Pass, die neue Liste und Zeit.",
            "Und ob!",
            "Wenn ja: Ruf an.",
            "Der Rat, die Stadt, das Land.",
            "Du bist dabei, dann redest du mit.",
            "Das kostet nichts, das gilt für alle.",
            "Er ist das Haupt, der Kopf der Gruppe.",
            "",
        ],
    );
}

#[test]
fn genitives_are_found() {
    check(
        genitives,
        &[
            "Das ist ein Brief des Rates.",
            "Am Ende des neuen Jahres.",
            "Das ist Sache eines Vereins.",
            "Das Ende deines Textes fehlt.",
            "Lies die Regeln der Stadt.",
            "Das ist der Tag der Wahl.",
            "Sie kennt die Namen der Mitglieder.",
            "Protokoll der Listenversammlung",
            "Wir reden mit dem Leiter der neuen Verwaltung.",
        ],
        &[
            "Hilf der Stadt.",
            "Sag der Gruppe Bescheid.",
            "In Köln der Rat, in Bonn die Stadt.",
            "Am Montag entscheidet der Rat.",
            "Am Tag entscheidet der Ausschuss.",
            "Das ist eines davon.",
            "Das ist eines der Themen.",
            "Frag in der Stadt nach.",
            "Nach der Wahl kommt die Sitzung.",
            "Geh hin: Nach der Frist ist es zu spät.",
            "Wer hilft der Partei?",
            "Die Stadt hat ein Haus.",
            "Dieses Haus ist groß.",
            "Am Abend der Ausschuss.",
            "",
        ],
    );
}

#[test]
fn passives_are_found() {
    check(
        passives,
        &[
            "Der Rat wird gewählt.",
            "Die Briefe werden verschickt.",
            "Das wurde beschlossen.",
            "Wirst du gewählt?",
            "Der Antrag wird gestellt und besprochen.",
            "Alle, die gewählt werden, kommen.",
            "Das kann bezahlt werden.",
            "Das ist verboten worden.",
            "Die Liste wird im Rathaus abgegeben.",
            "Das wird dir bezahlt.",
            "Du wirst eingeladen.",
            "Darüber wird diskutiert.",
            "Der Termin wurde verschoben.",
            "Das wird geöffnet.",
        ],
        &[
            "Du wirst Mitglied.", "Du wirst 18.", "Er wird gehen.", "Es wird besser.",
            "Es wird ernst.", "Das wird bekannt.", "Wir werden dir helfen.",
            "Du wirst das bekommen.", "Sie werden gewinnen.", "Der Rat ist gewählt.",
            "Du hast gewählt.", "Das wird gut.", "Du wirst es verstehen.",
            "Es wird Abend, dann geht er.", "Werde Mitglied und stimm ab.", "Dann wird es gelten.",
            "",
        ],
    );
}

#[test]
fn double_negations_are_found() {
    check(
        double_negations,
        &[
            "Es geht nicht ohne dich.", "Niemand sagt nichts.", "Das ist nicht unmöglich.",
            "Ohne Pass gibt es keine Stimme.", "Keiner war nie da.",
        ],
        &[
            "Du musst nicht kommen.",
            "Du musst nicht kommen, und du musst nichts zahlen.",
            "Nicht nur ohne Geld.",
            "Uns fehlt nichts.",
            "Unter uns: Das ist nicht schwer.",
            "Er kommt nicht und sie kommt nicht.",
            "Nicht heute oder nie.",
            "",
        ],
    );
}

#[test]
fn long_words_are_found_unless_they_are_explained() {
    let glossary =
        ["Wahlbenachrichtigung".to_owned(), "Ausschuss für Chancengerechtigkeit".to_owned()];
    let long = |text: &str| long_words(text, &glossary);
    assert_eq!(long("Die Listenversammlung, bitte."), ["Listenversammlung"]);
    assert_eq!(long("Deine Wahlbenachrichtigung kommt."), Vec::<String>::new());
    assert_eq!(long("Zwei Wahlbenachrichtigungen."), Vec::<String>::new());
    assert_eq!(long("Die Wahlbenachrichtigungskarte."), ["Wahlbenachrichtigungskarte"]);
    assert_eq!(long("Chancengerechtigkeit"), Vec::<String>::new());
    assert_eq!(long("Integrationsrats-Mitglied"), Vec::<String>::new());
    assert_eq!(long("abcdefghijklmnop"), Vec::<String>::new());
    assert_eq!(long("abcdefghijklmnopq"), ["abcdefghijklmnopq"]);
}

fn read(texts: &[&str]) -> simple::Reading {
    let texts: Vec<(String, String)> =
        texts.iter().map(|t| ("a".to_owned(), (*t).to_owned())).collect();
    simple::read(&texts, &["Rat".to_owned()])
}

#[test]
fn sentences_that_are_too_long_are_errors() {
    let words = |count: usize| vec!["ja"; count].join(" ") + ".";
    assert_eq!(read(&[&words(LONGEST)]).count(Kind::TooLong), 0);
    let long = read(&[&words(LONGEST + 1), &words(3), &words(3)]);
    assert_eq!((long.count(Kind::TooLong), long.longest, long.median()), (1, LONGEST + 1, 3));
    assert_eq!(long.errors().len(), 1, "{:?}", long.errors());
    let many = read(&[&words(MEDIAN + 1), &words(MEDIAN + 1), &words(2)]);
    assert!(many.errors()[0].contains("in the middle"), "{:?}", many.errors());
    let title = vec!["Wort"; LONGEST + 1].join(" ");
    assert_eq!(read(&[&title]).errors().len(), 1, "titles are read, too");
    assert_eq!(read(&[&title]).lengths, Vec::<usize>::new(), "but do not make the middle short");
    // A number that ends a sentence is no "16." before a month.
    assert_eq!(
        read(&["Wählen darfst du ab 16. Kandidieren darfst du ab 18. Gut."]).lengths,
        [1, 5, 5]
    );
    assert_eq!(read(&["Gewählt wurde am 14. September und am 3. Tag danach."]).lengths, [10]);
    assert_eq!(read(&["Im [[rat]] und im [[rat|Stadt-Rat]]."]).lengths, [5]);
    assert_eq!(read(&[]).median(), 0);
}

#[test]
fn shipped_simple_german_keeps_its_limits() {
    let book = Files::shipped().book("de-simple");
    let texts: Vec<(String, String)> =
        rows::rows(&book).into_iter().map(|r| (r.key, r.text)).collect();
    let reading = simple::read(&texts, &[]);
    assert!(reading.lengths.len() > 1_500, "only {} sentences", reading.lengths.len());
    assert_eq!(reading.errors(), Vec::<String>::new());
    for (kind, most) in [(Kind::Passive, 0), (Kind::Genitive, 5), (Kind::DoubleNegation, 5)] {
        let found: Vec<_> =
            reading.findings.iter().filter(|finding| finding.kind == kind).collect();
        assert!(found.len() <= most, "{found:#?}");
    }
}

/// The other way round: normal German is harder, or the detectors see nothing.
#[test]
fn german_is_harder_than_simple_german() {
    let book = Files::shipped().book("de-simple");
    let of = |german: bool| {
        let text = |row: rows::Row| (row.key, if german { row.german } else { row.text });
        simple::read(&rows::rows(&book).into_iter().map(text).collect::<Vec<_>>(), &[])
    };
    let (normal, simple) = (of(true), of(false));
    for kind in Kind::ALL {
        assert!(normal.count(kind) >= simple.count(kind), "{kind:?}");
    }
    assert!(normal.count(Kind::Passive) > 5 && normal.count(Kind::Genitive) > 20);
}

#[test]
fn any_text_is_read() {
    let mut die = Die::new(94);
    for _ in 0..3_000 {
        let text = die.text(60);
        let reading = read(&[&text]);
        assert!(reading.median() <= reading.longest);
    }
}
