"""How much one query may ask for.

Lives here: bounds that several modules of the language share. Does not live here:
bounds on the work a query makes (`searchkit.matching`).
"""

MAX_LENGTH = 20_000
"""Characters of a query."""
MAX_DEPTH = 50
"""Brackets within brackets; more than anybody writes, less than the stack holds."""
MAX_DISTANCE = 1_000
"""Words that NEAR, ADJ and a phrase's slop can reach over."""
MAX_NEAR = 30
"""Operators NEAR and ADJ in one chain or within one another."""
