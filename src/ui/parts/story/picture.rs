//! The picture of the story: one stage with a group for every scene.
//!
//! Which group is seen and what moves on it is said by `style/story.css`. The warm square is the concern;
//! it belongs to no scene and wanders from one to the next.

use crate::domain::chamber::{Chamber, LARGE, SMALL};

/// A figure: where it stands, its height in hundredths, and the class that gives its colour.
struct Person {
    x: i32,
    y: i32,
    size: i32,
    class: &'static str,
}

/// Returns the stage, 640 × 400, as SVG.
pub fn stage() -> String {
    let mut out = String::from(
        "<svg class=\"story__stage\" viewBox=\"0 0 640 400\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"s-room\" width=\"640\" height=\"400\"/>\
         <path class=\"s-floor\" d=\"M0 340h640v60H0z\"/>\
         <rect class=\"s-sky story__night\" width=\"640\" height=\"400\"/>",
    );
    for (scene, draw) in SCENES {
        out.push_str("<g class=\"story__scene story__scene--");
        out.push_str(scene);
        out.push_str("\">");
        draw(&mut out);
        out.push_str("</g>");
    }
    out.push_str(
        "<g class=\"story__concern\">\
         <rect class=\"story__rest\" x=\"-20\" y=\"-20\" width=\"40\" height=\"40\" rx=\"12\"/>\
         <path class=\"story__half\" d=\"M-8-22a14 14 0 0 0-14 14V8a14 14 0 0 0 14 14h11v-44z\"/>\
         <path class=\"story__half story__half--open\" \
         d=\"M8-22a14 14 0 0 1 14 14V8a14 14 0 0 1-14 14h-8v-44z\"/></g></svg>",
    );
    out
}

/// Appends a scene to the picture.
type Draw = fn(&mut String);

const SCENES: [(&str, Draw); 7] = [
    ("worry", worry),
    ("talk", talk),
    ("motion", motion),
    ("agenda", agenda),
    ("committee", committee),
    ("council", council),
    ("outcome", outcome),
];

/// Draws a figure that stands on its point; `hand` adds a raised arm.
fn person(out: &mut String, person: &Person, hand: bool) {
    let Person { x, y, size, class } = person;
    let arm = "<path class=\"story__hand\" d=\"M20-48l16-58\"/>";
    out.push_str(&format!(
        "<g class=\"s-person {class}\" transform=\"translate({x} {y}) scale({}.{:02})\">\
         <circle cy=\"-114\" r=\"21\"/>\
         <path d=\"M-27-8v-51a27 27 0 0 1 54 0v51q0 8-8 8h-38q-8 0-8-8z\"/>{}</g>",
        size / 100,
        size % 100,
        if hand { arm } else { "" }
    ));
}

/// Draws the street with the underpass, the same in the first and the last scene.
fn street(out: &mut String) {
    out.push_str(
        "<g class=\"s-far\"><rect x=\"24\" y=\"196\" width=\"84\" height=\"160\" rx=\"10\"/>\
         <rect x=\"118\" y=\"150\" width=\"70\" height=\"206\" rx=\"10\"/>\
         <rect x=\"198\" y=\"214\" width=\"90\" height=\"150\" rx=\"10\"/></g>\
         <path class=\"s-pane\" d=\"M44 218h16v20H44zm28 0h16v20H72zm64-44h14v20h-14zm24 36h14v20h-14zm\
         58 30h16v18h-16z\"/>\
         <circle class=\"s-pane\" cx=\"588\" cy=\"58\" r=\"20\"/>\
         <path class=\"s-wall\" d=\"M262 352V160q0-22 22-22h356v214z\"/>\
         <path class=\"s-rail\" d=\"M276 138v-26h364M318 138v-24m52 24v-24m52 24v-24m52 24v-24m52 24v-24\
         m52 24v-24\"/>\
         <path class=\"s-hole\" d=\"M352 352v-52a98 98 0 0 1 196 0v52z\"/>\
         <path class=\"s-deep\" d=\"M386 352v-44a64 64 0 0 1 128 0v44z\"/>\
         <path class=\"s-sky\" d=\"M430 352v-24a20 20 0 0 1 40 0v24z\"/>\
         <path class=\"s-ground\" d=\"M0 350h640v50H0z\"/>\
         <path class=\"s-path\" d=\"M386 350h128l74 50H262z\"/>",
    );
}

fn worry(out: &mut String) {
    street(out);
    person(out, &Person { x: 116, y: 378, size: 100, class: "s-a" }, false);
    person(out, &Person { x: 192, y: 386, size: 84, class: "s-b" }, false);
    out.push_str(
        "<g class=\"story__pop\"><rect class=\"s-bubble\" x=\"104\" y=\"56\" width=\"116\" height=\"104\" \
         rx=\"44\"/><circle class=\"s-bubble\" cx=\"142\" cy=\"182\" r=\"13\"/>\
         <circle class=\"s-bubble\" cx=\"128\" cy=\"210\" r=\"8\"/></g>",
    );
}

