//! Speaking with the voices of the device, and the page as something that can be spoken.
//!
//! Everything goes through names of the browser at run time: not every engine has speech or highlights, and
//! bindings for them would be more code than this file.

use crate::domain::speech::{Block, Fault, Part, Run, Voice};
use crate::shell::{clock, page};
use gloo_events::EventListener;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

/// Name under which the style sheet knows the sentence that is spoken.
const HIGHLIGHT: &str = "spoken";
/// Attribute of the block that is spoken.
const SPOKEN: &str = "data-spoken";
/// How long a voice that was cut off is left alone, in milliseconds: some swallow what comes at once.
const BREATH: u32 = 80;
/// What keeps its own meaning when it is tapped.
const CONTROLS: &str = "a,button,input,label,select,textarea,summary,audio,video,[role=button]";
/// What is never read: pictures, fields, tables of figures.
const SKIPPED: [&str; 14] = [
    "svg", "select", "textarea", "table", "audio", "video", "script", "style", "template",
    "canvas", "object", "iframe", "datalist", "math",
];
/// What is one block, whatever it is made of inside.
const WHOLE: [&str; 11] =
    ["h1", "h2", "h3", "h4", "h5", "p", "label", "summary", "dt", "a", "button"];

/// What the browser tells while somebody listens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// The list of voices has changed.
    Voices,
    /// The part of a turn has been spoken.
    Ended(u32),
    /// The part of a turn was not spoken to its end.
    Silent(u32, Fault),
    /// Somebody has tapped something that is no control.
    Tapped,
    /// Somebody wants to be rid of it.
    Escape,
    /// The page is not seen any more, or something else begins to sound.
    Away,
}

/// A block in the page: its element, and its text nodes with their places in the text of the block.
struct Spot {
    element: JsValue,
    pieces: Vec<(JsValue, usize, usize)>,
}

/// A turn of the voice: its number, and the utterance once it has been made.
#[derive(Default)]
struct Turn {
    number: u32,
    utterance: JsValue,
}

#[derive(Default)]
struct Desk {
    tell: Option<Rc<dyn Fn(Heard)>>,
    ears: Vec<EventListener>,
    /// What hears from the speaking itself, and from the size of the navigation.
    hears: Option<Function>,
    ruler: JsValue,
    voices: Vec<JsValue>,
    spots: Vec<Spot>,
    turn: Turn,
    tapped: JsValue,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn desk<R>(act: impl FnOnce(&mut Desk) -> R) -> R {
    DESK.with_borrow_mut(act)
}

/// Tells whoever listens; nothing is borrowed meanwhile, because they may ask for anything here.
fn tell(heard: Heard) {
    if let Some(tell) = desk(|desk| desk.tell.clone()) {
        tell(heard);
    }
}

#[inline(never)]
fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

#[inline(never)]
fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Calls a method, if there is one.
#[inline(never)]
fn call(object: &JsValue, name: &str, values: &[&JsValue]) -> JsValue {
    let list = Array::new();
    for value in values {
        list.push(value);
    }
    let method = get(object, name).dyn_into::<Function>();
    method.and_then(|method| Reflect::apply(&method, object, &list)).unwrap_or_default()
}

/// Makes an object of a kind that the browser may not have.
#[inline(never)]
fn make(kind: &str, value: &JsValue) -> Option<JsValue> {
    let kind: Function = get(&js_sys::global(), kind).dyn_into().ok()?;
    Reflect::construct(&kind, &Array::of1(value)).ok()
}

#[inline(never)]
fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

fn flag(object: &JsValue, name: &str) -> bool {
    get(object, name).is_truthy()
}

fn document() -> JsValue {
    get(&js_sys::global(), "document")
}

fn find(selector: &str) -> JsValue {
    call(&document(), "querySelector", &[&selector.into()])
}

fn synth() -> JsValue {
    get(&js_sys::global(), "speechSynthesis")
}

// ---------------------------------------------------------------- listening

/// Begins to listen to the browser.
pub fn open(told: impl Fn(Heard) + 'static) {
    let hears = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| hear(&event)).into_js_value();
    let mut ears = Vec::new();
    if let Some(window) = window() {
        ears.push(EventListener::new(&window, "pagehide", |_| away()));
        if let Some(document) = window.document() {
            let seen = document.clone();
            ears.push(EventListener::new(&document, "visibilitychange", move |_| {
                if flag(&seen, "hidden") {
                    away();
                }
            }));
            ears.push(EventListener::new(&document, "keydown", |event| {
                if text(event, "key") == "Escape" && !event.default_prevented() {
                    tell(Heard::Escape);
                }
            }));
            ears.push(EventListener::new(&document, "click", tap));
            // A recording that begins to play; the event does not bubble.
            let options = gloo_events::EventListenerOptions::run_in_capture_phase();
            let played = |_: &web_sys::Event| tell(Heard::Away);
            ears.push(EventListener::new_with_options(&document, "play", options, played));
        }
    }
    let ruler = make("ResizeObserver", &hears).unwrap_or_default();
    call(&ruler, "observe", &[&find(".nav")]);
    set(&synth(), "onvoiceschanged", &hears);
    desk(|desk| {
        desk.tell = Some(Rc::new(told));
        desk.ears = ears;
        desk.hears = hears.dyn_into().ok();
        desk.ruler = ruler;
    });
}

