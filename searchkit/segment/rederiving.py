"""What a segment should say, made again from the texts it stores: `searchkit check --deep`.

Lives here: analysing every stored text with `searchkit.schema`, and holding words,
lengths, positions, postings and columns against it. It shares nothing with the code
that wrote them but the analysis, so that it finds mistakes of that too. Does not live
here: what can be told without the texts (`structure`, `invariants`), which has to hold
before; deciding what to do about a difference.

Memory is about 20 bytes a word of the segment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import fold, stem_all, tokens
from searchkit.schema.names import is_person, person_key, portfolio_key
from searchkit.segment.builder import copy_digest
from searchkit.segment.layout import GAP, starts_from_ends
from searchkit.segment.reader import Segment
from searchkit.segment.stored import Record
from searchkit.storage.container import Array

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 200

_BLOCK = 4_000_000
"""Positions that are compared at once."""
_NONE = np.uint32(2**32 - 1)
"""No word stands here."""


class Difference(NamedTuple):
    """Something that an index says and its texts do not, or the other way round.

    Attributes:
        statement: the id of the statement it is about; None: a word of the dictionary.
        section: of the segment file.
        what: in words.
    """

    statement: str | None
    section: str
    what: str


def differences(segment: Segment, progress: Progress | None = None) -> Iterator[Difference]:
    """Everything in which a segment that passes `check_segment` differs from its texts.

    Args:
        segment: it.
        progress: called with (statements read, statements in all).
    """
    yield from _dictionary(segment)
    texts = _Texts(segment)
    yield from texts.read(progress or (lambda done, total: None))
    stem_of_form, found = _stem_of_form(segment), segment.forms_at()
    for first, last in _blocks(segment):
        yield from _positions(segment, texts, found, stem_of_form, first, last)
    del found
    stored = _stored_stems(segment)
    for first, last in _blocks(segment):
        yield from _postings(segment, texts, stored, stem_of_form, first, last)


def _blocks(segment: Segment) -> Iterator[tuple[int, int]]:
    """[first, last) of statements, in order, of about `_BLOCK` positions each."""
    ends = segment.starts[2::2].astype(np.int64)
    first = 0
    while first < len(segment):
        reach = int(segment.starts[2 * first]) + _BLOCK
        last = max(first + 1, int(np.searchsorted(ends, reach, side="right")))
        yield first, last
        first = last


def _dictionary(segment: Segment) -> Iterator[Difference]:
    """Each form is folded and stemmed to what it stands under."""
    words = segment.dictionary
    folded = [word.decode() for word in words.folded]
    stems = [word.decode() for word in words.stems]
    for number, (word, stem) in enumerate(zip(folded, stem_all(folded), strict=True)):
        found = stems[words.stem_of_folded(number)]
        if found != stem:
            yield Difference(None, "folded.bytes", f"{word!r} under {found!r}, not {stem!r}")
        for form in words.forms_of_folded(number):
            written = words.forms[form].decode()
            if fold(written) != word:
                said = f"{written!r} under {word!r}, not {fold(written)!r}"
                yield Difference(None, "form.bytes", said)


class _Texts:
    """The words of all texts as the index numbers them.

    Attributes:
        forms: (positions) the written form that should stand there, or `_NONE`.
        usable: (statements) whether all of its words have a number and a position.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._number = {form.decode(): i for i, form in enumerate(segment.dictionary.forms)}
        self.forms = np.full(int(segment.starts[-1]), _NONE, np.uint32)
        self.usable = np.zeros(len(segment), bool)

    def read(self, progress: Progress) -> Iterator[Difference]:
        """Read and analyse every statement."""
        segment = self._segment
        for doc in range(len(segment)):
            statement_id = segment.id(doc)
            try:
                record = segment.record(doc)
                segment.source(doc, record.text)
            except CorruptIndex as error:
                yield Difference(statement_id, "record", error.what)
            else:
                for section, what in (*self._words(doc, record), *_columns(segment, doc, record)):
                    yield Difference(statement_id, section, what)
            if (doc + 1) % PROGRESS_EVERY == 0 or doc + 1 == len(segment):
                progress(doc + 1, len(segment))

    def _words(self, doc: int, record: Record) -> Iterator[tuple[str, str]]:
        """Put the words of a statement into their places."""
        usable, starts = True, self._segment.starts
        for name, field, text in (
            ("length.title", 2 * doc, record.title),
            ("length.body", 2 * doc + 1, record.text),
        ):
            words = tokens(text)
            start, stop = starts[field : field + 2].tolist()
            stored = stop - start - GAP
            if stored != len(words):
                yield name, f"{stored:,} words, its text has {len(words):,}"
                usable = False
                continue
            numbers = [self._number.get(word, -1) for word in words]
            if -1 in numbers:
                yield "form.bytes", f"{words[numbers.index(-1)]!r} is missing"
                usable = False
                continue
            self.forms[start : start + stored] = numbers
        self.usable[doc] = usable
        if not usable:  # Compared as a whole or not at all.
            self.forms[starts[2 * doc] : starts[2 * doc + 2]] = _NONE

    def part(self, first: int, last: int) -> tuple[Array, Array]:
        """(positions, forms that should stand there) of the statements [first, last)."""
        start, stop = self._segment.starts[[2 * first, 2 * last]].tolist()
        forms = self.forms[start:stop]
        known = np.flatnonzero(forms != _NONE)
        return known + start, forms[known]


