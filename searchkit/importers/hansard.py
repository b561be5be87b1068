"""Hansard in the XML of TheyWorkForYou: one statement a speech, a question or an answer.

Lives here: which files of a folder are the latest of their day, and a day to speeches. Does not
live here: the text of a speech (`hansard_text`), XML (`xml_events`).

A day is written anew when its record is corrected, with another letter after the date
(`debates2009-10-26b.xml`, `debate/2009-10-26b.4.5`). The files before it are superseded. The letter
is no part of what a speech is known by, so a corrected speech changes its statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from searchkit.importers import blocks
from searchkit.importers.hansard_text import SpeechText, plain
from searchkit.importers.items import MAX_BODY, MAX_TITLE, Found, Item, Refused, Same
from searchkit.importers.options import Options, no_progress
from searchkit.importers.sources import files_of
from searchkit.importers.xml_events import BrokenXml, fed, root_of
from searchkit.model.errors import InvalidInput

SUFFIX = (".xml",)
ROOT = "publicwhip"
SUPERSEDED, WITHOUT = ".xml superseded", ".xml without speeches"
"""What files are counted as that are left alone."""
_SPEECHES = {"speech": "", "ques": "question", "reply": "answer"}
_HEADINGS = frozenset({"oral-heading", "major-heading", "minor-heading"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_VERSION = re.compile(r"(?<=\d{4}-\d{2}-\d{2})[a-z]+(?=\.|$)")
_OFFICE_HOLDER = re.compile(r"(The [^()]+?) *\(([^()]+)\)")
_MEMBER = re.compile(r"([^()]+?) *\([^()]*\)(?: *\(([^()]+)\))?")


def read(source: str, options: Options) -> Found:
    """The speeches of a folder's days, or of one file.

    Raises:
        InvalidInput: there is nothing at the path, or it is no such file.
    """
    top = Path(source)
    encoding = "" if options.encoding == "utf-8-sig" else options.encoding
    paths = list(files_of(source, SUFFIX, replace(options, progress=no_progress)))
    latest, texts = set(_latest(paths)), dict[str, int]()
    for number, path in enumerate(paths, start=1):
        if path in latest:
            yield from _without_copies(_day(path, top, options, encoding), texts)
        else:
            options.not_read[SUPERSEDED] += 1
        if path != top:
            options.progress(number, len(paths))


def _without_copies(
    found: Iterator[Item | Refused], texts: dict[str, int]
) -> Iterator[Item | Refused | Same]:
    """Speeches that stand in another file of the folder, too, once: lists of divisions repeat those
    that were made before a vote.
    """
    for one in found:
        if isinstance(one, Item):
            text = hash((one.title, one.body))
            if texts.get(one.key) == text:
                yield Same(one.key)
                continue
            texts[one.key] = text
        yield one


def _latest(paths: list[Path]) -> Iterator[Path]:
    """The last version of each day; the others have fewer speeches, or none."""
    last: dict[tuple[Path, str], Path] = {}
    for path in paths:
        last[path.parent, _VERSION.sub("", path.stem)] = path  # They are sorted.
    yield from last.values()


def _day(path: Path, top: Path, options: Options, encoding: str) -> Iterator[Item | Refused]:
    try:
        attributes = _attributes(path, encoding)
    except InvalidInput as error:
        if path == top:
            raise
        yield Refused(error.where or str(path), error.what)
        return
    if attributes.get("latest") == "no" and path != top:
        options.not_read[SUPERSEDED] += 1
        return
    day = _Day(path)
    progress = options.progress if path == top else no_progress
    try:
        for _ in fed(path, day, encoding=encoding, progress=progress):
            yield from day.found
            day.found.clear()
        if not day.count:
            options.not_read[WITHOUT] += 1
    except BrokenXml as error:
        yield from day.found
        yield Refused(error.where(path), error.reason)


def _attributes(path: Path, encoding: str) -> dict[str, str]:
    """Those of a file's root."""
    root, attributes = root_of(path, encoding)
    if root != ROOT:
        raise InvalidInput(
            f"it is no file of TheyWorkForYou but <{root:.40}>",
            where=str(path),
            expected=f"<{ROOT}>",
        )
    return attributes


