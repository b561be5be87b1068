"""Floor 4: a query tree and a segment become sorted statement numbers.

Lives here: the leaves of a tree and their occurrences (`leaves`), the
algebra above them (`evaluate`). Knows nothing of scores (`searchkit.ranking`) nor of
the query language (`searchkit.query`).
"""
