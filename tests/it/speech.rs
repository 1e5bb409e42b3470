//! Reading aloud: the right voice, whole sentences, and a reader that never gets lost.

use crate::support::Die;
use sitz_und_stimme::domain::speech::{
    Block, Fault, Mood, Order, Reader, Run, Script, Voice, choose, same_language, script,
    sentences, units,
};

/// Makes voices from lines: the tag, then `away` for one that is not on the device, `default` for the chosen.
fn voices(lines: &[&str]) -> Vec<Voice> {
    let voice = |line: &&str| Voice {
        lang: line.split(' ').next().unwrap_or_default().to_owned(),
        local: !line.contains("away"),
        default: line.contains("default"),
    };
    lines.iter().map(voice).collect()
}

#[test]
fn the_right_voice_is_chosen() {
    type Row = (&'static str, &'static [&'static str], Option<usize>);
    let table: [Row; 24] = [
        ("de", &[], None),
        ("de", &["de-DE"], Some(0)),
        // Nothing may leave the device, however good the voice is.
        ("de", &["de-DE away default"], None),
        ("de", &["de-DE away default", "de-AT"], Some(1)),
        ("tr", &["en-US default", "de-DE"], None),
        ("tr", &["de-DE", "tr_TR"], Some(1)),
        ("tr", &["de-DE", "tur-TUR"], Some(1)),
        ("ar", &["en-US", "ar-001", "he-IL"], Some(1)),
        ("ar", &["ara_SAU", "de-DE"], Some(0)),
        ("ar", &["ar-SA", "ar-EG default"], Some(1)),
        ("ru", &["RU-ru"], Some(0)),
        // Simple German is German.
        ("de-simple", &["en-US", "de-DE"], Some(1)),
        ("de-simple", &["de-CH", "de-AT", "de-DE"], Some(2)),
        // A tag without a country means the country of the language, unless the person chose otherwise.
        ("en", &["en-US", "en-AU", "en-GB"], Some(2)),
        ("en", &["en-US default", "en-AU", "en-ZA"], Some(0)),
        ("en", &["en-US default", "en-GB"], Some(1)),
        ("en", &["en-IN", "en"], Some(1)),
        ("de", &["de-DE", "de-DE default"], Some(1)),
        ("de", &["de-DE", "de"], Some(0)),
        // The very same tag comes first.
        ("de-AT", &["de-DE default", "de-AT"], Some(1)),
        ("de-AT", &["de-CH", "de-DE default"], Some(1)),
        ("pt-BR", &["pt-PT", "pt-BR"], Some(1)),
        // "deu" is German, "den" is not.
        ("de", &["den-CA"], None),
        ("uk", &["ru-RU", "uk-UA"], Some(1)),
    ];
    for (wanted, lines, expected) in table {
        assert_eq!(choose(&voices(lines), wanted), expected, "{wanted} of {lines:?}");
    }
    assert!(!same_language("", ""), "no language is no language");
}

#[test]
fn the_chosen_voice_is_on_the_device_and_of_the_language() {
    const TAGS: [&str; 9] = ["de-DE", "de", "tr-TR", "tur", "ar-EG", "en-GB", "en-US", "", "x"];
    let mut die = Die::new(7);
    for _ in 0..2_000 {
        let voice = |die: &mut Die| Voice {
            lang: TAGS[die.below(TAGS.len())].to_owned(),
            local: die.below(2) == 0,
            default: die.below(3) == 0,
        };
        let all: Vec<Voice> = (0..die.below(7)).map(|_| voice(&mut die)).collect();
        let wanted = ["de", "de-simple", "tr", "ar", "en", "en-US", "pl", ""][die.below(8)];
        let fits = |voice: &Voice| voice.local && same_language(&voice.lang, wanted);
        match choose(&all, wanted) {
            Some(at) => assert!(fits(&all[at]), "{wanted}: {:?}", all[at]),
            None => assert!(!all.iter().any(fits), "{wanted} has a voice in {all:?}"),
        }
    }
}

#[test]
fn texts_are_cut_into_sentences() {
    // Sentences are joined by a bar.
    let table = [
        ("Hier ist noch Platz. Komm mit!", "Hier ist noch Platz.|Komm mit!"),
        ("Ein Satz ohne Punkt", "Ein Satz ohne Punkt"),
        ("Bis zum 12. Mai ist Zeit. Dann nicht.", "Bis zum 12. Mai ist Zeit.|Dann nicht."),
        ("Am 1. 5. geht es los.", "Am 1. 5. geht es los."),
        ("Das gilt seit 2025. Vorher nicht.", "Das gilt seit 2025.|Vorher nicht."),
        ("Papiere, z. B. Ausweis. Mehr nicht.", "Papiere, z. B. Ausweis.|Mehr nicht."),
        ("So steht es in § 27 Abs. 2 GO. Punkt.", "So steht es in § 27 Abs. 2 GO.|Punkt."),
        ("Siehe Art. 3 und Nr. 5. Weiter.", "Siehe Art. 3 und Nr. 5. Weiter."),
        ("Frag Dr. Muster oder Prof. Beispiel.", "Frag Dr. Muster oder Prof. Beispiel."),
        ("Kita, Schule usw. sind Themen. Ja.", "Kita, Schule usw. sind Themen.|Ja."),
        ("Kita, Schule usw. Danach mehr.", "Kita, Schule usw.|Danach mehr."),
        ("„Darf ich?“ fragte sie. „Ja.“ Gut.", "„Darf ich?“ fragte sie.|„Ja.“|Gut."),
        ("Geht das? Na klar! Los…", "Geht das?|Na klar!|Los…"),
        ("Es kostet 2.500 Euro. Viel.", "Es kostet 2.500 Euro.|Viel."),
        ("Auf beispiel.de steht mehr. Schau.", "Auf beispiel.de steht mehr.|Schau."),
        ("(Das ist freiwillig.) Weiter.", "(Das ist freiwillig.)|Weiter."),
        ("Erste Zeile\nZweite Zeile", "Erste Zeile|Zweite Zeile"),
        ("Um 18.30 Uhr. Im Rathaus.", "Um 18.30 Uhr.|Im Rathaus."),
        ("هل يحق لي؟ نعم. تعال!", "هل يحق لي؟|نعم.|تعال!"),
        ("Oy kullanabilir miyim? Evet. Örn. Köln.", "Oy kullanabilir miyim?|Evet.|Örn. Köln."),
        ("Можно, т. е. нужно. Ул. Мира. Да.", "Можно, т. е. нужно.|Ул. Мира.|Да."),
        ("To jest np. Kolonia. Tak. Łatwo.", "To jest np. Kolonia.|Tak.|Łatwo."),
        ("Fino al 12. Poi basta, ecc. Ecco.", "Fino al 12. Poi basta, ecc. Ecco."),
        ("Mr. Example asks. Who? You.", "Mr. Example asks.|Who?|You."),
        ("  Leer  drum\u{a0}herum.  ", "Leer drum herum."),
        ("Chancen\u{ad}gerechtigkeit", "Chancengerechtigkeit"),
        (" · ", ""),
        ("→", ""),
        ("", ""),
        ("…", ""),
        ("5", "5"),
    ];
    for (text, expected) in table {
        let found: Vec<String> = sentences(text).into_iter().map(|s| s.text).collect();
        assert_eq!(found.join("|"), expected, "{text}");
    }
}

#[test]
fn long_sentences_are_cut_where_one_would_breathe() {
    let clause = "wenn du schon lange hier wohnst und mitreden willst";
    let long = format!("{clause}, {clause}, {clause}, {clause}.");
    let found = sentences(&long);
    assert!(found.len() > 1, "{found:?}");
    for piece in &found[..found.len() - 1] {
        assert!(piece.text.ends_with(','), "{piece:?}");
    }
    let words = "wort ".repeat(100);
    assert!(sentences(&words).iter().all(|piece| piece.text.ends_with("wort")));
    let endless = "a".repeat(1_000);
    assert_eq!(sentences(&endless).iter().map(|piece| piece.text.len()).sum::<usize>(), 1_000);
}

/// Whatever the text is: pieces are in order, short, inside the text, and nothing that sounds is lost.
#[test]
fn no_word_is_lost() {
    const BITS: [&str; 22] = [
        "a", "Wort", "z. B.", "Abs.", "12.", ".", "!", "؟", " ", "  ", "\n", "„", "“", "😀", "é",
        "ß", "نعم", "Да", ",", "\u{ad}", "2025", "langeswortohneende",
    ];
    let mut die = Die::new(11);
    for _ in 0..3_000 {
        let text: String = (0..die.below(120)).map(|_| BITS[die.below(BITS.len())]).collect();
        let wide: Vec<u16> = text.encode_utf16().collect();
        let mut end = 0;
        let mut heard = String::new();
        for piece in sentences(&text) {
            assert!(
                end <= piece.from && piece.from < piece.to && piece.to <= wide.len(),
                "{text:?}"
            );
            let there = String::from_utf16(&wide[piece.from..piece.to]).expect("whole characters");
            let flat =
                |text: &str| text.replace('\u{ad}', "").split_whitespace().collect::<String>();
            assert_eq!(flat(&there), flat(&piece.text), "{text:?}");
            assert!(piece.text.chars().count() <= 150, "{piece:?}");
            heard.push_str(&piece.text);
            end = piece.to;
        }
        let sounds = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(sounds(&heard), sounds(&text), "{text:?}");
    }
}

/// Makes a block of (language, text).
fn block(runs: &[(&str, &str)]) -> Block {
    let run = |(lang, text): &(&str, &str)| Run { lang: (*lang).into(), text: (*text).into() };
    Block { runs: runs.iter().map(run).collect() }
}

#[test]
fn every_run_is_spoken_in_its_language() {
    let voices = voices(&["de-DE", "tr-TR", "en-GB away"]);
    let blocks = [
        block(&[("tr", "Merhaba. Nasılsın?")]),
        block(&[("tr", "Bu bir "), ("de", "Ausschuss"), ("tr", " örneği.")]),
        block(&[("de", "Ein Text auf Deutsch.")]),
        block(&[("pl", "Cisza.")]),
        // A word without a voice of its own is spoken by its neighbours' voice.
        block(&[("de", "Das heißt "), ("en", "town hall"), ("de", " auf Englisch.")]),
        block(&[("pl", " · ")]),
    ];
    let script = script(&blocks, &voices);
    let said: Vec<(usize, usize, &str)> =
        script.parts.iter().map(|p| (p.block, p.voice, p.text.as_str())).collect();
    let expected = [
        (0, 1, "Merhaba."),
        (0, 1, "Nasılsın?"),
        (1, 1, "Bu bir"),
        (1, 0, "Ausschuss"),
        (1, 1, "örneği."),
        (2, 0, "Ein Text auf Deutsch."),
        (4, 0, "Das heißt"),
        (4, 0, "town hall"),
        (4, 0, "auf Englisch."),
    ];
    assert_eq!(said, expected);
    assert_eq!(script.silent.as_deref(), Some("pl"));
    // Places are those in the whole block.
    for part in &script.parts {
        let whole: String = blocks[part.block].runs.iter().map(|run| run.text.as_str()).collect();
        let wide: Vec<u16> = whole.encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&wide[part.from..part.to]), part.text);
    }
    assert_eq!(units("a😀ß"), 4);
}

