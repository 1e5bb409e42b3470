//! Places: what is typed finds the town that is meant, and distances are right.

use crate::shelf::expect;
use crate::support::{Die, shipped};
use sitz_und_stimme::domain::places::{Places, Point};
use sitz_und_stimme::domain::problem::Problem;

/// Reads the places of the state, which must have no problem.
#[track_caller]
pub fn shipped_places() -> Places {
    let mut places = Places::default();
    let problems = Default::default();
    for file in ["places/nrw.txt", "places/nrw-postcodes.txt"] {
        places.add(file, &shipped(file), &problems);
    }
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    places
}

fn degrees(point: Point) -> (f64, f64) {
    (f64::from(point.latitude) / 1000.0, f64::from(point.longitude) / 1000.0)
}

/// The distance on a sphere, in metres.
fn haversine(a: Point, b: Point) -> f64 {
    let ((a_lat, a_lon), (b_lat, b_lon)) = (degrees(a), degrees(b));
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let flat = half(a_lat, b_lat);
    let round = a_lat.to_radians().cos() * b_lat.to_radians().cos() * half(a_lon, b_lon);
    2.0 * 6_371_000.0 * (flat + round).sqrt().asin()
}

#[test]
fn distances_are_right_to_one_percent() {
    let mut die = Die::new(5);
    let mut point = || Point {
        latitude: 50_300 + die.below(2_200) as i32,
        longitude: 5_800 + die.below(3_700) as i32,
    };
    for _ in 0..50_000 {
        let (a, b) = (point(), point());
        let (ours, real) = (a.metres_to(b) as f64, haversine(a, b));
        assert!((ours - real).abs() <= 0.01 * real + 2.0, "{a:?} {b:?}: {ours} {real}");
        assert_eq!(a.metres_to(b), b.metres_to(a));
    }
}

#[test]
fn distances_never_fail() {
    let odd = [-180_000, -90_000, 0, 44_999, 45_000, 60_000, 61_000, 90_000, 180_000];
    for latitude in odd {
        for longitude in odd {
            let far = Point { latitude, longitude };
            assert!(far.metres_to(Point { latitude: 51_000, longitude: 7_000 }) >= 0);
            assert_eq!(far.metres_to(far), 0);
        }
    }
}

#[test]
fn what_is_typed_finds_the_place() {
    let places = shipped_places();
    for (typed, name) in [
        ("Köln", "Köln"),
        ("koeln", "Köln"),
        ("KOLN", "Köln"),
        (" köln ", "Köln"),
        ("Ko\u{308}ln", "Köln"),
        ("Köl", "Köln"),
        ("Köln-Chorweiler", "Köln"),
        ("Dusseldorf", "Düsseldorf"),
        ("monheim", "Monheim am Rhein"),
        ("Castrop Rauxel", "Castrop-Rauxel"),
        ("Rauxel", "Castrop-Rauxel"),
        ("Hennef", "Hennef (Sieg)"),
        ("Wetter", "Wetter"),
        ("Essen", "Essen"),
        ("50667", "50667"),
        ("50667 Köln", "50667"),
        ("٥٠٦٦٧", "50667"),
        ("506", "506"),
        ("5066", "5066"),
    ] {
        let found = places.find(typed).unwrap_or_else(|| panic!("{typed}"));
        assert_eq!(found.name, name, "{typed}");
    }
    for typed in ["", " ", "Atlantis", "00000", "5", "-", "\u{200b}"] {
        assert_eq!(places.find(typed), None, "{typed}");
    }
}

#[test]
fn postcodes_lie_in_their_towns() {
    let places = shipped_places();
    for (code, town, most) in [
        ("50667", "Köln", 3_000),
        ("506", "Köln", 6_000),
        ("5066", "Köln", 4_000),
        ("50699", "Köln", 8_000),
        ("44137", "Dortmund", 4_000),
        ("33098", "Paderborn", 5_000),
        ("33", "Paderborn", 0),
    ] {
        let town = places.town(town).expect("a town").point;
        let away = places.find(code).map(|place| place.point.metres_to(town));
        assert_eq!(away.is_some(), most > 0, "{code}");
        assert!(away.is_none_or(|metres| metres < most), "{code}: {away:?}");
    }
}

