//! Whether a statement is one in the first person: `searchkit/quotations/first_person.py`.

use crate::quoting::Codes;
use crate::quoting::runs::QuotedRun;
use crate::quoting::speech::{ADDRESS, ALPHANUMERIC, DECIMAL, I, Speech};

const LEAST: f64 = 4.0;
const SHARE: f64 = 0.006;
const QUOTED: f64 = 0.5;

/// Whether what stands outside of all marks speaks of itself as "I".
pub fn is_first_person(speech: &Speech, text: &Codes, title: &Codes, found: &[QuotedRun]) -> bool {
    let mut outside = Vec::with_capacity(text.len());
    let mut at = 0;
    for run in found {
        outside.extend_from_slice(&text[at..run.start.max(at)]);
        at = run.end;
    }
    outside.extend_from_slice(&text[at..]);
    let (mut told, mut own) = (0, 0);
    each_word(speech, &outside, |word| {
        told += 1;
        let may_be = speech.may_begin(word[0], I) && word != [u16::from(b'i')];
        own += u32::from(may_be && speech.classes_of(word) & I != 0);
    });
    if told == 0 {
        return false;
    }
    let quoted = 1.0 - outside.len() as f64 / text.len() as f64;
    let mut is_address = false;
    each_word(speech, title, |word| {
        is_address |= speech.classes_of(word) & ADDRESS != 0
    });
    let least = if is_address { LEAST / 2.0 } else { LEAST };
    let own = f64::from(own);
    own >= least && own / f64::from(told) >= SHARE && quoted < QUOTED
}

/// Calls `with` on each word of letters, with an apostrophe within it.
fn each_word(speech: &Speech, text: &Codes, mut with: impl FnMut(&Codes)) {
    let is_letter = |at: usize| {
        text.get(at)
            .is_some_and(|&code| speech.has(code, ALPHANUMERIC) && !speech.has(code, DECIMAL))
    };
    let mut at = 0;
    while at < text.len() {
        if !is_letter(at) {
            at += 1;
            continue;
        }
        let begin = at;
        while is_letter(at) {
            at += 1;
        }
        if matches!(text.get(at), Some(0x27 | 0x2019)) && is_letter(at + 1) {
            at += 1;
            while is_letter(at) {
                at += 1;
            }
        }
        with(&text[begin..at]);
    }
}
