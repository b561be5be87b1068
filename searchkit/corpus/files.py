"""Finding the files of statements in a folder, and making their ids.

Lives here: which files count, in which order, how links are treated, when a file has
changed, how many files of other kinds there are. Does not live here: reading them (`reader`).
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.problems import Skipped
from searchkit.model.errors import InvalidInput

HTML = (".html", ".htm")
"""The suffixes of pages, which can be read only with more packages."""
HTML_MISSING = 'reading pages (.html) needs more packages: pip install "searchkit[html]"'
SUFFIXES = (".md", ".txt", ".markdown", ".mdown", *HTML)
"""Of the files that are read, in lower case."""
KINDS = ".md, .txt and .html files"
"""What they are called, for a person: those that matter."""


@cache
def can_read_html() -> bool:
    """Whether the packages that read pages are installed. Imports none of them."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("trafilatura", "lxml"))


@dataclass(frozen=True, slots=True)
class Root:
    """A folder (or one file) of statements, and the name its ids begin with.

    Attributes:
        name: the first part of the ids.
        base: the folder that the name stands for.
        path: what was asked for: the folder, one inside it, or a file in it.
        named: whether the name was given, not taken from the folder.
    """

    name: str
    base: Path
    path: Path
    named: bool = False

    @property
    def prefix(self) -> str:
        """The beginning of all ids under `path`; for a file, its id."""
        relative = self.path.relative_to(self.base).as_posix()
        prefix = self.name if relative == "." else f"{self.name}/{relative}"
        prefix = unicodedata.normalize("NFC", on_one_line(prefix))
        return prefix + "/" if self.path.is_dir() else prefix


PROFILE_FILE = "searchkit.toml"
"""Says how the files beside it are read (`profile_file`)."""


class FileState(NamedTuple):
    """Tells whether a file has changed.

    Attributes:
        size: in bytes.
        time: when it was modified, in nanoseconds since 1970; 0 if that can't be relied on.
    """

    size: int
    time: int


NO_FILE = FileState(0, 0)

SETTLED = 2_000_000_000
"""Nanoseconds after which a time of modification can be relied on. File systems have coarse
clocks: a file that changes again sooner may keep its time. FAT's two seconds are the coarsest."""


def file_state(status: os.stat_result, now: int) -> FileState:
    """The state of a file; `now` in nanoseconds since 1970."""
    settled = 0 < status.st_mtime_ns < now - SETTLED
    return FileState(status.st_size, status.st_mtime_ns if settled else 0)


class StatementFile(NamedTuple):
    """A file that can hold a statement.

    Attributes:
        id: of the statement.
        name: the file's path, as text: there are many files, and making a `Path` takes time.
    """

    id: str
    name: str

    @property
    def path(self) -> Path:
        """The file's path."""
        return Path(self.name)

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.name.endswith(HTML) or self.name.lower().endswith(HTML)


def parse_root(argument: str) -> Root:
    """The root that `PATH` or `NAME=PATH` means.

    Raises:
        InvalidInput: there is nothing at the path, or no name can be made of it.
    """
    name, separator, rest = argument.partition("=")
    named = bool(separator and name and "/" not in name and not _exists(Path(argument)))
    path = Path(rest) if named else Path(argument)
    if not _exists(path) or not (path.is_file() or path.is_dir()):
        raise InvalidInput(
            "there is no such file or folder",
            where=str(path),
            expected=f"a folder of {KINDS}, or one such file",
            remedy="Check the path",
        )
    resolved = path.resolve()
    base = resolved if resolved.is_dir() else resolved.parent
    name = name if named else base.name
    if not name or name in (".", ".."):
        raise InvalidInput(
            "this folder has no name to begin ids with",
            where=str(path),
            remedy="Name it: NAME=PATH",
        )
    return Root(unicodedata.normalize("NFC", on_one_line(name)), base, resolved, named)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # A name too long, a zero byte.
        return False


def known_root(root: Root, known: dict[str, str]) -> Root:
    """`root` as a part of a root that the index knows (name -> path), if it is one.

    Raises:
        InvalidInput: another folder has this name already.
    """
    if root.named:
        return root
    # Of nested folders, the innermost.
    for name, path in sorted(known.items(), key=lambda item: -len(Path(item[1]).parts)):
        if root.path.is_relative_to(path):
            return Root(name, Path(path), root.path)
    if root.name in known:
        raise InvalidInput(
            f"the index already holds a folder called {root.name!r}: {known[root.name]}",
            where=str(root.path),
            remedy=f"Give this one another name (NAME={root.path}), or the same one "
            f"({root.name}={root.path}) if it has moved",
        )
    return root


