//! Runs of quoted words, which mark closes which: `searchkit/quotations/runs.py`.

use crate::quoting::attribution::attributes;
use crate::quoting::marks::{Mark, double_marks, single_marks};
use crate::quoting::speech::Speech;
use crate::quoting::{Codes, LINE, first_of, is_in, line_start};

const STOPPED: &str = ",.!?;:…–—-";
const SINGLE_OPENING: &str = "'‘`’";
const TAIL: usize = 300;

/// Quoted words within a line.
#[derive(Clone, Copy, Debug)]
pub struct QuotedRun {
    pub start: usize,
    pub end: usize,
    pub left: usize,
    pub right: usize,
    pub closed: bool,
    pub single: bool,
    pub goes_on: bool,
}

/// A text, and what is known of its words.
#[derive(Clone, Copy)]
struct Reading<'r> {
    speech: &'r Speech,
    text: &'r Codes,
}

/// All runs of quoted words of a text, in order, none inside another.
pub fn runs(speech: &Speech, text: &Codes) -> Vec<QuotedRun> {
    let reading = Reading { speech, text };
    let mut found = Vec::new();
    let mut doubles = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    while let Some((start, end)) = next_block(text, at) {
        doubles.clear();
        reading.double_runs(start, end, is_open, &mut doubles);
        is_open = doubles
            .last()
            .is_some_and(|last| !last.closed && last.end + 2 >= end);
        reading.add_with_singles(start, end, &doubles, &mut found);
        at = end;
    }
    found
}

/// The next block of lines without an empty one between them.
fn next_block(text: &Codes, at: usize) -> Option<(usize, usize)> {
    let start = at + text[at..].iter().position(|&code| code != LINE)?;
    let mut end = start;
    loop {
        end = first_of(text, &[LINE], end, text.len()).unwrap_or(text.len());
        let mut after = end + 1;
        while matches!(text.get(after), Some(0x20 | 0x09 | 0xa0)) {
            after += 1;
        }
        if end == text.len() || text.get(after) == Some(&LINE) {
            return Some((start, end));
        }
        end += 1;
    }
}

