"""Floor 1: the fields of a statement and how their text is analysed.

Lives here: tokens, folding and stemming (`analysis`), who counts as one person
or portfolio (`names`), and Whoosh's `Schema` that says all of it once (`fields`).
Does not live here: anything that reads a file or an index.
"""
