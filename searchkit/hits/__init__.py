"""What a hit shows of a statement.

Lives here: where the words of a query occur in it (`occurrences`) and the passages with
them (`snippets`). Does not live here: which statements match (`searchkit.matching`).
"""
