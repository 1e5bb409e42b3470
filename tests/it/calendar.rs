//! Calendar files: two readers that know nothing of us, or of each other, find what was written.

use crate::support::{Die, day};
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType};
use calcard::icalendar::{ICalendarProperty, ICalendarValue};
use icalendar::parser;
use sitz_und_stimme::domain::date::Date;
use sitz_und_stimme::domain::ics::{self, Entry, Status};

/// 22 November 2026, 14:05:09 in UTC.
const NOW: i64 = 1_795_356_309;

/// An event as a reader of calendars sees it; days and times are `YYYYMMDD` and `HHMMSS`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Seen {
    uid: String,
    stamp: String,
    sequence: String,
    status: String,
    start: String,
    end: String,
    /// Zone of start and end; empty for whole days.
    zone: String,
    summary: String,
    description: String,
    place: String,
    url: String,
    /// Triggers with what is displayed.
    alarms: Vec<(String, String)>,
}

// ---------------------------------------------------------------- the two readers

/// Reads with the crate `icalendar`.
#[track_caller]
fn by_icalendar(text: &str) -> Vec<Seen> {
    let unfolded = parser::unfold(text);
    let calendar = parser::read_calendar(&unfolded).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let is_event = |part: &&parser::Component<'_>| part.name == "VEVENT";
    calendar.components.iter().filter(is_event).map(event_of_icalendar).collect()
}

fn event_of_icalendar(event: &parser::Component<'_>) -> Seen {
    let get = |part: &parser::Component<'_>, name: &str| {
        part.find_prop(name).map(|p| p.val.to_string()).unwrap_or_default()
    };
    let param = |name: &str, key: &str| {
        let params = event.find_prop(name).map(|p| p.params.as_slice()).unwrap_or_default();
        let found = params.iter().find(|param| param.key == key);
        found.and_then(|param| param.val.as_ref()).map(ToString::to_string).unwrap_or_default()
    };
    let zone = param("DTSTART", "TZID");
    if event.find_prop("DTEND").is_some() {
        assert_eq!(param("DTEND", "TZID"), zone, "start and end are of one kind");
    }
    let whole = param("DTSTART", "VALUE") == "DATE";
    assert_ne!(whole, zone == "Europe/Berlin");
    let alarms = event.components.iter().map(|alarm| {
        assert_eq!(get(alarm, "ACTION"), "DISPLAY");
        (get(alarm, "TRIGGER"), get(alarm, "DESCRIPTION"))
    });
    let own = |name: &str| get(event, name);
    Seen {
        uid: own("UID"),
        stamp: own("DTSTAMP"),
        sequence: own("SEQUENCE"),
        status: own("STATUS"),
        start: own("DTSTART"),
        end: own("DTEND"),
        zone,
        summary: own("SUMMARY"),
        description: own("DESCRIPTION"),
        place: own("LOCATION"),
        url: own("URL"),
        alarms: alarms.collect(),
    }
}

/// Reads with the crate `calcard`.
#[track_caller]
fn by_calcard(text: &str) -> Vec<Seen> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let is_event =
        |part: &&ICalendarComponent| part.component_type == ICalendarComponentType::VEvent;
    let events = calendar.components.iter().filter(is_event);
    events.map(|event| event_of_calcard(event, &calendar.components)).collect()
}

fn event_of_calcard(event: &ICalendarComponent, all: &[ICalendarComponent]) -> Seen {
    let own = |name: ICalendarProperty| value(event, &name);
    let zone = event.property(&ICalendarProperty::Dtstart).and_then(|start| start.tz_id());
    let alarms = event.component_ids.iter().map(|id| {
        let alarm = &all[*id as usize];
        assert_eq!(value(alarm, &ICalendarProperty::Action), "DISPLAY");
        let trigger = value(alarm, &ICalendarProperty::Trigger);
        (trigger, value(alarm, &ICalendarProperty::Description))
    });
    Seen {
        uid: own(ICalendarProperty::Uid),
        stamp: own(ICalendarProperty::Dtstamp),
        sequence: own(ICalendarProperty::Sequence),
        status: own(ICalendarProperty::Status),
        start: own(ICalendarProperty::Dtstart),
        end: own(ICalendarProperty::Dtend),
        zone: zone.unwrap_or_default().to_owned(),
        summary: own(ICalendarProperty::Summary),
        description: own(ICalendarProperty::Description),
        place: own(ICalendarProperty::Location),
        url: own(ICalendarProperty::Url),
        alarms: alarms.collect(),
    }
}

