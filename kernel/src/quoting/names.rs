//! When two words of names are one's: `searchkit/quotations/names.py`.

use crate::quoting::Codes;

/// Shorter names that differ in a letter are two.
const LONG: usize = 5;

/// Whether two first names may be one's ("chris", "christopher").
pub fn are_alike(one: &Codes, other: &Codes) -> bool {
    one.iter().take(3).eq(other.iter().take(3))
        || (one.len().min(other.len()) == 1 && one[0] == other[0])
}

/// Whether two long words differ in one letter: another, or one that only one has.
pub fn differ_by_one(one: &Codes, other: &Codes) -> bool {
    let (shorter, longer) = if one.len() > other.len() {
        (other, one)
    } else {
        (one, other)
    };
    if shorter.len() < LONG || longer.len() - shorter.len() > 1 {
        return false;
    }
    let start = shorter
        .iter()
        .zip(longer)
        .take_while(|(a, b)| a == b)
        .count();
    if one.len() == other.len() {
        return one.get(start + 1..) == other.get(start + 1..);
    }
    longer[start + 1..] == shorter[start..]
}
