"""From words in reading order to words in dictionary order: the inversion.

Lives here: the sort that turns tokens into positions and postings. Does not live here: what
the numbers stand for (`searchkit.segment.terms`), the sections they go into
(`searchkit.segment.positions`, `searchkit.segment.postings`).

It takes about 65 bytes of memory for each token of the segment, the result among them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from searchkit.kernels.arrays import (
    Codes,
    Docs,
    Forms,
    Frequencies,
    Integers,
    Lengths,
    Narrow,
    Starts,
    Stems,
    TextNumbers,
    narrow,
)
from searchkit.kernels.inverted import Inverted
from searchkit.schema.numbering import Numbering

STEMS_AT_ONCE = 1 << 16
"""The numbers of this many fit 16 bits, which NumPy sorts by digits."""


def stem_counts(form_tokens: Forms, stem_of_form: Stems) -> Integers:
    """How often each stem occurs.

    Args:
        form_tokens: (tokens) the form of each word.
        stem_of_form: (forms) ascending; every stem has a form.
    """
    if not stem_of_form.size:
        return np.zeros(0, np.intp)
    by_form = np.bincount(form_tokens, minlength=stem_of_form.size)
    return np.add.reduceat(by_form, _first_forms(stem_of_form, int(stem_of_form[-1]) + 1))


def invert(
    form_tokens: Forms,
    lengths: Lengths,
    starts: Starts,
    stem_of_form: Stems,
    counts: Integers,
    codes: Codes,
    texts: int = 2,
) -> Inverted:
    """Invert the words of a segment.

    Args:
        form_tokens: (tokens) the form of each word in reading order; forms are numbered by
            stem first, so that a stem's forms are neighbours.
        lengths: (`texts` N) words in each text, statement by statement.
        starts: (`texts` N + 1) where each text begins, then the end.
        stem_of_form: (forms) ascending.
        counts: (stems) `stem_counts`.
        codes: (stems) what the forward array has where each stem occurs; it has 0 in gaps.
        texts: how many texts each statement has, title and body first.
    """
    numbering = Numbering(texts)
    text_of_token = np.repeat(np.arange(lengths.size, dtype=np.uint32), lengths)
    position = np.arange(form_tokens.size, dtype=np.uint32)
    # Before each text come the words of those before it, and some gaps.
    gaps = starts[:-1] - (np.cumsum(lengths, dtype=np.uint32) - lengths.astype(np.uint32))
    position += gaps[text_of_token]
    statement_starts = numbering.every(starts[:-1], 0)
    in_statement = narrow(position - statement_starts[numbering.statement(text_of_token)])

    stem_tokens = stem_of_form[form_tokens]
    stems = counts.size
    position_ends = np.cumsum(counts)
    first_form = _first_forms(stem_of_form, stems)

    def part(low: int, high: int) -> _Part:
        """The inversion of the stems [low, high)."""
        order = np.flatnonzero((stem_tokens >= low) & (stem_tokens < high))
        # A stable sort of 16 bits is one by digits: four times as fast as by comparing.
        digits = (stem_tokens[order] - np.uint32(low)).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
        del digits
        stem = np.repeat(np.arange(low, high, dtype=np.uint32), counts[low:high])
        forms = form_tokens[order] - first_form[stem]
        postings = _count_runs(stem, text_of_token[order], numbering)
        return _Part(in_statement[order], forms, *postings)

    # Two at once: NumPy sorts and counts without holding the interpreter.
    with ThreadPoolExecutor(2) as threads:
        parts_to_come = [threads.submit(part, *ends) for ends in _shares(position_ends)]
        forward = np.zeros(int(starts[-1]), np.uint16)
        forward[position] = codes[stem_tokens]
        del position
        parts = [part.result() for part in parts_to_come]
    posting_stems = np.concatenate([p.stems for p in parts])
    by_text = [np.concatenate(of_text) for of_text in zip(*(p.counts for p in parts), strict=True)]
    return Inverted(
        position_ends=position_ends,
        positions=narrow(np.concatenate([p.positions for p in parts])),
        forms=narrow(np.concatenate([p.forms for p in parts])),
        posting_ends=np.cumsum(np.bincount(posting_stems, minlength=stems)),
        docs=narrow(np.concatenate([p.docs for p in parts])),
        in_title=by_text[0],
        in_body=by_text[1],
        forward=forward,
        further=tuple(by_text[2:]),
    )


def _first_forms(stem_of_form: Stems, stems: int) -> Forms:
    """The first form of each stem."""
    return np.searchsorted(stem_of_form, np.arange(stems)).astype(np.uint32)


def _shares(position_ends: Integers) -> list[tuple[int, int]]:
    """[first, last) of the stems in two halves of about as many positions, cut again where
    numbers would not fit 16 bits.
    """
    stems = position_ends.size
    if not stems:
        return [(0, 0)]
    middle = int(np.searchsorted(position_ends, position_ends[-1] // 2)) + 1
    return [
        (low, min(low + STEMS_AT_ONCE, end))
        for first, end in ((0, middle), (middle, stems))
        for low in range(first, end, STEMS_AT_ONCE)
    ]


class _Part(NamedTuple):
    """The inversion of some of the stems; the last three describe their postings."""

    positions: Narrow
    forms: Forms
    stems: Stems
    docs: Docs
    counts: tuple[Frequencies, ...]


def _count_runs(
    stem: Stems, text: TextNumbers, numbering: Numbering
) -> tuple[Stems, Docs, tuple[Frequencies, ...]]:
    """The postings: (stem, statement, frequency in each text) of each pair of a stem and a
    statement.

    Args:
        stem: of each token, ascending.
        text: the number of the text that each token is in, ascending for a stem.
        numbering: of the texts.
    """
    if not stem.size:
        none, nought = np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        return none, none, (nought,) * numbering.texts
    new_run = np.flatnonzero((stem[1:] != stem[:-1]) | (text[1:] != text[:-1])) + 1
    run_starts = np.concatenate(([0], new_run))
    run_lengths = np.diff(np.concatenate((run_starts, [stem.size])))
    run_stem, run_text = stem[run_starts], text[run_starts]
    run_doc = numbering.statement(run_text)
    new_posting = np.concatenate(
        ([True], (run_stem[1:] != run_stem[:-1]) | (run_doc[1:] != run_doc[:-1]))
    )
    first = np.flatnonzero(new_posting)
    if numbering.texts != 2:
        counts = np.zeros((numbering.texts, first.size), np.uint32)
        counts[numbering.text(run_text), np.cumsum(new_posting) - 1] = run_lengths
        return run_stem[first], run_doc[first], tuple(counts)
    # A posting has a run in the title, one in the body, or one in each, in this order.
    lengths = run_lengths[first].astype(np.uint32)
    in_body = lengths * numbering.text(run_text[first])
    in_title = lengths - in_body
    both = np.flatnonzero(np.diff(first, append=run_starts.size) == 2)
    in_body[both] = run_lengths[first[both] + 1]
    return run_stem[first], run_doc[first], (in_title, in_body)
