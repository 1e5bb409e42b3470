//! Which voice of a device reads a language.

/// A voice of the device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Voice {
    /// Its language, as the browser writes it: `de-DE`, `de_DE`, `deu-DEU`.
    pub lang: String,
    /// Whether it speaks on the device itself. Others send the text away, so they are never asked.
    pub local: bool,
    /// Whether the person has chosen it, or the system for them.
    pub default: bool,
}

/// Languages with the code of three letters that some systems use, and the country that is meant where
/// a page names none.
const KNOWN: [(&str, &str, &str); 8] = [
    ("de", "deu", "de"),
    ("en", "eng", "gb"),
    ("tr", "tur", "tr"),
    ("ar", "ara", ""),
    ("ru", "rus", "ru"),
    ("pl", "pol", "pl"),
    ("it", "ita", "it"),
    ("fr", "fra", "fr"),
];

/// Returns the number of the voice for a language; never one that is not on the device.
///
/// The very same tag comes first, then the same language; of equals, the one that the person has chosen, then
/// the first. Names say nothing: what sounds best on one system is a joke voice on another.
pub fn choose(voices: &[Voice], wanted: &str) -> Option<usize> {
    let mut best: Option<(usize, u32)> = None;
    for (at, voice) in voices.iter().enumerate() {
        if !voice.local || !same_language(&voice.lang, wanted) {
            continue;
        }
        let (theirs, ours) = (country(&voice.lang), country(wanted));
        let ours = if ours.is_empty() { home(wanted) } else { ours };
        // What is asked for without a country may be spoken by a voice without one.
        let same = theirs.eq_ignore_ascii_case(ours) || country(wanted) == theirs;
        let score = 2 * u32::from(same) + u32::from(voice.default);
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// Tells whether two tags are of the same language, whatever the country.
pub fn same_language(one: &str, other: &str) -> bool {
    let (one, other) = (language(one), language(other));
    !one.is_empty() && one.eq_ignore_ascii_case(other)
}

/// Returns the language of a tag, in two letters where it has such a code.
fn language(tag: &str) -> &str {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    let known = KNOWN.iter().find(|(_, long, _)| first.eq_ignore_ascii_case(long));
    known.map_or(first, |(short, ..)| short)
}

/// Returns the country of a tag, or nothing. Other parts are no country: `de-simple`, `sr-Latn`.
fn country(tag: &str) -> &str {
    let mut rest = tag.split(['-', '_']).skip(1);
    let short = |part: &&str| match part.len() {
        2 => true,
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    };
    rest.find(short).unwrap_or_default()
}

/// Returns the country that is meant where a tag names none.
fn home(tag: &str) -> &'static str {
    let own = language(tag);
    let known = KNOWN.iter().find(|(short, ..)| own.eq_ignore_ascii_case(short));
    known.map_or("", |(_, _, country)| country)
}
