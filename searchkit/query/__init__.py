"""What a query asks for.

Lives here: the query as a value (`request`), the tree it becomes (`tree`), the tree written
out again (`rendering`), dates (`dates`), the names an index knows (`names`), bounds
(`limits`); the language that users write is a room of its own (`language`). Does not live
here: what a tree finds (`searchkit.matching`); what the shell does to quotes
(`searchkit.cli.arguments`).
"""
