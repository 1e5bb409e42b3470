//! A story in pictures: one stage, a caption under it, and buttons like those of a player.
//!
//! It never starts by itself. Who wants less motion, and who would rather read, goes step by step.

mod picture;

use crate::domain::explainer::Scene;
use crate::domain::language::Direction;
use crate::domain::messages::{Message, Tongue};
use crate::ui::el::{El, drawing, el, group, p, written};
use crate::ui::input;
use crate::ui::parts::fold;
use crate::ui::parts::icon::sign;
use crate::ui::watched::Watched;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// Something to be done later.
pub type Act = Box<dyn FnOnce()>;

/// How long a picture stands by itself, in milliseconds, and how much longer for every letter.
const STANDS: u32 = 5_000;
const LETTER: u32 = 50;

const BACK: &str = "M15 5l-7 7 7 7";
const NEXT: &str = "M9 5l7 7-7 7";
const PLAY: &str = "M8 5l11 7-11 7z";
const PAUSE: &str = "M9 5v14m6-14v14";
const AGAIN: &str = "M5 12a7.5 7.5 0 1 0 2.5-5.6M7 2.5v4.2h4.2";

/// What is shown at the moment.
#[derive(Clone, Copy)]
struct Show {
    at: usize,
    plays: bool,
}

/// What is said about a scene.
struct Line {
    scene: &'static str,
    caption: String,
    alt: String,
}

/// The buttons' side of the story.
struct Player {
    show: Arc<Watched<Show>>,
    lines: Arc<Vec<Line>>,
    /// Counts what the person did: a timer of before must not turn the page.
    turn: Cell<u32>,
    after: Box<dyn Fn(u32, Act)>,
}

/// Returns the story. `moves` tells whether it may play by itself, `after` does something later
/// unless the page has been left by then.
pub fn story(
    tongue: &Arc<Tongue>,
    scenes: &[Scene],
    moves: bool,
    after: impl Fn(u32, Act) + 'static,
) -> El {
    let line = |scene: &Scene| {
        let scene = scene.word();
        let caption = tongue.text(&format!("story.{scene}")).to_owned();
        Line { scene, caption, alt: tongue.text(&format!("story.{scene}.alt")).to_owned() }
    };
    let lines: Arc<Vec<Line>> = Arc::new(scenes.iter().map(line).collect());
    if lines.is_empty() {
        return el("section").class("story");
    }
    let show = Arc::new(Watched::new(Show { at: 0, plays: false }));
    let player = Rc::new(Player {
        show: show.clone(),
        lines: lines.clone(),
        turn: Cell::new(0),
        after: Box::new(after),
    });
    let word = of(&show, &lines, |line| line.scene.to_owned());
    let alt = of(&show, &lines, |line| line.alt.clone());
    let stage = el("div")
        .class("story__picture")
        .attr("role", "img")
        .live("aria-label", move || Some(alt()))
        .live("data-scene", move || Some(word()))
        .add(drawing(picture::stage()));
    let keys = player.clone();
    let forward = if tongue.language.direction == Direction::RightToLeft { -1 } else { 1 };
    let board = el("div")
        .class("story__board")
        .on("keydown", move |event| {
            if let Some(way) = input::arrow(&event) {
                keys.step(way * forward);
            }
        })
        .add(stage)
        .add(caption(&show, &lines))
        .add(steps(tongue, &player))
        .add(buttons(tongue, &player, moves));
    let told = move || {
        let item = |line: &Line| el("li").text(&line.caption).view();
        el("ol").add(lines.iter().map(item).collect::<Vec<_>>()).view()
    };
    let summary = el("summary").text(tongue.say(Message::StoryText));
    el("section")
        .class("story")
        .add(board)
        .add(p(tongue.text("story.note")).class("small"))
        .add(fold::fold("why story__told", summary, told))
}

/// Returns what `what` says about the present scene.
fn of(
    show: &Arc<Watched<Show>>,
    lines: &Arc<Vec<Line>>,
    what: fn(&Line) -> String,
) -> impl Fn() -> String + Send + 'static + use<> {
    let (show, lines) = (show.clone(), lines.clone());
    move || lines.get(show.get().at).map(what).unwrap_or_default()
}

