"""Floor 5: what a hit looks like, and what all matches have in common.

Lives here: snippets and highlights (`snippets`), facets (`facets`), a statement's text
as HTML (`structure`, `article`), citations (`citations`), files of many statements
(`exports`), feeds (`feeds`), the chart of the years (`years`). Does not live here:
terminals and JSON (`searchkit.cli`).
"""
