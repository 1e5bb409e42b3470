//! `cargo xtask finish`: what Trunk leaves to us at the end of a build of the page.
//!
//! All style sheets become one `<style>` element, the pictures of the first screen are drawn in,
//! event files become feeds, and in a release comments and indentation go, the program is cut in
//! two, and servers and the service worker get their files.

use crate::components;
use crate::css;
use crate::feeds;
use crate::hosting;
use crate::html::{Piece, pieces, short_script, without_indentation};
use crate::offline;
use crate::process::root;
use crate::split;
use serde_json::{Map, Value};
use sitz_und_stimme::domain::chamber;
use std::collections::BTreeSet;
use std::path::Path;

/// Finishes the page in Trunk's staging folder.
pub fn run() -> Result<(), String> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or("`finish` is called by Trunk: use `cargo xtask build` or `cargo xtask serve`")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let file = Path::new(&staging).join("index.html");
    let html = std::fs::read_to_string(&file)
        .map_err(|problem| format!("{} cannot be read: {problem}", file.display()))?;
    let cut = release && split::is_wanted(Path::new(&staging))?;
    let page = finished(&html, release, cut)?;
    let html = if cut { split::cut(Path::new(&staging), page)? } else { page.html };
    feeds::write(Path::new(&staging))?;
    let html = if release {
        let html = offline::write_part(Path::new(&staging), &html)?;
        hosting::write(Path::new(&staging), &html)?;
        components::write(Path::new(&staging))?;
        let html = hosting::with_policy(&html)?;
        offline::write_worker(Path::new(&staging), &html)?;
        html
    } else {
        html
    };
    std::fs::write(&file, html)
        .map_err(|problem| format!("{} cannot be written: {problem}", file.display()))
}

/// A page as it is delivered.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// The style sheet that comes with the second part of the program; empty if it is in the page.
    pub later_style: String,
    /// The style sheet that comes with the part of the stand; empty if it is in the page.
    pub stand_style: String,
}

/// How a style sheet begins that only pages of the second part need, and that only a stand needs.
const LATER: &str = "/* later:";
const STAND: &str = "/* stand:";

/// Returns the page as it is delivered; with `cut` the style sheets of the second part apart.
fn finished(html: &str, release: bool, cut: bool) -> Result<Page, String> {
    let pieces = pieces(html)?;
    let apart = |mark: &'static str| {
        move |piece: &&Piece| match piece {
            Piece::Style(text) => cut && text.trim_start().starts_with(mark),
            _ => false,
        }
    };
    let (stand, rest): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(apart(STAND));
    let (later, first): (Vec<&Piece>, Vec<&Piece>) = rest.into_iter().partition(apart(LATER));
    let mut style = Some(style_element(&first, release)?);
    let later_style = css::minified(&sheets(&later));
    let stand_style = css::minified(&sheets(&stand));
    let mut pictures = 0;
    let mut out = String::with_capacity(html.len());
    for piece in &pieces {
        match *piece {
            Piece::Style(_) => out.push_str(&style.take().unwrap_or_default()),
            Piece::Comment(" chamber ") => {
                out.push_str(&chamber::svg());
                pictures += 1;
            }
            Piece::Comment(" logo ") => out.push_str(&chamber::logo_svg()),
            Piece::Comment(" languages ") => out.push_str(&languages_element()?),
            Piece::Comment(" boot texts ") => out.push_str(&boot_texts_element(html)?),
            Piece::Comment(_) if release => {}
            Piece::Comment(text) => out.push_str(&format!("<!--{text}-->")),
            Piece::Script(_, text) if text.contains("TrunkApplicationStarted") => {
                return Err("Trunk's own start script is back: see `pattern_script` in Trunk.toml"
                    .to_owned());
            }
            Piece::Script(tag, text) if release => {
                out.push_str(&format!("{tag}{}</script>", short_script(text)));
            }
            Piece::Script(tag, text) => out.push_str(&format!("{tag}{text}</script>")),
            Piece::Markup(text) if release => {
                let text = without_indentation(text);
                let gap_is_there = out.ends_with('\n');
                out.push_str(text.strip_prefix('\n').filter(|_| gap_is_there).unwrap_or(&text));
            }
            Piece::Markup(text) => out.push_str(text),
        }
    }
    let html = out;
    if pictures != 1 {
        return Err(format!(
            "index.html has the mark `<!-- chamber -->` {pictures} times instead of once"
        ));
    }
    Ok(Page { html, later_style, stand_style })
}

