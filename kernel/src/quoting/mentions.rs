//! Who is named in a sentence: `searchkit/quotations/mentions.py`.

use crate::quoting::Codes;
use crate::quoting::office::Office;
use crate::quoting::speech::{
    ALPHABETIC, AND, BODY, COMMA, COMPLEMENTED, FEMALE, GOVERNING, HE, HONORIFIC, LINKING, MALE,
    MINISTER, MINISTERS, NO_NAME, NO_OFFICE, OFFICE, PARTICLE, PRONOUN, Speech, THE, THEY,
    TOGETHER, WITHIN_OFFICE,
};
use crate::quoting::words::Word;

const LONGEST: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    He,
    She,
    They,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// Somebody, as a sentence names them.
#[derive(Clone, Debug, Default)]
pub struct Mention<'t> {
    pub first: usize,
    pub last: usize,
    pub name: Vec<&'t Codes>,
    pub office: Option<Office>,
    pub pronoun: Option<Pronoun>,
    pub sex: Option<Sex>,
    pub titled: bool,
    pub governs: bool,
    pub many: bool,
    pub guessed: bool,
}

impl Mention<'_> {
    /// Whether it is an office without a name.
    fn is_office(&self) -> bool {
        self.office.is_some() && self.name.is_empty()
    }

    /// Whether it is certain that it names a person.
    pub fn is_person(&self) -> bool {
        self.titled || self.pronoun.is_some()
    }
}

type Sentence<'w, 't> = &'w [Word<'t>];

/// All mentions in a sentence, in order; an office and the name beside it are one.
pub fn mentions<'t>(speech: &Speech, sentence: Sentence<'_, 't>) -> Vec<Mention<'t>> {
    let mut found: Vec<Mention<'t>> = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        if !sentence[at].is_capital && !sentence[at].is(PRONOUN | MINISTER) {
            at += 1;
            continue;
        }
        let Some(mut mention) = mention_at(speech, sentence, at) else {
            at += 1;
            continue;
        };
        if found
            .last()
            .is_some_and(|one| are_one(sentence, one, &mention))
        {
            if let Some(one) = found.pop() {
                mention = joined(one, mention);
            }
        }
        at = mention.last;
        found.push(mention);
    }
    found
}

/// Whether two mentions that follow one another are named together ("A and B").
pub fn are_joined(sentence: Sentence<'_, '_>, one: &Mention<'_>, other: &Mention<'_>) -> bool {
    let between = between(sentence, one, other);
    !between.is_empty() && between.iter().all(|word| word.is(TOGETHER))
}

fn between<'w, 't>(
    sentence: Sentence<'w, 't>,
    one: &Mention<'_>,
    other: &Mention<'_>,
) -> &'w [Word<'t>] {
    sentence.get(one.last..other.first).unwrap_or(&[])
}

fn mention_at<'t>(speech: &Speech, sentence: Sentence<'_, 't>, at: usize) -> Option<Mention<'t>> {
    let word = &sentence[at];
    if word.is(PRONOUN) {
        let pronoun = if word.is(THEY) {
            Pronoun::They
        } else if word.is(HE) {
            Pronoun::He
        } else {
            Pronoun::She
        };
        return Some(Mention {
            first: at,
            last: at + 1,
            pronoun: Some(pronoun),
            many: word.is(THEY),
            ..Mention::default()
        });
    }
    if word.is(MINISTER) {
        return Some(titled(speech, sentence, at, at));
    }
    if !is_capital_word(speech, word) || (word.is(NO_NAME) && !word.is(HONORIFIC)) {
        return None;
    }
    let end = capitals_end(speech, sentence, at);
    let title = (at..end)
        .rev()
        .find(|&place| sentence[place].is(OFFICE | HONORIFIC));
    Some(match title {
        Some(title) => titled(speech, sentence, at, title),
        None => Mention {
            first: at,
            last: end,
            name: sentence[at..end].iter().map(|one| one.text).collect(),
            ..Mention::default()
        },
    })
}

fn is_capital_word(speech: &Speech, word: &Word<'_>) -> bool {
    word.is_capital && speech.has(word.text[0], ALPHABETIC)
}

fn is_capital_at(sentence: Sentence<'_, '_>, at: usize) -> bool {
    sentence.get(at).is_some_and(|word| word.is_capital)
}