/// Falls silent and listens no more.
pub fn close() {
    hush();
    set(&synth(), "onvoiceschanged", &JsValue::NULL);
    let desk = desk(|desk| {
        let turn = Turn { number: desk.turn.number, ..Turn::default() };
        std::mem::replace(desk, Desk { turn, ..Desk::default() })
    });
    call(&desk.ruler, "disconnect", &[]);
    // Not at once: one of these may be what is being listened to at the moment.
    clock::after(0, move || drop(desk));
}

/// Speech outlives its page in some browsers, so it is cut off before anybody else is asked.
fn away() {
    call(&synth(), "cancel", &[]);
    tell(Heard::Away);
}

fn tap(event: &web_sys::Event) {
    let target = get(event, "target");
    let selected = !flag(&call(&js_sys::global(), "getSelection", &[]), "isCollapsed");
    if selected || call(&target, "closest", &[&CONTROLS.into()]).is_truthy() {
        return;
    }
    desk(|desk| desk.tapped = target);
    tell(Heard::Tapped);
}

/// Returns the block that was tapped.
pub fn tapped() -> Option<usize> {
    desk(|desk| {
        let holds = |spot: &Spot| call(&spot.element, "contains", &[&desk.tapped]) == JsValue::TRUE;
        desk.spots.iter().rposition(holds)
    })
}

/// Hears news of an utterance, of the list of voices, or of the size of the navigation.
fn hear(event: &JsValue) {
    let kind = text(event, "type");
    if Array::is_array(event) {
        measure();
    } else if kind == "voiceschanged" {
        tell(Heard::Voices);
    } else {
        let (number, ours) = desk(|desk| {
            let target = get(event, "target");
            let ours = !target.is_truthy() || target == desk.turn.utterance;
            (desk.turn.number, ours)
        });
        // News of an utterance that was cut off come late.
        if !ours {
            return;
        }
        if kind == "end" {
            tell(Heard::Ended(number));
        } else if kind == "error" {
            let word = text(event, "error");
            let taken = ["interrupted", "canceled", "not-allowed"].contains(&word.as_str());
            tell(Heard::Silent(number, if taken { Fault::Taken } else { Fault::Broken }));
        }
    }
}

/// Notes for the style sheet how high the navigation is, if it lies at the bottom of the screen.
fn measure() {
    let nav = find(".nav");
    let style = call(&js_sys::global(), "getComputedStyle", &[&nav]);
    let fixed = text(&style, "position") == "fixed";
    let height = get(&nav, "offsetHeight").as_f64().filter(|_| fixed).unwrap_or(0.0);
    let style = get(&get(&document(), "documentElement"), "style");
    let height = format!("{}px", height as i32);
    call(&style, "setProperty", &[&"--nav-height".into(), &height.into()]);
}

// ---------------------------------------------------------------- voices

/// Returns the voices of the device as they are known now.
pub fn voices() -> Vec<Voice> {
    let list = call(&synth(), "getVoices", &[]);
    let length = get(&list, "length").as_f64().unwrap_or(0.0) as u32;
    let own: Vec<JsValue> =
        (0..length).map(|at| Reflect::get_u32(&list, at).unwrap_or_default()).collect();
    let voices = own.iter().map(|voice| Voice {
        lang: text(voice, "lang"),
        local: get(voice, "localService") == JsValue::TRUE,
        default: flag(voice, "default"),
    });
    let voices = voices.collect();
    desk(|desk| desk.voices = own);
    voices
}