#[test]
fn events_are_put_only_where_their_name_is_plain() {
    let places = shipped_places();
    let town = |name: &str| places.town(name).map(|town| town.name.as_str());
    assert_eq!(town("Köln-Chorweiler"), Some("Köln"));
    assert_eq!(town("Monheim"), Some("Monheim am Rhein"));
    assert_eq!(town("Dortmund, Nordstadt"), Some("Dortmund"));
    for name in ["Online", "München", "Rottenburg", "Halle (Saale)", "Hamm an der Sieg", "Bad", ""]
    {
        assert_eq!(town(name), None, "{name}");
    }
    let at = |postcode: Option<&str>| places.point("Laer", postcode);
    let (first, other) = (at(None).expect("a place"), at(Some("48366")).expect("a place"));
    assert!(first.metres_to(other) > 50_000, "there are two of that name");
    assert!(places.point("Online", None).is_none());
}

#[test]
fn suggestions_begin_with_names_that_begin_so() {
    let places = shipped_places();
    let names = |typed: &str, most: usize| -> Vec<String> {
        places.suggest(typed, most).into_iter().map(|place| place.name).collect()
    };
    assert_eq!(names("gel", 3), ["Geldern", "Gelsenkirchen"]);
    assert_eq!(names("sieg", 20).last().map(String::as_str), Some("Hennef (Sieg)"));
    assert_eq!(names("506", 2).len(), 2);
    assert_eq!(names("50", 9), Vec::<String>::new());
    assert_eq!(names("", 9), Vec::<String>::new());
    assert_eq!(names("a", 4).len(), 4);
}

#[test]
fn points_have_a_nearest_town_and_a_district() {
    let places = shipped_places();
    for (town, key) in [("Köln", "05315"), ("Herten", "05562"), ("Paderborn", "05774")] {
        let point = places.town(town).expect("a town").point;
        assert_eq!(places.nearest(point).map(|place| place.name.as_str()), Some(town));
        assert_eq!(places.district(point), Some(key), "{town}");
    }
    assert_eq!(Places::default().district(Point { latitude: 0, longitude: 0 }), None);
}

#[test]
fn the_tables_are_whole() {
    let (towns, codes) = (shipped("places/nrw.txt"), shipped("places/nrw-postcodes.txt"));
    let lines = |text: &str| text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!((lines(&towns), lines(&codes)), (569, 864));
    for file in ["nrw.txt", "nrw-postcodes.txt"] {
        assert!(shipped("places/LICENSES.md").contains(file));
    }
    let (places, mut districts) = (shipped_places(), Vec::new());
    for line in codes.lines().filter(|line| !line.starts_with('#')) {
        let point = places.find(&line[..5]).expect("a postcode").point;
        districts.push(places.district(point).expect("a district").to_owned());
    }
    districts.sort();
    districts.dedup();
    assert_eq!(districts.len(), 53);
}

#[test]
fn bad_lines_are_reported_and_the_others_survive() {
    for bad in [
        "Köln", "Köln;50938", "Köln;;6957", "Köln;50.938;6.957", ";50938;6957", "!;50938;6957",
        "Köln;50938;6957;05315;x;", "Köln;99999999999;6957", "Köln;90001;0", "Köln;50938; 6957",
    ] {
        let text = format!("# remark\r\nAhlen;51763;7889\r\n{bad}\n\n59227;51763;7889;05570");
        let (mut places, problems) = (Places::default(), Default::default());
        places.add("places/x.txt", &text, &problems);
        let problems = problems.into_inner();
        // A further field of a town is nobody's business.
        let is_bad = !bad.ends_with(';');
        assert_eq!(problems.len(), usize::from(is_bad), "{bad}");
        if is_bad {
            expect(&problems, "places/x.txt", "Line 3 is no place");
        }
        assert!(places.find("Ahlen").is_some() && places.find("59227").is_some(), "{bad}");
    }
}

#[test]
fn any_text_is_survived() {
    let mut die = Die::new(23);
    let places = shipped_places();
    for _ in 0..2_000 {
        let text = die.text(40);
        let mut own = Places::default();
        own.add("x", &text, &Default::default());
        let _ = (own.find(&text), places.find(&text), places.town(&text), places.suggest(&text, 3));
    }
}
