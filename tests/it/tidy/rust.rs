//! Rules for Rust files: which layer names which, and what none of them does.

use super::{File, check};

/// Returns the text without its comments, line by line.
fn code(text: &str) -> String {
    let strip = |line: &str| {
        let mut from = 0;
        while let Some(at) = line[from..].find("//").map(|at| at + from) {
            // "https://" is no comment.
            if !line[..at].ends_with(':') {
                return line[..at].to_owned();
            }
            from = at + 2;
        }
        line.to_owned()
    };
    text.lines().map(strip).collect::<Vec<_>>().join("\n")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns the names in the code.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

/// Returns all paths in the code, `use` trees written out, beginning at the crate.
fn paths(file: &File) -> Vec<String> {
    let code = code(&file.text);
    let mut found: Vec<String> = Vec::new();
    for (before, tree) in code.split(';').filter_map(|statement| statement.rsplit_once("use ")) {
        if !before.ends_with(is_word) {
            expand("", tree, &mut found);
        }
    }
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let chain = |c: char| is_word(c) || c == ':';
    found.extend(flat.split(|c| !chain(c)).filter(|p| p.contains("::")).map(str::to_owned));
    found.iter().map(|path| from_crate(&file.path, path)).collect()
}

/// Writes out a `use` tree: `a::{b, c::d}` becomes `a::b` and `a::c::d`.
fn expand(prefix: &str, tree: &str, out: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        out.push(format!("{prefix}{}", path.trim()));
        return;
    };
    let inside = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inside[from..at].trim();
                if !part.is_empty() {
                    expand(&format!("{prefix}{}", head.trim()), part, out);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// Resolves `super` and `self` at the beginning of a path.
fn from_crate(file: &str, path: &str) -> String {
    let module = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut here: Vec<&str> = std::iter::once("crate").chain(module.split('/')).collect();
    let mut rest = path;
    let relative = path.starts_with("super::") || path.starts_with("self::");
    while let Some(after) = rest.strip_prefix("super::") {
        here.pop();
        rest = after;
    }
    rest = rest.strip_prefix("self::").unwrap_or(rest);
    if relative { format!("{}::{rest}", here.join("::")) } else { rest.to_owned() }
}

fn is_in(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Returns the paths of a file that lie in one of `modules`.
fn paths_into(file: &File, modules: &[&str]) -> Vec<String> {
    let mut found = paths(file);
    found.retain(|path| modules.iter().any(|module| is_in(path, module)));
    found.sort();
    found.dedup();
    found.into_iter().map(|path| format!("names {path}")).collect()
}

fn browser_words(file: &File) -> Vec<String> {
    let code = code(&file.text);
    let browser = |word: &&str| ["web_sys", "js_sys"].contains(word) || word.starts_with("gloo");
    words(&code).filter(browser).map(|word| format!("names {word}")).collect()
}

/// Returns the rest of the path below `folder`, for the folder's own `folder.rs` too.
fn below<'a>(file: &'a File, folder: &str) -> Option<&'a str> {
    let rest = file.path.strip_prefix(folder)?;
    (rest == ".rs" || (rest.starts_with('/') && rest.ends_with(".rs"))).then_some(rest)
}

#[test]
fn the_domain_needs_no_browser() {
    fn rule(file: &File) -> Vec<String> {
        if below(file, "src/domain").is_none() {
            return Vec::new();
        }
        let code = code(&file.text);
        let page = |word: &&str| ["leptos", "wasm_bindgen"].contains(word);
        let mut out: Vec<String> =
            words(&code).filter(page).map(|w| format!("names {w}")).collect();
        out.extend(browser_words(file));
        out.extend(paths_into(file, &["crate::shell", "crate::ui"]));
        out
    }
    check(
        rule,
        &[
            ("src/domain/a.rs", "use leptos::prelude::*;"),
            ("src/domain/pack/a.rs", "use crate::{domain::date, shell::clock};"),
            ("src/domain/a.rs", "fn a() { crate::ui::app::run() }"),
            ("src/domain.rs", "use super::shell;"),
            ("src/domain/a.rs", "let a = gloo_timers::callback::Timeout::new();"),
        ],
        &[
            ("src/domain/a.rs", "// as in web_sys\nuse crate::domain::date::Date;"),
            ("src/ui/a.rs", "use leptos::x;"),
        ],
    );
}

#[test]
fn the_shell_does_not_know_the_ui() {
    fn rule(file: &File) -> Vec<String> {
        match below(file, "src/shell") {
            Some(_) => paths_into(file, &["crate::ui"]),
            None => Vec::new(),
        }
    }
    check(
        rule,
        &[
            ("src/shell/a.rs", "use crate::ui::app::App;"),
            ("src/shell/a.rs", "use super::super::ui;"),
        ],
        &[("src/shell/a.rs", "use crate::domain::saved;\nuse web_sys::window;")],
    );
}

#[test]
fn the_ui_touches_the_browser_only_through_the_shell() {
    fn rule(file: &File) -> Vec<String> {
        below(file, "src/ui").map(|_| browser_words(file)).unwrap_or_default()
    }
    check(
        rule,
        &[
            ("src/ui/a.rs", "use leptos::web_sys::Event;"),
            ("src/ui/pages/a.rs", "gloo_events::x()"),
        ],
        &[("src/ui/a.rs", "use crate::shell::page;")],
    );
}

#[test]
fn pages_know_neither_each_other_nor_the_shell() {
    fn rule(file: &File) -> Vec<String> {
        let Some(rest) = file.path.strip_prefix("src/ui/pages/") else { return Vec::new() };
        let own = rest.split(['/', '.']).next().unwrap_or_default();
        let own = format!("crate::ui::pages::{own}");
        let mut out = paths_into(file, &["crate::shell"]);
        let pages = paths(file).into_iter().filter(|path| is_in(path, "crate::ui::pages"));
        out.extend(pages.filter(|path| !is_in(path, &own)).map(|path| format!("names {path}")));
        out
    }
    check(
        rule,
        &[
            ("src/ui/pages/home.rs", "use crate::ui::pages::quiz;"),
            ("src/ui/pages/home.rs", "use crate::ui::{app, pages::{quiz::view, role}};"),
            ("src/ui/pages/home.rs", "use super::quiz::view;"),
            ("src/ui/pages/home.rs", "let now = crate::shell::clock::today();"),
        ],
        &[
            (
                "src/ui/pages/quiz/date.rs",
                "use crate::ui::pages::quiz::view;\nuse super::super::quiz::x;",
            ),
            ("src/ui/pages/home.rs", "use crate::ui::parts::chamber;"),
            ("src/ui/pages.rs", "pub mod home;"),
        ],
    );
}

#[test]
fn parts_take_values_and_no_context() {
    fn rule(file: &File) -> Vec<String> {
        if below(file, "src/ui/parts").is_none() {
            return Vec::new();
        }
        let code = code(&file.text);
        let context = |word: &&str| ["expect_context", "use_context"].contains(word);
        let mut out = paths_into(file, &["crate::ui::pages"]);
        out.extend(words(&code).filter(context).map(|word| format!("names {word}")));
        out
    }
    check(
        rule,
        &[
            ("src/ui/parts/a.rs", "let app = expect_context::<App>();"),
            ("src/ui/parts/a.rs", "use crate::ui::pages::home;"),
        ],
        &[
            ("src/ui/parts/a.rs", "use leptos::prelude::*;"),
            ("src/ui/root.rs", "use_context::<App>()"),
        ],
    );
}

#[test]
fn nothing_panics_in_the_browser() {
    const ENDS: [&str; 6] =
        [".unwrap()", ".expect(", "panic!(", "unreachable!(", "unimplemented!(", "todo!("];
    fn rule(file: &File) -> Vec<String> {
        let browser = below(file, "src/shell").or(below(file, "src/ui"));
        // Breaking is its purpose, and no release holds it.
        let browser = browser.filter(|_| file.path != "src/ui/stand/fault.rs");
        browser.map(|_| super::lines_with(&code(&file.text), &ENDS)).unwrap_or_default()
    }
    check(
        rule,
        &[
            ("src/ui/a.rs", "let a = b.unwrap();"),
            ("src/shell/a.rs", "b.expect(\"c\")"),
            ("src/shell.rs", "panic!(\"x\")"),
        ],
        &[
            ("src/ui/a.rs", "a.unwrap_or_default(); // never .unwrap()"),
            ("src/bin/a.rs", "a.unwrap()"),
            ("src/ui/stand/fault.rs", "panic!(\"on order\")"),
        ],
    );
}

#[test]
fn only_the_host_tool_reads_the_clock_of_the_system() {
    fn rule(file: &File) -> Vec<String> {
        let page = file.is_below("src/") && !file.is_below("src/bin");
        let code = if page { code(&file.text) } else { String::new() };
        super::lines_with(&code, &["Instant::now", "SystemTime"])
    }
    check(
        rule,
        &[("src/domain/a.rs", "std::time::Instant::now()"), ("src/ui/a.rs", "SystemTime::now()")],
        &[("src/bin/xtask.rs", "Instant::now()")],
    );
}

#[test]
fn no_text_becomes_markup() {
    fn rule(file: &File) -> Vec<String> {
        let code = if file.is_below("src/") { code(&file.text) } else { String::new() };
        super::lines_with(
            &code,
            &["inner_html", "innerHTML", "insert_adjacent", "outer_html", "eval("],
        )
    }
    check(rule, &[("src/ui/a.rs", "<p inner_html=text/>")], &[("src/ui/a.rs", "<p>{text}</p>")]);
}

/// The policy of the page forbids the attribute: what it sets would not be seen.
#[test]
fn style_is_no_attribute() {
    fn rule(file: &File) -> Vec<String> {
        let of_the_page = ["src/ui/", "src/shell/", "src/domain/"].iter().any(|f| file.is_below(f));
        if !of_the_page && file.path != "index.html" {
            return Vec::new();
        }
        let text = file.text.replace(char::is_whitespace, "");
        let words =
            ["attr(\"style\"", "live(\"style\"", "maybe(\"style\"", "\\\"style=", "cssText"];
        let mut found = super::lines_with(&text, &words);
        found.extend(super::lines_with(&file.text, &[" style=\"", " style='", " style=\\\""]));
        found
    }
    check(
        rule,
        &[
            ("src/ui/a.rs", "el(\"p\").attr(\n    \"style\", \"a: b\")"),
            ("src/domain/a.rs", "\"<path style=\\\"a: b\\\"/>\""),
            ("index.html", "<p style='a: b'>"),
        ],
        &[("src/ui/a.rs", "el(\"p\").style(|| width())"), ("tests/e2e/a.rs", "<p style='a: b'>")],
    );
}

#[test]
fn lines_fit_on_a_screen() {
    fn rule(file: &File) -> Vec<String> {
        let rust = file.path.ends_with(".rs");
        let long = |(at, line): (usize, &str)| {
            let columns = line.chars().count();
            (rust && columns > 110).then(|| format!("line {} has {columns} columns", at + 1))
        };
        file.text.lines().enumerate().filter_map(long).collect()
    }
    let long = "x".repeat(111);
    check(rule, &[("src/a.rs", &long)], &[("src/a.rs", &long[1..]), ("a.md", &long)]);
}

/// Returns the insides of all `view!` blocks.
fn views(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, _) in code.match_indices("view!") {
        let Some(open) = code[at..].find('{').map(|open| at + open) else { continue };
        let mut depth = 0;
        let end = code[open..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        out.extend(end.map(|(end, _)| &code[open + 1..open + end]));
    }
    out
}

fn is_sentence(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).any(|w| w[0].is_alphabetic() && w[1] == ' ' && w[2].is_alphabetic())
}

