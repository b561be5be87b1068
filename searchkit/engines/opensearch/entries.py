"""A statement as a document of the cluster, and back.

Lives here: what each field of the layout holds. Does not live here: which fields there are
(`layout`), sending documents (`writing`).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from searchkit.corpus.document import Document
from searchkit.corpus.given import document_of
from searchkit.engines.local.naming import address_key
from searchkit.engines.opensearch.layout import FOLDED, FORM, STEM, term
from searchkit.model.statement import Statement, fields_as_json
from searchkit.schema.amounts import amounts
from searchkit.schema.analysis import fold, normalise, stem_all, tokenised
from searchkit.schema.fields import Day, Schema, Text
from searchkit.schema.values import shown_day, shown_names, shown_text
from searchkit.segment.columns.copies import copy_digest

SEPARATOR = "\t"
"""Between the key of a name and how it is shown, and a folded word and how it is written."""
ANY, PLAIN = "any", "none"
"""What amounts are kept under: all numbers, and those that have no currency."""
ONLY = "only"
"""What says of a field of names that a statement has just one."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MOST = 1_000_000


class Analyst:
    """Makes documents of statements; remembers the words it has seen.

    Args:
        schema: the fields of the statements.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._known: dict[bytes, tuple[str, str, str]] = {}

    def terms(self, words: list[bytes]) -> list[tuple[str, str, str]]:
        """The stem, the folded form and the form of each word."""
        known = self._known
        fresh = [word for word in dict.fromkeys(words) if word not in known]
        if fresh:
            if len(known) > _MOST:
                known.clear()
                fresh = list(dict.fromkeys(words))
            forms = [word.decode("utf-8", "surrogatepass") for word in fresh]
            folded = [fold(form) for form in forms]
            stems = stem_all(folded, self.schema.profile)
            for word, *all_three in zip(fresh, stems, folded, forms, strict=True):
                one, other, third = map(term, all_three)
                known[word] = (one, other, third)
        return [known[word] for word in words]

    def entry(self, statement: Statement, born: int) -> dict[str, Any]:
        """The document of a statement that is published as `born`.

        Raises:
            InvalidInput: it is no statement of these fields.
        """
        schema = self.schema
        document = document_of(statement, schema)
        statement = document.statement
        texts: dict[str, Any] = {}
        counted: dict[str, set[float]] = {}
        vocabulary: set[str] = set()
        accented: set[str] = set()
        has: list[str] = []
        total = 0
        for text in schema.texts:
            said = text_of(text, document)
            if not said:
                continue
            found = tokenised(said)
            rows = self.terms(found.words)
            if not rows:
                continue
            stems, folded, forms = zip(*rows, strict=True)
            texts[text.name] = {
                STEM: " ".join(stems),
                FOLDED: " ".join(folded),
                FORM: " ".join(forms),
            }
            total += len(rows)
            has.append(f"text:{text.name}")
            vocabulary |= {one for one in folded if len(one) <= 200}
            accented |= {
                one + SEPARATOR + form
                for _, one, form in rows
                if not form.isascii() and len(form) <= 200
            }
            self._count(text.name, counted, found.numbers, found.text, folded)
        names, spelled = self._names(statement)
        has += [f"names:{field}" for field in names]
        has += [f"{ONLY}:{field}" for field, keys in names.items() if len(keys) == 1]
        entry: dict[str, Any] = {
            "id": statement.id,
            "digest": document.digest.hex(),
            "copy": self._copy(statement, document),
            "born": born,
            "names": names,
            "spelled": spelled,
            "has": has,
            "words": total,
            "vocabulary": sorted(vocabulary),
            "accented": sorted(accented),
            "amounts": {name: sorted(values) for name, values in counted.items()},
            "texts": texts,
            "statement": statement_as_json(statement),
        }
        if statement.url:
            entry["page"] = address_key(statement.url)[:8000]
        day = shown_day(statement, schema.day)
        if day is not None:
            entry |= {
                "day": day_number(day),
                "year": day.year,
                "month": day.year * 12 + day.month - 1,
            }
        own = {one.query: shown_day(statement, one) for one in schema.own_days}
        entry["days"] = {name: day_number(one) for name, one in own.items() if one is not None}
        return entry

    def _names(self, statement: Statement) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """By what queries call the field: the keys of names, and keys with spellings."""
        names: dict[str, list[str]] = {}
        spelled: dict[str, list[str]] = {}
        for field in self.schema.names:
            rows: dict[str, str] = {}
            for name in shown_names(statement, field):
                key = field.how.key(name)
                if key:
                    rows.setdefault(key, field.how.shown(name))
            if rows:
                names[field.query] = list(rows)
                spelled[field.query] = [key + SEPARATOR + shown for key, shown in rows.items()]
        return names, spelled

    def _count(
        self,
        text: str,
        counted: dict[str, set[float]],
        numbers: list[tuple[int, int, int]],
        spaced: str,
        folded: tuple[str, ...],
    ) -> None:
        """Note the numbers of a text: what amounts count, and of all others the digits."""
        found = amounts(spaced, numbers, self.schema.profile)
        for one in found:
            counted.setdefault(f"{text}_{ANY}", set()).add(one.value)
            if one.currency:
                counted.setdefault(f"{text}_{one.currency}", set()).add(one.value)
        taken = {one.word for one in found}
        plain = {
            float(word)
            for place, word in enumerate(folded)
            if place not in taken and word[0] in "0123456789" and _NUMBER.fullmatch(word)
        }
        plain = {value for value in plain if value < 1e300}
        if plain:
            counted.setdefault(f"{text}_{ANY}", set()).update(plain)

    def _copy(self, statement: Statement, document: Document) -> str:
        """What statements of equal text share; of a short text nobody shares it."""
        digest = copy_digest(statement.title, document.text)
        return f"{digest:016x}" if digest else f"alone:{hashed(statement.id)}"


def text_of(text: Text, document: Document) -> str:
    """A text of a statement, as it is searched."""
    statement = document.statement
    if text.name == "title":
        return statement.title
    return document.text if text.name == "body" else shown_text(statement, text)


def hashed(text: str) -> str:
    """A short name for a text of any length."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def document_id(statement_id: str, born: int) -> str:
    """The id of a statement's document: the same however often it is sent."""
    return f"{hashed(statement_id)}-{born}"


