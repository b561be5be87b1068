//! Who says what in a statement.
//!
//! Lives here: the twin of `searchkit.quotations`, which says what each rule is for. Its modules are
//! those of that package. Does not live here: names without honorifics (`searchkit.schema.names`),
//! aligning and comparing quotations.
//!
//! Texts are the numbers of their characters. What a character is, Python has told; a statement with
//! any other is declined. All of it takes time linear in the length of the text.

pub mod attribution;
pub mod befores;
pub mod cast;
pub mod finding;
pub mod first_person;
pub mod judging;
pub mod marks;
pub mod mentions;
pub mod names;
pub mod office;
pub mod runs;
pub mod short_words;
pub mod speech;
pub mod words;

#[cfg(test)]
mod tests;

/// A text, or a part of one, as the numbers of its characters.
pub type Codes = [u16];

/// Whether a character is one of `wanted`.
#[inline]
pub fn is_in(code: u16, wanted: &str) -> bool {
    wanted.chars().any(|c| u32::from(c) == u32::from(code))
}

pub const LINE: u16 = b'\n' as u16;

/// Where `wanted` begins last within a part of a text.
pub fn last_of(text: &Codes, wanted: &[u16], start: usize, end: usize) -> Option<usize> {
    let part = text.get(start..end)?;
    let place = part.windows(wanted.len()).rposition(|one| one == wanted)?;
    Some(start + place)
}

/// Where `wanted` begins first within a part of a text.
pub fn first_of(text: &Codes, wanted: &[u16], start: usize, end: usize) -> Option<usize> {
    let part = text.get(start..end)?;
    let place = part.windows(wanted.len()).position(|one| one == wanted)?;
    Some(start + place)
}

/// A line break, and another.
pub const PARAGRAPH: [u16; 2] = [LINE, LINE];

/// Where the line begins that `at` is in, or `start`.
pub fn line_start(text: &Codes, start: usize, at: usize) -> usize {
    last_of(text, &[LINE], start, at).map_or(start, |line| line + 1)
}
