//! What calendars say becomes what the event file says.

use super::{bytes, event, fresh, input, list, settings};
use crate::support::day;
use serde_json::{Value, json};
use sitz_und_stimme::import::found::Spot;
use sitz_und_stimme::import::wall::Wall;
use sitz_und_stimme::import::{Settings, import, spot, windows, words, zone};

fn one(lines: &str) -> Value {
    let outcome = fresh("a.ics", event(lines));
    assert_eq!(list(&outcome).len(), 1, "{lines}: {}", outcome.report);
    list(&outcome)[0].clone()
}

#[test]
fn an_event_of_a_calendar_is_all_there() {
    let events = list(&fresh("gancio.ics", bytes("gancio.ics")));
    assert_eq!(
        events[0],
        json!({
            "id": events[0]["id"],
            "when": {"date": "2027-02-20", "time": "11:00", "end_time": "15:00"},
            "place": "Musterstadt",
            "postcode": "58239",
            "venue": "Fußgängerzone - Große Straße 1",
            "online": false,
            "title": {"de": "Infostand zur Wahl des Integrationsrates"},
            "kind": "stand",
            "organiser": "Stadt Musterstadt",
            "languages": ["tr"],
            "childcare": true,
            "status": "planned",
            "more": {"de": "Fragen & Antworten, auf Arabisch und Türkisch.\n\nMit Kinderbetreuung."},
            "source": "https://termine.example.org/event/infostand-wahl",
            "updated": "2026-11-22",
        })
    );
    assert_eq!(events[1]["kind"], "simulation_game");
    assert_eq!((&events[1]["childcare"], &events[1]["step_free"]), (&Value::Null, &Value::Null));
    assert_eq!(
        events[2]["when"],
        json!({"date": "2027-06-05", "time": "22:00", "end_time": "01:30"})
    );
    assert_eq!((&events[2]["status"], &events[2]["kind"]), (&json!("cancelled"), &json!("talk")));
    let first = &list(&fresh("a.ics", bytes("outlook-weekly.ics")))[0];
    assert_eq!((&first["kind"], &first["step_free"]), (&json!("advice_hour"), &json!(true)));
    let days = list(&fresh("a.ics", bytes("icloud-days.ics")));
    let of =
        |title: &str| days.iter().find(|e| e["title"]["de"] == title).expect("an event").clone();
    assert_eq!(
        of("Interkulturelle Tage")["when"],
        json!({"date": "2027-05-27", "to": "2027-05-29"})
    );
    assert_eq!(
        of("Zwischen den Jahren")["when"],
        json!({"date": "2026-12-30", "to": "2027-01-02"})
    );
    assert_eq!(of("Tag der Menschenrechte")["when"], json!({"date": "2026-12-10"}));
    let retreat = of("Klausurtagung");
    assert_eq!(retreat["when"], json!({"date": "2027-04-09", "to": "2027-04-11"}));
    assert!(retreat["note"]["de"].as_str().is_some_and(|note| note.contains("18:00 Uhr")));
}

#[test]
fn the_text_of_another_program_is_put_in_order() {
    let events = list(&fresh("a.ics", bytes("google-monthly.ics")));
    let of =
        |date: &str| events.iter().find(|e| e["when"]["date"] == date).expect("an event").clone();
    assert_eq!(
        of("2026-11-24")["more"]["de"],
        "Öffentliche Sitzung\nDu kannst die Tagesordnung lesen.\nBegrüßung\nHaushalt"
    );
    let online = of("2027-01-14");
    assert_eq!(
        (&online["online"], &online["more"]["de"]),
        (&json!(true), &json!("Einladung an alle."))
    );
    assert_eq!(
        (&of("2027-02-23")["status"], &of("2027-07-14")["status"]),
        (&json!("cancelled"), &json!("unsure"))
    );
    let moved = of("2027-03-31");
    assert_eq!((&moved["status"], &moved["was"]), (&json!("unsure"), &Value::Null));
}

