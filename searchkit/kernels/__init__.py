"""The arrays that the hot loops work on.

Lives here: what such arrays are called and of which types they are (`arrays`). Does not
live here: where they come from (`searchkit.segment`), what is asked of them
(`searchkit.matching`).
"""
