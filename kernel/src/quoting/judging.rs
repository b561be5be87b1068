//! Which runs of quoted words somebody said: `searchkit/quotations/judging.py`.

use crate::quoting::attribution::{Clause, clause_after, clause_before};
use crate::quoting::runs::QuotedRun;
use crate::quoting::speech::{ALPHANUMERIC, CALLING, DIGIT, LOWER, SAID, Speech};
use crate::quoting::words::{self, Word};
use crate::quoting::{Codes, LINE, is_in, last_of};

const STOPS: &str = ".,!?;…–—-";
const ENDS: &str = ".!?…";
const SENTENCE: usize = 6;
const PART: usize = 4;
const NEAR: usize = 12;
const SHORT: usize = 6;

/// A run that somebody said.
pub struct Said<'t> {
    pub run: QuotedRun,
    /// Those that attribute it, the best first, and of each whether its verb comes after its subject.
    pub clauses: Vec<(Clause<'t>, bool)>,
    pub splits: bool,
}

impl Said<'_> {
    /// Whether it goes on the quotation before it.
    pub fn goes_on(&self) -> bool {
        self.run.goes_on || self.splits
    }
}

struct Judging<'t> {
    speech: &'t Speech,
    text: &'t Codes,
    first_person: bool,
    /// Whether something has attributed a run in single marks.
    singles: bool,
}

/// What is beside a run.
struct Beside<'c, 't> {
    lead: Option<&'c Clause<'t>>,
    trail: Option<&'c Clause<'t>>,
    follows: bool,
    splits: bool,
}

/// Those of the runs of a text that somebody said.
pub fn judged<'t>(
    speech: &'t Speech,
    text: &'t Codes,
    found: &[QuotedRun],
    first_person: bool,
) -> Vec<Said<'t>> {
    let mut judging = Judging {
        speech,
        text,
        first_person,
        singles: false,
    };
    let mut said: Vec<Said<'t>> = Vec::new();
    let mut said_last = false;
    for (number, run) in found.iter().enumerate() {
        let before = number
            .checked_sub(1)
            .map_or(0, |previous| found[previous].right);
        let after = found.get(number + 1).map_or(text.len(), |next| next.left);
        let mut lead = clause_before(speech, text, before, run.left);
        let trail = judging.trailing(run, after);
        let between = text.get(before..run.left).unwrap_or(&[]);
        let follows = said_last && !between.contains(&LINE);
        said_last = false;
        if trail.is_some() && lead.is_some() && follows && judging.is_after_sentence(run) {
            lead = None;
        }
        lead = lead.filter(|lead| lead.rest <= NEAR);
        if lead.is_none() && trail.is_none() {
            lead = judging.line_before(run);
        }
        let splits = follows && said.last().is_some_and(|last| is_split(last, run));
        let beside = Beside {
            lead: lead.as_ref(),
            trail: trail.as_ref(),
            follows,
            splits,
        };
        if !judging.is_said(run, &beside) {
            continue;
        }
        judging.singles |= run.single && trail.is_some();
        let mut clauses = Vec::new();
        clauses.extend(trail.map(|clause| (clause, false)));
        clauses.extend(lead.filter(|_| !splits).map(|clause| (clause, true)));
        said.push(Said {
            run: *run,
            clauses,
            splits,
        });
        said_last = true;
    }
    said
}

/// Whether a run goes on the one before it in its line ("...", said X. "...").
fn is_split(previous: &Said<'_>, run: &QuotedRun) -> bool {
    !previous.clauses.is_empty() && run.left < previous.run.right + 200
}

