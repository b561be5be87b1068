//! The counting sort itself: each word, and each posting, to where it belongs.
//!
//! Lives here: sharing the stems among threads, and what a thread does. Does not live here: the
//! checks that all numbers fit (`inversion`), without which it would panic.

use super::{FormOf, NONE, Sizes, Words, statements};
use crate::memory::{Declined, Result, zeroes};
use crate::narrow::{IntoNarrowest, Narrow, Narrowest};

/// Where the next word and the next posting of a stem go, and its last posting's statement.
#[derive(Clone, Copy)]
struct Ahead {
    word: u32,
    posting: u32,
    doc: u32,
}

/// What `place` gives, as in `Inverted`.
pub struct Placed {
    pub positions: Narrowest,
    pub forms: Narrowest,
    pub docs: Vec<u32>,
    pub in_title: Vec<u32>,
    pub in_body: Vec<u32>,
}

/// The stems [first, last) of each thread: about as many words in each.
fn shares(counts: &[i64], words: usize, threads: usize) -> Vec<(usize, usize)> {
    let threads = threads.clamp(1, 64);
    let each = (words / threads + 1) as i64;
    let (mut made, mut first, mut sum) = (Vec::with_capacity(threads + 1), 0, 0);
    for (stem, &count) in counts.iter().enumerate() {
        sum += count;
        if sum >= each {
            made.push((first, stem + 1));
            (first, sum) = (stem + 1, 0);
        }
    }
    if first < counts.len() {
        made.push((first, counts.len()));
    }
    made
}

/// Put each word, and each posting, where it belongs.
pub fn place<P: IntoNarrowest, F: IntoNarrowest>(
    words: &Words,
    forms: &[FormOf],
    postings: &[u32],
    sizes: Sizes,
    threads: usize,
) -> Result<Placed> {
    let mut positions = zeroes::<P>(sizes.words)?;
    let mut ranks = zeroes::<F>(sizes.words)?;
    let mut docs = zeroes::<u32>(sizes.postings)?;
    let mut in_title = zeroes::<u32>(sizes.postings)?;
    let mut in_body = zeroes::<u32>(sizes.postings)?;
    let mut rest = Share {
        positions: &mut positions,
        ranks: &mut ranks,
        docs: &mut docs,
        in_title: &mut in_title,
        in_body: &mut in_body,
    };
    std::thread::scope(|scope| {
        let mut working = Vec::new();
        for (first, last) in shares(words.counts, sizes.words, threads) {
            let mut ahead = Vec::new();
            ahead
                .try_reserve_exact(last - first)
                .map_err(|_| Declined("there is not enough memory"))?;
            let (mut word, mut posting) = (0, 0);
            let counts = &words.counts[first..last];
            for (&count, &others) in counts.iter().zip(&postings[first..last]) {
                ahead.push(Ahead {
                    word,
                    posting,
                    doc: NONE,
                });
                word += count as u32;
                posting += others;
            }
            let (own, others) = rest.split(word as usize, posting as usize);
            rest = others;
            let builder = std::thread::Builder::new();
            let run = move || own.fill(words, forms, first as u32, ahead);
            let thread = builder.spawn_scoped(scope, run);
            working.push(thread.map_err(|_| Declined("there is no thread to be had"))?);
        }
        for thread in working {
            thread.join().map_err(|_| Declined("a thread has failed"))?;
        }
        Ok(())
    })?;
    Ok(Placed {
        positions: P::wrap(positions),
        forms: F::wrap(ranks),
        docs,
        in_title,
        in_body,
    })
}

/// Where the words and postings of some stems go.
struct Share<'a, P, F> {
    positions: &'a mut [P],
    ranks: &'a mut [F],
    docs: &'a mut [u32],
    in_title: &'a mut [u32],
    in_body: &'a mut [u32],
}

impl<P: Narrow, F: Narrow> Share<'_, P, F> {
    /// The first of it, and the rest.
    fn split(self, words: usize, postings: usize) -> (Self, Self)
    where
        Self: Sized,
    {
        let (positions, positions_left) = self.positions.split_at_mut(words);
        let (ranks, ranks_left) = self.ranks.split_at_mut(words);
        let (docs, docs_left) = self.docs.split_at_mut(postings);
        let (in_title, in_title_left) = self.in_title.split_at_mut(postings);
        let (in_body, in_body_left) = self.in_body.split_at_mut(postings);
        let own = Share {
            positions,
            ranks,
            docs,
            in_title,
            in_body,
        };
        let rest = Share {
            positions: positions_left,
            ranks: ranks_left,
            docs: docs_left,
            in_title: in_title_left,
            in_body: in_body_left,
        };
        (own, rest)
    }

    fn fill(mut self, words: &Words, forms: &[FormOf], first: u32, mut ahead: Vec<Ahead>) {
        for (doc, title, body) in statements(words) {
            let text = 2 * doc as usize;
            let body_begins = words.starts[text + 1] - words.starts[text];
            self.fill_text(title, 0, doc, true, forms, first, &mut ahead);
            self.fill_text(body, body_begins, doc, false, forms, first, &mut ahead);
        }
    }

    #[expect(clippy::too_many_arguments)]
    #[inline(always)]
    fn fill_text(
        &mut self,
        text: &[u32],
        begins: u32,
        doc: u32,
        is_title: bool,
        forms: &[FormOf],
        first: u32,
        ahead: &mut [Ahead],
    ) {
        for (position, &form) in (begins..).zip(text) {
            let FormOf { stem, rank } = forms[form as usize];
            // Stems before the first wrap round, and are none of these either.
            let Some(next) = ahead.get_mut(stem.wrapping_sub(first) as usize) else {
                continue;
            };
            let word = next.word as usize;
            next.word += 1;
            self.positions[word] = P::of(position);
            self.ranks[word] = F::of(rank);
            if next.doc != doc {
                next.doc = doc;
                self.docs[next.posting as usize] = doc;
                next.posting += 1;
            }
            let posting = next.posting as usize - 1;
            if is_title {
                self.in_title[posting] += 1;
            } else {
                self.in_body[posting] += 1;
            }
        }
    }
}
