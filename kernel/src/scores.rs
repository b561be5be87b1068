//! BM25F of the statements that match.
//!
//! Lives here: the twin of `base_scores` in `searchkit/kernels/plain/scores.py`, to the last bit: each
//! number is computed in the width in which NumPy computes it. Does not live here: the formula in
//! words, its constants.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul};

use crate::memory::{self, Declined, Result};

/// Where a leaf occurs, how often in each text, and what it weighs.
pub struct Leaf {
    pub docs: Vec<i64>,
    pub counts: Vec<Counts>,
    pub weight: f64,
}

/// Frequencies in one text. NumPy multiplies narrow ones in 32 bits, wide ones in 64.
pub enum Counts {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

pub struct Constants {
    pub k1: f64,
    pub title_bonus: f64,
    pub title_k: f64,
}

/// The numbers that scores are made of: `f32` or `f64`.
trait Real:
    Copy + PartialEq + Add<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Into<f64>
{
    fn of(value: f32) -> Self;
    fn weak(value: f64) -> Self;
}

impl Real for f32 {
    fn of(value: f32) -> Self {
        value
    }
    fn weak(value: f64) -> Self {
        value as f32
    }
}

impl Real for f64 {
    fn of(value: f32) -> Self {
        value.into()
    }
    fn weak(value: f64) -> Self {
        value
    }
}

/// What all leaves add to the scores of `docs`, one leaf after the other; `weights` has for each text
/// what an occurrence in it weighs in each of `docs`.
pub fn base_scores(
    docs: &[i64],
    leaves: &[Leaf],
    weights: &[Vec<f32>],
    constants: &Constants,
) -> Result<Vec<f64>> {
    let fits = weights.len() >= 2 && weights.iter().all(|one| one.len() == docs.len());
    if !fits || !docs.is_sorted_by(|one, next| one < next) {
        return Err(Declined("statements are not in order"));
    }
    let mut total = memory::zeroes::<f64>(docs.len())?;
    for leaf in leaves {
        if leaf.counts.len() != weights.len() || !leaf.docs.is_sorted_by(|one, next| one < next) {
            return Err(Declined("postings are not in order"));
        }
        match narrow(leaf) {
            Some(counts) => add::<f32, u16>(&mut total, docs, leaf, &counts, weights, constants)?,
            None => {
                let counts = wide(leaf).ok_or(Declined("frequencies are of several widths"))?;
                add::<f64, u32>(&mut total, docs, leaf, &counts, weights, constants)?;
            }
        }
    }
    Ok(total)
}

fn narrow(leaf: &Leaf) -> Option<Vec<&[u16]>> {
    let of = |one| match one {
        &Counts::Narrow(ref counts) => Some(&counts[..]),
        Counts::Wide(_) => None,
    };
    leaf.counts.iter().map(of).collect()
}

fn wide(leaf: &Leaf) -> Option<Vec<&[u32]>> {
    let of = |one| match one {
        &Counts::Wide(ref counts) => Some(&counts[..]),
        Counts::Narrow(_) => None,
    };
    leaf.counts.iter().map(of).collect()
}

fn add<R: Real, C: Copy + Into<f64>>(
    total: &mut [f64],
    docs: &[i64],
    leaf: &Leaf,
    counts: &[&[C]],
    weights: &[Vec<f32>],
    constants: &Constants,
) -> Result<()> {
    if counts.iter().any(|one| one.len() != leaf.docs.len()) {
        return Err(Declined("each posting has a frequency"));
    }
    let [k1, title_k] = [constants.k1, constants.title_k].map(|one| R::of(one as f32));
    let bonus_most = R::weak(constants.title_bonus);
    let zero = R::of(0.0);
    let (title, body) = (&weights[0], &weights[1]);
    let each = |text: usize, row: usize| R::weak(counts[text][row].into());
    let mut score = |place: usize, row: usize| {
        let mut weighted = R::of(body[place]) * each(1, row);
        for (text, further) in weights.iter().enumerate().skip(2) {
            weighted = weighted + R::of(further[place]) * each(text, row);
        }
        let in_title = each(0, row);
        let mut bonus = None;
        if in_title != zero {
            let titled = R::of(title[place]) * in_title;
            weighted = weighted + titled;
            bonus = Some(bonus_most * (titled / (titled + title_k)));
        }
        let mut found: f64 = (weighted / (weighted + k1)).into();
        if let Some(bonus) = bonus {
            found += bonus.into();
        }
        total[place] += found * leaf.weight;
    };
    if leaf.docs == docs {
        (0..docs.len()).for_each(|place| score(place, place));
        return Ok(());
    }
    let (mut place, mut row) = (0, 0);
    while let (Some(&doc), Some(&other)) = (docs.get(place), leaf.docs.get(row)) {
        match doc.cmp(&other) {
            Ordering::Less => place += 1,
            Ordering::Equal => {
                score(place, row);
                place += 1;
                row += 1;
            }
            Ordering::Greater => row += 1,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONSTANTS: Constants = Constants {
        k1: 1.5,
        title_bonus: 0.25,
        title_k: 4.0,
    };

    fn leaf(docs: &[i64], counts: Vec<Counts>) -> Leaf {
        Leaf {
            docs: docs.to_vec(),
            counts,
            weight: 10.0,
        }
    }

    #[test]
    fn a_title_counts_by_itself_too() {
        let weights = [vec![9.0, 2.0], vec![0.5, 1.0]];
        for counts in [
            vec![Counts::Narrow(vec![0, 1]), Counts::Narrow(vec![3, 1])],
            vec![Counts::Wide(vec![0, 1]), Counts::Wide(vec![3, 1])],
        ] {
            let found = base_scores(&[0, 2], &[leaf(&[0, 2], counts)], &weights, &CONSTANTS);
            let found = found.unwrap();
            assert_eq!(found[0], 5.0);
            assert!((found[1] - 10.0 * (3.0 / 4.5 + 0.25 * 2.0 / 6.0)).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_not_in_order_is_declined() {
        let weights = [vec![1.0, 1.0], vec![1.0, 1.0]];
        let counts = || vec![Counts::Narrow(vec![0, 1]), Counts::Narrow(vec![3, 1])];
        let of = |docs: &[i64], leaf| base_scores(docs, &[leaf], &weights, &CONSTANTS);
        assert!(of(&[2, 0], leaf(&[0, 2], counts())).is_err());
        assert!(of(&[0, 2], leaf(&[2, 0], counts())).is_err());
        assert!(of(&[0, 2], leaf(&[0, 2, 3], counts())).is_err());
        let mixed = vec![Counts::Narrow(vec![0, 1]), Counts::Wide(vec![3, 1])];
        assert!(of(&[0, 2], leaf(&[0, 2], mixed)).is_err());
    }
}
