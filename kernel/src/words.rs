//! From texts to numbered words.
//!
//! Lives here: the twin of `searchkit/kernels/plain/words.py`: finding words, numbering them, and
//! where a number may begin. Does not live here: what a character is, which Python tells in
//! tables; which digits are a number, which Python decides at the places that are found here.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::memory::{self, Declined, Result};

const INSIDE: u8 = 1;
const SPACE: u8 = 2;
const FOREIGN: u8 = 3;

/// What each character is, by its number; `FOREIGN` if it is not there.
#[derive(Clone, Copy)]
pub struct Kinds<'a>(pub &'a [u8]);

impl Kinds<'_> {
    #[inline(always)]
    fn of(&self, c: char) -> u8 {
        self.0.get(c as usize).copied().unwrap_or(FOREIGN)
    }

    /// Those of ASCII, to be looked up without a check.
    fn ascii(&self) -> [u8; 256] {
        std::array::from_fn(|code| self.0.get(code).copied().unwrap_or(FOREIGN))
    }
}

/// What tells where a number may begin: see `numbers._likely` of the plain twin.
pub struct Signs<'a> {
    pub kinds: Kinds<'a>,
    /// What each character of Latin-1 is to a number; all others are letters to it.
    pub classes: [u8; 256],
    /// Words that may stand after a number.
    pub beside: Vec<&'a [u8]>,
    /// Codes of currencies that may stand before one.
    pub codes: Vec<&'a [u8]>,
}

const DIGIT: u8 = b'0';
const JOINING: u8 = b',';
const LETTER: u8 = b'a';

impl Signs<'_> {
    /// Where the first digit of a number may stand, in characters; `None`: not for here.
    pub fn likely_places(&self, text: &str, scratch: &mut Vec<u8>) -> Result<Option<Vec<u32>>> {
        scratch.clear();
        scratch
            .try_reserve(text.len())
            .map_err(|_| Declined("there is not enough memory"))?;
        if text.is_ascii() {
            scratch.extend(text.bytes().map(|byte| self.classes[usize::from(byte)]));
        } else {
            for c in text.chars() {
                scratch.push(match self.kinds.of(c) {
                    FOREIGN => return Ok(None),
                    SPACE => JOINING,
                    _ => self.classes.get(c as usize).copied().unwrap_or(LETTER),
                });
            }
        }
        if u32::try_from(scratch.len()).is_err() {
            return Ok(None);
        }
        let mut found = Vec::new();
        let mut place = 0;
        while let Some(next) = scratch[place..].iter().position(|&class| class == DIGIT) {
            let first = place + next;
            let digits = scratch[first..]
                .iter()
                .take_while(|&&class| class == DIGIT)
                .count();
            place = first + digits;
            if self.is_likely(scratch, first, place) {
                found.push(first as u32);
            }
        }
        Ok(Some(found))
    }

    /// Whether the digits [first, end) may begin a number.
    fn is_likely(&self, classes: &[u8], first: usize, end: usize) -> bool {
        let before = &classes[..first];
        let after = &classes[end..];
        match before {
            [.., b'.' | b'a'..=b'z'] => return true,
            [rest @ .., JOINING] if self.codes.iter().any(|code| rest.ends_with(code)) => {
                return true;
            }
            _ => {}
        }
        match after {
            [b'a'..=b'z', ..] | [b'.' | JOINING, DIGIT, ..] => true,
            [JOINING | b'-', rest @ ..] => self.beside.iter().any(|word| {
                rest.strip_prefix(*word)
                    .is_some_and(|rest| !matches!(rest, [b'a'..=b'z' | DIGIT, ..]))
            }),
            _ => false,
        }
    }
}

/// Distinct words, numbered as they are first seen.
#[derive(Default)]
pub struct Forms {
    letters: Vec<u8>,
    ends: Vec<usize>,
    hasher: DefaultHashBuilder,
    numbers: HashTable<u32>,
}

impl Forms {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word of a number.
    pub fn get(&self, number: usize) -> &[u8] {
        word_at(&self.letters, &self.ends, number)
    }

    fn number(&mut self, word: &[u8]) -> Result<u32> {
        let Self {
            letters,
            ends,
            hasher,
            numbers,
        } = self;
        let hash = hasher.hash_one(word);
        let known = numbers.find(hash, |&one| word_at(letters, ends, one as usize) == word);
        if let Some(&number) = known {
            return Ok(number);
        }
        let number = u32::try_from(ends.len()).map_err(|_| Declined("there are too many words"))?;
        let full = |_| Declined("there is not enough memory");
        letters.try_reserve(word.len()).map_err(full)?;
        ends.try_reserve(1).map_err(full)?;
        letters.extend_from_slice(word);
        ends.push(letters.len());
        let hash_of = |&one: &u32| hasher.hash_one(word_at(letters, ends, one as usize));
        numbers
            .try_reserve(1, hash_of)
            .map_err(|_| Declined("there is not enough memory"))?;
        numbers.insert_unique(hash, number, hash_of);
        Ok(number)
    }
}

#[inline(always)]
fn word_at<'a>(letters: &'a [u8], ends: &[usize], number: usize) -> &'a [u8] {
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &letters[start..ends[number]]
}