#[test]
fn addresses_are_taken_apart() {
    let spot = |venue: &str, postcode: &str, town: &str| Spot {
        venue: (!venue.is_empty()).then(|| venue.to_owned()),
        postcode: (!postcode.is_empty()).then(|| postcode.to_owned()),
        town: (!town.is_empty()).then(|| town.to_owned()),
        on_site: true,
        ..Spot::default()
    };
    let online = |venue: &str| Spot { online: true, on_site: false, ..spot(venue, "", "") };
    for (text, expected) in [
        (
            "Rathaus, Marktplatz 1, 58239 Schwerte",
            spot("Rathaus, Marktplatz 1", "58239", "Schwerte"),
        ),
        (
            "Rathaus\nMarktplatz 1\n58239 Schwerte\nDeutschland",
            spot("Rathaus, Marktplatz 1", "58239", "Schwerte"),
        ),
        ("58239 Schwerte, Rathaus", spot("Rathaus", "58239", "Schwerte")),
        ("D-58239 Schwerte", spot("", "58239", "Schwerte")),
        ("Rathaus; Ratssaal", spot("Rathaus, Ratssaal", "", "")),
        ("Rathaus", spot("Rathaus", "", "")),
        ("Raum 12345", spot("Raum 12345", "", "")),
        ("123456 Irgendwo", spot("123456 Irgendwo", "", "")),
        ("58239", spot("", "58239", "")),
        ("58239 1", spot("", "58239", "")),
        ("Marktplatz 1, Schwerte", Spot { guessed: true, ..spot("Marktplatz 1", "", "Schwerte") }),
        ("", spot("", "", "")),
        ("🎉🎊", spot("", "", "")),
        ("\u{202e}etrewhcS 93285", spot("etrewhcS 93285", "", "")),
        ("Zoom", online("Zoom")),
        ("https://zoom.us/j/123?pwd=geheim", online("")),
        ("Online: https://meet.example.org/a", online("Online:")),
        ("Microsoft Teams-Besprechung", online("Microsoft Teams-Besprechung")),
        (
            "Hybrid, Rathaus, 58239 Schwerte",
            Spot { online: true, ..spot("Rathaus", "58239", "Schwerte") },
        ),
        (
            "Rathaus, 58239 Schwerte, https://zoom.us/j/1",
            Spot { online: true, ..spot("Rathaus", "58239", "Schwerte") },
        ),
    ] {
        assert_eq!(spot::read(text, false), expected, "{text}");
    }
    assert!(spot::read("", true).online);
}

#[test]
fn the_town_may_be_said_for_all() {
    let town = |lines: &str, place: Option<&str>| {
        let settings = Settings { place: place.map(str::to_owned), ..settings() };
        let outcome = import("town", None, &[input("a.ics", event(lines))], &settings);
        list(&outcome).first().map(|e| (e["place"].clone(), e["venue"].clone()))
    };
    let is = |place: &str, venue: &str| {
        Some((json!(place), if venue.is_empty() { Value::Null } else { json!(venue) }))
    };
    assert_eq!(town("LOCATION:Rathaus", Some("Herne")), is("Herne", "Rathaus"));
    assert_eq!(town("LOCATION:Rathaus", None), None);
    assert_eq!(town("LOCATION:Rathaus\\, Herne", Some("Herne")), is("Herne", "Rathaus"));
    assert_eq!(town("LOCATION:Herne", Some("Herne")), is("Herne", ""));
    assert_eq!(town("LOCATION:Am Ring 2\\, Saal", Some("Herne")), is("Herne", "Am Ring 2, Saal"));
    assert_eq!(town("LOCATION:Am Ring 2\\, Herne", None), is("Herne", "Am Ring 2"));
    assert_eq!(town("LOCATION:Am Ring 2\\, 44623 Herne", Some("Bochum")), is("Herne", "Am Ring 2"));
    assert_eq!(town("LOCATION:Zoom", None), is("Online", "Zoom"));
    assert_eq!(town("", None), None);
}

