//! The arithmetic of postings and positions.
//!
//! Lives here: the twins of the functions in `searchkit/kernels/plain/decoding.py` that an answer spends
//! its time on. Does not live here: where the arrays come from.

use crate::memory::{self, Declined, Result};

const NO_STATEMENT: Declined = Declined("a posting is of no statement");
const OTHER_COUNTS: Declined = Declined("there are other positions than the postings say");

/// A number of a file; what does not fit is larger than all that do.
pub trait Number: Copy {
    fn get(self) -> u32;
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            #[inline(always)]
            fn get(self) -> u32 {
                self.into()
            }
        }
    )*};
}
number!(u8, u16, u32);

impl Number for i64 {
    #[inline(always)]
    fn get(self) -> u32 {
        self.try_into().unwrap_or(u32::MAX)
    }
}

/// Some postings, and all their positions, counted from where their statements begin.
pub struct Postings<'a, D, T, W> {
    /// Where each statement of the segment begins.
    pub begins: &'a [u32],
    /// The statement of each posting.
    pub listed: &'a [D],
    /// How many positions each posting has.
    pub totals: &'a [T],
    pub within: &'a [W],
}

/// The positions of some postings that are in the statements `wanted`.
///
/// If there are `few` of these, the statements of the postings must ascend, and so must `wanted`.
pub fn positions_among<D, T, W>(
    postings: &Postings<'_, D, T, W>,
    wanted: &[u32],
    few: bool,
) -> Result<Vec<u32>>
where
    D: Number,
    T: Number,
    W: Number,
{
    let &Postings {
        begins,
        listed,
        totals,
        within,
    } = postings;
    if listed.len() != totals.len() {
        return Err(OTHER_COUNTS);
    }
    let mut found = Vec::new();
    let mut add = |doc: u32, first: usize, total: T| {
        let begin = *begins.get(doc as usize).ok_or(NO_STATEMENT)?;
        let last = first + total.get() as usize;
        let positions = within.get(first..last).ok_or(OTHER_COUNTS)?;
        found.extend(positions.iter().map(|&one| begin.wrapping_add(one.get())));
        Ok(())
    };
    let mut before = 0;
    if few {
        if !ascends(listed) || !ascends(wanted) {
            return Err(Declined("statements are not in order"));
        }
        let mut place = 0;
        for &doc in wanted {
            let next = place + first_from(&listed[place..], doc);
            let passed = totals[place..next].iter();
            before += passed.map(|&total| total.get() as usize).sum::<usize>();
            place = next;
            if listed.get(place).is_some_and(|&one| one.get() == doc) {
                add(doc, before, totals[place])?;
            }
        }
        return Ok(found);
    }
    let mut is_wanted = memory::zeroes::<u8>(begins.len())?;
    for &doc in wanted {
        *is_wanted.get_mut(doc as usize).ok_or(NO_STATEMENT)? = 1;
    }
    for (&doc, &total) in listed.iter().zip(totals) {
        let doc = doc.get();
        if *is_wanted.get(doc as usize).ok_or(NO_STATEMENT)? != 0 {
            add(doc, before, total)?;
        }
        before += total.get() as usize;
    }
    Ok(found)
}

/// The place of the first of some ascending numbers that is not below `wanted`: looked for further and
/// further from the beginning, where it mostly is.
fn first_from<N: Number>(numbers: &[N], wanted: u32) -> usize {
    let mut reach = 1;
    while numbers.get(reach - 1).is_some_and(|one| one.get() < wanted) {
        reach *= 2;
    }
    let known = reach / 2;
    let rest = &numbers[known..reach.min(numbers.len())];
    known + rest.partition_point(|one| one.get() < wanted)
}

/// Whether each number is larger than the one before; without a branch, so several at a time.
fn ascends<N: Number>(numbers: &[N]) -> bool {
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    pairs.fold(true, |ascends, (&one, &next)| {
        ascends & (one.get() < next.get())
    })
}

/// How many of the positions in the title and in the body of each posting are marked.
pub fn count_marked(
    marked: &[u8],
    in_title: &[u32],
    in_body: &[u32],
) -> Result<(Vec<u32>, Vec<u32>)> {
    if in_title.len() != in_body.len() {
        return Err(OTHER_COUNTS);
    }
    let mut titles = memory::zeroes::<u32>(in_title.len())?;
    let mut bodies = memory::zeroes::<u32>(in_body.len())?;
    let mut rest = marked;
    let mut count = |size: u32| {
        let (these, others) = rest.split_at_checked(size as usize).ok_or(OTHER_COUNTS)?;
        rest = others;
        Ok(these.iter().map(|&one| u32::from(one != 0)).sum())
    };
    for posting in 0..in_title.len() {
        titles[posting] = count(in_title[posting])?;
        bodies[posting] = count(in_body[posting])?;
    }
    Ok((titles, bodies))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTINGS: Postings<'_, u16, u8, u8> = Postings {
        begins: &[0, 10, 20],
        listed: &[0, 2],
        totals: &[2, 1],
        within: &[3, 4, 5],
    };

    #[test]
    fn positions_in_some_statements() {
        for few in [false, true] {
            let found = |wanted| positions_among(&POSTINGS, wanted, few).unwrap();
            assert_eq!(found(&[1, 2]), [25]);
            assert_eq!(found(&[0, 1, 2]), [3, 4, 25]);
            assert_eq!(found(&[]), []);
        }
    }

    #[test]
    fn positions_that_are_not_right_are_declined() {
        let wrong = |listed, totals, few| {
            let postings = Postings {
                listed,
                totals,
                ..POSTINGS
            };
            positions_among(&postings, &[0, 2], few).is_err()
        };
        assert!(wrong(&[2, 0], &[2, 1], true));
        assert!(wrong(&[0, 7], &[2, 1], false));
        assert!(wrong(&[0, 2], &[2, 2], false) && wrong(&[0, 2], &[2, 2], true));
        assert!(wrong(&[0, 2], &[255, 255], true));
        assert!(wrong(&[0], &[1, 1], true));
        assert!(positions_among(&POSTINGS, &[2, 0], true).is_err());
        assert!(positions_among(&POSTINGS, &[3], false).is_err());
    }

    #[test]
    fn marks_by_text() {
        let found = count_marked(&[1, 0, 1, 1], &[1, 0], &[2, 1]).unwrap();
        assert_eq!(found, (vec![1, 0], vec![1, 1]));
    }

    #[test]
    fn what_is_not_right_is_declined() {
        assert!(count_marked(&[1], &[1], &[1]).is_err());
    }
}