#[test]
fn no_sentence_stands_in_a_view() {
    fn rule(file: &File) -> Vec<String> {
        if below(file, "src/ui").is_none() {
            return Vec::new();
        }
        let (mut out, code) = (Vec::new(), code(&file.text));
        for view in views(&code) {
            // Strings stand in every other piece.
            let pieces: Vec<&str> = view.split('"').collect();
            for pair in pieces.windows(2).step_by(2) {
                let before = pair[0].trim_end();
                // After "=" stands an attribute, after "(" an argument.
                let text = !before.ends_with(['=', '(', ',']) && !before.ends_with("=>");
                if text && is_sentence(pair[1]) {
                    out.push(format!("\"{}\"", pair[1]));
                }
            }
            // Words between tags need no quotes in a view.
            let outside: String = pieces.iter().step_by(2).copied().collect();
            for words in outside.split('>').filter_map(|part| part.split_once('<')).map(|(w, _)| w)
            {
                let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
                if is_sentence(&flat) && !flat.contains(['{', '}', '(', ')', '=', ';', '|', '&']) {
                    out.push(flat);
                }
            }
        }
        out
    }
    check(
        rule,
        &[
            ("src/ui/a.rs", "view! { <p>\"Hier ist Platz\"</p> }"),
            ("src/ui/a.rs", "view! { <p>{x} \" noch frei, los geht es\"</p> }"),
            ("src/ui/a.rs", "view! { <p>Noch ein Platz</p> }"),
        ],
        &[
            ("src/ui/a.rs", "view! { <p class=\"card card wide\">{t}</p> }; let a = \"a b\";"),
            ("src/ui/a.rs", "view! { <p>\" \"{fill(\"a b\", x)}\", \"</p> }"),
            ("src/domain/a.rs", "view! { <p>\"Hier ist Platz\"</p> }"),
        ],
    );
}
