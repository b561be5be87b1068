//! The pieces of a text in which the words of a query stand.
//!
//! Lives here: the twin of `searchkit/kernels/plain/fragments.py`, whose functions have the same names
//! and say what each does. Does not live here: where the words are (`tokens`), which of them
//! match (`passages`).

use crate::characters::{Characters, Codes, is_ascii_digit, is_one_of};
use crate::tokens::Offsets;

/// How long fragments are, and how many: constants of the plain twin.
#[derive(Clone, Copy)]
pub struct Sizes {
    pub fragments: usize,
    pub length: i64,
    pub words: i64,
}

/// (first word, how many, leaf of the query).
pub type Occurrence = (i64, i64, usize);
pub type Mark = (i64, i64);
/// A piece and its highlights.
pub type Fragment = (String, Vec<Mark>);

/// A text with its words.
pub struct Text<'a> {
    pub codes: &'a Codes,
    pub characters: &'a Characters,
    pub words: &'a Offsets,
    pub sizes: Sizes,
}

/// Marks of all of a text.
pub fn highlights(words: &Offsets, occurrences: &[Occurrence]) -> Vec<Mark> {
    match words.len() {
        0 => Vec::new(),
        count => marks(words, occurrences, count as i64, words.end(count - 1)),
    }
}

fn marks(words: &Offsets, occurrences: &[Occurrence], stop: i64, limit: i64) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::new();
    for &(first, width, _) in occurrences {
        if first + width > stop {
            continue;
        }
        let start = words.start(first as usize);
        let end = words.end((first + width - 1) as usize).min(limit);
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Where a fragment is, and whether it cuts a sentence at the left and at the right.
struct Bounds {
    start: i64,
    end: i64,
    cut: (bool, bool),
}

impl Text<'_> {
    pub fn snippets(&self, occurrences: &[Occurrence], weights: &[f64]) -> Vec<Fragment> {
        let mut result = Vec::new();
        if self.codes.is_empty() {
            return result;
        }
        let mut chosen: Vec<(i64, i64)> = Vec::new();
        let mut taken: Vec<(i64, i64)> = Vec::new();
        let mut seen = vec![false; weights.len()];
        for _ in 0..self.sizes.fragments {
            let Some(window) = self.best_window(occurrences, &taken, weights, &seen) else {
                break;
            };
            let Some((first, last)) = self.place(window.0, window.1) else {
                break;
            };
            let bounds = self.bounds(first, last, &chosen);
            let first = self.words.begun(bounds.start) as i64;
            let stop = self.words.begun(bounds.end) as i64;
            chosen.push((bounds.start, bounds.end));
            taken.push((first, stop));
            let inside: Vec<Occurrence> = occurrences
                .iter()
                .copied()
                .filter(|one| (first..stop).contains(&one.0))
                .collect();
            for &(_, _, leaf) in &inside {
                seen[leaf] = true;
            }
            let marked = marks(self.words, &inside, stop, bounds.end);
            result.push(self.snippet(&bounds, &marked));
        }
        if result.is_empty() {
            result.push(self.opening());
        }
        result
    }

    fn best_window(
        &self,
        occurrences: &[Occurrence],
        taken: &[(i64, i64)],
        weights: &[f64],
        seen: &[bool],
    ) -> Option<(i64, i64)> {
        let worth: Vec<f64> = weights
            .iter()
            .zip(seen)
            .map(|(&weight, &seen)| weight * if seen { 0.1 } else { 1.0 } + 1e-6)
            .collect();
        let mut counts = vec![0_u16; weights.len()];
        let (mut best, mut best_score) = (None, 0.0);
        let (mut score, mut low) = (0.0, 0);
        for (high, &(first, width, leaf)) in occurrences.iter().enumerate() {
            let end = first + width;
            if taken
                .iter()
                .any(|&(start, stop)| start < end && first < stop)
            {
                (score, low) = (0.0, high + 1);
                counts.fill(0);
                continue;
            }
            if counts[leaf] == 0 {
                score += worth[leaf];
            }
            counts[leaf] += 1;
            while low < high && end - occurrences[low].0 > self.sizes.words {
                let left = occurrences[low].2;
                counts[left] -= 1;
                if counts[left] == 0 {
                    score -= worth[left];
                }
                low += 1;
            }
            let total = score + 0.01 * (high - low).min(10) as f64;
            if total > best_score + 1e-9 {
                (best, best_score) = (Some((occurrences[low].0, end)), total);
            }
        }
        best
    }

    fn place(&self, first: i64, stop: i64) -> Option<(i64, i64)> {
        let words = self.words;
        let (first, stop) = (first as usize, (stop as usize).min(words.len()));
        if first >= words.len() {
            return None;
        }
        let start = words.start(first);
        let fitting = (first..stop)
            .rev()
            .map(|word| words.end(word))
            .find(|end| end - start <= 2 * self.sizes.length);
        Some((start, fitting.unwrap_or(start + self.sizes.length)))
    }

    fn opening(&self) -> Fragment {
        let mut bounds = self.bounds(0, 0, &[]);
        if bounds.end <= bounds.start {
            let size = self.codes.len() as i64;
            bounds = Bounds {
                start: 0,
                end: size.min(self.sizes.length),
                cut: (false, size > self.sizes.length),
            };
        }
        self.snippet(&bounds, &[])
    }

    fn bounds(&self, first: i64, last: i64, taken: &[(i64, i64)]) -> Bounds {
        let (mut low, mut high) = (0, self.codes.len() as i64);
        for &(start, end) in taken {
            if end <= first {
                low = low.max(end);
            }
            if start >= last {
                high = high.min(start);
            }
        }
        let room = (self.sizes.length - (last - first)).max(0);
        let (mut start, cut_left) =
            self.fragment_start(first, low.max(first - room), first - room / 2);
        let room = (self.sizes.length - (last - start)).max(0);
        let (mut end, cut_right) = self.fragment_end(last, high.min(last + room));
        while start < first && self.is_space(start) {
            start += 1;
        }
        while end > last && self.is_space(end - 1) {
            end -= 1;
        }
        Bounds {
            start,
            end,
            cut: (cut_left, cut_right),
        }
    }

    fn is_space(&self, place: i64) -> bool {
        self.characters.is_space(self.codes[place as usize])
    }

    fn is_ascii_digit(&self, place: i64) -> bool {
        is_ascii_digit(self.codes[place as usize])
    }

    /// The next end of a sentence, line break or tab within [from, until): where it begins,
    /// where its signs have ended, where its white space has.
    fn sentence_end(&self, from: i64, until: i64) -> Option<(i64, i64, i64)> {
        let mut place = from;
        while place < until {
            let code = self.codes[place as usize];
            match code {
                0x2e | 0x21 | 0x3f | 0x2026 => {
                    let mut signs = place + 1;
                    while signs < until && is_closing(self.codes[signs as usize]) {
                        signs += 1;
                    }
                    let end = self.spaces_end(signs, until);
                    if end > signs {
                        return Some((place, signs, end));
                    }
                }
                0x0a => {
                    let mut end = place + 1;
                    while end < until && self.codes[end as usize] == 0x0a {
                        end += 1;
                    }
                    return Some((place, place, end));
                }
                0x09 => return Some((place, place, place + 1)),
                _ => {}
            }
            place += 1;
        }
        None
    }

    fn spaces_end(&self, mut place: i64, until: i64) -> i64 {
        while place < until && self.is_space(place) {
            place += 1;
        }
        place
    }

    fn fragment_start(&self, first: i64, low: i64, wanted: i64) -> (i64, bool) {
        let (mut begin, mut from) = (None, low);
        while let Some((_, _, end)) = self.sentence_end(from, first) {
            (begin, from) = (Some(end), end);
            if end >= wanted {
                break;
            }
        }
        if let Some(begin) = begin {
            return (begin, false);
        }
        if low == 0 {
            return (self.spaces_end(0, self.codes.len() as i64), false);
        }
        let from = low.max(wanted.min(first)).max(1);
        let word = (from..first).find(|&place| {
            self.is_space(place - 1)
                && !self.is_space(place)
                && !(self.is_ascii_digit(place) && place > 1 && self.is_ascii_digit(place - 2))
        });
        (word.unwrap_or(first), true)
    }

    fn fragment_end(&self, last: i64, high: i64) -> (i64, bool) {
        let size = self.codes.len() as i64;
        if high >= size {
            let mut end = size;
            while end > 0 && self.is_space(end - 1) {
                end -= 1;
            }
            return (end, false);
        }
        let (mut end, mut from) = (None, last);
        while let Some((_, signs, after)) = self.sentence_end(from, high) {
            (end, from) = (Some(signs), after);
        }
        if let Some(end) = end.filter(|end| (end - last) * 2 >= high - last) {
            return (end, false);
        }
        let found = |until: i64, wanted: &[u8]| {
            (last..until)
                .rev()
                .find(|&place| is_one_of(self.codes[place as usize], wanted))
        };
        let mut space = found(high, b" \n");
        while let Some(place) = space {
            if place <= last || !self.is_digit(place - 1) || !self.is_digit(place + 1) {
                break;
            }
            space = found(place, b" ");
        }
        let Some(space) = space else {
            return (last, last < size);
        };
        if space <= last {
            return (space, true);
        }
        let mut end = space;
        while end > 0 && is_loose(self.codes[(end - 1) as usize]) {
            end -= 1;
        }
        (end, true)
    }

    fn is_digit(&self, place: i64) -> bool {
        self.characters
            .has(self.codes[place as usize], crate::characters::DIGIT)
    }

    fn snippet(&self, bounds: &Bounds, marked: &[Mark]) -> Fragment {
        let mut shown = String::new();
        let mut size: i64 = 0;
        let mut placed = Vec::with_capacity(marked.len());
        let mut add = |c: char, size: &mut i64| {
            shown.push(c);
            *size += 1;
        };
        if bounds.cut.0 {
            add('…', &mut size);
        }
        // Marks are disjoint and ascend, so their edges do.
        let mut edges = marked
            .iter()
            .flat_map(|&(start, end)| [start, end])
            .peekable();
        let mut moved = Vec::with_capacity(2 * marked.len());
        let mut place = bounds.start;
        while place < bounds.end {
            while edges.next_if(|&edge| edge <= place).is_some() {
                moved.push(size);
            }
            let code = self.codes[place as usize];
            if self.characters.is_space(code) {
                let end = self.spaces_end(place, bounds.end);
                add(' ', &mut size);
                place = end;
            } else {
                add(char::from_u32(code.into()).unwrap_or('\u{fffd}'), &mut size);
                place += 1;
            }
        }
        moved.extend(edges.map(|_| size));
        placed.extend(moved.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        if bounds.cut.1 {
            add('…', &mut size);
        }
        (shown, placed)
    }
}

fn is_closing(code: u16) -> bool {
    matches!(code, 0x201d | 0x2019) || is_one_of(code, b"\"')]")
}

/// What no fragment ends with.
fn is_loose(code: u16) -> bool {
    is_one_of(code, b" ,;:-") || matches!(code, 0x2013 | 0x2014)
}