fn talk(out: &mut String) {
    out.push_str(
        "<rect class=\"s-sky\" x=\"40\" y=\"48\" width=\"112\" height=\"128\" rx=\"14\"/>\
         <circle class=\"s-pane\" cx=\"124\" cy=\"78\" r=\"11\"/>\
         <path class=\"s-frame\" d=\"M96 48v128M40 112h112\"/>\
         <circle class=\"s-clock\" cx=\"556\" cy=\"98\" r=\"34\"/>\
         <path class=\"s-mark\" d=\"M556 80v18l13 9\"/>",
    );
    person(out, &Person { x: 168, y: 346, size: 118, class: "s-a" }, false);
    person(out, &Person { x: 256, y: 346, size: 100, class: "s-b" }, false);
    person(out, &Person { x: 452, y: 346, size: 116, class: "s-member" }, false);
    out.push_str(
        "<path class=\"s-front\" d=\"M112 300h416v60q0 16-16 16H128q-16 0-16-16z\"/>\
         <rect class=\"s-table\" x=\"84\" y=\"282\" width=\"472\" height=\"30\" rx=\"15\"/>\
         <path class=\"s-card\" d=\"M366 262h72l12 22h-96z\"/>\
         <g class=\"story__note\"><path class=\"s-mark\" d=\"M394 272l20-40\"/></g>\
         <path class=\"s-cup\" d=\"M204 256h34v18q0 8-8 8h-18q-8 0-8-8zm88 4h30v14q0 8-8 8h-14q-8 \
         0-8-8z\"/>\
         <path class=\"s-bubble story__pop\" d=\"M304 42h84q44 0 44 44v16q0 44-44 44h-44q-22 26-46 \
         30q10-14 10-30h-4q-44 0-44-44V86q0-44 44-44z\"/>",
    );
}

fn motion(out: &mut String) {
    out.push_str(
        "<path class=\"s-desk\" d=\"M0 296h640v104H0z\"/>\
         <g class=\"s-pile\"><rect x=\"48\" y=\"318\" width=\"132\" height=\"18\" rx=\"6\"/>\
         <rect x=\"58\" y=\"296\" width=\"124\" height=\"18\" rx=\"6\"/>\
         <rect x=\"42\" y=\"274\" width=\"128\" height=\"18\" rx=\"6\"/></g>\
         <path class=\"s-cup\" d=\"M524 262h64v58q0 18-18 18h-28q-18 0-18-18z\"/>\
         <path class=\"s-handle\" d=\"M590 278h6q16 0 16 17t-16 17h-6\"/>\
         <g transform=\"rotate(-3 320 200)\">\
         <rect class=\"s-shade\" x=\"208\" y=\"46\" width=\"248\" height=\"320\" rx=\"14\"/>\
         <rect class=\"s-card\" x=\"196\" y=\"34\" width=\"248\" height=\"320\" rx=\"14\"/>\
         <path class=\"s-title\" d=\"M292 78h116M292 104h70\"/>\
         <path class=\"s-text story__write\" d=\"M228 158h184\"/>\
         <path class=\"s-text story__write\" d=\"M228 194h172\"/>\
         <path class=\"s-text story__write\" d=\"M228 230h184\"/>\
         <path class=\"s-text story__write\" d=\"M228 266h96\"/>\
         <path class=\"s-name story__write\" d=\"M232 322q12-24 20-2t18-6 16 6q10-12 22 0\"/>\
         <g class=\"story__pen\"><path class=\"s-pen\" d=\"M352 248L428 134\"/>\
         <path class=\"s-mark\" d=\"M336 270l12-16\"/></g></g>",
    );
}

fn agenda(out: &mut String) {
    out.push_str(
        "<path class=\"s-hall\" d=\"M30 340V186q0-12 12-12h104v-26L320 44l174 104v26h104q12 0 12 \
         12v154z\"/>\
         <path class=\"s-pole\" d=\"M320 60V14\"/>\
         <path class=\"s-hall\" d=\"M322 12h46l-12 14 12 14h-46z\"/>\
         <path class=\"s-gap\" d=\"M52 306v-66a18 18 0 0 1 36 0v66zm56 0v-66a18 18 0 0 1 36 0v66zm388 \
         0v-66a18 18 0 0 1 36 0v66zm56 0v-66a18 18 0 0 1 36 0v66z\"/>\
         <rect class=\"s-shade\" x=\"178\" y=\"124\" width=\"304\" height=\"252\" rx=\"20\"/>\
         <rect class=\"s-card\" x=\"168\" y=\"114\" width=\"304\" height=\"252\" rx=\"20\"/>\
         <path class=\"s-title\" d=\"M204 144h104\"/>",
    );
    for (top, class) in [(166, "s-seat--0"), (264, "s-seat--1"), (313, "s-seat--2")] {
        out.push_str(&format!(
            "<g class=\"story__row\">\
             <rect class=\"{class}\" x=\"200\" y=\"{top}\" width=\"32\" height=\"32\" \
             rx=\"10\"/><path class=\"s-text\" d=\"M256 {}h176\"/></g>",
            top + 16
        ));
    }
    out.push_str(
        "<rect class=\"s-row\" x=\"186\" y=\"205\" width=\"268\" height=\"52\" rx=\"16\"/>\
         <path class=\"s-title\" d=\"M256 231h88\"/>\
         <path class=\"s-coin story__coins\" d=\"M378 245h22m-22-11h22m8 \
         11h22m-22-11h22m-22-11h22m-22-11h22\"/>",
    );
}

