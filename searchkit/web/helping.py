"""What the help page and the page about the API say.

Lives here: the ways to ask, with words that suit any index, and the operations of the
API. Does not live here: the language itself (`searchkit.query`).
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import NEWEST
from searchkit.model.errors import SearchkitError
from searchkit.query.language import fields, near, operators
from searchkit.schema.speakers import SAID
from searchkit.web import api, associations, lines, offices, over_time, quoting
from searchkit.web.generations import Generation
from searchkit.web.parameters import Parameter, matching
from searchkit.web.site import Site

Way = tuple[str, str]

WORDS: list[Way] = [
    ("tax reform", "both words, anywhere"),
    ('"free trade"', "the phrase"),
    *operators.HELP,
    ("title:budget", "in the title"),
]
FORMS: list[Way] = [
    ("environ*", "words that begin with it; te?t: any one letter"),
    ("goverment~1", "with one typing error; ~2: two"),
    ("=ACT", "exactly these letters: no other ending, case and accents count"),
    ("trade^2 export", "counts double"),
    *fields.HELP,
]
NEAR: list[Way] = [
    *near.HELP,
    ('"health services"~5', "in order, each at most five after the one before"),
    ('"free (trade OR market*)"', "a choice inside a phrase"),
]
DATES: list[Way] = [
    ("date:2007", "in that year; 2007-11 or 2007-11-20: month, day"),
    ("date:2006..2008", "in these years"),
    ("since:2017-10", "from then on; until:2020: up to the end of that year"),
    ("date:unknown", "of unknown date"),
]


def _names(generation: Generation) -> list[Way]:
    """Ways to ask for names, with names of this index."""
    found: list[Way] = []
    fields = generation.schema.names
    for field in fields:
        values = generation.facets[field.query]
        if values:
            means = "said by this person" if field.kind == "person" else f"in this {field.query}"
            found.append((f'{field.query}:"{values[0].value}"', means))
    for field in fields:
        if field.kind == "person":
            found.append((f"{field.query}:name", "everybody with this word in the name"))
    return [*found, *_said(generation)]


def _said(generation: Generation) -> list[Way]:
    """Ways to ask what somebody says, where the index knows."""
    try:
        if not generation.archive.count(f"{SAID}:*"):
            return []
    except SearchkitError:
        return []
    (first, *_) = (*generation.archive.completions(f"{SAID}:", limit=1), None)
    who = f'"{first.value}"' if first else "*"
    return [
        (f"{SAID}:{who}", "a quotation of theirs"),
        (f"{SAID}:({who} budget)", "the word in a quotation of theirs; * for the name: of anybody"),
        (f"-{SAID}:*", "nobody is quoted"),
    ]


def help_page(site: Site, generation: Generation, request: Request) -> Response:
    """How to ask."""
    ways = [
        ("Words and phrases", WORDS),
        ("Forms of a word", FORMS),
        ("Words near each other", NEAR),
        ("Who said it, and when", [*_names(generation), *DATES]),
    ]
    return site.page("help.html", ways=ways)


def api_page(site: Site, generation: Generation, request: Request) -> Response:
    """The API, for people."""
    links, schema = site.links, generation.schema
    counted = ", ".join(field.query for field in schema.names)
    latest = generation.archive.search(sort=NEWEST, limit=1, snippets=False)
    an_id = latest[0].id if len(latest) else "id"
    operations: list[dict[str, Any]] = [
        _operation(
            "search",
            "What a query finds: what the command prints with --json.",
            api.searching(schema),
            links.api("search", q="tax reform"),
        ),
        _operation(
            "facets",
            f"How many statements match, by {counted} and year; and how many each year has at all.",
            matching(schema),
            links.api("facets", q="tax reform"),
        ),
        _operation(
            "suggest",
            "What somebody who is typing may want to type.",
            api.SUGGEST,
            links.api("suggest", q="educ"),
        ),
        _operation(
            "concordance",
            "Every occurrence of a query’s words in a line of context.",
            lines.concordance_parameters(schema),
            links.api("concordance", q="tax reform", sort="right1"),
        ),
        _operation(
            "collocates",
            "The words around a query's words: what `searchkit collocates` prints.",
            associations.of_collocates(schema),
            links.api("collocates", q="reform"),
        ),
        _operation(
            "keywords",
            "What some statements say more than others: what `searchkit keywords` prints.",
            associations.of_keywords(schema),
            links.api("keywords", q="reform"),
        ),
        _operation(
            "trend",
            "How often queries are said in each year, quarter or month.",
            over_time.trend_parameters(schema),
            links.api("trend", q="tax reform", by="month"),
        ),
        _operation(
            "first",
            f"The first and the last use of a query’s words, and the first by {counted}.",
            over_time.first_parameters(schema),
            links.api("first", q="tax reform"),
        ),
        _operation(
            "quotations",
            "Who says what in a statement: what `searchkit quotations` prints.",
            quoting.QUOTATIONS,
            links.api("quotations", id=an_id),
        ),
        _operation(
            "quote",
            "Whether a quotation is real: what `searchkit quote --json` prints of one.",
            quoting.QUOTE,
            links.api("quote", q="tax reform"),
        ),
        _operation(
            "repeats",
            "What was said before, or again: what `searchkit repeats --json` prints.",
            quoting.REPEATS,
            links.api("repeats", id=an_id),
        ),
        _operation(
            "who",
            "Who held which office when: what `searchkit who --json` prints.",
            offices.PARAMETERS,
            links.api("who", on=str((latest[0].date if len(latest) else None) or 2007)),
        ),
        _operation(
            "statements/{id}",
            "One statement with its text, and where a query matches it.",
            api.STATEMENT,
            links.api("statements/") + links.statement(an_id).partition("/statements/")[2],
        ),
    ]
    return site.page("api.html", operations=operations)


def _operation(
    name: str, about: str, parameters: tuple[Parameter, ...], example: str
) -> dict[str, Any]:
    rows = [(one.name, one.about, _shown_default(one)) for one in parameters]
    return {"path": f"/api/{name}", "about": about, "parameters": rows, "example": example}


def _shown_default(parameter: Parameter) -> str:
    if isinstance(parameter.default, bool):
        return "true" if parameter.default else "false"
    return str(parameter.default or "") if parameter.kind != "names" else ""
