//! What a person has set for this device.

use serde_json::{Map, Value};

/// Settings of a device; everything has a default, nothing is stored before it is changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Tag of the chosen language; the browser's wish counts if `None`.
    pub language: Option<String>,
    /// Whether German stands under headings, questions and answers of another language.
    pub both: bool,
    pub text_size: TextSize,
    pub theme: Theme,
    pub contrast: bool,
    /// Id of the election that answers are judged for; the next one if `None`.
    pub election: Option<String>,
    /// How fast pages are read aloud.
    pub speed: Speed,
    /// Whether answers that a pack calls sensitive are kept like the others.
    pub keep_sensitive: bool,
}

/// Size of all text, in percent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TextSize {
    #[default]
    Normal,
    Large,
    Larger,
    Largest,
}

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// How fast a voice speaks, in percent of its own speed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Speed {
    Slow,
    #[default]
    Normal,
    Faster,
    Fast,
}

impl Speed {
    pub const ALL: [Speed; 4] = [Speed::Slow, Speed::Normal, Speed::Faster, Speed::Fast];

    /// Returns the percentage.
    pub fn percent(self) -> i32 {
        match self {
            Speed::Slow => 75,
            Speed::Normal => 100,
            Speed::Faster => 125,
            Speed::Fast => 150,
        }
    }

    /// Returns the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Speed::Slow => "slow",
            Speed::Normal => "normal",
            Speed::Faster => "faster",
            Speed::Fast => "fast",
        }
    }

    /// Returns the speed of a stored form.
    pub fn of(word: &str) -> Speed {
        Speed::ALL.into_iter().find(|speed| speed.word() == word).unwrap_or_default()
    }
}

impl TextSize {
    pub const ALL: [TextSize; 4] =
        [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Largest];

    /// Returns the value of `data-text-size`.
    pub fn word(self) -> &'static str {
        match self {
            TextSize::Normal => "100",
            TextSize::Large => "125",
            TextSize::Larger => "150",
            TextSize::Largest => "200",
        }
    }
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// Returns the value of `data-theme`.
    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

impl Settings {
    /// Returns the stored form.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        let mut put = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), Value::String(value.to_owned()));
            }
        };
        put("language", self.language.as_deref());
        put("languages", self.both.then_some("both"));
        put("election", self.election.as_deref());
        put("text_size", Some(self.text_size.word()));
        put("theme", Some(self.theme.word()));
        put("contrast", Some(if self.contrast { "more" } else { "normal" }));
        put("sensitive", self.keep_sensitive.then_some("keep"));
        put("speed", (self.speed != Speed::Normal).then_some(self.speed.word()));
        Value::Object(map)
    }

    /// Reads the stored form; values that this build does not know become the default.
    pub fn from_value(value: &Value) -> Option<Settings> {
        let map = value.as_object()?;
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let size = TextSize::ALL.into_iter().find(|s| Some(s.word()) == text("text_size"));
        let theme = Theme::ALL.into_iter().find(|t| Some(t.word()) == text("theme"));
        Some(Settings {
            language: text("language").map(str::to_owned),
            both: text("languages") == Some("both"),
            text_size: size.unwrap_or_default(),
            theme: theme.unwrap_or_default(),
            contrast: text("contrast") == Some("more"),
            election: text("election").map(str::to_owned),
            speed: Speed::of(text("speed").unwrap_or_default()),
            keep_sensitive: text("sensitive") == Some("keep"),
        })
    }
}
