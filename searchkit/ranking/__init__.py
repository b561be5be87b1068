"""Floor 5: matching statements become an order.

Lives here: BM25F (`bm25f`), nearness of the words (`proximity`), the first k and
the whole order (`order`). Does not live here: what matches (`searchkit.matching`),
snippets (`searchkit.hits`), facets (`searchkit.counting`).
"""