fn value(part: &ICalendarComponent, name: &ICalendarProperty) -> String {
    let Some(entry) = part.property(name) else { return String::new() };
    assert_eq!(entry.values.len(), 1, "{name:?}: {:?}", entry.values);
    match &entry.values[0] {
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::PartialDateTime(when) => moment(when),
        ICalendarValue::Duration(span) => {
            assert_eq!((span.weeks, span.hours, span.minutes, span.seconds), (0, 0, 0, 0));
            format!("{}P{}D", if span.neg { "-" } else { "" }, span.days)
        }
        other => other.as_text().expect("a text").to_owned(),
    }
}

fn moment(when: &PartialDateTime) -> String {
    let number = |part: Option<u8>| part.expect("a number");
    let year = when.year.expect("a year");
    let date = format!("{year:04}{:02}{:02}", number(when.month), number(when.day));
    let utc = if when.tz_hour == Some(0) { "Z" } else { "" };
    match when.hour {
        None => date,
        Some(hour) => {
            let (minute, second) = (number(when.minute), number(when.second));
            format!("{date}T{hour:02}{minute:02}{second:02}{utc}")
        }
    }
}

// ---------------------------------------------------------------- what must be found

/// Returns what readers must see of an entry, put together in another way than the writer does it.
fn expected(entry: &Entry) -> Seen {
    let compact = |date: Date| format!("{:04}{:02}{:02}", date.year(), date.month(), date.day());
    let last = entry.end.filter(|end| *end > entry.start).unwrap_or(entry.start);
    let local =
        |date: Date, time: &str| format!("{}T{}{}00", compact(date), &time[..2], &time[3..]);
    let (start, end) = match (&entry.time, &entry.end_time) {
        (None, _) => (compact(entry.start), compact(last.plus_days(1))),
        (Some(time), Some(over)) if last == entry.start && over < time && entry.end.is_none() => {
            (local(entry.start, time), local(last.plus_days(1), over))
        }
        (Some(time), Some(over)) if (last, over) > (entry.start, time) => {
            (local(entry.start, time), local(last, over))
        }
        (Some(time), None) if last > entry.start => {
            (local(entry.start, time), local(last.plus_days(1), "00:00"))
        }
        (Some(time), _) => (local(entry.start, time), String::new()),
    };
    let clean = |text: &str| {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_ascii_control()).collect()
    };
    let summary: String = clean(&entry.summary);
    let shown = if summary.is_empty() { "-" } else { &summary };
    Seen {
        uid: entry.uid.clone(),
        stamp: "20261122T140509Z".to_owned(),
        sequence: entry.sequence.to_string(),
        status: entry.status.word().to_owned(),
        start,
        end,
        zone: if entry.time.is_some() { "Europe/Berlin" } else { "" }.to_owned(),
        description: clean(&entry.description),
        place: clean(&entry.place),
        url: entry.url.clone(),
        alarms: entry.alarms.iter().map(|n| (format!("-P{n}D"), shown.to_owned())).collect(),
        summary,
    }
}

/// Checks what no reader would tell: ends and lengths of lines, the frame.
#[track_caller]
fn check_form(text: &str) {
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{text}");
    assert!(text.ends_with("\r\nEND:VCALENDAR\r\n"));
    assert!(text.contains("\r\nMETHOD:PUBLISH\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "lone line ends");
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count(), "lone line ends");
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.is_empty());
    }
    let timed = text.contains("DTSTART;TZID=Europe/Berlin:");
    let zones = text.matches("BEGIN:VTIMEZONE").count();
    assert_eq!(zones, usize::from(timed), "one zone, and only for times of day");
    assert_eq!(zones, text.matches("TZID:Europe/Berlin").count());
}

