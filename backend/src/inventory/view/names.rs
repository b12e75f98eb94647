//! Numbers for words that many rows share, so that a condition on such a word is decided once and not once a row.

use std::collections::HashMap;

/// Distinct words in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    /// The number of `word`, which is given one if it has none.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.to_owned());
        self.places.insert(word.to_owned(), place);
        place
    }

    /// Every word, by number.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// By number: whether the word meets a condition.
    pub(super) fn which(&self, mut condition: impl FnMut(&str) -> bool) -> Vec<bool> {
        self.words.iter().map(|word| condition(word)).collect()
    }
}
