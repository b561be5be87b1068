"""Engines: what answers a query.

Lives here: the engine that reads an index in a folder (`local`). Does not live here: the
commands and pages that ask one (`searchkit.cli`, `searchkit.web`).
"""
