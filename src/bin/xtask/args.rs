//! The words after a command.

/// Words that are taken one by one; [`Args::end`] refuses what nobody asked for.
pub struct Args {
    words: Vec<String>,
}

impl Args {
    /// Keeps the words in their order.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self { words: words.into_iter().collect() }
    }

    /// Takes a switch such as `--release` and tells whether it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Takes an option with a value, written `--port 8080` or `--port=8080`.
    ///
    /// Options must be taken before [`Args::free`], which would take their values for words.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        let joined = format!("{name}=");
        let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&joined))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        Err(format!("`{name}` needs a value"))
    }

    /// Takes the next word that is no option.
    pub fn free(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with("--"))?;
        Some(self.words.remove(at))
    }

    /// Refuses words that are left over.
    pub fn end(self) -> Result<(), String> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` is not understood here; see `cargo xtask help`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_and_words_come_in_any_order() {
        let mut args = args("--pack nrw table.csv --release --election=2025-09-14");
        assert!(args.flag("--release"));
        assert_eq!(args.value("--pack"), Ok(Some("nrw".to_owned())));
        assert_eq!(args.value("--election"), Ok(Some("2025-09-14".to_owned())));
        assert_eq!(args.free().as_deref(), Some("table.csv"));
        assert_eq!(args.end(), Ok(()));
    }

    #[test]
    fn missing_values_and_unknown_words_are_refused() {
        assert!(args("--port").value("--port").is_err());
        assert!(args("--prot 1").end().is_err());
        assert_eq!(args("").value("--port"), Ok(None));
    }
}
