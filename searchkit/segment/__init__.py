"""Floor 3: one immutable piece of an index.

Lives here: the builder that takes statements (`builder`), the inversion of their
words (`inversion`), the writer of the segment file (`writer`) and its
memory-mapped reader (`reader`), with their dictionary, columns and stored text.
Does not live here: which segments make an index (`searchkit.indexing`), how a
query is matched (`searchkit.matching`).
"""
