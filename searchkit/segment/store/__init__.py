"""The statements themselves, packed.

Lives here: two records a statement, `records` for every hit and `sources` for the rest, and
what both are packed with (`packing`). Does not live here: columns that are searched, counted
or sorted by (`segment.columns`).
"""
