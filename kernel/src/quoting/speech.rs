//! What words and characters are to speech.
//!
//! Lives here: the classes of words, of which Python gives the long ones (`searchkit.profiles.speech`),
//! what each character is, and questions to both. Does not live here: finding words (`words`).

use hashbrown::HashMap;

use crate::memory::{Declined, Result};
use crate::quoting::Codes;
use crate::quoting::short_words::ShortWords;

pub const ALPHANUMERIC: u8 = 1;
pub const ALPHABETIC: u8 = 2;
pub const SPACE: u8 = 4;
pub const UPPER: u8 = 8;
pub const LOWER: u8 = 16;
pub const DIGIT: u8 = 32;
/// `str.isdecimal`.
pub const DECIMAL: u8 = 64;
pub const KNOWN: u8 = 128;

/// A set of classes of words.
pub type Classes = u64;

// Those that Python gives, in its order.
pub const SAYING: Classes = 1;
pub const PLAIN_SAYING: Classes = 1 << 1;
pub const OFFICE: Classes = 1 << 2;
pub const HONORIFIC: Classes = 1 << 3;
pub const PRONOUN: Classes = 1 << 4;
pub const NO_NAME: Classes = 1 << 5;
pub const BODY: Classes = 1 << 6;
pub const MALE: Classes = 1 << 7;
pub const FEMALE: Classes = 1 << 8;
pub const GOVERNING: Classes = 1 << 9;
pub const OPPONENT: Classes = 1 << 10;
pub const ELISION: Classes = 1 << 11;
pub const CALLING: Classes = 1 << 12;
pub const ADDRESS: Classes = 1 << 13;
pub const I: Classes = 1 << 14;
/// How many those are.
pub const GIVEN: usize = 15;

pub const JOINING: Classes = 1 << 20;
pub const ADVERB: Classes = 1 << 21;
pub const AUXILIARY: Classes = 1 << 22;
pub const ABBREVIATED: Classes = 1 << 23;
pub const DETERMINER: Classes = 1 << 24;
pub const PARTICLE: Classes = 1 << 25;
pub const WITHIN_OFFICE: Classes = 1 << 26;
pub const NO_OFFICE: Classes = 1 << 27;
pub const TOGETHER: Classes = 1 << 28;
pub const COMPLEMENTED: Classes = 1 << 29;
pub const MINISTER: Classes = 1 << 30;
pub const AND: Classes = 1 << 31;
pub const LINKING: Classes = 1 << 32;
pub const BEGINNING: Classes = 1 << 33;
pub const WHOLE: Classes = 1 << 34;
pub const ACCORDING: Classes = 1 << 35;
pub const THE: Classes = 1 << 36;
pub const COMMA: Classes = 1 << 37;
pub const MINISTERS: Classes = 1 << 38;
pub const THEY: Classes = 1 << 39;
pub const HE: Classes = 1 << 40;
pub const SAID: Classes = 1 << 41;

const OWN: [(Classes, &str); 22] = [
    (
        JOINING,
        "of the and for & , de van der du la le von te o ki nga ngā",
    ),
    (
        ADVERB,
        "also today then later further yesterday earlier again now additionally meanwhile",
    ),
    (AUXILIARY, "has have had was were is are would"),
    (ABBREVIATED, "st mt no vs jr sen gen"),
    (
        DETERMINER,
        "a an the this to its these that latest new their",
    ),
    (PARTICLE, "al bin da de den der di du la le te van von"),
    (
        WITHIN_OFFICE,
        "of for the and & , in charge responsible to -",
    ),
    (NO_OFFICE, "minister ministers associate acting ."),
    (TOGETHER, ", and & the with"),
    (COMPLEMENTED, "responsible assisting"),
    (MINISTER, "minister ministers"),
    (AND, "and &"),
    (LINKING, "of for responsible assisting in"),
    (BEGINNING, "the associate acting"),
    (WHOLE, "the both two three"),
    (ACCORDING, "according"),
    (THE, "the"),
    (COMMA, ","),
    (MINISTERS, "ministers"),
    (THEY, "they"),
    (HE, "he"),
    (SAID, "says said"),
];

/// Longer words are of no class.
const LONGEST: usize = 24;
/// Characters of a word that fit into a number.
const SHORT: usize = 8;
const ASCII: usize = 0x80;
const RIGHT_MARK: u16 = 0x2019;
const APOSTROPHE: u16 = b'\'' as u16;

/// What Python tells of a character: its number, what it is, its small letter, and the letters that
/// are left of it without case and accents.
pub type Told = (u32, u8, u32, String);

/// What words and characters are.
pub struct Speech {
    flags: Vec<u8>,
    lower: Vec<u16>,
    folded: Vec<Vec<u16>>,
    classes: HashMap<Vec<u16>, Classes>,
    /// Of words of one character.
    single: [Classes; ASCII],
    short: ShortWords,
    /// How long the words are that begin with a character: one bit for each length.
    lengths: [u32; ASCII],
    /// Of which classes words are that begin with a character.
    begun: [Classes; ASCII],
}

