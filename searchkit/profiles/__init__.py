"""What a country and a language add.

Lives here: values that name honorifics, dates and styles of citation, one module a
country. Does not live here: the fields of a statement (`searchkit.schema`).
"""
