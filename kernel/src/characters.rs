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
pub type Codes = [u16];

/// Bytes that are looked at together.
const TOGETHER: usize = 32;

/// What each character is, by its number.
pub struct Characters {
    flags: Vec<u8>,
    knows_ascii: bool,
}

impl Characters {
    pub fn new(flags: Vec<u8>) -> Self {
        let knows_ascii = (0..0x80).all(|code| flags.get(code).is_some_and(|one| one & KNOWN != 0));
        Self { flags, knows_ascii }
    }

    #[inline(always)]
    pub fn of(&self, code: u16) -> u8 {
        self.flags.get(usize::from(code)).copied().unwrap_or(0)
    }

    #[inline(always)]
    pub fn has(&self, code: u16, flags: u8) -> bool {
        self.of(code) & flags != 0
    }

    pub fn is_space(&self, code: u16) -> bool {
        self.has(code, SPACE)
    }

    /// Whether it is part of a word.
    #[inline(always)]
    pub fn is_inside(&self, code: u16) -> bool {
        self.has(code, ALPHANUMERIC | MARK)
    }

    /// The characters of `text` as numbers; false: one of them is not known.
    pub fn decode(&self, text: &str, codes: &mut Vec<u16>) -> bool {
        codes.clear();
        codes.reserve(text.len());
        let mut rest = text;
        loop {
            // Nearly all of a text is ASCII, in stretches of hundreds of characters.
            let bytes = rest.as_bytes();
            let mut ascii = 0;
            for some in bytes.chunks(TOGETHER) {
                if !some.is_ascii() {
                    ascii += some.iter().take_while(|byte| byte.is_ascii()).count();
                    break;
                }
                ascii += some.len();
            }
            codes.extend(bytes[..ascii].iter().map(|&byte| u16::from(byte)));
            let mut characters = rest[ascii..].chars();
            let Some(c) = characters.next() else {
                return self.knows_ascii;
            };
            match u16::try_from(u32::from(c)) {
                Ok(code) if self.has(code, KNOWN) => codes.push(code),
                _ => return false,
            }
            rest = characters.as_str();
        }
    }
}

/// Whether it is one of the digits 0 to 9.
#[inline(always)]
pub fn is_ascii_digit(code: u16) -> bool {
    (0x30..=0x39).contains(&code)
}

/// Whether it is a character of ASCII that `wanted` has.
#[inline(always)]
pub fn is_one_of(code: u16, wanted: &[u8]) -> bool {
    u8::try_from(code).is_ok_and(|byte| byte.is_ascii() && wanted.contains(&byte))
}

/// Whether it may stand between the digits of a number, as a common space does.
#[inline(always)]
pub fn is_blank(code: u16) -> bool {
    matches!(code, 0x20 | 0xa0 | 0x2007 | 0x2009 | 0x202f)
}
