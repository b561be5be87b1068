"""searchkit: a full-text search engine over what ministers said.

    import searchkit

    with searchkit.open("index") as archive:
        for hit in archive.search('"North Korea" minister:peters'):
            print(hit.date, hit.title)

Lives here: the public names, each loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.answer import (
        Answer,
        Copy,
        Facets,
        FacetValue,
        Hit,
        KnownName,
        Match,
        Note,
        Snippet,
    )
    from searchkit.archive.archive import Archive
    from searchkit.archive.archive import open_archive as open
    from searchkit.archive.information import Info, SegmentInfo
    from searchkit.corpus.problems import Skipped, Warned
    from searchkit.errors import (
        CorruptIndex,
        IncompatibleIndex,
        IndexLocked,
        IndexNotFound,
        IndexTooLarge,
        InvalidArgument,
        InvalidInput,
        QuerySyntaxError,
        QueryTooBroad,
        SearchkitError,
        StatementNotFound,
        UnknownName,
        UnsupportedQuery,
    )
    from searchkit.indexing.facade import build
    from searchkit.indexing.report import IndexReport
    from searchkit.indexing.writer import IndexWriter
    from searchkit.statement import Statement

from searchkit.version import __version__

_HOMES = {
    "searchkit.answer": (
        "Answer",
        "Copy",
        "FacetValue",
        "Facets",
        "Hit",
        "KnownName",
        "Match",
        "Note",
        "Snippet",
    ),
    "searchkit.archive.archive": ("Archive",),
    "searchkit.archive.information": ("Info", "SegmentInfo"),
    "searchkit.corpus.problems": ("Skipped", "Warned"),
    "searchkit.errors": (
        "CorruptIndex",
        "IncompatibleIndex",
        "IndexLocked",
        "IndexNotFound",
        "IndexTooLarge",
        "InvalidArgument",
        "InvalidInput",
        "QuerySyntaxError",
        "QueryTooBroad",
        "SearchkitError",
        "StatementNotFound",
        "UnknownName",
        "UnsupportedQuery",
    ),
    "searchkit.indexing.facade": ("build",),
    "searchkit.indexing.report": ("IndexReport",),
    "searchkit.indexing.writer": ("IndexWriter",),
    "searchkit.statement": ("Statement",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Archive",
    "Copy",
    "CorruptIndex",
    "FacetValue",
    "Facets",
    "Hit",
    "IncompatibleIndex",
    "IndexLocked",
    "IndexNotFound",
    "IndexReport",
    "IndexTooLarge",
    "IndexWriter",
    "Info",
    "InvalidArgument",
    "InvalidInput",
    "KnownName",
    "Match",
    "Note",
    "QuerySyntaxError",
    "QueryTooBroad",
    "SearchkitError",
    "SegmentInfo",
    "Skipped",
    "Snippet",
    "Statement",
    "StatementNotFound",
    "UnknownName",
    "UnsupportedQuery",
    "Warned",
    "__version__",
    "build",
    "open",
]


def __getattr__(name: str) -> object:
    if name == "open":
        return import_module("searchkit.archive.archive").open_archive
    if name not in _HOME_OF:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return __all__
