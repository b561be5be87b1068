"""The folder of saved searches, beside the index.

Lives here: where it is, its lock, reading and replacing its files. Does not live here: what is in
a file (`ledger`, `feed`), when it is written (`running`).

    index.alerts/
      searches/NAME.json   a search, and all that is kept of it
      feeds/NAME.xml       its feed, made from that
      printed.json         up to which number the alerts of each search have been printed
      lock

It is never in the index, of which a rebuild may leave nothing. Every file is replaced at once:
after a crash there is the old one or the new one.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from searchkit.alerts.ledger import Ledger, ledger_from
from searchkit.engines.opening import Address, folder_of
from searchkit.model.errors import IndexLocked, InvalidArgument, SearchkitError
from searchkit.storage.directory import prepare_file, put_in_place, replace_file
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.files import open_regular

ENDING = ".alerts"
SEARCHES, FEEDS, PRINTED, LOCK = "searches", "feeds", "printed.json", "lock"
MAX_NAME = 64
_NAME = re.compile(r"\w(?:[\w .'+-]*[\w'+-])?")


def beside(address: Address) -> Path:
    """The folder of the saved searches of an index.

    Raises:
        InvalidArgument: no engine serves this kind of address.
    """
    # A link stays: `index` may lead to another build tomorrow.
    folder = Path(os.path.abspath(folder_of(address)))  # noqa: PTH100
    return folder.with_name(folder.name + ENDING)


def checked_name(name: str) -> str:
    """A name as it is kept.

    Raises:
        InvalidArgument: it can't be the name of a file everywhere.
    """
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if len(tidy) > MAX_NAME or not _NAME.fullmatch(tidy):
        raise InvalidArgument(
            f"a saved search can't be called {name!r}",
            expected=f"up to {MAX_NAME} letters, digits, spaces and any of _ . ' + -",
        )
    return tidy


class Store:
    """The folder.

    Args:
        folder: where; it is made when something is kept.
        disk: what it is written through.
    """

    def __init__(self, folder: Path, disk: Disk = SYSTEM) -> None:
        self.folder = folder
        self._disk = disk

    @contextmanager
    def locked(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the lock, which the system frees when the process ends.

        Raises:
            IndexLocked: another process holds it and did not let go in `wait` seconds.
            SearchkitError: the folder can't be written to.
        """
        from filelock import FileLock, Timeout

        with self._written():
            for folder in (self.folder, self.folder / SEARCHES, self.folder / FEEDS):
                folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / LOCK, timeout=wait)
        with self._written():
            try:
                lock.acquire(poll_interval=0.02)
            except Timeout:
                raise IndexLocked(
                    "another process is busy with these saved searches",
                    where=str(self.folder),
                    remedy="Try again when it has finished",
                ) from None
        try:
            yield
        finally:
            lock.release()

    def names(self) -> list[str]:
        """The names of all saved searches, sorted."""
        try:
            files = [path.name for path in (self.folder / SEARCHES).iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(self.folder / SEARCHES, error.strerror or str(error)) from None
        names = [file.removesuffix(".json") for file in files if file.endswith(".json")]
        # Some systems take names apart into letters and accents.
        return sorted(unicodedata.normalize("NFC", name) for name in names)

    def called(self, name: str) -> str | None:
        """The saved search of this name, however its letters are cased; None: there is none."""
        wanted = checked_name(name).casefold()
        return next((one for one in self.names() if one.casefold() == wanted), None)

    def read(self, name: str) -> Ledger:
        """A saved search.

        Raises:
            SearchkitError: its file can't be read, or is damaged.
        """
        path = self._search_file(name)
        try:
            return ledger_from(_json_of(path))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _unreadable(path, f"it is damaged ({error or type(error).__name__})") from None

    def write(self, ledger: Ledger) -> None:
        """Keep a saved search as it is now.

        Raises:
            SearchkitError: it can't be written; what was kept before still is.
        """
        self._replace(self._search_file(ledger.search.name), _text_of(ledger.to_json()))

    def remove(self, name: str) -> None:
        """Remove a saved search and its feed."""
        with self._written():
            # In this order no feed is left that nothing keeps up to date.
            self._disk.remove(self.feed_file(name))
            self._disk.remove(self._search_file(name))
            self._disk.sync_directory(self.folder / SEARCHES)

    def feed_file(self, name: str) -> Path:
        """Where the feed of a search is."""
        return self.folder / FEEDS / f"{name}.xml"

    def write_feed(self, name: str, text: str) -> None:
        """Write the feed of a search, unless it is there as it is.

        Raises:
            SearchkitError: it can't be written.
        """
        path, content = self.feed_file(name), text.encode()
        try:
            with open_regular(path) as file:
                if file.read() == content:
                    return
        except OSError:
            pass  # It is not there, or is replaced.
        self._replace(path, content)

    def printed(self) -> dict[str, int]:
        """Up to which number the alerts of each search have been printed, by uid.

        Raises:
            SearchkitError: the file can't be read, or is damaged.
        """
        path = self.folder / PRINTED
        if not path.exists():
            return {}
        try:
            return {str(uid): int(number) for uid, number in _json_of(path).items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise _unreadable(path, f"it is damaged ({error})") from None

    @contextmanager
    def printing(self, printed: Mapping[str, int]) -> Iterator[None]:
        """Around printing: keep up to which number alerts have been printed, of all searches at
        once, unless printing raises. All is written before, so that between what is printed
        and keeping that there is a single operation.

        Raises:
            SearchkitError: it can't be written.
        """
        path = self.folder / PRINTED
        with self._written():
            prepare_file(path, _text_of(dict(printed)), self._disk)
        yield
        with self._written():
            put_in_place(path, self._disk)

    def _search_file(self, name: str) -> Path:
        return self.folder / SEARCHES / f"{name}.json"

    def _replace(self, path: Path, content: bytes) -> None:
        with self._written():
            replace_file(path, content, self._disk)

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SearchkitError(
                f"saved searches can't be written: {error.strerror or error}",
                where=str(error.filename or self.folder),
                remedy="They are as they were before; what was not told is told next time",
            ) from None


def _text_of(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def _json_of(path: Path) -> Any:
    try:
        with open_regular(path) as file:
            return json.loads(file.read())
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _unreadable(path: Path, why: str) -> SearchkitError:
    return SearchkitError(
        f"what is kept of a saved search can't be read: {why}",
        where=str(path),
        remedy="Remove the file, and save the search again",
    )
