//! Addresses: every route has exactly one, and nothing that is typed breaks them.

use crate::support::Die;
use sitz_und_stimme::domain::route::Route;

/// Returns every route; a new variant must be added here to compile.
fn all() -> Vec<Route> {
    let next = |route: &Route| match route {
        Route::Home => Some(Route::Quiz),
        Route::Quiz => Some(Route::Question("born".to_owned())),
        Route::Question(_) => Some(Route::Result),
        Route::Result => Some(Route::Role),
        Route::Role => Some(Route::Chapter("what".to_owned())),
        Route::Chapter(_) => Some(Route::Events),
        Route::Events => Some(Route::Event("e38".to_owned())),
        Route::Event(_) => Some(Route::Path),
        Route::Path => Some(Route::Settings),
        Route::Settings => Some(Route::About),
        Route::About => Some(Route::NotFound),
        Route::NotFound => None,
    };
    std::iter::successors(Some(Route::Home), next).collect()
}

#[test]
fn every_route_is_found_at_its_address() {
    let routes = all();
    assert_eq!(routes.len(), 12);
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
        for route in [Route::Question(own.clone()), Route::Chapter(own.clone()), Route::Event(own)]
        {
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
        "#/event", "#/event/", "#/events/e01", "#/about/us", "#/settings/", "#/quiz/gebürtig",
        "#/quiz/<script>", "#/quiz/a b", "#/event/😀", "#/quiz/constructor()", &long, &deep, &wide,
    ] {
        check(fragment, Some(Route::NotFound));
    }
}

#[test]
fn reading_what_was_written_changes_nothing() {
    let mut die = Die::new(52);
    for _ in 0..20_000 {
        let fragment = match die.below(3) {
            0 => die.text(20),
            1 => format!("#/{}", die.text(12)),
            _ => format!("#/{}/{}", die.pick(&["quiz", "role", "event", "events"]), die.text(3)),
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
