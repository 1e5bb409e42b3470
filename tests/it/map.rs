//! The map of districts: every district is there under its right name, and towns lie where they lie.

use crate::places::shipped_places;
use crate::shelf::expect;
use crate::support::{Die, shipped};
use sitz_und_stimme::domain::map::{District, Map};
use sitz_und_stimme::domain::places::Point;
use sitz_und_stimme::domain::problem::Problem;

const FILE: &str = "places/nrw-map.txt";

/// Reads the map of the state, which must have no problem.
#[track_caller]
fn shipped_map() -> Map {
    let map = Map::new(shipped(FILE)).expect("the file begins with a frame");
    assert_eq!(map.problems(FILE), Vec::<Problem>::new());
    map
}

/// Returns the districts of a map.
fn districts(map: &Map) -> Vec<Known> {
    let mut all = Vec::new();
    map.each(&mut |District { key, name, at, small, path }| {
        let [key, name, at, path] = [key, name, at, path].map(str::to_owned);
        all.push(Known { key, name, at, small, path });
    });
    all
}

/// A district for comparing.
#[derive(Clone)]
struct Known {
    key: String,
    name: String,
    at: String,
    small: bool,
    path: String,
}

/// A place on the map, in thousandths of a step.
type Spot = (i64, i64);

/// Returns where a point of the earth lies on the map.
///
/// The projection is a straight one: a step is so many thousandths of a degree to the east, and so many to
/// the south. Its four numbers were found by fitting the postcodes into the outlines of their districts; no
/// other numbers would put all of them in.
fn project(point: Point) -> Spot {
    let (east, north) = (i64::from(point.longitude), i64::from(point.latitude));
    (83_855 * east / 1000 - 492_624, 7_059_487 - 134_393 * north / 1000)
}

/// Returns the corners of the outline, ring by ring. Reads anew what the map has read before.
fn rings(path: &str) -> Vec<Vec<Spot>> {
    let ring = |text: &str| {
        let spaced = text.replace('l', " ").replace('-', " -");
        let numbers: Vec<i64> = spaced.split_whitespace().map(|n| n.parse().unwrap()).collect();
        let (mut x, mut y) = (0, 0);
        let corner = |step: &[i64]| {
            (x, y) = (x + step[0], y + step[1]);
            (x * 1000, y * 1000)
        };
        numbers.chunks_exact(2).map(corner).collect()
    };
    path.split('M').skip(1).map(|text| ring(text.trim_end_matches('z'))).collect()
}

/// Tells whether a spot is inside: a line from there crosses the outline an odd number of times.
fn holds(rings: &[Vec<Spot>], (x, y): Spot) -> bool {
    let mut inside = false;
    for ring in rings {
        for (at, (x1, y1)) in ring.iter().enumerate() {
            let (x2, y2) = ring[(at + 1) % ring.len()];
            let crosses = (*y1 > y) != (y2 > y);
            // Where the edge is at this height, compared without dividing.
            let left = (x - x1) * (y2 - y1) < (x2 - x1) * (y - y1);
            inside ^= crosses && left == (y2 > *y1);
        }
    }
    inside
}

/// Returns the names of the districts whose outline holds a spot.
fn around(map: &Map, spot: Spot) -> Vec<String> {
    let mut found = districts(map);
    found.retain(|district| holds(&rings(&district.path), spot));
    found.into_iter().map(|district| district.name).collect()
}

