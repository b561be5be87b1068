"""Matching statements become an order.

Lives here: the formula and its constants (`bm25f`), the statistics of an index
(`statistics`), scoring the matches of a query (`scoring`), the first k and the whole order
(`order`). Does not live here: the arithmetic (`searchkit.kernels.scores`), what matches
(`searchkit.matching`), snippets (`searchkit.hits`), facets (`searchkit.counting`).
"""
