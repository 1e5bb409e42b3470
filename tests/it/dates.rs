//! Days, spans and typed dates.

use crate::support::{Die, day};
use sitz_und_stimme::domain::date::{Date, DateFault, PartialDate, Span, typed_number};

#[track_caller]
fn check_parse(text: &str, expected: Option<(i32, u8, u8)>) {
    let got = Date::parse(text).map(|d| (d.year(), d.month(), d.day()));
    assert_eq!(got, expected, "{text:?}");
}

#[test]
fn only_days_of_the_calendar_are_dates() {
    check_parse("2025-09-14", Some((2025, 9, 14)));
    check_parse("2000-02-29", Some((2000, 2, 29)));
    check_parse("2028-02-29", Some((2028, 2, 29)));
    check_parse("0001-01-01", Some((1, 1, 1)));
    check_parse("9999-12-31", Some((9999, 12, 31)));
    for wrong in [
        "", "2027", "2027-02-31", "2027-04-31", "1900-02-29", "2027-02-29", "2100-02-29",
        "2027-13-01", "2027-00-10", "2027-01-00", "2027-1-1", "27-01-01", "2027/01/01", "20270101",
        "2027-01-011", " 2027-01-01", "2027-01-01 ", "2027-01-01T00:00", "0000-01-01",
        "+027-01-01", "-001-01-01", "2027--1-01", "2027-01--1", "٢٠٢٧-٠١-٠١", "٢٠٢٧-1",
        "２０２７-1", "2027-0१-1", "abcd-ef-gh", "\0\0\0\0-\0\0-\0\0",
    ] {
        check_parse(wrong, None);
    }
    check_parse(&"9".repeat(10_000), None);
}

#[test]
fn days_and_dates_turn_into_each_other() {
    assert_eq!(day("1970-01-01").days(), 0);
    assert_eq!(day("2000-03-01").days(), 11_017);
    let mut last = day("1890-12-31");
    for number in day("1891-01-01").days()..day("2110-01-01").days() {
        let date = Date::from_days(number);
        assert_eq!(date.days(), number, "{date}");
        assert_eq!(Date::parse(&date.to_string()), Some(date));
        assert!(last < date && last.plus_days(1) == date, "{last} {date}");
        last = date;
    }
    for number in (-719_162..=2_932_896).step_by(173) {
        assert_eq!(Date::from_days(number).days(), number);
    }
    for beyond in [i32::MIN, -719_163, 2_932_897, i32::MAX] {
        let year = Date::from_days(beyond).year();
        assert!((1..=9999).contains(&year), "{beyond} is year {year}");
    }
    assert_eq!(day("9999-12-31").plus_days(i32::MAX).to_string(), "9999-12-31");
}

#[track_caller]
fn check_span(began: &str, span: Span, complete: &str) {
    assert_eq!(day(began).plus(span).to_string(), complete, "{began} + {span:?}");
    let (began, complete) = (day(began), day(complete));
    assert!(began <= complete.minus(span), "complete on {complete}");
    assert!(
        began > complete.plus_days(-1).minus(span),
        "not complete on the day before {complete}"
    );
}

#[test]
fn spans_are_complete_on_the_day_the_law_says() {
    check_span("2007-09-14", Span::Years(18), "2025-09-14");
    check_span("2012-02-29", Span::Years(16), "2028-02-29");
    check_span("2012-02-29", Span::Years(18), "2030-03-01");
    check_span("2010-03-01", Span::Years(18), "2028-03-01");
    check_span("2010-02-28", Span::Years(18), "2028-02-28");
    check_span("2025-06-14", Span::Months(3), "2025-09-14");
    check_span("2027-11-29", Span::Months(3), "2028-02-29");
    check_span("2027-11-30", Span::Months(3), "2028-03-01");
    check_span("2026-11-30", Span::Months(3), "2027-03-01");
    check_span("2026-03-31", Span::Months(3), "2026-07-01");
    check_span("2025-12-31", Span::Months(2), "2026-03-01");
    check_span("2025-08-29", Span::Days(16), "2025-09-14");
    check_span("2028-02-13", Span::Days(16), "2028-02-29");
    check_span("2028-02-29", Span::Years(0), "2028-02-29");
}

#[track_caller]
fn check_minus(election: &str, span: Span, limit: &str) {
    assert_eq!(day(election).minus(span).to_string(), limit, "{election} - {span:?}");
}

#[test]
fn limits_before_an_election_fall_on_real_days() {
    check_minus("2025-09-14", Span::Months(3), "2025-06-14");
    check_minus("2025-09-14", Span::Days(16), "2025-08-29");
    check_minus("2028-02-29", Span::Years(1), "2027-02-28");
    check_minus("2028-02-29", Span::Years(18), "2010-02-28");
    check_minus("2028-02-29", Span::Years(16), "2012-02-29");
    check_minus("2026-05-31", Span::Months(3), "2026-02-28");
    check_minus("2028-05-31", Span::Months(3), "2028-02-29");
    check_minus("2026-01-15", Span::Months(1), "2025-12-15");
}

#[test]
fn plus_and_minus_agree_about_who_is_in_time() {
    let mut die = Die::new(29);
    let (first, last) = (day("1900-01-01"), day("2100-12-31"));
    for _ in 0..60_000 {
        let a = die.day(first, last);
        let span = match die.below(3) {
            0 => Span::Days(die.below(400) as i32),
            1 => Span::Months(die.below(60) as i32),
            _ => Span::Years(die.below(121) as i32),
        };
        // Most mistakes hide within three days of the border.
        let b = match die.below(2) {
            0 => a.plus(span).plus_days(die.below(7) as i32 - 3),
            _ => die.day(first, last),
        };
        let (back, forth) = (a <= b.minus(span), a.plus(span) <= b);
        assert_eq!(
            back,
            forth,
            "{a} {span:?} {b}: limit {}, complete {}",
            b.minus(span),
            a.plus(span)
        );
    }
}

