//! Which words attribute a quotation: `searchkit/quotations/attribution.py`.

use crate::quoting::speech::{
    ACCORDING, ADVERB, AUXILIARY, BEGINNING, DETERMINER, JOINING, NO_NAME, OFFICE, PLAIN_SAYING,
    PRONOUN, SAYING, Speech,
};
use crate::quoting::words::{Word, each_sentence, ends_sentence, words};
use crate::quoting::{Codes, LINE, PARAGRAPH, first_of, is_in, last_of};

const REACH: usize = 260;
const SUBJECT: usize = 20;
const ACTING: usize = 10;
const LEADING: &str = ",;–—-)]'’\"”.";

/// A clause that attributes.
#[derive(Clone, Debug)]
pub struct Clause<'t> {
    pub subject: Vec<Word<'t>>,
    pub rest: usize,
    pub bare: bool,
}

impl<'t> Clause<'t> {
    fn new(subject: &[Word<'t>], rest: usize) -> Self {
        Self {
            subject: subject.to_vec(),
            rest,
            bare: false,
        }
    }
}

/// Whether what begins at `start` attributes what was quoted before it.
pub fn attributes(speech: &Speech, text: &Codes, start: usize, end: usize) -> bool {
    clause_after(speech, text, start, end).is_some_and(|clause| clause.rest <= SUBJECT)
}

/// The clause that begins at `start`, after a quotation, and attributes it.
pub fn clause_after<'t>(
    speech: &Speech,
    text: &'t Codes,
    start: usize,
    end: usize,
) -> Option<Clause<'t>> {
    let every = words(speech, text, start, line_end(text, start, end));
    let mut sentence = first_sentence(speech, &every);
    let leads = |word: &Word<'_>| word.text.len() == 1 && is_in(word.text[0], LEADING);
    while let Some(after) = sentence.split_first().filter(|(first, _)| leads(first)) {
        sentence = after.1;
    }
    let (first, following) = sentence.split_first()?;
    if first.is(PLAIN_SAYING) {
        let subject = name_like(following);
        let rest = following.len() - subject.len();
        return (!subject.is_empty()).then(|| Clause::new(subject, rest));
    }
    if !may_begin(sentence) {
        return None;
    }
    let verb = (1..sentence.len().min(SUBJECT + 1))
        .find(|&at| sentence[at].is(SAYING) && is_verb(sentence, at))?;
    Some(Clause::new(&sentence[..verb], sentence.len() - verb - 1))
}

/// The clause that leads up to a quotation at `end` and attributes it.
pub fn clause_before<'t>(
    speech: &Speech,
    text: &'t Codes,
    start: usize,
    end: usize,
) -> Option<Clause<'t>> {
    let begin = start.max(end.saturating_sub(REACH));
    let begin = begin.max(last_of(text, &PARAGRAPH, begin, end).map_or(1, |place| place + 2));
    if end > 0 && text[end - 1] == LINE {
        return None;
    }
    let every = words(speech, text, begin, end);
    let sentence = last_sentence(speech, &every);
    for at in (0..sentence.len()).rev() {
        let word = &sentence[at];
        let rest = sentence.len() - at - 1;
        if word.is(ACCORDING) && rest > 0 {
            return Some(Clause::new(&sentence[at + 2..], 0));
        }
        if word.is(SAYING) && is_verb(sentence, at) {
            let before = &sentence[..at];
            if before.iter().any(can_speak) {
                return Some(Clause::new(before, rest));
            }
            let after = name_like(&sentence[at + 1..]);
            return (!after.is_empty()).then(|| Clause::new(after, rest - after.len()));
        }
    }
    let (last, before) = sentence.split_last()?;
    let leads = last.is_sign(':') && sentence.len() <= SUBJECT && sentence[0].is_capital;
    leads.then(|| Clause {
        bare: true,
        ..Clause::new(before, 0)
    })
}

