//! From words in reading order to words in dictionary order.
//!
//! Lives here: the twin of `searchkit/kernels/plain/inversion.py`, whose `invert` says what the
//! arrays mean. Does not live here: what the numbers stand for.
//!
//! It is a counting sort. Where each stem's share begins is known from the counts, so one walk
//! over all words puts each where it belongs; no word is compared with another. Each thread
//! walks over all of them and puts those of its own stems, whose places nobody else touches.

use crate::memory::{Declined, Narrow, Result, filled, zeroes};

/// Integers in the narrowest type that holds them.
pub enum Narrowest {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

/// What an inversion gives; `Inverted` of the plain twin says what each is.
pub struct Inverted {
    pub positions: Narrowest,
    pub forms: Narrowest,
    /// How many postings each stem has.
    pub postings: Vec<i64>,
    pub docs: Narrowest,
    pub in_title: Vec<u32>,
    pub in_body: Vec<u32>,
    pub forward: Vec<u16>,
}

/// The words of a segment, as they are read.
pub struct Words<'a> {
    /// The form of each word in reading order.
    pub forms: &'a [u32],
    /// Words in each text: a title and a body by turns.
    pub lengths: &'a [u32],
    /// Where each text begins, then the end of the last.
    pub starts: &'a [u32],
    /// The stem of each form, ascending.
    pub stem_of_form: &'a [u32],
    /// How often each stem occurs.
    pub counts: &'a [i64],
    /// What the forward array has for each stem.
    pub codes: &'a [u16],
}

/// What placing a word needs of its form: its stem, and which of the stem's forms it is.
#[derive(Clone, Copy)]
struct FormOf {
    stem: u32,
    rank: u32,
}

/// Where the next word and the next posting of a stem go, and its last posting's statement.
#[derive(Clone, Copy)]
struct Ahead {
    word: u32,
    posting: u32,
    doc: u32,
}

const NONE: u32 = u32::MAX;

/// The inversion of `words`, by at most `threads` at once.
pub fn invert(words: &Words, threads: usize) -> Result<Inverted> {
    let forms = forms_of(words.stem_of_form, words.counts.len())?;
    let largest = checked(words, &forms)?;
    let postings = count_postings(words, &forms)?;
    let sizes = Sizes {
        words: words.forms.len(),
        postings: total(&postings)?,
    };
    let placed = match (width(largest.position), width(largest.form)) {
        (1, 1) => place::<u8, u8>(words, &forms, &postings, sizes, threads),
        (1, 2) => place::<u8, u16>(words, &forms, &postings, sizes, threads),
        (1, _) => place::<u8, u32>(words, &forms, &postings, sizes, threads),
        (2, 1) => place::<u16, u8>(words, &forms, &postings, sizes, threads),
        (2, 2) => place::<u16, u16>(words, &forms, &postings, sizes, threads),
        (2, _) => place::<u16, u32>(words, &forms, &postings, sizes, threads),
        (_, 1) => place::<u32, u8>(words, &forms, &postings, sizes, threads),
        (_, 2) => place::<u32, u16>(words, &forms, &postings, sizes, threads),
        (_, _) => place::<u32, u32>(words, &forms, &postings, sizes, threads),
    }?;
    Ok(Inverted {
        positions: placed.positions,
        forms: placed.forms,
        postings: postings.iter().map(|&count| i64::from(count)).collect(),
        docs: narrowed(placed.docs, largest.doc)?,
        in_title: placed.in_title,
        in_body: placed.in_body,
        forward: forward(words, &forms)?,
    })
}

/// The largest of the numbers that are kept in the narrowest type.
struct Largest {
    position: u32,
    form: u32,
    doc: u32,
}

#[derive(Clone, Copy)]
struct Sizes {
    words: usize,
    postings: usize,
}

struct Placed {
    positions: Narrowest,
    forms: Narrowest,
    docs: Vec<u32>,
    in_title: Vec<u32>,
    in_body: Vec<u32>,
}

/// Each form's stem and rank among the forms of its stem.
fn forms_of(stem_of_form: &[u32], stems: usize) -> Result<Vec<FormOf>> {
    let mut made = Vec::new();
    made.try_reserve_exact(stem_of_form.len())
        .map_err(|_| Declined("there is not enough memory"))?;
    let (mut last, mut rank) = (NONE, 0);
    for &stem in stem_of_form {
        if stem as usize >= stems || (last != NONE && stem < last) {
            return Err(Declined("stems do not ascend, or are too many"));
        }
        rank = if stem == last { rank + 1 } else { 0 };
        last = stem;
        made.push(FormOf { stem, rank });
    }
    Ok(made)
}