impl<'t> Judging<'t> {
    /// A part of the text, as far as there is one.
    fn part(&self, start: usize, end: usize) -> &'t Codes {
        let end = end.min(self.text.len());
        self.text.get(start..end).unwrap_or(&[])
    }

    /// The clause after a run, where it attributes it.
    fn trailing(&self, run: &QuotedRun, after: usize) -> Option<Clause<'t>> {
        if !run.closed {
            return None;
        }
        let Self { speech, text, .. } = *self;
        let clause = clause_after(speech, text, run.right, after)?;
        let last = text[run.end - 1];
        let comma = u16::from(b',');
        let goes_on = speech.trim(self.part(run.right, run.right + 3)).first();
        let is_small = goes_on.is_some_and(|&code| speech.has(code, LOWER));
        if last == comma || self.part(run.right, run.right + 2).contains(&comma) || is_small {
            return Some(clause);
        }
        let leads = after < text.len() && clause_before(speech, text, run.right, after).is_some();
        if leads && !self.part(run.right, after).contains(&LINE) {
            return (!is_in(last, ENDS)).then_some(clause);
        }
        (!is_in(last, ENDS) || clause.rest <= SHORT).then_some(clause)
    }

    /// Whether a sentence ends before a run, so that its clause is that of the one before.
    fn is_after_sentence(&self, run: &QuotedRun) -> bool {
        let before = match run.left.checked_sub(3) {
            Some(begin) => self.part(begin, run.left),
            None => self.part(self.text.len().saturating_sub(3 - run.left), run.left),
        };
        let before = self.speech.trim_end(before);
        before.last().is_none_or(|&code| is_in(code, ENDS))
    }

    /// The clause of the paragraph before, where it ends with a colon that leads up to this.
    fn line_before(&self, run: &QuotedRun) -> Option<Clause<'t>> {
        let Self { speech, text, .. } = *self;
        if run.left > 0 && text[run.left - 1] != LINE {
            return None;
        }
        let mut end = run.left;
        while end > run.left.saturating_sub(4) && speech.is_space(text[end - 1]) {
            end -= 1;
        }
        if end == 0 || text[end - 1] != u16::from(b':') {
            return None;
        }
        clause_before(speech, text, end.saturating_sub(300), end)
    }

    /// Whether somebody said the words of a run. More than `2 * SENTENCE` are as good as these.
    fn is_said(&self, run: &QuotedRun, beside: &Beside<'_, 't>) -> bool {
        let speech = self.speech;
        let count = words::count(speech, self.text, run.start, run.end, 2 * SENTENCE);
        if count == 0 {
            return false;
        }
        if run.goes_on && !run.single {
            return true;
        }
        let begin = run.left.saturating_sub(80);
        let begin = last_of(self.text, &[LINE], begin, run.left).map_or(begin, |line| line + 1);
        let before = speech.trim_end(self.part(begin, run.left));
        let begins = before
            .last()
            .is_none_or(|&code| is_in(code, ENDS) || is_in(code, ":”\"’"));
        if beside.trail.is_some() {
            return begins
                || beside.follows
                || beside.lead.is_some()
                || count >= SENTENCE
                || self.is_part(run, count, before);
        }
        if begins {
            return self.is_sentence(run, count, beside);
        }
        beside.lead.is_some() && self.is_part(run, count, before)
    }

    /// Whether a run without a clause after it, which begins a sentence, is speech.
    fn is_sentence(&self, run: &QuotedRun, count: usize, beside: &Beside<'_, 't>) -> bool {
        let speech = self.speech;
        let following = self.part(run.right, run.right + 2);
        let line = following.iter().position(|&code| code == LINE);
        let following = speech
            .trim(&following[..line.unwrap_or(following.len())])
            .first();
        let goes_on = following
            .is_some_and(|&code| speech.has(code, ALPHANUMERIC) && speech.has(code, LOWER));
        if beside.lead.is_some() {
            return count >= 2 && !goes_on;
        }
        let left_open = !run.closed && count >= SENTENCE;
        let too_short = self.first_person && count < SENTENCE;
        if goes_on || too_short || (run.single && !self.singles && !left_open) {
            return false;
        }
        let last = self.text[run.end - 1];
        if is_in(last, ENDS) || beside.splits {
            return count >= 2 || beside.splits;
        }
        let stops =
            !run.closed || is_in(last, STOPS) || following.is_none_or(|&code| is_in(code, STOPS));
        (stops && count >= PART) || count >= 2 * SENTENCE
    }

    /// Whether a run inside a sentence that a clause leads up to is speech, not a term.
    fn is_part(&self, run: &QuotedRun, count: usize, before: &Codes) -> bool {
        let speech = self.speech;
        if !run.closed {
            return count >= PART;
        }
        let place = before.iter().rposition(|&code| speech.is_space(code));
        let last = &before[place.map_or(0, |space| space + 1)..];
        let is_comma = |code: &u16| *code == u16::from(b',');
        let first = last
            .iter()
            .position(|code| !is_comma(code))
            .unwrap_or(last.len());
        let end = last
            .iter()
            .rposition(|code| !is_comma(code))
            .map_or(first, |place| place + 1);
        let classes = speech.classes_of(&last[first..end]);
        if count < 2 * SENTENCE {
            let inside = words::words(speech, self.text, run.start, run.end);
            let first = |word: &Word<'_>| word.text[0];
            let is_capital = |word: &&Word<'_>| word.is_capital || speech.has(first(word), DIGIT);
            if 2 * inside.iter().filter(is_capital).count() > count {
                return false;
            }
        }
        if before.last().is_none_or(|&code| is_in(code, ",:")) || classes & SAID != 0 {
            return count >= 2;
        }
        count
            >= if classes & CALLING != 0 {
                SENTENCE
            } else {
                PART
            }
    }
}
