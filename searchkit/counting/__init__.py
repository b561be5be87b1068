"""Counting what matches.

Lives here: facets, and measures of how words go together. Does not live here: what
matches (`searchkit.matching`).
"""
