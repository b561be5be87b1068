"""The words of a query in numbers: what stands around it, what its statements say more.

Lives here: the page of collocates and keywords. Does not live here: the numbers
(`searchkit.engines`), the same for programs (`associations`), how the page looks
(`templates/`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.answer import Note
from searchkit.model.associations import Collocates, Keywords
from searchkit.model.errors import InvalidArgument, NoWords
from searchkit.web import associations, parameters
from searchkit.web.generations import Generation
from searchkit.web.pages import chips
from searchkit.web.paging import Link
from searchkit.web.site import Site
from searchkit.web.state import State
from searchkit.web.tabs import WORDS, tabs
from searchkit.web.views import AskedView, View, read_asked

SIZES = (20, 50, 100)
SIZE = parameters.size("n", 1, "Words", SIZES[0])
OPTIONS = (*associations.AROUND, associations.AGAINST, *associations.LISTED, SIZE)
_OF_COLLOCATES = tuple(one.name for one in (*associations.AROUND, *associations.LISTED))
_OF_KEYWORDS = tuple(one.name for one in (associations.AGAINST, *associations.LISTED))


class Column(NamedTuple):
    """A column of numbers.

    Attributes:
        name: of the attribute of a row.
        title: its head.
        about: what it means, for people.
        digits: after the point; None: a whole number.
    """

    name: str
    title: str
    about: str
    digits: int | None = None


_COMMON = (
    Column("log_likelihood", "Log-likelihood", "how sure the difference is", 1),
    Column("log_ratio", "Log-ratio", "how many times as frequent, in doublings", 2),
)
COLLOCATES = (
    Column("observed", "Observed", "how often it stands there"),
    Column("expected", "Expected", "how often it would by chance", 1),
    *_COMMON,
    Column("mi", "MI", "mutual information", 2),
    Column("t", "t", "t-score", 1),
    Column("statements", "Statements", "in how many it does"),
)
KEYWORDS = (
    Column("count", "Count", "how often they say it"),
    Column("rate", "Per million", "of every million of their words", 1),
    Column("count_against", "Elsewhere", "how often the others say it"),
    Column("rate_against", "Per million", "of every million of the others’ words", 1),
    *_COMMON,
    Column("dispersion", "Dispersion", "0: spread evenly; 1: in very few statements", 2),
)


class WordRow(NamedTuple):
    """A word, the address of its lines, and its numbers as they are shown."""

    word: str
    url: str
    cells: list[str]


class WordTable(NamedTuple):
    """A table of words.

    Attributes:
        columns: of its numbers.
        rows: those on the page.
        total: how many there are.
        found: the result that they are of.
        csv: the address of all of them.
    """

    columns: tuple[Column, ...]
    rows: list[WordRow]
    total: int
    found: Collocates | Keywords
    csv: str


def page(site: Site, generation: Generation, request: Request) -> Response:
    """Collocates and keywords of a query, beside one another."""
    asked = read_asked(WORDS, request.query_params.multi_items(), generation.schema, OPTIONS)
    state, links = asked.state, site.links
    around = _collocates(site, generation, asked)
    said, refused = _keywords(site, generation, asked)
    notes: tuple[Note, ...] = () if around is None else around.found.notes
    if said is not None:
        notes = (*notes, *said.found.notes)
    return site.page(
        "words.html",
        schema=generation.schema,
        state=state,
        view=asked.view(),
        values=asked.values,
        around=around,
        said=said,
        refused=refused,
        notes=tuple(dict.fromkeys(notes)),
        changed=any(name not in ("n", "page") for name in asked.view().options),
        chips=chips(site, state, lambda other: links.view(asked.of(other))),
        tabs=tabs(site, state, WORDS),
        sizes=[Link(str(n), links.view(asked.view(n=n)), n == asked.values["n"]) for n in SIZES],
    )


def _collocates(site: Site, generation: Generation, asked: AskedView) -> WordTable | None:
    """What stands around the words of a query; None where it has none."""
    given = {name: asked.values[name] for name in associations.COLLOCATES_TAKE}
    try:
        found = generation.archive.collocates(**asked.state.filters, **given)
    except NoWords:
        return None
    return _shown(
        site, asked, found, COLLOCATES, View("api/collocates", asked.state), found.lines_of
    )


def _keywords(site: Site, generation: Generation, asked: AskedView) -> tuple[WordTable | None, str]:
    """What the statements of a query say more than others; or why that can't be told."""
    given = {name: asked.values[name] for name in associations.KEYWORDS_TAKE}
    given["against"] = given["against"].strip() or None
    try:
        found = generation.archive.keywords(**asked.state.filters, **given)
    except InvalidArgument as error:
        return None, str(error)
    return (
        _shown(site, asked, found, KEYWORDS, View("api/keywords", asked.state), found.lines_of),
        "",
    )


def _shown(
    site: Site,
    asked: AskedView,
    found: Collocates | Keywords,
    columns: tuple[Column, ...],
    api: View,
    lines_of: Callable[[str], str],
) -> WordTable:
    taken = _OF_COLLOCATES if isinstance(found, Collocates) else _OF_KEYWORDS
    options = {name: value for name, value in asked.view().options.items() if name in taken}
    rows = [
        WordRow(
            row.word,
            # The query that leads to the lines says what narrows them, too.
            site.links.view(View("lines", State(q=lines_of(row.word)))),
            [_cell(getattr(row, one.name), one.digits) for one in columns],
        )
        for row in found[: asked.values["n"]]
    ]
    csv = site.links.view(api._replace(options={**options, "format": parameters.CSV}))
    return WordTable(columns, rows, len(found), found, csv)


def _cell(value: Any, digits: int | None) -> str:
    return f"{value:,}" if digits is None else f"{value:,.{digits}f}"
