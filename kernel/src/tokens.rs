//! Where the words of a text are.
//!
//! Lives here: the twin of `searchkit/kernels/plain/offsets.py`, for one text. Does not live here: which
//! digits are one number (`numbers`), what a character is (`characters`).

use crate::characters::{is_ascii_digit, is_blank};
use crate::memory::{Declined, Result};
use crate::numbers::Written;

/// Where the tokens of a text begin and end, in characters, ascending.
#[derive(Default)]
pub struct Offsets {
    pub starts: Vec<i64>,
    pub ends: Vec<i64>,
}

impl Offsets {
    fn add(&mut self, start: usize, end: usize) {
        self.starts.push(start as i64);
        self.ends.push(end as i64);
    }

    /// Find those of a text.
    pub fn find(&mut self, written: &Written<'_>) -> Result<()> {
        let text = written.text;
        self.starts.clear();
        self.ends.clear();
        // There is a word for every second character at most, or one more.
        for list in [&mut self.starts, &mut self.ends] {
            list.try_reserve(text.len() / 4)
                .map_err(|_| Declined("there is not enough memory"))?;
        }
        let mut begun = None;
        let mut place = 0;
        while let Some(&code) = text.get(place) {
            if is_ascii_digit(code) {
                let end = digits_end(text, place);
                if let Some((first, last)) = number(written, place, end) {
                    if let Some(start) = begun.take() {
                        self.add(start, first);
                    }
                    self.add(first, last);
                    place = last;
                } else {
                    begun.get_or_insert(place);
                    place = end;
                }
                continue;
            }
            if written.characters.is_inside(code) {
                begun.get_or_insert(place);
            } else if let Some(start) = begun.take() {
                self.add(start, place);
            }
            place += 1;
        }
        if let Some(start) = begun {
            self.add(start, text.len());
        }
        Ok(())
    }
}

fn digits_end(text: &[u32], first: usize) -> usize {
    let rest = text[first..].iter();
    first + rest.take_while(|&&code| is_ascii_digit(code)).count()
}

/// The number that begins with the digits [first, end), where they are not one word by themselves.
/// Most are.
fn number(written: &Written<'_>, first: usize, end: usize) -> Option<(usize, usize)> {
    let text = written.text;
    let is_inside = |code: u32| written.characters.is_inside(code);
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
