"""What a segment should say, made again from the texts it stores: `searchkit check --deep`.

Lives here: analysing every stored text with `searchkit.schema`, and comparing words, lengths,
positions, postings and columns with it. It shares nothing with the code that wrote them but
the analysis, so that it finds the mistakes of that code, too. Does not live here: what can be
told without the texts (`structure`, `invariants`), which must hold before; deciding what to
do about a difference.

It takes about 20 bytes of memory for each word of the segment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from searchkit.model.errors import CorruptIndex
from searchkit.profiles.profile import Profile
from searchkit.schema.amounts import amounts as read_amounts
from searchkit.schema.analysis import fold, stem_all, tokenised, tokens
from searchkit.schema.currencies import NUMBER_OF
from searchkit.schema.speakers import stored
from searchkit.schema.variants import observed
from searchkit.segment.chunks.quoting import Quoted, quoted_of, stretches_in
from searchkit.segment.columns import amounts, lengths, spoken
from searchkit.segment.columns.copies import COPY, copy_digest
from searchkit.segment.columns.names import SET, kind_of
from searchkit.segment.positions.forward import FORWARD
from searchkit.segment.positions.positions import POSITION, POSITION_FORM
from searchkit.segment.positions.space import GAP
from searchkit.segment.postings.frequencies import FREQUENCY
from searchkit.segment.postings.postings import DOC
from searchkit.segment.reader import Segment
from searchkit.segment.store.records import RECORD, Record
from searchkit.segment.terms.sections import FOLDED_BYTES, FORM_BYTES
from searchkit.segment.variants import VARIANT, pack_pairs
from searchkit.storage.container import Array

Progress = Callable[[int, int], None]
PROGRESS_EVERY = 200

_BLOCK = 4_000_000
"""Positions that are compared at once: fewer take less memory and more time."""
_NONE = np.uint32(2**32 - 1)
"""No word occurs here."""


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
    stem_of_form, found = segment.dictionary.stems_of_forms(), segment.occurrences.forms_at()
    for first, last in _blocks(segment):
        yield from _positions(segment, texts, found, stem_of_form, first, last)
    del found
    stored = segment.posting_lists.stems()
    for first, last in _blocks(segment):
        yield from _postings(segment, texts, stored, stem_of_form, first, last)


def _begins(segment: Segment) -> Array:
    """Where each statement begins, then the end (int64)."""
    return np.append(segment.occurrences.begins, segment.starts[-1:]).astype(np.int64)


def _blocks(segment: Segment) -> Iterator[tuple[int, int]]:
    """[first, last) of statements, in order, of about `_BLOCK` positions each."""
    begins = _begins(segment)
    first = 0
    while first < len(segment):
        reach = int(begins[first]) + _BLOCK
        last = max(first + 1, int(np.searchsorted(begins[1:], reach, side="right")))
        yield first, last
        first = last


def _dictionary(segment: Segment) -> Iterator[Difference]:
    """Each word is the stem or the folded form of those that are kept under it."""
    words = segment.dictionary
    folded = [word.decode() for word in words.folded]
    stems = [word.decode() for word in words.stems]
    for number, (word, stem) in enumerate(zip(folded, stem_all(folded), strict=True)):
        found = stems[words.stem_of_folded(number)]
        if found != stem:
            yield Difference(None, FOLDED_BYTES, f"{word!r} under {found!r}, not {stem!r}")
        for form in words.forms_of_folded(number):
            written = words.forms[form].decode()
            if fold(written) != word:
                said = f"{written!r} under {word!r}, not {fold(written)!r}"
                yield Difference(None, FORM_BYTES, said)


class _Texts:
    """The words of all texts as the index numbers them.

    Attributes:
        forms: (positions) the surface form that should be there, or `_NONE`.
        usable: (statements) whether all of its words have a number and a position.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._begins = _begins(segment)
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
                yield Difference(statement_id, RECORD, error.what)
            else:
                found = (
                    *self._words(doc, record),
                    *_columns(segment, doc, record),
                    *self._spoken(doc, record),
                )
                for section, what in found:
                    yield Difference(statement_id, section, what)
            if (doc + 1) % PROGRESS_EVERY == 0 or doc + 1 == len(segment):
                progress(doc + 1, len(segment))

    def _words(self, doc: int, record: Record) -> Iterator[tuple[str, str]]:
        """Put the words of a statement into their places."""
        segment, usable = self._segment, True
        for place, (field, text) in enumerate(zip(segment.schema.texts, record.texts, strict=True)):
            words = tokens(text)
            number = segment.numbering.number(doc, place)
            start, stop = segment.starts[number : number + 2].tolist()
            stored = stop - start - GAP
            if stored != len(words):
                said = f"{stored:,} words, its text has {len(words):,}"
                yield lengths.PREFIX + field.name, said
                usable = False
                continue
            numbers = [self._number.get(word, -1) for word in words]
            if -1 in numbers:
                yield FORM_BYTES, f"{words[numbers.index(-1)]!r} is missing"
                usable = False
                continue
            self.forms[start : start + stored] = numbers
            known = segment.amounts.known
            profile = segment.schema.profile
            if known and _amounts_between(segment, start, stop) != _amounts_of(
                text, start, profile
            ):
                yield amounts.POSITION, "other amounts than its text has"
        self.usable[doc] = usable
        if not usable:  # Compared as a whole or not at all.
            self.forms[self._begins[doc] : self._begins[doc + 1]] = _NONE

    def _spoken(self, doc: int, record: Record) -> Iterator[tuple[str, str]]:
        """Who says what, where the segment knows."""
        segment = self._segment
        if not segment.spoken.known:
            return
        number = segment.numbering.number(doc, spoken.BODY)
        start, stop = segment.starts[number : number + 2].tolist()
        statement = quoted_of(record, segment.schema)
        if _said_between(segment, start, stop) != _said_in(segment, statement, start):
            yield spoken.POSITION, "other quotations than its text has"

    def part(self, first: int, last: int) -> tuple[Array, Array]:
        """(positions, forms that should be there) of the statements [first, last)."""
        start, stop = self._begins[[first, last]].tolist()
        forms = self.forms[start:stop]
        known = np.flatnonzero(forms != _NONE)
        return known + start, forms[known]


