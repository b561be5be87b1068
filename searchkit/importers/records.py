"""Records with named values, as items.

Lives here: which key of a record fills which field. Does not live here: where records come from
(`json_lines`, `tables`), what a date or a list of names means: indexing reads the files as it
reads any others, so values are written as the source has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from searchkit.corpus.plain_text import as_markdown
from searchkit.importers.items import Item, Refused
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidInput
from searchkit.schema.aliases import ALIASES

BODY = ("body", "text", "content", "transcript", "speech", "statement")
KEY = ("id", "guid", "uid", "slug", "identifier", "key")
FIELDS = ("title", "date", "url", "ministers", "portfolios", "body", "id")
"""What a column can be named for."""
_SEVERAL = re.compile(r"[;\n]")
MAX_EXTRA = 200
"""Other values of a record that are kept."""


class Columns:
    """Which column fills which field.

    Args:
        names: the columns there are, or those of the first record.
        chosen: for a field, its column, as a user says it.
        where: the source, for messages.
        complete: whether `names` are all there can be.

    Raises:
        InvalidInput: there is no such field or column.
    """

    def __init__(
        self, names: list[str], chosen: Mapping[str, str], where: str, *, complete: bool
    ) -> None:
        for field, column in chosen.items():
            if field not in FIELDS:
                raise InvalidInput(
                    f"a column can't fill {field!r}", where=where, expected=", ".join(FIELDS)
                )
            if complete and column not in names:
                raise InvalidInput(
                    f"there is no column {column!r}", where=where, expected=", ".join(names)
                )
        self.chosen = dict(chosen)

    def _tried(self, field: str) -> tuple[str, ...]:
        if field == "body":
            return BODY
        return KEY if field == "id" else (field, *ALIASES[field])

    def take(self, field: str, record: dict[str, object]) -> object:
        """The value of a field, taken out of a record; None where there is none."""
        if field in self.chosen:
            return record.pop(self.chosen[field], None)
        folded = {key.strip().lower().replace("-", "_").replace(" ", "_"): key for key in record}
        taken = self.chosen.values()
        for name in self._tried(field):
            if name in folded and folded[name] not in taken and has(record[folded[name]]):
                return record.pop(folded[name])
        return None


def has(value: object) -> bool:
    """Whether a value says anything."""
    return value not in (None, "", [], {}) and str(value).strip() != ""


def item_of(
    record: Mapping[str, object], columns: Columns, options: Options, source: str, where: str
) -> Item | Refused:
    """The item that a record is, or why it is none."""
    rest = dict(record)
    key = columns.take("id", rest)
    values = {name: columns.take(name, rest) for name in FIELDS[:-2]}
    body = columns.take("body", rest)
    if not has(body):
        tried = columns.chosen.get("body") or ", ".join(BODY)
        return Refused(where, f"it has no text (looked for {tried})")
    text = _one(body)
    title, date, url = (_one(values[name]).strip() for name in ("title", "date", "url"))
    identity = _one(key).strip() or url
    if not identity:
        identity = "\n".join((date, title, text[:200])) if title or date else text[:1_000]
    extra = {name: plain for name, value in rest.items() if has(plain := _plain(value, 0))}
    if len(extra) > MAX_EXTRA:
        return Refused(where, f"it has {len(extra):,} values (at most {MAX_EXTRA})")
    if has(key):
        extra["id"] = _one(key)
    return Item(
        key=f"{source}#{identity}",
        title=" ".join(title.split()),
        body=as_markdown(_lines(text)) if options.body == "text" else _lines(text),
        date=date or None,
        ministers=_names(values["ministers"]),
        portfolios=_names(values["portfolios"]),
        url=url or None,
        extra=extra,
        where=where,
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _one(value: object) -> str:
    """A value that is meant as one text."""
    if isinstance(value, list):
        return "\n\n".join(_one(one) for one in value)
    if isinstance(value, dict):
        return _one(value.get("name", value.get("text", "")))
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    return str(value)


def _names(value: object) -> tuple[str, ...]:
    """Names, those of a text apart where `;` or a line's end is between them: what else may
    part them, indexing knows.
    """
    several = value if isinstance(value, list) else _SEVERAL.split(_one(value))
    return tuple(name for one in several if (name := _one(one).strip()))


def _plain(value: object, depth: int) -> object:
    """A value as YAML can hold it, not nested deeper than any real one."""
    if depth > 5:
        return str(value)[:1_000]
    if isinstance(value, dict):
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    return value
