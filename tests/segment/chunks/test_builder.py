import pytest

from searchkit.corpus.document import Document
from searchkit.model.statement import Statement
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.storage.container import Container
from searchkit.storage.strings import Strings


@pytest.fixture
def builder():
    builder = ChunkBuilder()
    builder.add(Document(Statement("r/a", "Grain grain", ""), "The Grain", b"1" * 8))
    builder.add(Document(Statement("r/b", "", ""), "", b"2" * 8))
    return builder


def test_a_chunk(builder, tmp_path):
    assert len(builder) == 2
    builder.write(tmp_path / "chunk")
    chunk = Container(tmp_path / "chunk")
    chunk.verify_all()
    forms = list(Strings(chunk, "form"))
    assert forms == [b"Grain", b"grain", b"The"]
    assert [forms[token] for token in chunk.array("token")] == [
        b"Grain",
        b"grain",
        b"The",
        b"Grain",
    ]
    assert chunk.array("length").tolist() == [2, 2, 0, 0]
    assert list(Strings(chunk, "id")) == [b"r/a", b"r/b"]
    assert bytes(chunk.view("digest")) == b"1" * 8 + b"2" * 8


def test_the_same_statements_give_the_same_bytes(builder, tmp_path):
    builder.write(tmp_path / "1")
    builder.write(tmp_path / "2")
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def copies(tmp_path, *texts):
    builder = ChunkBuilder()
    for number, (title, text) in enumerate(texts):
        builder.add(Document(Statement(str(number), title, "other"), text, bytes(8)))
    builder.write(tmp_path / "chunk")
    return Container(tmp_path / "chunk").array("copy").tolist()


def test_copies_share_title_and_text(tmp_path):
    text = "x" * 50
    first, same, title, other = copies(
        tmp_path, ("t", text), ("t", text), ("u", text), ("t", "y" + text)
    )
    assert first == same != 0
    assert len({first, title, other}) == 3


def test_short_texts_are_no_copies(tmp_path):
    assert copies(tmp_path, ("t", "x" * 49), ("t", "x" * 49)) == [0, 0]


def test_title_and_text_are_kept_apart(tmp_path):
    one, other = copies(tmp_path, ("t", "x" * 50), ("tx", "x" * 49 + "y"))
    assert one != other
