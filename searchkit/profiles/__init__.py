"""What a country and its language add.

Lives here: the value that says it (`profile`) and one module a country (`nz`). Does not
live here: the fields of a statement and what is done with a profile (`searchkit.schema`).
"""
