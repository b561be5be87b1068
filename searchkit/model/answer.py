"""What a search gives back: plain immutable values.

Lives here: the answer, its hits and their parts, and the JSON they are printed as.
Does not live here: making them (`searchkit.engines`), printing them for people
(`searchkit.cli`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast, overload

from searchkit.model.facets import Facets
from searchkit.model.frozen import FrozenDict
from searchkit.model.showing import shown_by
from searchkit.model.statement import fields_as_json

if TYPE_CHECKING:
    from searchkit.model.statement import FieldValue


FieldValues = Mapping[str, "FieldValue | None"]
"""What a statement has in the fields that a profile adds; None: a day that is unknown."""
NO_FIELDS = cast(FieldValues, FrozenDict())


class Note(NamedTuple):
    """Something a user should know about an answer.

    Attributes:
        code: for programs: "several-names", "ignored", "unknown-field" and others, which
            docs/query-language.md lists.
        message: for people.
    """

    code: str
    message: str


class Variant(NamedTuple):
    """Another way to write some words of a query, or another wording of all of it.

    Attributes:
        text: the other way.
        query: the whole query with it in the place of what was written, filters aside.
        count: how many statements that finds, all filters in force.
    """

    text: str
    query: str
    count: int  # type: ignore[assignment]  # hides tuple.count


@shown_by("text")
class Snippet(NamedTuple):
    """A piece of a statement's clean text.

    Attributes:
        text: the piece; `…` where it does not begin or end with a sentence.
        highlights: (start, end) of what matched, offsets into `text` in code
            points, ascending and disjoint.
        said_by: who says what is highlighted, where the query asks who says it (`said:`):
            full names, none where it can't be told; None where the query does not ask.
        own_words: whether nobody quotes it: it is of a text in the first person, such as a
            speech, which its minister says.
    """

    text: str
    highlights: tuple[tuple[int, int], ...]
    said_by: tuple[str, ...] | None = None
    own_words: bool = False

    def to_json(self) -> dict[str, object]:
        """The object that `search --json` prints for it."""
        found: dict[str, object] = {
            "text": self.text,
            "highlights": [list(one) for one in self.highlights],
        }
        if self.said_by is not None:
            found |= {"said_by": list(self.said_by), "own_words": self.own_words}
        return found


class Match(NamedTuple):
    """A run of words that makes a statement match.

    Attributes:
        field: "title" or "body".
        start, end: offsets into the title, or into the clean text of the body, in
            code points.
    """

    field: str
    start: int
    end: int


@shown_by("date", "id")
class Copy(NamedTuple):
    """Another statement of the same title and text, which matches too."""

    id: str
    date: datetime.date | None
    ministers: tuple[str, ...]
    portfolios: tuple[str, ...]
    url: str | None
    fields: FieldValues = NO_FIELDS


@shown_by("date", "title", "id")
class Hit(NamedTuple):
    """A statement of an answer.

    Attributes:
        id, title, date, ministers, portfolios, url, attachments: as in `Statement`.
        score: only comparable within one answer; 0 where nothing was ranked.
        title_highlights: what matched in `title`, as in `Snippet`.
        snippets: up to two, or as many as were asked for; the best first.
        copies: the statements of equal text that were grouped under this one.
        missing: of an `also` hit, the words of the query that it lacks.
        explain: where the score comes from, if asked for.
        fields: the names of every further field of the index's schema, by its name.
    """

    id: str
    title: str
    date: datetime.date | None
    ministers: tuple[str, ...]
    portfolios: tuple[str, ...]
    url: str | None
    attachments: tuple[str, ...]
    score: float
    title_highlights: tuple[tuple[int, int], ...] = ()
    snippets: tuple[Snippet, ...] = ()
    copies: tuple[Copy, ...] = ()
    missing: tuple[str, ...] = ()
    explain: Mapping[str, object] | None = None
    fields: FieldValues = NO_FIELDS

    def to_json(self) -> dict[str, object]:
        """The object that `search --json` prints for a hit."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "ministers": list(self.ministers),
            "portfolios": list(self.portfolios),
            "url": self.url,
            "attachments": list(self.attachments),
            "score": self.score,
            "copies": [copy.id for copy in self.copies],
            "snippets": [one.to_json() for one in self.snippets],
            "explain": dict(self.explain) if self.explain is not None else None,
            **({"fields": fields_as_json(self.fields)} if self.fields else {}),
        }


@shown_by("name", "statements", "first_date", "last_date")
class KnownName(NamedTuple):
    """A minister or a portfolio of an index.

    Attributes:
        name: as it is shown.
        first_date, last_date: "YYYY-MM-DD" of the first and the last statement, or
            None where no date is known.
        statements: how many.
    """

    name: str
    first_date: str | None
    last_date: str | None
    statements: int


class Completion(NamedTuple):
    """Something to complete a query with.

    Attributes:
        kind: "word", "phrase", or the field of a name as a query writes it ("minister").
        value: the word, the words or the name.
        query: what was typed, with its last word completed.
        statements: how many hold the word or the phrase or bear the name, and have what was typed
            before.
    """

    kind: str
    value: str
    query: str
    statements: int


