//! Speaking with the voices of the device, and the page as something that can be spoken.
//!
//! Everything goes through names of the browser at run time: not every engine has speech or highlights, and
//! bindings for them would be more code than this file.

mod walk;

use crate::domain::speech::{Block, Fault, Part, Voice};
use crate::shell::{clock, page};
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Name under which the style sheet knows the sentence that is spoken.
const HIGHLIGHT: &str = "spoken";
/// Attribute of the block that is spoken.
const SPOKEN: &str = "data-spoken";
/// How long a voice that was cut off is left alone, in milliseconds: some swallow what comes at once.
const BREATH: u32 = 80;
/// How much room is left around what is spoken, in pixels.
const MARGIN: f64 = 12.0;
/// What keeps its own meaning when it is tapped.
const CONTROLS: &str = "a,button,input,label,select,textarea,summary,audio,video,[role=button]";
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
    /// The function of the browser that calls [`hear`].
    hears: JsValue,
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

/// Calls a method with a text.
#[inline(never)]
fn ask(object: &JsValue, name: &str, text: &str) -> JsValue {
    call(object, name, &[&text.into()])
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
    ask(&document(), "querySelector", selector)
}

fn synth() -> JsValue {
    get(&js_sys::global(), "speechSynthesis")
}

// ---------------------------------------------------------------- listening

/// What is listened to: on which object, and which event. All of it ends up in [`hear`].
const EARS: [(&str, &str); 5] = [
    ("window", "pagehide"),
    ("document", "visibilitychange"),
    ("document", "keydown"),
    ("document", "click"),
    // Of recordings.
    ("document", "play"),
];

/// Begins to listen to the browser.
pub fn open(told: impl Fn(Heard) + 'static) {
    let hears = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| hear(&event)).into_js_value();
    let ruler = make("ResizeObserver", &hears).unwrap_or_default();
    call(&ruler, "observe", &[&find(".nav")]);
    measure();
    desk(|desk| {
        desk.tell = Some(Rc::new(told));
        desk.hears = hears;
        desk.ruler = ruler;
    });
    listen("addEventListener");
}

fn listen(method: &str) {
    let hears = desk(|desk| desk.hears.clone());
    for (object, event) in EARS {
        // Playing does not bubble, so the document is asked on the way down.
        let down = JsValue::from(event == "play");
        call(&get(&js_sys::global(), object), method, &[&event.into(), &hears, &down]);
    }
    // Not every engine lets others listen to this object, but all know the property.
    let hears = if method.starts_with('a') { hears } else { JsValue::NULL };
    set(&synth(), "onvoiceschanged", &hears);
}

/// Falls silent and listens no more.
pub fn close() {
    hush();
    listen("removeEventListener");
    call(&desk(|desk| desk.ruler.clone()), "disconnect", &[]);
    let old = desk(std::mem::take);
    // Not at once: it may be in use at the moment.
    clock::after(0, move || drop(old));
}

fn tap(target: JsValue) {
    let selected = !flag(&call(&js_sys::global(), "getSelection", &[]), "isCollapsed");
    if selected || ask(&target, "closest", CONTROLS).is_truthy() {
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

/// Hears everything.
fn hear(event: &JsValue) {
    if Array::is_array(event) {
        return measure();
    }
    let (kind, target) = (text(event, "type"), get(event, "target"));
    match kind.as_str() {
        "voiceschanged" => tell(Heard::Voices),
        "click" => tap(target),
        "keydown" => {
            if text(event, "key") == "Escape" && !flag(event, "defaultPrevented") {
                tell(Heard::Escape);
            }
        }
        "play" => tell(Heard::Away),
        "pagehide" | "visibilitychange" => {
            if kind == "pagehide" || flag(&target, "hidden") {
                // Speech outlives its page in some browsers, so it is cut off before anybody else is asked.
                call(&synth(), "cancel", &[]);
                tell(Heard::Away);
            }
        }
        _ => {
            // News of an utterance that was cut off come late.
            let turn = desk(|desk| (target == desk.turn.utterance).then_some(desk.turn.number));
            let Some(turn) = turn else { return };
            tell(match text(event, "error").as_str() {
                "" => Heard::Ended(turn),
                "interrupted" | "canceled" | "not-allowed" => Heard::Silent(turn, Fault::Taken),
                _ => Heard::Silent(turn, Fault::Broken),
            });
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
    call(&style, "setProperty", &[&"--nav-pixels".into(), &height.into()]);
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
    let (Some(voice), Some(utterance)) = (voice, utterance) else { return };
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
        let list = ask(&document(), "querySelectorAll", "audio,video");
        call(&Reflect::get_u32(&list, at).unwrap_or_default(), "pause", &[]);
    }
}

// ---------------------------------------------------------------- the page

/// Returns the blocks of the page's main part as they are shown now.
pub fn blocks() -> Vec<Block> {
    unmark();
    let main = find("main");
    let lang = text(&get(&document(), "documentElement"), "lang");
    let (spots, blocks) = walk::through(&main, &lang);
    desk(|desk| desk.spots = spots);
    blocks
}

/// Returns the block with which reading begins: the heading, or the first that begins on the screen if the
/// heading is above it.
pub fn first_block() -> usize {
    desk(|desk| {
        let top = |spot: &Spot| edge(&spot.element, "top");
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
    ask(&element, "toggleAttribute", SPOKEN);
    if let Some(highlight) = make("Highlight", &range) {
        call(&highlights(), "set", &[&HIGHLIGHT.into(), &highlight]);
    }
    // Not every engine minds what lies over the page when it is asked to bring something into view.
    let room = edge(&find(".player"), "top");
    // The whole block, if there is room for it.
    let whole = edge(&element, "height") < room - 2.0 * MARGIN;
    let shown = if whole { &element } else { &range };
    let (top, bottom) = (edge(shown, "top"), edge(shown, "bottom"));
    let by = if room > 0.0 && bottom > room - MARGIN { bottom - room + MARGIN } else { 0.0 };
    let by = if top - by < MARGIN { top - MARGIN } else { by };
    let options = Object::new();
    set(&options, "top", &by.into());
    let gently = if page::wants_stillness() { "instant" } else { "smooth" };
    set(&options, "behavior", &gently.into());
    call(&js_sys::global(), "scrollBy", &[&options]);
}

/// Returns where an edge of an element lies on the screen.
fn edge(element: &JsValue, name: &str) -> f64 {
    get(&call(element, "getBoundingClientRect", &[]), name).as_f64().unwrap_or(0.0)
}

/// Takes the marks away.
pub fn unmark() {
    ask(&find("[data-spoken]"), "removeAttribute", SPOKEN);
    ask(&highlights(), "delete", HIGHLIGHT);
}

fn highlights() -> JsValue {
    get(&get(&js_sys::global(), "CSS"), "highlights")
}

fn offset(number: usize) -> JsValue {
    JsValue::from(number as u32)
}
