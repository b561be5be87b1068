//! From words in reading order to words in dictionary order.
//!
//! Lives here: the twin of `searchkit/kernels/plain/inversion.py`, whose `invert` says what the
//! arrays mean. Does not live here: the sort itself (`placing`), what the numbers
//! stand for.
//!
//! It is a counting sort. Where each stem's share begins is known from the counts, so one walk
//! over all words puts each where it belongs; no word is compared with another. Each thread
//! walks over all of them and puts those of its own stems, whose places nobody else touches.

mod placing;

use placing::place;

use crate::memory::{Declined, Result, filled, zeroes};
use crate::narrow::{Narrowest, narrowed, width};

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
