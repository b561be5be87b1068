"""Items as files of a folder.

Lives here: names, front matter, writing each file whole or not at all, and the record of what
was written, by which the next run knows what is new, what has changed and what a person has
corrected since. Does not live here: where items come from (the readers).

The record is `.searchkit-import.json` in the folder: for each item its file and the digest of
what was written. A file that no longer has this digest was corrected by hand; it is left as it
is, whatever becomes of the item.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import secrets
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml

from searchkit.importers.items import MAX_BODY, Item, Refused, Same
from searchkit.model.errors import InvalidInput, SearchkitError

RECORD = ".searchkit-import.json"
VERSION = 1
SLUG = 80
"""Characters of a title that become a part of a file's name, at most."""
SAVE_EVERY = 1_000
"""Files after which the record is written, so that a run that is cut short is gone on with; or a
quarter of all, where these are many: the record is written whole each time."""
_Dumper: type = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_NO_NAME = re.compile(r"[^a-z0-9]+")
_INSIDE = re.compile(r"([0-9]{4}/)?[a-z0-9][a-z0-9-]*\.md")
"""The files that are written: none leads out of the folder."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class ImportReport:
    """What a run did.

    Attributes:
        added, changed, unchanged: how many statements.
        kept: files that were corrected by hand, of items that have changed since.
        refused: what could not be imported.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """As values that JSON can hold."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "kept": self.kept,
            "refused": [one._asdict() for one in self.refused],
        }


class _Written(NamedTuple):
    """A file that an earlier run wrote."""

    file: str
    digest: str


class Folder:
    """A folder that items are written to.

    Args:
        path: is made where it is missing.
        overwrite: write over what was corrected by hand, too.

    Raises:
        InvalidInput: it is no folder, or the record in it can't be read.
    """

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self.path, self.overwrite = path, overwrite
        self.report = ImportReport()
        with _written(path):
            path.mkdir(parents=True, exist_ok=True)
        self._known = _read_record(path / RECORD)
        self._taken = {one.file: key for key, one in self._known.items()}
        self._seen: set[str] = set()
        self._tried: dict[str, int] = {}
        self._unsaved = 0

    def take(self, items: Iterable[Item | Refused | Same]) -> ImportReport:
        """Write items as they come.

        Raises:
            SearchkitError: the folder can't be written to.
        """
        try:
            for item in items:
                if isinstance(item, Refused):
                    self.report.refused.append(item)
                elif isinstance(item, Same):
                    self.report.unchanged += item.key in self._known
                else:
                    self._take(item)
        finally:
            self._save()
        return self.report

    def has(self, key: str) -> bool:
        """Whether the file of an item is there."""
        known = self._known.get(key)
        return known is not None and _digest_of(self.path / known.file) is not None

    def _take(self, item: Item) -> None:
        try:
            data = markdown_file(item)
        except _NotWritable as error:
            self.report.refused.append(Refused(item.where or item.key, str(error)))
            return
        if item.key in self._seen:
            reason = f"{item.key!r:.200} is there already, earlier in this source"
            self.report.refused.append(Refused(item.where or item.key, reason))
            return
        self._seen.add(item.key)
        digest = hashlib.sha256(data).hexdigest()
        known = self._known.get(item.key)
        if known is None:
            self._write(item.key, self._free_name(item, data), data, digest)
            self.report.added += 1
            return
        there = _digest_of(self.path / known.file)
        corrected = there not in (None, known.digest, digest) and not self.overwrite
        if there == digest or (corrected and known.digest == digest):
            self._note(item.key, _Written(known.file, digest))
            self.report.unchanged += 1
        elif corrected:
            self.report.kept.append(known.file)
        else:
            self._write(item.key, known.file, data, digest)
            if there is None:
                self.report.added += 1
            else:
                self.report.changed += 1

    def _free_name(self, item: Item, data: bytes) -> str:
        """A name that no other file has; one whose file says the same already will do."""
        stem = file_name(item)
        for number in range(self._tried.get(stem, 1), 100_000):
            name = f"{stem}{f'-{number}' if number > 1 else ''}.md"
            if name in self._taken:
                continue
            there = _digest_of(self.path / name)
            if there is None or there == hashlib.sha256(data).hexdigest():
                self._tried[stem] = number  # Those before it are taken.
                return name
        raise InvalidInput(
            f"there are a hundred thousand files called {stem!r}",
            where=str(self.path),
            remedy="Import into another folder",
        )

    def _write(self, key: str, name: str, data: bytes, digest: str) -> None:
        _replace(self.path / name, (data,))
        self._note(key, _Written(name, digest))
        if self._unsaved >= max(SAVE_EVERY, len(self._known) // 4):
            self._save()

    def _note(self, key: str, written: _Written) -> None:
        if self._known.get(key) != written:
            self._known[key] = written
            self._taken[written.file] = key
            self._unsaved += 1

    def _save(self) -> None:
        if not self._unsaved:
            return
        _replace(self.path / RECORD, self._lines())
        self._unsaved = 0

    def _lines(self) -> Iterator[bytes]:
        """The record, an item a line, so that its versions can be compared."""
        yield f'{{"version": {VERSION}, "items": {{\n'.encode()
        end = ""
        for key, one in self._known.items():
            yield f"{end}{_json(key)}: {_json(one)}".encode("utf-8", "surrogatepass")
            end = ",\n"
        yield b"\n}}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _NotWritable(Exception):
    """Why an item can't be a file. It never leaves the run."""


