"""The columns of lengths: how many words each text has.

Lives here: the format in prose, writing, reading and checking it. Does not live here: where
texts begin (`segment.positions.space`), with which lengths must agree.

A text T has the section `length.T`: for each statement, how many words its text has.
"""

from __future__ import annotations

import numpy as np

from searchkit.kernels.arrays import Positions, narrow
from searchkit.schema.fields import Schema
from searchkit.schema.numbering import Numbering
from searchkit.segment.checks import need
from searchkit.segment.positions.space import GAP, START
from searchkit.segment.section import NARROW, Section, per_statement
from searchkit.storage.container import Array, Container, ContainerWriter

PREFIX = "length."


def sections(schema: Schema) -> tuple[Section, ...]:
    """The sections of all texts."""
    return tuple(Section(PREFIX + text.name, NARROW, per_statement) for text in schema.texts)


def write_lengths(writer: ContainerWriter, schema: Schema, lengths: Array) -> None:
    """Add the columns of all texts.

    Args:
        writer: of the segment.
        schema: which texts.
        lengths: of all texts of all statements, as they are numbered.
    """
    numbering = Numbering(len(schema.texts))
    for number, text in enumerate(schema.texts):
        writer.add(PREFIX + text.name, narrow(numbering.every(lengths, number)))


def read_lengths(container: Container, schema: Schema) -> dict[str, Array]:
    """How many words each text of each statement has, by the name of the text."""
    return {text.name: container.array(PREFIX + text.name) for text in schema.texts}


def check_lengths(container: Container, schema: Schema, starts: Positions) -> None:
    """Verify that texts are as long as the places where they begin leave room for.

    Args:
        container: of the segment.
        schema: which texts.
        starts: where each text begins, then the end.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    found = np.diff(starts.astype(np.int64)) - GAP
    numbering = Numbering(len(schema.texts))
    for number, (name, stored) in enumerate(read_lengths(container, schema).items()):
        right = np.array_equal(numbering.every(found, number), stored)
        need(container, PREFIX + name, right, f"not as `{START}`")