def _columns(segment: Segment, doc: int, record: Record) -> Iterator[tuple[str, str]]:
    """(section, what) for each value of a statement that is not that of its record."""
    date = record.date
    number = date.year * 10_000 + date.month * 100 + date.day if date else 0
    if int(segment.dates[doc]) != number:
        yield "date", f"{int(segment.dates[doc])}, not {number}"
    persons = sorted({person_key(name) for name in record.ministers if is_person(name)} - {""})
    if segment.ministers.keys_of(doc) != persons:
        yield "minister.set", f"{segment.ministers.keys_of(doc)}, not {persons}"
    portfolios = sorted({portfolio_key(name) for name in record.portfolios} - {""})
    if segment.portfolios.keys_of(doc) != portfolios:
        yield "portfolio.set", f"{segment.portfolios.keys_of(doc)}, not {portfolios}"
    digest = int.from_bytes(copy_digest(record.title, record.text), "little")
    if int(segment.copy_digests[doc]) != digest:
        yield "copy", "the digest of another text"


def _stem_of_form(segment: Segment) -> Array:
    """(written forms) the number of each one's stem."""
    container = segment.container
    forms = np.diff(starts_from_ends(container.array("folded.form_ends")))
    folded = np.diff(starts_from_ends(container.array("stem.folded_ends")))
    by_folded = np.repeat(np.arange(folded.size, dtype=np.uint32), folded)
    by_form: Array = np.repeat(by_folded, forms)
    return by_form


def _positions(
    segment: Segment, texts: _Texts, found: Array, stem_of_form: Array, first: int, last: int
) -> Iterator[Difference]:
    """Which stem and which form stands at each position, and the code of the stem."""
    known, wanted = texts.part(first, last)
    here = found[known]
    other_stem = stem_of_form[here] != stem_of_form[wanted]
    codes = segment.container.array("stem.code")
    for section, wrong in (
        ("position", other_stem),
        ("position.form", (here != wanted) & ~other_stem),
        ("forward", segment.forward[known] != codes[stem_of_form[wanted]]),
    ):
        places = np.flatnonzero(wrong)
        docs = _field_of(segment, known[places]) >> 1
        for doc, begin, count in _runs(docs):
            word = segment.dictionary.forms[int(wanted[places[begin]])].decode()
            what = f"not {word!r} where it stands" + _and_more(count)
            yield Difference(segment.id(doc), section, what)


def _stored_stems(segment: Segment) -> Array:
    """(postings) the stem of each."""
    counts = np.diff(starts_from_ends(segment.container.array("stem.posting_ends")))
    return np.repeat(np.arange(counts.size, dtype=np.uint32), counts)


def _postings(
    segment: Segment, texts: _Texts, stored: Array, stem_of_form: Array, first: int, last: int
) -> Iterator[Difference]:
    """In which statements each stem stands, and how often in title and body."""
    count = len(segment)
    known, forms = texts.part(first, last)
    fields = _field_of(segment, known)
    keys, times = np.unique(
        stem_of_form[forms].astype(np.int64) * (2 * count) + fields, return_counts=True
    )
    # What should be there: one row for each stem and statement, stem * count + statement.
    rows, row = np.unique(keys >> 1, return_inverse=True)
    in_title, in_body = (
        np.bincount(row[side], times[side], rows.size).astype(np.int64)
        for side in (keys % 2 == 0, keys % 2 == 1)
    )
    # What is there.
    docs = segment.container.array("posting.doc")
    chosen = np.flatnonzero((docs >= first) & (docs < last) & texts.usable[docs])
    there = stored[chosen].astype(np.int64) * count + docs[chosen]
    title, body = (side[chosen] for side in segment.frequencies.of(0, docs.size))
    missing = np.setdiff1d(rows, there, assume_unique=True)
    yield from _of_rows(segment, "posting.doc", "lacks a word that it has", missing)
    wrong = np.setdiff1d(there, rows, assume_unique=True)
    yield from _of_rows(segment, "posting.doc", "has a word that it lacks", wrong)
    both, one, other = np.intersect1d(rows, there, assume_unique=True, return_indices=True)
    differ = (in_title[one] != title[other]) | (in_body[one] != body[other])
    wrong = both[differ]
    yield from _of_rows(segment, "posting.frequency", "has a word another number of times", wrong)


def _runs(values: Array) -> Iterator[tuple[int, int, int]]:
    """(value, place of the first, how many) of each run of equal values."""
    found, first, counts = np.unique(values, return_index=True, return_counts=True)
    yield from zip(found.tolist(), first.tolist(), counts.tolist(), strict=True)


def _and_more(count: int) -> str:
    return f" and {count - 1:,} more" if count > 1 else ""


def _field_of(segment: Segment, positions: Array) -> Array:
    """For each position, 2 i for the title of statement i, 2 i + 1 for its body."""
    return np.searchsorted(segment.starts, positions.astype(np.uint32), side="right") - 1


def _of_rows(segment: Segment, section: str, what: str, rows: Array) -> Iterator[Difference]:
    """One difference for each statement of `rows`, stem * statements + statement."""
    count = max(1, len(segment))
    order = np.argsort(rows % count, kind="stable")
    rows = rows[order]
    for doc, begin, times in _runs(rows % count):
        stem = segment.dictionary.stems[int(rows[begin] // count)].decode()
        yield Difference(segment.id(doc), section, f"{what}: {stem!r}{_and_more(times)}")
