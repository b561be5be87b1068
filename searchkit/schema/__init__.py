"""The fields of a statement and how their values are analysed.

Lives here: which fields there are (`fields`), what a statement has in them (`values`),
tokens, folding and stemming (`analysis`), when two names are one (`names`), how the texts of
all statements are numbered (`numbering`). Does not live here: anything that reads a file, a
query or an index.
"""
