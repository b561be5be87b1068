"""The query language: text becomes a tree.

Lives here: Whoosh's parser with our plugins (`parser`, `syntax`, `operators`, `near`,
`words`, `phrases`), the checks before it (`checks`), and Whoosh's own query trees
translated (`foreign`). Nothing outside this room imports Whoosh. Does not live here: the
tree itself (`searchkit.query.tree`).
"""
