"""What others call the fields of a statement.

Lives here: for each field, and for what else front matter says of a statement, the keys that
sites, newsrooms and parliaments write for it, in the order in which they are tried. Does not
live here: reading them (`searchkit.corpus.fields`), the fields themselves (`fields`).

A key is compared in lower case, `-` and `_` alike. The name of the field itself comes first
always, and where it is there no other is looked at. A profile may list other keys for a field.
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile

_KEYS = {
    "title": "headline name",
    "date": "published publishdate publish_date pubdate pub_date published_at publication_date "
    "date_published issued created",
    "url": "link permalink canonical canonical_url source",
    "ministers": "minister speaker speakers author authors by from",
    "portfolios": "portfolio department departments ministry ministries office",
    "attachments": "attachment files downloads",
}

ALIASES: Mapping[str, tuple[str, ...]] = {name: tuple(keys.split()) for name, keys in _KEYS.items()}
"""The other keys of each field, by the field's name; the first one that is there is read."""

_ORGANISATIONS = """
    agency board bureau cabinet commission committee council department directorate division
    executive government ministry office parliament party secretariat service team unit
"""
ORGANISATIONS = frozenset(_ORGANISATIONS.split())
"""Folded words of a body's name. `Department of Arts and Culture` is one author, not two."""


def aliases_of(name: str, profile: Profile = NZ) -> tuple[str, ...]:
    """The other keys that mean the field called `name`.

    They are those that the profile lists; where it lists none, the usual ones but for those
    that it has another use for.
    """
    listed = dict(profile.keys)
    if name in listed:
        return listed[name]
    taken = {field.name for field in profile.fields}.union(*listed.values())
    return tuple(key for key in ALIASES.get(name, ()) if key not in taken)