/// Returns the list of languages as an element that the app reads instead of fetching the file: it
/// is needed before anything else can be asked for.
fn languages_element() -> Result<String, String> {
    let file = root().join("public/messages/languages.json");
    let text = std::fs::read_to_string(&file)
        .map_err(|problem| format!("{} cannot be read: {problem}", file.display()))?;
    // `</script>` in a text would end the element.
    let text = text.replace('<', "\\u003c");
    Ok(format!(
        "<script type=\"application/json\" data-file=\"messages/languages.json\">{}</script>",
        text.trim()
    ))
}

/// Returns what the page says before the app runs, in all languages but that of the markup. The elements name
/// the messages they show with `data-text`.
fn boot_texts_element(html: &str) -> Result<String, String> {
    let read = |file: &str| -> Result<Value, String> {
        let path = root().join("public/messages").join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|problem| format!("{} cannot be read: {problem}", path.display()))?;
        serde_json::from_str(&text).map_err(|problem| format!("{}: {problem}", path.display()))
    };
    let keys = html.split("data-text=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let keys: BTreeSet<&str> = keys.collect();
    let mut all = Map::new();
    for language in read("languages.json")?.as_array().into_iter().flatten().skip(1) {
        let tag = language["tag"].as_str().ok_or("a language has no tag")?;
        let partial = language["partial"] == Value::Bool(true);
        let messages = read(&format!("{tag}.json"))?;
        let mut own = Map::new();
        for key in &keys {
            match messages[*key].as_str() {
                // The only pack that is an example.
                Some(text) => {
                    own.insert((*key).to_owned(), text.replace("{place}", "Musterstadt").into());
                }
                // What the markup says, stays.
                None if partial => {}
                None => return Err(format!("messages/{tag}.json lacks {key}")),
            }
        }
        all.insert(tag.to_owned(), own.into());
    }
    let text = Value::from(all).to_string().replace('<', "\\u003c");
    Ok(format!("<script type=\"application/json\" id=\"boot-texts\">{text}</script>"))
}

/// Returns one style element with all style sheets of the page in their order.
fn style_element(pieces: &[&Piece], release: bool) -> Result<String, String> {
    let all = sheets(pieces);
    if !css::opens_with_layer_order(&all) {
        return Err(
            "the style sheets do not open with the `@layer` statement that fixes their order"
                .to_owned(),
        );
    }
    let short = css::minified(&all);
    if short.contains("@import") {
        return Err(
            "a style sheet has an `@import`: list the file in index.html instead".to_owned()
        );
    }
    Ok(format!("<style>{}</style>", if release { short } else { all }))
}

fn sheets(pieces: &[&Piece]) -> String {
    let sheets = pieces.iter().filter_map(|piece| match piece {
        Piece::Style(sheet) => Some(*sheet),
        _ => None,
    });
    sheets.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>
        <!-- why -->
        <style>/* order */ @layer a, b;</style>
        <style>@layer b { i { c: d } }</style>
    </head><body><p> <!-- chamber --> </p><script>
        // why
        go();
    </script></body>";

    #[test]
    fn a_release_is_short_and_keeps_the_order() {
        assert_eq!(
            finished(PAGE, true, false).unwrap().html.replace(&chamber::svg(), "[chamber]"),
            "<head>\n<style>@layer a,b;@layer b{i{c:d}}</style>\n</head><body><p>\n[chamber]\n\
             </p><script>go();</script></body>"
        );
    }

    #[test]
    fn a_development_build_stays_readable() {
        let page = finished(PAGE, false, false).unwrap().html;
        assert!(page.contains("<!-- why -->") && page.contains("// why"));
        assert_eq!(page.matches("<style>").count(), 1);
        assert!(page.contains(&chamber::svg()));
    }

    #[test]
    fn style_of_other_parts_goes_with_them() {
        let apart = "<style>/* later: x */ @layer b { u { v: w } }</style>\
                     <style>/* stand: x */ @layer b { q { r: s } }</style></head>";
        let page = PAGE.replace("</head>", apart);
        let cut = finished(&page, true, true).unwrap();
        assert_eq!(cut.later_style, "@layer b{u{v:w}}");
        assert_eq!(cut.stand_style, "@layer b{q{r:s}}");
        assert!(!cut.html.contains("v:w") && !cut.html.contains("r:s"));
        let whole = finished(&page, true, false).unwrap();
        assert_eq!(whole.later_style + &whole.stand_style, "");
        assert!(whole.html.contains("@layer b{i{c:d}}@layer b{u{v:w}}@layer b{q{r:s}}"));
    }

    #[test]
    fn a_page_that_lost_something_is_refused() {
        let refused = |from: &str, to: &str| finished(&PAGE.replace(from, to), true, true).is_err();
        assert!(refused("<!-- chamber -->", ""));
        assert!(refused("@layer a, b;", ""));
        assert!(refused("i { c: d }", "@import 'x.css';"));
        assert!(refused("go();", "dispatchEvent(new CustomEvent('TrunkApplicationStarted'))"));
    }
}
