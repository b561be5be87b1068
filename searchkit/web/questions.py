"""Four questions for somebody who has never asked one, made from what an archive holds.

Lives here: which people, offices and words they are about. Does not live here: where each
leads (`pages`), how they look (`templates/`).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from searchkit.engines.protocol import Archive
from searchkit.model.errors import SearchkitError
from searchkit.model.facets import Facets

SHORTEST = 5
"""Letters of a word that is worth a question."""
_LOOKED_AT = 40


class Subjects(NamedTuple):
    """What questions are about; None where an archive has no such thing.

    Attributes:
        person, label: (field, the name that most statements bear).
        said: a word that the person says more than others.
        spoken: a word that the statements of the label have more than others.
    """

    person: tuple[str, str] | None = None
    label: tuple[str, str] | None = None
    said: str | None = None
    spoken: str | None = None


def subjects(archive: Archive, facets: Facets) -> Subjects:
    """What an archive can well be asked about."""
    found: dict[str, tuple[str, str]] = {}
    for field in archive.schema.names:
        if facets[field.query]:
            found.setdefault(field.kind, (field.query, facets[field.query][0].value))
    person, label = found.get("person"), found.get("label")
    said = _telling(archive, person, ())
    spoken = _telling(archive, label, (said or "",))
    return Subjects(person, label, said, spoken)


def _telling(
    archive: Archive, named: tuple[str, str] | None, not_those: Iterable[str]
) -> str | None:
    """A word in small letters that the statements of a name have more than others."""
    if named is None or '"' in named[1]:
        return None
    with suppress(SearchkitError):
        name = named[1].casefold()
        words = archive.keywords(f'{named[0]}:"{named[1]}"')
        for one, _ in zip(words, range(_LOOKED_AT), strict=False):
            word = one.word
            plain = word.isalpha() and word.islower() and len(word) >= SHORTEST
            if plain and word not in name and word not in not_those:
                return str(word)
    return None