#[test]
fn every_district_of_the_postcodes_has_an_outline() {
    let mut expected: Vec<String> = shipped("places/nrw-postcodes.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.rsplit(';').next().unwrap().to_owned())
        .collect();
    expected.sort();
    expected.dedup();
    let mut keys: Vec<String> =
        districts(&shipped_map()).into_iter().map(|district| district.key).collect();
    keys.sort();
    assert_eq!(keys, expected);
    assert_eq!(keys.len(), 53);
}

#[test]
fn every_postcode_lies_in_the_outline_of_its_district() {
    let map = shipped_map();
    let outlines: Vec<_> = districts(&map).into_iter().map(|d| (d.key, rings(&d.path))).collect();
    let text = shipped("places/nrw-postcodes.txt");
    let (mut count, mut lost) = (0, Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split(';').collect();
        let [digits, latitude, longitude, key] = cells[..] else { panic!("{line}") };
        let point =
            Point { latitude: latitude.parse().unwrap(), longitude: longitude.parse().unwrap() };
        let (_, outline) = outlines.iter().find(|(other, _)| *other == key).unwrap();
        if !holds(outline, project(point)) {
            lost.push(digits.to_owned());
        }
        count += 1;
    }
    assert_eq!(lost, Vec::<String>::new());
    assert!(count > 800, "{count}");
}

/// Whoever is named after a town has that town: no key has the name of another.
#[test]
fn districts_have_the_names_of_their_towns() {
    let (map, places) = (shipped_map(), shipped_places());
    let mut without = Vec::new();
    for district in districts(&map) {
        let name = district.name.split(',').next().unwrap();
        let Some(town) = places.town(name).filter(|town| town.name == name) else {
            without.push(district.name);
            continue;
        };
        assert_eq!(around(&map, project(town.point)), [&*district.name], "{}", district.key);
        assert_eq!(places.district(town.point), Some(district.key.as_str()), "{}", district.name);
    }
    // These bear the name of a river, a hill or a whole region; towns that everybody knows stand for them.
    let by_town = [
        ("Schwelm", "Ennepe-Ruhr-Kreis"),
        ("Arnsberg", "Hochsauerlandkreis"),
        ("Detmold", "Lippe"),
        ("Minden", "Minden-Lübbecke"),
        ("Lüdenscheid", "Märkischer Kreis"),
        ("Mülheim", "Mülheim an der Ruhr"),
        ("Gummersbach", "Oberbergischer Kreis"),
        ("Neuss", "Rhein-Kreis Neuss"),
        ("Bergheim", "Rhein-Erft-Kreis"),
        ("Siegburg", "Rhein-Sieg-Kreis"),
        ("Bergisch Gladbach", "Rheinisch-Bergischer Kreis"),
        ("Siegen", "Siegen-Wittgenstein"),
    ];
    for (town, name) in by_town {
        let point = places.town(town).unwrap_or_else(|| panic!("{town}")).point;
        assert_eq!(around(&map, project(point)), [name], "{town}");
        without.retain(|other| *other != name);
    }
    assert_eq!(without, Vec::<String>::new(), "nothing says that these names are right");
}

#[test]
fn marks_stand_in_their_own_outline_and_nowhere_else() {
    let map = shipped_map();
    for district in districts(&map) {
        let at: Vec<i64> = district.at.split(' ').map(|n| n.parse().unwrap()).collect();
        let [x, y] = at[..] else { panic!("{}", district.at) };
        // Half a step aside: the mark itself is on a corner of the raster.
        for (right, down) in [(500, 500), (-500, 500), (500, -500), (-500, -500)] {
            let found = around(&map, (x * 1000 + right, y * 1000 + down));
            assert_eq!(found, [&*district.name]);
        }
    }
}

#[test]
fn names_stand_in_the_order_of_the_alphabet() {
    // As in a dictionary, where an umlaut counts as its vowel.
    let plain =
        |name: &str| name.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let names: Vec<String> =
        districts(&shipped_map()).iter().map(|district| plain(&district.name)).collect();
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(names, sorted);
}

fn is_drawn(text: &str) -> bool {
    text.chars().all(|c| "Mlz -".contains(c) || c.is_ascii_digit())
}

/// Everything lies within the frame, and what is hard to hit on a phone of 320 pixels says so: there a step
/// is less than a pixel, and a finger needs 24 of them.
#[test]
fn outlines_lie_in_the_frame_and_small_ones_are_marked() {
    let map = shipped_map();
    assert_eq!(map.frame(), "-2 -2 304 301");
    for Known { key, path, small, .. } in districts(&map) {
        let corners: Vec<Spot> = rings(&path).concat();
        let extent = |of: fn(&Spot) -> i64| {
            let places = corners.iter().map(of);
            (places.clone().min().unwrap() / 1000, places.max().unwrap() / 1000)
        };
        let ((left, right), (top, bottom)) = (extent(|spot| spot.0), extent(|spot| spot.1));
        assert!(left >= 0 && right <= 300 && top >= 0 && bottom <= 297, "{key}");
        assert_eq!(small, (right - left).min(bottom - top) < 28, "{key}");
    }
}

/// Reads a map and returns how many districts and problems there are.
#[track_caller]
fn read(text: &str) -> (usize, usize) {
    let map = Map::new(text.to_owned()).expect("it begins with a frame");
    let problems = map.problems("map.txt");
    for problem in &problems {
        expect(std::slice::from_ref(problem), "map.txt", "Line ");
    }
    (districts(&map).len(), problems.len())
}

#[test]
fn faults_are_reported_with_their_line() {
    const GOOD: &str = "05111;Ort;5 5;0;M1 1l8 0 0 8-8 0z";
    let with = |line: &str| read(&format!("0 0 10 10\r\n# a remark\r\n\r\n{GOOD}\r\n{line}"));
    assert_eq!(with(""), (1, 0));
    assert_eq!(with("# more; of; the; same;"), (1, 0));
    assert_eq!(with("05112;Ort;1 1;1;M0 0l2 0 0 2zM5 5l1-1 0 1z"), (2, 0));
    for fault in [
        "05112",
        "05112;Ort;5 5;0",
        "05112;Ort;5 5;0;",
        "05112;Ort;;0;M1 1l8 0 0 8z",
        "05112;;5 5;0;M1 1l8 0 0 8z",
        "0511;Ort;5 5;0;M1 1l8 0 0 8z",
        "051123;Ort;5 5;0;M1 1l8 0 0 8z",
        "0511x;Ort;5 5;0;M1 1l8 0 0 8z",
        "05112;Ort;5 x;0;M1 1l8 0 0 8z",
        "05112;Ort;5\" 5;0;M1 1l8 0 0 8z",
        "05112;Ort;5 5;0;M1 1c8 0 0 8z",
        "05112;Ort;5 5;0;M1 1l8 0 0 8z\"/><script>",
        "05112;Ort;5 5;0;M1 1l8 0 0 8z;more",
    ] {
        assert_eq!(with(fault), (1, 1), "{fault}");
    }
    assert_eq!(with("05111;Twice;5 5;0;M1 1l8 0 0 8z").1, 1);
    let map = Map::new(format!("0 0 10 10\n# a remark\n{GOOD}\n\nnothing")).unwrap();
    expect(&map.problems("map.txt"), "map.txt", "Line 5 ");
    for text in ["", "\n", "<!doctype html>\n<p>no map</p>", "0 0 10\" 10\n"] {
        assert_eq!(Map::new(text.to_owned()), None, "{text:?}");
    }
}

/// Nothing in a file can make reading it fail, take long, or bring anything into the drawing.
#[test]
fn damaged_files_never_fail() {
    let text = shipped(FILE);
    let mut die = Die::new(11);
    for _ in 0..300 {
        let mut bytes: Vec<char> = text.chars().take(4000).collect();
        for _ in 0..=die.below(6) {
            let at = die.below(bytes.len());
            let noise: Vec<char> = die.text(4).chars().collect();
            bytes.splice(at..(at + die.below(4)).min(bytes.len()), noise);
        }
        let text: String = bytes.into_iter().collect();
        let Some(map) = Map::new(text) else { continue };
        assert!(is_drawn(map.frame()), "{}", map.frame());
        for Known { key, path, at, .. } in districts(&map) {
            assert!(is_drawn(&path) && is_drawn(&at), "{at} {path}");
            assert!(key.len() == 5 && key.bytes().all(|b| b.is_ascii_digit()), "{key}");
        }
    }
}

/// A town that is found near the device goes into the address by its name, which has to find it again.
#[test]
fn towns_are_found_again_by_their_names() {
    let places = shipped_places();
    let (text, mut misleading) = (shipped("places/nrw.txt"), Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(';').next().unwrap();
        let number = |at: usize| line.split(';').nth(at).unwrap().parse().unwrap();
        let point = Point { latitude: number(1), longitude: number(2) };
        let nearest = places.nearest(point).unwrap();
        let found = places.town(&nearest.name).map(|town| town.point);
        if found != Some(nearest.point) {
            misleading.push(name);
        }
    }
    // Two towns share each of these names; at the second one the app asks for the place instead of
    // guessing.
    assert_eq!(misleading, ["Laer", "Mülheim", "Schleiden", "Wickede"]);
}
