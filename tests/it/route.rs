//! Addresses: every route has exactly one, and nothing that is typed breaks them.

use crate::support::{Die, instrument, pack};
use sitz_und_stimme::domain::route::Route;
use sitz_und_stimme::domain::share::{self, Fault, LONGEST};

/// Returns every route; a new variant must be added here to compile.
fn all() -> Vec<Route> {
    let next = |route: &Route| match route {
        Route::Home => Some(Route::Quiz),
        Route::Quiz => Some(Route::Question("born".to_owned())),
        Route::Question(_) => Some(Route::Result),
        Route::Result => Some(Route::Fit),
        Route::Fit => Some(Route::FitNext),
        Route::FitNext => Some(Route::Screen("week".to_owned())),
        Route::Screen(_) => Some(Route::Open("MFRGGZDF".to_owned())),
        Route::Open(_) => Some(Route::Compare("MFRGGZDF".to_owned())),
        Route::Compare(_) => Some(Route::Role),
        Route::Role => Some(Route::RoleFive),
        Route::RoleFive => Some(Route::RoleAll),
        Route::RoleAll => Some(Route::Chapter("what".to_owned())),
        Route::Chapter(_) => Some(Route::Events),
        Route::Events => Some(Route::Found("q=k%C3%B6ln&km=10".to_owned())),
        Route::Found(_) => Some(Route::Event("e38".to_owned())),
        Route::Event(_) => Some(Route::Path),
        Route::Path => Some(Route::Paper("minutes".to_owned())),
        Route::Paper(_) => Some(Route::Settings),
        Route::Settings => Some(Route::About),
        Route::About => Some(Route::NotFound),
        Route::NotFound => None,
    };
    std::iter::successors(Some(Route::Home), next).collect()
}

#[test]
fn every_route_is_found_at_its_address() {
    let routes = all();
    assert_eq!(routes.len(), 21);
    for route in &routes {
        let href = route.href();
        assert!(href.starts_with("#/"), "{href}");
        assert_eq!(Route::parse(&href).as_ref(), Some(route), "{href}");
        assert_eq!(Route::parse(&href[1..]).as_ref(), Some(route), "without #: {href}");
    }
    let mut hrefs: Vec<String> = routes.iter().map(Route::href).collect();
    hrefs.sort();
    hrefs.dedup();
    assert_eq!(hrefs.len(), routes.len(), "two routes share an address");
}

#[test]
fn every_id_survives_its_address() {
    let longest = "x".repeat(60);
    for id in
        ["a", "0", "-", "_", "birth_s4_3", "wetter-2022", "404", "quiz", "__proto__", &longest]
    {
        let own = id.to_owned();
        for route in [
            Route::Question(own.clone()),
            Route::Screen(own.clone()),
            Route::Chapter(own.clone()),
            Route::Paper(own.clone()),
            Route::Event(own),
        ] {
            assert_eq!(Route::parse(&route.href()), Some(route), "{id}");
        }
    }
}

#[track_caller]
fn check(fragment: &str, expected: Option<Route>) {
    assert_eq!(Route::parse(fragment), expected, "{fragment:.60}");
}

#[test]
fn the_start_has_no_fragment() {
    for fragment in ["", "#", "#/", "/"] {
        check(fragment, Some(Route::Home));
    }
}

#[test]
fn what_is_no_route_leaves_the_page_alone() {
    for fragment in [
        "#main", "main", "#quiz", "#!/quiz", "#<img src=x onerror=alert(1)>",
        "#javascript:alert(1)", "#:~:text=Platz", "# /quiz", "#%2Fquiz", "#\\quiz", "##/quiz",
        "#?pack=nrw", "#.", "#\0",
    ] {
        check(fragment, None);
    }
}