#[test]
fn what_is_missing_is_asked_for() {
    type Change = fn(&mut Settings);
    let cases: [(Change, &str); 3] = [
        (|s| s.place = None, "say one with --place"),
        (|s| s.source = None, "say one with --source"),
        (|s| s.organiser = None, "say it with --organiser"),
    ];
    for (change, words) in cases {
        let mut settings = settings();
        change(&mut settings);
        let outcome =
            import("town", None, &[input("a.ics", event("RRULE:FREQ=DAILY;COUNT=9"))], &settings);
        assert_eq!(outcome.text, None, "{words}");
        let said = outcome.report.to_string();
        assert_eq!(said.matches(words).count(), 1, "once for a series: {said}");
    }
}

#[test]
fn kinds_are_guessed_from_words() {
    for (title, kind) in [
        ("Sitzung des Integrationsrates", Some("regular_session")),
        ("INTEGRATIONSRATSSITZUNG", Some("regular_session")),
        ("Konstituierende Sitzung", Some("constitutive_session")),
        ("Schulung für Mitglieder des Integrationsrates", Some("training")),
        ("Infoabend zur Kandidatur", Some("info_evening")),
        ("Planspiel Integrationsrat", Some("simulation_game")),
        ("Podiumsdiskussion zur Wahl", Some("podium")),
        ("Sprechstunde auf Arabisch", Some("advice_hour")),
        ("Infostand in der Fußgängerzone", Some("stand")),
        ("Stand der Dinge", None),
        ("Workshop: Reden üben", Some("workshop")),
        ("Fortbildung", Some("training")),
        ("Vortrag im Ausschuss", Some("talk")),
        ("Ausschuss für Chancengerechtigkeit", Some("regular_session")),
        ("Empfang zum Jubiläum", Some("reception")),
        ("Committee meeting", Some("regular_session")),
        ("Sommerfest", None),
    ] {
        assert_eq!(words::kind(title).map(|(kind, _)| kind), kind, "{title}");
        let expected = kind.unwrap_or("network_meeting");
        let known = sitz_und_stimme::domain::events::KINDS.contains(&expected);
        if known {
            assert_eq!(one(&format!("SUMMARY:{title}"))["kind"], expected, "{title}");
        }
    }
    assert_eq!(one("SUMMARY:Sommerfest\nCATEGORIES:Fest,Workshop")["kind"], "workshop");
    let settings = Settings { kind: Some("training".to_owned()), ..settings() };
    let outcome = import("town", None, &[input("a.ics", event("SUMMARY:Sitzung"))], &settings);
    assert_eq!(list(&outcome)[0]["kind"], "training");
}

#[test]
fn languages_and_further_words_are_understood() {
    assert_eq!(one("CATEGORIES:Türkisch,ARABISCH,Fest")["languages"], json!(["ar", "tr"]));
    assert_eq!(one("SUMMARY:Sprechstunde auf Ukrainisch")["languages"], json!(["uk"]));
    assert_eq!(one("SUMMARY:Türkischer Verein lädt ein")["languages"], Value::Null);
    for (text, childcare, step_free) in [
        ("Mit Kinderbetreuung und barrierefrei", true, true),
        ("Es gibt keine Kinderbetreuung. Nicht barrierefrei.", false, false),
        ("Leider ohne Kinderbetreuung", false, false),
        ("Der Raum ist rollstuhlgerecht", false, true),
        ("Komm vorbei", false, false),
    ] {
        let event = one(&format!("DESCRIPTION:{text}"));
        let expected = |holds: bool| if holds { json!(true) } else { Value::Null };
        assert_eq!(event["childcare"], expected(childcare), "{text}");
        assert_eq!(event["step_free"], expected(step_free), "{text}");
    }
    for (title, off) in [
        ("Abgesagt: Sitzung", true),
        ("[ABGESAGT] Sitzung", true),
        ("Entfällt! Sitzung", true),
        ("Canceled: Meeting", true),
        ("Absagen lernen", false),
        ("Sitzung abgesagt?", false),
    ] {
        assert_eq!(words::is_off(title), off, "{title}");
    }
}

