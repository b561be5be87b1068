"""Counting what matches.

Lives here: facets. Does not live here: what matches (`searchkit.matching`).
"""
