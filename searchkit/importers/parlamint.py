"""ParlaMint: parliaments' sittings in TEI, one statement a speech.

Lives here: which files of a corpus are sittings and which are lists, and a sitting to speeches.
Does not live here: who speaks (`parliament_lists`), XML (`xml_events`).

A corpus has its sittings in files of their own (`ParlaMint-XX_2022-04-06-....xml`, in folders by
year), the same once more with every word annotated (their names end in .ana.xml), and lists of
people and of organisations beside them, or in its root file. Its includes are not followed: all
files of the folder are read anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from searchkit.corpus.plain_text import as_markdown
from searchkit.importers.items import MAX_BODY, MAX_TITLE, Found, Item, Refused
from searchkit.importers.options import Options, no_progress
from searchkit.importers.parliament_lists import Lists, Speaker, in_language
from searchkit.importers.sources import files_of
from searchkit.importers.xml_events import BrokenXml, fed, root_of
from searchkit.model.errors import InvalidInput

SUFFIX = (".xml",)
ANNOTATED = ".ana"
"""What ends the name of a file, and the identifier of a sitting, whose words are annotated."""
_LISTS = ("teiCorpus", "listPerson", "listOrg")
_BESIDE = ("listPerson.xml", "listOrg.xml")
_IGNORED = ("taxonomy", *_LISTS)
# What nobody said: remarks of the record, what is left out, and the annotation of sentences.
_UNSAID = frozenset({"note", "gap", "vocal", "kinesic", "incident", "linkGrp", "spanGrp", "desc"})
_ANNOUNCED = "speaker"
"""The type of the remark that says who speaks next, as the record has it."""
_PRINTED = re.compile(r"(?:\d+(?:\.\d+)* +)?([^():]+?) *(?:\([^()]*\))? *:?")
_LEFT, _RIGHT = ("left", "both"), ("right", "both")


def read(source: str, options: Options) -> Found:
    """The speeches of a corpus, or of one sitting.

    Raises:
        InvalidInput: there is nothing at the path, or it is no sitting.
    """
    top = Path(source)
    encoding = "" if options.encoding == "utf-8-sig" else options.encoding
    lists, sittings = Lists(), dict[Path, None]()
    for path, root in _roots(source, options, encoding):
        if isinstance(root, Refused):
            yield root
        elif root == "TEI":
            sittings[path] = None
        elif root in _LISTS and path != top:
            yield from _read_list(path, lists, encoding)
        elif root not in _IGNORED or path == top:
            if path == top:
                raise InvalidInput(
                    f"it is no sitting but <{root:.40}>",
                    where=source,
                    remedy="Name the folder of the corpus, or the file of a sitting",
                )
            yield Refused(str(path), f"it is no TEI but <{root:.40}>")
    if top.is_file():
        for path in _lists_beside(top):
            yield from _read_list(path, lists, encoding)
    for number, path in enumerate(sittings, start=1):
        if _is_annotated(path) and _plain(path) in sittings:
            options.not_read[f"{ANNOTATED}.xml"] += 1
            continue
        yield from _speeches(path, lists, options, encoding, alone=len(sittings) == 1)
        options.progress(number, len(sittings))


def _roots(source: str, options: Options, encoding: str) -> Iterator[tuple[Path, str | Refused]]:
    """The files, with the names of their root elements."""
    for path in files_of(source, SUFFIX, replace(options, progress=no_progress)):
        try:
            yield path, root_of(path, encoding)[0]
        except InvalidInput as error:
            if path == Path(source):
                raise
            yield path, Refused(error.where or str(path), error.what)


def _read_list(path: Path, lists: Lists, encoding: str) -> Iterator[Refused]:
    try:
        for _ in fed(path, lists, encoding=encoding, progress=no_progress):
            pass
    except BrokenXml as error:
        yield Refused(error.where(path), error.reason)
    except InvalidInput as error:
        yield Refused(str(path), error.what)


def _lists_beside(sitting: Path) -> list[Path]:
    """The lists of the corpus that a sitting comes from: in its folder, or the one above."""
    folders = (sitting.absolute().parent, sitting.absolute().parent.parent)
    return [
        path
        for folder in folders
        for path in sorted(folder.glob("*.xml"))
        if path.is_file() and not path.is_symlink() and path.name.endswith(_BESIDE)
    ]


def _is_annotated(path: Path) -> bool:
    return path.stem.endswith(ANNOTATED)


def _plain(path: Path) -> Path:
    return path.with_name(f"{path.stem.removesuffix(ANNOTATED)}.xml")


def _speeches(
    path: Path, lists: Lists, options: Options, encoding: str, *, alone: bool
) -> Iterator[Item | Refused]:
    sitting = _Sitting(path, lists)
    progress = options.progress if alone else no_progress
    try:
        for _ in fed(path, sitting, encoding=encoding, progress=progress):
            yield from sitting.found
            sitting.found.clear()
    except BrokenXml as error:
        yield from sitting.found
        yield Refused(error.where(path), error.reason)
    except InvalidInput as error:
        yield Refused(str(path), error.what)


class _Sitting:
    """A reader of elements that gathers speeches in `found`."""

    def __init__(self, path: Path, lists: Lists) -> None:
        self.found: list[Item | Refused] = []
        self._path, self._lists = path, lists
        self._open: list[str] = []
        self._unsaid = 0
        self._texts: list[str] = []
        self._length = 0
        # The sitting.
        self._id = path.stem.removesuffix(ANNOTATED)
        self._language = ""
        self._titles: dict[str, dict[str, str]] = {"main": {}, "sub": {}}
        self._title_kind, self._title_language, self._kind = "main", "", ""
        self._days = {"setting": "", "bibl": ""}
        self._url = ""
        self._heads: list[str] = []
        self._is_late = False
        """Whether something was said since the last heading, so that the next one is another's."""
        self._announced = ""
        self._in_announcement = False
        # The speech.
        self._speech: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._count = 0
        self._in_sentence = False
        self._words: list[str] = []
        self._speakers: dict[str, Speaker] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._unsaid or name in _UNSAID:
            self._unsaid += 1
            is_announced = name == "note" and attributes.get("type") == _ANNOUNCED
            if is_announced and "u" not in self._open:
                self._in_announcement, self._announced = True, ""
            return
        if name in ("w", "pc"):
            self._start_word(attributes.get("join", ""))
            return
        within = self._open[-1] if self._open else ""
        self._open.append(name)
        if name == "s":
            self._in_sentence = True
        elif name == "seg":
            self._end_paragraph()
        elif name == "u":
            self._speech, self._paragraphs = attributes, []
            self._count += 1
            self._listen()
        elif name == "div":
            self._heads.append("")
            self._is_late = False
        elif name == "title" and within == "titleStmt":
            self._listen()
            self._title_kind = "sub" if attributes.get("type") == "sub" else "main"
            self._title_language = attributes.get("xml:lang", self._language)
        elif name == "date" and within in self._days:
            day = attributes.get("when") or attributes.get("from", "")
            self._days[within] = self._days[within] or day[:10]
        elif name in ("head", "idno"):
            self._listen()
            self._kind = attributes.get("type", "")
        elif name == "TEI":
            self._language = attributes.get("xml:lang", "")[:MAX_TITLE]
            self._id = attributes.get("xml:id", self._id)[:MAX_TITLE].removesuffix(ANNOTATED)

    def text(self, text: str) -> None:
        """Characters."""
        if self._in_announcement and len(self._announced) <= MAX_TITLE:
            self._announced += text
        if self._unsaid or (self._in_sentence and not self._words and text.isspace()):
            return
        self._length += len(text)
        if self._length <= MAX_BODY:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._unsaid:
            self._unsaid -= 1
            self._in_announcement &= self._unsaid > 0
            return
        if name in ("w", "pc"):
            self._end_word()
            return
        self._open.pop()
        within = self._open[-1] if self._open else ""
        if name == "s":
            self._in_sentence = False
            self._part()
        elif name == "seg":
            self._end_paragraph()
        elif name == "u":
            self._end_paragraph()
            self._end_speech()
            self._announced, self._is_late = "", True
        elif name == "div":
            self._heads.pop()
            self._announced = ""
        elif name == "title" and within == "titleStmt":
            titles = self._titles[self._title_kind]
            titles.setdefault(self._title_language, self._said()[:MAX_TITLE])
        elif name == "head" and within == "div":
            if self._is_late or not self._heads[-1]:
                self._heads[-1] = self._said()[:MAX_TITLE]
                self._is_late = False
        elif name == "idno" and within == "bibl" and self._kind == "URI":
            self._url = self._url or self._said()[:MAX_TITLE]

    def _start_word(self, join: str) -> None:
        if not self._words and join in _LEFT and self._texts and self._texts[-1] == " ":
            self._texts.pop()
        self._words.append(join)

    def _end_word(self) -> None:
        join = self._words.pop()
        if not self._words and join not in _RIGHT:
            self._part()

    def _part(self) -> None:
        self._length += 1
        if self._length <= MAX_BODY:
            self._texts.append(" ")

    def _listen(self) -> None:
        self._texts.clear()
        self._length = 0

    def _said(self) -> str:
        said = " ".join("".join(self._texts).split())
        self._texts.clear()
        return said

    def _end_paragraph(self) -> None:
        if said := self._said():
            self._paragraphs.append(said)

    def _end_speech(self) -> None:
        identifier = self._speech.get("xml:id") or f"{self._id}.u{self._count}"
        # Annotated or not, it is one speech. In another language it has the same identifier.
        identifier = identifier.replace(f"{ANNOTATED}.", ".")
        if not identifier.startswith(self._id):
            identifier = f"{self._id}#{identifier}"
        where = f"{self._path}: {identifier}"
        if self._length > MAX_BODY:
            reason = f"the speech has more than {MAX_BODY:,} characters"
            self.found.append(Refused(where, reason))
        elif self._paragraphs:
            self.found.append(self._item(identifier, where))

    def _item(self, identifier: str, where: str) -> Item:
        day = self._days["setting"] or self._days["bibl"]
        who = self._speech.get("who", "")
        if who not in self._speakers:
            self._speakers[who] = self._lists.speaker(who, day, self._language)
        speaker = self._speakers[who]
        if not speaker.name:
            speaker = speaker._replace(name=_announced(self._announced))
        sitting = in_language(self._titles["sub"] or self._titles["main"], self._language)
        head = next(filter(None, reversed(self._heads)), "") or sitting
        kinds = [one[1:] for one in self._speech.get("ana", "").split() if one.startswith("#")]
        extra = {
            "party": speaker.party,
            "role": kinds[0] if kinds else "",
            "sitting": sitting,
            "language": self._speech.get("xml:lang", self._language),
            "id": identifier,
        }
        return Item(
            key=identifier,
            title=": ".join(filter(None, (speaker.name, head))) or identifier,
            body=as_markdown("\n\n".join(self._paragraphs)),
            date=day or None,
            ministers=(speaker.name,) if speaker.name else (),
            portfolios=speaker.offices,
            url=self._url or None,
            extra={name: value for name, value in extra.items() if value},
            where=where,
        )


def _announced(text: str) -> str:
    """Whom a record names before a speech: "01.02 Ken Tuller (Tide):" is Ken Tuller."""
    said = " ".join(text.split())
    name = _PRINTED.fullmatch(said)
    return name[1] if name else said.rstrip(" :")[:MAX_TITLE]
