//! Settings of this device.

use crate::domain::messages::{Message, Tongue};
use crate::domain::settings::{TextSize, Theme};
use crate::ui::app::App;
use crate::ui::el::{El, Event, el, nothing, p};
use crate::ui::parts::both;
use crate::ui::parts::choice::{self, Choice};
use crate::ui::parts::{heading, keep, pick_file};
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let choice = |value: &str, label: String| Choice::new(value, &label);
    let sizes = TextSize::ALL.map(|size| choice(size.word(), format!("{} %", size.word())));
    let themes =
        Theme::ALL.map(|theme| choice(theme.word(), tongue.say(theme_name(theme)).to_owned()));
    let contrast = [choice("more", tongue.say(Message::SettingsContrastOn).to_owned())];
    let set_size = move |word: String| {
        let size = TextSize::ALL.into_iter().find(|size| size.word() == word);
        app.set(|settings| settings.text_size = size.unwrap_or_default());
    };
    let set_theme = move |word: String| {
        let theme = Theme::ALL.into_iter().find(|theme| theme.word() == word);
        app.set(|settings| settings.theme = theme.unwrap_or_default());
    };
    let set_contrast = move |_, on: bool| app.set(|settings| settings.contrast = on);
    let size = move |value: &str| app.settings.with(|s| s.text_size.word() == value);
    let theme = move |value: &str| app.settings.with(|s| s.theme.word() == value);
    let more = move |_: &str| app.settings.with(|s| s.contrast);
    let languages: Vec<Choice> = app
        .languages()
        .into_iter()
        .map(|language| choice(&language.tag, language.name.clone()))
        .collect();
    let spoken = move |value: &str| app.tongue.with(|tongue| tongue.language.tag == value);
    let speak = move |tag: String| app.set_language(tag, "input[name=language]:checked");
    let languages = choice::radios("language", &languages, spoken, speak);
    let foreign = tongue.language.tag != tongue.fallback.tag;
    let both_of = [choice("both", tongue.say(Message::LanguageBoth).to_owned())];
    let is_both = move |_: &str| app.settings.with(|s| s.both);
    let set_both = move |_, on: bool| app.set_both(on);
    let both_of = foreign.then(|| choice::checkboxes("both", &both_of, is_both, set_both));
    let sizes = choice::radios("text_size", &sizes, size, set_size);
    let themes = choice::radios("theme", &themes, theme, set_theme);
    let contrast = choice::checkboxes("contrast", &contrast, more, set_contrast);
    el("div")
        .class("settings")
        .add(heading::of(&tongue, Message::SettingsName.key()))
        .add(fields(&tongue, Message::SettingsLanguage, languages).add(both_of))
        .add(fields(&tongue, Message::SettingsSize, sizes))
        .add(fields(&tongue, Message::SettingsTheme, themes))
        .add(fields(&tongue, Message::SettingsContrast, contrast))
        .add(sensitive(app, &tongue))
        .add(everything(app, &tongue))
        .add(delete(app, &tongue))
        .view()
}

fn fields(tongue: &Tongue, name: Message, choices: El) -> El {
    el("fieldset")
        .class("group")
        .add(el("legend").add(both::said(el("h2"), tongue, name.key())))
        .add(choices)
}

fn theme_name(theme: Theme) -> Message {
    match theme {
        Theme::Auto => Message::ThemeAuto,
        Theme::Light => Message::ThemeLight,
        Theme::Dark => Message::ThemeDark,
    }
}

/// On a stand nothing is kept, so there is nothing to choose.
fn sensitive(app: App, tongue: &Tongue) -> Option<El> {
    if app.is_on_stand() || !app.pack().questions.iter().any(|question| question.sensitive) {
        return None;
    }
    let chosen = move || app.settings.with(|settings| settings.keep_sensitive);
    let choice = keep::sensitive(tongue, chosen, move |on| app.keep_sensitive(on));
    Some(fields(tongue, Message::SettingsSensitive, choice))
}

/// Everything that is kept, as one file: to take it to another device, or to have it safe.
fn everything(app: App, tongue: &Tongue) -> Option<El> {
    if app.is_on_stand() {
        return None;
    }
    let save = el("button")
        .attr("type", "button")
        .attr("id", "everything-save")
        .class("button")
        .text(tongue.say(Message::SettingsAllSave))
        .on("click", move |_| app.save_everything());
    let open = move |event: Event| app.restore_everything(&event);
    let open = pick_file::button(tongue.say(Message::SettingsAllOpen), open);
    let said = move || {
        let (tongue, said) = (app.tongue.get(), app.moved.get());
        words::said(&tongue, said.as_ref()).map_or_else(nothing, |text| p(&text).view())
    };
    let section = el("section")
        .class("card everything")
        .add(both::said(el("h2"), tongue, Message::SettingsAll.key()))
        .add(p(tongue.say(Message::SettingsAllText)))
        .add(el("div").class("buttons").add(save).add(open))
        .add(el("div").attr("role", "status").follow(said));
    Some(section)
}

fn delete(app: App, tongue: &Tongue) -> El {
    let sure: Arc<Watched<bool>> = Arc::default();
    let turn = |on: bool, then: &'static str| {
        let sure = sure.clone();
        move |_: Event| {
            sure.set(on);
            app.show(then);
        }
    };
    let unless = |on: bool| {
        let sure = sure.clone();
        move || sure.get() == on
    };
    let button = |id: &str, class: &'static str, text: Message| {
        el("button").attr("type", "button").attr("id", id).class(class).text(tongue.say(text))
    };
    let ask = button("delete-everything", "button", Message::SettingsDeleteNow)
        .hidden(unless(true))
        .on("click", turn(true, "#delete-confirm"));
    let done = turn(false, "#main");
    let delete = move |event| {
        app.delete_everything();
        done(event);
    };
    let yes = button("delete-confirm", "button button--warn", Message::SettingsDeleteYes)
        .on("click", delete);
    let no = button("delete-cancel", "button", Message::SettingsDeleteNo)
        .on("click", turn(false, "#delete-everything"));
    let question = el("div")
        .hidden(unless(false))
        .add(p(tongue.say(Message::SettingsDeleteSure)))
        .add(el("div").class("buttons").add(yes).add(no));
    el("section")
        .class("card delete")
        .add(both::said(el("h2"), tongue, Message::SettingsDelete.key()))
        .add(p(tongue.say(Message::SettingsDeleteText)))
        .add(ask)
        .add(question)
}
