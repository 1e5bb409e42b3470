//! What a file is, told by its first bytes, and its lines as text.
//!
//! Calendar programs fold long lines by counting bytes, so a letter may be cut in two: lines are
//! joined first and decoded after that.

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// Most bytes of one line, with what was folded; the rest is cut off.
pub const MOST_LINE: usize = 64 * 1024;

/// A line with everything that was folded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Where it begins, counted from 1.
    pub number: usize,
    pub text: String,
    /// Whether it was longer than [`MOST_LINE`].
    pub cut: bool,
}

/// All lines of a file.
#[derive(Default, Debug)]
pub struct Lines {
    pub list: Vec<Line>,
    /// Numbers of the lines that were not UTF-8: the first one, and how many.
    pub foreign: Option<(usize, usize)>,
}

/// Says in a sentence what a file is that is no text.
pub fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "this is a zip archive: unpack it first"),
        (b"\x1f\x8b", "this is packed with gzip: unpack it first"),
        (b"\x89PNG", "this is a picture"),
        (b"\xff\xd8\xff", "this is a picture"),
        (b"%PDF", "this is a PDF: save the calendar as .ics"),
        (b"\xd0\xcf\x11\xe0", "this is an Outlook or Office file: save the calendar as .ics"),
        (b"BZh", "this is packed with bzip2: unpack it first"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, sentence)| *sentence)
}

/// Returns the bytes as UTF-8 as far as a byte order mark says what they are.
fn by_mark(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| join(*pair)).collect();
        String::from_utf16_lossy(&units).into_bytes().into()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.into(),
        _ => bytes.into(),
    }
}

/// Returns the whole text of a file; what is not UTF-8 is taken for Windows-1252.
pub fn text(bytes: &[u8]) -> String {
    let bytes = by_mark(bytes);
    decode(&bytes).0
}

/// Returns the unfolded lines; empty ones are left out.
pub fn lines(bytes: &[u8]) -> Lines {
    let bytes = by_mark(bytes);
    let mut lines = Lines::default();
    let (mut now, mut began, mut cut): (Vec<u8>, usize, bool) = (Vec::new(), 1, false);
    for (at, line) in physical(&bytes).enumerate() {
        let folded = line.first().is_some_and(|b| *b == b' ' || *b == b'\t') && at > 0;
        if !folded {
            lines.push(std::mem::take(&mut now), began, cut);
            (began, cut) = (at + 1, false);
        }
        let more = if folded { &line[1..] } else { line };
        let room = MOST_LINE.saturating_sub(now.len());
        cut |= more.len() > room;
        now.extend_from_slice(&more[..more.len().min(room)]);
    }
    lines.push(now, began, cut);
    lines
}

/// Splits at CRLF, LF or CR.
fn physical(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let Some(end) = bytes.iter().position(|b| *b == b'\n' || *b == b'\r') else {
            rest = None;
            return Some(bytes);
        };
        let both = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        rest = Some(&bytes[end + if both { 2 } else { 1 }..]);
        Some(&bytes[..end])
    })
}

impl Lines {
    fn push(&mut self, bytes: Vec<u8>, number: usize, cut: bool) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        // A line may have been cut in the middle of a letter.
        let whole = if cut { without_half_letter(&bytes) } else { &bytes };
        let (text, foreign) = decode(whole);
        if foreign {
            let (first, count) = self.foreign.unwrap_or((number, 0));
            self.foreign = Some((first, count + 1));
        }
        self.list.push(Line { number, text, cut });
    }
}

fn without_half_letter(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(fault) if fault.error_len().is_none() => &bytes[..fault.valid_up_to()],
        _ => bytes,
    }
}

/// Returns the text, and whether it had to be taken for Windows-1252.
fn decode(bytes: &[u8]) -> (String, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (bytes.iter().map(|b| windows(*b)).collect(), true),
    }
}

/// Returns the character of a byte in Windows-1252, which is Latin-1 but for 32 of them.
fn windows(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}