/// Draws the people of a chamber from the back to the front; `place` says where, `size` how high.
fn people(
    out: &mut String,
    chamber: &Chamber,
    place: &dyn Fn(i32, i32) -> (i32, i32),
    size: i32,
    hands: &dyn Fn(usize) -> bool,
) {
    // Rows of the picture, a hand's breadth each: sorting would cost more.
    for band in 0..20 {
        for (at, seat) in chamber.seats.iter().enumerate().filter(|(_, seat)| seat.y / 100 == band)
        {
            let (x, y) = place(seat.x, seat.y);
            let hand = hands(at);
            let class = match (hand, seat.shade) {
                (false, _) => "s-calm",
                (_, 0) => "s-member",
                (_, 1) => "s-b",
                _ => "s-a",
            };
            person(out, &Person { x, y, size, class }, hand);
        }
    }
}

/// Draws the desk at which the concern is heard.
fn lectern(out: &mut String, top: i32) {
    out.push_str(&format!(
        "<path class=\"s-table\" d=\"M268 {top}h104q8 0 7 8l-8 {depth}q-1 8-9 8h-84q-8 \
         0-9-8l-8-{depth}q-1-8 7-8z\"/>",
        depth = 384 - top
    ));
}

fn committee(out: &mut String) {
    out.push_str(
        "<path class=\"s-rows\" d=\"M96 338A224 186 0 0 1 544 338M204 338A116 96 0 0 1 436 338\"/>",
    );
    let place = |x, y| (40 + x * 175 / 1000, 158 + (y - 460) * 145 / 1000);
    people(out, &SMALL, &place, 74, &|at| at % 4 != 2);
    lectern(out, 346);
}

fn council(out: &mut String) {
    for x in [40, 156, 272, 388, 504] {
        out.push_str(&format!("<path class=\"s-arch\" d=\"M{x} 150V66a48 48 0 0 1 96 0v84z\"/>"));
    }
    out.push_str(
        "<path class=\"s-rows s-rows--thin\" d=\"M55 333A265 196 0 0 1 585 333M105 333A215 159 0 0 1 \
         535 333\
         M154 333A166 122 0 0 1 486 333M204 333A116 86 0 0 1 436 333\"/>",
    );
    let place = |x, y| (26 + x * 184 / 1000, 138 + (y - 198) * 136 / 1000);
    people(out, &LARGE, &place, 44, &|at| at * 7 % 11 < 6);
    lectern(out, 352);
}

/// Draws the street with two lamps, one of which is the concern; in the middle of the underpass one
/// is missing.
fn outcome(out: &mut String) {
    street(out);
    out.push_str(
        "<path class=\"s-post\" d=\"M312 358V170M588 358V170\"/>\
         <g class=\"story__light\"><circle class=\"s-halo\" cx=\"312\" cy=\"148\" r=\"58\"/>\
         <circle class=\"s-halo\" cx=\"588\" cy=\"148\" r=\"58\"/>\
         <path d=\"M312 148l-76 218a76 13 0 0 0 152 0zM588 148l-76 218a76 13 0 0 0 152 0z\"/>\
         <path class=\"s-lit\" d=\"M352 352v-52a98 98 0 0 1 196 0v52h-34v-44a64 64 0 0 0-128 0v44z\"/></g>\
         <rect class=\"story__lamp\" x=\"570\" y=\"130\" width=\"36\" height=\"36\" rx=\"11\"/>\
         <path class=\"s-missing\" d=\"M450 246v12m-12 0h24v24h-24z\"/><g class=\"story__walk\">",
    );
    person(out, &Person { x: 176, y: 378, size: 100, class: "s-a" }, false);
    person(out, &Person { x: 250, y: 386, size: 84, class: "s-b" }, false);
    out.push_str("</g>");
    person(out, &Person { x: 528, y: 374, size: 66, class: "s-a" }, false);
}