def _amounts_of(text: str, start: int, profile: Profile) -> list[tuple[int, float, int, int]]:
    """(position, value, number of the currency, width) of each amount of a text that begins
    at `start`.
    """
    _, numbers, spaced = tokenised(text)
    return [
        (start + one.word, one.value, NUMBER_OF[one.currency], one.width)
        for one in read_amounts(spaced, numbers, profile=profile)
    ]


def _amounts_between(segment: Segment, start: int, stop: int) -> list[tuple[int, float, int, int]]:
    """The same of those that a segment has between two positions."""
    columns = segment.amounts.all
    first, last = np.searchsorted(columns.places, np.array([start, stop], np.uint32)).tolist()
    return list(zip(*(column[first:last].tolist() for column in columns), strict=True))


_Said = list[tuple[int, int, int, list[str]]]
"""(position, words, flags, keys of the speakers) of each stretch that somebody says."""


def _said_in(segment: Segment, statement: Quoted, start: int) -> _Said:
    """What is said in a statement whose body begins at `start`."""
    found, kind = stretches_in([statement], [start]), stored(segment.schema.profile).how
    keys = [sorted({kind.key(name) for name in names} - {""}) for names in found.speakers]
    columns = (column.tolist() for column in found[:3])
    return list(zip(*columns, keys, strict=True))


def _said_between(segment: Segment, start: int, stop: int) -> _Said:
    """The same of what a segment has between two positions."""
    reader = segment.spoken
    first, last = np.searchsorted(reader.begins, np.array([start, stop], np.uint32)).tolist()
    columns = (reader.begins, reader.ends - reader.begins, reader.flags)
    keys = [reader.speakers.keys_of(number) for number in range(first, last)]
    return list(zip(*(column[first:last].tolist() for column in columns), keys, strict=True))


def _columns(segment: Segment, doc: int, record: Record) -> Iterator[tuple[str, str]]:
    """(section, what) for each value of a statement that is not that of its record."""
    date = record.date
    number = date.year * 10_000 + date.month * 100 + date.day if date else 0
    if int(segment.dates[doc]) != number:
        yield segment.schema.day.name, f"{int(segment.dates[doc])}, not {number}"
    for field in segment.schema.names:
        kind, found = kind_of(field), segment.names[field.query].keys_of(doc)
        keys = sorted({kind.key(name) for name in record.names[field.name]} - {""})
        if found != keys:
            yield field.query + SET, f"{found}, not {keys}"
    if int(segment.copy_digests[doc]) != copy_digest(record.title, record.text):
        yield COPY, "the digest of another text"
    if segment.variants.is_known:
        pairs = pack_pairs(observed(*record.texts))
        if segment.variants.by_statement[doc] != pairs:
            yield VARIANT, "not what its text writes in two ways"


