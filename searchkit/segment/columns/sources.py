"""What tells whether the source of a statement has changed.

Lives here: the format in prose. Does not live here: comparing files with it
(`searchkit.indexing`); times that have changed since (`segment.tombstones`).

`digest` has the BLAKE2b-64 of the source of each statement. `file.size` has the size of its
file in bytes, `file.time` when that was modified, in nanoseconds since 1970; 0: it has no
file, or its time can't be relied on.
"""

from __future__ import annotations

import numpy as np

from searchkit.segment.section import U4, U8, Section, per_statement

DIGEST = "digest"
FILE_SIZE, FILE_TIME = "file.size", "file.time"
TYPES: dict[str, type[np.generic]] = {DIGEST: np.uint64, FILE_SIZE: np.uint32, FILE_TIME: np.uint64}
SECTIONS = (
    Section(DIGEST, U8, per_statement),
    Section(FILE_SIZE, U4, per_statement),
    Section(FILE_TIME, U8, per_statement),
)
