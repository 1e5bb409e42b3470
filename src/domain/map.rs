//! A map of districts to choose from: their names, their outlines, and where a mark fits into each.
//!
//! Knows nothing about events, the page or the earth. What comes from a file as part of a drawing is held
//! to the digits and letters of a path, so it can bring nothing else into the page. The text is read anew
//! each time: that takes less code than keeping what was read, and no time that anybody would notice.

use crate::domain::problem::Problem;

/// A district of the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct District<'a> {
    /// Official key, five digits.
    pub key: &'a str,
    pub name: &'a str,
    /// Where a mark stands inside the outline: two numbers.
    pub at: &'a str,
    /// Whether a finger may miss it on a phone.
    pub small: bool,
    /// The outline as a path of SVG.
    pub path: &'a str,
}

/// A map: the text of its file. The first line is the frame, the others are districts, `#` begins a remark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Map {
    text: String,
}

impl Map {
    /// Takes the text of a file; `None` if it does not begin with a frame.
    pub fn new(text: String) -> Option<Map> {
        let map = Map { text };
        is_drawn(map.frame()).then_some(map)
    }

    /// Returns the view of the drawing: four numbers.
    pub fn frame(&self) -> &str {
        self.text.split('\n').next().unwrap_or_default().trim_end()
    }

    /// Shows all districts, in the order of the file, that of the names.
    pub fn each(&self, visit: &mut dyn FnMut(District<'_>)) {
        self.text.split('\n').filter_map(district).for_each(visit);
    }

    /// Returns the name of a district.
    pub fn name(&self, key: &str) -> Option<String> {
        let mut name = None;
        self.each(&mut |district| {
            if district.key == key {
                name = Some(district.name.to_owned());
            }
        });
        name
    }

    /// Returns what is wrong with the file; the lines named here are left out on the page.
    pub fn problems(&self, file: &str) -> Vec<Problem> {
        let (mut problems, mut keys) = (Vec::new(), Vec::new());
        for (at, line) in self.text.split('\n').enumerate().skip(1) {
            let sentence = match district(line) {
                _ if line.trim_end().is_empty() || line.starts_with('#') => continue,
                Some(District { key, .. }) if !keys.contains(&key) => {
                    keys.push(key);
                    continue;
                }
                Some(District { key, .. }) => format!("Line {}: {key} is there twice.", at + 1),
                None => format!("Line {} is no district: key;name;mark;small;outline.", at + 1),
            };
            problems.push(Problem::error(file, sentence));
        }
        problems
    }
}

/// Reads a line: `key;name;mark;small;outline`, where small is 1 or 0.
fn district(line: &str) -> Option<District<'_>> {
    let (key, rest) = line.split_once(';')?;
    let (name, rest) = rest.split_once(';')?;
    let (at, rest) = rest.split_once(';')?;
    let (small, path) = rest.split_once(';')?;
    let is_key = key.len() == 5 && key.bytes().all(|b| b.is_ascii_digit());
    let path = path.trim_end();
    let fits = is_key && !name.is_empty() && is_drawn(at) && is_drawn(path);
    fits.then_some(District { key, name, at, small: small == "1", path })
}

/// Tells whether there is nothing in a text but digits, signs, spaces, and the letters of our outlines.
fn is_drawn(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b"Mlz -".contains(&b))
}
