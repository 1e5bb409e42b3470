//! One walk through all events: which fit, how many each filter would find, and what lies next to it. It can
//! be made in portions; the index must stay the same meanwhile.

use super::index::{AUDIENCE, BITS, FIXED, GROUP, Index, NOWHERE, ORGANISER, Row};
use super::{Count, Filter, Found, Query, RADII, Wider, fold};
use crate::domain::events::{AUDIENCES, GROUPS, Now, ORGANISERS};
use crate::domain::places::Point;

/// Days by which one whose day is not known may be off.
const UNSURE_DAYS: i32 = 31;
/// Most words that are looked for.
const MOST_WORDS: usize = 16;

/// Letters from which on what was typed is looked for inside words, too.
const INSIDE: usize = 4;

/// What an event can fail, as bits; each list has one more, from the lowest on.
const DISTRICT: u32 = 1 << 16;
const WORDS: u32 = 2 << 16;
const NEAR: u32 = 4 << 16;
const DAYS: u32 = 8 << 16;

/// A list of which something is chosen: an event needs one of the chosen values.
#[derive(Clone, Copy)]
struct List {
    /// Which of the two numbers of an event holds its bits, and which of them are the list's.
    number: usize,
    all: u64,
    chosen: u64,
    /// How many are chosen; some may be values that no event has.
    len: usize,
    fails: u32,
}

/// A query made ready for an index.
pub(super) struct Search {
    lists: Vec<List>,
    /// The bits of lists of which nothing is chosen.
    free: [u64; 2],
    /// Position of the district, [`NOWHERE`] if no event is there.
    district: Option<u16>,
    /// The typed words that each text of the index holds, as bits, and all of them.
    hits: Vec<u32>,
    all_words: u32,
    /// The radius, and how far each town is, in metres.
    circle: Option<(i64, Vec<Option<i64>>)>,
    days: Option<(i32, i32)>,
    counts: Vec<usize>,
    tallies: [Tally; 2],
    district_counts: Vec<usize>,
    /// Distances of those that are only too far away.
    far: Vec<i64>,
}

/// How many planes a tally has: it holds one less than two to the power of this.
const PLANES: usize = 8;

/// Counts for 64 bits at once how often each was set: the first plane holds the ones of all counts, the next
/// one the twos, and so on. An event has about ten bits; counting each by itself takes longer.
#[derive(Clone, Copy, Default)]
struct Tally {
    planes: [u64; PLANES],
    len: u16,
}

impl Tally {
    fn add(&mut self, bits: u64) {
        self.len += 1;
        let mut carried = bits;
        for plane in &mut self.planes {
            (*plane, carried) = (*plane ^ carried, *plane & carried);
            if carried == 0 {
                break;
            }
        }
    }

    /// Tells whether another number might not fit.
    fn is_full(&self) -> bool {
        self.len == (1 << PLANES) - 1
    }

    /// Adds to the counts and begins anew.
    fn pour(&mut self, counts: &mut [usize]) {
        for (power, plane) in self.planes.iter().enumerate() {
            each_bit(*plane, |at| counts[at] += 1 << power);
        }
        *self = Tally::default();
    }
}

