//! Text from elsewhere, made fit to be shown: without markup, control characters and tricks.

use unicode_segmentation::UnicodeSegmentation;

/// Most characters of one grapheme: no family emoji has more, and piles of marks have.
const MOST_MARKS: usize = 16;

/// Undoes the escapes of calendar files; a backslash that escapes nothing stays.
pub fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let next = if c == '\\' { chars.peek().copied() } else { None };
        match next {
            Some('n' | 'N') => out.push('\n'),
            Some(escaped @ (',' | ';' | '\\' | '"')) => out.push(escaped),
            _ => {
                out.push(c);
                continue;
            }
        }
        chars.next();
    }
    out
}

/// Splits a list at commas that are not escaped.
pub fn list(value: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        match words.last_mut() {
            Some(word) if escaped || c != ',' => word.push(c),
            _ => words.push(String::new()),
        }
        escaped = c == '\\' && !escaped;
    }
    words.iter().map(|word| unescape(word)).collect()
}

/// Tells whether a character shows nothing and could deceive.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Tells whether a character joins or parts its neighbours, as in Persian words and in emoji.
fn is_joiner(c: char) -> bool {
    c == '\u{200c}' || c == '\u{200d}'
}

/// Returns one line of at most `most` graphemes.
pub fn line(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    for c in text.chars() {
        let space = c.is_whitespace() || is_break(c);
        if space && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        // A joiner is of use between two letters, once.
        let idle =
            is_joiner(c) && (out.is_empty() || out.ends_with(' ') || out.ends_with(is_joiner));
        if !space && !is_hidden(c) && !idle {
            out.push(c);
        }
    }
    cut(out.trim_end_matches(|c: char| c.is_whitespace() || is_joiner(c)), most)
}

fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns paragraphs of at most `most` graphemes, with at most one empty line between them.
pub fn paragraphs(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut gap = false;
    for row in text.split(|c: char| c == '\n' || c == '\r' || is_break(c)) {
        let row = line(row, usize::MAX);
        if row.is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        gap = false;
        out.push_str(&row);
    }
    cut(&out, most)
}

/// Cuts after `most` graphemes; what is cut ends with "…". Piles of marks lose their upper part.
fn cut(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, grapheme) in text.graphemes(true).enumerate() {
        if at + 1 == most && text.graphemes(true).nth(most).is_some() {
            out.truncate(out.trim_end().len());
            out.push('…');
            break;
        }
        out.extend(grapheme.chars().take(MOST_MARKS));
    }
    out
}

/// Returns the text of HTML; text without markup comes back as it is.
pub fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Nobody looks for an end where there is none any more: that would take long.
    let last = text.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = match from.starts_with('<') {
            true if text.len() - from.len() < last => tag(from, &mut out),
            true => None,
            false => entity(from, &mut out),
        };
        // What looks like neither is a sign like any other.
        let taken = taken.unwrap_or_else(|| {
            out.extend(from.chars().next());
            1
        });
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Takes a tag at the beginning of `from`, with what stands in it if that is no text.
fn tag(from: &str, out: &mut String) -> Option<usize> {
    if from.starts_with("<!--") {
        return Some(from.find("-->").map_or(from.len(), |end| end + 3));
    }
    let inside = from.get(1..)?;
    let name_at = inside.strip_prefix('/').unwrap_or(inside);
    if !name_at.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return None;
    }
    let end = from.find('>')? + 1;
    let name: String = name_at.chars().take_while(char::is_ascii_alphanumeric).take(20).collect();
    let name = name.to_ascii_lowercase();
    if ["script", "style", "head", "title", "template"].contains(&name.as_str())
        && !inside.starts_with('/')
    {
        let close = format!("</{name}");
        let rest = from.get(end..)?;
        let inner = find_ignoring_case(rest, &close).unwrap_or(rest.len());
        return Some(end + inner);
    }
    match name.as_str() {
        "br" | "hr" | "p" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" => out.push('\n'),
        "div" | "li" | "tr" if !out.ends_with('\n') => out.push('\n'),
        _ => {}
    }
    Some(end)
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let size = word.len();
    text.as_bytes().windows(size).position(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Takes an entity such as `&amp;` or `&#228;`.
fn entity(from: &str, out: &mut String) -> Option<usize> {
    const NAMES: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("euro", '€'),
        ("ndash", '–'),
        ("bdquo", '„'),
        ("ldquo", '“'),
        ("hellip", '…'),
    ];
    let end = from.bytes().take(12).position(|b| b == b';')?;
    let name = from.get(1..end)?;
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    let known = NAMES.iter().find(|(other, _)| *other == name).map(|(_, c)| *c);
    out.push(number.and_then(char::from_u32).or(known)?);
    Some(end + 1)
}

/// Returns a description without the block of dialling in that calendar programs put below it, and
/// whether there was one.
pub fn without_dialling(text: &str) -> (&str, bool) {
    let mut at = 0;
    for row in text.split_inclusive('\n') {
        let bare = row.trim();
        let ruled = bare.len() >= 20 && bare.chars().all(|c| c == '_');
        if ruled || bare.starts_with("-::~:~::~") || bare.starts_with("──────────")
        {
            return (text.get(..at).unwrap_or_default(), true);
        }
        at += row.len();
    }
    (text, false)
}
