//! Which words stand before names.
//!
//! Lives here: capitalised words with the one before each, from which first names are told. Its twin is
//! part of `searchkit/quotations/lines.py`. Does not live here: whom they name (`cast`).

use hashbrown::HashMap;

use crate::quoting::Codes;
use crate::quoting::speech::{ALPHABETIC, BODY, HONORIFIC, NO_NAME, OFFICE, Speech};
use crate::quoting::words::Word;

/// Which words stand before a name, and how often.
#[derive(Default)]
pub struct Before<'t> {
    places: HashMap<&'t Codes, usize>,
    counts: Vec<(&'t Codes, u32)>,
}

impl<'t> Before<'t> {
    fn add(&mut self, word: &'t Codes) {
        let place = *self.places.entry(word).or_insert(self.counts.len());
        match self.counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((word, 1)),
        }
    }

    /// All of them, in the order in which they were met.
    pub fn words(&self) -> impl Iterator<Item = &'t Codes> {
        self.counts.iter().map(|(word, _)| *word)
    }

    /// The most frequent, of those the first.
    pub fn most(&self) -> Option<&'t Codes> {
        let most = self.counts.iter().map(|(_, count)| count).max()?;
        let (word, _) = self.counts.iter().find(|(_, count)| count == most)?;
        Some(word)
    }
}

/// Those of a statement.
#[derive(Default)]
pub struct Befores<'t> {
    /// Capitalised words, each with the one before it.
    pairs: Vec<(&'t Codes, &'t Codes)>,
    /// The same by the later word, folded; made when it is first asked for.
    by_word: Option<HashMap<Vec<u16>, Before<'t>>>,
}

impl<'t> Befores<'t> {
    /// Note those of a sentence.
    pub fn add(&mut self, speech: &Speech, sentence: &[Word<'t>]) {
        for pair in sentence.windows(2) {
            let [before, word] = pair else { continue };
            if word.is_capital && !before.owns && can_be_first(speech, before) {
                self.pairs.push((word.text, before.text));
            }
        }
    }

    /// What stands before a word, folded.
    pub fn of(&mut self, speech: &Speech, last: &Codes) -> Option<&Before<'t>> {
        let pairs = &self.pairs;
        let by_word = self.by_word.get_or_insert_with(|| {
            let mut made: HashMap<Vec<u16>, Before<'t>> = HashMap::new();
            for (word, before) in pairs {
                made.entry(speech.fold(word)).or_default().add(before);
            }
            made
        });
        by_word.get(last)
    }
}

fn can_be_first(speech: &Speech, word: &Word<'_>) -> bool {
    word.is_capital
        && !word.is(OFFICE | HONORIFIC | NO_NAME | BODY)
        && speech.has(word.text[0], ALPHABETIC)
        && !speech.is_upper(word.text)
}
