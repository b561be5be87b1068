"""Which dictionary the records of new statements are packed with.

Lives here: the rule, and the samples that a new dictionary is trained with. Does not live here:
training and packing (`searchkit.segment.store.frames`).

A dictionary is trained when most of what the index will hold is new; smaller updates take the
one that is there. So nearly all records of an index have one dictionary, and an update of one
statement trains nothing. The samples are spread evenly over what is new, so they depend on that
alone, and not on the number of processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from searchkit.corpus.dates import Order
from searchkit.corpus.document import Document
from searchkit.corpus.reader import read_bytes, read_file
from searchkit.indexing.file_notes import root_of
from searchkit.indexing.previous import PreviousIndex
from searchkit.indexing.session import Session
from searchkit.indexing.worker import ToRead
from searchkit.schema.fields import Schema
from searchkit.segment.store.frames import SAMPLE_BYTES, train
from searchkit.segment.store.records import make_head, record_bytes
from searchkit.storage.disk import written

MIN_STATEMENTS = 1_000
"""Of fewer new statements no dictionary is trained: it would be larger than what it saves, or
nearly."""
SHARE, MAX_SAMPLES = 10, 400
"""One new statement of so many is a sample, up to so many samples: files that are samples are
read twice. Twice as many samples make records smaller by one part in a hundred."""

_T = TypeVar("_T")


def write_dictionary(
    session: Session, files: Sequence[ToRead], orders: Mapping[str, Order]
) -> Path | None:
    """Write the dictionary for the statements of files into the workspace.

    Args:
        session: on the index.
        files: that will be read.
        orders: of days and months in dates, by root.

    Returns:
        the path of the dictionary; None where there is none.

    Raises:
        CorruptIndex: that of the index is damaged.
        SearchkitError: it can't be written.
    """
    new = [file for file in files if file.digest is None]
    if _is_trained(session.previous, len(new)):
        dictionary = train(list(_samples(_spread(new), session.schema, orders)))
    else:
        dictionary = session.previous.dictionary if files else b""
    if not dictionary:
        return None
    path = session.workspace.new_file()
    with written(session.workspace.directory), session.disk.create(path) as file:
        file.write(dictionary)
    return path


def dictionary_for(previous: PreviousIndex, documents: Sequence[Document], schema: Schema) -> bytes:
    """The dictionary for documents that were given one by one.

    Args:
        previous: the index that they are added to.
        documents: the first ones.
        schema: the fields of their statements.

    Raises:
        CorruptIndex: that of the index is damaged.
    """
    if _is_trained(previous, len(documents)):
        return train([_sample(one, schema) for one in _spread(documents)])
    return previous.dictionary


def _is_trained(previous: PreviousIndex, new: int) -> bool:
    return new >= max(MIN_STATEMENTS, previous.live_count)


def _spread(things: Sequence[_T]) -> Sequence[_T]:
    """Some of `things`, evenly spread."""
    wanted = min(MAX_SAMPLES, len(things) // SHARE)
    return [things[number * len(things) // wanted] for number in range(wanted)]


def _samples(
    files: Sequence[ToRead], schema: Schema, orders: Mapping[str, Order]
) -> Iterator[bytes]:
    for file in files:
        try:
            data, state = read_file(file.path)
            order = orders.get(root_of(file.id)) if orders else None
            yield _sample(read_bytes(data, file.path, file.id, state, schema, order), schema)
        except Exception:  # Whoever reads it for the index will say so.
            continue


def _sample(document: Document, schema: Schema) -> bytes:
    head = make_head(document.statement, schema)
    return record_bytes(head, document.text[:SAMPLE_BYTES])[:SAMPLE_BYTES]