/// Calls `visit` with the positions of the bits that are set.
fn each_bit(mut bits: u64, mut visit: impl FnMut(usize)) {
    while bits != 0 {
        visit(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// Returns what is chosen from the lists: which number, where its bits begin, how many there are, the
/// chosen ones, and how many of them.
fn chosen(index: &Index, query: &Query) -> [(usize, usize, usize, u64, usize); 9] {
    let flag = |at: usize, on: bool| (0, at, 1, u64::from(on) << at, usize::from(on));
    let set = |from: usize, len: usize, bits: u32| {
        (0, from, len, u64::from(bits) << from, bits.count_ones() as usize)
    };
    let mut spoken = 0;
    for tag in query.languages() {
        let at = index.languages.iter().position(|other| other == tag);
        spoken |= at.map_or(0, |at| 1 << at);
    }
    [
        flag(0, query.evening),
        flag(1, query.weekend),
        flag(2, query.childcare),
        flag(3, query.step_free),
        flag(4, query.online),
        set(GROUP, GROUPS.len(), query.groups.bits()),
        set(AUDIENCE, AUDIENCES.len(), query.audience.bits()),
        set(ORGANISER, ORGANISERS.len(), query.organisers.bits()),
        (1, 0, BITS, spoken, query.languages().len()),
    ]
}

/// Returns the words that each text of an index holds, as bits, and all of them.
fn hits(index: &Index, typed: &str) -> (Vec<u32>, u32) {
    let folded = fold(typed);
    let words = folded.split(' ').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MOST_WORDS).collect();
    if words.is_empty() {
        return (Vec::new(), 0);
    }
    let mut of_words = vec![0; index.words.len()];
    for (number, bits) in of_words.iter_mut().enumerate() {
        let own = index.words.get(number);
        for (at, word) in words.iter().enumerate() {
            *bits |= u32::from(matches(own.as_bytes(), word)) << at;
        }
    }
    let mut from = 0;
    let mut of_texts = Vec::with_capacity(index.text_ends.len());
    for end in &index.text_ends {
        let own = index.words_of_texts.get(from..*end as usize).unwrap_or_default();
        of_texts.push(own.iter().fold(0, |bits, word| bits | of_words[*word as usize]));
        from = *end as usize;
    }
    (of_texts, (1 << words.len()) - 1)
}

/// Tells whether a word begins with what was typed, or, from four letters on, holds it: "abend" finds
/// "Infoabend".
fn matches(own: &[u8], typed: &str) -> bool {
    let typed_bytes = typed.as_bytes();
    own.starts_with(typed_bytes)
        || (typed.chars().count() >= INSIDE
            && own.windows(typed_bytes.len()).any(|piece| piece == typed_bytes))
}

impl Search {
    pub fn new(index: &Index, query: &Query, circle: Option<(Point, i64)>) -> Search {
        let (mut lists, mut free) = (Vec::new(), [0; 2]);
        for (at, list) in chosen(index, query).into_iter().enumerate() {
            let (number, from, size, chosen, len) = list;
            let all = u64::MAX >> (BITS - size) << from;
            match len {
                0 => free[number] |= all,
                _ => lists.push(List { number, all, chosen, len, fails: 1 << at }),
            }
        }
        let position = |key: &str| {
            let at = index.districts.iter().position(|other| other == key);
            at.and_then(|at| u16::try_from(at).ok()).unwrap_or(NOWHERE)
        };
        let (hits, all_words) = hits(index, &query.words);
        let circle = circle.map(|(middle, metres)| {
            let way = |point: Point| middle.metres_to(point);
            (metres, index.spots.iter().map(|spot| spot.point.map(way)).collect())
        });
        Search {
            lists,
            free,
            district: query.district().map(position),
            hits,
            all_words,
            circle,
            days: query.days(),
            counts: vec![0; 2 * BITS],
            tallies: [Tally::default(); 2],
            district_counts: vec![0; index.districts.len()],
            far: Vec::new(),
        }
    }

    /// Looks at events at some places of the order; puts those that fit and of which the day is known
    /// behind `listed`, soonest first.
    pub fn go(
        &mut self,
        index: &Index,
        order: &[u32],
        (found, listed): (&mut Found, &mut Vec<u32>),
        (past, now): (bool, Now),
    ) {
        let moment = now.moment();
        for at in order {
            let row = &index.rows[*at as usize];
            let failed = self.failed(index, row);
            if (row.over() <= moment) != past {
                found.other.extend((failed & !DAYS == 0).then_some(*at));
                continue;
            }
            match failed {
                0 if row.is_unsure() => found.unsure.push(*at),
                0 => listed.push(*at),
                NEAR => self.note_far(found, row, *at),
                DAYS => self.note_later(found, row, *at),
                _ => {}
            }
            self.count(index, row, failed);
        }
        self.pour();
    }

    /// Takes what was tallied into the counts.
    fn pour(&mut self) {
        for (number, tally) in self.tallies.iter_mut().enumerate() {
            tally.pour(&mut self.counts[number * BITS..]);
        }
    }

    /// Returns what an event fails. What fails twice is nowhere counted, so then the words, which cost
    /// most, are not looked at.
    fn failed(&self, index: &Index, row: &Row) -> u32 {
        let mut failed = 0;
        for list in &self.lists {
            let fits = list.chosen & row.values[list.number] != 0;
            failed |= if fits { 0 } else { list.fails };
        }
        let there = self.district.is_none_or(|at| at == index.district_of(row) && at != NOWHERE);
        failed |= if there { 0 } else { DISTRICT };
        failed |= if self.is_near(row) { 0 } else { NEAR };
        failed |= if self.is_within(row) { 0 } else { DAYS };
        // A district takes the place of a place, so failing both is like failing one.
        let counts = failed & failed.wrapping_sub(1) == 0 || failed == NEAR | DISTRICT;
        if self.all_words != 0 && counts && !self.has_words(index, row) {
            failed |= WORDS;
        }
        failed
    }

    fn is_near(&self, row: &Row) -> bool {
        let metres = self.circle.as_ref().map(|(metres, _)| *metres);
        metres.is_none_or(|metres| self.metres(row).is_some_and(|way| way <= metres))
    }

    fn metres(&self, row: &Row) -> Option<i64> {
        let (_, ways) = self.circle.as_ref()?;
        *ways.get(row.spot as usize)?
    }

    fn is_within(&self, row: &Row) -> bool {
        let off = if row.is_unsure() { UNSURE_DAYS } else { 0 };
        self.days.is_none_or(|(from, to)| row.first - off <= to && row.last + off >= from)
    }

    fn has_words(&self, index: &Index, row: &Row) -> bool {
        let own = index.texts_of(row);
        let kind = index.kinds.get(usize::from(row.kind));
        let all = own.iter().chain(kind);
        let hits = |text: &u32| self.hits.get(*text as usize).copied().unwrap_or_default();
        all.fold(0, |bits, text| bits | hits(text)) == self.all_words
    }

    /// Returns the first day that is shown.
    pub fn first_day(&self, now: Now) -> i32 {
        self.days.map_or(i32::MIN, |(from, _)| from).max(now.today.days())
    }

    fn note_far(&mut self, found: &mut Found, row: &Row, at: u32) {
        found.online += usize::from(row.is_online());
        let Some(metres) = self.metres(row) else { return };
        self.far.push(metres);
        if found.nearest.is_none_or(|(_, other)| metres < other) && !row.is_cancelled() {
            found.nearest = Some((at, metres));
        }
    }

    fn note_later(&self, found: &mut Found, row: &Row, at: u32) {
        if self.days.is_some_and(|(_, to)| row.first > to) {
            found.later += 1;
            found.next = found.next.or((!row.is_cancelled()).then_some(at));
        }
    }

    /// Counts an event for every value with which, switched, it would be found.
    fn count(&mut self, index: &Index, row: &Row, failed: u32) {
        if failed == 0 {
            for number in 0..2 {
                self.tallies[number].add(row.values[number] & self.free[number]);
            }
            if self.tallies[0].is_full() {
                self.pour();
            }
        }
        for list in &self.lists {
            if failed & !list.fails == 0 {
                let own = row.values[list.number];
                let counts = &mut self.counts;
                each_bit(list.all, |at| {
                    counts[list.number * BITS + at] += usize::from(list.fits_switched(at, own));
                });
            }
        }
        if failed & !(DISTRICT | NEAR) == 0 {
            self.count_district(index.district_of(row), failed & NEAR != 0);
        }
    }

    /// Counts for the districts: the chosen one can be taken away, and any other takes the place of the
    /// chosen and of a place, from which the event may be too far away.
    fn count_district(&mut self, own: u16, far: bool) {
        let chosen = self.district.filter(|at| *at != NOWHERE);
        let mut count = |at: u16| {
            self.district_counts.get_mut(usize::from(at)).into_iter().for_each(|count| *count += 1);
        };
        chosen.filter(|_| !far).into_iter().for_each(&mut count);
        if chosen != Some(own) {
            count(own);
        }
    }

    pub fn wider(&self, query: &Query, total: usize) -> Option<Wider> {
        let km = query.near.as_ref()?.km;
        RADII.into_iter().filter(|wider| *wider > km).find_map(|km| {
            let more = self.far.iter().filter(|way| **way <= i64::from(km) * 1000).count();
            (more > 0).then_some(Wider { km, total: total + more })
        })
    }

    /// Returns the counts with their filters.
    pub fn counts(&self, index: &Index, query: &Query) -> Vec<Count> {
        let mut named = Vec::new();
        let mut name = |filter: Filter, found: &usize| {
            named.push(Count { on: query.has(&filter), filter, found: *found });
        };
        self.counts.iter().take(FIXED).enumerate().for_each(|(at, n)| name(fixed(at), n));
        let spoken = index.languages.iter().zip(self.counts.iter().skip(BITS));
        spoken.for_each(|(tag, n)| name(Filter::Language(tag.clone()), n));
        let there = index.districts.iter().zip(&self.district_counts);
        there.for_each(|(key, n)| name(Filter::District(key.clone()), n));
        named
    }
}

fn fixed(at: usize) -> Filter {
    match at {
        0 => Filter::Evening,
        1 => Filter::Weekend,
        2 => Filter::Childcare,
        3 => Filter::StepFree,
        4 => Filter::Online,
        GROUP..AUDIENCE => Filter::Group(GROUPS[at - GROUP]),
        AUDIENCE..ORGANISER => Filter::Audience(AUDIENCES[at - AUDIENCE]),
        _ => Filter::Organiser(ORGANISERS[at - ORGANISER]),
    }
}

impl List {
    /// Tells whether an event fits when a value is switched.
    fn fits_switched(&self, at: usize, own: u64) -> bool {
        let bit = 1 << at;
        match self.chosen & bit != 0 {
            true => self.len == 1 || self.chosen & !bit & own != 0,
            false => (self.chosen | bit) & own != 0,
        }
    }
}

impl Row {
    fn is_online(&self) -> bool {
        self.values[0] >> 4 & 1 == 1
    }
}