def markdown_file(item: Item) -> bytes:
    """The bytes of a Markdown file with front matter.

    Raises:
        _NotWritable: the item holds what no file of a statement can hold.
    """
    if len(item.body) > MAX_BODY:
        raise _NotWritable(f"its text has {len(item.body):,} characters (at most {MAX_BODY:,})")
    if not item.body.strip() and not item.title.strip():
        raise _NotWritable("it has neither a title nor a text")
    if "\0" in item.body:
        raise _NotWritable("its text holds zero bytes")
    head: dict[str, object] = {"title": item.title}
    if item.date is not None:
        text = str(item.date)
        # A day without quotes is a date to everybody's YAML.
        head["date"] = _day(text) or text
    for name in ("ministers", "portfolios"):
        # A single text may list several; an item of a list is one.
        several = list(getattr(item, name))
        if several:
            head[name] = several if several[1:] else several[0]
    if item.url:
        head["url"] = item.url
    head.update({key: value for key, value in item.extra.items() if key not in head})
    body = item.body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    try:
        written = yaml.dump(head, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
        return f"---\n{written}---\n\n{body}\n".encode()
    except UnicodeEncodeError:
        raise _NotWritable("its text is no valid Unicode") from None
    except yaml.YAMLError as error:
        raise _NotWritable(f"its front matter can't be written: {error}") from None


def _day(text: str) -> datetime.date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def file_name(item: Item) -> str:
    """The path of an item in its folder, without suffix: the year, the day and the title, of
    letters and digits alone, whatever the source calls it.
    """
    text = unicodedata.normalize("NFKD", item.title).encode("ascii", "ignore").decode()
    slug = _NO_NAME.sub("-", text.lower()).strip("-")[:SLUG].rstrip("-")
    if not slug:
        slug = hashlib.sha256(item.key.encode("utf-8", "replace")).hexdigest()[:16]
    day = _day(str(item.date)) if item.date is not None else None
    # Of the year 999 the system may write three digits, and the record would not be believed.
    return f"{day.year:04d}/{day.isoformat()}-{slug}" if day else slug


def _digest_of(path: Path) -> str | None:
    """The digest of a file; None where there is none, and "" where something else is."""
    with _written(path):
        try:
            mode = path.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(mode) else ""


def _read_record(path: Path) -> dict[str, _Written]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _broken(path, error.strerror or str(error)) from None
    try:
        read = json.loads(data)
        if read["version"] != VERSION:
            raise _broken(path, f"it is of version {read['version']!r:.20}, here {VERSION}")
        return {str(key): _checked(value) for key, value in read["items"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _broken(path, "it is damaged") from None


def _checked(value: object) -> _Written:
    """An entry of the record, which may come from a stranger: it names a file of the folder.

    Raises:
        ValueError: it does not.
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError
    written = _Written(*value)
    if not _INSIDE.fullmatch(written.file):
        raise ValueError
    return written


def _broken(path: Path, reason: str) -> InvalidInput:
    return InvalidInput(
        f"the record of what was imported can't be read: {reason}",
        where=str(path),
        remedy="Restore it, or move it away: what its files hold is then imported beside them",
    )


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all."""
    with _written(path):
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_name(f".importing-{secrets.token_hex(8)}")
        try:
            with unfinished.open("xb") as file:
                file.writelines(parts)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


@contextmanager
def _written(where: Path) -> Iterator[None]:
    """Turn an error of the system inside into one of ours."""
    try:
        yield
    except OSError as error:
        raise SearchkitError(
            f"the folder can't be written: {error.strerror or error}",
            where=str(error.filename or where),
            remedy="What was imported before is there; run it again to go on",
        ) from None