impl Reading<'_> {
    /// Adds the runs of a block in double marks.
    fn double_runs(&self, start: usize, end: usize, was_open: bool, into: &mut Vec<QuotedRun>) {
        let Self { speech, text } = *self;
        let mut stack: Vec<Mark> = Vec::new();
        let marks = double_marks(speech, text, start, end);
        let mut free = start;
        let mut goes_on = false;
        for (number, &mark) in marks.iter().enumerate() {
            let begins_line = self.begins_line(mark.start, start);
            if self.is_opening(&mark, &stack, begins_line, end) {
                match stack.first() {
                    Some(&first) if begins_line => {
                        // Each line opens: the one before was left open.
                        self.split(first, Mark::closing(mark.start), false, goes_on, into);
                        stack.clear();
                        goes_on = true;
                    }
                    None => goes_on = begins_line && was_open && free == start,
                    _ => {}
                }
                stack.push(mark);
                continue;
            }
            if stack.is_empty() {
                if was_open && free == start {
                    // The next paragraph of a quotation, which does not open.
                    self.split(Mark::opening(start), mark, true, true, into);
                } else if mark.start > free && self.closes_unopened(free, &mark, end) {
                    let begin = self.sentence_start(free, mark.start);
                    self.split(Mark::opening(begin), mark, true, false, into);
                }
                free = mark.end;
                continue;
            }
            let is_last = number == marks.len() - 1;
            let ends_all = || {
                let stopped = is_in(text[mark.start - 1], STOPPED);
                is_last || (stopped && attributes(speech, text, mark.end, marks[number + 1].start))
            };
            if stack.len() == 1 || ends_all() {
                self.split(stack[0], mark, true, goes_on, into);
                stack.clear();
                free = mark.end;
            } else {
                stack.pop();
            }
        }
        if let (Some(&first), Some(last)) = (stack.first(), stack.last()) {
            let closing = self.other_close(last.end, end);
            let close = closing.unwrap_or(Mark::closing(end));
            self.split(first, close, closing.is_some(), goes_on, into);
        }
    }

    /// Whether nothing but a few spaces stands before `at` in its line.
    fn begins_line(&self, at: usize, start: usize) -> bool {
        let least = start.max(at.saturating_sub(4));
        let mut begin = at;
        while begin > least && matches!(self.text[begin - 1], 0x20 | 0x09 | 0xa0) {
            begin -= 1;
        }
        begin == start || self.text[begin - 1] == LINE
    }

    /// Whether a mark opens a quotation, after those of `stack`.
    fn is_opening(&self, mark: &Mark, stack: &[Mark], begins_line: bool, end: usize) -> bool {
        if mark.opens && !mark.closes {
            // `in control, "the Minister said`: a mark that was moved.
            if stack.is_empty() || begins_line {
                return true;
            }
            let before = &self.text[mark.start.saturating_sub(3)..mark.start];
            let before = self.speech.trim_end(before);
            let moved = before.last().is_none_or(|&code| is_in(code, STOPPED));
            return !(moved && attributes(self.speech, self.text, mark.end, end));
        }
        if mark.closes && !mark.opens {
            return false;
        }
        mark.hint > 0 || (mark.hint == 0 && stack.is_empty())
    }

    /// Whether a mark closes what none has opened, or what a single one has.
    fn closes_unopened(&self, free: usize, mark: &Mark, end: usize) -> bool {
        let begin = line_start(self.text, free, mark.start);
        is_in(self.text[begin], SINGLE_OPENING) || attributes(self.speech, self.text, mark.end, end)
    }

    /// What closes a quotation in place of a double mark: a single one, or the clause that attributes
    /// it, with none at all.
    fn other_close(&self, start: usize, end: usize) -> Option<Mark> {
        let Self { speech, text } = *self;
        let stop = first_of(text, &[LINE], start, end).unwrap_or(end);
        let begin = start.max(stop.saturating_sub(TAIL));
        for mark in single_marks(speech, text, begin, stop) {
            let stopped = mark.start > 0 && is_in(text[mark.start - 1], ",.!?");
            let closes = mark.closes && stopped;
            if closes && (mark.end == stop || attributes(speech, text, mark.end, stop)) {
                return Some(mark);
            }
        }
        let clause = unmarked(speech, text.get(begin..stop)?)? + begin;
        attributes(speech, text, clause, stop).then(|| Mark::closing(clause))
    }

    /// Where the words begin that a mark closes which none has opened.
    fn sentence_start(&self, start: usize, end: usize) -> usize {
        let mut begin = line_start(self.text, start, end);
        while begin < end && !self.speech.is_inside(self.text[begin]) {
            begin += 1;
        }
        begin
    }

    /// Adds the run between two marks, one for each of its lines.
    fn split(
        &self,
        first: Mark,
        last: Mark,
        closed: bool,
        goes_on: bool,
        into: &mut Vec<QuotedRun>,
    ) {
        let Some(quoted) = self.text.get(first.end..last.start) else {
            return;
        };
        let mut goes_on = goes_on;
        let mut at = first.end;
        for line in quoted.split(|&code| code == LINE) {
            let words = self.speech.trim(line);
            let ended = self.speech.trim_end(line);
            let is_last = at + line.len() == last.start;
            if words.iter().any(|&code| self.speech.is_inside(code)) {
                let (start, end) = (at + ended.len() - words.len(), at + ended.len());
                into.push(QuotedRun {
                    start,
                    end,
                    left: if at == first.end { first.start } else { start },
                    right: if is_last { last.end } else { end },
                    closed: closed && is_last,
                    single: false,
                    goes_on,
                });
                goes_on = true;
            }
            at += line.len() + 1;
        }
    }

    /// Adds the runs of a block, and those in single marks between them.
    fn add_with_singles(
        &self,
        start: usize,
        end: usize,
        doubles: &[QuotedRun],
        into: &mut Vec<QuotedRun>,
    ) {
        let mut at = start;
        for run in doubles {
            self.single_runs(at, run.left, into);
            into.push(*run);
            at = run.right;
        }
        self.single_runs(at, end, into);
    }

    /// Adds the runs in single marks between two places.
    fn single_runs(&self, start: usize, end: usize, into: &mut Vec<QuotedRun>) {
        let text = self.text;
        let marks = single_marks(self.speech, text, start, end);
        let mut number = 0;
        while let Some(&opening) = marks.get(number) {
            number += 1;
            if !opening.opens {
                continue;
            }
            let mut doubtful = None;
            let mut closing = None;
            while let Some(&mark) = marks.get(number) {
                if mark.opens && !mark.closes {
                    break;
                }
                number += 1;
                if mark.closes && !self.may_be_possessive(&mark, end) {
                    closing = Some(mark);
                    break;
                }
                doubtful = doubtful.or(Some(mark));
            }
            let before = into.len();
            let begins_line = opening.start == 0 || text[opening.start - 1] == LINE;
            if let Some(closing) = closing.or(doubtful) {
                self.split(opening, closing, true, false, into);
            } else if begins_line && number == marks.len() {
                let stop = first_of(text, &[LINE], opening.end, end).unwrap_or(end);
                self.split(opening, Mark::closing(stop), false, false, into);
            }
            for run in &mut into[before..] {
                run.single = true;
            }
        }
    }

    /// Whether a mark may be the apostrophe of "ministers' offices".
    fn may_be_possessive(&self, mark: &Mark, end: usize) -> bool {
        let is_after = mark.start > 0 && is_in(self.text[mark.start - 1], "sSzxnN");
        is_after && mark.end < end && self.speech.is_space(self.text[mark.end])
    }
}

/// Where ", Mr Vell said." at the end of a line says so: after its comma.
fn unmarked(speech: &Speech, line: &Codes) -> Option<usize> {
    let comma = line.iter().rposition(|&code| code == u16::from(b','))?;
    let clause = &line[comma + 1..];
    let clause = clause.strip_suffix(&[u16::from(b'.')]).unwrap_or(clause);
    let said = |word: &Codes| matches!(word, [0x73, 0x61, 0x69, 0x64] | [0x73, 0x61, 0x79, 0x73]);
    let [0x20, clause @ ..] = clause else {
        return None;
    };
    if clause
        .iter()
        .any(|&code| code == u16::from(b'.') || code == LINE)
    {
        return None;
    }
    let leads = clause.len() > 4
        && said(&clause[..4])
        && !speech.is_inside(clause[4])
        && (7..=64).contains(&clause.len());
    let follows = (7..=65).contains(&clause.len()) && {
        let (before, last) = clause.split_at(clause.len() - 4);
        said(last) && before.last() == Some(&0x20)
    };
    (leads || follows).then_some(comma + 1)
}