/// Returns a reader of blocks with so many sentences each.
fn reader(blocks: &[usize]) -> Reader {
    let mut all = Vec::new();
    for (at, count) in blocks.iter().enumerate() {
        let text: String = (0..*count).map(|n| format!("Absatz {at} Satz {n} hier. ")).collect();
        all.push(block(&[("de", &text)]));
    }
    let mut reader = Reader::default();
    reader.take(script(&all, &voices(&["de-DE"])));
    reader
}

fn at(reader: &Reader) -> String {
    let text = reader.part().map(|part| part.text.clone()).unwrap_or_default();
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn the_reader_goes_through_the_page() {
    let mut reader = reader(&[2, 1, 1]);
    assert_eq!((reader.mood, reader.part().is_some()), (Mood::Quiet, true));
    assert_eq!(reader.say_block(0), Order::Say);
    for expected in ["00", "01", "10", "20"] {
        assert_eq!((at(&reader).as_str(), reader.mood), (expected, Mood::Speaking));
        let order = reader.ended(reader.turn());
        assert_eq!(order, if expected == "20" { Order::Hush } else { Order::Say });
    }
    // Playing again begins anew.
    assert_eq!((reader.mood, reader.play(), at(&reader).as_str()), (Mood::Quiet, Order::Say, "00"));
}

#[test]
fn late_news_do_nothing() {
    let mut reader = reader(&[2, 2]);
    reader.say_block(0);
    let first = reader.turn();
    reader.forward();
    let (now, turn) = (at(&reader), reader.turn());
    assert_ne!(first, turn);
    for late in [0, first] {
        assert_eq!(reader.ended(late), Order::Nothing);
        assert_eq!(reader.fell_silent(late, Fault::Broken), Order::Nothing);
    }
    assert_eq!((at(&reader), reader.turn(), reader.mood), (now, turn, Mood::Speaking));
    reader.pause();
    assert_eq!(reader.ended(turn), Order::Nothing, "what was spoken before the pause is over");
    assert_eq!(reader.mood, Mood::Quiet);
}

#[test]
fn a_pause_keeps_the_sentence() {
    let mut reader = reader(&[3]);
    reader.say_block(0);
    reader.ended(reader.turn());
    assert_eq!((reader.pause(), at(&reader).as_str()), (Order::Hush, "01"));
    assert_eq!((reader.play(), at(&reader).as_str()), (Order::Say, "01"));
}

#[test]
fn blocks_are_skipped_both_ways() {
    let mut reader = reader(&[2, 3, 1]);
    reader.say_block(1);
    reader.ended(reader.turn());
    type Step = (fn(&mut Reader) -> Order, &'static str);
    let steps: [Step; 8] = [
        // In the middle of a block its beginning comes first.
        (Reader::back, "10"),
        (Reader::back, "00"),
        (Reader::back, "00"),
        (Reader::forward, "10"),
        (Reader::forward, "20"),
        (Reader::back, "10"),
        (Reader::forward, "20"),
        (Reader::forward, "00"),
    ];
    for (at_step, (step, expected)) in steps.into_iter().enumerate() {
        let order = step(&mut reader);
        assert_eq!(at(&reader), expected, "step {at_step}");
        // Behind the last block is the end.
        assert_eq!(order, if at_step == 7 { Order::Hush } else { Order::Say });
    }
    // Whoever skips in a pause wants to hear something.
    assert_eq!(
        (reader.mood, reader.forward(), reader.mood),
        (Mood::Quiet, Order::Say, Mood::Speaking)
    );
}

#[test]
fn a_voice_gets_a_second_chance() {
    let mut reader = reader(&[2]);
    reader.say_block(0);
    assert_eq!(reader.fell_silent(reader.turn(), Fault::Broken), Order::Say);
    assert_eq!(at(&reader), "00");
    reader.ended(reader.turn());
    assert_eq!(
        reader.fell_silent(reader.turn(), Fault::Broken),
        Order::Say,
        "each sentence its own"
    );
    assert_eq!(reader.fell_silent(reader.turn(), Fault::Broken), Order::Hush);
    assert_eq!((reader.mood, at(&reader).as_str()), (Mood::Failed, "01"));
    assert_eq!((reader.play(), reader.mood), (Order::Say, Mood::Speaking));
    assert_eq!(reader.fell_silent(reader.turn(), Fault::Taken), Order::Hush);
    assert_eq!(reader.mood, Mood::Quiet);
}

#[test]
fn a_page_that_changes_keeps_its_place() {
    let text = |lines: &[&str]| -> Script {
        let blocks: Vec<Block> = lines.iter().map(|line| block(&[("de", line)])).collect();
        script(&blocks, &voices(&["de"]))
    };
    let mut reader = Reader::default();
    reader.take(text(&["Eins.", "Zwei.", "Drei.", "Zwei."]));
    reader.say_block(3);
    // Something above was unfolded: the nearest of equal texts is meant.
    reader.take(text(&["Eins.", "Zwei.", "Neu.", "Drei.", "Zwei."]));
    assert_eq!(reader.part().map(|part| part.block), Some(4));
    // What is gone is followed by what stands in its place.
    reader.take(text(&["Eins.", "Neu."]));
    assert_eq!(reader.part().map(|part| part.block), Some(1));
    reader.take(Script::default());
    assert!(reader.part().is_none());
    assert_eq!(reader.play(), Order::Nothing);
    assert_eq!((reader.forward(), reader.back()), (Order::Nothing, Order::Nothing));
}

#[test]
fn leaving_forgets_the_page_but_not_the_turn() {
    let mut reader = reader(&[1, 1]);
    reader.page = Some("#/ de".to_owned());
    reader.say_block(1);
    let turn = reader.turn();
    assert_eq!(reader.leave(), Order::Hush);
    assert!(reader.part().is_none() && reader.page.is_none() && reader.turn() > turn);
    assert_eq!(reader.ended(turn), Order::Nothing);
}

/// Any order of taps and news leads to a state that can be explained.
#[test]
fn the_reader_survives_everything() {
    let mut die = Die::new(3);
    for _ in 0..300 {
        let blocks: Vec<usize> = (0..die.below(5)).map(|_| die.below(4)).collect();
        let mut reader = reader(&blocks);
        let mut turns = vec![0];
        for _ in 0..60 {
            let turn = turns[die.below(turns.len())];
            let before = (reader.turn(), reader.mood);
            let order = match die.below(10) {
                0 => reader.say_block(die.below(6)),
                1 => reader.pause(),
                2 => reader.play(),
                3 => reader.forward(),
                4 => reader.back(),
                5 => reader.ended(turn),
                6 => reader.fell_silent(turn, Fault::Broken),
                7 => reader.fell_silent(turn, Fault::Taken),
                8 => reader.ended(reader.turn()),
                _ => reader.settle(Mood::Waiting),
            };
            match order {
                Order::Say => {
                    assert_eq!(reader.mood, Mood::Speaking);
                    assert!(reader.part().is_some(), "something is there to be said");
                    assert!(!turns.contains(&reader.turn()), "every turn is a new one");
                    turns.push(reader.turn());
                }
                Order::Hush => assert_ne!(reader.mood, Mood::Speaking),
                Order::Nothing => assert_eq!((reader.turn(), reader.mood), before),
            }
        }
    }
}