/// The clauses of a narration that say that somebody speaks or does something.
pub fn clauses_within<'t>(
    speech: &Speech,
    text: &'t Codes,
    start: usize,
    end: usize,
) -> Vec<Clause<'t>> {
    let every = words(speech, text, start, end);
    let mut found = Vec::new();
    each_sentence(speech, &every, |sentence| found.push(speaking(sentence)));
    found
}

fn speaking<'t>(sentence: &[Word<'t>]) -> Clause<'t> {
    for (at, word) in sentence.iter().enumerate() {
        if word.is(SAYING) && is_verb(sentence, at) {
            let before = &sentence[at.saturating_sub(SUBJECT)..at];
            let after = if word.is(PLAIN_SAYING) {
                name_like(&sentence[at + 1..])
            } else {
                &[]
            };
            let subject = if !after.is_empty() && !ends_with_name(before) {
                after
            } else {
                before
            };
            if subject.iter().any(can_speak) {
                return Clause::new(subject, sentence.len() - at - 1);
            }
        }
    }
    let acting = &sentence[..sentence.len().min(ACTING)];
    Clause {
        bare: true,
        ..Clause::new(acting, sentence.len())
    }
}

/// Whether the last word but adverbs may be a speaker's.
fn ends_with_name(before: &[Word<'_>]) -> bool {
    let last = before
        .iter()
        .rev()
        .find(|word| !word.is(ADVERB | AUXILIARY));
    last.is_some_and(can_speak)
}

fn can_speak(word: &Word<'_>) -> bool {
    word.is(PRONOUN | OFFICE) || (word.is_capital && !word.is(NO_NAME))
}

/// Whether a sentence may begin with who speaks.
fn may_begin(sentence: &[Word<'_>]) -> bool {
    let first = &sentence[0];
    first.is_capital || first.is(PRONOUN) || (first.is(BEGINNING) && sentence.len() > 1)
}

/// Whether a word that may be a verb is one ("a report", "the claims" are none).
fn is_verb(sentence: &[Word<'_>], at: usize) -> bool {
    let word = &sentence[at];
    if at == 0 {
        return !word.owns;
    }
    !word.is_capital && !sentence[at - 1].is(DETERMINER) && !word.owns
}

/// The words at the beginning that may name a speaker.
fn name_like<'w, 't>(following: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let ends = |word: &Word<'_>| {
        !(word.is_capital || word.is(OFFICE | PRONOUN | JOINING) || word.is_sign('.'))
    };
    let some = &following[..following.len().min(SUBJECT)];
    let mut found = &some[..some.iter().position(ends).unwrap_or(some.len())];
    while let Some((_, before)) = found.split_last().filter(|(last, _)| !can_speak(last)) {
        found = before;
    }
    found
}

/// Where what can attribute ends: with the paragraph, or with a line that has ended.
fn line_end(text: &Codes, start: usize, end: usize) -> usize {
    let stop = end.min(start + REACH);
    if let Some(line) = first_of(text, &[LINE], start, stop) {
        if text[start..line]
            .iter()
            .all(|&code| is_in(code, " .,”\"'’"))
        {
            return line;
        }
    }
    first_of(text, &PARAGRAPH, start, stop).unwrap_or(stop)
}

fn first_sentence<'w, 't>(speech: &Speech, found: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let end = (1..found.len()).find(|&at| ends_sentence(speech, found, at));
    &found[..end.unwrap_or(found.len())]
}

/// The sentence that `found` ends within; empty where a sentence ends with it.
fn last_sentence<'w, 't>(speech: &Speech, found: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let Some(last) = found
        .len()
        .checked_sub(1)
        .filter(|&last| !ends_sentence(speech, found, last))
    else {
        return &[];
    };
    let end = (0..last).rev().find(|&at| ends_sentence(speech, found, at));
    &found[end.map_or(0, |at| at + 1)..]
}
