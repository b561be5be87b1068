"""Runs of quoted words: which mark closes which.

Lives here: from the marks of a text to runs, line by line, over paragraphs where each opens
and only the last closes. Does not live here: the marks (`marks`), whether anybody said the
words of a run (`finding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchkit.quotations.attribution import attributes
from searchkit.quotations.marks import Mark, double_marks, single_marks

_BLOCK = re.compile(r"[^\n](?:[^\n]|\n(?![ \t\u00a0]*\n))*")
_STOPPED = ",.!?;:…–—-"
_WORD = re.compile(r"\w")
_SINGLE_OPENING = "'‘`’"
_TAIL = 300
# ", Mr Vell said." at the end of a line.
_UNMARKED = re.compile(r",( (?:(?:said|says)\b[^,.\n]{3,60}|[^,.\n]{2,60} (?:said|says)))\.?$")


class QuotedRun(NamedTuple):
    """Quoted words within a line.

    Attributes:
        start, end: where the words are, without their marks.
        left, right: the same with the marks.
        closed: whether a mark closes it.
        single: whether single marks enclose it.
        goes_on: whether it goes on what was quoted before it (split by a line break, or in
            the next paragraph of what nobody has closed).
    """

    start: int
    end: int
    left: int
    right: int
    closed: bool
    single: bool
    goes_on: bool


def runs(text: str) -> list[QuotedRun]:
    """All runs of quoted words of a text, in order, none inside another."""
    found: list[QuotedRun] = []
    is_open = False
    for block in _BLOCK.finditer(text):
        start, end = block.span()
        doubles = list(_double_runs(text, start, end, is_open))
        is_open = bool(doubles) and not doubles[-1].closed and doubles[-1].end >= end - 2
        found += _with_singles(text, start, end, doubles)
    return found


def _double_runs(text: str, start: int, end: int, was_open: bool) -> Iterator[QuotedRun]:
    """The runs of a block in double marks.

    Args:
        was_open: whether what was quoted before the block has not been closed.
    """
    stack: list[Mark] = []
    marks = double_marks(text, start, end)
    free = start
    goes_on = False
    for number, mark in enumerate(marks):
        begins_line = _begins_line(text, mark.start, start)
        if _is_opening(text, mark, stack, begins_line, end):
            if begins_line and stack:
                # Each line opens: the one before was left open.
                yield from _split(text, stack[0], _left_open(mark), False, goes_on)
                stack, goes_on = [], True
            elif not stack:
                goes_on = begins_line and was_open and free == start
            stack.append(mark)
            continue
        if not stack:
            if was_open and free == start:
                # The next paragraph of a quotation, which does not open.
                yield from _split(text, Mark(start, start, True, False, 0), mark, True, True)
            elif mark.start > free and _closes_unopened(text, free, mark, end):
                begin = _sentence_start(text, free, mark.start)
                yield from _split(text, Mark(begin, begin, True, False, 0), mark, True, False)
            free = mark.end
            continue
        is_last = number == len(marks) - 1
        ends_all = is_last or attributes(text, mark.end, marks[number + 1].start)
        if len(stack) == 1 or (ends_all and (text[mark.start - 1] in _STOPPED or is_last)):
            yield from _split(text, stack[0], mark, True, goes_on)
            stack, free = [], mark.end
        else:
            stack.pop()
    if stack:
        closing = _other_close(text, stack[-1].end, end)
        last = closing or _left_open(Mark(end, end, False, True, 0))
        yield from _split(text, stack[0], last, closing is not None, goes_on)


def _begins_line(text: str, at: int, start: int) -> bool:
    """Whether nothing but a few spaces stands before `at` in its line."""
    begin = at
    while begin > max(start, at - 4) and text[begin - 1] in " \t\u00a0":
        begin -= 1
    return begin == start or text[begin - 1] == "\n"


def _left_open(mark: Mark) -> Mark:
    return mark._replace(end=mark.start)


def _is_opening(text: str, mark: Mark, stack: Sequence[Mark], begins_line: bool, end: int) -> bool:
    """Whether a mark opens a quotation, after those of `stack`."""
    if mark.opens and not mark.closes:
        # `in control, "the Minister said`: a mark that was moved.
        before = text[max(0, mark.start - 3) : mark.start].rstrip()[-1:]
        moved = stack and not begins_line and before in _STOPPED
        return not (moved and attributes(text, mark.end, end))
    if mark.closes and not mark.opens:
        return False
    return mark.hint > 0 or (mark.hint == 0 and not stack)


def _closes_unopened(text: str, free: int, mark: Mark, end: int) -> bool:
    """Whether a mark closes what none has opened, or what a single one has."""
    begin = max(free, text.rfind("\n", free, mark.start) + 1)
    return text[begin] in _SINGLE_OPENING or attributes(text, mark.end, end)


def _other_close(text: str, start: int, end: int) -> Mark | None:
    """What closes a quotation in place of a double mark: a single one, or the clause that
    attributes it, with none at all.
    """
    line = text.find("\n", start, end)
    stop = line if line >= 0 else end
    for mark in single_marks(text, max(start, stop - _TAIL), stop):
        stopped = text[mark.start - 1] in ",.!?"
        if mark.closes and stopped and (mark.end == stop or attributes(text, mark.end, stop)):
            return mark
    clause = _UNMARKED.search(text, max(start, stop - _TAIL), stop)
    if clause is not None and attributes(text, clause.start(1), stop):
        return Mark(clause.start(1), clause.start(1), False, True, 0)
    return None


def _sentence_start(text: str, start: int, end: int) -> int:
    """Where the words begin that a mark closes which none has opened."""
    line = text.rfind("\n", start, end) + 1
    begin = max(start, line)
    while begin < end and not _WORD.match(text[begin]):
        begin += 1
    return begin


def _split(text: str, first: Mark, last: Mark, closed: bool, goes_on: bool) -> Iterator[QuotedRun]:
    """The run between two marks, one for each of its lines."""
    at = first.end
    for line in text[first.end : last.start].split("\n"):
        start = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        is_last = at + len(line) == last.start
        if start < end and _WORD.search(text, start, end):
            left = first.start if at == first.end else start
            right = last.end if is_last else end
            yield QuotedRun(start, end, left, right, closed and is_last, False, goes_on)
            goes_on = True
        at += len(line) + 1


def _with_singles(text: str, start: int, end: int, doubles: Sequence[QuotedRun]) -> list[QuotedRun]:
    """The runs of a block, and those in single marks between them."""
    found: list[QuotedRun] = []
    at = start
    for run in doubles:
        found += _single_runs(text, at, run.left)
        found.append(run)
        at = run.right
    found += _single_runs(text, at, end)
    return found


def _single_runs(text: str, start: int, end: int) -> Iterator[QuotedRun]:
    """The runs in single marks between two places."""
    marks = single_marks(text, start, end)
    number = 0
    while number < len(marks):
        opening = marks[number]
        number += 1
        if not opening.opens:
            continue
        doubtful = None
        closing = None
        while number < len(marks):
            mark = marks[number]
            if mark.opens and not mark.closes:
                break
            number += 1
            if mark.closes and not _may_be_possessive(text, mark, end):
                closing = mark
                break
            doubtful = doubtful or mark
        closing = closing or doubtful
        begins_line = opening.start == 0 or text[opening.start - 1] == "\n"
        if closing is not None:
            for run in _split(text, opening, closing, True, False):
                yield run._replace(single=True)
        elif begins_line and number == len(marks):
            stop = text.find("\n", opening.end, end)
            last = Mark(stop if stop >= 0 else end, stop if stop >= 0 else end, False, True, 0)
            for run in _split(text, opening, last, False, False):
                yield run._replace(single=True)


def _may_be_possessive(text: str, mark: Mark, end: int) -> bool:
    """Whether a mark may be the apostrophe of "ministers' offices"."""
    if text[mark.start - 1] not in "sSzxnN":
        return False
    return mark.end < end and text[mark.end].isspace()
