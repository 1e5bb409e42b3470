//! Sets of files that are fetched when a page needs them.

use crate::domain::pack::Pack;

/// A set of files of a pack: one with data, and one with texts for each language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extra {
    /// The self-assessment.
    Fit,
    /// The explainer of the role.
    Role,
    /// The way to the ballot.
    Way,
}

impl Extra {
    const ALL: [Extra; 3] = [Extra::Fit, Extra::Role, Extra::Way];

    /// Returns the sets of a union of bits.
    pub fn of(bits: u32) -> impl Iterator<Item = Extra> {
        Extra::ALL.into_iter().filter(move |extra| bits & extra.bit() != 0)
    }

    /// Returns the bit that stands for this set.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Returns the packs that have such files, the nearest first.
    pub fn packs(self, pack: &Pack) -> &[String] {
        match self {
            Extra::Fit => &pack.fit_files,
            Extra::Role => &pack.role_files,
            Extra::Way => &pack.way_files,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Extra::Fit => "fit",
            Extra::Role => "role",
            Extra::Way => "way",
        }
    }

    /// Returns the path of the data of a pack.
    pub fn file_of(self, pack: &str) -> String {
        format!("packs/{pack}/{}.json", self.name())
    }

    /// Returns the path of the texts of a pack in a language.
    pub fn texts_file_of(self, pack: &str, language: &str) -> String {
        format!("packs/{pack}/{}.{language}.json", self.name())
    }
}
