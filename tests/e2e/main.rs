//! Tests of the built page in real browsers: Chromium, Firefox and WebKitGTK.
//!
//! `cargo test --no-default-features --features e2e --test e2e -- [--browser NAME] [FILTER]`
//!
//! With `--bench` it measures instead of testing.
//!
//! Environment: `E2E_DIST` is the folder of the built page (`dist`), `E2E_SHOTS` a folder for
//! pictures (none), `E2E_AXE` the file of axe-core (the one that set-up brought), `E2E_EVENTS` the only
//! number of events to measure with (a thousand, ten thousand and a hundred thousand).

mod absent;
mod assessment;
mod bench;
mod bench_events;
mod bench_languages;
mod bench_memory;
mod bench_offline;
mod both;
mod browsers;
mod builds;
mod carry;
mod carry_file;
mod changes;
mod checks;
mod comparison;
mod content;
mod event;
mod expected;
mod faults;
mod files;
mod finder;
mod finder_place;
mod flow;
mod hands;
mod kept;
mod languages;
mod odd;
mod offline;
mod outcomes;
mod overflow;
mod page;
mod paper;
mod path;
mod people;
mod policy;
mod processes;
mod qr;
mod quiz;
mod records;
mod reply;
mod role;
mod runner;
mod saved;
mod screens;
mod server;
mod stand;
mod stand_odd;
mod start;
mod stick;
mod tree;
mod voice;
mod voice_page;
mod walk;

#[path = "../fixtures/die.rs"]
mod die;

#[path = "../fixtures/synthetic.rs"]
mod synthetic;

use runner::{Case, cases};
use std::process::ExitCode;

