//! Towns and postcodes, where they lie, and how far apart.
//!
//! Coordinates are thousandths of a degree, a hundred metres; all arithmetic is in whole numbers.

use crate::domain::finder::fold;
use crate::domain::json::Problems;
use crate::domain::problem::Problem;

/// A point on the map, in thousandths of a degree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    pub latitude: i32,
    pub longitude: i32,
}

/// A town or postcode by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub name: String,
    pub point: Point,
    folded: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Postcode {
    digits: String,
    point: Point,
    district: String,
}

/// Everything that can be found by name or postcode.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places {
    towns: Vec<Place>,
    postcodes: Vec<Postcode>,
}

/// Metres of a thousandth of a degree of latitude, times a thousand.
const STEP: i64 = 111_195;

/// Cosines of the latitudes from 45 to 60 degrees, times ten thousand.
const COSINES: [i64; 16] = [
    7071, 6947, 6820, 6691, 6561, 6428, 6293, 6157, 6018, 5878, 5736, 5592, 5446, 5299, 5150, 5000,
];

impl Point {
    /// Returns the metres between two points, as if the earth were flat between them. Good enough for
    /// some hundred kilometres, between 45 and 60 degrees north.
    pub fn metres_to(self, other: Point) -> i64 {
        self.square_to(other).isqrt()
    }

    /// Returns the square of the metres, which is enough to compare.
    fn square_to(self, other: Point) -> i64 {
        let north = i64::from(self.latitude) - i64::from(other.latitude);
        let east = i64::from(self.longitude) - i64::from(other.longitude);
        let middle = (i64::from(self.latitude) + i64::from(other.latitude)) / 2;
        let north = north * STEP / 1000;
        let east = east * STEP / 1000 * cosine(middle) / 10_000;
        north * north + east * east
    }
}

/// Returns the cosine of a latitude times ten thousand, between the values of whole degrees.
fn cosine(latitude: i64) -> i64 {
    let (degree, part) = (latitude.div_euclid(1000) - 45, latitude.rem_euclid(1000));
    let at = |degree: i64| COSINES[degree.clamp(0, 15) as usize];
    (at(degree) * (1000 - part) + at(degree + 1) * part) / 1000
}

impl Places {
    /// Adds the lines of a file: `name;latitude;longitude` for a town, and for a postcode its five
    /// digits instead of a name and the key of its district at the end. `#` begins a remark.
    pub fn add(&mut self, file: &str, text: &str, problems: &Problems) {
        for (at, line) in text.split('\n').enumerate() {
            let line = line.trim_end_matches('\r');
            if !line.is_empty() && !line.starts_with('#') && self.add_line(line).is_none() {
                let sentence = format!("Line {} is no place: name;latitude;longitude.", at + 1);
                problems.borrow_mut().push(Problem::error(file, sentence));
            }
        }
    }

    fn add_line(&mut self, line: &str) -> Option<()> {
        let (name, rest) = line.split_once(';')?;
        let (latitude, rest) = rest.split_once(';')?;
        let (longitude, district) = rest.split_once(';').unwrap_or((rest, ""));
        let point =
            Point { latitude: degrees(latitude, 90_000)?, longitude: degrees(longitude, 180_000)? };
        let folded = fold(name);
        if is_number(name, 5) {
            let (digits, district) = (name.to_owned(), district.to_owned());
            self.postcodes.push(Postcode { digits, point, district });
        } else if folded.is_empty() {
            return None;
        } else {
            self.towns.push(Place { name: name.to_owned(), point, folded });
        }
        Some(())
    }

    /// Tells whether there are no places.
    pub fn is_empty(&self) -> bool {
        self.towns.is_empty() && self.postcodes.is_empty()
    }

