"""By which profile a run reads its files.

Lives here: choosing it (the one that is named, the one that lies beside the files, or that of
the index), and what becomes of an index that was read by another. Does not live here: reading
a profile (`searchkit.corpus.profile_file`), what its fields become (`searchkit.schema.fields`).

Statements that were read by another profile can't stay beside the new ones: their names would
be compared otherwise, and fields would be empty that are not. So all of them are read again,
or the run is refused.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.corpus.files import Root, known_root
from searchkit.corpus.profile_file import profile_beside, read_profile
from searchkit.indexing.session import Session
from searchkit.model.errors import InvalidArgument, InvalidInput
from searchkit.profiles.profile import Profile
from searchkit.schema.fields import Schema, schema_of

GivenProfile = Profile | str | os.PathLike[str]
"""A profile, or the path of a file that holds one."""
MAX_NAMED = 3
"""Folders that a message names."""


class Profiled(NamedTuple):
    """A session under the profile of a run.

    Attributes:
        session: the session.
        changed: what of the profile is new, so that all statements are read again.
    """

    session: Session
    changed: tuple[str, ...] = ()


def given_schema(profile: GivenProfile) -> Schema:
    """The fields that a profile gives statements.

    Raises:
        InvalidInput: the file can't be read, or something in it is no part of a profile.
        InvalidArgument: it is no profile, or its fields can't be those of an index.
    """
    if isinstance(profile, (str, os.PathLike)):
        return schema_of(read_profile(os.fspath(profile)))
    if not isinstance(profile, Profile):
        raise InvalidArgument(
            f"profile can't be {profile!r:.60}", expected="a searchkit.Profile, or a file's path"
        )
    return schema_of(profile)


def chosen_schema(profile: GivenProfile | None, roots: Sequence[Root]) -> Schema | None:
    """The fields by the profile that is given, or else the one beside the files of `roots`;
    None where there is neither.

    Raises:
        InvalidInput, InvalidArgument: as `given_schema`; or two of the folders have one each.
    """
    if profile is None:
        profile = profile_beside([root.path for root in roots])
    return None if profile is None else given_schema(profile)


def under(session: Session, schema: Schema | None, roots: Sequence[Root]) -> Profiled:
    """The session, reading by `schema`; None: as it does.

    Args:
        session: on the index before.
        schema: by the profile of this run.
        roots: the folders of this run.

    Raises:
        InvalidInput: statements would have to be read again that are not in these folders.
    """
    if schema is None or schema == session.schema:
        return Profiled(session)
    changed = session.schema.profile.differences(schema.profile)
    if not changed and schema.fields != session.schema.fields:
        changed = ("fields",)
    session = dataclasses.replace(session, schema=schema)
    previous = session.previous
    if not (changed and previous.addresses):
        return Profiled(session)
    known = previous.manifest.roots
    whole = [root.prefix for root in roots if _is_as_before(root, known_root(root, known))]
    elsewhere = previous.addresses.keys() - previous.inside(whole).keys()
    if elsewhere:
        folders = sorted({one.partition("/")[0] for one in elsewhere})
        more = f" and {len(folders) - MAX_NAMED} more" if len(folders) > MAX_NAMED else ""
        raise InvalidInput(
            f"the profile has changed ({', '.join(changed)}), and {len(elsewhere):,} statements "
            f"of the index are none of the folders named now: {', '.join(folders[:MAX_NAMED])}"
            f"{more}",
            where=str(previous.directory),
            remedy="Name all of its folders, so that they are read again; or add --rebuild: the "
            "new index holds the folders named now, nothing else",
        )
    return Profiled(session.forgetting_statements(), changed)


def _is_as_before(root: Root, before: Root) -> bool:
    """Whether a root that is read from nothing would give its statements the ids they have."""
    return (root.name, root.base) == (before.name, before.base)