/// Speaks a part, and calls that a turn; whatever was spoken is cut off.
pub fn say(part: &Part, turn: u32, percent: i32) {
    let synth = synth();
    let busy = is_busy();
    desk(|desk| desk.turn = Turn { number: turn, utterance: JsValue::NULL });
    if busy {
        call(&synth, "cancel", &[]);
    }
    let (text, voice) = (part.text.clone(), part.voice);
    let utter = move || {
        if desk(|desk| desk.turn.number == turn) {
            utter(&text, voice, percent);
        }
    };
    // Otherwise at once: some browsers want to see the tap that asks for it.
    if busy { clock::after(BREATH, utter) } else { utter() }
}

fn utter(words: &str, voice: usize, percent: i32) {
    let synth = synth();
    let (voice, hears) = desk(|desk| (desk.voices.get(voice).cloned(), desk.hears.clone()));
    let utterance = make("SpeechSynthesisUtterance", &words.into());
    let (Some(voice), Some(hears), Some(utterance)) = (voice, hears, utterance) else { return };
    set(&utterance, "voice", &voice);
    set(&utterance, "lang", &get(&voice, "lang"));
    set(&utterance, "rate", &(f64::from(percent) / 100.0).into());
    set(&utterance, "onend", &hears);
    set(&utterance, "onerror", &hears);
    // Kept, because some browsers forget an utterance that nobody holds, and its end is never told.
    desk(|desk| desk.turn.utterance = utterance.clone());
    if flag(&synth, "paused") {
        call(&synth, "resume", &[]);
    }
    call(&synth, "speak", &[&utterance]);
}

/// Tells whether the device speaks or is about to.
pub fn is_busy() -> bool {
    let synth = synth();
    flag(&synth, "speaking") || flag(&synth, "pending")
}

/// Falls silent.
pub fn hush() {
    desk(|desk| desk.turn = Turn::default());
    call(&synth(), "cancel", &[]);
}

/// Stops recordings that are being played.
pub fn stop_recordings() {
    for at in 0..3 {
        let list = call(&document(), "querySelectorAll", &[&"audio,video".into()]);
        call(&Reflect::get_u32(&list, at).unwrap_or_default(), "pause", &[]);
    }
}

// ---------------------------------------------------------------- the page

/// Returns the blocks of the page's main part as they are shown now.
pub fn blocks() -> Vec<Block> {
    unmark();
    let main = find("main");
    let lang = text(&get(&document(), "documentElement"), "lang");
    let mut walk = Walk::default();
    walk.children(&main, &main, &lang);
    walk.flush();
    let (spots, blocks) = walk.found.into_iter().unzip();
    desk(|desk| desk.spots = spots);
    blocks
}

/// Returns the block with which reading begins: the heading, or the first that begins on the screen if the
/// heading is above it.
pub fn first_block() -> usize {
    desk(|desk| {
        let top = |spot: &Spot| {
            let place = call(&spot.element, "getBoundingClientRect", &[]);
            get(&place, "top").as_f64().unwrap_or(0.0)
        };
        let heading = desk.spots.iter().position(|spot| text(&spot.element, "localName") == "h1");
        let heading = heading.unwrap_or(0);
        if desk.spots.get(heading).is_some_and(|spot| top(spot) >= 0.0) {
            return heading;
        }
        desk.spots.iter().position(|spot| top(spot) >= 0.0).unwrap_or(heading)
    })
}

/// Tells whether a block is still in the page and can be seen.
pub fn is_there(block: usize) -> bool {
    desk(|desk| {
        let boxes = desk.spots.get(block).map(|spot| call(&spot.element, "getClientRects", &[]));
        boxes.is_some_and(|boxes| flag(&boxes, "length"))
    })
}

