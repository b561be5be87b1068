//! The words of an office.
//!
//! Lives here: them, as those of two mentions are compared. Does not live here: finding them (`mentions`),
//! who holds it (`cast`).

use crate::quoting::speech::{Classes, HONORIFIC, NO_OFFICE, OPPONENT, Speech, WITHIN_OFFICE};
use crate::quoting::words::Word;

/// The words of an office, each once; and their classes together.
#[derive(Clone, Debug, Default)]
pub struct Office {
    pub words: Vec<Vec<u16>>,
    classes: Classes,
}

impl Office {
    /// Add a word.
    pub fn add(&mut self, speech: &Speech, word: &Word<'_>) {
        let lowered = speech.lowered(word.text);
        if !self.words.contains(&lowered) {
            self.words.push(lowered);
            self.classes |= word.classes;
        }
    }

    /// Add those of another.
    pub fn add_all(&mut self, other: &Office) {
        for word in &other.words {
            if !self.words.contains(word) {
                self.words.push(word.clone());
            }
        }
        self.classes |= other.classes;
    }

    /// Whether it is one of those whom a minister may answer.
    pub fn opposes(&self) -> bool {
        self.classes & OPPONENT != 0
    }

    /// How many words both have.
    pub fn shared(&self, other: &Office) -> usize {
        self.words
            .iter()
            .filter(|word| other.words.contains(word))
            .count()
    }

    /// Take out what only joins the words of an office.
    pub fn without_links(&mut self, speech: &Speech) {
        let drops = WITHIN_OFFICE | HONORIFIC | NO_OFFICE;
        self.words
            .retain(|word| speech.classes_of(word) & drops == 0);
        self.classes = self
            .words
            .iter()
            .fold(0, |all, word| all | speech.classes_of(word));
    }
}
