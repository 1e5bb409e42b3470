//! The finder: spellings, filters, counts, and what is offered when nothing is found.

use crate::lists::ahead;
use crate::places::shipped_places;
use crate::support::{Die, day, shipped};
use serde_json::{Value, json};
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::events::{self, AUDIENCES, Event, GROUPS, Now, ORGANISERS};
use sitz_und_stimme::domain::finder::{self, Filter, Finding, Found, Index, Near, Query, fold};
use sitz_und_stimme::domain::places::Places;
use sitz_und_stimme::domain::problem::Problem;

// ---------------------------------------------------------------- one form for all spellings

#[test]
fn spellings_that_mean_the_same_have_one_form() {
    for same in [
        &["Köln", "Koeln", "Koln", "KÖLN", "KOELN", "ko\u{308}ln", "kÖLN"][..],
        &["Straße", "Strasse", "STRASSE", "STRAẞE", "straße"],
        &["Müller", "Mueller", "Muller", "MÜLLER"],
        &["Ägäis", "Aegaeis", "Agais"],
        &["Café", "Cafe", "CAFÉ", "cafe\u{301}"],
        &["İstanbul", "Istanbul", "ıstanbul", "istanbul", "i\u{307}stanbul", "ISTANBUL"],
        &["Łódź", "Lodz", "LODZ", "łódź"],
        &["Żółć", "zolc"],
        &["Şişli Çağ", "Sisli Cag", "sişli cağ"],
        &["Sønderjylland", "Soenderjylland", "Sonderjylland"],
        &["Târgu Mureș", "Targu Mureş", "TARGU MURES"],
        &["Đorđe Šćekić", "Dorde Scekic"],
        &["Nguyễn", "Nguyen", "NGUYỄN"],
        &["Москва", "МОСКВА", "москва"],
        &["Ёлка", "елка", "ЕЛКА"],
        &["Київ", "КИЇВ", "Киі\u{308}в"],
        &["Йога", "йога", "и\u{306}ога"],
        &["Αθήνα", "ΑΘΗΝΑ", "αθηνα"],
        &["لجنة", "لَجْنَة", "لجـــنة", "لجنه"],
        &["أحمد", "احمد", "إحمد", "ٱحمد", "ا\u{654}حمد"],
        &["على", "علي", "علی"],
        &["کتاب", "كتاب"],
        &["٢٠٢٧", "۲۰۲۷", "2027", "２０２７"],
        &["Castrop-Rauxel", "castrop rauxel", "CASTROP\u{2011}RAUXEL", " Castrop – Rauxel! "],
        &["Rat\u{ad}haus", "Rathaus", "\u{202e}Rat\u{200b}haus\u{202c}"],
        &["", " ", "-", "…", "،؟", "\u{200f}"],
    ] {
        for text in same {
            assert_eq!(fold(text), fold(same[0]), "{text:?}");
        }
    }
}

#[test]
fn words_are_kept_apart() {
    assert_eq!(fold("  Köln,  Neue\u{a0}Straße 7a "), "koln neu strasse 7a");
    assert_eq!(fold("Ko\ne"), "ko e", "no umlaut across words");
    assert_eq!(fold("'n' Café\u{2019}s"), "n cafe s");
    for (a, b) in [("Köln", "Kiel"), ("Saal", "Sal"), ("Mut", "Mit"), ("Hass", "Has"), ("1", "2")]
    {
        assert_ne!(fold(a), fold(b));
    }
    assert_eq!(fold(&fold("Überprüfungsausschuß")), fold("Überprüfungsausschuß"));
}

#[test]
fn the_beginning_of_a_word_is_the_beginning_of_its_form() {
    const LETTERS: [char; 26] = [
        'a', 'e', 'o', 'u', 'ä', 'ö', 'ß', 'S', 'é', 'E', 'i', 'İ', 'ı', 'q', 'ł', 'ф', 'Й', 'أ',
        'ة', '\u{308}', '\u{64e}', '٣', 'n', 'U', 'ẞ', '你',
    ];
    let mut die = Die::new(8);
    for _ in 0..20_000 {
        let word: String = (0..1 + die.below(8)).map(|_| *die.pick(&LETTERS)).collect();
        let (at, _) = word.char_indices().nth(die.below(word.chars().count())).expect("a letter");
        assert!(fold(&word).starts_with(&fold(&word[..at])), "{word} {}", &word[..at]);
    }
}

// ---------------------------------------------------------------- events to look for

fn event(id: &str, when: Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut event = json!({"id": id, "when": when, "place": "Herne", "title": {"de": "Treffen"},
        "kind": "info_evening", "organiser": "Stadt Herne", "status": "planned",
        "source": "https://example.org/a"});
    change(&mut event);
    event
}

