"""The engine of indexes in folders: one snapshot gives one answer.

Lives here: opening an index (`opening`), what is kept of it in memory (`snapshot`), one
search from first to last (`searching`), statements that match most words (`relaxing`),
and `LocalArchive`, which offers all of it (`archive`). Does not live here: what an engine
must offer (`searchkit.engines.protocol`).
"""
