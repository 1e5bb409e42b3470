//! What was found, cut into pages and blocks: the document never holds more than a page, and one block is
//! drawn at a time, so that a phone stays quick.

use crate::domain::date::Date;
use crate::domain::finder::Found;

/// Most events on a page.
pub const PAGE: usize = 60;
/// Most events that are drawn in one go. Only one at first: the first letters of each size and weight cost a
/// phone more than all the rest of a card.
pub const FIRST_BLOCK: usize = 1;
pub const BLOCK: usize = 5;

/// A page of what was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listing {
    pub blocks: Vec<Block>,
    /// Number of the page, from 0 on, and how many there are, at least one.
    pub page: usize,
    pub pages: usize,
}

/// Sections that are drawn in one go.
pub type Block = Vec<Section>;

/// Events that stand together; they are named by their position in the index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    pub title: Title,
    pub events: Vec<u32>,
}

/// What stands above a section.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Title {
    /// The week that begins on this Monday.
    Week(Date),
    /// The day is not known.
    Unsure,
    /// Nothing: it goes on with what stands before it.
    None,
}

impl Listing {
    /// Cuts a page out of what was found; a page behind the last one is the last one.
    pub fn new(found: &Found, page: usize) -> Listing {
        let pages = found.total.div_ceil(PAGE).max(1);
        let page = page.min(pages - 1);
        let mut listing = Listing { blocks: Vec::new(), page, pages };
        let mut cutter = Cutter { before: page * PAGE, left: PAGE, room: 0 };
        for week in &found.weeks {
            cutter.cut(&mut listing.blocks, Title::Week(week.monday), &week.events);
        }
        cutter.cut(&mut listing.blocks, Title::Unsure, &found.unsure);
        listing
    }
}

struct Cutter {
    /// How many events come before the page, how many still fit on it, and how many into the last block.
    before: usize,
    left: usize,
    room: usize,
}

impl Cutter {
    fn cut(&mut self, blocks: &mut Vec<Block>, title: Title, events: &[u32]) {
        let skipped = self.before.min(events.len());
        self.before -= skipped;
        let mut rest = events.get(skipped..).unwrap_or_default();
        let mut title = title;
        while !rest.is_empty() && self.left > 0 {
            if self.room == 0 {
                blocks.push(Vec::new());
                self.room = if blocks.len() == 1 { FIRST_BLOCK } else { BLOCK };
            }
            let take = rest.len().min(self.left).min(self.room);
            let (events, behind) = rest.split_at(take);
            let section = Section { title, events: events.to_vec() };
            blocks.last_mut().into_iter().for_each(|block| block.push(section.clone()));
            (self.left, self.room) = (self.left - take, self.room - take);
            (rest, title) = (behind, Title::None);
        }
    }
}
