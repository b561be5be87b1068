"""Matching statements become an order.

Lives here: BM25F (`bm25f`) and proximity (`proximity`), functions of arrays; the statistics
of an index (`statistics`), scoring the matches of a query (`scoring`), the first k and the
whole order (`order`). Does not live here: what matches (`searchkit.matching`), snippets
(`searchkit.hits`), facets (`searchkit.counting`).
"""