/// Check that all arrays speak of the same words; which numbers are the largest.
fn checked(words: &Words, forms: &[FormOf]) -> Result<Largest> {
    let Words {
        lengths,
        starts,
        counts,
        codes,
        ..
    } = *words;
    if words.forms.len() >= NONE as usize || lengths.len() >= NONE as usize {
        return Err(Declined("there are too many words"));
    }
    if lengths.len() % 2 != 0 || starts.len() != lengths.len() + 1 || codes.len() != counts.len() {
        return Err(Declined("the arrays have lengths that do not fit"));
    }
    if lengths.iter().map(|&length| u64::from(length)).sum::<u64>() != words.forms.len() as u64 {
        return Err(Declined(
            "the texts have more or fewer words than there are",
        ));
    }
    let mut largest = Largest {
        position: 0,
        form: 0,
        doc: 0,
    };
    for (text, (&length, ends)) in lengths.iter().zip(starts.windows(2)).enumerate() {
        if ends[0] > ends[1] || ends[1] - ends[0] < length {
            return Err(Declined("a text has no room for its words"));
        }
        if length > 0 {
            let last = ends[0] - starts[text & !1] + length - 1;
            largest.position = largest.position.max(last);
            largest.doc = (text / 2) as u32;
        }
    }
    let mut of_form = zeroes::<u32>(forms.len())?;
    for &form in words.forms {
        *of_form
            .get_mut(form as usize)
            .ok_or(Declined("a word has a form that is not there"))? += 1;
    }
    let mut of_stem = zeroes::<i64>(counts.len())?;
    for (&count, form) in of_form.iter().zip(forms) {
        of_stem[form.stem as usize] += i64::from(count);
        if count > 0 {
            largest.form = largest.form.max(form.rank);
        }
    }
    if of_stem != counts {
        return Err(Declined("the counts are not those of the words"));
    }
    Ok(largest)
}

/// The words of each statement in turn: (statement, words of its title, words of its body).
fn statements<'a>(words: &Words<'a>) -> impl Iterator<Item = (u32, &'a [u32], &'a [u32])> {
    let mut rest = words.forms;
    (0..)
        .zip(words.lengths.chunks_exact(2))
        .map(move |(doc, lengths)| {
            let (title, after) = rest.split_at(lengths[0] as usize);
            let (body, after) = after.split_at(lengths[1] as usize);
            rest = after;
            (doc, title, body)
        })
}

/// In how many statements each stem occurs.
fn count_postings(words: &Words, forms: &[FormOf]) -> Result<Vec<u32>> {
    let mut counts = zeroes::<u32>(words.counts.len())?;
    let mut last = filled(counts.len(), NONE)?;
    for (doc, title, body) in statements(words) {
        for &form in title.iter().chain(body) {
            let stem = forms[form as usize].stem as usize;
            if last[stem] != doc {
                last[stem] = doc;
                counts[stem] += 1;
            }
        }
    }
    Ok(counts)
}

fn total(counts: &[u32]) -> Result<usize> {
    let all: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    usize::try_from(all).map_err(|_| Declined("there are too many postings"))
}

/// How many bytes the narrowest type has that holds `value`.
fn width(value: u32) -> u8 {
    match value {
        _ if value <= u8::LARGEST => 1,
        _ if value <= u16::LARGEST => 2,
        _ => 4,
    }
}

trait IntoNarrowest: Narrow {
    fn wrap(values: Vec<Self>) -> Narrowest;
}

impl IntoNarrowest for u8 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U8(values)
    }
}

impl IntoNarrowest for u16 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U16(values)
    }
}

impl IntoNarrowest for u32 {
    fn wrap(values: Vec<Self>) -> Narrowest {
        Narrowest::U32(values)
    }
}

fn narrowed(values: Vec<u32>, largest: u32) -> Result<Narrowest> {
    fn copied<T: Narrow>(values: &[u32]) -> Result<Vec<T>> {
        let mut made = zeroes::<T>(values.len())?;
        for (to, &from) in made.iter_mut().zip(values) {
            *to = T::of(from);
        }
        Ok(made)
    }
    Ok(match width(largest) {
        1 => Narrowest::U8(copied(&values)?),
        2 => Narrowest::U16(copied(&values)?),
        _ => Narrowest::U32(values),
    })
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
fn place<P: IntoNarrowest, F: IntoNarrowest>(
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

/// The code of the stem at each position.
fn forward(words: &Words, forms: &[FormOf]) -> Result<Vec<u16>> {
    let end = words.starts.last().copied().unwrap_or(0);
    let mut made = zeroes::<u16>(end as usize)?;
    let mut rest = words.forms;
    for (&start, &length) in words.starts.iter().zip(words.lengths) {
        let (text, after) = rest.split_at(length as usize);
        rest = after;
        let places = &mut made[start as usize..][..text.len()];
        for (place, &form) in places.iter_mut().zip(text) {
            *place = words.codes[forms[form as usize].stem as usize];
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests;
