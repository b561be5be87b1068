"""The door to Whoosh: its parser reads our language.

Lives here: everything that imports Whoosh. Does not live here: what a query means
(`searchkit.query`).
"""