    /// Returns up to `most` places for what was typed so far: towns whose name begins so, then those in
    /// whose name another word does; from three digits on, postcodes.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<Place> {
        let folded = fold(typed);
        if folded.is_empty() {
            return Vec::new();
        }
        if folded.bytes().all(|b| b.is_ascii_digit()) {
            let postcodes = self.beginning(&folded).map(|code| place(&code.digits, code.point));
            return postcodes.take(if folded.len() < 3 { 0 } else { most }).collect();
        }
        let begins = |town: &&Place| town.folded.starts_with(folded.as_str());
        let holds = |town: &&Place| !begins(town) && has_word(&town.folded, &folded);
        let towns = self.towns.iter();
        towns.clone().filter(begins).chain(towns.filter(holds)).take(most).cloned().collect()
    }

    /// Returns the place that somebody means: a postcode, if one is in the text, else a town by its
    /// name, else the first suggestion.
    pub fn find(&self, typed: &str) -> Option<Place> {
        let folded = fold(typed);
        let number = folded.split(' ').find(|word| (3..=5).any(|n| is_number(word, n)));
        number
            .and_then(|digits| self.around(digits))
            .or_else(|| self.town(typed).cloned())
            .or_else(|| self.suggest(typed, 1).pop())
    }

    /// Returns the town of a name that was not typed in a hurry: the whole name, or its part before a
    /// hyphen, comma or slash ("Köln-Chorweiler"), or a beginning that only one has ("Monheim").
    pub fn town(&self, name: &str) -> Option<&Place> {
        let exact = |name: &str| {
            // Neunkirchen and Neuenkirchen are one name to who types without umlauts.
            let same = self.towns.iter().find(|town| town.name == name);
            same.or_else(|| {
                let folded = fold(name);
                self.towns.iter().find(|town| town.folded == folded)
            })
        };
        let part = name.split(['-', ',', '/', '–']).next().unwrap_or_default();
        exact(name).or_else(|| exact(part)).or_else(|| {
            let start = format!("{} ", fold(name));
            let mut longer = self.towns.iter().filter(|town| town.folded.starts_with(&*start));
            longer.next().filter(|_| longer.next().is_none())
        })
    }

    /// Returns the middle of the postcodes that begin with some digits; of new postcodes, which no
    /// table has, that of their neighbours.
    fn around(&self, digits: &str) -> Option<Place> {
        let known = (3..=digits.len()).rev().find_map(|length| {
            let start = digits.get(..length)?;
            self.beginning(start).next().is_some().then_some(start)
        })?;
        let (mut north, mut east, mut count) = (0, 0, 0);
        for code in self.beginning(known) {
            north += code.point.latitude;
            east += code.point.longitude;
            count += 1;
        }
        Some(place(digits, Point { latitude: north / count, longitude: east / count }))
    }

    fn beginning<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a Postcode> {
        self.postcodes.iter().filter(move |code| code.digits.starts_with(start))
    }

    /// Returns the point of an event's place: of its postcode, if it has one, else of its town.
    pub fn point(&self, town: &str, postcode: Option<&str>) -> Option<Point> {
        let place = postcode.and_then(|digits| self.around(digits));
        place.map(|place| place.point).or_else(|| self.town(town).map(|town| town.point))
    }

    /// Returns the town that is nearest to a point.
    pub fn nearest(&self, point: Point) -> Option<&Place> {
        self.towns.iter().min_by_key(|town| point.square_to(town.point))
    }

    /// Returns the key of the district around a point, that of the nearest postcode.
    pub fn district(&self, point: Point) -> Option<&str> {
        let nearest = self.postcodes.iter().min_by_key(|code| point.square_to(code.point))?;
        Some(nearest.district.as_str())
    }
}

fn place(name: &str, point: Point) -> Place {
    Place { name: name.to_owned(), point, folded: name.to_owned() }
}

fn is_number(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

fn degrees(text: &str, most: i32) -> Option<i32> {
    text.parse::<i32>().ok().filter(|n| (-most..=most).contains(n))
}

/// Tells whether one of the words of a folded text begins with `start`.
fn has_word(folded: &str, start: &str) -> bool {
    folded.split(' ').any(|word| word.starts_with(start))
}