#[test]
fn unknown_addresses_are_not_found() {
    let long = format!("#/quiz/{}", "a".repeat(8_192));
    let (deep, wide) = ("#/".to_owned() + &"a/".repeat(4_096), "#".to_owned() + &"/".repeat(8_192));
    for fragment in [
        "#/404", "#/unknown", "#//", "#//quiz", "#/quiz/", "#/quiz//", "#/quiz//born",
        "#/quiz/born/", "#/quiz/born/x", "#/../", "#/..", "#/./quiz", "#/quiz/..",
        "#/quiz/../role", "#/role/../../etc/passwd", "#/%00", "#/quiz/%00", "#/quiz/\0",
        "#/%2e%2e/", "#/quiz/%2e%2e", "#/quiz/%", "#/quiz/%zz", "#/%E0%A4%A", "#/Quiz",
        "#/QUIZ/born", "#/quiz/Born", "#/quiz ", "#/ quiz", "#/quiz?x=1", "#/quiz#x", "#/result/x",
        "#/event", "#/event/", "#/path/", "#/path/minutes/x", "#/path/Minutes", "#/role/Five",
        "#/events/", "#/about/us", "#/settings/", "#/quiz/gebürtig", "#/fit/", "#/fit/Next",
        "#/fit/next/", "#/fit/next/x", "#/fit/week/x", "#/fit/Week", "#/fit/<script>",
        "#/fit/%6eext", "#/open", "#/compare", "#/Open/AE", "#/opened/AE", "#/quiz/<script>",
        "#/quiz/a b", "#/event/😀", "#/quiz/constructor()", &long, &deep, &wide,
    ] {
        check(fragment, Some(Route::NotFound));
    }
}

#[test]
fn the_next_open_screen_has_an_address_of_its_own() {
    check("#/fit", Some(Route::Fit));
    check("#/fit/next", Some(Route::FitNext));
    check("#/fit/week", Some(Route::Screen("week".to_owned())));
    check("#/fit/next_", Some(Route::Screen("next_".to_owned())));
    // A screen with this name could never be reached, so no question may have it.
    assert_eq!(Route::Screen("next".to_owned()).href(), Route::FitNext.href());
}

#[test]
fn a_code_is_kept_as_it_was_typed() {
    // Whether it is a code is for the page to say, with the reason.
    for code in
        ["", "A", "MFRGGZDF", "mfrg", "a b", "/", "a/b", "%41", "<script>", "ß😀", "#", "?x=1"]
    {
        for (head, route) in
            [("open", Route::Open(code.to_owned())), ("compare", Route::Compare(code.to_owned()))]
        {
            check(&format!("#/{head}/{code}"), Some(route.clone()));
            assert_eq!(Route::parse(&route.href()), Some(route), "{code}");
        }
    }
}

#[test]
fn an_empty_code_is_an_address_that_the_page_refuses() {
    let nrw = pack("nrw");
    let fit = instrument(&nrw);
    for (fragment, route) in
        [("#/open/", Route::Open(String::new())), ("#/compare/", Route::Compare(String::new()))]
    {
        check(fragment, Some(route.clone()));
        let (Route::Open(code) | Route::Compare(code)) = route else { panic!("{route:?}") };
        assert_eq!(share::decode(&code, &fit, &nrw), Err(Fault::Empty), "{fragment}");
    }
}

#[test]
fn of_a_code_only_as_much_is_kept_as_tells_that_it_is_too_long() {
    let nrw = pack("nrw");
    let fit = instrument(&nrw);
    let began = std::time::Instant::now();
    for (length, kept) in [
        (LONGEST - 1, LONGEST - 1),
        (LONGEST, LONGEST),
        (LONGEST + 1, LONGEST + 1),
        (LONGEST + 2, LONGEST + 1),
        (10_000_000, LONGEST + 1),
    ] {
        for letter in ["A", "ß", "/"] {
            let code = letter.repeat(length);
            for head in ["open", "compare"] {
                let route = Route::parse(&format!("#/{head}/{code}"));
                let Some(Route::Open(own) | Route::Compare(own)) = route else {
                    panic!("{head}: {route:?}");
                };
                assert_eq!(own, letter.repeat(kept), "{head} with {length} times {letter}");
                let too_long = share::decode(&own, &fit, &nrw) == Err(Fault::TooLong);
                assert_eq!(too_long, own.len() > LONGEST, "{head} with {length} times {letter}");
            }
        }
    }
    // Three times 10 MB in two routes: reading all of it several times over would take longer.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

#[test]
fn reading_what_was_written_changes_nothing() {
    const HEADS: [&str; 7] = ["quiz", "role", "event", "events", "fit", "open", "compare"];
    let mut die = Die::new(52);
    for _ in 0..20_000 {
        let fragment = match die.below(3) {
            0 => die.text(20),
            1 => format!("#/{}", die.text(12)),
            _ => format!("#/{}/{}", die.pick(&HEADS), die.text(3)),
        };
        if let Some(route) = Route::parse(&fragment) {
            assert_eq!(Route::parse(&route.href()), Some(route), "{fragment:?}");
        } else {
            assert!(
                !fragment.trim_start_matches('#').starts_with('/') || fragment.starts_with("##")
            );
        }
    }
}
