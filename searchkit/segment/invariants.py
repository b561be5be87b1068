"""What has to hold for what the sections of a segment say: `searchkit check`.

Lives here: checksums of every byte, then order, bounds and counts of every section
against the others. It reads the whole segment and takes about a byte of memory a word,
16 a posting.
Does not live here: what opening verifies (`structure`), whether the sections say what
the texts say (`rederiving`).

A segment that passes can be asked anything without leaving its sections.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from searchkit.segment.frequencies import ELSEWHERE
from searchkit.segment.layout import GAP, NO_WORD, RARE, starts_from_ends
from searchkit.segment.letters import letters_of_each
from searchkit.segment.occurrences import OTHER_COUNTS
from searchkit.segment.reader import Segment
from searchkit.segment.structure import STRINGS
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings

_TEXTS = tuple(name for name in STRINGS if name not in ("record", "source", "dictionary"))
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def check_segment(segment: Segment) -> None:
    """Verify every byte of a segment and everything its sections have to agree on.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    segment.container.verify_all()
    for name in _TEXTS:
        _need(segment, f"{name}.bytes", _is_text(segment.container, name), "no UTF-8")
    for check in _CHECKS:
        check(segment)


def _need(segment: Segment, section: str, holds: object, otherwise: str) -> None:
    if not holds:
        raise segment.damaged(section, otherwise)


def _is_text(container: Container, name: str) -> bool:
    """Whether each string of a list is UTF-8 by itself."""
    strings = Strings(container, name)
    data = strings.joined()
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    starts = starts_from_ends(strings.ends())[:-1]
    first = np.frombuffer(data + b"\0", np.uint8)[starts]
    # Nothing begins in the middle of a character.
    return not ((first & 0xC0) == 0x80).any()


def _ascends(values: Array, starts: Array) -> bool:
    """Whether the values of each run strictly ascend; the runs begin at `starts`."""
    wrong = values[1:] <= values[:-1]
    starts = starts[(starts > 0) & (starts < values.size)]
    wrong[starts - 1] = False
    return not wrong.any()


def _sorted_strings(strings: list[bytes], starts: Array) -> bool:
    """The same for strings."""
    first = set(starts.tolist())
    return all(
        one < other or number in first
        for number, (one, other) in enumerate(pairwise(strings), start=1)
    )


def _is_permutation(values: Array) -> bool:
    if values.size and int(values.max()) >= values.size:
        return False
    seen = np.zeros(values.size, bool)
    seen[values] = True
    return bool(seen.all())


def _dictionary(segment: Segment) -> None:
    """Words in their order, each with at least one of what belongs to it."""
    container, words = segment.container, segment.dictionary
    ends = {
        name: container.array(name)
        for name in (
            *("stem.folded_ends", "folded.form_ends"),
            *("stem.posting_ends", "stem.position_ends"),
        )
    }
    for name, values in ends.items():
        starts = starts_from_ends(values)
        _need(segment, name, (starts[1:] > starts[:-1]).all(), "a word has nothing")
    nothing = np.zeros(0, np.int64)
    by_stem = starts_from_ends(ends["stem.folded_ends"])
    by_folded = starts_from_ends(ends["folded.form_ends"])
    stems, folded, forms = list(words.stems), list(words.folded), list(words.forms)
    _need(segment, "stem.bytes", _sorted_strings(stems, nothing), "not in order")
    _need(segment, "folded.bytes", _sorted_strings(folded, by_stem), "not in order")
    _need(segment, "form.bytes", _sorted_strings(forms, by_folded), "not in order")
    letters = container.array("folded.letters")
    right = all(folded) and np.array_equal(letters, letters_of_each(folded))
    _need(segment, "folded.letters", right, "not those of the words")
    order = container.array("folded.order")
    _need(segment, "folded.order", _is_permutation(order), "not each word once")
    in_order = [folded[number] for number in order.tolist()]
    _need(segment, "folded.order", in_order == sorted(in_order), "not in order")


def _postings(segment: Segment) -> None:
    """Statements in their order, each with as many occurrences as there are positions."""
    container, count = segment.container, len(segment)
    docs, joined = container.array("posting.doc"), container.array("posting.frequency")
    starts = starts_from_ends(container.array("stem.posting_ends"))[:-1]
    _need(segment, "posting.doc", not docs.size or int(docs.max()) < count, "no statement")
    _need(segment, "posting.doc", _ascends(docs, starts), "not in order")
    elsewhere = np.flatnonzero(joined == ELSEWHERE)
    listed = np.array_equal(container.array("posting.listed"), elsewhere)
    _need(segment, "posting.listed", listed, "not each posting without a byte of its own")
    in_title, in_body = segment.frequencies.of(0, docs.size)
    occurs = ((in_title > 0) | (in_body > 0)).all()
    _need(segment, "posting.frequency", occurs, "a word that does not occur")
    fits = (in_title <= segment.title_lengths[docs]).all()
    fits &= (in_body <= segment.body_lengths[docs]).all()
    _need(segment, "posting.frequency", fits, "a word more often than there are words")
    if docs.size:
        totals = np.add.reduceat(
            segment.frequencies.totals([slice(0, docs.size)]), starts, dtype=np.int64
        )
        counts = segment.position_counts(np.arange(starts.size))
        _need(segment, "posting.frequency", np.array_equal(totals, counts), OTHER_COUNTS)


