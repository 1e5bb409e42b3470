//! What the page is meant to survive, and which cases show that it does. A run of all cases in all engines
//! writes `docs/faults.md` anew from what it has found.

use crate::browsers::Engine;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A fault, and what shows that it is survived.
pub struct Fault {
    number: u8,
    what: &'static str,
    then: &'static str,
    cases: &'static [&'static str],
    /// What is shown outside of the browsers, or why nothing is.
    besides: &'static str,
}

/// What a run has found: of each case, in the order of [`Engine::ALL`], whether it passed.
pub type Found = BTreeMap<String, [Option<bool>; 3]>;

const fn row(
    number: u8,
    what: &'static str,
    then: &'static str,
    cases: &'static [&'static str],
    besides: &'static str,
) -> Fault {
    Fault { number, what, then, cases, besides }
}

/// All faults, by their numbers.
pub const FAULTS: [Fault; 68] = [
    row(
        1,
        "the network goes after the first file",
        "words of the first screen, somebody to ask, a second try",
        &["odd::network_dies_after_the_page"],
        "",
    ),
    row(
        2,
        "the network goes in the middle of the program",
        "a sentence and a second try that works",
        &["odd::program_cut"],
        "",
    ),
    row(
        3,
        "the program is missing on the server",
        "the same, with the error in small",
        &[
            "start::boot_failure", "start::second_part_fails", "start::third_part_fails",
            "start::shared_part_fails",
        ],
        "",
    ),
    row(
        4,
        "the program is announced as something else",
        "it starts all the same",
        &["start::wrong_type_of_wasm"],
        "",
    ),
    row(
        5,
        "the program has other bytes",
        "a sentence and a second try that works",
        &["odd::program_spoilt"],
        "",
    ),
    row(
        6,
        "page of one build, files of the next",
        "one build or a word about it, never a mixture",
        &["offline::half_a_change"],
        "",
    ),
    row(
        7,
        "the page stays in a cache for a day",
        "its own files are taken from the device",
        &["offline::half_a_change"],
        "",
    ),
    row(
        8,
        "keeping is cut at each file in turn",
        "the old build runs on, the next try ends it",
        &["offline::another_program"],
        "",
    ),
    row(
        9,
        "keeping meets a wrong body",
        "nothing of it is kept",
        &["offline::another_program", "offline::foreign_answers"],
        "",
    ),
    row(
        10,
        "a new build waits, a second tab is opened",
        "both tabs show the same build",
        &["odd::two_tabs_one_build"],
        "",
    ),
    row(
        11,
        "a new build comes in the middle of a question",
        "it is offered later, the answers stay",
        &["offline::new_words"],
        "",
    ),
    row(
        12,
        "the worker throws at its start",
        "the page works without it",
        &["offline::no_worker"],
        "",
    ),
    row(13, "the worker is gone from the server", "the page goes on", &["offline::no_worker"], ""),
    row(
        14,
        "files of the copy are lost or cut",
        "found by their sums, fetched again",
        &["offline::damaged_copy", "offline::missing_file"],
        "",
    ),
    row(
        15,
        "there is no storage for copies",
        "everything works with a network",
        &["odd::no_caches"],
        "",
    ),
    row(
        16,
        "a start without a network",
        "every page is there",
        &["offline::works_without_a_network"],
        "",
    ),
    row(
        17,
        "a language that was never used, without a network",
        "a word about it, everything else goes on",
        &["offline::missing_language"],
        "",
    ),
    row(
        18,
        "the page of a hotel answers everything",
        "it is not taken for data",
        &[
            "offline::foreign_answers", "absent::page_instead_of_texts",
            "absent::page_instead_of_instrument", "content::page_instead_of_pack",
        ],
        "",
    ),
    row(
        19,
        "one byte a second",
        "the copy is used at once; without it a sentence",
        &["odd::one_byte_a_second", "start::slow_start_is_explained"],
        "",
    ),
    row(
        20,
        "a build is taken back",
        "the one before it comes again, nothing is lost",
        &["odd::rolled_back", "saved::future_data"],
        "`tests/it/records.rs`",
    ),
    row(
        21,
        "a build of 400 days ago",
        "stored data of every version are read",
        &[],
        "`tests/it/saved.rs`",
    ),
    row(
        22,
        "storage is blocked",
        "everything works until the page is closed, one notice",
        &["saved::storage_blocked", "kept::storage_blocked"],
        "",
    ),
    row(
        23,
        "storage is full",
        "the same; as soon as there is room, everything is kept",
        &["saved::storage_full", "kept::storage_full", "records::room_again"],
        "",
    ),
    row(
        24,
        "stored data are cut or spoilt",
        "the other place counts, the text is set aside",
        &["records::other_place_counts", "saved::damaged_data"],
        "`tests/it/records.rs`",
    ),
    row(
        25,
        "both places are spoilt",
        "a new beginning, a notice, the texts are set aside",
        &["kept::everything_damaged"],
        "`tests/it/records.rs`",
    ),
    row(
        26,
        "data of a newer build",
        "never written over",
        &["saved::future_data", "kept::future_assessment"],
        "`tests/it/records.rs`",
    ),
    row(27, "keys of other pages", "left alone", &[], "`tests/it/records.rs`"),
    row(
        28,
        "storage is cleared under the page",
        "filled again with the next answer",
        &["records::cleared_under_the_page"],
        "",
    ),
    row(
        29,
        "the browser has erased everything after a week",
        "",
        &[],
        "not shown: a page cannot tell it from a first visit; everything can be saved as a file",
    ),
    row(
        30,
        "two tabs answer",
        "nothing is lost in either",
        &["records::two_tabs"],
        "`tests/it/records.rs`",
    ),
    row(
        31,
        "the browser is killed while it stores",
        "old or new, never broken",
        &[],
        "by hand: `tests/kill.py`",
    ),
    row(
        32,
        "power cut of a stand",
        "it invites again, nothing personal is left",
        &[],
        "by hand: `kiosk/try.py`",
    ),
    row(
        33,
        "the disk of a stand is full",
        "",
        &[],
        "not shown in a browser; the runner of the stand in `kiosk/test_run.py`",
    ),
    row(
        34,
        "a panic",
        "a panel in the language of the page, a second try",
        &["start::panic_is_explained"],
        "",
    ),
    row(
        35,
        "a panic at the start",
        "after two of them a start without what is stored",
        &["records::start_without"],
        "",
    ),
    row(
        36,
        "stored data that break the page each time",
        "the same, and everything can be saved as a file",
        &["records::start_without"],
        "",
    ),
    row(
        37,
        "an endless loop",
        "the stand is usable after half a minute",
        &[],
        "by hand: `kiosk/try.py`",
    ),
    row(38, "no memory", "", &[], "not shown: no engine lets a test take it away from one page"),
    row(
        39,
        "the process of the page is killed",
        "the stand is usable after five seconds",
        &[],
        "by hand: `kiosk/try.py`",
    ),
    row(
        40,
        "the graphics process is killed",
        "",
        &[],
        "not shown: nothing is drawn on a canvas that could be lost",
    ),
    row(
        41,
        "the clock jumps",
        "no visit ends, pages go on",
        &["odd::clock_jumps"],
        "`tests/it/kiosk.rs`",
    ),
    row(
        42,
        "a device in another time zone",
        "days and hours of Germany",
        &["event::other_clocks"],
        "`tests/it/zone.rs`",
    ),
    row(
        43,
        "nights in which the clock changes",
        "each hour once, in order",
        &["event::other_clocks"],
        "`tests/it/zone.rs`",
    ),
    row(44, "midnight passes", "the days on the page move", &["odd::midnight"], ""),
    row(
        45,
        "a clock in 1970, 2038, 2099",
        "every page is there, a notice about the clock",
        &["odd::odd_clocks"],
        "",
    ),
    row(
        46,
        "large text, small screens",
        "nothing outside, nothing covered",
        &[
            "overflow::first_languages", "overflow::second_languages", "overflow::third_languages",
            "overflow::fourth_languages", "overflow::fifth_languages",
            "overflow::ten_times_the_text", "screens::large_text",
        ],
        "",
    ),
    row(47, "fonts are missing", "the staff of a stand sees it", &["stand::code_of_the_staff"], ""),
    row(48, "forced colours", "what is chosen can be seen", &["odd::forced_colours"], ""),
    row(
        49,
        "the style does not come",
        "a second try; the words are there",
        &["start::style_of_second_part_fails"],
        "",
    ),
    row(50, "no WebAssembly", "a sentence and somebody to ask", &["odd::no_wasm"], ""),
    row(
        51,
        "a visitor leaves a stand",
        "a warning, then nothing is left",
        &["stand::nothing_is_left", "stand::idle"],
        "",
    ),
    row(
        52,
        "\"I am still here\", again and again",
        "the visit goes on each time",
        &["stand::idle"],
        "",
    ),
    row(
        53,
        "long press, pinch, double tap, edges",
        "nothing outside, no answer twice",
        &["stand::closed", "hands::double_tap", "hands::slow_double_tap"],
        "",
    ),
    row(
        54,
        "fifty taps a second",
        "the stand answers, no endless visit",
        &["stand_odd::hasty_hands"],
        "",
    ),
    row(
        55,
        "a keyboard at the stand",
        "",
        &[],
        "not shown: the policies in `kiosk/policies.json` close what keys open",
    ),
    row(56, "printing fails", "the page goes on", &["odd::no_printer"], ""),
    row(57, "links at a stand", "become codes", &["stand::links_become_codes"], ""),
    row(
        58,
        "a new build while somebody is at a stand",
        "taken when nobody is there",
        &["offline::new_build_on_a_stand"],
        "",
    ),
    row(
        59,
        "content is wrong",
        "said with its place; the law of the state is there",
        &[
            "content::broken_pack", "content::broken_pack_texts", "content::broken_messages",
            "content::broken_events", "languages::missing_texts",
        ],
        "`cargo xtask check`",
    ),
    row(60, "the data of a stand are taken away", "it goes on", &["odd::stand_is_emptied"], ""),
    row(61, "weeks without a restart", "no growth", &[], "by hand: `kiosk/fortnight.py`"),
    row(
        62,
        "a still picture for hours",
        "it drifts, and is dim at night",
        &["odd::dims_and_drifts"],
        "",
    ),
    row(
        63,
        "no sharing, no clipboard",
        "a link to copy by hand",
        &["odd::no_sharing", "event::shared"],
        "",
    ),
    row(64, "no help for languages", "plain days and numbers", &["odd::no_intl"], ""),
    row(
        65,
        "no voice",
        "said, with a way out",
        &["voice::no_voice", "voice::no_speech_at_all"],
        "",
    ),
    row(
        66,
        "back after another page",
        "the page is alive and where it was",
        &["odd::back_from_elsewhere"],
        "",
    ),
    row(
        67,
        "two windows of a stand",
        "one is the stand, the other one waits",
        &["stand_odd::second_window"],
        "",
    ),
    row(
        68,
        "worker and page are of different builds",
        "one of them, whole",
        &["offline::half_a_change", "odd::two_tabs_one_build"],
        "",
    ),
];

