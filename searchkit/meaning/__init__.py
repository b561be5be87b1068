"""What statements mean, as vectors of a small sentence model; optional (extra `meaning`).

Lives here: the model (`model`), where it is found (`places`) and fetched from (`fetching`),
the file of vectors beside the segments (`vectors`), making it (`building`) and what nearness
in meaning adds to a score (`nearness`). Does not live here: which statements match
(`searchkit.matching`) and their scores (`searchkit.ranking`): nothing here finds a statement.

A search loads nothing of this room unless it is asked for.
"""
