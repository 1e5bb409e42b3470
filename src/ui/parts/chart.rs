//! Numbers over the years: as lines, or as bars where there are few; always with a table.
//!
//! Series are told apart by the shape of their points and the dashes of their lines, not by colour alone.

use crate::domain::chamber::tenths;
use crate::domain::chart::{self, Curve, Dot, FRAME, LABEL, Lines, ROWS};
use crate::domain::explainer::{Explainer, Figure, Point, Series, Unit};
use crate::domain::language::Direction;
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::Pack;
use crate::ui::el::{El, drawing, el, group, p};
use crate::ui::parts::{bar, both, fold, sources};
use crate::ui::words::{self, DateStyle};
use leptos::prelude::*;
use std::sync::Arc;

/// How many ways there are to draw a series.
const LOOKS: usize = 5;

/// Returns a figure of the explainer, by its position: title (in an element `heading`), picture, what to
/// know, and the table.
pub fn chart(
    tongue: &Arc<Tongue>,
    pack: &'static Pack,
    explainer: &Arc<Explainer>,
    at: usize,
    heading: &'static str,
) -> El {
    let Some(figure) = explainer.figures.get(at) else {
        return el("figure").class("chart");
    };
    let picture = match chart::has_lines(figure) {
        true => plot(tongue, figure),
        false => bars(tongue, figure),
    };
    let (said, all) = (tongue.clone(), explainer.clone());
    let inside = move || match all.figures.get(at) {
        Some(figure) => table(&said, pack, &all, figure),
        None => group(Vec::new()),
    };
    let text = |part: &str| tongue.text(&format!("figure.{}.{part}", figure.id)).to_owned();
    let breaks = figure.breaks.iter().map(|year| {
        let line = p("").class("chart__break");
        line.add(sample("<path class=\"chart__edge\" d=\"M16 0v20\"/>"))
            .add(el("span").text(&text(&format!("break.{year}"))))
            .view()
    });
    el("figure")
        .class("chart")
        .attr("data-figure", &figure.id)
        .add(both::said(
            el(heading).class("chart__title"),
            tongue,
            &format!("figure.{}.title", figure.id),
        ))
        .add(p(&text("text")))
        .add(picture)
        .add(breaks.collect::<Vec<_>>())
        .add(p(&text("note")).class("small"))
        .add(fold::fold(
            "why chart__numbers",
            el("summary").text(tongue.say(Message::ChartTable)),
            inside,
        ))
}

fn name<'a>(tongue: &'a Tongue, figure: &Figure, series: &Series) -> &'a str {
    tongue.text(&format!("figure.{}.series.{}", figure.id, series.id))
}

/// Writes a value in the unit of the figure.
fn amount(tongue: &Tongue, figure: &Figure, value: i32) -> String {
    match figure.unit {
        Unit::Percent => words::percent(tongue, value),
        Unit::Count => words::number(tongue, value),
    }
}

fn value(tongue: &Tongue, figure: &Figure, point: &Point) -> String {
    let amount = amount(tongue, figure, point.value);
    match point.about {
        true => tongue.fill(Message::ChartAbout, &[("n", &amount)]),
        false => amount,
    }
}

/// Returns a place in the frame as a percentage.
fn percent(place: i32) -> String {
    format!("{}%", tenths(place))
}

fn line(out: &mut String, class: &str, from: Dot, to: Dot) {
    let [x1, y1, x2, y2] = [from.x, from.y, to.x, to.y].map(percent);
    out.push_str(&format!(
        "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
    ));
}

/// Returns the points of a look, drawn around 0.
fn mark(look: usize) -> &'static str {
    match look % LOOKS {
        0 => "<circle class=\"chart__mark\" r=\"6\"/>",
        1 => "<path class=\"chart__mark\" d=\"M-5.5-5.5h11v11h-11z\"/>",
        2 => "<path class=\"chart__mark\" d=\"M0-7l7 12h-14z\"/>",
        3 => "<path class=\"chart__mark\" d=\"M0-8l7.5 8-7.5 8-7.5-8z\"/>",
        _ => "<circle class=\"chart__mark chart__mark--open\" r=\"5\"/>",
    }
}

/// Returns lines over the years with the names of the series at their ends.
fn plot(tongue: &Tongue, figure: &Figure) -> El {
    let mirrored = tongue.language.direction == Direction::RightToLeft;
    let found = chart::lines(figure);
    let found = if mirrored { found.mirrored() } else { found };
    // Arabic numbers come with marks of direction, which take no room.
    let shown = |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}');
    let length = |text: String| text.chars().filter(shown).count();
    let longest = found.ticks.iter().map(|tick| length(amount(tongue, figure, tick.value))).max();
    let class = match longest {
        Some(8..) => "chart__plot chart__plot--wide",
        _ => "chart__plot",
    };
    let mut labels = el("ul").class("chart__labels");
    for (look, series) in figure.series.iter().enumerate() {
        let Some(row) = found.curves.get(look).and_then(|curve| curve.row) else { continue };
        let key = format!(
            "<g class=\"chart__series chart__series--{}\"><path class=\"chart__line\" d=\"M0 10h32\"/>\
             <g transform=\"translate(16 10)\">{}</g></g>",
            look % LOOKS,
            mark(look)
        );
        let label = el("li").attr("data-row", &row.to_string()).add(sample(&key));
        labels = labels.add(label.add(el("span").text(name(tongue, figure, series))));
    }
    el("div")
        .class(class)
        .attr("role", "img")
        .attr("aria-label", tongue.text(&format!("figure.{}.title", figure.id)))
        .add(drawing(frame(&found, mirrored, &|value| amount(tongue, figure, value))))
        .add(labels)
}