/// The distinct words of several lists, and which of these each word of each list is.
///
/// A list is all of its words, one after the other, and where each ends.
pub fn merged(lists: &[(&[u8], Vec<u64>)]) -> Result<(Forms, Vec<Vec<u32>>)> {
    let mut forms = Forms::default();
    let mut numbers = Vec::with_capacity(lists.len());
    for (letters, ends) in lists {
        let mut of_list = memory::zeroes(ends.len())?;
        let mut start = 0;
        for (number, &end) in of_list.iter_mut().zip(ends) {
            let word = usize::try_from(end)
                .ok()
                .and_then(|end| Some((end, letters.get(start..end)?)));
            let Some((end, word)) = word else {
                return Err(Declined("the words of a list end outside of it"));
            };
            *number = forms.number(word)?;
            start = end;
        }
        numbers.push(of_list);
    }
    Ok((forms, numbers))
}

/// The words of some texts as numbers.
pub struct Numbered<'a> {
    kinds: Kinds<'a>,
    ascii: [u8; 256],
    pub forms: Forms,
    /// All words in reading order.
    pub tokens: Vec<u32>,
    /// How many words each text has.
    pub lengths: Vec<u32>,
    /// Which word of its text each number is.
    pub word_of_span: Vec<u32>,
}

impl<'a> Numbered<'a> {
    pub fn new(kinds: Kinds<'a>) -> Self {
        Self {
            kinds,
            ascii: kinds.ascii(),
            forms: Forms::default(),
            tokens: Vec::new(),
            lengths: Vec::new(),
            word_of_span: Vec::new(),
        }
    }

    /// Add a text of characters that are known; `spans` are its numbers, in characters.
    pub fn add(&mut self, text: &str, spans: &[(u32, u32)]) -> Result<()> {
        let begins = self.tokens.len();
        let mut last = 0;
        for span in bytes_of(text, spans) {
            let (start, end) = span?;
            self.add_words(&text[last..start])?;
            let word = self.tokens.len() - begins;
            self.word_of_span.push(word as u32);
            self.add_number(&text[start..end])?;
            last = end;
        }
        self.add_words(&text[last..])?;
        self.finish(begins)
    }

    /// Add a text of which the words are known.
    pub fn add_given<'w>(&mut self, words: impl Iterator<Item = &'w [u8]>) -> Result<()> {
        let begins = self.tokens.len();
        for word in words {
            self.add_word(word)?;
        }
        self.finish(begins)
    }

    fn finish(&mut self, begins: usize) -> Result<()> {
        let length = u32::try_from(self.tokens.len() - begins)
            .map_err(|_| Declined("a text has too many words"))?;
        self.lengths.push(length);
        Ok(())
    }

    fn add_word(&mut self, word: &[u8]) -> Result<()> {
        self.tokens
            .try_reserve(1)
            .map_err(|_| Declined("there is not enough memory"))?;
        let number = self.forms.number(word)?;
        self.tokens.push(number);
        Ok(())
    }

    /// Add what stands between two numbers.
    fn add_words(&mut self, text: &str) -> Result<()> {
        const NOWHERE: usize = usize::MAX;
        let bytes = text.as_bytes();
        let (mut place, mut start) = (0, NOWHERE);
        while let Some(&byte) = bytes.get(place) {
            let (kind, width) = if byte < 0x80 {
                (self.ascii[usize::from(byte)], 1)
            } else {
                let c = text[place..].chars().next().unwrap_or('\0');
                (self.kinds.of(c), c.len_utf8())
            };
            if kind == INSIDE {
                if start == NOWHERE {
                    start = place;
                }
            } else if start != NOWHERE {
                self.add_word(&bytes[start..place])?;
                start = NOWHERE;
            }
            place += width;
        }
        if start != NOWHERE {
            self.add_word(&bytes[start..])?;
        }
        Ok(())
    }

    /// Add a number, with a common space for each that it is written with.
    fn add_number(&mut self, text: &str) -> Result<()> {
        if text.is_ascii() {
            return self.add_word(text.as_bytes());
        }
        let common: String = text
            .chars()
            .map(|c| if self.kinds.of(c) == SPACE { ' ' } else { c })
            .collect();
        self.add_word(common.as_bytes())
    }
}

/// The spans of a text, ascending, in bytes instead of characters.
fn bytes_of(text: &str, spans: &[(u32, u32)]) -> impl Iterator<Item = Result<(usize, usize)>> {
    let mut ends = text
        .char_indices()
        .map(|(place, _)| place)
        .chain([text.len()])
        .enumerate()
        .peekable();
    let is_ascii = text.is_ascii();
    let mut last = 0;
    spans.iter().map(move |&(start, end)| {
        let (start, end) = (start as usize, end as usize);
        let wrong = Declined("numbers are not in order, or not in the text");
        if start < last || end <= start {
            return Err(wrong);
        }
        last = end;
        if is_ascii {
            return if end <= text.len() {
                Ok((start, end))
            } else {
                Err(wrong)
            };
        }
        // The end of a span may be the beginning of the next, so it is not taken.
        let mut byte_at = |wanted: usize| {
            while ends.next_if(|&(number, _)| number < wanted).is_some() {}
            ends.peek().map(|&(_, byte)| byte)
        };
        match (byte_at(start), byte_at(end)) {
            (Some(start), Some(end)) => Ok((start, end)),
            _ => Err(wrong),
        }
    })
}

#[cfg(test)]
mod tests;
