"""What opening verifies of a section, as its structure declares it."""

import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.segment.section import (
    F4,
    F8,
    NARROW,
    U1,
    U4,
    Extent,
    Section,
    as_many_as,
    check_sections,
    per_statement,
    per_string,
    per_word,
    strings,
)
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.strings import write_strings

EXTENT = Extent(statements=3, words=2, texts=2)


@pytest.fixture
def container(tmp_path):
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add("three", np.array([1, 1, 4], np.uint32))
        writer.add("weight", np.array([0.5, -1.25, np.inf], np.float32))
        writer.add("wide", np.zeros(2))
        writer.add("small", np.array([1, 2, 3, 4], np.uint8))
        write_strings(writer, "word", [b"a", b"bc"])
    return Container(tmp_path / "c")


@pytest.mark.parametrize(
    "section",
    [
        Section("three", U4),
        Section("three", U4 | U1, per_statement),
        Section("three", U4, as_many_as("weight"), ends_in="small"),
        Section("small", NARROW, holds=lambda values: values.max() == 4),
        Section("weight", F4, per_statement),
        Section("wide", F4 | F8, per_word, verified=True),
        Section("wide", F8, per_string("word")),
        Section("gone", F4, per_statement, optional=True),
        *strings("word", size=per_word, verified=True),
    ],
    ids=lambda section: section.name,
)
def test_what_is_as_declared_passes(container, section):
    check_sections(container, [section], EXTENT)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (Section("three", U1), r"'three': its type is <u4"),
        (Section("weight", F8), r"'weight': its type is <f4"),
        (Section("weight", F4, per_word), r"'weight': 3 values, not 2"),
        (Section("three", U4, as_many_as("small")), r"'three': 3 values, not 4"),
        (Section("three", U4, ends_in="weight"), "'three'"),
        (Section("small", U1, ends_in="three", optional=True), "'small'"),
        (Section("small", U1, holds=lambda values: values.max() < 4), "'small'"),
        (Section("gone", F4), "has no section 'gone'"),
    ],
)
def test_what_is_not_as_declared_is_corrupt(container, section, said):
    with pytest.raises(CorruptIndex, match=said) as caught:
        check_sections(container, [section], EXTENT)
    assert caught.value.where == str(container.path)


def test_only_what_is_declared_so_is_compared_with_its_checksum(container, tmp_path):
    content = bytearray(container.path.read_bytes())
    content[container._sections["weight"][1]] ^= 1
    (tmp_path / "damaged").write_bytes(content)
    damaged = Container(tmp_path / "damaged")
    check_sections(damaged, [Section("weight", F4)], EXTENT)
    with pytest.raises(CorruptIndex, match="'weight'"):
        check_sections(damaged, [Section("weight", F4, verified=True)], EXTENT)


def test_types_are_looked_at_before_any_size(container):
    """A size may be that of another section, which must be known to be there."""
    first = Section("three", U4, as_many_as("gone"))
    with pytest.raises(CorruptIndex, match="has no section 'gone'"):
        check_sections(container, [first, Section("gone", U4)], EXTENT)