/// Where the run of capitalised words ends that begins at `at`.
fn capitals_end(speech: &Speech, sentence: Sentence<'_, '_>, at: usize) -> usize {
    let mut end = at + 1;
    while let Some(word) = sentence.get(end) {
        if sentence[end - 1].owns {
            break;
        }
        if is_capital_word(speech, word) || is_dot(sentence, end) {
            end += 1;
        } else if word.is(PARTICLE) && is_capital_at(sentence, end + 1) {
            end += 2;
        } else if word.is(OFFICE) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a word is the full stop of an honorific or an initial.
fn is_dot(sentence: Sentence<'_, '_>, at: usize) -> bool {
    let before = &sentence[at - 1];
    sentence[at].is_sign('.') && (before.is(HONORIFIC) || before.text.len() == 1)
}

/// The mention that begins at `at` and whose last honorific or office is at `title`.
fn titled<'t>(speech: &Speech, sentence: Sentence<'_, 't>, at: usize, title: usize) -> Mention<'t> {
    let word = &sentence[title];
    let titles = &sentence[at..=title];
    let classes = titles.iter().fold(0, |all, one| all | one.classes);
    let sex = if classes & MALE != 0 {
        Some(Sex::Male)
    } else if classes & FEMALE != 0 {
        Some(Sex::Female)
    } else {
        None
    };
    let mut office = (classes & OFFICE != 0).then(Office::default);
    if let Some(office) = &mut office {
        for one in titles.iter().filter(|one| !one.is(HONORIFIC | NO_OFFICE)) {
            office.add(speech, one);
        }
    }
    let governs = classes & GOVERNING != 0;
    let mut end = name_end(speech, sentence, title + 1);
    let mut name: Vec<&'t Codes> = sentence[title + 1..end]
        .iter()
        .filter(|word| !word.is_sign('.'))
        .map(|word| word.text)
        .collect();
    if name.len() == 1
        && !word.is(HONORIFIC)
        && speech.classes_of(&speech.fold(name[0])) & BODY != 0
    {
        name.clear(); // "Minister Government", of a headline.
        end = title + 1;
    }
    let found = Mention {
        first: at,
        sex,
        titled: true,
        governs,
        ..Mention::default()
    };
    if !name.is_empty() || word.is(HONORIFIC) {
        return Mention {
            last: end.max(title + 1),
            name,
            office,
            ..found
        };
    }
    let begin = title + 1;
    end = begin;
    if sentence.get(end).is_some_and(|word| word.is(LINKING)) {
        end = complement_end(speech, sentence, end);
    }
    let inside = &sentence[begin..end];
    let name = if governs || inside.is_empty() {
        trailing_name(inside)
    } else {
        Vec::new()
    };
    let mut office = office.unwrap_or_default();
    let kept = inside[..inside.len() - name.len()].iter();
    for one in kept.filter(|one| speech.has(one.text[0], ALPHABETIC)) {
        if !one.is(WITHIN_OFFICE | HONORIFIC | NO_OFFICE) {
            office.add(speech, one);
        }
    }
    office.without_links(speech);
    Mention {
        last: end,
        guessed: !name.is_empty(),
        name,
        office: Some(office),
        many: word.is(MINISTERS),
        ..found
    }
}

/// Where the name ends that begins at `at`; `at` where there is none.
fn name_end(speech: &Speech, sentence: Sentence<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while let Some(word) = sentence.get(end).filter(|_| end - at < LONGEST + 1) {
        if word.is(COMPLEMENTED) {
            break;
        }
        let is_name = is_capital_word(speech, word) && !word.is(NO_NAME);
        let is_small = word.is(PARTICLE) && is_capital_at(sentence, end + 1);
        if !(is_name || is_small || is_dot(sentence, end)) {
            break;
        }
        end += 1;
        if word.owns {
            break;
        }
    }
    end
}

/// Where "of Economic Development Jim Vell" ends, which goes on an office.
fn complement_end(speech: &Speech, sentence: Sentence<'_, '_>, at: usize) -> usize {
    let mut end = at;
    while let Some(word) = sentence.get(end) {
        if word.is(AND | COMMA) {
            if !is_capital_at(sentence, end + 1) || is_title(speech, sentence, end + 1) {
                break;
            }
            if word.is(COMMA) && is_set_off(speech, sentence, end + 1) {
                break;
            }
        } else if if word.is_capital {
            word.is(HONORIFIC)
        } else {
            !word.is(WITHIN_OFFICE)
        } {
            break;
        }
        end += 1;
    }
    while end > at && !sentence[end - 1].is_capital {
        end -= 1;
    }
    end
}

/// Whether a name begins at `at`, not another part of an office.
fn is_set_off(speech: &Speech, sentence: Sentence<'_, '_>, at: usize) -> bool {
    let end = capitals_end(speech, sentence, at);
    end - at > 1 && !sentence.get(end).is_some_and(|word| word.is(AND))
}

/// Whether what begins at `at` names another office or person.
fn is_title(speech: &Speech, sentence: Sentence<'_, '_>, at: usize) -> bool {
    let end = capitals_end(speech, sentence, at).min(sentence.len());
    sentence[at..end]
        .iter()
        .any(|one| one.is(OFFICE | HONORIFIC))
}

/// The name at the end of "of Economic Development Jim Vell".
fn trailing_name<'t>(inside: Sentence<'_, 't>) -> Vec<&'t Codes> {
    let run = inside
        .iter()
        .rev()
        .take_while(|word| word.is_capital)
        .count();
    match inside {
        [.., first, last] if run >= 3 && !last.is(BODY) => vec![first.text, last.text],
        _ => Vec::new(),
    }
}

/// Whether an office and a name beside it are one person's.
fn are_one(sentence: Sentence<'_, '_>, one: &Mention<'_>, other: &Mention<'_>) -> bool {
    if one.pronoun.is_some() || other.pronoun.is_some() || one.many || other.many {
        return false;
    }
    let between = between(sentence, one, other);
    let has_nothing = between.is_empty();
    let has_comma = matches!(between, [word] if word.is(COMMA));
    let has_the = matches!(between, [word] if word.is(THE));
    let has_both = matches!(between, [comma, the] if comma.is(COMMA) && the.is(THE));
    if one.is_office() && !other.name.is_empty() {
        return has_nothing || has_comma || (other.titled && (has_the || has_both));
    }
    !one.name.is_empty() && other.is_office() && (has_both || (one.titled && has_comma))
}

fn joined<'t>(one: Mention<'t>, other: Mention<'t>) -> Mention<'t> {
    let guessed = if one.name.is_empty() {
        other.guessed
    } else {
        one.guessed
    };
    let mut office = one.office.unwrap_or_default();
    if let Some(other) = &other.office {
        office.add_all(other);
    }
    Mention {
        first: one.first,
        last: other.last,
        name: if one.name.is_empty() {
            other.name
        } else {
            one.name
        },
        office: Some(office),
        pronoun: None,
        sex: one.sex.or(other.sex),
        titled: true,
        governs: one.governs || other.governs,
        many: false,
        guessed,
    }
}
