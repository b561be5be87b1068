//! What is shown of the texts of a page.
//!
//! Lives here: the twin of `searchkit/kernels/plain/passages.py`: which words of each text match, then
//! its highlights or its fragments. Does not live here: the fragments (`fragments`), the words
//! (`tokens`).

use crate::characters::Characters;
use crate::fragments::{self, Fragment, Mark, Occurrence, Sizes, Text};
use crate::memory::{Declined, Result};
use crate::numbers::{Beside, Written};
use crate::tokens::Offsets;

/// What is wanted of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Highlights of all of it.
    Highlights,
    /// Fragments, the opening where nothing matches.
    Fragments,
    /// Fragments where something matches.
    FragmentsOfMatches,
}

/// What every text is read by.
pub struct Reading {
    pub characters: Characters,
    pub beside: Beside,
}

/// What is shown of a text.
#[derive(Default)]
pub struct Shown {
    pub marks: Vec<Mark>,
    pub fragments: Vec<Fragment>,
}

/// No text has as many words, and sums of such numbers do not overflow.
const LARGEST: i64 = 1 << 40;

/// Room that is used again for each text.
#[derive(Default)]
struct Scratch {
    codes: Vec<u16>,
    words: Offsets,
}

/// What is shown of each text; `rows` has what matches in each, ascending.
///
/// `None`: a text has a character that the kernel does not know.
pub fn shown(
    reading: &Reading,
    texts: &[&str],
    wanted: &[Wanted],
    rows: &[Vec<Occurrence>],
    weights: &[f64],
    sizes: Sizes,
) -> Result<Option<Vec<Shown>>> {
    if texts.len() != wanted.len() || texts.len() != rows.len() {
        return Err(Declined("each text is wanted in one way"));
    }
    let mut scratch = Scratch::default();
    let mut found = Vec::with_capacity(texts.len());
    for ((text, &wanted), row) in texts.iter().zip(wanted).zip(rows) {
        let right = |&(first, width, leaf): &Occurrence| {
            (0..LARGEST).contains(&first) && (1..LARGEST).contains(&width) && leaf < weights.len()
        };
        if !row.iter().all(right) {
            return Err(Declined("an occurrence is of no word or of no leaf"));
        }
        if row.is_empty() && wanted != Wanted::Fragments {
            found.push(Shown::default());
            continue;
        }
        if !reading.characters.decode(text, &mut scratch.codes) {
            return Ok(None);
        }
        found.push(reading.shown(&mut scratch, wanted, row, weights, sizes)?);
    }
    Ok(Some(found))
}

impl Reading {
    fn shown(
        &self,
        scratch: &mut Scratch,
        wanted: Wanted,
        row: &[Occurrence],
        weights: &[f64],
        sizes: Sizes,
    ) -> Result<Shown> {
        let Scratch { codes, words } = scratch;
        let written = Written {
            text: codes,
            characters: &self.characters,
            beside: &self.beside,
        };
        if row.is_empty() {
            words.clear();
        } else {
            words.find(&written)?;
        }
        if wanted == Wanted::Highlights {
            let marks = fragments::highlights(words, row);
            return Ok(Shown {
                marks,
                ..Shown::default()
            });
        }
        let text = Text {
            codes,
            characters: &self.characters,
            words,
            sizes,
        };
        Ok(Shown {
            fragments: text.snippets(row, weights),
            ..Shown::default()
        })
    }
}
