//! Words that differ in a few letters.
//!
//! Lives here: the twin of `near` in `searchkit/kernels/plain/spellings.py`. Does not live here: which
//! words are compared.

use crate::memory::{Declined, Result};

/// Of more, the plain twin is asked.
const MOST_EDITS: usize = 8;
const NO_WORDS: Declined = Declined("the letters are no such words");

/// (number, distance) of those of some words that are at most `most` insertions, deletions,
/// substitutions and transpositions of neighbours from `word` (optimal string alignment).
///
/// The words are `letters`, one after the other; `ends` says where each ends, `numbers` how each is
/// called.
pub fn near(
    word: &str,
    letters: &[u8],
    ends: &[u32],
    numbers: &[u32],
    most: usize,
) -> Result<Vec<(u32, u8)>> {
    if most > MOST_EDITS {
        return Err(Declined("the distance is a large one"));
    }
    if ends.len() != numbers.len() {
        return Err(Declined("each word has a number"));
    }
    let mut words = words(letters, ends);
    let wanted: Vec<char> = word.chars().collect();
    let mut rows = [const { Vec::new() }; 3];
    let mut other: Vec<char> = Vec::new();
    let mut found = Vec::new();
    for &number in numbers {
        let bytes = words.next().ok_or(NO_WORDS)??;
        other.clear();
        other.extend(std::str::from_utf8(bytes).map_err(|_| NO_WORDS)?.chars());
        if let Some(distance) = distance(&wanted, &other, most, &mut rows) {
            found.push((number, distance as u8));
        }
    }
    Ok(found)
}

/// The distance of two words, if it is at most `most`. Only cells about the diagonal are filled: the
/// others are beyond it. After the recurrence of Damerau (1964) and Wagner & Fischer (1974).
fn distance(a: &[char], b: &[char], most: usize, rows: &mut [Vec<usize>; 3]) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let beyond = most + 1;
    let [before_last, last, row] = rows;
    for one in [&mut *before_last, &mut *last, &mut *row] {
        one.clear();
        one.resize(b.len() + 1, beyond);
    }
    for (column, cell) in last.iter_mut().enumerate().take(most + 1) {
        *cell = column;
    }
    for i in 1..=a.len() {
        let first = i.saturating_sub(most).max(1);
        let end = (i + most).min(b.len());
        row[first - 1] = if first == 1 { i.min(beyond) } else { beyond };
        let mut least = row[first - 1];
        for j in first..=end {
            let same = a[i - 1] == b[j - 1];
            let mut cost = last[j - 1] + usize::from(!same);
            cost = cost.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before_last[j - 2] + 1);
            }
            row[j] = cost.min(beyond);
            least = least.min(row[j]);
        }
        if end < b.len() {
            row[end + 1] = beyond;
        }
        // A swap looks back two rows, so both must be beyond.
        if least > most && last.iter().all(|&cell| cell > most) {
            return None;
        }
        std::mem::swap(before_last, last);
        std::mem::swap(last, row);
    }
    let found = last[b.len()];
    (found <= most).then_some(found)
}

/// Words with a line break before each and after the last.
pub fn lines(letters: &[u8], ends: &[u32]) -> Result<Vec<u8>> {
    let mut made = Vec::new();
    made.try_reserve_exact(letters.len() + ends.len() + 1)
        .map_err(|_| Declined("there is not enough memory"))?;
    made.push(b'\n');
    for word in words(letters, ends) {
        made.extend_from_slice(word?);
        made.push(b'\n');
    }
    if ends.last().map_or(0, |&end| end as usize) == letters.len() {
        Ok(made)
    } else {
        Err(NO_WORDS)
    }
}

/// Words that follow one another.
fn words<'a>(letters: &'a [u8], ends: &'a [u32]) -> impl Iterator<Item = Result<&'a [u8]>> {
    let mut start = 0;
    ends.iter().map(move |&end| {
        let word = letters.get(start..end as usize).ok_or(NO_WORDS);
        start = end as usize;
        word
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str, other: &str, most: usize) -> Option<u8> {
        let ends = [other.len() as u32];
        let found = near(word, other.as_bytes(), &ends, &[7], most).unwrap();
        found.first().map(|&(number, distance)| {
            assert_eq!(number, 7);
            distance
        })
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(of("korea", "korea", 0), Some(0));
        assert_eq!(of("korea", "korae", 1), Some(1));
        assert_eq!(of("korea", "krea", 1), Some(1));
        assert_eq!(of("korea", "koreans", 2), Some(2));
        assert_eq!(of("māori", "maori", 1), Some(1));
        assert_eq!(of("ca", "abc", 2), None);
        assert_eq!(of("ca", "abc", 3), Some(3));
        assert_eq!(of("", "ab", 2), Some(2));
        assert_eq!(of("abcdef", "xyzuvw", 3), None);
    }

    #[test]
    fn words_on_lines() {
        assert_eq!(lines(b"abcd", &[1, 4]).unwrap(), b"\na\nbcd\n");
        assert_eq!(lines(b"", &[]).unwrap(), b"\n");
        assert!(lines(b"abcd", &[3, 1, 4]).is_err());
        assert!(lines(b"abcd", &[3]).is_err());
    }
}
