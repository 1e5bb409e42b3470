//! What words in titles and categories tell: kind, languages, and whether an event is called off.

/// Words and the kind that they tell, the first that fits counts. Parts of words count as well:
/// German joins them ("Integrationsratssitzung").
const KINDS: [(&str, &[&str]); 24] = [
    ("constitutive_session", &["konstituierend", "constitutive"]),
    ("simulation_game", &["planspiel", "simulation game"]),
    ("advice_hour", &["sprechstunde", "sprechzeit", "office hour", "advice hour"]),
    ("form_clinic", &["ausfüllhilfe", "hilfe beim ausfüllen", "formularhilfe"]),
    ("regular_session", &["sitzung", "tagt", "committee meeting", "council meeting"]),
    ("stand", &["infostand", "info-stand", "informationsstand", "information stand"]),
    ("podium", &["podium", "wahlarena", "kandidatencheck", "panel"]),
    ("webinar", &["webinar", "online-seminar", "onlineseminar"]),
    ("workshop", &["workshop", "werkstatt"]),
    ("staff_seminar", &["geschäftsführerseminar", "geschäftsstellenseminar"]),
    ("training", &["schulung", "fortbildung", "qualifizierung", "training", "grundlagenmodul"]),
    ("seminar", &["seminar"]),
    ("candidates_meeting", &["treffen der kandidat", "kandidierendentreffen"]),
    ("candidate_info", &["kandidier", "candidate info", "standing for"]),
    ("online_info", &["online-info", "digitale info"]),
    ("info_series", &["inforeihe", "info-reihe", "informationsreihe"]),
    (
        "info_evening",
        &[
            "infoabend", "info-abend", "informationsabend", "infoveranstaltung",
            "info-veranstaltung", "informationsveranstaltung", "infotreffen", "info evening",
            "information evening",
        ],
    ),
    ("reception", &["empfang", "reception"]),
    ("press", &["pressetermin", "pressekonferenz", "pressegespräch", "press conference"]),
    ("network_meeting", &["netzwerk", "vernetzung", "mitgliederversammlung", "network"]),
    ("community_conference", &["konferenz", "conference"]),
    ("presentation", &["vorstellung", "stellt sich vor", "presentation"]),
    ("talk", &["gespräch", "vortrag", "diskussion", "lesung", "talk", "lecture"]),
    (
        "regular_session",
        &["ausschuss", "integrationsrat", "integrationsbeirat", "stadtrat", "committee"],
    ),
];

/// Words for languages and their tags.
const LANGUAGES: [(&str, &[&str]); 22] = [
    ("ar", &["arabisch", "arabic"]),
    ("bg", &["bulgarisch", "bulgarian"]),
    ("bs", &["bosnisch", "bosnian"]),
    ("el", &["griechisch", "greek"]),
    ("en", &["englisch", "english"]),
    ("es", &["spanisch", "spanish"]),
    ("fa", &["persisch", "farsi", "persian"]),
    ("fr", &["französisch", "french"]),
    ("hr", &["kroatisch", "croatian"]),
    ("it", &["italienisch", "italian"]),
    ("ku", &["kurdisch", "kurdish"]),
    ("pl", &["polnisch", "polish"]),
    ("prs", &["dari"]),
    ("ps", &["paschtu", "pashto"]),
    ("pt", &["portugiesisch", "portuguese"]),
    ("ro", &["rumänisch", "romanian"]),
    ("ru", &["russisch", "russian"]),
    ("sq", &["albanisch", "albanian"]),
    ("sr", &["serbisch", "serbian"]),
    ("ti", &["tigrinya", "tigrinisch"]),
    ("tr", &["türkisch", "turkish"]),
    ("uk", &["ukrainisch", "ukrainian"]),
];

/// Beginnings of titles of events that do not take place.
const OFF: [&str; 8] = [
    "abgesagt", "absage", "entfällt", "fällt aus", "ausgefallen", "canceled", "cancelled",
    "storniert",
];

/// Returns the kind that a text tells, and by which word.
pub fn kind(text: &str) -> Option<(&'static str, &'static str)> {
    let text = text.to_lowercase();
    KINDS.iter().find_map(|(kind, words)| {
        words.iter().find(|word| text.contains(**word)).map(|word| (*kind, *word))
    })
}

/// Returns the tags of the languages that a text names, in their order.
pub fn languages<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let words: Vec<String> = texts
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .map(str::to_lowercase)
        .collect();
    let named = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    LANGUAGES.iter().filter(|(_, names)| named(names)).map(|(tag, _)| *tag).collect()
}

/// Tells whether a title begins with a word for being called off.
pub fn is_off(title: &str) -> bool {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let rest = |word: &str| {
        title.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    OFF.iter().any(|word| rest(word))
}

/// Tells whether a text promises something with one of `words`, none of them denied.
fn promises(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    let mut found = false;
    for word in words {
        for (at, _) in text.match_indices(word) {
            let before = text.get(..at).unwrap_or_default();
            let mut last =
                before.split(|c: char| !c.is_alphabetic()).rev().filter(|w| !w.is_empty());
            let denied = last.by_ref().take(2).any(|word| {
                ["kein", "keine", "keinen", "nicht", "ohne", "no", "not"].contains(&word)
            });
            if denied {
                return false;
            }
            found = true;
        }
    }
    found
}

/// Tells whether somebody looks after children.
pub fn childcare(text: &str) -> bool {
    promises(text, &["kinderbetreuung", "childcare"])
}

/// Tells whether there are no steps.
pub fn step_free(text: &str) -> bool {
    promises(text, &["barrierefrei", "rollstuhlgerecht", "stufenlos", "step-free", "wheelchair"])
}
