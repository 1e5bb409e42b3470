//! A small minifier for our own style sheets: comments and needless white space go, nothing else.
//!
//! It never reorders or rewrites a rule, so what works in the source works in the result.

/// What stood between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Comment,
    Space,
}

/// Returns the style sheet without comments and needless white space.
pub fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut gap = Gap::None;
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let (token, tail) = rest.split_at(length);
        if token.starts_with("/*") {
            gap = if gap == Gap::Space { gap } else { Gap::Comment };
        } else if first.is_ascii_whitespace() {
            gap = Gap::Space;
        } else {
            append(&mut out, gap, token, first);
            gap = Gap::None;
        }
        rest = tail;
    }
    out
}

/// Tells whether a style sheet opens with the statement that fixes the order of the layers.
pub fn opens_with_layer_order(css: &str) -> bool {
    let css = minified(css);
    css.strip_prefix("@layer ")
        .and_then(|rest| rest.split_once(';'))
        .is_some_and(|(names, _)| names.contains(',') && !names.contains('{'))
}

fn append(out: &mut String, gap: Gap, token: &str, first: char) {
    let last = out.chars().next_back();
    let needed = match (gap, last) {
        (Gap::None, _) | (_, None) => false,
        (Gap::Comment, Some(last)) => is_name(last) && is_name(first),
        // An empty custom property keeps its white space: some engines insist on it.
        (Gap::Space, Some(':')) => matches!(first, ';' | '}'),
        (Gap::Space, Some(last)) => !closes_gap_after(last) && !closes_gap_before(first),
    };
    if needed {
        out.push(' ');
    }
    if first == '}' && out.ends_with(';') && !out.ends_with("\\;") {
        out.pop();
    }
    out.push_str(token);
}

/// After these, white space means nothing. A colon is not among them: see [`append`].
fn closes_gap_after(last: char) -> bool {
    matches!(last, '{' | '}' | ';' | ',' | '(' | '>')
}

/// Before these, white space means nothing. Before a colon it does: `a :hover` is not `a:hover`.
fn closes_gap_before(first: char) -> bool {
    matches!(first, '{' | '}' | ';' | ',' | ')' | '>' | '!')
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_' | '%' | '#' | '.') || !letter.is_ascii()
}

/// Length of what must be kept or dropped as a whole: a comment, a string, an address, an escape.
fn token_length(rest: &str, first: char) -> usize {
    match first {
        '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |at| at + 4),
        '"' | '\'' => string_length(rest, first),
        'u' if rest.starts_with("url(") && !quoted_address(&rest[4..]) => {
            rest.find(')').map_or(rest.len(), |at| at + 1)
        }
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        _ => first.len_utf8(),
    }
}

fn quoted_address(inside: &str) -> bool {
    inside.trim_start().starts_with(['"', '\''])
}

fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{minified, opens_with_layer_order};

    #[track_caller]
    fn becomes(source: &str, wanted: &str) {
        assert_eq!(minified(source), wanted);
        assert_eq!(minified(wanted), wanted, "a second run changes something");
    }

    #[test]
    fn rules_lose_white_space_and_last_semicolons() {
        becomes(
            "a , b > c {\n  color : red ;\n  margin: 0 auto !important;\n}\n\n",
            "a,b>c{color :red;margin:0 auto!important}",
        );
    }

    #[test]
    fn comments_go_without_gluing_or_parting_names() {
        becomes("/* a */ a/* b */{margin:1px/**/2px}", "a{margin:1px 2px}");
        becomes("div/* x */:hover{}/* end", "div:hover{}");
        becomes("a /* x */ b{}", "a b{}");
    }

    #[test]
    fn strings_and_addresses_stay_as_they_are() {
        becomes(
            r#"a::after{content:"  /* \" } ;  " ' ,  '}"#,
            r#"a::after{content:"  /* \" } ;  " ' ,  '}"#,
        );
        becomes(
            "a{background:url( data:image/svg+xml;a  ,b )  0 0}",
            "a{background:url( data:image/svg+xml;a  ,b ) 0 0}",
        );
        becomes("a{background:url( 'a  b' )}", "a{background:url('a  b')}");
    }

    #[test]
    fn calculations_keep_the_spaces_around_signs() {
        becomes(
            "a { width : calc( 100% - ( 2 * var( --gap ) ) + 1px ) }",
            "a{width :calc(100% - (2 * var(--gap)) + 1px)}",
        );
        becomes(
            "a{inline-size:clamp(1rem , 2vw + 1rem , 3rem)}",
            "a{inline-size:clamp(1rem,2vw + 1rem,3rem)}",
        );
    }

    #[test]
    fn selectors_keep_the_space_that_means_something() {
        becomes("nav :is( a , b ) :not( :hover ) ~ i + u{}", "nav :is(a,b) :not(:hover) ~ i + u{}");
        becomes(
            "input[type = 'text'  i] , [data-a=\"b c\"] *{}",
            "input[type = 'text' i],[data-a=\"b c\"] *{}",
        );
        becomes(".a { & :hover { x: y } &.b { c: d } }", ".a{& :hover{x:y}&.b{c:d}}");
    }

    #[test]
    fn queries_keep_the_space_before_brackets() {
        becomes(
            "@media screen and ( min-width : 900px ) { a { b: c } }",
            "@media screen and (min-width :900px){a{b:c}}",
        );
        becomes("@media (400px <= width < 60rem) {}", "@media (400px <= width < 60rem){}");
        becomes("@supports not (a: b) {}", "@supports not (a:b){}");
    }

    #[test]
    fn layers_keep_their_order() {
        becomes(
            "@layer reset, tokens ;\n@layer tokens { :root { --a: 1 } }",
            "@layer reset,tokens;@layer tokens{:root{--a:1}}",
        );
        assert!(opens_with_layer_order("/* order */ @layer reset, tokens; a{}"));
        assert!(!opens_with_layer_order("@layer reset{a{}} @layer reset, tokens;"));
        assert!(!opens_with_layer_order("a{} @layer reset, tokens;"));
        assert!(!opens_with_layer_order(""));
    }

    #[test]
    fn custom_properties_and_escapes_survive() {
        becomes(":root{--none: ;--a:  1px  2px ;}", ":root{--none: ;--a:1px 2px}");
        becomes(r".\31 0 b{c:\;}", r".\31 0 b{c:\;}");
        becomes("a::before { content: \"→\" } ä { ö: ü }", "a::before{content:\"→\"}ä{ö:ü}");
    }
}
