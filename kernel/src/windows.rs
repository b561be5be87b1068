//! Counting the words in stretches of a segment.
//!
//! Lives here: the compiled twin of `tally` in `searchkit/kernels/plain/windows.py`. Does not live
//! here: which stretches they are.

use crate::memory::{self, Declined, Result};

/// How many codes of stems there can be.
pub const CODES: usize = 1 << 16;

/// How often each code stands in some stretches of codes, and in how many statements; `docs` has
/// the statement of each stretch, ascending.
pub fn tally(
    codes: &[u16],
    starts: &[i64],
    stops: &[i64],
    docs: &[u32],
) -> Result<(Vec<i64>, Vec<i64>)> {
    if starts.len() != stops.len() || starts.len() != docs.len() {
        return Err(Declined("each stretch has a start, a stop and a statement"));
    }
    if !docs.is_sorted() {
        return Err(Declined("the statements are not in order"));
    }
    let mut counts = memory::zeroes::<i64>(CODES)?;
    let mut statements = memory::zeroes::<i64>(CODES)?;
    // The number of the statement in which a code was last seen, from 1.
    let mut seen = memory::zeroes::<u32>(CODES)?;
    let mut number = 0;
    let mut last = None;
    for ((&start, &stop), &doc) in starts.iter().zip(stops).zip(docs) {
        let stretch = usize::try_from(start)
            .ok()
            .zip(usize::try_from(stop).ok())
            .and_then(|(start, stop)| codes.get(start..stop))
            .ok_or(Declined("a stretch is not among the codes"))?;
        if last != Some(doc) {
            last = Some(doc);
            number += 1;
        }
        for &code in stretch {
            let code = usize::from(code);
            counts[code] += 1;
            statements[code] += i64::from(seen[code] != number);
            seen[code] = number;
        }
    }
    Ok((counts, statements))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_statements() {
        let codes = [7, 7, 9, 7, 65535];
        let (counts, statements) = tally(&codes, &[0, 2, 3], &[2, 4, 5], &[4, 4, 6]).unwrap();
        assert_eq!((counts[7], statements[7]), (4, 2));
        assert_eq!((counts[9], statements[9]), (1, 1));
        assert_eq!((counts[65535], statements[65535]), (1, 1));
        assert_eq!(counts.iter().sum::<i64>(), 6);
    }

    #[test]
    fn what_is_not_right_is_declined() {
        for (starts, stops, docs) in [
            (vec![0], vec![6], vec![0]),
            (vec![-1], vec![2], vec![0]),
            (vec![3], vec![2], vec![0]),
            (vec![0, 1], vec![1, 2], vec![1, 0]),
            (vec![0], vec![1, 2], vec![0]),
        ] {
            assert!(tally(&[1, 2, 3, 4, 5], &starts, &stops, &docs).is_err());
        }
    }
}