#[track_caller]
fn read(list: Vec<Value>) -> Vec<Event> {
    let file = json!({"format": 1, "id": "test", "as_of": "2026-11-22", "events": list});
    let problems = Default::default();
    let events = events::read("test", &file.to_string(), day("2026-11-22"), false, &problems);
    assert_eq!(problems.into_inner(), Vec::<Problem>::new());
    events
}

fn on(date: &str) -> Value {
    json!({"date": date})
}

fn at(date: &str, time: &str) -> Value {
    json!({"date": date, "time": time})
}

pub fn kind_name(kind: &str) -> String {
    match kind {
        "info_evening" => "Info-Abend".to_owned(),
        "simulation_game" => "Planspiel".to_owned(),
        other => other.to_owned(),
    }
}

fn now(today: &str, time: &str) -> Now {
    let minute =
        time[..2].parse::<i32>().expect("hours") * 60 + time[3..].parse::<i32>().expect("m");
    Now { today: day(today), minute }
}

fn find(events: &[Event], query: &str, now: Now) -> Found {
    finder::find(events, &Query::parse(query), now, &shipped_places(), &kind_name)
}

fn ids(events: &[Event], positions: impl IntoIterator<Item = u32>) -> String {
    let ids = positions.into_iter().map(|at| events[at as usize].id.clone());
    ids.collect::<Vec<_>>().join(" ")
}

fn archive() -> Vec<Event> {
    let problems = Default::default();
    let text = shipped("events/nrw.json");
    events::read("nrw", &text, day("2026-11-22"), false, &problems)
}

#[test]
fn real_events_are_found_by_town_kind_and_year() {
    let events = archive();
    let today = now("2026-11-22", "12:00");
    let found = |query: &str| ids(&events, find(&events, query, today).all());
    assert_eq!(found(""), "", "all are past");
    assert_eq!(found("past").split(' ').count(), 66);
    assert_eq!(found("past&q=krefeld"), "e46 e45");
    assert_eq!(found("past&q=planspiel"), "e45");
    assert_eq!(found("past&q=koeln 2014"), "e63");
    assert_eq!(found("past&q=ratssaal&from=2025-01-01"), "e41 e38");
    assert_eq!(found("past&kind=help"), "e46 e66 e65");
    assert_eq!(found("past&q=Gütersloh"), found("past&q=gutersloh"));
    assert_eq!(found("past&q=dueren"), "e51");
    assert_eq!(found("past&from=2014-01-01&to=2014-12-31"), "e63 e62 e61 e60 e59");
    assert_eq!(found("past&near=Herten&km=15&from=2025-01-01"), "e55 e50 e47");
    assert_eq!(found("past&in=05766"), "e39", "Kreis Lippe");
    assert_eq!(found("past&with=online&from=2025-01-01"), "e48");
    assert_eq!(found("past&with=weekend.evening"), "e17");
    let all = find(&events, "past", today);
    assert_eq!(all.unsure.len(), 8);
    assert_eq!(all.other, Vec::<u32>::new());
}

#[test]
fn every_typed_word_begins_a_word_of_the_event_or_is_a_long_piece_of_one() {
    let events = read(vec![
        event("a", on("2027-03-01"), |e| {
            e["title"] = json!({"de": "Infoabend zur Wahl", "ar": "أمسية إعلاميّة"});
            e["venue"] = json!("Bürgerhaus, Große Straße 5");
            e["note"] = json!({"de": "Mit Tee", "tr": "İçecek var"});
        }),
        event("b", on("2027-03-02"), |e| {
            e["kind"] = json!("simulation_game");
            e["postcode"] = json!("44623");
            e["organiser"] = json!("Łódź e. V.");
        }),
    ]);
    for (typed, expected) in [
        ("infoa", "a"),
        ("abend", "a"),
        ("ben", ""),
        ("bend", "a"),
        ("haus", "a"),
        ("aus", ""),
        ("fstadt", ""),
        ("wahl info", "a"),
        ("wahl planspiel", ""),
        ("strasse", "a"),
        ("GROSSE strasse", "a"),
        ("buergerhaus", "a"),
        ("امسيه", "a"),
        ("icecek", "a"),
        ("ICECEK TEE", "a"),
        ("planspiel", "b"),
        ("446", "b"),
        ("lodz", "b"),
        ("herne", "a b"),
        ("stadt", "a"),
        ("2027", "a b"),
        ("", "a b"),
        ("  ,", "a b"),
        ("zzz", ""),
    ] {
        let mut query = Query::default();
        query.words = typed.to_owned();
        let found = finder::find(
            &events,
            &query,
            now("2027-01-01", "00:00"),
            &Places::default(),
            &kind_name,
        );
        assert_eq!(ids(&events, found.all()), expected, "{typed}");
    }
}

