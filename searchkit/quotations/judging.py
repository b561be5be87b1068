"""Which runs of quoted words somebody said.

Lives here: telling speech from terms, titles and nicknames in marks, and which clauses
attribute a run. Does not live here: whom they name (`cast`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.profiles.speech import CALLING
from searchkit.quotations.attribution import Clause, clause_after, clause_before
from searchkit.quotations.runs import QuotedRun
from searchkit.quotations.words import count_words, words

_STOPS = ".,!?;…–—-"
_ENDS = ".!?…"
_SENTENCE = 6
_PART = 4
_NEAR = 12
_SHORT = 6


class Said(NamedTuple):
    """A run that somebody said.

    Attributes:
        run: where.
        clauses: those that attribute it, the best first, and of each whether its verb comes
            after its subject.
        splits: whether it goes on the quotation before it in the same line, after the
            clause that attributes that.
    """

    run: QuotedRun
    clauses: tuple[tuple[Clause, bool], ...]
    splits: bool


def judged(text: str, found: Sequence[QuotedRun], first_person: bool) -> list[Said]:
    """Those of the runs of a text that somebody said."""
    said: list[Said] = []
    singles = False
    for number, run in enumerate(found):
        before = found[number - 1].right if number else 0
        after = found[number + 1].left if number + 1 < len(found) else len(text)
        lead = clause_before(text, before, run.left)
        trail = _trailing(text, run, after)
        same_line = number > 0 and "\n" not in text[before : run.left]
        follows = bool(said) and same_line and said[-1].run is found[number - 1]
        if trail is not None and lead is not None and follows and _after_sentence(text, run):
            lead = None
        if lead is not None and lead.rest > _NEAR:
            lead = None
        if lead is None and trail is None:
            lead = _line_before(text, run)
        splits = follows and _is_split(said[-1], run)
        if not _is_said(text, run, lead, trail, first_person, follows, splits, singles):
            continue
        clauses = [(trail, False)] if trail else []
        if lead is not None and not splits:
            clauses.append((lead, True))
        said.append(Said(run, tuple(clauses), splits))
        singles = singles or (run.single and trail is not None)
    return said


def _trailing(text: str, run: QuotedRun, after: int) -> Clause | None:
    """The clause after a run, where it attributes it."""
    if not run.closed:
        return None
    clause = clause_after(text, run.right, after)
    if clause is None:
        return None
    last = text[run.end - 1]
    following = text[run.right : run.right + 2]
    if last == "," or "," in following or text[run.right : run.right + 3].strip()[:1].islower():
        return clause
    leads = after < len(text) and clause_before(text, run.right, after) is not None
    if leads and "\n" not in text[run.right : after]:
        return None if last in _ENDS else clause
    if last in _ENDS and clause.rest > _SHORT:
        return None
    return clause


def _after_sentence(text: str, run: QuotedRun) -> bool:
    """Whether a sentence ends before a run, so that its clause is that of the one before."""
    return text[run.left - 3 : run.left].rstrip()[-1:] in _ENDS


def _is_split(previous: Said, run: QuotedRun) -> bool:
    """Whether a run goes on the one before it in its line ("...", said X. "...")."""
    return bool(previous.clauses) and run.left - previous.run.right < 200


def _line_before(text: str, run: QuotedRun) -> Clause | None:
    """The clause of the paragraph before, where it ends with a colon that leads up to this."""
    if text[max(0, run.left - 1) : run.left] not in ("", "\n"):
        return None
    end = run.left
    while end > max(0, run.left - 4) and text[end - 1].isspace():
        end -= 1
    if text[end - 1 : end] != ":":
        return None
    return clause_before(text, max(0, end - 300), end)


def _is_said(
    text: str,
    run: QuotedRun,
    lead: Clause | None,
    trail: Clause | None,
    first_person: bool,
    follows: bool,
    splits: bool,
    singles: bool,
) -> bool:
    """Whether somebody said the words of a run."""
    # More than so many are as good as these.
    count = count_words(text, run.start, run.end, 2 * _SENTENCE)
    if not count:
        return False
    line = text.rfind("\n", 0, run.left) + 1 if run.left else 0
    before = text[max(line, run.left - 80) : run.left].rstrip()
    begins = not before.strip() or before[-1] in _ENDS + ':”"’'
    if run.goes_on and not run.single:
        return True
    if trail is not None:
        if begins or follows:
            return True
        return lead is not None or count >= _SENTENCE or _is_part(text, run, count, before)
    if begins:
        return _is_sentence(text, run, count, lead, first_person, singles, splits)
    if lead is None:
        return False
    return _is_part(text, run, count, before)


def _is_sentence(
    text: str,
    run: QuotedRun,
    count: int,
    lead: Clause | None,
    first_person: bool,
    singles: bool,
    follows: bool,
) -> bool:
    """Whether a run without a clause after it, which begins a sentence, is speech.

    Args:
        follows: whether it goes on a quotation that the clause between them attributes.
    """
    following = text[run.right : run.right + 2].split("\n")[0].strip()
    goes_on = following[:1].isalnum() and following[:1].islower()
    if lead is not None:
        return count >= 2 and not goes_on
    left_open = not run.closed and count >= _SENTENCE
    too_short = first_person and count < _SENTENCE
    if goes_on or too_short or (run.single and not singles and not left_open):
        return False
    if text[run.end - 1] in _ENDS or follows:
        return count >= 2 or follows
    stops = not run.closed or text[run.end - 1] in _STOPS or following[:1] in _STOPS
    return (stops and count >= _PART) or count >= 2 * _SENTENCE


def _is_part(text: str, run: QuotedRun, count: int, before: str) -> bool:
    """Whether a run inside a sentence that a clause leads up to is speech, not a term."""
    if not run.closed:
        return count >= _PART
    last = before.split()[-1].lower().strip(",") if before.split() else ""
    if count < 2 * _SENTENCE:
        inside = words(text, run.start, run.end)
        capitals = sum(word.is_capital or word.text[0].isdigit() for word in inside)
        if capitals > count / 2:
            return False
    if before[-1:] in ",:" or last in ("says", "said"):
        return count >= 2
    if last in CALLING:
        return count >= _SENTENCE
    return count >= _PART