#[track_caller]
fn check(entries: &[Entry]) -> String {
    let text = ics::calendar("Mein Weg", entries, NOW);
    check_form(&text);
    let wanted: Vec<Seen> = entries.iter().map(expected).collect();
    assert_eq!(by_icalendar(&text), wanted, "\n{text}");
    assert_eq!(by_calcard(&text), wanted, "\n{text}");
    text
}

fn timed(start: &str, time: &str, end_time: Option<&str>) -> Entry {
    Entry {
        uid: format!("{start}-{time}@sitz-und-stimme"),
        time: Some(time.to_owned()),
        end_time: end_time.map(str::to_owned),
        summary: "Sitzung".to_owned(),
        ..Entry::on(day(start))
    }
}

fn whole(start: &str) -> Entry {
    Entry {
        uid: format!("{start}@sitz-und-stimme"),
        summary: "Wahltag".to_owned(),
        ..Entry::on(day(start))
    }
}

#[test]
fn a_calendar_is_written_to_the_letter() {
    let entry = Entry {
        sequence: 20_345,
        status: Status::Tentative,
        description: "Bis 18 Uhr; nicht später, bitte.\nFrag das Wahlamt.".to_owned(),
        place: "Rathaus\\Zimmer 1".to_owned(),
        url: "https://example.org/a;b,c?d=1".to_owned(),
        alarms: vec![14, 0],
        ..timed("2030-07-01", "18:00", None)
    };
    let text = ics::calendar("Mein Weg", &[entry], NOW);
    let event = [
        "BEGIN:VEVENT",
        "UID:2030-07-01-18:00@sitz-und-stimme",
        "DTSTAMP:20261122T140509Z",
        "SEQUENCE:20345",
        "DTSTART;TZID=Europe/Berlin:20300701T180000",
        "SUMMARY:Sitzung",
        "DESCRIPTION:Bis 18 Uhr\\; nicht später\\, bitte.\\nFrag das Wahlamt.",
        "LOCATION:Rathaus\\\\Zimmer 1",
        "URL:https://example.org/a;b,c?d=1",
        "STATUS:TENTATIVE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P14D",
        "DESCRIPTION:Sitzung",
        "END:VALARM",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P0D",
        "DESCRIPTION:Sitzung",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert!(text.ends_with(&event.join("\r\n")), "{text}");
    assert!(text.contains("\r\nX-WR-CALNAME:Mein Weg\r\n"));
}

#[test]
fn an_empty_calendar_is_a_calendar() {
    let text = check(&[]);
    assert!(!text.contains("VEVENT") && !text.contains("VTIMEZONE"));
}

#[test]
fn whole_days_end_on_the_day_after() {
    let text = check(&[whole("2030-09-08"), whole("2028-02-29"), whole("2029-12-31")]);
    assert!(text.contains("DTSTART;VALUE=DATE:20300908\r\nDTEND;VALUE=DATE:20300909\r\n"));
    assert!(text.contains("DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n"));
    assert!(text.contains("DTSTART;VALUE=DATE:20291231\r\nDTEND;VALUE=DATE:20300101\r\n"));
    let days = Entry { end: Some(day("2030-02-07")), ..whole("2030-02-05") };
    assert!(check(&[days]).contains("DTEND;VALUE=DATE:20300208\r\n"));
    let backwards = Entry { end: Some(day("2030-02-01")), ..whole("2030-02-05") };
    assert!(check(&[backwards]).contains("DTEND;VALUE=DATE:20300206\r\n"));
}

#[test]
fn times_of_day_say_where_they_are() {
    check(&[timed("2030-02-05", "18:00", Some("20:00"))]);
    check(&[timed("2030-02-05", "22:00", Some("01:30"))]);
    check(&[timed("2030-02-05", "18:00", Some("18:00"))]);
    check(&[whole("2030-09-08"), timed("2030-02-05", "00:00", Some("23:59"))]);
    let evenings = Entry { end: Some(day("2030-02-07")), ..timed("2030-02-05", "18:00", None) };
    check(&[Entry { end_time: Some("17:00".to_owned()), ..evenings.clone() }, evenings]);
    let backwards = Entry { end: Some(day("2030-02-01")), ..timed("2030-02-05", "18:00", None) };
    assert!(!check(&[backwards]).contains("DTEND"), "nothing ends before it begins");
}

#[test]
fn what_is_no_time_makes_a_whole_day() {
    for odd in ["", "25:00", "18.00", "1800", "18:00\r\nX:1", "٠٩:٠٠"] {
        let entry = Entry { time: Some(odd.to_owned()), ..whole("2030-02-05") };
        let text = ics::calendar("x", &[entry], NOW);
        check_form(&text);
        assert!(text.contains("DTSTART;VALUE=DATE:20300205\r\n"), "{text}");
    }
    let odd = Entry { end_time: Some("x\r\nX:1".to_owned()), ..timed("2030-02-05", "18:00", None) };
    let text = ics::calendar("x", &[odd], NOW);
    assert!(!text.contains("DTEND") && !text.contains("X:1"), "{text}");
}

#[test]
fn the_nights_in_which_clocks_change_come_back_as_written() {
    check(&[
        timed("2030-03-31", "02:30", Some("03:00")),
        timed("2030-03-31", "01:59", Some("03:00")),
        timed("2030-03-31", "03:00", Some("04:00")),
        timed("2025-10-26", "01:30", Some("02:30")),
        timed("2025-10-26", "02:30", Some("03:00")),
        timed("2025-10-26", "03:00", None),
    ]);
}

#[test]
fn times_of_day_are_the_right_moments_of_the_world() {
    // Seconds since 1970 of local times in winter and summer, and right after each change.
    for (start, time, moment) in [
        ("2030-03-30", "02:30", 1_901_064_600),
        ("2030-03-31", "01:30", 1_901_147_400),
        ("2030-03-31", "03:00", 1_901_149_200),
        ("2030-07-01", "18:00", 1_909_152_000),
        ("2025-10-26", "01:30", 1_761_435_000),
        ("2025-10-26", "03:00", 1_761_444_000),
    ] {
        let text = check(&[timed(start, time, None)]);
        let calendar = ICalendar::parse(&text).expect("a calendar");
        let days = calendar.expand_dates(calcard::common::timezone::Tz::UTC, 10);
        assert_eq!(days.errors, Vec::new(), "{start} {time}");
        let moments: Vec<i64> = days.events.iter().map(|event| event.start.timestamp()).collect();
        assert_eq!(moments, [moment], "{start} {time}");
    }
}

#[test]
fn the_zone_in_the_file_changes_on_the_last_sundays_of_march_and_october() {
    let text = check(&[timed("2030-02-05", "18:00", None)]);
    let unfolded = parser::unfold(&text);
    let calendar = parser::read_calendar(&unfolded).expect("a calendar");
    let zone = calendar.components.iter().find(|part| part.name == "VTIMEZONE").expect("a zone");
    for (name, month, from, to) in
        [("DAYLIGHT", 3, "+0100", "+0200"), ("STANDARD", 10, "+0200", "+0100")]
    {
        let part = zone.components.iter().find(|part| part.name == name).expect(name);
        let get = |key: &str| part.find_prop(key).map(|p| p.val.to_string()).unwrap_or_default();
        assert_eq!(get("RRULE"), format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"));
        assert_eq!((get("TZOFFSETFROM").as_str(), get("TZOFFSETTO").as_str()), (from, to));
        let start = get("DTSTART");
        let first = day(&format!("{}-{}-{}", &start[..4], &start[4..6], &start[6..8]));
        assert_eq!(first.month(), month);
        assert_eq!(first.days().rem_euclid(7), 3, "{first} is a Sunday");
        assert_ne!(first.plus_days(7).month(), month, "{first} is the last one");
    }
}

#[test]
fn long_texts_are_folded_between_characters() {
    for unit in ["ä", "ß€", "مرحبا بكم، ", "👩‍🏫🏳️‍🌈", "Wahlvorschlag; ", "a\\b,c;d\n", "x"]
    {
        for length in [1, 20, 37, 75, 76, 400] {
            let text: String = unit.chars().cycle().take(length).collect();
            check(&[Entry {
                summary: text.clone(),
                description: text.clone(),
                place: text.clone(),
                alarms: vec![1],
                ..timed("2030-02-05", "18:00", None)
            }]);
        }
    }
}

#[test]
fn marks_of_the_format_are_escaped() {
    for text in [
        "\\",
        "\\n",
        "\\\\n",
        ";",
        ",",
        "a,b;c:d\"e",
        "\n",
        "a\nb\n",
        "a\r\nb",
        "a\rb",
        "\t",
        "BEGIN:VEVENT",
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1",
        "a\u{2028}b",
        " a ",
        "\u{0}a",
        "a\u{7f}b\u{1b}c",
        "=3D",
        "^n^'",
    ] {
        check(&[Entry {
            description: text.to_owned(),
            summary: text.to_owned(),
            ..whole("2030-01-01")
        }]);
    }
}

#[test]
fn only_addresses_of_the_web_become_links() {
    let with = |url: &str| {
        ics::calendar("x", &[Entry { url: url.to_owned(), ..whole("2030-01-01") }], NOW)
    };
    assert!(with("https://example.org/a?b=c").contains("\r\nURL:https://example.org/a?b=c\r\n"));
    for odd in ["", "javascript:alert(1)", "https://a\r\nX:1", "a b", "https://"] {
        assert!(!with(odd).contains("URL"), "{odd}");
    }
}

#[test]
fn any_clock_gives_a_stamp() {
    for (now, stamp) in [
        (0, "19700101T000000Z"),
        (-1, "19691231T235959Z"),
        (1_709_164_800, "20240229T000000Z"),
        (NOW, "20261122T140509Z"),
    ] {
        let text = ics::calendar("x", &[whole("2030-01-01")], now);
        assert!(text.contains(&format!("\r\nDTSTAMP:{stamp}\r\n")), "{now}: {text}");
    }
    for now in [i64::MIN, i64::MAX] {
        check_form(&ics::calendar("x", &[whole("2030-01-01")], now));
    }
}

#[test]
fn statuses_and_numbers_come_back() {
    for status in [Status::Confirmed, Status::Tentative, Status::Cancelled] {
        check(&[Entry { status, sequence: i32::MAX, ..whole("2030-01-01") }]);
    }
    let below = Entry { sequence: -7, alarms: vec![-3], ..whole("2030-01-01") };
    let text = ics::calendar("x", &[below], NOW);
    assert!(text.contains("\r\nSEQUENCE:0\r\n") && text.contains("\r\nTRIGGER:-P0D\r\n"));
}

/// Returns a text of up to `most` characters that readers could stumble over.
fn some_text(die: &mut Die, most: usize) -> String {
    const PIECES: [&str; 20] = [
        "Sitzung", " ", ",", ";", "\\", "\n", ":", "ä", "ß", "مرحبا", "👩‍🏫", "\"", "'", "\t", "=",
        "%", "END:VEVENT", "日本", "\r\n", "n",
    ];
    (0..die.below(most + 1)).map(|_| *die.pick(&PIECES)).collect()
}

fn some_entry(die: &mut Die) -> Entry {
    let clock = |die: &mut Die| format!("{:02}:{:02}", die.below(24), die.below(60));
    let start = die.day(day("1990-01-01"), day("2060-12-31"));
    let timed = die.below(2) == 0;
    Entry {
        uid: format!("{}.{}@sitz-und-stimme", die.below(1_000), die.below(1_000)),
        sequence: die.below(100_000) as i32,
        status: *die.pick(&[Status::Confirmed, Status::Tentative, Status::Cancelled]),
        start,
        time: timed.then(|| clock(die)),
        end: (die.below(3) == 0).then(|| start.plus_days(die.below(10) as i32 - 2)),
        end_time: (timed && die.below(2) == 0).then(|| clock(die)),
        // A reader may leave out spaces at an end, so none stands there.
        summary: some_text(die, 40),
        description: some_text(die, 200),
        place: some_text(die, 20),
        url: die.pick(&["", "https://example.org/?a=1&b=2", "http://example.org/ü"]).to_string(),
        alarms: (0..die.below(3)).map(|_| die.below(60) as i32).collect(),
    }
}

#[test]
fn whatever_is_written_is_read_again() {
    let mut die = Die::new(5_545);
    for _ in 0..400 {
        let entries: Vec<Entry> = (0..die.below(6)).map(|_| some_entry(&mut die)).collect();
        check(&entries);
    }
}
