//! Which digits are a number with what joins them.
//!
//! Lives here: the twin of `number_at` of `searchkit/schema/numbers.py`, whose pattern says what each
//! step here is; its names are in the comments. Does not live here: units, words and codes, which
//! Python tells.

use crate::characters::{
    ALPHABETIC, ALPHANUMERIC, Characters, Codes, DECIMAL, is_ascii_digit, is_blank, is_one_of,
};

/// What may stand beside a number.
pub struct Beside {
    /// Units that digits may run into, as numbers of characters.
    pub units: Vec<Vec<u16>>,
    /// Words that may stand after a number, in small letters.
    pub words: Vec<Vec<u16>>,
    /// Codes of currencies.
    pub codes: Vec<Vec<u16>>,
    /// Signs of currencies.
    pub signs: Vec<u16>,
}

/// A text in which numbers are looked for.
pub struct Written<'a> {
    pub text: &'a Codes,
    pub characters: &'a Characters,
    pub beside: &'a Beside,
}

impl Written<'_> {
    fn at(&self, place: usize) -> Option<u16> {
        self.text.get(place).copied()
    }

    /// The character `back` before `place`.
    fn before(&self, place: usize, back: usize) -> Option<u16> {
        self.at(place.checked_sub(back)?)
    }

    fn is_digit(&self, place: usize) -> bool {
        self.at(place).is_some_and(is_ascii_digit)
    }

    fn digits_end(&self, mut place: usize) -> usize {
        while self.is_digit(place) {
            place += 1;
        }
        place
    }

    fn is_blank(&self, place: usize) -> bool {
        self.at(place).is_some_and(is_blank)
    }

    fn has(&self, code: Option<u16>, flags: u8) -> bool {
        code.is_some_and(|code| self.characters.has(code, flags))
    }

    fn is_sign(&self, code: Option<u16>) -> bool {
        code.is_some_and(|code| self.beside.signs.contains(&code))
    }

    /// `whole`: no further digits, with or without a point or comma.
    fn is_whole(&self, place: usize) -> bool {
        let joined = matches!(self.at(place), Some(0x2e | 0x2c)) && self.is_digit(place + 1);
        !joined && !self.is_digit(place)
    }

    /// `fraction`: its end, or `place` if there is none.
    fn fraction_end(&self, place: usize) -> usize {
        if self.at(place) == Some(0x2e) && self.is_digit(place + 1) {
            self.digits_end(place + 1)
        } else {
            place
        }
    }

    /// The end of groups of three digits, each after a separator; at most `most` of them.
    fn groups_end(
        &self,
        mut place: usize,
        is_separator: impl Fn(usize) -> bool,
        most: usize,
    ) -> usize {
        for _ in 0..most {
            let three = (1..=3).all(|step| self.is_digit(place + step));
            if !is_separator(place) || !three {
                break;
            }
            place += 4;
        }
        place
    }

    /// `currency`: letters with a sign before them, or three capitals, end before `start`.
    fn follows_letters(&self, start: usize) -> bool {
        let is_letter = |back| {
            self.before(start, back)
                .is_some_and(|code| u8::try_from(code).is_ok_and(|byte| byte.is_ascii_alphabetic()))
        };
        let letters = (1..=3).take_while(|&back| is_letter(back)).count();
        (1..=letters).any(|back| self.is_sign(self.before(start, back + 1)))
            || self.follows_capitals(start)
    }

    fn follows_capitals(&self, end: usize) -> bool {
        (1..=3).all(|back| {
            self.before(end, back)
                .is_some_and(|code| (0x41..=0x5a).contains(&code))
        })
    }

    /// The number whose first digit stands at `start`, which follows no digit.
    pub fn number_at(&self, start: usize) -> Option<(usize, usize)> {
        let end = self.digits_end(start);
        let previous = self.before(start, 1);
        // (?P<point>
        if previous == Some(0x2e) {
            let free = self.before(start, 2).is_none_or(|code| {
                self.characters.is_space(code)
                    || is_one_of(code, b"(/-")
                    || code == 0x2013
                    || self.is_sign(Some(code))
            });
            if free && self.is_whole(end) {
                return Some((start - 1, end));
            }
        }
        let joined = matches!(previous, Some(0x2e | 0x2c))
            && self.before(start, 2).is_some_and(is_ascii_digit);
        let in_word = self.has(previous, ALPHANUMERIC);
        if !joined && self.at(start) != Some(0x30) && end - start <= 3 {
            // (?P<groups>
            let comma = |place| self.at(place) == Some(0x2c);
            let groups = self.groups_end(end, comma, usize::MAX);
            if groups > end {
                let found = self.fraction_end(groups);
                if self.is_whole(found) {
                    return Some((start, found));
                }
            }
            if !in_word && !self.follows_telephone(start) {
                let groups = self.groups_end(end, |place| self.is_blank(place), 3);
                if groups > end {
                    let found = self.fraction_end(groups);
                    let next = found + usize::from(self.is_blank(found));
                    let goes_on = self.is_digit(next)
                        || self.at(next) == Some(0x25)
                        || self.at(found) == Some(0x25);
                    if self.is_whole(found) && !goes_on {
                        return self.of_currency(start, found);
                    }
                }
            }
        }
        let after_currency = self.follows_letters(start);
        if (!in_word || after_currency) && !joined && !self.is_time(start) {
            let found = self.fraction_end(end);
            if found > end && self.is_whole(found) {
                return self.of_currency(start, found);
            }
        }
        if self.is_sign(previous) || after_currency {
            return self.of_currency(start, end);
        }
        let next = self.at(end);
        // (?P<code>
        if previous.is_some_and(is_blank)
            && self.follows_capitals(start - 1)
            && !self.has(next, ALPHANUMERIC)
        {
            let listed = self
                .beside
                .codes
                .iter()
                .any(|code| self.text[..start - 1].ends_with(code));
            return (listed || self.is_word(end + 1)).then_some((start, end));
        }
        if in_word {
            return None;
        }
        // (?P<unit>
        if self.has(next, ALPHANUMERIC) && !self.has(next, DECIMAL) {
            return self.is_unit(end).then_some((start, end));
        }
        // (?P<word>
        let apart = next.is_some_and(is_blank) || next == Some(0x2d);
        (apart && self.is_word(end + 1)).then_some((start, end))
    }

    /// A number without a name in the pattern: letters right before it must be a currency.
    fn of_currency(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if !self.has(self.before(start, 1), ALPHABETIC) {
            return Some((start, end));
        }
        for back in 2..=4 {
            let code = self.before(start, back);
            if self.is_sign(code) {
                return Some((start, end));
            }
            // The letters between, which must be of ASCII, those after it too.
            let letter =
                code.is_none_or(|code| code < 0x80 && self.characters.has(code, ALPHABETIC));
            let ascii = self.before(start, 1).is_some_and(|code| code < 0x80);
            if !letter || !ascii {
                break;
            }
        }
        let before = &self.text[..start];
        let listed = self.beside.codes.iter().any(|code| before.ends_with(code));
        listed.then_some((start, end))
    }

    /// `telephone`: what stands before is a part of a telephone number.
    fn follows_telephone(&self, start: usize) -> bool {
        let back = |count| self.before(start, count);
        let digit = |count| back(count).is_some_and(is_ascii_digit);
        let digit_but_0 = |count| digit(count) && back(count) != Some(0x30);
        let zero = |count| back(count) == Some(0x30);
        // \b before the 0: no part of a word stands there.
        let edge = |count| {
            back(count).is_none_or(|code| code != 0x5f && !self.characters.has(code, ALPHANUMERIC))
        };
        let previous = back(1);
        match previous {
            Some(0x2b) => true,
            Some(0x2d) => {
                (digit(2) && digit_but_0(3) && zero(4) && edge(5))
                    || (digit(2) && zero(3) && digit_but_0(4) && zero(5) && edge(6))
            }
            Some(code) if is_blank(code) => digit(2) || (back(2) == Some(0x29) && digit(3)),
            _ => false,
        }
    }

    /// `time`: 7.30 pm, 7.30 to 9.00 pm; the hour begins at `start`.
    fn is_time(&self, start: usize) -> bool {
        let point = if self.is_digit(start + 1) {
            start + 2
        } else {
            start + 1
        };
        if self.at(point) != Some(0x2e) || !self.are_minutes(point + 1) {
            return false;
        }
        let place = point + 3;
        self.is_half_of_day(place)
            || self.until(place).is_some_and(|(place, longer)| {
                self.is_half_of_day(place) || longer.is_some_and(|place| self.is_half_of_day(place))
            })
    }

    fn are_minutes(&self, place: usize) -> bool {
        self.at(place)
            .is_some_and(|code| (0x30..=0x35).contains(&code))
            && self.is_digit(place + 1)
    }

    /// `until`: where the hour of its end has ended, and its minutes if it has any.
    fn until(&self, place: usize) -> Option<(usize, Option<usize>)> {
        let dash = |place| {
            self.at(place)
                .is_some_and(|code| is_blank(code) || code == 0x2d || code == 0x2013)
        };
        let dashes = (0..3).take_while(|&step| dash(place + step)).count();
        let mut hour = place + dashes;
        if dashes == 0 || !self.is_digit(hour) {
            let word = [&b"to"[..], b"and", b"until"].into_iter().find_map(|word| {
                let end = place + 1 + word.len();
                let is_there = word
                    .iter()
                    .enumerate()
                    .all(|(step, &letter)| self.at(place + 1 + step) == Some(u16::from(letter)));
                (self.is_blank(place) && is_there && self.is_blank(end)).then_some(end + 1)
            });
            hour = word?;
        }
        let digits = self.digits_end(hour) - hour;
        if digits == 0 || digits > 2 {
            return None;
        }
        let end = hour + digits;
        let minutes = matches!(self.at(end), Some(0x2e | 0x3a)) && self.are_minutes(end + 1);
        Some((end, minutes.then_some(end + 3)))
    }

    /// ` ?[apAP]\.?[mM]\b`
    fn is_half_of_day(&self, place: usize) -> bool {
        let place = place + usize::from(self.is_blank(place));
        if !self.at(place).is_some_and(|code| is_one_of(code, b"apAP")) {
            return false;
        }
        let place = place + 1 + usize::from(self.at(place + 1) == Some(0x2e));
        self.at(place).is_some_and(|code| is_one_of(code, b"mM"))
            && self
                .at(place + 1)
                .is_none_or(|code| code != 0x5f && !self.characters.has(code, ALPHANUMERIC))
    }

    /// The letters and digits from `place` on.
    fn run_at(&self, place: usize) -> &[u16] {
        let rest = self.text.get(place..).unwrap_or(&[]);
        let length = rest
            .iter()
            .take_while(|&&code| self.characters.has(code, ALPHANUMERIC))
            .count();
        &rest[..length]
    }

    fn is_unit(&self, place: usize) -> bool {
        let run = self.run_at(place);
        self.beside.units.iter().any(|unit| unit == run)
            || (matches!(run, [0x61 | 0x70])
                && self.at(place + 1) == Some(0x2e)
                && self.at(place + 2) == Some(0x6d)
                && !self.has(self.at(place + 3), ALPHANUMERIC))
    }

    fn is_word(&self, place: usize) -> bool {
        let run = self.run_at(place);
        self.beside.words.iter().any(|word| {
            word.len() == run.len()
                && word.iter().zip(run).all(|(&letter, &code)| {
                    letter == code || ((0x41..=0x5a).contains(&code) && letter == code + 0x20)
                })
        })
    }
}
