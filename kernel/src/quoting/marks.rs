//! Quotation marks, and which of them can open or close: `searchkit/quotations/marks.py`.

use crate::quoting::speech::{ALPHANUMERIC, DECIMAL, DIGIT, ELISION, SPACE, Speech};
use crate::quoting::{Codes, LINE, is_in};

const SPACE_BESIDE: u16 = b' ' as u16;

/// A quotation mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub opens: bool,
    pub closes: bool,
    /// 1 where its glyph is an opening one, -1 for a closing one, 0 for either.
    pub hint: i8,
}

impl Mark {
    pub fn opening(at: usize) -> Self {
        Self {
            start: at,
            end: at,
            opens: true,
            closes: false,
            hint: 0,
        }
    }

    pub fn closing(at: usize) -> Self {
        Self {
            start: at,
            end: at,
            opens: false,
            closes: true,
            hint: 0,
        }
    }
}

/// The length of the double mark that begins with these characters, and its hint.
fn double_mark(text: &Codes) -> Option<(usize, i8)> {
    let pair = |second: &[u16], hint: i8| {
        text.get(1)
            .filter(|code| second.contains(code))
            .map(|_| (2, hint))
    };
    match text.first()? {
        0x27 => pair(&[0x27], 0),
        0x2018 => pair(&[0x2018], 1).or_else(|| pair(&[0x2019], 0)),
        0x2019 => pair(&[0x2019], -1),
        0x60 => pair(&[0x60], 1),
        0xb4 => pair(&[0xb4], -1),
        0x201a => pair(&[0x201a], 1),
        0x22 | 0xff02 => Some((1, 0)),
        0x201c | 0x201e | 0x201f | 0xab | 0x301d => Some((1, 1)),
        0x201d | 0xbb | 0x301e => Some((1, -1)),
        0xa1 => pair(&[0xa7], 1).or_else(|| pair(&[0xa8], -1)),
        _ => None,
    }
}

/// Whether a double mark may begin with it: most characters are asked no more.
#[inline(always)]
fn may_begin(code: u16) -> bool {
    matches!(code, 0x22 | 0x27 | 0x60 | 0xa1 | 0xab | 0xb4 | 0xbb) || code >= 0x2018
}

/// The double quotation marks between two places of `text`, in order.
pub fn double_marks(speech: &Speech, text: &Codes, start: usize, end: usize) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut low = None;
    let mut at = start;
    while at < end {
        if !may_begin(text[at]) {
            at += 1;
            continue;
        }
        let Some((length, hint)) = double_mark(&text[at..end]) else {
            at += 1;
            continue;
        };
        let left = at;
        at += length;
        let (before, after) = beside(text, left, at, start, end);
        if text[left] == 0x201e {
            // A bullet, of a lost font, where no curly mark comes after it.
            let last = || {
                text[start..end]
                    .iter()
                    .rposition(|code| matches!(code, 0x201c | 0x201d))
            };
            let low = *low.get_or_insert_with(|| last().map(|place| start + place));
            if low.is_none_or(|low| left > low) {
                continue;
            }
        }
        let is_word = speech.has(after, ALPHANUMERIC);
        if text[left] == 0x22 && speech.has(before, DIGIT) && !is_word && marks.is_empty() {
            continue; // Inches.
        }
        marks.push(Mark {
            start: left,
            end: at,
            opens: is_gapped(speech, before)
                && !speech.is_space(after)
                && !is_in(after, ",;:!?)]}"),
            closes: !speech.is_space(before) && !is_word,
            hint,
        });
    }
    marks
}

/// The single quotation marks between two places of `text`, without apostrophes that can be nothing
/// else.
pub fn single_marks(speech: &Speech, text: &Codes, start: usize, end: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    for left in start..end {
        let glyph = text[left];
        if !matches!(
            glyph,
            0x27 | 0x60 | 0xb4 | 0x2018 | 0x2019 | 0x201b | 0x2039 | 0x203a
        ) {
            continue;
        }
        let (before, after) = beside(text, left, left + 1, start, end);
        let is_word = speech.has(after, ALPHANUMERIC);
        if is_word && speech.has(before, ALPHANUMERIC) {
            continue;
        }
        let opens = is_gapped(speech, before)
            && !speech.has(after, SPACE)
            && !elides(speech, text, left + 1);
        let opens = opens && (glyph != 0x2019 || left == start || text[left - 1] == LINE);
        let closes = !speech.is_space(before) && !is_word && glyph != 0x2018;
        if opens || closes {
            marks.push(Mark {
                start: left,
                end: left + 1,
                opens,
                closes,
                hint: 0,
            });
        }
    }
    marks
}

/// The characters before and after a mark; a space where there is none.
fn beside(text: &Codes, left: usize, right: usize, start: usize, end: usize) -> (u16, u16) {
    let before = if left > start {
        text[left - 1]
    } else {
        SPACE_BESIDE
    };
    let after = if right < end {
        text[right]
    } else {
        SPACE_BESIDE
    };
    (before, after)
}

fn is_gapped(speech: &Speech, before: u16) -> bool {
    speech.is_space(before) || is_in(before, "([{<-–—―/…") || double_mark(&[before]).is_some()
}

/// Whether what stands at `at` is a word or a year that an apostrophe begins.
fn elides(speech: &Speech, text: &Codes, at: usize) -> bool {
    let is = |place: usize, flags: u8| text.get(place).is_some_and(|&code| speech.has(code, flags));
    if is(at, DECIMAL) {
        let goes_on = text.get(at + 2).is_some_and(|&code| speech.is_inside(code));
        return is(at + 1, DECIMAL) && (!goes_on || text[at + 2] == u16::from(b's'));
    }
    let is_letter = |place: usize| is(place, ALPHANUMERIC) && !is(place, DECIMAL);
    let mut end = at;
    // Words that are elided are short; one that goes on is another.
    while is_letter(end) && end < at + 24 {
        end += 1;
    }
    end > at && (is(at, DIGIT) || speech.classes_of(&text[at..end]) & ELISION != 0)
}