def check_roots(roots: list[Root]) -> None:
    """Refuse two roots of one name.

    Raises:
        InvalidInput: naming both paths.
    """
    by_name: dict[str, Path] = {}
    for root in roots:
        other = by_name.setdefault(root.name, root.base)
        if other != root.base:
            raise InvalidInput(
                f"two folders are called {root.name!r}: {other} and {root.base}",
                remedy="Give one another name: NAME=PATH",
            )


def find(
    root: Root, skipped: list[Skipped], not_read: Counter[str] | None = None
) -> list[StatementFile]:
    """Every file of `root` that can hold a statement, sorted by id.

    Names that begin with a dot are left out. Links are not followed. What is added to
    `skipped`: a link that could lead to statements, a folder that can't be listed, a name
    that is no Unicode text. All other files are counted in `not_read`, by suffix.
    """
    other: Counter[str] = Counter() if not_read is None else not_read
    if not root.path.is_dir():
        return [StatementFile(root.prefix, str(root.path))]
    found: dict[str, StatementFile] = {}
    prefix = root.prefix
    for path, relative in _walk(root.path, skipped, other):
        statement_id = prefix + on_one_line(relative)
        if not statement_id.isascii():
            statement_id = unicodedata.normalize("NFC", statement_id)
            try:
                statement_id.encode()
            except UnicodeEncodeError:
                shown = path.encode("utf-8", "backslashreplace").decode()
                skipped.append(Skipped(shown, "its name is no valid Unicode text"))
                continue
        if statement_id in found:
            other_path = on_one_line(found[statement_id].name)
            reason = f"its name is the same as that of {other_path} in Unicode NFC"
            skipped.append(Skipped(path, reason))
            continue
        found[statement_id] = StatementFile(statement_id, path)
    return sorted(found.values())


_CONTROLS = {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421}
_CONTROLS |= dict.fromkeys([*range(0x80, 0xA0), 0x2028, 0x2029], 0x2424)


def on_one_line(name: str) -> str:
    """A name with a visible sign for each control character and line break. An id stands in
    lists of one line each and in addresses, where no file name's line break can.
    """
    return name if name.isprintable() else name.translate(_CONTROLS)


def names_of(path: str, roots: Mapping[str, str]) -> list[str]:
    """The ids that a path can mean: itself, and those of the file there, whether or not it is
    still there.

    Args:
        path: relative to the working folder, or absolute; or an id.
        roots: the folder that each name at the beginning of an id stands for.
    """
    names = [on_one_line(path.rstrip("/"))]
    # Not resolved as a whole: what is gone can't be.
    full = Path(os.path.abspath(path))  # noqa: PTH100
    for name, base in roots.items():
        for candidate in {full, full.parent.resolve() / full.name}:
            if candidate.is_relative_to(base):
                relative = on_one_line(candidate.relative_to(base).as_posix())
                names.append(name if relative == "." else f"{name}/{relative}")
    return list(dict.fromkeys(unicodedata.normalize("NFC", name) for name in names))


def _walk(top: Path, skipped: list[Skipped], not_read: Counter[str]) -> Iterator[tuple[str, str]]:
    """(path, POSIX path relative to `top`) of each candidate file; others are counted."""
    waiting = [(str(top), "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            reason = f"can't be listed: {error.strerror or error}"
            skipped.append(Skipped(folder, reason, is_folder=True))
            continue
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            is_candidate = name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES)
            # Nearly all are files: ask as little as possible of each.
            if is_candidate and entry.is_file(follow_symlinks=False):
                yield entry.path, prefix + name
            elif entry.is_symlink():
                if is_candidate or _leads_to_folder(entry.path):
                    reason = "is a link, and links are not followed; name its target to read it too"
                    skipped.append(Skipped(entry.path, reason))
                else:
                    not_read[suffix_of(name)] += 1
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{prefix}{name}/"))
            elif is_candidate:
                skipped.append(Skipped(entry.path, "is no regular file"))
            elif name != PROFILE_FILE:
                not_read[suffix_of(name)] += 1


def suffix_of(name: str) -> str:
    """The kind of a file by its name: `.pdf`; empty if it has none."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 (there are many files)
    return suffix if suffix.isprintable() and suffix.isascii() else ""


def _leads_to_folder(path: str) -> bool:
    """Whether a link leads to a folder, or to itself."""
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except OSError as error:
        return error.errno == errno.ELOOP
