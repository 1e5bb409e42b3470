//! Settings of this device.

use crate::domain::messages::{Message, Tongue};
use crate::domain::settings::{TextSize, Theme};
use crate::ui::app::App;
use crate::ui::input;
use crate::ui::parts::{choice, heading};
use leptos::prelude::*;

/// Returns the page.
pub fn view(app: App) -> AnyView {
    let tongue = app.tongue.get();
    let sizes = TextSize::ALL.map(|size| choice::Choice {
        value: size.word().to_owned(),
        label: format!("{} %", size.word()),
        hint: None,
    });
    let themes = Theme::ALL.map(|theme| choice::Choice {
        value: theme.word().to_owned(),
        label: tongue.say(theme_name(theme)).to_owned(),
        hint: None,
    });
    let size = Signal::derive(move || app.settings.with(|s| s.text_size.word().to_owned()));
    let theme = Signal::derive(move || app.settings.with(|s| s.theme.word().to_owned()));
    let set_size = move |word: String| {
        let size = TextSize::ALL.into_iter().find(|size| size.word() == word);
        app.set(|settings| settings.text_size = size.unwrap_or_default());
    };
    let set_theme = move |word: String| {
        let theme = Theme::ALL.into_iter().find(|theme| theme.word() == word);
        app.set(|settings| settings.theme = theme.unwrap_or_default());
    };
    let contrast = move |event| {
        let on = input::is_checked(&event);
        app.set(|settings| settings.contrast = on);
    };
    view! {
        <div class="settings">
            {heading::heading(tongue.say(Message::SettingsName))}
            {group(&tongue, Message::SettingsSize,
                choice::radios("text_size", sizes.into(), size, set_size))}
            {group(&tongue, Message::SettingsTheme,
                choice::radios("theme", themes.into(), theme, set_theme))}
            <fieldset class="group">
                <legend><h2>{tongue.say(Message::SettingsContrast).to_owned()}</h2></legend>
                <label class="choice">
                    <input class="choice__input" type="checkbox" name="contrast" value="more"
                        prop:checked=move || app.settings.with(|s| s.contrast) on:change=contrast />
                    <span class="choice__text">
                        {tongue.say(Message::SettingsContrastOn).to_owned()}
                    </span>
                </label>
            </fieldset>
            {delete(app, &tongue)}
        </div>
    }
    .into_any()
}

fn group(tongue: &Tongue, name: Message, choices: AnyView) -> AnyView {
    view! {
        <fieldset class="group">
            <legend><h2>{tongue.say(name).to_owned()}</h2></legend>
            {choices}
        </fieldset>
    }
    .into_any()
}

fn theme_name(theme: Theme) -> Message {
    match theme {
        Theme::Auto => Message::ThemeAuto,
        Theme::Light => Message::ThemeLight,
        Theme::Dark => Message::ThemeDark,
    }
}

fn delete(app: App, tongue: &Tongue) -> AnyView {
    let sure = RwSignal::new(false);
    let [title, text, now, question, yes, no] = [
        Message::SettingsDelete,
        Message::SettingsDeleteText,
        Message::SettingsDeleteNow,
        Message::SettingsDeleteSure,
        Message::SettingsDeleteYes,
        Message::SettingsDeleteNo,
    ]
    .map(|message| tongue.say(message).to_owned());
    let ask = move |_| {
        sure.set(true);
        app.show("#delete-confirm");
    };
    let confirm = move |_| {
        sure.set(false);
        app.delete_everything();
        app.show("#notices");
    };
    let cancel = move |_| {
        sure.set(false);
        app.show("#delete-everything");
    };
    view! {
        <section class="card delete">
            <h2>{title}</h2>
            <p>{text}</p>
            <button type="button" class="button" id="delete-everything" hidden=move || sure.get()
                on:click=ask>{now}</button>
            <div hidden=move || !sure.get()>
                <p>{question}</p>
                <div class="buttons">
                    <button type="button" class="button button--warn" id="delete-confirm"
                        on:click=confirm>{yes}</button>
                    <button type="button" class="button" on:click=cancel>{no}</button>
                </div>
            </div>
        </section>
    }
    .into_any()
}
