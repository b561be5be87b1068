//! The words of a sentence, as finding speakers needs them: `searchkit/quotations/words.py`.

use crate::quoting::Codes;
use crate::quoting::speech::{
    ABBREVIATED, ALPHANUMERIC, Classes, HONORIFIC, LOWER, SPACE, Speech, UPPER,
};

/// A word or a sign.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// As written, without the `'s` of a possessive.
    pub text: &'t Codes,
    pub start: usize,
    pub end: usize,
    pub classes: Classes,
    pub is_capital: bool,
    pub owns: bool,
}

impl Word<'_> {
    #[inline(always)]
    pub fn is(&self, classes: Classes) -> bool {
        self.classes & classes != 0
    }

    /// Whether it is this sign.
    pub fn is_sign(&self, sign: char) -> bool {
        self.text.len() == 1 && u32::from(self.text[0]) == u32::from(sign)
    }
}

/// What may stand within a word.
fn joins(code: u16) -> bool {
    matches!(
        code,
        0x27 | 0x26 | 0x2d | 0x2e | 0x2010 | 0x2011 | 0x2018 | 0x2019
    )
}

/// The words and signs between two places.
pub fn words<'t>(speech: &Speech, text: &'t Codes, start: usize, end: usize) -> Vec<Word<'t>> {
    let mut found = Vec::with_capacity(end.saturating_sub(start) / 5 + 1);
    let mut at = start;
    while let Some((begin, end)) = next(speech, text, &mut at, end) {
        found.push(word(speech, text, begin, end));
    }
    found
}

/// How many words that begin with a letter or digit are between two places, up to `most`.
pub fn count(speech: &Speech, text: &Codes, start: usize, end: usize, most: usize) -> usize {
    let (mut at, mut count) = (start, 0);
    while let Some((begin, _)) = next(speech, text, &mut at, end).filter(|_| count < most) {
        count += usize::from(speech.has(text[begin], ALPHANUMERIC));
    }
    count
}

/// Where the next word or sign begins and ends, from `at` on.
#[inline(always)]
fn next(speech: &Speech, text: &Codes, at: &mut usize, end: usize) -> Option<(usize, usize)> {
    let mut begin = *at;
    while begin < end && speech.has(text[begin], SPACE) {
        begin += 1;
    }
    if begin >= end {
        return None;
    }
    let mut stop = begin + 1;
    if speech.has(text[begin], ALPHANUMERIC) {
        let mut place = stop;
        while place < end {
            if speech.is_inside(text[place]) {
                place += 1;
                stop = place;
            } else if joins(text[place]) {
                place += 1;
            } else {
                break;
            }
        }
    }
    *at = stop;
    Some((begin, stop))
}

fn word<'t>(speech: &Speech, text: &'t Codes, start: usize, end: usize) -> Word<'t> {
    let written = &text[start..end];
    let (bare, owns) = match written {
        [bare @ .., 0x27 | 0x2018 | 0x2019, 0x73] => (bare, true),
        _ => (written, false),
    };
    Word {
        text: bare,
        start,
        end,
        classes: speech.classes_of(bare),
        is_capital: speech.has(bare[0], UPPER),
        owns,
    }
}

/// Whether a sentence ends with the word at a place of `found`.
pub fn ends_sentence(speech: &Speech, found: &[Word<'_>], at: usize) -> bool {
    let [sign @ (0x2e | 0x21 | 0x3f)] = *found[at].text else {
        return false;
    };
    let Some(next) = found.get(at + 1) else {
        return true;
    };
    if sign == 0x2e && at > 0 {
        let before = &found[at - 1];
        if before.is(HONORIFIC | ABBREVIATED) || (before.text.len() == 1 && before.is_capital) {
            return false;
        }
    }
    !speech.has(next.text[0], LOWER)
}

/// Calls `with` on each sentence of `found`.
pub fn each_sentence<'w, 't>(
    speech: &Speech,
    found: &'w [Word<'t>],
    mut with: impl FnMut(&'w [Word<'t>]),
) {
    let mut begin = 0;
    for at in 0..found.len() {
        if ends_sentence(speech, found, at) || at + 1 == found.len() {
            with(&found[begin..=at]);
            begin = at + 1;
        }
    }
}
