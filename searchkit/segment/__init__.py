"""One immutable piece of an index.

Lives here: a room for each structure on disk (`terms`, `postings`, `positions`, `columns`,
`store`), each with its format, writer, reader and checks; the statements on their way into a
segment (`chunks`); what concerns a segment as a whole: its file (`writer`), the open segment
(`reader`, `opening`, `tombstones`), what must hold (`structure`, `invariants`, `rederiving`,
`blame`). Does not live here: which segments make an index (`searchkit.indexing`), how a query
is matched (`searchkit.matching`).
"""
