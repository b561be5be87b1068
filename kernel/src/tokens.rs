//! Where the words of a text are.
//!
//! Lives here: the twin of `searchkit/kernels/plain/offsets.py`, for one text. Does not live here: which
//! digits are one number (`numbers`), what a character is (`characters`).

use crate::characters::{Codes, is_ascii_digit, is_blank};
use crate::memory::{Declined, Result};
use crate::numbers::Written;

/// Characters whose edges are looked for together, in one number.
const TOGETHER: usize = 64;

/// Where the tokens of a text begin and end, in characters, ascending.
#[derive(Default)]
pub struct Offsets {
    /// The beginning and the end of each, in turn.
    edges: Vec<u32>,
    /// Of each character, whether it is part of a token; with what it takes to fill the last
    /// `TOGETHER`, and a sign that is none.
    inside: Vec<u8>,
}

impl Offsets {
    pub fn len(&self) -> usize {
        self.edges.len() / 2
    }

    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    pub fn start(&self, word: usize) -> i64 {
        i64::from(self.edges[2 * word])
    }

    pub fn end(&self, word: usize) -> i64 {
        i64::from(self.edges[2 * word + 1])
    }

    /// How many words begin before `place`.
    pub fn begun(&self, place: i64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.start(middle) < place {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Forget all words.
    pub fn clear(&mut self) {
        self.edges.clear();
    }

    /// Find those of a text.
    ///
    /// Words are short: to decide at each character whether one begins or ends would be wrong
    /// twice a word. So their edges are the bits in which a row of marks differs from itself,
    /// moved by one.
    pub fn find(&mut self, written: &Written<'_>) -> Result<()> {
        let text = written.text;
        let full = |_| Declined("there is not enough memory");
        if u32::try_from(text.len()).is_err() {
            return Err(Declined("a text is too long"));
        }
        let size = (text.len() / TOGETHER + 1) * TOGETHER;
        self.clear();
        self.inside.clear();
        self.inside.try_reserve(size).map_err(full)?;
        let characters = written.characters;
        self.inside.extend(
            text.iter()
                .map(|&code| u8::from(characters.is_inside(code))),
        );
        self.inside.resize(size, 0);
        let touching = self.add_numbers(written);
        let mut last = 0;
        for (row, marks) in self.inside.chunks_exact(TOGETHER).enumerate() {
            let bits = bits_of(marks);
            let mut edges = bits ^ (bits << 1 | last);
            last = bits >> (TOGETHER - 1);
            self.edges
                .try_reserve(edges.count_ones() as usize)
                .map_err(full)?;
            while edges != 0 {
                let place = row * TOGETHER + edges.trailing_zeros() as usize;
                self.edges.push(place as u32);
                edges &= edges - 1;
            }
        }
        if !touching.is_empty() {
            self.edges.extend(touching);
            self.edges.sort();
        }
        Ok(())
    }

    /// Mark all characters of numbers as parts of a token; gives where a number and a token beside
    /// it have nothing between them, twice each.
    fn add_numbers(&mut self, written: &Written<'_>) -> Vec<u32> {
        let text = written.text;
        let mut touching = Vec::new();
        let mut place = 0;
        while let Some(first) = next_digit(text, place) {
            let digits = text[first..].iter();
            let end = first + digits.take_while(|&&code| is_ascii_digit(code)).count();
            let Some((start, end)) = number(written, first, end) else {
                place = end;
                continue;
            };
            self.inside[start..end].fill(1);
            if start > 0 && self.inside[start - 1] == 1 {
                touching.extend([start as u32; 2]);
            }
            if self.inside[end] == 1 {
                touching.extend([end as u32; 2]);
            }
            place = end;
        }
        touching
    }
}

/// One bit for each of 64 bytes that are 0 or 1, the first the lowest.
fn bits_of(marks: &[u8]) -> u64 {
    let mut bits = 0;
    for (number, eight) in marks.chunks_exact(8).enumerate() {
        let eight = <[u8; 8]>::try_from(eight).unwrap_or_default();
        // Each byte's bit is moved to a place of its own in the highest byte of the product.
        let packed = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= packed << (8 * number);
    }
    bits
}

/// The next digit from `place` on.
fn next_digit(text: &Codes, place: usize) -> Option<usize> {
    let rest = &text[place..];
    for (number, some) in rest.chunks(32).enumerate() {
        let there = some
            .iter()
            .fold(false, |any, &code| any | is_ascii_digit(code));
        if there {
            let before = some
                .iter()
                .take_while(|&&code| !is_ascii_digit(code))
                .count();
            return Some(place + number * 32 + before);
        }
    }
    None
}

/// The number that begins with the digits [first, end), where they are not one word by themselves.
/// Most are.
fn number(written: &Written<'_>, first: usize, end: usize) -> Option<(usize, usize)> {
    let text = written.text;
    let is_inside = |code: u16| written.characters.is_inside(code);
    let before = first.checked_sub(1).map(|place| text[place]);
    let likely = before.is_some_and(|code| code == 0x2e || is_inside(code))
        || text.get(end).is_some_and(|&after| {
            is_inside(after)
                || ((after == 0x2e || after == 0x2c || is_blank(after))
                    && text.get(end + 1).is_some_and(|&code| is_ascii_digit(code)))
        });
    if likely {
        written.number_at(first)
    } else {
        None
    }
}