ALL_WORDS = "all-words"
"""The code of the note that says how many statements have all words of a question."""


class Answer(Sequence[Hit]):
    """A finite, immutable sequence of hits.

    Attributes:
        query: as it was given.
        interpreted: as it was understood, in the query language.
        total: how many statements match the query as written.
        took_ms: milliseconds.
        also: statements that match most words, where fewer than a page match all; of a question
            of many words those that match any, the best first, on further pages too.
        also_total: how many statements `also` is a page of; each copy counts.
        facets: None unless asked for.
        suggestion: the query as it may have been meant, or None.
        notes: what the user should know.
        variants: other ways to write its words, and what each finds; `total` counts them
            only where they were asked for.
        related: other wordings of what it asks, and what each finds; never counted in `total`.
            Only where the index was made with `--meaning`.
    """

    __slots__ = (
        "_hits",
        "also",
        "also_total",
        "facets",
        "interpreted",
        "notes",
        "query",
        "related",
        "suggestion",
        "took_ms",
        "total",
        "variants",
    )

    def __init__(
        self,
        hits: tuple[Hit, ...],
        *,
        query: str,
        interpreted: str,
        total: int,
        took_ms: float,
        also: tuple[Hit, ...] = (),
        also_total: int = 0,
        facets: Facets | None = None,
        suggestion: str | None = None,
        notes: tuple[Note, ...] = (),
        variants: tuple[Variant, ...] = (),
        related: tuple[Variant, ...] = (),
    ) -> None:
        values = {
            "_hits": hits,
            "query": query,
            "interpreted": interpreted,
            "total": total,
            "took_ms": took_ms,
            "also": also,
            "also_total": also_total,
            "facets": facets,
            "suggestion": suggestion,
            "notes": notes,
            "variants": variants,
            "related": related,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    query: str
    interpreted: str
    total: int
    took_ms: float
    also: tuple[Hit, ...]
    also_total: int
    facets: Facets | None
    suggestion: str | None
    notes: tuple[Note, ...]
    variants: tuple[Variant, ...]
    related: tuple[Variant, ...]
    _hits: tuple[Hit, ...]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Answer can't be changed ({name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Answer can't be changed ({name})")

    def __reduce__(self) -> tuple[Callable[..., Answer], tuple[dict[str, object]]]:
        return _restored, ({name: getattr(self, name) for name in self.__slots__},)

    def noted(self, notes: Iterable[Note]) -> Answer:
        """The same answer with further notes, which come first."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return _restored(values | {"notes": (*notes, *self.notes)})

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, number: int) -> Hit: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, number: int | slice) -> Hit | tuple[Hit, ...]:
        return self._hits[number]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def __repr__(self) -> str:
        return f"<Answer to {self.query!r}: {len(self)} of {self.total}>"

    def _repr_html_(self) -> str:
        from searchkit.model.tables import SHOWN, captioned, html_table, marked

        rows = [
            (
                hit.date,
                marked(hit.title, hit.title_highlights),
                hit.ministers,
                marked(*hit.snippets[0][:2]) if hit.snippets else None,
                hit.id,
            )
            for hit in self[:SHOWN]
        ]
        said = [captioned(repr(self), len(self))]
        if self.also:
            said.append(f"{len(self.also)} more match most words (also)")
        if self.suggestion:
            said.append(f"did you mean {self.suggestion}")
        names = ("date", "title", "ministers", "passage", "id")
        return html_table(names, rows, "; ".join([*said, *(note.message for note in self.notes)]))

    def to_pandas(self) -> Any:
        """The hits as a `pandas.DataFrame` with the attributes of `Hit` as columns; `also` is
        not among them.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        from searchkit.model.tables import data_frame

        return data_frame(self, Hit._fields)

    @property
    def is_question(self) -> bool:
        """Whether the query is a question of many words, so that `also` holds what has some of
        them and goes on on further pages.
        """
        return any(note.code == ALL_WORDS for note in self.notes)

    def to_json(self) -> dict[str, object]:
        """The object that `search --json` prints."""
        result: dict[str, object] = {
            "query": self.query,
            "interpreted": self.interpreted,
            "total": self.total,
            "took_ms": round(self.took_ms, 3),
            "suggestion": self.suggestion,
            "notes": [note._asdict() for note in self.notes],
            "variants": [variant._asdict() for variant in self.variants],
            "related": [variant._asdict() for variant in self.related],
            "hits": [hit.to_json() for hit in self],
            "also": [hit.to_json() | {"missing": list(hit.missing)} for hit in self.also],
            "also_total": self.also_total,
        }
        if self.facets is not None:
            result["facets"] = {
                name: [value._asdict() for value in values] for name, values in self.facets.items()
            }
        return result


def _restored(values: dict[str, object]) -> Answer:
    """The answer, put together again from its parts."""
    hits = values.pop("_hits")
    return Answer(hits, **values)  # type: ignore[arg-type]
