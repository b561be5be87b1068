"""
A tiny index, ways to damage it, and questions that read every part of it.

Lives here: the statements, the questions, and rewriting a segment with other sections
whose checksums are right, in an index whose manifest names it. What must come of it is
said by the tests.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

import searchkit
from searchkit import Archive, Statement
from searchkit.model.errors import CorruptIndex, StatementNotFound, UnknownName
from searchkit.schema.analysis import versions
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.manifest import Manifest, publish, read_manifest

LONG = "The harbour of Oster is open to every ship that carries grain, and to ferries."
STATEMENTS = (
    Statement(
        id="v/a.md",
        title="Grain in Oster",
        body=LONG,
        date=datetime.date(2007, 11, 20),
        url="https://vellmark.example/a",
        ministers=("Hon Orla Brannigan",),
        portfolios=("Trade",),
    ),
    Statement(
        id="v/b.md",
        title="Ferries",
        body=f"{LONG} *Ōrva* ships GRAIN for $5 million, A$20 and 7 more.",
        ministers=("Orla Brannigan", "Tamsin Okoro"),
        portfolios=("Lakes", "Trade"),
        extra={"press": 1},
    ),
    Statement(id="v/c.md", title="Grain in Oster", body=LONG, date=datetime.date(2008, 2, 29)),
)

Question = Callable[[Archive], object]

TEXTS = (
    *("grain", "harbour ships", '"harbour of oster"', "harbour NEAR/5 grain", "ships ADJ/3 grain"),
    *("shi*", "*rain", "g?ain", "grian~1", "=GRAIN", '"harbour (of OR in) oster"', "title:grain"),
    *('title:"grain in"', "minister:brannigan", "portfolio:trade", "date:2007", "date:unknown"),
    *("money:5m", "money:1..AUD30", "number:..10", "number:5m NEAR/5 grain"),
    *("since:2008", "grain -ferries", "grain OR ferry", "orva", "oorva", "harbour zebra", "harbor"),
)


def questions() -> dict[str, Question]:
    """One for each way to ask, by what it asks."""
    ways: dict[str, Callable[[Archive, str], object]] = {
        "search": lambda a, text: a.search(text, facets=True, explain=True),
        "newest": lambda a, text: a.search(text, sort="newest", copies="all"),
        "any": lambda a, text: a.search(text, any_word=True),
        "stream": lambda a, text: list(a.stream(text)),
        "count": lambda a, text: a.count(text),
        "matches": lambda a, text: a.matches("v/b.md", text),
    }
    asked = {f"{way} {text}": _bound(ask, text) for text in TEXTS for way, ask in ways.items()}
    for statement in STATEMENTS:
        asked[f"statement {statement.id}"] = _bound(lambda a, id: a.statement(id), statement.id)
        asked[f"text {statement.id}"] = _bound(lambda a, id: a.text(id), statement.id)
        asked[f"similar {statement.id}"] = _bound(lambda a, id: a.similar(id), statement.id)
    asked["all of a minister"] = lambda a: a.search(minister="orla", sort="oldest", facets=True)
    asked["everything"] = lambda a: a.search(since=1900)
    asked["ministers"] = lambda a: a.names("minister")
    asked["portfolios"] = lambda a: a.names("portfolio", "trade")
    asked["info"] = lambda a: a.info()
    return asked


def _bound(ask: Callable[[Archive, str], object], value: str) -> Question:
    return lambda archive: ask(archive, value)


WRONG = (CorruptIndex, StatementNotFound, UnknownName)
"""What a question to a damaged index may end in, besides an answer."""


def ask(archive: Archive, wanted: Iterable[str] | None = None) -> int:
    """Ask all questions, or some; how many of them found the index damaged.

    Any exception but those of `WRONG` goes through.
    """
    asked = questions()
    found = 0
    for name in asked if wanted is None else wanted:
        try:
            asked[name](archive)
        except CorruptIndex as error:
            assert ".sk" in str(error.where) and "searchkit index" in str(error.remedy), name
            found += 1
        except WRONG:
            pass
        except BaseException as error:
            error.add_note(name)
            raise
    return found


def build(folder: Path) -> Path:
    """The tiny index in `folder`."""
    searchkit.build(STATEMENTS, folder)
    return folder


def build_updated(folder: Path) -> Path:
    """The tiny index after an update: two segments, and a file of tombstones."""
    new = Statement(id="v/d.md", title="Grain ships", body="Ships carry grain to Oster.")
    # So small that they would be merged.
    unmerged = mock.patch("searchkit.indexing.policy.MAX_STATEMENTS", 0)
    with searchkit.open(build(folder)) as archive, unmerged, archive.writer() as writer:
        writer.remove("v/c.md")
        writer.add(new)
    return folder


def segment_of(index: Path) -> Path:
    """The one segment file of an index."""
    (path,) = index.glob("segment-*.sk")
    return path


def manifest_of(index: Path) -> Manifest:
    """The manifest of an index."""
    return read_manifest(index, versions())


def tamper(index: Path, changes: Mapping[str, Any]) -> Path:
    """
    Give the segment of an index other sections, every checksum right, the manifest's
    too: what a stranger could do. Returns the segment's path.

    Values are arrays (of the section's own type unless they are of another NumPy type)
    or bytes.
    """
    path = segment_of(index)
    before = Container(path)
    path.unlink()  # The old one stays mapped.
    with ContainerWriter(path) as writer:
        for name in before.names():
            new = changes.get(name)
            if new is None:
                new = before.array(name)
            elif isinstance(new, list):
                new = np.array(new, before.array(name).dtype)
            writer.add(name, new)
    assert set(changes) <= set(before.names())
    after = Container(path)
    manifest = manifest_of(index)
    entry = manifest.segments[0]._replace(size=after.size, checksum=after.checksum)
    publish(index, manifest._replace(segments=(entry,)))
    return path
