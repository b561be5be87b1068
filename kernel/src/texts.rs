//! Positions and the texts they lie in.
//!
//! Lives here: the twin of `count_by_statement` in `searchkit/kernels/plain/texts.py`. Does not live here:
//! where texts begin.

use crate::memory::{Declined, Result};

/// Positions by statement, and how many of them are in each of its texts.
#[derive(Debug, PartialEq)]
pub struct Counted {
    pub docs: Vec<i64>,
    /// By text, of each of `docs`.
    pub counts: Vec<Vec<i64>>,
}

/// `positions`, ascending, counted by statement and text; each statement has so many texts, and
/// `starts` says where each of them begins, at last where all end.
pub fn count_by_statement(starts: &[u32], each: usize, positions: &[u32]) -> Result<Counted> {
    let wrong = Declined("positions are not in order, or in no text");
    let (Some((&first, ends)), true) = (starts.split_first(), each > 0) else {
        return Err(wrong);
    };
    let mut last = first;
    let mut text = 0;
    let mut found = Counted {
        docs: Vec::new(),
        counts: vec![Vec::new(); each],
    };
    for &position in positions {
        if position < last {
            return Err(wrong);
        }
        last = position;
        text += first_after(&ends[text..], position);
        if text == ends.len() {
            return Err(wrong);
        }
        let doc = (text / each) as i64;
        if found.docs.last() != Some(&doc) {
            found.docs.push(doc);
            for counts in &mut found.counts {
                counts.push(0);
            }
        }
        if let Some(count) = found.counts[text % each].last_mut() {
            *count += 1;
        }
    }
    Ok(found)
}

/// The place of the first of some ascending numbers that is after `wanted`: looked for further and
/// further from the beginning, where it mostly is.
fn first_after(ends: &[u32], wanted: u32) -> usize {
    let mut reach = 1;
    while ends.get(reach - 1).is_some_and(|&end| end <= wanted) {
        reach *= 2;
    }
    let known = reach / 2;
    known + ends[known..reach.min(ends.len())].partition_point(|&end| end <= wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTS: [u32; 7] = [0, 3, 10, 12, 20, 20, 30];

    #[test]
    fn by_statement_and_text() {
        let found = count_by_statement(&STARTS, 2, &[2, 3, 9, 29]).unwrap();
        assert_eq!(found.docs, [0, 2]);
        assert_eq!(found.counts, [vec![1, 0], vec![2, 1]]);
        let found = count_by_statement(&STARTS, 1, &[11]).unwrap();
        assert_eq!((found.docs, found.counts), (vec![2], vec![vec![1]]));
    }

    #[test]
    fn what_is_not_right_is_declined() {
        assert!(count_by_statement(&STARTS, 2, &[3, 2]).is_err());
        assert!(count_by_statement(&STARTS, 2, &[30]).is_err());
        assert!(count_by_statement(&[], 2, &[]).is_err());
        assert!(count_by_statement(&[0, 9, 3], 1, &[2, 8, 8]).is_ok());
    }
}
