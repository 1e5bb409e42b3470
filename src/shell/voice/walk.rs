//! A walk through the page that gathers what can be spoken.

use super::{Spot, ask, call, get, text};
use crate::domain::speech::{Block, Run, units};
use crate::domain::text::is_blank;
use wasm_bindgen::JsValue;

/// What is never read: pictures, fields, tables of figures, and what is folded up.
const SKIPPED: &str = "svg,select,textarea,table,audio,video,script,style,[aria-hidden=true],\
                       details:not([open])>:not(summary)";
/// What is one block, whatever it is made of inside.
const WHOLE: &str = "h1,h2,h3,h4,h5,p,label,summary,dt,a,button";

/// Returns the blocks inside of an element as they are shown now, and where they stand.
pub fn through(element: &JsValue, lang: &str) -> (Vec<Spot>, Vec<Block>) {
    let mut walk = Walk::default();
    walk.children(element, element, lang);
    (walk.spots, walk.blocks)
}

/// A walk through the page that gathers blocks.
#[derive(Default)]
struct Walk {
    spots: Vec<Spot>,
    blocks: Vec<Block>,
    /// Whether the last block is still being gathered, and its length so far.
    open: bool,
    length: usize,
    /// Whether the walk is inside of what is one block.
    whole: bool,
}

impl Walk {
    /// Goes through the children of a node; loose text belongs to `holder`.
    fn children(&mut self, node: &JsValue, holder: &JsValue, lang: &str) {
        let mut child = get(node, "firstChild");
        while child.is_truthy() {
            // Comments have neither a name nor words to read.
            if get(&child, "localName").is_truthy() {
                self.element(&child, holder, lang);
            } else if get(&child, "wholeText").is_truthy() {
                self.text(&child, holder, lang);
            }
            child = get(&child, "nextSibling");
        }
    }

    fn element(&mut self, element: &JsValue, holder: &JsValue, lang: &str) {
        let name = text(element, "localName");
        let is = |selector: &str| ask(element, "matches", selector).is_truthy();
        if name == "br" {
            return self.pause();
        }
        if is(SKIPPED) {
            return;
        }
        let style = call(&js_sys::global(), "getComputedStyle", &[element]);
        let display = text(&style, "display");
        if display == "none" || text(&style, "visibility") != "visible" {
            return;
        }
        let own = text(element, "lang");
        let lang = if own.is_empty() { lang } else { &own };
        if display == "inline" || display == "contents" {
            return self.children(element, holder, lang);
        }
        if self.whole {
            // Another line on the screen is a pause for the ear.
            self.pause();
            self.children(element, holder, lang);
            return self.pause();
        }
        self.open = false;
        self.whole = is(WHOLE);
        self.children(element, element, lang);
        self.whole = false;
        self.open = false;
    }

    fn text(&mut self, node: &JsValue, holder: &JsValue, lang: &str) {
        let data = text(node, "data");
        let words: String = data.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
        if !self.open {
            if is_blank(&words) {
                return;
            }
            self.open = true;
            self.length = 0;
            self.spots.push(Spot { element: holder.clone(), pieces: Vec::new() });
            self.blocks.push(Block::default());
        }
        let start = self.length;
        self.length += units(&words);
        if let (Some(spot), Some(block)) = (self.spots.last_mut(), self.blocks.last_mut()) {
            spot.pieces.push((node.clone(), start, self.length));
            match block.runs.last_mut().filter(|run| run.lang == lang) {
                Some(run) => run.text.push_str(&words),
                None => block.runs.push(Run { lang: lang.to_owned(), text: words }),
            }
        }
    }

    fn pause(&mut self) {
        let block = if self.open { self.blocks.last_mut() } else { None };
        if let Some(run) = block.and_then(|block| block.runs.last_mut()) {
            run.text.push('\n');
            self.length += 1;
        }
    }
}
