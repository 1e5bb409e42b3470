//! Cutting text into sentences.
//!
//! A voice that is given a whole paragraph stops in the middle on some systems, and nobody can see where it
//! is. Rather one sentence too long than a pause in the middle of one.

/// A sentence and its place in the text, in units of UTF-16.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    pub from: usize,
    pub to: usize,
    /// What a voice is given: without soft hyphens, with single spaces.
    pub text: String,
}

/// How many characters are spoken at a time, at most: about ten seconds.
pub const LONGEST: usize = 150;

/// How short a piece of a long sentence may be.
const SHORTEST: usize = 40;

/// Words before a full stop that do not end a sentence, in small letters. Single letters and numbers of up
/// to three digits need not stand here, and neither does what is always followed by a small letter.
const SHORT: &str = "abs art nr str dr prof vgl ggf evtl inkl bzw ca std mio mrd tel sog ziff buchst geb st \
     bspw hrsg zzgl mr mrs ms vs approx örn vb md sok mah cad ул стр ст др пр им тыс млн руб тел напр \
     np tzn tzw ul ust pkt godz ww pag sig dott ecc es";

/// Returns the sentences of a text, in order. A line break ends one, whatever stands before it.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let chars: Vec<char> = text.chars().collect();
    let mut cutter = Cutter { chars: &chars, found: Vec::new(), at: 0, units: 0 };
    let mut start = 0;
    for at in 0..chars.len() {
        if chars.get(at) == Some(&'\n') || ends(&chars, at) {
            cutter.take(start, at + 1);
            start = at + 1;
        }
    }
    cutter.take(start, chars.len());
    cutter.found
}

struct Cutter<'a> {
    chars: &'a [char],
    found: Vec<Sentence>,
    /// A place in the text, in characters and in units.
    at: usize,
    units: usize,
}

impl Cutter<'_> {
    /// Takes a sentence, in several pieces if it is long.
    fn take(&mut self, mut from: usize, mut to: usize) {
        let space = |at: usize| self.chars.get(at).is_none_or(|c| c.is_whitespace());
        while from < to && space(from) {
            from += 1;
        }
        while from < to && space(to - 1) {
            to -= 1;
        }
        while to - from > LONGEST {
            let end = self.seam(from);
            self.push(from, end);
            from = end;
            while from < to && self.chars.get(from).is_some_and(|c| c.is_whitespace()) {
                from += 1;
            }
        }
        self.push(from, to);
    }

    /// Returns where a long sentence is cut: behind a comma or the like, else before a word.
    fn seam(&self, from: usize) -> usize {
        let mut word = from + LONGEST;
        for at in (from + SHORTEST..from + LONGEST).rev() {
            let (here, next) = (self.chars.get(at), self.chars.get(at + 1));
            if !next.is_some_and(|c| c.is_whitespace()) {
                continue;
            }
            if matches!(here, Some(',' | ';' | ':' | '–' | '—' | '،' | '؛')) {
                return at + 1;
            }
            if word == from + LONGEST {
                word = at + 1;
            }
        }
        word
    }

    fn push(&mut self, from: usize, to: usize) {
        let Some(inside) = self.chars.get(from..to) else { return };
        if !inside.iter().any(|c| is_spoken(*c)) {
            return;
        }
        let start = self.units_to(from);
        let end = self.units_to(to);
        let mut text = String::with_capacity(inside.len() + 8);
        for c in inside {
            match c {
                '\u{ad}' => {}
                c if c.is_whitespace() => {
                    if !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
                c => text.push(*c),
            }
        }
        self.found.push(Sentence { from: start, to: end, text });
    }

    /// Returns the units before a character; asked for ever later ones.
    fn units_to(&mut self, to: usize) -> usize {
        let passed = self.chars.get(self.at..to).unwrap_or_default();
        self.units += passed.iter().map(|c| c.len_utf16()).sum::<usize>();
        self.at = self.at.max(to);
        self.units
    }
}

/// Tells whether a sentence ends with the character at a place.
fn ends(chars: &[char], at: usize) -> bool {
    // A space must follow: addresses, numbers and abbreviations written in one have none.
    if !chars.get(at + 1).is_some_and(|c| c.is_whitespace()) {
        return false;
    }
    // Quotation marks and brackets belong to the sentence before them.
    let mut mark = at;
    while mark > 0 && chars.get(mark).is_some_and(|c| is_quote(*c)) {
        mark -= 1;
    }
    let next = chars.iter().skip(at + 1).find(|c| !c.is_whitespace() && !is_quote(**c));
    if next.is_some_and(|c| is_small(*c)) {
        return false;
    }
    match chars.get(mark) {
        Some('!' | '?' | '؟' | '۔' | '…' | '。') => true,
        Some('.') => mark != at || !is_short(chars.get(..mark).unwrap_or_default()),
        _ => false,
    }
}

/// Tells whether a character embraces a sentence: a quotation mark, a bracket.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›' | '(' | ')' | '[' | ']')
}

/// Tells whether what stands before a full stop is an abbreviation or an ordinal number.
fn is_short(before: &[char]) -> bool {
    let length = before.iter().rev().take_while(|c| is_spoken(**c)).count();
    let word = before.get(before.len() - length..).unwrap_or_default();
    let digits = word.iter().all(char::is_ascii_digit);
    match length {
        0 => false,
        // "z. B.", "J. S. Bach", "12. Mai"; but "2025."
        1 => true,
        2 if digits => true,
        _ => {
            let small: String = word.iter().map(|c| small(*c)).collect();
            SHORT.split(' ').any(|short| short == small)
        }
    }
}

/// Returns the small letter of a capital, as far as [`SHORT`] needs it.
fn small(c: char) -> char {
    match c {
        'A'..='Z' | 'Ö' | 'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
        c => c,
    }
}

/// Tells whether a letter is small. The tables of the standard library know all scripts and would be a
/// kilobyte; these are the letters of the languages that the app speaks.
fn is_small(c: char) -> bool {
    match c {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'а'..='џ' => true,
        // Here small letters have odd numbers, but in two stretches.
        '\u{100}'..='\u{17f}' => {
            let turned = matches!(c, '\u{139}'..='\u{148}' | '\u{179}'..='\u{17e}');
            (c as u32 % 2 == 1) != turned
        }
        _ => false,
    }
}

/// Tells whether a voice has anything to say for a character: a letter or a digit, as far as that can be
/// told without tables.
fn is_spoken(c: char) -> bool {
    match c {
        '×' | '÷' | '،' | '؛' | '؟' | '۔' => false,
        // Punctuation, arrows, shapes, dingbats; brackets of East Asia; pictures.
        '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{fe00}'..='\u{fe0f}' => false,
        '\u{1f000}'.. => false,
        c => c.is_ascii_alphanumeric() || c >= '\u{c0}',
    }
}
