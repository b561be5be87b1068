"""A statement's own page, and statements like it.

Lives here: what they show. Does not live here: turning a body into safe HTML, and
citations (`searchkit.rendering`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.engines.protocol import Archive
from searchkit.model.answer import Match
from searchkit.model.errors import QuerySyntaxError, UnknownName, UnsupportedQuery
from searchkit.model.quotations import Quotation
from searchkit.rendering.article import article_html
from searchkit.rendering.citations import cite, styles_of
from searchkit.schema.fields import Names
from searchkit.schema.values import shown_day, shown_names, shown_text
from searchkit.web import facets
from searchkit.web.generations import Generation
from searchkit.web.neighbours import place
from searchkit.web.parameters import AT, ID, BadParameter, read
from searchkit.web.site import Site
from searchkit.web.state import State, read_state

SIMILAR_BESIDE, SIMILAR = 5, 20
TICKS = 200
"""Ticks beside the text; more would be a line."""
DESCRIBED = 200
"""Characters of a description, about what search engines and messengers show."""


class MarkedWords(NamedTuple):
    """What a statement shows of a query.

    Attributes:
        matches: every run of words to mark.
        partly: the statement does not match, but has these words of the query.
    """

    matches: tuple[Match, ...] = ()
    partly: bool = False


def id_of(request: Request) -> str:
    """The id of the statement that is asked for: in the path, or a parameter.

    Raises:
        BadParameter: there is none.
    """
    if "id" in request.path_params:
        return str(request.path_params["id"])
    given = request.query_params.getlist(ID.name)
    if len(given) != 1:
        raise BadParameter(ID.name, "is missing or given twice", "the id of a statement")
    return given[0]


def statement(site: Site, generation: Generation, request: Request) -> Response:
    """A statement to read, with the matches of the query that led to it."""
    id = id_of(request)
    archive, links = generation.archive, site.links
    found = archive.statement(id)
    text = archive.text(id)
    schema = generation.schema
    pairs = request.query_params.multi_items()
    state = read_state(pairs, schema)
    at = int(str(read(pairs, (AT,), strict=False)[AT.name]))
    here = place(archive, state, id, at, links)
    shown = marked_words(archive, id, state)
    said = archive.quotations(id)
    permalink = site.origin(request) + links.statement(id)
    # Sentences for people come before records for programs.
    styles = sorted(styles_of(schema.profile).items(), key=lambda item: not item[1].for_people)
    in_body = [(m.start, m.end) for m in shown.matches if m.field == "body"]
    return site.page(
        "statement.html",
        state=state,
        statement=found,
        permalink=permalink,
        article=article_html(found.body, text, in_body, voices=_voices(said), numbered=True),
        ticks=_ticks(in_body, len(text)),
        description=_description(text),
        place=here,
        speakers=_speakers(said),
        in_title=[(m.start, m.end) for m in shown.matches if m.field == "title"],
        partly=shown.partly,
        came_from=here.back if here else links.search(state) if state.pairs() else None,
        schema=schema,
        names=[
            (field, [(name, _by(site, field, name)) for name in shown_names(found, field)])
            for field in schema.names
        ],
        texts=[(field.title, shown_text(found, field)) for field in schema.own_texts],
        days=[(field.title, shown_day(found, field)) for field in schema.own_days],
        cites=[
            (name, style.label, cite(found, name, permalink=permalink, schema=schema).strip())
            for name, style in styles
        ],
        similar=archive.similar(id, limit=SIMILAR_BESIDE, snippets=False),
        extra=[(name, value) for name, value in found.extra.items() if _is_plain(value)],
    )


def marked_words(archive: Archive, id: str, state: State) -> MarkedWords:
    """What to mark; nothing for a query that can't be parsed, as in an old link."""
    if not state.q.strip():
        return MarkedWords()
    try:
        matches = archive.matches(id, state.q, any_word=state.any, variants=state.variants)
        if matches:
            return MarkedWords(matches)
        return MarkedWords(archive.matches(id, state.q, any_word=True), partly=True)
    except (QuerySyntaxError, UnknownName, UnsupportedQuery):
        return MarkedWords()


def _ticks(spans: Sequence[tuple[int, int]], length: int) -> list[str]:
    """Where in the text each match begins, as a share of its height."""
    return [f"{100 * start / max(1, length):.1f}%" for start, _ in sorted(spans)[:TICKS]]


def _description(text: str) -> str:
    """The beginning of a text, for those who show a link to it."""
    plain = " ".join(text[: 3 * DESCRIBED].split())
    if len(plain) <= DESCRIBED:
        return plain
    return plain[:DESCRIBED].rpartition(" ")[0] + "…"


def _who(one: Quotation) -> str:
    return ", ".join(one.speakers)


def _voices(said: Sequence[Quotation]) -> list[tuple[int, int, str]]:
    """What the text marks as said, and by whom."""
    return [(one.start, one.end, _who(one)) for one in said]


class QuotedSpeaker(NamedTuple):
    """Who is quoted in a statement.

    Attributes:
        name: theirs; empty where it can't be told.
        first: the number of the first of their quotations.
        quotations: how many they have.
        certain: how many of these the text itself attributes.
    """

    name: str
    first: int
    quotations: int
    certain: int


def _speakers(said: Sequence[Quotation]) -> list[QuotedSpeaker]:
    """Who is quoted, in the order in which they speak."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(said):
        found.setdefault(_who(one), []).append(number)
    return [
        QuotedSpeaker(name, numbers[0] + 1, len(numbers), sum(said[one].certain for one in numbers))
        for name, numbers in found.items()
    ]


def _by(site: Site, field: Names, name: str) -> str | None:
    """The address of the page of a name; None where it is not a name."""
    if not facets.name_key(field, name):
        return None
    return site.links.named(field.query, name)


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and len(str(value)) <= 500


def similar(site: Site, generation: Generation, request: Request) -> Response:
    """Statements like a given one."""
    id = id_of(request)
    return site.page(
        "similar.html",
        schema=generation.schema,
        statement=generation.archive.statement(id),
        answer=generation.archive.similar(id, limit=SIMILAR),
    )