class Credit(NamedTuple):
    """Whom a record names as speaking."""

    name: str
    office: str = ""
    party: str = ""


def credit(text: str) -> Credit:
    """Who is meant by `speakername`: parliaments differ in what else they write there.

    "The Presiding Officer (Orla Brannigan)" has an office before the name, "Ken Tuller (Osthaven)
    (Grn)" a constituency and a party after it.
    """
    said = blocks.in_a_line(text).rstrip(":")
    if office := _OFFICE_HOLDER.fullmatch(said):
        return Credit(office[2], office=office[1].removeprefix("The "))
    if member := _MEMBER.fullmatch(said):
        return Credit(member[1], party=member[2] or "")
    return Credit(said)


class _Day:
    """A reader of elements that gathers speeches in `found`, and counts them."""

    def __init__(self, path: Path) -> None:
        self.found: list[Item | Refused] = []
        self.count = 0
        self._path = path
        self._headings = {"major": "", "minor": ""}
        self._heading = ""
        self._speech: dict[str, str] | None = None
        self._role = ""
        self._texts: list[str] = []
        self._text = SpeechText()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name in _SPEECHES:
            self._speech, self._role, self._text = attributes, _SPEECHES[name], SpeechText()
            self.count += 1
        elif name in _HEADINGS:
            self._heading, self._texts = name, []
        elif self._speech is not None:
            if self._text.length <= MAX_BODY:
                self._text.start(name)
        elif name in ("br", "p"):
            self._texts.append(" ")

    def text(self, text: str) -> None:
        """Characters."""
        if self._speech is not None:
            self._text.text(text)
        elif self._heading and sum(map(len, self._texts)) <= MAX_TITLE:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _SPEECHES:
            self._text.close()
            self._end_speech()
            self._speech = None
        elif name in _HEADINGS:
            self._end_heading()
        elif self._speech is not None and self._text.length <= MAX_BODY:
            self._text.end(name)

    def _end_heading(self) -> None:
        said = " ".join(plain(self._texts).split())[:MAX_TITLE]
        if self._heading == "minor-heading":
            self._headings["minor"] = said
        else:
            self._headings = {"major": said, "minor": ""}
        self._heading = ""

    def _end_speech(self) -> None:
        speech = self._speech or {}
        identifier = speech.get("id", "") or f"{self._path.stem}#{self.count}"
        where = f"{self._path}: {identifier}"
        body = blocks.joined(self._text.blocks)
        if self._text.length > MAX_BODY:
            reason = f"the speech has more than {MAX_BODY:,} characters"
            self.found.append(Refused(where, reason))
        elif body:
            self.found.append(self._item(speech, identifier, body, where))

    def _item(self, speech: dict[str, str], identifier: str, body: str, where: str) -> Item:
        days = _DAY.findall(identifier) or _DAY.findall(self._path.stem)
        who = credit(speech.get("speakername", ""))
        office = who.office or speech.get("speakeroffice", "").strip().removeprefix("The ")
        heading = self._headings["minor"] or self._headings["major"]
        title = ": ".join(filter(None, (who.name, heading)))
        person = speech.get("person_id") or speech.get("speakerid", "")
        extra = {
            "party": who.party,
            "role": self._role,
            "section": self._headings["major"],
            "column": speech.get("colnum", ""),
            "time": speech.get("time", ""),
            "person": person,
            "id": identifier,
        }
        unsaid = ("", "unknown")
        return Item(
            key=_VERSION.sub("", identifier),
            title=title or identifier,
            body=body,
            # A committee's identifier has the day on which it was named before that of the sitting.
            date=days[-1] if days else None,
            ministers=(who.name,) if who.name else (),
            portfolios=(office,) if office else (),
            url=speech.get("url") or None,
            extra={name: value for name, value in extra.items() if value not in unsaid},
            where=where,
        )
