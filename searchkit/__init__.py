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
    from searchkit.alerts.receipts import compare, make_receipt, read_receipt, write_receipt
    from searchkit.alerts.running import Alerts
    from searchkit.corpus.problems import Skipped, Warned
    from searchkit.engines.building import build
    from searchkit.engines.opening import open_index as open
    from searchkit.engines.protocol import Archive
    from searchkit.indexing.report import IndexReport
    from searchkit.indexing.writer import IndexWriter
    from searchkit.model.alerts import Alert, AlertFailure, AlertRun, SavedSearch
    from searchkit.model.answer import (
        Answer,
        Completion,
        Copy,
        Hit,
        KnownName,
        Match,
        Note,
        Snippet,
    )
    from searchkit.model.associations import Collocate, Collocates, Keyword, Keywords
    from searchkit.model.errors import (
        ClusterError,
        CorruptIndex,
        IncompatibleIndex,
        IndexLocked,
        IndexNotFound,
        IndexTooLarge,
        InvalidArgument,
        InvalidInput,
        ModelError,
        QuerySyntaxError,
        QueryTooBroad,
        SearchkitError,
        StatementNotFound,
        UnknownName,
        UnsupportedQuery,
    )
    from searchkit.model.facets import Facets, FacetValue
    from searchkit.model.first_uses import FirstUse, FirstUses
    from searchkit.model.information import Info, SegmentInfo
    from searchkit.model.offices import OfficeTenure
    from searchkit.model.people import Person, PersonForm, PersonStatement
    from searchkit.model.quotations import Quotation
    from searchkit.model.quote_checks import QuoteCheck, QuoteMatch, QuotePart
    from searchkit.model.receipts import Receipt, ReceiptHit, Rerun
    from searchkit.model.repeats import Repeat
    from searchkit.model.rows import Rows
    from searchkit.model.statement import Statement
    from searchkit.model.summaries import Summary
    from searchkit.model.timelines import Timeline, TimelineRow
    from searchkit.model.trends import Government, Period, Trend, TrendRow, TrendTotals
    from searchkit.model.words import Concordance, Line
    from searchkit.profiles.profile import Profile, ProfileField

from searchkit.version import __version__

_HOMES = {
    "searchkit.alerts.receipts": ("compare", "make_receipt", "read_receipt", "write_receipt"),
    "searchkit.alerts.running": ("Alerts",),
    "searchkit.model.alerts": ("Alert", "AlertFailure", "AlertRun", "SavedSearch"),
    "searchkit.model.answer": (
        "Answer",
        "Completion",
        "Copy",
        "Hit",
        "KnownName",
        "Match",
        "Note",
        "Snippet",
    ),
    "searchkit.engines.building": ("build",),
    "searchkit.engines.protocol": ("Archive",),
    "searchkit.corpus.problems": ("Skipped", "Warned"),
    "searchkit.model.errors": (
        "ClusterError",
        "CorruptIndex",
        "IncompatibleIndex",
        "IndexLocked",
        "IndexNotFound",
        "IndexTooLarge",
        "InvalidArgument",
        "InvalidInput",
        "ModelError",
        "QuerySyntaxError",
        "QueryTooBroad",
        "SearchkitError",
        "StatementNotFound",
        "UnknownName",
        "UnsupportedQuery",
    ),
    "searchkit.indexing.report": ("IndexReport",),
    "searchkit.indexing.writer": ("IndexWriter",),
    "searchkit.model.associations": ("Collocate", "Collocates", "Keyword", "Keywords"),
    "searchkit.model.facets": ("FacetValue", "Facets"),
    "searchkit.model.first_uses": ("FirstUse", "FirstUses"),
    "searchkit.model.information": ("Info", "SegmentInfo"),
    "searchkit.model.offices": ("OfficeTenure",),
    "searchkit.model.people": ("Person", "PersonForm", "PersonStatement"),
    "searchkit.model.quotations": ("Quotation",),
    "searchkit.model.quote_checks": ("QuoteCheck", "QuoteMatch", "QuotePart"),
    "searchkit.model.receipts": ("Receipt", "ReceiptHit", "Rerun"),
    "searchkit.model.repeats": ("Repeat",),
    "searchkit.model.rows": ("Rows",),
    "searchkit.model.timelines": ("Timeline", "TimelineRow"),
    "searchkit.model.statement": ("Statement",),
    "searchkit.model.summaries": ("Summary",),
    "searchkit.model.trends": ("Government", "Period", "Trend", "TrendRow", "TrendTotals"),
    "searchkit.model.words": ("Concordance", "Line"),
    "searchkit.profiles.profile": ("Profile", "ProfileField"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Alert",
    "AlertFailure",
    "AlertRun",
    "Alerts",
    "Answer",
    "Archive",
    "ClusterError",
    "Collocate",
    "Collocates",
    "Completion",
    "Concordance",
    "Copy",
    "CorruptIndex",
    "FacetValue",
    "Facets",
    "FirstUse",
    "FirstUses",
    "Government",
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
    "Keyword",
    "Keywords",
    "KnownName",
    "Line",
    "Match",
    "ModelError",
    "Note",
    "OfficeTenure",
    "Period",
    "Person",
    "PersonForm",
    "PersonStatement",
    "Profile",
    "ProfileField",
    "QuerySyntaxError",
    "QueryTooBroad",
    "Quotation",
    "QuoteCheck",
    "QuoteMatch",
    "QuotePart",
    "Receipt",
    "ReceiptHit",
    "Repeat",
    "Rerun",
    "Rows",
    "SavedSearch",
    "SearchkitError",
    "SegmentInfo",
    "Skipped",
    "Snippet",
    "Statement",
    "StatementNotFound",
    "Summary",
    "Timeline",
    "TimelineRow",
    "Trend",
    "TrendRow",
    "TrendTotals",
    "UnknownName",
    "UnsupportedQuery",
    "Warned",
    "__version__",
    "build",
    "compare",
    "make_receipt",
    "open",
    "read_receipt",
    "write_receipt",
]


def __getattr__(name: str) -> object:
    if name == "open":
        return import_module("searchkit.engines.opening").open_index
    if name not in _HOME_OF:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return __all__
