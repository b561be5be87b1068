"""Direct quotations in a statement's clean text, and who said them.

Lives here: where quotations are (`marks`, `runs`), who is named (`people`, `cast`), which
words attribute a quotation to whom (`attribution`), what follows for those that have no
attribution of their own (`finding`, the door of this room). Pure functions of texts and
names. Does not live here: which words attribute speech (`searchkit.profiles.speech`),
anything that knows an index.
"""