#[test]
fn titles_keep_their_languages() {
    for (lines, expected) in [
        ("SUMMARY;LANGUAGE=en-GB:Info evening", json!({"en": "Info evening"})),
        (
            "SUMMARY;LANGUAGE=tr:Toplantı\nSUMMARY;LANGUAGE=de:Treffen",
            json!({"de": "Treffen", "tr": "Toplantı"}),
        ),
        ("SUMMARY;LANGUAGE=\"<script>\":Treffen", json!({"de": "Treffen"})),
        ("SUMMARY;LANGUAGE=:Treffen", json!({"de": "Treffen"})),
        ("SUMMARY:Eins\nSUMMARY:Zwei", json!({"de": "Eins"})),
    ] {
        assert_eq!(one(lines)["title"], expected, "{lines}");
    }
}

#[test]
fn the_organiser_is_a_name_and_the_report_shows_it() {
    let outcome =
        fresh("a.ics", event("ORGANIZER;CN=\"Integrationsbüro; Stadt\":mailto:a@example.org"));
    assert_eq!(list(&outcome)[0]["organiser"], "Integrationsbüro; Stadt");
    assert!(outcome.report.to_string().contains("stand as organisers"), "{}", outcome.report);
    for lines in [
        "ORGANIZER;CN=a@example.org:mailto:a@example.org",
        "ORGANIZER:mailto:a@example.org",
        "ORGANIZER;CN=:mailto:a@example.org",
        "ORGANIZER;CN=\u{202e}:x",
    ] {
        let outcome = fresh("a.ics", event(lines));
        assert_eq!(list(&outcome)[0]["organiser"], "Stadt Musterstadt", "{lines}");
        assert!(!outcome.text.unwrap_or_default().contains('@'), "{lines}");
    }
}

#[test]
fn every_windows_name_leads_to_a_zone_that_exists() {
    let names = windows::NAMES.iter().chain(&windows::CITIES);
    let unknown: Vec<&str> =
        names.filter(|(_, zone)| zone.parse::<chrono_tz::Tz>().is_err()).map(|(n, _)| *n).collect();
    assert_eq!(unknown, Vec::<&str>::new());
    for (name, expected) in [
        ("W. Europe Standard Time", Some("Europe/Berlin")),
        ("w. europe standard time", Some("Europe/Berlin")),
        ("Central European Standard Time", Some("Europe/Warsaw")),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", Some("Europe/Berlin")),
        ("(UTC-05:00) Eastern Time (US & Canada)", Some("America/New_York")),
        ("(UTC) Koordinierte Weltzeit", Some("Etc/UTC")),
        ("Mitteleuropäische Zeit", Some("Europe/Berlin")),
        ("Customized Time Zone", None),
        ("", None),
    ] {
        assert_eq!(windows::zone(name), expected, "{name}");
    }
    for (name, known) in [
        ("Europe/Berlin", true),
        ("\"Europe/Berlin\"", true),
        ("/freeassociation.sourceforge.net/Europe/Berlin", true),
        ("CET", true),
        ("UTC", true),
        ("Z", true),
        ("Mars/Olympus", false),
        ("/", false),
        ("", false),
    ] {
        assert_eq!(zone::known(name).is_some(), known, "{name}");
    }
}

#[test]
fn hours_that_are_missing_or_double_have_one_meaning() {
    for (name, date, time, utc) in [
        ("Europe/Berlin", "2027-03-28", "01:59", "2027-03-28T00:59:00"),
        ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:30:00"),
        ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28T01:00:00"),
        ("Europe/Berlin", "2027-10-31", "01:59", "2027-10-30T23:59:00"),
        ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31T00:30:00"),
        ("Europe/Berlin", "2027-10-31", "03:00", "2027-10-31T02:00:00"),
        ("America/New_York", "2027-11-07", "01:30", "2027-11-07T05:30:00"),
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30:00"),
        ("Pacific/Kiritimati", "2027-01-01", "00:30", "2026-12-31T10:30:00"),
    ] {
        let zone = zone::known(name).expect("a zone");
        let (hours, minutes) = time.split_once(':').expect("a time");
        let number = |text: &str| text.parse::<i64>().expect("a number");
        let wall = Wall::new(day(date), number(hours) * 3600 + number(minutes) * 60);
        assert_eq!(Wall::at(zone.utc(wall)).to_string(), utc, "{name} {date} {time}");
    }
}
