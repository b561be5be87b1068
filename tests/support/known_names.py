"""The names that queries in the tests may use, without an index."""

from __future__ import annotations

from searchkit.query.names import KnownNames
from searchkit.query.parser import Parsed, parse

MINISTERS = {
    "edouard maatta": "Édouard Määttä",
    "orla brannigan": "Orla Brannigan",
    "piet van der sloot": "Piet van der Sloot",
    "rory brannigan": "Rory Brannigan",
    "tamsin okoro": "Tamsin Okoro",
}
PORTFOLIOS = {
    "foreign affairs": "Foreign Affairs",
    "foreign trade": "Foreign Trade",
    "harbours": "Harbours",
    "pecheries": "Pêcheries",
    "trade": "Trade",
}
KNOWN = {
    "minister": KnownNames("minister", MINISTERS),
    "portfolio": KnownNames("portfolio", PORTFOLIOS),
}


def parsed(text: str, *, any_word: bool = False) -> Parsed:
    """`text` parsed with these names."""
    return parse(text, KNOWN, any_word=any_word)
