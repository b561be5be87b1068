"""What `search` asks of an archive, whatever it prints.

Lives here: which of what is found is wanted, a query or a likeness as one thing to ask, and
which options go together. Does not live here: the options themselves (`search`), printing
(`pages`, `lists`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from searchkit.model.arguments import (
    ALL,
    GROUP,
    MOST_REPEATED,
    NEWEST,
    PAGE,
    RELEVANCE,
    GivenMeaning,
)

if TYPE_CHECKING:
    from searchkit.cli.arguments import Taken
    from searchkit.engines.protocol import Archive
    from searchkit.model.answer import Answer, Hit

LISTS = {
    "jsonl": "--jsonl",
    "csv": "--csv",
    "files": "--files",
    "bibtex": "--bibtex",
    "ris": "--ris",
}
"""The outputs that are lists of statements, and their options; the rest are pages of entries."""
AS_PAGE = "page"
"""To `--columns`: those of the file that the page offers."""
_WITH_ADDRESSES = ("bibtex", "ris", "columns")
"""Options of lists that may say where a site shows each statement."""
_FORMS = {"count": "--count", **LISTS, "as_json": "--json"}
_ENTRIES = {"facets": "--facets", "repeats": "--repeats"}
"""What only a page of entries shows."""
_NOT_WITH = {
    "files": {**_ENTRIES, "explain": "--explain", "passages": "--passages"},
    "csv": {**_ENTRIES, "explain": "--explain"},
    "bibtex": {**_ENTRIES, "explain": "--explain", "passages": "--passages"},
    "ris": {**_ENTRIES, "explain": "--explain", "passages": "--passages"},
    "jsonl": {**_ENTRIES},
    "count": {
        "explain": "--explain",
        "passages": "--passages",
        "meaning": "--meaning",
        "repeats": "--repeats",
    },
    "like": {
        "any_word": "--any",
        "variants": "--variants",
        "strict": "--strict",
        "facets": "--facets",
        "explain": "--explain",
        "meaning": "--meaning",
        "repeats": "--repeats",
        "receipt": "--receipt",
    },
}
"""What an output can't show, or a likeness does not have."""


def check(options: Mapping[str, Any]) -> None:
    """Refuse options of which one would silently do nothing.

    Raises:
        UsageError: naming both.
    """
    forms = [name for key, name in _FORMS.items() if options[key]]
    if len(forms) > 1 and forms != ["--count", "--json"]:
        raise click.UsageError(f"{forms[0]} and {forms[1]} are two outputs: choose one")
    if options["null"] and not options["files"]:
        raise click.UsageError("--null goes with --files")
    if options["columns"] is not None and not options["csv"]:
        raise click.UsageError("--columns goes with --csv")
    if options["site"] is not None and not any(options[name] for name in _WITH_ADDRESSES):
        raise click.UsageError("--site goes with --bibtex, --ris or --csv --columns")
    columns = named_columns(options["columns"])
    if columns and options["passages"] and "passage" not in columns:
        raise click.UsageError("--passages goes with --columns that name passage")
    if columns and options["site"] is not None and not {"permalink", AS_PAGE} & {*columns}:
        raise click.UsageError("--site goes with --columns that name permalink")
    for key, others in _NOT_WITH.items():
        for other, name in others.items():
            if options[key] and options[other]:
                raise click.UsageError(f"{_FORMS.get(key, '--like')} does not go with {name}")
    limit = PAGE if options["limit"] is None else options["limit"]
    if options["repeats"] and not 0 < limit <= MOST_REPEATED:
        raise click.UsageError(f"--repeats goes with -n of 1 to {MOST_REPEATED}")
    if options["model"] and not options["meaning"]:
        raise click.UsageError("--model goes with --meaning")
    if options["meaning"] and options["sort"] != RELEVANCE:
        raise click.UsageError("--meaning does not go with --sort: it is an order")
    if options["like"] and options["sort"] != RELEVANCE:
        raise click.UsageError("--like does not go with --sort: the most alike come first")