/// Returns the caption. All captions lie behind it, unseen, so that it is always as high as the
/// longest and the buttons stay where they are.
fn caption(show: &Arc<Watched<Show>>, lines: &Arc<Vec<Line>>) -> El {
    let (now, text) = (show.clone(), of(show, lines, |line| line.caption.clone()));
    // While it plays, every sentence would cut off the one before.
    let live = move || Some(if now.get().plays { "off" } else { "polite" }.to_owned());
    let mut all = el("div").class("story__captions");
    for line in lines.iter() {
        all = all.add(p(&line.caption).class("story__space").attr("aria-hidden", "true"));
    }
    all.add(p("").class("story__caption").live("aria-live", live).follow(move || written(&text())))
}

fn steps(tongue: &Tongue, player: &Rc<Player>) -> El {
    let all = player.lines.len();
    let mut list = el("ol").class("story__steps print-hide");
    for at in 0..all {
        let (show, player) = (player.show.clone(), player.clone());
        let values = [("n", (at + 1).to_string()), ("all", all.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let button = el("button")
            .class("story__step")
            .attr("type", "button")
            .attr("aria-label", &tongue.fill(Message::StoryStep, &values))
            .live("aria-current", move || (show.get().at == at).then(|| "step".to_owned()))
            .on("click", move |_| player.go(at));
        list = list.add(el("li").add(button));
    }
    list
}

fn buttons(tongue: &Arc<Tongue>, player: &Rc<Player>, moves: bool) -> El {
    let last = player.lines.len() - 1;
    let (first, ended) = (player.show.clone(), player.show.clone());
    let (back, next, main) = (player.clone(), player.clone(), player.clone());
    let turn = |path, message| {
        el("button")
            .class("button story__turn")
            .attr("type", "button")
            .add(sign(path))
            .add(el("span").class("hidden").text(tongue.say(message)))
    };
    let (show, said) = (player.show.clone(), tongue.clone());
    let face = move || {
        let (path, message) = match show.get() {
            Show { plays: true, .. } => (PAUSE, Message::StoryPause),
            Show { at, .. } if at == last => (AGAIN, Message::StoryAgain),
            _ if moves => (PLAY, Message::StoryPlay),
            _ => (NEXT, Message::QuizNext),
        };
        group(vec![sign(path), el("span").text(said.say(message)).view()])
    };
    // A disabled button would lose the focus: at the ends these do nothing.
    let at_end = |holds: bool| holds.then(|| "true".to_owned());
    el("div")
        .class("story__buttons print-hide")
        .add(
            turn(BACK, Message::QuizBack)
                .live("aria-disabled", move || at_end(first.get().at == 0))
                .on("click", move |_| back.step(-1)),
        )
        .add(
            el("button")
                .class("button button--primary story__main")
                .attr("type", "button")
                .flag("data-next", !moves)
                .on("click", move |_| main.press(moves))
                .follow(face),
        )
        .add(moves.then(|| {
            turn(NEXT, Message::QuizNext)
                .live("aria-disabled", move || at_end(ended.get().at == last))
                .on("click", move |_| next.step(1))
        }))
}

impl Player {
    /// Shows a scene and stops.
    fn go(&self, at: usize) {
        self.turn.set(self.turn.get() + 1);
        self.show.set(Show { at, plays: false });
    }

    fn step(&self, by: i32) {
        let at = self.show.get_untracked().at.checked_add_signed(by as isize);
        if let Some(at) = at.filter(|at| *at < self.lines.len()) {
            self.go(at);
        }
    }

    /// Does what the large button says.
    fn press(self: &Rc<Self>, moves: bool) {
        let Show { at, plays } = self.show.get_untracked();
        let ended = at + 1 == self.lines.len();
        match (plays, moves) {
            (true, _) => self.go(at),
            (_, true) => {
                let at = if ended { 0 } else { at };
                self.show.set(Show { at, plays: true });
                // A picture that stood there before has been looked at.
                self.wait(if ended { 1 } else { 2 });
            }
            _ if ended => self.go(0),
            _ => self.step(1),
        }
    }

    /// Turns to the next scene when the caption could be read; `part` shortens that.
    fn wait(self: &Rc<Self>, part: u32) {
        let at = self.show.get_untracked().at;
        let letters = self.lines.get(at).map_or(0, |line| line.caption.chars().count());
        let turn = self.turn.get() + 1;
        self.turn.set(turn);
        let player = self.clone();
        let go_on = move || {
            if player.turn.get() == turn {
                let plays = at + 2 < player.lines.len();
                player.show.set(Show { at: at + 1, plays });
                if plays {
                    player.wait(1);
                }
            }
        };
        (self.after)((STANDS + LETTER * letters as u32) / part, Box::new(go_on));
    }
}
