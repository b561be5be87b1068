"""Floor 3: what a user writes becomes a `whoosh.query` tree.

Lives here: Whoosh's parser configured for our language (`parser`, `syntax`,
`checks`), dates (`dates`), names (`names`) and a tree written out again (`render`).
Does not live here: what the tree finds (`searchkit.matching`); what the shell does to
quotes (`searchkit.cli.arguments`).
"""
