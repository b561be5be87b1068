"""The names that queries in the tests may use, without an index."""

from __future__ import annotations

from searchkit.query.language.parser import Parsed, parse
from searchkit.query.names import KnownNames, SpeakerNames
from searchkit.schema.fields import DEFAULT, Names
from searchkit.schema.speakers import asked

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


def names(field: str, shown: dict[str, str]) -> KnownNames:
    """The names of a field of the default schema."""
    found = DEFAULT.by_query[field]
    assert isinstance(found, Names)
    return KnownNames(found, shown)


def speakers(shown: dict[str, str]) -> KnownNames:
    """The names of who is quoted."""
    return SpeakerNames(asked(DEFAULT.profile), shown)


KNOWN = {
    "minister": names("minister", MINISTERS),
    "portfolio": names("portfolio", PORTFOLIOS),
}


def parsed(text: str, *, any_word: bool = False) -> Parsed:
    """`text` parsed with these names."""
    return parse(text, KNOWN, any_word=any_word)
