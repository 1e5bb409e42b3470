//! Words by number, so that each is looked at once however many events hold it.

/// Different words, numbered in the order in which they came.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Words {
    text: String,
    /// End of each word in the text.
    ends: Vec<u32>,
    /// Numbers plus one at the places that their letters give; 0 is a free place.
    slots: Vec<u32>,
}

impl Words {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the word of a number.
    pub fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.end(before));
        self.text.get(start..self.end(number)).unwrap_or_default()
    }

    fn end(&self, number: usize) -> usize {
        self.ends.get(number).map_or(0, |end| *end as usize)
    }

    /// Returns the number of a word, a new one for a new word.
    pub fn number(&mut self, word: &str) -> u32 {
        if self.slots.len() < 2 * self.len() + 2 {
            self.grow();
        }
        let slot = self.slot(word);
        if self.slots[slot] == 0 {
            self.text.push_str(word);
            self.ends.push(self.text.len() as u32);
            self.slots[slot] = self.len() as u32;
        }
        self.slots[slot] - 1
    }

    /// Returns the number of a word that is there.
    pub fn find(&self, word: &str) -> Option<u32> {
        let slot = if self.slots.is_empty() { 0 } else { self.slot(word) };
        self.slots.get(slot).and_then(|number| number.checked_sub(1))
    }

    /// Returns the place where a word stands, or where it would; some places are always free.
    fn slot(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) as usize & mask;
        while self.slots[slot] != 0 && self.get(self.slots[slot] as usize - 1) != word {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let size = (4 * self.len()).next_power_of_two().max(64);
        self.slots = vec![0; size];
        for number in 0..self.len() {
            let slot = self.slot(self.get(number));
            self.slots[slot] = number as u32 + 1;
        }
    }
}

/// Returns a number made of all letters of a word: Fowler–Noll–Vo, 1a, with its upper bits mixed in.
pub fn hash(word: &str) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = word.bytes().fold(0x811c_9dc5, mix);
    hash ^ hash >> 15
}
