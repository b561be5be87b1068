"""The one place where what damage does to a look-up becomes `CorruptIndex`.

Lives here: telling damage from a mistake of the program's own. Does not live here: what can
be wrong with a segment (`structure`, `invariants`).

Opening verifies dictionaries and structure. The arrays and texts of a segment are too long
for that, and checking each number before it is used would slow down every search. NumPy, zlib
and zstd never leave the memory they were given: where a damaged number leads nowhere, they
raise one of many exceptions. Only then the segments are verified, whatever the exception: the
first thing wrong is the error, with its file and section. If nothing is wrong, the mistake is
ours, and the exception goes on as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from searchkit.model.errors import SearchkitError
from searchkit.segment.reader import Segment


@contextmanager
def blaming(segments: Iterable[Segment]) -> Iterator[None]:
    """Around whatever reads `segments`.

    Raises:
        CorruptIndex: something went wrong inside, and a segment is damaged. To find
            that takes as long as `searchkit check`.
    """
    try:
        yield
    except SearchkitError:
        raise
    except Exception as error:
        # Not loaded by a search that goes well.
        from searchkit.segment.invariants import check_segment

        for segment in segments:
            try:
                check_segment(segment)
            except SearchkitError as damage:
                raise damage from error
        raise
