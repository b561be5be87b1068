"""Saved searches, what is new for them, and proof of what a search found.

Lives here: keeping searches, telling of each statement once, delivering by feed, mail and
webhook; receipts. Does not live here: options and output (`searchkit.cli`), searching
(`searchkit.engines`).
"""