/// Shows what is being spoken: marks the block and the sentence, and brings them into view.
pub fn mark(part: &Part) {
    unmark();
    let marked = desk(|desk| {
        let spot = desk.spots.get(part.block)?;
        let range = call(&document(), "createRange", &[]);
        for (node, start, end) in &spot.pieces {
            if (*start..*end).contains(&part.from) {
                call(&range, "setStart", &[node, &offset(part.from - start)]);
            }
            if (*start + 1..*end + 1).contains(&part.to) {
                call(&range, "setEnd", &[node, &offset(part.to - start)]);
            }
        }
        Some((spot.element.clone(), range))
    });
    let Some((element, range)) = marked else { return };
    call(&element, "setAttribute", &[&SPOKEN.into(), &"".into()]);
    if let Some(highlight) = make("Highlight", &range) {
        call(&highlights(), "set", &[&HIGHLIGHT.into(), &highlight]);
    }
    let options = Object::new();
    set(&options, "block", &"nearest".into());
    let gently = if page::wants_stillness() { "instant" } else { "smooth" };
    set(&options, "behavior", &gently.into());
    call(&element, "scrollIntoView", &[&options]);
}

/// Takes the marks away.
pub fn unmark() {
    call(&find("[data-spoken]"), "removeAttribute", &[&SPOKEN.into()]);
    call(&highlights(), "delete", &[&HIGHLIGHT.into()]);
}

fn highlights() -> JsValue {
    get(&get(&js_sys::global(), "CSS"), "highlights")
}

fn offset(number: usize) -> JsValue {
    JsValue::from(number as u32)
}

/// A walk through the page that gathers blocks.
#[derive(Default)]
struct Walk {
    found: Vec<(Spot, Block)>,
    /// The block that is being gathered, and its length so far.
    open: Option<(Spot, Block)>,
    length: usize,
    /// Whether the walk is inside of what is one block.
    whole: bool,
}

impl Walk {
    /// Goes through the children of a node; loose text belongs to `holder`.
    fn children(&mut self, node: &JsValue, holder: &JsValue, lang: &str) {
        let mut child = get(node, "firstChild");
        while child.is_truthy() {
            match get(&child, "nodeType").as_f64().map(|kind| kind as i32) {
                Some(3) => self.text(&child, holder, lang),
                Some(1) => self.element(&child, holder, lang),
                _ => {}
            }
            child = get(&child, "nextSibling");
        }
    }

    fn element(&mut self, element: &JsValue, holder: &JsValue, lang: &str) {
        let name = text(element, "localName");
        let attribute = |name: &str| call(element, "getAttribute", &[&name.into()]).as_string();
        if name == "br" {
            return self.pause();
        }
        if SKIPPED.contains(&name.as_str()) || attribute("aria-hidden").is_some_and(|a| a == "true")
        {
            return;
        }
        let style = call(&js_sys::global(), "getComputedStyle", &[element]);
        let display = text(&style, "display");
        if display == "none" || text(&style, "visibility") != "visible" {
            return;
        }
        let own = attribute("lang");
        let lang = own.as_deref().unwrap_or(lang);
        if name == "details" && !flag(element, "open") {
            self.flush();
            let summary = call(element, "querySelector", &[&"summary".into()]);
            if summary.is_truthy() {
                self.element(&summary, element, lang);
            }
            return;
        }
        if display == "inline" || display == "contents" {
            return self.children(element, holder, lang);
        }
        if self.whole {
            // Another line on the screen is a pause for the ear.
            self.pause();
            self.children(element, holder, lang);
            return self.pause();
        }
        self.flush();
        self.whole = WHOLE.contains(&name.as_str());
        self.children(element, element, lang);
        self.whole = false;
        self.flush();
    }

    fn text(&mut self, node: &JsValue, holder: &JsValue, lang: &str) {
        let words = text(node, "data").replace('\n', " ");
        if self.open.is_none() {
            if words.chars().all(char::is_whitespace) {
                return;
            }
            self.length = 0;
            let spot = Spot { element: holder.clone(), pieces: Vec::new() };
            self.open = Some((spot, Block::default()));
        }
        let start = self.length;
        self.length += words.chars().map(char::len_utf16).sum::<usize>();
        let end = self.length;
        if let Some((spot, block)) = &mut self.open {
            spot.pieces.push((node.clone(), start, end));
            match block.runs.last_mut().filter(|run| run.lang == lang) {
                Some(run) => run.text.push_str(&words),
                None => block.runs.push(Run { lang: lang.to_owned(), text: words }),
            }
        }
    }

    fn pause(&mut self) {
        if let Some(run) = self.open.as_mut().and_then(|(_, block)| block.runs.last_mut()) {
            run.text.push('\n');
            self.length += 1;
        }
    }

    fn flush(&mut self) {
        self.found.extend(self.open.take());
    }
}