def named_columns(given: str | None) -> list[str]:
    """The columns that `--columns` names, in order; none where it is not given."""
    return [name.strip() for name in given.split(",")] if given is not None else []


class Part(NamedTuple):
    """Which of what is found is wanted.

    Attributes:
        limit: how many; None: all.
        offset: how many come before.
        page: the number of the page.
    """

    limit: int | None
    offset: int
    page: int

    @property
    def is_beyond(self) -> bool:
        """Whether everything is wanted, and a page after it."""
        return self.limit == 0


def part_of(options: Mapping[str, Any]) -> Part:
    """The part that `-n` and `--page` ask for; without them a page has ten entries and a list
    is whole.
    """
    limit, page = options["limit"], options["page"] or 1
    if limit is None:
        whole = options["page"] is None and any(options[name] for name in LISTS)
        limit = 0 if whole else PAGE
    if limit:
        return Part(limit, (page - 1) * limit, page)
    return Part(None if page == 1 else 0, 0, page)


class Asked:
    """A query, or a likeness, on an archive.

    Args:
        archive: to ask.
        query: what `Archive.search` and `Archive.stream` have in common.
        options: of the command.
        taken: what its arguments were taken for.
    """

    def __init__(
        self, archive: Archive, query: Mapping[str, Any], options: Mapping[str, Any], taken: Taken
    ) -> None:
        self._archive = archive
        self._taken = taken
        self._query = dict(query)
        self._options = options
        self._like: str | None = options["like"]
        self._meaning: GivenMeaning = options["meaning"] and (options["model"] or True)

    def counts(self) -> Answer:
        """The answer without hits."""
        if self._like:
            return self._archive.similar(self._like, limit=0)
        # No order is asked for: it takes time and changes nothing of this.
        facets = bool(self._options["facets"])
        answer = self._archive.search(**self._query, limit=0, sort=NEWEST, facets=facets)
        return self._noted(answer)

    def page(self, part: Part) -> Answer:
        """A page of entries."""
        copies = ALL if self._options["all_copies"] else GROUP
        if self._like:
            return self._archive.similar(
                self._like, limit=part.limit, offset=part.offset, copies=copies
            )
        answer = self._archive.search(
            **self._query,
            limit=part.limit,
            offset=part.offset,
            sort=self._options["sort"],
            strict=self._options["strict"],
            facets=bool(self._options["facets"]),
            explain=self._options["explain"],
            copies=copies,
            meaning=self._meaning,
            repeats=self._options["repeats"],
        )
        return self._noted(answer)

    def _noted(self, answer: Answer) -> Answer:
        """`answer` with what there is to say of the arguments."""
        if not self._taken.doubts and (answer.total or not self._taken.if_nothing):
            return answer
        from searchkit.cli.telling import with_notes

        return with_notes(answer, self._taken, self._archive, self._query)

    def every_entry(self, *, snippets: bool = True, explain: bool = False) -> Iterable[Hit]:
        """All entries of all pages, one by one."""
        copies = ALL if self._options["all_copies"] else GROUP
        return self._hits(Part(None, 0, 1), snippets, explain, copies)

    def listed(self, part: Part) -> Iterable[Hit]:
        """A list of statements, each copy on its own."""
        passages = self._options["passages"]
        if columns := named_columns(self._options["columns"]):
            from searchkit.rendering.tables import PASSAGE  # Pages of text do without tables.

            passages = PASSAGE in columns
        return self._hits(part, passages, self._options["explain"], ALL)

    def _hits(self, part: Part, snippets: bool, explain: bool, copies: str) -> Iterable[Hit]:
        if self._like:
            return self._archive.similar(
                self._like, limit=part.limit, offset=part.offset, snippets=snippets, copies=copies
            )
        return self._archive.stream(
            **self._query,
            limit=part.limit,
            offset=part.offset,
            sort=self._options["sort"],
            snippets=snippets,
            explain=explain,
            copies=copies,
            meaning=self._meaning,
        )
