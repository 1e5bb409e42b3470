//! Taking `index.html` apart. It reads what we and Trunk write, not the HTML of the world.

/// A stretch of a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Tags and text.
    Markup(&'a str),
    /// The inside of a comment.
    Comment(&'a str),
    /// A script: its opening tag and what stands inside.
    Script(&'a str, &'a str),
    /// The inside of a style element.
    Style(&'a str),
}

/// Splits a page into pieces, in their order and without losing a byte of markup.
pub fn pieces(html: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = next_special(rest) {
        if at > 0 {
            found.push(Piece::Markup(&rest[..at]));
        }
        let (piece, tail) = special(&rest[at..])?;
        found.push(piece);
        rest = tail;
    }
    if !rest.is_empty() {
        found.push(Piece::Markup(rest));
    }
    Ok(found)
}

fn next_special(html: &str) -> Option<usize> {
    ["<!--", "<script", "<style"].iter().filter_map(|start| html.find(start)).min()
}

fn special(html: &str) -> Result<(Piece<'_>, &str), String> {
    if let Some(rest) = html.strip_prefix("<!--") {
        let (inside, tail) = rest.split_once("-->").ok_or("a comment in index.html has no end")?;
        return Ok((Piece::Comment(inside), tail));
    }
    let (name, end) =
        if html.starts_with("<script") { ("script", "</script>") } else { ("style", "</style>") };
    let missing = || format!("a {name} element in index.html has no end");
    let open = html.find('>').ok_or_else(missing)? + 1;
    let (tag, rest) = html.split_at(open);
    let (inside, tail) = rest.split_once(end).ok_or_else(missing)?;
    let piece = if name == "script" { Piece::Script(tag, inside) } else { Piece::Style(inside) };
    Ok((piece, tail))
}

/// Returns text without indentation and empty lines, which HTML and line-based scripts ignore.
pub fn without_indentation(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut short = lines.collect::<Vec<_>>().join("\n");
    // White space between two elements can be seen, so the ends keep theirs.
    if text.starts_with(char::is_whitespace) {
        short.insert(0, '\n');
    }
    if text.ends_with(char::is_whitespace) && short.len() > 1 {
        short.push('\n');
    }
    short
}

/// Returns a script without whole-line comments and indentation.
///
/// A script with a template literal is left alone: its lines may be text.
pub fn short_script(script: &str) -> String {
    if script.contains('`') {
        return script.to_owned();
    }
    let lines = script.lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_falls_into_its_pieces() {
        let html = "<p>a</p><!-- b --><style>c</style>\n<script data-x>d < e</script>f";
        assert_eq!(
            pieces(html),
            Ok(vec![
                Piece::Markup("<p>a</p>"),
                Piece::Comment(" b "),
                Piece::Style("c"),
                Piece::Markup("\n"),
                Piece::Script("<script data-x>", "d < e"),
                Piece::Markup("f"),
            ])
        );
    }

    #[test]
    fn what_has_no_end_is_refused() {
        for html in ["<!-- a", "<script>a", "<style", "<style>a</script>"] {
            assert!(pieces(html).is_err(), "{html}");
        }
    }

    #[test]
    fn indentation_goes_and_gaps_between_elements_stay() {
        assert_eq!(without_indentation("  <b>a</b>\n\n  <i>b</i> "), "\n<b>a</b>\n<i>b</i>\n");
        assert_eq!(without_indentation("<b>a</b>"), "<b>a</b>");
        assert_eq!(without_indentation(" \n "), "\n");
    }

    #[test]
    fn scripts_lose_comment_lines_only() {
        let script = "\n  // why\n  a(\"// no comment\"); // stays\n\n  b();\n";
        assert_eq!(short_script(script), "a(\"// no comment\"); // stays\nb();");
        assert_eq!(short_script("`\n// text\n`"), "`\n// text\n`");
    }
}
