//! Building elements with one concrete type.
//!
//! The `view!` macro gives every shape of markup a type and machine code of its own: the first
//! build of these pages that way was 195 kB of brotli, past the limit for the wasm. Here all
//! elements share one type, so a page costs little more than its calls. The views are Leptos views
//! all the same; [`El::view`] hands one over.

use crate::domain::language::Language;
use crate::domain::text;
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{Custom, on};
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos::tachys::html::property::prop;
use std::sync::OnceLock;

/// An event of the browser.
pub type Event = leptos::ev::Event;

/// An element under construction; boxed, because it is passed along by value.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Starts a link to an address inside or outside the app.
#[inline(never)]
pub fn a(href: &str) -> El {
    el("a").attr("href", href)
}

/// Starts a paragraph with a text.
#[inline(never)]
pub fn p(text: &str) -> El {
    el("p").text(text)
}

impl El {
    /// Sets the class.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> El {
        self.attr("class", class)
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: &str) -> El {
        if !text::is_lent(value) {
            return self.with(attribute(name, value));
        }
        // Where nothing but the attribute speaks, it is the language of the element.
        let alone = matches!(self.0.tag, "button" | "input" | "select" | "a" | "track");
        let element = self.with(attribute(name, &text::unmarked(value)));
        if alone { element.lent() } else { element }
    }

    /// Says that the text of the element is in the language that lends texts.
    fn lent(self) -> El {
        match LENDER.get() {
            Some((tag, direction)) => {
                self.with(attribute("lang", tag)).with(attribute("dir", direction))
            }
            None => self,
        }
    }

    /// Sets an attribute, if there is a value.
    #[inline(never)]
    pub fn maybe(self, name: &'static str, value: Option<&str>) -> El {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Sets an attribute without value, or leaves it out.
    #[inline(never)]
    pub fn flag(self, name: &'static str, on: bool) -> El {
        self.maybe(name, on.then_some(""))
    }

    /// Sets an attribute that follows signals; `None` leaves it out.
    pub fn live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> El {
        self.with(live_attribute(name, Box::new(value)))
    }

    /// Hides the element while `hidden` holds.
    pub fn hidden(self, hidden: impl Fn() -> bool + Send + 'static) -> El {
        self.live("hidden", move || hidden().then(String::new))
    }

    /// Keeps the checked state of an input in step with signals.
    pub fn checked(self, checked: impl Fn() -> bool + Send + 'static) -> El {
        // To the browser every text but the empty one is true: one kind of property will do.
        let text = move || if checked() { "checked" } else { "" }.to_owned();
        self.with(property("checked", Box::new(text)))
    }

    /// Keeps the value of an input in step with signals.
    pub fn value(self, value: impl Fn() -> String + Send + 'static) -> El {
        self.with(property("value", Box::new(value)))
    }

    /// Keeps the style of the element in step with signals.
    ///
    /// As a property: the policy of the page forbids the attribute, which could bring in foreign style.
    pub fn style(self, style: impl Fn() -> String + Send + 'static) -> El {
        self.with(property("style", Box::new(style)))
    }

    /// Calls `act` on an event.
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> El {
        self.with(listener(event, Box::new(act)))
    }

    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> El {
        self.0.attributes.push(attribute);
        self
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> El {
        // An option shows words only, no elements.
        if self.0.tag == "option" && text::is_lent(text) {
            return self.lent().text(&text::unmarked(text));
        }
        self.0.children.push(written(text));
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub fn add(mut self, child: impl Child) -> El {
        child.put(&mut self.0.children);
        self
    }

    /// Adds a child that follows signals.
    pub fn follow(mut self, child: impl Fn() -> AnyView + Send + 'static) -> El {
        self.0.children.push(follow(child));
        self
    }

    /// Finishes the element.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}

/// The language that lends texts to one that lacks them: its tag and direction.
static LENDER: OnceLock<(String, &'static str)> = OnceLock::new();

/// Says which language lends its texts.
pub fn lends(language: &Language) {
    let _ = LENDER.set((language.tag.clone(), language.direction.word()));
}

/// Returns a text as a view; words that another language lends say so.
#[inline(never)]
pub fn written(text: &str) -> AnyView {
    if !text::is_lent(text) {
        return text.to_owned().into_any();
    }
    let run = |(lent, run): (bool, String)| match lent {
        true => el("span").lent().text(&run).view(),
        false => run.into_any(),
    };
    group(text::runs(text).into_iter().map(run).collect())
}

/// Returns a view that follows signals.
pub fn follow(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    follow_boxed(Box::new(view))
}

#[inline(never)]
fn follow_boxed(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

/// Returns several views as one.
#[inline(never)]
pub fn group(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// Views that stand side by side, gathered one by one.
#[derive(Default)]
pub struct Row(Vec<AnyView>);

impl Row {
    /// Adds a view.
    #[inline(never)]
    pub fn add(mut self, child: impl Child) -> Row {
        child.put(&mut self.0);
        self
    }

    /// Finishes the views.
    pub fn view(self) -> AnyView {
        group(self.0)
    }
}

/// Returns a view of nothing.
#[inline(never)]
pub fn nothing() -> AnyView {
    group(Vec::new())
}

/// Returns a drawing of ours from its markup. Texts from files never come here, but for outlines of a map,
/// which are checked to be numbers.
///
/// The parser of the browser makes the elements: SVG elements of Leptos would be three more types.
#[inline(never)]
pub fn drawing(svg: String) -> AnyView {
    let svg = if text::is_lent(&svg) { text::unmarked(&svg) } else { svg };
    InertElement::new(svg).into_any()
}

/// Returns an attribute of the one type that all elements share.
#[inline(never)]
fn attribute(name: &'static str, value: &str) -> AnyAttribute {
    custom_attribute(name, value.to_owned()).into_any_attr()
}

#[inline(never)]
fn live_attribute(
    name: &'static str,
    value: Box<dyn Fn() -> Option<String> + Send>,
) -> AnyAttribute {
    let value: Box<dyn Fn() -> Option<String> + Send> =
        Box::new(move || value().map(|value| text::unmarked(&value)));
    custom_attribute(name, value).into_any_attr()
}

#[inline(never)]
fn property(name: &'static str, value: Box<dyn Fn() -> String + Send>) -> AnyAttribute {
    prop(name, value).into_any_attr()
}

#[inline(never)]
fn listener(event: &'static str, act: Box<dyn FnMut(Event)>) -> AnyAttribute {
    on(Custom::new(event), act).into_any_attr()
}

/// What can stand inside an element.
pub trait Child {
    /// Appends itself to the children.
    fn put(self, children: &mut Vec<AnyView>);
}

impl Child for El {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self.view());
    }
}

impl Child for AnyView {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Child for Vec<AnyView> {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.extend(self);
    }
}

impl<T: Child> Child for Option<T> {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        if let Some(child) = self {
            child.put(children);
        }
    }
}