impl Speech {
    /// `words`: those of each class that Python gives.
    pub fn new(words: &[Vec<String>], characters: &[Told]) -> Result<Self> {
        if words.len() != GIVEN {
            return Err(Declined("these are not the classes of words"));
        }
        let size = 1 + usize::from(u16::MAX);
        let mut made = Self {
            flags: vec![0; size],
            lower: vec![0; size],
            folded: vec![Vec::new(); size],
            classes: HashMap::new(),
            single: [0; ASCII],
            short: ShortWords::default(),
            lengths: [0; ASCII],
            begun: [0; ASCII],
        };
        for (code, flags, lower, folded) in characters {
            let narrow = |code: &u32| u16::try_from(*code).ok();
            let (Some(code), Some(lower)) = (narrow(code), narrow(lower)) else {
                return Err(Declined("a character is too rare"));
            };
            let place = usize::from(code);
            made.flags[place] = flags | KNOWN;
            made.lower[place] = lower;
            made.folded[place] = folded.encode_utf16().collect();
        }
        let given = words.iter().enumerate();
        let given =
            given.map(|(number, words)| (1 << number, words.iter().map(String::as_str).collect()));
        let own = OWN
            .iter()
            .map(|(of, words)| (*of, words.split(' ').collect::<Vec<_>>()));
        for (class, words) in given.chain(own) {
            for word in words {
                let codes: Vec<u16> = word.encode_utf16().collect();
                if let [code @ 0..0x80] = codes[..] {
                    made.single[usize::from(code)] |= class;
                }
                let first = codes.first().map_or(ASCII, |&code| usize::from(code));
                if first >= ASCII || codes.len() > LONGEST {
                    return Err(Declined(
                        "a word is too long, or begins with a rare character",
                    ));
                }
                made.lengths[first] |= 1 << codes.len();
                made.begun[first] |= class;
                *made.classes.entry(codes).or_default() |= class;
            }
        }
        for (word, &classes) in &made.classes {
            if let Some(key) = made.key(word) {
                made.short.add(key, classes)?;
            }
        }
        Ok(made)
    }

    /// The characters of `text` as numbers.
    pub fn decode(&self, text: &str) -> Result<Vec<u16>> {
        let mut codes = Vec::new();
        codes
            .try_reserve(text.len())
            .map_err(|_| Declined("there is not enough memory"))?;
        for c in text.chars() {
            let code = u16::try_from(u32::from(c)).unwrap_or(0);
            if self.flags[usize::from(code)] & KNOWN == 0 {
                return Err(Declined("a character is too rare"));
            }
            codes.push(code);
        }
        Ok(codes)
    }

    #[inline(always)]
    pub fn has(&self, code: u16, flags: u8) -> bool {
        self.flags[usize::from(code)] & flags != 0
    }

    pub fn is_space(&self, code: u16) -> bool {
        self.has(code, SPACE)
    }

    pub fn is_alphanumeric(&self, code: u16) -> bool {
        self.has(code, ALPHANUMERIC)
    }

    /// A letter, digit or underscore.
    #[inline(always)]
    pub fn is_inside(&self, code: u16) -> bool {
        self.has(code, ALPHANUMERIC) || code == u16::from(b'_')
    }

    #[inline(always)]
    pub fn small(&self, code: u16) -> u16 {
        self.lower[usize::from(code)]
    }

    /// `text` without the spaces at its end.
    pub fn trim_end<'t>(&self, text: &'t Codes) -> &'t Codes {
        let end = text.iter().rposition(|&code| !self.is_space(code));
        &text[..end.map_or(0, |last| last + 1)]
    }

    /// `text` without the spaces at both ends.
    pub fn trim<'t>(&self, text: &'t Codes) -> &'t Codes {
        let text = self.trim_end(text);
        let start = text.iter().position(|&code| !self.is_space(code));
        &text[start.unwrap_or(text.len())..]
    }

    /// The classes of a word as written.
    #[inline]
    pub fn classes_of(&self, word: &Codes) -> Classes {
        let Some(first) = word.first().map(|&code| usize::from(self.small(code))) else {
            return 0;
        };
        if word.len() == 1 {
            return self.single.get(first).copied().unwrap_or(0);
        }
        // Most words are none of those.
        let lengths = self.lengths.get(first).copied().unwrap_or(0);
        if word.len() > LONGEST || lengths & (1 << word.len()) == 0 {
            return 0;
        }
        if let Some(key) = self.key(word) {
            return self.short.classes_of(key);
        }
        let mut small = [0; LONGEST];
        for (into, &code) in small.iter_mut().zip(word) {
            *into = self.compared(code);
        }
        let small = &small[..word.len()];
        self.classes.get(small).copied().unwrap_or(0)
    }

    /// Whether a word of a class may begin with a character.
    pub fn may_begin(&self, code: u16, classes: Classes) -> bool {
        let begun = self.begun.get(usize::from(self.small(code)));
        begun.is_some_and(|of| of & classes != 0)
    }

    /// A short word of ASCII as one number, in small letters.
    #[inline(always)]
    fn key(&self, word: &Codes) -> Option<u64> {
        if word.len() > SHORT {
            return None;
        }
        let (mut key, mut all) = (0, 0);
        for &code in word {
            key = (key << 8) | u64::from(self.small(code));
            all |= code;
        }
        (usize::from(all) < ASCII).then_some(key)
    }

    /// The small letter, and an apostrophe for a right mark.
    #[inline(always)]
    fn compared(&self, code: u16) -> u16 {
        if code == RIGHT_MARK {
            APOSTROPHE
        } else {
            self.small(code)
        }
    }

    /// A word in small letters, an apostrophe for each right mark.
    pub fn lowered(&self, word: &Codes) -> Vec<u16> {
        word.iter().map(|&code| self.compared(code)).collect()
    }

    /// A word of a name as it is compared.
    pub fn fold(&self, word: &Codes) -> Vec<u16> {
        let mut folded = Vec::with_capacity(word.len());
        for &code in word {
            if code == RIGHT_MARK {
                folded.push(APOSTROPHE);
            } else {
                folded.extend_from_slice(&self.folded[usize::from(code)]);
            }
        }
        folded
    }

    /// Whether a word has capitals, and no small letter (`str.isupper`).
    pub fn is_upper(&self, word: &Codes) -> bool {
        word.iter().any(|&code| self.has(code, UPPER))
            && !word.iter().any(|&code| self.has(code, LOWER))
    }
}
