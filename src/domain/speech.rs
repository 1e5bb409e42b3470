//! Reading aloud: which voice speaks, what is one sentence, and what comes next.
//!
//! Knows no browser. The page comes in as blocks of text, the device as a list of voices; out go parts to
//! be spoken one after the other, each with its voice and with its place in the block.

mod sentences;
mod voices;

pub use sentences::{Sentence, sentences};
pub use voices::{Voice, choose, same_language};

/// A stretch of text in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Tag of the language, as the page says it.
    pub lang: String,
    /// A line break is a pause: what stands behind it is another line on the screen.
    pub text: String,
}

/// A paragraph, a heading, an answer: what a person hears before they say "next".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Block {
    pub runs: Vec<Run>,
}

/// What is spoken at a time: one sentence, or a piece of a long one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Number of the block, and the place in it in units of UTF-16, by which browsers count.
    pub block: usize,
    pub from: usize,
    pub to: usize,
    pub text: String,
    /// Number of the voice in the list of the device.
    pub voice: usize,
}

/// A page that can be spoken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Script {
    pub parts: Vec<Part>,
    /// The first language for which a whole block has to stay silent.
    pub silent: Option<String>,
}

/// Makes a script of a page.
///
/// A block whose languages have no voice is left out. A foreign word without a voice of its own is spoken by
/// the voice of the words beside it.
pub fn script(blocks: &[Block], voices: &[Voice]) -> Script {
    let mut script = Script::default();
    for (at, block) in blocks.iter().enumerate() {
        let own: Vec<Option<usize>> =
            block.runs.iter().map(|run| choose(voices, &run.lang)).collect();
        let spare = own.iter().find_map(|voice| *voice);
        let mut start = 0;
        for (run, voice) in block.runs.iter().zip(own) {
            for sentence in sentences(&run.text) {
                let Some(voice) = voice.or(spare) else {
                    if script.silent.is_none() {
                        script.silent = Some(run.lang.clone());
                    }
                    continue;
                };
                script.parts.push(Part {
                    block: at,
                    from: start + sentence.from,
                    to: start + sentence.to,
                    text: sentence.text,
                    voice,
                });
            }
            start += units(&run.text);
        }
    }
    script
}

/// Returns the length of a text as browsers count it.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// What a person is told about the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mood {
    /// Nothing is spoken: before the first word, after the last, in a pause.
    #[default]
    Quiet,
    /// The device is asked for its voices: some have them ready only after a moment.
    Waiting,
    Speaking,
    /// There is no voice for the language of the page.
    NoVoice,
    /// The voice was asked to speak and did not.
    Failed,
}

/// What is to be done after a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Nothing,
    /// Speak the present part, after whatever is being spoken has been cut off.
    Say,
    /// Fall silent.
    Hush,
}

/// Why a voice fell silent before the end of its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Somebody else wants the voice, or the browser wants a tap first.
    Taken,
    /// Anything else.
    Broken,
}

/// Goes through the parts of a page.
///
/// Whatever is spoken has a turn of its own. News of earlier turns come late, and do nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reader {
    pub mood: Mood,
    /// The language for which there is no voice, of the page or of a block.
    pub silent: Option<String>,
    /// The page that is read, as whoever asked for it calls it.
    pub page: Option<String>,
    parts: Vec<Part>,
    at: usize,
    turn: u32,
    /// Whether the present part has failed once.
    failed: bool,
}

impl Reader {
    /// Returns the part that is spoken, or would be.
    pub fn part(&self) -> Option<&Part> {
        self.parts.get(self.at)
    }

    /// Returns the number of what is spoken.
    pub fn turn(&self) -> u32 {
        self.turn
    }

    fn is_on(&self, turn: u32) -> bool {
        self.turn == turn && self.mood == Mood::Speaking
    }

    /// Takes the page as it is now; the place stays where the same words are.
    pub fn take(&mut self, script: Script) {
        let old = std::mem::replace(&mut self.parts, script.parts);
        self.silent = script.silent;
        self.at = old.get(self.at).map_or(0, |part| nearest(&self.parts, &part.text, self.at));
    }

    /// Begins with a block, or with the next one that is spoken.
    pub fn say_block(&mut self, block: usize) -> Order {
        let found = self.parts.iter().position(|part| part.block >= block);
        self.say(found.unwrap_or(0))
    }

    /// Goes on where it was.
    pub fn play(&mut self) -> Order {
        self.say(self.at)
    }

    /// Falls silent, and stays where it is.
    pub fn pause(&mut self) -> Order {
        self.settle(Mood::Quiet)
    }

    /// Falls silent for a reason.
    pub fn settle(&mut self, mood: Mood) -> Order {
        self.turn += 1;
        self.mood = mood;
        Order::Hush
    }

    /// Forgets the page.
    pub fn leave(&mut self) -> Order {
        *self = Reader { turn: self.turn, ..Reader::default() };
        self.settle(Mood::Quiet)
    }

    /// Goes to the next block; behind the last one is the end.
    pub fn forward(&mut self) -> Order {
        let Some(block) = self.part().map(|part| part.block) else { return Order::Nothing };
        match self.parts.iter().position(|part| part.block > block) {
            Some(next) => self.say(next),
            None => self.end(),
        }
    }

    /// Goes back to the beginning of the block; from there, to the block before.
    pub fn back(&mut self) -> Order {
        let Some(block) = self.part().map(|part| part.block) else { return Order::Nothing };
        let first = self.first_of(block);
        if first < self.at || first == 0 {
            return self.say(first);
        }
        let before = self.parts.get(first - 1).map_or(block, |part| part.block);
        self.say(self.first_of(before))
    }

    fn first_of(&self, block: usize) -> usize {
        self.parts.iter().position(|part| part.block == block).unwrap_or(0)
    }

    /// Hears that the part of a turn has been spoken.
    pub fn ended(&mut self, turn: u32) -> Order {
        match self.is_on(turn) {
            false => Order::Nothing,
            true if self.at + 1 < self.parts.len() => self.say(self.at + 1),
            true => self.end(),
        }
    }

    /// Hears that the part of a turn was not spoken to its end. It is tried once more: a voice that has just
    /// been cut off may swallow what comes next.
    pub fn fell_silent(&mut self, turn: u32, fault: Fault) -> Order {
        match (self.is_on(turn), fault) {
            (false, _) => Order::Nothing,
            (true, Fault::Taken) => self.pause(),
            (true, Fault::Broken) if self.failed => self.settle(Mood::Failed),
            (true, Fault::Broken) => {
                let order = self.say(self.at);
                self.failed = true;
                order
            }
        }
    }

    fn say(&mut self, at: usize) -> Order {
        if self.parts.is_empty() {
            return Order::Nothing;
        }
        self.at = at.min(self.parts.len() - 1);
        self.turn += 1;
        self.failed = false;
        self.mood = Mood::Speaking;
        Order::Say
    }

    /// The page is over; playing again begins anew.
    fn end(&mut self) -> Order {
        self.at = 0;
        self.pause()
    }
}

/// Returns the place of a text nearest to where it was; that place itself if the text is gone.
fn nearest(parts: &[Part], text: &str, was: usize) -> usize {
    let mut best: Option<usize> = None;
    for (at, part) in parts.iter().enumerate() {
        if part.text == text && best.is_none_or(|best| at.abs_diff(was) < best.abs_diff(was)) {
            best = Some(at);
        }
    }
    best.unwrap_or(was).min(parts.len().saturating_sub(1))
}
