"""What a hit shows of a statement.

Lives here: where the words of a query occur in it (`occurrences`). Does not live here: which
statements match (`searchkit.matching`), passages with these words (`searchkit.kernels`).
"""
