"""Direct quotations in a statement's clean text, and who said them.

Lives here: where quotations are (`marks`, `runs`), who is named (`mentions`, `cast`, `names`),
which words attribute a quotation (`attribution`), what was said at all (`judging`), who says
what has no attribution of its own (`finding`, the door of this room); how a quotation and its
source differ (`aligning`, `comparing`). Pure functions of texts and names. Does not live here:
which words attribute speech (`searchkit.profiles.speech`), anything that knows an index.
"""
