//! What each character is to a text: a letter, a digit, a space.
//!
//! Lives here: the table that Python fills, by which it alone decides, and questions to it. Does not
//! live here: how it is filled (`searchkit/kernels/compiled/passages.py`).

pub const ALPHANUMERIC: u8 = 1;
pub const MARK: u8 = 2;
pub const ALPHABETIC: u8 = 4;
pub const DECIMAL: u8 = 8;
pub const DIGIT: u8 = 16;
pub const SPACE: u8 = 32;
/// Of every character that Python has told of and that readers see. Without it a text is not for
/// the kernel.
pub const KNOWN: u8 = 64;

/// A text as the numbers of its characters.
pub type Codes = [u32];

/// What each character is, by its number.
pub struct Characters(pub Vec<u8>);

impl Characters {
    #[inline(always)]
    pub fn of(&self, code: u32) -> u8 {
        self.0.get(code as usize).copied().unwrap_or(0)
    }

    #[inline(always)]
    pub fn has(&self, code: u32, flags: u8) -> bool {
        self.of(code) & flags != 0
    }

    pub fn is_space(&self, code: u32) -> bool {
        self.has(code, SPACE)
    }

    /// Whether it is part of a word.
    #[inline(always)]
    pub fn is_inside(&self, code: u32) -> bool {
        self.has(code, ALPHANUMERIC | MARK)
    }

    /// The characters of `text` as numbers; false: one of them is not known.
    pub fn decode(&self, text: &str, codes: &mut Vec<u32>) -> bool {
        codes.clear();
        let mut known = KNOWN;
        if text.is_ascii() {
            codes.extend(text.bytes().map(|byte| {
                known &= self.of(u32::from(byte));
                u32::from(byte)
            }));
        } else {
            codes.extend(text.chars().map(|c| {
                known &= self.of(c.into());
                u32::from(c)
            }));
        }
        known != 0
    }
}

/// Whether it is one of the digits 0 to 9.
#[inline(always)]
pub fn is_ascii_digit(code: u32) -> bool {
    (0x30..=0x39).contains(&code)
}

/// Whether it is a character of ASCII that `wanted` has.
#[inline(always)]
pub fn is_one_of(code: u32, wanted: &[u8]) -> bool {
    u8::try_from(code).is_ok_and(|byte| byte.is_ascii() && wanted.contains(&byte))
}

/// Whether it may stand between the digits of a number, as a common space does.
#[inline(always)]
pub fn is_blank(code: u32) -> bool {
    matches!(code, 0x20 | 0xa0 | 0x2007 | 0x2009 | 0x202f)
}
