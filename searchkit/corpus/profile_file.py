"""A profile in a file (searchkit.toml).

Lives here: finding it beside statements, and reading it. Does not live here: what its tables say
(`profile_values`), what a profile is (`searchkit.profiles.profile`).

A file that names a country or a site says all there is to say of it: what it leaves out is as
in any profile. One without a name adds to New Zealand's, which applies where there is no file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from searchkit.corpus.files import PROFILE_FILE
from searchkit.corpus.profile_values import ProfileReader
from searchkit.model.errors import InvalidArgument, InvalidInput
from searchkit.profiles.profile import Profile
from searchkit.schema.fields import schema_of

MAX_BYTES = 64 * 1024
"""No profile comes near it, and the parser is done with so many at once."""


def profile_beside(folders: Iterable[Path]) -> Path | None:
    """The profile that lies in one of these folders (or beside a file), if any.

    Raises:
        InvalidInput: several do.
    """
    places = {one if one.is_dir() else one.parent for one in folders}
    found = sorted({place / PROFILE_FILE for place in places if (place / PROFILE_FILE).is_file()})
    if len(found) > 1:
        raise InvalidInput(
            "an index has one profile, and here are two",
            where=f"{found[0]}, {found[1]}",
            remedy="Name one of them with --profile FILE, or build an index of each folder",
        )
    return found[0] if found else None


def read_profile(path: str | Path) -> Profile:
    """The profile in a file.

    Raises:
        InvalidInput: it can't be read, or something in it is no part of a profile; says in
            which line, and what was expected.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput(
            f"the profile can't be read: {error.strerror or error}", where=str(path)
        ) from None
    if len(data) > MAX_BYTES:
        raise InvalidInput(
            "is too large for a profile",
            where=str(path),
            expected=f"at most {MAX_BYTES // 1024} KiB",
        )
    return profile_from(data, str(path))


def profile_from(data: bytes, path: str) -> Profile:
    """The profile in the bytes of a file; `path` names it in messages.

    Raises:
        InvalidInput: as `read_profile`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput(
            "is no UTF-8", where=f"{path}:{line}", remedy="Save it in UTF-8"
        ) from None
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise _no_toml(error, path) from None
    read = ProfileReader(path, text).profile(table)
    try:
        schema_of(read)
    except InvalidArgument as error:
        raise InvalidInput(error.what, where=path, expected=error.expected) from None
    return read


def _no_toml(error: Exception, path: str) -> InvalidInput:
    if isinstance(error, RecursionError):
        return InvalidInput("is nested too deeply for a profile", where=path)
    message = " ".join(str(error).split())
    found = re.search(r" \(at line (\d+), column \d+\)$", message)
    where = f"{path}:{found[1]}" if found else path
    what = message[: found.start()] if found else message.removesuffix(" (at end of document)")
    return InvalidInput(f"is not valid TOML: {what}", where=where, expected="name = value")
