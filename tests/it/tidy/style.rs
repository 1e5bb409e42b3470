//! Rules for style sheets: layers, logical directions, colours in one place.

use super::{File, check, files};

fn is_style(file: &File) -> bool {
    file.path.ends_with(".css")
}

/// Returns the text without comments.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// Returns all declarations as (property, value).
fn declarations(text: &str) -> Vec<(String, String)> {
    let (mut out, mut now, mut inside) = (Vec::new(), String::new(), 0);
    for c in bare(text).chars() {
        inside += i32::from(c == '(') - i32::from(c == ')');
        match c {
            // What stands before a brace is a selector or an at-rule.
            '{' => now.clear(),
            ';' | '}' if inside == 0 => {
                if let Some((property, value)) = now.split_once(':') {
                    out.push((property.trim().to_owned(), value.trim().to_owned()));
                }
                now.clear();
            }
            c => now.push(c),
        }
    }
    out
}

/// Returns the words of a value: `calc(1px + left)` gives `calc`, `1px`, `left`.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(|c: char| !(c.is_alphanumeric() || "-_#".contains(c)))
        .filter(|word| !word.is_empty())
}

/// Returns the names in the order statement `@layer a, b;`.
fn order(text: &str) -> Option<Vec<String>> {
    let bare = bare(text);
    let names = bare.strip_prefix("@layer ")?.strip_suffix(';')?;
    let plain = names.chars().all(|c| c.is_ascii_alphanumeric() || ", -\n".contains(c));
    plain.then(|| names.split(',').map(|name| name.trim().to_owned()).collect())
}

#[test]
fn directions_follow_the_writing() {
    const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
    fn rule(file: &File) -> Vec<String> {
        let mut out = Vec::new();
        for (property, value) in declarations(if is_style(file) { &file.text } else { "" }) {
            let own = property.starts_with("--");
            let physical = property.split('-').any(|part| SIDES.contains(&part))
                || ["width", "height"].iter().any(|size| {
                    ["", "min-", "max-"].iter().any(|which| property == format!("{which}{size}"))
                });
            let sided = ["text-align", "float", "clear", "caption-side"]
                .contains(&property.as_str())
                && words(&value).any(|word| SIDES.contains(&word));
            if !own && (physical || sided) {
                out.push(format!("{property}: {value}"));
            }
        }
        out
    }
    check(
        rule,
        &[
            ("style/a.css", ".a { margin-left: 1px }"),
            ("style/a.css", ".a { color: red; left: 0; }"),
            ("style/a.css", ".a { border-top-left-radius: 1px; }"),
            ("style/a.css", "@media print { .a { text-align: right; } }"),
            ("style/a.css", ".a { max-width: 3rem; }"),
        ],
        &[
            ("style/a.css", ".a { margin-inline-start: 1px; inset-block-end: 0; }"),
            ("style/a.css", "@media (min-width: 40rem) { .a { inline-size: 1px; } }"),
            ("style/a.css", "/* left: 0; */ .left { padding-block: env(safe-area-inset-bottom); }"),
        ],
    );
}

fn is_colour(word: &str) -> bool {
    let hex = |digits: &str| {
        [3, 4, 6, 8].contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit())
    };
    let functions = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"];
    let names = ["white", "black", "red", "green", "blue", "gray", "grey", "orange", "silver"];
    word.strip_prefix('#').is_some_and(hex) || functions.contains(&word) || names.contains(&word)
}