/// Returns the text of `docs/faults.md`.
pub fn table(found: &Found) -> String {
    let mut out = String::from(
        "# What the page survives\n\n\
         Written by the tests in browsers from what a whole run has found; do not edit.\n\n",
    );
    let tested = FAULTS.iter().filter(|fault| !fault.cases.is_empty()).count();
    let _ = writeln!(out, "{tested} of {} faults are tried in browsers.\n", FAULTS.len());
    out.push_str("| | fault | what happens | Chromium | Firefox | WebKit | shown by |\n");
    out.push_str("|---|---|---|---|---|---|---|\n");
    for fault in &FAULTS {
        let _ = write!(out, "| {} | {} | {} |", fault.number, fault.what, fault.then);
        for (at, _) in Engine::ALL.iter().enumerate() {
            let results = fault.cases.iter().map(|case| found.get(*case).and_then(|all| all[at]));
            let results: Vec<Option<bool>> = results.collect();
            let word = match results.as_slice() {
                [] => "",
                all if all.iter().all(|one| *one == Some(true)) => "passes",
                all if all.contains(&Some(false)) => "**fails**",
                _ => "not run",
            };
            let _ = write!(out, " {word} |");
        }
        let cases: Vec<String> = fault.cases.iter().map(|case| format!("`{case}`")).collect();
        let mut shown = cases.join(", ");
        if !shown.is_empty() && !fault.besides.is_empty() {
            shown.push_str(", ");
        }
        let _ = writeln!(out, " {shown}{} |", fault.besides);
    }
    out
}

/// Returns the names in the table that no case has.
pub fn unknown(names: &[&str]) -> Vec<&'static str> {
    let all = FAULTS.iter().flat_map(|fault| fault.cases.iter().copied());
    all.filter(|case| !names.contains(case)).collect()
}
