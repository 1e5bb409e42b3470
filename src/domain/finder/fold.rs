//! One form for all spellings of a word, so that what is typed finds what is written.
//!
//! "Köln", "Koeln", "Koln" and "KÖLN" all become `koln`: marks are taken off, ß becomes `ss`, and an
//! `e` after `a`, `o` or `u` is left out, whether it stood for an umlaut or not. So "neue" becomes `neu`,
//! in what is typed as well as in what is searched, and no alternatives need be tried. The form of the
//! beginning of a word is always the beginning of its form: typing on never loses what it will find.
//!
//! Tables of the standard library for all scripts would be a tenth of the page; only letters of
//! languages that visitors write are here.

/// Latin letters from U+00C0 to U+017F without their marks; `S` is ss.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo ouuuuytSaaaaaaaceeeeiiiidnooooo ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The same from U+1E00 to U+1EFF, Vietnamese among them.
const FURTHER: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwyassssdaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyllvvyy";

/// Returns the words of a text in their one form, with single spaces between them.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !is_mark(*c)) {
        let letter = letter(c);
        if letter == ' ' {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        // "ue" is "ü", and "ü" is "u".
        let umlaut = letter == 'e' && !gap && out.ends_with(['a', 'o', 'u']);
        gap = false;
        match letter {
            'S' => out.push_str("ss"),
            letter if !umlaut => out.push(letter),
            _ => {}
        }
    }
    out
}

/// Tells whether a character belongs to the letter before it, or shows nothing.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{640}' | '\u{670}' | '\u{feff}'
        | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}')
}

/// Returns the one form of a letter or digit, `S` for ss, and a space for what is neither.
fn letter(c: char) -> char {
    let code = c as u32;
    let of = |table: &[u8], from: u32| char::from(table[(code - from) as usize]);
    match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{c0}'..='\u{17f}' => of(LATIN, 0xc0),
        '\u{1e9e}' => 'S',
        '\u{1e00}'..='\u{1eff}' => of(FURTHER, 0x1e00),
        'ơ' | 'Ơ' => 'o',
        'ư' | 'Ư' => 'u',
        'ș' | 'Ș' => 's',
        'ț' | 'Ț' => 't',
        'ə' | 'Ə' | 'ǝ' | 'Ǝ' => 'e',
        '\u{370}'..='\u{3ff}' => greek(c),
        '\u{400}'..='\u{52f}' => cyrillic(c),
        '\u{600}'..='\u{6ff}' => arabic(c),
        // Full width, as Chinese keyboards have it.
        '\u{ff10}'..='\u{ff5a}' => letter_of_code(code - 0xfee0),
        '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => ' ',
        '\u{ff00}'..='\u{ff65}' => ' ',
        c => c,
    }
}

fn letter_of_code(code: u32) -> char {
    char::from_u32(code).filter(char::is_ascii).map_or(' ', letter)
}

fn moved(c: char, by: u32) -> char {
    char::from_u32(c as u32 + by).unwrap_or(c)
}

fn greek(c: char) -> char {
    match c {
        'ά' | 'Ά' => 'α',
        'έ' | 'Έ' => 'ε',
        'ή' | 'Ή' => 'η',
        'ί' | 'Ί' | 'ϊ' | 'Ϊ' | 'ΐ' => 'ι',
        'ό' | 'Ό' => 'ο',
        'ύ' | 'Ύ' | 'ϋ' | 'Ϋ' | 'ΰ' => 'υ',
        'ώ' | 'Ώ' => 'ω',
        'ς' => 'σ',
        'Α'..='Ω' => moved(c, 0x20),
        '\u{37e}' | '\u{387}' => ' ',
        c => c,
    }
}

fn cyrillic(c: char) -> char {
    let small = match c {
        '\u{400}'..='\u{40f}' => moved(c, 0x50),
        '\u{410}'..='\u{42f}' => moved(c, 0x20),
        // From here on capital and small letters take turns.
        '\u{460}'..='\u{481}' | '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}'
            if (c as u32).is_multiple_of(2) =>
        {
            moved(c, 1)
        }
        c => c,
    };
    match small {
        'ё' | 'ѐ' => 'е',
        'й' | 'ѝ' => 'и',
        'ї' => 'і',
        'ў' => 'у',
        c => c,
    }
}

/// Takes together the letters that look or sound alike, of Persian, Urdu and Kurdish too.
fn arabic(c: char) -> char {
    match c {
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' | 'ې' | 'ے' | 'ۍ' => 'ي',
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۂ' | 'ۃ' => 'ه',
        'ؤ' => 'و',
        'ک' => 'ك',
        '٠'..='٩' => letter_of_code(c as u32 - 0x660 + 0x30),
        '۰'..='۹' => letter_of_code(c as u32 - 0x6f0 + 0x30),
        '\u{600}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{6dd}' | '\u{6de}' => ' ',
        c => c,
    }
}