#[test]
fn colours_have_names() {
    fn rule(file: &File) -> Vec<String> {
        if !is_style(file) || file.path == "style/tokens.css" {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (property, value) in declarations(&file.text) {
            // Words that are not followed by a parenthesis may be the name of an animation.
            let found = words(&value).find(|word| is_colour(word));
            if !property.contains("animation") && !property.starts_with("transition") {
                out.extend(found.map(|colour| format!("{property}: {value} ({colour})")));
            }
        }
        out
    }
    check(
        rule,
        &[
            ("style/parts.css", ".a { color: #abc; }"),
            ("style/parts.css", ".a { box-shadow: 0 0 1px #17223b14 }"),
            ("style/parts.css", ".a { background: rgb(1 2 3 / 50%); }"),
            ("style/parts.css", ".a { border: 1px solid oklch(.5 .1 200); }"),
            ("style/parts.css", ".a { color: white; }"),
        ],
        &[
            ("style/parts.css", "#abc { color: var(--ink); }"),
            ("style/parts.css", ".a { color: color-mix(in srgb, var(--ink), transparent); }"),
            ("style/parts.css", "@media (forced-colors: active) { .a { color: CanvasText; } }"),
            ("style/parts.css", ".a { white-space: nowrap; stroke: currentColor; }"),
            ("style/tokens.css", ":root { --ink: #17223b; }"),
        ],
    );
}

#[test]
fn nothing_is_important_but_on_paper() {
    fn rule(file: &File) -> Vec<String> {
        let applies = is_style(file) && file.name() != "print.css";
        let important = |(_, value): &(String, String)| value.contains("!important");
        let all = if applies { declarations(&file.text) } else { Vec::new() };
        all.into_iter().filter(important).map(|(p, v)| format!("{p}: {v}")).collect()
    }
    check(
        rule,
        &[("style/a.css", ".a { color: var(--ink) !important; }")],
        &[("style/print.css", ".a { display: none !important; }")],
    );
}

#[test]
fn every_sheet_is_one_layer() {
    fn rule(file: &File) -> Vec<String> {
        if !is_style(file) {
            return Vec::new();
        }
        let text = bare(&file.text);
        if file.path == "style/layers.css" {
            let alone = order(&text).is_some();
            return if alone {
                Vec::new()
            } else {
                vec!["more than the order of layers".to_owned()]
            };
        }
        let opening = format!("@layer {} {{", file.stem());
        let mut depth = 0;
        let closes = text.char_indices().find(|(at, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0 && *at > opening.len()
        });
        let whole =
            text.starts_with(&opening) && closes.is_some_and(|(at, _)| at + 1 == text.len());
        if whole { Vec::new() } else { vec![format!("is not one block \"{opening} … }}\"")] }
    }
    check(
        rule,
        &[
            ("style/parts.css", ".a { color: inherit; }"),
            ("style/parts.css", "@layer pages { .a { color: inherit; } }"),
            ("style/parts.css", "@layer parts { .a { color: inherit; } } .b { margin: 0; }"),
            ("style/parts.css", "@layer parts { .a { color: inherit; }"),
            ("style/layers.css", "@layer reset, base; .a { margin: 0; }"),
        ],
        &[
            ("style/parts.css", "/* Parts */\n@layer parts {\n  .a { color: inherit; }\n}\n"),
            ("style/layers.css", "@layer reset,\n  base;\n"),
        ],
    );
}

#[test]
fn every_sheet_is_linked_once_in_the_order_of_layers() {
    let files = files();
    let text =
        |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let mut expected = Vec::new();
    if let Some(layers) = text("style/layers.css") {
        let order = order(layers).expect("layers.css holds the order statement alone");
        expected.push("layers".to_owned());
        expected.extend(order);
    }
    let links: Vec<String> = text("index.html")
        .unwrap_or_default()
        .split("<link ")
        .skip(1)
        .filter_map(|link| {
            link.split('>').next()?.split("href=\"style/").nth(1)?.split(".css").next()
        })
        .map(str::to_owned)
        .collect();
    assert_eq!(links, expected);
    let sheets = files.iter().filter(|file| file.is_below("style/") && is_style(file));
    let unlinked: Vec<&str> =
        sheets.map(File::stem).filter(|stem| !links.iter().any(|link| link == stem)).collect();
    assert_eq!(unlinked, Vec::<&str>::new());
}
