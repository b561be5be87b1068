//! What is added to scores for where the leaves of a query stand.
//!
//! Lives here: the twin of `searchkit/kernels/plain/nearness.py`, to the last bit: numbers are added in
//! the order in which NumPy adds them. Does not live here: which leaves, and what they weigh.

use crate::memory::{self, Declined, Result};

/// The texts of some statements, statement by statement.
pub struct Texts<'a> {
    pub starts: &'a [i64],
    pub stops: &'a [i64],
    /// How many texts each statement has; the first is its title.
    pub each: usize,
    pub title_lengths: &'a [i64],
}

/// A leaf: `title` and `lede` are what its places are worth.
pub struct Standing {
    pub positions: Vec<u32>,
    pub width: i64,
    pub title: Option<f64>,
    pub lede: f64,
}

/// Two leaves, and the most that they add.
pub type Pair = (usize, usize, f64);

pub struct Worth {
    /// What a title adds at most, for all leaves together.
    pub title: f64,
    /// What all leaves weigh that a title may say.
    pub weight: f64,
    pub lede_words: i64,
    pub reach: i64,
    pub proximity_k: f64,
}

/// By statement, what titles add; the same for each leaf and its beginnings, each pair and its
/// nearness.
pub struct Further {
    pub title: Vec<f64>,
    pub ledes: Vec<Vec<f64>>,
    pub proximities: Vec<Vec<f64>>,
}

/// A place of a leaf: its position, and the text it is in.
#[derive(Clone, Copy)]
struct Place {
    position: i64,
    text: usize,
}

impl Texts<'_> {
    fn size(&self) -> usize {
        self.title_lengths.len()
    }

    fn check(&self) -> Result<()> {
        let count = self.size().checked_mul(self.each);
        let fits = count == Some(self.starts.len()) && self.stops.len() == self.starts.len();
        let mut last = 0;
        let ascends = self.starts.iter().zip(self.stops).all(|(&start, &stop)| {
            let right = last <= start && start <= stop;
            last = stop;
            right
        });
        if fits && ascends && self.each > 0 {
            Ok(())
        } else {
            Err(Declined("texts are not in order"))
        }
    }

    /// The places of a leaf in these texts, ascending.
    fn places(&self, positions: &[u32]) -> Result<Vec<Place>> {
        let mut found = Vec::new();
        let mut rest = positions;
        for (text, (&start, &stop)) in self.starts.iter().zip(self.stops).enumerate() {
            rest = &rest[rest.partition_point(|&one| i64::from(one) < start)..];
            let mut last = start - 1;
            while let Some((&first, others)) = rest.split_first() {
                let position = i64::from(first);
                if position >= stop {
                    break;
                }
                if position <= last {
                    return Err(Declined("positions are not in order"));
                }
                last = position;
                found.push(Place { position, text });
                rest = others;
            }
        }
        Ok(found)
    }
}

/// All that is added.
pub fn further(
    texts: &Texts<'_>,
    leaves: &[Standing],
    pairs: &[Pair],
    worth: &Worth,
) -> Result<Further> {
    texts.check()?;
    if leaves.iter().any(|one| !one.positions.is_sorted()) {
        return Err(Declined("positions are not in order"));
    }
    let placed: Vec<Vec<Place>> = leaves
        .iter()
        .map(|one| texts.places(&one.positions))
        .collect::<Result<_>>()?;
    let mut ledes = Vec::with_capacity(leaves.len());
    for (leaf, places) in leaves.iter().zip(&placed) {
        ledes.push(lede(texts, leaf.lede, places, worth.lede_words)?);
    }
    let mut proximities = Vec::with_capacity(pairs.len());
    for &(first, second, weight) in pairs {
        let (Some(a), Some(b)) = (placed.get(first), placed.get(second)) else {
            return Err(Declined("a pair is of no leaf"));
        };
        let widths = (leaves[first].width, leaves[second].width);
        let mut sums = proximity_sums(texts, (a, b), widths, worth.reach)?;
        for sum in &mut sums {
            *sum = weight * *sum / (*sum + worth.proximity_k);
        }
        proximities.push(sums);
    }
    Ok(Further {
        title: titles(texts, leaves, &placed, worth)?,
        ledes,
        proximities,
    })
}

