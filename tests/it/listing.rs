//! Pages and blocks of what was found.

use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::finder::{Found, Week};
use sitz_und_stimme::domain::listing::{BLOCK, FIRST_BLOCK, Listing, PAGE, Title};

/// Weeks with so many events each, and some whose day is not known; numbered as they are shown.
fn found(weeks: &[usize], unsure: usize) -> Found {
    let mut next = 0..;
    let mut take = |count: usize| next.by_ref().take(count).collect::<Vec<u32>>();
    let week = |(at, count): (usize, &usize)| Week {
        monday: Date::from_days(4 + 7 * at as i32),
        events: take(*count),
    };
    let weeks: Vec<Week> = weeks.iter().enumerate().map(week).collect();
    let unsure = take(unsure);
    let total = weeks.iter().map(|week| week.events.len()).sum::<usize>() + unsure.len();
    Found { weeks, unsure, total, ..Found::default() }
}

fn events(listing: &Listing) -> Vec<u32> {
    listing.blocks.iter().flatten().flat_map(|section| section.events.clone()).collect()
}

#[test]
fn every_event_stands_on_one_page_in_order() {
    let cases: [(&[usize], usize); 9] = [
        (&[], 0),
        (&[1], 0),
        (&[], 3),
        (&[BLOCK, BLOCK, 1], 0),
        (&[PAGE], 1),
        (&[PAGE + 1], 0),
        (&[3, 0, 70, 2], 61),
        (&[1000], 0),
        (&[1; 130], 5),
    ];
    for (weeks, unsure) in cases {
        let found = found(weeks, unsure);
        let pages = Listing::new(&found, 0).pages;
        let mut all = Vec::new();
        for page in 0..pages {
            let listing = Listing::new(&found, page);
            assert_eq!((listing.page, listing.pages), (page, pages));
            let shown = events(&listing);
            assert!(shown.len() <= PAGE && (!shown.is_empty() || found.total == 0));
            let sizes =
                listing.blocks.iter().map(|block| block.iter().map(|s| s.events.len()).sum());
            assert!(sizes.clone().all(|size: usize| (1..=BLOCK).contains(&size)), "{weeks:?}");
            assert!(sizes.clone().next().is_none_or(|first| first <= FIRST_BLOCK), "{weeks:?}");
            assert!(listing.blocks.iter().flatten().all(|section| !section.events.is_empty()));
            all.extend(shown);
        }
        let wanted: Vec<u32> = (0..found.total as u32).collect();
        assert_eq!(all, wanted, "{weeks:?} {unsure}");
        assert_eq!(Listing::new(&found, usize::MAX), Listing::new(&found, pages - 1));
    }
}

#[test]
fn a_week_is_named_once_on_each_page() {
    let found = found(&[5, 70, 5], 2);
    let titles = |page: usize| -> Vec<Title> {
        let listing = Listing::new(&found, page);
        let sections = listing.blocks.iter().flatten();
        sections.map(|section| section.title).filter(|title| *title != Title::None).collect()
    };
    let week = |at: i32| Title::Week(Date::from_days(4 + 7 * at));
    assert_eq!(titles(0), [week(0), week(1)]);
    assert_eq!(titles(1), [week(1), week(2), Title::Unsure]);
    // What goes on in the next block has no second title.
    let listing = Listing::new(&found, 0);
    assert_eq!(listing.blocks[1][0].title, Title::None);
}