fn all() -> Vec<Case> {
    cases![
        stand::invites,
        stand::phones_know_nothing,
        stand::nothing_is_left,
        stand::idle,
        stand::links_become_codes,
        stand::closed,
        stand::digits,
        stand::result_goes_along,
        stand::broken_profile,
        stand::code_of_the_staff,
        stand::targets,
        stand::question_fits,
        stand::axe,
        stand::whole_way_twice_as_large,
        stand_odd::hasty_hands,
        stand_odd::second_window,
        stand_odd::counts_of_the_box,
        offline::works_without_a_network,
        offline::missing_language,
        offline::new_words,
        offline::another_program,
        offline::half_a_change,
        offline::foreign_answers,
        offline::damaged_copy,
        offline::missing_file,
        offline::no_worker,
        offline::exchanged_text,
        offline::new_build_on_a_stand,
        stick::whole_way,
        stick::start_page,
        policy::is_in_the_page,
        policy::the_check_can_fail,
        policy::text_stays_text,
        policy::nobody_frames_the_page,
        odd::network_dies_after_the_page,
        odd::program_cut,
        odd::program_spoilt,
        odd::no_wasm,
        odd::one_byte_a_second,
        odd::slow_line,
        odd::two_tabs_one_build,
        odd::rolled_back,
        odd::no_caches,
        odd::no_intl,
        odd::no_sharing,
        odd::no_printer,
        odd::midnight,
        odd::clock_jumps,
        odd::odd_clocks,
        odd::dims_and_drifts,
        odd::stand_is_emptied,
        odd::forced_colours,
        odd::back_from_elsewhere,
        start::shell_before_wasm,
        start::slow_start_is_explained,
        start::boot_failure,
        start::panic_is_explained,
        start::wrong_type_of_wasm,
        start::second_part_fails,
        start::style_of_second_part_fails,
        start::shared_part_fails,
        start::home_stays_in_place,
        start::home_stays_in_place_on_phones,
        start::check_stays_in_place,
        start::third_part_fails,
        start::browser_language,
        start::few_requests,
        start::few_requests_for_assessment,
        start::simulated_date,
        flow::resident,
        flow::minor,
        flow::asylum,
        flow::naturalised,
        flow::example_town,
        flow::keyboard_only,
        flow::reload_keeps_answers,
        flow::back_and_forward,
        flow::early_answer_changed,
        flow::other_branch_and_back,
        flow::language_switched,
        flow::empty_answer_is_explained,
        assessment::whole_walk_naturalised,
        assessment::whole_walk_european,
        assessment::journey_1,
        assessment::journey_2,
        assessment::journey_3,
        changes::answer_changed_from_result,
        changes::more_answers_from_result,
        changes::back_from_result_and_on,
        changes::back_through_screens,
        changes::reload_in_the_middle,
        changes::part_left_out,
        changes::one_part_alone,
        changes::partial_result_is_marked,
        changes::unknown_counts_for_nothing,
        hands::keyboard_only,
        hands::nothing_chosen_is_explained,
        hands::double_tap,
        hands::slow_double_tap,
        kept::nothing_before_first_answer,
        kept::storage_blocked,
        kept::storage_full,
        kept::damaged_assessment,
        kept::future_assessment,
        kept::everything_damaged,
        kept::delete_everything,
        carry::link_opened_elsewhere,
        carry::sensitive_part,
        carry::link_copied,
        carry::own_answers_stay,
        carry::own_check_stays,
        carry::spoilt_codes,
        carry_file::saved,
        carry_file::opened,
        carry_file::wrong_files,
        qr::read_back,
        comparison::two_results,
        comparison::nothing_of_ones_own,
        absent::broken_instrument,
        absent::missing_instrument,
        absent::cut_instrument,
        absent::foreign_instrument,
        absent::page_instead_of_instrument,
        absent::missing_texts,
        absent::missing_english_texts,
        absent::page_instead_of_texts,
        absent::check_without_instrument,
        absent::answers_outlive_a_failure,
        absent::language_switched,
        absent::language_fails,
        outcomes::german,
        outcomes::english,
        saved::nothing_before_first_answer,
        saved::delete_everything,
        saved::storage_blocked,
        saved::storage_full,
        saved::damaged_data,
        saved::future_data,
        records::other_place_counts,
        records::two_tabs,
        records::a_month_later,
        records::sensitive_answers,
        records::everything_as_a_file,
        records::room_again,
        records::cleared_under_the_page,
        records::start_without,
        records::newer_settings,
        content::broken_pack,
        content::missing_pack,
        content::cut_pack,
        content::page_instead_of_pack,
        content::broken_parent_pack,
        content::broken_pack_texts,
        content::broken_messages,
        content::broken_events,
        screens::unknown_addresses,
        screens::skip_link,
        screens::focus_and_title,
        languages::no_language_is_left_out,
        languages::the_check_can_fail,
        languages::first_walks,
        languages::second_walks,
        languages::third_walks,
        languages::fourth_walks,
        languages::of_the_browser,
        languages::switched_in_the_middle,
        languages::link_of_another_language,
        languages::digits_of_other_scripts,
        languages::missing_texts,
        languages::lent_words,
        both::german_beside,
        both::minutes_for_the_office,
        overflow::no_language_is_left_out,
        overflow::the_check_can_fail,
        overflow::first_languages,
        overflow::second_languages,
        overflow::third_languages,
        overflow::fourth_languages,
        overflow::fifth_languages,
        overflow::ten_times_the_text,
        screens::no_language_is_left_out,
        screens::axe_wide,
        screens::narrow_first_language,
        screens::narrow_second_language,
        screens::narrow_third_language,
        screens::language_in_settings,
        screens::large_text,
        screens::targets,
        screens::one_origin,
        role::story_by_keyboard,
        role::story_plays_and_stops,
        role::story_in_stillness,
        role::loaded_when_opened,
        role::sources_are_one_tap_away,
        role::myths,
        role::estimate,
        role::figures,
        role::broken_explainer,
        path::phases,
        path::kept,
        path::calendar,
        path::supporter,
        path::role_of_the_assessment,
        path::papers,
        path::signatures,
        path::local_deadline,
        path::missing_things,
        finder::coming_and_past,
        finder::words,
        finder::place,
        finder::filters_and_address,
        finder::stars,
        finder::nothing_found,
        finder_place::map_by_pointer,
        finder_place::small_cities,
        finder_place::map_by_menu,
        finder_place::map_when_opened,
        finder_place::map_fails,
        finder_place::fits,
        finder_place::near_me,
        finder_place::near_me_fails,
        finder_place::no_position,
        finder_place::suggestions,
        event::other_clocks,
        event::by_its_address,
        event::details_fail,
        event::calendar_file,
        event::shared,
        event::news,
        event::many,
        event::steps,
        event::two_taps,
        event::bad_content,
        tree::of_the_result,
        tree::lists_stay_lists,
        paper::everything,
        paper::something_to_bring,
        paper::a_part_of_it,
        paper::only_the_check,
        paper::path_and_minutes,
        voice::right_voice,
        voice::never_by_itself,
        voice::no_voice,
        voice::no_speech_at_all,
        voice::voice_comes_late,
        voice::voice_comes_too_late,
        voice::stops_when_left,
        voice::pause_and_blocks,
        voice::speed,
        voice::second_part_comes_late,
        voice::faults_of_the_voice,
        voice_page::question_with_answers,
        voice_page::spoken_sentence_is_shown,
        voice_page::tap_on_a_text,
        voice_page::keyboard,
        voice_page::other_languages_inside,
        voice_page::folded_parts,
        voice_page::fits,
        voice_page::recordings,
        voice_page::gallery,
        outcomes::gallery,
        screens::gallery,
    ]
}

fn main() -> ExitCode {
    let benchmarks = cases![
        bench::phone,
        bench_events::finder,
        bench_languages::switch,
        bench_memory::phone,
        bench_memory::fingers,
        bench_offline::again
    ];
    match runner::run(&all(), &benchmarks, std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