#[test]
fn an_event_that_ended_is_never_among_the_coming() {
    let over = |when: Value| {
        let events = read(vec![event("a", when, |_| {})]);
        move |today: &str, time: &str| {
            let now = now(today, time);
            let found = find(&events, "", now);
            assert_eq!(events[0].is_over(now), found.total == 0);
            assert_eq!(ahead(&events, now).len(), found.total);
            assert_eq!(found.other.len(), 1 - found.total);
            found.total == 0
        }
    };
    let evening = over(json!({"date": "2027-03-01", "time": "18:00", "end_time": "20:00"}));
    assert!(!evening("2027-02-01", "23:59") && !evening("2027-03-01", "19:59"));
    assert!(evening("2027-03-01", "20:00") && evening("2027-03-02", "00:00"));
    let night = over(json!({"date": "2027-12-31", "time": "22:00", "end_time": "01:00"}));
    assert!(!night("2027-12-31", "23:59") && !night("2028-01-01", "00:59"));
    assert!(night("2028-01-01", "01:00"));
    let open = over(at("2027-03-01", "18:00"));
    assert!(!open("2027-03-01", "20:59") && open("2027-03-01", "21:00"));
    let same = over(json!({"date": "2027-03-01", "time": "18:00", "end_time": "18:00"}));
    assert!(!same("2027-03-01", "20:59") && same("2027-03-01", "21:00"));
    let until = over(json!({"date": "2027-03-01", "end_time": "18:00"}));
    assert!(!until("2027-03-01", "17:59") && until("2027-03-01", "18:00"));
    let late = over(at("2027-03-01", "23:00"));
    assert!(!late("2027-03-02", "01:59") && late("2027-03-02", "02:00"));
    let whole = over(on("2027-03-01"));
    assert!(!whole("2027-03-01", "23:59") && whole("2027-03-02", "00:00"));
    let days = over(json!({"date": "2027-03-01", "to": "2027-03-03"}));
    assert!(!days("2027-03-03", "23:59") && days("2027-03-04", "00:00"));
    let series = over(json!({"from": "2027-03-01", "time": "18:00"}));
    assert!(!series("2027-03-02", "00:00") && series("2027-03-30", "00:00"));
}

