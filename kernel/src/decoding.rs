//! The arithmetic of postings and positions.
//!
//! Lives here: the twins of the functions in `searchkit/kernels/plain/decoding.py` that an answer spends
//! its time on. Does not live here: where the arrays come from.

use crate::memory::{self, Declined, Result};

const OTHER_COUNTS: Declined = Declined("there are other positions than the postings say");

/// All positions of some postings; `within` becomes them, and is given as them.
pub fn all_positions(
    begins: &[u32],
    docs: &[u32],
    totals: &[u32],
    mut within: Vec<u32>,
) -> Result<Vec<u32>> {
    if docs.len() != totals.len() {
        return Err(OTHER_COUNTS);
    }
    let mut rest = &mut within[..];
    for (&doc, &total) in docs.iter().zip(totals) {
        let begin = *begins
            .get(doc as usize)
            .ok_or(Declined("a posting is of no statement"))?;
        let (these, others) = rest
            .split_at_mut_checked(total as usize)
            .ok_or(OTHER_COUNTS)?;
        for position in these {
            *position = position.wrapping_add(begin);
        }
        rest = others;
    }
    if rest.is_empty() {
        Ok(within)
    } else {
        Err(OTHER_COUNTS)
    }
}

/// The positions of some postings that are in some statements.
pub struct Places {
    /// Where the statement of each begins.
    pub begins: Vec<u32>,
    /// The place of each among the positions of all these postings.
    pub places: Vec<i64>,
}

impl Places {
    fn add(&mut self, begin: u32, first: usize, total: u32, most: usize) -> Result<()> {
        if self.places.len() + total as usize > most {
            return Err(OTHER_COUNTS);
        }
        self.begins
            .extend(std::iter::repeat_n(begin, total as usize));
        let first = first as i64;
        self.places.extend(first..first + i64::from(total));
        Ok(())
    }
}

/// Which positions of some postings are in the statements `wanted`, at most `most`.
///
/// If there are `few` of these, `listed` must ascend, and so must `wanted`.
pub fn places_in(
    begins: &[u32],
    listed: &[u32],
    totals: &[u32],
    wanted: &[u32],
    most: usize,
    few: bool,
) -> Result<Places> {
    let none = Declined("a posting is of no statement");
    if listed.len() != totals.len() {
        return Err(OTHER_COUNTS);
    }
    let mut found = Places {
        begins: Vec::new(),
        places: Vec::new(),
    };
    let mut before = 0;
    if few {
        if !ascends(listed) || !ascends(wanted) {
            return Err(Declined("statements are not in order"));
        }
        let mut at = 0;
        for &doc in wanted {
            let place = at + listed[at..].partition_point(|&one| one < doc);
            before += sum(&totals[at..place]);
            at = place;
            if listed.get(place) == Some(&doc) {
                let begin = *begins.get(doc as usize).ok_or(none)?;
                found.add(begin, before, totals[place], most)?;
            }
        }
        return Ok(found);
    }
    let mut mask = memory::zeroes::<u8>(begins.len())?;
    for &doc in wanted {
        *mask.get_mut(doc as usize).ok_or(none)? = 1;
    }
    for (&doc, &total) in listed.iter().zip(totals) {
        let doc = doc as usize;
        if *mask.get(doc).ok_or(none)? != 0 {
            found.add(begins[doc], before, total, most)?;
        }
        before += total as usize;
    }
    Ok(found)
}

/// Whether each number is larger than the one before; no branch, so several at a time.
fn ascends(numbers: &[u32]) -> bool {
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    pairs.fold(true, |ascends, (one, next)| ascends & (one < next))
}

fn sum(totals: &[u32]) -> usize {
    totals.iter().map(|&total| total as usize).sum()
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

    const BEGINS: [u32; 3] = [0, 10, 20];

    #[test]
    fn positions_and_some_of_them() {
        let found = all_positions(&BEGINS, &[0, 2], &[2, 1], vec![3, 4, 5]);
        assert_eq!(found.unwrap(), [3, 4, 25]);
        for few in [false, true] {
            let found = places_in(&BEGINS, &[0, 2], &[2, 1], &[1, 2], 3, few).unwrap();
            assert_eq!((found.begins, found.places), (vec![20], vec![2]));
        }
    }

    #[test]
    fn marks_by_text() {
        let found = count_marked(&[1, 0, 1, 1], &[1, 0], &[2, 1]).unwrap();
        assert_eq!(found, (vec![1, 0], vec![1, 1]));
    }

    #[test]
    fn what_is_not_right_is_declined() {
        assert!(all_positions(&BEGINS, &[3], &[1], vec![1]).is_err());
        assert!(all_positions(&BEGINS, &[0], &[1], vec![1, 2]).is_err());
        assert!(all_positions(&BEGINS, &[0], &[3], vec![1, 2]).is_err());
        assert!(places_in(&BEGINS, &[2, 0], &[1, 1], &[0], 9, true).is_err());
        assert!(places_in(&BEGINS, &[0, 7], &[1, 1], &[0], 9, false).is_err());
        assert!(places_in(&BEGINS, &[0], &[u32::MAX], &[0], 9, false).is_err());
        assert!(count_marked(&[1], &[1], &[1]).is_err());
    }
}