def _positions(
    segment: Segment, texts: _Texts, found: Array, stem_of_form: Array, first: int, last: int
) -> Iterator[Difference]:
    """Which stem and which form occurs at each position, and the code of the stem."""
    known, wanted = texts.part(first, last)
    here = found[known]
    other_stem = stem_of_form[here] != stem_of_form[wanted]
    codes = segment.forward_array.codes
    for section, wrong in (
        (POSITION, other_stem),
        (POSITION_FORM, (here != wanted) & ~other_stem),
        (FORWARD, segment.forward[known] != codes[stem_of_form[wanted]]),
    ):
        places = np.flatnonzero(wrong)
        docs = segment.numbering.statement(_text_of(segment, known[places]))
        for doc, begin, count in _runs(docs):
            word = segment.dictionary.forms[int(wanted[places[begin]])].decode()
            what = f"not {word!r} where it stands" + _and_more(count)
            yield Difference(segment.id(doc), section, what)


def _postings(
    segment: Segment, texts: _Texts, stored: Array, stem_of_form: Array, first: int, last: int
) -> Iterator[Difference]:
    """In which statements each stem occurs, and how often in title and body."""
    numbering, count = segment.numbering, len(segment)
    known, forms = texts.part(first, last)
    of_stem = numbering.number(stem_of_form[forms].astype(np.int64) * count, 0)
    keys, times = np.unique(of_stem + _text_of(segment, known), return_counts=True)
    # What should be there: one row for each stem and statement, stem * count + statement.
    rows, row = np.unique(numbering.statement(keys), return_inverse=True)
    text = numbering.text(keys)
    wanted = [
        np.bincount(row[text == one], times[text == one], rows.size).astype(np.int64)
        for one in range(numbering.texts)
    ]
    # What is there.
    docs = segment.posting_lists.all_docs
    chosen = np.flatnonzero((docs >= first) & (docs < last) & texts.usable[docs])
    there = stored[chosen].astype(np.int64) * count + docs[chosen]
    found = [of_text[chosen] for of_text in segment.posting_lists.frequencies.of(0, docs.size)]
    missing = np.setdiff1d(rows, there, assume_unique=True)
    yield from _of_rows(segment, DOC, "lacks a word that it has", missing)
    wrong = np.setdiff1d(there, rows, assume_unique=True)
    yield from _of_rows(segment, DOC, "has a word that it lacks", wrong)
    both, one, other = np.intersect1d(rows, there, assume_unique=True, return_indices=True)
    differ = np.zeros(both.size, bool)
    for should, does in zip(wanted, found, strict=True):
        differ |= should[one] != does[other]
    wrong = both[differ]
    yield from _of_rows(segment, FREQUENCY, "has a word another number of times", wrong)


def _runs(values: Array) -> Iterator[tuple[int, int, int]]:
    """(value, place of the first, how many) of each run of equal values."""
    found, first, counts = np.unique(values, return_index=True, return_counts=True)
    yield from zip(found.tolist(), first.tolist(), counts.tolist(), strict=True)


def _and_more(count: int) -> str:
    return f" and {count - 1:,} more" if count > 1 else ""


def _text_of(segment: Segment, positions: Array) -> Array:
    """The number of the text that each position is in."""
    return np.searchsorted(segment.starts, positions.astype(np.uint32), side="right") - 1


def _of_rows(segment: Segment, section: str, what: str, rows: Array) -> Iterator[Difference]:
    """One difference for each statement of `rows`, stem * statements + statement."""
    count = max(1, len(segment))
    order = np.argsort(rows % count, kind="stable")
    rows = rows[order]
    for doc, begin, times in _runs(rows % count):
        stem = segment.dictionary.stems[int(rows[begin] // count)].decode()
        yield Difference(segment.id(doc), section, f"{what}: {stem!r}{_and_more(times)}")