#[test]
fn weeks_begin_on_monday_and_what_goes_on_stands_in_this_one() {
    let events = read(vec![
        event("sunday", on("2027-03-07"), |_| {}),
        event("monday_late", at("2027-03-08", "19:00"), |_| {}),
        event("monday", at("2027-03-08", "09:00"), |_| {}),
        event("going_on", json!({"date": "2027-02-20", "to": "2027-03-20"}), |_| {}),
        event("spring", json!({"about": {"de": "Frühjahr"}, "sort": "2027-04-15"}), |_| {}),
        event("year_end", json!({"date": "2027-12-31", "to": "2028-01-02"}), |_| {}),
    ]);
    let weeks = |found: &Found| -> Vec<(String, String)> {
        let week =
            |week: &finder::Week| (week.monday.to_string(), ids(&events, week.events.clone()));
        found.weeks.iter().map(week).collect()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let found = find(&events, "", now("2027-03-03", "12:00"));
    assert_eq!(
        weeks(&found),
        [
            pair("2027-03-01", "going_on sunday"),
            pair("2027-03-08", "monday monday_late"),
            pair("2027-12-27", "year_end"),
        ]
    );
    assert_eq!(ids(&events, found.unsure.clone()), "spring");
    assert_eq!(found.total, 6);
    let found = find(&events, "from=2027-03-09&to=2027-03-31", now("2027-03-03", "12:00"));
    assert_eq!(weeks(&found), [pair("2027-03-08", "going_on")]);
    assert_eq!(ids(&events, found.unsure), "spring", "may well be then");
    let found = find(&events, "past", now("2029-01-01", "12:00"));
    assert_eq!(weeks(&found)[1], pair("2027-03-08", "monday_late monday"));
    assert_eq!(weeks(&found)[0].0, "2027-12-27");
}

#[test]
fn evenings_and_weekends_are_told_from_days() {
    let events = read(vec![
        event("early", at("2027-03-05", "16:59"), |_| {}),
        event("evening", at("2027-03-05", "17:00"), |_| {}),
        event("saturday", on("2027-03-06"), |_| {}),
        event("sunday", at("2027-03-07", "20:00"), |_| {}),
        event("into", json!({"date": "2027-03-04", "to": "2027-03-06"}), |_| {}),
        event("before", json!({"date": "2027-03-01", "to": "2027-03-05"}), |_| {}),
        event("fuzzy", json!({"about": {"de": "März"}, "sort": "2027-03-06"}), |_| {}),
    ]);
    let found = |query: &str| ids(&events, find(&events, query, now("2027-01-01", "00:00")).all());
    assert_eq!(found("with=evening"), "evening sunday");
    assert_eq!(found("with=weekend"), "into saturday sunday");
    assert_eq!(found("with=weekend.evening"), "sunday");
}

#[test]
fn nothing_found_offers_what_lies_next_to_it() {
    let events = read(vec![
        event("near", on("2027-03-01"), |e| e["place"] = json!("Gelsenkirchen")),
        event("far", on("2027-03-01"), |e| e["place"] = json!("Köln")),
        event("off", on("2027-03-01"), |e| {
            e["place"] = json!("Gladbeck");
            e["status"] = json!("cancelled");
        }),
        event("online", on("2027-03-02"), |e| {
            e["place"] = json!("Online");
            e["online"] = json!(true);
        }),
        event("later", on("2027-05-01"), |e| e["place"] = json!("Herten")),
        event("gone", on("2026-05-01"), |e| e["place"] = json!("Herten")),
    ]);
    let today = now("2027-02-01", "12:00");
    let found = find(&events, "near=Herten&km=5&from=2027-02-20&to=2027-03-31", today);
    assert_eq!(found.total, 0);
    assert_eq!(found.around.as_ref().map(|place| place.name.as_str()), Some("Herten"));
    let (nearest, metres) = found.nearest.expect("one outside the radius");
    assert_eq!(events[nearest as usize].id, "near");
    assert!((6_000..12_000).contains(&metres), "{metres}");
    assert_eq!(found.wider.map(|wider| (wider.km, wider.total)), Some((20, 2)));
    assert_eq!(found.online, 1);
    assert_eq!(found.next.map(|at| events[at as usize].id.as_str()), Some("later"));
    assert_eq!((found.later, ids(&events, found.other)), (1, "gone".to_owned()));
    let wide = find(&events, "near=Herten&km=20&from=2027-02-20&to=2027-03-31", today);
    assert_eq!(wide.total, 2, "as was promised");
    assert_eq!(wide.wider.map(|wider| (wider.km, wider.total)), Some((100, 3)));
    let unknown = find(&events, "near=Atlantis&km=5", today);
    assert_eq!((unknown.around, unknown.total), (None, 5));
}

#[test]
fn counts_say_what_switching_finds() {
    let events = read(vec![
        event("a", on("2027-03-01"), |e| e["languages"] = json!(["tr"])),
        event("b", on("2027-03-01"), |e| {
            e["interpreting"] = json!(["tr", "ar"]);
            e["childcare"] = json!(true);
        }),
        event("c", on("2027-03-01"), |e| e["kind"] = json!("simulation_game")),
    ]);
    let today = now("2027-02-01", "12:00");
    let count = |query: &str, filter: Filter| find(&events, query, today).count(&filter);
    let language = |tag: &str| Filter::Language(tag.to_owned());
    assert_eq!(count("", language("tr")), Some(2));
    assert_eq!(count("", language("ar")), Some(1));
    assert_eq!(count("", language("de")), Some(3), "everybody speaks German");
    assert_eq!(count("", language("pl")), None);
    assert_eq!(count("lang=ar", language("tr")), Some(2), "one more language finds more");
    assert_eq!(count("lang=ar", language("ar")), Some(3), "switched off");
    assert_eq!(count("lang=pl", Filter::Childcare), Some(0), "nobody speaks Polish");
    assert_eq!(count("lang=tr", Filter::Childcare), Some(1));
    assert_eq!(count("lang=tr", Filter::Group("game")), Some(0));
    assert_eq!(count("kind=info", Filter::Group("game")), Some(3));
    assert_eq!(count("", Filter::Past), Some(0));
}

// ---------------------------------------------------------------- any events, any query

const PLACES: [&str; 8] =
    ["Köln", "Herten", "Münster", "Online", "Laer", "Köln-Chorweiler", "Bonn", "Aachen"];

fn some_event(id: usize, die: &mut Die) -> Value {
    let date = die.day(day("2026-10-01"), day("2027-03-01"));
    let time = format!("{:02}:30", die.below(24));
    let when = match die.below(6) {
        0 => json!({"about": {"de": "Bald"}, "sort": date.to_string()}),
        1 => json!({"date": date.to_string(), "to": date.plus_days(4).to_string()}),
        2 => json!({"from": date.to_string(), "time": time}),
        3 => on(&date.to_string()),
        _ => at(&date.to_string(), &time),
    };
    let tags = ["tr", "ar", "ru", "pl", "de"];
    let some = |list: &[&str], die: &mut Die| -> Vec<String> {
        list.iter().filter(|_| die.below(3) == 0).map(|word| (*word).to_owned()).collect()
    };
    event(&format!("e{id}"), when, |e| {
        e["place"] = json!(die.pick(&PLACES));
        e["title"] = json!({"de": *die.pick(&["Wählen gehen", "Straße frei", "Info İçin"])});
        e["kind"] = json!(*die.pick(&events::KINDS));
        e["status"] = json!(*die.pick(&events::STATUSES));
        e["audience"] = json!(some(&AUDIENCES, die));
        e["languages"] = json!(some(&tags, die));
        e["interpreting"] = json!(some(&tags, die));
        for flag in ["online", "childcare", "step_free"] {
            e[flag] = json!(die.below(2) == 0);
        }
        if die.below(4) > 0 {
            e["organiser_kind"] = json!(*die.pick(&ORGANISERS));
        }
    })
}

/// Returns every filter there is, and some that match nothing.
fn filters() -> Vec<Filter> {
    use Filter::{Childcare, Evening, Online, Past, StepFree, Weekend};
    let mut all = vec![Evening, Weekend, Childcare, StepFree, Online, Past];
    all.extend(GROUPS.map(Filter::Group));
    all.extend(AUDIENCES.map(Filter::Audience));
    all.extend(ORGANISERS.map(Filter::Organiser));
    all.extend(["de", "tr", "ar", "xx", "zh-hant"].map(|tag| Filter::Language(tag.to_owned())));
    all.extend(["05315", "05562", "99999"].map(|key| Filter::District(key.to_owned())));
    all
}

pub fn some_query(die: &mut Die) -> Query {
    let mut query = Query::default();
    for _ in 0..die.below(4) {
        query = query.switched(die.pick(&filters()));
    }
    if die.below(3) == 0 {
        query.words = die.pick(&["wahl", "strasse f", "koln", "i", "wä gehen", "zzz"]).to_string();
    }
    if die.below(3) == 0 {
        let place = die.pick(&["Köln", "45699", "Atlantis", "münst"]).to_string();
        query.near = Some(Near { place, km: *die.pick(&[1, 20, 70, 500]) });
    }
    let days = (day("2026-10-01"), day("2027-03-01"));
    query.from = (die.below(4) == 0).then(|| die.day(days.0, days.1));
    query.to = (die.below(4) == 0).then(|| die.day(days.0, days.1));
    query
}

struct World {
    events: Vec<Event>,
    index: Index,
    places: Places,
}

impl World {
    fn new(count: usize, die: &mut Die) -> World {
        let events = read((0..count).map(|id| some_event(id, die)).collect());
        let (mut index, places) = (Index::default(), shipped_places());
        // In pieces, as they arrive.
        for piece in events.chunks(1 + die.below(count)) {
            index.add(piece, &places, &kind_name);
        }
        World { events, index, places }
    }

    fn find(&self, query: &Query, now: Now) -> Found {
        self.index.find(query, now, &self.places)
    }
}

/// Tells whether an event fits a query, put down as plainly as possible.
fn fits(event: &Event, query: &Query, now: Now, places: &Places) -> bool {
    let all = |list: &[bool]| list.iter().all(|fits| *fits);
    let text = [&event.place, &event.organiser, &kind_name(&event.kind)].map(|text| fold(text));
    let hay = format!(
        "{} {} {}",
        text.join(" "),
        fold(event.title.get("de").0),
        event.when.sort().year()
    );
    let words = fold(&query.words);
    let long = |word: &str| word.chars().count() >= 4;
    let holds = |own: &str, word: &str| own.starts_with(word) || long(word) && own.contains(word);
    let has_word = |word: &str| hay.split(' ').any(|own| holds(own, word));
    let start = |time: &Option<String>| time.as_ref().is_some_and(|time| time.as_str() >= "17:00");
    let evening = match &event.when {
        events::EventWhen::Day { time, .. } | events::EventWhen::Starting { time, .. } => {
            start(time)
        }
        _ => false,
    };
    let saturday = |date: Date| (date.days() + 3).rem_euclid(7) >= 5;
    let weekend = match &event.when {
        events::EventWhen::Days { from, to } => {
            (from.days()..=to.days()).any(|day| saturday(Date::from_days(day)))
        }
        events::EventWhen::About { .. } => false,
        when => saturday(when.sort()),
    };
    let near = query.near.as_ref().and_then(|near| Some((places.find(&near.place)?, near.km)));
    let point = places.point(&event.place, None);
    let off = if event.is_unsure() { 31 } else { 0 };
    let (from, to) = match (query.from, query.to) {
        (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
        days => days,
    };
    let one = |chosen: Vec<&'static str>, own: &dyn Fn(&str) -> bool| {
        chosen.is_empty() || chosen.into_iter().any(own)
    };
    let speaks = |tag: &String| {
        tag == "de" || event.languages.contains(tag) || event.interpreting.contains(tag)
    };
    all(&[
        event.is_over(now) == query.past,
        words.is_empty() || words.split(' ').all(has_word),
        near.is_none_or(|(place, km)| {
            point.is_some_and(|point| place.point.metres_to(point) <= i64::from(km) * 1000)
        }),
        from.is_none_or(|from| event.when.last().plus_days(off) >= from),
        to.is_none_or(|to| event.when.sort().plus_days(-off) <= to),
        !query.evening || evening,
        !query.weekend || weekend,
        !query.childcare || event.childcare,
        !query.step_free || event.step_free,
        !query.online || event.online,
        one(query.groups.words(&GROUPS), &|word| events::group(&event.kind) == word),
        one(query.audience.words(&AUDIENCES), &|word| event.audience.iter().any(|own| own == word)),
        one(query.organisers.words(&ORGANISERS), &|word| {
            event.organiser_kind.as_deref() == Some(word)
        }),
        query.languages().is_empty() || query.languages().iter().any(speaks),
        query.district().is_none_or(|key| point.and_then(|at| places.district(at)) == Some(key)),
    ])
}

#[test]
fn the_index_finds_what_a_plain_look_at_each_event_finds() {
    let mut die = Die::new(41);
    for round in 0..8 {
        let world = World::new(1 + 20 * round, &mut die);
        for _ in 0..60 {
            let query = some_query(&mut die);
            let now = Now {
                today: die.day(day("2026-10-01"), day("2027-03-01")),
                minute: die.below(1440) as i32,
            };
            let found = world.find(&query, now);
            let mut positions: Vec<u32> = found.all().collect();
            assert_eq!(positions.len(), found.total);
            let sure = found.weeks.iter().flat_map(|week| &week.events);
            let days: Vec<i32> =
                sure.map(|at| world.events[*at as usize].when.sort().days()).collect();
            let falls =
                |pair: &[i32]| if query.past { pair[0] >= pair[1] } else { pair[0] <= pair[1] };
            assert!(days.windows(2).all(falls), "{query:?}: {days:?}");
            positions.sort();
            let expected: Vec<u32> = (0..world.events.len() as u32)
                .filter(|at| fits(&world.events[*at as usize], &query, now, &world.places))
                .collect();
            assert_eq!(positions, expected, "{query:?} {now:?}");
        }
    }
}

#[test]
fn portions_find_the_same_as_one_walk() {
    let mut die = Die::new(47);
    for round in 0..8 {
        let world = World::new(1 + 70 * round, &mut die);
        for _ in 0..20 {
            let query = some_query(&mut die);
            let now = Now { today: die.day(day("2026-10-01"), day("2027-03-01")), minute: 600 };
            let mut finding = Finding::new(&world.index, &query, now, &world.places);
            let (mut steps, portion) = (1, 1 + die.below(90));
            while finding.go_on(&world.index, portion) {
                steps += 1;
            }
            assert_eq!(steps, world.index.len().div_ceil(portion).max(1));
            assert_eq!(
                finding.end(&world.index),
                world.find(&query, now),
                "{query:?} by {portion}"
            );
        }
    }
}

#[test]
fn an_index_that_changes_between_portions_does_no_harm() {
    let mut die = Die::new(53);
    let mut world = World::new(80, &mut die);
    let more = World::new(300, &mut die);
    for _ in 0..60 {
        let query = some_query(&mut die);
        let now = Now { today: day("2026-12-01"), minute: 600 };
        let mut finding = Finding::new(&world.index, &query, now, &world.places);
        finding.go_on(&world.index, 40);
        let other = if die.below(2) == 0 { more.index.clone() } else { Index::default() };
        world.index = other;
        finding.go_on(&world.index, usize::MAX);
        let found = finding.end(&world.index);
        assert!(found.total <= 40 + world.index.len());
    }
}

#[test]
fn counts_equal_what_switching_really_finds() {
    let mut die = Die::new(42);
    // The last one has more events than are tallied in one go.
    for size in [60; 12].into_iter().chain([700]) {
        let world = World::new(size, &mut die);
        for _ in 0..6 {
            let query = some_query(&mut die);
            let now = now("2026-12-24", "18:00");
            let found = world.find(&query, now);
            for count in &found.counts {
                let really = world.find(&query.switched(&count.filter), now);
                assert_eq!(count.found, really.total, "{query:?} {:?}", count.filter);
                assert_eq!(count.on, query.has(&count.filter));
            }
            if let Some(wider) = found.wider {
                let mut query = query.clone();
                query.near.as_mut().expect("a place").km = wider.km;
                assert_eq!(world.find(&query, now).total, wider.total, "{query:?}");
            }
        }
    }
}

#[test]
fn the_order_of_filters_does_not_matter_and_more_never_find_more() {
    let mut die = Die::new(43);
    let (all, world) = (filters(), World::new(120, &mut die));
    let now = now("2026-12-24", "18:00");
    for _ in 0..150 {
        let chosen: Vec<&Filter> = (0..5).map(|_| die.pick(&all)).collect();
        let with = |filters: &[&Filter]| {
            filters.iter().fold(Query::default(), |query, filter| match query.has(filter) {
                true => query,
                false => query.switched(filter),
            })
        };
        // Districts replace each other.
        if chosen.iter().filter(|filter| matches!(filter, Filter::District(_))).count() < 2 {
            let backwards: Vec<&Filter> = chosen.iter().rev().copied().collect();
            assert_eq!(with(&chosen), with(&backwards));
        }
        let mut query = Query::default();
        let mut before = world.find(&query, now);
        for filter in chosen {
            // A second word of the same list widens, and the archive is another place.
            let same =
                |other: &Filter| std::mem::discriminant(other) == std::mem::discriminant(filter);
            if matches!(filter, Filter::Past) || all.iter().any(|f| same(f) && query.has(f)) {
                continue;
            }
            query = query.switched(filter);
            let after = world.find(&query, now);
            let kept: Vec<u32> = before.all().collect();
            assert!(after.all().all(|at| kept.contains(&at)), "{query:?}");
            before = after;
        }
    }
}

// ---------------------------------------------------------------- the form in the address

#[test]
fn a_query_has_one_short_text() {
    let text = "q=stra%C3%9Fe%20%26%20mehr&near=K%C3%B6ln&km=10&from=2027-01-01&to=2027-02-01\
                &kind=info.game&for=would_be&by=municipality.party&lang=ar.tr\
                &with=evening.weekend.childcare.step_free.online&in=05315&past=1&page=3";
    let query = Query::parse(text);
    assert_eq!(query.to_text(), text);
    assert_eq!(query.words, "straße & mehr");
    assert_eq!(query.near, Some(Near { place: "Köln".to_owned(), km: 10 }));
    assert_eq!(Query::default().to_text(), "");
    assert_eq!(Query::parse(""), Query::default());
    assert_eq!(query.page, 2, "counted from 0");
    assert_eq!(query.cleared().to_text(), "past=1");
    for (given, same) in [
        ("lang=tr.ar.tr&kind=game.info", "kind=info.game&lang=ar.tr"),
        ("km=5&near=Bonn", "near=Bonn&km=5"),
        ("near=Bonn", "near=Bonn&km=20"),
        ("near=Bonn&km=9999999", "near=Bonn&km=500"),
        ("near=Bonn&km=-3", "near=Bonn&km=1"),
        ("near=Bonn&km=x", "near=Bonn&km=20"),
        ("km=5", ""),
        ("past", "past=1"),
        ("page=1", ""),
        ("page=0&q=a", "q=a"),
        ("page=-2&page", ""),
        ("page=2.5", ""),
        ("page=99999999999999999999999&q=a", "q=a"),
        ("page=999999999", "page=100000"),
        (
            "kind=party.info.&for=&by=.&lang=../x.tr&with=beer.online",
            "kind=info&lang=tr&with=online",
        ),
        ("from=2027-02-30&to=2027-02-28", "to=2027-02-28"),
        ("q=%FF&near=%C3&in=%2e%2e&x=y&&=&q", ""),
        ("q=100%&near=a+b", "q=100%25&near=a%2Bb&km=20"),
        ("q=K%c3%b6ln", "q=K%C3%B6ln"),
        ("q=Köln", "q=K%C3%B6ln"),
        ("kind=info&kind=game", "kind=info.game"),
    ] {
        assert_eq!(Query::parse(given).to_text(), same, "{given}");
    }
}

#[test]
fn every_query_comes_back_from_its_text() {
    let mut die = Die::new(44);
    for _ in 0..3_000 {
        let mut query = some_query(&mut die);
        if die.below(2) == 0 {
            query.words = die.text(60);
        }
        if die.below(2) == 0 {
            let place = format!("x{}", die.text(30));
            query.near = Some(Near { place, km: 1 + die.below(500) as i32 });
        }
        query.page = if die.below(2) == 0 { die.below(100_000) } else { 0 };
        let text = query.to_text();
        assert_eq!(Query::parse(&text), query, "{text}");
        assert!(
            text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~&=%".contains(&b)),
            "{text}"
        );
    }
}

#[test]
fn another_page_is_the_same_search_and_another_search_begins_on_its_first_page() {
    let mut die = Die::new(47);
    let (all, world) = (filters(), World::new(60, &mut die));
    let now = now("2026-12-24", "18:00");
    for _ in 0..100 {
        let query = some_query(&mut die);
        let turned = query.turned(1 + die.below(9));
        assert_eq!(world.find(&turned, now), world.find(&query, now));
        assert_eq!(turned.turned(0), query);
        let filter = die.pick(&all);
        assert_eq!(turned.switched(filter), query.switched(filter));
        assert_eq!(turned.cleared(), query.cleared());
    }
    assert_eq!(Query::default().turned(usize::MAX).to_text(), "page=100000");
}

#[test]
fn any_text_is_a_query_that_can_be_asked() {
    let mut die = Die::new(45);
    let world = World::new(30, &mut die);
    for _ in 0..3_000 {
        let bytes: Vec<u8> = (0..die.below(60)).map(|_| die.roll() as u8).collect();
        let keys =
            ["q=", "&near=", "&km=", "&from=", "&lang=", "&kind=", "%", ".", "&in=", "&past"];
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        for _ in 0..die.below(6) {
            text += *die.pick(&keys);
            text += &die.text(8);
        }
        let query = Query::parse(&text);
        assert_eq!(Query::parse(&query.to_text()), query, "{text:?}");
        let found = world.find(&query, now("2026-12-24", "18:00"));
        assert!(found.total <= 30);
    }
    let long = Query::parse(&format!("q={}&near={}", "ä".repeat(10_000), "b".repeat(10_000)));
    assert_eq!((long.words.chars().count(), long.near.expect("a place").place.len()), (120, 120));
}

#[test]
fn an_index_without_events_answers() {
    let found = Index::default().find(
        &Query::parse("q=a&near=Bonn&past"),
        now("2027-01-01", "00:00"),
        &Places::default(),
    );
    assert_eq!((found.total, found.weeks.len(), found.next), (0, 0, None));
}

#[test]
fn many_events_are_found_in_no_time() {
    let mut die = Die::new(46);
    let small = World::new(500, &mut die);
    let mut index = Index::default();
    for _ in 0..40 {
        index.add(&small.events, &small.places, &kind_name);
    }
    assert_eq!(index.len(), 20_000);
    let now = now("2026-12-24", "18:00");
    for query in ["", "q=wahl", "lang=tr&with=evening&near=Köln&km=50"] {
        let query = Query::parse(query);
        let found = index.find(&query, now, &small.places);
        assert_eq!(found.total, 40 * small.find(&query, now).total, "{query:?}");
    }
}

#[test]
fn a_place_and_a_district_stand_for_each_other() {
    let near = || Some(Near { place: "Köln".to_owned(), km: 20 });
    let district = Filter::District("05562".to_owned());
    let around = Query::parse("page=3&with=evening&in=05315").around(near());
    assert_eq!(around.to_text(), "near=K%C3%B6ln&km=20&with=evening");
    let inside = around.switched(&district);
    assert_eq!(inside.to_text(), "with=evening&in=05562");
    // Taking one away leaves the other, which an address may hold as well.
    let both = Query::parse("near=Herne&in=05562");
    assert_eq!(both.switched(&district).to_text(), "near=Herne&km=20");
    assert_eq!(both.around(None).to_text(), "in=05562");
}

#[test]
fn the_filters_that_are_on_are_counted() {
    let count = |text: &str| Query::parse(text).filters();
    assert_eq!(count("q=wahl&near=Herne&in=05562&past=1&page=2"), 0);
    assert_eq!(count("with=evening.online&kind=info.game&for=public&by=state&lang=tr.ar"), 8);
    assert_eq!(count("from=2026-10-01"), 1);
    assert_eq!(count("from=2026-10-01&to=2026-11-01"), 2);
}
