"""The names of who is quoted, as a field that no statement's front matter has.

Lives here: how speakers are compared and shown, and what a query and an index call them. Does
not live here: who speaks (`searchkit.quotations`), the fields of a schema (`fields`).
"""

from __future__ import annotations

from functools import partial

from searchkit.profiles.profile import Profile
from searchkit.schema.fields import Names
from searchkit.schema.names import NameKind, name_words, plain_name

SAID = "said"
"""What a query writes before the colon."""
COLUMN = "spoken-by"
"""What an index calls the column; no field of a profile can be called so."""

REMEDY = "Build it with `searchkit index PATH --quotations`"
"""What to do where an index knows no speakers."""


class Speakers(Names):
    """Who is quoted: people above all, and whoever else is said to speak ("Harbour Board")."""

    @property
    def how(self) -> NameKind:
        """As names of people; but whatever speaks has a name."""
        words = partial(name_words, profile=self.profile)
        return NameKind(words, bool, partial(plain_name, profile=self.profile))


def asked(profile: Profile) -> Speakers:
    """The speakers as a query names them."""
    return Speakers("speakers", SAID, "person", profile=profile)


def stored(profile: Profile) -> Speakers:
    """The speakers as an index keeps them."""
    return Speakers("speakers", COLUMN, "person", profile=profile)
