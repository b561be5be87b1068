"""
Makes the frozen index of the present format: `python tests/frozen/make.py`, once.

Lives here: which statements and changes go into it, and which of its answers are kept:
those that follow from the format and the language alone. Scores, their order, snippets
and suggestions may get better, so they are not. Does not live here: holding a program to
them (tests/engines/local/test_frozen.py).
"""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

FROZEN = Path(__file__).resolve().parent
sys.path.insert(0, str(FROZEN.parents[1]))

import searchkit  # noqa: E402
from searchkit import Archive  # noqa: E402
from searchkit.storage.container import FORMAT_VERSION  # noqa: E402
from tests.support import vellmark  # noqa: E402

Build = Callable[[Path], None]
Answers = Callable[[Archive], dict[str, Any]]

QUERIES = (
    *("harbour", "harbour ferry", "HARBOURS", "kaldby", '"the harbour"', '"of the" nation'),
    *("harbour NEAR/5 ferry", "treaty ADJ/3 nation", "bridg*", "*ing", "te?t", "harbuor~1"),
    *("=Käldby", "=HARBOURS", "exact:Ferry", '"the (harbour OR ferry)"', "title:treaty"),
    *('title:"the harbour"', "harbour -ferry", "harbour OR ferry", "(lake OR fish) NOT the"),
    *("minister:brannigan", "minister:maatta", 'portfolio:"foreign affairs"', "portfolio:trade"),
    *("date:1999", "date:1996..2001", "since:2010", "until:1997-06", "date:unknown"),
    *("東京", "שלום", "O'Hara", "covid-19", "AT&T", "straße", "strasse", "zebra", "lake^2 ferry"),
)
"""Every way to ask; each kind of section is read by some of them."""
ABROAD = "abroad"
"""The folder, beside the other, of an index whose profile has fields of its own."""
ABROAD_QUERIES = (
    *("harbour", "member:brannigan", "house:trade", "gist:ferry", "gist:the", "margin:the"),
    *(
        "lodged:unknown",
        "lodged:1996..2010",
        "date:1999",
        "harbour -house:trade",
        "ferr* NEAR/9 the",
    ),
)


def build(folder: Path) -> None:
    """An index of two segments, one of them with deleted statements; records are packed with a
    dictionary.
    """
    statements = vellmark.many(48, seed=2)
    # So few that none would be trained.
    few = {"indexing.dictionary.MIN_STATEMENTS": 40, "indexing.dictionary.SHARE": 1}
    few |= {"segment.store.frames.MIN_SAMPLES": 40, "segment.store.frames._MIN_TRAINED": 1}
    with ExitStack() as stack:
        for name, value in few.items():
            stack.enter_context(mock.patch(f"searchkit.{name}", value))
        searchkit.build(statements[:40], folder)
    # So small that they would be merged.
    unmerged = mock.patch("searchkit.indexing.policy.MAX_STATEMENTS", 0)
    with searchkit.open(folder) as archive, unmerged, archive.writer() as writer:
        for statement in statements[3:9]:
            writer.remove(statement.id)
        for statement in statements[40:]:
            writer.add(statement)


def build_abroad(folder: Path) -> None:
    """An index with the fields of an invented country, of every kind."""
    searchkit.build(vellmark.abroad(12, seed=2), folder, profile=vellmark.ABROAD)


def answers_abroad(archive: Archive) -> dict[str, Any]:
    """What is kept of what it answers."""
    listed = [hit.id for hit in archive.stream("", sort="newest")]
    return {
        "statements": [_statement(archive, statement_id) for statement_id in listed],
        "queries": {text: _query(archive, text) for text in ABROAD_QUERIES},
    }


def answers(archive: Archive) -> dict[str, Any]:
    """All that is kept of what an index answers, as JSON values."""
    listed = [hit.id for hit in archive.stream("", sort="newest")]
    return {
        "statements": [_statement(archive, statement_id) for statement_id in listed],
        "ministers": [list(name) for name in archive.names("minister")],
        "portfolios": [list(name) for name in archive.names("portfolio")],
        "queries": {text: _query(archive, text) for text in QUERIES},
    }


def _statement(archive: Archive, statement_id: str) -> dict[str, Any]:
    found = archive.statement(statement_id)
    return {
        "id": found.id,
        "title": found.title,
        "body": found.body,
        "text": archive.text(statement_id),
        "date": found.date.isoformat() if found.date else None,
        "url": found.url,
        "ministers": list(found.ministers),
        "portfolios": list(found.portfolios),
        "attachments": list(found.attachments),
        "extra": dict(found.extra),
        **({"fields": _plain(found.fields)} if found.fields else {}),
    }


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in fields.items()
    }


def _query(archive: Archive, text: str) -> dict[str, Any]:
    answer = archive.search(text, limit=0, facets=True, strict=True)
    newest = [hit.id for hit in archive.stream(text, sort="newest")]
    assert answer.facets is not None
    return {
        "total": answer.total,
        "newest": newest,
        "oldest": [hit.id for hit in archive.stream(text, sort="oldest")],
        "facets": {
            field: sorted([value.value, value.count] for value in values)
            for field, values in answer.facets.items()
        },
        "matches": {one: [list(span) for span in archive.matches(one, text)] for one in newest},
    }


def lines(kept: dict[str, Any]) -> str:
    """`answers` as JSON text with one answer, statement or name a line."""

    def one_line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    parts = []
    for name, values in sorted(kept.items()):
        if isinstance(values, dict):
            rows = [f"{one_line(key)}: {one_line(value)}" for key, value in sorted(values.items())]
            parts.append(f'"{name}": {{\n' + ",\n".join(rows) + "\n}")
        else:
            parts.append(f'"{name}": [\n' + ",\n".join(map(one_line, values)) + "\n]")
    return "{" + ",\n".join(parts) + "}\n"


def main() -> None:
    """Make those that are not there."""
    target = FROZEN / str(FORMAT_VERSION)
    made = [
        make(*one)
        for one in ((target, build, answers), (target / ABROAD, build_abroad, answers_abroad))
        if not (one[0] / "answers.json").exists()
    ]
    if not made:
        sys.exit(f"{target} is there, and a frozen index is never made again (see README.md)")


def make(target: Path, built: Build, answered: Answers) -> None:
    """Make one of them."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        built(index)
        with searchkit.open(index, verify=True) as archive:
            kept = answered(archive)
        names = ["manifest.json", *(path.name for path in index.glob("*.sk"))]
        (target / "index").mkdir(parents=True)
        for name in names:
            shutil.copy(index / name, target / "index" / name)
    (target / "answers.json").write_text(lines(kept), encoding="utf-8", newline="\n")
    print(f"{target}: {', '.join(sorted(names))}")


if __name__ == "__main__":
    main()
