//! The classes of short words, which are asked for most.
//!
//! Lives here: a table of words that are one number each. Does not live here: which number (`speech`).

use crate::memory::{Declined, Result};
use crate::quoting::speech::Classes;

/// The classes of short words, each in the first free place from that of its number on.
pub struct ShortWords(Vec<(u64, Classes)>);

impl Default for ShortWords {
    fn default() -> Self {
        Self(vec![(0, 0); 1 << Self::BITS])
    }
}

impl ShortWords {
    const BITS: u32 = 12;

    /// Where a word is, or has to be.
    #[inline(always)]
    fn place(&self, key: u64) -> usize {
        // Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4.
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS);
        let mut place = usize::try_from(hash).unwrap_or(0);
        while self.0[place].0 != key && self.0[place].0 != 0 {
            place = (place + 1) % self.0.len();
        }
        place
    }

    /// Add a word.
    pub fn add(&mut self, key: u64, classes: Classes) -> Result<()> {
        let place = self.place(key);
        self.0[place] = (key, classes);
        // There must be free places, or a search would not end.
        let full = self.0.iter().filter(|(key, _)| *key != 0).count() > self.0.len() / 2;
        if full {
            Err(Declined("there are too many words"))
        } else {
            Ok(())
        }
    }

    #[inline(always)]
    pub fn classes_of(&self, key: u64) -> Classes {
        let (found, classes) = self.0[self.place(key)];
        if found == key { classes } else { 0 }
    }
}
