"""What must hold for what a segment says: `searchkit check`.

Lives here: the order of the checks, and what the structures must agree on. They read the
whole segment and take about a byte of memory for each word, 16 for each posting. Does not
live here: what each structure must say by itself (its room), what opening verifies
(`structure`), whether a segment says what its texts say (`rederiving`).

A segment that passes can be asked anything without leaving its sections.
"""

from __future__ import annotations

from searchkit.segment.checks import is_text, need
from searchkit.segment.columns.days import check_days
from searchkit.segment.columns.lengths import check_lengths
from searchkit.segment.columns.orders import check_newest
from searchkit.segment.positions.check import check_positions
from searchkit.segment.postings.frequencies import FREQUENCY
from searchkit.segment.reader import Segment
from searchkit.segment.structure import sections
from searchkit.segment.terms.check import check_dictionary
from searchkit.storage.strings import BYTES


def check_segment(segment: Segment) -> None:
    """Verify every byte of a segment and everything its sections must agree on.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    container, schema = segment.container, segment.schema
    container.verify_all()
    for section in sections(schema):
        if section.text and section.name in container:
            fits = is_text(container, section.name.removesuffix(BYTES))
            need(container, section.name, fits, "no UTF-8")
    check_dictionary(container, segment.dictionary)
    segment.posting_lists.check()
    _check_frequencies(segment)
    check_lengths(container, schema, segment.starts)
    words = check_positions(
        container, segment.occurrences, segment.posting_lists, segment.dictionary
    )
    segment.forward_array.check(words)
    for day in schema.days:
        check_days(container, day)
    segment.amounts.check(segment.starts)
    segment.spoken.check(segment.starts)
    segment.id_column.check()
    check_newest(container, segment.dates, segment.id_column.order)
    segment.copy_column.check()
    segment.variants.check()
    for column in segment.names.values():
        column.check()
    segment.records.check()


def _check_frequencies(segment: Segment) -> None:
    """No text has a word more often than it has words."""
    docs = segment.posting_lists.all_docs
    frequencies = segment.posting_lists.frequencies.of(0, docs.size)
    for found, lengths in zip(frequencies, segment.lengths.values(), strict=True):
        fits = (found <= lengths[docs]).all()
        need(segment.container, FREQUENCY, fits, "a word more often than there are words")