def _positions(segment: Segment) -> None:
    """Every position that is no gap holds one word, and `forward` agrees."""
    container, starts = segment.container, segment.starts
    span = int(starts[-1])
    lengths = np.diff(starts.astype(np.int64)) - GAP
    for name, found in (("title", lengths[0::2]), ("body", lengths[1::2])):
        stored = container.array(f"length.{name}")
        _need(segment, f"length.{name}", np.array_equal(found, stored), "not as `field.start`")
    taken, ends = np.zeros(span, bool), np.ascontiguousarray(starts[2::2])
    stem_ends = container.array("stem.position_ends")
    for first, last, positions in segment.chunks():
        docs = segment.postings_of_stems(first, last)[0]
        totals = segment.posting_totals(first, last)
        inside = (positions < np.repeat(ends[docs], totals)).all()
        _need(segment, "position", inside, "outside its statement")
        begins = stem_ends[first:last].astype(np.int64) - (
            int(stem_ends[first - 1]) if first else 0
        )
        _need(segment, "position", _ascends(positions, begins), "not in order")
        taken[positions] = True
    expected = np.ones(span, bool)
    expected[starts[1:].astype(np.int64) - GAP] = False
    fits = np.count_nonzero(taken) == container.length("position")
    fits &= np.array_equal(taken, expected)
    _need(segment, "position", fits, "not each word once")
    forward = segment.forward
    _need(segment, "forward", np.array_equal(forward != NO_WORD, expected), "not each word once")
    codes = container.array("stem.code")
    distinct = np.sort(codes[codes != RARE])
    counts_up = np.array_equal(distinct, np.arange(1, distinct.size + 1))
    _need(segment, "stem.code", counts_up, "not each code once")
    known = (forward <= distinct.size) | (forward == RARE)
    _need(segment, "forward", known.all(), "a code of no word")
    forms = container.array("position.form")
    if forms.size:
        largest = np.maximum.reduceat(forms, starts_from_ends(stem_ends)[:-1]).astype(np.int64)
        stems = np.arange(codes.size)
        first_forms = segment.dictionary.first_forms(stems)
        count = np.diff(np.append(first_forms, len(segment.dictionary.forms)))
        _need(segment, "position.form", (largest < count).all(), "no form of its word")


def _orders(segment: Segment) -> None:
    """Dates are days; the stored orders are those of dates, ids and copies."""
    container, dates = segment.container, segment.dates.astype(np.int64)
    year, month, day = dates // 10_000, dates // 100 % 100, dates % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    fits = (year > 0) & (year < 10_000) & (month > 0) & (month < 13)
    last = _DAYS[np.where(fits, month, 0)] - ((month == 2) & ~leap)
    fits &= (day > 0) & (day <= last)
    _need(segment, "date", (fits | (dates == 0)).all(), "no day")
    by_id = container.array("id.order")
    _need(segment, "id.order", _is_permutation(by_id), "not each statement once")
    ids = list(Strings(container, "id"))
    in_order = [ids[number] for number in by_id.tolist()]
    _need(segment, "id.order", _sorted_strings(in_order, by_id[:0]), "not in order")
    rank_of_id = np.empty(by_id.size, np.int64)
    rank_of_id[by_id] = np.arange(by_id.size)
    newest = np.empty(by_id.size, np.int64)
    newest[np.lexsort((rank_of_id, -dates))] = np.arange(by_id.size)
    _need(segment, "newest", np.array_equal(newest, segment.newest_ranks), "not in order")
    by_copy = np.argsort(segment.copy_digests, kind="stable")
    sorted_so = np.array_equal(by_copy, container.array("copy.order"))
    _need(segment, "copy.order", sorted_so, "not in order")


def _columns(segment: Segment) -> None:
    """Names in their order, and in each set; dictionaries that serve all statements."""
    container = segment.container
    for name, column in (("minister", segment.ministers), ("portfolio", segment.portfolios)):
        keys = column.keys
        _need(segment, f"{name}.key.bytes", keys == sorted(set(keys)) and "" not in keys, "no keys")
        starts = starts_from_ends(container.array(f"{name}.set_ends"))[:-1]
        members = container.array(f"{name}.members")
        owners = column.key_of_spelling
        ascends = (owners[1:] >= owners[:-1]).all() and np.unique(owners).size == len(keys)
        _need(segment, f"{name}.name_key", ascends, "not each name once")
        _need(segment, f"{name}.members", _ascends(members, starts), "not in order")
    starts = starts_from_ends(container.array("dictionary.doc_ends"))
    fits = int(starts[-1]) == len(segment) and (starts[1:] > starts[:-1]).all()
    _need(segment, "dictionary.doc_ends", fits, "not for each statement")


_CHECKS: tuple[Callable[[Segment], None], ...] = (
    _dictionary,
    _postings,
    _positions,
    _orders,
    _columns,
)
