"""Engines: what answers a query.

Lives here: what every engine offers (`protocol`), opening and building an index by its
address (`opening`, `building`), the engine of indexes in folders (`local`), that of indexes in a
cluster (`opensearch`). Does not live here: the commands and pages that ask one (`searchkit.cli`,
`searchkit.web`).
"""
