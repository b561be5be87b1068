//! Quotations with their speakers: `searchkit/quotations/finding.py`.

use crate::memory::{Declined, Result};
use crate::quoting::attribution::clauses_within;
use crate::quoting::cast::{Cast, Who};
use crate::quoting::first_person::is_first_person;
use crate::quoting::judging::{Said, judged};
use crate::quoting::runs::runs;
use crate::quoting::speech::{ALPHANUMERIC, DIGIT, Speech};
use crate::quoting::{Codes, PARAGRAPH, last_of};

const RECENT: usize = 12;

/// A stretch of a text that somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub start: usize,
    pub end: usize,
    pub speakers: Vec<String>,
    pub certain: bool,
    pub goes_on: bool,
    pub own: bool,
}

/// Who is said to speak, and whether the text says so.
type By = (Vec<Who>, bool);

/// Whether a statement is in the first person, and all that is said in it, in order.
///
/// `ministers`: the names of its front matter, without honorifics.
pub fn spoken(
    speech: &Speech,
    text: &str,
    title: &str,
    ministers: &[String],
) -> Result<(bool, Vec<Stretch>)> {
    let (text, title) = (&speech.decode(text)?[..], &speech.decode(title)?[..]);
    let ministers: Vec<Vec<u16>> = ministers
        .iter()
        .map(|name| speech.decode(name))
        .collect::<Result<_>>()?;
    let is_digit = |code: &u16| speech.has(*code, DIGIT);
    if ministers.iter().flatten().any(is_digit) {
        return Err(Declined("a number in a name is compared by its value"));
    }
    let found = runs(speech, text);
    let first_person = is_first_person(speech, text, title, &found);
    let said = judged(speech, text, &found, first_person);
    if said.is_empty() && !first_person {
        return Ok((first_person, Vec::new()));
    }
    let read = if said.is_empty() { &[] } else { text };
    let mut cast = Cast::new(speech, title, read, &ministers);
    let by = attributed(text, &said, &mut cast, first_person);
    let names = |who: &[Who]| -> Vec<String> {
        who.iter()
            .map(|&who| String::from_utf16_lossy(cast.name(who)))
            .collect()
    };
    let mut stretches = Vec::new();
    let own = names(&cast.ministers);
    let mut at = 0;
    let between = |start: usize, end: usize| {
        let part = text.get(start..end).unwrap_or(&[]);
        (first_person && part.iter().any(|&code| speech.has(code, ALPHANUMERIC))).then(|| Stretch {
            start,
            end,
            speakers: own.clone(),
            certain: false,
            goes_on: false,
            own: true,
        })
    };
    for (one, (who, certain)) in said.iter().zip(&by) {
        stretches.extend(between(at, one.run.start));
        at = one.run.end;
        stretches.push(Stretch {
            start: one.run.start,
            end: at,
            speakers: names(who),
            certain: *certain,
            goes_on: one.goes_on(),
            own: false,
        });
    }
    stretches.extend(between(at, text.len()));
    Ok((first_person, stretches))
}

/// Who says each, and whether the text says so.
fn attributed<'t>(
    text: &'t Codes,
    said: &[Said<'t>],
    cast: &mut Cast<'t>,
    first_person: bool,
) -> Vec<By> {
    let mut recent = Vec::new();
    let mut own = Vec::new();
    let mut told = Vec::new();
    let mut at = 0;
    for one in said {
        let narrated = narrated(text, at, one.run.left, cast, &mut recent);
        let is_own = first_person && narrated.iter().all(|who| cast.ministers.contains(who));
        told.push(if is_own { Vec::new() } else { narrated });
        let mut by = Vec::new();
        for (clause, nearest) in &one.clauses {
            by = cast.speakers(&clause.subject, &recent, *nearest, !clause.bare);
            if !by.is_empty() {
                note(&mut recent, &by, cast);
                break;
            }
        }
        own.push(by);
        at = one.run.right;
    }
    let ministers = if first_person {
        &[]
    } else {
        &cast.ministers[..]
    };
    spread(said, &own, &told, ministers)
}

/// Who speaks last in the narration between two places, of those that may be quoted without being
/// said to speak; `recent` gets all who do.
fn narrated<'t>(
    text: &'t Codes,
    start: usize,
    end: usize,
    cast: &mut Cast<'t>,
    recent: &mut Vec<Who>,
) -> Vec<Who> {
    let mut last = Vec::new();
    let mut begin = None;
    for clause in clauses_within(cast.speech(), text, start, end) {
        let people = cast.speakers(&clause.subject, recent, !clause.bare, false);
        note(recent, &people, cast);
        if people.is_empty() {
            continue;
        }
        if people.iter().all(|&who| cast.governs(who)) {
            last = people;
        } else if !clause.bare && people.iter().all(|&who| cast.is_quotable(who)) {
            let paragraph = || last_of(text, &PARAGRAPH, start, start.max(end.saturating_sub(2)));
            let begin = *begin.get_or_insert_with(paragraph);
            if begin.is_none_or(|begin| clause.subject[0].start > begin) {
                last = people;
            }
        }
    }
    last
}

fn note(recent: &mut Vec<Who>, people: &[Who], cast: &Cast<'_>) {
    recent.extend(people.iter().filter(|&&who| cast.knows(who)));
    recent.drain(..recent.len().saturating_sub(RECENT));
}

/// Give those without an attribution of their own that of the runs they belong to; else that of the
/// narration before, of the quotation before, or of the one after.
fn spread(said: &[Said<'_>], own: &[Vec<Who>], told: &[Vec<Who>], ministers: &[Who]) -> Vec<By> {
    let groups = groups(said);
    let mut by_group: Vec<&[Who]> = Vec::new();
    for group in &groups {
        let attributed = own[group.clone()].iter().find(|by| !by.is_empty());
        by_group.push(attributed.map_or(&[], Vec::as_slice));
    }
    let mut following: Vec<&[Who]> = vec![&[]; groups.len()];
    let mut next: &[Who] = &[];
    for (place, by) in by_group.iter().enumerate().rev() {
        following[place] = next;
        if !by.is_empty() {
            next = by;
        }
    }
    let only = if ministers.len() == 1 { ministers } else { &[] };
    let first = &ministers[..ministers.len().min(1)];
    let mut result: Vec<By> = Vec::new();
    let mut previous: Vec<Who> = Vec::new();
    for (place, group) in groups.into_iter().enumerate() {
        let certain = !by_group[place].is_empty();
        let choices = [
            by_group[place],
            &told[group.start],
            &previous,
            only,
            following[place],
            first,
        ];
        let mut by = choices
            .into_iter()
            .find(|by| !by.is_empty())
            .unwrap_or(&[])
            .to_vec();
        for number in group {
            if !own[number].is_empty() {
                by.clone_from(&own[number]);
            }
            result.push((by.clone(), certain));
        }
        previous = by;
    }
    result
}

/// Which runs are one quotation.
fn groups(said: &[Said<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, one) in said.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if one.goes_on() => group.end = number + 1,
            _ => groups.push(number..number + 1),
        }
    }
    groups
}
