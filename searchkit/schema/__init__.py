"""The fields of a statement and how their text is analysed.

Lives here: which fields there are (`fields`), tokens, folding and stemming (`analysis`),
who counts as one person or portfolio (`names`), where tokens stand in a text (`offsets`),
how the texts of all statements are numbered (`numbering`). Does not live here: anything
that reads a file, a query or an index.
"""