#[track_caller]
fn check_typed(day_month_year: [&str; 3], expected: Result<&str, DateFault>) {
    let [d, m, y] = day_month_year;
    let got = PartialDate::read(d, m, y, day("2026-11-22")).map(|date| date.to_string());
    assert_eq!(got, expected.map(str::to_owned), "{d:.20}.{m:.20}.{y:.20}");
}

#[test]
fn typed_numbers_are_read_in_any_digits() {
    for (typed, expected) in [
        ("120", Some(120)),
        (" 7 ", Some(7)),
        ("٢٠", Some(20)),
        ("۱۰۰", Some(100)),
        ("1٢۳", Some(123)),
        ("00000", Some(0)),
        ("99999", Some(99_999)),
    ] {
        assert_eq!(typed_number(typed, 5), expected, "{typed}");
    }
    for typed in ["", " ", "viele", "1,5", "1.000", "-3", "+3", "²", "1 2", "100000", "٢٠x", "१२"]
    {
        assert_eq!(typed_number(typed, 5), None, "{typed}");
    }
    // However many are allowed, the sum stays small enough.
    assert_eq!(typed_number("9999999999", 20), None);
}

#[test]
fn typed_dates_are_read_in_any_digits() {
    check_typed(["", "", "2010"], Ok("2010"));
    check_typed(["", "5", "2010"], Ok("2010-05"));
    check_typed(["7", "05", " 2010 "], Ok("2010-05-07"));
    check_typed(["٢٢", "١١", "٢٠٢٠"], Ok("2020-11-22"));
    check_typed(["۱", "۲", "۱۹۹۰"], Ok("1990-02-01"));
    check_typed(["1", "٢", "۲۰۲۰"], Ok("2020-02-01"));
    check_typed(["29", "2", "2000"], Ok("2000-02-29"));
    check_typed(["22", "11", "2026"], Ok("2026-11-22"));
    check_typed(["", "11", "2026"], Ok("2026-11"));
    check_typed(["", "", "2026"], Ok("2026"));
    check_typed(["1", "1", "1900"], Ok("1900-01-01"));
}

#[test]
fn typed_nonsense_is_explained() {
    use DateFault::*;
    check_typed(["", "", ""], Err(Empty));
    check_typed(["  ", "\t", " "], Err(Empty));
    check_typed(["1", "1", ""], Err(Empty));
    check_typed(["31", "2", "2027"], Err(NoSuchDay));
    check_typed(["31", "4", "2020"], Err(NoSuchDay));
    check_typed(["29", "2", "1900"], Err(NoSuchDay));
    check_typed(["29", "2", "2019"], Err(NoSuchDay));
    check_typed(["1", "13", "2020"], Err(NoSuchDay));
    check_typed(["", "0", "2020"], Err(NoSuchDay));
    check_typed(["0", "1", "2020"], Err(NoSuchDay));
    check_typed(["300", "1", "2020"], Err(NoSuchDay));
    check_typed(["5", "", "2020"], Err(DayWithoutMonth));
    check_typed(["", "", "90"], Err(NotNumbers));
    check_typed(["", "", "0090"], Err(NotNumbers));
    check_typed(["", "", "20200"], Err(NotNumbers));
    check_typed(["", "Mai", "2020"], Err(NotNumbers));
    check_typed(["-1", "1", "2020"], Err(NotNumbers));
    check_typed(["1.", "1", "2020"], Err(NotNumbers));
    check_typed(["2", "1", "2O20"], Err(NotNumbers));
    check_typed(["😀", "1", "2020"], Err(NotNumbers));
    check_typed(["", "", "1899"], Err(TooLongAgo));
    check_typed(["23", "11", "2026"], Err(Future));
    check_typed(["", "12", "2026"], Err(Future));
    check_typed(["", "", "2027"], Err(Future));
    check_typed(["", "", &"9".repeat(10_000)], Err(NotNumbers));
    check_typed([&"x".repeat(10_000), "1", "2020"], Err(NotNumbers));
}

#[test]
fn any_typed_text_is_answered() {
    let mut die = Die::new(63);
    for _ in 0..5_000 {
        let (d, m, y) = (die.text(4), die.text(4), die.text(6));
        if let Ok(date) = PartialDate::read(&d, &m, &y, day("2026-11-22")) {
            assert!(date.earliest() <= day("2026-11-22"), "{d} {m} {y}");
        }
        let text = die.text(12);
        if let Some(date) = PartialDate::parse(&text) {
            assert_eq!(date.to_string(), text);
        }
    }
}

#[test]
fn partial_dates_keep_what_is_unknown() {
    for (text, earliest, latest) in [
        ("2010", "2010-01-01", "2010-12-31"),
        ("2010-02", "2010-02-01", "2010-02-28"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2010-05-14", "2010-05-14", "2010-05-14"),
    ] {
        let date = PartialDate::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(date.to_string(), text);
        assert_eq!(date.earliest(), day(earliest));
        assert_eq!(date.latest(), day(latest));
    }
    for wrong in
        ["", "201", "2010-", "2010-5", "2010-13", "2010-02-30", "2010-02-", "٢٠", "yes", "..2010"]
    {
        assert_eq!(PartialDate::parse(wrong), None, "{wrong}");
    }
    assert_eq!(PartialDate::from(day("2010-05-14")).to_string(), "2010-05-14");
}