fn titles(
    texts: &Texts<'_>,
    leaves: &[Standing],
    placed: &[Vec<Place>],
    worth: &Worth,
) -> Result<Vec<f64>> {
    let mut weights = memory::zeroes::<f64>(texts.size())?;
    let mut words = memory::zeroes::<f64>(texts.size())?;
    for (leaf, places) in leaves.iter().zip(placed) {
        let Some(weight) = leaf.title else {
            continue;
        };
        let mut counts = memory::zeroes::<i64>(texts.size())?;
        for place in places {
            if place.text % texts.each == 0 {
                counts[place.text / texts.each] += 1;
            }
        }
        for ((sum, words), count) in weights.iter_mut().zip(&mut words).zip(counts) {
            *sum += weight * f64::from(u8::from(count > 0));
            *words += (leaf.width.wrapping_mul(count)) as f64;
        }
    }
    for ((share, words), &length) in weights.iter_mut().zip(words).zip(texts.title_lengths) {
        let said = (words / length.max(1) as f64).min(1.0);
        let both = *share / worth.weight * said;
        *share = worth.title * (both * both);
    }
    Ok(weights)
}

fn lede(texts: &Texts<'_>, worth: f64, places: &[Place], words: i64) -> Result<Vec<f64>> {
    let mut found = memory::zeroes::<f64>(texts.size())?;
    for place in places {
        let is_title = place.text % texts.each == 0;
        if is_title || place.position - texts.starts[place.text] < words {
            found[place.text / texts.each] = worth;
        }
    }
    Ok(found)
}

/// For each statement the sum of 1 / d^2, over all places of the first leaf and the nearest of the
/// second on either side.
fn proximity_sums(
    texts: &Texts<'_>,
    (first, second): (&[Place], &[Place]),
    widths: (i64, i64),
    reach: i64,
) -> Result<Vec<f64>> {
    // Those that come later are added up before those that come earlier.
    let mut later = memory::zeroes::<f64>(texts.size())?;
    let mut earlier = memory::zeroes::<f64>(texts.size())?;
    let mut next = 0;
    for place in first {
        while second
            .get(next)
            .is_some_and(|other| other.position <= place.position)
        {
            next += 1;
        }
        let beside = [
            (second.get(next), widths.0, &mut later),
            (
                next.checked_sub(1).map(|one| &second[one]),
                widths.1,
                &mut earlier,
            ),
        ];
        for (other, width, sums) in beside {
            let Some(other) = other.filter(|other| other.text == place.text) else {
                continue;
            };
            let distance = (other.position - place.position).abs() - (width - 1);
            if distance <= reach {
                let distance = distance.max(1) as f64;
                sums[place.text / texts.each] += 1.0 / (distance * distance);
            }
        }
    }
    for (sum, more) in later.iter_mut().zip(earlier) {
        *sum += more;
    }
    Ok(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(positions: &[u32]) -> Standing {
        Standing {
            positions: positions.to_vec(),
            width: 1,
            title: Some(2.0),
            lede: 0.5,
        }
    }

    const TEXTS: Texts<'_> = Texts {
        starts: &[0, 4, 20, 24],
        stops: &[3, 19, 23, 40],
        each: 2,
        title_lengths: &[2, 3],
    };
    const WORTH: Worth = Worth {
        title: 1.0,
        weight: 4.0,
        lede_words: 3,
        reach: 8,
        proximity_k: 1.0,
    };

    #[test]
    fn title_beginning_and_nearness() {
        let leaves = [of(&[0, 10, 20]), of(&[1, 12, 30])];
        let found = further(&TEXTS, &leaves, &[(0, 1, 3.0)], &WORTH).unwrap();
        assert_eq!(found.title[0], 1.0);
        assert_eq!(found.ledes, [[0.5, 0.5], [0.5, 0.0]]);
        // Neighbours in the title, two words apart in the body.
        assert_eq!(found.proximities, [[3.0 * 1.25 / 2.25, 0.0]]);
    }

    #[test]
    fn what_is_not_in_order_is_declined() {
        assert!(further(&TEXTS, &[of(&[9, 5])], &[], &WORTH).is_err());
        assert!(further(&TEXTS, &[of(&[5, 5])], &[], &WORTH).is_err());
        assert!(further(&TEXTS, &[of(&[5])], &[(0, 1, 1.0)], &WORTH).is_err());
        let wrong = Texts {
            starts: &[0, 4, 20, 10],
            ..TEXTS
        };
        assert!(further(&wrong, &[of(&[5])], &[], &WORTH).is_err());
    }
}
