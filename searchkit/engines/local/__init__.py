"""Floor 6: the face of the library. One snapshot gives one answer.

Lives here: opening an index (`opening`), what is kept of it in memory (`snapshot`),
one search from first to last (`searching`), statements that match most words
(`relaxing`), and `Archive`, which offers all of it (`archive`). Does not live here:
parsing options and printing (`searchkit.cli`).
"""