def day_number(day: datetime.date) -> int:
    """A day as the cluster has it: YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def statement_as_json(statement: Statement) -> dict[str, Any]:
    """A statement as it is kept."""
    return {
        "id": statement.id,
        "title": statement.title,
        "body": statement.body,
        "date": statement.date.isoformat() if statement.date else None,
        "url": statement.url,
        "ministers": list(statement.ministers),
        "portfolios": list(statement.portfolios),
        "attachments": list(statement.attachments),
        # As text: nothing in it is for the cluster to read.
        "extra": json.dumps(dict(statement.extra), ensure_ascii=False),
        "fields": fields_as_json(statement.fields),
    }


def statement_of(kept: Mapping[str, Any], schema: Schema) -> Statement:
    """Undo `statement_as_json`."""
    days = {field.name for field in schema.fields if isinstance(field, Day)}
    fields = {
        name: datetime.date.fromisoformat(value)
        if name in days
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in kept["fields"].items()
    }
    return Statement(
        id=kept["id"],
        title=kept["title"],
        body=kept["body"],
        date=datetime.date.fromisoformat(kept["date"]) if kept["date"] else None,
        url=kept["url"],
        ministers=tuple(kept["ministers"]),
        portfolios=tuple(kept["portfolios"]),
        attachments=tuple(kept["attachments"]),
        extra=json.loads(kept["extra"]),
        fields=fields,
    )


def normal_id(text: str) -> str:
    """An id as statements have it."""
    return normalise(text)