/// Returns the frame with scale, years and curves. Lengths are shares of the frame, so that strokes and
/// points stay as they are whatever its size.
fn frame(found: &Lines, mirrored: bool, amount: &dyn Fn(i32) -> String) -> String {
    // Its texts are placed by their ends, which direction would swap.
    let mut out =
        "<svg class=\"chart__frame\" aria-hidden=\"true\" focusable=\"false\"><g direction=\"ltr\">"
            .to_owned();
    let at = |x, y| Dot { x, y };
    if let Some(end) = found.breaks.last() {
        let (x, width) = if mirrored { (*end, FRAME - *end) } else { (0, *end) };
        let (x, width) = (percent(x), percent(width));
        out.push_str(&format!(
            "<rect class=\"chart__past\" x=\"{x}\" width=\"{width}\" height=\"100%\"/>"
        ));
    }
    let (x, dx) = if mirrored { ("100%", "8") } else { ("0", "-8") };
    for tick in &found.ticks {
        line(&mut out, "chart__tick", at(0, tick.y), at(FRAME, tick.y));
        let (y, text) = (percent(tick.y), amount(tick.value));
        out.push_str(&format!(
            "<text class=\"chart__value\" x=\"{x}\" y=\"{y}\" dx=\"{dx}\" dy=\".35em\">{text}</text>"
        ));
    }
    for end in &found.breaks {
        line(&mut out, "chart__edge", at(*end, 0), at(*end, FRAME));
    }
    for year in &found.years {
        let (x, dy) = (percent(year.x), if year.low { "2.7em" } else { "1.5em" });
        out.push_str(&format!(
            "<text class=\"chart__year\" x=\"{x}\" y=\"100%\" dy=\"{dy}\">{}</text>",
            year.year
        ));
    }
    for (look, curve) in found.curves.iter().enumerate() {
        draw(&mut out, look, curve, if mirrored { 0 } else { FRAME });
    }
    out.push_str("</g></svg>");
    out
}

fn draw(out: &mut String, look: usize, curve: &Curve, end: i32) {
    let style = look % LOOKS;
    out.push_str(&format!("<g class=\"chart__series chart__series--{style}\">"));
    if let (Some(last), Some(row)) = (curve.dots.last(), curve.row) {
        let y = (row * 2 + LABEL) * FRAME / (2 * ROWS);
        line(out, "chart__lead", *last, Dot { x: end, y });
    }
    for (from, to) in &curve.strokes {
        line(out, "chart__line", *from, *to);
    }
    for dot in &curve.dots {
        let (x, y) = (percent(dot.x), percent(dot.y));
        let mark = mark(look);
        out.push_str(&format!("<svg x=\"{x}\" y=\"{y}\" overflow=\"visible\">{mark}</svg>"));
    }
    out.push_str("</g>");
}

/// Returns a small piece of a drawing, to be shown beside its name.
fn sample(inside: &str) -> AnyView {
    drawing(format!(
        "<svg class=\"chart__sample\" viewBox=\"0 0 32 20\" aria-hidden=\"true\" \
         focusable=\"false\">{inside}</svg>"
    ))
}

/// Returns a bar for every point, with its number as text.
fn bars(tongue: &Tongue, figure: &Figure) -> El {
    let whole = match figure.unit {
        Unit::Percent => 10_000,
        Unit::Count => chart::highest(figure),
    };
    let mut all = el("dl").class("bars");
    for series in &figure.series {
        let mut row = el("div").class("bar-row");
        row = row.add(el("dt").text(name(tongue, figure, series)));
        for point in &series.points {
            let year = point.year.to_string();
            let number = el("strong").text(&value(tongue, figure, point));
            let text = el("span").class("bar__text").text(&year).text(": ").add(number);
            let share = chart::share(point.value, whole);
            row = row.add(el("dd").add(text).add(bar::bar("bar bar--strong", share)));
        }
        all = all.add(row);
    }
    all
}

/// Returns every number with how sure it is and where it comes from.
fn table(tongue: &Tongue, pack: &Pack, explainer: &Explainer, figure: &Figure) -> AnyView {
    let head = |message| el("th").attr("scope", "col").text(tongue.say(message));
    let row = el("tr").add(head(Message::ChartYear)).add(head(Message::ChartNumber));
    let mut table = el("table").add(el("thead").add(row.add(head(Message::Sources))));
    for series in &figure.series {
        let title = el("th").attr("colspan", "3").attr("scope", "rowgroup");
        let title = title.text(name(tongue, figure, series));
        let mut body = el("tbody").add(el("tr").add(title));
        for point in &series.points {
            // The first word is enough here: what it means stands beside every statement.
            let sure = tongue.say(sources::certainty_message(point.certainty));
            let sure = sure.split_once(':').map_or(sure, |(word, _)| word);
            let mut from = el("td").text(sure);
            for source in point.sources.iter().filter_map(|id| explainer.source(pack, id)) {
                let link = sources::link(&source.url, &source.title);
                from = from.add(el("span").attr("lang", "de").add(link));
            }
            let year = el("th").attr("scope", "row").text(&point.year.to_string());
            let number = el("td").text(&value(tongue, figure, point));
            body = body.add(el("tr").add(year).add(number).add(from));
        }
        table = table.add(body);
    }
    let date = words::date(tongue, figure.as_of, DateStyle::Long);
    let as_of = p(&tongue.fill(Message::AsOf, &[("date", &date)]));
    group(vec![el("div").class("chart__table").add(table).view(), as_of.view()])
}
